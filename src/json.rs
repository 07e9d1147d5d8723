//! JSON that may be shown: what would steer a terminal is written as `\uXXXX`, which is the same
//! data to whoever reads it as JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

/// Writes `value` in one line.
///
/// # Errors
/// Those of `out` and of `value`.
pub fn write(out: impl Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Shown(CompactFormatter));
    Ok(value.serialize(&mut serializer)?)
}

/// Writes `value` indented.
///
/// # Errors
/// Those of `out` and of `value`.
pub fn write_pretty(out: impl Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Shown(PrettyFormatter::new()));
    Ok(value.serialize(&mut serializer)?)
}

/// Whether a terminal may obey `c`, and JSON does not escape it anyway: the control characters
/// beyond ASCII and the last one of ASCII, what turns the direction of text around, and what ends
/// a line.
const fn is_obeyed(c: char) -> bool {
    matches!(
        c,
        '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// A formatter that writes strings in such a way that they can be shown.
struct Shown<F>(F);

/// Passes on what only the layout depends on.
macro_rules! pass_on {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W, $($argument: $type),*) -> io::Result<()> {
            self.0.$name(out, $($argument),*)
        })*
    };
}

impl<F: Formatter> Formatter for Shown<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_obeyed(c)) {
            out.write_all(&fragment.as_bytes()[rest..at])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            rest = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[rest..])
    }

    pass_on! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &(impl Serialize + ?Sized)) -> String {
        let mut out = Vec::new();
        write(&mut out, value).expect("memory takes everything");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_means_the_same() {
        let text =
            "\x1b[1m \u{7f}\u{9b}31m \u{202e}exe.txt\u{2066} a\u{2028}b \u{61c}\u{200f} é\u{a0}👍🏽";
        let json = shown(&text);
        assert_eq!(
            json,
            format!(
                "{}é\u{a0}👍🏽\"",
                r#""\u001b[1m \u007f\u009b31m \u202eexe.txt\u2066 a\u2028b \u061c\u200f "#
            )
        );
        let back: String = serde_json::from_str(&json).expect("it is JSON");
        assert_eq!(back, text);
    }

    #[test]
    fn names_are_escaped_too_and_the_layout_stays() {
        let value = serde_json::json!({ "\u{9b}": [1, "\u{202e}"], "empty": [] });
        assert_eq!(shown(&value), r#"{"empty":[],"\u009b":[1,"\u202e"]}"#);
        let plain = serde_json::json!({ "a": [1, { "b": null }], "c": {} });
        let mut out = Vec::new();
        write_pretty(&mut out, &plain).expect("memory takes everything");
        assert_eq!(
            String::from_utf8(out).expect("JSON is UTF-8"),
            serde_json::to_string_pretty(&plain).expect("it is data")
        );
    }
}
