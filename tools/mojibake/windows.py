#!/usr/bin/env python3
"""Collects real mojibake: lines of commits that mended it, or made it, in local clones.

usage: windows.py REPOSITORY... > windows.jsonl

A commit counts where its removed and its added lines have the same ASCII skeleton, and each run of
other characters is that of its counterpart, read in another codec up to four times: what was put
into other words is no mojibake, nor is what was mended by hand to something else. Where the right
side is itself still garbled (text is often mended layer by layer), it is decoded until nothing
changes. For measuring only: what is collected belongs to the repositories it is from.
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
TO_CHAR = {byte: char for char, byte in SLOPPY.items()} | {byte: chr(byte) for byte in range(0x80)}
for byte in range(0x80, 0xA0):
    SLOPPY.setdefault(chr(byte), byte)
RUN = re.compile("[" + "".join(map(re.escape, SLOPPY)) + "]{2,}")


def skeleton(line):
    return BEYOND_ASCII.sub("·", line)


CODECS = "cp1252 latin-1 cp1250 cp1251 cp1253 cp1254 cp1257 mac_roman cp437 cp850 cp866 koi8-r iso8859-2 gb18030 cp949 cp932 cp950".split()
LAYERS = 4


def misread(text, codec):
    """The UTF-8 of `text` read in a codec, undefined bytes as C1 controls; None if it cannot be."""
    if codec == "cp1252":
        return "".join(TO_CHAR[byte] for byte in text.encode())
    try:
        return text.encode().decode(codec)
    except UnicodeDecodeError:
        pass
    try:
        return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())
    except (UnicodeDecodeError, LookupError):
        return None


def explained(garbled, clean):
    """Whether a run is what another becomes when it is misread, in one codec again and again."""
    if garbled == clean:
        return True
    for codec in CODECS:
        text = clean
        for _ in range(LAYERS):
            text = misread(text, codec)
            if text is None or len(text) > len(garbled):
                break
            if text == garbled:
                return True
    return False


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
        if all(explained(g, c) for g, c in runs):
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
    path = os.path.abspath(repository)
    # A bare clone may be called anything within a folder with its name.
    name = os.path.basename(os.path.dirname(path) if os.path.exists(f"{path}/HEAD") else path)
    for (commit, path), lines in windows(repository).items():
        lines = lines[:MOST_LINES]
        text, clean = ("\n".join(side) for side in zip(*lines))
        if text in seen:
            continue
        seen.add(text)
        kind = "Markdown" if path.lower().endswith((".md", ".mdx", ".markdown")) else "source"
        print(json.dumps({"id": f"{name}/{commit}/{path}", "kind": kind, "codec": "", "lost": False, "text": text, "clean": clean}, ensure_ascii=False))
