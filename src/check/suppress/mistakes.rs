//! What is said of suppressions themselves.

use crate::collection::{Named, Suppression, SuppressionKind};
use crate::config::Selector;
use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Safety};
use crate::rules::{Reporter, RuleId};
use crate::source::{FileId, Span};

/// Takes diagnostics of one rule about suppressions.
pub(super) struct Out<'o> {
    rule: RuleId,
    file: FileId,
    out: &'o mut Vec<(RuleId, Diagnostic)>,
}

impl<'o> Out<'o> {
    pub(super) const fn new(
        rule: RuleId,
        file: FileId,
        out: &'o mut Vec<(RuleId, Diagnostic)>,
    ) -> Self {
        Self { rule, file, out }
    }

    fn report(&mut self, span: Span, message: String, help: &str, fix: Option<Fix>) {
        let at = Label {
            file: self.file,
            span,
            message: String::new(),
        };
        let mut found = Vec::new();
        let mut reporter = Reporter::new(self.rule, None, &mut found);
        let diagnostic = reporter.report(at, message).help(help);
        diagnostic.fixes.extend(fix);
        self.out
            .extend(found.into_iter().map(|found| (self.rule, found)));
    }

    fn fix(&self, title: String, safety: Safety, span: Span, replacement: &str) -> Fix {
        Fix {
            title,
            safety,
            edits: vec![Edit {
                file: self.file,
                span,
                replacement: replacement.to_owned(),
            }],
        }
    }

    pub(super) fn unknown_word(&mut self, suppression: &Suppression, word: &str, meant: &str) {
        let meant = format!("qalint-{meant}");
        let title = format!("write `{meant}`");
        let fix = self.fix(title, Safety::Unsafe, suppression.word, &meant);
        self.report(
            suppression.word,
            format!("`qalint-{word}` does nothing"),
            &format!("did you mean `{meant}`?"),
            Some(fix),
        );
    }

    pub(super) fn unknown_rule(&mut self, suppression: &Suppression, named: &Named) {
        let Err(error) = named.name.parse::<Selector>() else {
            return;
        };
        let message = format!("no rule or group is called `{}`", named.name);
        let (help, fix) = match error.suggestion {
            Some(meant) => (
                format!("did you mean `{meant}`?"),
                self.fix(
                    format!("write `{meant}`"),
                    Safety::Unsafe,
                    named.span,
                    meant,
                ),
            ),
            None => (
                "`qalint rules` lists the rules".to_owned(),
                self.remove(suppression, named),
            ),
        };
        self.report(named.span, message, &help, Some(fix));
    }

    pub(super) fn unused(&mut self, suppression: &Suppression, name: usize, redundant: bool) {
        let named = suppression.names.get(name);
        let what = named.map_or_else(
            || "everything".to_owned(),
            |named| format!("`{}`", named.name),
        );
        let (message, help) = match (&suppression.kind, redundant) {
            (SuppressionKind::Enable, _) => (
                match named {
                    Some(_) => format!("{what} is not disabled here"),
                    None => "nothing is disabled here".to_owned(),
                },
                "it ends what `qalint-disable` began, by the same name",
            ),
            (_, true) => (
                format!("{what} is suppressed here already"),
                "one of the two suffices",
            ),
            (_, false) => (
                match named {
                    Some(_) => format!("{what} has nothing to report here"),
                    None => "there is nothing to report here".to_owned(),
                },
                "a suppression that is left behind hides what comes later",
            ),
        };
        let fix = match named {
            Some(named) => self.remove(suppression, named),
            None => self.remove_whole(suppression),
        };
        let span = named.map_or(suppression.comment, |named| named.span);
        self.report(span, message, help, Some(fix));
    }

    /// Removes the name, or all if it is the only one.
    fn remove(&self, suppression: &Suppression, named: &Named) -> Fix {
        if suppression.names.len() == 1 {
            return self.remove_whole(suppression);
        }
        let title = format!("remove `{}`", named.name);
        self.fix(title, Safety::Safe, named.removal, "")
    }

    fn remove_whole(&self, suppression: &Suppression) -> Fix {
        let span = suppression.removal.span;
        self.fix("remove the comment".to_owned(), Safety::Safe, span, "")
    }
}
