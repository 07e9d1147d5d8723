//! What the rules about code fences share: which are not closed, and what they swallow.

use super::FileContext;
use crate::markdown::{self, Fence, Needs};
use crate::qa::{self, At, Question, Shape};
use crate::source::TextRange;

/// Languages in which a fence within a block is text like any other.
const MARKDOWN: [&str; 7] = ["md", "markdown", "mdx", "rmd", "qmd", "mkd", "text"];

/// Why a block is not the one that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It runs to the end of the file.
    Unclosed,
    /// A fence with a language, as only opening fences have, stands in it here.
    HoldsOpening(TextRange),
    /// Its list item or quote ends before the fence here, which was meant to close it and opens a
    /// block of its own.
    ClosedOutside(TextRange),
}

/// What is wrong with a block of `text`: it is not closed where it was meant to be, or not at all.
fn fault(text: &str, fence: &Fence) -> Option<Fault> {
    match fence.closing {
        None if fence.range.end as usize >= text.trim_end().len() => Some(Fault::Unclosed),
        None => stray_closing(text, fence).map(Fault::ClosedOutside),
        Some(_) => opening_within(text, fence).map(Fault::HoldsOpening),
    }
}

/// A block that is not closed where it was meant to be, or that questions stand in.
#[derive(Clone, Debug)]
pub(crate) struct Faulty {
    pub(super) fence: Fence,
    /// What is wrong with the block, if that shows without the questions.
    pub(super) fault: Option<Fault>,
    /// The questions that stand in it.
    pub(crate) swallowed: Vec<Question>,
}

impl Faulty {
    /// What stands in the block.
    pub(crate) fn content(&self) -> TextRange {
        self.fence.content
    }
}

/// The blocks of a file that are not closed where they were meant to be, or that swallow questions.
pub(super) fn faulty(context: &FileContext<'_>) -> Vec<Faulty> {
    let of_fence = |fence: Fence| {
        let fault = fault(context.text, &fence);
        let swallowed = swallowed(context, &fence, fault);
        (fault.is_some() || !swallowed.is_empty()).then_some(Faulty {
            fence,
            fault,
            swallowed,
        })
    };
    context
        .document
        .fences(context.text)
        .filter_map(of_fence)
        .collect()
}

fn is_markdown(text: &str, fence: &Fence) -> bool {
    let info = fence.info.of(text).trim_start();
    let language = info
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    MARKDOWN
        .iter()
        .any(|markdown| language.eq_ignore_ascii_case(markdown))
}

/// A fence with a language in the content of a block.
fn opening_within(text: &str, fence: &Fence) -> Option<TextRange> {
    if is_markdown(text, fence) {
        return None;
    }
    let mark = fence.opening.of(text);
    let content = fence.content.of(text);
    // Hardly any block has a fence in it, so these are looked for rather than its lines.
    memchr::memmem::find_iter(content.as_bytes(), mark.as_bytes()).find_map(|start| {
        let before = content[..start].trim_end_matches([' ', '\t', '>']);
        if !before.is_empty() && !before.ends_with('\n') {
            return None;
        }
        let line = content[start..].lines().next()?.trim_end();
        let length = markdown::fence_length(line)?;
        let language = line.get(length..).unwrap_or_default().trim_start();
        let is_opening = language.starts_with(|c: char| c.is_ascii_alphabetic())
            && !language.contains(['`', ' ']);
        let start = fence.content.start as usize + start;
        is_opening.then(|| TextRange::from_usize(start..start + length))
    })
}

/// The fence on the line behind a block, if it is one without a language.
fn stray_closing(text: &str, fence: &Fence) -> Option<TextRange> {
    let mark = fence.opening.of(text);
    let end = fence.range.end as usize;
    let rest = text.get(end..)?;
    let start = end + rest.len() - rest.trim_start().len();
    let line = text.get(start..)?.lines().next()?.trim_end();
    (line == mark).then(|| TextRange::from_usize(start..start + line.len()))
}

/// The questions that stand in a block, as the shape of the file's other questions has them. Of a
/// block with nothing wrong about it only those whose numbers go on where the question before it
/// left off: an example of how questions are written does not.
fn swallowed(context: &FileContext<'_>, fence: &Fence, fault: Option<Fault>) -> Vec<Question> {
    let Some(shape) = context.shape else {
        return Vec::new();
    };
    // Elsewhere code looks like a question too easily.
    let is_tell_tale = matches!(shape.at, At::Heading | At::ItemHeading | At::Summary);
    if !is_tell_tale || !fence.top_level || is_markdown(context.text, fence) && fault.is_none() {
        return Vec::new();
    }
    let behind = context
        .questions
        .partition_point(|q| q.place.start < fence.range.start);
    let before = behind
        .checked_sub(1)
        .and_then(|last| context.questions.get(last));
    let last = before.and_then(|question| Some(question.number?.value));
    // Most blocks need not be parsed to see that there is no such question in them.
    let content = fence.content.of(context.text);
    let next = last.and_then(|last| last.checked_add(1));
    let may_continue = next.is_some_and(|next| content.contains(&next.to_string()));
    if !content.contains(['#', '<']) || fault.is_none() && !may_continue {
        return Vec::new();
    }
    let mut found = questions_in(context, shape, fence.content);
    if let (true, Some(Fault::HoldsOpening(opening))) = (found.is_empty(), fault) {
        // It may be a closing fence that somebody has put a language behind.
        let rest = TextRange::new(opening.end, fence.content.end);
        let line = rest.of(context.text).find('\n').unwrap_or_default();
        let start = TextRange::from_usize(0..opening.end as usize + line).end;
        found = questions_in(context, shape, TextRange::new(start, fence.content.end));
    }
    if found.is_empty() && fault.is_some() {
        // Or a fence that closes nothing, because something stands behind it.
        let text = without_fences(content, fence.opening.of(context.text));
        found = questions_of(context, shape, &text, fence.content.start);
    }
    let level = context.questions.first().map(|question| question.level);
    let mut last = last;
    found.retain(|question| {
        let own = question.number.map(|number| number.value);
        let continues = last.is_some_and(|last| last.checked_add(1) == own);
        if continues {
            last = own;
        }
        continues || fault.is_some() && level.is_some_and(|level| level == question.level)
    });
    found
}

/// The questions in a part of the text, taken for a file of its own. Only their places are those
/// in the text.
fn questions_in(context: &FileContext<'_>, shape: &Shape, part: TextRange) -> Vec<Question> {
    questions_of(context, shape, part.of(context.text), part.start)
}

/// The questions in `text`, which begins at `start` of the file's.
fn questions_of(context: &FileContext<'_>, shape: &Shape, text: &str, start: u32) -> Vec<Question> {
    let document = markdown::parse(text, Needs::QUESTIONS);
    let mut found = qa::find(text, context.name, &document, shape);
    for question in &mut found {
        let place = question.place;
        question.place = TextRange::new(start + place.start, start + place.end);
    }
    found
}

/// `text` with white space for all lines that begin with the fence `mark`.
fn without_fences(text: &str, mark: &str) -> String {
    let mut without = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(mark) {
            let end = line.trim_end_matches(['\r', '\n']).len();
            without.extend(std::iter::repeat_n(' ', end));
            without.push_str(&line[end..]);
        } else {
            without.push_str(line);
        }
    }
    without
}
