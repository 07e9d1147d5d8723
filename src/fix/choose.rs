//! Which fixes of a round apply together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::source::{FileId, Span};

/// The fixes to apply in one round, with their diagnostics: for each the first that is at least as
/// safe as `allowed`, unless it overlaps one already chosen or touches a file of which `bytes`
/// gives none.
///
/// Encoding comes before everything else on the same lines: another fix that touches a line which
/// is being repaired waits for the next round, and one that touches a garbled place that is not
/// being repaired waits for ever, because changing a byte of it may put the repair out of reach.
/// In a file that is not UTF-8 every other fix waits until it is.
#[must_use]
pub fn choose(
    diagnostics: &[Diagnostic],
    allowed: Safety,
    bytes: impl Fn(FileId) -> Option<Arc<[u8]>>,
) -> Vec<(&Diagnostic, &Fix)> {
    let editable = |diagnostic: &&Diagnostic| {
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        edits
            .map(|edit| edit.file)
            .all(|file| bytes(file).is_some())
    };
    // Of the group `encoding` those that give back text. The others remove or change characters
    // that are what they are, like any rule.
    let (encoding, others): (Vec<_>, Vec<_>) = diagnostics
        .iter()
        .filter(editable)
        .partition(|found| matches!(&*found.rule, "encoding/invalid-utf8" | "encoding/mojibake"));
    let legacy: HashSet<FileId> = encoding
        .iter()
        .filter(|diagnostic| diagnostic.rule == "encoding/invalid-utf8")
        .map(|diagnostic| diagnostic.primary.file)
        .collect();
    let mut chosen = Vec::new();
    let mut taken = Taken::default();
    for diagnostic in encoding
        .iter()
        .filter(|d| d.rule == "encoding/invalid-utf8")
    {
        taken.choose(diagnostic, allowed, &mut chosen);
    }
    for diagnostic in encoding
        .iter()
        .filter(|d| !legacy.contains(&d.primary.file))
    {
        if !taken.choose(diagnostic, allowed, &mut chosen) {
            taken.add(diagnostic.primary.file, diagnostic.primary.span);
        }
    }
    // What the encoding's fixes touch, widened to whole lines.
    let mut cache = HashMap::new();
    let repaired: Vec<(FileId, Span)> = chosen
        .iter()
        .flat_map(|(_, fix)| &fix.edits)
        .map(|edit| (edit.file, edit.span))
        .collect();
    for (file, span) in repaired {
        let bytes = cache.entry(file).or_insert_with(|| bytes(file));
        if let Some(bytes) = bytes {
            taken.add(file, lines(bytes, span));
        }
    }
    for diagnostic in others {
        let waits = |fix: &Fix| fix.edits.iter().any(|edit| legacy.contains(&edit.file));
        if !diagnostic.fixes.iter().any(waits) {
            taken.choose(diagnostic, allowed, &mut chosen);
        }
    }
    chosen
}

/// Spans that are spoken for, by file and start; none overlap.
#[derive(Default)]
struct Taken {
    spans: BTreeMap<(FileId, u32), u32>,
}

impl Taken {
    /// Chooses the first fix of `diagnostic` that is safe enough, if all of its edits are free.
    fn choose<'d>(
        &mut self,
        diagnostic: &'d Diagnostic,
        allowed: Safety,
        chosen: &mut Vec<(&'d Diagnostic, &'d Fix)>,
    ) -> bool {
        let Some(fix) = diagnostic.fixes.iter().find(|fix| fix.safety <= allowed) else {
            return false;
        };
        if fix.edits.is_empty() || !fix.edits.iter().all(|edit| self.is_free(edit)) {
            return false;
        }
        for edit in &fix.edits {
            self.add(edit.file, edit.span);
        }
        chosen.push((diagnostic, fix));
        true
    }

    /// Whether the edit meets no span that is taken. An insertion meets what it touches, too,
    /// because which of the two comes first would be chance.
    fn is_free(&self, edit: &Edit) -> bool {
        self.met_by(edit.file, edit.span).next().is_none()
    }

    /// Takes `span`, grown over whatever it meets, so that spans stay apart.
    fn add(&mut self, file: FileId, span: Span) {
        let met: Vec<Span> = self.met_by(file, span).collect();
        let grown = met.iter().fold(span, |grown, other| grown.cover(*other));
        for other in met {
            self.spans.remove(&(file, other.start));
        }
        self.spans.insert((file, grown.start), grown.end);
    }

    /// The taken spans that share a byte with `span`, or touch it if one of the two is empty.
    fn met_by(&self, file: FileId, span: Span) -> impl Iterator<Item = Span> {
        let begin = self.spans.range(..(file, span.start)).next_back();
        let begin = begin.map_or((file, span.start), |(&key, _)| key);
        self.spans
            .range(begin..=(file, span.end))
            .map(|(&(other, start), &end)| (other, Span { start, end }))
            .filter(move |&(other, taken)| {
                let touches = taken.end == span.start || taken.start == span.end;
                other == file
                    && (taken.overlaps(span) || touches && (taken.is_empty() || span.is_empty()))
            })
            .map(|(_, taken)| taken)
    }
}

/// `span` widened to whole lines, without the last line ending.
fn lines(bytes: &[u8], span: Span) -> Span {
    let Span { start, end } = span;
    let before = bytes.get(..start as usize).unwrap_or_default();
    let after = bytes.get(end as usize..).unwrap_or_default();
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let line_end = end as usize + memchr::memchr(b'\n', after).unwrap_or(after.len());
    Span::from_usize(line_start..line_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(taken: &[(u32, u32)], span: (u32, u32)) -> bool {
        let mut spans = Taken::default();
        for &(start, end) in taken {
            spans.add(FileId(1), Span::new(start, end));
        }
        let edit = |file| Edit {
            file: FileId(file),
            span: Span::new(span.0, span.1),
            replacement: String::new(),
        };
        assert!(spans.is_free(&edit(0)) && spans.is_free(&edit(2)));
        spans.is_free(&edit(1))
    }

    #[test]
    fn what_is_taken_is_not_free() {
        let taken = [(10, 20), (30, 30), (15, 25)];
        for span in [(0, 10), (26, 29), (25, 27), (31, 40), (31, 31)] {
            assert!(free(&taken, span), "{span:?}");
        }
        for span in [
            (0, 11),
            (24, 26),
            (10, 10),
            (25, 25),
            (30, 30),
            (29, 31),
            (30, 31),
            (0, 50),
        ] {
            assert!(!free(&taken, span), "{span:?}");
        }
    }
}
