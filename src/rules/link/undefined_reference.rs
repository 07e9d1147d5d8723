use std::collections::{HashMap, HashSet};

use crate::diagnostic::Safety;
use crate::markdown::{Document, Needs, Undefined, UndefinedKind};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::REFERENCES, check);

/// How like a label must be to an undefined one to be meant by it.
const LIKE: f64 = 0.8;

/// How many labels are compared with one that is undefined.
const MOST_COMPARED: usize = 500;

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let document = context.document;
    if document.undefined.is_empty() || crate::collection::takes_in_others(context.text, document) {
        return;
    }
    let labels = Labels::of(document);
    for undefined in &document.undefined {
        let label = undefined.label.of(context.text);
        let near = labels.near(label, undefined.kind);
        let is_meant = match undefined.kind {
            // Without any definition, two brackets side by side are tags more often than not.
            UndefinedKind::Full if document.definitions.is_empty() => false,
            UndefinedKind::Full | UndefinedKind::Collapsed => {
                reads_as_link(context.text, undefined)
            }
            UndefinedKind::Shortcut => near.is_some_and(|near| labels.unused.contains(near)),
            UndefinedKind::Footnote => !document.footnotes.is_empty(),
        };
        if !is_meant {
            continue;
        }
        let (what, shown) = match undefined.kind {
            UndefinedKind::Footnote => ("footnote", format!("[^{label}]")),
            _ => ("label", format!("[{label}]")),
        };
        let message = format!("the {what} {} is not defined", quote(&shown));
        let diagnostic = reporter.report(context.at(undefined.label), message);
        let Some(near) = near else {
            diagnostic.help("it is shown as it stands, brackets and all");
            continue;
        };
        diagnostic.help(format!("did you mean {}?", quote(near)));
        if undefined.kind == UndefinedKind::Full {
            diagnostic.fix(context.replace(
                undefined.label,
                near,
                Safety::Unsafe,
                format!("refer to {}", quote(near)),
            ));
        }
    }
}

/// Whether what is written like a reference was meant as a link: its text has a word, and it does
/// not stand like an index in code or a formula.
fn reads_as_link(text: &str, undefined: &Undefined) -> bool {
    // Emphasis does not make an index of `*array*[*i*][*j*]` anything else.
    let before = text[..undefined.range.start as usize].trim_end_matches(['*', '`']);
    let before = before.chars().next_back();
    let after = text[undefined.range.end as usize..].chars().next();
    if before
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ']' | ')' | '[' | '$' | '\\'))
        || after.is_some_and(|c| matches!(c, '[' | ']' | '('))
    {
        return false;
    }
    let (words, label) = (undefined.words.of(text), undefined.label.of(text));
    let has_word = |text: &str| {
        text.split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().nth(1).is_some())
    };
    let is_code = |text: &str| {
        text.contains(['=', ';', '"', '\'', '<', '>', '|', '^', '$', '\\', '{', '}'])
            || text.starts_with(['!', '-', '+', '*', ':', '@', '%', '#', ',', '.'])
    };
    has_word(words) && !label.trim().is_empty() && !is_code(label) && !is_code_words(words)
        // A formula or a table of brackets goes over the line.
        && is_outside_formula(text, undefined.range.start as usize)
}

fn is_code_words(words: &str) -> bool {
    words.contains("==") || words.contains(';') || words.starts_with([',', ':', '=', '^'])
}

/// Whether an even number of `$` stands before `at` in its line.
fn is_outside_formula(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start.max(at.saturating_sub(2_000).min(at))..]
        .bytes()
        .take(at - start.max(at.saturating_sub(2_000)))
        .filter(|byte| *byte == b'$')
        .count()
        .is_multiple_of(2)
}

/// The labels of a file.
struct Labels<'a> {
    links: Vec<&'a str>,
    footnotes: Vec<&'a str>,
    unused: HashSet<&'a str>,
    by_letters: HashMap<String, &'a str>,
}

impl<'a> Labels<'a> {
    fn of(document: &'a Document) -> Self {
        let labels = || document.definitions.iter().map(|d| d.label.as_str());
        Self {
            links: labels().take(MOST_COMPARED).collect(),
            footnotes: document
                .footnotes
                .iter()
                .map(String::as_str)
                .take(MOST_COMPARED)
                .collect(),
            unused: document
                .definitions
                .iter()
                .filter(|definition| !definition.is_used && !definition.is_comment())
                .map(|definition| definition.label.as_str())
                .collect(),
            by_letters: labels().map(|label| (letters(label), label)).collect(),
        }
    }

    /// The label that was probably meant, if that is plain.
    fn near(&self, label: &str, kind: UndefinedKind) -> Option<&'a str> {
        let wanted = letters(label);
        if wanted.chars().count() < 3 || wanted.len() > 200 {
            return None;
        }
        let among = match kind {
            UndefinedKind::Footnote => &self.footnotes,
            _ => {
                if let Some(same) = self.by_letters.get(&wanted) {
                    return Some(same);
                }
                &self.links
            }
        };
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let mut near = among.iter().filter(|other| {
            digits(other) == digits(label)
                && other.len() <= 200
                && strsim::normalized_damerau_levenshtein(&wanted, &letters(other)) >= LIKE
        });
        let first = near.next()?;
        near.next().is_none().then_some(first)
    }
}

fn letters(label: &str) -> String {
    label
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
