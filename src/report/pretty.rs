//! The report for people at a terminal: what is wrong, where, and what will mend it.

use std::collections::HashMap;
use std::fmt::{self, Display, Write as _};
use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use owo_colors::{OwoColorize, Style};
use textwrap::core::display_width;

use super::escape::escape;
use super::excerpt::Excerpt;
use super::line::Room;
use super::style::Styles;
use super::summary::grouped;
use super::{Options, Sources};
use crate::diagnostic::{Diagnostic, Label, Safety, Severity};

/// How many findings of one rule in one file get an excerpt each. Of more than these only the
/// first does, and the others are listed.
const BOXES: usize = 3;

/// How many findings are listed below a first one, unless all are asked for.
const LISTED: usize = 20;

/// How many ways to mend it are named.
const FIXES: usize = 3;

/// Lines of prose are hard to read when they are longer than this.
const WIDEST: usize = 120;

/// Beyond this an excerpt does not get wider, whatever is claimed of the terminal.
const WIDEST_EXCERPT: usize = 1000;

/// miette needs some room to wrap text in.
const NARROWEST: usize = 40;

/// Writes boxes and lists, file by file.
pub(super) fn write(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let printer = Printer::new(options, sources);
    for in_file in diagnostics.chunk_by(|a, b| a.primary.file == b.primary.file) {
        for group in group(in_file) {
            out.write_all(printer.group(&group).as_bytes())?;
        }
    }
    Ok(())
}

/// The findings of one file as they are shown together, by their first place.
fn group<'a>(in_file: &[&'a Diagnostic]) -> Vec<Vec<&'a Diagnostic>> {
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut by_rule = HashMap::new();
    for diagnostic in in_file {
        *by_rule.entry(&*diagnostic.rule).or_insert(0_usize) += 1;
    }
    let mut places = HashMap::new();
    for diagnostic in in_file {
        let rule = &*diagnostic.rule;
        if by_rule.get(rule).is_some_and(|&count| count <= BOXES) {
            groups.push(vec![diagnostic]);
            continue;
        }
        let place = *places.entry(rule).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.push(diagnostic);
        }
    }
    groups
}

/// What all boxes of a report share.
struct Printer<'a> {
    options: &'a Options,
    sources: &'a Sources<'a>,
    styles: Styles,
    theme: GraphicalTheme,
    /// Columns for text.
    width: usize,
}

impl<'a> Printer<'a> {
    fn new(options: &'a Options, sources: &'a Sources<'a>) -> Self {
        let mut theme = if options.unicode {
            GraphicalTheme::unicode_nocolor()
        } else {
            let mut theme = GraphicalTheme::none();
            theme.characters.underbar = theme.characters.underline;
            theme
        };
        let styles = Styles::new(options.color);
        theme.styles.error = styles.severity(Severity::Error);
        theme.styles.warning = styles.severity(Severity::Warning);
        theme.styles.advice = styles.severity(Severity::Info);
        theme.styles.link = styles.path;
        theme.styles.linum = styles.dim;
        Self {
            options,
            sources,
            styles,
            theme,
            width: options.width.clamp(NARROWEST, WIDEST),
        }
    }

    /// The findings of one rule in one file: a box for the first, and a list of the others.
    fn group(&self, group: &[&Diagnostic]) -> String {
        let mut text = String::new();
        if let Some((first, others)) = group.split_first() {
            self.single(&mut text, first);
            if !others.is_empty() {
                self.list(&mut text, &first.rule, others);
                self.mended(&mut text, group);
            }
        }
        text.push('\n');
        text
    }

    fn single(&self, text: &mut String, diagnostic: &Diagnostic) {
        self.heading(text, diagnostic);
        let room = Room {
            width: self.options.width.clamp(NARROWEST, WIDEST_EXCERPT),
            ellipsis: if self.options.unicode { "…" } else { "..." },
        };
        let excerpt = Excerpt::new(diagnostic, self.sources, room);
        text.push_str(&self.excerpt(diagnostic, &excerpt));
        for label in excerpt.unread() {
            let path = label.name.style(self.styles.path);
            match (label.primary, label.message.is_empty()) {
                (true, _) => self.block(text, "    in: ", self.styles.dim, &path.to_string()),
                (false, true) => self.block(text, "   see: ", self.styles.dim, &path.to_string()),
                (false, false) => {
                    let place = format!("{path}: {}", label.message);
                    self.block(text, "   see: ", self.styles.dim, &place);
                }
            }
        }
        if excerpt.left_out() > 0 {
            let more = format!("{} more places", grouped(excerpt.left_out()));
            self.block(text, "   and: ", self.styles.dim, &more);
        }
        if let Some(help) = &diagnostic.help {
            self.block(text, "  help: ", self.styles.help, &escape(help));
        }
        for (index, fix) in diagnostic.fixes.iter().take(FIXES).enumerate() {
            let label = if index == 0 { "   fix: " } else { "    or: " };
            let how = match fix.safety {
                Safety::Safe => "(`--fix`)",
                Safety::Unsafe => "(a guess, `--fix --unsafe-fixes`)",
            };
            self.block(text, label, self.styles.good, &escape(&fix.title));
            self.aside(text, label.len(), how);
        }
    }

    /// Puts a few words behind the last line, or below it if they do not fit there.
    fn aside(&self, text: &mut String, indent: usize, words: &str) {
        let line = text.trim_end_matches('\n');
        let last = line.rsplit('\n').next().unwrap_or_default();
        let needed = display_width(last) + 1 + display_width(words);
        text.truncate(line.len());
        match needed <= self.width - 2 {
            true => text.push(' '),
            false => {
                text.push('\n');
                text.extend(std::iter::repeat_n(' ', indent));
            }
        }
        text.push_str(words);
        text.push('\n');
    }

    /// Severity and rule, which leads to the rule's page where the terminal has links.
    fn heading(&self, text: &mut String, diagnostic: &Diagnostic) {
        let rule = escape(&diagnostic.rule);
        let heading = format!("{}[{rule}]", diagnostic.severity.name());
        let heading = heading.style(self.styles.severity(diagnostic.severity));
        // Writing to a string cannot fail.
        let _ = match &self.options.rule_pages {
            Some(pages) if self.options.hyperlinks => writeln!(
                text,
                "\x1b]8;;{}{rule}.md\x1b\\{heading}\x1b]8;;\x1b\\",
                escape(pages)
            ),
            _ => writeln!(text, "{heading}"),
        };
    }

    /// The message and the excerpt, by miette.
    fn excerpt(&self, diagnostic: &Diagnostic, excerpt: &Excerpt) -> String {
        let mut theme = self.theme.clone();
        theme.styles.highlights = excerpt
            .primaries()
            .into_iter()
            .map(|primary| match primary {
                true => self.styles.severity(diagnostic.severity),
                false => self.styles.further,
            })
            .collect();
        // miette cycles through them, also when there is nothing to highlight.
        theme.styles.highlights.push(Style::new());
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_word_separator(textwrap::WordSeparator::AsciiSpace)
            .with_word_splitter(textwrap::WordSplitter::NoHyphenation);
        let boxed = Boxed {
            diagnostic,
            message: escape(&diagnostic.message).into_owned(),
            excerpt,
        };
        let mut rendered = String::new();
        // It fails only when the excerpt does not have what it lists itself.
        if handler.render_report(&mut rendered, &boxed).is_err() {
            rendered = format!("  {}\n", boxed.message);
        }
        excerpt.restore(rendered)
    }

    /// The findings behind the first one, a line each.
    fn list(&self, text: &mut String, rule: &str, others: &[&Diagnostic]) {
        let listed = match self.options.verbose {
            true => others,
            false => others.get(..LISTED).unwrap_or(others),
        };
        let places: Vec<String> = listed
            .iter()
            .map(|diagnostic| {
                let label = &diagnostic.primary;
                let (start, _) = self.sources.positions(label.file, label.span);
                format!("{}:{}", start.line, start.column)
            })
            .collect();
        let column = places.iter().map(String::len).max().unwrap_or(0);
        let number = grouped(others.len());
        let _ = writeln!(text, "\n  {number} more of {} in this file:", escape(rule));
        for (diagnostic, place) in listed.iter().zip(&places) {
            let label = format!("    {place:column$}  ");
            let message = escape(&diagnostic.message);
            self.block(text, &label, self.styles.dim, &message);
            if let Some(other) = diagnostic.labels.first() {
                self.aside(text, label.len(), &self.reference(diagnostic, other));
            }
        }
        let unlisted = others.len() - listed.len();
        if unlisted > 0 {
            let _ = writeln!(
                text,
                "    and {} more of {} in this file (`--verbose` lists all)",
                grouped(unlisted),
                escape(rule)
            );
        }
    }

    /// Where else to look: the first of the further places.
    fn reference(&self, diagnostic: &Diagnostic, other: &Label) -> String {
        let (start, _) = self.sources.positions(other.file, other.span);
        let place = format!("{}:{}", start.line, start.column);
        match other.file == diagnostic.primary.file {
            true => format!("(see {place})"),
            false => format!(
                "(see {}:{place})",
                escape(&self.sources.entry(other.file).shown)
            ),
        }
    }

    /// What of a group can be mended, and by which command.
    fn mended(&self, text: &mut String, group: &[&Diagnostic]) {
        let with = |safety: Safety| {
            let best = |diagnostic: &&&Diagnostic| {
                diagnostic.fixes.iter().map(|fix| fix.safety).min() == Some(safety)
            };
            group.iter().filter(best).count()
        };
        let (safe, guessed) = (with(Safety::Safe), with(Safety::Unsafe));
        let of = |number: usize| match number == group.len() {
            true => format!("all {}", grouped(number)),
            false => format!("{} of {}", grouped(number), grouped(group.len())),
        };
        let what = match (safe, guessed) {
            (0, 0) => return,
            (safe, 0) => format!("{} with `--fix`", of(safe)),
            (0, guessed) => format!("{} with `--fix --unsafe-fixes`, as a guess", of(guessed)),
            (safe, guessed) => format!(
                "{} with `--fix`, {} more with `--fix --unsafe-fixes`, as a guess",
                of(safe),
                grouped(guessed)
            ),
        };
        text.push('\n');
        self.block(text, "   fix: ", self.styles.good, &what);
    }

    /// A paragraph that hangs from `label`.
    fn block(&self, text: &mut String, label: &str, style: Style, paragraph: &str) {
        let first = label.style(style).to_string();
        let rest = " ".repeat(label.len());
        let options = textwrap::Options::new(self.width - 2)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        text.push_str(&textwrap::fill(paragraph, options));
        text.push('\n');
    }
}

/// A diagnostic as miette sees it. Rule, help and fixes are written around it.
#[derive(Debug)]
struct Boxed<'a> {
    diagnostic: &'a Diagnostic,
    /// Escaped.
    message: String,
    excerpt: &'a Excerpt,
}

impl Display for Boxed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Boxed<'_> {}

impl miette::Diagnostic for Boxed<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }
}
