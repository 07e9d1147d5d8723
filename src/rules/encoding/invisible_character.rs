use crate::characters::{
    Alphabet, breaks_without_spaces, code_point, is_invisible, is_joining, is_override,
    is_right_to_left, is_selector, is_symbol, is_tag, name,
};
use crate::diagnostic::Safety;
use crate::markdown::Needs;
use crate::rules::odd::{Run, mentions, quoted_word, runs};
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

/// A text that says one of these shows what it talks about.
const TALKS_ABOUT_IT: [&str; 14] = [
    "zero-width",
    "zero width",
    "zerowidth",
    "zwsp",
    "zwnj",
    "zwj",
    "u+200b",
    "u+00ad",
    "u+feff",
    "u200b",
    "x200b",
    "soft hyphen",
    "word joiner",
    "invisible char",
];

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let mut found = runs(context, is_invisible)
        .filter(|run| serves_nothing(context, run))
        .peekable();
    if found.peek().is_none() || mentions(context.text, &TALKS_ABOUT_IT) {
        return;
    }
    // A mark of direction serves something wherever there is text of both directions. Who types
    // joiners all day types them behind a Latin word, too.
    let is_in_text = |is: fn(char) -> bool| context.text.chars().any(is);
    // What ends an override goes with it.
    let has_overrides = context.odd().iter().any(|odd| is_override(odd.c));
    let (mut runs_both_ways, mut joins) = (None, None);
    for run in found {
        let all = |is: fn(char) -> bool| run.odd.iter().all(|odd| is(odd.c));
        let in_code = context.code_at(run.start).is_some();
        if all(is_direction) && *runs_both_ways.get_or_insert_with(|| is_in_text(is_right_to_left))
            || has_overrides && all(is_direction)
            || all(is_joiner) && !in_code && *joins.get_or_insert_with(|| is_in_text(is_joining))
        {
            continue;
        }
        report(context, reporter, &run);
    }
}

fn is_direction(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// Whether a run of invisible characters does nothing where it stands, nor ever could.
fn serves_nothing(context: &FileContext<'_>, run: &Run<'_>) -> bool {
    let c = run.odd[0].c;
    if run.odd.iter().any(|odd| is_tag(odd.c)) {
        return !is_flag(run);
    }
    // Selectors behind one another select nothing; they have been used to hide text.
    if is_selector(c) {
        return match run.odd.len() {
            1 => {
                run.before
                    .is_none_or(|c| c.is_whitespace() || c.is_ascii_alphabetic())
                    && run.after != Some('\u{20e3}')
            }
            2 => false,
            _ => run.odd.iter().all(|odd| is_selector(odd.c)),
        };
    }
    // In code, what turns text around is more than invisible, and reported by another rule.
    if run.odd.iter().all(|odd| is_direction(odd.c)) {
        return run.odd.iter().all(|odd| is_mark(odd.c)) || context.code_at(run.start).is_none();
    }
    // An emoji sequence: a selector before a joiner.
    if run.odd.iter().any(|odd| is_selector(odd.c)) || is_between(run, is_symbol) {
        return false;
    }
    if let Some(code) = context.code_at(run.start) {
        return is_noise_in_code(context, run, code);
    }
    match c {
        '\u{feff}' | '\u{206a}'..='\u{206f}' => true,
        // A place to hyphenate a word, or one not to break a line at, is one only within a line.
        '\u{ad}' | '\u{2060}' => run.is_at_edge() && is_plain(run),
        '\u{200b}' => {
            !is_beside(run, |c| is_joining(c) || breaks_without_spaces(c)) && is_plain(run)
        }
        '\u{200c}' | '\u{200d}' => {
            !is_beside(run, |c| is_joining(c) || is_symbol(c)) && is_plain(run)
        }
        _ => false,
    }
}

/// Code means what its bytes say, so a character that does not show is never meant to be seen. It
/// may be what the code is about: alone between quotation marks, say.
fn is_noise_in_code(context: &FileContext<'_>, run: &Run<'_>, code: TextRange) -> bool {
    let c = run.odd[0].c;
    let noise = matches!(
        c,
        '\u{ad}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{200b}'
            | '\u{2060}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
    ) || matches!(c, '\u{200c}' | '\u{200d}') && is_plain(run);
    let is_plain_side = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_whitespace()
                || c.is_alphanumeric()
                || matches!(c, '(' | ')' | '{' | '}' | ';' | ',' | '.' | '=' | '/' | '`')
        })
    };
    let is_foreign = is_beside(run, |c| {
        !c.is_ascii() && (is_joining(c) || breaks_without_spaces(c))
    });
    noise
        && !is_foreign
        && is_plain_side(run.before)
        && is_plain_side(run.after)
        // Nothing else is in the span.
        && code.of(context.text).chars().filter(|c| !matches!(c, '`' | ' ')).count() > run.odd.len()
}

/// Whether what stands on both sides is plain: a letter, a digit, a space, or punctuation as in a
/// sentence. Beside other signs a character that does not show may be meant to keep Markdown from
/// reading them, or to let a line break behind them.
fn is_plain(run: &Run<'_>) -> bool {
    let is_plain = |c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || Alphabet::of(c).is_some()
            || matches!(c, ',' | ';' | '!' | '?' | '“' | '”' | '‘' | '’' | '–' | '—')
    };
    let letter =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || Alphabet::of(c).is_some());
    // A full stop ends a sentence only with nothing behind it.
    let before = run
        .before
        .is_none_or(|c| is_plain(c) || c == '.' && run.is_at_edge());
    let after = run
        .after
        .is_none_or(|c| is_plain(c) || matches!(c, '.' | ':'));
    before && after && (letter(run.before) || letter(run.after))
}

fn is_beside(run: &Run<'_>, is: impl Fn(char) -> bool) -> bool {
    run.before.is_some_and(&is) || run.after.is_some_and(&is)
}

fn is_between(run: &Run<'_>, is: impl Fn(char) -> bool) -> bool {
    run.before.is_some_and(&is) && run.after.is_some_and(&is)
}

/// Whether the run is the rest of a flag: the letters of a region in tags, and a tag that ends it.
fn is_flag(run: &Run<'_>) -> bool {
    let tags: Vec<char> = run.odd.iter().map(|odd| odd.c).collect();
    let Some((end, region)) = tags.split_last() else {
        return false;
    };
    run.before.is_some_and(is_symbol)
        && *end == '\u{e007f}'
        && (1..=6).contains(&region.len())
        && region
            .iter()
            .all(|c| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))
}

fn report(context: &FileContext<'_>, reporter: &mut Reporter<'_>, run: &Run<'_>) {
    let c = run.odd[0].c;
    let range = run.range();
    if let Some(hidden) = hidden(run) {
        reporter
            .report(
                context.at(range),
                format!("{} tag characters hide the text `{hidden}`", run.odd.len()),
            )
            .help("no reader sees it, but programs do: remove it")
            .fix(context.replace(range, "", Safety::Unsafe, "remove it"));
        return;
    }
    let what = match run.odd.len() {
        1 => format!("{} ({})", name(c), code_point(c)),
        n => format!("{n} invisible characters (from {})", code_point(c)),
    };
    let word = quoted_word(context.text, &(run.start..run.end));
    let in_code = context.code_at(run.start).is_some();
    let (message, safety) = match in_code {
        true => (format!("{what} in code, in {word}"), Safety::Unsafe),
        false => (format!("{what} in {word} serves nothing"), Safety::Safe),
    };
    reporter
        .report(context.at(range), message)
        .help("it shows nothing, but searches and anchors do not match with it: remove it")
        .fix(context.replace(range, "", safety, "remove it"));
}

/// What tag characters say.
fn hidden(run: &Run<'_>) -> Option<String> {
    let text: String = run
        .odd
        .iter()
        .filter(|odd| is_tag(odd.c))
        .filter_map(|odd| char::from_u32(odd.c as u32 - 0xe0000))
        .filter(|c| !c.is_control() && *c != '`')
        .take(40)
        .collect();
    (!text.is_empty()).then_some(text)
}
