//! Runs the examples of a page and says what is otherwise than the page has it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use qalint::diagnostic::{Safety, Severity};
use qalint::rules::{Page, RULES};

use crate::example::{self, Example, Examples};
use crate::support::{Folder, Ran, diff};

/// What runs qalint in a folder: the binary, or for proofs something that behaves wrongly.
pub(crate) type Program<'a> = dyn Fn(&Folder, &[&str]) -> Ran + Sync + 'a;

/// Whether the program asks the web that an example has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Web {
    Asked,
    Not,
}

/// What is wrong with the page `text` of the rule `name`; empty if nothing is.
///
/// The examples of a rule that asks the web are run only if `program` does so. Otherwise they show
/// that the rule says nothing.
pub(crate) fn page(name: &str, text: &'static str, program: &Program<'_>, web: Web) -> Vec<String> {
    let at = |line: usize, what: &str| format!("rules/{name}.md:{line}: {what}");
    let front = Page::read(text);
    let page = match example::parse(text) {
        Ok(page) => page,
        Err(mistakes) => {
            let line = |(line, what): &(usize, String)| at(*line, &format!("the block {what}"));
            return mistakes.iter().map(line).collect();
        }
    };
    let is_of_web = page.examples.iter().any(|example| example.web.is_some());
    if is_of_web != front.online {
        let says = if front.online { "online" } else { "not online" };
        return vec![at(
            1,
            &format!("the rule is {says}, an example has a web: {is_of_web}"),
        )];
    }
    let mut failures: Vec<String> = form(name, &page).iter().map(|what| at(1, what)).collect();
    let mut offered = BTreeSet::new();
    for example in &page.examples {
        let trial = Trial {
            rule: name,
            example,
            program,
        };
        let is_silent = front.online && web == Web::Not;
        let found = match example.is_bad() {
            true if is_silent => trial.silent(),
            true => trial.bad(&mut offered),
            false => trial.good(),
        };
        let title = &example.title;
        failures.extend(
            found
                .iter()
                .map(|what| at(example.line, &format!("`{title}`: {what}"))),
        );
    }
    let declared: BTreeSet<Safety> = front.fixes.iter().copied().collect();
    let shown: BTreeSet<Safety> = page
        .examples
        .iter()
        .flat_map(|example| &example.fixed)
        .map(|fixed| fixed.safety)
        .collect();
    for (kinds, what) in [(shown, "show"), (offered, "offer")] {
        let is_known = !front.online || web == Web::Asked || what == "show";
        if is_known && kinds != declared {
            failures.push(at(
                1,
                &format!("`fix` says {declared:?}, but the examples {what} {kinds:?}"),
            ));
        }
    }
    failures
}

/// What is wrong with the form of a page.
fn form(name: &str, page: &Examples) -> Vec<String> {
    let mut wrong = Vec::new();
    if page.title != name {
        wrong.push(format!("the title is `{}`", page.title));
    }
    let bad = page.examples.iter().filter(|e| e.is_bad()).count();
    if bad == 0 {
        wrong.push("there is no bad example".to_owned());
    }
    if bad == page.examples.len() {
        wrong.push("there is no good example".to_owned());
    }
    let mut titles = BTreeSet::new();
    for example in &page.examples {
        if !titles.insert(&example.title) {
            wrong.push(format!("two examples are called `{}`", example.title));
        }
    }
    let entry = RULES.iter().find(|entry| entry.name == name);
    let has_options = entry.is_some_and(|entry| entry.rule.options.is_some());
    let described = page.sections.iter().any(|section| section == "Options");
    if has_options != described {
        wrong.push(format!(
            "the rule has options: {has_options}, the page `## Options`: {described}"
        ));
    }
    if described && page.options.is_empty() {
        wrong.push("`## Options` shows no configuration".to_owned());
    }
    for (line, options) in &page.options {
        if let Err(error) = qalint::config::parse(options, Path::new("qalint.toml")) {
            wrong.push(format!("the configuration in line {line}: {error}"));
        }
        if !options.contains(&format!("\"{name}\"")) {
            wrong.push(format!("the configuration in line {line} is not about it"));
        }
    }
    wrong
}

/// An example that is being run.
struct Trial<'a> {
    rule: &'a str,
    example: &'a Example,
    program: &'a Program<'a>,
}

impl Trial<'_> {
    fn folder(&self) -> Folder {
        Folder::with(self.example.files.iter().map(|f| (&f.name, &f.bytes)))
    }

    /// Runs `qalint check --quiet` with further arguments.
    fn run(&self, folder: &Folder, arguments: &[&str]) -> Ran {
        let mut all = vec!["check", "--quiet"];
        all.extend(arguments);
        (self.program)(folder, &all)
    }

    fn good(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let folder = self.folder();
        let own = self.run(&folder, &["--select", self.rule, "--format", "concise"]);
        let all = self.run(&folder, &["--format", "concise"]);
        if own.stdout.is_empty() {
            wrong.extend(unexpected(&own, 0));
        } else {
            wrong.push(format!("is good, but the rule says:\n{}", own.stdout));
        }
        match (self.example.is_alone(), all.stdout.is_empty()) {
            (false, false) => wrong.push(format!(
                "is not `alone`, but other rules say:\n{}",
                all.stdout
            )),
            (true, true) => wrong.push("is `alone`, but no other rule speaks".to_owned()),
            (false, true) => wrong.extend(unexpected(&all, 0)),
            (true, false) => {}
        }
        wrong
    }

    /// A bad example, without the web that makes it one.
    fn silent(&self) -> Vec<String> {
        let folder = self.folder();
        let ran = self.run(&folder, &["--select", self.rule, "--format", "concise"]);
        let mut wrong: Vec<String> = unexpected(&ran, 0).into_iter().collect();
        if !ran.stdout.is_empty() {
            wrong.push(format!("the rule speaks without the web:\n{}", ran.stdout));
        }
        wrong
    }

    fn bad(&self, offered: &mut BTreeSet<Safety>) -> Vec<String> {
        let mut wrong = Vec::new();
        let folder = self.folder();
        let ran = self.run(&folder, &["--select", self.rule, "--format", "concise"]);
        let expected = self.example.output.as_deref().unwrap_or_default();
        if ran.stdout != expected {
            wrong.push(format!(
                "the output is not that of the page (-), but (+):\n{}",
                diff(expected.as_bytes(), ran.stdout.as_bytes())
            ));
        }
        let fails = [Severity::Error, Severity::Warning]
            .iter()
            .any(|severity| expected.contains(&format!(": {}[", severity.name())));
        wrong.extend(unexpected(&ran, i32::from(fails)));
        let report = self.run(&folder, &["--select", self.rule, "--format", "json"]);
        match Report::read(&report) {
            Ok(report) => {
                if report.rules.iter().any(|rule| rule != self.rule) {
                    wrong.push(format!("other rules speak: {:?}", report.rules));
                }
                offered.extend(report.fixes);
            }
            Err(error) => wrong.push(error),
        }
        wrong.extend(self.fix(Safety::Safe));
        wrong.extend(self.fix(Safety::Unsafe));
        wrong
    }

    /// Fixes with all fixes that are at least as safe as `allowed`, and once more.
    fn fix(&self, allowed: Safety) -> Vec<String> {
        let mut wrong = Vec::new();
        let arguments = match allowed {
            Safety::Safe => &["--fix", "--select", self.rule, "--format", "json"][..],
            Safety::Unsafe => &[
                "--fix",
                "--unsafe-fixes",
                "--select",
                self.rule,
                "--format",
                "json",
            ],
        };
        let how = match allowed {
            Safety::Safe => "`--fix`",
            Safety::Unsafe => "`--fix --unsafe-fixes`",
        };
        let mut expected: BTreeMap<String, Vec<u8>> = self
            .example
            .files
            .iter()
            .map(|file| (file.name.clone(), file.bytes.clone()))
            .collect();
        for safety in [Safety::Safe, Safety::Unsafe] {
            let fixed = self.example.fixed.iter();
            for fixed in fixed.filter(|fixed| fixed.safety == safety && safety <= allowed) {
                expected.insert(fixed.name.clone(), fixed.bytes.clone());
            }
        }
        let folder = self.folder();
        for round in [how.to_owned(), format!("{how} a second time")] {
            let ran = self.run(&folder, arguments);
            if ran.code > 1 || !ran.stderr.is_empty() {
                wrong.push(format!("{round} ends with {}: {}", ran.code, ran.stderr));
            }
            match Report::read(&ran) {
                Ok(report) if report.fixes.iter().any(|fix| *fix <= allowed) => {
                    wrong.push(format!(
                        "{round} leaves something that it could fix:\n{}",
                        ran.stdout
                    ));
                }
                Ok(_) => {}
                Err(error) => wrong.push(error),
            }
            wrong.extend(differences(&expected, &folder.files(), &round));
        }
        wrong
    }
}

fn differences(
    expected: &BTreeMap<String, Vec<u8>>,
    actual: &BTreeMap<String, Vec<u8>>,
    after: &str,
) -> Vec<String> {
    let names: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
    let mut wrong = Vec::new();
    for name in names {
        match (expected.get(name), actual.get(name)) {
            (Some(expected), Some(actual)) if expected == actual => {}
            (Some(expected), Some(actual)) => wrong.push(format!(
                "after {after} `{name}` is not as on the page (-), but (+):\n{}",
                diff(expected, actual)
            )),
            (expected, _) => wrong.push(format!(
                "after {after} `{name}` is there: {}",
                expected.is_none()
            )),
        }
    }
    wrong
}

fn unexpected(ran: &Ran, code: i32) -> Option<String> {
    let as_expected = ran.code == code && ran.stderr.is_empty();
    (!as_expected).then(|| {
        format!(
            "exit code {}, expected {code}; standard error:\n{}",
            ran.code, ran.stderr
        )
    })
}

/// What a JSON report says that matters here.
struct Report {
    rules: BTreeSet<String>,
    fixes: BTreeSet<Safety>,
}

impl Report {
    fn read(ran: &Ran) -> Result<Self, String> {
        let report: qalint::report::json::Report<'_> = serde_json::from_str(&ran.stdout)
            .map_err(|error| format!("no report, {error}:\n{}{}", ran.stdout, ran.stderr))?;
        let fixes = report
            .diagnostics
            .iter()
            .flat_map(|diagnostic| &diagnostic.fixes);
        Ok(Self {
            fixes: fixes
                .map(|fix| match fix.safety {
                    qalint::report::json::Safety::Safe => Safety::Safe,
                    qalint::report::json::Safety::Unsafe => Safety::Unsafe,
                })
                .collect(),
            rules: report
                .diagnostics
                .into_iter()
                .map(|diagnostic| diagnostic.rule.into_owned())
                .collect(),
        })
    }
}
