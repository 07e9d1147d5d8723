#!/usr/bin/env python3
"""Measures whole processes: megabytes of text for each second of processor time, the best of some
runs.

usage: speed.py CASES.jsonl NAME=COMMAND...

CASES are clean texts of many languages, as `clean.py` makes them. Two inputs of {"id", "text"} are
made: the texts as they are, and with a hundredth of their lines misread as Windows-1252.
"""
import json
import random
import resource
import shlex
import subprocess
import sys

RUNS = 2
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
WINDOWS = {byte: chr(byte) if byte in UNDEFINED else bytes([byte]).decode("cp1252") for byte in range(0x100)}
draw = random.Random(1)


def garble(line):
    return "".join(WINDOWS[byte] for byte in line.encode()) if draw.random() < 0.01 else line


def rows(change):
    lines, size = [], 0
    for line in open(sys.argv[1], encoding="utf-8"):
        row = json.loads(line)
        text = "\n".join(map(change, row["text"].split("\n")))
        size += len(text.encode())
        lines.append(json.dumps({"id": row["id"], "text": text}, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode(), size


def timed(command, given):
    """The processor's seconds, which other processes on the machine do not add to."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(shlex.split(command), input=given, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


tools = dict(argument.split("=", 1) for argument in sys.argv[2:])
print("| MB/s | " + " | ".join(tools) + " |")
print("|---|" + "---|" * len(tools))
for name, change in (("clean", lambda line: line), ("1 % of the lines garbled", garble)):
    given, size = rows(change)
    cells = []
    for command in tools.values():
        best = min(timed(command, given) for _ in range(RUNS))
        cells.append(f"{size / best / 1e6:.0f}")
    print(f"| {name} | " + " | ".join(cells) + " |")
