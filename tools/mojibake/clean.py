#!/usr/bin/env python3
"""Makes cases of all files of some kinds below some folders, which are taken for clean as they are.

usage: clean.py FOLDER... [--extensions .md,.markdown] > cases.jsonl

Files that are ASCII throughout, not UTF-8, larger than 3 MB or seen before are left out. With
`changes.py` every change that a tool would make can be read.
"""
import json
import os
import sys

extensions = (".md", ".markdown", ".mdx")
arguments = sys.argv[1:]
if "--extensions" in arguments:
    at = arguments.index("--extensions")
    extensions = tuple(arguments[at + 1].split(","))
    del arguments[at : at + 2]
seen = set()
for folder in arguments:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != ".git")
        for name in sorted(files):
            path = os.path.join(root, name)
            if not name.lower().endswith(extensions) or os.path.islink(path) or os.path.getsize(path) > 3_000_000:
                continue
            content = open(path, "rb").read()
            if content.isascii() or content in seen:
                continue
            try:
                text = content.decode()
            except UnicodeDecodeError:
                continue
            seen.add(content)
            print(json.dumps({"id": path, "kind": "clean", "codec": "", "lost": False, "text": text, "clean": text}, ensure_ascii=False))
