//! The shape of a form, as a configuration would have it.

use std::collections::BTreeMap;

use super::answer::{MARKER, TOLD};
use super::choose::folder;
use super::tally::{Form, Survey, Tally};
use crate::qa::lead::{Lead, WORDS};
use crate::qa::{
    AnswerIn, AnswerTable, At, NumberFrom, NumberingShape, OptionStyle, OptionsTable, Pattern,
    Scope, Shape, ShapeTable,
};

/// The letter or number below a number. `3O` is 30 with a letter for a digit.
const SUB: &str = r"(?<subnumber>[a-hjkm-np-zA-HJ-NP-Z]\b|\.[0-9]+)";

/// What may stand between number and title.
const CLOSING: &str = r"[.:)\]。、．：）】|,–—-]";

pub(super) fn table(forms: &[Form], tally: &Tally, members: &[(&str, &Survey)]) -> ShapeTable {
    let form = main(forms);
    let n = tally.places;
    let told = members.iter().map(|(_, survey)| survey.told).sum::<usize>();
    let mut table = ShapeTable {
        at: form.at,
        level: (form.level > 0).then_some(form.level),
        ..ShapeTable::default()
    };
    if let [_, _, ..] = forms {
        let mut levels: Vec<u8> = forms.iter().map(|form| form.level).collect();
        levels.sort_unstable();
        levels.dedup();
        table.level = None;
        table.levels = levels;
    }
    let marked = matches!(form.at, At::Item | At::ItemHeading) && tally.typed * 2 <= n;
    match form.lead {
        Lead::Number if marked => table.number = Some(NumberFrom::Marker),
        Lead::None => {
            if matches!(form.at, At::Item | At::ItemHeading) {
                table.number = Some(NumberFrom::None);
            }
        }
        lead => {
            let (exact, near) = pattern(lead, bare(forms));
            table.pattern = exact;
            // What one question alone looks like, others cannot nearly look like.
            table.near = near.filter(|_| n >= 3 || lead != Lead::Word);
            table.other_levels = lead == Lead::Word && form.at == At::Heading;
        }
    }
    if tally.titled * 2 > n {
        "title".clone_into(&mut table.title_field);
    }
    table.answer = answer(form, tally, told);
    table.options = options(tally, told);
    table.numbering = NumberingShape {
        scope: scope(forms, members),
        ..NumberingShape::default()
    };
    table
}

/// Whether some have only a number where others have a word before it.
fn bare(forms: &[Form]) -> bool {
    forms.iter().any(|form| form.lead != Lead::Word)
}

/// The expressions for titles, and for what nearly looks like one.
pub(in crate::qa) fn pattern(lead: Lead, bare: bool) -> (String, Option<String>) {
    let words = WORDS.join("|");
    let maybe = if bare { "?" } else { "" };
    match lead {
        Lead::Word => (
            format!(
                r"^[^\p{{L}}\p{{N}}]*(?:(?i:{words})[\s.#№°_(-]{{0,4}}|[\p{{L}}\p{{M}}]{{1,3}}){maybe}(?<number>[0-9]+){SUB}?\s*(?:{CLOSING}+\s*|\s|$)"
            ),
            Some(format!(
                r"^[^\p{{L}}\p{{N}}]*(?:(?i:{words})[\s.#№°_(-]{{0,4}}|[\p{{L}}\p{{M}}]{{0,3}}\s?)(?<number>[0-9OolI]*[0-9][0-9OolI]*)(?<subnumber>[a-z]\b)?\s*{CLOSING}*\s*"
            )),
        ),
        Lead::Number => (
            format!(r"^[^\p{{L}}\p{{N}}]*(?<number>[0-9]+){SUB}?\s*{CLOSING}+\s*"),
            Some(r"^[^\p{L}\p{N}]*(?<number>[0-9]+[0-9OolI]*\b|[0-9]+)\s*".to_owned()),
        ),
        Lead::Letter => (
            format!(r"^[^\p{{L}}\p{{N}}]*(?i:{words})\s*[.:)：]+\s*"),
            None,
        ),
        Lead::None => ("^".to_owned(), None),
    }
}

/// The shape of `table`, the expressions as plain code.
pub(super) fn shape(forms: &[Form], table: &ShapeTable) -> Option<Shape> {
    let (lead, bare) = (main(forms).lead, bare(forms));
    let plain = ShapeTable {
        pattern: "^".to_owned(),
        near: None,
        ..table.clone()
    };
    let mut shape = Shape::new(&plain).ok()?;
    if table.pattern != "^" {
        let near = false;
        shape.pattern = Pattern::Lead { lead, bare, near };
        shape.near = table.near.is_some().then_some(Pattern::Lead {
            lead,
            bare,
            near: true,
        });
        if matches!(lead, Lead::Word | Lead::Number) {
            shape.number = NumberFrom::Capture;
        }
    }
    Some(shape)
}

fn answer(form: Form, tally: &Tally, told: usize) -> AnswerTable {
    let n = tally.places;
    let mut answer = AnswerTable::default();
    match form.at {
        At::Item if tally.alone * 2 >= n => answer.place = Some(AnswerIn::Section),
        At::Item if tally.holding * 2 < n => answer.place = Some(AnswerIn::None),
        // Some of a list are answered, and the others are questions all the same.
        At::Item => answer.optional = true,
        At::Heading | At::ItemHeading | At::FrontMatter | At::File if tally.marked * 2 >= n => {
            answer.marker = Some(MARKER.to_owned());
        }
        At::Heading | At::ItemHeading if told * 10 >= n * 8 => {
            answer.marker = Some(TOLD.to_owned());
        }
        _ => {}
    }
    answer
}

fn options(tally: &Tally, told: usize) -> Option<OptionsTable> {
    let n = tally.places;
    if tally.boxed * 2 >= n {
        return Some(OptionsTable {
            style: OptionStyle::Task,
            optional: true,
            ..OptionsTable::default()
        });
    }
    (tally.lettered * 2 >= n && told * 2 >= n).then(|| OptionsTable {
        style: OptionStyle::Lettered,
        answer: Some(TOLD.to_owned()),
        optional: true,
        ..OptionsTable::default()
    })
}

/// How far the numbers of a file can be from those of the file before, where files are missing.
const FARTHEST: u32 = 50;

/// Within what numbers run on: within folders if most files go on where others end.
fn scope(forms: &[Form], members: &[(&str, &Survey)]) -> Scope {
    let mut folders: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
    for (name, survey) in members {
        let numbers = forms
            .iter()
            .filter_map(|form| survey.forms.get(form)?.numbers)
            .reduce(|(a, b), (c, d)| (a.min(c), b.max(d)));
        folders.entry(folder(name)).or_default().extend(numbers);
    }
    let (mut running, mut files) = (0, 0);
    for ranges in folders.values_mut() {
        ranges.sort_unstable();
        files += ranges.len();
        let on = ranges.windows(2).filter(|pair| match pair {
            [before, after] => after.0 > before.0 && after.0 <= before.1.saturating_add(FARTHEST),
            _ => false,
        });
        running += on.count();
    }
    if files >= 2 && running * 2 >= files.saturating_sub(folders.len()).max(1) {
        Scope::Folder
    } else {
        Scope::File
    }
}

/// All names of presets that inference may give.
pub const PRESETS: [&str; 15] = [
    "quiz-boxes",
    "quiz-letters",
    "hub",
    "headings",
    "numbered-headings",
    "lettered-headings",
    "plain-headings",
    "item-headings",
    "bullets",
    "details",
    "bold",
    "hidden-answers",
    "files",
    "front-matter",
    "front-matter-title",
];

/// The preset that comes nearest.
pub(super) fn preset(forms: &[Form], tally: &Tally, table: &ShapeTable) -> &'static str {
    let form = main(forms);
    let options = table.options.as_ref().map(|options| options.style);
    match (form.at, form.lead, options) {
        (At::Heading, _, Some(OptionStyle::Task)) => "quiz-boxes",
        (At::Heading, _, Some(OptionStyle::Lettered)) => "quiz-letters",
        (At::Heading, Lead::Word, _) if table.answer.marker.is_some() => "hub",
        (At::Heading, Lead::Word, _) => "headings",
        (At::Heading, Lead::Number, _) => "numbered-headings",
        (At::Heading, Lead::Letter, _) => "lettered-headings",
        (At::Heading, Lead::None, _) if tally.hidden * 2 >= tally.places => "hidden-answers",
        (At::Heading, Lead::None, _) => "plain-headings",
        (At::ItemHeading, ..) => "item-headings",
        (At::Item, ..) => "bullets",
        (At::Summary, ..) => "details",
        (At::Bold, ..) => "bold",
        (At::FrontMatter, ..) if table.title_field == "title" => "front-matter-title",
        (At::FrontMatter, ..) => "front-matter",
        (At::File, ..) => "files",
    }
}

/// The form that tells most of the others.
fn main(forms: &[Form]) -> Form {
    let first = forms.first().copied().unwrap_or(Form {
        at: At::Heading,
        level: 0,
        lead: Lead::None,
    });
    let with_word = forms.iter().copied().find(|form| form.lead == Lead::Word);
    with_word.unwrap_or(first)
}
