//! Files that are named for the questions in them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Problem;
use super::numbers::Renumbered;
use crate::collection::Collection;
use crate::source::{FileId, Span};

/// The new paths of the files whose names tell which questions are in them: those that told it
/// before (`QA_34-36.md`, or `QA_34.md` for one), and would not any more.
pub(super) fn renames(
    collection: &Collection<'_>,
    numbers: &[Renumbered],
) -> Result<BTreeMap<FileId, String>, Problem> {
    let new: HashMap<(FileId, Span), u32> = numbers
        .iter()
        .map(|number| ((number.file, number.span), number.new))
        .collect();
    let mut renames = BTreeMap::new();
    for (file, path, summary) in collection.iter() {
        let old: Vec<u32> = summary
            .questions
            .iter()
            .filter_map(|question| Some(question.number?.value))
            .collect();
        let after: Vec<u32> = summary
            .questions
            .iter()
            .filter_map(|question| question.number)
            .map(|number| {
                new.get(&(file, number.span))
                    .copied()
                    .unwrap_or(number.value)
            })
            .collect();
        let name = path.rsplit('/').next().unwrap_or(path);
        if let Some(renamed) = renamed(name, &old, &after) {
            let folder = &path[..path.len() - name.len()];
            renames.insert(file, format!("{folder}{renamed}"));
        }
    }
    // Names that become free in the same go may be taken.
    let leaving: HashSet<FileId> = renames.keys().copied().collect();
    let mut taken = HashSet::new();
    for (&file, name) in &renames {
        let other = collection.files.find(collection.index, name);
        let is_there = other.is_some_and(|other| !leaving.contains(&other))
            || other.is_none() && collection.root.join(name).exists();
        if is_there || !taken.insert(name) {
            return Err(Problem::Taken {
                file: collection.files.get(file).name.clone(),
                name: name.clone(),
            });
        }
    }
    Ok(renames)
}

/// The name of a file whose questions had the numbers `old` and get the numbers `new`; `None` if it
/// does not tell of them, or still does.
#[must_use]
pub fn renamed(name: &str, old: &[u32], new: &[u32]) -> Option<String> {
    let (&new_first, &new_last) = (new.iter().min()?, new.iter().max()?);
    let stem = &name[..name.rfind('.').unwrap_or(name.len())];
    let runs = digits(stem);
    let number = |run: &std::ops::Range<usize>| stem[run.clone()].parse::<u32>().ok();
    let write = |run: &std::ops::Range<usize>, number: u32| {
        let width = if stem[run.clone()].starts_with('0') {
            run.len()
        } else {
            0
        };
        format!("{number:0width$}")
    };
    // Two numbers with little between them are a range, if it is that of most questions.
    let range = runs.windows(2).find(|pair| {
        let (Some(first), Some(last)) = (number(&pair[0]), number(&pair[1])) else {
            return false;
        };
        let inside = old
            .iter()
            .filter(|old| (first..=last).contains(*old))
            .count();
        let length = usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX);
        stem[pair[0].end..pair[1].start].len() <= 4
            && old.contains(&first)
            && inside * 2 >= old.len()
            && (old.contains(&last) || length <= old.len() * 2)
    });
    let replaced = match range {
        Some([a, b]) => format!(
            "{}{}{}{}{}",
            &stem[..a.start],
            write(a, new_first),
            &stem[a.end..b.start],
            write(b, new_last),
            &stem[b.end..]
        ),
        _ if old.len() == 1 && runs.len() == 1 && number(&runs[0]) == old.first().copied() => {
            let run = &runs[0];
            format!(
                "{}{}{}",
                &stem[..run.start],
                write(run, new_first),
                &stem[run.end..]
            )
        }
        _ => return None,
    };
    let renamed = format!("{replaced}{}", &name[stem.len()..]);
    (renamed != name).then_some(renamed)
}

/// The runs of digits in `text`.
fn digits(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn names_follow_their_questions() {
        for (name, old, new, expected) in [
            (
                "QA_4-6.md",
                &[4, 5, 6][..],
                &[5, 6, 7][..],
                Some("QA_5-7.md"),
            ),
            ("QA_1-3.md", &[1, 2, 2, 3], &[1, 2, 3, 4], Some("QA_1-4.md")),
            ("QA_1-3.md", &[1, 2, 3], &[1, 2, 3], None),
            (
                "q-007-to-009.md",
                &[7, 8, 9],
                &[8, 9, 10],
                Some("q-008-to-010.md"),
            ),
            (
                "QA_7-9.md",
                &[7, 8, 9, 3],
                &[7, 8, 9, 10],
                Some("QA_7-10.md"),
            ),
            ("question_7.md", &[7], &[8], Some("question_8.md")),
            ("python3.md", &[1, 2], &[2, 3], None),
            ("2024-06-notes.md", &[1, 2, 6], &[1, 2, 7], None),
            ("faq.md", &[1], &[2], None),
        ] {
            assert_eq!(renamed(name, old, new).as_deref(), expected, "{name}");
        }
    }
}
