//! What earlier runs have found, kept so that it need not be found again.
//!
//! A cache is a set of entries, each under a [`Key`] that is made of everything the entry depends
//! on; an entry is never wrong, only of no use any more. Whoever can write to a collection could
//! write a cache into it, too, that makes a check say nothing. So all of it is sealed with a
//! [`Secret`] that only its user has, and what is not sealed so is as good as none.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// What the format of a cache begins with; another number for each format.
const MAGIC: &[u8; 8] = b"qalint\0\x01";

/// The bytes of a seal.
const SEAL: usize = 32;

/// The bytes of a key and of the length of an entry.
const HEAD: usize = 32 + 4;

/// The largest cache that is read or written, in bytes.
pub const MAX_BYTES: usize = 1 << 30;

/// What an entry is found by.
pub type Key = [u8; 32];

/// What seals caches: known to their user, and to nobody who writes to a collection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Makes a [`Key`] of parts, the bounds of which count. The hash is BLAKE3.
#[derive(Clone, Debug, Default)]
pub struct Digest(blake3::Hasher);

impl Digest {
    /// Adds a part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The key of all parts.
    #[must_use]
    pub fn finish(&self) -> Key {
        self.0.finalize().into()
    }
}

/// The key of these bytes alone.
#[must_use]
pub fn digest(bytes: &[u8]) -> Key {
    blake3::hash(bytes).into()
}

/// Entries of earlier runs.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    bytes: Vec<u8>,
    entries: HashMap<Key, Range<usize>>,
}

impl Cache {
    /// Reads a cache; nothing if it is damaged, of another format, or sealed with another secret.
    #[must_use]
    pub fn read(bytes: Vec<u8>, secret: Secret) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (seal, sealed) = rest.split_at_checked(SEAL)?;
        // Compared in constant time by `blake3::Hash`.
        let seal: [u8; SEAL] = seal.try_into().ok()?;
        if blake3::keyed_hash(&secret.0, sealed) != blake3::Hash::from_bytes(seal) {
            return None;
        }
        let (count, mut heads) = sealed.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let mut at = MAGIC.len() + SEAL + 4 + count.checked_mul(HEAD)?;
        let mut entries = HashMap::with_capacity(count.min(bytes.len() / HEAD));
        for _ in 0..count {
            let (key, rest) = heads.split_first_chunk::<32>()?;
            let (length, rest) = rest.split_first_chunk::<4>()?;
            heads = rest;
            let end = at.checked_add(u32::from_le_bytes(*length) as usize)?;
            entries.insert(*key, at..end);
            at = end;
        }
        (at == bytes.len()).then_some(Self { bytes, entries })
    }

    /// The entry under `key`.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&[u8]> {
        self.bytes.get(self.entries.get(key)?.clone())
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// A cache of these entries, as [`Cache::read`] reads it; nothing if it would be too large.
#[must_use]
pub fn write(entries: &[(Key, Vec<u8>)], secret: Secret) -> Option<Vec<u8>> {
    let length: usize = entries.iter().map(|(_, entry)| HEAD + entry.len()).sum();
    let length = MAGIC.len() + SEAL + 4 + length;
    if length > MAX_BYTES {
        return None;
    }
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[0; SEAL]);
    bytes.extend_from_slice(&u32::try_from(entries.len()).ok()?.to_le_bytes());
    for (key, entry) in entries {
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(&u32::try_from(entry.len()).ok()?.to_le_bytes());
    }
    for (_, entry) in entries {
        bytes.extend_from_slice(entry);
    }
    let (front, sealed) = bytes.split_at_mut(MAGIC.len() + SEAL);
    let seal = blake3::keyed_hash(&secret.0, sealed);
    front[MAGIC.len()..].copy_from_slice(seal.as_bytes());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: Secret = Secret([7; 32]);

    proptest! {
        #[test]
        fn what_is_written_is_read(
            entries in prop::collection::hash_map(any::<[u8; 32]>(), any::<Vec<u8>>(), 0..8),
        ) {
            let entries: Vec<(Key, Vec<u8>)> = entries.into_iter().collect();
            let bytes = write(&entries, SECRET).expect("it is small");
            let cache = Cache::read(bytes.clone(), SECRET).expect("it is sealed");
            prop_assert_eq!(cache.len(), entries.len());
            for (key, entry) in &entries {
                prop_assert_eq!(cache.get(key), Some(entry.as_slice()));
            }
            prop_assert!(Cache::read(bytes, Secret([8; 32])).is_none());
        }

        #[test]
        fn what_was_changed_is_none(
            entry in any::<Vec<u8>>(),
            at in any::<prop::sample::Index>(),
            bit in 0..8_u32,
        ) {
            let mut bytes = write(&[([1; 32], entry)], SECRET).expect("it is small");
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(Cache::read(bytes.clone(), SECRET).is_none());
            bytes.truncate(at);
            prop_assert!(Cache::read(bytes, SECRET).is_none());
        }

        #[test]
        fn no_bytes_are_trusted(bytes in any::<Vec<u8>>()) {
            prop_assert!(Cache::read(bytes, SECRET).is_none());
        }

        #[test]
        fn sealed_nonsense_is_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let mut sealed = MAGIC.to_vec();
            sealed.extend_from_slice(blake3::keyed_hash(&SECRET.0, &bytes).as_bytes());
            sealed.extend_from_slice(&bytes);
            if let Some(cache) = Cache::read(sealed, SECRET) {
                prop_assert!(cache.entries.keys().all(|key| cache.get(key).is_some()));
            }
        }
    }

    #[test]
    fn bounds_of_parts_count() {
        let of = |parts: &[&str]| {
            let mut digest = Digest::default();
            parts.iter().for_each(|part| digest.add(part.as_bytes()));
            digest.finish()
        };
        assert_ne!(of(&["a", "b"]), of(&["ab"]));
        assert_ne!(of(&["", "a"]), of(&["a", ""]));
    }
}
