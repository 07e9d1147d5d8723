//! What is said of suppressions themselves.

use std::collections::BTreeMap;

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
    /// What unknown names were probably meant to be.
    meant: BTreeMap<String, Option<&'static str>>,
}

/// For how many unknown names of a file it is thought about what was meant.
const THOUGHT_ABOUT: usize = 100;

/// How many characters of a name are repeated.
const LONGEST: usize = 40;

impl<'o> Out<'o> {
    pub(super) fn new(rule: RuleId, file: FileId, out: &'o mut Vec<(RuleId, Diagnostic)>) -> Self {
        Self {
            rule,
            file,
            out,
            meant: BTreeMap::new(),
        }
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
            format!("{} does nothing", quote(&format!("qalint-{word}"))),
            &format!("did you mean `{meant}`?"),
            Some(fix),
        );
    }

    pub(super) fn unknown_rule(&mut self, suppression: &Suppression, named: &Named) {
        let message = format!("no rule or group is called {}", quote(&named.name));
        let (help, fix) = match self.meant(&named.name) {
            None => {
                self.report(named.span, message, LIST, None);
                return;
            }
            Some(Some(meant)) => (
                format!("did you mean `{meant}`?"),
                self.fix(
                    format!("write `{meant}`"),
                    Safety::Unsafe,
                    named.span,
                    meant,
                ),
            ),
            Some(None) => (LIST.to_owned(), self.remove(suppression, named)),
        };
        self.report(named.span, message, &help, Some(fix));
    }

    /// What the unknown `name` was probably meant to be, if anything; `None` if that is not known.
    fn meant(&mut self, name: &str) -> Option<Option<&'static str>> {
        if let Some(meant) = self.meant.get(name) {
            return Some(*meant);
        }
        if self.meant.len() >= THOUGHT_ABOUT {
            return None;
        }
        let meant = name.parse::<Selector>().err()?.suggestion;
        self.meant.insert(name.to_owned(), meant);
        Some(meant)
    }

    pub(super) fn unused(&mut self, suppression: &Suppression, name: usize, redundant: bool) {
        let named = suppression.names.get(name);
        let what = named.map_or_else(|| "everything".to_owned(), |named| quote(&named.name));
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
        let title = format!("remove {}", quote(&named.name));
        self.fix(title, Safety::Safe, named.removal, "")
    }

    fn remove_whole(&self, suppression: &Suppression) -> Fix {
        let span = suppression.removal.span;
        self.fix("remove the comment".to_owned(), Safety::Safe, span, "")
    }
}

const LIST: &str = "`qalint rules` lists the rules";

/// `name` in backticks, cut if it is long.
fn quote(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    }
}
