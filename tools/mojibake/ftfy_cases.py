#!/usr/bin/env python3
"""Turns ftfy's own cases into cases for score.py.

The cases are in the folder tests/test-cases of its repository, https://github.com/rspeer/python-ftfy.

usage: ftfy_cases.py TEST_CASES > ftfy.jsonl

ftfy repairs more than encodings: where it says apart what its encoding repair gives, that counts.
"""
import glob
import json
import os
import sys

for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.json"))):
    group = os.path.basename(path).removesuffix(".json")
    for number, case in enumerate(json.load(open(path, encoding="utf-8"))):
        clean = case.get("fixed-encoding", case["fixed"])
        print(json.dumps({
            "id": f"{group}-{number}", "kind": group, "codec": "", "lost": False,
            "text": case["original"], "clean": clean, "label": case["label"],
        }, ensure_ascii=False))
