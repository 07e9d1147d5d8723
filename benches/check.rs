//! A whole check against the least that any Markdown tool must do: read the files and pass over
//! them once with pulldown-cmark, on the same threads.
//!
//! `cargo bench --bench check`; divide the two medians for the ratio.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use pulldown_cmark::Parser;
use qalint::check::{Member, Mode, Run};
use qalint::config::Settings;
use qalint::source::{Attributes, FileEntry, Files};
use rayon::prelude::*;

fn main() {
    divan::main();
}

const FILES: usize = 1_000;
const THREADS: [usize; 2] = [1, 2];

/// A collection of clean files, three questions each, made from a fixed seed.
struct Corpus {
    folder: tempfile::TempDir,
    bytes: u64,
}

impl Corpus {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut words = Words(0x2545_f491_4f6c_dd1d);
        let mut bytes = 0;
        for file in 0..FILES {
            let first = file * 3 + 1;
            let mut text = String::from("Part of a collection, see [the index](README.md).\n");
            for number in first..first + 3 {
                question(&mut text, number, &mut words);
            }
            let _ = writeln!(text, "\n---\n\n[Index](README.md)");
            bytes += text.len() as u64;
            let name = format!("QA_{first}-{}.md", first + 2);
            fs::write(folder.path().join(name), text).expect("a file");
        }
        fs::write(folder.path().join("README.md"), "# Index\n").expect("a file");
        Self {
            folder,
            bytes: bytes + 8,
        }
    }

    fn files(&self) -> Files {
        let entries = fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| {
                let path = entry.expect("a file").path();
                let name = path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                FileEntry {
                    shown: name.clone(),
                    name,
                    disk: path,
                    collection: 0,
                    reported: true,
                    failed: None,
                }
            });
        Files::new(entries.collect())
    }

    fn member(&self) -> Member {
        let root = self.folder.path().to_path_buf();
        Member {
            attributes: Attributes::default(),
            settings: Settings::new(root.clone()),
            boundary: root,
            complete: true,
        }
    }
}

fn question(text: &mut String, number: usize, words: &mut Words) {
    let _ = write!(text, "\n## 📌 Q{number}: What is ");
    words.push(text, 8);
    text.push_str("?\n\n### ✅ Answer\n");
    for paragraph in 0..4 {
        text.push('\n');
        words.push(text, 60);
        let file = number.saturating_sub(1 + paragraph) / 3 * 3 + 1;
        let _ = writeln!(
            text,
            ", with `code`, **emphasis** and [a link](QA_{file}-{}.md).",
            file + 2
        );
        if paragraph == 2 {
            text.push_str("\n- one item — with a dash\n- another “quoted” item\n");
            text.push_str("\n```rust\nfn main() {\n    println!(\"code\");\n}\n```\n");
        }
    }
}

/// Words of a made-up language (xorshift).
struct Words(u64);

impl Words {
    fn push(&mut self, text: &mut String, count: usize) {
        for word in 0..count {
            if word > 0 {
                text.push(' ');
            }
            for _ in 0..1 + self.next() % 3 {
                let consonant = b"bdfgklmnprstvz"[self.next() % 14];
                let vowel = b"aeiou"[self.next() % 5];
                text.push(consonant.into());
                text.push(vowel.into());
            }
        }
    }

    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % 10_007) as usize
    }
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads")
}

#[divan::bench(args = THREADS)]
fn check(bencher: Bencher<'_, '_>, threads: usize) {
    let corpus = Corpus::new();
    let pool = pool(threads);
    bencher.counter(BytesCount::new(corpus.bytes)).bench(|| {
        pool.install(|| {
            let run = Run::new(
                corpus.files(),
                vec![corpus.member()],
                HashMap::new(),
                Mode::default(),
            );
            assert_eq!(run.diagnostics().len(), 0, "the corpus is clean");
            run
        })
    });
}

#[divan::bench(args = THREADS)]
fn floor(bencher: Bencher<'_, '_>, threads: usize) {
    let corpus = Corpus::new();
    let pool = pool(threads);
    bencher.counter(BytesCount::new(corpus.bytes)).bench(|| {
        pool.install(|| {
            let files: Vec<_> = corpus
                .files()
                .iter()
                .map(|(_, entry)| entry.disk.clone())
                .collect();
            files.par_iter().map(|path| parse(path)).sum::<usize>()
        })
    });
}

fn parse(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("a text");
    Parser::new_ext(&text, qalint::markdown::options())
        .into_offset_iter()
        .fold(0, |count, (event, _)| {
            black_box(event);
            count + 1
        })
}
