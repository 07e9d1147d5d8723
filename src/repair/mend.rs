//! Bytes in, repaired bytes out.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use super::{Repaired, apply, code, read};
use crate::encoding::{self, Certainty, Garbled};
use crate::markdown::{self, Needs};
use crate::source::{self, LineIndex, Position, ReadError, Span};

/// How often what was repaired is looked through again. A second round only finds something where
/// the repair has changed which parts of a text are code, or in text that was made to defeat the
/// first.
const ROUNDS: usize = 10;

/// How code in a text is told from prose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// By the rules of Markdown.
    #[default]
    Markdown,
    /// Not at all: the text is of one kind.
    Text,
}

impl Syntax {
    /// The syntax of a file with this name.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        if source::is_markdown(path) {
            Self::Markdown
        } else {
            Self::Text
        }
    }
}

/// Bytes after their repair.
#[derive(Clone, Debug)]
pub struct Mended<'a> {
    /// Borrowed if nothing was changed.
    pub bytes: Cow<'a, [u8]>,
    /// What was found.
    pub places: Vec<Place>,
    /// The most likely encoding, if the bytes are not UTF-8 and were not converted.
    pub encoding: Option<&'static str>,
}

/// Something that is wrong with a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where it stands; from the second round on, in the text that the round before has left.
    pub position: Position,
    /// What stands there.
    pub stands: String,
    /// What was meant.
    pub meant: String,
    /// How it was garbled; none for bytes that are not UTF-8.
    pub garbled: Option<Garbled>,
    /// The most likely encoding of the bytes, if they are not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether it was repaired.
    pub repaired: bool,
}

impl Place {
    /// Whether it was left although it can be proved, because guesses elsewhere rest on it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let proved = self
            .garbled
            .as_ref()
            .is_some_and(|garbled| garbled.is_evidence && garbled.certainty == Certainty::Exact);
        proved && !self.repaired
    }
}

/// Repairs `bytes` until nothing changes any more: where the repair is at least as certain as
/// `least`.
///
/// Bytes that are not UTF-8 are converted only if guesses are asked for, because which encoding
/// they are in is one; what else is garbled is repaired nevertheless. Everything outside the
/// repaired places stays byte for byte.
///
/// # Errors
/// [`ReadError::Binary`] if the bytes are no text.
pub fn mend(bytes: &[u8], syntax: Syntax, least: Certainty) -> Result<Mended<'_>, ReadError> {
    rounds(bytes, syntax, |found| found.certainty <= least, least)
}

/// The same for bytes that nobody keeps as they were: if guesses are not asked for, what can be
/// proved is left where guesses rest on it, because after its repair they would not be found any
/// more.
///
/// # Errors
/// [`ReadError::Binary`] if the bytes are no text.
pub fn mend_for_good(
    bytes: &[u8],
    syntax: Syntax,
    least: Certainty,
) -> Result<Mended<'_>, ReadError> {
    let is_wanted = |found: &Garbled| match least {
        Certainty::Exact => found.certainty == Certainty::Exact && !found.is_evidence,
        Certainty::Guessed => true,
    };
    rounds(bytes, syntax, is_wanted, least)
}

fn rounds(
    bytes: &[u8],
    syntax: Syntax,
    is_wanted: impl Fn(&Garbled) -> bool,
    least: Certainty,
) -> Result<Mended<'_>, ReadError> {
    let converts = least == Certainty::Guessed;
    let mut mended = Mended {
        bytes: Cow::Borrowed(bytes),
        places: Vec::new(),
        encoding: None,
    };
    for round in 0..ROUNDS {
        let Some((after, places, encoding)) =
            self::round(&mended.bytes, syntax, &is_wanted, converts)?
        else {
            break;
        };
        // What was left in the first round is left in the second.
        let new = places
            .into_iter()
            .filter(|place| round == 0 || place.repaired);
        mended.places.extend(new);
        mended.encoding = encoding;
        match after {
            Some(after) => mended.bytes = Cow::Owned(after),
            None => break,
        }
    }
    Ok(mended)
}

/// The bytes after one look at them, if that changes them; what was found; and the encoding if
/// they still are not UTF-8.
type Round = (Option<Vec<u8>>, Vec<Place>, Option<&'static str>);

/// Looks at the bytes once; none if nothing is wrong with them.
fn round(
    bytes: &[u8],
    syntax: Syntax,
    is_wanted: impl Fn(&Garbled) -> bool,
    converts: bool,
) -> Result<Option<Round>, ReadError> {
    let mut repaired = read(bytes)?;
    let found = encoding::find_with(&repaired.text, || match syntax {
        Syntax::Markdown => code(&markdown::parse(&repaired.text, Needs::NODES)),
        Syntax::Text => Vec::new(),
    });
    if repaired.invalid.is_empty() && found.is_empty() {
        return Ok(None);
    }
    let decoded = repaired.clone();
    if !found.is_empty() {
        apply(&mut repaired, found);
    }
    let converts = converts && !repaired.invalid.is_empty();
    let mut edits: Vec<(Span, &str)> = Vec::new();
    let mut places = Vec::new();
    let mut at = Positions::new(&decoded);
    for invalid in &repaired.invalid {
        if converts {
            edits.push((invalid.span, &invalid.text));
        }
        places.push(Place {
            position: at.position(invalid.span),
            stands: String::from_utf8_lossy(&bytes[invalid.span.to_usize()]).into_owned(),
            meant: invalid.text.clone(),
            garbled: None,
            encoding: Some(repaired.encoding),
            repaired: converts,
        });
    }
    for place in &repaired.garbled {
        let is_there = &bytes[place.span.to_usize()] == place.stands.as_bytes();
        let repairs = !converts && is_there && is_wanted(&place.garbled);
        if repairs {
            edits.push((place.span, &place.garbled.meant));
        }
        // After a conversion the next round finds it again, and repairs it.
        if !converts {
            places.push(Place {
                position: at.position(place.span),
                stands: place.stands.clone(),
                meant: place.garbled.meant.clone(),
                garbled: Some(place.garbled.clone()),
                encoding: None,
                repaired: repairs,
            });
        }
    }
    let left = (!converts && !repaired.invalid.is_empty()).then_some(repaired.encoding);
    let after = (!edits.is_empty()).then(|| edited(bytes, &edits));
    Ok(Some((after, places, left)))
}

/// The bytes with the edits, which are sorted and do not overlap, made.
fn edited(bytes: &[u8], edits: &[(Span, &str)]) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for (span, text) in edits {
        let Range { start, end } = span.to_usize();
        after.extend_from_slice(bytes.get(at..start).unwrap_or_default());
        after.extend_from_slice(text.as_bytes());
        at = end;
    }
    after.extend_from_slice(bytes.get(at..).unwrap_or_default());
    after
}

/// From places on disk to lines and columns.
struct Positions<'a> {
    decoded: &'a Repaired<'a>,
    index: Option<LineIndex>,
}

impl<'a> Positions<'a> {
    fn new(decoded: &'a Repaired<'a>) -> Self {
        Self {
            decoded,
            index: None,
        }
    }

    fn position(&mut self, span: Span) -> Position {
        let text = &self.decoded.text;
        let index = self.index.get_or_insert_with(|| LineIndex::new(text));
        index.position(text, self.decoded.map.to_text(span).start)
    }
}
