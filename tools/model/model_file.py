"""The model file: writing what `estimate` found, and reading it back.

`src/encoding/model/` reads the same bytes. The first part of the file holds what concerns all
characters; then comes a part for each block of code points that has characters, with the contexts
that end in one of them, so that only what a text asks for has to be decoded.
"""

from coder import Decoder, Encoder

# Neighbouring levels of a share differ by this factor.
RATIO = 0.6
# Odds of the rest of a context against its shares are powers of RATIO around one.
REST_LEVELS = 48
REST_MIDDLE = 24
# A share is at most this many levels below one.
SHARE_LEVELS = 64
# Costs of classes are multiples of this, in nats.
STEP = 1 / 16
# Logarithms of the odds of upper against lower case are multiples of this, in nats; at the middle
# level they are even.
CASE_STEP = 1 / 10
CASE_MIDDLE = 127

# Statistical models of the coder: of numbers of any kind; of how many there are; of characters; of
# shares of characters in their class, by script; unused; of the rests of contexts; of the gaps between
# followers, by how wide they are on average; of shares, by how many there are; of the gaps between what
# comes first in contexts of two.
RAW, COUNT, CHARACTER, UNIGRAM, CLASS, REST = 0, 1, 2, 3, 6, 7
GAP, SHARE, BEFORE = 8, 17, 22
MODELS = 31

# The block of a code point is what is left of it without so many low bits.
BLOCK_BITS = 7

POWERS = [1.0]
while len(POWERS) < SHARE_LEVELS:
    POWERS.append(POWERS[-1] * RATIO)
ODDS = [1.0]
for _ in range(REST_MIDDLE):
    ODDS = [ODDS[0] / RATIO] + ODDS + [ODDS[-1] * RATIO]
RESTS = [o / (1.0 + o) for o in ODDS[:REST_LEVELS]]


def nearest(levels, value):
    """Index of the level nearest in ratio; levels fall."""
    lo, hi = 0, len(levels) - 1
    while lo < hi:
        mid = (lo + hi) // 2
        if value * value > levels[mid] * levels[mid + 1]:
            hi = mid
        else:
            lo = mid + 1
    return lo


def gap_model(left, remaining):
    """Which of the coder's models of gaps is that for the next of `remaining` among `left`
    candidates."""
    return min(8, (left // remaining).bit_length())


def share_model(n):
    """The coder's model for the shares of a context with `n` of them."""
    return SHARE + min(4, (n - 1).bit_length() - 1)


class Row:
    """A context as it is in the file: [(number, level)] and the level of the rest."""

    def __init__(self, shares, rest):
        """From {number: share} and rest."""
        top = max(shares.values())
        # Shares are relative; the largest is close to what it was, for the coder's sake.
        total = sum(shares.values())
        self.entries = [(c, nearest(POWERS, s / total)) for c, s in shares.items()]
        self.entries.sort()
        self.rest = nearest(RESTS, min(max(rest, RESTS[-1]), RESTS[0]))
        assert top > 0

    @classmethod
    def read(cls, entries, rest):
        row = cls.__new__(cls)
        row.entries, row.rest = entries, rest
        return row

    def values(self):
        """({number: share}, rest) as the reader understands them."""
        rest = RESTS[self.rest]
        total = 0.0
        for _, q in self.entries:
            total += POWERS[q]
        return {c: POWERS[q] * (1.0 - rest) / total for c, q in self.entries}, rest


def put_row(out, row, candidates):
    """Writes a row whose numbers are among the candidates: gaps of places, then levels."""
    n = len(row.entries)
    out.put(REST, row.rest)
    level = dict(row.entries)
    places = [i for i, c in enumerate(candidates) if c in level]
    assert len(places) == n
    at = 0
    for i, place in enumerate(places):
        out.put(GAP + gap_model(len(candidates) - at, n - i), place - at)
        at = place + 1
    if n > 1:
        for place in places:
            out.put(share_model(n), level[candidates[place]])


def get_row(data, n, candidates):
    rest = data.get(REST)
    at, chosen = 0, []
    for i in range(n):
        place = at + data.get(GAP + gap_model(len(candidates) - at, n - i))
        chosen.append(candidates[place])
        at = place + 1
    levels = [data.get(share_model(n)) for _ in chosen] if n > 1 else [0]
    return Row.read(list(zip(chosen, levels)), rest)


def likeliest_first(row):
    """The numbers of a row, those with the largest share first."""
    return [c for c, q in sorted(row.entries, key=lambda e: (e[1], e[0]))]


def unigram_model(c):
    return UNIGRAM + (0 if c < 0x3400 else 1 if c < 0xAC00 else 2)


class File:
    """The numbers of a model file. Characters are numbered in the order of their code points."""

    def __init__(self):
        self.characters = []
        self.unigram = []
        self.unknown = []
        self.k1, self.k2, self.k3 = [], {}, {}
        self.bi, self.skip, self.tri = {}, {}, {}
        self.case = []

    @classmethod
    def of(cls, m, n_classes, ln):
        """From a `Model` of estimate.py."""
        f = cls()
        shares = {c: s for members, _ in m.unigram.values() for c, s in members.items()}
        f.characters = sorted(map(ord, shares))
        number = {chr(c): i for i, c in enumerate(f.characters)}
        f.unigram = [nearest(POWERS, shares[chr(c)]) for c in f.characters]
        f.unknown = [
            nearest(RESTS, max(m.unigram[k][1], RESTS[-1])) if k in m.unigram else 0 for k in range(n_classes)
        ]
        f.k1 = [cost_level(m.k1[k], ln) for k in range(n_classes)]
        f.k2 = {k[0]: Row(*v) for k, v in m.k2.items()}
        f.k3 = {k: Row(*v) for k, v in m.k3.items()}

        def row(v):
            return Row({number[c]: s for c, s in v[0].items()}, v[1])

        bi = {number[b]: dict(row(v).entries) for b, v in m.bi.items()}
        rest = {number[b]: row(v).rest for b, v in m.bi.items()}
        f.skip = {(number[k[1]], k[0]): row(v) for k, v in m.skip.items()}
        f.tri = {(number[k[1]], number[k[0]]): row(v) for k, v in m.tri.items()}
        # Whatever follows b in a longer context is a candidate only if it follows b at all.
        for table in (f.skip, f.tri):
            for (b, _), r in table.items():
                for c, _ in r.entries:
                    bi.setdefault(b, {}).setdefault(c, SHARE_LEVELS - 1)
        for b, a in f.tri:
            bi.setdefault(a, {}).setdefault(b, SHARE_LEVELS - 1)
        f.bi = {b: Row.read(sorted(e.items()), rest.get(b, 0)) for b, e in bi.items()}
        f.case = [
            int(min(max(ln(m.case[k] / (1.0 - m.case[k])) / CASE_STEP + CASE_MIDDLE + 0.5, 0), 254))
            for k in sorted(m.case)
        ]
        return f

    def write(self, n_classes):
        out = Encoder()
        out.put(RAW, len(self.characters))
        last = -1
        for c in self.characters:
            out.put(CHARACTER, c - last - 1)
            last = c
        for c, q in zip(self.characters, self.unigram):
            out.put(unigram_model(c), q)
        for q in self.unknown:
            out.put(REST, q)
        for q in self.k1:
            out.put(RAW, q)
        classes = list(range(n_classes))
        for k in classes:
            self.put_optional(out, self.k2.get(k), classes)
        for ka in classes:
            for kb in classes:
                self.put_optional(out, self.k3.get((ka, kb)), classes)
        for level in self.case:
            out.put(RAW, level)
        out.end_part()
        everything = list(range(len(self.characters)))
        firsts = []
        for table in (self.skip, self.tri):
            by_b = {}
            for b, a in table:
                by_b.setdefault(b, []).append(a)
            firsts.append(by_b)
        for numbers in self.blocks():
            for b in numbers:
                self.put_optional(out, self.bi.get(b), everything)
                candidates = likeliest_first(self.bi[b]) if b in self.bi else []
                for table, by_b, among in ((self.skip, firsts[0], n_classes), (self.tri, firsts[1], len(everything))):
                    contexts = sorted(by_b.get(b, ()))
                    out.put(COUNT, len(contexts))
                    at = 0
                    for i, a in enumerate(contexts):
                        out.put(BEFORE + gap_model(among - at, len(contexts) - i), a - at)
                        at = a + 1
                        r = table[b, a]
                        out.put(COUNT, len(r.entries) - 1)
                        put_row(out, r, candidates)
            out.end_part()
        return out.finish(MODELS)

    def blocks(self):
        """The numbers of the characters of each block."""
        by_block = {}
        for number, c in enumerate(self.characters):
            by_block.setdefault(c >> BLOCK_BITS, []).append(number)
        return by_block.values()

    @staticmethod
    def put_optional(out, row, candidates):
        out.put(COUNT, len(row.entries) if row else 0)
        if row:
            put_row(out, row, candidates)

    @classmethod
    def read(cls, data, n_classes, cases):
        f = cls()
        data = Decoder(data, MODELS)
        data.begin_part(0)
        last = -1
        for _ in range(data.get(RAW)):
            last += data.get(CHARACTER) + 1
            f.characters.append(last)
        f.unigram = [data.get(unigram_model(c)) for c in f.characters]
        f.unknown = [data.get(REST) for _ in range(n_classes)]
        f.k1 = [data.get(RAW) for _ in range(n_classes)]
        classes = list(range(n_classes))

        def optional(table, key, candidates):
            n = data.get(COUNT)
            if n:
                table[key] = get_row(data, n, candidates)

        for k in classes:
            optional(f.k2, k, classes)
        for ka in classes:
            for kb in classes:
                optional(f.k3, (ka, kb), classes)
        f.case = [data.get(RAW) for _ in range(cases)]
        everything = list(range(len(f.characters)))
        for part, numbers in enumerate(f.blocks(), 1):
            data.begin_part(part)
            for b in numbers:
                optional(f.bi, b, everything)
                candidates = likeliest_first(f.bi[b]) if b in f.bi else []
                for table, among in ((f.skip, n_classes), (f.tri, len(everything))):
                    at = 0
                    n = data.get(COUNT)
                    for i in range(n):
                        a = at + data.get(BEFORE + gap_model(among - at, n - i))
                        size = data.get(COUNT) + 1
                        table[b, a] = get_row(data, size, candidates)
                        at = a + 1
        return f


def cost_level(p, ln):
    """A probability as a multiple of STEP nats, at most 254."""
    return min(254, int(-ln(p) / STEP + 0.5))
