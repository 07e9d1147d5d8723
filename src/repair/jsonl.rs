//! Repairing the texts in lines of JSON, for data pipelines.

use std::fmt;
use std::io::{self, BufRead, Write};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Place, Syntax, mend};
use crate::encoding::{self, Certainty};

/// How many bytes of lines are read before they are worked on, so that all cores have something to
/// do and memory stays bounded; a single line may be longer.
const BATCH: usize = 4 << 20;

/// A line that is not an object with a string `text`. It was written as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine(pub String);

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was found in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Repairs {
    /// Its `id` as it is written, if it has one.
    pub id: Option<String>,
    /// What was found in its text.
    pub places: Vec<Place>,
}

/// Reads lines of JSON objects and writes them to `output` in the same order, the string `text` of
/// each repaired where that is at least as certain as `least`. Everything else stays byte for
/// byte. Calls `told` with the number (from 1) of each line in which something was found, and of
/// each bad line.
///
/// # Errors
/// If reading or writing fails.
pub fn jsonl(
    mut input: impl BufRead,
    mut output: impl Write,
    syntax: Syntax,
    least: Certainty,
    mut told: impl FnMut(u64, Result<Repairs, BadLine>),
) -> io::Result<()> {
    let mut batch = Vec::new();
    let mut before = 0;
    while fill(&mut input, &mut batch)? {
        let lines = lines(&batch);
        let repaired: Vec<_> = lines
            .par_iter()
            .map(|line| repair(line, syntax, least))
            .collect();
        for ((line, repaired), number) in lines.iter().zip(repaired).zip(before + 1..) {
            match repaired {
                Ok(None) => output.write_all(line)?,
                Ok(Some((after, repairs))) => {
                    output.write_all(after.as_deref().unwrap_or(line))?;
                    told(number, Ok(repairs));
                }
                Err(bad) => {
                    output.write_all(line)?;
                    told(number, Err(bad));
                }
            }
        }
        before += lines.len() as u64;
    }
    output.flush()
}

/// Reads whole lines until there are enough; false at the end.
fn fill(input: &mut impl BufRead, batch: &mut Vec<u8>) -> io::Result<bool> {
    batch.clear();
    while batch.len() < BATCH && input.read_until(b'\n', batch)? > 0 {}
    Ok(!batch.is_empty())
}

fn lines(batch: &[u8]) -> Vec<&[u8]> {
    let mut at = 0;
    let ends = memchr::memchr_iter(b'\n', batch).map(|newline| newline + 1);
    let last = (batch.last() != Some(&b'\n')).then_some(batch.len());
    let ends = ends.chain(last);
    ends.map(|end| &batch[std::mem::replace(&mut at, end)..end])
        .collect()
}

/// The line after its repair, if that changes it, and what was found in it.
type Repaired = (Option<Vec<u8>>, Repairs);

/// Repairs a line; none if nothing was found.
fn repair(line: &[u8], syntax: Syntax, least: Certainty) -> Result<Option<Repaired>, BadLine> {
    let line = std::str::from_utf8(line).map_err(|_| BadLine("it is not UTF-8".to_owned()))?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let bad = |error: serde_json::Error| BadLine(error.to_string());
    let row: Row<'_> = serde_json::from_str(line).map_err(bad)?;
    let Some(raw) = row.text.map(RawValue::get) else {
        return Err(BadLine("it has no `text`".to_owned()));
    };
    if is_clean(raw) {
        return Ok(None);
    }
    let Ok(text) = serde_json::from_str::<Text<'_>>(raw) else {
        return Err(BadLine("its `text` is not a string of Unicode".to_owned()));
    };
    let Ok(mended) = mend(text.0.as_bytes(), syntax, least) else {
        return Ok(None);
    };
    if mended.places.is_empty() {
        return Ok(None);
    }
    let after = match std::str::from_utf8(&mended.bytes) {
        Ok(repaired) if repaired != text.0 => {
            // The raw value is borrowed from the line.
            let start = raw.as_ptr() as usize - line.as_ptr() as usize;
            let mut after = line.as_bytes()[..start].to_vec();
            serde_json::to_writer(&mut after, repaired).map_err(bad)?;
            after.extend_from_slice(&line.as_bytes()[start + raw.len()..]);
            Some(after)
        }
        _ => None,
    };
    let id = row.id.map(|id| id.get().to_owned());
    let places = mended.places;
    Ok(Some((after, Repairs { id, places })))
}

/// Whether a value is a string in which nothing is found, as can be told from how it is written. What
/// is escaped but by its number is ASCII and written in ASCII.
fn is_clean(raw: &str) -> bool {
    raw.starts_with('"')
        && memchr::memmem::find(raw.as_bytes(), b"\\u").is_none()
        && !encoding::suspicious(raw)
}

/// A string that is borrowed where nothing in it is escaped.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

/// The parts of a line that matter, as they are written.
#[derive(Default)]
struct Row<'a> {
    id: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
}

impl<'de> Deserialize<'de> for Row<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let mut row = Row::default();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match &*key.0 {
                "id" => row.id = Some(map.next_value()?),
                // Of two the last counts, as everywhere.
                "text" => row.text = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(row)
    }
}
