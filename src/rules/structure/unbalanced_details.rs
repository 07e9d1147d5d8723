use crate::markdown::{Needs, NodeKind, html};
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let mut open: Vec<TextRange> = Vec::new();
    let mut unopened: Vec<TextRange> = Vec::new();
    for (range, is_end) in details(context) {
        if !is_end {
            open.push(range);
        } else if open.pop().is_none() {
            unopened.push(range);
        }
    }
    for tag in open {
        reporter
            .report(context.at(tag), "`<details>` is not closed")
            .here("folds in all that follows")
            .help("write `</details>` where what is folded in ends");
    }
    // A sample in the text, of which only the first tag is escaped.
    let is_sample = ["\\<details", "&lt;details"]
        .iter()
        .any(|escaped| context.text.contains(escaped));
    for tag in unopened.into_iter().filter(|_| !is_sample) {
        reporter
            .report(context.at(tag), "`</details>` closes nothing")
            .help("remove it, or write `<details>` where what is folded in begins");
    }
}

/// The start and end tags of `details` outside of code and comments, in order.
fn details(context: &FileContext<'_>) -> Vec<(TextRange, bool)> {
    let mut found = Vec::new();
    // A comment in HTML that Markdown ends at an empty line goes on for a browser.
    let mut in_comment = false;
    for node in context.document.nodes() {
        if !matches!(node.kind, NodeKind::HtmlBlock | NodeKind::InlineHtml) {
            continue;
        }
        let mut html = node.range.of(context.text);
        let mut start = node.range.start;
        if in_comment {
            let Some(end) = html.find("-->") else {
                continue;
            };
            html = &html[end + 3..];
            start = node.range.end - u32::try_from(html.len()).unwrap_or(0);
        }
        in_comment = ends_in_comment(html);
        for tag in html::start_and_end_tags(html, start) {
            if tag.is("details") {
                found.push((tag.range, tag.is_end));
            }
        }
    }
    found
}

fn ends_in_comment(html: &str) -> bool {
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        let behind = &rest[start + 4..];
        match behind.find("-->") {
            Some(end) => rest = &behind[end + 3..],
            None => return true,
        }
    }
    false
}
