use crate::diagnostic::Safety;
use crate::markdown::Needs;
use crate::rules::odd::{before, mentions};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

const AMP: &str = "&amp;";

/// A text that says one of these may show entities on purpose.
const TALKS_ABOUT_IT: [&str; 4] = ["entit", "escap", "encod", "saniti"];

/// Entities that programs make of plain characters; whoever escapes text twice leaves these.
const MADE_BY_PROGRAMS: [&str; 12] = [
    "amp", "quot", "apos", "lt", "gt", "nbsp", "rsquo", "lsquo", "rdquo", "ldquo", "ndash", "mdash",
];

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let text = context.text;
    let mut talks_about_it = None;
    let mut last_end = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), AMP) {
        let Some(found) = Found::at(text, at).filter(|_| at >= last_end) else {
            continue;
        };
        last_end = found.end;
        if !found.is_damage(text) || context.code_at(at).is_some() {
            continue;
        }
        let range = TextRange::from_usize(at..found.end);
        // Whoever writes about entities has to escape them.
        if !found.is_surely_damage()
            && *talks_about_it.get_or_insert_with(|| mentions(text, &TALKS_ABOUT_IT))
            || !context.is_as_on_disk(range)
        {
            continue;
        }
        let written = quote(range.of(text));
        let shown = quote(&format!(
            "&{}{};",
            "amp;".repeat(found.times - 1),
            found.name
        ));
        let once = format!("&{};", found.name);
        let meant = match found.character {
            Some(c) => format!(", not as `{c}`"),
            None => String::new(),
        };
        reporter
            .report(
                context.at(range),
                format!("{written} shows as {shown}{meant}"),
            )
            .here("escaped twice")
            .help("a program has escaped the text that another had escaped already")
            .fix(context.replace(
                range,
                &*once,
                Safety::Unsafe,
                format!("write {}", quote(&once)),
            ));
    }
}

/// An entity whose ampersand has become an entity, perhaps more than once.
struct Found<'t> {
    start: usize,
    end: usize,
    /// How often the ampersand was escaped.
    times: usize,
    /// The name of the entity, or its number with `#`.
    name: &'t str,
    /// What it stands for, of those that show.
    character: Option<char>,
}

impl<'t> Found<'t> {
    fn at(text: &'t str, start: usize) -> Option<Self> {
        let mut rest = text.get(start + AMP.len()..)?;
        let mut times = 1;
        while let Some(more) = rest.strip_prefix("amp;") {
            // The last is the entity itself.
            if !more.starts_with("amp;") && entity(more).is_none() {
                break;
            }
            rest = more;
            times += 1;
        }
        let name = entity(rest)?;
        let end = text.len() - rest.len() + name.len() + 1;
        let character = match name {
            "amp" => Some('&'),
            "quot" | "#34" => Some('"'),
            "apos" | "#39" | "#x27" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "rsquo" | "#8217" => Some('’'),
            "ndash" | "#8211" => Some('–'),
            "mdash" | "#8212" => Some('—'),
            _ => None,
        };
        Some(Self {
            start,
            end,
            times,
            name,
            character,
        })
    }

    fn is_surely_damage(&self) -> bool {
        self.times > 1
    }

    /// Whether it stands where the character itself would, rather than as something that is
    /// talked about.
    fn is_damage(&self, text: &str) -> bool {
        if self.is_surely_damage() {
            return true;
        }
        let before = before(text, self.start);
        let after = text.get(self.end..).unwrap_or_default().chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match self.name {
            // `Q&A`, and `R & D`.
            "amp" => {
                is_word(before) && is_word(after)
                    || before == Some(' ')
                        && after == Some(' ')
                        && is_title_case(text, self.start, self.end)
            }
            // Tags in text are shown on purpose.
            "lt" | "gt" => false,
            _ => is_word(before) || is_word(after),
        }
    }
}

/// Whether the words on both sides of a space and what is between them begin with capital letters
/// or digits, as in `Research & Development`.
fn is_title_case(text: &str, start: usize, end: usize) -> bool {
    let is_upper = |c: char| c.is_uppercase() || c.is_ascii_digit();
    let before = text.get(..start).unwrap_or_default().trim_end();
    let word = before
        .chars()
        .rev()
        .take(40)
        .take_while(|c| c.is_alphanumeric());
    let after = text.get(end..).unwrap_or_default().trim_start();
    word.last().is_some_and(is_upper) && after.starts_with(is_upper)
}

/// The name of the entity whose ampersand stands before `rest`.
fn entity(rest: &str) -> Option<&str> {
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = &rest[..end];
    let is_number = name.strip_prefix('#').is_some_and(|digits| {
        let hex = digits.strip_prefix(['x', 'X']);
        let is_hex =
            hex.is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        is_hex || !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    (is_number || MADE_BY_PROGRAMS.contains(&name)).then_some(name)
}
