//! Links, as the parser finds them and as raw HTML and bare URLs have them.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{LinkType, RefDefs, Tag};

use super::document::{Anchor, Definition, Link, LinkKind, Needs, Node, NodeId, NodeKind};
use super::parse::{Builder, decode_entities, narrow};
use super::{bare, destination, html, references};
use crate::source::TextRange;

/// What is being gathered of links while a text is parsed.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Reference links, by their place among the links, and their labels.
    pub(super) references: Vec<(usize, String)>,
    /// Undefined footnote references.
    pub(super) footnotes: Vec<TextRange>,
    /// How many links, images and code blocks are open: bare URLs in them are no links.
    pub(super) closed_depth: usize,
    /// Text without a gap in the source, so far.
    run: Option<TextRange>,
}

impl Builder<'_> {
    /// Text that stands at `range`.
    pub(super) fn run(&mut self, range: TextRange) {
        match &mut self.links.run {
            Some(run) if run.end == range.start => run.end = range.end,
            _ => {
                self.end_run();
                self.links.run = Some(range);
            }
        }
    }

    /// Looks for bare URLs in the run of text that ends here.
    pub(super) fn end_run(&mut self) {
        let Some(run) = self.links.run.take() else {
            return;
        };
        if !self.needs.contain(Needs::LINKS) || self.links.closed_depth > 0 {
            return;
        }
        let text = run.of(self.text);
        let before = self.text[..run.start as usize].chars().next_back();
        for url in bare::urls(text, before) {
            let start = run.start as usize;
            let range = TextRange::from_usize(start + url.range.start..start + url.range.end);
            let destination = decode_entities(range.of(self.text));
            self.document.links.push(Link {
                kind: LinkKind::Bare,
                image: false,
                node: None,
                range,
                written: range,
                destination: match url.is_www {
                    true => format!("http://{destination}"),
                    false => destination,
                },
            });
        }
        if self.needs.contain(Needs::REFERENCES) {
            references::footnotes(text, run.start, &mut self.links.footnotes);
        }
    }

    pub(super) fn link_of(&self, tag: &Tag<'_>) -> Option<(LinkKind, String, String)> {
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

    pub(super) fn link(&mut self, node: usize, whole: Node, kind: LinkKind, destination: String) {
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
            node: Some(NodeId(narrow(node))),
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

    pub(super) fn html(&mut self, range: TextRange) {
        if !self.needs.contain(Needs::LINKS) && !self.needs.contain(Needs::ANCHORS) {
            return;
        }
        if self.needs.contain(Needs::ANCHORS) {
            self.html_headings.html(range.of(self.text), range.start);
        }
        for tag in html::tags(range.of(self.text), range.start) {
            for attribute in tag.attributes() {
                let name = attribute.name;
                let is = |other: &str| name.eq_ignore_ascii_case(other);
                let value = || decode_entities(attribute.value);
                // Browsers only go by the names of `<a>`, but GitHub goes by all.
                if is("id") || is("name") {
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
                        node: None,
                        range: tag.range,
                        written: attribute.range,
                        destination: value().trim().to_owned(),
                    });
                }
            }
        }
    }

    pub(super) fn definitions(&mut self, definitions: &RefDefs<'_>) {
        let base = self.base;
        let range_of = |span: &Range<usize>| {
            TextRange::new(base + narrow(span.start), base + narrow(span.end))
        };
        let written = |range| destination::of_definition(self.text, range).unwrap_or(range);
        let mut used = HashSet::new();
        for (index, label) in &self.links.references {
            let definition = definitions.get(label);
            if let (Some(definition), Some(link)) =
                (definition, self.document.links.get_mut(*index))
            {
                let range = range_of(&definition.span);
                used.insert(range);
                link.written = written(range);
            }
        }
        for (label, definition) in definitions.iter() {
            let range = range_of(&definition.span);
            self.document.definitions.push(Definition {
                label: label.to_owned(),
                range,
                written: written(range),
                destination: definition.dest.to_string(),
                is_used: used.contains(&range),
            });
        }
        // The parser keeps them in a hash table.
        self.document
            .definitions
            .sort_by_key(|definition| definition.range);
        if self.needs.contain(Needs::REFERENCES) {
            self.document.duplicates =
                references::duplicates(self.text, &self.document, definitions, base);
        }
    }
}
