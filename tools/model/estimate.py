"""From lines of text to probabilities worth keeping.

The model interpolates, from the most particular to the most general:

    P(c | a, b) = T(c | a, b) + t(a, b) * S
    S           = S(c | class a, b) + s(class a, b) * B
    B           = B(c | b) + u(b) * K
    K           = K(class c | class a, class b) * U(c | class c)

T, S and B are explicit shares of the probability; t, s and u are what they leave to the next
level. Only shares that change the result enough for their space are kept; all arithmetic is on
integers, or on floats in an order that does not depend on the machine.
"""

import re
from collections import Counter
from pathlib import Path

CLASS_SOURCE = Path(__file__).parents[2] / "src/encoding/model/class.rs"

# Counts are weights in units of 2**-32 of a character of a language of weight 1, times four.
UNIT = 1 << 32
# Each n-gram that a language has is discounted by three quarters of an occurrence.
DISCOUNT = 3


def read_classes():
    """(names, class of code point -> number) from the table in class.rs."""
    text = CLASS_SOURCE.read_text(encoding="utf-8")
    body = re.search(r"enum Class \{(.*?)\n\}", text, re.S)[1]
    names = re.findall(r"^    (\w+),", body, re.M)
    runs = [(int(a, 16), names.index(n)) for a, n in re.findall(r"\(0x([0-9A-F]+), Class::(\w+)\),", text)]
    table = bytearray(0x110000)
    sizes = [0] * len(names)
    for (start, number), (end, _) in zip(runs, runs[1:] + [(0x110000, 0)]):
        table[start:end] = bytes([number]) * (end - start)
        sizes[number] += end - start
    return names, table, sizes


def fold(c):
    """The letter that stands for both cases, or the character itself if it has not one simple
    counterpart that leads back to it. Digits of ASCII are all the same."""
    if "0" <= c <= "9":
        return "0"
    lower = c.lower()
    return lower if lower != c and len(lower) == 1 and lower.upper() == c else c


def is_cased(c):
    """Whether `c` is a letter whose case costs: it has one simple counterpart."""
    if fold(c) != c:
        return True
    upper = c.upper()
    return upper != c and len(upper) == 1 and upper.lower() == c


# Classes whose characters are no letters, as far as the case of their neighbours goes.
NO_LETTERS = """Control Space Punctuation Digit C1 NoBreakSpace Latin1Punctuation Latin1Symbol Invisible
Modifier Combining Dash Quote Typographic WideSpace EmojiModifier RegionalIndicator Script Currency
Letterlike Arrow Math Technical Box Block Geometric Symbol Braille Emoji SymbolRare CjkPunctuation
FullWidth PrivateUse Replacement Unassigned""".split()


def states(text, table, no_letters):
    """What each character says about the case of the next: 0 line break, 1 no letter, 2 lower
    case, 3 upper case, 4 a letter without case."""
    known = {}
    for c in set(text):
        if c == "\n":
            known[c] = 0
        elif is_cased(c):
            known[c] = 3 if fold(c) != c else 2
        else:
            known[c] = 1 if table[ord(c)] in no_letters else 4
    return [known[c] for c in text]


STATES = 5


class Counts:
    """Weighted counts over all languages."""

    def __init__(self, table, no_letters):
        self.table = table
        self.no_letters = no_letters
        self.tri, self.tri_total = {}, {}
        self.skip, self.skip_total = {}, {}
        self.bi, self.bi_total = {}, {}
        self.uni = {}
        self.klass = [{}, {}, {}]
        self.case = {}

    def add(self, lines, weight, whole=True):
        """Counts the lines of a language; `whole` lines stand alone, others are words."""
        table = self.table
        folds = {}
        tri, bi, case = Counter(), Counter(), Counter()
        text = []
        for i, line in enumerate(lines):
            text.append(("\n\n" if i % 2 else "\n") + line if whole else line)
        if whole:
            text = ["\n\n" + "".join(text) + "\n"]
        for t in text:
            for c in set(t):
                folds[c] = fold(c)
            f = t.translate({ord(k): v for k, v in folds.items() if k != v})
            assert len(f) == len(t)
            tri.update(map("".join, zip(f, f[1:], f[2:])))
            if not whole:
                bi.update(map("".join, zip(f, f[1:])))
            else:
                s = states(t, table, self.no_letters)
                case.update((p, q, c, r) for p, q, c, r in zip(s, s[1:], t[2:], s[2:]) if 2 <= r <= 3)
        if whole:
            for k, n in tri.items():
                bi[k[1:]] += n
        uni = Counter()
        for k, n in bi.items():
            uni[k[1]] += n
        total = sum(uni.values())
        w = weight * UNIT // (total * 1000)
        skip, klass = Counter(), [Counter(), Counter(), Counter()]
        for k, n in tri.items():
            ka = table[ord(k[0])]
            skip[(ka, k[1], k[2])] += n
            klass[2][(ka, table[ord(k[1])], table[ord(k[2])])] += n
        for k, n in bi.items():
            klass[1][(table[ord(k[0])], table[ord(k[1])])] += n
        for k, n in uni.items():
            klass[0][table[ord(k)]] += n
            self.uni[k] = self.uni.get(k, 0) + w * (4 * n - DISCOUNT)
        for level, counter in zip(self.klass, klass):
            for k, n in counter.items():
                level[k] = level.get(k, 0) + 4 * w * n
        for counter, kept, totals in (
            (tri, self.tri, self.tri_total), (skip, self.skip, self.skip_total), (bi, self.bi, self.bi_total),
        ):
            for k, n in counter.items():
                kept[k] = kept.get(k, 0) + w * (4 * n - DISCOUNT)
                totals[k[:-1]] = totals.get(k[:-1], 0) + 4 * w * n
        for (p, q, c, r), n in case.items():
            k = (p, q, case_group(c), r == 3)
            self.case[k] = self.case.get(k, 0) + 4 * w * n


CASE_GROUPS = 5


def case_group(c):
    """Letters that change case alike: ASCII, other Latin, Greek, Cyrillic, other."""
    o = ord(c)
    if o < 0x80:
        return 0
    if o < 0x370 or 0x1E00 <= o < 0x1F00:
        return 1
    if o < 0x400 or 0x1F00 <= o < 0x2000:
        return 2
    return 3 if o < 0x530 else 4


LN2 = 0.6931471805599453


def ln(x):
    """Natural logarithm by basic arithmetic alone, so that it is the same on every machine."""
    k = 0
    while x > 1.5:
        x *= 0.5
        k += 1
    while x < 0.75:
        x *= 2.0
        k -= 1
    z = (x - 1.0) / (x + 1.0)
    z2 = z * z
    return k * LN2 + 2 * z * (1 + z2 * (1 / 3 + z2 * (1 / 5 + z2 * (1 / 7 + z2 * (1 / 9 + z2 / 11)))))


def by_context(counts, totals):
    """{context: {c: share}}, sorted, from discounted counts."""
    out = {}
    for k in sorted(counts):
        out.setdefault(k[:-1], {})[k[-1]] = counts[k] / totals[k[:-1]]
    return out


class Model:
    """The kept shares; `level[context]` is ({c: share}, what is left)."""

    def __init__(self):
        self.k1, self.k2, self.k3 = {}, {}, {}
        self.unigram = {}
        self.bi, self.skip, self.tri = {}, {}, {}
        self.case = {}


def refit(full, lower, keep):
    """Shares of the kept characters so that each keeps its full probability, and the rest follow
    the lower level: ({c: share}, rest)."""
    sum_full = sum(full[c] for c in keep)
    sum_low = sum(lower[c] for c in keep)
    rest = (1.0 - sum_full) / (1.0 - sum_low) if sum_low < 0.999999 else 1.0
    rest = min(1.0, max(rest, 0.0005))
    shares = {}
    for c in keep:
        share = full[c] - rest * lower[c]
        if share > 0.0:
            shares[c] = share
    return shares, rest


def prune(contexts, totals, lower_of, grand, threshold, interest):
    """Keeps the shares whose loss would cost more than the threshold, in nats times weight."""
    kept = {}
    for context in sorted(contexts):
        shares = contexts[context]
        weight = totals[context] / grand
        if weight * 8.0 < threshold:
            continue
        rest = 1.0 - sum(shares.values())
        low = lower_of(context)
        full, lower, keep = {}, {}, []
        for c, share in shares.items():
            pl = low(c)
            pf = share + rest * pl
            gain = weight * pf * ln(pf / ((rest + share) * pl))
            if gain * interest(context, c) > threshold:
                keep.append(c)
                full[c], lower[c] = pf, pl
        if keep:
            fitted = refit(full, lower, keep)
            if fitted[0]:
                kept[context] = fitted
    return kept


def estimate(counts, table, sizes, thresholds):
    """The pruned model."""
    m = Model()
    grand = float(sum(counts.klass[0].values()))
    n_classes = len(sizes)

    # Classes.
    floor = grand * 1e-6
    k1 = {k: (counts.klass[0].get(k, 0) + floor / n_classes) / (grand + floor) for k in range(n_classes)}
    m.k1 = k1
    for level, name, lower in ((1, "k2", None), (2, "k3", "k2")):
        rows = {}
        for k, n in counts.klass[level].items():
            rows.setdefault(k[:-1], {})[k[-1]] = n
        out = {}
        for context in sorted(rows):
            total = sum(rows[context].values())
            if level == 2 and total < grand * 2e-7:
                continue
            rest = floor / (total + floor)
            base = class_base(m, context[1:]) if lower else k1
            full = {c: n / (total + floor) + rest * base[c] for c, n in sorted(rows[context].items())}
            keep = [
                c for c in full
                if level == 1 or abs(ln(full[c] / base[c])) * full[c] * total / grand > thresholds["class"]
            ]
            if keep:
                fitted = refit(full, base, keep)
                if fitted[0]:
                    out[context] = fitted
        setattr(m, name, out)

    # Characters within their class.
    by_class = {}
    for c in sorted(counts.uni):
        if counts.uni[c] > grand * thresholds["character"]:
            by_class.setdefault(table[ord(c)], {})[c] = counts.uni[c]
    for k, members in by_class.items():
        total = counts.klass[0][k]
        unknown = max(0, sizes[k] - len(members))
        # What the discounts leave, but no character that was seen is dearer than one that was not.
        rest = max(1.0 - sum(members.values()) / total, 0.0005) if unknown else 0.0
        rest = min(rest, 0.3)
        scale = (1.0 - rest) / sum(members.values())
        m.unigram[k] = ({c: n * scale for c, n in members.items()}, rest)
    known = {c for members, _ in m.unigram.values() for c in members}

    def only_known(contexts):
        out = {}
        for context, shares in contexts.items():
            if all(not isinstance(x, str) or x in known for x in context):
                shares = {c: s for c, s in shares.items() if c in known}
                if shares:
                    out[context] = shares
        return out

    bases = {}

    def base(ka, kb):
        """P(c) by classes alone."""
        row = bases.get((ka, kb))
        if row is None:
            row = bases[ka, kb] = class_base(m, (ka, kb)) if ka is not None else class_base(m, (kb,))
        def p(c):
            k = table[ord(c)]
            return row[k] * m.unigram[k][0][c]
        return p

    def interest(context, c):
        """Text in ASCII costs the same in every reading."""
        ascii_ = c < "\x80" and all(not isinstance(x, str) or x < "\x80" for x in context)
        return thresholds["ascii"] if ascii_ else 1.0

    def through(table_, context, low):
        shares, rest = table_.get(context, ({}, 1.0))
        return lambda c: shares.get(c, 0.0) + rest * low(c)

    m.bi = prune(
        only_known(by_context(counts.bi, counts.bi_total)), counts.bi_total,
        lambda x: base(None, table[ord(x)]), grand, thresholds["bigram"], interest,
    )
    m.skip = prune(
        only_known(by_context(counts.skip, counts.skip_total)), counts.skip_total,
        lambda x: through(m.bi, x[1], base(x[0], table[ord(x[1])])), grand, thresholds["skip"], interest,
    )
    m.tri = prune(
        only_known(by_context(counts.tri, counts.tri_total)), counts.tri_total,
        lambda x: through(
            m.skip, (table[ord(x[0])], x[1]),
            through(m.bi, x[1], base(table[ord(x[0])], table[ord(x[1])])),
        ),
        grand, thresholds["trigram"], interest,
    )

    # Case.
    for p in range(STATES):
        for q in range(STATES):
            for g in range(CASE_GROUPS):
                upper = counts.case.get((p, q, g, True), 0)
                lower = counts.case.get((p, q, g, False), 0)
                prior = grand * 1e-7
                m.case[p, q, g] = (upper + 0.2 * prior) / (upper + lower + prior)
    return m


def class_base(m, context):
    """{class: probability} after the classes in the context, of which there are one or two."""
    shares, rest = m.k2.get(context[-1:], ({}, 1.0))
    row = {k: shares.get(k, 0.0) + rest * p for k, p in m.k1.items()}
    if len(context) == 2:
        shares, rest = m.k3.get(context, ({}, 1.0))
        row = {k: shares.get(k, 0.0) + rest * p for k, p in row.items()}
    return row
