//! Looking at a file of a run again, for what its summary does not keep.

use super::run::Run;
use crate::markdown::{Document, Needs};
use crate::qa::{self, Question};
use crate::repair::repair;
use crate::source::{FileId, OffsetMap};

/// A file of a run, looked at anew.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Its text as it was meant.
    pub text: &'a str,
    /// The way from the text to the disk.
    pub map: &'a OffsetMap,
    /// The text, parsed.
    pub document: &'a Document,
    /// Its questions in order.
    pub questions: &'a [Question],
}

impl Run {
    /// Lets `look` look at the text and the questions of `file`; `None` if it cannot be read. Of
    /// the document only what questions need is built.
    pub fn look<T>(&self, file: FileId, look: impl FnOnce(&Looked<'_>) -> T) -> Option<T> {
        let bytes = self.read(file).ok()?;
        let (repaired, document) = repair(&bytes, Needs::QUESTIONS).ok()?;
        let entry = self.files.get(file);
        let text = &*repaired.text;
        let style = self.styles().get(entry.collection)?;
        let shape = style.shape_of(&entry.name, text, &document);
        let questions = shape.map_or_else(Vec::new, |shape| {
            qa::find(text, &entry.name, &document, shape)
        });
        Some(look(&Looked {
            text,
            map: &repaired.map,
            document: &document,
            questions: &questions,
        }))
    }
}
