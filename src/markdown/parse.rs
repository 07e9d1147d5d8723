//! pulldown-cmark's events → [`Document`].

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, RefDefs, Tag};

use super::document::{
    Anchor, Definition, Document, Heading, Link, LinkKind, Needs, Node, NodeId, NodeKind,
};
use super::{destination, front_matter, html};
use crate::source::TextRange;

/// The Markdown that GitHub reads.
fn options() -> Options {
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
    let body = &text[skipped..];
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
        references: Vec::new(),
    };
    let mut events = Parser::new_ext(body, options()).into_offset_iter();
    for (event, range) in events.by_ref() {
        let range = TextRange::new(
            builder.base + narrow(range.start),
            builder.base + narrow(range.end),
        );
        builder.event(event, range);
    }
    if needs.contain(Needs::LINKS) {
        builder.definitions(events.reference_definitions());
    }
    builder.document
}

struct Builder<'a> {
    /// The whole text.
    text: &'a str,
    /// Where the part of the text begins that the parser sees.
    base: u32,
    needs: Needs,
    document: Document,
    open: Vec<Open>,
    /// Reference links, by their place among the links, and their labels.
    references: Vec<(usize, String)>,
}

/// A node whose end has not come yet.
struct Open {
    node: usize,
    /// For links: how it is written, where it leads, and its label if it is a reference.
    link: Option<(LinkKind, String, String)>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: TextRange) {
        let kind = match event {
            Event::Start(tag) => {
                let link = self.link_of(&tag);
                let kind = self.kind_of(&tag, range);
                self.open.push(Open {
                    node: self.document.nodes.len(),
                    link,
                });
                self.push(kind, range);
                return;
            }
            Event::End(_) => {
                self.close();
                return;
            }
            Event::Text(text) => self.text_kind(text, range),
            Event::Code(text) => NodeKind::Code {
                content: self.code_content(&text, range),
            },
            Event::Html(_) => NodeKind::Html,
            Event::InlineHtml(_) => {
                self.html(range);
                NodeKind::InlineHtml
            }
            Event::FootnoteReference(_) => NodeKind::FootnoteReference,
            Event::SoftBreak => NodeKind::SoftBreak,
            Event::HardBreak => NodeKind::HardBreak,
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
            Tag::List(start) => NodeKind::List { start: *start },
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

    fn link_of(&self, tag: &Tag<'_>) -> Option<(LinkKind, String, String)> {
        let (Tag::Link {
            link_type,
            dest_url,
            id,
            ..
        }
        | Tag::Image {
            link_type,
            dest_url,
            id,
            ..
        }) = tag
        else {
            return None;
        };
        if !self.needs.contain(Needs::LINKS) {
            return None;
        }
        let kind = match link_type {
            LinkType::Inline => LinkKind::Inline,
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ => LinkKind::Reference,
        };
        Some((kind, dest_url.to_string(), id.to_string()))
    }

    /// Text that the parser borrowed from the source is written as it reads.
    fn text_kind(&mut self, text: CowStr<'_>, range: TextRange) -> NodeKind {
        if range.of(self.text) == &*text {
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
        match node.kind {
            NodeKind::Heading { level, setext } if self.needs.contain(Needs::HEADINGS) => {
                self.heading(open.node, node.range, level, setext);
            }
            NodeKind::Link | NodeKind::Image => {
                if let Some((kind, destination, label)) = open.link {
                    if kind == LinkKind::Reference {
                        self.references.push((self.document.links.len(), label));
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

    fn link(&mut self, node: usize, whole: Node, kind: LinkKind, destination: String) {
        let written = match kind {
            LinkKind::Inline => {
                destination::of_inline(self.text, self.last_child_end(node), whole.range.end)
            }
            LinkKind::Autolink if whole.range.len() >= 2 => {
                Some(TextRange::new(whole.range.start + 1, whole.range.end - 1))
            }
            _ => None,
        };
        self.document.links.push(Link {
            kind,
            image: whole.kind == NodeKind::Image,
            range: whole.range,
            written: written.unwrap_or(whole.range),
            destination,
        });
    }

    /// Where the last child of `node` ends; its own start if it has none.
    fn last_child_end(&self, node: usize) -> u32 {
        let id = NodeId(narrow(node));
        let start = self
            .document
            .nodes
            .get(node)
            .map_or(0, |node| node.range.start);
        self.document
            .children(Some(id))
            .last()
            .map_or(start, |(_, child)| child.range.end)
    }

    fn html(&mut self, range: TextRange) {
        if !self.needs.contain(Needs::LINKS) && !self.needs.contain(Needs::ANCHORS) {
            return;
        }
        for tag in html::tags(range.of(self.text), range.start) {
            for attribute in tag.attributes() {
                let name = attribute.name;
                let is = |other: &str| name.eq_ignore_ascii_case(other);
                let value = || decode_entities(attribute.value);
                if is("id") || (is("name") && tag.is("a")) {
                    if self.needs.contain(Needs::ANCHORS) {
                        self.document.anchors.push(Anchor {
                            name: value(),
                            range: tag.range,
                        });
                    }
                } else if self.needs.contain(Needs::LINKS)
                    && (is("href") && tag.is("a")
                        || is("src") && (tag.is("img") || tag.is("source")))
                {
                    self.document.links.push(Link {
                        kind: LinkKind::Html,
                        image: is("src"),
                        range: tag.range,
                        written: attribute.range,
                        destination: value().trim().to_owned(),
                    });
                }
            }
        }
    }

    fn definitions(&mut self, definitions: &RefDefs<'_>) {
        let base = self.base;
        let range_of = |span: &Range<usize>| {
            TextRange::new(base + narrow(span.start), base + narrow(span.end))
        };
        let written = |range| destination::of_definition(self.text, range).unwrap_or(range);
        for (index, label) in &self.references {
            let definition = definitions.get(label);
            if let (Some(definition), Some(link)) =
                (definition, self.document.links.get_mut(*index))
            {
                link.written = written(range_of(&definition.span));
            }
        }
        for (label, definition) in definitions.iter() {
            let range = range_of(&definition.span);
            self.document.definitions.push(Definition {
                label: label.to_owned(),
                range,
                written: written(range),
                destination: definition.dest.to_string(),
            });
        }
        // The parser keeps them in a hash table.
        self.document
            .definitions
            .sort_by_key(|definition| definition.range);
    }
}

/// Resolves the entities of an attribute's value, which are Markdown's too.
fn decode_entities(value: &str) -> String {
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

fn narrow(n: usize) -> u32 {
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
    fn nodes_nest() {
        let text = "- a\n  - *b*\n\n> c\n";
        let document = parse(text, Needs::NODES);
        let top: Vec<_> = document.children(None).map(|(_, node)| node.kind).collect();
        assert_eq!(top, [NodeKind::List { start: None }, NodeKind::BlockQuote]);
        assert_eq!(document.descendants(NodeId(0)).len(), 6);
    }
}
