//! Rules that a collection makes for itself: a pattern, where it must not stand, and what to say.

use std::borrow::Cow;

use globset::GlobSet;
use regex::Regex;

use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity};
use crate::markdown::Needs;
use crate::passage::{Passage, Place, Scope, passages};
use crate::repair::Repaired;
use crate::source::FileId;

/// A rule that a collection has made for itself.
#[derive(Clone, Debug)]
pub struct CustomRule {
    /// `custom/ID`.
    pub name: String,
    /// What is wrong where the pattern matches.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What must not be there.
    pub pattern: Regex,
    /// Where it is looked for.
    pub scope: Scope,
    /// The files that it is looked for in; all if there is none.
    pub files: Option<GlobSet>,
    /// What to put in its place; `$1` or `${name}` stand for what a group has matched.
    pub replacement: Option<Replacement>,
    /// How much its findings matter; `None` if it is off.
    pub severity: Option<Severity>,
}

/// What to put in the place of what a pattern has matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The text, with references to groups.
    pub text: String,
    /// Whether that can change the meaning.
    pub safety: Safety,
}

impl CustomRule {
    /// Whether it looks at the file with the path `name` in the collection.
    #[must_use]
    pub fn concerns(&self, name: &str) -> bool {
        self.files.as_ref().is_none_or(|files| files.is_match(name))
    }

    /// The tables of the document that it needs.
    #[must_use]
    pub fn needs(&self) -> Needs {
        self.scope.needs()
    }

    /// Looks at a file, and appends what it finds to `out`, with the given severity.
    pub fn check(
        &self,
        file: FileId,
        repaired: &Repaired<'_>,
        place: &Place<'_>,
        severity: Severity,
        out: &mut Vec<Diagnostic>,
    ) {
        for passage in passages(place, self.scope) {
            for captures in self.pattern.captures_iter(&passage.text) {
                let found = captures.get_match();
                let Some(written) = written(&passage, found.start(), found.end()) else {
                    continue;
                };
                let span = repaired.map.to_disk(written.range);
                let replacement = self.replacement.as_ref().filter(|_| written.verbatim);
                let fix = replacement.map(|replacement| {
                    let mut text = String::new();
                    captures.expand(&replacement.text, &mut text);
                    let title = if text.is_empty() {
                        format!("take `{}` out", found.as_str())
                    } else {
                        format!("replace `{}` by `{text}`", found.as_str())
                    };
                    let edits = vec![Edit {
                        file,
                        span,
                        replacement: text,
                    }];
                    Fix {
                        title,
                        safety: replacement.safety,
                        edits,
                    }
                });
                // What would change nothing is no fix.
                let fix = fix.filter(|fix| fix.edits[0].replacement != found.as_str());
                out.push(Diagnostic {
                    rule: Cow::Owned(self.name.clone()),
                    severity,
                    message: self.message.clone(),
                    primary: Label {
                        file,
                        span,
                        message: String::new(),
                    },
                    labels: Vec::new(),
                    help: self.help.clone(),
                    fixes: fix.into_iter().collect(),
                    target: None,
                });
            }
        }
    }
}

/// Where a match is written; `None` for an empty one.
fn written(passage: &Passage, start: usize, end: usize) -> Option<crate::passage::Written> {
    (start < end).then(|| passage.written(start, end)).flatten()
}
