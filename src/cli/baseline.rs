//! `qalint baseline`.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use miette::{Context as _, IntoDiagnostic as _, miette};
use qalint::baseline::{Baseline, FILE_NAME};
use qalint::check::{Mode, Run};
use qalint::config::Selector;
use qalint::report::{Sources, escape};

use super::focus;
use super::inputs::{InputArgs, Inputs, relative_to_here};
use super::{Outcome, OutputError};

/// Write down what there is to report today, so that only what comes later is reported
///
/// `qalint check` finds the file and leaves out what it holds, also when lines have moved. Commit it.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineArgs {
    #[command(flatten)]
    inputs: InputArgs,

    /// Take out of the baseline what no longer occurs, and take nothing in
    #[arg(long)]
    update: bool,

    /// The file [default: `.qalint-baseline.json` in the root of each collection]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Only these rules: `all`, a group (`encoding`) or a rule (`numbering/gap`); separate several
    /// by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<Selector>,

    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<Selector>,
}

pub(super) fn run(args: &BaselineArgs) -> miette::Result<Outcome> {
    let Inputs {
        files,
        mut members,
        overlay,
    } = args.inputs.find()?;
    for member in &mut members {
        member.settings.select(&args.select, &args.ignore);
    }
    let run = Run::new(files, members, overlay, Mode::default());
    let used: Vec<usize> = (0..run.members().len())
        .filter(|&index| {
            run.files()
                .iter()
                .any(|(_, entry)| entry.collection == index)
        })
        .collect();
    if used.len() > 1 && args.output.is_some() {
        return Err(miette!(
            help = "without `--output` each gets a file of its own",
            "these are {} collections, and one file is for one",
            used.len()
        ));
    }
    for index in used {
        let path = match &args.output {
            Some(path) => path.clone(),
            None => run.members()[index].settings.root.join(FILE_NAME),
        };
        let said = one(args, &run, index, &path)?;
        writeln!(io::stdout().lock(), "{said}").map_err(OutputError::from)?;
    }
    Ok(Outcome::Clean)
}

/// Writes the baseline of the collection number `index`; returns what to tell of it.
fn one(args: &BaselineArgs, run: &Run, index: usize, path: &Path) -> miette::Result<String> {
    let sources = Sources::new(run.files(), run.overlay());
    let diagnostics = run.diagnostics();
    let found = diagnostics
        .iter()
        .filter(|found| run.files().get(found.primary.file).collection == index);
    let today = Baseline::of(found, &sources);
    let old = focus::read(path)?;
    let (looked_at, runs) = (focus::looked_at(run, index), focus::runs(run, index));
    let shown = relative_to_here(path);
    let shown = escape(&shown.to_string_lossy()).into_owned();
    let count = |(findings, files): (usize, usize)| {
        let s = |number: usize| if number == 1 { "" } else { "s" };
        format!(
            "{findings} finding{} in {files} file{}",
            s(findings),
            s(files)
        )
    };
    if args.update {
        let Some(mut baseline) = old else {
            return Err(miette!(
                help = "without `--update` it is written",
                "`{shown}` does not exist"
            ));
        };
        let before = baseline.size().0;
        baseline.prune(&today, looked_at, runs);
        let size = baseline.size();
        let gone = before - size.0;
        if gone > 0 {
            write(path, &baseline)?;
        }
        return Ok(match gone {
            0 => format!("`{shown}`: everything in it still occurs: {}", count(size)),
            1 => format!(
                "`{shown}`: took out 1 that no longer occurs; left: {}",
                count(size)
            ),
            gone => format!(
                "`{shown}`: took out {gone} that no longer occur; left: {}",
                count(size)
            ),
        });
    }
    let mut baseline = today;
    if let Some(old) = old {
        baseline.keep(&old, looked_at, runs);
    }
    write(path, &baseline)?;
    Ok(format!("`{shown}`: wrote down {}", count(baseline.size())))
}

/// Writes the file wholly or not at all.
fn write(path: &Path, baseline: &Baseline) -> miette::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let written = tempfile::Builder::new()
        .prefix(".qalint-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .and_then(|mut temporary| {
            temporary.write_all(baseline.to_json().as_bytes())?;
            permit(temporary.as_file(), path)?;
            temporary.persist(path).map_err(|error| error.error)
        });
    written
        .into_diagnostic()
        .wrap_err_with(|| format!("`{}` could not be written", path.display()))?;
    Ok(())
}

/// Gives a temporary file, which only its owner may read, the permissions of `path`, or those that
/// others may read it with: it is to be committed.
fn permit(temporary: &std::fs::File, path: &Path) -> io::Result<()> {
    let permissions = match std::fs::metadata(path) {
        Ok(metadata) => metadata.permissions(),
        Err(_) => readable(temporary.metadata()?.permissions()),
    };
    temporary.set_permissions(permissions)
}

#[cfg(unix)]
fn readable(mut permissions: std::fs::Permissions) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    permissions.set_mode(0o644);
    permissions
}

#[cfg(not(unix))]
fn readable(permissions: std::fs::Permissions) -> std::fs::Permissions {
    permissions
}
