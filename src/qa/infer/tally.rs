//! What one file shows of how it writes questions.

use std::collections::{BTreeMap, HashSet};

use regex::Regex;

use super::title;
use crate::markdown::{Document, NodeKind};
use crate::qa::At;
use crate::qa::find::{self, Site};
use crate::qa::lead::{self, Lead};
use crate::source::TextRange;

/// A way to write questions, as far as one can see it in the place itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// Where a question stands.
    pub at: At,
    /// The level of its heading; 0 if it stands in none.
    pub level: u8,
    /// What it begins with.
    pub lead: Lead,
}

/// What a file, or several files together, show of one form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many places have the form.
    pub places: usize,
    /// How much their titles read like questions, added up.
    pub asking: f32,
    /// How many have the number behind that of the place before, or are the first.
    pub in_order: usize,
    /// The least and the greatest number.
    pub numbers: Option<(u32, u32)>,
    /// How many have an answer below a heading that says so.
    pub marked: usize,
    /// How many begin with a word that says what they are.
    pub known: usize,
    /// How many are all link: entries of a table of contents, or of a list of resources.
    pub links: usize,
    /// How many of their titles differ.
    pub distinct: usize,
    /// In one file, where the first one begins and the last one.
    pub reach: Option<(u32, u32)>,
    /// Of items, how many hold more than their first paragraph.
    pub holding: usize,
    /// Of items, how many stand alone in their list, so that something follows each.
    pub alone: usize,
    /// The first few as they are written.
    pub examples: Vec<String>,
}

/// What a file shows of all forms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// Each form that a place of the file has.
    pub forms: BTreeMap<Form, Tally>,
    /// Whether the path or the first heading tells of questions.
    pub telling: bool,
    /// How many boxes there are, checked or not.
    pub boxes: usize,
    /// How many items begin with a letter such as `A:`.
    pub lettered: usize,
    /// How many headings tell the letter of the correct answer.
    pub told: usize,
}

/// How many examples a [`Tally`] keeps.
const EXAMPLES: usize = 3;

/// How much longer than any title a paragraph must be to be none.
const LONGEST_TITLE: usize = 400;

/// Words that tell of questions.
const TELLING: [&str; 19] = [
    "question",
    "interview",
    "faq",
    "quiz",
    "q&a",
    "preguntas",
    "perguntas",
    "domande",
    "fragen",
    "вопрос",
    "питан",
    "запитан",
    "собеседован",
    "面试",
    "問題",
    "问题",
    "질문",
    "mcq",
    "assessment",
];

/// Whether `text` tells of questions.
pub(super) fn tells(text: &str) -> bool {
    let text = text.to_lowercase();
    TELLING.iter().any(|word| text.contains(word)) || text.split('/').any(|part| part == "qa")
}

impl Tally {
    /// How much the titles read like questions on average.
    #[must_use]
    pub fn likeness(&self) -> f32 {
        if self.places == 0 {
            0.0
        } else {
            self.asking / self.places as f32
        }
    }

    /// How many of the places are numbered one behind the other.
    #[must_use]
    pub fn ordered(&self) -> f32 {
        if self.places == 0 {
            0.0
        } else {
            self.in_order as f32 / self.places as f32
        }
    }

    /// Adds what another file shows.
    pub(super) fn add(&mut self, other: &Self) {
        self.places += other.places;
        self.asking += other.asking;
        self.in_order += other.in_order;
        self.marked += other.marked;
        self.known += other.known;
        self.links += other.links;
        self.holding += other.holding;
        self.alone += other.alone;
        self.distinct += other.distinct;
        self.numbers = match (self.numbers, other.numbers) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
        let missing = EXAMPLES.saturating_sub(self.examples.len());
        self.examples
            .extend(other.examples.iter().take(missing).cloned());
    }
}

#[derive(Debug)]
/// What the patterns of a survey are; made once for all files.
pub(super) struct Patterns {
    /// Titles that are no questions.
    pub(super) structure: Regex,
    /// A heading above an answer.
    pub(super) answer: Regex,
    /// A heading that tells the letter of the correct answer.
    pub(super) told: Regex,
}

impl Survey {
    /// Looks at a file in all places, or only in those of `kinds`.
    pub(super) fn new(
        patterns: &Patterns,
        name: &str,
        text: &str,
        document: &Document,
        kinds: &[At],
    ) -> Self {
        let mut survey = Self {
            telling: tells(name)
                || document
                    .headings
                    .first()
                    .is_some_and(|heading| tells(&heading.text)),
            ..Self::default()
        };
        for node in document.nodes() {
            if let NodeKind::TaskMarker { .. } = node.kind {
                survey.boxes += 1;
            } else if node.kind == NodeKind::Item {
                survey.lettered += usize::from(is_lettered(node.range.of(text)));
            }
        }
        survey.told = document
            .headings
            .iter()
            .filter(|heading| patterns.told.is_match(&heading.text))
            .count();
        for &at in kinds {
            match at {
                At::FrontMatter => survey.front_matter(text, document),
                _ => survey.sites(patterns, text, document, at),
            }
        }
        survey
    }

    fn front_matter(&mut self, text: &str, document: &Document) {
        let Some(site) = find::front_matter(text, document, "question") else {
            return;
        };
        let form = Form {
            at: At::FrontMatter,
            level: 0,
            lead: Lead::None,
        };
        let tally = self.forms.entry(form).or_default();
        tally.places = 1;
        tally.distinct = 1;
        tally.known = 1;
        tally.asking = 1.0;
        tally.examples.push(site.place.of(text).to_owned());
    }

    fn sites(&mut self, patterns: &Patterns, text: &str, document: &Document, at: At) {
        let mut sites = find::sites(text, document, at);
        if at == At::Item {
            title::retain_asking(&mut sites);
        }
        let mut last: BTreeMap<Form, u32> = BTreeMap::new();
        let mut titles: HashSet<(Form, &str)> = HashSet::new();
        for (index, site) in sites.iter().enumerate() {
            if site.text.len() > LONGEST_TITLE
                || at == At::ItemHeading && site.marker.is_none()
                || at == At::Heading && !site.top_level
            {
                continue;
            }
            let read = lead::read(&site.text);
            let title = site.text.get(read.behind..).unwrap_or_default().trim();
            let (lead, number) = match site.marker {
                Some((number, _)) if read.lead == Lead::None => (Lead::Number, Some(number)),
                _ => (read.lead, read.number),
            };
            let next = sites.get(index + 1);
            if lead == Lead::None && is_structure(patterns, text, document, site, title, next) {
                continue;
            }
            let form = Form {
                at,
                level: site.level,
                lead,
            };
            let tally = self.forms.entry(form).or_default();
            tally.places += 1;
            tally.distinct += usize::from(titles.insert((form, title)));
            let start = site.place.start;
            tally.reach = Some((tally.reach.map_or(start, |(first, _)| first), start));
            tally.asking += title::likeness(title);
            tally.known += usize::from(read.known);
            if let Some(number) = number {
                let before = last.insert(form, number);
                tally.in_order +=
                    usize::from(before.is_none_or(|n| n.checked_add(1) == Some(number)));
                let (least, most) = tally.numbers.unwrap_or((number, number));
                tally.numbers = Some((least.min(number), most.max(number)));
            }
            if let Some(next) = next.filter(|next| next.level > site.level || site.level == 0) {
                tally.marked += usize::from(patterns.answer.is_match(&next.text));
            }
            if let Some(whole) = site.whole.filter(|_| at == At::Item) {
                tally.holding += usize::from(whole.end > site.behind + 1);
                let followed = text
                    .get(whole.end as usize..)
                    .unwrap_or_default()
                    .trim_start();
                tally.alone += usize::from(!followed.starts_with([
                    '-', '*', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
                ]));
                tally.links += usize::from(is_link(document, text, site));
            }
            if tally.examples.len() < EXAMPLES {
                tally.examples.push(site.place.of(text).trim().to_owned());
            }
        }
    }
}

/// Whether `title` is one that every document has, or what follows is a table of contents.
fn is_structure(
    patterns: &Patterns,
    text: &str,
    document: &Document,
    site: &Site<'_>,
    title: &str,
    next: Option<&Site<'_>>,
) -> bool {
    title.is_empty()
        || patterns.structure.is_match(title)
        || site.level > 0 && {
            let end = next.map_or(site.behind, |next| next.place.start);
            find::is_contents(
                text,
                document,
                TextRange::new(site.behind, end.max(site.behind)),
            )
        }
}

/// Whether an item is nothing but a link.
fn is_link(document: &Document, text: &str, site: &Site<'_>) -> bool {
    let nodes = find::nodes_in(document, site.content);
    let Some(first) = nodes.iter().find(|node| node.kind == NodeKind::Link) else {
        return false;
    };
    let before = TextRange::new(
        site.content.start,
        first.range.start.max(site.content.start),
    );
    before
        .of(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count()
        <= 3
}

fn is_lettered(item: &str) -> bool {
    let item = item.trim_start_matches(['-', '*', '+', ' ', '(']);
    let bytes = item.as_bytes();
    matches!(bytes, [b'A'..=b'F' | b'a'..=b'f', b':' | b'.' | b')', ..])
}
