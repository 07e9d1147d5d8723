//! One page to look at: by rule and by file, with excerpts and a filter. It is one file that asks
//! for nothing else, and it is whole without its script.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::escape::escape;
use super::quote::{self, quote};
use super::summary::{count, grouped};
use super::{Options, Sources, Summary};
use crate::diagnostic::{Diagnostic, Label, Safety};
use crate::rules::RuleId;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the page may do: use this style and this script, by their SHA-256, and nothing else. So
/// even text that slipped through as markup could load nothing, run nothing and send nothing. A
/// test works the hashes out anew.
pub(super) const POLICY: &str = "default-src 'none'; \
    style-src 'sha256-uW0uymXLEhR0NY+BgHsqEllpTcqy/DIULZISl7L/78Y='; script-src 'sha256-xk2Z5xA0pE4NBfuRgo5vGE5PWn4SBHMeIVGNTlmy83w='; base-uri 'none'; form-action 'none'";

/// How many bytes of a line are shown on each side of a mark.
const AROUND: usize = 160;

/// How many labels have an excerpt beside the primary one.
const FURTHER_LABELS: usize = 4;

/// How many ways to mend it are named.
const FIXES: usize = 3;

/// Writes the page, finding by finding.
pub(super) fn write(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    summary: &Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    let figures = html(&summary.figures());
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>qalint: {figures}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )?;
    header(summary, out)?;
    out.write_all(b"<main id=\"findings\">\n")?;
    if diagnostics.is_empty() {
        out.write_all(b"<p class=\"good\">Nothing to report.</p>\n")?;
    } else {
        out.write_all(FILTER.as_bytes())?;
        by_rule(options, diagnostics, sources, out)?;
        by_file(options, diagnostics, sources, out)?;
    }
    write!(
        out,
        "</main>\n<footer><p>Written by qalint {}.</p></footer>\n",
        env!("CARGO_PKG_VERSION")
    )?;
    if !diagnostics.is_empty() {
        writeln!(out, "<script>{SCRIPT}</script>")?;
    }
    out.write_all(b"</body>\n</html>\n")
}

/// Hidden until the script shows it, because without the script it does nothing.
const FILTER: &str = "<form role=\"search\" hidden>\n\
    <label class=\"wide\"><input type=\"search\" placeholder=\"Filter by words: a path, a rule, a text\" \
    aria-label=\"Filter the findings by words\" autocomplete=\"off\"></label>\n\
    <label><input type=\"checkbox\" value=\"error\" checked> errors</label>\n\
    <label><input type=\"checkbox\" value=\"warning\" checked> warnings</label>\n\
    <label><input type=\"checkbox\" value=\"info\" checked> infos</label>\n\
    <output aria-live=\"polite\"></output>\n</form>\n";

fn header(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<header>\n<a class=\"skip\" href=\"#findings\">To the findings</a>\n<h1>qalint</h1>\n\
         <p class=\"figures\"><strong>{}</strong>, <strong>{}</strong> looked at</p>\n\
         <ul class=\"counts\">\n",
        count(summary.files, "file", "files"),
        count(summary.questions, "question", "questions")
    )?;
    for (number, one, many, class) in [
        (summary.errors, "error", "errors", "error"),
        (summary.warnings, "warning", "warnings", "warning"),
        (summary.infos, "info", "infos", "info"),
        (summary.fixed, "fixed", "fixed", "good"),
        (
            summary.known,
            "more in the baseline",
            "more in the baseline",
            "info",
        ),
        (
            summary.fixable,
            "can be fixed with --fix",
            "can be fixed with --fix",
            "good",
        ),
        (
            summary.unsafely_fixable,
            "can be fixed as a guess, with --unsafe-fixes",
            "can be fixed as a guess, with --unsafe-fixes",
            "good",
        ),
    ] {
        if number > 0 {
            writeln!(
                out,
                "<li class=\"{class}\">{}</li>",
                count(number, one, many)
            )?;
        }
    }
    if summary.total() == 0 {
        out.write_all(b"<li class=\"good\">all clean</li>\n")?;
    }
    out.write_all(b"</ul>\n</header>\n")
}

/// A table of the rules, each with links to its findings.
fn by_rule(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        rules.entry(&diagnostic.rule).or_default().push(index);
    }
    out.write_all(
        b"<h2>By rule</h2>\n<table>\n<thead><tr><th scope=\"col\">Rule</th>\
          <th scope=\"col\">What it reports</th>\
          <th scope=\"col\" class=\"number\">Findings</th></tr></thead>\n<tbody>\n",
    )?;
    for (rule, findings) in rules {
        let page = RuleId::by_name(rule).map(|id| id.entry().page);
        let name = rule_name(options, rule);
        writeln!(
            out,
            "<tr><th scope=\"row\">{name}</th><td>{}<details><summary>Where</summary><ol>",
            page.map_or(String::new(), |page| html(page.summary))
        )?;
        for &index in &findings {
            let Some(place) = diagnostics.get(index).map(|found| &found.primary) else {
                continue;
            };
            let (start, _) = sources.positions(place.file, place.span);
            writeln!(
                out,
                "<li><a href=\"#f{index}\">{}:{}:{}</a></li>",
                html(&sources.entry(place.file).shown),
                start.line,
                start.column
            )?;
        }
        writeln!(
            out,
            "</ol></details></td><td class=\"number\">{}</td></tr>",
            grouped(findings.len())
        )?;
    }
    out.write_all(b"</tbody>\n</table>\n")
}

fn by_file(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"<h2>By file</h2>\n")?;
    let mut index = 0;
    for in_file in diagnostics.chunk_by(|a, b| a.primary.file == b.primary.file) {
        let Some(first) = in_file.first() else {
            continue;
        };
        let name = html(&sources.entry(first.primary.file).shown);
        write!(
            out,
            "<section class=\"file\" data-path=\"{name}\">\n<h3>{name} <span>{}</span></h3>\n",
            count(in_file.len(), "finding", "findings")
        )?;
        for diagnostic in in_file {
            article(options, index, diagnostic, sources, out)?;
            index += 1;
        }
        out.write_all(b"</section>\n")?;
    }
    Ok(())
}

fn article(
    options: &Options,
    index: usize,
    diagnostic: &Diagnostic,
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let severity = diagnostic.severity.name();
    let place = &diagnostic.primary;
    let (start, _) = sources.positions(place.file, place.span);
    write!(
        out,
        "<article id=\"f{index}\" data-severity=\"{severity}\">\n<p class=\"head\">\
         <span class=\"severity {severity}\">{severity}</span> {} \
         <span class=\"place\">line {}, column {}</span></p>\n<p class=\"message\">{}</p>\n",
        rule_name(options, &diagnostic.rule),
        start.line,
        start.column,
        prose(&diagnostic.message)
    )?;
    excerpt(place, sources, out)?;
    here(place, out)?;
    for label in diagnostic.labels.iter().take(FURTHER_LABELS) {
        let (other, _) = sources.positions(label.file, label.span);
        let same_file = label.file == place.file;
        let name = match same_file {
            true => String::new(),
            false => format!("{}, ", html(&sources.entry(label.file).shown)),
        };
        let said = match label.message.is_empty() {
            true => String::new(),
            false => format!(": {}", prose(&label.message)),
        };
        let line = other.line;
        writeln!(
            out,
            "<p class=\"what\"><b>See also</b> {name}line {line}{said}</p>"
        )?;
        // What the excerpt above has shown already is not shown again.
        if !same_file || other.line.abs_diff(start.line) > 1 {
            excerpt(label, sources, out)?;
        }
    }
    let more = diagnostic.labels.len().saturating_sub(FURTHER_LABELS);
    if more > 0 {
        writeln!(
            out,
            "<p class=\"what\">and {} more places</p>",
            grouped(more)
        )?;
    }
    if let Some(help) = &diagnostic.help {
        writeln!(out, "<p class=\"what\"><b>Help:</b> {}</p>", prose(help))?;
    }
    for fix in diagnostic.fixes.iter().take(FIXES) {
        let how = match fix.safety {
            Safety::Safe => "<code>--fix</code>",
            Safety::Unsafe => "a guess, <code>--fix --unsafe-fixes</code>",
        };
        writeln!(
            out,
            "<p class=\"what\"><b>Fix:</b> {} ({how})</p>",
            prose(&fix.title)
        )?;
    }
    out.write_all(b"</article>\n")
}

/// What is said of the place.
fn here(label: &Label, out: &mut dyn Write) -> io::Result<()> {
    match label.message.is_empty() {
        true => Ok(()),
        false => writeln!(
            out,
            "<p class=\"what\"><b>Here:</b> {}</p>",
            prose(&label.message)
        ),
    }
}

/// The line of `label` between its neighbours.
fn excerpt(label: &Label, sources: &Sources<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text = sources.text(label.file);
    let quoted = text
        .as_ref()
        .and_then(|text| Some((text, quote(text, label.span, AROUND)?)));
    if let Some((text, quoted)) = quoted {
        let row = |number: u32, content: &str| {
            format!("<span class=\"row\"><b>{number}</b><span dir=\"auto\">{content}</span></span>")
        };
        let neighbour = |number: u32| {
            let line = quote::line(text, number, 2 * AROUND)?;
            Some(row(number, &html(&line)))
        };
        let number = quoted.start.line;
        let marked = format!(
            "{}<mark>{}</mark>{}",
            html(&quoted.before),
            html(&quoted.marked),
            html(&quoted.after)
        );
        out.write_all(b"<pre>")?;
        if let Some(before) = number.checked_sub(1).and_then(neighbour) {
            out.write_all(before.as_bytes())?;
        }
        out.write_all(row(number, &marked).as_bytes())?;
        if let Some(after) = neighbour(number + 1) {
            out.write_all(after.as_bytes())?;
        }
        out.write_all(b"</pre>\n")?;
    }
    Ok(())
}

/// The rule's name, and a link to its page if that is anywhere.
fn rule_name(options: &Options, rule: &str) -> String {
    match options.rule_page(rule) {
        Some(page) => format!(
            "<a href=\"{}\" rel=\"noreferrer\"><code>{}</code></a>",
            html(&page),
            html(rule)
        ),
        None => format!("<code>{}</code>", html(rule)),
    }
}

/// A sentence with code in backticks.
fn prose(text: &str) -> String {
    let text = html(text);
    let mut parts = text.split('`');
    let mut prose = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        match parts.next() {
            Some(after) => {
                prose.push_str(&format!("<code>{code}</code>{after}"));
            }
            None => prose.push_str(&format!("`{code}")),
        }
    }
    prose
}

/// `text` as text of an element or the value of an attribute in quotation marks.
fn html(text: &str) -> String {
    let text = escape(text);
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
