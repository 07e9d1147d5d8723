use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::rules::quote::{count, quote};
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

/// One diagnostic for the whole file: either all of it is converted, or nothing.
fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let repaired = context.repaired;
    let Some(first) = repaired.invalid.first() else {
        return;
    };
    let places = count(repaired.invalid.len(), "place");
    let text = quote(&first.text);
    // Of a file that is UTF-8 but for some places, each place may be in another encoding.
    let (message, here, title) = match repaired.encoding {
        "UTF-8" => (
            format!("the file is UTF-8 but for {places}"),
            format!("most likely {text}"),
            "convert what is not UTF-8".to_owned(),
        ),
        encoding => (
            format!("the file is not UTF-8 in {places}, but most likely {encoding}"),
            format!("{text} in {encoding}"),
            format!("convert from {encoding} to UTF-8"),
        ),
    };
    let primary = Label {
        file: context.file,
        span: first.span,
        message: here,
    };
    let edits = repaired
        .invalid
        .iter()
        .map(|place| Edit {
            file: context.file,
            span: place.span,
            replacement: place.text.clone(),
        })
        .collect();
    reporter
        .report(primary, message)
        .help("save it as UTF-8: whoever reads it otherwise sees U+FFFD there")
        .fix(Fix {
            title,
            safety: Safety::Unsafe,
            edits,
        });
}
