//! Which configuration governs a folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use qalint::config::{Discovery, load};

#[test]
fn collections_end_where_the_next_begins() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    fs::create_dir_all(root.join("inner/deep")).expect("folders");
    fs::create_dir_all(root.join("other/deep")).expect("folders");
    fs::write(
        root.join("qalint.toml"),
        "preset = \"hub\"\nexclude = [\"x\"]",
    )
    .expect("a file");
    fs::write(root.join("inner/qalint.toml"), "").expect("a file");
    let mut discovery = Discovery::new();
    let mut of = |folder: &Path| match discovery.collection_of(folder) {
        Ok(settings) => settings.unwrap_or_else(|| panic!("nothing for {}", folder.display())),
        Err(error) => panic!("{error:?}"),
    };
    let (outer, inner) = (of(root), of(&root.join("inner")));
    assert_eq!((&*outer.root, &*inner.root), (root, &*root.join("inner")));
    // It inherits nothing.
    assert_eq!(inner.preset, None);
    assert!(!inner.exclude.is_match("x"));
    assert!(Arc::ptr_eq(&of(&root.join("inner/deep")), &inner));
    assert!(Arc::ptr_eq(&of(&root.join("other/deep")), &outer));
    // Read once.
    fs::remove_file(root.join("qalint.toml")).expect("it is there");
    assert!(Arc::ptr_eq(&of(&root.join("other")), &outer));
    assert!(Arc::ptr_eq(&of(&root.join("folder/that/is/not")), &outer));
}

#[test]
fn a_mistake_concerns_the_collection_that_has_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    fs::create_dir_all(root.join("inner/deep")).expect("folders");
    fs::write(root.join("qalint.toml"), "").expect("a file");
    fs::write(root.join("inner/qalint.toml"), "preset = 1").expect("a file");
    let mut discovery = Discovery::new();
    assert!(discovery.collection_of(root).is_ok());
    for below in ["inner", "inner/deep", "inner"] {
        let error = discovery
            .collection_of(&root.join(below))
            .expect_err("a mistake");
        assert_eq!(error.path(), root.join("inner/qalint.toml"));
        assert_eq!(
            error.to_string(),
            "`preset` must be a string, not an integer"
        );
    }
}

/// What discovery says of the configuration that `make` puts at the path it is given.
fn refused(make: impl Fn(&Path)) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("qalint.toml");
    make(&path);
    let error = Discovery::new()
        .collection_of(folder.path())
        .expect_err("it is no configuration");
    error
        .to_string()
        .replace(&path.display().to_string(), "qalint.toml")
}

#[test]
fn what_is_no_configuration_is_refused() {
    let folder = refused(|path| fs::create_dir(path).expect("a folder"));
    assert_eq!(folder, "cannot read `qalint.toml`: it is a folder");
    let large = refused(|path| fs::write(path, "#".repeat(1024 * 1024 + 1)).expect("a file"));
    assert_eq!(large, "cannot read `qalint.toml`: it is larger than 1 MiB");
    let bytes = refused(|path| fs::write(path, b"preset = \"h\xfcb\"").expect("a file"));
    assert_eq!(bytes, "byte 11 is not UTF-8");
    let missing = load(Path::new("no/such/qalint.toml")).expect_err("it is not there");
    assert_eq!(
        missing.to_string(),
        "cannot read `no/such/qalint.toml`: it does not exist"
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_where_they_are_named() {
    use std::os::unix::fs::symlink;

    let message = "cannot read `qalint.toml`: it is a symbolic link";
    assert_eq!(
        refused(|path| symlink("/etc/hostname", path).expect("a link")),
        message
    );
    assert_eq!(
        refused(|path| symlink("nowhere", path).expect("a link")),
        message
    );
    assert_eq!(
        refused(|path| symlink(path, path).expect("a link")),
        message
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, link) = (
        folder.path().join("shared.toml"),
        folder.path().join("link.toml"),
    );
    fs::write(&file, "preset = \"hub\"").expect("a file");
    symlink(&file, &link).expect("a link");
    assert_eq!(
        load(&link)
            .ok()
            .and_then(|settings| settings.preset)
            .as_deref(),
        Some("hub")
    );
}
