//! How the time of a check grows with what it is given: everything in sizes that double, and the
//! exponent that the times show. 1 is linear; noise makes a tenth of difference.
//!
//! `cargo bench --bench scaling`, perhaps with a part of a name behind `--`.

#![allow(clippy::print_stdout, reason = "it is how the figures are shown")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use qalint::check::{Member, Mode, Run};
use qalint::config::Settings;
use qalint::report::{self, Format, Options, Sources, Summary};
use qalint::source::{Attributes, FileEntry, FileId, Files};

/// How often the size is doubled.
const DOUBLINGS: u32 = 3;

/// How often each size is measured; the least time counts.
const RUNS: usize = 3;

/// Makes the files of a collection of a size, by name.
type Make = fn(usize) -> Vec<(String, String)>;

/// What grows, its first size, and how it is made.
const CHECKS: [(&str, usize, Make); 9] = [
    ("bytes of one file", 1 << 19, bytes),
    ("files", 1_000, files),
    ("questions", 5_000, questions),
    ("findings in one file", 2_000, findings),
    ("links to one file", 10_000, links),
    ("equal headings in one file", 10_000, headings),
    ("rows of an index", 4_000, index),
    ("rows that an index lacks", 400, lacking),
    ("garbled characters in one file", 4_000, garbled),
];

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part));
    println!(
        "{:<36} {:>9} .. {:>9}  times in ms, exponent",
        "what grows", "from", "to"
    );
    for (name, first, make) in CHECKS {
        if is_wanted(name) {
            measure(name, first, |size| {
                let collection = Collection::new(make(size));
                move || drop(collection.check())
            });
        }
    }
    for &format in Format::ALL {
        let name = format!("findings as {format}");
        if is_wanted(&name) {
            measure(&name, 2_500, |size| {
                let collection = Collection::new(findings(size));
                let run = collection.check();
                // The folder must be there for as long as links are followed.
                move || report(&collection, &run, format)
            });
        }
    }
}

/// Measures what `prepare` makes for sizes that double from `first`, and prints a line of it.
fn measure<F: FnMut()>(name: &str, first: usize, prepare: impl Fn(usize) -> F) {
    let times: Vec<f64> = (0..=DOUBLINGS)
        .map(|doubling| {
            let mut run = prepare(first << doubling);
            let time = |_| {
                let begun = Instant::now();
                run();
                begun.elapsed()
            };
            let least = (0..RUNS).map(time).min().unwrap_or(Duration::MAX);
            least.as_secs_f64() * 1e3
        })
        .collect();
    let (start, end) = (times[0], times[times.len() - 1]);
    let exponent = (end / start).log2() / f64::from(DOUBLINGS);
    let times: Vec<String> = times.iter().map(|time| format!("{time:.1}")).collect();
    let last = first << DOUBLINGS;
    println!(
        "{name:<36} {first:>9} .. {last:>9}  {}  {exponent:.2}",
        times.join(" ")
    );
}

/// A collection in memory.
struct Collection {
    files: Files,
    texts: HashMap<FileId, Arc<[u8]>>,
    folder: tempfile::TempDir,
}

impl Collection {
    fn new(mut texts: Vec<(String, String)>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        texts.sort();
        let entries = texts.iter().map(|(name, _)| FileEntry {
            disk: folder.path().join(name),
            name: name.clone(),
            shown: name.clone(),
            collection: 0,
            reported: true,
            failed: None,
        });
        let files = Files::new(entries.collect());
        let texts = (0..)
            .zip(&texts)
            .map(|(id, (_, text))| (FileId(id), Arc::from(text.as_bytes())));
        Self {
            files,
            texts: texts.collect(),
            folder,
        }
    }

    fn check(&self) -> Run {
        let root = self.folder.path().to_path_buf();
        let member = Member {
            attributes: Attributes::default(),
            settings: Settings::new(root.clone()),
            boundary: root,
            complete: true,
        };
        let run = Run::new(
            self.files.clone(),
            vec![member],
            self.texts.clone(),
            Mode::default(),
        );
        let found = run.diagnostics();
        assert!(found.len() < usize::MAX);
        run
    }
}

fn report(collection: &Collection, run: &Run, format: Format) {
    assert!(collection.folder.path().exists());
    let diagnostics = run.diagnostics();
    assert!(!diagnostics.is_empty());
    let sources = Sources::new(run.files(), run.overlay());
    let summary = Summary::new(run.files().len(), 0, &diagnostics);
    let mut out = Vec::new();
    let options = Options {
        verbose: true,
        ..Options::default()
    };
    report::write(format, &options, &diagnostics, &sources, &summary, &mut out)
        .expect("memory can be written");
    assert!(!out.is_empty());
}

fn one(text: String) -> Vec<(String, String)> {
    vec![("a.md".to_owned(), text)]
}

fn bytes(size: usize) -> Vec<(String, String)> {
    let part = "Some *prose* with `code`, [a link](#a) and a dash — and so on.\n\n- an item\n- another\n\n```rust\nlet a = 1;\n```\n\n";
    one("# A\n\n".to_owned() + &part.repeat(size / part.len()))
}

fn files(count: usize) -> Vec<(String, String)> {
    let name = |file: usize| format!("file-{file}.md");
    (0..count)
        .map(|file| {
            let next = name((file + 1) % count);
            (
                name(file),
                format!(
                    "# Topic {file}\n\nSee [the next]({next}#topic-{}).\n",
                    (file + 1) % count
                ),
            )
        })
        .collect()
}

/// A title that no other has.
fn title(number: usize) -> String {
    let mut title = "What is".to_owned();
    let mut rest = number;
    for _ in 0..4 {
        let _ = write!(
            title,
            " {}",
            [
                "alpha", "beta", "gamma", "delta", "omega", "kappa", "sigma", "theta", "zeta",
                "lambda"
            ][rest % 10]
        );
        rest /= 10;
    }
    title + "?"
}

fn questions(count: usize) -> Vec<(String, String)> {
    (0..count.div_ceil(50))
        .map(|file| {
            let mut text = String::new();
            for number in file * 50 + 1..=file * 50 + 50 {
                let title = title(number);
                let _ = write!(text, "## Q{number}: {title}\n\nThe {number}th of all: {title} It is what {} is not, as everybody knows who has read number {}.\n\n", number * 7, number * 13);
            }
            (format!("questions-{file}.md"), text)
        })
        .collect()
}

fn findings(count: usize) -> Vec<(String, String)> {
    let mut text = String::new();
    for number in 0..count {
        let _ = write!(
            text,
            "A line with [a link](none-{number}.md) to nowhere, and some prose around it.\n\n"
        );
    }
    one(text)
}

fn links(count: usize) -> Vec<(String, String)> {
    let mut text = String::new();
    for number in 0..count {
        let _ = write!(text, "[link {number}](b.md#b)\n\n");
    }
    vec![
        ("a.md".to_owned(), text),
        ("b.md".to_owned(), "# B\n".to_owned()),
    ]
}

fn headings(count: usize) -> Vec<(String, String)> {
    one("## Setup\n\nSee [above](#setup).\n\n".repeat(count))
}

fn index(rows: usize) -> Vec<(String, String)> {
    let mut all = questions(rows);
    let mut text = "# Questions\n\n| No. | Question |\n| --- | --- |\n".to_owned();
    for number in 1..=rows {
        let file = (number - 1) / 50;
        let title = title(number);
        let _ = writeln!(text, "| Q{number} | [{title}](questions-{file}.md) |");
    }
    all.push(("README.md".to_owned(), text));
    all
}

/// An index in which every twentieth question is missing.
fn lacking(count: usize) -> Vec<(String, String)> {
    let mut all = index(count * 20);
    for (_, text) in all.iter_mut().filter(|(name, _)| name == "README.md") {
        let lines = text.lines().enumerate();
        let kept = lines.filter(|(at, _)| at % 20 != 19);
        *text = kept.map(|(_, line)| format!("{line}\n")).collect();
    }
    all
}

fn garbled(count: usize) -> Vec<(String, String)> {
    one("Itâ€™s a cafÃ© â€” and more of it.\n\n".repeat(count.div_ceil(4)))
}
