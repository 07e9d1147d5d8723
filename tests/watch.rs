//! `qalint check --watch`, with a process that watches a folder.

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use support::Folder;

/// A process that watches, and what it says, line by line.
struct Watching {
    process: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn new(folder: &Folder) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_qalint"))
            .args(["check", "--watch", "--format", "concise", "--quiet"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("qalint starts");
        let (sender, lines) = mpsc::channel();
        let out = process.stdout.take().expect("its output");
        let err = process.stderr.take().expect("its errors");
        for stream in [
            Box::new(out) as Box<dyn std::io::Read + Send>,
            Box::new(err),
        ] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    // The test may have ended.
                    let _ = sender.send(line);
                }
            });
        }
        Self { process, lines }
    }

    /// Waits for a line with `part` in it; what came before is passed over.
    fn says(&self, part: &str) {
        let mut seen = String::new();
        loop {
            match self.lines.recv_timeout(Duration::from_secs(30)) {
                Ok(line) if line.contains(part) => return,
                Ok(line) => seen += &(line + "\n"),
                Err(_) => panic!("{part:?} does not come after:\n{seen}"),
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // If it has ended, the test has failed already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn changes_are_checked_when_they_are_made() {
    let folder = Folder::with([
        ("a.md", "# A\n\n[b](b.md)\n"),
        ("b.md", "# B\n\n[a](a.md)\n"),
    ]);
    let watching = Watching::new(&folder);
    watching.says("watching 2 files");
    // What is said on the two streams can come in any order.
    folder.write("b.md", "# B\n\n[a](c.md)\n");
    watching.says("b.md:3:5: error[link/broken-file]");
    folder.write("c.md", "# C\n\n[a](a.md#nowhere)\n");
    watching.says("c.md:3:9: error[link/broken-anchor]");
    fs::remove_file(folder.join("a.md")).expect("a file");
    watching.says("c.md:3:5: error[link/broken-file]");
    folder.write("qalint.toml", "[rules]\nlink = 1\n");
    watching.says("qalint.toml:2:8");
    folder.write("qalint.toml", "[rules]\n\"link/broken-file\" = \"info\"\n");
    watching.says("c.md:3:5: info[link/broken-file]");
}

#[test]
fn standard_input_is_not_watched() {
    let folder = Folder::new();
    let ran = folder.qalint(&["check", "--watch", "-"]);
    ran.fails(&["standard input cannot be watched"]);
}
