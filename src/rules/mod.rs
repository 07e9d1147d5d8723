//! The rules: one check each, in `<group>/<name>.rs`, documented in `rules/<group>/<name>.md`.
//!
//! [`RULES`] is the only list of them. Modules, pages, settings, the table of `explain` and the
//! tests of the pages all come from it.

mod context;
mod fences;
mod forms;
mod link_text;
mod odd;
mod page;
mod quote;
mod web;

use std::any::Any;
use std::sync::Arc;

pub use context::{CollectionContext, FileContext, Lazy, Reporter};
pub use page::Page;

use crate::markdown::Needs;

/// A rule, as its module declares it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it looks at.
    pub check: Check,
    /// Reads the rule's own options; `None` if it has none.
    pub options: Option<OptionsOf>,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One file at a time. `Needs` says which tables of the document it asks for.
    File(Needs, fn(&FileContext<'_>, &mut Reporter<'_>)),
    /// What all files of the collection have said of themselves.
    Collection(Needs, fn(&CollectionContext<'_>, &mut Reporter<'_>)),
    /// Reported while files are read, before there is anything that a check could be given.
    Reading,
    /// Reported of suppressions when they are applied to what all others have said.
    Suppressions(Needs),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::File(..) => "File",
            Self::Collection(..) => "Collection",
            Self::Reading => "Reading",
            Self::Suppressions(_) => "Suppressions",
        })
    }
}

impl Rule {
    /// A rule about one file.
    pub(crate) const fn file(needs: Needs, check: fn(&FileContext<'_>, &mut Reporter<'_>)) -> Self {
        Self {
            check: Check::File(needs, check),
            options: None,
        }
    }

    /// A rule about the collection.
    pub(crate) const fn collection(
        needs: Needs,
        check: fn(&CollectionContext<'_>, &mut Reporter<'_>),
    ) -> Self {
        Self {
            check: Check::Collection(needs, check),
            options: None,
        }
    }

    /// A rule whose findings come up while files are read.
    pub(crate) const fn reading() -> Self {
        Self {
            check: Check::Reading,
            options: None,
        }
    }

    /// A rule about suppressions.
    pub(crate) const fn suppression(needs: Needs) -> Self {
        Self {
            check: Check::Suppressions(needs),
            options: None,
        }
    }

    /// The same rule with options of the type `T`.
    pub(crate) const fn with_options<T: RuleOptions>(mut self) -> Self {
        self.options = Some(OptionsOf {
            read: read_options::<T>,
            schema: schema_of::<T>,
        });
        self
    }
}

/// The options of a rule: a table in `qalint.toml`, all of whose keys have defaults.
pub trait RuleOptions:
    serde::de::DeserializeOwned + schemars::JsonSchema + Default + Any + Send + Sync
{
}

impl<T: serde::de::DeserializeOwned + schemars::JsonSchema + Default + Any + Send + Sync>
    RuleOptions for T
{
}

/// Options of any rule, once read.
pub type Options = Arc<dyn Any + Send + Sync>;

/// How to read the options of a rule.
#[derive(Clone, Copy, Debug)]
pub struct OptionsOf {
    /// Reads them from the rule's table without the key `severity`.
    ///
    /// # Errors
    /// With the place of the mistake.
    pub read: fn(toml::de::ValueDeserializer<'_>) -> Result<Options, toml::de::Error>,
    /// Their part of the JSON Schema of the configuration.
    pub schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

fn read_options<T: RuleOptions>(
    table: toml::de::ValueDeserializer<'_>,
) -> Result<Options, toml::de::Error> {
    T::deserialize(table).map(|options| Arc::new(options) as Options)
}

fn schema_of<T: RuleOptions>(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<T>()
}

/// A rule with its name and its page.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// `group/name`.
    pub name: &'static str,
    /// What `rules/<group>/<name>.md` says.
    pub page: Page,
    /// What the module declares.
    pub rule: Rule,
}

/// Declares the modules of all rules and lists them in [`RULES`].
macro_rules! registry {
    ($($group:ident { $($name:literal => $module:ident,)* })*) => {
        $(mod $group { $(pub(super) mod $module;)* })*

        /// Every rule, sorted by name.
        pub static RULES: &[Entry] = &[$($(Entry {
            name: concat!(stringify!($group), "/", $name),
            page: const {
                Page::read(include_str!(concat!("../../rules/", stringify!($group), "/", $name, ".md")))
            },
            rule: $group::$module::RULE,
        },)*)*];
    };
}

registry! {
    content {
        "duplicate-question" => duplicate_question,
        "forbidden-text" => forbidden_text,
        "near-duplicate-question" => near_duplicate_question,
    }
    encoding {
        "bidi-control" => bidi_control,
        "byte-order-mark" => byte_order_mark,
        "confusable" => confusable,
        "control-character" => control_character,
        "double-escaped" => double_escaped,
        "invalid-utf8" => invalid_utf8,
        "invisible-character" => invisible_character,
        "line-endings" => line_endings,
        "lost-character" => lost_character,
        "mojibake" => mojibake,
        "unnormalized" => unnormalized,
    }
    file {
        "unreadable" => unreadable,
    }
    index {
        "broken-entry" => broken_entry,
        "duplicate-entry" => duplicate_entry,
        "missing-entry" => missing_entry,
        "order" => order,
        "stale-title" => stale_title,
        "wrong-number" => wrong_number,
    }
    link {
        "bare-self-url" => bare_self_url,
        "blocked-url" => blocked_url,
        "broken-anchor" => broken_anchor,
        "broken-file" => broken_file,
        "broken-url" => broken_url,
        "broken-url-anchor" => broken_url_anchor,
        "duplicate-definition" => duplicate_definition,
        "empty-target" => empty_target,
        "empty-text" => empty_text,
        "malformed-url" => malformed_url,
        "outside-repository" => outside_repository,
        "redirected-url" => redirected_url,
        "undefined-reference" => undefined_reference,
        "unreachable-url" => unreachable_url,
        "unused-definition" => unused_definition,
        "wrong-case" => wrong_case,
    }
    numbering {
        "duplicate" => duplicate,
        "file-name" => file_name,
        "form" => form,
        "gap" => gap,
        "order" => order,
        "start" => start,
        "stated-count" => stated_count,
    }
    structure {
        "accidental-heading" => accidental_heading,
        "empty-answer" => empty_answer,
        "empty-title" => empty_title,
        "front-matter" => front_matter,
        "header-footer" => header_footer,
        "missing-answer" => missing_answer,
        "missing-section" => missing_section,
        "options" => options,
        "placeholder-answer" => placeholder_answer,
        "question-form" => question_form,
        "question-mark" => question_mark,
        "section-content" => section_content,
        "section-order" => section_order,
        "swallowed-question" => swallowed_question,
        "translation" => translation,
        "unbalanced-details" => unbalanced_details,
        "unclosed-fence" => unclosed_fence,
        "unknown-section" => unknown_section,
    }
    suppression {
        "unknown-rule" => unknown_rule,
        "unused" => unused,
    }
}

/// A rule of [`RULES`], by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub usize);

impl RuleId {
    /// The rule called `name`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        RULES
            .binary_search_by(|entry| entry.name.cmp(name))
            .ok()
            .map(Self)
    }

    /// All of them, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..RULES.len()).map(Self)
    }

    /// The rule's entry.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        &RULES[self.0]
    }

    /// `group/name`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }
}
