//! Question marks that end a question. A byte that was lost may have left a question mark behind, but
//! where a sentence asks, the mark after it is most likely its own.

use super::reading::Letter;

/// The words that questions begin with in some languages, in small letters.
const WORDS: &[&str] = &[
    // English
    "what",
    "what's",
    "what’s",
    "how",
    "why",
    "when",
    "where",
    "which",
    "who",
    "whose",
    "whom",
    "is",
    "are",
    "was",
    "were",
    "do",
    "does",
    "did",
    "can",
    "could",
    "should",
    "would",
    "will",
    "has",
    "have",
    "isn't",
    "isn’t",
    "aren't",
    "aren’t",
    "don't",
    "don’t",
    "doesn't",
    "doesn’t",
    // German and Dutch
    "wie",
    "warum",
    "wer",
    "wo",
    "wann",
    "welche",
    "welcher",
    "welches",
    "wozu",
    "worin",
    "wat",
    "hoe",
    "waarom",
    "waar",
    "wanneer",
    "welke",
    // French
    "comment",
    "pourquoi",
    "quel",
    "quelle",
    "quels",
    "quelles",
    "qui",
    "quand",
    "où",
    "combien",
    "qu’est",
    "qu'est",
    // Spanish, Portuguese and Italian
    "qué",
    "cómo",
    "cuál",
    "cuáles",
    "cuándo",
    "dónde",
    "quién",
    "como",
    "qual",
    "quais",
    "quando",
    "onde",
    "quem",
    "che",
    "come",
    "perché",
    "dove",
    "cosa",
    "quale",
    "quali",
];
/// More letters than the longest of them has.
const LONGEST: usize = 12;

/// Marks the question marks of a line that end a question.
pub(super) fn mark(letters: &mut [Letter]) {
    // Where the sentence begins, and whether it has asked already.
    let mut start = 0;
    for at in 0..letters.len() {
        let Some(c) = letters.get(at).map(|letter| letter.c) else {
            break;
        };
        match c {
            '.' | '!' | ';' | ':' | '|' | '\n' => start = at + 1,
            '?' => {
                let (before, after) = letters.split_at_checked(at + 1).unwrap_or_default();
                if ends(after) {
                    let asks = begins(before.get(start..).unwrap_or_default());
                    if let Some(letter) = letters.get_mut(at) {
                        letter.asks = asks;
                    }
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
}

/// Whether a sentence begins with a word that asks, behind marks, numbers and such as `Q15`.
fn begins(sentence: &[Letter]) -> bool {
    let mut words = sentence
        .split(|letter| !(letter.c.is_alphanumeric() || matches!(letter.c, '\'' | '’')))
        .filter(|word| !word.is_empty());
    let first = words.find(|word| !word.iter().any(|letter| letter.c.is_ascii_digit()));
    first.is_some_and(|word| {
        let word: String = word
            .iter()
            .take(LONGEST)
            .flat_map(|letter| letter.c.to_lowercase())
            .collect();
        WORDS.contains(&&*word)
    })
}

/// Whether a sentence may end before `after`: nothing follows but marks, or a capital.
fn ends(after: &[Letter]) -> bool {
    let next = after
        .iter()
        .map(|letter| letter.c)
        .find(|c| !matches!(c, ' ' | '*' | '_' | ')' | ']' | '"' | '\'' | '“' | '('));
    next.is_none_or(|c| c.is_uppercase() || matches!(c, '\n' | '\r' | '|' | '<' | '[' | '#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(line: &str) -> Vec<usize> {
        let mut letters: Vec<Letter> = line.chars().map(Letter::new).collect();
        mark(&mut letters);
        (0..letters.len()).filter(|&at| letters[at].asks).collect()
    }

    #[test]
    fn questions_end_in_their_mark() {
        assert_eq!(marked("## Q1: What is a “blend”?\n"), [24]);
        assert_eq!(marked("| Q1 | Why “so”? | [A](b) |"), [15]);
        assert_eq!(marked("Do they? They do."), [7]);
        assert_eq!(marked("What is thisâ€? and that"), [0_usize; 0]);
        assert_eq!(marked("He said “yesâ€? and went."), [0_usize; 0]);
        assert_eq!(marked("“The otherâ€? Then he went."), [0_usize; 0]);
    }
}
