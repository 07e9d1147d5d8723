//! The text that a report quotes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::source::{
    self, Decoded, FileEntry, FileId, Files, LineIndex, OffsetMap, Position, Span,
};

/// How many files stay in memory for the next diagnostic.
const CACHED_FILES: usize = 4;

/// Where a report gets its excerpts, lines and columns from.
///
/// No file stays in memory between its check and the report, so that memory does not grow with
/// the collection: a file that something is reported in is read a second time, unless its bytes
/// are in the overlay. The overlay holds what the disk does not have: standard input, and files
/// as fixes left them when nothing was written.
///
/// The last few files are kept, so a report that goes file by file reads each of them once.
pub struct Sources<'a> {
    files: &'a Files,
    overlay: &'a HashMap<FileId, Arc<[u8]>>,
    /// What leads from the root of the repository to that of each collection; ends with `/` unless
    /// it is empty.
    prefixes: Vec<String>,
    /// The least recently used first. `None` for a file that is not text, or no longer readable.
    cache: RefCell<Vec<(FileId, Option<Rc<SourceText>>)>>,
}

impl fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources")
            .field("files", &self.files.len())
            .field("overlay", &self.overlay.len())
            .finish_non_exhaustive()
    }
}

impl<'a> Sources<'a> {
    /// Quotes from `overlay` where it has the file, and otherwise from the disk.
    #[must_use]
    pub fn new(files: &'a Files, overlay: &'a HashMap<FileId, Arc<[u8]>>) -> Self {
        Self {
            files,
            overlay,
            prefixes: Vec::new(),
            cache: RefCell::default(),
        }
    }

    /// Says where the collections lie in the repository: for each, in order, the path from the
    /// repository's root to its own, with `/` behind it, or nothing.
    #[must_use]
    pub fn in_repository(mut self, prefixes: Vec<String>) -> Self {
        self.prefixes = prefixes;
        self
    }

    /// All files of the run.
    #[must_use]
    pub const fn files(&self) -> &'a Files {
        self.files
    }

    /// The path of `file` from the root of the repository, with `/`, as services that know the
    /// repository want it.
    ///
    /// # Panics
    /// If `file` comes from another run.
    #[must_use]
    pub fn repository_path(&self, file: FileId) -> String {
        let entry = self.entry(file);
        let prefix = self.prefixes.get(entry.collection);
        format!("{}{}", prefix.map_or("", String::as_str), entry.name)
    }

    /// The names of `file`.
    ///
    /// # Panics
    /// If `file` comes from another run.
    #[must_use]
    pub fn entry(&self, file: FileId) -> &'a FileEntry {
        self.files.get(file)
    }

    /// The text of `file`; `None` if it is not text or can no longer be read.
    ///
    /// # Panics
    /// If `file` comes from another run.
    #[must_use]
    pub fn text(&self, file: FileId) -> Option<Rc<SourceText>> {
        let mut cache = self.cache.borrow_mut();
        if let Some(at) = cache.iter().position(|(id, _)| *id == file) {
            let hit = cache.remove(at);
            let text = hit.1.clone();
            cache.push(hit);
            return text;
        }
        // Make room first, so that at no time one file too many is held.
        if cache.len() >= CACHED_FILES {
            cache.remove(0);
        }
        let text = self.load(file).map(Rc::new);
        cache.push((file, text.clone()));
        text
    }

    /// The line and column of both ends of `span`.
    ///
    /// Where the file can no longer be read both are 1:1, and where it has become shorter they
    /// are at most its end: no better place is known any more.
    ///
    /// # Panics
    /// If `file` comes from another run.
    #[must_use]
    pub fn positions(&self, file: FileId, span: Span) -> (Position, Position) {
        match self.text(file) {
            Some(text) => text.positions(span),
            None => (START, START),
        }
    }

    fn load(&self, file: FileId) -> Option<SourceText> {
        match self.overlay.get(&file) {
            Some(bytes) => SourceText::new(bytes),
            None => SourceText::new(&source::read(&self.files.get(file).disk).ok()?),
        }
    }
}

const START: Position = Position { line: 1, column: 1 };

/// A file as the report quotes it: decoded, but not repaired.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The text, without a byte order mark.
    text: String,
    /// From the text to the bytes on disk.
    map: OffsetMap,
    lines: LineIndex,
    /// How many bytes the file has on disk.
    disk_len: usize,
}

impl SourceText {
    /// Decodes `bytes`; `None` if they are no text.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let Decoded { text, map, .. } = source::decode(bytes).ok()?;
        let text = text.into_owned();
        let lines = LineIndex::new(&text);
        Some(Self {
            text,
            map,
            lines,
            disk_len: bytes.len(),
        })
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte range of line `number` (from 1) without its ending; `None` if there is none.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<Range<usize>> {
        self.lines.line_range(&self.text, number)
    }

    /// The range of the text that stands for the bytes of `span`, widened to whole characters;
    /// `None` if the file has become too short to have them.
    #[must_use]
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        (span.end as usize <= self.disk_len).then(|| self.clamp(span))
    }

    /// The line and column of both ends of `span`, which count as the end of the text where they
    /// are beyond it.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let range = self.clamp(span);
        (self.position(range.start), self.position(range.end))
    }

    /// The line and column of the byte at `offset` of the text.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.lines
            .position(&self.text, u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// The range of the text that stands for the bytes of `span`; what lies beyond the end counts
    /// as the end.
    pub(super) fn clamp(&self, span: Span) -> Range<usize> {
        let range = self.map.to_text(span).to_usize();
        let start = floor_char_boundary(&self.text, range.start);
        let end = ceil_char_boundary(&self.text, range.end);
        start..end.max(start)
    }
}

/// The last character boundary at or before `offset`, which may lie beyond the end.
pub(super) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The first character boundary at or after `offset`, which may lie beyond the end.
pub(super) fn ceil_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}
