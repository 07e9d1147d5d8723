use crate::markdown::{Needs, Node, NodeKind};
use crate::qa::{ContentShape, Question, Section, plain};
use crate::rules::quote::{count, quote};
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS.and(Needs::LINKS), check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(shape) = context.shape else { return };
    let of_sections = shape
        .sections
        .iter()
        .any(|section| section.content.is_some());
    if shape.answer.content.is_none() && !of_sections {
        return;
    }
    for question in context.questions {
        let name = question.name();
        if let (Some(content), Some(answer)) = (&shape.answer.content, question.answer)
            // What is not there at all is another rule's.
            && !answer.empty
            && answer.placeholder.is_none()
        {
            let place = answer.marker.unwrap_or(question.place);
            let part = Part::of(context, answer.body);
            report(
                context,
                place,
                &format!("the answer of {name}"),
                (&part, content),
                reporter,
            );
        }
        for (at, section) in question.sections.iter().enumerate() {
            let title = plain(&section.title);
            let known = shape
                .sections
                .iter()
                .find(|known| known.names.contains(&title));
            let Some(content) = known.and_then(|known| known.content.as_ref()) else {
                continue;
            };
            let part = Part::of(context, body(question, at, section));
            let what = format!("the section {} of {name}", quote(&section.title));
            report(context, section.place, &what, (&part, content), reporter);
        }
    }
}

/// All that stands below the section, with the sections below it.
fn body(question: &Question, at: usize, section: &Section) -> TextRange {
    let next = question.sections[at + 1..]
        .iter()
        .find(|other| other.level <= section.level)
        .map_or(question.range.end, |next| next.place.start);
    TextRange::new(section.place.end, next.max(section.place.end))
}

/// A part of a file, and what stands in it.
struct Part<'a> {
    context: &'a FileContext<'a>,
    range: TextRange,
    nodes: &'a [Node],
}

impl<'a> Part<'a> {
    fn of(context: &'a FileContext<'a>, range: TextRange) -> Self {
        let nodes = context.document.nodes();
        let first = nodes.partition_point(|node| node.range.start < range.start);
        let last = nodes.partition_point(|node| node.range.start < range.end);
        Self {
            context,
            range,
            nodes: nodes.get(first..last.max(first)).unwrap_or_default(),
        }
    }

    fn count(&self, is: impl Fn(NodeKind) -> bool) -> u32 {
        let count = self.nodes.iter().filter(|node| is(node.kind)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// What a reader sees of it, code blocks apart.
    fn text(&self) -> String {
        let mut text = String::new();
        let mut code_end = 0;
        for node in self.nodes {
            match node.kind {
                NodeKind::CodeBlock { .. } => code_end = node.range.end,
                _ if node.range.start < code_end => continue,
                NodeKind::Paragraph
                | NodeKind::Heading { .. }
                | NodeKind::Item
                | NodeKind::TableCell => text.push('\n'),
                _ => {}
            }
            self.context.document.push_text(
                self.context.text,
                std::slice::from_ref(node),
                &mut text,
            );
        }
        text
    }

    fn has_code(&self, language: &str) -> bool {
        let block = |node: &&Node| matches!(node.kind, NodeKind::CodeBlock { .. });
        self.nodes.iter().filter(block).any(|node| {
            let written = node.range.of(self.context.text);
            let first = written.lines().next().unwrap_or_default();
            let info = first.trim_start().trim_start_matches(['`', '~']).trim();
            let own = info
                .split(|c: char| c.is_whitespace() || ",{".contains(c))
                .next();
            language == "*"
                || matches!(node.kind, NodeKind::CodeBlock { fenced: true })
                    && own.is_some_and(|own| own.eq_ignore_ascii_case(language))
        })
    }

    /// Whether a table has all `columns`.
    fn has_columns(&self, columns: &[String]) -> bool {
        let document = self.context.document;
        self.nodes.iter().enumerate().any(|(at, node)| {
            if node.kind != NodeKind::TableHead {
                return false;
            }
            let inside = self.nodes[at + 1..]
                .iter()
                .take_while(|inner| inner.range.start < node.range.end);
            let mut heads: Vec<String> = Vec::new();
            for inner in inside {
                match (inner.kind, heads.last_mut()) {
                    (NodeKind::TableCell, _) => heads.push(String::new()),
                    (_, Some(head)) => {
                        document.push_text(self.context.text, std::slice::from_ref(inner), head);
                    }
                    _ => {}
                }
            }
            let heads: Vec<String> = heads.iter().map(|head| plain(head)).collect();
            columns.iter().all(|column| heads.contains(&plain(column)))
        })
    }

    /// The first image without an alternative text.
    fn unnamed_image(&self) -> Option<TextRange> {
        self.nodes
            .iter()
            .filter(|node| node.kind == NodeKind::Image)
            .map(|node| node.range)
            .find(|range| {
                let written = range.of(self.context.text);
                let end = written.find(']').unwrap_or(written.len());
                written
                    .get(2..end)
                    .is_none_or(|text| text.trim().is_empty())
            })
    }

    fn links(&self) -> u32 {
        let links = &self.context.document.links;
        let first = links.partition_point(|link| link.range.start < self.range.start);
        let inside = links[first..]
            .iter()
            .take_while(|link| link.range.start < self.range.end);
        u32::try_from(inside.filter(|link| !link.image).count()).unwrap_or(u32::MAX)
    }
}

/// Reports what a part does not hold, and must, or holds, and must not.
fn report(
    context: &FileContext<'_>,
    place: TextRange,
    what: &str,
    (part, content): (&Part<'_>, &ContentShape),
    reporter: &mut Reporter<'_>,
) {
    let table = &content.table;
    let mut say = |place: TextRange, message: String| {
        reporter
            .report(context.at(place), message)
            .help("its shape in `qalint.toml` says what it must hold");
    };
    for language in table
        .code
        .iter()
        .filter(|language| !part.has_code(language))
    {
        match language.as_str() {
            "*" => say(place, format!("{what} has no block of code")),
            language => say(
                place,
                format!("{what} has no block of code in `{language}`"),
            ),
        }
    }
    let least = [
        (
            table.images,
            part.count(|kind| kind == NodeKind::Image),
            "image",
        ),
        (
            table.tables,
            part.count(|kind| kind == NodeKind::Table),
            "table",
        ),
        (
            table.lists,
            part.count(|kind| matches!(kind, NodeKind::List { .. })),
            "list",
        ),
        (table.links, part.links(), "link"),
    ];
    for (wanted, found, noun) in least
        .into_iter()
        .filter(|(wanted, found, _)| found < wanted)
    {
        let found = count(found as usize, noun);
        say(
            place,
            format!("{what} has {found}, and must have at least {wanted}"),
        );
    }
    if !table.columns.is_empty() && !part.has_columns(&table.columns) {
        let columns = table.columns.iter().map(|column| quote(column));
        let columns = columns.collect::<Vec<_>>().join(", ");
        say(
            place,
            format!("{what} has no table with the columns {columns}"),
        );
    }
    if let Some(image) = part.unnamed_image().filter(|_| table.alternative_text) {
        say(image, format!("an image in {what} has no alternative text"));
    }
    let is_about_text = table.min_words.is_some()
        || table.max_words.is_some()
        || !content.required.is_empty()
        || !content.forbidden.is_empty();
    if !is_about_text {
        return;
    }
    let text = part.text();
    let words = text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric));
    let words = words.count();
    let said = count(words, "word");
    if let Some(least) = table.min_words.filter(|&least| words < least as usize) {
        say(
            place,
            format!("{what} has {said}, and must have at least {least}"),
        );
    }
    if let Some(most) = table.max_words.filter(|&most| words > most as usize) {
        say(
            place,
            format!("{what} has {said}, and may have at most {most}"),
        );
    }
    for pattern in content
        .required
        .iter()
        .filter(|pattern| !pattern.is_match(&text))
    {
        say(
            place,
            format!(
                "{what} has nothing that {} matches",
                quote(pattern.as_str())
            ),
        );
    }
    for at in content.forbidden.matches(&text) {
        let pattern = table.forbidden.get(at).map_or("", String::as_str);
        say(place, format!("{what} has what {} matches", quote(pattern)));
    }
}
