//! What the mojibake engine promises: garbled text comes back as it was meant, clean text stays,
//! and every finding can be relied on for what it says.

use proptest::prelude::*;
use qalint::encoding::{Certainty, Context, Garbled, decode, find, suspicious};

/// Misreads UTF-8 as an encoding; `lossy` drops the bytes that the encoding leaves undefined.
fn misread(text: &str, encoding: &'static encoding_rs::Encoding, lossy: bool) -> String {
    let (read, _) = encoding.decode_without_bom_handling(text.as_bytes());
    read.chars()
        .filter(|c| !lossy || !matches!(c, '\u{80}'..='\u{9f}'))
        .collect()
}

fn apply(text: &str, found: &[Garbled]) -> String {
    let mut repaired = String::new();
    let mut at = 0;
    for garbled in found {
        repaired.push_str(&text[at..garbled.range.start]);
        repaired.push_str(&garbled.meant);
        at = garbled.range.end;
    }
    repaired + &text[at..]
}

fn repair(text: &str) -> String {
    apply(text, &find(text, &Context::default()))
}

const NOTES: &str = "\
## 📌 Question 7: What is a café’s “house blend”?

### ✅ Answer

A blend — usually of two origins — that the roaster keeps all year… It’s “the usual”.

👉 [More](https://example.org/blend) 🚀
";

#[test]
fn restores_what_was_misread() {
    for encoding in [
        encoding_rs::WINDOWS_1252,
        encoding_rs::WINDOWS_1254,
        encoding_rs::WINDOWS_1250,
        encoding_rs::WINDOWS_1251,
        encoding_rs::MACINTOSH,
    ] {
        let garbled = misread(NOTES, encoding, false);
        let found = find(&garbled, &Context::default());
        assert!(
            found.iter().all(|find| find.certainty == Certainty::Exact),
            "{found:#?}"
        );
        assert_eq!(apply(&garbled, &found), NOTES, "{}", encoding.name());
    }
}

#[test]
fn names_the_same_misreading_throughout() {
    for (encoding, name) in [
        (encoding_rs::WINDOWS_1252, "Windows-1252"),
        (encoding_rs::WINDOWS_1254, "Windows-1254"),
    ] {
        for find in find(&misread(NOTES, encoding, false), &Context::default()) {
            assert_eq!(find.misreadings.len(), 1);
            assert_eq!(find.misreadings[0].written, "UTF-8");
            assert_eq!(find.misreadings[0].read, name, "{}", find.meant);
        }
    }
}

#[test]
fn guesses_dropped_bytes() {
    let garbled = misread(NOTES, encoding_rs::WINDOWS_1252, true);
    let found = find(&garbled, &Context::default());
    assert_eq!(apply(&garbled, &found), NOTES);
    let guessed: Vec<&str> = found
        .iter()
        .filter(|find| find.certainty == Certainty::Guessed)
        .map(|find| find.meant.as_str())
        .collect();
    assert_eq!(guessed, ["”", "”"]);
}

#[test]
fn takes_off_layers() {
    let mut text = NOTES.to_owned();
    for _ in 0..3 {
        text = misread(&text, encoding_rs::WINDOWS_1252, false);
    }
    assert_eq!(repair(&text), NOTES);
    let found = find(&text, &Context::default());
    assert!(
        found.iter().all(|find| find.misreadings.len() == 3),
        "{found:#?}"
    );
}

#[test]
fn leaves_clean_text_alone() {
    for text in [
        NOTES,
        "Très bien : « ça va », naïve façade, Ångström, mañana, Übermut.",
        "İstanbul’da ağaçlar; Łódź, Gdańsk; Příliš žluťoučký kůň.",
        "Съешь ещё этих мягких французских булок. Щось своє, їжак.",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. שלום עולם. مرحبا، كيف الحال؟",
        "Tiếng Việt có nhiều dấu. 日本語と中文和한국어.",
        "├── src\n│   └── main.rs\n",
    ] {
        assert_eq!(find(text, &Context::default()), [], "{text}");
    }
}

fn check(text: &str, found: &[Garbled]) {
    let mut at = 0;
    for garbled in found {
        assert!(garbled.range.start >= at && garbled.range.start < garbled.range.end);
        assert!(text.is_char_boundary(garbled.range.start));
        assert!(text.is_char_boundary(garbled.range.end));
        assert!(!garbled.misreadings.is_empty());
        at = garbled.range.end;
    }
    assert!(at <= text.len());
    assert!(found.is_empty() || suspicious(text));
}

fn exact(found: Vec<Garbled>) -> Vec<Garbled> {
    found
        .into_iter()
        .filter(|find| find.certainty == Certainty::Exact)
        .collect()
}

/// Text of characters that garbled text is made of.
fn odd_text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => "[ -~]",
        2 => Just("\n".to_owned()),
        8 => "[\u{80}-\u{ff}]",
        2 => "[\u{152}\u{153}\u{160}\u{161}\u{178}\u{17d}\u{17e}\u{192}\u{2c6}\u{2dc}]",
        2 => "[–—‘’‚“”„†‡•…‰‹›€™]",
        2 => "[А-яёіїЂѓ]",
        1 => "[─-▟]",
        1 => Just("\u{fffd}".to_owned()),
        1 => Just("â€™".to_owned()),
        1 => Just("ğŸ™".to_owned()),
        1 => Just("Ã¢â‚¬â„¢".to_owned()),
        1 => "\\PC",
    ];
    prop::collection::vec(letter, 0..60).prop_map(|letters| letters.concat())
}

proptest! {
    #[test]
    fn findings_are_in_bounds_and_sorted(text in odd_text()) {
        check(&text, &find(&text, &Context::default()));
    }

    #[test]
    fn repairing_twice_changes_nothing_more(text in odd_text()) {
        let once = repair(&text);
        prop_assert_eq!(&repair(&once), &once);
        let found = exact(find(&text, &Context::default()));
        let once = apply(&text, &found);
        let again = exact(find(&once, &Context::default()));
        prop_assert_eq!(again, []);
    }

    #[test]
    fn any_bytes_become_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let decoded = decode(&bytes);
        let mut text = 0;
        let mut disk = 0;
        for (range, length) in &decoded.pieces {
            let alike = range.start - disk;
            prop_assert_eq!(&bytes[disk..range.start], &decoded.text.as_bytes()[text..text + alike]);
            disk = range.end;
            text += alike + length;
        }
        prop_assert_eq!(&bytes[disk..], &decoded.text.as_bytes()[text..]);
    }
}
