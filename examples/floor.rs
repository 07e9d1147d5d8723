//! The least that any Markdown tool must do: walk, read, and pass over each file once with
//! pulldown-cmark. What `qalint check` takes more than this is what it costs.
//!
//! `cargo run --release --example floor -- THREADS PATH…`

use std::path::{Path, PathBuf};

use pulldown_cmark::Parser;
use qalint::source::{Found, is_markdown, walk};
use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let threads = arguments.next().and_then(|threads| threads.parse().ok());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build();
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let pass = || paths.iter().map(|path| folder(path)).sum::<usize>();
    let events = match pool {
        Ok(pool) => pool.install(pass),
        Err(_) => pass(),
    };
    std::process::exit(i32::from(events == 0));
}

/// Passes over all Markdown files below `path` and returns how many events there are.
fn folder(path: &Path) -> usize {
    let files: Vec<PathBuf> = walk(path)
        .into_iter()
        .filter_map(|found| match found {
            Found::File(file) if is_markdown(&file) => Some(file),
            _ => None,
        })
        .collect();
    files.par_iter().map(|file| events(file)).sum()
}

fn events(file: &Path) -> usize {
    let bytes = std::fs::read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    // Looked at, so that nothing of it is left out.
    Parser::new_ext(&text, qalint::markdown::options())
        .into_offset_iter()
        .filter(|(_, range)| range.end >= range.start)
        .count()
}
