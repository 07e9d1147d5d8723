use crate::markdown::{Document, LinkKind, Needs, Node, NodeId, NodeKind};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::LINKS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for link in &context.document.links {
        let is_written = matches!(link.kind, LinkKind::Inline | LinkKind::Reference);
        let Some(node) = link.node.filter(|_| is_written && !link.image) else {
            continue;
        };
        // `[](#here)` marks a place, or is a link to the heading that it stands in.
        if link.destination.is_empty() || link.destination.starts_with('#') {
            continue;
        }
        if is_seen(context.document, context.text, node) {
            continue;
        }
        let message = format!("the link to {} has no text", quote(&link.destination));
        let diagnostic = reporter.report(context.at(link.range), message);
        diagnostic.target = Some(link.destination.clone());
        diagnostic.help("nobody can see it or follow it; give it a text, or remove it");
    }
}

/// Whether a reader sees anything of the link.
fn is_seen(document: &Document, text: &str, node: NodeId) -> bool {
    document
        .descendants(node)
        .iter()
        .any(|inner: &Node| match inner.kind {
            NodeKind::Text => !inner.range.of(text).trim().is_empty(),
            NodeKind::SoftBreak
            | NodeKind::HardBreak
            | NodeKind::Emphasis
            | NodeKind::Strong
            | NodeKind::Strikethrough => false,
            NodeKind::InlineHtml => !inner.range.of(text).starts_with("<!--"),
            _ => true,
        })
}
