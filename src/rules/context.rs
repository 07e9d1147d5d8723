//! What a rule is given to look at, and to whom it reports.

use std::any::Any;
use std::borrow::Cow;
use std::cell::OnceCell;

use super::fences::{self, Faulty};
use super::{Options, RuleId};
use crate::characters::{self, Odd};
use crate::collection::{Collection, IndexView, Links, Sequence, WebLink};
use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity};
use crate::markdown::Document;
use crate::qa::{Question, Shape};
use crate::repair::Repaired;
use crate::source::{FileId, LineEnding, Span, TextRange};

/// A file, for a rule about one file.
#[derive(Clone, Copy, Debug)]
pub struct FileContext<'a> {
    /// The file.
    pub file: FileId,
    /// Its path in the collection.
    pub name: &'a str,
    /// Its text and what was wrong with its encoding.
    pub repaired: &'a Repaired<'a>,
    /// The text as it was meant.
    pub text: &'a str,
    /// The text, parsed.
    pub document: &'a Document,
    /// How its questions are written, if it has any.
    pub shape: Option<&'a Shape>,
    /// Its questions in order.
    pub questions: &'a [Question],
    /// The line ending that `.gitattributes` asks for in it.
    pub line_ending: Option<LineEnding>,
    /// What several rules want to know and most files need not be asked.
    pub lazy: &'a Lazy,
}

/// Tables that are made when a rule first asks.
#[derive(Debug, Default)]
pub struct Lazy {
    odd: OnceCell<Vec<Odd>>,
    code: OnceCell<Vec<TextRange>>,
    fences: OnceCell<Vec<Faulty>>,
}

impl<'a> FileContext<'a> {
    /// The characters of the text that do not show, U+FFFD and U+FFFC, in order.
    #[must_use]
    pub fn odd(&self) -> &'a [Odd] {
        self.lazy.odd.get_or_init(|| characters::odd(self.text))
    }

    /// The range of code, a block or a span, that `offset` lies in.
    #[must_use]
    pub fn code_at(&self, offset: usize) -> Option<TextRange> {
        let code = self
            .lazy
            .code
            .get_or_init(|| self.document.code().collect());
        let offset = u32::try_from(offset).ok()?;
        let behind = code.partition_point(|range| range.start <= offset);
        let range = *code.get(behind.checked_sub(1)?)?;
        range.contains(offset).then_some(range)
    }

    /// The blocks of code that are not closed where they were meant to be, or that swallow
    /// questions.
    pub(crate) fn faulty_fences(&self) -> &'a [Faulty] {
        self.lazy.fences.get_or_init(|| fences::faulty(self))
    }

    /// Whether `range` stands on disk as it does in the text: nothing of it was garbled or in
    /// another encoding, which other rules report.
    #[must_use]
    pub fn is_as_on_disk(&self, range: TextRange) -> bool {
        let span = self.span(range);
        let touches = |place: &Span| place.overlaps(span);
        let invalid = &self.repaired.invalid;
        let first = invalid.partition_point(|place| place.span.end <= span.start);
        if invalid.get(first).is_some_and(|place| touches(&place.span)) {
            return false;
        }
        let garbled = &self.repaired.garbled;
        let first = garbled.partition_point(|place| place.span.end <= span.start);
        !garbled.get(first).is_some_and(|place| touches(&place.span))
    }
    /// The bytes on disk that `range` came from.
    #[must_use]
    pub fn span(&self, range: TextRange) -> Span {
        self.repaired.map.to_disk(range)
    }

    /// A place of this file, with nothing said of it.
    #[must_use]
    pub fn at(&self, range: TextRange) -> Label {
        Label {
            file: self.file,
            span: self.span(range),
            message: String::new(),
        }
    }

    /// A fix of one edit: what stands at `range` becomes `replacement`.
    #[must_use]
    pub fn replace(
        &self,
        range: TextRange,
        replacement: impl Into<String>,
        safety: Safety,
        title: impl Into<String>,
    ) -> Fix {
        let edit = Edit {
            file: self.file,
            span: self.span(range),
            replacement: replacement.into(),
        };
        Fix {
            title: title.into(),
            safety,
            edits: vec![edit],
        }
    }
}

/// A collection, for a rule about more than one file.
#[derive(Clone, Copy, Debug)]
pub struct CollectionContext<'a> {
    /// The collection.
    pub collection: &'a Collection<'a>,
    /// Its numbered questions, by the scopes that numbers run on in.
    pub sequences: &'a [Sequence],
    /// Where its links lead; only filled if a rule that is in force needs links.
    pub links: &'a Links<'a>,
    /// Its links to the web that something is known of; none unless the run is online.
    pub web: &'a [WebLink<'a>],
    /// Its indexes, with the questions that their rows lead to; only filled if a rule that is in
    /// force needs indexes.
    pub indexes: &'a [IndexView<'a>],
}

/// Takes the diagnostics of one rule.
#[derive(Debug)]
pub struct Reporter<'a> {
    rule: RuleId,
    options: Option<&'a Options>,
    out: &'a mut Vec<Diagnostic>,
    /// How many there were before.
    first: usize,
    left_out: usize,
}

/// How many findings of one rule are kept, in one file or of what several files say together.
/// Whoever has more than these has one mistake and not many, and each takes a kilobyte of memory.
const MOST_FINDINGS: usize = 100_000;

impl<'a> Reporter<'a> {
    /// A reporter for `rule` that appends to `out`.
    #[must_use]
    pub fn new(rule: RuleId, options: Option<&'a Options>, out: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            rule,
            options,
            first: out.len(),
            out,
            left_out: 0,
        }
    }

    /// The rule's options, as the configuration sets them or by default.
    #[must_use]
    pub fn options<T: super::RuleOptions + Clone>(&self) -> T {
        let set = self.options.and_then(|options| {
            let options: &dyn Any = &**options;
            options.downcast_ref::<T>().cloned()
        });
        set.unwrap_or_default()
    }

    /// Reports a finding at `primary`. The severity is set afterwards, from the settings.
    pub fn report(&mut self, primary: Label, message: impl Into<String>) -> &mut Diagnostic {
        if self.out.len() - self.first >= MOST_FINDINGS {
            self.out.pop();
            self.left_out += 1;
        }
        let at = self.out.len();
        self.out.push(Diagnostic {
            rule: Cow::Borrowed(self.rule.name()),
            severity: Severity::Warning,
            message: message.into(),
            primary,
            labels: Vec::new(),
            help: None,
            fixes: Vec::new(),
            target: None,
        });
        &mut self.out[at]
    }

    /// Says how many findings were too many, if any were, instead of the last one.
    pub fn finish(self) {
        if let Some(last) = self.out.last_mut().filter(|_| self.left_out > 0) {
            last.message = format!(
                "{} more findings of this rule are left out: no more than {MOST_FINDINGS} are kept",
                self.left_out + 1
            );
            last.primary.message.clear();
            last.labels.clear();
            last.help = None;
            last.fixes.clear();
            last.target = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    #[test]
    fn too_many_findings_are_counted() {
        let rule = RuleId::by_name("encoding/mojibake").expect("a rule");
        let report = |count: usize| {
            let mut out = Vec::new();
            let mut reporter = Reporter::new(rule, None, &mut out);
            for _ in 0..count {
                let at = Label {
                    file: FileId(0),
                    span: Span::new(0, 1),
                    message: String::new(),
                };
                reporter.report(at, "a finding").help("mend it");
            }
            reporter.finish();
            out
        };
        let all = report(MOST_FINDINGS);
        assert!(all.iter().all(|found| found.message == "a finding"));
        let kept = report(MOST_FINDINGS + 5);
        assert_eq!(kept.len(), MOST_FINDINGS);
        let last = kept.last().expect("the last");
        assert_eq!(
            (&*last.message, &last.help),
            (
                "6 more findings of this rule are left out: no more than 100000 are kept",
                &None
            )
        );
        assert!(all.len() == kept.len() && kept[0].message == "a finding");
    }
}
