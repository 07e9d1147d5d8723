//! `qalint config`.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use miette::{Context as _, IntoDiagnostic as _, miette};
use qalint::check::{Mode, Run};
use qalint::config::{self, Discovery, Effective, Origin, RuleSetting, Setting, Settings};
use qalint::report::escape;
use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::inputs::{InputArgs, absolute, parent, relative_to_here, slashed};
use super::{Outcome, OutputError};

/// Show the settings for a path, and where each of them is from
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// A file, or a folder for what no override changes [default: .]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Use this configuration instead of the `qalint.toml` found upwards from the path
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// How to write the settings
    #[arg(long, value_name = "FORMAT", default_value = "toml")]
    format: ConfigFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ConfigFormat {
    /// As a `qalint.toml` that says the same, with comments
    Toml,
    /// As a record
    Json,
}

/// What is shown.
struct Shown {
    path: String,
    /// The configuration, as the working directory sees it.
    file: Option<String>,
    effective: Effective,
    /// The preset that the files follow, if nothing says how they are written.
    inferred: Option<&'static str>,
}

pub(super) fn run(args: &ConfigArgs) -> miette::Result<Outcome> {
    let here = Path::new(".");
    let path = args.path.as_deref().unwrap_or(here);
    let is_folder = std::fs::metadata(path)
        .map_err(|error| miette!("`{}`: {error}", path.display()))?
        .is_dir();
    let folder = if is_folder {
        absolute(path)
    } else {
        parent(path)
    };
    let settings = match &args.config {
        Some(file) => Some(config::load(file)?),
        None => Discovery::new()
            .collection_of(&folder)?
            .map(|settings| (*settings).clone()),
    };
    let shown = Shown {
        path: slashed(path),
        file: settings.as_ref().and_then(|settings| {
            let file = settings.file.as_ref()?;
            Some(slashed(&relative_to_here(&absolute(file))))
        }),
        effective: effective(settings.as_ref(), path, is_folder)?,
        inferred: inferred(settings.as_ref(), path, args.config.as_deref())?,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        ConfigFormat::Toml => toml(&shown, &mut out),
        ConfigFormat::Json => {
            qalint::json::write_pretty(&mut out, &record(&shown)).and_then(|()| writeln!(out))
        }
    }
    .and_then(|()| out.flush())
    .map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}

fn effective(
    settings: Option<&Settings>,
    path: &Path,
    is_folder: bool,
) -> miette::Result<Effective> {
    let Some((settings, file)) = settings.and_then(|s| Some((s, s.file.as_ref()?))) else {
        let nothing = Path::new(config::FILE_NAME);
        return Ok(config::effective("", nothing, None)?);
    };
    let text = std::fs::read_to_string(file)
        .into_diagnostic()
        .wrap_err_with(|| format!("`{}` cannot be read", file.display()))?;
    let whole = absolute(path);
    let name = slashed(
        whole
            .strip_prefix(absolute(&settings.root))
            .unwrap_or(&whole),
    );
    let name = (!is_folder).then_some(&*name);
    Ok(config::effective(&text, file, name)?)
}

/// The preset that the files at `path` follow, if nothing says how they are written.
fn inferred(
    settings: Option<&Settings>,
    path: &Path,
    config: Option<&Path>,
) -> miette::Result<Option<&'static str>> {
    if settings.is_some_and(|settings| !settings.shapes.is_empty()) {
        return Ok(None);
    }
    let inputs = InputArgs::of(path, config).find()?;
    let run = Run::new(
        inputs.files,
        inputs.members,
        HashMap::new(),
        Mode::default(),
    );
    Ok(run
        .styles()
        .iter()
        .find_map(|style| style.presets().first().copied()))
}

fn toml(shown: &Shown, out: &mut impl Write) -> io::Result<()> {
    let path = escape(&shown.path);
    match &shown.file {
        Some(file) => writeln!(out, "# `{path}`, configured by `{}`", escape(file))?,
        None => writeln!(out, "# `{path}`, without `qalint.toml`")?,
    }
    let file = shown.file.as_deref().unwrap_or_default();
    let effective = &shown.effective;
    lines(effective.settings.iter().map(|s| line(s, file)), out)?;
    for shape in &effective.shapes {
        writeln!(out, "\n[[shape]]")?;
        lines(shape.iter().map(|s| line(s, file)), out)?;
    }
    if effective.shapes.is_empty() {
        match shown.inferred {
            Some(preset) => writeln!(
                out,
                "\n# written as the preset `{preset}` says, as it seems"
            )?,
            None => writeln!(out, "\n# no shape configured, and no questions recognised")?,
        }
    }
    writeln!(out, "\n[rules]")?;
    lines(effective.rules.iter().map(|r| rule_line(r, file)), out)
}

/// Writes lines and what is said of each, below each other.
fn lines(lines: impl Iterator<Item = (String, String)>, out: &mut impl Write) -> io::Result<()> {
    let lines: Vec<_> = lines.collect();
    let widths = lines.iter().map(|(line, _)| line.width());
    let width = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
    for (line, comment) in &lines {
        let padding = " ".repeat(width.saturating_sub(line.width()));
        writeln!(out, "{line}{padding}  # {comment}")?;
    }
    Ok(())
}

/// The columns beyond which a line is not waited for.
const WIDEST: usize = 72;

fn line(setting: &Setting, file: &str) -> (String, String) {
    (
        format!("{} = {}", setting.key, shown_value(&setting.value)),
        origin(&setting.origin, file),
    )
}

fn rule_line(setting: &RuleSetting, file: &str) -> (String, String) {
    let name = setting.rule.name();
    let severity = level(setting);
    let from = origin(&setting.origin, file);
    if setting.options.is_empty() {
        return (format!("\"{name}\" = \"{severity}\""), from);
    }
    let mut line = format!("\"{name}\" = {{ severity = \"{severity}\"");
    let mut comment = format!("severity: {from}");
    for option in &setting.options {
        let value = shown_value(&option.value);
        line.push_str(&format!(", {} = {value}", option.key));
        comment.push_str(&format!(
            "; {}: {}",
            option.key,
            origin(&option.origin, file)
        ));
    }
    line.push_str(" }");
    let all_same = setting.options.iter().all(|o| o.origin == setting.origin);
    (line, if all_same { from } else { comment })
}

fn level(setting: &RuleSetting) -> &'static str {
    setting.severity.map_or("off", |severity| severity.name())
}

/// `value` on one line, with nothing in it that cannot be seen.
fn shown_value(value: &toml::Value) -> String {
    let written = match value {
        // The writer would take several lines for it.
        toml::Value::String(text) if text.contains('\n') => Value::from(text.as_str()).to_string(),
        value => value.to_string(),
    };
    escape(&written).into_owned()
}

fn origin(origin: &Origin, file: &str) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::Preset(name) => format!("preset `{name}`"),
        Origin::Line(line) => format!("{}:{line}", escape(file)),
        Origin::Override(line) => format!("{}:{line}, override", escape(file)),
    }
}

fn record(shown: &Shown) -> Value {
    let from = |origin: &Origin| match origin {
        Origin::Default => json!({ "kind": "default" }),
        Origin::Preset(name) => json!({ "kind": "preset", "preset": name }),
        Origin::Line(line) => json!({ "kind": "file", "file": shown.file, "line": line }),
        Origin::Override(line) => json!({ "kind": "override", "file": shown.file, "line": line }),
    };
    let settings = |settings: &[Setting]| -> Map<String, Value> {
        let record = |s: &Setting| json!({ "value": s.value, "from": from(&s.origin) });
        settings
            .iter()
            .map(|s| (s.key.clone(), record(s)))
            .collect()
    };
    let rule = |rule: &RuleSetting| {
        let record = json!({
            "severity": { "value": level(rule), "from": from(&rule.origin) },
            "options": settings(&rule.options),
        });
        (rule.rule.name().to_owned(), record)
    };
    let effective = &shown.effective;
    json!({
        "path": shown.path,
        "file": shown.file,
        "inferred_preset": shown.inferred,
        "settings": settings(&effective.settings),
        "shapes": effective.shapes.iter().map(|shape| settings(shape)).collect::<Vec<_>>(),
        "rules": effective.rules.iter().map(rule).collect::<Map<_, _>>(),
    })
}
