//! What the XML formats share.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::escape::escape;

/// A writer of elements, two spaces deep for each level.
pub(super) struct Xml<'w>(Writer<&'w mut dyn Write>);

impl<'w> Xml<'w> {
    /// Writes the declaration.
    pub(super) fn new(out: &'w mut dyn Write) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    /// `<name attributes>`.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let event = Event::Start(element(name, attributes));
        self.0.write_event(event)
    }

    /// `<name attributes/>`.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let event = Event::Empty(element(name, attributes));
        self.0.write_event(event)
    }

    /// `<name attributes>text</name>`; lines of `text` stay lines.
    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        let lines: Vec<String> = text.lines().map(clean).collect();
        let text = lines.join("\n");
        self.0.write_event(Event::Text(BytesText::new(&text)))?;
        self.close(name)
    }

    /// `</name>`.
    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Ends the last line.
    pub(super) fn finish(self) -> io::Result<()> {
        self.0.into_inner().write_all(b"\n")
    }
}

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for &(name, value) in attributes {
        element.push_attribute((name, clean(value).as_str()));
    }
    element
}

/// `text` with everything named that hides or controls something, and what XML cannot hold.
fn clean(text: &str) -> String {
    escape(text)
        .replace('\u{fffe}', "<U+FFFE>")
        .replace('\u{ffff}', "<U+FFFF>")
}
