//! Titles that say nothing without what they point at.

/// Words that point at what is shown below a title.
const POINTING: [&str; 8] = [
    "following",
    "below",
    "above",
    "output",
    "outputs",
    "snippet",
    "snippets",
    "shown",
];

/// Words that, with one of [`WHICH`] before them, do, too.
const SHOWN: [&str; 12] = [
    "code",
    "program",
    "function",
    "example",
    "expression",
    "expressions",
    "query",
    "script",
    "statement",
    "statements",
    "class",
    "component",
];

const WHICH: [&str; 3] = ["this", "that", "these"];

/// Whether `title` asks about something that has to be shown with it: "What will this code print?".
/// Two such questions that show nothing need not be the same.
#[must_use]
pub fn points_at_something(title: &str) -> bool {
    let title = title.to_lowercase();
    let mut which = 0;
    for word in title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if POINTING.contains(&word) || which > 0 && SHOWN.contains(&word) {
            return true;
        }
        // "this recursive function"
        which = if WHICH.contains(&word) {
            2
        } else {
            which.max(1) - 1
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::points_at_something;

    #[test]
    fn what_needs_to_be_seen() {
        for title in [
            "What is the output of the program?",
            "What will the following print?",
            "What's wrong with that code?",
            "Explain the result of this nested function",
        ] {
            assert!(points_at_something(title), "{title}");
        }
        for title in ["What is a closure?", "What does this mean in a function?"] {
            assert!(!points_at_something(title), "{title}");
        }
    }
}
