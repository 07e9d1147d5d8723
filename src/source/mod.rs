//! Files, the text in them, and positions in both.

mod attributes;
mod file;
mod globs;
mod line_index;
mod offset_map;
mod span;
mod text;
mod walk;

pub use attributes::{Attributes, LineEnding};
pub use file::{FileEntry, FileId, Files, ReadError, read};
pub use globs::PathGlobs;
pub use line_index::{LineIndex, Position};
pub use offset_map::{OffsetMap, Piece};
pub use span::{Span, TextRange};
pub use text::{Decoded, decode};
pub use walk::{Found, MARKDOWN_EXTENSIONS, is_markdown, walk};

/// The largest file that is read, in bytes. A larger one is reported, not read: offsets are
/// 32 bits wide, and nobody writes questions and answers of this size by hand.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;
