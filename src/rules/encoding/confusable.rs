use std::ops::Range;

use crate::characters::{Alphabet, code_point, lookalike};
use crate::diagnostic::Safety;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule =
    Rule::file(Needs::HEADINGS.and(Needs::LINKS).and(Needs::ANCHORS), check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    if context.text.is_ascii() {
        return;
    }
    let mut letters = None;
    for (range, what) in places(context) {
        for word in words(range.of(context.text)) {
            let at = range.start as usize + word.start;
            let word = range.of(context.text).get(word).unwrap_or_default();
            let Some(mixed) = Mixed::of(word) else {
                continue;
            };
            if mixed.is_inflected {
                // A word of one language with an ending of another, in a text that has both.
                let letters = letters.get_or_insert_with(|| Letters::of(context.text));
                if !letters.is_foreign(mixed.minority, mixed.majority) {
                    continue;
                }
            }
            report(context, reporter, at, word, &mixed, what);
        }
    }
}

/// Where a mistaken letter does harm: headings, links and named places, in order and apart.
fn places(context: &FileContext<'_>) -> Vec<(TextRange, &'static str)> {
    let document = context.document;
    let headings = document
        .headings
        .iter()
        .map(|heading| (heading.content, "heading"));
    let links = document.links.iter().map(|link| (link.range, "link"));
    let anchors = document
        .anchors
        .iter()
        .map(|anchor| (anchor.range, "anchor"));
    let mut places: Vec<(TextRange, &str)> = headings.chain(links).chain(anchors).collect();
    places.sort_by_key(|&(range, _)| (range.start, range.end));
    let mut end = 0;
    // A link in a heading is part of it.
    places.retain_mut(|(range, _)| {
        range.start = range.start.max(end).min(range.end);
        end = end.max(range.end);
        !range.is_empty()
    });
    places
}

/// The words of `text`: letters without a break.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(is_letter)?;
        let rest = text.get(start..)?;
        at = start + rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        Some(start..at)
    })
}

/// A word of one alphabet with letters of another that look like letters of the first.
struct Mixed {
    /// The alphabet of most of its letters.
    majority: Alphabet,
    /// That of the others.
    minority: Alphabet,
    /// The word in one alphabet.
    meant: String,
    /// Its first letter of the other alphabet.
    first: char,
    /// How many there are.
    count: usize,
    /// Whether they are an ending, as languages with other alphabets put to Latin words.
    is_inflected: bool,
}

impl Mixed {
    fn of(word: &str) -> Option<Self> {
        if word.is_ascii() {
            return None;
        }
        let mut alphabets: Vec<(Alphabet, usize)> = Vec::new();
        for alphabet in word.chars().filter_map(Alphabet::of) {
            match alphabets.iter_mut().find(|(known, _)| *known == alphabet) {
                Some((_, count)) => *count += 1,
                None => alphabets.push((alphabet, 1)),
            }
        }
        // Three alphabets are no slip.
        let [(first, of_first), (second, of_second)] = alphabets[..] else {
            return None;
        };
        let (majority, minority) = match of_first.cmp(&of_second) {
            std::cmp::Ordering::Greater => (first, second),
            std::cmp::Ordering::Less => (second, first),
            std::cmp::Ordering::Equal => return None,
        };
        let is_minority = |c: char| Alphabet::of(c) == Some(minority);
        let mut meant = String::with_capacity(word.len());
        for c in word.chars() {
            meant.push(match is_minority(c) {
                true => lookalike(c, majority)?,
                false => c,
            });
        }
        // An abbreviation with an ending: the letters of `PHP` look Cyrillic, all of them.
        let lead = word.chars().take_while(|&c| is_minority(c)).count();
        let count = of_first.min(of_second);
        if minority == Alphabet::Latin && lead == count && lead > 1 {
            return None;
        }
        let tail = word.chars().rev().take_while(|&c| is_minority(c)).count();
        Some(Self {
            majority,
            minority,
            meant,
            first: word.chars().find(|&c| is_minority(c))?,
            count,
            is_inflected: majority == Alphabet::Latin && tail == count,
        })
    }
}

/// How many letters of each alphabet a text has.
struct Letters {
    latin: usize,
    greek: usize,
    cyrillic: usize,
}

/// With fewer letters of an alphabet than one for so many of another, a text is not written in it.
const FOREIGN: usize = 50;

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self {
            latin: 0,
            greek: 0,
            cyrillic: 0,
        };
        for c in text.chars() {
            match Alphabet::of(c) {
                Some(Alphabet::Latin) => letters.latin += 1,
                Some(Alphabet::Greek) => letters.greek += 1,
                Some(Alphabet::Cyrillic) => letters.cyrillic += 1,
                None => {}
            }
        }
        letters
    }

    fn count(&self, alphabet: Alphabet) -> usize {
        match alphabet {
            Alphabet::Latin => self.latin,
            Alphabet::Greek => self.greek,
            Alphabet::Cyrillic => self.cyrillic,
        }
    }

    fn is_foreign(&self, alphabet: Alphabet, of: Alphabet) -> bool {
        self.count(alphabet) * FOREIGN < self.count(of)
    }
}

fn report(
    context: &FileContext<'_>,
    reporter: &mut Reporter<'_>,
    at: usize,
    word: &str,
    mixed: &Mixed,
    what: &str,
) {
    let range = TextRange::from_usize(at..at + word.len());
    if !context.is_as_on_disk(range) {
        return;
    }
    let (first, point) = (mixed.first, code_point(mixed.first));
    let (minority, majority) = (mixed.minority.name(), mixed.majority.name());
    let others = match mixed.count {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    let meant = quote(&mixed.meant);
    reporter
        .report(
            context.at(range),
            format!(
                "{} in the {what} has the {minority} `{first}` ({point}){others} among {majority} letters",
                quote(word)
            ),
        )
        .help(format!(
            "it looks the same, but no search and no link that is typed matches it: write {meant} in {majority} letters"
        ))
        .fix(context.replace(
            range,
            &*mixed.meant,
            Safety::Unsafe,
            format!("write {meant} in {majority} letters"),
        ));
}
