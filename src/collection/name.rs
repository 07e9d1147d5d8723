//! What the names of files tell of others: copies and translations.

/// The name of a file, as far as it tells to which others it corresponds.
pub(super) struct Name<'a> {
    /// The folders but those that are named for a language, and the file's name without ending
    /// and language.
    pub(super) parts: Vec<&'a str>,
    /// Whether a language was left out.
    pub(super) translated: bool,
}

impl<'a> Name<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        let mut parts: Vec<&str> = path.split('/').collect();
        let before = parts.len();
        let stem = parts.pop().map_or("", |last| {
            last.rsplit_once('.').map_or(last, |(stem, _)| stem)
        });
        parts.retain(|folder| !is_language(folder));
        let own = without_language(stem);
        let translated = parts.len() + 1 < before || own.len() < stem.len();
        parts.push(own);
        Self { parts, translated }
    }

    pub(super) fn folders(&self) -> &[&'a str] {
        self.parts.split_last().map_or(&[], |(_, folders)| folders)
    }

    /// Whether both are the same page in another folder or language. Of a page that every folder
    /// has, such as `README`, the folder has to have the same name, too, or to be a language.
    pub(super) fn corresponds_to(&self, other: &Self) -> bool {
        let (Some((name, folders)), Some((other_name, other_folders))) =
            (self.parts.split_last(), other.parts.split_last())
        else {
            return false;
        };
        let is_default = ["readme", "index"]
            .iter()
            .any(|d| d.eq_ignore_ascii_case(name));
        let same_folders = folders.last() == other_folders.last()
            || (self.translated || other.translated)
                && (folders.is_empty() || other_folders.is_empty());
        name.eq_ignore_ascii_case(other_name) && (!is_default || same_folders)
    }
}

/// Whether a folder is named for a language: `fr`, `pt-br`, `zh_CN`.
fn is_language(folder: &str) -> bool {
    let (language, region) = folder.split_once(['-', '_']).unwrap_or((folder, "xx"));
    let two_letters = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
    two_letters(language) && two_letters(region)
}

/// A file's stem without a language at its end: `quiz-fr`, `quiz.pt-br`, `quiz_zh_CN`.
fn without_language(stem: &str) -> &str {
    let cut = |stem: &'_ str| -> Option<usize> {
        let at = stem.rfind(['-', '_', '.'])?;
        let code = &stem[at + 1..];
        let is_code =
            (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
        (is_code && at > 0).then_some(at)
    };
    let Some(at) = cut(stem) else { return stem };
    // `zh-CN` has two parts.
    match cut(&stem[..at]) {
        Some(first) => &stem[..first],
        None => &stem[..at],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_correspond() {
        for (one, two, expected) in [
            ("en/basics.md", "fr/basics.md", true),
            ("quiz.md", "quiz-fr.md", true),
            ("quiz-zh_CN.md", "quiz-fr.md", true),
            ("css/README.md", "html/README.md", false),
            ("de/css/README.md", "en/css/README.md", true),
            ("README.md", "README-es.md", true),
            ("zh-CN/README-zh_CN.md", "zh-TW/README_zh-TW.md", true),
            ("README.md", "translations/README_zh-TW.md", true),
            ("QA_1-3.md", "QA_4-6.md", false),
            ("a/QA_1-3.md", "b/QA_4-6.md", false),
        ] {
            let corresponds = Name::of(one).corresponds_to(&Name::of(two));
            assert_eq!(corresponds, expected, "{one} {two}");
        }
    }
}
