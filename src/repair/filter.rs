//! Repairing a stream.

use std::io::{self, Read, Write};

use super::{Mended, Syntax, mend};
use crate::encoding::Certainty;

/// How much of a stream is repaired at a time, in bytes. Up to this, a text is repaired as a
/// whole; parts of a longer one are repaired as texts of their own, so that memory stays bounded.
pub const CHUNK: usize = 32 << 20;

/// Reads `input` to its end and writes it to `output`, repaired where that is at least as certain
/// as `least`. Calls `told` for each part with the number of lines before it and what was done; a
/// part that is no text is written as it is, and `told` is given none.
///
/// # Errors
/// If reading or writing fails.
pub fn filter(
    input: impl Read,
    output: impl Write,
    syntax: Syntax,
    least: Certainty,
    told: impl FnMut(u64, Option<&Mended<'_>>),
) -> io::Result<()> {
    by_parts(CHUNK, input, output, syntax, least, told)
}

/// [`filter`], with at most `most` bytes at a time.
fn by_parts(
    most: usize,
    mut input: impl Read,
    mut output: impl Write,
    syntax: Syntax,
    least: Certainty,
    mut told: impl FnMut(u64, Option<&Mended<'_>>),
) -> io::Result<()> {
    let mut part = Vec::new();
    let mut lines = 0;
    loop {
        let room = (most - part.len()) as u64;
        let read = input.by_ref().take(room).read_to_end(&mut part)?;
        if part.is_empty() {
            return output.flush();
        }
        let is_last = (read as u64) < room;
        let end = if is_last { part.len() } else { cut(&part) };
        let (whole, rest) = part.split_at(end);
        match mend(whole, syntax, least) {
            Ok(mended) => {
                told(lines, Some(&mended));
                output.write_all(&mended.bytes)?;
            }
            Err(_) => {
                told(lines, None);
                output.write_all(whole)?;
            }
        }
        lines += memchr::memchr_iter(b'\n', whole).count() as u64;
        part = rest.to_vec();
    }
}

/// Where to cut a part of a stream: behind its last line, or else, in one without line breaks,
/// before its last character.
fn cut(part: &[u8]) -> usize {
    if let Some(newline) = memchr::memrchr(b'\n', part) {
        return newline + 1;
    }
    let last = part.iter().rposition(|byte| byte & 0xC0 != 0x80);
    last.filter(|&last| last > 0 && part.len() - last < 4)
        .unwrap_or(part.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_streams_are_cut_between_lines() {
        let line = "It\u{e2}\u{20ac}\u{2122}s a line of some length, is it not?\n";
        let mut output = Vec::new();
        let mut parts = Vec::new();
        by_parts(
            line.len() * 2 + 5,
            line.repeat(5).as_bytes(),
            &mut output,
            Syntax::Text,
            Certainty::Exact,
            |lines, mended| parts.push((lines, mended.is_some())),
        )
        .expect("memory can be written");
        assert!(
            output
                == "It’s a line of some length, is it not?\n"
                    .repeat(5)
                    .as_bytes()
        );
        assert_eq!(parts, [(0, true), (2, true), (4, true)]);
    }

    #[test]
    fn streams_without_line_breaks_are_cut_between_characters() {
        assert_eq!(cut("aé".as_bytes()), 1);
        assert_eq!(cut(b"a\nb"), 2);
        assert_eq!(cut(b"\xc3"), 1);
        assert_eq!(cut(b"\x80\x80\x80\x80\x80"), 5);
    }
}
