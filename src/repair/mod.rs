//! The text as it was meant: of a file that is checked, and of any bytes that are to be repaired.

mod filter;
mod jsonl;
mod mend;

pub use filter::{CHUNK, filter};
pub use jsonl::{BadLine, Repairs, jsonl};
pub use mend::{Mended, Place, Syntax, mend, mend_for_good};

use std::borrow::Cow;
use std::ops::Range;

use crate::encoding::{self, Context, Garbled};
use crate::markdown::{self, Document, Needs};
use crate::source::{self, OffsetMap, ReadError, Span};

/// The text of a file as it was meant, and what was wrong with it.
#[derive(Clone, Debug)]
pub struct Repaired<'a> {
    /// The text as it was meant, best guesses included. Borrowed from the bytes on disk where
    /// nothing is wrong.
    pub text: Cow<'a, str>,
    /// From the text to the disk.
    pub map: OffsetMap,
    /// The encoding of the file.
    pub encoding: &'static str,
    /// The bytes that are not UTF-8.
    pub invalid: Vec<InvalidPlace>,
    /// The garbled places.
    pub garbled: Vec<GarbledPlace>,
}

/// Bytes that are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPlace {
    /// Where they stand.
    pub span: Span,
    /// What they say in the file's most likely encoding.
    pub text: String,
}

/// A garbled place of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct GarbledPlace {
    /// Where it stands.
    pub span: Span,
    /// What stands there.
    pub stands: String,
    /// What was meant, and how it happened.
    pub garbled: Garbled,
}

/// Decodes `bytes`, repairs the text and parses it as it was meant.
///
/// The repair must know where code is, so a suspicious text is parsed as it stands; if nothing
/// has to be repaired, that is the document, and no text is parsed twice.
///
/// # Errors
/// [`ReadError::Binary`] if the bytes are no text.
pub fn repair(bytes: &[u8], needs: Needs) -> Result<(Repaired<'_>, Document), ReadError> {
    let mut repaired = read(bytes)?;
    let document = markdown::parse(&repaired.text, needs);
    if !encoding::suspicious(&repaired.text) {
        return Ok((repaired, document));
    }
    let code = code(&document);
    let found = encoding::find(&repaired.text, &Context { code: &code });
    if found.is_empty() {
        return Ok((repaired, document));
    }
    apply(&mut repaired, found);
    let document = markdown::parse(&repaired.text, needs);
    Ok((repaired, document))
}

/// Decodes `bytes`, and repairs nothing yet.
fn read(bytes: &[u8]) -> Result<Repaired<'_>, ReadError> {
    let decoded = source::decode(bytes)?;
    let invalid = decoded
        .invalid
        .iter()
        .map(|&span| InvalidPlace {
            span,
            text: decoded.map.to_text(span).of(&decoded.text).to_owned(),
        })
        .collect();
    Ok(Repaired {
        text: decoded.text,
        map: decoded.map,
        encoding: decoded.encoding,
        invalid,
        garbled: Vec::new(),
    })
}

/// Where code is in a document.
fn code(document: &Document) -> Vec<Range<usize>> {
    document.code().map(|range| range.to_usize()).collect()
}

fn apply(repaired: &mut Repaired<'_>, found: Vec<Garbled>) {
    let stands = &repaired.text;
    let mut meant = String::with_capacity(stands.len());
    let mut to_stands = OffsetMap::identity();
    let mut at = 0;
    for garbled in found {
        let range = garbled.range.clone();
        meant.push_str(&stands[at..range.start]);
        meant.push_str(&garbled.meant);
        at = range.end;
        let between = Span::from_usize(range.clone());
        to_stands.push(
            between,
            u32::try_from(garbled.meant.len()).unwrap_or(u32::MAX),
        );
        let between = source::TextRange::new(between.start, between.end);
        repaired.garbled.push(GarbledPlace {
            span: repaired.map.to_disk(between),
            stands: stands[range].to_owned(),
            garbled,
        });
    }
    meant.push_str(&stands[at..]);
    repaired.text = Cow::Owned(meant);
    repaired.map = to_stands.over(&repaired.map);
}
