//! The tables of `[[shape]]` in `qalint.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::content::ContentTable;

/// The captures that [`ShapeTable::pattern`] may name.
pub const CAPTURES: [&str; 3] = ["number", "subnumber", "title"];

/// A `[[shape]]` table of `qalint.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ShapeTable {
    /// Globs of the files it describes, by their path in the collection. The first shape whose
    /// globs match a file applies.
    #[serde(default = "every_file")]
    pub files: Vec<String>,
    /// Where a question stands.
    #[serde(default)]
    pub at: At,
    /// The level of a question's heading, 1 to 6. Without it, any.
    #[serde(default)]
    #[schemars(range(min = 1, max = 6))]
    pub level: Option<u8>,
    /// The levels of a question's heading, where there are several.
    #[serde(default)]
    pub levels: Vec<u8>,
    /// A regular expression for the text that a question stands in, as a reader sees it. The
    /// captures `number`, `subnumber` (the `b` of `17b`) and `title` say which part is what;
    /// without `title`, it is what stands behind the match.
    #[serde(default = "any_text")]
    pub pattern: String,
    /// A regular expression, with the same captures, for malformed questions: what matches it
    /// and not `pattern` counts as a question, and is reported for its form.
    #[serde(default)]
    pub near: Option<String>,
    /// Whether a numbered heading that `pattern` matches counts as a malformed question at other
    /// levels too.
    #[serde(default)]
    pub other_levels: bool,
    /// A regular expression for a heading that a question stands below. Without it, anywhere.
    #[serde(default)]
    pub under: Option<String>,
    /// Regular expressions for titles that are no questions.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Where the number comes from. Without it: the capture, if `pattern` has one; of items, the
    /// marker of the list; otherwise there is none.
    #[serde(default)]
    pub number: Option<NumberFrom>,
    /// For `at = "front-matter"`: the field that holds the title.
    #[serde(default = "question_field")]
    pub title_field: String,
    /// For `number = "front-matter"`: the field that holds the number.
    #[serde(default = "number_field")]
    pub number_field: String,
    /// Where the answer stands.
    #[serde(default)]
    pub answer: AnswerTable,
    /// The options of a quiz.
    #[serde(default)]
    pub options: Option<OptionsTable>,
    /// The sections of an answer, in their order.
    #[serde(default)]
    pub sections: Vec<SectionTable>,
    /// Whether sections may stand in an answer that `sections` does not list.
    #[serde(default = "yes")]
    pub other_sections: bool,
    /// The fields of the front matter.
    #[serde(default)]
    pub front_matter: BTreeMap<String, FieldTable>,
    /// How questions are numbered.
    #[serde(default)]
    pub numbering: NumberingShape,
    /// Regular expressions, with the capture `count`, for paragraphs and headings that say how many
    /// questions the file has, or where it has none the collection. Without it, the usual sentences
    /// such as `This list contains 120 questions`.
    #[serde(default)]
    pub stated: Option<Vec<String>>,
    /// A regular expression that the first block of each file with questions must match as it is
    /// written, white space made single spaces. Without it, what nearly all files of a folder begin with.
    #[serde(default)]
    pub header: Option<String>,
    /// The same for the last block.
    #[serde(default)]
    pub footer: Option<String>,
    /// Which file each of these is a translation of. Without it, that is found by names such as
    /// `quiz-fr.md` and `fr/quiz.md`.
    #[serde(default)]
    pub translation: Option<TranslationTable>,
}

/// Which file others are translations of.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TranslationTable {
    /// A regular expression for the path of a translation in the collection.
    pub path: String,
    /// The path of its original, in which `$1` and `${name}` stand for what the captures of `path`
    /// hold.
    pub of: String,
}

fn every_file() -> Vec<String> {
    vec!["**".to_owned()]
}

fn any_text() -> String {
    "^".to_owned()
}

fn question_field() -> String {
    "question".to_owned()
}

fn number_field() -> String {
    "number".to_owned()
}

const fn yes() -> bool {
    true
}

impl Default for ShapeTable {
    fn default() -> Self {
        Self {
            files: every_file(),
            at: At::default(),
            level: None,
            levels: Vec::new(),
            pattern: any_text(),
            near: None,
            other_levels: false,
            under: None,
            skip: Vec::new(),
            number: None,
            title_field: question_field(),
            number_field: number_field(),
            answer: AnswerTable::default(),
            options: None,
            sections: Vec::new(),
            other_sections: true,
            front_matter: BTreeMap::new(),
            numbering: NumberingShape::default(),
            stated: None,
            header: None,
            footer: None,
            translation: None,
        }
    }
}

/// Where a question stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Deserialize,
    JsonSchema,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// In a heading.
    #[default]
    Heading,
    /// In a heading that is the first thing in an item of a list.
    ItemHeading,
    /// In an item of a list that stands directly in the document.
    Item,
    /// In the `<summary>` of `<details>`.
    Summary,
    /// In a paragraph that is bold, or whose first line is.
    Bold,
    /// In a field of the front matter; the file is the answer.
    FrontMatter,
    /// In the first heading of the file; the rest of the file is the answer.
    File,
}

/// Where the number of a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberFrom {
    /// The capture `number` of the pattern.
    Capture,
    /// The marker of the list.
    Marker,
    /// A field of the front matter.
    FrontMatter,
    /// The first digits in the name of the file.
    FileName,
    /// There is none.
    None,
}

/// Where the answer of a question stands.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerTable {
    /// What the answer stands in.
    #[serde(default, rename = "in")]
    pub place: Option<AnswerIn>,
    /// A regular expression for the text that the answer stands under: a heading, a bold line
    /// or a `<summary>`. Without it, the answer is all that stands below the question.
    #[serde(default)]
    pub marker: Option<String>,
    /// A regular expression for a heading at which the answer ends before the next question
    /// begins.
    #[serde(default)]
    pub until: Option<String>,
    /// Regular expressions for text that only says that the answer is yet to be written. Without
    /// it, the usual ones such as `TODO` and `To be completed.`
    #[serde(default)]
    pub placeholders: Option<Vec<String>>,
    /// Whether a question may do without.
    #[serde(default)]
    pub optional: bool,
    /// What it must hold.
    #[serde(default)]
    pub content: Option<ContentTable>,
}

/// What an answer stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerIn {
    /// All that stands between the question and the next one.
    #[default]
    Section,
    /// The rest of the item that the question stands in.
    Item,
    /// The first `<details>` below the question, or the one that the question stands in.
    Details,
    /// The file without its front matter.
    Body,
    /// There is none: the collection only asks.
    None,
}

/// The options of a quiz.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OptionsTable {
    /// How they are written.
    #[serde(default)]
    pub style: OptionStyle,
    /// How many are correct at least.
    #[serde(default)]
    pub correct_min: Option<u32>,
    /// How many are correct at most.
    #[serde(default)]
    pub correct_max: Option<u32>,
    /// A regular expression, with the capture `letter`, for the text that tells the correct one.
    #[serde(default)]
    pub answer: Option<String>,
    /// Whether a question may do without options.
    #[serde(default)]
    pub optional: bool,
}

/// How options are written.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema, serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum OptionStyle {
    /// `- [ ] wrong` and `- [x] right`.
    #[default]
    Task,
    /// `- A: this` and `- B: that`; the answer tells the letter.
    Lettered,
}

/// A section of an answer: a heading, or a bold line, and what stands below it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SectionTable {
    /// Its title, as a reader sees it; upper and lower case and decoration do not matter.
    pub name: String,
    /// Other titles that it may have.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether it must, may or must not be there.
    #[serde(default)]
    pub presence: Presence,
    /// Whether it may be there more than once.
    #[serde(default)]
    pub repeated: bool,
    /// What it must hold.
    #[serde(default)]
    pub content: Option<ContentTable>,
}

/// Whether something must, may or must not be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It must be there.
    #[default]
    Required,
    /// It may be there.
    Optional,
    /// It must not be there.
    Forbidden,
}

/// A field of the front matter.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FieldTable {
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether it must be there.
    pub required: bool,
    /// The values that it may have.
    pub values: Vec<String>,
}

/// What a field of the front matter holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// Anything.
    #[default]
    Any,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date such as 2024-02-29.
    Date,
    /// A list.
    List,
}

/// How questions are numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, serde::Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct NumberingShape {
    /// Within what the numbers run on.
    pub scope: Scope,
    /// The number that `renumber` gives the first question.
    pub start: Option<u32>,
    /// How far the number of a question is from that of the one before, for renumbering. Without
    /// it, 1.
    pub step: Option<u32>,
    /// Numbers that may be missing.
    pub gaps: Vec<u32>,
    /// A regular expression for headings below which numbers begin anew, whatever the scope. With
    /// it, they do so nowhere else in a file.
    pub restart_at: Option<String>,
}

/// Within what numbers run on.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Deserialize,
    JsonSchema,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The whole collection.
    Collection,
    /// The files of one folder.
    Folder,
    /// One file.
    #[default]
    File,
    /// What stands below one heading of a file.
    Section,
}
