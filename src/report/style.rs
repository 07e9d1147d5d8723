//! The colours of everything that is made for a terminal.

use owo_colors::Style;

use crate::diagnostic::Severity;

/// The 16 colours only: they follow the reader's theme, and so stay legible.
#[derive(Clone, Copy, Debug)]
pub(super) struct Styles {
    error: Style,
    warning: Style,
    info: Style,
    /// Paths and places.
    pub(super) path: Style,
    /// What only guides the eye.
    pub(super) dim: Style,
    /// Labels of places beside the primary one.
    pub(super) further: Style,
    /// What to do.
    pub(super) help: Style,
    /// What can be done by command, and that all is well.
    pub(super) good: Style,
}

impl Styles {
    /// No style at all without `color`.
    pub(super) const fn new(color: bool) -> Self {
        let style = Style::new();
        if !color {
            return Self {
                error: style,
                warning: style,
                info: style,
                path: style,
                dim: style,
                further: style,
                help: style,
                good: style,
            };
        }
        Self {
            error: style.red().bold(),
            warning: style.yellow().bold(),
            info: style.cyan().bold(),
            path: style.bold(),
            dim: style.dimmed(),
            further: style.blue().bold(),
            help: style.cyan(),
            good: style.green(),
        }
    }

    /// The style of everything that shows `severity`.
    pub(super) const fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }
}
