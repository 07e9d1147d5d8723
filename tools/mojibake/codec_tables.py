#!/usr/bin/env python3
"""Writes src/encoding/codec_tables.rs: what each byte from 0x80 stands for in each single-byte codec.

The mappings are those of Python's codecs module, which generates them from the Unicode Consortium's
files (https://www.unicode.org/Public/MAPPINGS/). Where a Windows code page leaves a byte from 0x80 to
0x9F undefined, the C1 control of the same number is filled in, as the WHATWG Encoding Standard
(https://encoding.spec.whatwg.org/) and with it every browser decodes it.

usage: codec_tables.py > src/encoding/codec_tables.rs
"""

# In order of preference where several codecs explain the same damage.
CODECS = [
    ("Windows-1252", "cp1252"),
    ("ISO-8859-1", "latin-1"),
    ("Windows-1254", "cp1254"),
    ("ISO-8859-15", "iso8859-15"),
    ("ISO-8859-9", "iso8859-9"),
    ("Windows-1250", "cp1250"),
    ("Windows-1251", "cp1251"),
    ("MacRoman", "mac_roman"),
    ("IBM437", "cp437"),
    ("IBM850", "cp850"),
    ("Windows-1253", "cp1253"),
    ("Windows-1257", "cp1257"),
    ("KOI8-R", "koi8-r"),
    ("KOI8-U", "koi8-u"),
    ("ISO-8859-2", "iso8859-2"),
    ("Windows-1258", "cp1258"),
    ("Windows-1255", "cp1255"),
    ("Windows-1256", "cp1256"),
    ("IBM866", "cp866"),
]


def table(codec):
    """The characters of bytes 0x80 to 0xFF (0 for none), and the bytes that the codec leaves undefined."""
    chars, undefined = [], []
    for byte in range(0x80, 0x100):
        try:
            chars.append(ord(bytes([byte]).decode(codec)))
        except UnicodeDecodeError:
            undefined.append(byte)
            chars.append(byte if byte < 0xA0 else 0)
    # In the ISO 8859 family 0x80 to 0x9F are controls, which programs drop as readily.
    if codec.startswith("iso8859") or codec == "latin-1":
        undefined = list(range(0x80, 0xA0))
    return chars, undefined


def rows(values, per_row, form):
    lines = [values[i : i + per_row] for i in range(0, len(values), per_row)]
    return "\n".join("        " + " ".join(form.format(v) + "," for v in line) for line in lines)


print("//! What each byte from 0x80 stands for in each single-byte codec. Written by")
print("//! `tools/mojibake/codec_tables.py`, which names the sources; not to be edited by hand.")
print()
print("/// How many single-byte codecs there are.")
print(f"pub(super) const COUNT: usize = {len(CODECS)};")
print()
print("/// The usual name of each codec.")
print("pub(super) const NAMES: [&str; COUNT] = [")
for name, _ in CODECS:
    print(f'    "{name}",')
print("];")
print()
print("/// The codecs of scripts, that is, of others than Latin, a bit for each.")
scripts = ("Windows-1251", "Windows-1253", "Windows-1255", "Windows-1256", "KOI8-R", "KOI8-U", "IBM866")
bits = sum(1 << i for i, (name, _) in enumerate(CODECS) if name in scripts)
print(f"pub(super) const SCRIPTS: u32 = 0x{bits:05x};")
print()
print("/// The codecs that UTF-8 is hardly ever read as, a bit for each: in these nearly any Russian has")
print("/// letters side by side that make a sequence by chance.")
bits = sum(1 << i for i, (name, _) in enumerate(CODECS) if name == "IBM866")
print(f"pub(super) const NEVER_UTF_8: u32 = 0x{bits:05x};")
print()
print("/// The character of each byte from 0x80, 0 where there is none.")
print("#[rustfmt::skip]")
print("pub(super) const CHARS: [[u16; 128]; COUNT] = [")
for name, codec in CODECS:
    print(f"    // {name}")
    print("    [")
    print(rows(table(codec)[0], 16, "0x{:04x}"))
    print("    ],")
print("];")
print()
print("/// The bytes that each codec leaves undefined or maps to a control: those that get lost.")
print("#[rustfmt::skip]")
print("pub(super) const LOSABLE: [&[u8]; COUNT] = [")
for name, codec in CODECS:
    undefined = table(codec)[1]
    if undefined:
        print(f"    // {name}\n    &[\n{rows(undefined, 16, '0x{:02x}')}\n    ],")
    else:
        print(f"    // {name}\n    &[],")
print("];")
