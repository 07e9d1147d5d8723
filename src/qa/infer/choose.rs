//! Which form a file's questions have.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::tally::{Form, Survey, Tally};
use crate::qa::At;
use crate::qa::lead::Lead;

/// What is known of the other files when one is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Prior {
    /// The forms of the collection, with what all files of the sample show of each.
    pub(super) collection: BTreeMap<Form, Tally>,
    /// The forms of folders.
    folders: BTreeSet<(String, Form)>,
    /// Of these, the ones that nearly every file of the folder has.
    uniform: BTreeSet<(String, Form)>,
    /// The forms of files of one name in folders beside each other: translations, mostly.
    siblings: BTreeSet<(String, Form)>,
    /// The titles, hashed, that stand in many files: of a questionnaire.
    repeated: HashSet<u64>,
    about: About,
}

impl Prior {
    /// Whether the places of `form` are parts of answers, because nearly every file of the folder is
    /// a question that its front matter tells.
    fn is_part(&self, form: Form, name: &str) -> bool {
        let whole = Form {
            at: At::FrontMatter,
            level: 0,
            lead: Lead::None,
        };
        !matches!(form.at, At::FrontMatter | At::File)
            && self.uniform.contains(&(folder(name).to_owned(), whole))
    }
}

/// Files that tell how to take part, not what the collection is about; by their names without
/// ending, in lower case.
const ABOUT: [&str; 16] = [
    "contributing",
    "code_of_conduct",
    "code-of-conduct",
    "license",
    "licence",
    "security",
    "changelog",
    "pull_request_template",
    "issue_template",
    "bug_report",
    "feature_request",
    "support",
    "governance",
    "maintainers",
    "contributors",
    "releasing",
];

pub(super) fn is_about(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file).to_lowercase();
    ABOUT.contains(&stem.as_str()) || name.contains(".github/")
}

fn is_readme(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    ["readme", "index", "summary", "_index"].contains(&&*stem.to_lowercase())
}

/// How sure one is of a form by one file alone, or by several together; `None` if not at all.
pub(super) fn weight(form: Form, tally: &Tally, survey: &Survey, about: About) -> Option<f32> {
    let (n, asking, order) = (tally.places, tally.likeness(), tally.ordered());
    let options = tally.has_options();
    let telling = survey.telling;
    let known = tally.known * 2 >= n;
    let hidden = n >= 2 && tally.hidden * 2 >= n;
    let plain = matches!(form.lead, Lead::None) || form.at == At::Item;
    if plain && about == About::Other && !telling && !hidden && form.at != At::FrontMatter {
        return None;
    }
    let (fits, factor) = match (form.at, form.lead) {
        (At::Heading, Lead::Word) => (
            known && (n >= 2 || telling) && (asking >= 0.2 || order >= 0.5 || options)
                || known && asking >= 0.9
                || n >= 3 && order >= 0.6 && (asking >= 0.3 || options || telling),
            1.3,
        ),
        (At::Heading | At::Summary, Lead::Letter) => (n >= 2 && (asking >= 0.2 || telling), 1.2),
        (At::Heading, Lead::Number) => (
            n >= 3 && order >= 0.5 && (asking >= 0.5 || options || telling && asking >= 0.15),
            1.1,
        ),
        (At::Heading, Lead::None) => (
            hidden
                || n >= 3
                    && (asking >= 0.6
                        || telling && asking >= 0.35
                        || options && survey.told * 2 >= n)
                || n >= 2 && asking >= 0.95 && about == About::One,
            1.0,
        ),
        (At::ItemHeading, _) => (n >= 3 && (order >= 0.5 || asking >= 0.4), 1.2),
        (At::Summary, Lead::Number | Lead::Word) => {
            (n >= 2 && (order >= 0.5 || asking >= 0.4), 1.1)
        }
        (At::Summary, _) => (
            n >= 3 && asking >= 0.5 || telling && n >= 2 && asking >= 0.35,
            1.0,
        ),
        (At::Bold, Lead::Letter | Lead::Word) if known && n >= 2 => (asking >= 0.4, 0.9),
        (At::Bold, Lead::None | Lead::Letter) => {
            (n >= 3 && (asking >= 0.6 || telling && asking >= 0.45), 0.8)
        }
        (At::Bold, _) => (
            n >= 3 && (asking >= 0.4 || order >= 0.6 && survey.titled),
            0.9,
        ),
        (At::Item, _) if tally.links * 2 > n => (false, 0.0),
        (At::Item, Lead::Number) if options && order >= 0.5 => (n >= 5, 1.0),
        (At::Item, Lead::Number) if tally.alone * 2 >= n => (n >= 5 && asking >= 0.5, 0.7),
        (At::Item, _) => (
            n >= 5
                && tally.extent * 3 >= survey.size
                && (asking >= 0.75 || (telling || n >= MANY) && asking >= 0.5),
            0.4,
        ),
        (At::FrontMatter, _) => (n >= 1, 100.0),
        // If the headings do not say so, only several files together show that each is one.
        (At::File, _) => (known || n >= 5 && asking >= 0.6, 1.0),
    };
    let sure = if hidden {
        0.8
    } else if order >= 0.5 && form.lead != Lead::None {
        0.7
    } else {
        0.3
    };
    fits.then_some(n as f32 * asking.max(sure) * factor)
}

/// What a collection is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum About {
    /// Questions, as far as one can see.
    #[default]
    Questions,
    /// One file or two, which are all there is to see.
    One,
    /// Something else, though a page of it may be questions: then the page says so.
    Other,
}

/// How many files are all there is to see.
const ONE: usize = 2;

/// What part of a collection must be questions for the collection to be about them.
const DEVOTED: usize = 10;

/// How many items in lists that mostly ask are no accident.
const MANY: usize = 40;

/// How sure one is of a form that the collection has elsewhere.
fn weight_with(
    form: Form,
    tally: &Tally,
    survey: &Survey,
    prior: &Prior,
    name: &str,
) -> Option<f32> {
    if !prior.collection.contains_key(&form) {
        return None;
    }
    let folder = folder(name);
    let in_folder = prior.folders.contains(&(folder.to_owned(), form));
    let (n, asking, order) = (tally.places, tally.likeness(), tally.ordered());
    let options = tally.has_options();
    let alone = form.at == At::File || form.at == At::Heading && form.level == 1 && n == 1;
    let is_quiz = || {
        let mut tallies = survey.forms.values();
        tallies.any(|tally| tally.places >= 5 && tally.has_options())
    };
    if alone && in_folder && !is_readme(name) && !is_quiz() {
        // Where each file is one question, what stands below is its answer.
        return Some(ONE_PER_FILE);
    }
    let dominant = form.at != At::Item || tally.extent * 3 >= survey.size;
    let fits = match (form.at, form.lead) {
        _ if n >= 3
            && dominant
            && tally.links * 2 <= n
            && sibling(name).is_some_and(|key| prior.siblings.contains(&(key, form))) =>
        {
            true
        }
        (At::Heading | At::ItemHeading | At::Summary, Lead::Word | Lead::Letter) => true,
        (At::Heading | At::ItemHeading, Lead::Number) => {
            in_folder && order >= 0.5 || asking >= 0.4 || options
        }
        (At::Heading, Lead::None) => {
            tally.distinct * 2 > n
                && (n >= 5
                    && !is_readme(name)
                    && prior.uniform.contains(&(folder.to_owned(), form))
                    || in_folder && (n == 1 || asking >= 0.2)
                    || asking >= 0.6 && n >= 2 && survey.telling)
        }
        (At::Summary, _) => asking >= 0.3 || in_folder,
        (At::Bold | At::Item, _) => in_folder && asking >= 0.4 && tally.links * 2 <= n && dominant,
        (At::FrontMatter, _) => true,
        (At::ItemHeading | At::File, _) => false,
    };
    fits.then_some(n as f32 * asking.max(0.4) * 0.9)
}

/// The forms of the questions of a file, none if it holds no questions.
pub(super) fn choose(name: &str, survey: &Survey, prior: &Prior) -> Vec<Form> {
    let about = is_about(name);
    let mut fitting: Vec<(f32, Form)> = Vec::new();
    for (&form, tally) in &survey.forms {
        if is_questionnaire(form, tally, &prior.repeated) || prior.is_part(form, name) {
            continue;
        }
        let alone = weight(form, tally, survey, prior.about);
        let with = if about {
            None
        } else {
            weight_with(form, tally, survey, prior, name)
        };
        let Some(weight) = alone.into_iter().chain(with).reduce(f32::max) else {
            continue;
        };
        if !about || weight >= ABOUT_WEIGHT {
            fitting.push((weight, form));
        }
    }
    let best = fitting
        .iter()
        .copied()
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, best)) = best else {
        return Vec::new();
    };
    let mut forms = vec![best];
    if best.at == At::Heading && best.lead != Lead::None {
        // One part of the file may be written in one way and another in another; and `Q.` says
        // what it is on any level.
        let reach = |form: &Form| survey.forms.get(form).and_then(|tally| tally.reach);
        forms.extend(fitting.iter().map(|(_, form)| *form).filter(|form| {
            let other_part = || {
                matches!(form.lead, Lead::Word | Lead::Number)
                    && matches!((reach(form), reach(&best)), (Some(one), Some(other))
                        if one.1 < other.0 || other.1 < one.0)
            };
            let other_level = best.lead == Lead::Letter && form.lead == Lead::Letter;
            form != &best && form.at == At::Heading && (other_level || other_part())
        }));
        forms.sort_unstable();
    }
    forms
}

/// How sure one must be of questions in a file that tells how to take part.
const ABOUT_WEIGHT: f32 = 12.0;

/// How sure one is of a title in a folder where each file is one question.
const ONE_PER_FILE: f32 = 50.0;

/// What the collection's files show together.
pub(super) fn prior(surveys: &[(&str, Survey)]) -> Prior {
    let repeated = repeated(surveys);
    let about = if surveys.len() <= ONE {
        About::One
    } else {
        About::Questions
    };
    let (prior, questions) = prior_if(surveys, &repeated, about);
    let size: usize = surveys.iter().map(|(_, survey)| survey.size).sum();
    if about == About::One || questions * DEVOTED >= size {
        return prior;
    }
    prior_if(surveys, &repeated, About::Other).0
}

/// What part of a collection must call itself questions for a reader to expect some.
const PROMISED: usize = 4;

/// Whether a reader expects questions: by what most files are called, or because one asks.
pub(super) fn promises(surveys: &[(&str, Survey)]) -> bool {
    let size = |of: fn(&Survey) -> bool| -> usize {
        let of = surveys
            .iter()
            .filter(|(name, survey)| !is_about(name) && of(survey));
        of.map(|(_, survey)| survey.size).sum()
    };
    let called = size(|survey| survey.titled);
    let asks =
        |survey: &Survey| survey.forms.values().map(|tally| tally.asking).sum::<f32>() >= 2.0;
    called > 0 && called * PROMISED >= size(|_| true)
        || surveys.len() <= ONE && surveys.iter().any(|(_, survey)| asks(survey))
}

/// What the files show together if the collection is `about`, and how many bytes of them seem to
/// be about questions.
fn prior_if(surveys: &[(&str, Survey)], repeated: &HashSet<u64>, about: About) -> (Prior, usize) {
    let mut prior = Prior {
        repeated: repeated.clone(),
        about,
        ..Prior::default()
    };
    let mut by_folder: BTreeMap<(&str, Form), Several> = BTreeMap::new();
    let mut by_name: BTreeMap<(String, Form), (usize, usize)> = BTreeMap::new();
    let mut questions = 0;
    for (name, survey) in surveys {
        if is_about(name) {
            continue;
        }
        let mut any = false;
        for (&form, tally) in &survey.forms {
            if is_questionnaire(form, tally, repeated) {
                continue;
            }
            let sure = weight(form, tally, survey, about).is_some();
            any |= sure;
            if sure {
                prior.collection.entry(form).or_default().add(tally);
            }
            by_folder
                .entry((folder(name), form))
                .or_default()
                .add(tally, survey, sure);
            if let Some(key) = sibling(name) {
                let (files, of_them) = by_name.entry((key, form)).or_default();
                *files += 1;
                *of_them += usize::from(sure);
            }
        }
        questions += if any { survey.size } else { 0 };
    }
    for ((folder, form), several) in by_folder {
        // Files that are all one question each, or a few, show only together what they are.
        let few = several.files >= 3
            && several.tally.places <= several.files * 3
            && form.at != At::Item
            && weight(form, &several.tally, &several.survey, about).is_some();
        if few {
            prior
                .collection
                .entry(form)
                .or_default()
                .add(&several.tally);
            questions += several.unsure;
        }
        if few || several.sure * 10 >= several.files * 6 {
            prior.folders.insert((folder.to_owned(), form));
        }
        if several.files >= 5 && several.sure * 10 >= several.files * 8 {
            prior.uniform.insert((folder.to_owned(), form));
        }
    }
    for ((key, form), (files, sure)) in by_name {
        if files >= FEWEST_SIBLINGS && sure * 10 >= files * 6 {
            prior.siblings.insert((key, form));
        }
    }
    (prior, questions)
}

/// How many files of one name beside each other are enough to tell what they are.
const FEWEST_SIBLINGS: usize = 4;

/// What files of one name in folders beside each other have in common.
fn sibling(name: &str) -> Option<String> {
    let (folder, file) = name.rsplit_once('/')?;
    let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    Some(format!("{parent}/*/{file}"))
}

/// In how many files a title must stand to be one of a questionnaire.
const QUESTIONNAIRE: usize = 5;

/// The titles, hashed, that stand in many files that are no translations.
fn repeated(surveys: &[(&str, Survey)]) -> HashSet<u64> {
    let mut files: HashMap<u64, usize> = HashMap::new();
    for (_, survey) in surveys.iter().filter(|(name, _)| !is_translation(name)) {
        let titles: HashSet<u64> = survey
            .forms
            .values()
            .flat_map(|tally| tally.titles.iter().copied())
            .collect();
        for title in titles {
            *files.entry(title).or_default() += 1;
        }
    }
    files.retain(|_, files| *files >= QUESTIONNAIRE);
    files.into_keys().collect()
}

/// Whether a file answers the questions that many others answer, too: a proposal or a report after
/// a template. These are nobody's collection of questions.
fn is_questionnaire(form: Form, tally: &Tally, repeated: &HashSet<u64>) -> bool {
    if tally.has_options() || form.at == At::FrontMatter || tally.titles.len() < 2 {
        return false;
    }
    let of_all = tally.titles.iter().filter(|title| repeated.contains(title));
    of_all.count() * 2 > tally.titles.len()
}

/// Whether the path tells of a language: `pt-BR/README.md`, `quiz-es.md`, `translations/korean.md`.
fn is_translation(name: &str) -> bool {
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    name.split(['/', '.']).any(|part| {
        is_language(part)
            || ["translations", "i18n", "locales", "lang", "languages"].contains(&part)
            || part
                .rsplit(['-', '_'])
                .next()
                .is_some_and(|end| end != part && is_language(end))
    })
}

/// `pt`, `pt-BR`, `zh_Hans`.
fn is_language(part: &str) -> bool {
    let (language, region) = part.split_once(['-', '_']).unwrap_or((part, "XX"));
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// What several files show of one form.
#[derive(Default)]
struct Several {
    files: usize,
    /// How many of them are sure of it alone.
    sure: usize,
    /// How many bytes the others have.
    unsure: usize,
    tally: Tally,
    survey: Survey,
}

impl Several {
    fn add(&mut self, tally: &Tally, survey: &Survey, sure: bool) {
        self.files += 1;
        self.sure += usize::from(sure);
        self.unsure += if sure { 0 } else { survey.size };
        self.tally.add(tally);
        self.survey.told += survey.told;
        self.survey.size += survey.size;
        self.survey.telling |= survey.telling;
        self.survey.titled |= survey.titled;
    }
}

pub(super) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
