//! What happens when a run is disturbed: every file is either as it was or wholly mended, and the
//! exit code says when something could not be done.

#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::fs::{self, Permissions};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use support::Folder;

/// Garbled and as it was meant.
const GARBLED: &str = "# Notes\n\nA cafÃ© â€” with a view.\n";
const MEANT: &str = "# Notes\n\nA café — with a view.\n";

fn name(index: usize) -> String {
    format!("notes/{:02}/{index}.md", index % 20)
}

fn garbled(count: usize) -> Folder {
    Folder::with((0..count).map(|index| (name(index), GARBLED)))
}

fn qalint(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qalint"));
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// qalint run by a shell that has set a limit first.
fn limited(folder: &Path, limit: &str, arguments: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .current_dir(folder)
        .arg("-c")
        .arg(format!("{limit} && exec \"$QALINT\" {arguments}"))
        .env("QALINT", env!("CARGO_BIN_EXE_qalint"));
    command
}

/// How many files are mended; any that is neither old nor new fails the test, as does a temporary
/// file that a run would take for content.
fn mended(folder: &Folder) -> usize {
    let mut mended = 0;
    for (name, bytes) in folder.files() {
        if name.ends_with(".tmp") {
            assert!(
                name.rsplit('/').next().is_some_and(|n| n.starts_with('.')),
                "{name} is not hidden"
            );
            continue;
        }
        if name == "qalint.toml" {
            continue;
        }
        match std::str::from_utf8(&bytes) {
            Ok(MEANT) => mended += 1,
            Ok(GARBLED) => {}
            _ => panic!("{name} is neither old nor new: {bytes:?}"),
        }
    }
    mended
}

/// Starts fixing 1,000 files again and again, sends the signal each time a little later, and
/// looks at what is left; at last a run that is left alone mends the rest.
fn interrupted(signal: &str) {
    let folder = garbled(1_000);
    let mut before = 0;
    for delay in [0, 5, 10, 20, 40, 80] {
        let mut child = qalint(folder.path())
            .args(["check", "--fix"])
            .spawn()
            .expect("qalint runs");
        thread::sleep(Duration::from_millis(delay));
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        sent.expect("kill runs");
        child.wait().expect("an end");
        let now = mended(&folder);
        assert!(now >= before, "{now} after {before}");
        before = now;
    }
    let code = qalint(folder.path()).args(["check", "--fix"]).status();
    assert_eq!(code.expect("qalint runs").code(), Some(0));
    assert_eq!(mended(&folder), 1_000);
}

#[test]
fn killed_at_any_moment() {
    interrupted("-KILL");
}

#[test]
fn interrupted_from_the_keyboard() {
    interrupted("-INT");
}

#[test]
fn two_runs_fix_at_once() {
    let folder = garbled(300);
    let runs: Vec<_> = (0..3)
        .map(|_| qalint(folder.path()).args(["check", "--fix"]).spawn())
        .collect();
    for run in runs {
        let code = run.expect("qalint runs").wait().expect("an end").code();
        // 2 where another run was faster: the file is not what was read any more.
        assert!(matches!(code, Some(0 | 2)), "{code:?}");
    }
    assert_eq!(mended(&folder), 300);
}

#[test]
fn a_read_only_file_is_left_and_told_of() {
    let folder = garbled(3);
    let locked = folder.join(&name(1));
    fs::set_permissions(&locked, Permissions::from_mode(0o444)).expect("permissions");
    let ran = folder.qalint(&["check", "--fix"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("notes/01/1.md` could not be written: it is read-only")
    );
    assert_eq!(mended(&folder), 2);
}

#[test]
fn permissions_stay() {
    let folder = garbled(1);
    let file = folder.join(&name(0));
    fs::set_permissions(&file, Permissions::from_mode(0o640)).expect("permissions");
    assert_eq!(folder.qalint(&["check", "--fix"]).code, 0);
    let mode = fs::metadata(&file).expect("the file").permissions().mode();
    assert_eq!((mended(&folder), mode & 0o777), (1, 0o640));
}

/// A limit on the size of files ends the process at the first byte too many, as a full disk ends
/// the write.
#[test]
fn no_room_for_a_new_file() {
    let folder = garbled(5);
    let status = limited(folder.path(), "ulimit -f 0", "check --fix --format concise")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert_ne!(status.expect("a shell").code(), Some(0));
    assert_eq!(mended(&folder), 0);
}

#[test]
fn output_that_cannot_be_written() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let folder = garbled(5);
    let ran = folder.qalint(&["check", "--output", "/dev/full"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("could not be written"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_reader_that_has_seen_enough() {
    let folder = garbled(2_000);
    let mut child = qalint(folder.path())
        .args(["check", "--format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("qalint runs");
    let mut first = [0; 16];
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut first).expect("output");
    drop(out);
    let mut said = String::new();
    let mut err = child.stderr.take().expect("a pipe");
    err.read_to_string(&mut said).expect("UTF-8");
    assert_eq!(
        (child.wait().expect("an end").code(), &*said),
        (Some(0), "")
    );
}

#[test]
fn hardly_any_file_descriptors() {
    let folder = garbled(50);
    let output = limited(folder.path(), "ulimit -n 5", "check --format concise")
        .output()
        .expect("a shell");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(!err.contains("panicked"), "{err}");
    // Whatever could not be opened is told of: the file, or the folder it is in.
    let told = |index| {
        let folder = format!("notes/{:02}:1:1: error[file/unreadable]", index % 20);
        out.contains(&name(index)) || out.contains(&folder)
    };
    assert!((0..50).all(told), "{out}\n{err}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_clock_in_the_past() {
    let folder = garbled(1);
    let old = fs::File::options()
        .write(true)
        .open(folder.join(&name(0)))
        .expect("the file");
    old.set_modified(std::time::UNIX_EPOCH).expect("a time");
    assert_eq!(folder.qalint(&["check", "--fix"]).code, 0);
    assert_eq!(mended(&folder), 1);
}

/// Runs `script` with a file system of its own in `$room`, and nothing else of the machine changed;
/// `None` where that may not be done.
#[cfg(target_os = "linux")]
fn in_a_room(options: &str, script: &str) -> Option<String> {
    let room = Folder::new();
    let mount = "mount -t tmpfs -o \"$options\" room \"$room\" && cd \"$room\"";
    let run = |script: &str| {
        let output = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
            .arg(format!("{mount} && {script}"))
            .env("room", room.path())
            .env("options", options)
            .env("qalint", env!("CARGO_BIN_EXE_qalint"))
            .env("garbled", GARBLED)
            .output();
        let output = output.ok()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        output.status.success().then_some(said)
    };
    run("true")?;
    Some(run(script).expect("the script ends well"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full() {
    let script = "for n in 1 2 3; do printf %s \"$garbled\" > $n.md; done; \
        dd if=/dev/zero of=rest bs=1k 2>/dev/null; \
        \"$qalint\" check --fix --quiet; echo code $?; ls -A; cat ?.md";
    let Some(said) = in_a_room("size=64k", script) else {
        return;
    };
    assert_eq!(
        said.matches("could not be written: No space left").count(),
        3,
        "{said}"
    );
    assert!(said.contains("code 2\n1.md\n2.md\n3.md\nrest\n"), "{said}");
    assert!(said.contains(&GARBLED.repeat(3)), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_read_only() {
    let script = "for n in 1 2 3; do printf %s \"$garbled\" > $n.md; done; \
        mount -o remount,ro \"$room\" && \
        { \"$qalint\" check --fix --quiet; echo code $?; ls -A; cat ?.md; }";
    let Some(said) = in_a_room("size=64k", script) else {
        return;
    };
    assert_eq!(said.matches("could not be written: ").count(), 3, "{said}");
    assert!(said.contains("code 2\n1.md\n2.md\n3.md\n"), "{said}");
    assert!(said.contains(&GARBLED.repeat(3)), "{said}");
}

#[test]
fn a_file_that_somebody_else_has_replaced() {
    use qalint::fix::{Change, WriteError, write};

    let folder = garbled(1);
    let file = folder.join(&name(0));
    let change = Change {
        before: GARBLED.as_bytes().into(),
        after: MEANT.as_bytes().into(),
    };
    fs::write(&file, "Mine.\n").expect("a file");
    let written = write(&file, folder.path(), &change);
    assert!(matches!(written, Err(WriteError::Changed)), "{written:?}");
    assert_eq!(folder.text(&name(0)), "Mine.\n");
    fs::remove_file(&file).expect("it was there");
    let written = write(&file, folder.path(), &change);
    assert!(matches!(written, Err(WriteError::Io(_))), "{written:?}");
    assert_eq!(folder.files().len(), 0);
}

/// What a run that was killed has left behind is not content, and not touched.
#[test]
fn files_left_behind_are_not_content() {
    let folder = garbled(1);
    let left = "notes/00/.qalint-aBc123.tmp";
    folder.write(left, GARBLED);
    folder.write("qalint.toml", "include = [\"**/*\"]\n");
    let ran = folder.qalint(&["check", "--fix"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.starts_with("2 files, "), "{ran:?}");
    assert_eq!(mended(&folder), 1);
    assert_eq!(folder.text(left), GARBLED);
}
