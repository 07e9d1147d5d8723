//! Which findings are reported: those that a baseline does not hold, in what has changed, in the
//! files that were given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use miette::{Context as _, IntoDiagnostic as _, miette};
use qalint::baseline::{self, Baseline};
use qalint::changes::{Concerned, Git, GitError};
use qalint::check::Run;
use qalint::diagnostic::Diagnostic;
use qalint::markdown::Needs;
use qalint::report::{self, Sources};
use qalint::rules::{Check, RuleId};
use qalint::source::{FileId, Span};

use super::environment::Environment;
use super::inputs::is_repository;

/// Which findings are reported, as the command line says it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FocusArgs {
    /// Only what is in lines that git says have changed against a revision, and what the change
    /// breaks elsewhere [default: where the branch left the default branch; what is not committed,
    /// if there is any]
    #[arg(long, value_name = "REV", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    changed: Option<String>,

    /// Only what this baseline does not hold [default: `.qalint-baseline.json` in the root of the
    /// collection, if it is there]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,

    /// Also what the baseline holds
    #[arg(long)]
    no_baseline: bool,
}

/// Which findings are reported.
#[derive(Debug)]
pub(super) struct Focus {
    /// By collection.
    baselines: Vec<Option<Baseline>>,
    /// What has changed, by repository.
    changes: Vec<Concerned>,
    /// Whether only what has changed is reported.
    only_changed: bool,
}

/// What is reported, and what is not.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many are left out because a baseline holds them.
    pub(super) known: usize,
    /// How many a baseline holds that do not occur any more.
    pub(super) stale: usize,
}

impl Focus {
    /// Reads baselines and asks git for what has to be known.
    ///
    /// # Errors
    /// If a baseline that is there cannot be used, or git cannot say what was asked for.
    pub(super) fn new(
        args: &FocusArgs,
        run: &Run,
        environment: &Environment,
    ) -> miette::Result<Self> {
        let given = match &args.baseline {
            Some(path) => Some(read(path)?.ok_or_else(|| {
                miette!(
                    help = "`qalint baseline` writes it",
                    "`{}` does not exist",
                    path.display()
                )
            })?),
            None => None,
        };
        let mut baselines = Vec::new();
        for member in run.members() {
            baselines.push(match &given {
                Some(given) => Some(given.clone()),
                None if args.no_baseline => None,
                None => read(&member.settings.root.join(baseline::FILE_NAME))?,
            });
        }
        let changes = match &args.changed {
            Some(revision) => changed(run, revision)?,
            None => broken_around(run, environment),
        };
        Ok(Self {
            baselines,
            changes,
            only_changed: args.changed.is_some(),
        })
    }

    /// Whether everything is reported that is found.
    pub(super) fn is_everything(&self) -> bool {
        self.changes.is_empty() && !self.only_changed && self.baselines.iter().all(Option::is_none)
    }

    /// Whether what is found at a place can be reported, as far as the place tells. What is only
    /// found by asking others need not be looked for elsewhere.
    pub(super) fn concerns(&self, run: &Run) -> impl Fn(FileId, Span) -> bool + use<> {
        let in_new_line = self.only_changed.then(|| self.in_new_line(run));
        move |file, span| in_new_line.as_ref().is_none_or(|is_new| is_new(file, span))
    }

    fn in_new_line(&self, run: &Run) -> impl Fn(FileId, Span) -> bool + use<> {
        let changes: Vec<_> = self
            .changes
            .iter()
            .map(|changes| changes.is_in_new_line(run))
            .collect();
        move |file, span| changes.iter().any(|is_new| is_new(file, span))
    }

    /// What of the run is reported as it is now.
    pub(super) fn select(&self, run: &Run) -> Selected {
        if self.is_everything() {
            return Selected {
                diagnostics: run.diagnostics(),
                ..Selected::default()
            };
        }
        let is_reported = |found: &Diagnostic| run.files().get(found.primary.file).reported;
        let all = run.all_diagnostics();
        let broken: Vec<&Diagnostic> = self
            .changes
            .iter()
            .flat_map(|changes| changes.broken_by_change(run, &all))
            .collect();
        let mut diagnostics: Vec<Diagnostic> = all
            .iter()
            .filter(|found| is_reported(found))
            .cloned()
            .collect();
        if !self.only_changed {
            let others = broken.iter().filter(|found| !is_reported(found));
            diagnostics.extend(others.copied().cloned());
        }
        let mut selected = self.without_known(diagnostics, run);
        if self.only_changed {
            let in_new_line = self.in_new_line(run);
            let mut broken = broken;
            broken.sort_by(|a, b| a.order().cmp(&b.order()));
            let is_broken = |found: &Diagnostic| {
                let place = broken.binary_search_by(|other| other.order().cmp(&found.order()));
                place.is_ok()
            };
            selected.diagnostics.retain(|found| {
                in_new_line(found.primary.file, found.primary.span) || is_broken(found)
            });
        }
        selected
            .diagnostics
            .sort_by(|a, b| a.order().cmp(&b.order()));
        selected
    }

    /// What of the run fixes are for: what is reported, in the files that are to be looked at.
    pub(super) fn to_fix(&self, run: &Run) -> Vec<Diagnostic> {
        let mut diagnostics = self.select(run).diagnostics;
        diagnostics.retain(|found| run.files().get(found.primary.file).reported);
        diagnostics
    }

    fn without_known(&self, diagnostics: Vec<Diagnostic>, run: &Run) -> Selected {
        let sources = Sources::new(run.files(), run.overlay());
        let mut by_collection: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
        for found in diagnostics {
            let collection = run.files().get(found.primary.file).collection;
            by_collection.entry(collection).or_default().push(found);
        }
        let mut selected = Selected::default();
        for (index, baseline) in self.baselines.iter().enumerate() {
            let found = by_collection.remove(&index).unwrap_or_default();
            let Some(baseline) = baseline else {
                selected.diagnostics.extend(found);
                continue;
            };
            let (looked_at, runs) = (looked_at(run, index), runs(run, index));
            let sorted = baseline.sort(found, &sources, looked_at, runs);
            selected.diagnostics.extend(sorted.new);
            selected.known += sorted.known;
            selected.stale += sorted.stale.values().sum::<usize>();
        }
        selected
    }
}

/// Whether a run knows everything there is to say of a file of the collection number `index`.
pub(super) fn looked_at(run: &Run, index: usize) -> impl Fn(&str) -> bool {
    move |name| match run.files().find(index, name) {
        Some(file) => run.files().get(file).reported && run.members()[index].complete,
        // It is no more.
        None => {
            run.members()[index].complete && !run.members()[index].settings.root.join(name).exists()
        }
    }
}

/// Whether a rule is run in the collection number `index`. One that does not exist has nothing to
/// say any more.
pub(super) fn runs(run: &Run, index: usize) -> impl Fn(&str) -> bool {
    move |name| match RuleId::by_name(name) {
        // What the web says is not asked for here, and may be otherwise the next time.
        Some(rule) if asks_the_web(rule) => false,
        Some(rule) => run.members()[index].settings.may_report(rule),
        None => true,
    }
}

fn asks_the_web(rule: RuleId) -> bool {
    matches!(rule.entry().rule.check, Check::Collection(needs, _) if needs.contain(Needs::WEB))
}

/// The baseline at `path`; `None` if there is nothing.
pub(super) fn read(path: &Path) -> miette::Result<Option<Baseline>> {
    let shown = || report::escape(&path.to_string_lossy()).into_owned();
    if !path.exists() {
        return Ok(None);
    }
    let bytes = qalint::source::read(path)
        .into_diagnostic()
        .wrap_err_with(|| format!("`{}` could not be read", shown()))?;
    let baseline = Baseline::parse(&bytes)
        .into_diagnostic()
        .wrap_err_with(|| format!("`{}` is not a baseline that this qalint knows", shown()))?;
    Ok(Some(baseline))
}

/// The repositories of a run, each with the collections in it.
fn repositories(run: &Run) -> BTreeMap<PathBuf, BTreeSet<usize>> {
    let mut repositories: BTreeMap<PathBuf, BTreeSet<usize>> = BTreeMap::new();
    for (index, member) in run.members().iter().enumerate() {
        if is_repository(&member.boundary) {
            let root = member.boundary.clone();
            repositories.entry(root).or_default().insert(index);
        }
    }
    repositories
}

/// What has changed against `revision`, or, if it is empty, against what is compared with by
/// default.
fn changed(run: &Run, revision: &str) -> miette::Result<Vec<Concerned>> {
    let repositories = repositories(run);
    let is_in_one = |index: usize| {
        repositories
            .values()
            .any(|members| members.contains(&index))
    };
    let outside = run
        .files()
        .iter()
        .find(|(_, entry)| !is_in_one(entry.collection));
    if let Some((_, entry)) = outside {
        return Err(miette!(
            help = "`--changed` asks git",
            "`{}` is in no git repository",
            report::escape(&entry.shown)
        ));
    }
    let mut found = Vec::new();
    for (root, members) in repositories {
        let git = Git::new(root);
        let changes = concerned(run, &git, &members, true, |git| match revision {
            "" => git.default_base(),
            revision => git.commit(revision),
        });
        let changes = changes.map_err(|error| {
            miette!(
                help = "a checkout with all of its history knows more revisions than a shallow one",
                "{error}"
            )
        })?;
        found.push(changes);
    }
    Ok(found)
}

/// If only some files of a collection were given: what has changed in them, so that what the change
/// breaks in the others is told, too. Where git has nothing to say there is no change to speak of.
fn broken_around(run: &Run, environment: &Environment) -> Vec<Concerned> {
    if run.files().iter().all(|(_, entry)| entry.reported) {
        return Vec::new();
    }
    repositories(run)
        .into_iter()
        .filter_map(|(root, members)| {
            let revision = environment.from_revision.as_deref().unwrap_or("HEAD");
            let git = Git::new(root);
            concerned(run, &git, &members, false, |git| git.commit(revision)).ok()
        })
        .filter(|changes| !changes.break_nothing())
        .collect()
}

fn concerned(
    run: &Run,
    git: &Git,
    members: &BTreeSet<usize>,
    lines: bool,
    base: impl FnOnce(&Git) -> Result<String, GitError>,
) -> Result<Concerned, GitError> {
    let commit = base(git)?;
    let changes = git.changes(&commit, lines)?;
    let is_concerned = |file| {
        let entry = run.files().get(file);
        entry.reported && members.contains(&entry.collection)
    };
    Concerned::new(changes, &commit, git, run, is_concerned)
}
