#!/usr/bin/env python3
"""Makes garbled texts of which the right form is known, and clean ones that look odd.

usage: make_cases.py TEXTS.jsonl [SEED] > cases.jsonl

Each line: id, kind (what was done), codec, lost (whether bytes were), text (as it stands there),
clean (as it was meant). The same input and seed give the same cases.
"""
import json
import random
import sys

SINGLE = {
    "Windows-1252": "cp1252", "ISO-8859-1": "latin-1", "Windows-1254": "cp1254", "Windows-1250": "cp1250",
    "Windows-1251": "cp1251", "Windows-1253": "cp1253", "Windows-1257": "cp1257", "MacRoman": "mac_roman",
    "IBM437": "cp437", "IBM850": "cp850", "KOI8-R": "koi8-r", "KOI8-U": "koi8-u", "ISO-8859-2": "iso8859-2",
    "ISO-8859-15": "iso8859-15", "Windows-1255": "cp1255", "Windows-1256": "cp1256", "Windows-1258": "cp1258",
}
# The usual ones more often.
WEIGHTS = {"Windows-1252": 6, "ISO-8859-1": 3, "Windows-1254": 2, "Windows-1250": 2, "Windows-1251": 2, "MacRoman": 2}
MULTI = {"GBK": "gb18030", "Shift_JIS": "cp932", "EUC-KR": "cp949", "Big5": "cp950"}
CROSS = [
    ("cp1251", "cp1252", "ru bg uk sr"), ("koi8-r", "cp1252", "ru"), ("koi8-r", "cp1251", "ru"), ("cp1251", "koi8-r", "ru bg"),
    ("cp1253", "cp1252", "el"), ("cp1250", "cp1252", "cs pl hu sl hr"), ("cp1254", "cp1252", "tr"), ("iso8859-2", "latin-1", "cs pl"),
    ("mac_roman", "cp1252", "fr de es"), ("cp1252", "mac_roman", "fr de es"), ("cp866", "cp1251", "ru"),
]
EMOJI = "📌 ✅ ☕ 👉 🙏 🚀 ⚠️ ❌ 💡 🎉 🔥 ✨ 👍 📝 📚 🤖 🔗 📖 🎯 😂 ❤️ 😊 💻 🧠 🔍 ⭐ 📊 🔧 🛠️ ➡️ ✔️ ▶️ 👨‍💻 🇩🇪".split()
draw = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
by_language = {}
for row in texts:
    by_language.setdefault(row["language"], []).append(row["text"])
languages = [l for l in "en de fr es it pt pt_BR nl sv da fi pl cs hu ro hr lt lv tr el ru uk bg sr he fa ja ko zh_CN vi id ca hi".split() if l in by_language]


def decorate(text):
    """Gives plain text the signs that people write."""
    if draw.random() < 0.5:
        text = text.replace("'", "’")
        parts = text.split('"')
        text = "".join(p + (("“", "”")[i % 2] if i < len(parts) - 1 else "") for i, p in enumerate(parts))
        text = text.replace(" - ", " — ").replace("...", "…")
    if draw.random() < 0.25:
        text = draw.choice(EMOJI) + " " + text
    if draw.random() < 0.1:
        text = text + " " + draw.choice(EMOJI)
    return text


def pick(language=None):
    for _ in range(100):
        text = decorate(draw.choice(by_language[language or draw.choice(languages)]))
        if not text.isascii():
            return text
    return "café — “naïve”"


def misread(text, codec, sloppy=True):
    """Reads the UTF-8 of `text` as `codec`. Bytes without a meaning become C1 controls, or None each."""
    read = []
    for byte in text.encode("utf-8", "surrogatepass"):
        try:
            read.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            read.append(chr(byte) if sloppy and byte < 0xA0 else None)
    return read


def whole(text, codec):
    read = misread(text, codec)
    return None if None in read else "".join(read)


def codec_name():
    names = list(SINGLE)
    return draw.choices(names, [WEIGHTS.get(n, 1) for n in names])[0]


def lose(text, codec, how):
    """Misreads, losing the bytes that the codec leaves undefined; None if none was lost."""
    read = misread(text, codec, sloppy=False)
    lost = False
    out = []
    for byte, unit in zip(text.encode(), read):
        if how == "space":
            gone = unit == "\xa0"
        else:
            gone = unit is None or codec == "latin-1" and byte < 0xA0 and byte > 0x7F
        lost |= gone
        if unit is None and not gone:
            unit = chr(byte) if byte < 0xA0 else "\ufffd"
        out.append({"drop": "", "question": "?", "replace": "\ufffd", "space": " "}[how] if gone else unit)
    return "".join(out) if lost else None


def short(text):
    words = [w for w in text.split(" ") if not w.isascii()]
    return draw.choice(words) if words else None


count = 0


def emit(kind, codec, text, clean, lost=False, language=None):
    global count
    if text is None or text == clean:
        return False
    count += 1
    print(json.dumps({"id": f"{kind}-{count}", "kind": kind, "codec": codec, "lost": lost, "language": language, "text": text, "clean": clean}, ensure_ascii=False))
    return True


def some(number, make):
    """Calls `make` until it has made `number` cases."""
    made = tries = 0
    while made < number and tries < number * 20:
        tries += 1
        made += bool(make())


def make_whole():
    name, text = codec_name(), "\n\n".join(pick(l) for l in [draw.choice(languages)] for _ in range(draw.randint(1, 4)))
    return emit("whole", name, whole(text, SINGLE[name]), text)


def make_short():
    name, text = codec_name(), short(pick())
    return text and emit("short", name, whole(text, SINGLE[name]), text)


def make_lines():
    name, language = codec_name(), draw.choice(languages)
    clean = [pick(language) for _ in range(draw.randint(3, 8))]
    read = [whole(line, SINGLE[name]) if draw.random() < 0.5 else line for line in clean]
    return None not in read and emit("lines", name, "\n".join(read), "\n".join(clean))


def make_spans():
    name, text = codec_name(), pick()
    words = text.split(" ")
    out = [whole(w, SINGLE[name]) if not w.isascii() and draw.random() < 0.5 else w for w in words]
    return None not in out and emit("span", name, " ".join(out), text)


def make_layers():
    depth = draw.choice([2, 2, 2, 3])
    name, text = draw.choice(["Windows-1252", "Windows-1252", "ISO-8859-1", "Windows-1254", "Windows-1250", "MacRoman"]), pick()
    read = text
    for _ in range(depth):
        read = whole(read, SINGLE[name]) if read is not None else None
    return emit(f"layers-{depth}", name, read, text)


def make_cesu():
    text = "\n".join(decorate(draw.choice(by_language["en"])) + " " + draw.choice(EMOJI) for _ in range(draw.randint(1, 3)))
    pairs = text.encode("utf-16", "surrogatepass").decode("utf-16")
    cesu = b"".join(
        c.encode("utf-8") if ord(c) < 0x10000 else b"".join(chr(int.from_bytes(c.encode("utf-16-be")[i : i + 2], "big")).encode("utf-8", "surrogatepass") for i in (0, 2))
        for c in pairs
    )
    if cesu == text.encode():
        return False
    name = draw.choice(["Windows-1252", "ISO-8859-1"])
    read = "".join(chr(b) if name == "ISO-8859-1" else bytes([b]).decode("cp1252", "ignore") or chr(b) for b in cesu)
    return emit("cesu-8", name, read, text)


def make_c1():
    text = pick(draw.choice([l for l in ("en", "de", "fr", "es", "nl", "sv") if l in by_language]))
    try:
        read = text.encode("cp1252").decode("latin-1")
    except UnicodeEncodeError:
        return False
    return emit("c1", "Windows-1252 as ISO-8859-1", read, text)


def make_multi():
    name = draw.choice(list(MULTI))
    text = pick(draw.choice(["zh_CN", "ja", "ko", "de", "fr", "en", "ru"]))
    try:
        return emit("multi", name, text.encode().decode(MULTI[name]), text)
    except UnicodeDecodeError:
        return emit("multi-lost", name, text.encode().decode(MULTI[name], "replace"), text, lost=True)


def make_cross():
    written, read, spoken = draw.choice(CROSS)
    language = draw.choice([l for l in spoken.split() if l in by_language])
    text = draw.choice(by_language[language])
    try:
        return emit("cross", f"{written} as {read}", text.encode(written).decode(read), text, language=language)
    except (UnicodeDecodeError, UnicodeEncodeError):
        return False


def make_lost(how):
    name = draw.choice(["Windows-1252"] * 4 + ["Windows-1254"] * 2 + ["ISO-8859-1", "Windows-1250", "Windows-1251", "Windows-1253", "Windows-1257"])
    language = draw.choice(languages)
    text = "\n".join(pick(language) for _ in range(draw.randint(1, 5)))
    return emit(f"lost-{how}", name, lose(text, SINGLE[name], how), text, lost=True, language=language)


def make_clean():
    text = "\n".join(pick() for _ in range(draw.randint(1, 5)))
    return emit_clean("clean", text)


def emit_clean(kind, text):
    global count
    count += 1
    print(json.dumps({"id": f"{kind}-{count}", "kind": kind, "codec": "", "lost": False, "text": text, "clean": text}, ensure_ascii=False))
    return True


def make_about():
    """A document about mojibake, with samples in code or quotation marks beside the right form."""
    name = draw.choice(["Windows-1252", "ISO-8859-1", "Windows-1251", "MacRoman"])
    sample = short(pick())
    garbled = sample and whole(sample, SINGLE[name])
    if not garbled or garbled == sample:
        return False
    form = draw.choice([
        f"## Encoding trouble\n\nIf you see `{garbled}` where `{sample}` should be, the UTF-8 was read as {name}.",
        f"UTF-8 decoded as {name} turns “{sample}” into “{garbled}” (mojibake).",
        f"```python\nassert fix('{garbled}') == '{sample}'\n```\n\nThis is mojibake.",
        f"# Mojibake\n\n| right | wrong |\n|---|---|\n| {sample} | `{garbled}` |\n\nSet the charset to UTF-8.",
        f"Q: Why does my page show {garbled} instead of {sample}?\n\nA: The encoding header is wrong: it says {name}, the file is UTF-8.",
    ])
    return emit_clean("about", form)


ODD = """l’équipe d’été ; « À l’œuvre » — L’ÉTÉ
ÀÉÎÕÜ, àéîõü: the vowels with marks
Â·B = A·B; Ã and Õ are nasal in Portuguese: MAÇÃ, NÃO, AMANHÃ.
“SÃO” – “NÃO!” – «PÃO»
PREÇO: R$ 5,00 – MAÇÃ® – AVIÃO™
ÐÆÞ: Old English letters; Ðat, Æsc, Þorn
Î“Ω” is not Γ; 5 µm ± 0,1 °C; ½ × ¾; £5 – €6 – ¥7
Tromsø²; Malmö™; Åland® © 2020; naïve³; º ª ¹ ² ³
ĀČĒĢĪĶĻŅŠŪŽ – āčēģīķļņšūž
Ŝaĝo de ĥoro; ĵaŭdo ĉirkaŭ
Đặng Thị Ngọc Thịnh; Phở bò Hà Nội; đường
┌─┬─┐ │ │ │ ├─┼─┤ └─┴─┘ ╔═╦═╗ ║ ║ ║ ╚═╩═╝ ░▒▓█
∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, α ∧ ¬β ≡ ¬(¬α ∨ β); √2 ≈ 1,414; ∑∏∫
ʃ θ ð ŋ ɹ ʌ ə ɪ ʊ: /ˈɪŋɡlɪʃ/
Ⅳ Ⅷ № ™ ℠ ℃ ℉ Å Ω
ﬁ ﬂ ﬀ ligatures; soft­hyphen; no break
ВІЙСЬКО, Їжак, єдність; ґанок; Ўзвышша; Ђурђевак; Љубав
ЁЛКА, ёжик; чёрный; её; моё; ещё!
Ώρα, Ήλιος, Άνθρωπος· «Έλα»; ΐ ΰ
שָׁלוֹם; ירושלים; ״ציטוט״
مرحبا، كيف الحال؟ ؛ پنجشنبه
ÄÖÜ äöü ß – „Anführung“ ‚einfach‘ › ‹ »Guillemets«
¿Qué? ¡Olé! ñandú Ñ
ÇŞĞİÖÜ çşğıöü – Iğdır, Şırnak, IŞIK
ŁÓDŹ, ŻÓŁĆ, „ŚWIĘTO”
ŐŰ őű – Győr, Kőszeg
ČŘŽÝÁÍÉ; Příliš žluťoučký kůň
ȘȚ șț – Iași, Brașov
日本語：「括弧」、句点。カタカナ・ひらがな〜
中文：“引号”，《书名》——破折号……
한국어: “따옴표” · 가운뎃점
锟斤拷 is what two U+FFFD look like in GBK.
ﷺ ; ﻿BOM; ‮RLO‬
​zero-width; x⃗ ; é as e + ́
Ｆｕｌｌｗｉｄｔｈ ＡＢＣ １２３
ÿþ; ÿ; þ; ¤ ¦ ¨ ¬ ¯ ´ ¸
“Ãœbung” stands for “Übung” when UTF-8 is read as Latin-1.
© Ænima – Øresund – Œuvre – Àâ – Çà et là – “À”
[x] ✓ ✗ ✘ ☑ ☐ ★☆ ♥ ♦ ♣ ♠ ♪ → ← ↑ ↓ ⇒ ⇐
👨‍👩‍👧‍👦 👩🏽‍💻 🇺🇳 🏳️‍🌈 1️⃣ #️⃣
Î²-carotène, Ã-Ring""".split("\n")
ODD = [line for line in ODD if not line.startswith("Î²")]


for _ in range(1):
    some(900, make_whole)
    some(300, make_short)
    some(300, make_lines)
    some(400, make_spans)
    some(300, make_layers)
    some(80, make_cesu)
    some(120, make_c1)
    some(200, make_multi)
    some(200, make_cross)
    for how, number in (("drop", 350), ("space", 150), ("question", 100), ("replace", 110)):
        some(number, lambda: make_lost(how))
    some(1500, make_clean)
    some(120, make_about)
    for line in ODD:
        emit_clean("odd", line)
