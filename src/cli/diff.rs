//! What fixes would change.

use std::io::{self, Write};

use owo_colors::OwoColorize as _;
use qalint::check::Run;
use qalint::fix::Fixed;
use qalint::report::escape;
use similar::TextDiff;

use super::OutputError;
use super::terminal::{ColorChoice, Stream};

/// Writes a unified diff of all changes to standard output, file by file: byte for byte, so that
/// it can be applied, unless a terminal is to show it.
pub(super) fn write(run: &Run, fixed: &Fixed, color: ColorChoice) -> miette::Result<()> {
    let is_terminal = io::IsTerminal::is_terminal(&io::stdout());
    let color = color.colors(Stream::Out);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (&file, change) in &fixed.files {
        let entry = run.files().get(file);
        let diff = TextDiff::from_lines(&change.before[..], &change.after[..]);
        let mut unified = Vec::new();
        diff.unified_diff()
            .header(&format!("a/{}", entry.name), &format!("b/{}", entry.name))
            .to_writer(&mut unified)
            .map_err(OutputError::from)?;
        if !is_terminal && !color {
            out.write_all(&unified).map_err(OutputError::from)?;
            continue;
        }
        for line in String::from_utf8_lossy(&unified).lines() {
            show(&escape(line), color, &mut out).map_err(OutputError::from)?;
        }
    }
    Ok(out.flush().map_err(OutputError::from)?)
}

fn show(line: &str, color: bool, out: &mut dyn Write) -> io::Result<()> {
    match line.as_bytes().first() {
        _ if !color => writeln!(out, "{line}"),
        _ if line.starts_with("---") || line.starts_with("+++") => writeln!(out, "{}", line.bold()),
        Some(b'-') => writeln!(out, "{}", line.red()),
        Some(b'+') => writeln!(out, "{}", line.green()),
        Some(b'@') => writeln!(out, "{}", line.cyan()),
        _ => writeln!(out, "{line}"),
    }
}
