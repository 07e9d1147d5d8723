//! Renumbering and indexes, end to end.

mod support;

use support::Folder;

fn question(number: usize, title: &str) -> String {
    format!("## 📌 Q{number}: {title}\n\n### ✅ Answer\n\nSee page {number} of the book.\n\n")
}

const TITLES: [&str; 9] = [
    "What is a preferment?",
    "What is a *soaker*?",
    "What is autolysis?",
    "What is a levain?",
    "What is a poolish?",
    "What is a biga?",
    "What is a windowpane?",
    "What is a couche?",
    "What is a `lame`?",
];

/// Nine questions in three files, one of which has other line endings, and an index of them.
fn hub() -> Folder {
    let folder = Folder::new();
    let mut index = String::from(
        "# Bread\n\n| #  | Question                | Answer                   |\n\
         |----|-------------------------|--------------------------|\n",
    );
    for (at, title) in TITLES.iter().enumerate() {
        let number = at + 1;
        let first = at / 3 * 3 + 1;
        let file = format!("QA_{first}-{}.md", first + 2);
        let link = format!("[Answer](QA/{file})");
        index.push_str(&format!("| Q{number} | {title:23} | {link:24} |\n"));
    }
    index.push_str("\nSee [the last](QA/QA_7-9.md#-q9-what-is-a-lame) and [a biga][b].\n\n");
    index.push_str("[b]: QA/QA_4-6.md#-q6-what-is-a-biga\n");
    folder.write("README.md", index);
    for file in 0..3_usize {
        let text: String = (file * 3..file * 3 + 3)
            .map(|at| question(at + 1, TITLES[at]))
            .collect();
        let text = if file == 1 {
            text.replace('\n', "\r\n")
        } else {
            text
        };
        folder.write(&format!("QA/QA_{}-{}.md", file * 3 + 1, file * 3 + 3), text);
    }
    folder
}

#[track_caller]
fn assert_clean(folder: &Folder) {
    let ran = folder.qalint(&[
        "check",
        "--format",
        "concise",
        "--quiet",
        "--fail-on",
        "info",
    ]);
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (0, "", ""));
}

#[test]
fn a_question_in_the_middle_moves_everything_behind_it() {
    let folder = hub();
    assert_clean(&folder);
    let path = "QA/QA_4-6.md";
    let text = folder.text(path);
    let new = question(5, "What is a sponge?").replace('\n', "\r\n");
    let at = text.find("## 📌 Q5").expect("question 5");
    folder.write(path, format!("{}{new}{}", &text[..at], &text[at..]));

    let before = folder.files();
    let ran = folder.qalint(&["renumber", "--diff"]);
    assert_eq!((ran.code, &*ran.stderr), (1, ""));
    assert!(
        ran.stdout
            .contains("rename from QA/QA_7-9.md\nrename to QA/QA_8-10.md\n")
    );
    assert!(
        ran.stdout
            .contains("+| Q5 | What is a sponge?       | [Answer](QA/QA_4-7.md)   |")
    );
    assert_eq!(folder.qalint(&["renumber", "--check"]).code, 1);
    assert_eq!(folder.files(), before);

    let ran = folder.qalint(&["renumber"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_eq!(
        ran.stdout,
        "changed QA/QA_4-6.md\nchanged QA/QA_7-9.md\nchanged README.md\n\
         renamed QA/QA_4-6.md to QA/QA_4-7.md\nrenamed QA/QA_7-9.md to QA/QA_8-10.md\n"
    );
    assert_eq!(
        folder.text("README.md"),
        "# Bread\n\n\
         | #  | Question                | Answer                   |\n\
         |----|-------------------------|--------------------------|\n\
         | Q1 | What is a preferment?   | [Answer](QA/QA_1-3.md)   |\n\
         | Q2 | What is a *soaker*?     | [Answer](QA/QA_1-3.md)   |\n\
         | Q3 | What is autolysis?      | [Answer](QA/QA_1-3.md)   |\n\
         | Q4 | What is a levain?       | [Answer](QA/QA_4-7.md)   |\n\
         | Q5 | What is a sponge?       | [Answer](QA/QA_4-7.md)   |\n\
         | Q6 | What is a poolish?      | [Answer](QA/QA_4-7.md)   |\n\
         | Q7 | What is a biga?         | [Answer](QA/QA_4-7.md)   |\n\
         | Q8 | What is a windowpane?   | [Answer](QA/QA_8-10.md)  |\n\
         | Q9 | What is a couche?       | [Answer](QA/QA_8-10.md)  |\n\
         | Q10 | What is a `lame`?       | [Answer](QA/QA_8-10.md)  |\n\n\
         See [the last](QA/QA_8-10.md#-q10-what-is-a-lame) and [a biga][b].\n\n\
         [b]: QA/QA_4-7.md#-q7-what-is-a-biga\n"
    );
    let four_to_seven = folder.text("QA/QA_4-7.md");
    assert_eq!(
        four_to_seven.matches("\r\n").count(),
        four_to_seven.matches('\n').count()
    );
    assert_clean(&folder);
    let ran = folder.qalint(&["renumber"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "nothing to change\n"));
}

#[test]
fn numbers_that_are_there_can_be_kept() {
    let folder = hub();
    let path = "QA/QA_7-9.md";
    let text = folder.text(path) + &question(3, "What is a sponge?");
    folder.write(path, text);
    assert_eq!(folder.qalint(&["renumber", "--append"]).code, 0);
    assert!(
        folder
            .text("QA/QA_7-10.md")
            .contains("## 📌 Q10: What is a sponge?")
    );
    assert!(
        folder
            .text("README.md")
            .contains("| Q10 | What is a sponge?")
    );
    assert_clean(&folder);
}

#[test]
fn a_name_that_is_taken_stops_everything() {
    let folder = hub();
    let path = "QA/QA_7-9.md";
    folder.write(path, folder.text(path) + &question(9, "What is a sponge?"));
    folder.write("QA/QA_7-10.md", "Somebody else's.\n");
    let before = folder.files();
    let ran = folder.qalint(&["renumber"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("which is there already"),
        "{}",
        ran.stderr
    );
    assert_eq!(folder.files(), before);
}

#[test]
fn an_index_follows_its_questions() {
    let folder = hub();
    let readme = folder.text("README.md");
    let wrong = readme
        .replace("| Q4 | What is a levain?", "| Q14 | What is a levain?")
        .replace("| Q6 | What is a biga?  ", "| Q6 | What's a biga?   ")
        .replace("QA_7-9.md)   |\n| Q9", "QA_4-6.md)   |\n| Q9");
    let without: String = wrong
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("| Q2 "))
        .collect();
    folder.write("README.md", &without);
    assert_eq!(folder.qalint(&["index", "--check"]).code, 1);
    let ran = folder.qalint(&["index"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (0, "changed README.md\n", "")
    );
    assert_clean(&folder);
    assert_eq!(folder.qalint(&["index", "--check"]).code, 0);
}

#[test]
fn an_index_in_the_file_itself() {
    let questions = ["Rye", "Wheat", "Spelt", "Oats", "Barley"];
    let rows = |numbers: std::ops::RangeInclusive<usize>| -> String {
        let row = |n: usize| {
            let title = questions[n - 1];
            format!(
                "{n}. [What is {title}?](#q{n}-what-is-{})\n",
                title.to_lowercase()
            )
        };
        numbers.map(row).collect()
    };
    let body = |numbers: &[usize]| -> String {
        let question = |(at, n): (usize, &usize)| {
            format!("\n### Q{n}: What is {}?\n\nA grain.\n", questions[at])
        };
        numbers.iter().enumerate().map(question).collect()
    };
    let before = rows(1..=5).replace("3. [What is Spelt?](#q3-what-is-spelt)\n", "");
    let before = before
        .replace("4. [What is Oats?](#q4", "3. [What is Oats?](#q3")
        .replace("5. [What is Barley?](#q5", "4. [What is Barley?](#q4");
    let folder = Folder::with([("faq.md", before + &body(&[1, 2, 3, 3, 4]))]);
    assert_eq!(folder.qalint(&["renumber"]).code, 0);
    assert_eq!(folder.text("faq.md"), rows(1..=5) + &body(&[1, 2, 3, 4, 5]));
    assert_clean(&folder);
}

#[test]
fn a_question_is_added_in_a_new_file_where_the_last_is_full() {
    let folder = hub();
    let ran = folder.qalint(&["add", "What is a sponge?"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (0, "changed README.md\ncreated QA/QA_10-10.md\n", "")
    );
    assert_eq!(
        folder.text("QA/QA_10-10.md"),
        "## 📌 Q10: What is a sponge?\n\n### ✅ Answer\n\nTODO\n"
    );
    let readme = folder.text("README.md");
    let row = "| Q10 | What is a sponge?       | [Answer](QA/QA_10-10.md) |\n\nSee";
    assert!(readme.contains(row), "{readme}");
    // The next one belongs to the same file, which is named for both.
    assert_eq!(folder.qalint(&["add", "What is a pre-dough?"]).code, 0);
    let text = folder.text("QA/QA_10-11.md");
    assert!(
        text.ends_with("TODO\n\n## 📌 Q11: What is a pre-dough?\n\n### ✅ Answer\n\nTODO\n"),
        "{text}"
    );
}

#[test]
fn a_question_is_added_behind_another() {
    let folder = hub();
    let ran = folder.qalint(&["add", "What is a sponge?", "--after", "4"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let text = folder.text("QA/QA_4-7.md");
    let new =
        "\r\n\r\n## 📌 Q5: What is a sponge?\r\n\r\n### ✅ Answer\r\n\r\nTODO\r\n\r\n## 📌 Q6: ";
    assert!(text.contains(new), "{text}");
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    assert!(
        folder
            .text("README.md")
            .contains("| Q5 | What is a sponge?")
    );
    assert!(
        folder
            .text("QA/QA_8-10.md")
            .contains("## 📌 Q10: What is a `lame`?")
    );
    assert_eq!(folder.qalint(&["add", "Why?", "--after", "44"]).code, 2);
}

#[test]
fn a_skeleton_has_the_form_of_the_questions() {
    let config = "[[shape]]\nat = \"heading\"\npattern = '^(?<number>[0-9]+)\\.'\nlevel = 3\n\
        options = { style = \"lettered\" }\n";
    let quiz = "### 1. What rises?\n\n- A: the dough\n- B: the flour\n\n\
        <details><summary>Answer</summary>\n<p>\n\n#### Answer: A\n\nIt ferments.\n\n</p>\n</details>\n";
    let folder = Folder::with([("qalint.toml", config), ("quiz.md", quiz)]);
    assert_eq!(folder.qalint(&["add", "  What   bakes? "]).code, 0);
    let added = "\n### 2. What bakes?\n\n- A: TODO\n- B: TODO\n\n\
        <details><summary>Answer</summary>\n<p>\n\n#### Answer: A\n\nTODO\n\n</p>\n</details>\n";
    assert_eq!(folder.text("quiz.md"), format!("{quiz}{added}"));

    let items = "1. ### What rises?\n\n    The dough.\n\n2. ### What bakes?\n\n    The oven.\n";
    let config = "[[shape]]\nat = \"item-heading\"\nlevel = 3\n";
    let folder = Folder::with([("qalint.toml", config), ("faq.md", items)]);
    assert_eq!(
        folder.qalint(&["add", "What cools?", "--after", "1"]).code,
        0
    );
    assert_eq!(
        folder.text("faq.md"),
        "1. ### What rises?\n\n    The dough.\n\n2. ### What cools?\n\n    TODO\n\n\
         3. ### What bakes?\n\n    The oven.\n"
    );
}

/// Questions without numbers, an index that counts them, and what a maintainer does to both.
fn bakery(rows: &[(&str, &str)], titles: &[&str]) -> String {
    let mut text = String::from("# Bread\n\n| No. | Question | Level |\n| --- | --- | --- |\n");
    for (at, (title, level)) in rows.iter().enumerate() {
        let anchor = title.to_lowercase().replace(' ', "-").replace('?', "");
        text.push_str(&format!(
            "| {:02}. | [{title}](#{anchor}) | {level} |\n",
            at + 1
        ));
    }
    text.push_str("\nAbout grains.\n");
    for title in titles {
        text.push_str(&format!("\n### {title}\n\nSee the book about it.\n"));
    }
    text
}

#[test]
fn rows_come_go_move_and_are_counted() {
    let all = [
        "What is rye?",
        "What is wheat?",
        "What is oat?",
        "What is teff?",
        "What is durum?",
        "What is emmer?",
        "What is barley?",
        "What is millet?",
        "What is maize?",
    ];
    let rows: Vec<(&str, &str)> = all.map(|title| (title, "easy")).to_vec();
    let folder = Folder::with([("faq.md", bakery(&rows, &all))]);
    assert_clean(&folder);
    assert_eq!(folder.qalint(&["index", "--check"]).code, 0);
    // One is gone, one has moved, one was given another title, and one is new.
    let now = [
        "What is oat?",
        "What is rye?",
        "What is the teff?",
        "What is durum?",
        "What is emmer?",
        "What is spelt?",
        "What is barley?",
        "What is millet?",
        "What is maize?",
    ];
    folder.write("faq.md", bakery(&rows, &now));
    assert_eq!(folder.qalint(&["index"]).code, 0);
    let text = folder.text("faq.md");
    let expected = "| 01. | [What is oat?](#what-is-oat) | easy |\n\
        | 02. | [What is rye?](#what-is-rye) | easy |\n\
        | 03. | [What is the teff?](#what-is-the-teff) | easy |\n\
        | 04. | [What is durum?](#what-is-durum) | easy |\n\
        | 05. | [What is emmer?](#what-is-emmer) | easy |\n\
        | 06. | [What is spelt?](#what-is-spelt) | easy |\n\
        | 07. | [What is barley?](#what-is-barley) | easy |\n";
    assert!(text.contains(expected), "{text}");
    assert_eq!(folder.qalint(&["index", "--check"]).code, 0);
    // A question that is asked a second time has its row.
    folder.write("faq.md", text + "\n### What is oat?\n\nAsked again.\n");
    assert_eq!(folder.qalint(&["index", "--check"]).code, 0);
}

#[test]
fn an_index_is_written_between_markers() {
    let faq = "# Grains\r\n\r\n<!-- qalint-index -->\r\n<!-- qalint-index-end -->\r\n\r\n\
        ## Q1: What is [rye](rye.md)?\r\n\r\nA grain.\r\n\r\n## Q2: What is `a|b`?\r\n\r\nCode.\r\n";
    let all = "# All\n\n<!-- qalint-index: table -->\n\nKept? No: nothing is replaced here.\n\n\
        <!-- qalint-index-end -->\n\n<!-- qalint-index: table, grains/** --><!-- qalint-index-end -->\n";
    let folder = Folder::with([
        ("grains/faq.md", faq),
        ("README.md", all),
        ("grains/rye.md", "# Rye\n\nA page.\n"),
    ]);
    assert_eq!(folder.qalint(&["index", "--diff"]).code, 1);
    assert_eq!(folder.text("README.md"), all);
    let ran = folder.qalint(&["index"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let rows = "1. [What is rye?](#q1-what-is-rye)\r\n2. [What is `a|b`?](#q2-what-is-ab)\r\n";
    assert_eq!(
        folder.text("grains/faq.md"),
        faq.replace(
            "<!-- qalint-index -->\r\n",
            &format!("<!-- qalint-index -->\r\n\r\n{rows}\r\n")
        )
    );
    let table = "<!-- qalint-index: table, grains/** -->\n\n| # | Question |\n| --- | --- |\n\
        | 1 | [What is rye?](grains/faq.md#q1-what-is-rye) |\n\
        | 2 | [What is `a\\|b`?](grains/faq.md#q2-what-is-ab) |\n\n<!-- qalint-index-end -->\n";
    let readme = folder.text("README.md");
    assert!(readme.ends_with(table), "{readme}");
    assert!(readme.contains("Kept? No"), "{readme}");
    assert_eq!(folder.qalint(&["index", "--check"]).code, 0);
    assert_clean(&folder);
    // Two rows are not yet an index, and are written anew.
    let more = folder.text("grains/faq.md") + "\r\n## Q3: What is wheat?\r\n\r\nA grain.\r\n";
    folder.write("grains/faq.md", more);
    assert_eq!(folder.qalint(&["index"]).code, 0);
    assert!(
        folder
            .text("README.md")
            .contains("| 3 | [What is wheat?](grains/faq.md#q3-what-is-wheat) |\n")
    );
    assert!(
        folder
            .text("grains/faq.md")
            .contains("3. [What is wheat?](#q3-what-is-wheat)\r\n")
    );
}

#[test]
fn nothing_is_numbered_past_what_a_block_of_code_has_swallowed() {
    let folder = Folder::new();
    let mut text: String = (1..=8).map(|n| question(n, TITLES[n - 1])).collect();
    text = text.replace("See page 3 of the book.", "```rust\nlet rye = 3;");
    text = text.replace("## 📌 Q2", "## 📌 Q1");
    folder.write("faq.md", &text);
    let ran = folder.qalint(&["renumber"]);
    assert_eq!(
        (ran.code, &*ran.stdout),
        (0, "nothing to change\n"),
        "{ran:#?}"
    );
    let why = "left as it is: question 4 in `faq.md` is code: the block before it has to be closed \
               first\n";
    assert_eq!(ran.stderr, why);
    assert_eq!(folder.text("faq.md"), text);
    let ran = folder.qalint(&["renumber", "--file", "faq.md"]);
    assert_eq!(ran.code, 2, "{ran:#?}");
}

#[test]
fn an_index_is_kept_up_to_date_though_no_rule_looks_at_it() {
    let titles = [
        "What is rye?",
        "What is wheat?",
        "What is oat?",
        "What is teff?",
    ];
    let rows = |titles: &[&str]| -> String {
        let row = |title: &&str| {
            let anchor = title.to_lowercase().replace(' ', "-").replace('?', "");
            format!("[{title}](#{anchor})\n\n")
        };
        titles.iter().map(row).collect()
    };
    let body: String = [titles[0], titles[2], titles[3], "What is maize?"]
        .map(|title| format!("## {title}\n\nA grain.\n\n"))
        .concat();
    let folder = Folder::with([
        ("qalint.toml", "[rules]\nindex = \"off\"\n".to_owned()),
        ("faq.md", rows(&titles) + &body),
    ]);
    assert_eq!(folder.qalint(&["index"]).code, 0);
    let now = [titles[0], titles[2], titles[3], "What is maize?"];
    assert_eq!(folder.text("faq.md"), rows(&now) + &body);
}

/// What an unclosed block of code swallows is missing everywhere: in the links, in the numbers, in
/// what the file is named for. It is told once.
#[test]
fn what_a_block_of_code_hides_is_told_once() {
    let folder = hub();
    let index: String = (1..=9)
        .map(|n| {
            let first = (n - 1) / 3 * 3 + 1;
            let slug = TITLES[n - 1]
                .to_lowercase()
                .replace(' ', "-")
                .replace(['?', '*', '`'], "");
            format!("- [x{n}](QA/QA_{first}-{}.md#-q{n}-{slug})\n", first + 2)
        })
        .collect();
    folder.write("index.md", index);
    assert_clean(&folder);
    let path = "QA/QA_4-6.md";
    let text = folder
        .text(path)
        .replace("See page 5 of the book.", "```sh\r\nls");
    folder.write(path, &text);
    let ran = folder.qalint(&["check", "--format", "concise", "--quiet"]);
    let found: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        matches!(found[..], [only] if only.contains("[structure/swallowed-question]")),
        "{ran:#?}"
    );
    let readme = folder.text("README.md");
    assert_eq!(folder.qalint(&["index"]).code, 0);
    assert_eq!(folder.text("README.md"), readme);
}
