use std::collections::BTreeMap;

use crate::collection::FileSummary;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::FileId;

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

/// How many files of a folder must be named so for it to be a norm.
const CASES: usize = 3;

/// How many of a hundred must hold what their names say.
const MAJORITY: usize = 60;

/// A file that is named for a range of numbers.
struct Named<'a> {
    file: FileId,
    name: &'a str,
    range: (u32, u32),
    summary: &'a FileSummary,
}

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let mut folders: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
    for (file, path, summary) in context.collection.iter() {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let numbered = summary
            .questions
            .iter()
            .any(|question| question.number.is_some());
        if let Some(range) = range(name).filter(|_| numbered) {
            let named = Named {
                file,
                name,
                range,
                summary,
            };
            folders.entry(folder).or_default().push(named);
        }
    }
    for files in folders.values() {
        let agree = files
            .iter()
            .filter(|named| held(named.summary) == Some(named.range))
            .count();
        if files.len() >= CASES && agree * 100 >= files.len() * MAJORITY {
            for named in files {
                file(named, reporter);
            }
        }
    }
}

fn file(named: &Named<'_>, reporter: &mut Reporter<'_>) {
    let (first, last) = named.range;
    let Some(held) = held(named.summary).filter(|held| *held != named.range) else {
        return;
    };
    // The place that the name does not agree with.
    let mut numbers = named
        .summary
        .questions
        .iter()
        .filter_map(|question| question.number);
    let outside = numbers
        .clone()
        .find(|number| number.value < first || number.value > last);
    let Some(number) = outside.or_else(|| numbers.next_back()) else {
        return;
    };
    let holds = if held.0 == held.1 {
        format!("question {} only", held.0)
    } else {
        format!("{} to {}", held.0, held.1)
    };
    let primary = Label {
        file: named.file,
        span: number.span,
        message: String::new(),
    };
    reporter
        .report(
            primary,
            format!(
                "`{}` is named for the questions {first} to {last}, and holds {holds}",
                named.name
            ),
        )
        .help("rename the file, or renumber or add questions");
}

/// The least and the greatest number in a file; those that an unclosed block of code has swallowed
/// are there all the same.
fn held(summary: &FileSummary) -> Option<(u32, u32)> {
    let numbers = summary
        .questions
        .iter()
        .filter_map(|question| question.number);
    let values = numbers.map(|number| number.value);
    let own = values.clone().min().zip(values.max())?;
    let swallowed = summary.swallowed.iter().copied();
    Some(swallowed.fold(own, |(first, last), n| (first.min(n), last.max(n))))
}

/// The range that the name of a file ends with: `QA_34-36.md`, `questions 1_50.md`.
pub(crate) fn range(name: &str) -> Option<(u32, u32)> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let last_len = digits(stem);
    let (rest, last) = stem.split_at(stem.len() - last_len);
    let rest = rest.strip_suffix(['-', '_', '–'])?;
    let (before, first) = rest.split_at(rest.len() - digits(rest));
    let range = (first.parse().ok()?, last.parse().ok()?);
    // A date such as 2024-02-29 is no range.
    (range.0 <= range.1
        && !before.ends_with(|c: char| {
            c == '-' && before.len() > 1 && before.as_bytes()[before.len() - 2].is_ascii_digit()
        }))
    .then_some(range)
}
