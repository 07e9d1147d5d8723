//! Made-up findings in made-up files, for the tests of the output formats.

#![allow(dead_code, reason = "no test needs all of it")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use qalint::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity};
use qalint::report::{self, Format, Options, Sources, Summary};
use qalint::source::{FileEntry, FileId, Files, Span};

/// Files that exist in memory only, and what was found in them.
pub(crate) struct Run {
    pub(crate) files: Files,
    pub(crate) overlay: HashMap<FileId, Arc<[u8]>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Run {
    /// The names must be sorted, so that the first file has the id 0.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let entries = files.iter().map(|(name, _)| FileEntry {
            disk: PathBuf::from("/nonexistent").join(name),
            name: (*name).to_owned(),
            shown: format!("docs/{name}"),
            collection: 0,
            reported: true,
            failed: None,
        });
        let overlay = (0..)
            .zip(files)
            .map(|(id, (_, bytes))| (FileId(id), Arc::from(*bytes)));
        Self {
            files: Files::new(entries.collect()),
            overlay: overlay.collect(),
            diagnostics: Vec::new(),
        }
    }

    /// The place of `part` in file `file`, the `nth` from 0; an empty part is the end of the file.
    pub(crate) fn span(&self, file: u32, part: impl AsRef<[u8]>, nth: usize) -> Span {
        let (bytes, part) = (&self.overlay[&FileId(file)], part.as_ref());
        if part.is_empty() {
            return Span::from_usize(bytes.len()..bytes.len());
        }
        let mut places = memchr::memmem::find_iter(bytes, part);
        let at = places.nth(nth).expect("the part is in the file");
        Span::from_usize(at..at + part.len())
    }

    pub(crate) fn add(
        &mut self,
        rule: &'static str,
        severity: Severity,
        file: u32,
        span: Span,
        message: &str,
    ) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic {
            rule: rule.into(),
            severity,
            message: message.to_owned(),
            primary: Label {
                file: FileId(file),
                span,
                message: String::new(),
            },
            labels: Vec::new(),
            help: None,
            fixes: Vec::new(),
            target: None,
        });
        self.diagnostics.last_mut().expect("it was just added")
    }

    pub(crate) fn write(&self, format: Format, options: &Options) -> String {
        let summary = Summary::new(self.files.len(), 7, &self.diagnostics);
        let sources = Sources::new(&self.files, &self.overlay);
        let mut out = Vec::new();
        report::write(
            format,
            options,
            &self.diagnostics,
            &sources,
            &summary,
            &mut out,
        )
        .expect("a vector takes everything");
        String::from_utf8(out).expect("reports are UTF-8")
    }

    pub(crate) fn pretty(&self, width: usize) -> String {
        let options = Options {
            width,
            summary: false,
            ..Options::default()
        };
        self.write(Format::Pretty, &options)
    }

    pub(crate) fn concise(&self) -> String {
        let options = Options {
            summary: false,
            ..Options::default()
        };
        self.write(Format::Concise, &options)
    }

    pub(crate) fn json(&self) -> String {
        self.write(Format::Json, &Options::default())
    }
}

pub(crate) fn fix(title: &str, safety: Safety, file: u32, span: Span, replacement: &str) -> Fix {
    Fix {
        title: title.to_owned(),
        safety,
        edits: vec![Edit {
            file: FileId(file),
            span,
            replacement: replacement.to_owned(),
        }],
    }
}

const INDEX: &str = "\
| Q | Title |
| --- | --- |
| 1 | [What is a *byte*?](QA_1-2.md#q1) |
| 2 | [What is UTF-8?](QA_3-4.md) |
";

const ANSWERS: &str = "\
## 📌 Q1: What is a byte, and why are eight bits in it rather than six, seven or nine of them?\r
\r
### âœ… Answer\r
\r
Eight bits, which is history\u{202e} and \x1b[31mnot\x1b[0m fate.\r
\r
## 📌 Q1: What is UTF-8?\r
**Support the author**\r
----------------------\r
";

/// A small collection with findings of every kind.
pub(crate) fn collection() -> Run {
    let mut run = Run::new(&[
        ("QA_1-2.md", ANSWERS.as_bytes()),
        ("README.md", INDEX.as_bytes()),
    ]);
    let (first, second) = (run.span(0, "Q1", 0), run.span(0, "Q1", 1));
    let row = run.span(1, "1", 0);
    run.add(
        "numbering/duplicate",
        Severity::Error,
        0,
        second,
        "question 1 is there twice",
    )
    .here("the second")
    .label(FileId(0), first, "the first")
    .label(FileId(1), row, "the row of the index")
    .help("give one of them a number of its own; the next one free is 3")
    .fix(fix("make it question 2", Safety::Unsafe, 0, second, "Q2"));

    let garbled = run.span(0, "âœ…", 0);
    run.add(
        "encoding/mojibake",
        Severity::Error,
        0,
        garbled,
        "`âœ…` was meant as `✅`: UTF-8 read as Windows-1252",
    )
    .here("`✅` was meant")
    .fix(fix("replace `âœ…` by `✅`", Safety::Safe, 0, garbled, "✅"));

    let heading = run.span(0, "**Support the author**\r\n----------------------\r\n", 0);
    run.add(
        "structure/accidental-heading",
        Severity::Warning,
        0,
        heading,
        "`Support the author` became a heading by the dashes below it",
    )
    .here("a heading of level 2")
    .help("put a blank line before the dashes if a thematic break was meant, or write `## ` if a heading was meant");

    let end = run.span(0, "", 0);
    run.add(
        "structure/missing-answer",
        Severity::Error,
        0,
        end,
        "question 2 has no answer",
    );

    let hidden = run.span(0, "history\u{202e}", 0);
    run.add(
        "encoding/hidden",
        Severity::Info,
        0,
        hidden,
        "\u{202e} turns the text around",
    );

    let link = run.span(1, "QA_3-4.md", 0);
    let broken = run.add(
        "link/broken-file",
        Severity::Error,
        1,
        link,
        "`QA_3-4.md` does not exist",
    );
    broken.help("nearest name: `QA_1-2.md`");
    broken.target = Some("QA_3-4.md".to_owned());
    run
}
