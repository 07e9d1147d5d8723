"""Trains the character model and writes src/encoding/model/model.bin.

    train.py CACHE            download the sources into CACHE, train, write the model
    train.py CACHE --check    train, and compare with the model that is checked in

Needs Python 3.11, pip and npm, and about 3 GB of memory. README.md says more.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import corpus
import estimate
import handmade
import model_file

MODEL = Path(__file__).parents[2] / "src/encoding/model/model.bin"

# Characters of one language from one source, at most.
CAP = 600_000

# What a share has to gain to be kept, in nats times its weight in all text, and what a character
# has to weigh to be known. They decide the size of the file.
THRESHOLDS = {
    "class": 2e-6,
    "character": 4e-8,
    "bigram": 4e-7,
    "skip": 7e-7,
    "trigram": 9e-7,
    # Of ASCII alone: it costs the same in every reading.
    "ascii": 0.1,
}


def weights(config, train):
    """{language: weight in thousandths}"""
    tiers = config["weights"]
    out = {}
    for lang, lines in train.items():
        size = sum(map(len, lines))
        out[lang] = tiers.get(lang, tiers["large"] if size > 60_000 else tiers["small"])
    return out


def prepare(cache):
    """({language: training lines}, {made language: lines}, words, {language: held out lines})"""
    text = corpus.collect(cache)
    words = {"zh": {"jieba": text["zh"].pop("jieba")}}
    train, held = corpus.split(text, CAP)
    made = handmade.made(train)
    return handmade.punctuated(train), made, corpus.split(words, CAP)[0]["zh"], held


def train(cache):
    """The bytes of the model file."""
    lines, made, words, _ = prepare(cache)
    return build(lines, made, words)


def build(lines, made, words):
    config = corpus.read_sources()
    names, table, sizes = estimate.read_classes()
    counts = estimate.Counts(table, {names.index(n) for n in estimate.NO_LETTERS})
    for part in (lines, made):
        for lang, weight in weights(config, part).items():
            counts.add(part[lang], weight)
    counts.add(words, config["weights"]["+words"], whole=False)
    model = estimate.estimate(counts, table, sizes, THRESHOLDS)
    return model_file.File.of(model, len(sizes), estimate.ln).write(len(sizes))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    data = train(args.cache)
    print(f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
    if args.check:
        same = data == MODEL.read_bytes()
        print("the same as the model that is checked in" if same else "DIFFERS from the model that is checked in")
        sys.exit(not same)
    MODEL.write_bytes(data)


if __name__ == "__main__":
    main()
