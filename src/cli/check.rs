//! `qalint check`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use miette::{Context as _, IntoDiagnostic as _, miette};
use qalint::check::{Member, Mode, Run};
use qalint::config::Selector;
use qalint::diagnostic::{Diagnostic, Safety, Severity};
use qalint::fix::{self, Fixed, WriteError};
use qalint::report::{self, Sources, Summary};
use qalint::source::{FileEntry, FileId};

use super::cache::{self, Store};
use super::environment::Environment;
use super::focus::{Focus, FocusArgs, Selected};
use super::inputs::{InputArgs, Inputs};
use super::online::OnlineArgs;
use super::output::{Findings, Manner, OutputArgs};
use super::terminal::ColorChoice;
use super::{Outcome, OutputError, diff, watch};

/// Check files, and mend them with `--fix`
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    inputs: InputArgs,

    /// Mend what can be mended without changing the meaning
    #[arg(long)]
    fix: bool,

    /// Also take fixes that are a best guess; look at what they do
    #[arg(long)]
    unsafe_fixes: bool,

    /// Show what `--fix` would change, and change nothing
    #[arg(long)]
    diff: bool,

    /// Only these rules: `all`, a group (`encoding`) or a rule (`numbering/gap`); separate several
    /// by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<Selector>,

    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<Selector>,

    #[command(flatten)]
    focus: FocusArgs,

    #[command(flatten)]
    output: OutputArgs,

    /// How many there are by rule and by file, instead of what they are
    #[arg(long)]
    statistics: bool,

    /// From which severity on a diagnostic makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = severity_parser())]
    fail_on: FailOn,

    /// How many threads to use [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    #[command(flatten)]
    online: OnlineArgs,

    /// Check again whenever something changes, until it is interrupted
    #[arg(long, conflicts_with_all = ["fix", "diff", "output_file"])]
    watch: bool,

    /// Report diagnostics only, without a summary
    #[arg(long, short)]
    quiet: bool,

    /// List every finding, however many there are of a kind, and say what was looked at
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
}

/// From which severity on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FailOn {
    From(Severity),
    Never,
}

fn severity_parser() -> impl clap::builder::TypedValueParser<Value = FailOn> {
    use clap::builder::TypedValueParser as _;
    clap::builder::PossibleValuesParser::new(["info", "warning", "error", "never"]).map(|name| {
        match name.as_str() {
            "info" => FailOn::From(Severity::Info),
            "warning" => FailOn::From(Severity::Warning),
            "error" => FailOn::From(Severity::Error),
            _ => FailOn::Never,
        }
    })
}

pub(super) fn run(
    args: &CheckArgs,
    color: ColorChoice,
    environment: &Environment,
) -> miette::Result<Outcome> {
    if args.watch && args.inputs.is_stdin() {
        return Err(miette!("standard input cannot be watched"));
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads.unwrap_or(0).into())
        .build()
        .into_diagnostic()
        .wrap_err("no threads could be started")?;
    pool.install(|| {
        if args.watch {
            let check = |known| check_again(args, known, color, environment);
            return watch::watch(check, color);
        }
        let mut run = start(args, environment)?;
        let outcome = check(args, &mut run, color, environment);
        // The process is about to end. To give its memory back piece by piece takes time that
        // nobody gains by.
        std::mem::forget(run);
        outcome
    })
}

/// Finds the files and checks them.
fn start(args: &CheckArgs, environment: &Environment) -> miette::Result<Run> {
    let mut inputs = args.inputs.find()?;
    for member in &mut inputs.members {
        member.settings.select(&args.select, &args.ignore);
    }
    args.online.apply(&mut inputs.members)?;
    let Inputs {
        files,
        members,
        overlay,
    } = inputs;
    let keep = args.fix || args.diff;
    let is_cached = !keep && args.online.keeps() && files.len() >= cache::FEWEST;
    let store = environment
        .cache_folder
        .as_deref()
        .filter(|_| is_cached)
        .zip(members.first())
        .and_then(|(folder, member)| Store::new(&member.settings.root, folder));
    let Some(store) = store else {
        return Ok(Run::new(files, members, overlay, Mode { keep }));
    };
    let known = store.load();
    let (run, entries) = Run::cached(files, members, overlay, &known, &cache::stamp());
    if let Some(entries) = entries {
        // That it cannot be written only makes the next run slower.
        let _ = store.save(&entries);
    }
    Ok(run)
}

/// Reports what is wrong now, by what is `known` of the files or else from the start.
fn check_again(
    args: &CheckArgs,
    known: Option<Run>,
    color: ColorChoice,
    environment: &Environment,
) -> miette::Result<Run> {
    let mut run = match known {
        Some(run) => run,
        None => start(args, environment)?,
    };
    check(args, &mut run, color, environment)?;
    Ok(run)
}

/// Mends and reports what a run has found.
fn check(
    args: &CheckArgs,
    run: &mut Run,
    color: ColorChoice,
    environment: &Environment,
) -> miette::Result<Outcome> {
    if args.verbose {
        tell_what_is_looked_at(run).map_err(OutputError::from)?;
    }
    let focus = Focus::new(&args.focus, run, environment)?;
    let mut failures = {
        let concerns = focus.concerns(run);
        let cache_folder = environment.cache_folder.as_deref();
        args.online.ask(run, &concerns, !args.quiet, cache_folder)?
    };
    let mut fixed = Fixed::default();
    if args.fix || args.diff {
        let allowed = if args.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        };
        let locked = locked(run, &focus.to_fix(run), allowed, &mut failures);
        fixed = fix::fix_only(run, allowed, &locked, |run| focus.to_fix(run));
        if !fixed.unsettled.is_empty() {
            failures.push(unsettled(&fixed));
        }
    }
    if args.fix && !args.diff {
        write_fixed(run, &mut fixed, &mut failures);
    }
    for failure in &failures {
        super::complain(failure, color);
    }
    let selected = focus.select(run);
    let diagnostics = &selected.diagnostics;
    let found = if args.diff {
        diff::write(run, &fixed, color)?;
        tell_unreadable(run, diagnostics, color) || !fixed.files.is_empty()
    } else {
        if args.fix && args.inputs.is_stdin() {
            write_stdin(run)?;
        }
        let manner = Manner {
            verbose: args.verbose,
            summary: !args.quiet,
            color,
            // With `--fix -` standard output is the text.
            stdout_is_taken: args.fix && args.inputs.is_stdin(),
            statistics: args.statistics,
        };
        let summary = summary(run, &selected, &fixed);
        let sources = Sources::new(run.files(), run.overlay())
            .in_repository(run.members().iter().map(Member::prefix).collect());
        let findings = Findings {
            diagnostics,
            sources: &sources,
            summary: &summary,
        };
        args.output.write(&findings, manner, environment)?;
        match args.fail_on {
            FailOn::From(least) => diagnostics.iter().any(|found| found.severity >= least),
            FailOn::Never => false,
        }
    };
    Ok(match (failures.is_empty(), found) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Clean,
    })
}

/// The files that a fix would change but that may not be written; says of each why.
fn locked(
    run: &Run,
    diagnostics: &[Diagnostic],
    allowed: Safety,
    failures: &mut Vec<miette::Report>,
) -> BTreeSet<FileId> {
    let touched: BTreeSet<FileId> = diagnostics
        .iter()
        .flat_map(|diagnostic| &diagnostic.fixes)
        .filter(|fix| fix.safety <= allowed)
        .flat_map(|fix| &fix.edits)
        .map(|edit| edit.file)
        .filter(|&file| !run.is_given(file))
        .collect();
    let is_locked = |file: &FileId| {
        let entry = run.files().get(*file);
        let root = &run.members()[entry.collection].settings.root;
        let writable = fix::writable(&entry.disk, root);
        failures.extend(
            writable
                .as_ref()
                .err()
                .map(|error| not_written(entry, error)),
        );
        writable.is_err()
    };
    touched.into_iter().filter(is_locked).collect()
}

/// Writes the files that fixes have changed, but standard input. What could not be written is
/// taken back, so that the report tells what is on disk.
fn write_fixed(run: &mut Run, fixed: &mut Fixed, failures: &mut Vec<miette::Report>) {
    let on_disk = |&file: &FileId| !run.is_given(file);
    let changed: Vec<FileId> = fixed.files.keys().copied().filter(on_disk).collect();
    for file in changed {
        let entry = run.files().get(file);
        let root = &run.members()[entry.collection].settings.root;
        if let Err(error) = fix::write(&entry.disk, root, &fixed.files[&file]) {
            failures.push(not_written(entry, &error));
            fixed.take_back(run, file);
        }
    }
}

/// Writes what standard input has become to standard output.
fn write_stdin(run: &Run) -> Result<(), OutputError> {
    let given = run.files().iter().find(|(file, _)| run.is_given(*file));
    match given.and_then(|(file, _)| run.overlay().get(&file)) {
        Some(bytes) => Ok(io::stdout().lock().write_all(bytes)?),
        None => Ok(()),
    }
}

fn not_written(entry: &FileEntry, error: &WriteError) -> miette::Report {
    miette!("`{}` {error}", report::escape(&entry.shown))
}

fn unsettled(fixed: &Fixed) -> miette::Report {
    let rules: Vec<_> = fixed.unsettled.iter().map(String::as_str).collect();
    miette!(
        help = "this is a mistake of qalint's: please report it, with the file",
        "the fixes of {} undo each other: after {} rounds they still change something",
        rules.join(" and "),
        fix::ROUNDS
    )
}

/// Tells of the files that could not be read, which a diff says nothing of; returns whether there
/// are any.
fn tell_unreadable(run: &Run, diagnostics: &[Diagnostic], color: ColorChoice) -> bool {
    let mut any = false;
    for found in diagnostics
        .iter()
        .filter(|found| found.rule == "file/unreadable")
    {
        let shown = &run.files().get(found.primary.file).shown;
        let error = miette!("`{}`: {}", report::escape(shown), found.message);
        super::complain(&error, color);
        any = true;
    }
    any
}

fn summary(run: &Run, selected: &Selected, fixed: &Fixed) -> Summary {
    let reported = || run.files().iter().filter(|(_, entry)| entry.reported);
    let questions = reported()
        .filter_map(|(id, _)| run.summary(id))
        .map(|s| s.questions.len())
        .sum();
    Summary {
        fixed: fixed.mended.values().sum(),
        known: selected.known,
        stale: selected.stale,
        preset: style(run, questions),
        ..Summary::new(reported().count(), questions, &selected.diagnostics)
    }
}

/// Where the shapes come from, if nothing configures them.
fn style(run: &Run, questions: usize) -> Option<String> {
    let presets = run.presets();
    if presets.is_empty() || questions == 0 {
        // Documentation has no questions, and need not be told so.
        let promising = run
            .styles()
            .iter()
            .filter_map(|style| style.inference())
            .any(|inference| inference.promising);
        return (promising && questions == 0).then(|| {
            "no questions recognised: describe in `qalint.toml` how they are written; \
             `qalint init` begins it"
                .to_owned()
        });
    }
    Some(format!(
        "no shape configured: read with the preset `{}`",
        presets.join("`, `")
    ))
}

fn tell_what_is_looked_at(run: &Run) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for (index, member) in run.members().iter().enumerate() {
        let files = run
            .files()
            .iter()
            .filter(|(_, entry)| entry.collection == index)
            .count();
        if files == 0 {
            continue;
        }
        let files = if files == 1 {
            "1 file".to_owned()
        } else {
            format!("{files} files")
        };
        let root = report::escape(&member.settings.root.to_string_lossy()).into_owned();
        let by = match &member.settings.file {
            Some(file) => {
                format!("configured by {}", report::escape(&file.to_string_lossy()))
            }
            None => "without `qalint.toml`".to_owned(),
        };
        writeln!(err, "collection {root}: {files}, {by}")?;
    }
    Ok(())
}
