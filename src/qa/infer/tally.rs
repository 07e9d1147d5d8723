//! What one file shows of how it writes questions.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{answer, title};
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
    /// How many numbers are read from the text, rather than from the marker of an item.
    pub typed: usize,
    /// How many have something hidden directly below them that a reader has to ask for.
    pub hidden: usize,
    /// Of files, how many have their title in the field `title` of the front matter.
    pub titled: usize,
    /// How many bytes the items take up.
    pub extent: usize,
    /// How many have boxes directly below them, checked or not.
    pub boxed: usize,
    /// How many have items directly below them that begin with a letter such as `A:`.
    pub lettered: usize,
    /// The first few as they are written.
    pub examples: Vec<String>,
    /// The titles, hashed, to see in how many files each stands. In one file only.
    pub(super) titles: Vec<u64>,
}

/// What a file shows of all forms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// Each form that a place of the file has.
    pub forms: BTreeMap<Form, Tally>,
    /// Whether the path or the first heading tells of questions.
    pub telling: bool,
    /// Whether the file's own name or the first heading does.
    pub titled: bool,
    /// How many headings tell the letter of the correct answer.
    pub told: usize,
    /// How many bytes the file has.
    pub size: usize,
}

/// Where a file has what may be the options of a quiz, or an answer.
#[derive(Default)]
struct Choices {
    boxes: Vec<u32>,
    lettered: Vec<u32>,
    /// Where something hidden can be shown.
    hidden: Vec<u32>,
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

    /// Whether most have options to choose from.
    pub(super) fn has_options(&self) -> bool {
        self.boxed.max(self.lettered) * 2 >= self.places
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
        self.typed += other.typed;
        self.hidden += other.hidden;
        self.titled += other.titled;
        self.extent += other.extent;
        self.boxed += other.boxed;
        self.lettered += other.lettered;
        self.numbers = match (self.numbers, other.numbers) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
        let missing = EXAMPLES.saturating_sub(self.examples.len());
        self.examples
            .extend(other.examples.iter().take(missing).cloned());
    }
}

impl Survey {
    /// Looks at a file in all places, or only in those of `kinds`.
    pub(super) fn new(name: &str, text: &str, document: &Document, kinds: &[At]) -> Self {
        let file = name.rsplit('/').next().unwrap_or(name);
        let first = document.headings.first();
        let titled = tells(file) || first.is_some_and(|heading| tells(&heading.text));
        let mut survey = Self {
            telling: tells(name) || titled,
            titled,
            size: text.len(),
            ..Self::default()
        };
        let mut choices = Choices::default();
        for node in document.nodes() {
            if let NodeKind::TaskMarker { .. } = node.kind {
                choices.boxes.push(node.range.start);
            } else if node.kind == NodeKind::Item && is_lettered(node.range.of(text)) {
                choices.lettered.push(node.range.start);
            }
        }
        survey.told = document
            .headings
            .iter()
            .filter(|heading| answer::told(&heading.text).is_some())
            .count();
        let one = is_one_question(document);
        let has = |at: At| kinds.contains(&at);
        let summaries = if has(At::Heading) || has(At::Summary) {
            find::sites(text, document, At::Summary)
        } else {
            Vec::new()
        };
        let is_reveal = |site: &&Site<'_>| title::reveals(&site.text);
        choices.hidden = summaries
            .iter()
            .filter(is_reveal)
            .map(|s| s.place.start)
            .collect();
        for &at in kinds {
            match at {
                At::FrontMatter => survey.front_matter(text, document, one),
                At::File => survey.file(name, document, one),
                // What else the file has is part of the answer.
                _ if one => {}
                At::Summary => survey.sites(text, document, at, &summaries, &choices),
                // No more is to be learnt.
                At::Bold | At::Item if survey.is_settled() => {}
                _ => {
                    let mut sites = find::sites(text, document, at);
                    if at == At::Item {
                        title::retain_asking(&mut sites);
                    }
                    survey.sites(text, document, at, &sites, &choices);
                }
            }
        }
        survey
    }

    fn front_matter(&mut self, text: &str, document: &Document, one: bool) {
        let own = find::front_matter(text, document, "question");
        let titled = own.is_none() && one;
        let other = || find::front_matter(text, document, "title").filter(|_| titled);
        let Some(site) = own.or_else(other) else {
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
        tally.titled = usize::from(titled);
        tally.marked = usize::from(titled);
        tally.examples.push(site.place.of(text).to_owned());
    }

    /// A file may be a question by its name, or by its headings.
    fn file(&mut self, name: &str, document: &Document, one: bool) {
        let first = document.headings.first();
        let Some(title) = first.filter(|first| one || first.level == 1) else {
            return;
        };
        let form = Form {
            at: At::File,
            level: 0,
            lead: Lead::None,
        };
        let tally = self.forms.entry(form).or_default();
        tally.places = 1;
        tally.distinct = 1;
        tally.asking = title::likeness(&words_of(name)).max(f32::from(u8::from(one)));
        tally.known = usize::from(one);
        tally.marked = usize::from(one);
        tally.examples.push(title.text.trim().to_owned());
    }

    /// Whether what has been seen of headings and summaries leaves no doubt. Bold text and lists
    /// are in answers, too, and in places of most documents.
    fn is_settled(&self) -> bool {
        self.forms.iter().any(|(form, tally)| {
            let led = form.lead != Lead::None;
            let clear = tally.likeness() >= 0.5 || led && tally.has_options();
            let counted = led && tally.ordered() >= 0.8 && self.telling;
            form.at != At::Bold && tally.places >= 10 && (clear || counted)
        })
    }

    fn sites(
        &mut self,
        text: &str,
        document: &Document,
        at: At,
        sites: &[Site<'_>],
        choices: &Choices,
    ) {
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
            if lead == Lead::None && is_structure(text, document, site, title, next) {
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
            let asking = title::likeness(title);
            tally.asking += asking;
            tally.known += usize::from(read.known);
            if lead != Lead::Word {
                tally.titles.push(hash(title));
            }
            let end = next.map_or(u32::MAX, |next| next.place.start);
            let options = |places: &[u32]| {
                let first = places.partition_point(|&place| place < site.place.start);
                usize::from(places.get(first + 1).is_some_and(|&second| second < end))
            };
            tally.boxed += options(&choices.boxes);
            tally.lettered += options(&choices.lettered);
            if at == At::Heading {
                let below = choices
                    .hidden
                    .partition_point(|&place| place < site.place.start);
                tally.hidden += usize::from(choices.hidden.get(below).is_some_and(|&p| p < end));
            }
            if let Some(number) = number {
                tally.typed += usize::from(read.number.is_some());
                let before = last.insert(form, number);
                tally.in_order +=
                    usize::from(before.is_none_or(|n| n.checked_add(1) == Some(number)));
                let (least, most) = tally.numbers.unwrap_or((number, number));
                tally.numbers = Some((least.min(number), most.max(number)));
            }
            tally.marked += usize::from(is_marked(site, lead, sites.get(index + 1..)));
            if let Some(whole) = site.whole.filter(|_| at == At::Item) {
                tally.holding += usize::from(whole.end > site.behind + 1);
                tally.extent += whole.of(text).len();
                let followed = text
                    .get(whole.end as usize..)
                    .unwrap_or_default()
                    .trim_start();
                tally.alone += usize::from(!followed.starts_with([
                    '-', '*', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
                ]));
                tally.links += usize::from(find::first_link(document, text, site).is_some());
            }
            if tally.examples.len() < EXAMPLES {
                tally.examples.push(site.place.of(text).trim().to_owned());
            }
        }
    }
}

/// How many headings may stand between a question and the one above its answer.
const BETWEEN: usize = 3;

/// Whether one of the next places is above the answer of the question at `site`. Where questions
/// have a number or a word, headings of the same level may be above answers, too.
fn is_marked(site: &Site<'_>, lead: Lead, next: Option<&[Site<'_>]>) -> bool {
    next.unwrap_or_default()
        .iter()
        .take(if lead == Lead::None { 1 } else { BETWEEN })
        .take_while(|next| {
            next.level > site.level
                || site.level == 0
                || next.level == site.level
                    && lead != Lead::None
                    && lead::read(&next.text).lead != lead
        })
        .any(|next| answer::is_marker(&next.text))
}

/// Whether `title` is one that every document has, or what follows is a table of contents.
fn is_structure(
    text: &str,
    document: &Document,
    site: &Site<'_>,
    title: &str,
    next: Option<&Site<'_>>,
) -> bool {
    title.is_empty()
        || title::is_structure(title)
        || site.level > 0 && {
            let end = next.map_or(site.behind, |next| next.place.start);
            find::is_contents(
                text,
                document,
                TextRange::new(site.behind, end.max(site.behind)),
            )
        }
}

/// Whether the headings tell of one question and its answer, in one language or in several.
fn is_one_question(document: &Document) -> bool {
    let asks = document
        .headings
        .iter()
        .filter(|heading| answer::is_question(&heading.text))
        .count();
    // Below an answer there may be a short one and a long one.
    let answers = document
        .headings
        .iter()
        .filter(|heading| answer::is_marker(&heading.text));
    let level = answers.clone().map(|heading| heading.level).min();
    let answers = answers
        .filter(|heading| Some(heading.level) == level)
        .count();
    (1..=LANGUAGES).contains(&asks) && (1..=LANGUAGES).contains(&answers)
}

/// In how many languages one file may have its question.
const LANGUAGES: usize = 3;

/// The words of a file's name without its ending.
fn words_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut words = stem.replace(['-', '_'], " ");
    // Where names are in lower case, they are so throughout.
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn hash(title: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    title.hash(&mut hasher);
    hasher.finish()
}

fn is_lettered(item: &str) -> bool {
    let item = item.trim_start_matches(['-', '*', '+', ' ', '(']);
    let bytes = item.as_bytes();
    matches!(bytes, [b'A'..=b'F' | b'a'..=b'f', b':' | b'.' | b')', ..])
}
