#!/usr/bin/env python3
"""Garbles a right text through each single-byte and double-byte codec that can hold it.

usage: through_codecs.py FILE... > cases.jsonl

Bytes that a codec leaves undefined become C1 controls, as browsers and Windows have it; a codec
that leaves out others cannot hold the text.
"""
import json
import sys

SINGLE = {
    "Windows-1252": "cp1252", "ISO-8859-1": "latin-1", "Windows-1254": "cp1254", "Windows-1250": "cp1250",
    "Windows-1251": "cp1251", "Windows-1253": "cp1253", "Windows-1257": "cp1257", "MacRoman": "mac_roman",
    "IBM437": "cp437", "IBM850": "cp850", "KOI8-R": "koi8-r", "KOI8-U": "koi8-u", "ISO-8859-2": "iso8859-2",
    "ISO-8859-9": "iso8859-9", "ISO-8859-15": "iso8859-15", "Windows-1255": "cp1255", "Windows-1256": "cp1256",
    "Windows-1258": "cp1258",
}
DOUBLE = {"GB18030": "gb18030", "Shift_JIS": "cp932", "EUC-KR": "cp949", "Big5": "cp950"}


def misread(text, codec):
    read = []
    for byte in text.encode():
        try:
            read.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            if byte >= 0xA0:
                return None
            read.append(chr(byte))
    return "".join(read)


def whole(text, codec):
    try:
        return text.encode().decode(codec)
    except UnicodeDecodeError:
        return None


for path in sys.argv[1:]:
    clean = open(path, encoding="utf-8", newline="").read()
    for name, codec in [*SINGLE.items(), *DOUBLE.items()]:
        text = misread(clean, codec) if name in SINGLE else whole(clean, codec)
        if text is not None:
            row = {"id": f"{path} {name}", "kind": name, "codec": name, "lost": False, "text": text, "clean": clean}
            print(json.dumps(row, ensure_ascii=False))
