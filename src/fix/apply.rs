//! Edits on bytes.

use crate::diagnostic::Edit;

/// The bytes of a file after `edits`, which do not overlap, in any order. An edit that does not
/// fit the bytes is left out.
#[must_use]
pub fn apply(bytes: &[u8], mut edits: Vec<&Edit>) -> Vec<u8> {
    edits.sort_by_key(|edit| edit.span);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in edits {
        let span = edit.span.to_usize();
        let Some(kept) = bytes
            .get(at..span.start)
            .filter(|_| span.end <= bytes.len())
        else {
            continue;
        };
        out.extend_from_slice(kept);
        out.extend_from_slice(edit.replacement.as_bytes());
        at = span.end;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::source::Span;

    #[test]
    fn edits_leave_the_rest_alone() {
        let edit = |start, end, replacement: &str| Edit {
            file: FileId(0),
            span: Span::new(start, end),
            replacement: replacement.to_owned(),
        };
        let edits = [
            edit(4, 5, "E"),
            edit(0, 0, ">"),
            edit(2, 3, ""),
            edit(9, 9, "no"),
        ];
        assert_eq!(apply(b"ab\xffde", edits.iter().collect()), b">abdE");
    }
}
