//! The skeleton of a question, written as another question is.

use crate::markdown::{Document, NodeKind};
use crate::qa::Question;
use crate::source::TextRange;

/// What stands where something is to be written.
const TODO: &str = "TODO";

/// A question like `model` with another number and title, and nothing in it but what frames an
/// answer: headings of sections, boxes of options, `<details>`.
pub(super) fn of(text: &str, model: &Question, number: Option<u32>, title: &str) -> Option<String> {
    let start = line_start(text, model.range.start.min(model.place.start));
    let whole = TextRange::new(start, model.range.end.max(model.place.end));
    let ending = if whole.of(text).contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut skeleton = head(text, start, model, (number, title), ending)?;
    let indent = indent_of_body(text, model);
    let mut last_is_frame = true;
    let mut wrote_todo = false;
    let mut at = model.place.end as usize;
    // A line that holds the end of the place is part of it: `</summary>`, the marks of a heading.
    at += text.get(at..whole.end as usize)?.find('\n').unwrap_or(0);
    let mut options = 0;
    for line in text.get(at..whole.end as usize)?.split_inclusive('\n') {
        let from = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let range = TextRange::from_usize(from..from + line.len());
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        let is_section = model
            .sections
            .iter()
            .any(|section| meets(section.place, range))
            || model
                .answer
                .and_then(|answer| answer.marker)
                .is_some_and(|marker| meets(marker, range));
        let tag = trimmed.to_ascii_lowercase();
        let opens = ["<details", "<summary", "<p>"]
            .iter()
            .any(|t| tag.starts_with(t));
        let closes = ["</details", "</p>", "</summary"]
            .iter()
            .any(|t| tag.starts_with(t));
        let option = model
            .options
            .iter()
            .find(|option| meets(option.range, range));
        if option.is_some() {
            if option.is_some_and(|option| {
                line_start(text, option.range.start) as usize == line_at(text, from)
            }) {
                if options == 0 {
                    skeleton.push_str(ending);
                }
                skeleton.push_str(&blank_option(line));
                skeleton.push_str(ending);
                options += 1;
                last_is_frame = false;
            }
            continue;
        }
        if closes {
            if last_is_frame && !wrote_todo {
                push(&mut skeleton, &format!("{indent}{TODO}"), ending);
                wrote_todo = true;
            }
            push(&mut skeleton, line.trim_end(), ending);
            last_is_frame = false;
        } else if is_section || opens {
            if is_section && last_is_frame && wrote_todo {
                wrote_todo = false;
            }
            push(&mut skeleton, line.trim_end(), ending);
            last_is_frame = true;
        }
    }
    if last_is_frame && !wrote_todo {
        push(&mut skeleton, &format!("{indent}{TODO}"), ending);
    }
    Some(skeleton)
}

/// A block of its own, or a tag right below another.
fn push(skeleton: &mut String, line: &str, ending: &str) {
    let before_is_tag = skeleton
        .lines()
        .last()
        .is_some_and(|last| last.trim_start().starts_with('<'));
    if !(before_is_tag && line.trim_start().starts_with('<')) {
        skeleton.push_str(ending);
    }
    skeleton.push_str(line);
    skeleton.push_str(ending);
}

/// The line or lines of the place, with the new number and title.
fn head(
    text: &str,
    start: u32,
    model: &Question,
    (number, title): (Option<u32>, &str),
    ending: &str,
) -> Option<String> {
    let end = model.place.end as usize;
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    // What stands behind a title in its line closes it: `</summary>`, `###`, `**`.
    let end = if text[end..line_end].trim().len() <= 24 {
        line_end
    } else {
        end
    };
    let mut parts = vec![(model.title_range, title.to_owned())];
    if let (Some(old), Some(new)) = (model.number, number) {
        let digits = old.range.of(text);
        if digits.parse() != Ok(old.value) {
            return None;
        }
        let width = if digits.starts_with('0') {
            digits.len()
        } else {
            0
        };
        parts.push((old.range, format!("{new:0width$}")));
    }
    parts.sort_by_key(|(range, _)| *range);
    let mut head = String::new();
    let mut at = start as usize;
    for (range, new) in parts {
        head.push_str(text.get(at..range.start as usize)?);
        head.push_str(&new);
        at = range.end as usize;
    }
    head.push_str(text.get(at..end)?.trim_end());
    head.push_str(ending);
    Some(head)
}

/// An option of a quiz without what it says.
fn blank_option(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let content = &line[indent..];
    let marker = content.find(' ').map_or(content.len(), |at| at + 1);
    let rest = &content[marker..];
    let label = match rest.as_bytes() {
        [b'[', _, b']', ..] => "[ ] ".to_owned(),
        [letter, b':' | b'.' | b')', ..] if letter.is_ascii_alphabetic() => {
            format!("{} ", &rest[..2])
        }
        _ => String::new(),
    };
    format!("{}{}{label}{TODO}", &line[..indent], &content[..marker])
}

/// How far the lines of the answer are indented: in an item of a list, as far as its content.
fn indent_of_body(text: &str, model: &Question) -> String {
    let body = text
        .get(model.place.end as usize..model.range.end as usize)
        .unwrap_or_default();
    let first = body
        .lines()
        .skip(1)
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let indent = &first[..first.len() - first.trim_start_matches(' ').len()];
    let in_item = matches!(model.at, crate::qa::At::Item | crate::qa::At::ItemHeading);
    if in_item {
        indent.to_owned()
    } else {
        String::new()
    }
}

/// Where a question ends as people see it: before a footer, behind a line that parts questions.
pub(super) fn end(text: &str, document: &Document, questions: &[Question], at: usize) -> u32 {
    let Some(question) = questions.get(at) else {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    };
    let breaks = |range: TextRange| {
        document
            .nodes()
            .iter()
            .filter(move |node| node.kind == NodeKind::ThematicBreak && range.encloses(node.range))
            .map(|node| node.range)
    };
    let ends_with_break = |question: &Question| {
        breaks(question.range).any(|line| {
            let behind = TextRange::new(line.end, question.range.end.max(line.end));
            behind.of(text).trim().is_empty()
        })
    };
    let parted = questions.iter().rev().skip(1).any(ends_with_break);
    if parted {
        return question.range.end;
    }
    match breaks(question.range).next() {
        Some(footer) if at + 1 == questions.len() => line_start(text, footer.start),
        _ => question.range.end,
    }
}

/// `skeleton` as it is inserted at `at`: a blank line before and behind it.
pub(super) fn fit(text: &str, at: u32, skeleton: &str) -> (u32, String) {
    let ending = if skeleton.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    // A question in a list ends behind the marker of the next item.
    let line = line_start(text, at);
    let is_marker = |c: char| c.is_whitespace() || c.is_ascii_digit() || ".)-*+".contains(c);
    let at = if text[line as usize..at as usize].chars().all(is_marker) {
        line
    } else {
        at
    };
    let before = &text[..at as usize];
    let blank = before.len() - before.trim_end().len();
    let lines_before = before[before.len() - blank..].matches('\n').count();
    let mut fitted = ending.repeat(if before.trim().is_empty() {
        0
    } else {
        2_usize.saturating_sub(lines_before)
    });
    fitted.push_str(skeleton.trim_end());
    fitted.push_str(ending);
    if !text[at as usize..].trim().is_empty() {
        fitted.push_str(ending);
    }
    (at, fitted)
}

fn meets(a: TextRange, b: TextRange) -> bool {
    a.start < b.end && b.start < a.end
}

fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or_default();
    u32::try_from(before.rfind('\n').map_or(0, |at| at + 1)).unwrap_or(u32::MAX)
}

fn line_at(text: &str, at: usize) -> usize {
    text.get(..at)
        .unwrap_or_default()
        .rfind('\n')
        .map_or(0, |at| at + 1)
}
