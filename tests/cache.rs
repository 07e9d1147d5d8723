//! What runs keep for later ones, and whom they believe.

mod support;

use std::fs;

use qalint::cache::{self, Cache, Key, Secret};
use support::{Folder, Ran, command};

const RESULTS: &str = ".qalint-cache/results";

/// A collection that is large enough for a cache; one file has a mistake that is its own.
struct Collection {
    folder: Folder,
    /// The user's cache folder.
    user: Folder,
}

impl Collection {
    fn new() -> Self {
        let folder = Folder::with((0..120).map(|file| {
            let title = format!(
                "# Topic {file}\n\nSee [another](file-{}.md).\n",
                (file + 1) % 120
            );
            (format!("file-{file}.md"), title)
        }));
        folder.write("file-7.md", "# Topic 7\n\n```js\nlet a;\n");
        let user = Folder::new();
        Self { folder, user }
    }

    fn check(&self, arguments: &[&str]) -> Ran {
        let mut command = command(self.folder.path());
        command
            .args(["check", "--format", "concise", "--quiet"])
            .args(arguments)
            .env("QALINT_CACHE_DIR", self.user.path());
        Ran::of(&mut command)
    }

    /// Checks twice, and without a cache, all of which must say the same.
    #[track_caller]
    fn agrees(&self) -> String {
        let fresh = self.check(&["--no-cache"]);
        assert_eq!(self.check(&[]), fresh);
        let kept = self.folder.read(RESULTS);
        assert_eq!(self.check(&[]), fresh);
        assert_eq!(
            self.folder.read(RESULTS),
            kept,
            "nothing new was to be kept"
        );
        fresh.stdout
    }

    fn secret(&self) -> Secret {
        Secret(self.user.read("secret").try_into().expect("32 bytes"))
    }

    /// The results, the entry with the mistake replaced by that of a file without one.
    fn forged(&self, secret: Secret) -> Vec<u8> {
        let bytes = self.folder.read(RESULTS);
        let known = Cache::read(bytes.clone(), self.secret()).expect("it is sealed");
        let mut entries: Vec<(Key, Vec<u8>)> = (0..known.len())
            .map(|index| {
                let at = 8 + 32 + 4 + index * 36;
                let key: Key = bytes[at..at + 32].try_into().expect("32 bytes");
                (key, known.get(&key).expect("an entry").to_vec())
            })
            .collect();
        let tells = |entry: &[u8]| String::from_utf8_lossy(entry).contains("unclosed-fence");
        let clean = entries.iter().map(|(_, entry)| entry);
        let clean = clean.filter(|entry| entry.len() > 8 && !tells(entry));
        let clean = clean.min().expect("a file without a mistake").clone();
        let (_, mistaken) = entries
            .iter_mut()
            .find(|(_, entry)| tells(entry))
            .expect("the file with the mistake");
        *mistaken = clean;
        cache::write(&entries, secret).expect("it is small")
    }
}

#[test]
fn runs_say_the_same_with_what_earlier_ones_kept() {
    let collection = Collection::new();
    let said = collection.agrees();
    assert_eq!(
        said,
        "file-7.md:3:1: error[structure/unclosed-fence] the code fence is not closed: 1 line up to the end of the file are code\n"
    );
    // A file that is not of the sample, a new one, one less, and other settings.
    collection
        .folder
        .write("file-8.md", "# Topic\n\n[a](b.md)\n");
    assert!(
        collection
            .agrees()
            .contains("file-8.md:3:5: error[link/broken-file]")
    );
    collection.folder.write("b.md", "# B\n");
    assert_eq!(collection.agrees(), said);
    fs::remove_file(collection.folder.join("file-9.md")).expect("a file");
    let _ = collection.agrees();
    collection.folder.write(
        "qalint.toml",
        "[rules]\n\"structure/unclosed-fence\" = \"info\"\n",
    );
    assert!(
        collection
            .agrees()
            .contains("file-7.md:3:1: info[structure/unclosed-fence]")
    );
    let few = ["--select", "structure"];
    assert_eq!(collection.check(&few).stdout.lines().count(), 1);
    assert_eq!(collection.check(&["--ignore", "structure,link"]).stdout, "");
}

#[test]
fn only_what_its_user_has_kept_is_believed() {
    let collection = Collection::new();
    let said = collection.agrees();
    // This shows that the entry is used at all.
    let forged = collection.forged(collection.secret());
    collection.folder.write(RESULTS, forged);
    assert_eq!(collection.check(&[]).stdout, "");
    for other in [
        collection.forged_by_another(),
        b"qalint".to_vec(),
        Vec::new(),
        vec![0xff; 4096],
    ] {
        collection.folder.write(RESULTS, other);
        assert_eq!(collection.agrees(), said);
    }
}

impl Collection {
    fn forged_by_another(&self) -> Vec<u8> {
        fs::remove_file(self.folder.join(RESULTS)).expect("the results");
        let _ = self.agrees();
        self.forged(Secret([1; 32]))
    }
}

#[test]
fn nothing_is_kept_unasked_or_in_vain() {
    let collection = Collection::new();
    let _ = collection.check(&["--no-cache"]);
    let _ = collection.check(&["--fix"]);
    assert!(!collection.folder.join(".qalint-cache").exists());
    let small = Collection {
        folder: Folder::with([("a.md", "# A\n")]),
        user: Folder::new(),
    };
    small.check(&[]).gives(0, "");
    assert_eq!(small.folder.files().len(), 1);
    assert!(small.user.files().is_empty());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_read_through_a_symbolic_link() {
    let collection = Collection::new();
    let said = collection.agrees();
    let elsewhere = Folder::new();
    elsewhere.write("results", collection.forged(collection.secret()));
    let before = elsewhere.files();
    fs::remove_dir_all(collection.folder.join(".qalint-cache")).expect("the cache");
    std::os::unix::fs::symlink(elsewhere.path(), collection.folder.join(".qalint-cache"))
        .expect("a link");
    assert_eq!(collection.check(&[]).stdout, said);
    assert_eq!(elsewhere.files(), before);
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let collection = Collection::new();
    let said = collection.check(&["--no-cache"]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    assert_eq!(collection.check(&[]), said);
                }
            });
        }
    });
}
