//! The files that `qalint init` writes.

use super::look::{Look, counted};

/// A `qalint.toml` that says what has been seen, with the rest as comments.
/// The `shapes` that were inferred are comments already.
pub(super) fn configuration(look: &Look, shapes: &str) -> String {
    let mut text = String::from(
        "# What this collection wants of itself. `qalint config` shows all that is in force,\n\
         # `qalint schema` prints the schema for editors.\n",
    );
    text.push_str(&format!("#\n# {}.\n\n", look.sentence()));
    if let Some(preset) = look.preset {
        text.push_str(&format!(
            "# How questions are written. What a [[shape]] below says comes first.\n\
             preset = \"{preset}\"\n\n"
        ));
    }
    text.push_str(
        "# Files and folders not to look at.\n# exclude = [\"drafts/\"]\n\n\
         [rules]\n\
         # \"error\", \"warning\", \"info\" or \"off\", for a rule, a group of rules or `all`.\n\
         # `qalint rules` lists them, `qalint explain NAME` says what one is about.\n",
    );
    if !look.findings.is_empty() {
        text.push_str("#\n# What there is today, and does not fail a run once it is `info`:\n");
        let width = look.findings.keys().map(String::len).max().unwrap_or(0);
        for (rule, count) in &look.findings {
            let padding = " ".repeat(width - rule.len());
            let findings = counted(*count, "finding", "findings");
            text.push_str(&format!("# \"{rule}\" = \"info\"{padding}  # {findings}\n"));
        }
    }
    text.push_str(
        "\n# Otherwise for some files:\n\
         # [[overrides]]\n\
         # files = [\"archive/**\"]\n\
         # rules = { all = \"info\" }\n\n",
    );
    // Tables come last: what stands behind one belongs to it.
    if shapes.is_empty() {
        text.push_str(
            "# How questions are written: for instance, `### Question 12: …` with the answer below.\n\
             # [[shape]]\n\
             # level = 3\n\
             # pattern = '^Question (?<number>[0-9]+):'\n",
        );
    } else {
        text.push_str("# How questions are written, as far as it was found out, to be changed:\n");
        text.push_str(shapes);
    }
    text
}

/// Hooks that take the package of this version.
pub(super) fn pre_commit() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "# See https://pre-commit.com. `pre-commit install` switches it on.\n\
         repos:\n\
         \x20 - repo: local\n\
         \x20   hooks:\n\
         \x20     - id: qalint\n\
         \x20       name: qalint\n\
         \x20       entry: qalint check --offline\n\
         \x20       language: python\n\
         \x20       additional_dependencies: [qalint=={version}]\n\
         \x20       types: [markdown]\n\
         \x20       require_serial: true\n"
    )
}

/// A workflow that takes the package of this version and checks the folder `path`.
pub(super) fn workflow(path: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "# Findings appear in pull requests, and in the summary of the job.\n\
         name: qalint\n\
         \n\
         on:\n\
         \x20 push:\n\
         \x20   branches: [main]\n\
         \x20 pull_request:\n\
         \n\
         permissions:\n\
         \x20 contents: read\n\
         \n\
         jobs:\n\
         \x20 qalint:\n\
         \x20   runs-on: ubuntu-latest\n\
         \x20   timeout-minutes: 10\n\
         \x20   steps:\n\
         \x20     - uses: {CHECKOUT}\n\
         \x20       with:\n\
         \x20         persist-credentials: false\n\
         \x20     - run: pipx install \"qalint==$VERSION\"\n\
         \x20       env:\n\
         \x20         VERSION: {version}\n\
         \x20     - run: qalint check \"$FOLDER\"\n\
         \x20       env:\n\
         \x20         FOLDER: {}\n",
        yaml(path)
    )
}

const CHECKOUT: &str = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";

/// `text` as a string of YAML, in which nothing is an expression of GitHub's.
fn yaml(text: &str) -> String {
    // What JSON writes is YAML.
    let quoted = serde_json::Value::from(text).to_string();
    quoted.replace("${{", "$\\u007b{")
}
