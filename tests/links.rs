//! Links from end to end: repositories, sites, and input that means ill.

#[path = "support/mod.rs"]
mod support;

use std::fs;

use support::Folder;

const CHECK: [&str; 5] = ["check", "--select", "link", "--format", "concise"];

fn said(folder: &Folder) -> String {
    let ran = folder.qalint(&[&CHECK[..], &["--quiet"]].concat());
    assert!(ran.code <= 1, "{ran:?}");
    ran.stdout
}

const CONFIG: &str = "[remote \"origin\"]\n\turl = git@github.com:baker/bread.git\n";

#[test]
fn urls_of_the_repository_are_looked_up_in_the_working_tree() {
    let folder = Folder::with([
        (".git/config", CONFIG),
        (".git/HEAD", "ref: refs/heads/new-page\n"),
        (
            "README.md",
            "[a](https://github.com/baker/bread/blob/main/new.md#rye)\n\
             [b](https://github.com/baker/bread/blob/new-page/new.md#wheat)\n\
             [c](https://raw.githubusercontent.com/Baker/Bread/main/gone.png)\n\
             [d](https://github.com/baker/bread/blob/v1/gone.md)\n\
             [e](https://github.com/miller/flour/blob/main/gone.md)\n\
             https://github.com/baker/bread/tree/main/gone\n",
        ),
        ("new.md", "# Rye\n"),
    ]);
    assert_eq!(
        said(&folder),
        "README.md:2:56: error[link/broken-anchor] there is no place `#wheat` in `new.md`\n\
         README.md:3:56: error[link/broken-file] there is no file `gone.png`\n\
         README.md:6:42: error[link/broken-file] there is no file `gone`\n"
    );
}

#[test]
fn a_worktree_has_the_remote_of_its_repository() {
    let folder = Folder::with([
        ("main/.git/config", CONFIG),
        ("main/.git/worktrees/w/commondir", "../..\n"),
        ("main/.git/worktrees/w/HEAD", "ref: refs/heads/w\n"),
        (
            "w/README.md",
            "[a](https://github.com/baker/bread/blob/w/gone.md)\n",
        ),
    ]);
    let place = folder.join("main/.git/worktrees/w");
    folder.write("w/.git", format!("gitdir: {}\n", place.display()));
    let ran = folder.qalint(&[&CHECK[..], &["--quiet", "w"]].concat());
    assert!(ran.stdout.contains("there is no file `gone.md`"), "{ran:?}");
}

#[test]
fn pages_of_sites_are_left_alone_and_their_files_are_not() {
    let page = "---\ntitle: A\n---\n\
                [page](other/) [root](/blog/x) [part](#from-elsewhere) ![i](/img/a.png)\n\
                [file](gone.md) [anchor](b.md#a-1_b) [none](b.md#none)\n";
    for (marker, page_file) in [
        ("docusaurus.config.js", "docs/a.md"),
        ("mkdocs.yml", "docs/a.md"),
        ("book.toml", "src/a.md"),
        ("hugo.toml", "content/a.md"),
        ("docfx.json", "articles/a.md"),
        (".vitepress/config.ts", "guide/a.md"),
    ] {
        let folder = Folder::with([(marker, ""), (page_file, page)]);
        let beside = page_file.replace("a.md", "b.md");
        folder.write(&beside, "# A 1: B\n\n{{< include \"c\" >}}\n");
        let said = said(&folder);
        let found: Vec<&str> = said
            .lines()
            .filter_map(|l| l.split("there is no").nth(1))
            .collect();
        let gone = page_file.replace("a.md", "gone.md");
        assert_eq!(
            found,
            [
                " place `#from-elsewhere` in this file".to_owned(),
                format!(" file `{gone}`"),
            ],
            "{marker}"
        );
    }
}

#[test]
fn case_counts_but_on_sites_that_take_both_for_the_same() {
    let files = [("a.md", "[b](B.md#b) [c](B.md#c)\n"), ("b.md", "# B\n")];
    let folder = Folder::with(files);
    assert_eq!(said(&folder).matches("link/wrong-case").count(), 2);
    folder.write("docfx.json", "{}");
    assert_eq!(
        said(&folder),
        "a.md:1:21: error[link/broken-anchor] there is no place `#c` in `b.md`\n"
    );
}

#[test]
fn places_are_exact_with_a_byte_order_mark_and_carriage_returns() {
    let folder = Folder::with([(
        "README.md",
        "\u{feff}# A\r\n\r\n[x](a.md) [y](#b)\r\n\r\n[z]: c%20d.md 'T'\r\n\r\n<a\r\n href=\"e.md\">é</a>\r\n\r\n[z]\r\n",
    )]);
    assert_eq!(
        said(&folder),
        "README.md:3:5: error[link/broken-file] there is no file `a.md`\n\
         README.md:3:15: error[link/broken-anchor] there is no place `#b` in this file\n\
         README.md:5:6: error[link/broken-file] there is no file `c d.md`\n\
         README.md:8:8: error[link/broken-file] there is no file `e.md`\n"
    );
}

#[test]
fn hostile_destinations_are_reported_or_passed_over() {
    let folder = Folder::new();
    folder.write("secret.md", "# Secret heading\n");
    folder.write("repo/.git/HEAD", "ref: refs/heads/main\n");
    folder.write(
        "repo/README.md",
        format!(
            "[a](%zz.md) [b](a%00b.md) [c](%2e%2e/secret.md#secret) [d](../../../../../etc/passwd)\n\
             [e](out/secret.md#secret) [f](<a\u{202e}b.md>) [g](file:///etc/passwd) [h](C:\\x)\n\
             [i](%FF%FE.md) [j](#%zz) [k](#%00) [l](https://xn--mnchen-3ya.example/%zz) [m](https://münchen.example)\n\
             [n](https://example.org/\u{202e}gro) [o](.git/HEAD) [p]({}x.md) [q](a/{}) [r](#{})\n",
            "../".repeat(20_000),
            "b/".repeat(20_000),
            "c".repeat(100_000),
        ),
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.join("repo/out")).expect("a link");
    let before = fs::read(folder.join("secret.md")).expect("a file");
    let ran = folder.qalint(&[&CHECK[..], &["--quiet", "repo"]].concat());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(folder.read("secret.md"), before);
    assert!(ran.stdout.len() < 10_000, "{}", ran.stdout.len());
    // Nothing outside was looked at: what is there would have been suggested.
    assert!(!ran.stdout.contains("secret-heading"), "{}", ran.stdout);
    for raw in ["\u{202e}", "\0"] {
        assert!(!ran.stdout.contains(raw), "{raw:?}");
    }
}

#[test]
fn tens_of_thousands_of_links_take_no_time() {
    use std::fmt::Write as _;

    let mut text = String::new();
    for n in 0..10_000 {
        writeln!(
            text,
            "## H {n}\n[a](#h-{n}) [b](#h-{n}x) [c](none{n}.md) [d](README.md)"
        )
        .expect("text");
    }
    let folder = Folder::with([("README.md", text)]);
    let start = std::time::Instant::now();
    let said = said(&folder);
    // Quadratic, it would be very long.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    assert_eq!(said.lines().count(), 20_000);
}
