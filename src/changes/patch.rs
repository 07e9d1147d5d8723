//! Reading what `git diff -U0` writes.

use std::collections::BTreeMap;
use std::ops::Range;

/// The new lines of each file that a patch changes, by its new name; lines count from 1.
///
/// The head of a hunk says how many lines follow, and these are passed over unread: nothing that
/// stands in a file is taken for the head of a file or of a hunk.
pub(super) fn new_lines(patch: &[u8]) -> BTreeMap<String, Vec<Range<u32>>> {
    let mut files: BTreeMap<String, Vec<Range<u32>>> = BTreeMap::new();
    let mut name: Option<String> = None;
    let mut lines = patch.split(|&byte| byte == b'\n');
    while let Some(line) = lines.next() {
        if line.starts_with(b"diff ") {
            name = None;
        } else if let Some(new) = line.strip_prefix(b"+++ ") {
            name = new_name(new);
        } else if let Some((old, new)) = hunk(line) {
            if let Some(name) = &name
                && new.start < new.end
            {
                files.entry(name.clone()).or_default().push(new.clone());
            }
            let skipped = u64::from(old) + u64::from(new.end - new.start);
            for _ in 0..skipped {
                lines.next();
            }
        }
    }
    files
}

/// How many lines were there, and which ones are there now: of `@@ -3,0 +4,2 @@ …`.
fn hunk(line: &[u8]) -> Option<(u32, Range<u32>)> {
    let line =
        std::str::from_utf8(line.strip_prefix(b"@@ -")?.split(|&b| b == b'@').next()?).ok()?;
    let (old, new) = line.trim_end().split_once(" +")?;
    let read = |part: &str| -> Option<(u32, u32)> {
        match part.split_once(',') {
            Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
            None => Some((part.parse().ok()?, 1)),
        }
    };
    let (_, old) = read(old)?;
    let (start, count) = read(new)?;
    Some((old, start..start.checked_add(count)?))
}

/// The name behind `+++ `: `b/name`, perhaps in quotation marks; `None` for `/dev/null`.
fn new_name(written: &[u8]) -> Option<String> {
    // git ends a name with spaces by a tab.
    let written = written.strip_suffix(b"\t").unwrap_or(written);
    let name = match written
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""))
    {
        Some(quoted) => unquote(quoted)?,
        None => written.to_vec(),
    };
    let name = name.strip_prefix(b"b/")?;
    String::from_utf8(name.to_vec()).ok()
}

/// Undoes quoting in the manner of C.
fn unquote(quoted: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(quoted.len());
    let mut bytes = quoted.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        plain.push(match bytes.next()? {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            digit @ b'0'..=b'3' => {
                let (second, third) = (bytes.next()?, bytes.next()?);
                let value = |digit: u8| digit.checked_sub(b'0').filter(|value| *value < 8);
                (value(digit)? << 6) | (value(second)? << 3) | value(third)?
            }
            other => other,
        });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_counted_and_their_lines_are_not_read() {
        let patch = b"\
diff --git a/a.md b/a.md
index 1..2 100644
--- a/a.md
+++ b/a.md
@@ -2 +2,2 @@ # Title
-+++ b/evil.md
+@@ -1 +1 @@
++++ b/evil.md
@@ -9,2 +9,0 @@
-a
-b
@@ -20,0 +19 @@
+c
\\ No newline at end of file
diff --git a/old.md b/gone.md
--- a/gone.md
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git \"a/q\\\"\\t\\303\\251.md\" \"b/q\\\"\\t\\303\\251.md\"
--- /dev/null
+++ \"b/q\\\"\\t\\303\\251.md\"
@@ -0,0 +1,3 @@
+1
+2
+3
";
        let found: Vec<_> = new_lines(patch).into_iter().collect();
        assert_eq!(
            found,
            [
                ("a.md".to_owned(), vec![2..4, 19..20]),
                (
                    "q\"\té.md".to_owned(),
                    [(1, 4)].map(|(start, end)| start..end).to_vec()
                ),
            ]
        );
    }
}
