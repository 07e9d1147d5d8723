use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Edit, Fix, Safety};
use crate::markdown::Needs;
use crate::rules::quote::count;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::{LineEnding, TextRange};

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check).with_options::<Options>();

/// Options of `encoding/line-endings`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Options {
    /// What lines end with. Without it, what `.gitattributes` asks for, or else what most lines of
    /// the file end with.
    ending: Option<LineEnding>,
}

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let asked = reporter.options::<Options>().ending;
    let (asked, by) = match (asked, context.line_ending) {
        (Some(ending), _) => (Some(ending), "the configuration asks for"),
        (None, Some(ending)) => (Some(ending), "`.gitattributes` asks for"),
        (None, None) => (None, ""),
    };
    let has_return = memchr::memchr(b'\r', context.text.as_bytes()).is_some();
    if !has_return && asked != Some(LineEnding::CrLf) {
        return;
    }
    let (mut all, mut crlf) = (0, 0);
    for (_, ending) in endings(context) {
        all += 1;
        crlf += usize::from(ending == "\r\n");
    }
    let wanted = asked.unwrap_or(match crlf * 2 > all {
        true => LineEnding::CrLf,
        false => LineEnding::Lf,
    });
    let wrong: Vec<TextRange> = endings(context)
        .filter(|(_, ending)| *ending != wanted.text())
        .map(|(range, _)| range)
        .filter(|&range| context.is_as_on_disk(range))
        .collect();
    let Some(&first) = wrong.first() else { return };
    let stands = match first.of(context.text) {
        "\n" => "LF",
        "\r\n" => "CRLF",
        "\r" => "CR",
        _ => "CR more than once",
    };
    let (name, lines) = (wanted.name(), count(wrong.len(), "line"));
    let message = match asked {
        Some(_) => format!("{lines} of {all} do not end with {name}, which {by}"),
        None => format!("{lines} of {all} do not end with {name} as the others do"),
    };
    let message = match wrong.len() {
        1 => message.replacen("do not end", "does not end", 1),
        _ => message,
    };
    let edits = wrong.iter().map(|&range| Edit {
        file: context.file,
        span: context.span(range),
        replacement: wanted.text().to_owned(),
    });
    let fix = Fix {
        title: format!("end all lines with {name}"),
        safety: Safety::Safe,
        edits: edits.collect(),
    };
    reporter
        .report(context.at(first), message)
        .here(format!("{stands} here"))
        .help("mixed line endings make differences between versions that nobody sees")
        .fix(fix);
}

/// The line endings of the text, what a program makes of one that it turned to CRLF twice among
/// them. A carriage return alone is one for Markdown; in code it may be the output of a program
/// that wrote over its line.
fn endings<'a>(context: &FileContext<'a>) -> impl Iterator<Item = (TextRange, &'a str)> {
    let context = *context;
    let text = context.text;
    let mut at = 0;
    // Up to here there are carriage returns with no line feed behind them.
    let mut alone = 0;
    std::iter::from_fn(move || {
        loop {
            let bytes = text.as_bytes().get(at..)?;
            let start = at + memchr::memchr2(b'\n', b'\r', bytes)?;
            let rest = text.get(start..)?;
            let mut length = 1;
            if rest.starts_with('\r') && start >= alone {
                let returns = rest.bytes().take_while(|&byte| byte == b'\r').count();
                match rest.as_bytes().get(returns) {
                    Some(b'\n') => length = returns + 1,
                    _ => alone = start + returns,
                }
            }
            at = start + length;
            if start < alone && context.code_at(start).is_some() {
                continue;
            }
            let range = TextRange::from_usize(start..at);
            return Some((range, range.of(text)));
        }
    })
}
