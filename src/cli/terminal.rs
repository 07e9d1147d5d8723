//! What the terminal can show.

use std::io::IsTerminal as _;

use miette::{GraphicalReportHandler, GraphicalTheme};
use qalint::report::Options;

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
        ..Options::default()
    }
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
    match handler.render_report(&mut report, error) {
        Ok(()) => report,
        Err(_) => format!("{error}\n"),
    }
}
