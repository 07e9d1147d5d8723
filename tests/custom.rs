//! Rules that a collection makes for itself.

mod support;

use support::Folder;

const CONFIG: &str = r#"
[[custom]]
id = "no-simply"
message = "nothing is simple to whoever asks"
help = "leave the word out"
pattern = '\b[Ss]imply '
replacement = ""

[[custom]]
id = "product-name"
message = "the product is called GitHub"
pattern = '\bGithub\b'
scope = "source"
replacement = "GitHub"
safe = true
severity = "error"
files = ["docs/"]

[[custom]]
id = "short-title"
message = "the title does not ask anything"
pattern = '^\w+$'
scope = "title"
severity = "off"
"#;

const FAQ: &str = "### Q1: Rye\n\nYou simply knead, and sim*ply* bake. `You simply run` it.\n\n\
    ### Q2: Why Github?\n\nSimply because.\n";

fn check(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let all = [&["check", "--format", "concise", "--quiet"], arguments].concat();
    let ran = folder.qalint(&all);
    assert_eq!(ran.stderr, "");
    (ran.code, ran.stdout)
}

#[test]
fn what_the_collection_forbids_is_reported_and_replaced() {
    let folder = Folder::with([
        ("qalint.toml", CONFIG),
        ("docs/faq.md", FAQ),
        ("faq.md", "### Q1: What is Github?\n\nA host.\n"),
    ]);
    let (code, found) = check(&folder, &["--select", "custom"]);
    assert_eq!(code, 1);
    assert_eq!(
        found,
        "docs/faq.md:3:5: warning[custom/no-simply] nothing is simple to whoever asks\n\
         docs/faq.md:3:23: warning[custom/no-simply] nothing is simple to whoever asks\n\
         docs/faq.md:5:13: error[custom/product-name] the product is called GitHub\n\
         docs/faq.md:7:1: warning[custom/no-simply] nothing is simple to whoever asks\n"
    );
    check(&folder, &["--select", "custom", "--fix"]);
    assert_eq!(folder.text("docs/faq.md"), FAQ.replace("Github", "GitHub"));
    check(&folder, &["--select", "custom", "--fix", "--unsafe-fixes"]);
    // What runs over markup is for a person to mend.
    assert_eq!(
        folder.text("docs/faq.md"),
        "### Q1: Rye\n\nYou knead, and sim*ply* bake. `You simply run` it.\n\n\
         ### Q2: Why GitHub?\n\nbecause.\n"
    );
}

#[test]
fn they_are_chosen_by_name_group_and_path() {
    let rules = "\n[rules]\n\"custom/short-title\" = \"info\"\n\
        [[overrides]]\nfiles = [\"/faq.md\"]\nrules = { custom = \"off\" }\n";
    let folder = Folder::with([
        ("qalint.toml", format!("{CONFIG}{rules}")),
        ("docs/faq.md", FAQ.to_owned()),
        ("faq.md", FAQ.to_owned()),
    ]);
    let lines = |arguments: &[&str]| {
        let (_, found) = check(&folder, arguments);
        let names = found
            .lines()
            .filter_map(|line| line.split(['[', ']']).nth(1));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(&["--select", "custom/short-title"]),
        ["custom/short-title"]
    );
    assert_eq!(
        lines(&["--select", "custom", "--ignore", "custom/no-simply"]),
        ["custom/short-title", "custom/product-name"]
    );
    assert!(
        lines(&["--ignore", "custom"])
            .iter()
            .all(|name| !name.starts_with("custom/"))
    );
}

#[test]
fn they_can_stand_in_a_folder() {
    let folder = Folder::with([
        ("qalint.toml", "[rules]\n\"custom/no-must\" = \"error\"\n"),
        (
            "rules/style.toml",
            "[[custom]]\nid = \"no-must\"\nmessage = \"nobody must\"\npattern = 'must'\n",
        ),
        (
            "rules/other.toml",
            "[package]\nname = \"somebody else's\"\n",
        ),
        ("faq.md", "### Q1: Who must?\n\nNobody.\n"),
    ]);
    let (code, found) = check(&folder, &[]);
    assert_eq!(
        (code, &*found),
        (1, "faq.md:1:13: error[custom/no-must] nobody must\n")
    );
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let folder = Folder::with([
        (
            "qalint.toml",
            "[[custom]]\nid = \"a\"\nmessage = \"m\"\npattern = 'x'\n",
        ),
        (
            "rules/style.toml",
            "[[custom]]\nid = \"No\"\nmessage = \"\"\npatern = 'x'\n\
             [[custom]]\nid = \"b\"\nmessage = \"m\"\npattern = '('\n\
             [[custom]]\nid = \"c\"\nmessage = \"m\"\npattern = 'x*'\nscope = \"titel\"\n",
        ),
        ("faq.md", ""),
    ]);
    let ran = folder.qalint(&["check"]);
    assert_eq!(ran.code, 2);
    for said in [
        "style.toml",
        "unknown key `patern`",
        "`pattern` is missing",
        "unknown value `titel`",
        "not a regular expression",
    ] {
        assert!(ran.stderr.contains(said), "{said} in:\n{}", ran.stderr);
    }
    folder.write(
        "rules/style.toml",
        "[[custom]]\nid = \"a\"\nmessage = \"m\"\npattern = '(x)'\nreplacement = \"$2\"\n",
    );
    let ran = folder.qalint(&["check"]);
    assert!(
        ran.stderr.contains("the pattern has no group `2`"),
        "{}",
        ran.stderr
    );
    folder.write(
        "rules/style.toml",
        "[[custom]]\nid = \"a\"\nmessage = \"m\"\npattern = 'y'\n",
    );
    let ran = folder.qalint(&["check"]);
    assert!(
        ran.stderr.contains("two custom rules have the id `a`"),
        "{}",
        ran.stderr
    );
    folder.write("rules/style.toml", "");
    folder.write("qalint.toml", "[rules]\n\"custom/a\" = \"off\"\n");
    let ran = folder.qalint(&["check"]);
    assert!(
        ran.stderr.contains("the collection has no rule `custom/a`"),
        "{}",
        ran.stderr
    );
}
