use std::collections::{BTreeMap, HashMap};

use crate::collection::{Boilerplate, FileSummary};
use crate::content::words;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::{FileId, Span};

pub(crate) const RULE: Rule = Rule::collection(Needs::FRAME, check);

/// How many files there must be in a folder for what most of them begin or end with to be a norm.
const CASES: usize = 10;

/// How many of a hundred must do so.
const MAJORITY: usize = 90;

/// Files of one folder.
type Files<'a> = [(FileId, &'a FileSummary)];

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let mut folders: BTreeMap<&str, Vec<(FileId, &FileSummary)>> = BTreeMap::new();
    for (file, name, summary) in context.collection.iter() {
        let (folder, own) = name.rsplit_once('/').unwrap_or(("", name));
        if summary.questions.is_empty() {
            continue;
        }
        let ends = [
            (
                "begin",
                "header",
                summary.frame_fits.0,
                summary.header.as_ref(),
            ),
            (
                "end",
                "footer",
                summary.frame_fits.1,
                summary.footer.as_ref(),
            ),
        ];
        for (way, key, fits, block) in ends {
            if fits == Some(false) {
                wanted(file, way, key, block, reporter);
            }
        }
        if !is_page_of_folder(own) {
            folders.entry(folder).or_default().push((file, summary));
        }
    }
    for files in folders.values().filter(|files| files.len() >= CASES) {
        // What the configuration says comes before what is usual.
        let usual = |configured: fn(&FileSummary) -> bool| -> Vec<(FileId, &FileSummary)> {
            let files = files.iter().filter(|(_, summary)| !configured(summary));
            files.copied().collect()
        };
        let without_header = usual(|summary| summary.frame_fits.0.is_some());
        folder(
            &without_header,
            "begin",
            |summary| summary.header.as_ref(),
            reporter,
        );
        let without_footer = usual(|summary| summary.frame_fits.1.is_some());
        folder(
            &without_footer,
            "end",
            |summary| summary.footer.as_ref(),
            reporter,
        );
    }
}

/// Reports a file that does not begin, or end, as its shape wants.
fn wanted(
    file: FileId,
    way: &str,
    key: &str,
    block: Option<&Boilerplate>,
    reporter: &mut Reporter<'_>,
) {
    let label = Label {
        file,
        span: block.map_or(Span::empty(0), |block| block.span),
        message: String::new(),
    };
    reporter
        .report(
            label,
            format!("the file does not {way} as `{key}` of its shape wants"),
        )
        .help("write it as in the other files, or change the shape");
}

/// Whether a file with this name is what the others lead back to.
fn is_page_of_folder(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    ["readme", "index"]
        .iter()
        .any(|page| page.eq_ignore_ascii_case(stem))
}

/// Reports the files that do not begin, or end, as nearly all others of their folder.
fn folder<'a>(
    files: &Files<'a>,
    way: &str,
    block: impl Fn(&'a FileSummary) -> Option<&'a Boilerplate>,
    reporter: &mut Reporter<'_>,
) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, summary) in files {
        if let Some(block) = block(summary) {
            *counts.entry(&block.text).or_default() += 1;
        }
    }
    let norm = counts
        .into_iter()
        .max_by_key(|&(text, count)| (count, text));
    let all = files.len();
    if all < CASES {
        return;
    }
    let Some((norm, count)) = norm.filter(|&(_, count)| count * 100 >= all * MAJORITY) else {
        return;
    };
    let is_norm = |summary: &&'a FileSummary| block(summary).is_some_and(|b| &*b.text == norm);
    let example = files.iter().find(|(_, summary)| is_norm(summary));
    for &(file, summary) in files.iter().filter(|(_, summary)| !is_norm(summary)) {
        let own = block(summary);
        let drifted = own.filter(|own| is_like(&own.text, norm));
        let message = match drifted {
            Some(_) => {
                format!("the file does not {way} just as {count} of {all} files of its folder do")
            }
            None => format!(
                "the file does not {way} with what {count} of {all} files of its folder {way} with"
            ),
        };
        let whole = own.map_or(Span::empty(0), |own| own.span);
        let at = if drifted.is_some() {
            whole
        } else if way == "end" {
            Span::empty(whole.end)
        } else {
            Span::empty(0)
        };
        let label = Label {
            file,
            span: at,
            message: String::new(),
        };
        let diagnostic = reporter.report(label, message);
        if let Some((other, block)) = example.and_then(|(file, s)| Some((*file, block(s)?))) {
            diagnostic.label(other, block.span, "as the others have it");
        }
        diagnostic.help("write it as in the other files");
    }
}

/// Whether two texts have most words in common, so that one was meant to be the other.
fn is_like(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    common * 2 > one.len().max(other.len())
}
