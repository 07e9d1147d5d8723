//! Where reports go: to standard output, to files, and to what GitHub Actions shows.

use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use miette::{Context as _, IntoDiagnostic as _};
use qalint::diagnostic::Diagnostic;
use qalint::report::{self, Format, Options, Sources, Statistics, Summary};

use super::OutputError;
use super::environment::{Environment, GitHub};
use super::terminal::{self, ColorChoice, Stream};

/// How and where to report, as the command line says it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct OutputArgs {
    /// How to write the report [default: pretty; in GitHub Actions with annotations and a job
    /// summary besides]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub(super) format: Option<Format>,

    /// Write the report to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write a further report to a file, as in `sarif=out.sarif`; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = further)]
    output_file: Vec<(Format, PathBuf)>,
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::TypedValueParser as _;
    clap::builder::PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name()))
        .try_map(|name| name.parse::<Format>())
}

fn further(value: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = value
        .split_once('=')
        .filter(|(_, file)| !file.is_empty())
        .ok_or("give a format and a file, as in `sarif=out.sarif`")?;
    let format = format.parse::<Format>().map_err(|error| {
        let known: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
        format!("{error}; there are {}", known.join(", "))
    })?;
    Ok((format, file.into()))
}

/// What is to be reported.
pub(super) struct Findings<'a> {
    pub(super) diagnostics: &'a [Diagnostic],
    pub(super) sources: &'a Sources<'a>,
    pub(super) summary: &'a Summary,
}

/// What a run wants of its reports beyond [`OutputArgs`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) verbose: bool,
    pub(super) summary: bool,
    pub(super) color: ColorChoice,
    /// Whether standard output holds something else.
    pub(super) stdout_is_taken: bool,
    /// Whether to say how many there are rather than what they are.
    pub(super) statistics: bool,
}

impl OutputArgs {
    /// Writes figures instead of the report, to where it would go.
    fn statistics(&self, findings: &Findings<'_>, manner: Manner) -> miette::Result<()> {
        let json = match self.format {
            None | Some(Format::Pretty | Format::Narrated | Format::Concise) => false,
            Some(Format::Json) => true,
            Some(format) => {
                return Err(miette::miette!(
                    help = "give `pretty` or `json`",
                    "there are no statistics in the format `{format}`"
                ));
            }
        };
        let (sources, summary) = (findings.sources, findings.summary);
        let statistics = Statistics::new(findings.diagnostics, sources);
        let write = |out: &mut dyn Write, stream: Stream| -> Result<(), OutputError> {
            let options = terminal::report_options(manner.color, stream);
            let mut out = BufWriter::new(out);
            match json {
                true => statistics.write_json(summary, &mut out)?,
                false => {
                    statistics.write(&options, &mut out)?;
                    if manner.summary {
                        summary.write(options.color, &mut out)?;
                    }
                }
            }
            Ok(out.flush()?)
        };
        match &self.output {
            Some(path) => write(&mut opened(File::create(path), path)?, Stream::File)?,
            None => write(&mut io::stdout().lock(), Stream::Out)?,
        }
        Ok(())
    }

    /// Writes all reports that are asked for.
    pub(super) fn write(
        &self,
        findings: &Findings<'_>,
        manner: Manner,
        environment: &Environment,
    ) -> miette::Result<()> {
        let options = |stream: Stream| Options {
            verbose: manner.verbose,
            summary: manner.summary,
            source_pages: environment.source_pages(),
            ..terminal::report_options(manner.color, stream)
        };
        let format = self.format.unwrap_or_default();
        if manner.statistics {
            return self.statistics(findings, manner);
        }
        match (&self.output, manner.stdout_is_taken) {
            (Some(path), _) => to_file(path, format, &options(Stream::File), findings)?,
            (None, true) => {
                let options = options(Stream::Err);
                findings.write(format, &options, &mut io::stderr().lock())?;
            }
            (None, false) => {
                let options = options(Stream::Out);
                let mut out = io::stdout().lock();
                match (&environment.github, self.format) {
                    (Some(_), None) => annotated(&options, findings, &mut out)?,
                    _ => findings.write(format, &options, &mut out)?,
                }
            }
        }
        for (format, path) in &self.output_file {
            to_file(path, *format, &options(Stream::File), findings)?;
        }
        let job_summary = match &environment.github {
            Some(GitHub { job_summary, .. }) if self.format.is_none() => job_summary.as_ref(),
            _ => None,
        };
        if let Some(path) = job_summary {
            let file = OpenOptions::new().append(true).create(true).open(path);
            let options = options(Stream::File);
            findings.write(Format::Markdown, &options, &mut opened(file, path)?)?;
        }
        Ok(())
    }
}

/// Writes the report for people and the annotations. The former quotes files, and a line that
/// looks like a workflow command would be one, wherever it comes from: so commands are stopped for
/// as long as it takes, until a word that nobody could have known beforehand.
fn annotated(
    options: &Options,
    findings: &Findings<'_>,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    let random = RandomState::new();
    let word = format!(
        "qalint-{:016x}{:016x}",
        random.hash_one(0),
        random.hash_one(1)
    );
    writeln!(out, "::stop-commands::{word}")?;
    findings.write(Format::Pretty, options, out)?;
    writeln!(out, "::{word}::")?;
    findings.write(Format::Github, options, out)
}

fn to_file(
    path: &Path,
    format: Format,
    options: &Options,
    findings: &Findings<'_>,
) -> miette::Result<()> {
    let mut file = opened(File::create(path), path)?;
    Ok(findings.write(format, options, &mut file)?)
}

fn opened(file: io::Result<File>, path: &Path) -> miette::Result<File> {
    let shown = path.to_string_lossy();
    file.into_diagnostic()
        .wrap_err_with(|| format!("`{}` could not be written", report::escape(&shown)))
}

impl Findings<'_> {
    fn write(
        &self,
        format: Format,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), OutputError> {
        let mut out = BufWriter::new(out);
        let (sources, summary) = (self.sources, self.summary);
        report::write(
            format,
            options,
            self.diagnostics,
            sources,
            summary,
            &mut out,
        )?;
        Ok(out.flush()?)
    }
}
