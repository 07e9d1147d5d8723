//! Whether a title reads like a question.

use std::collections::HashMap;

use crate::qa::find::Site;
use crate::qa::lead;

/// Words that a question or a task for the reader begins with.
const ASKING: [&str; 53] = [
    "what",
    "what's",
    "what’s",
    "whats",
    "how",
    "why",
    "when",
    "where",
    "which",
    "who",
    "whose",
    "explain",
    "describe",
    "define",
    "differentiate",
    "difference",
    "differences",
    "compare",
    "discuss",
    "is",
    "are",
    "do",
    "does",
    "did",
    "can",
    "could",
    "should",
    "would",
    "will",
    "have",
    "has",
    "tell",
    "mention",
    "distinguish",
    "suppose",
    "что",
    "как",
    "какие",
    "какой",
    "чем",
    "зачем",
    "почему",
    "расскажите",
    "объясните",
    "опишите",
    "перечислите",
    "назовите",
    "сравните",
    "приведите",
    "для",
    "где",
    "когда",
    "qué",
];

/// Titles of headings that every document has, in lower case: they ask nothing.
const STRUCTURE: [&str; 76] = [
    "content",
    "contents",
    "table of content",
    "table of contents",
    "index",
    "toc",
    "introduction",
    "intro",
    "overview",
    "about",
    "contributing",
    "contributor",
    "contributors",
    "contribution",
    "contributions",
    "how to contribute",
    "how can i contribute",
    "how do i contribute",
    "licence",
    "license",
    "reference",
    "references",
    "source",
    "sources",
    "summary",
    "conclusion",
    "prerequisites",
    "author",
    "authors",
    "acknowledgments",
    "acknowledgements",
    "credits",
    "note",
    "notes",
    "question",
    "questions",
    "frequently asked questions",
    "questions and answers",
    "questions & answers",
    "faq",
    "faqs",
    "answer",
    "answers",
    "solution",
    "solutions",
    "explanation",
    "explanations",
    "hint",
    "hints",
    "changelog",
    "support",
    "feedback",
    "disclaimer",
    "getting started",
    "installation",
    "usage",
    "todo",
    "q&a",
    "q & a",
    "back to top",
    "sponsors",
    "backers",
    "star history",
    "code of conduct",
    "answer key",
    "solucionario",
    "soluciones",
    "respuestas",
    "ответы",
    "оглавление",
    "содержание",
    "источники",
    "目录",
    "目次",
    "목차",
    "índice",
];

/// What else names a list of links, behind a word such as `further` or alone.
const LISTS: [&str; 8] = [
    "resource",
    "resources",
    "link",
    "links",
    "topics",
    "reading",
    "projects",
    "参考",
];

/// Whether `title` is one that every document has, or only shows what is hidden below it.
pub(in crate::qa) fn is_structure(title: &str) -> bool {
    // No such title is longer; most titles are.
    if title.len() > 60 || title.ends_with('?') {
        return false;
    }
    let plain = title
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let known = |title: &str| STRUCTURE.contains(&title) || LISTS.contains(&title);
    let list = || {
        let (before, last) = plain.rsplit_once(' ').unwrap_or_default();
        LISTS.contains(&last)
            && ["additional", "useful", "further", "related", "other"].contains(&before)
    };
    plain.is_empty()
        || known(&plain)
        || plain
            .split_once(" (")
            .is_some_and(|(before, _)| known(before))
        || list()
        || ["sumário", "inhalt"].contains(&&*plain)
        || reveals(&plain)
}

/// Whether `label` only says that it shows what is hidden below it: `Show answer`, `Solution`.
pub(super) fn reveals(label: &str) -> bool {
    if label.len() > 80 {
        return false;
    }
    let (mut hidden, mut shows) = (false, false);
    for word in label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let word = word.to_lowercase();
        if HIDDEN.contains(&&*word) {
            hidden = true;
        } else if ["show", "view", "see", "click", "reveal", "expand", "open"].contains(&&*word) {
            shows = true;
        } else if ![
            "the", "here", "to", "me", "for", "full", "and", "a", "an", "our", "my",
        ]
        .contains(&&*word)
        {
            return false;
        }
    }
    hidden || shows
}

/// What stands hidden below a question.
const HIDDEN: [&str; 24] = [
    "answer",
    "answers",
    "solution",
    "solutions",
    "explanation",
    "explanations",
    "hint",
    "hints",
    "respuesta",
    "resposta",
    "réponse",
    "risposta",
    "antwort",
    "lösung",
    "solución",
    "solução",
    "ответ",
    "решение",
    "відповідь",
    "答案",
    "解答",
    "정답",
    "cevap",
    "odpowiedź",
];

/// How much `title` reads like a question, from 0 to 1.
pub(in crate::qa) fn likeness(title: &str) -> f32 {
    let end = title.trim_end_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '?' | '？' | '؟' | ';' | '՞')
    });
    let greek = |c: char| ('\u{370}'..='\u{3ff}').contains(&c);
    if end.ends_with(['?', '？', '؟'])
        || end.ends_with(';') && title.contains(greek)
        || title.contains("? ")
        || title.starts_with('¿')
    {
        return 1.0;
    }
    if let Some(likeness) = east_asian(title) {
        return likeness;
    }
    // A clause, not a sentence.
    if title.starts_with(|c: char| c.is_ascii_lowercase()) {
        return 0.0;
    }
    let first = title
        .split(|c: char| c.is_whitespace() || c == ',' || c == ':')
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .to_lowercase();
    if !ASKING.contains(&first.as_str()) {
        return 0.0;
    }
    // "What we changed" tells, "What is overfitting" asks.
    if RELATIVE.contains(&first.as_str()) {
        let mut words = title.split_whitespace();
        let second = words.nth(1).unwrap_or_default().to_lowercase();
        return if INVERTED.contains(&second.as_str()) {
            1.0
        } else {
            0.4
        };
    }
    1.0
}

/// How much a title in Chinese, Japanese or Korean reads like a question; `None` for others.
fn east_asian(title: &str) -> Option<f32> {
    if title.is_ascii() {
        return None;
    }
    let end = title.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = end.chars().next_back()?;
    // Latin titles are most; words of these scripts stand at the end, or anywhere in Chinese.
    match last {
        '\u{ac00}'..='\u{d7a3}' => {
            let asks = KOREAN.iter().any(|ending| end.ends_with(ending));
            Some(if asks { 1.0 } else { 0.0 })
        }
        _ if title
            .chars()
            .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) =>
        {
            let asks = last == 'か'
                || CHINESE.iter().any(|word| title.contains(word))
                || CHINESE_TASKS.iter().any(|word| {
                    title
                        .strip_prefix(word)
                        .is_some_and(|rest| !rest.starts_with(['器', '符']))
                });
            let tells = ["如何", "怎么", "怎樣", "怎样"]
                .iter()
                .any(|word| title.contains(word));
            Some(if asks {
                1.0
            } else if tells {
                0.4
            } else {
                0.0
            })
        }
        _ => None,
    }
}

/// How questions and tasks end in Korean.
const KOREAN: [&str; 12] = [
    "까",
    "나요",
    "는가",
    "은가",
    "인가",
    "는지",
    "설명하시오",
    "설명하세요",
    "설명해주세요",
    "설명해 주세요",
    "서술하시오",
    "말하시오",
];

/// What only questions and tasks have in Chinese.
const CHINESE: [&str; 15] = [
    "什么", "什麼", "为何", "為何", "哪些", "哪个", "吗", "是否", "多少", "区别", "請問", "请问",
    "请你", "请写", "请说",
];

/// What only questions and tasks begin with in Chinese.
const CHINESE_TASKS: [&str; 7] = ["简述", "谈谈", "说说", "解释", "描述", "介绍", "列举"];

/// Words that begin a question, or a clause.
const RELATIVE: [&str; 9] = [
    "what",
    "how",
    "why",
    "when",
    "where",
    "which",
    "who",
    "whose",
    "differences",
];

/// What stands behind these words in a question.
const INVERTED: [&str; 25] = [
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will",
    "has", "have", "kind", "kinds", "type", "types", "happens", "between", "many", "much", "all",
    "the", "would",
];

/// One item in how many must be in a list that asks for the others to be in one that does not.
const FEWEST: usize = 10;

/// Keeps the items of lists that mostly ask.
pub(in crate::qa) fn retain_asking(sites: &mut Vec<Site<'_>>) {
    let mut lists: HashMap<u32, (f32, u32)> = HashMap::new();
    for site in sites.iter() {
        let (asking, of): &mut (f32, u32) = lists.entry(site.list).or_default();
        *asking += likeness(
            site.text
                .get(lead::read(&site.text).behind..)
                .unwrap_or_default(),
        );
        *of += 1;
    }
    let asks = |site: &Site<'_>| {
        lists
            .get(&site.list)
            .is_some_and(|(asking, of)| *of == 1 || asking * 2.0 >= *of as f32)
    };
    // Where next to none asks, it is in a language whose questions cannot be told by their words.
    let asking = sites.iter().filter(|site| asks(site)).count();
    if asking * FEWEST >= sites.len() {
        sites.retain(asks);
    }
}

#[cfg(test)]
mod tests {
    use super::{is_structure, likeness, reveals};

    #[test]
    fn titles_of_every_document() {
        for title in [
            "Table of Contents",
            "Contents (short)",
            "📚 Further reading:",
            "Questions & Answers",
            "<Show the answer>",
            "-",
        ] {
            assert!(is_structure(title), "{title}");
        }
        for title in [
            "Contents of a pod",
            "What is the answer?",
            "Closures",
            "Show pods",
        ] {
            assert!(!is_structure(title), "{title}");
        }
        assert!(reveals("Click here to see the solution"));
        assert!(!reveals("How to show pods?"));
    }

    #[test]
    fn questions_ask() {
        assert!(likeness("What is overfitting") > 0.9);
        assert!(likeness("Overfitting: when does it happen? 👶") > 0.9);
        assert!(likeness("ماهو الناتج ؟") > 0.9);
        assert!(likeness("请你说说线程和进程的区别") > 0.9);
        assert!(likeness("클로저를 설명하세요.") > 0.9);
        assert!(likeness("如何安装") < 0.5);
        assert!(likeness("Overfitting") < 0.1);
    }
}
