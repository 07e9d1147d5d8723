//! The page of a rule: `rules/<group>/<name>.md`.

use std::fmt;

use crate::diagnostic::{Safety, Severity};

/// A rule's page, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// What the rule reports, in one line.
    pub summary: &'static str,
    /// How much its findings matter unless the configuration says otherwise; `None` if it is off.
    pub severity: Option<Severity>,
    /// The kinds of fixes it offers.
    pub fixes: &'static [Safety],
    /// Whether the rule speaks only in runs that ask the web.
    pub online: bool,
    /// The page without its front matter.
    pub body: &'static str,
}

/// What is wrong with a rule's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageError(String);

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PageError {}

impl Page {
    /// Reads a page: front matter with the keys `summary`, `severity` (`error`, `warning`, `info`
    /// or `off`) and `fix` (`none`, `safe`, `unsafe` or `safe, unsafe`), and perhaps
    /// `online: true`, then Markdown.
    ///
    /// # Errors
    /// If a key is missing or has another value. A test reads all pages of the registry.
    pub fn parse(page: &'static str) -> Result<Self, PageError> {
        let (front, body) = page
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .ok_or_else(|| PageError("the page does not begin with front matter".to_owned()))?;
        let value = |key: &str| {
            front
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
                .ok_or_else(|| PageError(format!("the front matter has no `{key}`")))
        };
        let severity = match value("severity")? {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Info),
            "off" => None,
            other => return Err(PageError(format!("`{other}` is not a severity"))),
        };
        let fixes: &[Safety] = match value("fix")? {
            "none" => &[],
            "safe" => &[Safety::Safe],
            "unsafe" => &[Safety::Unsafe],
            "safe, unsafe" => &[Safety::Safe, Safety::Unsafe],
            other => return Err(PageError(format!("`{other}` is not a kind of fix"))),
        };
        Ok(Self {
            summary: value("summary")?,
            severity,
            fixes,
            online: value("online") == Ok("true"),
            body: body.trim_start(),
        })
    }
}
