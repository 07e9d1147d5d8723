//! pulldown-cmark's events → [`Document`].

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};

use super::document::{Document, Heading, LinkKind, Needs, Node, NodeId, NodeKind};
use super::html_heading::HtmlHeadings;
use super::links::Links;
use super::references::{self, Broken};
use super::{front_matter, tabs};
use crate::source::TextRange;

/// The Markdown that GitHub reads, as pulldown-cmark is told of it.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// Parses `text`, which is at most 4 GiB, in one pass, and builds the tables that are asked for.
#[must_use]
pub fn parse(text: &str, needs: Needs) -> Document {
    let skipped = front_matter::length(text).unwrap_or(0);
    let body = tabs::without_tabs(&text[skipped..]);
    let mut builder = Builder {
        text,
        base: narrow(skipped),
        needs,
        document: Document {
            nodes: Vec::with_capacity(body.len() / 24),
            front_matter: (skipped > 0).then(|| TextRange::from_usize(0..skipped)),
            ..Document::default()
        },
        open: Vec::new(),
        links: Links::default(),
        html_headings: HtmlHeadings::default(),
    };
    let mut broken: Vec<Broken> = Vec::new();
    let base = builder.base;
    let callback = needs
        .contain(Needs::REFERENCES)
        .then_some(|link: BrokenLink<'_>| {
            let range =
                TextRange::new(base + narrow(link.span.start), base + narrow(link.span.end));
            broken.push((range, link.link_type));
            None
        });
    let mut events =
        Parser::new_with_broken_link_callback(&body, options(), callback).into_offset_iter();
    for (event, range) in events.by_ref() {
        let range = TextRange::new(base + narrow(range.start), base + narrow(range.end));
        builder.event(event, range);
    }
    builder.end_run();
    if needs.contain(Needs::LINKS) {
        builder.definitions(events.reference_definitions());
    }
    drop(events);
    let mut document = builder.document;
    document.html_headings = builder.html_headings.done;
    document.undefined = references::undefined(text, &broken, builder.links.footnotes);
    document
}

pub(super) struct Builder<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// Where the part of the text begins that the parser sees.
    pub(super) base: u32,
    pub(super) needs: Needs,
    pub(super) document: Document,
    open: Vec<Open>,
    pub(super) links: Links,
    pub(super) html_headings: HtmlHeadings,
}

/// A node whose end has not come yet.
struct Open {
    node: usize,
    /// For links: how it is written, where it leads, and its label if it is a reference.
    link: Option<(LinkKind, String, String)>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: TextRange) {
        if !matches!(event, Event::Text(_)) {
            self.end_run();
        }
        let kind = match event {
            Event::Start(tag) => {
                let link = self.link_of(&tag);
                if let Tag::FootnoteDefinition(label) = &tag
                    && self.needs.contain(Needs::REFERENCES)
                {
                    self.document.footnotes.push(label.to_string());
                }
                let kind = self.kind_of(&tag, range);
                self.open.push(Open {
                    node: self.document.nodes.len(),
                    link,
                });
                self.links.closed_depth += usize::from(is_closed(kind));
                self.push(kind, range);
                return;
            }
            Event::End(_) => {
                self.close();
                return;
            }
            Event::Text(text) => {
                self.run(range);
                self.html_headings.text(&text);
                self.text_kind(text, range)
            }
            Event::Code(text) => {
                self.html_headings.text(&text);
                NodeKind::Code {
                    content: self.code_content(&text, range),
                }
            }
            Event::Html(_) => NodeKind::Html,
            Event::InlineHtml(_) => {
                self.html(range);
                NodeKind::InlineHtml
            }
            Event::FootnoteReference(_) => NodeKind::FootnoteReference,
            Event::SoftBreak | Event::HardBreak => {
                self.html_headings.text(" ");
                match event {
                    Event::SoftBreak => NodeKind::SoftBreak,
                    _ => NodeKind::HardBreak,
                }
            }
            Event::Rule => NodeKind::ThematicBreak,
            Event::TaskListMarker(checked) => NodeKind::TaskMarker { checked },
            Event::InlineMath(_) | Event::DisplayMath(_) => return,
        };
        self.push(kind, range);
    }

    fn push(&mut self, kind: NodeKind, range: TextRange) {
        let end = NodeId(narrow(self.document.nodes.len() + 1));
        self.document.nodes.push(Node { kind, range, end });
    }

    fn kind_of(&self, tag: &Tag<'_>, range: TextRange) -> NodeKind {
        match tag {
            Tag::Heading { level, .. } => NodeKind::Heading {
                level: *level as u8,
                // An ATX heading is one line; the text of a setext heading may begin with `#`.
                setext: range.of(self.text).trim_end().contains(['\n', '\r']),
            },
            Tag::BlockQuote(_) => NodeKind::BlockQuote,
            Tag::CodeBlock(kind) => NodeKind::CodeBlock {
                fenced: kind.is_fenced(),
            },
            Tag::HtmlBlock => NodeKind::HtmlBlock,
            Tag::List(start) => NodeKind::List {
                ordered: start.is_some(),
            },
            Tag::Item => NodeKind::Item,
            Tag::FootnoteDefinition(_) => NodeKind::FootnoteDefinition,
            Tag::Table(_) => NodeKind::Table,
            Tag::TableHead => NodeKind::TableHead,
            Tag::TableRow => NodeKind::TableRow,
            Tag::TableCell => NodeKind::TableCell,
            Tag::Emphasis => NodeKind::Emphasis,
            Tag::Strong => NodeKind::Strong,
            Tag::Strikethrough => NodeKind::Strikethrough,
            Tag::Link { .. } => NodeKind::Link,
            Tag::Image { .. } => NodeKind::Image,
            // The others belong to extensions that are not switched on.
            _ => NodeKind::Paragraph,
        }
    }

    /// Text that the parser borrowed from the source is written as it reads.
    fn text_kind(&mut self, text: CowStr<'_>, range: TextRange) -> NodeKind {
        let written = range.of(self.text);
        if std::ptr::eq(written, &*text) || written == &*text {
            return NodeKind::Text;
        }
        let index = narrow(self.document.texts.len());
        self.document
            .texts
            .push(text.into_string().into_boxed_str());
        NodeKind::DecodedText(index)
    }

    /// The content of the code span at `range`. Where it has line endings the parser makes spaces
    /// of them, which has the same length.
    fn code_content(&self, text: &str, range: TextRange) -> TextRange {
        let written = range.of(self.text);
        let fence = narrow(written.len() - written.trim_start_matches('`').len());
        let inner = TextRange::new(
            range.start + fence,
            range.end.saturating_sub(fence).max(range.start + fence),
        );
        let stripped = inner.of(self.text);
        // One space on each side is stripped where both are there.
        if stripped.len() == text.len() + 2 {
            TextRange::new(inner.start + 1, inner.end - 1)
        } else {
            inner
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = NodeId(narrow(self.document.nodes.len()));
        let Some(node) = self.document.nodes.get_mut(open.node) else {
            return;
        };
        node.end = end;
        let node = *node;
        if is_closed(node.kind) {
            self.links.closed_depth = self.links.closed_depth.saturating_sub(1);
        }
        match node.kind {
            NodeKind::Heading { level, setext } if self.needs.contain(Needs::HEADINGS) => {
                self.heading(open.node, node.range, level, setext);
            }
            NodeKind::Link | NodeKind::Image => {
                if let Some((kind, destination, label)) = open.link {
                    if kind == LinkKind::Reference {
                        let at = self.document.links.len();
                        self.links.references.push((at, label));
                    }
                    self.link(open.node, node, kind, destination);
                }
            }
            NodeKind::HtmlBlock => self.html(node.range),
            _ => {}
        }
    }

    fn heading(&mut self, node: usize, range: TextRange, level: u8, setext: bool) {
        let inlines = self.document.nodes.get(node + 1..).unwrap_or_default();
        let content = match (inlines.first(), inlines.last()) {
            (Some(first), Some(_)) => {
                let end = inlines.iter().map(|inline| inline.range.end).max();
                TextRange::new(first.range.start, end.unwrap_or(first.range.end))
            }
            _ => TextRange::empty(range.end),
        };
        let mut text = String::new();
        self.document.push_text(self.text, inlines, &mut text);
        let written = range.of(self.text);
        let range = TextRange::new(range.start, range.start + narrow(written.trim_end().len()));
        self.document.headings.push(Heading {
            node: NodeId(narrow(node)),
            level,
            setext,
            range,
            content,
            text,
            top_level: self.open.is_empty(),
        });
    }
}

/// Whether a bare URL within such a node is no link.
const fn is_closed(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Link | NodeKind::Image | NodeKind::CodeBlock { .. }
    )
}

/// Resolves the entities of an attribute's value, which are Markdown's too.
pub(super) fn decode_entities(value: &str) -> String {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return value.to_owned();
    }
    // In a link destination the parser resolves exactly these, and escapes, which are not HTML's.
    let escaped = value.replace('\\', "\\\\");
    let wrapped = format!("[a](<{escaped}>)");
    for event in Parser::new(&wrapped) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event {
            return dest_url.into_string();
        }
    }
    value.to_owned()
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<(&str, String)> {
        let document = parse(text, Needs::ALL);
        document
            .links
            .iter()
            .map(|l| (l.written.of(text), l.destination.clone()))
            .collect()
    }

    fn own(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        pairs
            .iter()
            .map(|&(written, destination)| (written, destination.to_owned()))
            .collect()
    }

    #[test]
    fn destinations_are_found_where_they_are_written() {
        assert_eq!(links("[a](b.md#c)"), own(&[("b.md#c", "b.md#c")]));
        assert_eq!(links("[`](`](b&amp;c)"), own(&[("b&amp;c", "b&c")]));
        assert_eq!(links("![a [b](c)](d)"), own(&[("c", "c"), ("d", "d")]));
        assert_eq!(
            links("> [a\n> b](<c d> 't')".replace("\\n", "\n").as_str()),
            own(&[("c d", "c d")])
        );
        assert_eq!(links("[](x)"), own(&[("x", "x")]));
        assert_eq!(
            links("[a] [b][A]\n\n[a]: </x y>"),
            own(&[("/x y", "/x y"), ("/x y", "/x y")])
        );
        assert_eq!(
            links("<https://a.b/c>"),
            own(&[("https://a.b/c", "https://a.b/c")])
        );
        assert_eq!(
            links("<div>\n<a href='x?a&amp;b'\n id=y>t</a></div>\n\na <img src=z> b"),
            own(&[("x?a&amp;b", "x?a&b"), ("z", "z")])
        );
    }

    #[test]
    fn code_and_escapes_hold_no_links() {
        assert_eq!(
            links("`[a](b)` \\[a](b)\n\n    [a](b)\n\n```\n[a](b)\n```\n<!-- <a href=b> -->"),
            []
        );
    }

    #[test]
    fn headings_keep_what_a_reader_sees() {
        let text = "---\nt: x\n---\n# a *b* `c\\d` &amp; ![i](j) [k](l) <b>m</b> #\n\nn\no\n-\n";
        let document = parse(text, Needs::HEADINGS);
        let [first, second] = &document.headings[..] else {
            panic!("{:?}", document.headings)
        };
        assert_eq!(first.text, "a b c\\d &  k m");
        assert_eq!((first.level, first.setext), (1, false));
        assert!(first.range.of(text).starts_with("# a") && first.range.of(text).ends_with("#"));
        assert_eq!(
            (second.text.as_str(), second.level, second.setext),
            ("n o", 2, true)
        );
        assert_eq!(second.content.of(text), "n\no");
        assert_eq!(
            document.front_matter.map(|range| range.of(text)),
            Some("---\nt: x\n---\n")
        );
    }

    #[test]
    fn anchors_come_from_raw_html() {
        let text = "# <a name=\"x\"></a>a\n\n<div id='y'>\n\n`<a id=z>`\n";
        let names: Vec<_> = parse(text, Needs::ALL)
            .anchors
            .into_iter()
            .map(|a| a.name)
            .collect();
        assert_eq!(names, ["x", "y"]);
    }

    #[test]
    fn bare_urls_are_links() {
        assert_eq!(
            links(
                "see https://a.org/a_b?x&amp;y=*, (www.b.org) and\nhttps://c.org/.\n\n[x https://d.org](e) `https://f.org`\n\n    https://g.org\n\n> # *https://h.org*\n"
            ),
            own(&[
                ("https://a.org/a_b?x&amp;y=", "https://a.org/a_b?x&y="),
                ("www.b.org", "http://www.b.org"),
                ("https://c.org/", "https://c.org/"),
                ("e", "e"),
                ("https://h.org", "https://h.org"),
            ])
        );
    }

    #[test]
    fn raw_html_has_headings() {
        let text = "<h2 align=center>A &amp; <i>b</i></h2>\n\n# c\n\n<h1>\n\n**d** `e`\n\n</h1>\n\nx <h3>f</h3> <hr><header>g</header> <h4>h\n\n`<h5>i</h5>`\n";
        let found: Vec<_> = parse(text, Needs::ANCHORS)
            .html_headings
            .into_iter()
            .map(|heading| heading.text)
            .collect();
        assert_eq!(found, ["A & b", "\nd e", "f"]);
    }

    #[test]
    fn references_without_definitions() {
        use crate::markdown::UndefinedKind::{Collapsed, Footnote, Full, Shortcut};

        let text = "[a][b] [c d][] [e] [^f] [^g] ![h][i\\]j] [x] [y][x] `[k][l]` \\[m][n\n\n[x]: z\n[^g]: z\n";
        let found: Vec<_> = parse(text, Needs::ALL)
            .undefined
            .into_iter()
            .map(|u| (u.kind, u.words.of(text), u.label.of(text)))
            .collect();
        assert_eq!(
            found,
            [
                (Full, "a", "b"),
                (Collapsed, "c d", "c d"),
                (Shortcut, "e", "e"),
                (Footnote, "f", "f"),
                (Full, "h", "i\\]j"),
            ]
        );
    }

    #[test]
    fn definitions_that_never_count() {
        let text = "[a] [c]\n\n[a]: x\n[A]: y 't'\n[b]: z\nText.\n\n- [a]: u\n  text\n\n> [ A ]: <v w>\n\n[a]: in a paragraph\n[c]: d\n\n```\n[a]: code\n```\n";
        let document = parse(text, Needs::ALL);
        let used: Vec<_> = document
            .definitions
            .iter()
            .map(|d| (d.label.as_str(), d.is_used))
            .collect();
        assert_eq!(used, [("a", true), ("b", false)]);
        let found: Vec<_> = document
            .duplicates
            .iter()
            .map(|d| d.written.of(text))
            .collect();
        assert_eq!(found, ["y", "u", "v w"]);
    }

    #[test]
    fn nodes_nest() {
        let text = "- a\n  - *b*\n\n> c\n";
        let document = parse(text, Needs::NODES);
        let top: Vec<_> = document.children(None).map(|(_, node)| node.kind).collect();
        assert_eq!(
            top,
            [NodeKind::List { ordered: false }, NodeKind::BlockQuote]
        );
        assert_eq!(document.descendants(NodeId(0)).len(), 6);
    }
}
