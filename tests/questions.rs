//! `qalint questions` without a configuration: every style is read as its author meant it.

#[path = "support/mod.rs"]
mod support;

use support::Folder;

/// The questions that are found in a file, as `number title`; with a dash where there is no answer.
fn found(name: &str, text: &str) -> Vec<String> {
    found_in([(name.to_owned(), text.to_owned())])
}

/// The same for several files.
fn found_in(files: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let files: Vec<(String, String)> = files.into_iter().collect();
    let folder = Folder::with(files.iter().map(|(name, text)| (&**name, &**text)));
    let ran = folder.qalint(&["questions", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let records = ran.json();
    let record = |record: &serde_json::Value| {
        let number = record["number"].as_u64();
        let number = number.map_or_else(String::new, |number| format!("{number} "));
        let title = record["title"].as_str().unwrap_or_default();
        let answered = if record["answer"].is_null() { " -" } else { "" };
        format!("{number}{title}{answered}")
    };
    records
        .as_array()
        .expect("a list")
        .iter()
        .map(record)
        .collect()
}

/// What `form` makes of some numbers and titles.
fn written(form: impl Fn(usize, &str) -> String) -> String {
    [
        "What is rye?",
        "How does dough rise?",
        "Why rest?",
        "What is a soaker?",
    ]
    .iter()
    .enumerate()
    .map(|(index, title)| form(index + 1, title))
    .collect()
}

const NUMBERED: [&str; 4] = [
    "1 What is rye?",
    "2 How does dough rise?",
    "3 Why rest?",
    "4 What is a soaker?",
];

const UNNUMBERED: [&str; 4] = [
    "What is rye?",
    "How does dough rise?",
    "Why rest?",
    "What is a soaker?",
];

#[test]
fn numbered_styles() {
    let styles: [fn(usize, &str) -> String; 9] = [
        |n, title| format!("## 📌 Q{n}: {title}\n\n### ✅ Answer\n\nYes.\n\n"),
        |n, title| format!("### Q{n}: {title} ###\n\nYes.\n\n"),
        |n, title| format!("## Question {n}. {title}\n\nYes.\n\n"),
        |n, title| format!("#### P{n}. {title}\n\n- [ ] no\n- [x] yes\n\n"),
        |n, title| {
            format!("###### {n}. {title}\n\n- A: no\n- B: yes\n\n#### Answer: B\n\nYes.\n\n")
        },
        |n, title| format!("{n}.  ### {title}\n\n    Yes.\n\n"),
        |n, title| format!("<details>\n<summary>{n}. {title}</summary>\n\nYes.\n\n</details>\n\n"),
        |n, title| format!("**{n}) {title}**\n\nYes.\n\n"),
        |n, title| format!("<h3><a name=\"q{n}\"></a>{n}. {title}</h3>\n\nYes.\n\n"),
    ];
    for style in styles {
        let text = written(style);
        assert_eq!(found("README.md", &text), NUMBERED, "{text}");
    }
}

#[test]
fn styles_without_numbers() {
    let styles: [fn(usize, &str) -> String; 5] = [
        |_, title| format!("## {title}\n\nYes.\n\n"),
        |_, title| format!("## Q. {title}\n\nYes.\n\n"),
        |_, title| {
            format!("<details>\n<summary>{title}</summary><br><b>\n\nYes.\n</b></details>\n\n")
        },
        |_, title| format!("**{title} 👶**\n\nYes.\n\n<br/>\n\n"),
        |_, title| format!("**{title}**\nYes.\n\n"),
    ];
    for style in styles {
        let text = written(style);
        assert_eq!(found("README.md", &text), UNNUMBERED, "{text}");
    }
}

#[test]
fn lists_that_only_ask() {
    let text = "* What is rye?\n* Describe dough.\n  * When does it rise?\n* Why rest?\n* How long?\n* What is salt for?\n";
    let expected = [
        "What is rye? -",
        "Describe dough. -",
        "Why rest? -",
        "How long? -",
        "What is salt for? -",
    ];
    assert_eq!(found("questions/bread-questions.md", text), expected);
}

#[test]
fn lists_of_which_some_are_answered() {
    let text = "* What is rye?\n  * A grain.\n* Describe dough.\n* Why rest?\n  * To ripen.\n\
                * How long?\n  * An hour.\n* What is salt for?\n  * Taste.\n";
    let folder = Folder::with([("questions/bread.md", text)]);
    assert_eq!(folder.qalint(&["check", "--quiet"]).code, 0);
    assert_eq!(
        found("questions/bread.md", text)[1..3],
        ["Describe dough. -", "Why rest?"]
    );
}

#[test]
fn one_question_a_file() {
    let text = "---\nid: 7f\nquestion: 'What is ''rye''?'\nsort_order: 1\n---\n\nA grain.\n";
    assert_eq!(found("faq/001_rye.md", text), ["What is 'rye'?"]);
}

#[test]
fn a_table_of_contents_is_no_question() {
    let contents = "# Bread\n\n## Table of Contents\n\n- [What is rye?](#what-is-rye)\n\n";
    let text = format!(
        "{contents}{}",
        written(|_, title| format!("## {title}\n\nYes.\n\n"))
    );
    assert_eq!(found("README.md", &text), UNNUMBERED);
}

#[test]
fn documentation_has_no_questions() {
    for text in [
        "# Bread\n\n## Installation\n\nRun it.\n\n## Usage\n\nUse it.\n\n## How to contribute\n\nAsk.\n",
        "# Guide\n\n## 1. Introduction\n\nx\n\n## 2. Setup\n\nx\n\n## 3. Usage\n\nx\n",
        "# Steps\n\n1. Install it\n2. Run it\n3. Is it there? Then stop\n4. Read on\n5. End\n",
        "# Notes\n\n- [What is rye?](https://example.com/1)\n- [Why rest?](https://example.com/2)\n\
         - [How long?](https://example.com/3)\n- [Who bakes?](https://example.com/4)\n\
         - [When?](https://example.com/5)\n",
    ] {
        assert_eq!(found("README.md", text), [""; 0], "{text}");
    }
}

#[test]
fn one_question_alone() {
    for (text, title) in [
        ("## 📌 Q1: Why rest?\n\nIt ripens.\n", "1 Why rest?"),
        ("# Question 7. Why rest?\n\nIt ripens.\n", "7 Why rest?"),
    ] {
        assert_eq!(found("a.md", text), [title]);
    }
    let two = "## Why rest?\n\nIt ripens.\n\n## What is rye?\n\nA grain.\n";
    assert_eq!(found("a.md", two), ["Why rest?", "What is rye?"]);
    for text in [
        "# Report\n\n## Q1 2024\n\nMore.\n\n## Q2 2024\n\nLess.\n",
        "# Bread\n\n## Why?\n\nFun.\n\n## Usage\n\nBake.\n",
    ] {
        assert_eq!(found("a.md", text), [""; 0], "{text}");
    }
}

#[test]
fn tasks_whose_solutions_are_hidden() {
    let task = |title: &str| {
        format!("### {title}\n\n<details><summary>show</summary>\n\nSo.\n\n</details>\n\n")
    };
    let text = ["Bake a loaf", "Bake two loaves", "Clean the oven"]
        .map(task)
        .concat();
    let text = format!("# Baking\n\n## Basics\n\n{text}");
    let expected = ["Bake a loaf", "Bake two loaves", "Clean the oven"];
    assert_eq!(found("baking.md", &text), expected);
}

#[test]
fn numbers_written_into_bullets() {
    let items = written(|n, title| format!("- {n} . {title}\n")) + "- 5 . How long?\n";
    let text =
        format!("# Interview questions\n\n## Expectations\n\n- A good oven\n\n## All\n\n{items}");
    let titles = NUMBERED.iter().chain(&["5 How long?"]);
    let expected: Vec<String> = titles.map(|title| format!("{title} -")).collect();
    assert_eq!(found("README.md", &text), expected);
}

#[test]
fn files_named_for_their_questions() {
    let names = [
        "What is rye",
        "How does dough rise",
        "why-rest",
        "What is a soaker",
        "Describe the crumb",
        "Kneading",
    ];
    let text = "# Of it\n\nThis.\n\n# What else is there?\n\nThat.\n";
    let files = names.map(|name| (format!("bread/{name}.md"), text.to_owned()));
    assert_eq!(found_in(files), ["Of it"; 6]);
}

#[test]
fn files_with_a_question_in_two_languages() {
    let text = "---\nid: 7\ntitle: Rye / Roggen\n---\n\n# Question (EN)\n\n> What is rye?\n\n\
                # Frage (DE)\n\n> Was ist Roggen?\n\n## Answer (EN)\n\n### Why\n\nA grain.\n\n\
                ## Antwort (DE)\n\nEin Korn.\n";
    assert_eq!(found("rye.md", text), ["Rye / Roggen"]);
}

#[test]
fn headings_between_a_question_and_its_answer() {
    let text = written(|n, title| {
        format!("#### Q{n}: {title}\n\n#### Asked by: bakers\n\n#### Answer:\n\nYes.\n\n")
    });
    assert_eq!(found("README.md", &text), NUMBERED);
}

#[test]
fn headings_above_questions_are_none() {
    let questions = written(|_, title| format!("## {title}\n\nYes.\n\n"));
    let text = format!("# Interview\n\n## Dough\n\n{questions}## [Ovens](ovens.md)\n");
    assert_eq!(found("README.md", &text), UNNUMBERED);
}

#[test]
fn questionnaires_are_no_collection() {
    let files = (1..9).map(|n| {
        let text = written(|_, title| format!("## {title}\n\nLoaf {n}.\n\n"));
        (format!("proposals/{n:03}-loaf/README.md"), text)
    });
    assert_eq!(found_in(files), [""; 0]);
}

#[test]
fn translations_repeat_titles() {
    let titles = ["ရိုင်းဆိုတာ", "မုန့်စိမ်း", "အနားယူခြင်း", "ရေစိမ်", "ဆား"];
    let asked = [
        "What is rye?",
        "How does it rise?",
        "Why rest?",
        "How long?",
        "Is it salty?",
    ];
    let list = |titles: [&str; 5]| titles.map(|title| format!("* {title}\n")).concat();
    let languages = ["danish", "german", "french", "greek", "hindi", "czech"];
    let mut files: Vec<(String, String)> = languages
        .iter()
        .map(|language| (format!("translations/{language}/README.md"), list(asked)))
        .collect();
    files.push(("translations/burmese/README.md".to_owned(), list(titles)));
    assert_eq!(found_in(files).len(), 7 * 5);
}

#[test]
fn a_page_of_documentation_asks_now_and_then() {
    let filler = "Baking takes time, and time takes patience.\n\n".repeat(200);
    let mut files: Vec<(String, String)> = (0..12)
        .map(|n| {
            (
                format!("docs/page-{n}.md"),
                format!("# Page {n}\n\n{filler}"),
            )
        })
        .collect();
    let asking = written(|_, title| format!("## {title}\n\nYes.\n\n"));
    let review = written(|n, title| format!("{n}. {title}\n")) + "5. How long?\n";
    files.push(("docs/oven.md".to_owned(), format!("# Oven\n\n{asking}")));
    files.push((
        "docs/review.md".to_owned(),
        format!("# Oven\n\n{filler}\n{review}"),
    ));
    assert_eq!(found_in(files.clone()), [""; 0]);
    // A page that says that it answers questions is taken at its word.
    files.push(("docs/faq.md".to_owned(), format!("# Oven\n\n{asking}")));
    assert_eq!(found_in(files), UNNUMBERED);
}

#[test]
fn files_may_be_written_in_different_ways() {
    let folder = Folder::with([
        (
            "a.md",
            written(|n, title| format!("{n}. ### {title}\n\n   Yes.\n\n")),
        ),
        (
            "b.md",
            written(|_, title| {
                format!("<details>\n<summary>{title}</summary>\n\nYes.\n</details>\n\n")
            }),
        ),
        (
            "c.md",
            written(|n, title| format!("## Q{n}. {title}\n\nYes.\n\n")),
        ),
    ]);
    let lines = folder.qalint(&["questions", "--format", "jsonl"]).stdout;
    assert_eq!(lines.lines().count(), 12, "{lines}");
}

#[test]
fn a_record_holds_all_of_a_question() {
    let text = "#### Q17b. What makes bread *rise*?\n\n- [x] yeast\n- [ ] salt\n\n##### Why\n\nIt makes `gas`.\n\n\
                #### Q18. What bakes it?\n\n- [x] heat\n- [ ] cold\n";
    let folder = Folder::with([("quiz.md", text)]);
    let records = folder.qalint(&["questions", "--format", "json"]).json();
    let first = &records[0];
    assert_eq!(
        (&first["number"], &first["subnumber"]),
        (&17.into(), &"b".into())
    );
    assert_eq!(first["title"], "What makes bread rise?");
    assert_eq!(first["options"][0]["correct"], true);
    assert_eq!(first["options"][1]["text"], "salt");
    assert_eq!(first["sections"][0]["markdown"], "It makes `gas`.");
    assert!(
        first["answer_text"]
            .as_str()
            .is_some_and(|text| text.ends_with("Why\nIt makes gas."))
    );
    let csv = folder.qalint(&["questions", "--format", "csv"]).stdout;
    assert!(
        csv.contains("quiz.md,1,17b,What makes bread rise?,"),
        "{csv}"
    );
    assert!(csv.contains("\"yeast\nsalt\",yeast,"), "{csv}");
    let markdown = folder.qalint(&["questions", "--format", "markdown"]).stdout;
    assert!(
        markdown.starts_with("## 17b. What makes bread rise?\n\n- [x] yeast"),
        "{markdown}"
    );
}

#[test]
fn only_what_promises_questions_is_told_that_it_has_none() {
    let told = |files: &[(&str, &str)]| {
        let ran = Folder::with(files.iter().copied()).qalint(&["check"]);
        ran.stdout.contains("no questions recognised")
            || ran.stderr.contains("no questions recognised")
    };
    let text = "# Bread\n\nIt rises.\n";
    assert!(!told(&[
        ("README.md", &text.repeat(5)),
        ("docs/faq.md", text)
    ]));
    assert!(told(&[("interview-questions.md", text)]));
    assert!(told(&[(
        "README.md",
        "# Interview questions\n\nOf rye, and of dough.\n"
    )]));
    let asking =
        "# Bread\n\nWhat is rye?\n\n### Why rest?\n\n## What is a soaker?\n\n#### How long?\n";
    assert!(told(&[("bread.md", asking)]));
}
