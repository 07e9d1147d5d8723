#!/usr/bin/env python3
"""Draws the curve: what is restored, and what is changed wrongly, when only findings are taken that are
as sure as a threshold, in nats.

usage: curve.py PLACES CASES.jsonl...

PLACES is the example `places` of this repository (cargo build --release --example places). `exact`
is the share of cases restored to the letter and `undone` the share of the damage, as in score.py, of
cases without lost bytes and with; `right` is the share of places that are given back as they were
meant, of those that are exact and of the guesses; `changed` the lines of clean texts that change.
"""
import difflib
import json
import subprocess
import sys

from rapidfuzz.distance import Levenshtein

THRESHOLDS = (0, 5, 10, 15, 20, 25, 30, 40, 60)
cases = [json.loads(line) for path in sys.argv[2:] for line in open(path, encoding="utf-8")]
given = "".join(json.dumps({"text": case["text"]}) + "\n" for case in cases)
found = subprocess.run([sys.argv[1]], input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
found = [json.loads(line) for line in found.decode("utf-8", "surrogatepass").split("\n") if line]


def repaired(text, places):
    """The text with the places repaired, and where they are in it."""
    parts, ranges, at, length = [], [], 0, 0
    for start, end, meant, *_ in places:
        parts += [text[at:start], meant]
        length += start - at
        ranges.append((length, length + len(meant)))
        length += len(meant)
        at = end
    return "".join(parts) + text[at:], ranges


def right_places(text, clean, places):
    """Which of the places are as they were meant: nothing of them is edited to get the clean text."""
    after, ranges = repaired(text, places)
    edits = [] if after == clean else difflib.SequenceMatcher(None, after, clean, autojunk=False).get_opcodes()
    edits = [(start, end) for tag, start, end, _, _ in edits if tag != "equal"]
    return [not any(start < to and end > at or start == end and at < start < to for start, end in edits) for at, to in ranges]


table = {t: {"exact": [0, 0], "lost": [0, 0], "before": [0, 0], "after": [0, 0], "places": [0, 0], "right": [0, 0], "changed": 0} for t in THRESHOLDS}
for case, places in zip(cases, found):
    text, clean = case["text"], case["clean"]
    right = right_places(text, clean, places) if text != clean else [False] * len(places)
    before = Levenshtein.distance(text, clean)
    lost = bool(case["lost"])
    for threshold, row in table.items():
        chosen = [index for index, place in enumerate(places) if place[4] >= threshold]
        after, _ = repaired(text, [places[index] for index in chosen])
        if text == clean:
            row["changed"] += sum(a != b for a, b in zip(text.split("\n"), after.split("\n")))
            continue
        row["exact"][lost] += after == clean
        row["lost"][lost] += 1
        row["before"][lost] += before
        row["after"][lost] += Levenshtein.distance(after, clean)
        for index in chosen:
            guessed = not places[index][3]
            row["places"][guessed] += 1
            row["right"][guessed] += right[index]


def share(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "–"


print("| at least, nats | no byte lost: exact / undone | bytes lost: exact / undone | exact places: right | guesses: right | clean lines changed |")
print("|---|---|---|---|---|---|")
for threshold, row in table.items():
    cells = [
        " / ".join((share(row["exact"][lost], row["lost"][lost]), share(row["before"][lost] - row["after"][lost], row["before"][lost])))
        for lost in (0, 1)
    ]
    cells += [f"{share(row['right'][g], row['places'][g])} of {row['places'][g]:,}" for g in (0, 1)]
    print(f"| {threshold} | " + " | ".join(cells) + f" | {row['changed']} |")
