//! Destinations that lead somewhere else, written as they were.

use crate::link::{encode_path, relative};

/// The destination that leads to the place `anchor` in the file `to`, written as `destination`
/// is, which stands in the file `from`: as a URL if that is one, from the root if that begins
/// there, with a fragment if that has one. Paths are those from the root of the repository.
#[must_use]
pub fn retarget(destination: &str, from: &str, to: &str, anchor: Option<&str>) -> String {
    let (base, fragment) = match destination.split_once('#') {
        Some((base, fragment)) => (base, Some(fragment)),
        None => (destination, None),
    };
    let path = encode_path(to);
    let mut new = match host_page(base) {
        Some(page) => format!("{page}{path}"),
        None if base.is_empty() && from == to => String::new(),
        None if base.starts_with('/') => format!("/{path}"),
        None => {
            let dot = if base.starts_with("./") { "./" } else { "" };
            format!("{dot}{}", encode_path(&relative(from, to)))
        }
    };
    if let (Some(_), Some(anchor)) = (fragment, anchor) {
        new.push('#');
        new.push_str(&encode_path(anchor));
    }
    new
}

/// Of `https://host/owner/name/blob/main/path` what comes before the path.
fn host_page(base: &str) -> Option<&str> {
    let view = base.find("/blob/")? + "/blob/".len();
    let branch = base.get(view..)?.find('/')? + 1;
    base.contains("://").then(|| &base[..view + branch])
}

#[cfg(test)]
mod tests {
    use super::retarget;

    #[test]
    fn forms_are_kept() {
        for (destination, to, expected) in [
            ("#a", "docs/README.md", "#b-c"),
            ("#a", "docs/x.md", "x.md#b-c"),
            ("x.md#a", "docs/y z.md", "y%20z.md#b-c"),
            ("./x.md", "docs/y.md", "./y.md"),
            ("/docs/x.md", "docs/y.md", "/docs/y.md"),
            ("x.md", "y.md", "../y.md"),
            (
                "https://github.com/o/n/blob/main/docs/x.md#a",
                "docs/y.md",
                "https://github.com/o/n/blob/main/docs/y.md#b-c",
            ),
        ] {
            assert_eq!(
                retarget(destination, "docs/README.md", to, Some("b-c")),
                expected
            );
        }
    }
}
