//! What the terminal can show.

use std::io::IsTerminal as _;

use miette::{GraphicalReportHandler, GraphicalTheme};
use qalint::report::{Options, escape};

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    /// Where the output goes to a terminal that has colours, and `NO_COLOR` is not set
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

/// Where output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// A file.
    File,
}

impl Stream {
    /// Whether a person looks at it.
    pub(super) fn is_terminal(self) -> bool {
        match self {
            Self::Out => std::io::stdout().is_terminal(),
            Self::Err => std::io::stderr().is_terminal(),
            Self::File => false,
        }
    }
}

impl ColorChoice {
    /// Whether to colour what goes to `stream`.
    pub(super) fn colors(self, stream: Stream) -> bool {
        let known = match stream {
            Stream::Out => supports_color::Stream::Stdout,
            Stream::Err => supports_color::Stream::Stderr,
            Stream::File => return self == Self::Always,
        };
        match self {
            // It knows NO_COLOR, CLICOLOR_FORCE and TERM.
            Self::Auto => supports_color::on(known).is_some(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The columns of output that does not go to a terminal.
const WIDTH: usize = 100;

/// The columns beyond which lines are hard to read.
const WIDEST: usize = 120;

/// How to write a report to `stream`.
pub(super) fn report_options(color: ColorChoice, stream: Stream) -> Options {
    let is_terminal = stream.is_terminal();
    let known = match stream {
        Stream::Err => supports_hyperlinks::Stream::Stderr,
        Stream::Out | Stream::File => supports_hyperlinks::Stream::Stdout,
    };
    let width = is_terminal.then(terminal_size::terminal_size).flatten();
    Options {
        color: color.colors(stream),
        unicode: !is_terminal || supports_unicode::on(supports_unicode::Stream::Stdout),
        hyperlinks: is_terminal && color != ColorChoice::Never && supports_hyperlinks::on(known),
        width: width.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, WIDEST)),
        rule_pages: rule_pages(env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION")),
        ..Options::default()
    }
}

/// Where the pages of the rules can be read on the web, as they are in this version; nowhere if it
/// was not published in a repository.
fn rule_pages(repository: &str, version: &str) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/rules/"))
}

/// An error of the user's, ready for standard error.
pub(super) fn render(error: &dyn miette::Diagnostic, color: ColorChoice) -> String {
    let options = report_options(color, Stream::Err);
    let theme = match (options.color, options.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (true, false) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(options.width)
        .with_links(false);
    let mut report = String::new();
    if handler.render_report(&mut report, error).is_err() {
        report = format!("{error}\n");
    }
    harmless(&report)
}

/// `report` with everything escaped that would steer the terminal, but for lines and colours:
/// names from the command line, the disk and the system come with messages of all kinds.
fn harmless(report: &str) -> String {
    let mut shown = String::with_capacity(report.len());
    for line in report.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        let mut parts = line.split("\x1b[");
        shown.push_str(&escape(parts.next().unwrap_or_default()));
        for part in parts {
            let text = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
            match text.strip_prefix('m') {
                Some(text) => {
                    shown.push_str("\x1b[");
                    shown.push_str(&part[..part.len() - text.len()]);
                    shown.push_str(&escape(text));
                }
                None => shown.push_str(&escape(&format!("\x1b[{part}"))),
            }
        }
        shown.push_str(end);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{harmless, rule_pages};

    #[test]
    fn pages_of_rules_are_where_the_version_was_published() {
        assert_eq!(rule_pages("", "1.2.3"), None);
        assert_eq!(
            rule_pages("https://host.example/a/b/", "1.2.3").as_deref(),
            Some("https://host.example/a/b/blob/v1.2.3/rules/")
        );
    }

    #[test]
    fn colours_and_lines_stay_and_nothing_else_steers() {
        let report = "\x1b[31m×\x1b[0m a\x1b[2Jb\n  \x1b]0;t\x07 \u{9b}1m \x1b[1;3";
        assert_eq!(
            harmless(report),
            "\x1b[31m×\x1b[0m a<U+001B>[2Jb\n  <U+001B>]0;t<U+0007> <U+009B>1m <U+001B>[1;3"
        );
    }
}
