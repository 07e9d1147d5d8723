//! The form of questions, and what form is the norm: shared by the rules about levels of headings
//! and about numbers.

use std::collections::{BTreeMap, HashMap};

use crate::collection::{Collection, QuestionSummary};
use crate::qa::{At, Scope};
use crate::source::FileId;

/// How many questions there must be for the form of most of them to be a norm.
const CASES: usize = 10;

/// How many of a hundred must have it.
const MAJORITY: usize = 90;

/// How many questions without numbers have one other level on purpose, as those do that are yet to
/// be answered.
const DELIBERATE: usize = 5;

/// A question and the file that it stands in.
type Stands<'a> = (FileId, &'a QuestionSummary);

/// Questions that are numbered together, and so are written alike.
pub(super) struct Group<'a> {
    pub(super) questions: Vec<Stands<'a>>,
    /// How most of them are written.
    level: u8,
    prefix: String,
    of_level: usize,
    of_prefix: usize,
    /// How many questions there are of each level.
    levels: HashMap<u8, usize>,
}

/// What is unlike the form of nearly all others, with the number of these.
pub(super) enum Unlike<'g> {
    /// The level of the heading.
    Level { norm: u8, of: usize },
    /// What stands before the title: without white space, the number as `0`.
    Prefix {
        own: String,
        norm: &'g str,
        of: usize,
    },
}

/// The questions of a collection in groups.
pub(super) fn groups<'a>(collection: &Collection<'a>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(&str, Option<FileId>), Vec<Stands<'_>>> = BTreeMap::new();
    for (file, name, summary) in collection.iter() {
        if summary.questions.is_empty() {
            continue;
        }
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let key = match summary.numbering.scope {
            Scope::Collection => ("", None),
            Scope::Folder => (folder, None),
            Scope::File | Scope::Section => ("", Some(file)),
        };
        let questions = summary.questions.iter().map(|question| (file, question));
        groups.entry(key).or_default().extend(questions);
    }
    groups.into_values().filter_map(Group::new).collect()
}

impl<'a> Group<'a> {
    fn new(questions: Vec<Stands<'a>>) -> Option<Self> {
        let mut counts: HashMap<(u8, String), usize> = HashMap::new();
        for (_, question) in &questions {
            *counts
                .entry((question.level, prefix(question)))
                .or_default() += 1;
        }
        let ((level, prefix), _) = counts
            .iter()
            .max_by_key(|&(form, count)| (*count, form.clone()))?;
        let (level, prefix) = (*level, prefix.clone());
        let sum = |same: &dyn Fn(&(u8, String)) -> bool| {
            let of = counts.iter().filter(|(form, _)| same(form));
            of.map(|(_, count)| count).sum::<usize>()
        };
        let mut levels: HashMap<u8, usize> = HashMap::new();
        for ((level, _), count) in &counts {
            *levels.entry(*level).or_default() += count;
        }
        Some(Self {
            levels,
            of_level: sum(&|form| form.0 == level),
            of_prefix: sum(&|form| form.1 == prefix),
            level,
            prefix,
            questions,
        })
    }

    /// How the form of `question` is unlike that of nearly all others of the group.
    pub(super) fn unlike(&self, question: &QuestionSummary) -> Option<Unlike<'_>> {
        let all = self.questions.len();
        let is_norm = |count: usize| all >= CASES && count * 100 >= all * MAJORITY;
        let alike = self.levels.get(&question.level).copied().unwrap_or(0);
        let deliberate = question.number.is_none() && alike >= DELIBERATE;
        if is_norm(self.of_level)
            && question.level != self.level
            && question.at == At::Heading
            && !deliberate
        {
            return Some(Unlike::Level {
                norm: self.level,
                of: self.of_level,
            });
        }
        // A sub-number is part of the number, and without numbers a prefix is only decoration.
        let is_numbered = self.prefix.contains('0');
        let is_plain = question.number.is_none_or(|number| number.sub.is_none());
        if !is_numbered || !is_plain || !is_norm(self.of_prefix) {
            return None;
        }
        let own = prefix(question);
        (own != self.prefix).then_some(Unlike::Prefix {
            own,
            norm: &self.prefix,
            of: self.of_prefix,
        })
    }
}

/// What stands before the title, without white space and what does not show.
fn prefix(question: &QuestionSummary) -> String {
    let visible = |c: &char| !c.is_whitespace() && !('\u{200b}'..='\u{200f}').contains(c);
    question.prefix.chars().filter(visible).collect()
}
