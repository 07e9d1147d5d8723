//! References that no definition belongs to, and definitions that never count.

use pulldown_cmark::{LinkType, RefDefs};

use super::destination;
use super::document::{Definition, Document, NodeKind, Undefined, UndefinedKind};
use crate::source::TextRange;

/// A reference that the parser found no definition for: where it stands and how it is written.
pub(super) type Broken = (TextRange, LinkType);

/// The undefined references of `text`, of those that the parser came upon and of footnotes.
pub(super) fn undefined(
    text: &str,
    broken: &[Broken],
    footnotes: Vec<TextRange>,
) -> Vec<Undefined> {
    let mut all: Vec<Undefined> = broken
        .iter()
        .filter_map(|&(range, kind)| {
            let kind = match kind {
                LinkType::Reference | LinkType::ReferenceUnknown => UndefinedKind::Full,
                LinkType::Collapsed | LinkType::CollapsedUnknown => UndefinedKind::Collapsed,
                LinkType::Shortcut | LinkType::ShortcutUnknown => UndefinedKind::Shortcut,
                _ => return None,
            };
            let whole = range.of(text);
            let end = whole
                .trim_end_matches("[]")
                .trim_end()
                .len()
                .checked_sub(1)?;
            let open = match kind {
                UndefinedKind::Full => last_opening(&whole[..end])?,
                _ => whole.find('[')?,
            };
            let label =
                TextRange::from_usize(range.start as usize + open + 1..range.start as usize + end);
            let words = match kind {
                UndefinedKind::Full => {
                    let start = whole.find('[')? + 1;
                    let end = whole[..open].trim_end().len().checked_sub(1)?;
                    TextRange::from_usize(
                        range.start as usize + start..range.start as usize + end.max(start),
                    )
                }
                _ => label,
            };
            // The parser leaves out the brackets that collapse it.
            let collapsed =
                kind == UndefinedKind::Collapsed && text[range.end as usize..].starts_with("[]");
            Some(Undefined {
                kind,
                range: TextRange::new(range.start, range.end + if collapsed { 2 } else { 0 }),
                words,
                label,
            })
        })
        .chain(footnotes.into_iter().map(|range| Undefined {
            kind: UndefinedKind::Footnote,
            range,
            words: TextRange::new(range.start + 2, range.end - 1),
            label: TextRange::new(range.start + 2, range.end - 1),
        }))
        .collect();
    all.sort_by_key(|undefined| undefined.range);
    all.dedup_by_key(|undefined| undefined.range);
    all
}

/// The last `[` that is not escaped.
fn last_opening(text: &str) -> Option<usize> {
    let mut at = text.rfind('[')?;
    while at > 0 && text.as_bytes()[at - 1] == b'\\' {
        at = text[..at - 1].rfind('[')?;
    }
    Some(at)
}

/// Undefined footnote references in a run of text: `[^label]`.
pub(super) fn footnotes(text: &str, offset: u32, out: &mut Vec<TextRange>) {
    for caret in memchr::memchr_iter(b'^', text.as_bytes()) {
        let Some(start) = caret
            .checked_sub(1)
            .filter(|&at| text.as_bytes()[at] == b'[')
        else {
            continue;
        };
        let rest = &text[caret + 1..];
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
            .unwrap_or(rest.len());
        if length > 0 && rest[length..].starts_with(']') {
            let start = offset as usize + start;
            out.push(TextRange::from_usize(start..start + length + 3));
        }
    }
}

/// Definitions whose label an earlier one has. The parser takes no notice of them: they stand in no
/// node, and not among the `known` ones, whose ranges are sorted.
pub(super) fn duplicates(
    text: &str,
    document: &Document,
    known: &RefDefs<'_>,
    base: u32,
) -> Vec<Definition> {
    let mut taken: Vec<TextRange> = known
        .iter()
        .map(|(_, definition)| {
            TextRange::from_usize(
                base as usize + definition.span.start..base as usize + definition.span.end,
            )
        })
        .collect();
    if taken.is_empty() {
        return Vec::new();
    }
    taken.sort_unstable();
    let mut taken = taken.into_iter().peekable();
    let mut found = Vec::new();
    let mut at = base as usize;
    let leaves = document
        .nodes
        .iter()
        .enumerate()
        .filter(|(index, node)| node.end.0 as usize == index + 1 && !is_container(node.kind))
        .map(|(_, node)| node.range.to_usize())
        .chain(std::iter::once(text.len()..text.len()));
    for leaf in leaves {
        if leaf.start > at {
            in_gap(text, at..leaf.start, known, &mut taken, &mut found);
        }
        at = at.max(leaf.end);
    }
    found
}

/// Whether a node that nothing is in may still hold definitions.
const fn is_container(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::BlockQuote
            | NodeKind::List { .. }
            | NodeKind::Item
            | NodeKind::FootnoteDefinition
    )
}

fn in_gap(
    text: &str,
    gap: std::ops::Range<usize>,
    known: &RefDefs<'_>,
    taken: &mut std::iter::Peekable<std::vec::IntoIter<TextRange>>,
    found: &mut Vec<Definition>,
) {
    let mut from = gap.start;
    while let Some(open) = memchr::memchr(b'[', &text.as_bytes()[from..gap.end]).map(|o| from + o) {
        from = open + 1;
        while taken.next_if(|range| range.end as usize <= open).is_some() {}
        if taken
            .peek()
            .is_some_and(|range| range.start as usize <= open)
        {
            continue;
        }
        let line = text[gap.start..open].rfind('\n').map_or_else(
            || text[..open].rfind('\n').map_or(0, |end| end + 1),
            |end| gap.start + end + 1,
        );
        let is_marker = |c: char| {
            matches!(
                c,
                ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')' | '\u{FEFF}'
            ) || c.is_ascii_digit()
        };
        if !text[line..open].chars().all(is_marker) {
            continue;
        }
        let within = &text[open..gap.end];
        let Some(close) = label_length(within) else {
            continue;
        };
        if !within[close..].starts_with("]:") || within[1..].starts_with('^') {
            continue;
        }
        let end = open
            + within
                .find('\n')
                .filter(|end| *end > close + 2)
                .unwrap_or(within.len());
        let range = TextRange::from_usize(open..open + text[open..end].trim_end().len());
        let label = normal(&within[1..close]);
        let (Some(written), Some(_)) = (destination::of_definition(text, range), known.get(&label))
        else {
            continue;
        };
        from = end.max(from);
        found.push(Definition {
            label,
            range,
            written,
            destination: written.of(text).to_owned(),
            is_used: false,
        });
    }
}

/// The offset of the `]` that closes the label at the start of `text`; labels are at most 999
/// characters long.
fn label_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let bytes = text.as_bytes().iter().skip(1).take(4 * 999);
    for (at, byte) in bytes.enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b']' => return Some(at + 1),
            b'[' => return None,
            _ => {}
        }
    }
    None
}

/// A label as labels are compared, but for letters: white space is one space.
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}
