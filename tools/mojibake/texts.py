#!/usr/bin/env python3
"""Takes prose in many languages out of unpacked Debian packages, as lines of {"language", "text"}.

The texts are for measuring only; the model is trained on others. Get the packages with
    apt-get download gnome-user-docs fortunes-{bg,cs,de,es,it,pl,ru,zh}
    for p in *.deb; do dpkg-deb -x "$p" "unpacked/${p%%_*}"; done

usage: texts.py UNPACKED > texts.jsonl
"""
import glob
import json
import os
import random
import re
import sys
import xml.etree.ElementTree as ET

PER_LANGUAGE = 600
root = sys.argv[1]
draw = random.Random(1)


def flat(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def pages(folder):
    for path in sorted(glob.glob(os.path.join(folder, "gnome-help", "*.page"))):
        try:
            tree = ET.parse(path)
        except ET.ParseError:
            continue
        for element in tree.iter():
            if element.tag.rsplit("}", 1)[-1] in ("p", "title"):
                yield flat(element)


def fortunes(language):
    for path in sorted(glob.glob(os.path.join(root, f"*fortunes-{language}", "usr/share/games/fortunes/**/*"), recursive=True)):
        if os.path.isdir(path) or path.endswith((".dat", ".u8")):
            continue
        try:
            text = open(path, encoding="utf-8").read()
        except UnicodeDecodeError:
            continue
        for saying in text.split("\n%\n"):
            yield re.sub(r"\s+", " ", saying).strip()


def choose(language, texts):
    seen = sorted({t for t in texts if 12 <= len(t) <= 500})
    draw.shuffle(seen)
    for text in seen[:PER_LANGUAGE]:
        print(json.dumps({"language": language, "text": text}, ensure_ascii=False))


for folder in sorted(glob.glob(os.path.join(root, "*gnome-user-docs", "usr/share/help/*"))):
    language = os.path.basename(folder)
    choose("en" if language == "C" else language, pages(folder))
for language in ("bg", "cs", "de", "es", "it", "pl", "ru", "zh"):
    choose(language, fortunes(language))
