//! From bytes to text.

use std::borrow::Cow;

use super::{OffsetMap, ReadError, Span};
use crate::encoding;

/// The text of a file, not yet repaired.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark. Borrowed from the bytes where they are UTF-8.
    pub text: Cow<'a, str>,
    /// From the text to the bytes.
    pub map: OffsetMap,
    /// The encoding the bytes are in; `UTF-8` unless [`invalid`](Self::invalid) says otherwise.
    pub encoding: &'static str,
    /// The bytes that are not UTF-8, by place. For a file in another encoding: each stretch of
    /// bytes that would have to change.
    pub invalid: Vec<Span>,
}

const UTF_8: &str = "UTF-8";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes the bytes of a file: as UTF-8 if they are, otherwise as their most likely encoding.
///
/// # Errors
/// [`ReadError::Binary`] if the bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    let (mark, rest) = match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (BYTE_ORDER_MARK.len(), rest),
        None => (0, bytes),
    };
    let mut map = OffsetMap::identity();
    if mark > 0 {
        map.push(Span::from_usize(0..mark), 0);
    }
    let text = std::str::from_utf8(rest).ok();
    let plain = |text| Decoded {
        text: Cow::Borrowed(text),
        map: map.clone(),
        encoding: UTF_8,
        invalid: Vec::new(),
    };
    // ASCII in UTF-16 is valid UTF-8, every other character of which is NUL.
    if let Some(text) = text
        && memchr::memchr(0, rest).is_none()
    {
        return Ok(plain(text));
    }
    let decoded = encoding::decode(rest);
    if let Some(text) = text
        && decoded.encoding == UTF_8
    {
        return match has_many_controls(text) {
            true => Err(ReadError::Binary),
            false => Ok(plain(text)),
        };
    }
    if is_binary(&decoded.text) {
        return Err(ReadError::Binary);
    }
    for (range, len) in decoded.pieces {
        let span = Span::from_usize(range.start + mark..range.end + mark);
        map.push(span, u32::try_from(len).unwrap_or(u32::MAX));
    }
    let invalid = decoded
        .errors
        .into_iter()
        .map(|range| Span::from_usize(range.start + mark..range.end + mark))
        .collect();
    Ok(Decoded {
        text: Cow::Owned(decoded.text),
        map,
        encoding: decoded.encoding,
        invalid,
    })
}

/// Whether text that was not UTF-8 is no text either: text holds hardly any control characters,
/// whatever encoding it is in, and no NUL at all.
fn is_binary(text: &str) -> bool {
    has_many_controls(text) || memchr::memchr(0, text.as_bytes()).is_some()
}

/// Whether more of a text is control characters than a program that made a mistake would leave.
fn has_many_controls(text: &str) -> bool {
    let controls = text
        .bytes()
        .filter(|byte| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c))
        .count();
    controls * 100 > text.len()
}
