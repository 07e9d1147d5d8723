use crate::characters::{Odd, code_point, is_embedding, is_isolate, is_override, name};
use crate::diagnostic::Safety;
use crate::markdown::Needs;
use crate::rules::odd::quoted_word;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::NODES, check);

const POP: char = '\u{202c}';
const POP_ISOLATE: char = '\u{2069}';

/// Why a control is reported.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Override,
    Open,
    InCode,
}

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let mut faults: Vec<(Odd, Fault)> = Vec::new();
    let mut open = Open::default();
    let mut last = 0;
    for &odd in context.odd().iter().filter(|odd| is_bidi(odd.c)) {
        if !context.is_as_on_disk(TextRange::from_usize(odd.at..odd.end())) {
            continue;
        }
        // Directions end with their paragraph.
        if has_empty_line(context.text.get(last..odd.at).unwrap_or_default()) {
            open.end(0, &mut faults);
        }
        last = odd.at;
        if context.code_at(odd.at).is_some() {
            faults.push((odd, Fault::InCode));
        } else if is_override(odd.c) {
            faults.push((odd, Fault::Override));
            open.push(odd);
        } else if is_embedding(odd.c) || is_isolate(odd.c) {
            open.push(odd);
        } else {
            open.close(odd.c, &mut faults);
        }
    }
    open.end(0, &mut faults);
    faults.sort_by_key(|(odd, _)| odd.at);
    for (odd, fault) in faults {
        report(context, reporter, odd, fault);
    }
}

fn is_bidi(c: char) -> bool {
    is_embedding(c) || is_override(c) || is_isolate(c) || c == POP || c == POP_ISOLATE
}

/// The controls of a paragraph that are not closed yet.
#[derive(Default)]
struct Open {
    controls: Vec<Odd>,
    isolates: usize,
}

impl Open {
    fn push(&mut self, odd: Odd) {
        self.isolates += usize::from(is_isolate(odd.c));
        self.controls.push(odd);
    }

    /// Closes what `c` closes. One for isolates closes what was opened within, too; one that
    /// closes nothing does nothing.
    fn close(&mut self, c: char, faults: &mut Vec<(Odd, Fault)>) {
        if c == POP {
            self.controls.pop_if(|odd| !is_isolate(odd.c));
        } else if self.isolates > 0
            && let Some(at) = self.controls.iter().rposition(|odd| is_isolate(odd.c))
        {
            self.end(at + 1, faults);
            self.controls.pop();
            self.isolates -= 1;
        }
    }

    /// Ends all controls but the first `from`. An override is reported for what it is, closed or
    /// not.
    fn end(&mut self, from: usize, faults: &mut Vec<(Odd, Fault)>) {
        let ended = self.controls.drain(from..);
        faults.extend(
            ended
                .inspect(|odd| self.isolates -= usize::from(is_isolate(odd.c)))
                .filter(|odd| !is_override(odd.c))
                .map(|odd| (odd, Fault::Open)),
        );
    }
}

fn has_empty_line(text: &str) -> bool {
    let ends = text.find('\n').zip(text.rfind('\n'));
    let whole = ends.and_then(|(first, last)| text.get(first + 1..=last));
    whole.is_some_and(|lines| lines.lines().any(|line| line.trim().is_empty()))
}

fn report(context: &FileContext<'_>, reporter: &mut Reporter<'_>, odd: Odd, fault: Fault) {
    let range = TextRange::from_usize(odd.at..odd.end());
    let (name, point) = (name(odd.c), code_point(odd.c));
    let word = quoted_word(context.text, &(odd.at..odd.end()));
    let (message, help) = match fault {
        Fault::Override => (
            format!("{name} ({point}) in {word} shows what follows in another order"),
            "what is seen is not what is written: remove it, or use an isolate",
        ),
        Fault::Open => (
            format!("{name} ({point}) in {word} is not closed"),
            "what stands behind it, up to the end of the paragraph, may show in another order",
        ),
        Fault::InCode => (
            format!("{name} ({point}) in code, in {word}"),
            "code with it does not do what it shows (CVE-2021-42574): remove it, or write it as an escape",
        ),
    };
    reporter
        .report(context.at(range), message)
        .help(help)
        .fix(context.replace(range, "", Safety::Unsafe, "remove it"));
}
