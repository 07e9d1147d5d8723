#!/usr/bin/env python3
"""Collects real mojibake: lines of commits that mended it, or made it, in local clones.

usage: windows.py REPOSITORY... > windows.jsonl

A commit counts where its removed and its added lines have the same ASCII skeleton, and each run of
other characters is as long as the bytes of its counterpart in UTF-8, misread once or twice. Where
the right side is itself still garbled (text is often mended layer by layer), it is decoded until
nothing changes. For measuring only: what is collected belongs to the repositories it is from.
"""
import json
import os
import re
import subprocess
import sys

MOST_LINES = 80
MOST_BYTES = 3_000_000_000
BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
SLOPPY = {}
for byte in range(0x80, 0x100):
    try:
        SLOPPY[bytes([byte]).decode("cp1252")] = byte
    except UnicodeDecodeError:
        SLOPPY[chr(byte)] = byte
TO_CHAR = {byte: char for char, byte in SLOPPY.items()}
for byte in range(0x80, 0xA0):
    SLOPPY.setdefault(chr(byte), byte)
RUN = re.compile("[" + "".join(map(re.escape, SLOPPY)) + "]{2,}")


def skeleton(line):
    return BEYOND_ASCII.sub("·", line)


def lengths(run):
    """The lengths of a run after one misreading and after two."""
    once = run.encode()
    twice = "".join(TO_CHAR[byte] for byte in once).encode()
    return len(once), len(twice)


def decoded(match):
    try:
        return bytes(SLOPPY[char] for char in match.group()).decode()
    except UnicodeDecodeError:
        return match.group()


def mended(line):
    for _ in range(8):
        after = RUN.sub(decoded, line)
        if after == line:
            break
        line = after
    return line


def pairs(removed, added):
    """The lines that were garbled and mended, or the other way round."""
    if len(removed) != len(added):
        return
    for pair in zip(removed, added):
        clean, garbled = sorted(pair, key=len)
        if len(clean) == len(garbled) or clean.isascii() or skeleton(clean) != skeleton(garbled):
            continue
        runs = list(zip(BEYOND_ASCII.findall(garbled), BEYOND_ASCII.findall(clean)))
        if all(g == c or len(g) in lengths(c) for g, c in runs):
            yield garbled, mended(clean)


def windows(repository):
    log = ["git", "-C", repository, "log", "--all", "--no-merges", "-p", "-U0", "--no-renames", "--no-color", "--format=COMMIT %h", "-G", "[^ -~\t]"]
    process = subprocess.Popen(log, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found, place, removed, added, read = {}, ["", ""], [], [], 0

    def flush():
        for pair in pairs(removed, added):
            found.setdefault(tuple(place), []).append(pair)
        removed.clear()
        added.clear()

    for raw in process.stdout:
        read += len(raw)
        if read > MOST_BYTES:
            process.kill()
            break
        try:
            line = raw.decode().rstrip("\r\n") if len(raw) < 20_000 else ""
        except UnicodeDecodeError:
            line = "@@"
        if line.startswith(("COMMIT ", "--- ", "+++ ", "@@")):
            flush()
            if line.startswith("COMMIT "):
                place[0] = line[7:]
            elif line.startswith("+++ "):
                place[1] = line[6:]
        elif line.startswith("-"):
            removed.append(line[1:])
        elif line.startswith("+"):
            added.append(line[1:])
    flush()
    return found


seen = set()
for repository in sys.argv[1:]:
    name = os.path.basename(os.path.abspath(repository))
    for (commit, path), lines in windows(repository).items():
        lines = lines[:MOST_LINES]
        text, clean = ("\n".join(side) for side in zip(*lines))
        if text in seen:
            continue
        seen.add(text)
        kind = "Markdown" if path.lower().endswith((".md", ".mdx", ".markdown")) else "source"
        print(json.dumps({"id": f"{name}/{commit}/{path}", "kind": kind, "codec": "", "lost": False, "text": text, "clean": clean}, ensure_ascii=False))
