//! Collections that look like those people write, made up, and broken in one known way each: exactly
//! that is reported, and what a fix can mend is as it was, byte for byte.

#[path = "../support/mod.rs"]
mod support;

mod style;
mod text;

use proptest::prelude::*;
use proptest::sample::Index;
use qalint::link::slug;
use style::{Files, Question, STYLES, Style};
use support::{Folder, diff};

/// A collection of some of the questions, in any order, in any style of `styles`.
fn collection(styles: &'static [Style]) -> impl Strategy<Value = (Style, Vec<Question>)> {
    let order = Just(text::QUESTIONS.to_vec()).prop_shuffle();
    (
        prop::sample::select(styles),
        order,
        8..text::QUESTIONS.len(),
    )
        .prop_map(|(style, order, threes)| {
            let numbered = (1..).zip(order).take(threes * 3);
            let questions = numbered.map(|(number, (title, answer))| Question {
                number,
                title,
                answer: answer.to_owned(),
            });
            (style, questions.collect())
        })
}

fn folder(files: &Files) -> Folder {
    Folder::with(files)
}

/// What is reported, as `file:line rule`.
fn reported(folder: &Folder, more: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--quiet", "--format", "concise"], more].concat();
    let ran = folder.qalint(&arguments);
    assert!(ran.code <= 1 && ran.stderr.is_empty(), "{ran:#?}");
    let found = ran.stdout.lines().map(|line| {
        let mut parts = line.splitn(4, ':');
        let (file, number) = (parts.next(), parts.next());
        let rule = line.split(['[', ']']).nth(1);
        format!(
            "{}:{} {}",
            file.unwrap_or_default(),
            number.unwrap_or_default(),
            rule.unwrap_or_default()
        )
    });
    found.collect()
}

/// Where `part` stands in a file, as `file:line`, or so many lines below.
fn place(files: &Files, file: &str, part: &str, below: usize) -> String {
    let text = &files[file];
    let part = part.trim_end();
    let at = text
        .find(part)
        .unwrap_or_else(|| panic!("no {part:?} in {text}"));
    format!("{file}:{}", text[..at].matches('\n').count() + 1 + below)
}

#[track_caller]
fn same(folder: &Folder, files: &Files) {
    for (name, text) in files {
        let now = folder.read(name);
        assert!(
            now == text.as_bytes(),
            "{name}:\n{}",
            diff(text.as_bytes(), &now)
        );
    }
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Puts `new` in the place of `old` in a file.
fn replace(files: &mut Files, file: &str, old: &str, new: &str) {
    let text = files.get_mut(file).expect("the file");
    // At the end of a file there is no empty line.
    let (old, new) = match old.trim_end().len() {
        end if !text.contains(old) && new.ends_with("\n\n") => (&old[..end], new.trim_end()),
        _ => (old, new),
    };
    assert_eq!(text.matches(old).count(), 1, "{old:?} in {text}");
    *text = text.replace(old, new);
}

/// `broken` gives exactly `expected`, and `--fix` with `more` makes `whole` of it.
#[track_caller]
fn is_mended(broken: &Files, expected: &[String], more: &[&str], whole: &Files) {
    let folder = folder(broken);
    assert_eq!(reported(&folder, &[]), expected);
    let ran = folder.qalint(&[&["check", "--quiet", "--fix"], more].concat());
    assert_eq!((ran.code, &*ran.stdout), (0, ""), "{ran:#?}");
    same(&folder, whole);
}

/// UTF-8 read as Windows-1252: what is not a character there is read as Latin-1 has it.
fn garbled(text: &str) -> String {
    let (misread, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
    misread.into_owned()
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn what_is_right_is_not_reported((_, questions) in collection(&STYLES)) {
        for style in STYLES {
            let files = style.files(&questions);
            let folder = folder(&files);
            prop_assert_eq!(reported(&folder, &["--fail-on", "never"]), [""; 0], "{:?}", style);
            let found = folder.qalint(&["questions", "--format", "json"]).json();
            prop_assert_eq!(found.as_array().map(Vec::len), Some(questions.len()));
        }
    }
}

/// What is reported of `files`, whose question of index `at` is at fault by `rule`.
macro_rules! gives {
    ($files:expr, [$($place:expr => $rule:literal),* $(,)?]) => {{
        let mut expected = vec![$(format!("{} {}", $place, $rule)),*];
        expected.sort();
        let mut found = reported(&folder(&$files), &[]);
        found.sort();
        prop_assert_eq!(found, expected);
    }};
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn a_number_that_is_there_twice(
        (style, questions) in collection(&[Style::Headings, Style::Details, Style::Quiz]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len() - 2) + 1;
        let mut twice = questions[at].clone();
        twice.number -= 1;
        let (right, wrong) = (style.entry(&questions[at]), style.entry(&twice));
        let mut files = style.files(&questions);
        replace(&mut files, &style.file(at), &right, &wrong);
        let here = place(&files, &style.file(at), &wrong, question_line(style));
        if style.is_indexed() {
            // The anchor has the number in it.
            let row = place(&files, "README.md", &style.row(at, &questions[at]), 0);
            gives!(files, [row => "index/broken-entry", here => "numbering/duplicate"]);
        } else {
            gives!(files, [here => "numbering/duplicate"]);
        }
    }

    #[test]
    fn a_question_that_was_taken_out(
        (style, mut questions) in collection(&[Style::Headings, Style::Items, Style::Details, Style::Quiz]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len() - 2) + 1;
        questions.remove(at);
        let files = style.files(&questions);
        let next = place(&files, &style.file(at), &style.entry(&questions[at]), question_line(style));
        gives!(files, [next => "numbering/gap"]);
    }

    #[test]
    fn a_garbled_answer((style, questions) in collection(&STYLES), at in any::<Index>()) {
        let at = at.index(questions.len());
        let whole = style.files(&questions);
        let answer = &questions[at].answer;
        let mut broken = whole.clone();
        replace(&mut broken, &style.file(at), answer, &garbled(answer));
        let line = place(&whole, &style.file(at), answer, 0);
        let folder = folder(&broken);
        let mut found = reported(&folder, &[]);
        prop_assert!(!found.is_empty());
        found.dedup();
        prop_assert_eq!(found, [format!("{line} encoding/mojibake")]);
        folder.qalint(&["check", "--quiet", "--fix"]).gives(0, "");
        same(&folder, &whole);
    }

    #[test]
    fn a_file_in_another_encoding((style, questions) in collection(&[Style::Headings, Style::Details, Style::Quiz])) {
        let whole = style.files(&questions);
        let file = style.file(0);
        // What Windows-1252 does not have.
        let text = whole[&file].replace(['Ł', 'ó', 'ź', 'ć'], "o");
        let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
        prop_assert!(!unmappable);
        let folder = folder(&whole);
        folder.write(&file, &bytes);
        let before = text.lines().take_while(|line| line.is_ascii()).count();
        prop_assert_eq!(
            reported(&folder, &[]),
            [format!("{file}:{} encoding/invalid-utf8", before + 1)]
        );
        folder.qalint(&["check", "--quiet", "--fix", "--unsafe-fixes"]).gives(0, "");
        prop_assert_eq!(folder.text(&file), text);
    }

    #[test]
    fn a_row_with_an_old_title(
        (style, questions) in collection(&[Style::Hub, Style::Headings, Style::Items]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len());
        let whole = style.files(&questions);
        let row = style.row(at, &questions[at]);
        let old = row.replacen(questions[at].title, "How is bread baked in the Alps?", 1);
        let mut broken = whole.clone();
        replace(&mut broken, "README.md", &row, &old);
        is_mended(
            &broken,
            &[format!("{} index/stale-title", place(&broken, "README.md", &old, 0))],
            &["--unsafe-fixes"],
            &whole,
        );
    }

    #[test]
    fn a_row_that_is_missing(
        (style, questions) in collection(&[Style::Hub, Style::Headings, Style::Items]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len() - 2) + 1;
        let whole = style.files(&questions);
        let mut broken = whole.clone();
        replace(&mut broken, "README.md", &style.row(at, &questions[at]), "");
        let folder = folder(&broken);
        let here = place(&broken, &style.file(at), &style.entry(&questions[at]), 0);
        prop_assert_eq!(reported(&folder, &[]), [format!("{here} index/missing-entry")]);
        prop_assert_eq!(folder.qalint(&["index"]).code, 0);
        same(&folder, &whole);
    }

    #[test]
    fn a_row_with_another_number(
        (style, questions) in collection(&[Style::Hub]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len());
        let whole = style.files(&questions);
        let row = style.row(at, &questions[at]);
        let wrong = row.replacen(&format!("Q{}", at + 1), &format!("Q{}", at + 41), 1);
        let mut broken = whole.clone();
        replace(&mut broken, "README.md", &row, &wrong);
        is_mended(
            &broken,
            &[format!("{} index/wrong-number", place(&broken, "README.md", &wrong, 0))],
            &["--unsafe-fixes"],
            &whole,
        );
    }

    #[test]
    fn links_that_lead_nowhere(
        (style, mut questions) in collection(&[Style::Hub, Style::Headings, Style::Quiz]),
        from in any::<Index>(),
        to in any::<Index>(),
    ) {
        let (from, to) = (from.index(questions.len()), to.index(questions.len()));
        let anchor = slug(&style.heading(&questions[to]));
        let right = format!("{}#{anchor}", style.file(to));
        questions[from].answer = format!("See [there]({right}).");
        let whole = style.files(&questions);
        prop_assert_eq!(reported(&folder(&whole), &[]), [""; 0]);
        for (wrong, rule) in [
            (format!("{right}x"), "link/broken-anchor"),
            (format!("x{right}"), "link/broken-file"),
        ] {
            let mut broken = whole.clone();
            let text = broken.get_mut(&style.file(from)).expect("the file");
            *text = text.replace(&format!("({right})."), &format!("({wrong})."));
            let here = place(&broken, &style.file(from), &wrong, 0);
            is_mended(&broken, &[format!("{here} {rule}")], &["--unsafe-fixes"], &whole);
        }
    }

    #[test]
    fn a_question_without_an_answer(
        (style, mut questions) in collection(&[Style::Hub, Style::Headings, Style::Details]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len());
        questions[at].answer = String::new();
        let files = style.files(&questions);
        let below = match style {
            // Where the answer was to be.
            Style::Hub => 2,
            _ => question_line(style),
        };
        let here = place(&files, &style.file(at), &style.entry(&questions[at]), below);
        gives!(files, [here => "structure/empty-answer"]);
    }

    #[test]
    fn a_fence_that_is_never_closed(
        (style, mut questions) in collection(&[Style::Hub, Style::Headings]),
        at in any::<Index>(),
    ) {
        let at = at.index(questions.len());
        questions[at].answer = "```text\nflour 500 g\nwater 350 g\n```".to_owned();
        let whole = style.files(&questions);
        prop_assert_eq!(reported(&folder(&whole), &[]), [""; 0]);
        let mut broken = whole;
        let file = style.file(at);
        replace(&mut broken, &file, "350 g\n```", "350 g");
        let fence = place(&broken, &file, "```text", 0);
        let rule = match (at + 1..questions.len()).any(|other| style.file(other) == file) {
            true => "structure/swallowed-question",
            false => "structure/unclosed-fence",
        };
        let found = reported(&folder(&broken), &[]);
        let here = format!("{fence} {rule}");
        prop_assert_eq!(found.iter().filter(|found| **found == here).count(), 1, "{:?}", found);
        // What was swallowed is not there any more, which is all that is said besides.
        let follows = |found: &String| {
            ["link/broken-anchor", "numbering/gap", "numbering/file-name"]
                .iter()
                .any(|rule| found.ends_with(rule))
        };
        let is_cascade = rule == "structure/swallowed-question";
        prop_assert!(found.iter().all(|one| *one == here || is_cascade && follows(one)), "{:?}", found);
    }

    #[test]
    fn a_line_that_ends_otherwise((style, questions) in collection(&STYLES), at in any::<Index>()) {
        let at = at.index(questions.len());
        let whole = style.files(&questions);
        let answer = &questions[at].answer;
        let mut broken = whole.clone();
        replace(&mut broken, &style.file(at), &format!("{answer}\n"), &format!("{answer}\r\n"));
        let line = place(&whole, &style.file(at), answer, 0);
        is_mended(&broken, &[format!("{line} encoding/line-endings")], &[], &whole);
    }

    #[test]
    fn a_character_that_turns_text_around((style, questions) in collection(&STYLES), at in any::<Index>()) {
        let at = at.index(questions.len());
        let whole = style.files(&questions);
        let answer = &questions[at].answer;
        let mut broken = whole.clone();
        replace(&mut broken, &style.file(at), answer, &format!("\u{202e}{answer}"));
        let line = place(&whole, &style.file(at), answer, 0);
        is_mended(&broken, &[format!("{line} encoding/bidi-control")], &["--unsafe-fixes"], &whole);
    }
}

/// In which line of an entry the question stands, from 0.
fn question_line(style: Style) -> usize {
    usize::from(style == Style::Details)
}
