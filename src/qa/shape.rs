//! A [`ShapeTable`], ready for use.

use globset::GlobSet;
use regex::{Regex, RegexSet};

use super::content::{ContentShape, ContentTable};
use super::infer::{MARKER, TOLD};
use super::marks::{Marker, Placeholders};
use super::pattern::Pattern;
use super::table::{
    AnswerIn, At, CAPTURES, FieldTable, NumberFrom, NumberingShape, OptionStyle, OptionsTable,
    Presence, Scope, SectionTable, ShapeTable,
};
use crate::source::PathGlobs;

/// The declarative description of how questions and answers are written in some files.
#[derive(Clone, Debug)]
pub struct Shape {
    files: GlobSet,
    /// Where a question stands.
    pub at: At,
    /// The levels of a question's heading; any if there is none.
    pub levels: Vec<u8>,
    /// For the text that a question stands in.
    pub pattern: Pattern,
    /// For malformed questions.
    pub near: Option<Pattern>,
    /// Whether numbered headings of other levels count as malformed questions.
    pub other_levels: bool,
    /// For a heading that a question stands below.
    pub under: Option<Regex>,
    /// For titles that are no questions.
    pub skip: RegexSet,
    /// Whether nothing tells a question from a title that every document has, such as `Contents`,
    /// but what it says.
    pub unmarked: bool,
    /// Where the number comes from.
    pub number: NumberFrom,
    /// The field of the front matter that holds the title.
    pub title_field: String,
    /// The field of the front matter that holds the number.
    pub number_field: String,
    /// Where the answer stands.
    pub answer: AnswerShape,
    /// The options of a quiz.
    pub options: Option<OptionsShape>,
    /// The sections of an answer, in their order.
    pub sections: Vec<SectionShape>,
    /// Whether an answer may have sections that are not listed.
    pub other_sections: bool,
    /// The fields of the front matter.
    pub front_matter: Vec<(String, FieldTable)>,
    /// How questions are numbered.
    pub numbering: NumberingShape,
    /// For headings below which numbers begin anew.
    pub restart_at: Option<Regex>,
    /// For text that says how many questions there are; the usual sentences if there is none.
    pub stated: Option<Vec<Regex>>,
    /// For what files begin with.
    pub header: Option<Regex>,
    /// For what files end with.
    pub footer: Option<Regex>,
    /// For the paths of translations, with the paths of their originals.
    pub translation: Option<(Regex, String)>,
    /// Whether it was inferred, so that nothing in it is the collection's own word.
    pub inferred: bool,
}

/// Where an answer stands.
#[derive(Clone, Debug)]
pub struct AnswerShape {
    /// What the answer stands in.
    pub place: AnswerIn,
    /// For the text that the answer stands under; without it, the answer is all that stands
    /// below the question.
    pub marker: Option<Marker>,
    /// For a heading at which the answer ends.
    pub until: Option<Regex>,
    /// For text that only says that the answer is yet to be written.
    pub placeholders: Placeholders,
    /// Whether a question may do without.
    pub optional: bool,
    /// What it must hold.
    pub content: Option<ContentShape>,
}

/// How the options of a quiz are written.
#[derive(Clone, Debug)]
pub struct OptionsShape {
    /// How they are written.
    pub style: OptionStyle,
    /// How many are correct at least.
    pub correct_min: Option<u32>,
    /// How many are correct at most.
    pub correct_max: Option<u32>,
    /// For the text that tells the correct one.
    pub answer: Option<Regex>,
    /// Whether a question may do without options.
    pub optional: bool,
}

/// A section of an answer.
#[derive(Clone, Debug)]
pub struct SectionShape {
    /// Its title, as the configuration writes it.
    pub name: String,
    /// All its titles, made plain by [`plain`].
    pub names: Vec<String>,
    /// Whether it must, may or must not be there.
    pub presence: Presence,
    /// Whether it may be there more than once.
    pub repeated: bool,
    /// What it must hold.
    pub content: Option<ContentShape>,
}

/// A mistake in a value of a [`ShapeTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// The keys that lead to the value, such as `answer`, `marker`.
    pub keys: &'static [&'static str],
    /// What is wrong with it.
    pub message: String,
}

impl Shape {
    /// Makes `table` ready for use.
    ///
    /// # Errors
    /// If a glob or a regular expression is none, or a level is not a heading's.
    pub fn new(table: &ShapeTable) -> Result<Self, ShapeError> {
        let mut files = PathGlobs::default();
        let in_files = |message| ShapeError {
            keys: &["files"],
            message,
        };
        for glob in &table.files {
            files.add(glob).map_err(in_files)?;
        }
        let files = files.build().map_err(in_files)?;
        let pattern = pattern(&table.pattern)?;
        let captures_number = match &pattern {
            Pattern::Regex(regex) => regex
                .capture_names()
                .flatten()
                .any(|name| name == CAPTURES[0]),
            _ => false,
        };
        Ok(Self {
            files,
            at: table.at,
            levels: levels(table)?,
            near: optional(table.near.as_deref(), &["near"])?.map(Pattern::Regex),
            other_levels: table.other_levels,
            under: optional(table.under.as_deref(), &["under"])?,
            skip: set(&table.skip, &["skip"])?,
            number: table.number.unwrap_or(match table.at {
                _ if captures_number => NumberFrom::Capture,
                At::Item | At::ItemHeading => NumberFrom::Marker,
                _ => NumberFrom::None,
            }),
            title_field: table.title_field.clone(),
            number_field: table.number_field.clone(),
            answer: answer(table)?,
            options: table.options.as_ref().map(options).transpose()?,
            sections: table
                .sections
                .iter()
                .map(section)
                .collect::<Result<_, _>>()?,
            other_sections: table.other_sections,
            front_matter: table
                .front_matter
                .iter()
                .map(|(name, field)| (name.clone(), field.clone()))
                .collect(),
            numbering: table.numbering.clone(),
            restart_at: optional(
                table.numbering.restart_at.as_deref(),
                &["numbering", "restart-at"],
            )?,
            stated: stated(table)?,
            header: optional(table.header.as_deref(), &["header"])?,
            footer: optional(table.footer.as_deref(), &["footer"])?,
            translation: table
                .translation
                .as_ref()
                .map(|table| {
                    let path = regex(&table.path, &["translation", "path"])?;
                    Ok((path, table.of.clone()))
                })
                .transpose()?,
            unmarked: false,
            inferred: false,
            pattern,
        })
    }

    /// Whether it describes the file with the path `name` in its collection.
    #[must_use]
    pub fn describes(&self, name: &str) -> bool {
        self.files.is_match(name)
    }

    /// Whether a heading of this level may hold a question.
    #[must_use]
    pub fn has_level(&self, level: u8) -> bool {
        self.levels.is_empty() || self.levels.contains(&level)
    }

    /// Within what the numbers of its questions run on.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.numbering.scope
    }
}

fn stated(table: &ShapeTable) -> Result<Option<Vec<Regex>>, ShapeError> {
    let Some(patterns) = &table.stated else {
        return Ok(None);
    };
    let keys = &["stated"];
    let patterns: Result<Vec<Regex>, ShapeError> = patterns
        .iter()
        .map(|pattern| regex(pattern, keys))
        .collect();
    let patterns = patterns?;
    let counts = |pattern: &Regex| {
        pattern
            .capture_names()
            .flatten()
            .any(|name| name == "count")
    };
    if !patterns.iter().all(counts) {
        return Err(ShapeError {
            keys,
            message: "no capture `count`, such as `(?<count>[0-9]+)`".to_owned(),
        });
    }
    Ok(Some(patterns))
}

fn levels(table: &ShapeTable) -> Result<Vec<u8>, ShapeError> {
    let check = |levels: &[u8], keys| {
        let message = "a heading's level is 1 to 6".to_owned();
        if levels.iter().all(|level| (1..=6).contains(level)) {
            Ok(())
        } else {
            Err(ShapeError { keys, message })
        }
    };
    check(table.level.as_slice(), &["level"])?;
    check(&table.levels, &["levels"])?;
    Ok(table
        .level
        .into_iter()
        .chain(table.levels.iter().copied())
        .collect())
}

fn answer(table: &ShapeTable) -> Result<AnswerShape, ShapeError> {
    let placeholders = match &table.answer.placeholders {
        Some(own) => Placeholders::Own(set(own, &["answer", "placeholders"])?),
        None => Placeholders::Usual,
    };
    Ok(AnswerShape {
        place: table.answer.place.unwrap_or(match table.at {
            At::Heading | At::ItemHeading | At::Bold => AnswerIn::Section,
            At::Item => AnswerIn::Item,
            At::Summary => AnswerIn::Details,
            At::FrontMatter | At::File => AnswerIn::Body,
        }),
        marker: marker(table.answer.marker.as_deref())?,
        until: optional(table.answer.until.as_deref(), &["answer", "until"])?,
        placeholders,
        optional: table.answer.optional,
        content: content(table.answer.content.as_ref(), &["answer", "content"])?,
    })
}

fn options(table: &OptionsTable) -> Result<OptionsShape, ShapeError> {
    Ok(OptionsShape {
        style: table.style,
        correct_min: table.correct_min,
        correct_max: table.correct_max,
        answer: optional(table.answer.as_deref(), &["options", "answer"])?,
        optional: table.optional,
    })
}

fn section(table: &SectionTable) -> Result<SectionShape, ShapeError> {
    let names = std::iter::once(&table.name).chain(&table.aliases);
    Ok(SectionShape {
        name: table.name.clone(),
        names: names.map(|name| plain(name)).collect(),
        presence: table.presence,
        repeated: table.repeated,
        content: content(table.content.as_ref(), &["sections"])?,
    })
}

fn content(
    table: Option<&ContentTable>,
    keys: &'static [&'static str],
) -> Result<Option<ContentShape>, ShapeError> {
    let Some(table) = table else { return Ok(None) };
    let required = table.required.iter().map(|pattern| regex(pattern, keys));
    Ok(Some(ContentShape {
        table: table.clone(),
        required: required.collect::<Result<_, _>>()?,
        forbidden: set(&table.forbidden, keys)?,
    }))
}

/// The patterns that are usual are plain code, too, which costs nothing at the start.
fn marker(pattern: Option<&str>) -> Result<Option<Marker>, ShapeError> {
    Ok(Some(match pattern {
        None => return Ok(None),
        Some(MARKER) => Marker::Usual,
        Some(TOLD) => Marker::Told,
        Some(own) => Marker::Own(regex(own, &["answer", "marker"])?),
    }))
}

/// A title without decoration and in lower case, for comparing.
#[must_use]
pub fn plain(title: &str) -> String {
    title
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

fn optional(
    pattern: Option<&str>,
    keys: &'static [&'static str],
) -> Result<Option<Regex>, ShapeError> {
    pattern.map(|pattern| regex(pattern, keys)).transpose()
}

fn set(patterns: &[String], keys: &'static [&'static str]) -> Result<RegexSet, ShapeError> {
    RegexSet::new(patterns).map_err(|error| bad_regex(&error, keys))
}

fn pattern(pattern: &str) -> Result<Pattern, ShapeError> {
    if pattern == "^" {
        return Ok(Pattern::Any);
    }
    regex(pattern, &["pattern"]).map(Pattern::Regex)
}

fn regex(pattern: &str, keys: &'static [&'static str]) -> Result<Regex, ShapeError> {
    Regex::new(pattern).map_err(|error| bad_regex(&error, keys))
}

fn bad_regex(error: &regex::Error, keys: &'static [&'static str]) -> ShapeError {
    // The first lines of a syntax error repeat the pattern, which the report underlines.
    let text = error.to_string();
    let reason = text.rsplit("error: ").next().unwrap_or(&text).trim();
    ShapeError {
        keys,
        message: format!("not a regular expression: {reason}"),
    }
}
