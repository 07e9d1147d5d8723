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
            .header(
                &name(&format!("a/{}", entry.name)),
                &name(&format!("b/{}", entry.name)),
            )
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

/// A path as git and patch write and read it: in quotes if it has something in it that would end
/// the line or steer a terminal.
fn name(path: &str) -> String {
    if !path
        .chars()
        .any(|c| c.is_control() || matches!(c, '"' | '\\'))
    {
        return path.to_owned();
    }
    let mut quoted = "\"".to_owned();
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    quoted.push_str(&format!("\\{byte:03o}"));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
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

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(name("a/über uns.md"), "a/über uns.md");
        assert_eq!(name("a/\u{9b}\n\"\\.md"), r#""a/\302\233\012\"\\.md""#);
    }
}
