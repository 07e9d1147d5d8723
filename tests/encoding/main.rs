//! What the mojibake engine promises: garbled text comes back as it was meant, clean text stays,
//! and every finding can be relied on for what it says.

mod odd;

use proptest::prelude::*;
use qalint::encoding::{Certainty, Context, Garbled, decode, find, suspicious};
use qalint::repair::{Syntax, mend};

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

/// Who applies the safe repairs and looks again must still be told of the rest.
#[test]
fn safe_repairs_hide_nothing() {
    let thanks = "\n\nWe call it “the mother”  and feed it. Thank you for being here! 🙏\n";
    let lines = [
        &[NOTES, thanks].concat(),
        "# Notes\n\n**☕ Support**\n\nIt’s 10 € — “so”.\n",
        "Chtěl čaj, říčka – připojení k síti.\n",
        thanks,
    ];
    for text in lines {
        for encoding in [
            encoding_rs::WINDOWS_1252,
            encoding_rs::WINDOWS_1254,
            encoding_rs::WINDOWS_1250,
            encoding_rs::WINDOWS_1251,
        ] {
            let garbled = misread(text, encoding, true);
            let is_safe =
                |found: &Garbled| found.certainty == Certainty::Exact && !found.is_evidence;
            let mut found = find(&garbled, &Context::default());
            let rest = found.iter().filter(|found| !is_safe(found)).count();
            found.retain(is_safe);
            let after = apply(&garbled, &found);
            let again = find(&after, &Context::default());
            assert!(
                again.len() >= rest,
                "{}: {after}\n{again:#?}",
                encoding.name()
            );
        }
    }
}

#[test]
fn question_marks_that_ask_stay() {
    let ask = "Why is it called â€œthe motherâ€? Nobody knows.\n| Q1 | Is it â€œusualâ€? |\n";
    let asked = "Why is it called “the mother”? Nobody knows.\n| Q1 | Is it “usual”? |\n";
    assert_eq!(repair(ask), asked);
    let lost = "He called it â€œthe motherâ€? and said â€œso be itâ€? to them.\n";
    let found = "He called it “the mother” and said “so be it” to them.\n";
    assert_eq!(repair(lost), found);
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

#[test]
fn leaves_documents_about_mojibake_alone() {
    for text in [
        "If you see Ã© instead of é, the page is UTF-8 and was served as Latin-1.\n",
        "# What went wrong\n\n| you see | it was |\n|---|---|\n| â€™ | ’ |\n| Ã¼ | ü |\n| â€œ | “ |\n| ðŸ™ | 🙏 |\n",
        "- Ã¤ → ä\n- Ã¶ → ö\n- Ã¼ → ü\n- ÃŸ → ß\n",
        "This is mojibake: â€œquotesâ€ and cafÃ©.\n",
        "The file is UTF-8, but it is read as Windows-1252, and so the dash becomes â€”.\n",
        "Â·B and the like: A·B is a product.\n",
    ] {
        assert_eq!(find(text, &Context::default()), [], "{text}");
    }
}

#[test]
fn leaves_a_hex_dump_alone() {
    let text = "00000000: 63 61 66 C3 A9 0D 0A  cafÃ©\n";
    let code = 0..text.len();
    let context = Context {
        code: std::slice::from_ref(&code),
    };
    assert_eq!(find(text, &context), []);
}

#[test]
fn repairs_what_source_files_hold() {
    for (garbled, meant) in [
        (
            "        // Act â€” create the node\n",
            "        // Act — create the node\n",
        ),
        (
            "// more than âŒŠ n/2 âŒ‹ times\n",
            "// more than ⌊ n/2 ⌋ times\n",
        ),
        (
            "    /// the hub's own node â€” see below\n",
            "    /// the hub's own node — see below\n",
        ),
        (
            "â”œâ”€â”€ src\nâ”‚   â””â”€â”€ main.rs\n",
            "├── src\n│   └── main.rs\n",
        ),
        ("Ningboï¼ŒChina\n", "Ningbo，China\n"),
    ] {
        assert_eq!(repair(garbled), meant);
        let code = 0..garbled.len();
        let context = Context {
            code: std::slice::from_ref(&code),
        };
        assert_eq!(apply(garbled, &find(garbled, &context)), meant, "in code");
    }
}

#[test]
fn undoes_straightened_quotes_in_sequences() {
    let garbled = "Itâ€™s late â€\" and yet it isnâ€™t.\n";
    assert_eq!(repair(garbled), "It’s late — and yet it isn’t.\n");
    let found = find(garbled, &Context::default());
    let guessed = found
        .iter()
        .filter(|find| find.certainty == Certainty::Guessed);
    assert_eq!(guessed.count(), 1);
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

/// What `misreadings`, from the first to the last, make of a text, where that can be told.
fn misread_by_name(text: &str, found: &Garbled) -> Option<String> {
    let mut read = text.to_owned();
    for misreading in &found.misreadings {
        let codec = encoding_rs::Encoding::for_label(misreading.read.to_lowercase().as_bytes())?;
        // These are other encodings by the standard.
        let differs = matches!(misreading.read, "ISO-8859-9" | "KOI8-U");
        if misreading.written != "UTF-8" || !codec.is_single_byte() || differs {
            return None;
        }
        // ISO 8859-1 is Windows-1252 by the standard, but for the controls.
        read = if misreading.read == "ISO-8859-1" {
            encoding_rs::mem::decode_latin1(read.as_bytes()).into_owned()
        } else {
            misread(&read, codec, false)
        };
    }
    Some(read)
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

/// Applying all findings, or the exact ones, or those of them that nothing rests on, gives a text in
/// which no more of the same are found.
fn finds_nothing_more(text: &str) -> Result<(), TestCaseError> {
    let exact = |found: &Garbled| found.certainty == Certainty::Exact;
    let safe = |found: &Garbled| exact(found) && !found.is_evidence;
    let kinds: [&dyn Fn(&Garbled) -> bool; 3] = [&|_| true, &exact, &safe];
    for kind in kinds {
        let find = |text: &str| {
            let mut found = find(text, &Context::default());
            found.retain(kind);
            found
        };
        let once = apply(text, &find(text));
        prop_assert_eq!(find(&once), vec![], "{} becomes {}", text, once);
    }
    Ok(())
}

#[test]
fn text_made_to_defeat_it_settles() {
    for text in [
        "Â¤\u{81}¤",
        "Ã¢â‚¬â„¢™â€™\u{86}¡Ž!Ú\u{98}\u{82}\nA",
        "‰xÃ њ\u{8b}\u{94}Åõ",
        "Ã¢â‚¬â„¢¯ñ\u{99}љøЍ╼┅}\u{86}\u{80}�â€锟鈥в•Ё薛窼â€™¶锟C",
    ] {
        finds_nothing_more(text).expect("it settles");
    }
}

proptest! {
    #[test]
    fn findings_are_in_bounds_and_sorted(text in odd_text()) {
        check(&text, &find(&text, &Context::default()));
    }

    #[test]
    fn exact_findings_are_proved(text in odd_text()) {
        for found in exact(find(&text, &Context::default())) {
            // Of several misreadings, parts may have gone through fewer.
            if let Some(read) = misread_by_name(&found.meant, &found)
                && found.misreadings.len() == 1
            {
                prop_assert_eq!(&text[found.range.clone()], read, "{:?}", found);
            }
        }
    }

    #[test]
    fn code_changes_nothing_of_what_is_promised(text in odd_text(), cut in 0..60_usize) {
        let cut = (0..=cut.min(text.len())).rev().find(|&cut| text.is_char_boundary(cut));
        let code = cut.unwrap_or(0)..text.len();
        let context = Context {
            code: std::slice::from_ref(&code),
        };
        check(&text, &find(&text, &context));
    }

    #[test]
    fn finding_twice_finds_nothing_more(text in odd_text()) {
        finds_nothing_more(&text)?;
    }

    #[test]
    fn repairing_twice_changes_nothing_more(text in odd_text()) {
        for syntax in [Syntax::Text, Syntax::Markdown] {
            for least in [Certainty::Exact, Certainty::Guessed] {
                let mended = |text: &[u8]| mend(text, syntax, least).map(|m| m.bytes.into_owned());
                let once = mended(text.as_bytes()).expect("it is text");
                let twice = mended(&once).expect("it is text");
                prop_assert_eq!(String::from_utf8(twice), String::from_utf8(once));
            }
        }
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

/// Hostile text must cost no more than its length: twice the text may cost a little more than twice
/// the time, never four times.
#[test]
fn hostile_text_costs_its_length() {
    let layers = {
        let mut text = "é".to_owned();
        for _ in 0..12 {
            text = misread(&text, encoding_rs::WINDOWS_1252, false);
        }
        text
    };
    for unit in [
        "a\u{301}",
        "Ã",
        "Ã©",
        "Ã\u{fffd}",
        "â€",
        "Â ",
        "\u{85}",
        "п╠",
        "é",
        &layers,
    ] {
        let time = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            let run = || {
                let start = std::time::Instant::now();
                let found = find(&text, &Context::default());
                check(&text, &found);
                start.elapsed()
            };
            run().min(run())
        };
        // Other processes may take the processor away at any time, but not each time.
        let linear = (0..3).any(|_| {
            let (once, more) = (time(3_000), time(12_000));
            more < once * 12 + std::time::Duration::from_millis(300)
        });
        assert!(
            linear,
            "four times as much of {unit} takes more than twelve times as long"
        );
    }
}
