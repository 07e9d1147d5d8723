#!/usr/bin/env python3
"""Shows every line that a tool changes.

usage: changes.py CASES.jsonl COMMAND
"""
import json
import os
import shlex
import subprocess
import sys

AROUND = 25
given = open(sys.argv[1], "rb").read()
repaired = subprocess.run(shlex.split(sys.argv[2]), input=given, stdout=subprocess.PIPE, check=True).stdout
count = 0
for before, after in zip(given.splitlines(), repaired.splitlines()):
    if before == after:
        continue
    before, after = json.loads(before), json.loads(after)
    for number, (old, new) in enumerate(zip(before["text"].split("\n"), after["text"].split("\n")), 1):
        if old == new:
            continue
        count += 1
        start = len(os.path.commonprefix([old, new]))
        end = len(os.path.commonprefix([old[start:][::-1], new[start:][::-1]]))
        window = lambda line: line[max(0, start - AROUND) : len(line) - end + AROUND][:200]
        print(f"{before['id']}:{number}\n  - {window(old)}\n  + {window(new)}")
size = sum(len(json.loads(line)["text"].encode()) for line in given.splitlines())
print(f"{count} lines of {size / 1e6:.1f} MB")
