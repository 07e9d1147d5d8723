"""From sources.toml to lines of text: download, verify, extract, clean.

A line of the corpus is one paragraph, heading or message in one language. Everything here is
deterministic: files are read in the order of their names, and what is kept depends on the text
alone.
"""

import hashlib
import html
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import unicodedata
import zipfile
import zlib
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.toml")

# One line in ten is held out of training, chosen by its checksum.
HELD_OUT = 10


def read_sources():
    """The parsed sources.toml."""
    return tomllib.loads(SOURCES.read_text(encoding="utf-8"))


def fetch(source, cache):
    """The archive of a source in the cache folder, downloaded if it is not there, and verified."""
    path = cache / source["file"]
    if not path.exists():
        spec = source["name"], source["version"]
        if source["registry"] == "npm":
            command = ["npm", "pack", "--silent", "{}@{}".format(*spec)]
        else:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            # An sdist is never built: its metadata would be asked of code that it brings.
            kind = "--only-binary" if path.suffix == ".whl" else "--no-binary"
            command += [kind, ":all:", "{}=={}".format(*spec)]
        subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source["sha256"]:
        sys.exit(f"{path}: sha256 is {digest}, sources.toml says {source['sha256']}")
    return path


def members(path):
    """(name, bytes) of the regular files of an archive, sorted by name."""
    if path.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(set(archive.namelist())):
                if not name.endswith("/"):
                    yield name, lambda name=name: archive.read(name)
    else:
        with tarfile.open(path) as archive:
            files = {m.name: m for m in archive.getmembers() if m.isfile()}
            for name in sorted(files):
                yield name, lambda name=name: archive.extractfile(files[name]).read()


def language(tag):
    """A language tag as the corpus names it: the language alone, but for Chinese and Serbian."""
    tag = tag.replace("_", "-").replace("@", "-").lower()
    if re.match(r"(zh|cmn)-(hant|tw|hk|mo)|yue|zh-hk|hak|nan", tag):
        return "zh-hant"
    if re.match(r"sr-latn|sr-latin", tag):
        return "sr-latn"
    base = tag.split("-")[0]
    return {"no": "nb", "iw": "he", "in": "id", "cmn": "zh", "tl": "fil", "mo": "ro"}.get(base, base)


def strings(value):
    """Every string in a JSON value, in document order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)


def from_json(text):
    value = json.loads(text)
    if isinstance(value, dict):
        value.pop("", None)
        value.pop("version", None)
    for s in strings(value):
        yield from s.split("\n")


def from_cldr(text):
    for s in strings(json.loads(text).get("main")):
        yield s


def from_literals(text):
    """String literals that stand alone on their line, as in a generated array."""
    for line in text.split("\n"):
        line = line.strip().rstrip(",")
        if len(line) > 2 and line[0] == line[-1] == '"':
            try:
                yield from json.loads(line).split("\n")
            except ValueError:
                continue


def from_po(text):
    """Translations of a gettext catalogue that are not marked fuzzy."""
    for entry in re.split(r"\n\s*\n", text):
        if re.search(r"(?m)^#,.*\bfuzzy\b", entry) or re.search(r'(?m)^msgid ""\n(?!")', entry):
            continue
        for body in re.findall(r'(?m)^msgstr(?:\[\d+\])?((?:\s*"(?:[^"\\]|\\.)*")+)', entry):
            s = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', body))
            s = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), s)
            yield from s.split("\n")


def from_html(text):
    """Headings and paragraphs."""
    for body in re.findall(r"(?s)<(?:h1|h2|p|li)\b[^>]*>(.*?)</(?:h1|h2|p|li)>", text):
        yield " ".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split(" "))


def from_text(text):
    """Markdown, reStructuredText: as it stands."""
    yield from text.split("\n")


def from_words(text):
    """A word list with frequencies: `word frequency tag`; a word as often as its logarithm."""
    for line in text.split("\n"):
        parts = line.split(" ")
        if len(parts) == 3 and int(parts[1]) >= 64:
            for _ in range(int(parts[1]).bit_length() - 6):
                yield parts[0]


FORMATS = {
    "json": from_json,
    "cldr": from_cldr,
    "literals": from_literals,
    "po": from_po,
    "html": from_html,
    "text": from_text,
    "words": from_words,
}

PLACEHOLDER = re.compile(r"%\([a-zA-Z_]+\)[sdn]|\{[a-zA-Z_0-9 .,]*\}|</?[a-zA-Z0-9_]+ ?/?>")
# What is left of a translator's slip, or of an encoding error of the source.
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")


def clean(line):
    """A line as it is counted, or nothing if it is not text."""
    line = PLACEHOLDER.sub("{0}", line.rstrip())
    if len(line) < 2 or BAD.search(line) or not any(c.isalpha() for c in line):
        return None
    return unicodedata.normalize("NFC", line)


def mojibake(line):
    """Whether a line of the source is itself garbled, so that the model does not learn it."""
    if line.isascii():
        return False
    for codec in ("cp1252", "latin-1", "cp1251"):
        try:
            if line.encode(codec).decode("utf-8") != line:
                return True
        except UnicodeError:
            continue
    return bool(re.search("[ÃÂ][\u0080-\u00bf€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ðŸ|Ã¯Â", line))


def collect(cache):
    """{language: {source key: [lines]}}, without repetition inside a language."""
    config = read_sources()
    seen = {}
    out = {}
    for source in config["source"]:
        path = fetch(source, cache)
        rules = [(re.compile(t["path"]), t) for t in source["take"]]
        repeat = any(t["format"] == "words" for t in source["take"])
        for name, read in members(path):
            for pattern, take in rules:
                match = pattern.search(name)
                if not match:
                    continue
                text = read().decode("utf-8-sig", errors="replace")
                tag = take.get("language") or match.groupdict().get("language")
                if tag is None:
                    found = re.search(r'<html[^>]* lang="([^"]+)"', text)
                    tag = found[1] if found else "und"
                lang = language(tag)
                known = seen.setdefault(lang, set())
                lines = out.setdefault(lang, {}).setdefault(source["key"], [])
                for line in FORMATS[take["format"]](text):
                    line = clean(line)
                    if line is None or (line in known and not repeat) or mojibake(line):
                        continue
                    known.add(line)
                    lines.append(line)
                break
    # Messages that nobody has translated yet stand in English.
    english = seen.get("en", set())
    for lang, by_source in out.items():
        if lang != "en":
            for key, lines in by_source.items():
                by_source[key] = [l for l in lines if l not in english]
    return out


def checksum(line):
    return zlib.crc32(line.encode("utf-8"))


def split(corpus, cap):
    """(training, held out), each {language: [lines]}; at most `cap` characters of a language come
    from one source, spread over the whole of it."""
    train, held = {}, {}
    for lang in sorted(corpus):
        for key in sorted(corpus[lang]):
            lines = corpus[lang][key]
            size = sum(map(len, lines))
            for line in lines:
                sum_ = checksum(line)
                if sum_ % HELD_OUT == 0:
                    held.setdefault(lang, []).append(line)
                elif sum_ // HELD_OUT % 1000 * size < cap * 1000:
                    train.setdefault(lang, []).append(line)
    return train, held
