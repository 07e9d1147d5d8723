//! Collections as people write them: the same questions in several styles.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qalint::link::slug;

/// One question with its answer, where no style has touched it.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) number: usize,
    pub(crate) title: &'static str,
    pub(crate) answer: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Files of three questions in headings with a marker, and a table of them in the README.
    Hub,
    /// Numbered headings in one file, below a list of links to them.
    Headings,
    /// Items of a list that are headings, below a list of links to them.
    Items,
    /// Folded answers.
    Details,
    /// Questions with options to choose from.
    Quiz,
}

pub(crate) const STYLES: [Style; 5] = [
    Style::Hub,
    Style::Headings,
    Style::Items,
    Style::Details,
    Style::Quiz,
];

pub(crate) type Files = BTreeMap<String, String>;

impl Style {
    /// Whether there is an index.
    pub(crate) fn is_indexed(self) -> bool {
        matches!(self, Self::Hub | Self::Headings | Self::Items)
    }

    /// Whether questions have a heading, which links can lead to.
    pub(crate) fn heading(self, question: &Question) -> String {
        let Question { number, title, .. } = question;
        match self {
            Self::Hub => format!("📌 Q{number}: {title}"),
            Self::Headings => format!("{number}. {title}"),
            Self::Quiz => format!("Q{number}. {title}"),
            Self::Items | Self::Details => (*title).to_owned(),
        }
    }

    /// The file that the question of index `at` stands in.
    pub(crate) fn file(self, at: usize) -> String {
        match self {
            Self::Hub => format!("QA_{}-{}.md", at / 3 * 3 + 1, at / 3 * 3 + 3),
            Self::Quiz => "bread-quiz.md".to_owned(),
            _ => "README.md".to_owned(),
        }
    }

    /// The row of the index for the question of index `at`.
    pub(crate) fn row(self, at: usize, question: &Question) -> String {
        let Question { number, title, .. } = question;
        let anchor = slug(&self.heading(question));
        match self {
            Self::Hub => {
                let file = self.file(at);
                format!("| Q{number} | {title} | [Answer]({file}#{anchor}) |\n")
            }
            _ => format!("{number}. [{title}](#{anchor})\n"),
        }
    }

    /// The question of index `at` as it is written.
    pub(crate) fn entry(self, question: &Question) -> String {
        let Question {
            number,
            title,
            answer,
        } = question;
        let heading = self.heading(question);
        match self {
            Self::Hub => format!("## {heading}\n\n### ✅ Answer\n\n{answer}\n\n"),
            Self::Headings => format!("## {heading}\n\n{answer}\n\n"),
            Self::Items => {
                let answer = answer.replace('\n', "\n   ").replace("\n   \n", "\n\n");
                format!("{number}. ### {heading}\n\n   {answer}\n\n")
            }
            Self::Details => format!(
                "<details>\n<summary>{number}. {title}</summary>\n\n{answer}\n\n</details>\n\n"
            ),
            Self::Quiz => format!(
                "#### {heading}\n\n- [ ] It depends\n- [x] {answer}\n- [ ] Nobody knows\n- [ ] Neither\n\n"
            ),
        }
    }

    /// All files of a collection of `questions`.
    pub(crate) fn files(self, questions: &[Question]) -> Files {
        let mut files = Files::new();
        let readme = files.entry("README.md".to_owned()).or_default();
        readme.push_str("# Bread\n\nWhat people ask about it.\n\n");
        if self.is_indexed() {
            readme.push_str("## Contents\n\n");
            if self == Self::Hub {
                readme.push_str("| # | Question | Answer |\n| --- | --- | --- |\n");
            }
            for (at, question) in questions.iter().enumerate() {
                readme.push_str(&self.row(at, question));
            }
            if self != Self::Hub {
                readme.push('\n');
            }
        }
        for (at, question) in questions.iter().enumerate() {
            let text = files.entry(self.file(at)).or_default();
            if text.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "# Questions from {} on\n", question.number);
            }
            text.push_str(&self.entry(question));
        }
        for text in files.values_mut() {
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        files
    }
}
