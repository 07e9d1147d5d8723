//! A page of Markdown, laid out for a terminal.

use owo_colors::OwoColorize as _;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options as Syntax, Parser, Tag, TagEnd};
use qalint::report::{Options, escape};
use unicode_width::UnicodeWidthStr as _;

/// Lays `markdown` out: paragraphs wrapped, headings and code set off.
pub(super) fn render(markdown: &str, options: &Options) -> String {
    let mut layout = Layout {
        options,
        out: String::new(),
        line: String::new(),
        hanging: Vec::new(),
        bullet: None,
        lists: Vec::new(),
        code: None,
        table: None,
        emphasis: Emphasis::default(),
        apart: false,
    };
    for event in Parser::new_ext(markdown, Syntax::ENABLE_TABLES) {
        layout.event(event);
    }
    layout.out
}

struct Layout<'o> {
    options: &'o Options,
    out: String,
    /// The paragraph, heading, item or cell that is being put together.
    line: String,
    /// What stands before each line: a step for each list and quotation around it.
    hanging: Vec<&'static str>,
    /// What stands before the next line instead of the last step.
    bullet: Option<String>,
    /// The next number of each list around.
    lists: Vec<Option<u64>>,
    /// What stands over the code that is being put together.
    code: Option<String>,
    table: Option<Vec<Vec<String>>>,
    emphasis: Emphasis,
    /// Whether an empty line is to stand before the next block.
    apart: bool,
}

#[derive(Clone, Copy, Default)]
struct Emphasis {
    strong: bool,
    slanted: bool,
}

impl Layout<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code.is_some() => self.line.push_str(&text),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                let code = escape(&code);
                if self.options.color {
                    self.line.push_str(&code.cyan().to_string());
                } else {
                    self.line.push_str(&format!("`{code}`"));
                }
            }
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::Html(html) | Event::InlineHtml(html) => self.text(&html),
            Event::Rule => self.block("* * *"),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.flush();
                self.code = Some(match kind {
                    CodeBlockKind::Fenced(words) => caption(&words),
                    CodeBlockKind::Indented => String::new(),
                });
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ if self.options.unicode => "• ".to_owned(),
                    _ => "- ".to_owned(),
                };
                self.hanging.push("  ");
                self.bullet = Some(bullet);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.hanging.push("> ");
            }
            Tag::Table(_) => self.table = Some(Vec::new()),
            Tag::TableHead | Tag::TableRow => {
                if let Some(rows) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::Strong => self.emphasis.strong = true,
            Tag::Emphasis => self.emphasis.slanted = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Paragraph => {
                self.flush();
                self.apart = true;
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::Item => {
                self.flush();
                self.hanging.pop();
                self.bullet = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.apart = self.lists.is_empty();
            }
            TagEnd::BlockQuote(_) => {
                self.hanging.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.line);
                if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.table(),
            TagEnd::Strong => self.emphasis.strong = false,
            TagEnd::Emphasis => self.emphasis.slanted = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let text = escape(text.trim_end_matches('\n'));
        let text = match (self.options.color, self.emphasis) {
            (true, Emphasis { strong: true, .. }) => text.bold().to_string(),
            (true, Emphasis { slanted: true, .. }) => text.italic().to_string(),
            _ => text.into_owned(),
        };
        self.line.push_str(&text);
    }

    fn heading(&mut self, level: HeadingLevel) {
        let text = std::mem::take(&mut self.line);
        let rule = match (level, self.options.unicode) {
            (HeadingLevel::H1, true) => "═",
            (HeadingLevel::H1, false) => "=",
            (HeadingLevel::H2, true) => "─",
            (HeadingLevel::H2, false) => "-",
            _ => "",
        };
        let rule = rule.repeat(textwrap::core::display_width(&text));
        self.apart = true;
        if self.options.color {
            self.block(&text.bold().to_string());
        } else {
            self.block(&text);
        }
        if !rule.is_empty() {
            self.apart = false;
            self.block(&rule);
        }
        self.apart = true;
    }

    fn code_block(&mut self) {
        let caption = self.code.take().unwrap_or_default();
        let code = std::mem::take(&mut self.line);
        self.apart = true;
        let bar = if self.options.unicode { "│ " } else { "| " };
        if !caption.is_empty() {
            self.set(&self.faint(&format!("{caption}:")));
        }
        for line in code.lines() {
            let line = format!("{}{}", self.faint(bar), escape(line));
            self.set(line.trim_end());
        }
        self.apart = true;
    }

    fn faint(&self, text: &str) -> String {
        if self.options.color {
            text.dimmed().to_string()
        } else {
            text.to_owned()
        }
    }

    fn table(&mut self) {
        let rows = self.table.take().unwrap_or_default();
        let mut widths: Vec<usize> = Vec::new();
        let width = |cell: &String| textwrap::core::display_width(cell);
        for row in &rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        self.apart = true;
        for (index, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, widest) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(widest - width(cell) + 2));
            }
            self.set(line.trim_end());
            if index == 0 {
                let rule = if self.options.unicode { "─" } else { "-" };
                let rules: Vec<_> = widths.iter().map(|width| rule.repeat(*width)).collect();
                self.set(&rules.join("  "));
            }
        }
        self.apart = true;
    }

    /// Sets what has been put together.
    fn flush(&mut self) {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.block(&line);
        }
    }

    /// Sets `text`, wrapped.
    fn block(&mut self, text: &str) {
        let indent: usize = self.hanging.iter().map(|step| step.width()).sum();
        let width = self
            .options
            .width
            .min(WIDEST)
            .saturating_sub(indent)
            .max(20);
        for line in textwrap::wrap(text, width) {
            self.set(&line);
        }
    }

    /// Sets one line.
    fn set(&mut self, line: &str) {
        if std::mem::take(&mut self.apart) && !self.out.is_empty() {
            self.out.push('\n');
        }
        let bullet = self.bullet.take();
        let (last, around) = match self.hanging.split_last() {
            Some((last, around)) => (*last, around),
            None => ("", &[][..]),
        };
        self.out.extend(around.iter().copied());
        self.out.push_str(bullet.as_deref().unwrap_or(last));
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// The columns beyond which text is hard to read.
const WIDEST: usize = 96;

/// What the words behind a fence say of the code: `markdown bad file=QA.md` → `QA.md, bad`.
fn caption(words: &str) -> String {
    let mut file = None;
    let mut others = Vec::new();
    for word in words.split_whitespace().skip(1) {
        match word.strip_prefix("file=") {
            Some(name) => file = Some(name),
            None => others.push(word),
        }
    }
    let parts: Vec<&str> = file.into_iter().chain(others).collect();
    escape(&parts.join(", ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::render;
    use qalint::report::Options;

    fn plain(markdown: &str, width: usize) -> String {
        let options = Options {
            width,
            color: false,
            unicode: true,
            ..Options::default()
        };
        render(markdown, &options)
    }

    #[test]
    fn blocks_are_set_off() {
        let page = "# group/name\n\nA paragraph that is too long\nfor one line. See [more](more.md).\n\n\
                    ## Options\n\n- first, which is long enough to be wrapped once\n- second\n  1. one\n  \
                    2. two\n\nEnd.\n\n```markdown bad file=a.md\n## 1\n\ntext\n```\n\n| a | b |\n| --- | --- \
                    |\n| long | c |\n";
        let shown = "\
group/name
══════════

A paragraph that is too long for one
line. See more.

Options
───────

• first, which is long enough to be
  wrapped once
• second
  1. one
  2. two

End.

a.md, bad:
│ ## 1
│
│ text

a     b
────  ─
long  c
";
        assert_eq!(plain(page, 40), shown);
    }

    #[test]
    fn nothing_hostile_reaches_the_terminal() {
        let shown = plain("a \u{1b}[31m `\u{202e}`\n\n```\n\u{1b}]0;x\u{7}\n```\n", 80);
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}', '\u{7}']),
            "{shown:?}"
        );
    }
}
