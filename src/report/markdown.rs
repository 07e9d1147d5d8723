//! Markdown, for a job summary or a comment on a pull request. Text from files can do nothing
//! there: it makes no links, no images, and mentions nobody.

use std::io::{self, Write};

use super::escape::escape;
use super::summary::{count, grouped};
use super::{Options, Sources, Summary};
use crate::diagnostic::{Diagnostic, Safety, Severity};

/// A comment on GitHub has room for 65,536 characters, which a job summary has ample room for.
const MOST_BYTES: usize = 60_000;

/// Longer texts are cut.
const LONGEST_TEXT: usize = 300;

/// Writes a heading, a table for each file, and what was left out.
pub(super) fn write(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    summary: &Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = heading(summary);
    let mut told = 0;
    'files: for in_file in diagnostics.chunk_by(|a, b| a.primary.file == b.primary.file) {
        let Some(first) = in_file.first() else {
            continue;
        };
        let name = sources.repository_path(first.primary.file);
        let head = format!(
            "\n#### {}\n\n| | Line | Finding | Rule |\n| --- | ---: | --- | --- |\n",
            code(&name)
        );
        for (index, diagnostic) in in_file.iter().enumerate() {
            let row = row(options, diagnostic, &name, sources);
            let head = if index == 0 { head.as_str() } else { "" };
            if text.len() + head.len() + row.len() > MOST_BYTES {
                break 'files;
            }
            text.push_str(head);
            text.push_str(&row);
            told += 1;
        }
    }
    let untold = diagnostics.len() - told;
    if untold > 0 {
        text.push_str(&format!("\nand {} more\n", grouped(untold)));
    }
    out.write_all(text.as_bytes())
}

fn heading(summary: &Summary) -> String {
    let figures = summary.figures();
    let icon = match summary {
        summary if summary.errors > 0 => "❌",
        summary if summary.warnings > 0 => "⚠️",
        _ => "✅",
    };
    let mut text = format!(
        "### {icon} qalint: {figures}\n\n{}, {}",
        count(summary.files, "file", "files"),
        count(summary.questions, "question", "questions")
    );
    for (number, what) in [
        (summary.fixed, "fixed"),
        (summary.known, "more in the baseline"),
        (summary.fixable, "fixable with `--fix`"),
        (
            summary.unsafely_fixable,
            "fixable as a guess with `--fix --unsafe-fixes`",
        ),
    ] {
        if number > 0 {
            text.push_str(&format!("; {} {what}", grouped(number)));
        }
    }
    text.push('\n');
    text
}

fn row(options: &Options, diagnostic: &Diagnostic, name: &str, sources: &Sources<'_>) -> String {
    let place = &diagnostic.primary;
    let (start, _) = sources.positions(place.file, place.span);
    let line = match &options.source_pages {
        Some(pages) => format!(
            "[{line}]({pages}{path}?plain=1#L{line})",
            line = start.line,
            path = super::sarif::uri(name)
        ),
        None => start.line.to_string(),
    };
    let icon = match diagnostic.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    };
    let mut finding = prose(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        finding.push_str(&format!("<br>help: {}", prose(help)));
    }
    if let Some(fix) = diagnostic.fixes.first() {
        let how = match fix.safety {
            Safety::Safe => "fix",
            Safety::Unsafe => "fix (a guess)",
        };
        finding.push_str(&format!("<br>{how}: {}", prose(&fix.title)));
    }
    let rule = match options.rule_page(&diagnostic.rule) {
        Some(page) => format!("[{}]({page})", code(&diagnostic.rule)),
        None => code(&diagnostic.rule),
    };
    format!("| {icon} | {line} | {finding} | {rule} |\n")
}

/// A sentence with code in backticks, as a cell of a table: the code as code, and everything else
/// so that it is what it reads.
fn prose(text: &str) -> String {
    let text = cut(text);
    let mut cell = String::with_capacity(text.len() * 2);
    for (index, part) in text.split('`').enumerate() {
        // A backtick too many makes code of what is none, which does no harm.
        match index % 2 {
            0 => plain(part, &mut cell),
            _ if part.is_empty() => cell.push_str("\\`\\`"),
            _ => cell.push_str(&code(part)),
        }
    }
    cell
}

/// Text outside of code. A backslash does away with the meaning of punctuation; an empty comment
/// separates what GitHub would make a link of after Markdown has been understood: mentions, issues,
/// addresses.
fn plain(text: &str, cell: &mut String) {
    for c in text.chars() {
        let linked = match c {
            '@' | '#' | ':' => true,
            '.' => cell.ends_with("www") || cell.ends_with("WWW"),
            '-' => cell.ends_with("GH") || cell.ends_with("gh"),
            _ => false,
        };
        match c {
            '|' => cell.push_str("&#124;"),
            '<' => cell.push_str("&lt;"),
            '&' => cell.push_str("&amp;"),
            ',' | '.' | ';' | '-' | '\'' | '"' | '?' | '/' | '(' | ')' => cell.push(c),
            c if c.is_ascii_punctuation() => {
                cell.push('\\');
                cell.push(c);
            }
            c => cell.push(c),
        }
        if linked {
            cell.push_str("<!---->");
        }
    }
}

/// Code for a cell or a heading.
fn code(text: &str) -> String {
    let text = cut(text);
    // What separates cells does so in a code span, too, and a backslash before it is a matter of
    // opinion between parsers.
    if text.contains('|') {
        let mut element = "<code>".to_owned();
        plain(&text, &mut element);
        element.push_str("</code>");
        return element;
    }
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = match text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() {
        true => " ",
        false => "",
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Escaped, in one line, not too long.
fn cut(text: &str) -> String {
    let text = escape(text);
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
