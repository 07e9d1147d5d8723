//! The parsed form of a file.

use crate::source::TextRange;

/// Which tables of a [`Document`] to build; the nodes are always there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs(u16);

impl Needs {
    /// Nothing but the nodes.
    pub const NODES: Self = Self(0);
    /// [`Document::headings`].
    pub const HEADINGS: Self = Self(1);
    /// [`Document::links`] and [`Document::definitions`].
    pub const LINKS: Self = Self(1 << 1);
    /// [`Document::anchors`].
    pub const ANCHORS: Self = Self(1 << 2);
    /// The questions and answers; they are found by headings.
    pub const QUESTIONS: Self = Self(1 << 3 | 1);
    /// What identifies a question's content: a fingerprint of it in the summary of its file.
    pub const FINGERPRINTS: Self = Self(1 << 4 | Self::QUESTIONS.0);
    /// What tells which questions are alike: a sketch of each in the summary of its file.
    pub const SKETCHES: Self = Self(1 << 5 | Self::FINGERPRINTS.0);
    /// The blocks of links that may be indexes of questions, and the anchors of questions.
    pub const INDEXES: Self =
        Self(1 << 6 | Self::QUESTIONS.0 | Self::HEADINGS.0 | Self::LINKS.0 | Self::ANCHORS.0);
    /// What [`LINKS`](Self::LINKS) asks for, and of each file its links to the web. Only an
    /// online run has rules that ask for it.
    pub const WEB: Self = Self(1 << 7 | 1 << 1);
    /// [`Document::undefined`] and [`Document::duplicates`].
    pub const REFERENCES: Self = Self(1 << 8 | Self::LINKS.0);
    /// How many questions a file says there are.
    pub const STATED: Self = Self(1 << 9 | Self::QUESTIONS.0 | Self::LINKS.0 | Self::ANCHORS.0);
    /// What a file begins and ends with.
    pub const FRAME: Self = Self(1 << 10 | Self::QUESTIONS.0);
    /// All tables.
    pub const ALL: Self = Self(0xffff);

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is asked for.
    #[must_use]
    pub const fn contain(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A node of a [`Document`], by its place in preorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A block or an inline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands, markup included.
    pub range: TextRange,
    /// The node behind its last descendant.
    pub end: NodeId,
}

/// What a node is. The names are CommonMark's and GFM's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the specifications' own")]
pub enum NodeKind {
    Paragraph,
    /// Level 1 to 6; whether it is underlined (setext) rather than marked with `#` (ATX).
    Heading {
        level: u8,
        setext: bool,
    },
    BlockQuote,
    /// Fenced or indented.
    CodeBlock {
        fenced: bool,
    },
    ThematicBreak,
    HtmlBlock,
    /// A line of an [`HtmlBlock`](Self::HtmlBlock).
    Html,
    /// With numbers or with bullets.
    List {
        ordered: bool,
    },
    Item,
    FootnoteDefinition,
    Table,
    TableHead,
    TableRow,
    TableCell,
    Emphasis,
    Strong,
    Strikethrough,
    Link,
    Image,
    /// Text that reads as it is written.
    Text,
    /// Text that is written otherwise, such as an entity; its index in the document's texts.
    DecodedText(u32),
    /// Content of a code span as it is written, without the backticks; the range is the span's.
    Code {
        content: TextRange,
    },
    InlineHtml,
    FootnoteReference,
    SoftBreak,
    HardBreak,
    /// `[ ]` or `[x]`.
    TaskMarker {
        checked: bool,
    },
}

/// A heading, ATX or setext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its node.
    pub node: NodeId,
    /// 1 to 6.
    pub level: u8,
    /// Whether it is underlined rather than marked with `#`.
    pub setext: bool,
    /// The whole heading, without the line ending.
    pub range: TextRange,
    /// From the first inline to the last; empty for an empty heading.
    pub content: TextRange,
    /// The text a reader sees, without markup.
    pub text: String,
    /// Whether it stands directly in the document rather than in a list, a quote or the like.
    pub top_level: bool,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](destination)`.
    Inline,
    /// `[text][label]`, `[label][]` or `[label]`.
    Reference,
    /// `<https://…>` or `<name@host>`.
    Autolink,
    /// A URL or address that stands in the text, which GFM makes a link of.
    Bare,
    /// An attribute of raw HTML: `href` or `src`.
    Html,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// Whether it is an image.
    pub image: bool,
    /// Its node; `None` for raw HTML and bare URLs.
    pub node: Option<NodeId>,
    /// The whole link.
    pub range: TextRange,
    /// The destination as it is written: the bytes between the parentheses, without `<>` and
    /// title. For a reference, the destination in its definition.
    pub written: TextRange,
    /// The destination with escapes and entities resolved.
    pub destination: String,
}

/// A link reference definition: `[label]: destination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The label, as pulldown-cmark normalises it.
    pub label: String,
    /// The whole definition.
    pub range: TextRange,
    /// The destination as it is written.
    pub written: TextRange,
    /// The destination with escapes and entities resolved.
    pub destination: String,
    /// Whether a link refers to it.
    pub is_used: bool,
}

impl Definition {
    /// Whether it only holds a comment, as in `[//]: # (comment)`: nothing refers to it, and
    /// several have one label.
    #[must_use]
    pub fn is_comment(&self) -> bool {
        matches!(self.destination.as_str(), "" | "#" | "<>")
            || matches!(
                self.label.as_str(),
                "//" | "comment" | "_" | "#" | ":" | "~"
            )
    }
}

/// How a reference without a definition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UndefinedKind {
    /// `[text][label]`
    Full,
    /// `[label][]`
    Collapsed,
    /// `[label]`, which may be no reference at all.
    Shortcut,
    /// `[^label]`
    Footnote,
}

/// What is written like a reference, but whose label is not defined, so that it is shown as it
/// stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// How it is written.
    pub kind: UndefinedKind,
    /// The whole reference.
    pub range: TextRange,
    /// What would be the text of the link.
    pub words: TextRange,
    /// The label, without brackets.
    pub label: TextRange,
}

/// A place that raw HTML names: `id`, or `name` of `<a>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The name, entities resolved.
    pub name: String,
    /// The tag.
    pub range: TextRange,
}

/// A heading of raw HTML, `<h1>` to `<h6>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlHeading {
    /// From the start tag to the end tag, or as far as is known.
    pub range: TextRange,
    /// The text a reader sees, without markup.
    pub text: String,
}

/// A file, parsed.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(super) nodes: Vec<Node>,
    pub(super) texts: Vec<Box<str>>,
    /// Headings in order; built for [`Needs::HEADINGS`].
    pub headings: Vec<Heading>,
    /// Links and images in order; built for [`Needs::LINKS`].
    pub links: Vec<Link>,
    /// Link reference definitions in order; built for [`Needs::LINKS`]. Of several with one
    /// label, the first.
    pub definitions: Vec<Definition>,
    /// References without a definition, in order; built for [`Needs::REFERENCES`].
    pub undefined: Vec<Undefined>,
    /// Link reference definitions that never count, because an earlier one has the label; in
    /// order, built for [`Needs::REFERENCES`].
    pub duplicates: Vec<Definition>,
    /// Labels of footnotes that are defined; built for [`Needs::REFERENCES`].
    pub footnotes: Vec<String>,
    /// Named places in raw HTML, in order; built for [`Needs::ANCHORS`].
    pub anchors: Vec<Anchor>,
    /// Headings of raw HTML in order, which are among the [`headings`](Self::headings) nowhere;
    /// built for [`Needs::ANCHORS`].
    pub html_headings: Vec<HtmlHeading>,
    /// The front matter, with its fences.
    pub front_matter: Option<TextRange>,
}

impl Document {
    /// All nodes in preorder.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node `id`, if it is one of this document's.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The children of the document, or of node `parent`, in order.
    pub fn children(&self, parent: Option<NodeId>) -> impl Iterator<Item = (NodeId, &Node)> {
        let (mut next, end) = match parent {
            None => (0, self.nodes.len()),
            Some(parent) => {
                let end = self.node(parent).map_or(0, |node| node.end.0 as usize);
                (parent.0 as usize + 1, end)
            }
        };
        std::iter::from_fn(move || {
            let node = self.nodes.get(next).filter(|_| next < end)?;
            let id = NodeId(u32::try_from(next).ok()?);
            next = node.end.0 as usize;
            Some((id, node))
        })
    }

    /// The descendants of `parent` in preorder.
    #[must_use]
    pub fn descendants(&self, parent: NodeId) -> &[Node] {
        let end = self.node(parent).map_or(0, |node| node.end.0 as usize);
        self.nodes
            .get(parent.0 as usize + 1..end)
            .unwrap_or_default()
    }

    /// Ranges of code, in blocks and in spans, sorted.
    pub fn code(&self) -> impl Iterator<Item = TextRange> {
        self.nodes
            .iter()
            .filter(|node| {
                matches!(
                    node.kind,
                    NodeKind::CodeBlock { .. } | NodeKind::Code { .. }
                )
            })
            .map(|node| node.range)
    }
}
