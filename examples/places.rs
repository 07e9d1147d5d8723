//! Where the mojibake engine finds something in texts, and how sure it is.
//!
//! `cargo run --release --example places < cases.jsonl`
//!
//! Reads lines of `{"text": …}`, taken for Markdown, and writes for each a line that lists the places:
//! from which character to which, what was meant, whether that is exact, and the nats it gains.
//! `tools/mojibake/curve.py` draws the curve from it.

use std::io::{self, BufRead as _, BufWriter, Write as _};

use qalint::encoding::{Certainty, find_with};
use qalint::markdown::{Needs, parse};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut output = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        writeln!(output, "{}", Value::Array(places(text)))?;
    }
    output.flush()
}

fn places(text: &str) -> Vec<Value> {
    let code = || {
        let document = parse(text, Needs::NODES);
        document.code().map(|range| range.to_usize()).collect()
    };
    // Counts characters on from the last place.
    let (mut bytes, mut chars) = (0, 0);
    let mut char_at = |at: usize| {
        chars += text.get(bytes..at).unwrap_or_default().chars().count();
        bytes = at;
        chars
    };
    find_with(text, code)
        .into_iter()
        .map(|found| {
            let is_exact = found.certainty == Certainty::Exact;
            let (start, end) = (char_at(found.range.start), char_at(found.range.end));
            json!([start, end, found.meant, is_exact, found.gain])
        })
        .collect()
}
