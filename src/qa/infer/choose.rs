//! Which form a file's questions have.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::{Form, Survey, Tally};
use crate::qa::At;
use crate::qa::lead::Lead;

/// What is known of the other files when one is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Prior {
    /// The forms of the collection, with what all files of the sample show of each.
    pub(super) collection: BTreeMap<Form, Tally>,
    /// The forms of folders.
    pub(super) folders: BTreeSet<(String, Form)>,
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

/// How sure one is of a form by one file alone, or by several together; `None` if not at all.
pub(super) fn weight(form: Form, tally: &Tally, survey: &Survey) -> Option<f32> {
    let (n, asking, order) = (tally.places, tally.likeness(), tally.ordered());
    let options = survey.boxes >= 2 * n || survey.lettered >= 2 * n;
    let telling = survey.telling;
    let known = tally.known * 2 >= n;
    let (fits, factor) = match (form.at, form.lead) {
        (At::Heading, Lead::Word) => (
            known && (n >= 2 || telling) && (asking >= 0.2 || order >= 0.5 || options)
                || n >= 3 && order >= 0.6 && (asking >= 0.3 || options || telling),
            1.3,
        ),
        (At::Heading | At::Summary, Lead::Letter) => (n >= 2 && (asking >= 0.2 || telling), 1.2),
        (At::Heading, Lead::Number) => (
            n >= 3 && order >= 0.5 && (asking >= 0.5 || options || telling && asking >= 0.15),
            1.1,
        ),
        (At::Heading, Lead::None) => (
            n >= 3
                && (asking >= 0.6 || telling && asking >= 0.35 || options && survey.told * 2 >= n),
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
        (At::Bold, Lead::None | Lead::Letter) => {
            (n >= 3 && (asking >= 0.6 || telling && asking >= 0.45), 0.8)
        }
        (At::Bold, _) => (n >= 3 && (asking >= 0.4 || order >= 0.6 && telling), 0.9),
        (At::Item, _) if tally.links * 2 > n => (false, 0.0),
        (At::Item, Lead::Number) if tally.alone * 2 >= n => (n >= 5 && asking >= 0.5, 0.7),
        (At::Item, _) => (
            n >= 5 && (asking >= 0.75 || (telling || n >= MANY) && asking >= 0.5),
            0.4,
        ),
        (At::FrontMatter, _) => (n >= 1, 100.0),
        (At::File, _) => (false, 0.0),
    };
    let sure = asking.max(if order >= 0.5 && form.lead != Lead::None {
        0.7
    } else {
        0.3
    });
    fits.then_some(n as f32 * sure * factor)
}

/// How many items in lists that mostly ask are no accident.
const MANY: usize = 40;

/// How sure one is of a form that the collection has elsewhere.
fn weight_with(
    form: Form,
    tally: &Tally,
    survey: &Survey,
    prior: &Prior,
    folder: &str,
) -> Option<f32> {
    if !prior.collection.contains_key(&form) {
        return None;
    }
    let in_folder = prior.folders.contains(&(folder.to_owned(), form));
    let (n, asking, order) = (tally.places, tally.likeness(), tally.ordered());
    let options = survey.boxes >= 2 * n || survey.lettered >= 2 * n;
    let fits = match (form.at, form.lead) {
        (At::Heading | At::ItemHeading | At::Summary, Lead::Word | Lead::Letter) => true,
        (At::Heading | At::ItemHeading, Lead::Number) => {
            in_folder && order >= 0.5 || asking >= 0.4 || options
        }
        (At::Heading, Lead::None) => {
            tally.distinct * 2 > n
                && (in_folder && (n == 1 || asking >= 0.2)
                    || asking >= 0.6 && n >= 2 && survey.telling)
        }
        (At::Summary, _) => asking >= 0.3,
        (At::Bold | At::Item, _) => in_folder && asking >= 0.4 && tally.links * 2 <= n,
        (At::FrontMatter, _) => true,
        (At::ItemHeading | At::File, _) => false,
    };
    fits.then_some(n as f32 * asking.max(0.4) * 0.9)
}

/// The forms of the questions of a file, none if it holds no questions.
pub(super) fn choose(name: &str, survey: &Survey, prior: &Prior) -> Vec<Form> {
    let folder = folder(name);
    let about = is_about(name);
    let mut fitting: Vec<(f32, Form)> = Vec::new();
    for (&form, tally) in &survey.forms {
        let alone = weight(form, tally, survey);
        let with = if about {
            None
        } else {
            weight_with(form, tally, survey, prior, folder)
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
        // One part of the file may be written in one way and another in another.
        let reach = |form: &Form| survey.forms.get(form).and_then(|tally| tally.reach);
        forms.extend(fitting.iter().map(|(_, form)| *form).filter(|form| {
            form != &best
                && form.at == At::Heading
                && matches!(form.lead, Lead::Word | Lead::Number)
                && matches!((reach(form), reach(&best)), (Some(one), Some(other))
                    if one.1 < other.0 || other.1 < one.0)
        }));
        forms.sort_unstable();
    }
    forms
}

/// How sure one must be of questions in a file that tells how to take part.
const ABOUT_WEIGHT: f32 = 12.0;

/// What the collection's files show together.
pub(super) fn prior(surveys: &[(&str, Survey)]) -> Prior {
    let mut prior = Prior::default();
    let mut by_folder: BTreeMap<(&str, Form), OfFolder> = BTreeMap::new();
    for (name, survey) in surveys {
        if is_about(name) {
            continue;
        }
        for (&form, tally) in &survey.forms {
            let sure = weight(form, tally, survey).is_some();
            if sure {
                prior.collection.entry(form).or_default().add(tally);
            }
            let of_folder = by_folder.entry((folder(name), form)).or_default();
            of_folder.files += 1;
            of_folder.sure += usize::from(sure);
            of_folder.tally.add(tally);
            of_folder.survey.boxes += survey.boxes;
            of_folder.survey.lettered += survey.lettered;
            of_folder.survey.told += survey.told;
            of_folder.survey.telling |= survey.telling;
        }
    }
    for (
        (folder, form),
        OfFolder {
            files,
            sure,
            tally,
            survey,
        },
    ) in by_folder
    {
        // Files that are all one question each, or a few, show only together what they are.
        let few = files >= 3
            && tally.places <= files * 3
            && form.at != At::Item
            && weight(form, &tally, &survey).is_some();
        if few {
            prior.collection.entry(form).or_default().add(&tally);
        }
        if few || sure * 10 >= files * 6 {
            prior.folders.insert((folder.to_owned(), form));
        }
    }
    prior
}

/// What the files of one folder show of one form.
#[derive(Default)]
struct OfFolder {
    files: usize,
    /// How many of them are sure of it alone.
    sure: usize,
    tally: Tally,
    survey: Survey,
}

pub(super) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
