use encoding_rs::{
    Encoding, KOI8_R, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1257,
};

use super::*;

/// One or two sentences in each of many languages; none of them comes from what the model was
/// trained on.
const SENTENCES: &[(&str, &str)] = &[
    (
        "French",
        "L’été dernier, nous étions partis à la mer ; où êtes-vous allés ?",
    ),
    (
        "German",
        "Die Katze saß müde auf der Straße und träumte von größeren Mäusen.",
    ),
    (
        "Spanish",
        "¿Dónde está el niño? Mañana irá al colegio en autobús.",
    ),
    (
        "Portuguese",
        "A avó não quis pão, só café com açúcar e um pouco de atenção.",
    ),
    (
        "Italian",
        "Perché è così difficile? La verità è più semplice di quanto si creda.",
    ),
    (
        "Dutch",
        "Zij coördineert de reünie van oud-leerlingen in één weekend.",
    ),
    (
        "Swedish",
        "Räven hoppade över ån när kvällen blev mörk och kall.",
    ),
    (
        "Danish",
        "Æblerne på træet blev røde, før sommeren gik på hæld.",
    ),
    (
        "Norwegian",
        "Båten lå stille på sjøen mens måkene fløy over øya.",
    ),
    ("Finnish", "Järven pinta oli tyyni, ja yö näytti pitkältä."),
    (
        "Icelandic",
        "Það er gott veður í dag og fuglarnir syngja þegar sólin skín.",
    ),
    (
        "Polish",
        "Żółty liść spadł na ścieżkę, a chłopiec wziął go do ręki.",
    ),
    ("Czech", "Příliš žluťoučký kůň pěl ďábelské ódy u řeky."),
    (
        "Slovak",
        "Čerešňový džem chutí najlepšie s čerstvým chlebom, povedala stará mať.",
    ),
    (
        "Hungarian",
        "A szőlő és a körte érett, de az őszi eső elmosta az ösvényt.",
    ),
    (
        "Romanian",
        "Și totuși, fața țăranului s-a luminat când a văzut câmpia.",
    ),
    (
        "Croatian",
        "Žuta ruža cvjeta u vrtu, a dječak čeka da dođe proljeće.",
    ),
    (
        "Turkish",
        "Güneş batarken çocuklar ağacın altında şarkı söylüyordu.",
    ),
    (
        "Latvian",
        "Mežā auga ķiršu koki, un bērni lasīja ogas līdz vēlam vakaram.",
    ),
    (
        "Lithuanian",
        "Šiąnakt žvaigždės spindėjo virš ežero, ir žmonės ilgai nėjo miegoti.",
    ),
    (
        "Estonian",
        "Õhtul läks jõgi üle kallaste ja küla jäi vee alla.",
    ),
    (
        "Vietnamese",
        "Buổi sáng trời mưa nhẹ, cả nhà cùng uống trà và kể chuyện cũ.",
    ),
    (
        "Russian",
        "Старый мост скрипел, когда по нему проезжала телега с сеном.",
    ),
    (
        "Ukrainian",
        "Їжак знайшов яблуко під деревом і поніс його до своєї нірки.",
    ),
    (
        "Bulgarian",
        "Щъркелът се върна в гнездото си рано тази пролет.",
    ),
    (
        "Serbian",
        "Љубав је била јача од ћутања, па је ђак ипак проговорио.",
    ),
    (
        "Greek",
        "Η γάτα κοιμόταν στο παράθυρο όταν άρχισε να βρέχει.",
    ),
    ("Hebrew", "הילדים שיחקו בגן עד שהשמש שקעה מעבר להרים."),
    ("Arabic", "كان القط نائما قرب النافذة عندما بدأ المطر."),
    ("Persian", "گربه کنار پنجره خوابیده بود که باران شروع شد."),
    ("Hindi", "बिल्ली खिड़की के पास सो रही थी जब बारिश शुरू हुई।"),
    ("Thai", "แมวนอนอยู่ข้างหน้าต่างเมื่อฝนเริ่มตก"),
    ("Georgian", "კატას ფანჯარასთან ეძინა, როცა წვიმა დაიწყო."),
    (
        "Armenian",
        "Կատուն քնած էր պատուհանի մոտ, երբ սկսվեց անձրևը։",
    ),
    ("Chinese, simplified", "下雨的时候，猫正在窗边睡觉。"),
    ("Chinese, traditional", "下雨的時候，貓正在窗邊睡覺。"),
    (
        "Japanese",
        "雨が降り始めたとき、猫は窓のそばで眠っていました。",
    ),
    (
        "Korean",
        "비가 내리기 시작했을 때 고양이는 창가에서 자고 있었다.",
    ),
    (
        "English",
        "“It’s late,” she said — and yet she didn’t leave…",
    ),
];

const CODECS: &[&Encoding] = &[
    WINDOWS_1252,
    WINDOWS_1254,
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1253,
    WINDOWS_1257,
    KOI8_R,
    MACINTOSH,
];

fn line_cost(line: &str) -> f32 {
    let (mut a, mut b) = ('\n', '\n');
    let mut sum = 0.0;
    for c in line.chars() {
        sum += cost(a, b, c);
        (a, b) = (b, c);
    }
    sum
}

fn garbled(line: &str, codec: &'static Encoding) -> String {
    codec
        .decode_without_bom_handling(line.as_bytes())
        .0
        .into_owned()
}

/// Each non-ASCII character of the line garbled alone.
fn garbled_once(line: &str, codec: &'static Encoding) -> impl Iterator<Item = String> {
    line.char_indices()
        .filter(|(_, c)| !c.is_ascii())
        .map(move |(i, c)| {
            let end = i + c.len_utf8();
            format!(
                "{}{}{}",
                &line[..i],
                garbled(&line[i..end], codec),
                &line[end..]
            )
        })
}

#[test]
fn right_text_costs_less_than_garbled() {
    for (language, line) in SENTENCES {
        for codec in CODECS {
            let (right, wrong) = (line_cost(line), line_cost(&garbled(line, codec)));
            assert!(
                right + 20.0 < wrong,
                "{language} as {}: {right} {wrong}",
                codec.name()
            );
        }
    }
}

#[test]
fn right_character_costs_less_than_garbled() {
    for (language, line) in SENTENCES {
        let right = line_cost(line);
        for wrong in garbled_once(line, WINDOWS_1252) {
            let margin = line_cost(&wrong) - right;
            assert!(margin > 8.0, "{language}: {margin} for {wrong}");
        }
    }
}

#[test]
fn signs_and_emoji_cost_less_than_garbled() {
    for line in [
        "## 📌 Q34: What is this?",
        "### ✅ Answer",
        "Thank you for being part of this journey! 🙏",
        "👉 [Read on](https://example.com)",
        "⚠️ Careful",
        "- ❌ No",
        "A → B ⇒ C",
        "├── src/",
        "│   └── main.rs",
        "┌──────┬──────┐",
        "© 2024 Example, Inc.",
        "Example® and Sample™",
        "5 °C, ½ cup, 3 × 4, 10 µs",
        "• first • second",
        "👩‍💻 and 🤷🏽‍♂️ and 🇫🇷",
        "naïve café in Zürich",
        "from 10 € to 20 €",
        "pages 3–5",
        "wait…",
    ] {
        let right = line_cost(line);
        for codec in [WINDOWS_1252, WINDOWS_1254, WINDOWS_1251, WINDOWS_1250] {
            for wrong in garbled_once(line, codec) {
                let margin = line_cost(&wrong) - right;
                assert!(margin > 8.0, "{margin} for {wrong} ({})", codec.name());
            }
        }
    }
}

/// Right text in which a lead byte and a continuation byte stand side by side in some codec costs
/// less than what they would be decoded to, with what it costs to enter a codec.
#[test]
fn odd_but_right_text_costs_less_than_its_decoding() {
    for (right, wrong) in [
        ("PREÇO EM SÃO PAULO", "PREÇO EM SO PAULO"),
        ("l’équipe", "lՎquipe"),
        ("Від", "\u{412}\u{b3}д"),
        ("VOILÀ « À »", "VOIL\u{ab}  \u{bb}"),
        ("ERÄÄ", "ER\u{104}"),
        ("các bạn ạ", "cá\u{328} bạn ạ"),
    ] {
        let (cost_right, cost_wrong) = (line_cost(right), line_cost(wrong));
        assert!(
            cost_right < cost_wrong + 7.0,
            "{right}: {cost_right} {cost_wrong}"
        );
    }
}

#[test]
fn probabilities_add_up_to_one() {
    let contexts = [
        ('\n', '\n'),
        ('t', 'h'),
        ('C', 'A'),
        (' ', 'é'),
        ('я', ' '),
        ('い', 'た'),
        ('#', ' '),
        ('1', '9'),
        ('─', '─'),
        ('\u{fffd}', '\u{10ffff}'),
        ('Q', '\u{301}'),
    ];
    for (a, b) in contexts {
        // Characters without case of their own share the probability of their folded form.
        let sum: f64 = ('\0'..=char::MAX)
            .map(|c| f64::from(-cost(a, b, c)).exp())
            .sum();
        assert!((sum - 1.0).abs() < 0.02, "{sum} after {a:?} {b:?}");
    }
}

#[test]
fn every_cost_is_finite() {
    for a in ['\0', 'a', 'Ж', '📌', '\u{e000}', '\u{10ffff}'] {
        for b in ['\u{85}', 'z', 'é', '中', '\u{1f1e6}', '\u{fffe}'] {
            for c in ('\0'..=char::MAX).step_by(101) {
                let x = cost(a, b, c);
                assert!(x.is_finite() && x >= 0.0, "{x} for {c:?} after {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn what_text_uses_is_known() {
    for (_, line) in SENTENCES {
        assert!(line.chars().all(known), "{line}");
    }
    assert!(
        "├└│─—“”’…•©®™½×→⇒✓✗✅❌⚠⬆➕▶🙏\u{fe0f}\u{200d}"
            .chars()
            .all(known)
    );
    assert!(!known('\u{10ffff}') && !known('\u{85}'));
}
