use crate::diagnostic::Safety;
use crate::markdown::{Document, Heading, Needs, Node, NodeKind};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::HEADINGS, check);

/// From how many dashes on a line of them is drawn across the page rather than put under a title.
const LONG: usize = 40;

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for Accident {
        heading,
        dashes,
        why,
    } in accidents(context)
    {
        let title = quote(heading.text.trim());
        let (start, replacement) = empty_line(context.text, dashes);
        reporter
            .report(
                context.at(dashes),
                format!("{title} is a heading because this line follows it directly"),
            )
            .here("makes a heading of the text above")
            .label(context.file, context.span(heading.content), "the heading")
            .help(format!(
                "{why}; leave a line empty above the dashes to get a thematic break"
            ))
            .fix(context.replace(
                TextRange::empty(start),
                replacement,
                Safety::Unsafe,
                "put an empty line above the thematic break",
            ));
    }
}

/// A heading that was not meant to be one.
pub(super) struct Accident<'a> {
    pub(super) heading: &'a Heading,
    /// The line below the text that makes a heading of it.
    dashes: TextRange,
    /// What speaks for a thematic break.
    why: &'static str,
}

/// The headings of a file that were not meant to be any, in order.
pub(super) fn accidents<'a>(context: &FileContext<'a>) -> Vec<Accident<'a>> {
    let setext = context.document.headings.iter().filter(|h| h.setext);
    let mut setext = setext.peekable();
    if setext.peek().is_none() {
        return Vec::new();
    }
    let habits = Habits::of(context);
    let accident = |heading| {
        let dashes = underline(context.text, heading)?;
        let why = why(context, heading, dashes, &habits)?;
        Some(Accident {
            heading,
            dashes,
            why,
        })
    };
    setext.filter_map(accident).collect()
}

/// How the file writes what is not in question.
struct Habits {
    /// Whether it has headings that begin with `#`.
    headings_are_atx: bool,
    /// Whether it draws thematic breaks with dashes.
    breaks_are_dashes: bool,
}

impl Habits {
    fn of(context: &FileContext<'_>) -> Self {
        let is_dashes = |node: &Node| {
            node.kind == NodeKind::ThematicBreak && node.range.of(context.text).starts_with('-')
        };
        Self {
            headings_are_atx: context.document.headings.iter().any(|other| !other.setext),
            breaks_are_dashes: context.document.nodes().iter().any(is_dashes),
        }
    }
}

/// Where an empty line goes above the line of `dashes`, and what it is: in a quote it begins with
/// the marks of the quote.
fn empty_line(text: &str, dashes: TextRange) -> (u32, String) {
    let before = text.get(..dashes.start as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let newline = if before[..start].ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let marks = before[start..]
        .rfind('>')
        .map_or("", |last| &before[start..=start + last]);
    (
        TextRange::from_usize(start..start).start,
        format!("{marks}{newline}"),
    )
}

/// The line of dashes under a setext heading of level 2. A heading of level 1 has `=` there, which
/// means nothing else.
fn underline(text: &str, heading: &Heading) -> Option<TextRange> {
    let written = heading.range.of(text);
    let start = written.rfind('\n')? + 1;
    let line = &written[start..];
    let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let dashes = line[indent..].trim_end();
    (heading.level == 2 && !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')).then(
        || {
            let start = heading.range.start as usize + start + indent;
            TextRange::from_usize(start..start + dashes.len())
        },
    )
}

/// What speaks for a thematic break, if anything does; a file that writes its headings with lines
/// of dashes is believed.
fn why(
    context: &FileContext<'_>,
    heading: &Heading,
    dashes: TextRange,
    habits: &Habits,
) -> Option<&'static str> {
    let content = heading.content.of(context.text);
    if is_metadata(context.text, heading) {
        return None;
    }
    if content.contains('\n') {
        return Some("a paragraph of several lines is no title");
    }
    if holds_image(context.document, heading) {
        return Some("an image is no title");
    }
    if is_fitted(content, dashes) {
        return None;
    }
    let is_line = dashes.len() as usize >= LONG;
    let is_bold = is_wholly_strong(context.document, heading);
    if habits.headings_are_atx && is_bold && (is_line || habits.breaks_are_dashes) {
        return Some(
            "bold text needs no underline, and the other headings of the file begin with `#`",
        );
    }
    if habits.headings_are_atx
        && content.trim_end().ends_with(['.', ':', ';', ','])
        && content.len() > LONG
    {
        return Some("a sentence is no title, and the other headings of the file begin with `#`");
    }
    None
}

/// Whether the dashes are as many as the title above has characters, give or take a few: then they
/// were drawn under it.
fn is_fitted(title: &str, dashes: TextRange) -> bool {
    let len = dashes.len() as usize;
    len > 3 && len.abs_diff(title.trim().chars().count()) <= 2
}

/// Whether the heading and a line of dashes above it are what the file begins with: metadata that
/// is read by something else than a renderer.
fn is_metadata(text: &str, heading: &Heading) -> bool {
    let above = text.get(..heading.range.start as usize).unwrap_or_default();
    let above = above.trim();
    above.len() >= 3 && above.bytes().all(|byte| byte == b'-')
}

fn holds_image(document: &Document, heading: &Heading) -> bool {
    document
        .descendants(heading.node)
        .iter()
        .any(|node| node.kind == NodeKind::Image)
}

fn is_wholly_strong(document: &Document, heading: &Heading) -> bool {
    let mut children = document
        .children(Some(heading.node))
        .map(|(_, node)| node.kind);
    children.next() == Some(NodeKind::Strong) && children.next().is_none()
}
