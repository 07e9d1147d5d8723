#!/usr/bin/env python3
"""ftfy (PyPI) as a filter of lines of {"id", "text"}, with its encoding repair only, line by line."""
import json
import sys

import ftfy

config = ftfy.TextFixerConfig(
    unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
    uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=True, remove_control_chars=False, normalization=None,
)
for line in sys.stdin:
    row = json.loads(line)
    pieces = row["text"].split("\n")
    row["text"] = "\n".join(ftfy.fix_text_segment(piece, config) for piece in pieces)
    print(json.dumps(row, ensure_ascii=False))
