use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::{Span, TextRange};

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

/// The mark is not part of the text, so the text begins behind it. In UTF-16 and UTF-32 a mark is
/// what says so, and the whole file is reported by another rule.
fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let begin = context.span(TextRange::empty(0)).start;
    let mark = Span::new(0, begin);
    let is_reported = context
        .repaired
        .invalid
        .first()
        .is_some_and(|place| place.span.start < begin);
    if mark.is_empty() || mark.len() as usize != '\u{feff}'.len_utf8() || is_reported {
        return;
    }
    let at = Label {
        file: context.file,
        span: mark,
        message: "EF BB BF".to_owned(),
    };
    reporter
        .report(at, "the file begins with a byte order mark")
        .help(
            "UTF-8 needs none, and some programs no longer see front matter or a heading behind it",
        )
        .fix(Fix {
            title: "remove the byte order mark".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit {
                file: context.file,
                span: mark,
                replacement: String::new(),
            }],
        });
}
