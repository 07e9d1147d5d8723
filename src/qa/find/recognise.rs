//! Which places are questions, and what their numbers and titles are.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::site::Site;
use crate::markdown::{Document, Heading};
use crate::qa::front_matter::{self, Value};
use crate::qa::infer::is_structure;
use crate::qa::lead::{self, Lead};
use crate::qa::pattern::Parts;
use crate::qa::{At, Number, NumberFrom, Shape, SubNumber};
use crate::source::TextRange;

/// What a place says if it is a question.
#[derive(Clone, Debug)]
pub(super) struct Recognised {
    pub(super) number: Option<Number>,
    pub(super) title: String,
    pub(super) title_range: TextRange,
    pub(super) prefix: String,
    pub(super) near: bool,
    pub(super) tags: Vec<String>,
}

/// What the places of one file are looked at with, in order.
pub(super) struct Context<'a> {
    text: &'a str,
    name: &'a str,
    document: &'a Document,
    shape: &'a Shape,
    /// The headings behind the place looked at last.
    headings: std::slice::Iter<'a, Heading>,
    /// The levels of the headings that the place stands below, and whether `under` matches one.
    below: Vec<(u8, bool)>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        text: &'a str,
        name: &'a str,
        document: &'a Document,
        shape: &'a Shape,
    ) -> Self {
        Self {
            text,
            name,
            document,
            shape,
            headings: document.headings.iter(),
            below: Vec::new(),
        }
    }

    /// What `site` says, if it is a question.
    pub(super) fn recognise(&mut self, site: &Site<'_>) -> Option<Recognised> {
        if !self.is_under(site) {
            return None;
        }
        let (parts, near) = self.parts(site)?;
        let number = self.number(site, &parts);
        // What stands in a quote or a list is an example, or part of an answer.
        if !site.top_level && self.shape.at == At::Heading {
            return None;
        }
        let title = undecorated(&site.text, parts.title);
        let title = self.without_lead(site, title);
        let read = site.text.get(title.clone()).unwrap_or_default();
        if self.shape.skip.is_match(read)
            || self.shape.unmarked && number.is_none() && is_structure(read)
        {
            return None;
        }
        Some(Recognised {
            number,
            title: read.to_owned(),
            title_range: self.title_range(site, title.clone()),
            prefix: prefix(&site.text[..title.start], parts.number.as_ref()),
            near,
            tags: self.tags(site),
        })
    }

    fn parts(&self, site: &Site<'_>) -> Option<(Parts, bool)> {
        let shape = self.shape;
        let fits = match shape.at {
            At::Heading => shape.has_level(site.level),
            At::ItemHeading => site.marker.is_some() && shape.has_level(site.level),
            _ => true,
        };
        if fits && let Some(parts) = shape.pattern.read(&site.text) {
            let behind = parts.number.as_ref().and_then(|n| site.text.get(n.end..));
            let is_word = shape.inferred && behind.is_some_and(lead::is_compound);
            return (!is_word).then_some((parts, false));
        }
        if !fits {
            let counts = shape.other_levels && shape.at == At::Heading && site.top_level;
            let read = lead::read(&site.text);
            if !counts || read.lead != Lead::Word || !read.known {
                return None;
            }
            return Some((shape.pattern.read(&site.text)?, true));
        }
        Some((shape.near.as_ref()?.read(&site.text)?, true))
    }

    fn number(&self, site: &Site<'_>, parts: &Parts) -> Option<Number> {
        match self.shape.number {
            NumberFrom::None => None,
            NumberFrom::Capture => {
                let digits = parts.number.clone()?;
                let read = |range: &std::ops::Range<usize>| site.text.get(range.clone());
                Some(Number {
                    value: read_number(read(&digits)?)?,
                    sub: parts
                        .sub
                        .as_ref()
                        .and_then(|sub| SubNumber::read(read(sub)?)),
                    range: site.written(self.document, self.text, digits),
                })
            }
            NumberFrom::Marker => {
                let (value, range) = site.marker?;
                Some(Number {
                    value,
                    sub: None,
                    range,
                })
            }
            NumberFrom::FrontMatter => {
                let fields = front_matter::fields(self.text, self.document.front_matter?);
                let field = fields
                    .iter()
                    .find(|field| field.name == self.shape.number_field)?;
                Some(Number {
                    value: field.value.as_str()?.parse().ok()?,
                    sub: None,
                    range: field.range,
                })
            }
            NumberFrom::FileName => {
                let file = self.name.rsplit('/').next()?;
                let start = file.find(|c: char| c.is_ascii_digit())?;
                let digits = file[start..].split(|c: char| !c.is_ascii_digit()).next()?;
                Some(Number {
                    value: digits.parse().ok()?,
                    sub: None,
                    range: site.content,
                })
            }
        }
    }

    /// The part of a title behind `Q:`, which some have where most have nothing.
    fn without_lead(
        &self,
        site: &Site<'_>,
        title: std::ops::Range<usize>,
    ) -> std::ops::Range<usize> {
        if !self.shape.unmarked {
            return title;
        }
        let read = lead::read(site.text.get(title.clone()).unwrap_or_default());
        match read.lead {
            Lead::Letter if title.start + read.behind < title.end => {
                title.start + read.behind..title.end
            }
            _ => title,
        }
    }

    fn title_range(&self, site: &Site<'_>, title: std::ops::Range<usize>) -> TextRange {
        let start = site.source_of(self.document, self.text, title.start);
        let last = title.end.checked_sub(1).filter(|&last| last >= title.start);
        let end = last.and_then(|last| site.source_of(self.document, self.text, last));
        // Markup around the whole content belongs to the title if all of the text does.
        let start = if title.start == 0 {
            Some(site.content.start)
        } else {
            start
        };
        let end = if title.end == site.text.trim_end().len() {
            Some(site.content.end)
        } else {
            end.map(|end| end + 1)
        };
        match (start, end) {
            (Some(start), Some(end)) if start <= end => TextRange::new(start, end),
            (Some(start), None) if start <= site.content.end => {
                TextRange::new(start, site.content.end)
            }
            _ => site.content,
        }
    }

    /// Whether `site` stands below a heading that the shape asks for.
    fn is_under(&mut self, site: &Site<'_>) -> bool {
        let Some(under) = &self.shape.under else {
            return true;
        };
        while let Some(heading) = self.headings.as_slice().first() {
            if heading.range.start >= site.place.start {
                break;
            }
            self.below.retain(|&(level, _)| level < heading.level);
            self.below
                .push((heading.level, under.is_match(&heading.text)));
            self.headings.next();
        }
        let own = if site.level == 0 { 7 } else { site.level };
        self.below
            .iter()
            .any(|&(level, matches)| matches && level < own)
    }

    fn tags(&self, site: &Site<'_>) -> Vec<String> {
        if !matches!(self.shape.at, At::FrontMatter | At::File) {
            return Vec::new();
        }
        let _ = site;
        let Some(range) = self.document.front_matter else {
            return Vec::new();
        };
        front_matter::fields(self.text, range)
            .into_iter()
            .filter(|field| matches!(field.name.as_str(), "tags" | "tag" | "categories"))
            .flat_map(|field| match field.value {
                Value::List(items) => items,
                Value::Scalar(one, _) => vec![one],
                _ => Vec::new(),
            })
            .collect()
    }
}

/// Reads digits, among which a slip of the hand may have put letters that look like them.
fn read_number(digits: &str) -> Option<u32> {
    digits.parse().ok().or_else(|| {
        let digits: String = digits
            .chars()
            .map(|c| match c {
                'O' | 'o' => '0',
                'l' | 'I' => '1',
                c => c,
            })
            .collect();
        digits.parse().ok()
    })
}

/// The part of `range` without white space, and symbols such as emoji, around it.
fn undecorated(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let title = text.get(range.clone()).unwrap_or_default();
    let start = title.len() - title.trim_start_matches(is_decoration).len();
    let end = title.trim_end_matches(is_decoration).len();
    if start >= end {
        // Nothing but decoration: then it is the title.
        let start = title.len() - title.trim_start().len();
        let end = title.trim_end().len().max(start);
        return range.start + start..range.start + end;
    }
    range.start + start..range.start + end
}

fn is_decoration(c: char) -> bool {
    c.is_whitespace()
        || (c as u32 >= 0x2000
            && matches!(
                c.general_category(),
                GeneralCategory::OtherSymbol
                    | GeneralCategory::Format
                    | GeneralCategory::NonspacingMark
                    | GeneralCategory::EnclosingMark
            ))
        // Skin tones.
        || ('\u{1f3fb}'..='\u{1f3ff}').contains(&c)
}

/// `text` with each run of digits as `0`, and the number, in which letters may stand for digits.
fn prefix(text: &str, number: Option<&std::ops::Range<usize>>) -> String {
    let is_digit = |at: usize, c: char| {
        c.is_ascii_digit() || number.is_some_and(|number| number.contains(&at))
    };
    let mut prefix = String::with_capacity(text.len());
    let mut in_digits = false;
    for (at, c) in text.char_indices() {
        let digit = is_digit(at, c);
        if !digit {
            prefix.push(c);
        } else if !in_digits {
            prefix.push('0');
        }
        in_digits = digit;
    }
    prefix
}
