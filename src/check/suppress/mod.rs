//! Leaving out what comments in the text ask to leave out, and telling of comments that ask for
//! nothing.

mod mistakes;

use std::collections::{BTreeMap, BTreeSet};

use self::mistakes::Out;
use super::Member;
use crate::collection::{FileSummary, Named, Suppression, SuppressionKind};
use crate::config::{Selector, nearest};
use crate::diagnostic::Diagnostic;
use crate::markdown::Needs;
use crate::rules::{Check, RuleId};
use crate::source::{FileId, Files, Span};

/// What rules have found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is to be reported.
    pub(super) asked: Vec<Diagnostic>,
    /// What only says whether suppressions are used.
    pub(super) unasked: Vec<Diagnostic>,
}

/// Leaves out what the texts ask to leave out, and adds what is to be said of how they do so.
/// `needs` are the tables that each of `members` has been read with.
pub(super) fn apply<'s>(
    found: Found,
    files: &Files,
    summary: impl Fn(FileId) -> Option<&'s FileSummary>,
    members: &[Member],
    needs: &[Needs],
) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<FileId, Suppressed<'_>> = files
        .iter()
        .filter_map(|(file, _)| Some((file, summary(file)?)))
        .filter(|(_, summary)| !summary.suppressions.is_empty())
        .map(|(file, summary)| (file, Suppressed::new(summary)))
        .collect();
    if by_file.is_empty() {
        return found.asked;
    }
    let mut taken = |diagnostic: &Diagnostic| {
        let file = by_file.get_mut(&diagnostic.primary.file);
        file.is_some_and(|file| file.takes(diagnostic))
    };
    for diagnostic in &found.unasked {
        taken(diagnostic);
    }
    let mut kept = found.asked;
    kept.retain(|diagnostic| !taken(diagnostic));
    for (&file, suppressed) in &mut by_file {
        let entry = files.get(file);
        let index = entry.collection;
        let (Some(member), Some(&needs)) = (members.get(index), needs.get(index)) else {
            continue;
        };
        let rules = member.settings.rules_for(&entry.name);
        let mut known: BTreeMap<Selector, bool> = BTreeMap::new();
        let judged = |selector: Selector| {
            // Which rules of its own a collection has had is not known here.
            let is_own = matches!(selector, Selector::Custom(_) | Selector::Group("custom"));
            *known.entry(selector).or_insert_with(|| {
                !is_own && meant_by(selector).all(|rule| can_judge(rule, member.complete, needs))
            })
        };
        for (rule, mut diagnostic) in suppressed.mistakes(file, judged) {
            let severity = rules.severity(rule);
            if let Some(severity) = severity.filter(|_| !suppressed.takes(&diagnostic)) {
                diagnostic.severity = severity;
                kept.push(diagnostic);
            }
        }
    }
    kept
}

/// The rules that a suppression means. A rule that is off by default is not meant by its group's
/// name or `all`, and one about suppressions not by `all`.
fn meant_by(selector: Selector) -> impl Iterator<Item = RuleId> {
    RuleId::all().filter(move |&rule| match selector {
        Selector::Rule(named) => named == rule,
        Selector::Custom(_) => false,
        Selector::Group(_) => selector.includes(rule) && is_on_by_default(rule),
        Selector::All => {
            let check = rule.entry().rule.check;
            selector.includes(rule)
                && is_on_by_default(rule)
                && !matches!(check, Check::Suppressions(_))
        }
    })
}

/// Whether `rule` can be run on a collection, and says all that it has to say. A rule about one
/// file can: if tables are missing, they are made for that file.
pub(super) fn can_judge(rule: RuleId, complete: bool, needs: Needs) -> bool {
    match rule.entry().rule.check {
        Check::File(..) => true,
        // What the web says today it may not say tomorrow.
        Check::Collection(of_rule, _) if of_rule.contain(Needs::WEB) => false,
        Check::Collection(of_rule, _) => complete && needs.contain(of_rule),
        // What is said of suppressions is not asked whether it says enough.
        Check::Suppressions(_) | Check::Reading => false,
    }
}

/// The suppressions of one file, ready to look places up in.
#[derive(Debug)]
pub(super) struct Suppressed<'a> {
    suppressions: &'a [Suppression],
    /// By selector and place; those of one selector do not overlap.
    intervals: Vec<Interval>,
    /// What is wrong with the suppressions themselves.
    mistakes: Vec<Mistake<'a>>,
}

/// A part of a file in which some rules are not to be told of.
#[derive(Debug)]
struct Interval {
    selector: Selector,
    start: u32,
    end: u32,
    /// Which of the file's suppressions it is from, and which of its names.
    from: (usize, usize),
    hits: usize,
}

#[derive(Debug)]
enum Mistake<'a> {
    UnknownWord(&'a Suppression, &'a str, &'static str),
    UnknownRule(&'a Suppression, &'a Named),
    /// It covers only what another one covers already, or ends what has not begun.
    Redundant(usize, usize),
}

/// The rules that the suppressions of a file name, so that they are to be run even where they are
/// off: whether a suppression is used depends on what they say.
pub(super) fn named_rules(suppressions: &[Suppression]) -> impl Iterator<Item = RuleId> {
    let mut selectors: Vec<Selector> = suppressions.iter().flat_map(selectors).flatten().collect();
    selectors.sort_unstable();
    selectors.dedup();
    let rules: BTreeSet<RuleId> = selectors.into_iter().flat_map(meant_by).collect();
    rules.into_iter()
}

/// Whether a rule is in force where nothing is configured.
fn is_on_by_default(rule: RuleId) -> bool {
    rule.entry().page.severity.is_some()
}

/// What the names of a suppression select; `None` for a name that nothing has.
fn selectors(suppression: &Suppression) -> impl Iterator<Item = Option<Selector>> {
    let all = suppression.names.is_empty().then_some(Some(Selector::All));
    let named = suppression
        .names
        .iter()
        .map(|named| Selector::named(&named.name));
    all.into_iter().chain(named)
}

impl<'a> Suppressed<'a> {
    /// Works out what the suppressions of `summary` cover.
    pub(super) fn new(summary: &'a FileSummary) -> Self {
        let mut suppressed = Self {
            suppressions: &summary.suppressions,
            intervals: Vec::new(),
            mistakes: Vec::new(),
        };
        let mut covered = Covered::default();
        // What covers the file does so from its beginning, wherever it stands.
        let is_file = |suppression: &Suppression| suppression.kind == SuppressionKind::File;
        for file_wide in [true, false] {
            for (index, suppression) in summary.suppressions.iter().enumerate() {
                if is_file(suppression) == file_wide {
                    suppressed.add(index, suppression, &mut covered);
                }
            }
        }
        let by_place = |interval: &Interval| (interval.selector, interval.start);
        suppressed.intervals.sort_by_key(by_place);
        suppressed
    }

    fn add(&mut self, index: usize, suppression: &'a Suppression, covered: &mut Covered) {
        if let SuppressionKind::Unknown(word) = &suppression.kind {
            if let Some(meant) = nearest(word, SuppressionKind::WORDS) {
                let mistake = Mistake::UnknownWord(suppression, word, meant);
                self.mistakes.push(mistake);
            }
            return;
        }
        if suppression.kind == SuppressionKind::Enable && suppression.names.is_empty() {
            let open = std::mem::take(&mut covered.open);
            if open.is_empty() {
                self.mistakes.push(Mistake::Redundant(index, 0));
            }
            for (selector, interval) in open {
                self.end(selector, interval, suppression.covers, covered);
            }
            return;
        }
        for (name, selector) in selectors(suppression).enumerate() {
            let Some(selector) = selector else {
                if let Some(named) = suppression.names.get(name) {
                    self.mistakes.push(Mistake::UnknownRule(suppression, named));
                }
                continue;
            };
            if suppression.kind == SuppressionKind::Enable {
                match covered.open.remove(&selector) {
                    Some(interval) => self.end(selector, interval, suppression.covers, covered),
                    None => self.mistakes.push(Mistake::Redundant(index, name)),
                }
                continue;
            }
            let until = covered.until.entry(selector).or_insert(0);
            let Span { start, end } = suppression.covers;
            let start = start.max(*until);
            if start >= end {
                self.mistakes.push(Mistake::Redundant(index, name));
                continue;
            }
            *until = end;
            if suppression.kind == SuppressionKind::Disable {
                covered.open.insert(selector, self.intervals.len());
            }
            self.intervals.push(Interval {
                selector,
                start,
                end,
                from: (index, name),
                hits: 0,
            });
        }
    }

    /// Ends an interval where `at` begins.
    fn end(&mut self, selector: Selector, interval: usize, at: Span, covered: &mut Covered) {
        if let Some(interval) = self.intervals.get_mut(interval) {
            interval.end = at.start.max(interval.start);
            covered.until.insert(selector, interval.end);
        }
    }

    /// Whether `diagnostic` is suppressed; counts it.
    pub(super) fn takes(&mut self, diagnostic: &Diagnostic) -> bool {
        let name = &*diagnostic.rule;
        let group = name.split_once('/').map_or(name, |(group, _)| group);
        let is_about_suppressions = group == "suppression";
        let (Ok(own), Ok(of_group)) = (name.parse(), group.parse()) else {
            return false;
        };
        [own, of_group, Selector::All]
            .into_iter()
            // What suppresses everything would suppress that it suppresses nothing.
            .filter(|selector| !(is_about_suppressions && *selector == Selector::All))
            .any(|selector| self.hit(selector, diagnostic.primary.span.start))
    }

    fn hit(&mut self, selector: Selector, at: u32) -> bool {
        let key = |interval: &Interval| (interval.selector, interval.start);
        let behind = self
            .intervals
            .partition_point(|interval| key(interval) <= (selector, at));
        let Some(interval) = behind
            .checked_sub(1)
            .and_then(|n| self.intervals.get_mut(n))
        else {
            return false;
        };
        // A place at the very end of the file is in what reaches to its end.
        let hit = interval.selector == selector && at <= interval.end;
        interval.hits += usize::from(hit);
        hit
    }

    /// What is to be said of the suppressions themselves. `judged` says whether everything that a
    /// selector names has been looked for.
    pub(super) fn mistakes(
        &self,
        file: FileId,
        mut judged: impl FnMut(Selector) -> bool,
    ) -> Vec<(RuleId, Diagnostic)> {
        let mut out = Vec::new();
        if let Some(rule) = RuleId::by_name("suppression/unknown-rule") {
            let mut reporter = Out::new(rule, file, &mut out);
            for mistake in &self.mistakes {
                match mistake {
                    Mistake::UnknownWord(suppression, word, meant) => {
                        reporter.unknown_word(suppression, word, meant);
                    }
                    Mistake::UnknownRule(suppression, named) => {
                        reporter.unknown_rule(suppression, named);
                    }
                    Mistake::Redundant(..) => {}
                }
            }
        }
        if let Some(rule) = RuleId::by_name("suppression/unused") {
            let mut reporter = Out::new(rule, file, &mut out);
            for mistake in &self.mistakes {
                if let Mistake::Redundant(index, name) = *mistake
                    && let Some(suppression) = self.suppressions.get(index)
                {
                    reporter.unused(suppression, name, true);
                }
            }
            for interval in self.intervals.iter().filter(|interval| interval.hits == 0) {
                let (index, name) = interval.from;
                if let Some(suppression) = self.suppressions.get(index)
                    && judged(interval.selector)
                {
                    reporter.unused(suppression, name, false);
                }
            }
        }
        out
    }
}

/// What is covered while suppressions are gone through.
#[derive(Debug, Default)]
struct Covered {
    /// To where, by selector.
    until: BTreeMap<Selector, u32>,
    /// The blocks that have not ended, by selector: which interval each is.
    open: BTreeMap<Selector, usize>,
}
