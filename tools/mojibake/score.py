#!/usr/bin/env python3
"""Runs repair tools over made cases, side by side, and prints the table.

usage: score.py CASES.jsonl NAME=COMMAND... [--misses NAME]

Each command reads lines of {"id", "text"} and writes the same with the repaired text, in the same
order. `exact` is the share of cases restored to the letter, `undone` the share of the damage,
measured by Levenshtein distance (needs rapidfuzz from PyPI), `changed` clean texts that were changed.
Where the right text has U+FFFD, another character in its place is as right.
"""
import json
import re
import shlex
import subprocess
import sys
import time

from rapidfuzz.distance import Levenshtein

cases = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
misses = sys.argv[sys.argv.index("--misses") + 1] if "--misses" in sys.argv else None
tools = dict(argument.split("=", 1) for argument in sys.argv[2:] if "=" in argument and not argument.startswith("--"))
given = "".join(json.dumps({"id": c["id"], "text": c["text"]}, ensure_ascii=False) + "\n" for c in cases)


def run(command):
    start = time.perf_counter()
    done = subprocess.run(shlex.split(command), input=given.encode("utf-8", "surrogatepass"), stdout=subprocess.PIPE, check=True)
    taken = time.perf_counter() - start
    repaired = [json.loads(line) for line in done.stdout.decode("utf-8", "surrogatepass").split("\n") if line]
    assert [r["id"] for r in repaired] == [c["id"] for c in cases]
    return [r["text"] for r in repaired], taken


def same(repaired, clean):
    """A character that was given back in the place of U+FFFD, for which no byte is there, is right."""
    if repaired == clean or "\ufffd" not in clean:
        return repaired == clean
    return re.fullmatch(re.escape(clean).replace("\ufffd", "[^\\x00-\\x7f]?"), repaired, re.DOTALL) is not None


def row(chosen, repaired):
    """Exact and undone of garbled cases, or how many clean ones were changed."""
    if all(c["text"] == c["clean"] for c, _ in chosen):
        return f"{sum(not same(r, c['clean']) for c, r in chosen)} changed"
    exact = sum(same(r, c["clean"]) for c, r in chosen) / len(chosen)
    before = sum(Levenshtein.distance(c["text"], c["clean"]) for c, _ in chosen)
    after = sum(min(Levenshtein.distance(r, c["clean"]), 2 * len(c["clean"])) for c, r in chosen)
    return f"{100 * exact:.1f} / {100 * (1 - after / before):.1f}"


results = {name: run(command) for name, command in tools.items()}
groups = {}
for index, case in enumerate(cases):
    keys = [case["kind"], "ALL"]
    if case["kind"] == "whole":
        keys.append("whole " + case["codec"])
    if case["text"] == case["clean"]:
        keys.append("ALL clean")
    else:
        keys.append("ALL bytes lost" if case["lost"] else "ALL no byte lost")
    for key in keys:
        groups.setdefault(key, []).append(index)
print("| | cases | " + " | ".join(tools) + " |")
print("|---|---|" + "---|" * len(tools))
for key in sorted(groups):
    if key == "ALL":
        right = [sum(same(r, c["clean"]) for c, r in zip(cases, results[name][0])) for name in tools]
        print(f"| {key}, right | {len(groups[key])} | " + " | ".join(map(str, right)) + " |")
        continue
    cells = [row([(cases[i], results[name][0][i]) for i in groups[key]], name) for name in tools]
    print(f"| {key} | {len(groups[key])} | " + " | ".join(cells) + " |")
print("| seconds | | " + " | ".join(f"{taken:.1f}" for _, taken in results.values()) + " |")
if misses:
    for case, repaired in zip(cases, results[misses][0]):
        if not same(repaired, case["clean"]):
            print(json.dumps({**case, "repaired": repaired}, ensure_ascii=False), file=sys.stderr)
