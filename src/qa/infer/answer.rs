//! Headings above answers, as patterns for a configuration and as plain code: most headings are
//! none, and few collections have any.

use crate::qa::lead::WORDS;

/// For a heading above an answer.
pub(in crate::qa) const MARKER: &str = r"(?i)^\W*(?:(?:sample|model|short|detailed|correct|the)\s+|参考)?(?:answers?|solutions?|antwort|respuesta|réponse|risposta|resposta|ответ|відповідь|答案|回答|解答|答え|정답|답변|답|cevap|odpowiedź|jawaban|odgovor|răspuns|antwoord|đáp án)\b.{0,12}$";

/// For a heading that tells the letter of the correct answer.
pub(in crate::qa) const TOLD: &str = r"^.{0,40}[:：]\s*(?<letter>[A-F])\W*$";

const BEFORE: [&str; 7] = [
    "sample ",
    "model ",
    "short ",
    "detailed ",
    "correct ",
    "the ",
    "参考",
];

const ANSWERS: [&str; 24] = [
    "answers",
    "answer",
    "solutions",
    "solution",
    "antwort",
    "respuesta",
    "réponse",
    "risposta",
    "resposta",
    "ответ",
    "відповідь",
    "答案",
    "回答",
    "解答",
    "答え",
    "정답",
    "답변",
    "답",
    "cevap",
    "odpowiedź",
    "jawaban",
    "odgovor",
    "răspuns",
    "antwoord",
];

/// The first two letters of all that begin with letters of ASCII.
const BEGINNINGS: [[u8; 2]; 13] = [
    *b"an", *b"so", *b"re", *b"ri", *b"ce", *b"od", *b"ja", *b"sa", *b"mo", *b"sh", *b"de", *b"co",
    *b"th",
];

/// Whether [`MARKER`] matches `heading`.
pub(in crate::qa) fn is_marker(heading: &str) -> bool {
    let plain = heading.trim_start_matches(|c: char| !is_word(c));
    // None begins otherwise that is in Latin letters without accents.
    if let [first, second, ..] = *plain.as_bytes()
        && first.is_ascii_alphanumeric()
        && second.is_ascii()
        && !BEGINNINGS.contains(&[first | 0x20, second | 0x20])
    {
        return false;
    }
    if plain.len() > 200 {
        return false;
    }
    // The longest that can match, and most headings are longer or begin with something else.
    if plain.chars().count() > 40 {
        return false;
    }
    let plain = plain.to_lowercase();
    let plain = BEFORE
        .iter()
        .find_map(|before| plain.strip_prefix(before))
        .unwrap_or(&plain)
        .trim_start();
    let rest = |word: &&str| {
        let rest = plain.strip_prefix(*word)?;
        (!rest.starts_with(is_word)).then_some(rest)
    };
    ANSWERS
        .iter()
        .chain(&["đáp án"])
        .find_map(rest)
        .is_some_and(|rest| rest.chars().count() <= 12)
}

/// Whether `heading` is nearly one that says that an answer stands below it: `Answr`.
pub(in crate::qa) fn is_mistyped(heading: &str) -> bool {
    let plain = heading.trim_matches(|c: char| !is_word(c));
    if plain.is_empty() || plain.len() > 20 {
        return false;
    }
    let plain = plain.to_lowercase();
    ANSWERS
        .iter()
        .any(|word| strsim::normalized_damerau_levenshtein(&plain, word) >= LIKE)
}

/// How like a word is to one that is misspelt.
const LIKE: f64 = 0.75;

/// The letter that `heading` tells, where [`TOLD`] matches it.
pub(in crate::qa) fn told(heading: &str) -> Option<char> {
    if heading.ends_with('?') {
        return None;
    }
    let plain = heading.trim_end_matches(|c: char| !is_word(c));
    let letter = plain.chars().next_back()?;
    if !('A'..='F').contains(&letter) {
        return None;
    }
    let before = plain[..plain.len() - 1].trim_end();
    let before = before.strip_suffix([':', '：'])?;
    (before.chars().count() <= 40).then_some(letter)
}

/// Whether `heading` says that a question stands below it: `Question`, `Вопрос (RU)`.
pub(super) fn is_question(heading: &str) -> bool {
    let plain = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let len = plain
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(plain.len());
    let (word, rest) = plain.split_at(len);
    let rest = rest.trim();
    len > 1
        && len <= 40
        && (rest.chars().all(|c| !c.is_alphanumeric())
            || rest.starts_with('(') && rest.ends_with(')'))
        && WORDS.contains(&&*word.to_lowercase())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::{ANSWERS, BEFORE, MARKER, TOLD, is_marker, is_mistyped, is_question, told};

    proptest! {
        /// Made of the pieces that the patterns are made of.
        #[test]
        fn the_code_agrees_with_the_patterns(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(BEFORE.to_vec()),
                    prop::sample::select(ANSWERS.to_vec()),
                    prop::sample::select(vec![" ", ": ", "✅ ", "**", "A", "F", "G", "x", "1", "：", "Answer"]),
                ],
                0..6,
            )
        ) {
            let heading = pieces.concat();
            let matches = |pattern: &str| Regex::new(pattern).unwrap().is_match(&heading);
            prop_assert_eq!(is_marker(&heading), matches(MARKER), "{}", heading);
            prop_assert_eq!(told(&heading).is_some(), matches(TOLD), "{}", heading);
        }
    }

    #[test]
    fn headings_nearly_above_answers() {
        assert!(is_mistyped("✅ Answr") && is_mistyped("Anwser:"));
        assert!(!is_mistyped("Step 1") && !is_mistyped("Example"));
    }

    #[test]
    fn headings_above_questions() {
        assert!(is_question("Question (EN)"));
        assert!(is_question("❓ Вопрос:"));
        assert!(!is_question("Question 12"));
        assert!(!is_question("Questions to ask"));
    }
}
