// Headings as they stand in Markdown, behind `# `. Invisible characters are written as escapes.

/** Six titles for each script: questions, names, numbers and capitals where the script has them. */
export const scripts = {
  latin: ['What is a code point?', 'UTF-8, UTF-16 & UTF-32', 'ÀÉÎÕÜ and àéîõü', 'Straße, STRASSE, ẞ', 'Ǆ ǅ ǆ Ĳ ŉ', 'Crème brûlée – naïve façade'],
  turkish: ['İSTANBUL ve Iğdır', 'Işık ile ışık', 'İİİ ııı', 'Ğ, Ş ve Ç harfleri', 'Kodlama nedir?', 'TÜRKÇE BÜYÜK HARF İ'],
  vietnamese: ['Tiếng Việt có dấu', 'Mã hóa là gì?', 'ĐƯỜNG ĐI', 'Câu hỏi 12: ữ ự ể', 'Nước, nước!', 'Bảng mã & phông chữ'],
  greek: ['Τι είναι η κωδικοποίηση;', 'ΟΔΟΣ ΣΟΦΟΣ', 'Σ', 'ΑΣ, ΣΑ ΣΑΣ', 'ΜΕΓΑΣ.ΛΟΓΟΣ', 'Ὦ ἄνδρες Ἀθηναῖοι'],
  cyrillic: ['Что такое кодировка?', 'ЁЖИК и ёжик', 'Україна: Ґ, Є, Ї', 'Вопрос № 7', 'Ѣ, Ѳ и Ѵ', 'Тире — и «кавычки»'],
  armenian: ['Ի՞նչ է կոդավորումը', 'ՀԱՅԵՐԵՆ և հայերեն', 'Հարց 3։ բայթեր', 'Ա, Բ, Գ', 'Տառեր ու թվեր', 'Եւ, եվ, և'],
  georgian: ['რა არის კოდირება?', 'ᲥᲐᲠᲗᲣᲚᲘ ᲛᲮᲔᲓᲠᲣᲚᲘ', 'ქართული ანბანი', 'Ⴀ Ⴁ Ⴂ ასომთავრული', 'კითხვა 5: ბაიტები', 'ტექსტი და ფაილი'],
  hebrew: ['מהו קידוד?', 'שָׁלוֹם עִם נִקּוּד', 'צה״ל וג׳ירפה', 'מקף־עברי', 'שאלה 4: בתים', 'א, ב, ג'],
  arabic: ['ما هو الترميز؟', 'مُحَمَّدٌ بِالتَّشْكِيل', 'سؤال ٣: البايتات', 'كـــشيدة', 'لا إله، ثم «نص»', 'النصّ والملفّ'],
  persian: ['کدگذاری چیست؟', 'پرسش ۱۲: بایت', 'گچ پژ', 'متن و پرونده', '۵۰٪ بیشتر', 'خط فارسی'],
  devanagari: ['एन्कोडिंग क्या है?', 'प्रश्न ३: बाइट', 'क्षत्रिय ज्ञान', 'हिन्दी में नुक़्ता', 'वाक्य समाप्त।', 'ॐ ऽ ॥'],
  bengali: ['এনকোডিং কী?', 'প্রশ্ন ৪: বাইট', 'ক্ষ জ্ঞ', 'বাংলা লিপি', 'ৎ এবং ং', 'টাকা ৳ ৫০'],
  tamil: ['குறியாக்கம் என்றால் என்ன?', 'கேள்வி ௫: பைட்டுகள்', 'ஸ்ரீ க்ஷ', 'தமிழ் எழுத்து', '௧௨௩ மற்றும் ௰', 'கோப்பு & உரை'],
  thai: ['การเข้ารหัสคืออะไร', 'คำถามที่ ๕: ไบต์', 'น้ำ ผึ้ง ที่', 'ๆ และ ฯลฯ', 'ภาษาไทย', '฿ ๑๐๐'],
  lao: ['ການເຂົ້າລະຫັດແມ່ນຫຍັງ?', 'ຄຳຖາມ ໓: ໄບຕ໌', 'ພາສາລາວ', 'ນ້ຳ ແລະ ຂໍ້ຄວາມ', 'ໆ ຯ', 'ໜ ໝ'],
  tibetan: ['ཨང་ཀོད་ཅི་ཡིན།', 'དྲི་བ་ ༣', 'བོད་ཡིག', 'ༀ མ་ཎི', 'ཀྵ རྐ', '༄༅།། འགོ'],
  myanmar: ['ကုဒ်ပြောင်းခြင်းဆိုတာဘာလဲ', 'မေးခွန်း ၃။ ဘိုက်', 'မြန်မာစာ', 'က္ခ င်္', '၊ နှင့် ။', 'စာသား၊ ဖိုင်'],
  khmer: ['ការអ៊ិនកូដជាអ្វី?', 'សំណួរ ៤៖ បៃ', 'ភាសាខ្មែរ', 'ក្ស ្រ', 'ៗ និង ។', '៛ ១០០'],
  ethiopic: ['ኢንኮዲንግ ምንድን ነው?', 'ጥያቄ ፫፡ ባይቶች', 'አማርኛ', 'ሀ ሁ ሂ', '፩ ፪ ፲', 'ጽሑፍ፣ ፋይል።'],
  hangul: ['인코딩이란 무엇인가?', '질문 3: 바이트', '한글과 컴퓨터', '\u1112\u1161\u11ab\u1100\u1173\u11af', 'ㄱㄴㄷ ㅏㅑ', '“따옴표”와 ·가운뎃점'],
  japanese: ['エンコーディングとは？', '質問３：バイト', 'ひらがな・カタカナ', 'ｶﾀｶﾅ と カタカナー', '「括弧」と、句点。', '々 〆 ヶ 〇'],
  han: ['什么是编码？', '問題三：位元組', '漢字與汉字', '第 4 章（上）', '《书名》、顿号', '𠮷野家 𩸽'],
  cherokee: ['ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ', 'ꭰꭱꭲ', 'Ꭰ Ꭱ Ꭲ', 'ᎠᏯ 3', 'Ᏸ ᏸ', 'ᏙᏚ & ᏛᏜ'],
  mathematical: ['𝐁𝐨𝐥𝐝 𝒮𝒸𝓇𝒾𝓅𝓉', 'ℝ ⊂ ℂ, ∀x ∈ ℤ', '𝟏𝟐𝟑 and 𝛼𝛽', 'ℵ₀ < 2^ℵ₀', 'a ≤ b ≠ c', '∑ of f(x)·dx'],
}

/** How titles stand in headings: `a` and `b` are two titles of one script. */
export const forms = [
  (a) => `📌 Q1: ${a}`,
  (a) => `✅ ${a} ✅`,
  (a, b) => `**${a}** and *${b}*`,
  (a, b) => `\`${a}\`: ${b}`,
  (a, b) => `[${a}](https://example.org/x_y) / ${b}`,
  (a, b) => `${a} (${b})`,
  (a, b) => `12.3. ${a} -- ${b}`,
  (a, b) => `${a}&nbsp;${b} &amp; &lt;${a}&gt;`,
  (a, b) => `~~${a}~~ <b>${b}</b><!-- x -->`,
  (a, b) => `${a} ![${b}](x.png) __${b}__`,
]

/** What is special whatever the script. */
export const special = [
  // White space
  'two  spaces', 'three   spaces', 'a\tb', 'a\u00a0b', 'a\u2003b', 'a\u2009b', 'a\u3000b', 'a\u200bb', 'a\ufeffb', 'a\u00adb', 'a\u2060b', 'a&#10;b', 'a&Tab;b', '&#32;a&#32;', 'a &nbsp; b',
  // Punctuation
  "What's new?", 'What’s new?', 'a-b--c---d', '-a-', '--', 'a – b — c', 'a‐b‑c‒d―e', 'a_b__c', 'snake_case_name', '\\_escaped\\_', 'a‿b⁀c', 'a＿b', 'a﹏b︳c', 'C++ & C#', '.NET / F#', '50% of $100', 'a@b.org', '#hash', '# #', '\\# x', '100 °C', 'a·b', 'a・b', '„quoted“', '«a»', '‹a›', '(a) [b] {c}', 'a/b\\c|d', 'a*b', 'a ~ b ^ c', 'a=b+c', 'a:b;c', 'a…b...c', '¿qué? ¡sí!', '§ 12', '¶ ‡ †', '!', '?', '...', '‽', '№ 5', '™ ® ©', 'a₤b€c¥',
  // Digits and numbers
  '123', '1.2.3', '½ ¼ ¾', 'x² y³ z¹', 'H₂O', '① ② ⑳', '⑴ ⒈ ⓪', 'Ⅰ Ⅳ Ⅻ', 'ⅰ ⅳ ⅻ', 'Ↄ ↄ ↀ', '㊀ ㊊ ㋀', '٠١٢ ۰۱۲', '０１２', '𝟘𝟙𝟚', '一 二 三', '〡〢〣', '𐄇 𐄈',
  // Letters
  'ª º', 'Ⓐ ⓐ', '🄰 🅐 🅰', 'ﬁ ﬂ ﬆ', 'Å Å', 'A\u030a', 'e\u0301 \u0301', 'ǰ ẖ', 'ŉ', 'K (Kelvin)', 'Ω (Ohm)', 'ſ long', 'ƛ Ƛ', 'Ⱥ Ⱦ', 'ꟼ ꟽ', 'ʻokina', 'Hawaiʻi', 'ˈstress', 'Ａｂｃ', 'ᴀʙᴄ', 'ⱥ', 'İ i̇ I ı', '𐐀𐐨', 'Ꙋ ꙋ', 'ᾳ ᾼ ΑΙ', 'ΐ', 'ΑΣ\u0301', 'ΑΣ-Β', 'ΑΣΒ', 'aΣ', '1Σ', 'Σa',
  // Emoji
  '📌', '📌 📌', '⚙️ Setup', '⚙ Setup', '🛠️ Tools & 🧰 more', 'a ❤️ b', '1️⃣ First', '#️⃣ Hash', '*️⃣ Star', '🇩🇪 Deutsch', '👍🏽 Tone', '☕ Support', '☕️ Support', '😄-😄', 'a😄b', ':rocket: Launch', ':+1: Yes', '™️', 'ℹ️ Info', '🏴\u{e0067}\u{e0062}\u{e007f} Tag', '✔︎ Text', '🙏', '🫠 Unicode 14 emoji',
  // Joiners, which GitHub keeps and github-slugger does not
  '👩\u200d💻 Development', '🏃\u200d♂️ Run', '👨\u200d👩\u200d👧 Family', 'می\u200cخواهم', 'क्\u200dष', 'නම්\u200dය', 'a\u200cb\u200dc',
  // Markup
  '`code`', '`a_b` and `c*d*`', '`` a`b ``', '`<tag>`', '`  two  `', '***both***', '_a_ *b*', 'a<br>b', '<kbd>Ctrl</kbd> + C', 'a <!-- b --> c', '<a id="x"></a>Anchored', '![alt](x.png)', '![alt](x.png) text', '[link](x.md)', '[`code` link](x.md) **b**', '[ref][undefined]', '[!NOTE]', '[x] done', '<https://example.org/a>', 'https://example.org/a_b', 'www.example.org', 'a\\*b\\*', '&copy; 2024', '&#x1F600; x', '&eacute;', '&notanentity;', '&amp;amp;', '~~gone~~ here', '~one~', 'x <sup>2</sup>', 'trailing #', 'trailing ##', 'a  ', '$x^2$', 'arr[0][1]', '{#id}', 'title {#custom-id}', '^note', '==mark==', 'user@example.org',
  // Odd
  'constructor', '__proto__', 'toString', 'user-content-x', 'L10', 'top', '%20', '%C3%BC', 'a'.repeat(300), '-1', '\ud83d\udccc Q35: How does "speculative decoding" work?', 'A → B ⇒ C', '▶ Play ■', '═══', '│ a │', '\u202eright to left\u202c', 'a\u0000b', '\u{f8ff} private', 'a\u034fb', '\u2068isolate\u2069',
]

/** Files by their headings, for the numbering of equal ones. */
export const files = [
  ['foo', 'foo', 'foo'],
  ['foo', 'foo', 'foo-1'],
  ['foo-1', 'foo', 'foo'],
  ['foo', 'foo-1', 'foo', 'foo-1', 'foo', 'foo-1-1', 'foo-1'],
  ['foo-2', 'foo', 'foo', 'foo', 'foo-2', 'foo-2-1'],
  ['Foo', 'foo', 'FOO!', '`foo`', '**foo**'],
  ['🎉', '🎊', '-1', '!', '-', '-', '-'],
  ['Answer', 'References', 'Answer', 'References', 'Answer', 'References'],
  ['constructor', 'constructor', '__proto__', '\\_\\_proto\\_\\_', 'toString', 'toString', 'hasOwnProperty', 'hasOwnProperty'],
  ['⚙️ A', '⚙ A', '⚙️ A', '⚙ A', 'A'],
  ['Straße', 'STRASSE', 'straße', 'ẞ', 'ß'],
  ['İ', 'i̇', 'I', 'ı', 'i'],
  ['ΟΣ', 'ος', 'οσ', 'Ος'],
  ['é', 'e\u0301', 'É', 'E\u0301'],
  ['a b', 'a-b', 'a  b', 'a--b', 'a -b'],
  ['问题', '問題', '问题', '问题-1', '问题'],
]
