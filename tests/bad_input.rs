//! Input that nobody meant for qalint: what can be checked is checked, what cannot is told of, and
//! no input makes it panic, hang, or write half a file.

#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use qalint::check::{Member, Mode, Run};
use qalint::config::Settings;
use qalint::source::{Attributes, FileEntry, FileId, Files};
use support::Folder;

/// A file with one mistake, to see that the others do not keep it from being checked.
const GARBLED: &str = "# Notes\n\nA cafÃ© — with a view.\n";
const SAID_OF_IT: &str = "notes.md:3:6: error[encoding/mojibake] `Ã©` was meant to be `é` (UTF-8 read as Windows-1252)\n";

const CHECK: [&str; 4] = ["check", "--quiet", "--format", "concise"];

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    CHECK.iter().chain(more).copied().collect()
}

/// The longest that a run may take. Tests run without optimisation and beside others; what takes
/// time out of proportion takes hours.
const PATIENCE: Duration = Duration::from_secs(60);

#[track_caller]
fn in_time<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    assert!(
        start.elapsed() < PATIENCE,
        "{what} took {:?}",
        start.elapsed()
    );
    result
}

#[test]
fn binary_files() {
    let image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff\xd8\xfe\0\x01\x02\x80\x81".repeat(20);
    let program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0".repeat(20);
    let folder = Folder::with([
        ("image.md", &image[..]),
        ("notes.md", GARBLED.as_bytes()),
        ("program.md", &program),
    ]);
    let said = format!(
        "image.md:1:1: error[file/unreadable] the file is not text\n{SAID_OF_IT}\
         program.md:1:1: error[file/unreadable] the file is not text\n"
    );
    folder.qalint(&CHECK).gives(1, &said);
    // The others are fixed, these stay as they are.
    assert_eq!(folder.qalint(&check(&["--fix"])).code, 1);
    assert_eq!(folder.read("image.md"), image);
    assert_eq!(folder.read("program.md"), program);
    assert_eq!(folder.text("notes.md"), GARBLED.replace("Ã©", "é"));
}

#[test]
fn empty_files_and_folders() {
    let folder = Folder::with([
        ("a.md", ""),
        ("b.md", "\n"),
        ("c.md", "\r\n\r\n"),
        ("d.md", "---\n---\n"),
    ]);
    fs::create_dir(folder.join("empty")).expect("a folder");
    folder.qalint(&CHECK).gives(0, "");
    folder.qalint(&check(&["empty"])).gives(0, "");
    folder.qalint_with(&check(&["-"]), "").gives(0, "");
    folder.write("mark.md", "\u{feff}");
    let said =
        "mark.md:1:1: info[encoding/byte-order-mark] the file begins with a byte order mark\n";
    folder.qalint(&CHECK).gives(0, said);
    folder.qalint(&check(&["--fix"])).gives(0, "");
    assert_eq!(folder.text("mark.md"), "");
}

#[test]
fn a_file_of_50_megabytes() {
    // What is found at the end shows that all of it was read.
    let line = "Flour, water and salt, and a night in the cold. ".repeat(20) + "\n\n";
    let count = 50_000_000 / line.len();
    let folder = Folder::with([("large.md", line.repeat(count) + GARBLED)]);
    let said = SAID_OF_IT.replace("notes.md:3", &format!("large.md:{}", 2 * count + 3));
    in_time("50 MB", || folder.qalint(&CHECK)).gives(1, &said);
}

/// Text in UTF-16 without a mark is valid UTF-8 if all of it is ASCII.
#[test]
fn text_with_null_characters() {
    let wide: Vec<u8> = "# Notes\n\nFlour, water and salt.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let stray = format!("# Notes\n\n{}\0\n", "Flour, water and salt.\n".repeat(10));
    let folder = Folder::with([("stray.md", stray.as_bytes()), ("wide.md", &wide)]);
    folder.qalint(&CHECK).gives(
        1,
        "stray.md:13:1: warning[encoding/control-character] a null character (U+0000) in `<U+0000>`\n\
         wide.md:1:1: error[encoding/invalid-utf8] the file is not UTF-8 in 1 place, but most likely UTF-16LE\n",
    );
}

#[test]
fn a_file_that_is_too_large() {
    let folder = Folder::with([("notes.md", GARBLED)]);
    let file = fs::File::create(folder.join("huge.md")).expect("a file");
    // It takes no room on disk, and none in memory.
    file.set_len(300 * 1024 * 1024).expect("a size");
    let said = format!(
        "huge.md:1:1: error[file/unreadable] the file is too large: 300 MiB, of which qalint reads \
         at most 256\n{SAID_OF_IT}"
    );
    folder.qalint(&CHECK).gives(1, &said);
}

#[test]
fn a_line_of_10_megabytes() {
    let line = "Flour, *water* and `salt`, [and](#notes) a night in the cold. ".repeat(160_000);
    let folder = Folder::with([("notes.md", format!("# Notes\n\n{line}cafÃ©\n"))]);
    let run = in_time("a line of 10 MB", || folder.qalint(&CHECK));
    let column = line.chars().count() + 4;
    let said = format!(
        "notes.md:3:{column}: error[encoding/mojibake] `Ã©` was meant to be `é` (UTF-8 read as Windows-1252)\n"
    );
    run.gives(1, &said);
    // The excerpt is no longer than a line of the terminal.
    let pretty = in_time("an excerpt of it", || {
        folder.qalint(&["check", "--quiet", "--format", "pretty"])
    });
    assert!(pretty.stdout.len() < 2_000, "{}", pretty.stdout.len());
}

/// Each repeated many times. They have nothing in common but that one program or another takes time
/// out of proportion over it, or overflows its stack.
const HOSTILE: [&str; 62] = [
    ">",
    "> ",
    "[",
    "![",
    "[a](",
    "*",
    "**a ",
    "_a",
    "`",
    "`` `",
    "<",
    "<!--",
    "<a ",
    "<a b=\"",
    "<b>",
    "</b>",
    "<details>\n\n",
    "</details>",
    "&amp;",
    "&amp;amp;amp;",
    "&quot;",
    "\u{202e}",
    "\u{202a}\u{2069}",
    "\u{2066}\u{202a}",
    "a\u{200b}",
    "\u{200b}",
    "\r",
    "\r\r\n",
    "a\u{fffd}s ",
    "\u{fffd}",
    "- ",
    "1. ### ",
    "|",
    "|a|b|\n|-|-|\n",
    "```\n",
    "```js\n",
    "~~~\n```a\n",
    "> ```\n",
    "- ```\n",
    "[^1]",
    "a\u{301}",
    "# e\u{301}\n",
    "Ã©",
    "â€",
    "😀\u{200d}",
    "\u{fe0f}",
    "\u{e0041}",
    "# \n",
    "# [a](#a)\n",
    "## Q1: a\n",
    "a\n---\n",
    "[a]: b\n",
    "\\",
    "~~",
    "# аpа ",
    "$",
    "<a@b.c>",
    "http://a.b/",
    "\u{1b}[31m",
    "\u{8}egin",
    "\t",
    " \n",
];

/// How long it takes to check `text`, and what is said.
fn time(text: &str) -> Duration {
    let start = Instant::now();
    let run = run(
        &[("a.md", Some(text))],
        Path::new("/nonexistent"),
        Mode::default(),
    );
    let _ = run.diagnostics().len();
    start.elapsed()
}

/// Eight times the text takes about eight times as long. What takes time out of proportion takes
/// sixty-four times as long; the bound between the two leaves room for a busy machine, and what
/// misses it is measured again.
#[test]
fn time_is_in_proportion_to_the_text() {
    let (small, large) = (4_000, 32_000);
    let slow = HOSTILE.iter().filter(|part| {
        (0..3).all(|_| {
            let of = |size: usize| time(&part.repeat(size / part.len()));
            let (small, large) = (of(small), of(large));
            large > small * 24 + Duration::from_millis(100)
        })
    });
    assert_eq!(slow.collect::<Vec<_>>(), [] as [&&str; 0]);
}

#[test]
fn fixing_hostile_text_ends() {
    let text: String = HOSTILE
        .iter()
        .map(|part| part.repeat(40) + "\n\n")
        .collect();
    let folder = Folder::with([("a.md", &text)]);
    let fix = [
        "--fix",
        "--unsafe-fixes",
        "--select",
        "encoding",
        "--output",
        "out.txt",
    ];
    let run = in_time("fixing", || folder.qalint(&check(&fix)));
    assert!(
        run.code <= 1 && run.stderr.is_empty(),
        "{}: {}",
        run.code,
        run.stderr
    );
    let fixed = folder.read("a.md");
    in_time("fixing again", || folder.qalint(&check(&fix)));
    assert!(folder.read("a.md") == fixed);
}

#[test]
fn lists_in_lists() {
    let deep: String = (0..500).map(|depth| "  ".repeat(depth) + "- a\n").collect();
    let folder = Folder::with([("list.md", &deep)]);
    in_time("a deep list", || folder.qalint(&CHECK)).gives(0, "");
}

/// 100,000 of each, as people try it.
#[test]
fn a_hundred_thousand_levels() {
    let folder = Folder::with([
        ("brackets.md", "[".repeat(100_000)),
        ("notes.md", GARBLED.to_owned()),
        ("quotes.md", "> ".repeat(100_000) + "a\n"),
    ]);
    in_time("100,000 levels", || folder.qalint(&CHECK)).gives(1, SAID_OF_IT);
}

#[test]
fn a_path_that_does_not_exist() {
    let folder = Folder::with([("notes.md", GARBLED)]);
    folder
        .qalint(&check(&["note.md"]))
        .fails(&["`note.md` does not exist"]);
    // What is asked for is not half done.
    folder
        .qalint(&check(&["--fix", "notes.md", "gone/"]))
        .fails(&["`gone/` does not exist"]);
    assert_eq!(folder.text("notes.md"), GARBLED);
    folder
        .qalint(&check(&["notes.md/a.md"]))
        .fails(&["notes.md/a.md"]);
}

/// A file that is there when the files are listed and gone, or a folder, when it is read.
#[test]
fn a_file_that_vanishes() {
    let folder = Folder::with([("b.md", GARBLED)]);
    fs::create_dir(folder.join("c.md")).expect("a folder");
    let files = [("a.md", None), ("b.md", None), ("c.md", None)];
    let run = run(&files, folder.path(), Mode::default());
    let said: Vec<String> = run
        .diagnostics()
        .iter()
        .map(|found| format!("{}: {}", found.rule, found.message))
        .collect();
    assert_eq!(
        said,
        [
            "file/unreadable: the file does not exist",
            "encoding/mojibake: `Ã©` was meant to be `é` (UTF-8 read as Windows-1252)",
            "file/unreadable: the file is not a regular file",
        ]
    );
}

/// A run over files of `folder`, with the text of those that have one.
fn run(files: &[(&str, Option<&str>)], folder: &Path, mode: Mode) -> Run {
    let entry = |name: &str| FileEntry {
        disk: folder.join(name),
        name: name.to_owned(),
        shown: name.to_owned(),
        collection: 0,
        reported: true,
        failed: None,
    };
    let member = Member {
        settings: Settings::new(folder.to_owned()),
        boundary: folder.to_owned(),
        attributes: Attributes::default(),
        complete: true,
    };
    let overlay = (0..)
        .zip(files)
        .filter_map(|(id, (_, text))| Some((FileId(id), Arc::from(text.as_ref()?.as_bytes()))));
    let entries = files.iter().map(|(name, _)| entry(name)).collect();
    Run::new(Files::new(entries), vec![member], overlay.collect(), mode)
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs::Permissions;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn what_may_not_be_read() {
        let folder = Folder::with([
            ("closed.md", "# Closed\n"),
            ("notes.md", GARBLED),
            ("shut/a.md", "# Shut\n"),
        ]);
        let close = |name: &str, mode: u32| {
            fs::set_permissions(folder.join(name), Permissions::from_mode(mode))
                .expect("permissions");
        };
        close("closed.md", 0);
        close("shut", 0);
        // The superuser may read everything.
        let may_read = fs::read(folder.join("closed.md")).is_ok();
        if !may_read {
            let said = format!(
                "closed.md:1:1: error[file/unreadable] the file may not be read\n{SAID_OF_IT}\
                 shut:1:1: error[file/unreadable] the file could not be read: permission denied\n"
            );
            folder.qalint(&CHECK).gives(1, &said);
        }
        close("shut", 0o755);
    }

    #[test]
    fn symbolic_links() {
        let folder = Folder::with([("notes.md", GARBLED), ("below/a.md", "# A\n")]);
        for (to, from) in [
            ("nowhere.md", "broken.md"),
            ("loop.md", "loop.md"),
            ("..", "below/up"),
            (".", "self"),
        ] {
            symlink(to, folder.join(from)).expect("a link");
        }
        // In a folder links are left alone: what they lead to is found under its own name.
        in_time("a loop of links", || folder.qalint(&CHECK)).gives(1, SAID_OF_IT);
        let said = "broken.md:1:1: error[file/unreadable] the file does not exist\n";
        folder.qalint(&check(&["broken.md"])).gives(1, said);
        let run = folder.qalint(&check(&["loop.md"]));
        assert_eq!((run.code, &*run.stderr), (1, ""));
        assert!(
            run.stdout
                .starts_with("loop.md:1:1: error[file/unreadable] the file"),
            "{}",
            run.stdout
        );
        in_time("a folder in itself", || {
            folder.qalint(&check(&["self/self"]))
        });
    }

    #[test]
    fn pipes_and_devices_are_not_waited_for() {
        let folder = Folder::with([("notes.md", GARBLED)]);
        let made = std::process::Command::new("mkfifo")
            .arg(folder.join("pipe.md"))
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let said = "pipe.md:1:1: error[file/unreadable] the file is not a regular file\n";
        in_time("a pipe", || folder.qalint(&check(&["notes.md", "pipe.md"])))
            .gives(1, &format!("{SAID_OF_IT}{said}"));
        in_time("a device", || folder.qalint(&check(&["/dev/zero"])))
            .gives(1, &said.replace("pipe.md", "/dev/zero"));
    }

    /// Not every file system takes such names.
    #[test]
    fn names_that_are_not_unicode() {
        let folder = Folder::new();
        let name = OsStr::from_bytes(b"caf\xe9.md");
        if fs::write(folder.path().join(name), GARBLED).is_err() {
            return;
        }
        let said = SAID_OF_IT.replace("notes.md", "caf\u{fffd}.md");
        folder.qalint(&CHECK).gives(1, &said);
        folder.qalint(&check(&["--fix"])).gives(0, "");
        let fixed = fs::read(folder.path().join(name)).expect("the file");
        assert_eq!(fixed, GARBLED.replace("Ã©", "é").as_bytes());
        // What a name does to a terminal is shown, not done.
        folder.write("a\u{202e}b\u{1b}[31m.md", GARBLED);
        let run = folder.qalint(&CHECK);
        assert!(
            run.stdout.starts_with("a<U+202E>b<U+001B>[31m.md:3:6"),
            "{}",
            run.stdout
        );
    }
}
