//! The two kinds of byte range, kept apart by type so that one is never taken for the other.

use std::ops::Range;

/// A half-open range of bytes in a file **as it is on disk**.
///
/// Everything that is reported or edited is a `Span`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte; never less than `start`.
    pub end: u32,
}

/// A half-open range of bytes in a file's text **as it was meant**: decoded and with mojibake
/// repaired. Everything the parser and the rules work on is a `TextRange`; [`OffsetMap`] leads
/// back to the disk.
///
/// [`OffsetMap`]: super::OffsetMap
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte; never less than `start`.
    pub end: u32,
}

macro_rules! byte_range {
    ($name:ident) => {
        impl $name {
            /// The range from `start` to `end`, in bytes.
            #[must_use]
            pub const fn new(start: u32, end: u32) -> Self {
                debug_assert!(start <= end);
                Self { start, end }
            }

            /// The range of a `usize` range. Offsets past 4 GiB saturate; no file that large is
            /// ever read (see [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES)).
            #[must_use]
            pub fn from_usize(range: Range<usize>) -> Self {
                let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                Self::new(narrow(range.start), narrow(range.end))
            }

            /// The empty range at `offset`.
            #[must_use]
            pub const fn empty(offset: u32) -> Self {
                Self {
                    start: offset,
                    end: offset,
                }
            }

            /// Length in bytes.
            #[must_use]
            pub const fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether the range holds no byte.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `offset` lies inside.
            #[must_use]
            pub const fn contains(self, offset: u32) -> bool {
                self.start <= offset && offset < self.end
            }

            /// Whether `inner` lies wholly inside.
            #[must_use]
            pub const fn encloses(self, inner: Self) -> bool {
                self.start <= inner.start && inner.end <= self.end
            }

            /// Whether the two share a byte.
            #[must_use]
            pub const fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest range that encloses both.
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self::new(self.start.min(other.start), self.end.max(other.end))
            }

            /// As indices.
            #[must_use]
            pub const fn to_usize(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }
        }
    };
}

byte_range!(Span);
byte_range!(TextRange);

impl TextRange {
    /// The part of `text` that the range covers; empty if the range does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.to_usize()).unwrap_or_default()
    }
}
