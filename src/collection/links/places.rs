//! The places in files that links can name.

use crate::link::{AnchorStyle, Anchorer, Generator, Sites, Tree, is_partial, slug};
use crate::markdown::{self, Document, Needs};
use crate::source;

/// The places of a file that links can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The names, in the order of the places; those of raw HTML last.
    pub anchors: Vec<String>,
    /// Where each of them begins in the text.
    pub starts: Vec<u32>,
    /// Whether there may be others: the file takes in other files when its page is made.
    pub open: bool,
}

/// What brings other files, and their headings, into a page, by a character that text seldom has:
/// what stands before it, and it with what follows. Compared without regard to case.
const TRANSCLUSIONS: [(&str, &str); 9] = [
    ("", "{{<"),
    ("", "{{%"),
    ("", "{{#"),
    ("", "{% include"),
    ("", "{%- include"),
    ("[", "!include"),
    ("--8", "<--"),
    ("", "<!--@include"),
    ("", "<!--#include"),
];

impl Places {
    /// The places of `document`, whose text is `text`: the anchors that its headings get in
    /// `style`, and what raw HTML names. Needs headings and anchors.
    #[must_use]
    pub fn of(text: &str, document: &Document, style: AnchorStyle) -> Self {
        let mut anchorer = Anchorer::new(style);
        let mut anchors = Vec::with_capacity(document.headings.len() + document.anchors.len());
        let mut starts = Vec::with_capacity(anchors.capacity());
        let mut raw = document.html_headings.iter().peekable();
        for heading in &document.headings {
            while let Some(before) = raw.next_if(|raw| raw.range.start < heading.range.start) {
                push_html(&before.text, &mut anchorer, &mut anchors);
                starts.resize(anchors.len(), before.range.start);
            }
            anchorer.push(&heading.text, &mut anchors);
            starts.resize(anchors.len(), heading.range.start);
        }
        for heading in raw {
            push_html(&heading.text, &mut anchorer, &mut anchors);
            starts.resize(anchors.len(), heading.range.start);
        }
        anchors.extend(document.anchors.iter().map(|anchor| anchor.name.clone()));
        starts.extend(document.anchors.iter().map(|anchor| anchor.range.start));
        Self {
            anchors,
            starts,
            open: takes_in_others(text, document),
        }
    }

    /// The places of a Markdown file that is not one of the run's; `None` for other files, whose
    /// places nobody knows.
    pub(super) fn read(tree: &Tree, target: &str, style: AnchorStyle) -> Option<Self> {
        let path = tree.root().join(target);
        if !source::is_markdown(&path) {
            return None;
        }
        let bytes = source::read(&path).ok()?;
        let decoded = source::decode(&bytes).ok()?;
        let document = markdown::parse(&decoded.text, Needs::HEADINGS.and(Needs::ANCHORS));
        Some(Self::of(&decoded.text, &document, style))
    }
}

/// The anchors of a heading of raw HTML. Renderers disagree about white space at its edges, of which
/// HTML that is laid out in lines has plenty.
fn push_html(text: &str, anchorer: &mut Anchorer, anchors: &mut Vec<String>) {
    anchorer.push(text, anchors);
    let laid_out: Vec<&str> = text.split_whitespace().collect();
    let laid_out = laid_out.join(" ");
    if laid_out != text {
        anchors.push(slug(&laid_out));
    }
}

/// Whether a document takes in other files when its page is made, so that not all that belongs to
/// it is in its text.
#[must_use]
pub fn takes_in_others(text: &str, document: &Document) -> bool {
    let mut code = document.code().peekable();
    let bytes = text.as_bytes();
    for start in memchr::memchr3_iter(b'{', b'!', b'<', bytes) {
        let (before, rest) = bytes.split_at(start);
        let found = TRANSCLUSIONS.iter().any(|(lead, mark)| {
            rest.get(..mark.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes()))
                && before.ends_with(lead.as_bytes())
        });
        if !found {
            continue;
        }
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        while code.next_if(|range| range.end <= start).is_some() {}
        if code.peek().is_none_or(|range| range.start > start) {
            return true;
        }
    }
    // Parts of a page written in MDX come from modules.
    memchr::memmem::find_iter(text.as_bytes(), b"import ").any(|start| {
        let line = text[start..].lines().next().unwrap_or_default();
        let begins_line = start == 0 || text.as_bytes()[start - 1] == b'\n';
        let at = u32::try_from(start).unwrap_or(u32::MAX);
        begins_line
            && line.contains(" from ")
            && !document
                .code()
                .any(|range| range.start <= at && at < range.end)
    })
}

/// Whether nobody but the generator knows the places of `target`.
pub(super) fn are_unknown(sites: &Sites, tree: &Tree, target: &str) -> bool {
    sites.generator_of(tree, target).is_some() && is_partial(target)
}

/// Whether `fragment` is none of a heading's, but means something to what shows the page.
pub(super) fn is_reserved(fragment: &str, generator: Option<Generator>) -> bool {
    // Routes of a page's own script; footnotes.
    let everywhere = ["/", "!", "fn:", "fnref:", "user-content-fn"];
    // Tabs of DocFX; what Material for MkDocs makes of code and tabs.
    let in_sites = ["tab/", "__", "fn", "footnote"];
    everywhere.iter().any(|start| fragment.starts_with(start))
        || generator.is_some() && in_sites.iter().any(|start| fragment.starts_with(start))
}
