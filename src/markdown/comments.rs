//! Comments in raw HTML.

use memchr::memmem;

use super::{Document, NodeKind};
use crate::source::TextRange;

/// The comments of `document`, whose text is `text`, from `<!--` to behind `-->`, in order. What
/// looks like one in code is none.
#[must_use]
pub fn comments(text: &str, document: &Document) -> Vec<TextRange> {
    let mut comments = Vec::new();
    for node in document.nodes() {
        if !matches!(node.kind, NodeKind::HtmlBlock | NodeKind::InlineHtml) {
            continue;
        }
        let html = node.range.of(text);
        let mut at = 0;
        while let Some(found) = memmem::find(&html.as_bytes()[at..], b"<!--") {
            let start = at + found;
            let Some(length) = memmem::find(&html.as_bytes()[start + 4..], b"-->") else {
                break;
            };
            at = start + 4 + length + 3;
            let base = node.range.start as usize;
            comments.push(TextRange::from_usize(base + start..base + at));
        }
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Needs, parse};

    #[test]
    fn comments_are_found_where_html_is() {
        let text = "\
<!-- block -->

text <!-- inline --> text `<!-- code -->`

```
<!-- code -->
```

> <!-- quoted
> twice -->

<div>
<!-- in a block --> <!-- and another -->
</div>

<!-- never closed
";
        let document = parse(text, Needs::NODES);
        let found: Vec<&str> = comments(text, &document)
            .into_iter()
            .map(|range| range.of(text))
            .collect();
        assert_eq!(
            found,
            [
                "<!-- block -->",
                "<!-- inline -->",
                "<!-- quoted\n> twice -->",
                "<!-- in a block -->",
                "<!-- and another -->",
            ]
        );
    }
}
