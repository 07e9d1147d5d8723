"""Text that the packages do not contain, made from their lines: emoji, directory trees, tables of
box drawings, symbols in their usual company, typographic punctuation, decomposed letters.

The figures behind the emoji are relative frequencies set by hand, of README files and chats. What
is made depends on checksums alone, so that it is the same everywhere.
"""

import re
import unicodedata
import zlib

EMOJI = """
😂 600 ❤️ 500 🤣 250 👍 300 😭 200 🙏 260 😘 150 🥰 120 😍 150 😊 170 🎉 260 😁 100 💕 80 🥺 70 😅 90
🔥 220 ☺️ 60 🤦 40 ♥️ 40 🤷 40 🙄 40 😆 60 🤗 60 😉 80 🎂 30 🤔 90 👏 80 🙂 90 😳 40 🥳 50 😎 80 👌 60
💜 50 😔 30 💪 80 ✨ 240 💖 50 👀 90 😋 30 😃 50 😄 80 😀 60 😏 20 😒 20 😞 20 😢 40 😡 30 😱 40 😴 30
🤩 40 😇 30 😜 30 😐 20 😕 20 😩 20 🙈 30 🙃 40 🤯 30 🥲 20 🫡 15 🤝 60 ✌️ 30 🙌 60 💙 60 💚 50 💛 40
🧡 30 🖤 30 💔 20 💯 60 💥 70 💫 30 ⭐ 160 🌟 90 🌈 40 ☀️ 40 🌙 30 ❄️ 20 🌍 60 🌎 30 🌏 30 🌐 90 🌱 50
🌳 30 🌸 40 🌹 30 🍀 30 🍎 40 🍕 30 🍺 40 🍻 20 ☕ 90 🍵 10 🎁 50 🎈 30 🎄 30 🎵 40 🎶 30 🎸 15 🎮 60
🎬 40 🎤 30 🎧 30 🎨 90 🎯 130 🏆 70 🥇 40 🥈 25 🥉 25 🏅 20 ⚽ 30 🏀 20 🚀 400 ✈️ 30 🚗 30 🚂 15 🚲 10
🚧 90 🚨 90 🚦 30 🚫 70 🏗️ 50 🏠 50 🏡 15 🏢 20 🏫 10 🏥 10 ⛔ 40 ⚠️ 280 ❗ 110 ‼️ 20 ❓ 90 ❔ 15 ❕ 10
✅ 600 ❌ 320 ☑️ 50 ✔️ 180 ✖️ 30 ➕ 50 ➖ 25 ➡️ 80 ⬅️ 40 ⬆️ 80 ⬇️ 70 ↗️ 20 ↩️ 30 ↪️ 15 ↔️ 15 🔄 80 🔁 40 ▶️ 80
⏸️ 20 ⏹️ 15 ⏭️ 15 ⏩ 15 ⏪ 10 ◀️ 20 🔼 15 🔽 15 🔙 30 🔝 30 🔜 15 🆕 60 🆗 15 🆓 20 🆘 10 🔗 140 🔖 40
🔒 80 🔓 25 🔐 40 🔑 60 🔧 160 🔨 60 🛠️ 170 ⚙️ 150 🔩 20 🧰 40 🔍 130 🔎 60 🔬 30 🔭 15 🧪 110 🧬 20 ⚡ 190
⚡️ 60 💡 240 🔋 30 🔌 50 💻 160 🖥️ 60 📱 80 ⌨️ 30 🖱️ 20 🖨️ 10 💾 50 💿 15 📀 10 📷 40 📸 40 🎥 40 📹 15
📺 30 📞 30 ☎️ 15 📡 30 ⏰ 50 ⏱️ 40 ⏲️ 10 ⏳ 50 ⌛ 20 🕐 10 📅 60 📆 30 🗓️ 40 📌 240 📍 90 📎 30 📏 20 📐 30
✂️ 20 📝 260 ✏️ 60 🖊️ 15 ✍️ 40 📚 240 📖 150 📗 20 📘 40 📙 20 📕 20 📓 15 📒 15 📔 10 📜 60 📄 120 📃 30
📑 40 📊 150 📈 100 📉 30 🗂️ 40 📁 90 📂 80 🗃️ 20 🗄️ 25 🗑️ 40 📦 190 📫 30 📬 20 📧 60 ✉️ 40 📨 20 📩 25
📮 10 📣 40 📢 50 💬 110 💭 30 🗨️ 10 🔔 50 🔕 10 🔊 20 🔇 10 👉 200 👈 30 👆 40 👇 70 ☝️ 25 ✋ 20 👋 160
🤖 150 🧠 110 👨 20 👩 20 🧑 20 👶 10 👥 60 👤 50 👪 10 🐛 130 🐞 40 🐍 100 🐳 50 🐙 40 🐱 25 🐶 30 🐧 50
🦀 70 🦄 25 🦊 15 🐘 15 🦆 10 🐼 15 🐹 10 🐝 15 🦋 15 🐟 10 🎓 90 🏁 40 🚩 40 🏳️ 10 🏴 8 🌿 20 🍃 20 💎 60
💰 50 💵 20 💸 25 💳 25 🛒 20 🧩 70 🎲 25 🃏 6 ♻️ 50 🔴 70 🟢 80 🟡 60 🔵 50 🟠 25 🟣 20 ⚪ 25 ⚫ 20 🔶 30
🔷 30 🔸 50 🔹 80 🔺 20 🔻 15 ◾ 10 ◽ 10 ▪️ 20 ▫️ 12 ⬛ 25 ⬜ 25 🟩 30 🟥 20 🟨 20 🟦 15 🔘 12 ℹ️ 110 ©️ 15
®️ 10 ™️ 12 〽️ 2 ♾️ 10 ☁️ 40 ⛅ 10 🌤️ 8 🌧️ 8 ☔ 8 🌊 25 🗺️ 30 🧭 30 🧹 40 🧼 8 🛡️ 60 ⚔️ 15 🗡️ 8 🏷️ 50
⚖️ 30 ⚗️ 15 ⚓ 15 ☢️ 4 ☣️ 3 ✝️ 2 ☮️ 3 ☯️ 4 ♿ 10 🔢 20 🔤 15 🔣 5 🔠 5 💊 15 💉 10 🩹 12 ⏬ 8 ⏫ 6 📤 25 📥 40
🎊 40 🎀 10 🎇 6 🎆 10 🥂 10 🍰 12 🍪 25 🍩 10 🍔 10 🌮 8 🍫 8 🥑 12 🌶️ 12 🍓 8 🍌 10 🍋 8 🍉 6 🙋 12 🙇 12
🧵 20 🧶 8 🪝 15 🪄 25 🪟 15 🪶 10 🫶 15 🫠 8 🧐 30 🤓 30 🤪 15 😤 12 😑 15 🥴 8 🤬 5 👎 40 👊 20 🤞 30 🖖 10
🤘 12 🤙 12 🖐️ 10 🤲 5 ⚜️ 2 🎖️ 10 🏃 20 🚶 10 🧘 12 💃 12 👑 25 👻 20 💀 25 ☠️ 8 👽 10 👾 15 🎃 12 🙊 8 🙉 5
"""

# Whole sequences: skin tones, ZWJ, flags, keycaps.
SEQUENCES = """
👍🏻 12 👍🏼 10 👍🏽 12 👍🏾 6 👍🏿 5 🙏🏻 10 🙏🏼 8 🙏🏽 10 🙏🏾 5 👋🏻 6 👋🏼 5 👋🏽 6 👏🏻 6 👏🏼 5 👏🏽 5 💪🏻 5
💪🏼 5 💪🏽 5 💪🏿 3 🙌🏻 4 🙌🏼 4 🙌🏽 4 👌🏻 4 👌🏼 4 ✌🏻 3 ✌🏼 3 🤞🏻 3 🤦🏻‍♂️ 5 🤦🏼‍♀️ 4 🤦‍♂️ 15 🤦‍♀️ 15
🤷‍♂️ 15 🤷‍♀️ 15 🤷🏻‍♀️ 4 🤷🏽‍♂️ 4 👨‍💻 50 👩‍💻 40 🧑‍💻 50 👨🏻‍💻 8 👩🏽‍💻 8 👨‍🏫 12 👩‍🏫 10 🧑‍🏫 8 👨‍🎓 8
👩‍🎓 8 🧑‍🎓 8 👨‍🔬 8 👩‍🔬 8 🧑‍🔬 6 👨‍👩‍👧 5 👨‍👩‍👧‍👦 10 👨‍👩‍👦 4 👩‍👧 3 👨‍🍳 5 🧑‍🚀 8 👨‍🚀 5 👩‍🚀 5 🧑‍🎨 4
🧙‍♂️ 8 🧙‍♀️ 5 🕵️‍♂️ 8 🕵️‍♀️ 5 🙋‍♂️ 5 🙋‍♀️ 6 🏃‍♂️ 6 🏃‍♀️ 5 🏳️‍🌈 12 🏳️‍⚧️ 4 🏴‍☠️ 6 ❤️‍🔥 15 ❤️‍🩹 5
👁️‍🗨️ 3 🐻‍❄️ 3 🐈‍⬛ 3 🧑‍🤝‍🧑 8 🧑‍⚖️ 3 🧑‍🔧 5 👷‍♂️ 5 🇺🇸 40 🇬🇧 35 🇩🇪 30 🇫🇷 30 🇪🇸 25 🇮🇹 22 🇵🇹 12 🇧🇷 25
🇨🇳 30 🇯🇵 30 🇰🇷 22 🇷🇺 25 🇺🇦 25 🇮🇳 25 🇹🇷 18 🇳🇱 15 🇵🇱 15 🇸🇪 12 🇳🇴 8 🇫🇮 8 🇩🇰 8 🇨🇭 10 🇦🇹 8 🇧🇪 8
🇨🇿 8 🇬🇷 8 🇮🇱 8 🇸🇦 8 🇦🇪 6 🇮🇷 6 🇻🇳 10 🇹🇭 8 🇮🇩 10 🇲🇽 12 🇦🇷 10 🇨🇱 6 🇨🇴 6 🇨🇦 15 🇦🇺 12 🇪🇺 20 🇹🇼 10
🇭🇰 6 🇷🇴 8 🇭🇺 8 🇮🇪 6 🇿🇦 5 🇳🇬 6 🇪🇬 6 🇵🇰 5 🇧🇩 4 🇵🇭 6 🇲🇾 5 🇸🇬 5 🇳🇿 5 🇸🇰 4 🇧🇬 4 🇭🇷 4 🇷🇸 4 🇱🇹 3
1️⃣ 70 2️⃣ 70 3️⃣ 60 4️⃣ 40 5️⃣ 35 6️⃣ 20 7️⃣ 18 8️⃣ 15 9️⃣ 15 🔟 15 0️⃣ 12 #️⃣ 10 *️⃣ 3
"""

# Ways in which an emoji, or another sign that opens a line, stands in Markdown.
SIGN_FRAMES = [
    ("# {} ", ""), ("## {} ", ""), ("## {} ", ""), ("### {} ", ""), ("{} ", ""), ("{} ", ""),
    ("- {} ", ""), ("- {} ", ""), ("* {} ", ""), ("- {} **", "**"), ("**{} ", "**"), ("| {} | ", " |"),
    ("", " {}"), ("", " {}"), ("", " {}"), ("", "{}"), ("", "! {}"), ("> {} ", ""), ("[{} ", "](#a)"),
    ("", " {0}{0}{0}"), ("", " {0}{0}"), ("", " {}."), ("", " ({})"), ("{}", ""), ("1. {} ", ""),
    ("<b>{} ", "</b>"), ("", " | {} |"), ("", " {} |"), ('"{} ', '"'), ("`{} ", "`"), ("{}\t", ""),
]

# Signs that open or close a phrase, apart from emoji.
SIGNS = """
✓ 120 ✗ 90 ✔ 120 ✘ 30 ✖ 15 ☐ 30 ☑ 25 ☒ 15 ★ 60 ☆ 40 • 200 · 60 ◦ 20 ▪ 20 ■ 30 □ 20 ● 50 ○ 30 ◆ 20 ◇ 8 ▶ 40
► 30 ▸ 20 ▼ 25 ▲ 25 △ 8 ▽ 8 ◀ 10 ‣ 12 → 150 ← 60 ↑ 50 ↓ 60 ⇒ 40 ➜ 30 ➔ 15 ➤ 15 ⟶ 6 ❯ 25 » 30 « 20 › 25 ‹ 10
❤ 40 ♥ 30 ♡ 8 ⚠ 60 ⚡ 20 ℹ 15 ❌ 20 ☕ 10 ⬆ 20 ⬇ 15 ➡ 15 ⬅ 10 ⏎ 10 ↵ 12 ⌘ 25 ⌥ 12 ⇧ 15 ⌃ 6 ⌫ 4 ⎋ 4 ⇥ 5 ⊗ 12 ⊕ 8
♪ 12 ♫ 8 ♦ 8 ♠ 6 ♣ 6 ☎ 5 ✉ 5 ✎ 5 ✍ 4 ❖ 5 § 40 ¶ 12 † 20 ‡ 8 ※ 12 ° 15 © 60 ® 30 ™ 30 № 12 ∙ 8 ▷ 6 ◉ 5 ◎ 5
❗ 8 ❓ 6 ⓘ 6 ① 15 ② 14 ③ 12 ④ 8 ⑤ 6 Ⅰ 4 Ⅱ 5 Ⅲ 5 ☞ 3 ✦ 6 ✧ 4 ✩ 3 ✪ 3 ❶ 4 ❷ 4 ❸ 3 ░ 6 ⋮ 12 ⋯ 8 ≡ 12 ⚙ 12 ✏ 5
"""

# Signs in the company that they keep; `w` is a word of the host line, `0` a digit.
COMPANY = """
w → w 60|w ← w 20|w → w → w 25|w ↔ w 12|w ⇒ w 12|w ⇔ w 6|w ↦ w 3|w->w 10|w ⟶ w 2|w ⟹ w 3|(w → w) 15|`w` → `w` 20
w — w 60|w – w 50|0–0 40|0–0 w 20|w — w — w 20|w—w 30|w–w 6|w… 40|w … w 20|“w” 40|‘w’ 20|„w“ 12|«w» 15|‹w› 4
“w w,” 12|“w w.” 12|“w?” 6|w’s w 40|w’w 25|(“w”) 8|**“w”** 5|*“w w”* 4|“w w” — w 8|’0s 3|0′ 2|0″ 3|0’ 2|w ‘w w’ w 8
0 × 0 20|0×0 20|w × w 8|0x → 0× 2|0 ÷ 0 5|±0 12|0 ± 0 12|≤ 0 12|≥ 0 12|w ≤ w 8|w ≥ w 8|w ≠ w 12|w ≈ w 8|≈ 0 8|~0 → 0 2
0 °C 15|0°C 12|0°F 8|0° 12|−0 12|0−0 3|w − w 5|0 µs 10|0µs 6|0 µm 4|0 μs 6|0 ms → 0 µs 3|0 kΩ 4|0 Ω 4|0 m² 8|0 m³ 5|w² 8
O(n²) 8|O(n³) 2|x² 8|xⁿ 3|10⁻³ 3|10⁶ 3|x₁, x₂ 4|H₂O 5|CO₂ 8|½ 12|0½ 5|¼ 6|¾ 6|⅓ 3|⅔ 2|⅛ 1|1ª 4|2º 5|1º 6|nº 0 5
€0 12|0 € 20|£0 15|¥0 8|0 ₽ 3|₹0 5|0¢ 4|₿0 1|₩0 2|₫ 1|₺0 2|₴ 1|€0,00 6|0,00 € 10|§ 0 8|§0.0 6|¶ 3|0‰ 3|0 % 4|№ 0 4
α = 0 8|β 6|γ 4|δ 4|ε 5|ε > 0 3|θ 6|λ 8|λ → w 2|μ 6|π 8|π ≈ 0 3|ρ 3|σ 6|σ² 3|τ 3|φ 4|χ² 3|ψ 2|ω 4|Δ 6|Δw 3|Σ 5|Ω 3|Φ 2|Π 2|Γ 2|Θ(n) 2
∑ 4|∏ 2|∫ 3|∂ 4|∇ 4|√0 4|√ 2|∞ 8|∀w 3|∃w 3|∈ 5|w ∈ w 4|∉ 2|⊂ 2|⊆ 3|∪ 3|∩ 3|∅ 4|¬w 2|w ∧ w 3|w ∨ w 3|⊕ 2|⊗ 2|∝ 2|≡ 3|∼ 2|≅ 1|⊥ 2|⊤ 2|∴ 2|∘ 2|⋅ 4|ℝ 3|ℕ 2|ℤ 2|ℓ 2|ℵ 1|ℏ 1
© 0 w 25|© w 15|Copyright © 0 20|(c) 0 → © 0 2|w® 20|w™ 20|w® w 12|w™ w 12|®, 3|™. 3|℠ 1|℃ 2|w • w 20|w · w 30|w ∙ w 2|w・w 3|w†  5|w† 8|w‡ 3|w¹ 6|w² 4|w³ 2|[¹] 2
w w 25|0 w 12|0 %|w : w 12|w ! 8|« w » 20|w ; w 5|0 000 6|0 000 5|w ? 8|w‑w 6|w‐w 5|w‑0 3|w―w 2
⌘C 3|⌘K 4|⌘+w 2|⇧⌘P 3|⌥⌘w 2|Ctrl+↑ 2|↑/↓ 4|←/→ 4|Alt+→ 2|w ⏎ 2|▸ w 5|w ▾ 8|w ▼ 6|w ▲ 4|★★★★☆ 6|★★★☆☆ 4|★★★★★ 8|⭐⭐⭐ 4|⭐⭐⭐⭐⭐ 5|✓ w ✗ w 4|✅ w ❌ w 4
café 6|résumé 6|naïve 5|façade 3|über 4|Zürich 3|São Paulo 3|José 4|François 3|Müller 3|Björn 3|Łukasz 2|piñata 2|jalapeño 2|Schrödinger 2|Erdős 2|Gödel 2|Poincaré 2|Beyoncé 2|Pokémon 3|déjà vu 3|vis-à-vis 3|à la w 4|crème brûlée 2|smörgåsbord 1|Ångström 2|Malmö 2|Kraków 2|Dvořák 1|Citroën 2|Brontë 1|coöperate 1|façade 1|touché 2|cliché 3|fiancée 2|protégé 1|Noël 2|Chloé 2|Zoë 2|René 3|André 4|García 3|Rodríguez 2|Hernández 2|Pérez 3|López 2|Ramírez 1|Muñoz 2|Núñez 1|Jürgen 2|Günter 2|Jörg 2|Søren 2|Åse 1|Øyvind 1|Łódź 1|Škoda 2|Čapek 1
"""

TREE_NAMES = """
src lib docs tests test build dist public assets components pages utils config data models scripts
package.json README.md Cargo.toml Makefile main.py app.js index.html index.ts style.css utils.py
__init__.py config.yml requirements.txt setup.py LICENSE .gitignore .env images img static templates
server.js routes api views controllers middleware main.go go.mod main.rs lib.rs mod.rs examples bin
notebooks train.py model.py dataset.py logs output node_modules tsconfig.json docker-compose.yml
Dockerfile .github workflows ci.yml locales en.json fr.json fonts icons hooks store types index.js
"""

LANGUAGE_QUOTES = {
    "de": "„“‚‘", "cs": "„“‚‘", "sk": "„“‚‘", "sl": "„“‚‘", "bg": "„“‚‘", "lt": "„“‚‘", "is": "„“‚‘",
    "et": "„“‚‘", "pl": "„”‚’", "hu": "„”‚’", "ro": "„”‚’", "hr": "„”‚’", "sr-latn": "„”‚’", "mk": "„“‚‘",
    "nl": "“”‘’", "fr": "«»‹›", "ru": "«»„“", "uk": "«»„“", "be": "«»„“", "el": "«»“”", "it": "«»“”",
    "es": "«»“”", "pt": "“”‘’", "ca": "«»“”", "gl": "«»“”", "nb": "«»‘’", "nn": "«»‘’", "da": "»«›‹",
    "sv": "””’’", "fi": "””’’", "sq": "„“‘’", "hy": "«»‘’", "fa": "«»‹›", "ka": "„“‚‘",
}


def roll(text, salt, sides):
    """A number below `sides` that depends on the text and the salt alone."""
    return zlib.crc32(f"{salt}\x1f{text}".encode("utf-8")) % sides


def weighted(text):
    """[item] with each item as often as its figure says."""
    parts = text.split()
    return [item for item, n in zip(parts[::2], parts[1::2]) for _ in range(int(n))]


def company():
    out = []
    for entry in COMPANY.strip().replace("\n", "|").split("|"):
        phrase, _, n = entry.rpartition(" ")
        if n.isdigit():
            out += [phrase] * int(n)
    return out


def typographic(line, lang, salt):
    """The line as a careful writer, or a program for him, would punctuate it."""
    quotes = LANGUAGE_QUOTES.get(lang, "“”‘’")
    if roll(line, salt + "q", 3) == 0:
        quotes = "“”‘’"
    gap = "\u00a0" if quotes[0] == "«" and lang == "fr" else ""
    line = re.sub(r'"([^"\s][^"]*)"', lambda m: quotes[0] + gap + m[1] + gap + quotes[1], line)
    line = re.sub(r"(?<![\w'])'([^'\s][^']*)'(?!\w)", lambda m: quotes[2] + m[1] + quotes[3], line)
    line = re.sub(r"(?<=\w)'(?=\w)", "’", line)
    line = line.replace("...", "…")
    dash = roll(line, salt + "d", 3)
    line = re.sub(r" -{1,3} ", (" – ", " — ", "—")[dash], line)
    if lang == "fr":
        line = re.sub(r" ?([:;!?])(?= |$)", "\u00a0\\1", line)
    return line


def words(line):
    return [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 1] or ["a"]


def sign_line(line, signs, salt):
    sign = signs[roll(line, salt + "s", len(signs))]
    before, after = SIGN_FRAMES[roll(line, salt + "f", len(SIGN_FRAMES))]
    return before.format(sign) + line + after.format(sign)


def company_line(line, phrases, salt):
    """The line with a phrase from COMPANY in its middle or at one of its ends."""
    parts = line.split(" ")
    ws = words(line)
    phrase = phrases[roll(line, salt + "c", len(phrases))]
    k = roll(line, salt + "w", 1000)

    def fill(m):
        nonlocal k
        k += 1
        return ws[k % len(ws)] if m[0] == "w" else str(k * 7 % 1000)

    phrase = re.sub(r"\b(?:w(?![a-z])|0(?!\d))", fill, phrase)
    at = roll(line, salt + "a", len(parts) + 1)
    return " ".join(parts[:at] + [phrase] + parts[at:])


def tree(seed):
    """Lines of a directory tree."""
    names = TREE_NAMES.split()
    out = [names[roll(seed, "root", len(names))] + "/"]
    style = roll(seed, "style", 8)
    tee, elbow, bar, blank = ("├── ", "└── ", "│   ", "    ")
    if style == 0:
        tee, elbow = "├─ ", "└─ "
    if style == 1:
        bar = "│\u00a0\u00a0 "

    def walk(prefix, depth, key):
        n = 2 + roll(key, "n", 4)
        for i in range(n):
            last = i == n - 1
            name = names[roll(key + str(i), "name", len(names))]
            note = "  # " + names[roll(key + str(i), "note", len(names))]
            note = note if roll(key + str(i), "note?", 4) == 0 else ""
            folder = "." not in name and depth < 2
            out.append(prefix + (elbow if last else tee) + name + ("/" if folder else "") + note)
            if folder and roll(key + str(i), "deep", 2):
                walk(prefix + (blank if last else bar), depth + 1, key + str(i))
            elif not last and roll(key + str(i), "gap", 9) == 0:
                out.append((prefix + bar).rstrip())

    walk("", 0, seed)
    return out


def table(line, seed):
    """Lines of a box or a table drawn with box drawings."""
    sets = ["┌─┬┐│├┼┤└┴┘", "┌─┬┐│├┼┤└┴┘", "┌─┬┐│├┼┤└┴┘", "╭─┬╮│├┼┤╰┴╯", "╔═╦╗║╠╬╣╚╩╝", "┏━┳┓┃┣╋┫┗┻┛"]
    a, h, t, b, v, l, x, r, c, u, d = sets[roll(seed, "set", len(sets))]
    ws = words(line)
    cells = [ws[i % len(ws)] for i in range(1 + roll(seed, "cells", 3))]
    wide = [len(w) + 2 + roll(seed + w, "wide", 4) for w in cells]

    def rule(left, mid, right):
        return left + mid.join(h * n for n in wide) + right

    def row(shift):
        texts = [(cells[(i + shift) % len(cells)])[: n - 2] for i, n in enumerate(wide)]
        return v + v.join((" " + s).ljust(n) for s, n in zip(texts, wide)) + v

    out = [rule(a, t, b), row(0)]
    if roll(seed, "head", 2):
        out += [rule(l, x, r), row(1)]
    return out + [rule(c, u, d)]


def bar(seed):
    full = 1 + roll(seed, "full", 14)
    rest = roll(seed, "rest", 12)
    style = roll(seed, "bar", 6)
    percent = f" {100 * full // (full + rest)}%"
    return [
        "█" * full + "░" * rest + percent, "[" + "█" * full + " " * rest + "]" + percent,
        "█" * full + "▌", "▓" * full + "▒" * rest, "─" * (full * 4), "▁▂▃▄▅▆▇█"[: full % 8 + 1] + "▇▆▅▄▃▂▁",
    ][style]


def drawing(line, seed):
    kind = roll(seed, "kind", 10)
    if kind < 5:
        return tree(seed)
    if kind < 8:
        return table(line, seed)
    if kind == 8:
        return [bar(seed)]
    w = words(line)
    return [f"// ─── {w[0]} ───", f"─── {w[-1]} " + "─" * (4 + roll(seed, "len", 20)),
            f"{w[0]} ──▶ {w[-1]}", f"│ {w[0]} │ ──→ │ {w[-1]} │", f"  │  └─ {w[-1]}", "  ▼", "  │"][roll(seed, "line", 7):][:2]


def made(train):
    """{made language: [lines]} from the lines of real languages."""
    emoji, sequences = weighted(EMOJI), weighted(SEQUENCES)
    # Presentation selectors are often left out.
    emoji += [e.replace("\ufe0f", "") for e in emoji[::3]]
    signs, phrases = weighted(SIGNS), company()
    out = {k: [] for k in ("+emoji", "+signs", "+company", "+drawings", "+decomposed")}
    for lang in sorted(train):
        hosts = [l for l in train[lang] if 8 <= len(l) <= 120]
        share = 12000 if lang == "en" else 700
        step = max(1, len(hosts) // share)
        latin = lang not in ("zh", "zh-hant", "ja", "ko")
        for i, line in enumerate(hosts[::step][:share]):
            pool = sequences if roll(line, "pool", 5) == 0 else emoji
            out["+emoji"].append(sign_line(line, pool, "emoji"))
            out["+signs"].append(sign_line(line, signs, "signs"))
            if latin or i % 4 == 0:
                out["+company"].append(company_line(line, phrases, "company"))
            if lang in ("en", "de", "fr", "es", "ru", "zh", "ja") and i % 2 == 0:
                out["+drawings"] += drawing(line, line)
            decomposed = unicodedata.normalize("NFD", line)
            if i % 4 == 0 and decomposed != line and lang not in ("ko", "ja"):
                out["+decomposed"].append(decomposed)
    return out


def punctuated(train):
    """The training lines with typographic punctuation in a share of them, and a few in capitals."""
    out = {}
    for lang in sorted(train):
        lines = []
        for line in train[lang]:
            if roll(line, "typographic", 5) < 2:
                line = typographic(line, lang, "t")
            if roll(line, "capitals", 40) == 0:
                line = line.upper()
            lines.append(line)
        out[lang] = lines
    return out
