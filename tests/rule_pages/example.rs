//! A rule's page → its examples.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use qalint::diagnostic::Safety;

/// What a page says beyond prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Examples {
    /// The text of the heading of level 1.
    pub(crate) title: String,
    /// The texts of the headings of level 2.
    pub(crate) sections: Vec<String>,
    /// The configurations under `## Options`, with their lines.
    pub(crate) options: Vec<(usize, String)>,
    pub(crate) examples: Vec<Example>,
}

/// A section of level 3 below `## Examples`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) title: String,
    /// The line of its heading, from 1.
    pub(crate) line: usize,
    pub(crate) files: Vec<File>,
    pub(crate) output: Option<String>,
    pub(crate) fixed: Vec<Fixed>,
    /// What the web has, a line for each address; for rules that ask it.
    pub(crate) web: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Bad,
    /// `alone` if other rules have something to say.
    Good {
        alone: bool,
    },
    Context,
}

/// A file after fixes of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fixed {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) safety: Safety,
}

/// What a fenced block is.
#[derive(Debug)]
enum Block {
    File(String, Role),
    Output,
    Fixed(String, Safety),
    Web,
    Prose,
}

/// Takes the page `text`, which has front matter, apart.
///
/// # Errors
/// For each block that is not understood, its line and what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Examples, Vec<(usize, String)>> {
    let mut page = Examples::default();
    let mut mistakes = Vec::new();
    let body = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.find("\n---\n"))
        .map_or(0, |end| "---\n".len() + end + "\n---\n".len());
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let mut heading = String::new();
    let mut code = String::new();
    let mut info = None;
    for (event, Range { start, .. }) in Parser::new(&text[body..]).into_offset_iter() {
        let line = line(body + start);
        match event {
            Event::Start(Tag::Heading { .. }) => heading.clear(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                info = Some((line, words.to_string()));
                code.clear();
            }
            Event::Text(text) if info.is_some() => code.push_str(&text),
            Event::Text(text) | Event::Code(text) => heading.push_str(&text),
            Event::End(TagEnd::Heading(level)) => match level as usize {
                1 => page.title.clone_from(&heading),
                2 => page.sections.push(heading.clone()),
                3 => page.examples.push(Example {
                    title: heading.clone(),
                    line,
                    ..Example::default()
                }),
                _ => {}
            },
            Event::End(TagEnd::CodeBlock) => {
                if let Some((line, info)) = info.take()
                    && let Err(mistake) = page.add(line, &info, &code)
                {
                    mistakes.push((line, mistake));
                }
            }
            _ => {}
        }
    }
    for example in &page.examples {
        let mistake = example.mistake();
        mistakes.extend(mistake.map(|mistake| (example.line, mistake)));
    }
    if mistakes.is_empty() {
        Ok(page)
    } else {
        Err(mistakes)
    }
}

impl Examples {
    fn add(&mut self, line: usize, info: &str, code: &str) -> Result<(), String> {
        let (block, escaped) = block(info)?;
        let section = self.sections.last().map(String::as_str);
        if section != Some("Examples") {
            if section == Some("Options") && info == "toml" {
                self.options.push((line, code.to_owned()));
            }
            return match block {
                Block::Prose => Ok(()),
                _ => Err("stands outside of `## Examples`".to_owned()),
            };
        }
        let example = self
            .examples
            .last_mut()
            .ok_or("stands above the first `###` heading")?;
        let bytes = match escaped {
            true => unescape(code)?,
            false => code.as_bytes().to_vec(),
        };
        match block {
            Block::Prose => Err(format!("`{info}` does not say what the block is")),
            Block::Output if example.output.is_some() => Err("is a second output".to_owned()),
            Block::Output => {
                example.output = Some(code.to_owned());
                Ok(())
            }
            Block::Web if example.web.is_some() => Err("is a second web".to_owned()),
            Block::Web => {
                example.web = Some(code.to_owned());
                Ok(())
            }
            Block::File(name, role) => {
                if example.files.iter().any(|file| file.name == name) {
                    return Err(format!("`{name}` is there twice"));
                }
                example.files.push(File { name, bytes, role });
                Ok(())
            }
            Block::Fixed(name, safety) => {
                let same = |fixed: &Fixed| fixed.name == name && fixed.safety == safety;
                let Some(file) = example.files.iter().find(|file| file.name == name) else {
                    return Err(format!("fixes `{name}`, which is not there"));
                };
                if example.fixed.iter().any(same) {
                    return Err(format!("`{name}` is fixed twice"));
                }
                if file.bytes == bytes {
                    return Err(format!("`{name}` is as it was before the fix"));
                }
                example.fixed.push(Fixed {
                    name,
                    bytes,
                    safety,
                });
                Ok(())
            }
        }
    }
}

impl Example {
    pub(crate) fn is_bad(&self) -> bool {
        self.files.iter().any(|file| file.role == Role::Bad)
    }

    /// Whether the page says that other rules have something to say.
    pub(crate) fn is_alone(&self) -> bool {
        let alone = Role::Good { alone: true };
        self.files.iter().any(|file| file.role == alone)
    }

    fn mistake(&self) -> Option<String> {
        let is_good = |file: &File| matches!(file.role, Role::Good { .. });
        let good = self.files.iter().any(is_good);
        let mistake = match (self.is_bad(), good) {
            (true, true) => "is both bad and good",
            (false, false) => "is neither bad nor good",
            (true, _) if self.output.as_ref().is_none_or(String::is_empty) => {
                "is bad and has no output"
            }
            (_, true) if self.output.is_some() => "is good and has output",
            (_, true) if !self.fixed.is_empty() => "is good and has fixes",
            _ => return None,
        };
        Some(mistake.to_owned())
    }
}

/// What a block is by the words behind its fence, and whether it is escaped.
fn block(info: &str) -> Result<(Block, bool), String> {
    let (info_words, name) = named(info);
    let mut words: Vec<&str> = info_words.split_whitespace().collect();
    let mut take = |word: &str| {
        let at = words.iter().position(|other| *other == word);
        at.map(|at| words.remove(at)).is_some()
    };
    let (bad, good, alone) = (take("bad"), take("good"), take("alone"));
    let (fixed, guess) = (take("fixed"), take("unsafe"));
    let (output, escaped) = (take("output"), take("escaped"));
    let web = take("web");
    let file = name.map(str::to_owned);
    if let Some(word) = words.get(1) {
        return Err(format!("`{word}` means nothing"));
    }
    let block = match (bad, good, fixed, output, file) {
        (false, false, false, false, None) if web => Block::Web,
        _ if web => return Err(format!("`{info}` does not go together")),
        (false, false, false, false, None) => Block::Prose,
        (true, false, false, false, Some(name)) => Block::File(name, Role::Bad),
        (false, true, false, false, Some(name)) => Block::File(name, Role::Good { alone }),
        (false, false, false, false, Some(name)) => Block::File(name, Role::Context),
        (false, false, true, false, Some(name)) if guess => Block::Fixed(name, Safety::Unsafe),
        (false, false, true, false, Some(name)) => Block::Fixed(name, Safety::Safe),
        (false, false, false, true, None) => Block::Output,
        _ => return Err(format!("`{info}` does not go together")),
    };
    let allowed = match &block {
        Block::Prose => !escaped && !alone && !guess,
        Block::Output | Block::Web => !escaped && !alone && !guess,
        Block::File(_, role) => !guess && (!alone || matches!(role, Role::Good { .. })),
        Block::Fixed(..) => !alone,
    };
    let name = match &block {
        Block::File(name, _) | Block::Fixed(name, _) => name,
        _ => "x",
    };
    let plain = !name.is_empty()
        && !name.starts_with('/')
        && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    match allowed && plain {
        true => Ok((block, escaped)),
        false => Err(format!("`{info}` does not go together")),
    }
}

/// The words of `info` and the name in `file=NAME` or `file="NAME"`, which is no word of it.
fn named(info: &str) -> (String, Option<&str>) {
    let Some((before, after)) = info.split_once(" file=") else {
        return (info.to_owned(), None);
    };
    let (name, after) = match after.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => after.split_once(' ').unwrap_or((after, "")),
    };
    (format!("{before} {after}"), Some(name))
}

/// Decodes `\xNN`, `\r`, `\t`, `\u{…}` and `\\`.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let bad = || {
            let shown: String = after.chars().take(4).collect();
            format!("`\\{shown}` is no escape")
        };
        rest = if let Some(after) = after.strip_prefix('r') {
            bytes.push(b'\r');
            after
        } else if let Some(after) = after.strip_prefix('t') {
            bytes.push(b'\t');
            after
        } else if let Some(after) = after.strip_prefix('\\') {
            bytes.push(b'\\');
            after
        } else if let Some(after) = after.strip_prefix('x') {
            let digits = after.get(..2).ok_or_else(bad)?;
            bytes.push(u8::from_str_radix(digits, 16).map_err(|_| bad())?);
            &after[2..]
        } else if let Some(after) = after.strip_prefix("u{") {
            let (digits, after) = after.split_once('}').ok_or_else(bad)?;
            let value = u32::from_str_radix(digits, 16).map_err(|_| bad())?;
            let c = char::from_u32(value).ok_or_else(bad)?;
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            after
        } else {
            return Err(bad());
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes() {
        assert_eq!(
            unescape("a\\xe9\\r\\t\\\\x\\u{1F4CC}\n"),
            Ok(b"a\xe9\r\t\\x\xf0\x9f\x93\x8c\n".to_vec())
        );
        for bad in ["\\", "\\n", "\\xg0", "\\x1", "\\u{d800}", "\\u{41", "\\xé"] {
            assert!(unescape(bad).is_err(), "{bad}");
        }
    }
}
