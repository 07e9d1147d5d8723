use crate::collection::{Collection, Follow, StatedCount, StatedSummary};
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::rules::quote::{count, quote};
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::FileId;

pub(crate) const RULE: Rule = Rule::collection(Needs::STATED, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let collection = context.collection;
    if collection
        .iter()
        .all(|(_, _, summary)| summary.stated.is_empty())
    {
        return;
    }
    let follow = Follow::new(collection);
    // Questions that an unclosed block of code has swallowed are not missing.
    let any_swallowed = collection
        .iter()
        .any(|(_, _, summary)| !summary.swallowed.is_empty());
    for (file, _, summary) in collection.iter() {
        // Where a part seems to have none, not all that was counted was found.
        let is_partly_read = summary
            .stated
            .iter()
            .any(|stated| matches!(stated.of, StatedCount::Section(_, 0)))
            || any_swallowed;
        for stated in &summary.stated {
            let found = match &stated.of {
                StatedCount::Whole if is_partly_read => None,
                StatedCount::Whole => whole(collection, file, stated.count),
                StatedCount::Section(title, found) => {
                    Some((*found, format!("below {}", quote(title))))
                }
                StatedCount::File(destination) => follow
                    .target(file, destination)
                    .filter(|(_, fragment)| fragment.is_none())
                    .map(|(target, _)| {
                        let name = &collection.files.get(target).name;
                        (questions(collection, target), format!("in {}", quote(name)))
                    }),
            };
            let found = found.filter(|&(found, _)| is_near(found, stated.count));
            if let Some((found, place)) = found.filter(|&(found, _)| found != stated.count) {
                report(file, stated, found, &place, reporter);
            }
        }
    }
}

/// How many questions a file has that says of the whole that there are `stated`, and where: in
/// itself, or where it has none, in the others. Where both have some, nobody can say which it
/// counts.
fn whole(collection: &Collection<'_>, file: FileId, stated: u32) -> Option<(u32, String)> {
    let own = questions(collection, file);
    let all: u32 = collection
        .iter()
        .map(|(other, _, _)| questions(collection, other))
        .sum();
    if own == stated || all == stated {
        return None;
    }
    if own == 0 {
        return collection.complete.then(|| (all, "here".to_owned()));
    }
    (own == all || is_near(own, stated)).then(|| (own, "in the file".to_owned()))
}

fn questions(collection: &Collection<'_>, file: FileId) -> u32 {
    let summary = collection.summary(file);
    let count = summary.map_or(0, |summary| summary.questions.len());
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether what was found can be what was counted: at least half of it, and at most twice as many.
fn is_near(found: u32, stated: u32) -> bool {
    found > 0 && found >= stated / 2 && found / 2 <= stated
}

fn report(
    file: FileId,
    stated: &StatedSummary,
    found: u32,
    place: &str,
    reporter: &mut Reporter<'_>,
) {
    let label = Label {
        file,
        span: stated.span,
        message: String::new(),
    };
    let said = count(stated.count as usize, "question");
    let diagnostic = reporter.report(label, format!("{said} are stated, and {found} are {place}"));
    diagnostic.help("state how many there are, or add what is missing");
    // Digits that are written as they read.
    if stated.span.len() as usize == stated.count.to_string().len() {
        diagnostic.fix(Fix {
            title: format!("write {found}"),
            safety: Safety::Unsafe,
            edits: vec![Edit {
                file,
                span: stated.span,
                replacement: found.to_string(),
            }],
        });
    }
}
