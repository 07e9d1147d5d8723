//! What a title begins with: a number, a word such as `Question`, or neither.

/// What the titles of questions of one form begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lead {
    /// `Q12:`, `Question 12.`
    Word,
    /// `12.`
    Number,
    /// `Q.` or `Question:`, without a number.
    Letter,
    /// Neither.
    None,
}

/// What one title begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::qa) struct Read {
    pub(in crate::qa) lead: Lead,
    pub(in crate::qa) number: Option<u32>,
    /// Where the title begins.
    pub(in crate::qa) behind: usize,
    /// Whether the word is one that says what it is, rather than a letter.
    pub(in crate::qa) known: bool,
}

/// Words for a question, in lower case.
pub(in crate::qa) const WORDS: [&str; 44] = [
    "q",
    "qn",
    "que",
    "ques",
    "quest",
    "question",
    "questions",
    "quiz",
    "pregunta",
    "pergunta",
    "domanda",
    "frage",
    "vraag",
    "вопрос",
    "питання",
    "запитання",
    "въпрос",
    "pytanie",
    "otázka",
    "pitanje",
    "întrebarea",
    "intrebarea",
    "întrebare",
    "soru",
    "kysymys",
    "fråga",
    "spørgsmål",
    "ερώτηση",
    "問",
    "問題",
    "质问",
    "質問",
    "问",
    "问题",
    "題",
    "题",
    "题目",
    "題目",
    "질문",
    "문제",
    "प्रश्न",
    "सवाल",
    "pertanyaan",
    "câu",
];

/// Whether `word` is one for a question.
pub(in crate::qa) fn is_word(word: &str) -> bool {
    // Most words are none, and begin otherwise.
    let first = word.bytes().next().unwrap_or(b'x') | 0x20;
    if word.len() > 40 || word.is_ascii() && !b"qpdfvskjcoi".contains(&first) {
        return false;
    }
    WORDS.contains(&&*word.to_lowercase())
}

/// What may stand between a number and the title.
const CLOSING: [char; 15] = [
    '.', ':', ')', ']', '-', '–', '—', '。', '、', '．', '：', '）', '】', '|', ',',
];

/// Reads what `text` begins with.
pub(in crate::qa) fn read(text: &str) -> Read {
    let none = |behind| Read {
        lead: Lead::None,
        number: None,
        behind,
        known: false,
    };
    let decoration = text.len()
        - text
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .len();
    let body = &text[decoration..];
    // `...` and quotation marks before a word belong to the title.
    if body.starts_with(|c: char| c.is_ascii_digit()) {
        return match number(body) {
            Some((number, len)) if closes(&body[len..]) && !is_compound(&body[len..]) => Read {
                lead: Lead::Number,
                number: Some(number),
                behind: decoration + len + closing(&body[len..]),
                known: false,
            },
            _ => none(0),
        };
    }
    let word_len = body
        .char_indices()
        .find(|&(_, c)| !(c.is_alphabetic() || is_mark(c)))
        .map_or(body.len(), |(at, _)| at);
    let word = &body[..word_len];
    let letters = word.chars().filter(|&c| !is_mark(c)).count();
    if letters == 0 || letters > 12 {
        return none(0);
    }
    let known = is_word(word);
    let rest = &body[word_len..];
    let between = rest.len()
        - rest
            .trim_start_matches([' ', '\u{a0}', '.', '#', '№', '°', '-', '_', '('])
            .len();
    let digits = &rest[between..];
    let direct = between == 0;
    if between <= 4 && digits.starts_with(|c: char| c.is_ascii_digit()) {
        if let Some((number, len)) = number(digits) {
            let behind = &digits[len..];
            let short = direct && letters <= 2;
            if short && is_quarter(word, number, behind) {
                return none(0);
            }
            let closed = closes(behind);
            // A known word is enough; of others, only one or two letters such as `P12.` count.
            if known
                && (direct
                    || closed
                    || behind.is_empty()
                    || behind.starts_with(char::is_whitespace))
                || short && closed
            {
                return Read {
                    lead: Lead::Word,
                    number: Some(number),
                    behind: decoration + word_len + between + len + closing(behind),
                    known,
                };
            }
        }
        return none(0);
    }
    if known && letters <= 9 && rest.starts_with(['.', ':', ')', '：']) && rest.len() > 1 {
        return Read {
            lead: Lead::Letter,
            number: None,
            behind: decoration + word_len + closing(rest),
            known,
        };
    }
    none(0)
}

/// Whether a number, with what is `behind` it, is part of a word: `4-layer`.
pub(in crate::qa) fn is_compound(behind: &str) -> bool {
    matches!(behind.as_bytes(), [b'-', b'a'..=b'z', ..])
}

/// Whether these are a quarter and a year: `Q1 2024`, `Q3/2025`.
fn is_quarter(word: &str, number: u32, behind: &str) -> bool {
    let year = behind.trim_start_matches([' ', '/', '-', ',', '\'', '’']);
    let len = year.bytes().take_while(u8::is_ascii_digit).count();
    year.len() < behind.len()
        && matches!(word, "Q" | "q")
        && (1..=4).contains(&number)
        && (len == 4 && year.starts_with("20") || len == 2 && behind.contains(['\'', '’']))
}

/// Combining marks, which scripts of India write vowels with.
pub(in crate::qa) fn is_mark(c: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};
    c as u32 > 0x2ff && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// The number at the start of `text`, and how long it is with a sub-number.
fn number(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text.get(..len)?.parse().ok()?;
    let rest = &text.as_bytes()[len..];
    let sub = match rest {
        [b'a'..=b'z' | b'A'..=b'Z', next, ..] if !next.is_ascii_alphanumeric() => 1,
        [b'.', b'0'..=b'9', ..] => {
            1 + rest[1..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        }
        _ => 0,
    };
    Some((value, len + sub))
}

fn closes(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{a0}'])
        .starts_with(CLOSING)
}

fn closing(text: &str) -> usize {
    text.len()
        - text
            .trim_start_matches(|c: char| c.is_whitespace() || CLOSING.contains(&c))
            .len()
}

#[cfg(test)]
mod tests {
    use super::{Lead, WORDS, is_word, read};

    #[test]
    fn all_words_are_found() {
        for word in WORDS {
            assert!(is_word(word) && is_word(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn what_titles_begin_with() {
        for (text, lead, number, title) in [
            ("📌 Q34: Why?", Lead::Word, Some(34), "Why?"),
            ("Question 17. What", Lead::Word, Some(17), "What"),
            ("Q17b) What", Lead::Word, Some(17), "What"),
            ("P12. ¿Qué?", Lead::Word, Some(12), "¿Qué?"),
            ("प्र12. क्या", Lead::Word, Some(12), "क्या"),
            ("问题12. 什么", Lead::Word, Some(12), "什么"),
            ("Q12 What", Lead::Word, Some(12), "What"),
            ("Q12。什么", Lead::Word, Some(12), "什么"),
            ("12. What", Lead::Number, Some(12), "What"),
            ("12) What", Lead::Number, Some(12), "What"),
            ("Q. What", Lead::Letter, None, "What"),
            ("2024 in review", Lead::None, None, "2024 in review"),
            ("ES6 features", Lead::None, None, "ES6 features"),
            ("Step 1. Install", Lead::None, None, "Step 1. Install"),
            ("Q1 2024", Lead::None, None, "Q1 2024"),
            ("Q1: 20 words", Lead::Word, Some(1), "20 words"),
            ("3D printing", Lead::None, None, "3D printing"),
            ("4-layer cakes", Lead::None, None, "4-layer cakes"),
            (
                "4-What is a layer?",
                Lead::Number,
                Some(4),
                "What is a layer?",
            ),
            ("", Lead::None, None, ""),
        ] {
            let read = read(text);
            assert_eq!(
                (read.lead, read.number, &text[read.behind..]),
                (lead, number, title),
                "{text}"
            );
        }
    }
}
