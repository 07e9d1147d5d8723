//! Right text that holds what might be garbled, by chance or on purpose, and garbled text that hardly
//! looks so.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, KOI8_R, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};
use qalint::encoding::{Context, find};

use super::{apply, misread, repair};

/// Each line is a text of its own, and all of them are one.
const RIGHT: &str = "\
Το ¨πρωινό¨ άργησε σήμερα
the “×” marks beside the “+” marks
Con calma, è la cosa migliore
1024×…
``uma coisa dessas aí´´
OLHA SÓ… VOCÊ… E O AVÔ… CAFÉ… LÀ…
LE CAFÉ’s best; RENÉ’s, ANDRÉ™ and NESCAFÉ®
L’été, l’équipe, d’où, qu’à l’âge
Ôôôô meu Deus
[ ] ©  [x] ®
1999—∞, 3×£20, 7×€2
ЗЕЛЕНA – the last letter is a Latin one
(  `¬´ ) and ( ^¬^ )
∆° ∆² ½° ¼³
QUEM É¿ SÓ¿
PÄÄSTÄ MINUT VÄLJÄ
with Āø and Ēŗ on stage
C A F É   M A Ç Ã O
Artabanos§ 12, Vologases§ 7
MÄRÄ ÑÓ Ñÿ £ÖVÉ
(-3/2)! = 4√π/3
├┤o┼┐o┼┐o
─┬─┐ │ ├─┼─┤ ═╦╗ ╔╬═
ВІЙНА І МИР. Вітер, Віра, ВІД; її, Їй
чё, ещё чё-то; ЁЖ, ёЖ; квТ и кВт·ч, мВт; ЯндексКарты и СберЗвук
Мы пошли домой и легли спать. Шёл дождь.
Đường đi khó, không khó vì ngăn sông cách núi: là một, mà thôi, và rồi
„А“ и „Б“ сидели, »В« und »Г«
større, prøve, kø, træ, æ, ø, å; søen, høet, trøje
þetta, það, æði, ðað; keeps: ær og kýr
põld, sõda, õlu, kõik
più, città, perché, così; lunedì, ciò, è
què, perquè, ciència, qüència, àmbit
e moæ e poæ, e cæ e stæ
guilhèm, èsser, siègle
гъуэгу, щІэныгъэ, къуажэ; хьэщІэщ
naïve, maïs, aïe, Noël, Saül; œuvre, cœur, œil
boâžžo, jiânžžân, ânžžel
0xC3 0xA9; \\u00e9; &eacute;
A\u{2060}B, a‑b, 5 °C, 5 µm, 20 % – 30 %
";

#[test]
fn odd_text_that_is_right_stays() {
    assert_eq!(find(RIGHT, &Context::default()), []);
    for line in RIGHT.lines() {
        assert_eq!(find(line, &Context::default()), [], "{line}");
    }
}

/// One sequence among a few words is less than what is right beside it.
#[test]
fn one_sequence_in_a_few_words_stays() {
    let text = "Lund/Dahl – GrÃ¥ber";
    assert_eq!(repair(text), text);
    assert_eq!(repair("GrÃ¥ber"), "Gråber");
    assert_eq!(
        repair("Lund/Dahl – GrÃ¥ber pÃ¥ DrÃ¥p"),
        "Lund/Dahl – Gråber på Dråp"
    );
}

/// The text, written in one legacy encoding and read in another.
fn crossed(text: &str, written: &'static Encoding, read: &'static Encoding) -> String {
    let (bytes, _, lost) = written.encode(text);
    assert!(!lost, "{text}");
    read.decode_without_bom_handling(&bytes).0.into_owned()
}

#[test]
fn restores_text_of_one_legacy_codec_read_as_another() {
    for (text, written, read) in [
        (
            "Připojení k síti se nezdařilo, zkuste to později.",
            WINDOWS_1250,
            WINDOWS_1252,
        ),
        (
            "Začátek: účet, příklad, může být i jiný.",
            ISO_8859_2,
            WINDOWS_1252,
        ),
        (
            "Należy wybrać plik, który ma być usunięty.",
            WINDOWS_1250,
            WINDOWS_1252,
        ),
        (
            "Les fenêtres doivent être fermées et l’écran éteint avant de quitter la pièce.",
            MACINTOSH,
            WINDOWS_1252,
        ),
        (
            "Définition de l’imprimante par défaut",
            WINDOWS_1252,
            MACINTOSH,
        ),
        (
            "Привет, это пример текста: видно всё, что надо.",
            IBM866,
            WINDOWS_1251,
        ),
        (
            "список новых имён, начиная с версии 2",
            KOI8_R,
            WINDOWS_1251,
        ),
        (
            "Скажи, кто твой друг, и прочти «Мидраш».",
            WINDOWS_1251,
            WINDOWS_1252,
        ),
    ] {
        let garbled = crossed(text, written, read);
        assert_ne!(garbled, text);
        assert_eq!(repair(&garbled), text);
    }
}

/// A line in which nothing is strange by itself is mended with the rest of its document.
#[test]
fn a_document_went_through_one_misreading() {
    let text = "Příklady pro začátečníky:\n\nPosuv dvěma prsty, když čas.\n\nMůžete použít i klávesnici, je-li připojená.\n";
    let garbled = crossed(text, WINDOWS_1250, WINDOWS_1252);
    let line = "Posuv dvìma prsty, když èas.";
    assert_eq!(repair(line), line);
    assert_eq!(repair(&garbled), text);
}

#[test]
fn a_word_may_begin_with_a_letter_of_another_script() {
    assert_eq!(
        repair("'CРµР№С‡Р°СЃ РїР»Р°РіРёРЅ Р±СѓРґРµС‚'"),
        "'Cейчас плагин будет'"
    );
    assert_eq!(repair("gene IL9RÎ²cKO"), "gene IL9RβcKO");
}

#[test]
fn a_byte_order_mark_is_known_in_any_codec() {
    for garbled in [
        "ï»¿name = 1\n",
        "п»їname = 1\n",
        "∩╗┐name = 1\n",
        "Ôªøname = 1\n",
    ] {
        assert_eq!(repair(garbled), "\u{feff}name = 1\n");
    }
}

/// A source file is code throughout where it is taken for Markdown.
#[test]
fn what_is_garbled_throughout_is_no_sample() {
    let meant = "    ok: \"Да\",\n    no: \"Нет\",\n    bold: \"Жирный\",\n    size: \"Размер\",\n    font: \"Шрифт\",\n";
    let garbled = &misread(meant, WINDOWS_1251, false);
    let code = 0..garbled.len();
    let context = Context {
        code: std::slice::from_ref(&code),
    };
    assert_eq!(apply(garbled, &find(garbled, &context)), meant);
    // Two of them may be samples.
    let few = misread("    a: \"Да\",\n    b: \"Нет\",\n", WINDOWS_1251, false);
    let code = 0..few.len();
    let context = Context {
        code: std::slice::from_ref(&code),
    };
    assert_eq!(find(&few, &context), []);
}

/// What lost bytes have left in their places is the same throughout.
#[test]
fn lost_bytes_leave_the_same_everywhere() {
    assert_eq!(
        repair("It was moved from â€œAâ€? to â€œBâ€?"),
        "It was moved from “A” to “B”"
    );
    assert_eq!(
        repair("â€œSo?â€ he asked. â€œIs it?â€"),
        "“So?” he asked. “Is it?”"
    );
}

#[test]
fn a_space_in_the_place_of_a_byte_joins_what_is_no_word() {
    for (garbled, meant) in [
        (
            "NÃ£o Ã© igual Ã quela que veio atÃ© Ã s cinco",
            "Não é igual àquela que veio até às cinco",
        ),
        (
            "lâ€™Ã©tÃ© passÃ© Ã s'amuser Ã la plage",
            "l’été passé à s'amuser à la plage",
        ),
    ] {
        assert_eq!(repair(garbled), meant);
    }
}
