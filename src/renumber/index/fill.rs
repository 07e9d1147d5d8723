//! Indexes between markers that have nothing between them yet.

use crate::check::{Looked, Run};
use crate::collection::{Collection, IndexView, Order, Place};
use crate::diagnostic::Edit;
use crate::index::retarget;
use crate::markdown;
use crate::source::{FileId, PathGlobs, TextRange};

/// Comments that an index stands between: how the first begins, the second, and whether they are
/// qalint's own. What is between other tools' is only filled in if it is blank.
const MARKERS: [(&str, &str, bool); 4] = [
    ("qalint-index", "qalint-index-end", true),
    ("TOC_START", "TOC_END", false),
    ("toc", "tocstop", false),
    ("START doctoc", "END doctoc", false),
];

/// A place for an index.
struct Slot {
    /// What stands between the markers.
    between: TextRange,
    /// What the first marker says behind its name: how the index is to be written, and globs of
    /// the files whose questions it lists.
    words: Vec<String>,
    is_own: bool,
}

/// The edits that write indexes between markers that have none between them.
pub(super) fn edits(run: &Run, collection: &Collection<'_>, views: &[IndexView<'_>]) -> Vec<Edit> {
    let order = Order::of(collection);
    let mut edits = Vec::new();
    for (file, _, summary) in collection.iter() {
        let may_have = run.overlay().get(&file).is_some_and(|bytes| {
            MARKERS
                .iter()
                .any(|(_, end, _)| memchr::memmem::find(bytes, end.as_bytes()).is_some())
        });
        if !may_have {
            continue;
        }
        let of_file = run.look(file, |looked| {
            let mut of_file = Vec::new();
            for slot in slots(looked) {
                let span = looked.map.to_disk(slot.between);
                let is_index = views
                    .iter()
                    .any(|view| view.file == file && span.encloses(view.summary.span));
                let old = slot.between.of(looked.text);
                if is_index || !is_free(old, slot.is_own) {
                    continue;
                }
                if !slot.is_own && summary.questions.is_empty() {
                    continue;
                }
                let ending = if looked.text.contains("\r\n") {
                    "\r\n"
                } else {
                    "\n"
                };
                let Some(rows) = rows(collection, &order, file, &slot.words) else {
                    continue;
                };
                let new = format!("{ending}{ending}{}{ending}{ending}", rows.join(ending));
                if !rows.is_empty() && new != old {
                    of_file.push(Edit {
                        file,
                        span,
                        replacement: new,
                    });
                }
            }
            of_file
        });
        edits.extend(of_file.into_iter().flatten());
    }
    edits
}

/// Whether what stands between markers can be replaced: nothing, or between qalint's own what it
/// has written itself.
fn is_free(text: &str, is_own: bool) -> bool {
    let is_row = |line: &str| {
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit());
        ["- [", ". [", "| "].iter().any(|row| line.starts_with(row))
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if is_own {
        lines.all(is_row)
    } else {
        lines.next().is_none()
    }
}

/// The places for indexes in a file.
fn slots(looked: &Looked<'_>) -> Vec<Slot> {
    let text = looked.text;
    let comments: Vec<TextRange> = markdown::comments(text, looked.document);
    let inner = |comment: &TextRange| {
        let inner = comment.of(text);
        let inner = inner
            .strip_prefix("<!--")
            .and_then(|inner| inner.strip_suffix("-->"));
        inner.unwrap_or_default().trim()
    };
    let mut slots = Vec::new();
    let mut from = 0;
    while let Some(open) = comments.get(from) {
        from += 1;
        let Some((rest, end, is_own)) = MARKERS.iter().find_map(|(start, end, is_own)| {
            let rest = inner(open).strip_prefix(start)?;
            rest.starts_with([' ', ':', '\n'])
                .then_some(())
                .or(rest.is_empty().then_some(()))?;
            Some((rest, *end, *is_own))
        }) else {
            continue;
        };
        let is_end = |comment: &&TextRange| inner(comment).starts_with(end);
        let Some(close) = comments[from..].iter().find(is_end) else {
            continue;
        };
        let words = rest.trim_start_matches(':').split([' ', ',', '\n']);
        let words = words.filter(|word| is_own && !word.is_empty());
        slots.push(Slot {
            between: TextRange::new(open.end, close.start),
            words: words.map(str::to_owned).collect(),
            is_own,
        });
        from = comments.iter().position(|c| c == close).unwrap_or(from);
    }
    slots
}

/// The lines of an index in `file`, as the words of its marker want it; `None` if they cannot be
/// understood.
fn rows(
    collection: &Collection<'_>,
    order: &Order,
    file: FileId,
    words: &[String],
) -> Option<Vec<String>> {
    let is_table = words.iter().any(|word| word == "table");
    let mut globs = PathGlobs::default();
    let mut has_globs = false;
    for word in words
        .iter()
        .filter(|word| !matches!(word.as_str(), "table" | "list" | "all"))
    {
        globs.add(word).ok()?;
        has_globs = true;
    }
    let globs = globs.build().ok()?;
    let own = collection
        .summary(file)
        .is_some_and(|own| !own.questions.is_empty());
    let of_all = words.iter().any(|word| word == "all") || !own;
    let files = order
        .files()
        .into_iter()
        .filter(|other| match (has_globs, of_all) {
            (true, _) => globs.is_match(&collection.files.get(*other).name),
            (false, true) => true,
            (false, false) => *other == file,
        });
    let from = collection.path(file);
    let mut entries: Vec<(Option<u32>, &str, String)> = Vec::new();
    for other in files {
        let summary = collection.summary(other)?;
        let to = collection.path(other);
        for (question, summary) in summary.questions.iter().enumerate() {
            let place = Place {
                file: other,
                question,
            };
            let destination = match place.anchor(collection) {
                Some(anchor) => retarget("#", &from, &to, Some(anchor)),
                None => retarget("", &from, &to, None),
            };
            if !destination.is_empty() {
                let number = summary.number.map(|number| number.value);
                entries.push((number, summary.link_text(), destination));
            }
        }
    }
    let counts_on = entries.windows(2).all(
        |pair| matches!((pair[0].0, pair[1].0), (Some(a), Some(b)) if a.checked_add(1) == Some(b)),
    );
    let numbered = entries.iter().all(|(number, ..)| number.is_some());
    let mut rows = Vec::new();
    if is_table && numbered {
        rows.extend(["| # | Question |", "| --- | --- |"].map(str::to_owned));
    } else if is_table {
        rows.extend(["| Question |", "| --- |"].map(str::to_owned));
    }
    rows.extend(entries.into_iter().map(|(number, title, destination)| {
        let number = number.filter(|_| numbered).map(|number| number.to_string());
        match (number, is_table) {
            (Some(number), true) => {
                format!(
                    "| {number} | [{}]({destination}) |",
                    title.replace('|', "\\|")
                )
            }
            (None, true) => format!("| [{}]({destination}) |", title.replace('|', "\\|")),
            (Some(number), false) if counts_on => format!("{number}. [{title}]({destination})"),
            (Some(number), false) => format!("- [{number}. {title}]({destination})"),
            (None, false) => format!("- [{title}]({destination})"),
        }
    }));
    Some(rows)
}
