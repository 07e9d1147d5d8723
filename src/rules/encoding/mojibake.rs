use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::encoding::Certainty;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for place in &context.repaired.garbled {
        let (stands, meant) = (quote(&place.stands), quote(&place.garbled.meant));
        let how = place.garbled.how();
        let exact = place.garbled.certainty == Certainty::Exact;
        let message = if exact {
            format!("{stands} was meant to be {meant} ({how})")
        } else {
            format!("{stands} was most likely meant to be {meant} ({how}, bytes lost)")
        };
        // Who applies the safe fixes and looks again must still be told of the rest.
        let is_evidence = place.garbled.is_evidence;
        let safety = if exact && !is_evidence {
            Safety::Safe
        } else {
            Safety::Unsafe
        };
        let primary = Label {
            file: context.file,
            span: place.span,
            message: format!("{meant} was meant"),
        };
        let diagnostic = reporter.report(primary, message);
        if is_evidence {
            diagnostic.help(
                "what was lost elsewhere in this file can only be told as long as this is there: \
                 mend both together, or the other places first",
            );
        } else if !exact {
            let others: Vec<_> = place
                .garbled
                .alternatives
                .iter()
                .take(3)
                .map(|other| quote(other))
                .collect();
            diagnostic.help(match &others[..] {
                [] => "not every byte of it is there: look whether the guess is right".to_owned(),
                others => format!(
                    "not every byte of it is there: it may also have been {}",
                    others.join(" or ")
                ),
            });
        }
        diagnostic.fix(Fix {
            title: format!("replace {stands} by {meant}"),
            safety,
            edits: vec![Edit {
                file: context.file,
                span: place.span,
                replacement: place.garbled.meant.clone(),
            }],
        });
    }
}
