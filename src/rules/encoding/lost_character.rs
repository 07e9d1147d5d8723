use crate::diagnostic::Safety;
use crate::markdown::Needs;
use crate::rules::odd::{Run, mentions, quoted_word, runs, word};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

const LOST: char = '\u{fffd}';
const OBJECT: char = '\u{fffc}';

/// A text that says one of these shows what it talks about.
const TALKS_ABOUT_IT: [&str; 13] = [
    "iconv",
    "untranslatable",
    "undecodable",
    "u+fffd",
    "\\ufffd",
    "\\u{fffd}",
    "0xfffd",
    "xfffd;",
    "65533",
    "replacement character",
    "ef bf bd",
    "efbfbd",
    "mojibake",
];

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let mut found = runs(context, |c| matches!(c, LOST | OBJECT))
        .filter(|run| context.code_at(run.start).is_none() && !is_shown(run))
        .peekable();
    if found.peek().is_none() || talks_about_it(context) {
        return;
    }
    let habits = Habits::of(context.text);
    for run in found {
        report(context, reporter, &run, &habits);
    }
}

fn talks_about_it(context: &FileContext<'_>) -> bool {
    let is_in_code = |at: usize| context.code_at(at).is_some();
    context
        .odd()
        .iter()
        .any(|odd| odd.c == LOST && is_in_code(odd.at))
        || mentions(context.text, &TALKS_ABOUT_IT)
}

/// Whether it stands alone between marks, as what is talked about does.
fn is_shown(run: &Run<'_>) -> bool {
    let is_mark = |c: char| {
        matches!(
            c,
            '"' | '\''
                | '('
                | ')'
                | '['
                | ']'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '«'
                | '»'
                | '<'
                | '>'
                | '|'
        )
    };
    run.before.is_some_and(is_mark) && run.after.is_some_and(is_mark)
}

fn report(context: &FileContext<'_>, reporter: &mut Reporter<'_>, run: &Run<'_>, habits: &Habits) {
    let text = context.text;
    let range = run.range();
    let shown = quoted_word(text, &(run.start..run.end));
    if run.odd.iter().all(|odd| odd.c == OBJECT) {
        reporter
            .report(
                context.at(range),
                format!("an image or another object is lost in {shown}"),
            )
            .here("U+FFFC stands in its place")
            .help("it did not come along when the text was pasted: put it in, or remove the sign");
        return;
    }
    let lost = match run.odd.len() {
        1 => "a character is lost".to_owned(),
        n => format!("up to {n} characters are lost"),
    };
    let diagnostic = reporter.report(context.at(range), format!("{lost} in {shown}"));
    diagnostic.here(match run.odd.len() {
        1 => "U+FFFD stands in its place",
        _ => "U+FFFD stands in their place",
    });
    match guess(context, run, habits) {
        Guess::Text(meant, why) => {
            let range_of_word = word(text, &(run.start..run.end));
            let before = text.get(range_of_word.start..run.start).unwrap_or_default();
            let after = text.get(run.end..range_of_word.end).unwrap_or_default();
            let whole = quote(&format!("{before}{meant}{after}"));
            diagnostic
                .help(format!("most likely {whole}: {why}"))
                .fix(context.replace(range, &*meant, Safety::Unsafe, format!("write {whole}")));
        }
        Guess::Hint(hint) => {
            diagnostic.help(format!(
                "{hint}; its bytes are gone, so look at where the text comes from"
            ));
        }
        Guess::Nothing => {
            diagnostic.help("its bytes are gone: look at where the text comes from, or at an earlier version of the file");
        }
    }
}

/// What is known of a lost character.
enum Guess {
    /// What it most likely was, and why.
    Text(String, &'static str),
    /// What it may have been.
    Hint(&'static str),
    Nothing,
}

fn guess(context: &FileContext<'_>, run: &Run<'_>, habits: &Habits) -> Guess {
    let text = context.text;
    let rest = text.get(run.end..).unwrap_or_default();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if is_behind_number(text, run)
        && matches!(run.after, Some('C' | 'F'))
        && !is_word(rest.chars().nth(1))
    {
        return Guess::Text(
            "°".to_owned(),
            "it stands between a number and a unit of temperature",
        );
    }
    if let Some(letter) = same_word(context, run) {
        return Guess::Text(letter, "the same word stands elsewhere in the file");
    }
    // Other languages have accented letters there: `très`, `prêt`.
    let is_negated = run.before == Some('n') && rest.starts_with('t');
    if is_word(run.before) && is_contraction(rest) && (is_negated || habits.english) {
        let apostrophe = habits.apostrophe.to_string();
        return Guess::Text(apostrophe, "an apostrophe stands before such an ending");
    }
    let ends_word = is_space(run.after) || run.after.is_some_and(|c| ".,;:!?)".contains(c));
    if is_word(run.before) && ends_word && is_after_quote(text, run) {
        return Guess::Text("”".to_owned(), "a quotation begins on the same line");
    }
    if run.before == Some(' ') && run.after == Some(' ') {
        return match lower(rest.chars().nth(1)) || is_word(rest.chars().nth(1)) {
            true => Guess::Text(
                "–".to_owned(),
                "a sign alone between two words is most often a dash",
            ),
            false => Guess::Hint("perhaps a dash or a bullet"),
        };
    }
    if is_space(run.before) && is_word(run.after) {
        return match digit(run.after) {
            true => Guess::Hint("perhaps a sign of currency, or a space that does not break"),
            false => Guess::Hint("perhaps a quotation mark, a bullet or an accented letter"),
        };
    }
    if is_product(text, run) && is_space(run.after) {
        return Guess::Hint("perhaps `®` or `™` behind a name, or a quotation mark");
    }
    if digit(run.before) && digit(run.after) {
        return Guess::Hint("perhaps a dash between two numbers, or a space within one");
    }
    if is_word(run.before) && is_word(run.after) {
        return Guess::Hint("perhaps an accented letter, a dash, or a space that does not break");
    }
    Guess::Nothing
}

/// Whether a number stands before the run, with a space or none between.
fn is_behind_number(text: &str, run: &Run<'_>) -> bool {
    let before = text.get(..run.start).unwrap_or_default();
    let before = before.strip_suffix([' ', '\u{a0}']).unwrap_or(before);
    before.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether `rest` begins with what stands behind an apostrophe, and no more of a word.
fn is_contraction(rest: &str) -> bool {
    ["s", "t", "re", "ve", "ll", "d", "m"].iter().any(|ending| {
        rest.strip_prefix(ending)
            .is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric() || c == LOST))
    })
}

/// How a text is written.
struct Habits {
    /// The apostrophe that it uses.
    apostrophe: char,
    english: bool,
}

impl Habits {
    fn of(text: &str) -> Self {
        let curly = memchr::memmem::find_iter(text.as_bytes(), "’").count();
        let straight = memchr::memchr_iter(b'\'', text.as_bytes()).count();
        Self {
            apostrophe: if straight > curly { '\'' } else { '’' },
            english: mentions(text, &[" the ", " is ", " and ", " of ", " to "]),
        }
    }
}

/// Whether an opening quotation mark, or another lost character before a word, stands on the line
/// before the run.
fn is_after_quote(text: &str, run: &Run<'_>) -> bool {
    let before = text.get(..run.start).unwrap_or_default();
    let line: String = before
        .chars()
        .rev()
        .take_while(|c| !matches!(c, '\n' | '”'))
        .take(200)
        .collect();
    line.contains('“')
}

/// Whether the word before the run begins with a capital letter, as the names of products do.
fn is_product(text: &str, run: &Run<'_>) -> bool {
    let before = text.get(..run.start).unwrap_or_default();
    let word = before
        .chars()
        .rev()
        .take(30)
        .take_while(|c| c.is_alphanumeric());
    word.last().is_some_and(char::is_uppercase)
}

/// How often the text is searched for other places of a damaged word.
const SEARCHED: usize = 64;

/// What stands in place of the run where the same word stands undamaged, if all such places agree.
fn same_word(context: &FileContext<'_>, run: &Run<'_>) -> Option<String> {
    let text = context.text;
    let letters = |c: &char| c.is_alphabetic();
    let before = text.get(..run.start)?;
    let head: usize = before
        .chars()
        .rev()
        .take_while(letters)
        .take(40)
        .map(char::len_utf8)
        .sum();
    let tail: usize = text
        .get(run.end..)?
        .chars()
        .take_while(letters)
        .take(40)
        .map(char::len_utf8)
        .sum();
    let head = text.get(run.start - head..run.start)?;
    let tail = text.get(run.end..run.end + tail)?;
    let nth = context.odd().partition_point(|odd| odd.at < run.start);
    if head.len() + tail.len() < 4 || head.is_empty() || nth > SEARCHED {
        return None;
    }
    let mut meant: Option<&str> = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), head) {
        let starts_word = text
            .get(..at)?
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        let rest = text.get(at + head.len()..)?;
        let Some(letter) = rest
            .chars()
            .next()
            .filter(|c| c.is_alphabetic() && !c.is_ascii())
        else {
            continue;
        };
        let (letter, rest) = rest.split_at(letter.len_utf8());
        let same = rest
            .strip_prefix(tail)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == LOST));
        if !starts_word || !same {
            continue;
        }
        if meant.is_some_and(|other| other != letter) {
            return None;
        }
        meant = Some(letter);
    }
    meant.map(str::to_owned)
}
