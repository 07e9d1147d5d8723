use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::characters::code_point;
use crate::diagnostic::Safety;
use crate::markdown::{LinkKind, Needs};
use crate::rules::odd::word;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule =
    Rule::file(Needs::HEADINGS.and(Needs::LINKS).and(Needs::ANCHORS), check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    if context.text.is_ascii() {
        return;
    }
    let document = context.document;
    let headings = document
        .headings
        .iter()
        .map(|heading| (heading.content, "heading"));
    let anchors = document
        .anchors
        .iter()
        .map(|anchor| (anchor.range, "anchor"));
    // The name of a file has to be written as the file is called.
    let links = document.links.iter().filter_map(|link| {
        let written = link.written.of(context.text);
        let from = u32::try_from(memchr::memchr(b'#', written.as_bytes())?).ok()?;
        let fragment = TextRange::new(link.written.start + from, link.written.end);
        (link.kind != LinkKind::Autolink && !written.contains("://")).then_some((fragment, "link"))
    });
    let mut places: Vec<(TextRange, &str)> = headings.chain(anchors).chain(links).collect();
    places.sort_by_key(|&(range, _)| (range.start, range.end));
    // A link within a heading is part of it; links by reference share their definition.
    let mut end = 0;
    for (range, what) in places {
        if range.start >= end {
            end = range.end;
            place(context, reporter, range, what);
        }
    }
}

fn place(context: &FileContext<'_>, reporter: &mut Reporter<'_>, range: TextRange, what: &str) {
    let written = range.of(context.text);
    if is_nfc_quick(written.chars()) == IsNormalized::Yes {
        return;
    }
    let meant: String = written.nfc().collect();
    // What has no composed form is as short as it was; nobody types it otherwise.
    let composed = written
        .chars()
        .count()
        .saturating_sub(meant.chars().count());
    if composed == 0 || !context.is_as_on_disk(range) {
        return;
    }
    let Some((first, base, mark)) = first_decomposed(written, &meant) else {
        return;
    };
    let at = range.start as usize + first;
    let place = word(context.text, &(at..at + base));
    let shown: String = context.text.get(place).unwrap_or_default().nfc().collect();
    let others = match composed {
        1 => String::new(),
        n => format!(", and {} more", n - 1),
    };
    reporter
        .report(
            context.at(range),
            format!(
                "the {what} has {} with its mark as a character of its own ({}){others}",
                quote(&shown),
                code_point(mark)
            ),
        )
        .here("not in Unicode's normalization form C")
        .help("it looks the same, but a link or a search that is typed does not match it")
        .fix(context.replace(range, meant, Safety::Unsafe, "compose the characters"));
}

/// Where `written` first differs from its composed form, the length of the letter there, and the
/// character that was composed into
/// the one before.
fn first_decomposed(written: &str, composed: &str) -> Option<(usize, usize, char)> {
    let mut pairs = written.char_indices().zip(composed.chars());
    let ((at, base), _) = pairs.find(|((_, c), other)| c != other)?;
    let length = base.len_utf8();
    let mark = written.get(at + length..)?.chars().next()?;
    Some((at, length, mark))
}
