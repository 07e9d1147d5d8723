//! Mistakes in a configuration, and how they are shown.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use super::escape::{Escaped, escape};

/// How many mistakes of one file are shown. Whoever has more mends these first.
const MOST_SHOWN: usize = 20;

/// Why a configuration cannot be used.
///
/// A [`Diagnostic`]: with one mistake it is that mistake; with several, they are its related
/// diagnostics. Whatever it shows of the file is escaped. Cloning it is cheap.
#[derive(Clone)]
pub struct ConfigError(Arc<Inner>);

struct Inner {
    path: PathBuf,
    headline: String,
    source: Option<NamedSource<String>>,
    mistakes: Vec<Mistake>,
}

/// One mistake in a configuration.
#[derive(Clone, Debug)]
pub struct Mistake {
    message: String,
    help: Option<String>,
    span: Option<Range<usize>>,
    /// The span in the escaped text.
    shown: Range<usize>,
}

impl Mistake {
    /// A mistake at `span`, in bytes of the configuration's text.
    pub(super) fn at(span: Range<usize>, message: impl AsRef<str>) -> Self {
        Self {
            span: Some(span),
            ..Self::nowhere(message)
        }
    }

    /// A mistake of the file as a whole.
    pub(super) fn nowhere(message: impl AsRef<str>) -> Self {
        Self {
            message: escape(message.as_ref()),
            help: None,
            span: None,
            shown: 0..0,
        }
    }

    /// What TOML or serde has to say.
    pub(super) fn of_toml(error: &toml::de::Error) -> Self {
        match error.span() {
            Some(span) => Self::at(span, error.message()),
            None => Self::nowhere(error.message()),
        }
    }

    /// Says what to do about it.
    pub(super) fn help(mut self, help: impl AsRef<str>) -> Self {
        self.help = Some(escape(help.as_ref()));
        self
    }

    /// Says what to do about it unless that has been said.
    pub(super) fn or_help(self, help: &str) -> Self {
        if self.help.is_some() {
            self
        } else {
            self.help(help)
        }
    }

    /// Says so if the name is nearly that of something that exists, otherwise what `names` are.
    pub(super) fn suggest(self, given: &str, names: &[&str]) -> Self {
        if let Some(name) = super::suggest::nearest(given, names.iter().copied()) {
            return self.help(format!("did you mean `{name}`?"));
        }
        if names.is_empty() || names.len() > MOST_LISTED {
            return self;
        }
        self.help(format!("there are {}", list(names)))
    }

    /// Names the thing and says what is wrong with it; lower case, no full stop, escaped.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is, in bytes of the configuration's text; `None` if it concerns the whole file.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }
}

/// How many names a help lists. More are better looked up.
const MOST_LISTED: usize = 16;

/// `` `a`, `b` and `c` ``.
fn list(names: &[&str]) -> String {
    let mut list = String::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            list.push_str(if index + 1 == names.len() {
                " and "
            } else {
                ", "
            });
        }
        list.push('`');
        list.push_str(name);
        list.push('`');
    }
    list
}

impl ConfigError {
    /// `mistakes`, at least one, in the configuration `text` at `path`.
    pub(super) fn new(path: &Path, text: &str, mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| mistake.span.as_ref().map(|span| (span.start, span.end)));
        let name = escape(&path.display().to_string());
        let headline = match mistakes.len() {
            n if n <= MOST_SHOWN => format!("`{name}` has {n} mistakes"),
            n => format!("`{name}` has {n} mistakes, of which these are the first {MOST_SHOWN}"),
        };
        mistakes.truncate(MOST_SHOWN);
        let escaped = Escaped::new(text);
        for mistake in &mut mistakes {
            if let Some(span) = &mistake.span {
                mistake.shown = escaped.range(span);
            }
        }
        Self(Arc::new(Inner {
            path: path.to_owned(),
            headline,
            source: Some(NamedSource::new(name, escaped.text)),
            mistakes,
        }))
    }

    /// `path` is no file that a configuration could be read from.
    pub(super) fn unreadable(path: &Path, reason: impl fmt::Display) -> Self {
        let name = path.display();
        Self(Arc::new(Inner {
            path: path.to_owned(),
            headline: String::new(),
            source: None,
            mistakes: vec![Mistake::nowhere(format!("cannot read `{name}`: {reason}"))],
        }))
    }

    /// The same with a word on what to do.
    pub(super) fn help(mut self, help: &str) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            for mistake in &mut inner.mistakes {
                mistake.help = Some(help.to_owned());
            }
        }
        self
    }

    /// The configuration that it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The mistakes by their place in the file, at most the first 20.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0.mistakes
    }

    /// The only mistake.
    fn single(&self) -> Option<&Mistake> {
        match self.mistakes() {
            [mistake] => Some(mistake),
            _ => None,
        }
    }
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigError")
            .field("path", &self.0.path)
            .field("mistakes", &self.0.mistakes)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(mistake) => mistake.fmt(f),
            None => f.write_str(&self.0.headline),
        }
    }
}

impl std::error::Error for ConfigError {}

impl Diagnostic for ConfigError {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source.as_ref().map(|source| source as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.single()?.labels()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Diagnostic::help(self.single()?)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self.mistakes() {
            [_] => None,
            mistakes => Some(Box::new(mistakes.iter().map(|mistake| mistake as _))),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl Diagnostic for Mistake {
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.span.as_ref()?;
        let label = LabeledSpan::underline(self.shown.clone());
        Some(Box::new(std::iter::once(label)))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }
}
