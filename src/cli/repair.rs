//! `qalint repair`.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use miette::miette;
use qalint::encoding::Certainty;
use qalint::fix::{self, Change};
use qalint::repair::{self, BadLine, Mended, Place, Repairs, Syntax};
use qalint::report::escape;
use qalint::source;

use super::inputs::STDIN;
use super::terminal::ColorChoice;
use super::{Outcome, OutputError};

/// Give back garbled text (mojibake) as it was meant
///
/// Reads files, or standard input, and writes them repaired to standard output. Repairs what can be
/// proved: encoding it and misreading it gives what stands there. With `--guess` also what cannot.
/// In a file that is written back, what can be proved stays where guesses rest on it, because after its
/// repair they would not be found any more.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 if all was read and written, whether or not anything was garbled; 2 if not."
)]
pub(super) struct RepairArgs {
    /// Files to repair; `-` is standard input [default: -]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Write each file back instead of to standard output
    #[arg(long, short, requires = "files")]
    in_place: bool,

    /// Also guess lost bytes, and convert what is not UTF-8; look at what it does
    #[arg(long)]
    guess: bool,

    /// Say of each place what was repaired, what happened to it, and how sure that is: on standard
    /// error, or with `--in-place` on standard output
    #[arg(long)]
    explain: bool,

    /// How code is told from prose, which is repaired more readily [default: by the name of the
    /// file; without one, markdown]
    #[arg(long, value_name = "SYNTAX")]
    syntax: Option<SyntaxChoice>,

    /// Read lines of JSON objects, and repair the string `text` of each
    #[arg(long, conflicts_with = "in_place")]
    jsonl: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SyntaxChoice {
    /// Code spans and code blocks are code
    Markdown,
    /// Nothing is known to be code
    Text,
}

pub(super) fn run(args: &RepairArgs, color: ColorChoice) -> miette::Result<Outcome> {
    let stdin = [PathBuf::from(STDIN)];
    let files = if args.files.is_empty() {
        &stdin[..]
    } else {
        &args.files
    };
    let mut repairing = Repairing {
        args,
        color,
        failed: false,
        broken: None,
    };
    for file in files {
        repairing.file(file)?;
    }
    Ok(if repairing.failed {
        Outcome::Failed
    } else {
        Outcome::Clean
    })
}

struct Repairing<'a> {
    args: &'a RepairArgs,
    color: ColorChoice,
    failed: bool,
    /// Why an explanation could not be written.
    broken: Option<io::Error>,
}

impl Repairing<'_> {
    fn file(&mut self, file: &Path) -> miette::Result<()> {
        let is_stdin = file == Path::new(STDIN);
        let name = if is_stdin {
            "standard input".to_owned()
        } else {
            escape(&file.to_string_lossy()).into_owned()
        };
        let syntax = match self.args.syntax {
            Some(SyntaxChoice::Markdown) => Syntax::Markdown,
            Some(SyntaxChoice::Text) => Syntax::Text,
            None if is_stdin || self.args.jsonl => Syntax::Markdown,
            None => Syntax::of(file),
        };
        if self.args.in_place {
            if is_stdin {
                return Err(miette!("standard input cannot be repaired in place"));
            }
            self.in_place(file, &name, syntax);
        } else if is_stdin {
            self.stream(io::stdin().lock(), &name, syntax)?;
        } else {
            match File::open(file).and_then(|opened| {
                let is_folder = opened.metadata()?.is_dir();
                if is_folder {
                    return Err(io::ErrorKind::IsADirectory.into());
                }
                Ok(opened)
            }) {
                Ok(opened) => self.stream(BufReader::new(opened), &name, syntax)?,
                Err(error) => self.complain(&format!("`{name}` could not be read: {error}")),
            }
        }
        match self.broken.take() {
            Some(error) => Err(OutputError::from(error).into()),
            None => Ok(()),
        }
    }

    fn least(&self) -> Certainty {
        if self.args.guess {
            Certainty::Guessed
        } else {
            Certainty::Exact
        }
    }

    /// Repairs a stream to standard output.
    fn stream(
        &mut self,
        input: impl io::BufRead,
        name: &str,
        syntax: Syntax,
    ) -> miette::Result<()> {
        let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let least = self.least();
        let written = if self.args.jsonl {
            repair::jsonl(input, output, syntax, least, |line, repairs| {
                self.tell_line(name, line, repairs);
            })
        } else {
            repair::filter(input, output, syntax, least, |before, mended| {
                self.tell(name, before, mended);
            })
        };
        Ok(written.map_err(OutputError::from)?)
    }

    fn in_place(&mut self, file: &Path, name: &str, syntax: Syntax) {
        let bytes = match source::read(file) {
            Ok(bytes) => bytes,
            Err(error) => return self.complain(&format!("`{name}` {error}")),
        };
        let mended = repair::mend_for_good(&bytes, syntax, self.least());
        self.tell(name, 0, mended.as_ref().ok());
        let Ok(mended) = mended else { return };
        if *mended.bytes == *bytes {
            return;
        }
        let change = Change {
            before: (*bytes).into(),
            after: (*mended.bytes).into(),
        };
        // The file was named: wherever it really lies, it may be written.
        let written = std::fs::canonicalize(file)
            .map_err(fix::WriteError::Io)
            .and_then(|real| {
                let folder = real.parent().unwrap_or(&real);
                fix::write(&real, folder, &change)
            });
        if let Err(error) = written {
            self.complain(&format!("`{name}` {error}"));
        }
    }

    fn complain(&mut self, message: &str) {
        self.failed = true;
        super::complain(&miette!("{message}"), self.color);
    }

    fn tell(&mut self, name: &str, before: u64, mended: Option<&Mended<'_>>) {
        let Some(mended) = mended else {
            return self.complain(&format!("`{name}` is not text"));
        };
        if self.args.explain {
            for place in &mended.places {
                let line = before + u64::from(place.position.line);
                self.explain(&format!("{name}:{line}:{}", place.position.column), place);
            }
        } else if let Some(encoding) = mended.encoding {
            let message =
                format!("{name} is not UTF-8 throughout: --guess converts it from {encoding}");
            let written = writeln!(io::stderr().lock(), "{message}");
            self.keep(written);
        } else if mended.places.iter().any(Place::is_kept) {
            let message = format!(
                "{name} is left as it is where guesses rest on what can be proved: --explain shows them, --guess repairs both"
            );
            let written = writeln!(io::stderr().lock(), "{message}");
            self.keep(written);
        }
    }

    fn tell_line(&mut self, name: &str, line: u64, repairs: Result<Repairs, BadLine>) {
        match repairs {
            Err(bad) => self.complain(&format!("line {line} of {name} is left as it is: {bad}")),
            Ok(repairs) if self.args.explain => {
                let id = repairs.id.map(|id| format!(" {}", escape(&id)));
                let id = id.unwrap_or_default();
                for place in &repairs.places {
                    let at = place.position;
                    let at = format!("{name}:{line}{id}: text:{}:{}", at.line, at.column);
                    self.explain(&at, place);
                }
            }
            Ok(_) => {}
        }
    }

    fn explain(&mut self, at: &str, place: &Place) {
        let line = format!("{at}: {}", explanation(place));
        let written = if self.args.in_place {
            writeln!(io::stdout().lock(), "{line}")
        } else {
            writeln!(io::stderr().lock(), "{line}")
        };
        self.keep(written);
    }

    fn keep(&mut self, written: io::Result<()>) {
        self.broken = self.broken.take().or(written.err());
    }
}

/// `"âœ…" → "✅": UTF-8 read as Windows-1252; exact, 31 nats`.
fn explanation(place: &Place) -> String {
    let mut said = format!(
        "\"{}\" → \"{}\": ",
        escape(&place.stands),
        escape(&place.meant)
    );
    let how = match &place.garbled {
        None => format!(
            "not UTF-8, most likely {}; guessed",
            place.encoding.unwrap_or("another encoding")
        ),
        Some(garbled) => {
            let sure = match garbled.certainty {
                Certainty::Exact => "exact",
                Certainty::Guessed => "guessed, bytes are lost",
            };
            format!("{}; {sure}, {:.0} nats", garbled.how(), garbled.gain)
        }
    };
    said.push_str(&how);
    let others = place.garbled.iter().flat_map(|found| &found.alternatives);
    for (index, other) in others.take(3).enumerate() {
        said.push_str(if index == 0 { "; or " } else { ", " });
        said.push_str(&format!("\"{}\"", escape(other)));
    }
    if place.is_kept() {
        said.push_str("; left as it is, because guesses rest on it: --guess repairs both");
    } else if !place.repaired {
        said.push_str("; left as it is, --guess repairs it");
    }
    said
}
