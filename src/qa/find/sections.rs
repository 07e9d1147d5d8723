//! The sections of a question.

use crate::markdown::Heading;
use crate::qa::Section;
use crate::source::TextRange;

/// The sections that begin in `within`, of the headings behind its start.
pub(super) fn sections<'a>(
    headings: impl Iterator<Item = &'a Heading>,
    within: TextRange,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for heading in headings.take_while(|heading| heading.range.start < within.end) {
        if let Some(before) = sections.last_mut() {
            before.body.end = heading.range.start.max(before.body.start);
        }
        sections.push(Section {
            place: heading.range,
            level: heading.level,
            title: heading.text.trim().to_owned(),
            body: TextRange::new(heading.range.end, within.end.max(heading.range.end)),
        });
    }
    sections
}
