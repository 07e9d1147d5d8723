use crate::characters::{code_point, is_control, name};
use crate::diagnostic::{Fix, Safety};
use crate::markdown::Needs;
use crate::rules::odd::{Run, quoted_word, runs};
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for run in runs(context, is_control) {
        let in_code = context.code_at(run.start).is_some();
        // Code may show the output of a terminal, or a page break as printers take it.
        // C1 stands there in samples of mojibake.
        let is_meant = |c: char| matches!(c, '\u{1b}' | '\u{c}') || is_c1(c);
        let c = run.odd[0].c;
        let escape = escape(context.text, &run).or_else(|| backtick(context.text, &run));
        if in_code && escape.is_none() && run.odd.iter().all(|odd| is_meant(odd.c)) {
            continue;
        }
        let what = match run.odd.len() {
            1 => format!("{} ({})", name(c), code_point(c)),
            n => format!("{n} control characters (from {})", code_point(c)),
        };
        let word = quoted_word(context.text, &(run.start..run.end));
        let diagnostic = reporter.report(context.at(run.range()), format!("{what} in {word}"));
        if let Some(escape) = escape {
            diagnostic
                .help(format!(
                    "most likely {} was meant, and a program read it as an escape",
                    shown(&escape)
                ))
                .fix(fix(context, &run, &escape, Safety::Unsafe));
            continue;
        }
        if let Some(letter) = letter(&run).filter(|_| run.after.is_some_and(char::is_alphanumeric))
        {
            // Taking it out would take the letter out.
            diagnostic.help(format!(
                "perhaps the letter `{letter}` stood there, behind a character that made an escape of it"
            ));
            continue;
        }
        let separates = run.odd.iter().any(|odd| {
            matches!(
                odd.c,
                '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        });
        let may_be_lost = in_code || !run.is_at_edge() || is_c1(c) && c != '\u{85}';
        diagnostic.help(match (separates, run.is_at_edge()) {
            (true, false) => "it shows as a break in some programs and as nothing in others",
            _ if may_be_lost => "look whether a letter was lost where it stands",
            _ => "it shows nothing: remove it",
        });
        let (replacement, safety) = match (separates, may_be_lost) {
            (_, false) => ("", Safety::Safe),
            (true, true) if !run.is_at_edge() => (" ", Safety::Unsafe),
            (_, true) => ("", Safety::Unsafe),
        };
        diagnostic.fix(fix(context, &run, replacement, safety));
    }
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// Commands of TeX that lose their first two characters where a program reads them as escapes, by
/// the character that is made of these and the letter that was there.
const COMMANDS: [(char, char, &[&str]); 4] = [
    (
        '\u{7}',
        'a',
        &[
            "lpha", "ngle", "pprox", "st", "rg", "rray", "mid", "rccos", "rcsin", "rctan", "leph",
            "lign",
        ],
    ),
    (
        '\u{8}',
        'b',
        &[
            "egin", "eta", "ar", "inom", "ig", "old", "f", "ot", "ecause", "race", "oxed", "mod",
            "ullet",
        ],
    ),
    (
        '\u{b}',
        'v',
        &["ec", "arepsilon", "arphi", "ert", "dots", "ee", "space"],
    ),
    ('\u{c}', 'f', &["rac", "orall", "box", "lat", "loor"]),
];

/// The letter with which a control character is written as an escape. A vertical tab is more often
/// the line break of a word processor.
fn letter(run: &Run<'_>) -> Option<char> {
    let [odd] = run.odd else { return None };
    let (_, letter, _) = COMMANDS.iter().find(|(c, ..)| *c == odd.c)?;
    (odd.c != '\u{b}').then_some(*letter)
}

/// PowerShell's escapes begin with a backtick: so code spans and fences lose their first letter
/// with the backtick before it.
fn backtick(text: &str, run: &Run<'_>) -> Option<String> {
    let letter = letter(run).filter(|_| run.after.is_some_and(char::is_alphanumeric))?;
    let start = text
        .get(..run.start)?
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let before = text.get(start..run.start)?;
    let behind = text.get(run.end..)?.lines().next().unwrap_or_default();
    let is_fence = before.trim() == "``";
    let is_unpaired = (before.matches('`').count() + behind.matches('`').count()) % 2 == 1;
    (is_fence || is_unpaired).then(|| format!("`{letter}"))
}

/// How a control character is written in source code, if that with what follows is a command of
/// TeX, as `\frac` and `\begin` are.
fn escape(text: &str, run: &Run<'_>) -> Option<String> {
    let [odd] = run.odd else { return None };
    let (_, letter, commands) = COMMANDS.iter().find(|(c, ..)| *c == odd.c)?;
    let rest = text.get(run.end..)?;
    let continues = commands.iter().any(|command| rest.starts_with(command));
    let begins = run.before.is_none_or(|c| !c.is_alphanumeric());
    (continues && begins).then(|| format!("\\{letter}"))
}

fn fix(context: &FileContext<'_>, run: &Run<'_>, replacement: &str, safety: Safety) -> Fix {
    let title = match replacement {
        "" => "remove it".to_owned(),
        " " => "put a space in its place".to_owned(),
        other => format!("write {}", shown(other)),
    };
    context.replace(run.range(), replacement, safety, title)
}

/// Code in a message.
fn shown(code: &str) -> String {
    match code.contains('`') {
        true => format!("`` {code} ``"),
        false => format!("`{code}`"),
    }
}
