//! `qalint repair`: bytes in, repaired bytes out, and what is said of them.

mod support;

use support::{Folder, command};

const GARBLED: &str = "# CafÃ© â€” ðŸ“Œ\n\nItâ€™s the cafÃ©â€™s â€œhouse blendâ€.\n";
const EXACT: &str = "# Café — 📌\n\nIt’s the café’s “house blendâ€.\n";
const GUESSED: &str = "# Café — 📌\n\nIt’s the café’s “house blend”.\n";

#[test]
fn is_a_filter() {
    let folder = Folder::new();
    folder.qalint_with(&["repair"], GARBLED).gives(0, EXACT);
    folder.qalint_with(&["repair", "-"], EXACT).gives(0, EXACT);
    folder
        .qalint_with(&["repair", "--guess"], GARBLED)
        .gives(0, GUESSED);
    folder
        .qalint_with(&["repair", "--guess"], GUESSED)
        .gives(0, GUESSED);
    folder.qalint_with(&["repair"], "").gives(0, "");
}

#[test]
fn writes_files_one_after_the_other() {
    let folder = Folder::with([("a.md", "cafÃ©\n"), ("b.txt", "naÃ¯ve\n")]);
    folder
        .qalint(&["repair", "a.md", "b.txt"])
        .gives(0, "café\nnaïve\n");
    assert_eq!(folder.text("a.md"), "cafÃ©\n");
}

#[test]
fn repairs_in_place_only_what_is_garbled() {
    let files = [
        (
            "a.md",
            &b"\xef\xbb\xbfcaf\xc3\x83\xc2\xa9\r\nand more\n"[..],
        ),
        ("b.md", "Tout va très bien.\n".as_bytes()),
        (
            "c.md",
            b"d\xe9j\xe0 vu\ncaf\xc3\x83\xc2\xa9 na\xc3\x83\xc2\xafve\n",
        ),
    ];
    let folder = Folder::with(files);
    let ran = folder.qalint(&["repair", "--in-place", "a.md", "b.md", "c.md"]);
    assert_eq!((ran.code, &*ran.stdout), (0, ""), "{ran:?}");
    assert!(
        ran.stderr.contains("c.md is not UTF-8 throughout"),
        "{ran:?}"
    );
    let repaired = folder.files();
    assert_eq!(repaired["a.md"], b"\xef\xbb\xbfcaf\xc3\xa9\r\nand more\n");
    assert_eq!(repaired["b.md"], files[1].1);
    assert_eq!(
        repaired["c.md"],
        b"d\xe9j\xe0 vu\ncaf\xc3\xa9 na\xc3\xafve\n"
    );
    folder
        .qalint(&["repair", "--in-place", "--guess", "a.md", "b.md", "c.md"])
        .gives(0, "");
    assert_eq!(folder.text("c.md"), "déjà vu\ncafé naïve\n");
    assert_eq!(folder.files().len(), 3);
}

/// After the repair of what can be proved nothing would tell that bytes are lost here.
#[test]
fn in_place_nothing_is_taken_from_under_guesses() {
    let garbled = "ChtÄ›l Äaj.\n";
    let folder = Folder::with([("a.md", garbled)]);
    folder.qalint(&["repair", "a.md"]).gives(0, "Chtěl Äaj.\n");
    let ran = folder.qalint(&["repair", "--in-place", "a.md"]);
    assert_eq!((ran.code, &*ran.stdout), (0, ""), "{ran:?}");
    assert!(
        ran.stderr
            .starts_with("a.md is left as it is where guesses rest on"),
        "{ran:?}"
    );
    assert_eq!(folder.text("a.md"), garbled);
    let ran = folder.qalint(&["repair", "--in-place", "--explain", "a.md"]);
    assert!(ran.stdout.contains("because guesses rest on it"), "{ran:?}");
    folder
        .qalint(&["repair", "--in-place", "--guess", "a.md"])
        .gives(0, "");
    assert_eq!(folder.text("a.md"), "Chtěl čaj.\n");
}

#[cfg(unix)]
#[test]
fn keeps_permissions_and_symbolic_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::with([("real/a.sh", "# cafÃ©\n")]);
    let real = folder.join("real/a.sh");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o750)).expect("permissions");
    symlink("real/a.sh", folder.join("link.sh")).expect("a link");
    folder.qalint(&["repair", "-i", "link.sh"]).gives(0, "");
    assert_eq!(folder.text("real/a.sh"), "# café\n");
    assert!(folder.join("link.sh").is_symlink());
    let mode = real.metadata().expect("metadata").permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
}

#[test]
fn explains_each_place() {
    let folder = Folder::with([("a.md", GARBLED)]);
    let ran = folder.qalint(&["repair", "--explain", "a.md"]);
    assert_eq!((ran.code, &*ran.stdout), (0, EXACT));
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 7, "{}", ran.stderr);
    assert!(
        lines[1].starts_with("a.md:1:9: \"â€”\" → \"—\": UTF-8 read as Windows-1252; exact, "),
        "{}",
        ran.stderr
    );
    assert!(
        lines[6].starts_with("a.md:3:36: \"â€\" → \"”\": UTF-8 read as Windows-1252; guessed")
            && lines[6].ends_with("; left as it is, --guess repairs it"),
        "{}",
        ran.stderr
    );
    let ran = folder.qalint(&["repair", "--explain", "--in-place", "--guess", "a.md"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_eq!(ran.stdout.lines().count(), 7);
    assert_eq!(folder.text("a.md"), GUESSED);
}

#[test]
fn shows_nothing_that_a_terminal_would_obey() {
    let garbled = "cafÃ©\u{1b}[31m \u{1b}â€™s\n";
    let ran = Folder::new().qalint_with(&["repair", "--explain"], garbled);
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
}

#[test]
fn knows_code_by_the_syntax() {
    // In Markdown a sample in code, of a text that nothing else is wrong with.
    let text = "Look for `Ã©` in it.\n";
    let folder = Folder::with([("a.md", text), ("a.txt", text)]);
    folder.qalint(&["repair", "a.md"]).gives(0, text);
    folder.qalint_with(&["repair"], text).gives(0, text);
    let repaired = "Look for `é` in it.\n";
    for arguments in [
        &["repair", "a.txt"][..],
        &["repair", "--syntax", "text", "a.md"],
    ] {
        folder.qalint(arguments).gives(0, repaired);
    }
    folder
        .qalint(&["repair", "--syntax", "markdown", "a.txt"])
        .gives(0, text);
}

#[test]
fn repairs_lines_of_json() {
    let folder = Folder::new();
    let rows = "{\"id\": 1, \"text\": \"cafÃ©\", \"x\":1.50}\n\
        \n\
        {\"n\":{\"text\":\"cafÃ©\"},\"text\":\"caf\\u00c3\\u00a9 \\\"q\\\"\",\"id\":\"b\"}\r\n\
        {\"text\" : \"fine\" }";
    let repaired = "{\"id\": 1, \"text\": \"café\", \"x\":1.50}\n\
        \n\
        {\"n\":{\"text\":\"cafÃ©\"},\"text\":\"café \\\"q\\\"\",\"id\":\"b\"}\r\n\
        {\"text\" : \"fine\" }";
    folder
        .qalint_with(&["repair", "--jsonl"], rows)
        .gives(0, repaired);
    let ran = folder.qalint_with(&["repair", "--jsonl", "--explain"], rows);
    assert_eq!((ran.code, &*ran.stdout), (0, repaired));
    let said =
        "standard input:3 \"b\": text:1:4: \"Ã©\" → \"é\": UTF-8 read as Windows-1252; exact";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn names_lines_that_are_no_rows() {
    let rows = "{\"text\":\"cafÃ©\"}\n{\"text\":\n[1]\n{\"id\":1}\n{\"text\":1}\n\
        {\"text\":\"\\ud800\"}\n{\"text\":\"naÃ¯ve\"}\n";
    let ran = Folder::new().qalint_with(&["repair", "--jsonl"], rows);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stdout,
        rows.replace("cafÃ©", "café").replace("naÃ¯ve", "naïve")
    );
    for line in 1..=7 {
        let named = ran
            .stderr
            .contains(&format!("line {line} of standard input"));
        assert_eq!(named, (2..=6).contains(&line), "{}", ran.stderr);
    }
}

#[test]
fn many_lines_of_json_stay_in_order() {
    // Enough for more than one batch; most of it clean, as data is.
    let rows = |e: &str| {
        let row = |id: usize| {
            let e = if id.is_multiple_of(16) { e } else { "é" };
            let padding = "x".repeat(id % 7000);
            format!("{{\"id\":{id},\"text\":\"{padding} caf{e}\"}}\n")
        };
        (0..1500).map(row).collect::<String>()
    };
    let ran = Folder::new().qalint_with(&["repair", "--jsonl"], rows("Ã©"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert!(ran.stdout == rows("é"));
}

#[test]
fn what_is_no_text_passes_and_fails() {
    let folder = Folder::with([("a.bin", &b"\x7fELF\0\0\xff\xfe\x80"[..])]);
    let output = command(folder.path())
        .args(["repair", "a.bin"])
        .output()
        .expect("qalint runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, folder.read("a.bin"));
    folder
        .qalint(&["repair", "--in-place", "a.bin"])
        .fails(&["`a.bin` is not text"]);
}

#[test]
fn converts_other_encodings_only_as_a_guess() {
    let utf_16: Vec<u8> = "\u{feff}Łódź is a city.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let folder = Folder::with([("a.txt", &utf_16)]);
    let output = command(folder.path())
        .args(["repair", "a.txt"])
        .output()
        .expect("qalint runs");
    assert_eq!((output.status.code(), &output.stdout), (Some(0), &utf_16));
    folder
        .qalint(&["repair", "--guess", "a.txt"])
        .gives(0, "Łódź is a city.\n");
}

#[test]
fn mistakes_are_errors() {
    let folder = Folder::with([("a.md", "")]);
    folder
        .qalint(&["repair", "missing.md"])
        .fails(&["`missing.md` could not be read"]);
    folder
        .qalint(&["repair", "-i", "missing.md"])
        .fails(&["`missing.md` does not exist"]);
    folder
        .qalint(&["repair", "."])
        .fails(&["could not be read"]);
    folder.qalint(&["repair", "-i"]).fails(&["<FILE>"]);
    folder
        .qalint(&["repair", "-i", "-"])
        .fails(&["standard input"]);
    folder
        .qalint(&["repair", "-i", "--jsonl", "a.md"])
        .fails(&["--jsonl"]);
    let ran = folder.qalint(&["repair", "--help"]);
    assert!(ran.stdout.contains("Exit code: 0"), "{}", ran.stdout);
}
