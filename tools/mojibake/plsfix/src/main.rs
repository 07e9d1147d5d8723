//! Repairs the text of each line of JSON, with plsfix's repair of encodings only.

use std::io::{self, BufRead, BufWriter, Write};

use plsfix::{TextFixerConfig, fix_text};

fn main() -> io::Result<()> {
    let config = TextFixerConfig {
        unescape_html: Some(false),
        remove_terminal_escapes: false,
        fix_latin_ligatures: false,
        fix_character_width: false,
        uncurl_quotes: false,
        fix_line_breaks: false,
        remove_control_chars: false,
        normalization: None,
        ..TextFixerConfig::default()
    };
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let mut row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let pieces: Vec<String> =
            text.split('\n').map(|piece| fix_text(piece, Some(&config))).collect();
        row["text"] = pieces.join("\n").into();
        writeln!(out, "{row}")?;
    }
    Ok(())
}
