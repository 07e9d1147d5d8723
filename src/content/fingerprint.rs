//! What a question says, in a few bytes.

use super::hash::{self, Sequence};
use super::sketch::Sketch;
use super::token::{Token, tokens};

/// What a question says, in a few bytes: enough to tell whether another says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint {
    /// Of its title.
    pub title: u64,
    /// Of everything below the title.
    pub body: u64,
    /// Of what its title asks for: its words in order but those that every question has.
    pub topic: u64,
    /// Of what no two questions that mean the same differ in: numbers and code.
    pub details: u64,
    /// How many words, numbers and symbols there are below the title.
    pub length: u32,
}

/// Words that make a question of a topic, or hold its words together.
const COMMON: [u64; 40] = hashes([
    "a", "about", "an", "and", "are", "be", "briefly", "by", "can", "could", "define", "describe",
    "did", "do", "does", "explain", "for", "give", "how", "in", "is", "it", "mean", "meant", "of",
    "on", "or", "please", "s", "the", "there", "this", "to", "was", "what", "when", "which",
    "with", "you", "your",
]);

/// The words by which a sentence says the contrary.
const NEGATIONS: [u64; 7] = hashes(["cannot", "incorrect", "never", "no", "not", "t", "without"]);

/// What the tokens of these words have.
const fn hashes<const N: usize>(words: [&str; N]) -> [u64; N] {
    let mut hashes = [0; N];
    let mut at = 0;
    while at < N {
        hashes[at] = hash::of(words[at].as_bytes());
        at += 1;
    }
    hashes
}

/// Gives `each` the hash of each piece of `text` between white space.
fn pieces(text: &str, each: impl FnMut(u64)) {
    if text.is_ascii() {
        let pieces = text.split_ascii_whitespace();
        pieces
            .map(|piece| hash::of(piece.as_bytes()))
            .for_each(each);
    } else {
        let pieces = text.split_whitespace();
        pieces
            .map(|piece| hash::of(piece.as_bytes()))
            .for_each(each);
    }
}

impl Fingerprint {
    /// The fingerprint of a question with `title` and `body`, of which `code` holds the pieces
    /// that are code; and the sketch by which to find others like it.
    pub fn new<'t>(
        title: &str,
        body: &'t str,
        code: impl Iterator<Item = &'t str>,
        sketch: bool,
    ) -> (Self, Option<Sketch>) {
        let title: Vec<Token> = tokens(title).collect();
        let mut body_tokens: Vec<Token> = Vec::new();
        if sketch {
            body_tokens.reserve(body.len() / 5);
            body_tokens.extend(tokens(body));
        }
        let mut details = Sequence::default();
        let (mut whole, mut topic) = (Sequence::default(), Sequence::default());
        for token in &title {
            whole.push(token.hash);
        }
        if sketch {
            for token in title.iter().filter(|token| !COMMON.contains(&token.hash)) {
                topic.push(token.hash);
            }
            for token in body_tokens
                .iter()
                .filter(|token| NEGATIONS.contains(&token.hash))
            {
                details.push(token.hash);
            }
        }
        for token in body_tokens.iter().filter(|token| token.number) {
            details.push(token.hash);
        }
        for code in code {
            pieces(code, |piece| details.push(piece));
        }
        let (mut exact, mut length) = (Sequence::default(), 0);
        pieces(body, |piece| {
            exact.push(piece);
            length += 1;
        });
        let fingerprint = Self {
            title: whole.finish(),
            body: exact.finish(),
            topic: topic.finish(),
            details: details.finish(),
            length,
        };
        let sketch = sketch.then(|| Sketch::new(&title, &body_tokens));
        (fingerprint, sketch.flatten())
    }

    /// Whether both say the same, but for white space.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.title == other.title && self.body == other.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(title: &str, body: &str) -> Fingerprint {
        Fingerprint::new(title, body, std::iter::empty(), true).0
    }

    #[test]
    fn white_space_says_nothing() {
        let one = fingerprint("What is a levain?", "A sour dough.\n\nIt rises.");
        assert!(one.says_the_same(&fingerprint(
            "What is a *levain*",
            "A sour  dough. It\r\nrises."
        )));
        assert!(!one.says_the_same(&fingerprint("What is a levain?", "A sour dough. It rises!")));
        assert!(!one.says_the_same(&fingerprint(
            "What is a poolish?",
            "A sour dough. It rises."
        )));
    }

    #[test]
    fn order_and_details_are_known() {
        let topic = |title| fingerprint(title, "x").topic;
        assert_eq!(topic("What is a levain?"), topic("Explain the levain."));
        assert_ne!(topic("Rye over wheat"), topic("Wheat over rye"));
        assert_ne!(topic("Is it sour?"), topic("Is it not sour?"));
        assert_ne!(topic("Is it 60 %?"), topic("Is it 70 %?"));
        let details = |body| fingerprint("x", body).details;
        assert_eq!(details("a levain"), details("a poolish"));
        for (a, b) in [("60 %", "70 %"), ("it is sour", "it is not sour")] {
            assert_ne!(details(a), details(b));
        }
    }
}
