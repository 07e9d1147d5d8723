//! A run that begins with what earlier ones have found.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Member;
use super::file::FileResult;
use super::run::{Mode, Run};
use crate::cache::{self, Cache, Digest, Key};
use crate::diagnostic::Diagnostic;
use crate::qa;
use crate::rules::RuleId;
use crate::source::{FileId, Files};

/// What a cache is to hold after a run.
type Entries = Vec<(Key, Vec<u8>)>;

impl Run {
    /// As [`Run::new`], but what `cache` knows is not found out again. Every file is read once more
    /// to see whether it is the same, and nothing of it is parsed if it is.
    ///
    /// `stamp` tells programs apart that find different things. Also returns what the cache should
    /// hold from now on; nothing if that is what it holds.
    #[must_use]
    pub fn cached(
        files: Files,
        members: Vec<Member>,
        overlay: HashMap<FileId, Arc<[u8]>>,
        cache: &Cache,
        stamp: &[u8],
    ) -> (Self, Option<Entries>) {
        let mut run = Self::unchecked(files, members, overlay);
        let contents: Vec<Option<Key>> = (0..run.files.len())
            .into_par_iter()
            .map(|index| Some(cache::digest(&run.read(FileId::at(index)).ok()?)))
            .collect();
        let contexts: Vec<Key> = (0..run.members.len())
            .map(|member| run.context(member, &contents, stamp))
            .collect();
        let keys: Vec<Option<Key>> = contents
            .iter()
            .enumerate()
            .map(|(index, content)| Some(run.key(FileId::at(index), content.as_ref()?, &contexts)))
            .collect();
        let known: Vec<Option<FileResult>> = keys
            .par_iter()
            .enumerate()
            .map(|(index, key)| restore(cache.get(key.as_ref()?)?, FileId::at(index)))
            .collect();
        let style_key = style_key(&contexts);
        let presets = cache.get(&style_key).and_then(restore_presets);
        let is_known: Vec<bool> = known.iter().map(Option::is_some).collect();
        match presets {
            Some(presets) if is_known.iter().all(|&is_known| is_known) => {
                run.presets = Some(presets);
                run.results = known.into_iter().flatten().collect();
                if cache.len() == run.results.len() + 1 {
                    return (run, None);
                }
            }
            _ => {
                run.check_others(known, Mode::default());
            }
        }
        let mut entries: Entries = keys
            .par_iter()
            .zip(&run.results)
            .zip(is_known)
            .filter_map(|((key, result), is_known)| {
                let key = (*key)?;
                let entry = match cache.get(&key).filter(|_| is_known) {
                    Some(entry) => entry.to_vec(),
                    None => postcard::to_allocvec(result).ok()?,
                };
                Some((key, entry))
            })
            .collect();
        if let Ok(presets) = postcard::to_allocvec(&run.presets()) {
            entries.push((style_key, presets));
        }
        entries.sort_unstable();
        entries.dedup_by(|a, b| a.0 == b.0);
        (run, Some(entries))
    }

    /// All that what is found in a file depends on, but for the file: the program, the settings, and
    /// what it is learnt from how questions are written.
    fn context(&self, member: usize, contents: &[Option<Key>], stamp: &[u8]) -> Key {
        let mut digest = Digest::default();
        digest.add(stamp);
        let settings = &self.members[member].settings;
        let origin = &self.origins[member];
        digest.add(&settings.digest);
        let rest = (
            &settings.preset,
            &settings.rules,
            settings.links.style(origin.as_ref()),
            origin,
            self.needs[member],
        );
        digest.add(format!("{rest:?}").as_bytes());
        for file in self.sample_of(member) {
            digest.add(self.files.get(file).name.as_bytes());
            digest.add(&contents[file.0 as usize].unwrap_or_default());
        }
        digest.finish()
    }

    fn key(&self, file: FileId, content: &Key, contexts: &[Key]) -> Key {
        let entry = self.files.get(file);
        let mut digest = Digest::default();
        digest.add(&contexts[entry.collection]);
        digest.add(entry.name.as_bytes());
        let line_ending = self.members[entry.collection].line_ending(&entry.name);
        digest.add(format!("{line_ending:?}").as_bytes());
        digest.add(content);
        digest.finish()
    }
}

fn style_key(contexts: &[Key]) -> Key {
    let mut digest = Digest::default();
    digest.add(b"presets");
    contexts.iter().for_each(|context| digest.add(context));
    digest.finish()
}

fn restore_presets(entry: &[u8]) -> Option<Vec<&'static str>> {
    let names: Vec<String> = postcard::from_bytes(entry).ok()?;
    names
        .iter()
        .map(|name| qa::PRESETS.into_iter().find(|known| known == name))
        .collect()
}

/// What is known of `file`. In another run it had another number.
fn restore(entry: &[u8], file: FileId) -> Option<FileResult> {
    let mut result: FileResult = postcard::from_bytes(entry).ok()?;
    let found = result.diagnostics.iter_mut().chain(&mut result.unasked);
    found.for_each(|diagnostic| renumber(diagnostic, file));
    Some(result)
}

/// Puts the number of the only file that a diagnostic of one file names.
fn renumber(diagnostic: &mut Diagnostic, file: FileId) {
    if let Some(rule) = RuleId::by_name(&diagnostic.rule) {
        diagnostic.rule = Cow::Borrowed(rule.name());
    }
    diagnostic.primary.file = file;
    for label in &mut diagnostic.labels {
        label.file = file;
    }
    for edit in diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
        edit.file = file;
    }
}
