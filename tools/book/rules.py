"""A preprocessor of mdBook: adds the pages of the rules below the chapter `rules.md`.

The pages stand in `rules/<group>/<name>.md`, where the rules' code includes them. Links to them from
the book lead there, as they do in the repository; in the book they lead to the chapters.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TO_RULES = re.compile(r"\]\((?:\.\./)+rules/")


def chapter(name, path, content, parents):
    return {
        "Chapter": {
            "name": name,
            "content": content,
            "number": None,
            "sub_items": [],
            "path": path,
            "source_path": None,
            "parent_names": parents,
        }
    }


def front_matter(text):
    """The values of the front matter, and what stands behind it."""
    front, body = text.removeprefix("---\n").split("\n---\n", 1)
    return dict(line.split(": ", 1) for line in front.splitlines()), body.lstrip()


def page(text):
    values, body = front_matter(text)
    heading, rest = body.split("\n", 1)
    fixes = {"none": "no fix", "safe": "safe fix", "unsafe": "unsafe fix"}
    fix = fixes.get(values["fix"], "safe and unsafe fixes")
    return f"{heading}\n\n*{values['severity']}, {fix}: {values['summary']}*\n{rest}"


def pages(parents):
    """A chapter for each rule, by their names."""
    for path in sorted((ROOT / "rules").glob("*/*.md")):
        name = path.relative_to(ROOT / "rules").with_suffix("").as_posix()
        text = page(path.read_text(encoding="utf-8"))
        yield chapter(name, f"rules/{name}.md", text, parents)


def walk(items):
    for item in items:
        if not isinstance(item, dict) or "Chapter" not in item:
            continue
        this = item["Chapter"]
        depth = (this["path"] or "").count("/")
        this["content"] = TO_RULES.sub("](" + "../" * depth + "rules/", this["content"])
        walk(this["sub_items"])
        if this["path"] == "rules.md":
            this["sub_items"] += pages([*this["parent_names"], this["name"]])


def main():
    if sys.argv[1:2] == ["supports"]:
        return
    _, book = json.load(sys.stdin)
    # The key changed its name with mdBook 0.5.
    walk(book["items"] if "items" in book else book["sections"])
    json.dump(book, sys.stdout)


if __name__ == "__main__":
    main()
