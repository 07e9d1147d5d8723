//! Whether a title reads like a question.

use std::collections::HashMap;

use crate::qa::find::Site;
use crate::qa::lead;

/// Words that a question or a task for the reader begins with.
const ASKING: [&str; 46] = [
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
    "qué",
];

/// Titles of headings that every document has: they ask nothing.
pub(super) const STRUCTURE: &str = r"(?ix)^\W*(?:
    (?:table\ of\ )?contents?(?:\ \(.*\))? | index | toc | introduction | intro | overview | about
    | contribut(?:ing|ors?|ions?) | how\ (?:to|can\ i|do\ i)\ contribute | licen[cs]e | references?
    | sources? | (?:additional|useful|further|related|other)?\ ?(?:resources?|links?|topics|reading|projects)
    | summary | conclusion | prerequisites | authors? | acknowledge?ments? | credits | notes?
    | (?:frequently\ asked\ )?questions(?:\ (?:and|&)\ answers)? | faqs? | (?:show\ |view\ |see\ |click\ .*)?(?:the\ )?(?:answer|solution|explanation|hint)s?
    | changelog | support | feedback | disclaimer | getting\ started | installation | usage | todo
    | q\ ?&\ ?a | back\ to\ top | sponsors? | backers | star\ history | code\ of\ conduct
    | оглавление | содержание | источники | 目录 | 参考 | 目次 | 목차 | índice | sumário | inhalt
    )\W*$";

/// How much `title` reads like a question, from 0 to 1.
pub(super) fn likeness(title: &str) -> f32 {
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
    sites.retain(|site| {
        lists
            .get(&site.list)
            .is_some_and(|(asking, of)| *of == 1 || asking * 2.0 >= *of as f32)
    });
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn questions_ask() {
        assert!(likeness("What is overfitting") > 0.9);
        assert!(likeness("Overfitting: when does it happen? 👶") > 0.9);
        assert!(likeness("ماهو الناتج ؟") > 0.9);
        assert!(likeness("Overfitting") < 0.1);
    }
}
