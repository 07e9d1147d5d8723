//! Whether the web is asked for the links to it, as the command line and the environment say.

use std::path::Path;

use miette::miette;
use qalint::check::{Member, Run};
use qalint::source::{FileId, Span};

/// Asking the web for the links to it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct OnlineArgs {
    /// Ask the web for the links to it, whatever the configuration says
    #[arg(long, overrides_with = "offline")]
    online: bool,

    /// Do not ask the web, whatever the configuration says
    #[arg(long, overrides_with = "online")]
    offline: bool,

    /// Ask this host of the web, or only at this port, although its address is not public
    #[arg(long, value_name = "HOST[:PORT]")]
    allow_private_host: Vec<String>,

    /// Keep what is found, and answers of the web, for later runs, and use those of earlier ones
    /// [default]
    #[arg(long, overrides_with = "no_cache")]
    cache: bool,

    /// Neither keep anything for later runs nor use what earlier ones have kept
    #[arg(long, overrides_with = "cache")]
    no_cache: bool,
}

impl OnlineArgs {
    /// Whether runs may keep something for later ones.
    pub(super) fn keeps(&self) -> bool {
        !self.no_cache
    }

    /// Says to `members` whether to ask the web.
    ///
    /// # Errors
    /// If this build cannot.
    pub(super) fn apply(&self, members: &mut [Member]) -> miette::Result<()> {
        for member in members.iter_mut() {
            let settings = &mut member.settings;
            settings.is_online = self.online || settings.is_online && !self.offline;
        }
        if cfg!(not(feature = "online")) && members.iter().any(|m| m.settings.is_online) {
            return Err(miette!(
                help = "run with `--offline`, or install it with the feature",
                "this qalint cannot ask the web: it was built without the feature `online`"
            ));
        }
        Ok(())
    }

    /// Asks the web for the links at `wanted` places of the collections that want it. Returns what
    /// went wrong.
    ///
    /// # Errors
    /// For the user's mistakes in the arguments and the environment.
    #[cfg(not(feature = "online"))]
    #[expect(clippy::unnecessary_wraps, reason = "builds with the feature can fail")]
    pub(super) fn ask(
        &self,
        _: &mut Run,
        _: &dyn Fn(FileId, Span) -> bool,
        _: bool,
        _: Option<&Path>,
    ) -> miette::Result<Vec<miette::Report>> {
        Ok(Vec::new())
    }

    /// Asks the web for the links at `wanted` places of the collections that want it. Returns what
    /// went wrong.
    ///
    /// # Errors
    /// For the user's mistakes in the arguments and the environment.
    #[cfg(feature = "online")]
    pub(super) fn ask(
        &self,
        run: &mut Run,
        wanted: &dyn Fn(FileId, Span) -> bool,
        progress: bool,
        cache_folder: Option<&Path>,
    ) -> miette::Result<Vec<miette::Report>> {
        if !run.members().iter().any(|member| member.settings.is_online) {
            return Ok(Vec::new());
        }
        web::ask(self, run, wanted, progress, cache_folder)
    }
}

#[cfg(feature = "online")]
mod web {
    use std::io::IsTerminal as _;
    use std::path::Path;
    use std::sync::OnceLock;
    use std::time::{Duration, Instant, SystemTime};

    use indicatif::{ProgressBar, ProgressStyle};
    use miette::{IntoDiagnostic as _, WrapErr as _, miette};
    use qalint::check::Run;
    use qalint::link::online::{self, Asker, Cache, PrivateHost, Web};
    use qalint::link::{Broken, Outcome, Verdicts};
    use qalint::source::{FileId, Span};

    use super::OnlineArgs;

    /// The variable that holds headers for single hosts.
    const HEADERS: &str = "QALINT_HEADERS";

    /// The most requests at the same time.
    const THREADS: usize = 16;

    /// The first time to wait before asking again.
    const BACKOFF: Duration = Duration::from_secs(1);

    pub(super) fn ask(
        args: &OnlineArgs,
        run: &mut Run,
        wanted: &dyn Fn(FileId, Span) -> bool,
        progress: bool,
        cache_folder: Option<&Path>,
    ) -> miette::Result<Vec<miette::Report>> {
        let private = private_hosts(args)?;
        let headers = std::env::var(HEADERS).unwrap_or_default();
        let headers = online::secret_headers(&headers)
            .into_diagnostic()
            .wrap_err_with(|| format!("the environment variable `{HEADERS}` cannot be used"))?;
        let now = SystemTime::now();
        let since = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let name = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let network = Web::new(name, private.clone());
        let bar = Bar::new(progress && std::io::stderr().is_terminal());
        let asker = Asker {
            network: &network,
            private: &private,
            headers: &headers,
            threads: THREADS,
            backoff: BACKOFF,
            seed: since.as_nanos().try_into().unwrap_or_default(),
            now,
            progress: &|settled, all| bar.show(settled, all),
        };
        let folder = cache_folder.filter(|_| args.keeps());
        let path = folder.map(|folder| folder.join("links.json"));
        let mut cache = path.as_deref().map(Cache::load).unwrap_or_default();
        let mut all = Vec::new();
        let (mut hosts, mut answering) = (0, 0);
        for (index, member) in run.members().iter().enumerate() {
            let mut asked = online::Asked::default();
            if member.settings.is_online {
                let destinations = run.web_destinations(index, wanted);
                asked = online::ask(destinations, &member.settings.online, &asker, &mut cache);
            }
            hosts += asked.hosts;
            answering += asked.answering;
            all.push(asked.verdicts);
        }
        bar.clear();
        let mut failures = Vec::new();
        if hosts > 1 && answering == 0 {
            all.iter_mut().for_each(forget_silence);
            failures.push(miette!(
                help = "`--offline` leaves the links to the web out",
                "none of {hosts} hosts has answered: there is no way to the web from here"
            ));
        } else if let Some(path) = path {
            // A folder that cannot be written only makes the next run slower.
            let _ = cache.save(&path, now);
        }
        run.set_verdicts(all);
        Ok(failures)
    }

    /// Takes out what was found only because nobody has answered.
    fn forget_silence(verdicts: &mut Verdicts) {
        verdicts.retain(|_, verdict| {
            !matches!(
                verdict.outcome,
                Outcome::Unreachable(_) | Outcome::Broken(Broken::NoSuchHost)
            )
        });
    }

    fn private_hosts(args: &OnlineArgs) -> miette::Result<Vec<PrivateHost>> {
        let parse = |host: &String| {
            host.parse()
                .map_err(|why: String| miette!("`--allow-private-host`: {why}"))
        };
        args.allow_private_host.iter().map(parse).collect()
    }

    /// A progress bar, for those who wait for long.
    struct Bar {
        wanted: bool,
        start: Instant,
        bar: OnceLock<ProgressBar>,
    }

    /// The time after which a run is long.
    const LONG: Duration = Duration::from_secs(1);

    impl Bar {
        fn new(wanted: bool) -> Self {
            Self {
                wanted,
                start: Instant::now(),
                bar: OnceLock::new(),
            }
        }

        fn show(&self, settled: usize, all: usize) {
            if !self.wanted || self.start.elapsed() < LONG {
                return;
            }
            let bar = self.bar.get_or_init(|| {
                let style = ProgressStyle::with_template("{bar:40} {pos}/{len} links to the web");
                let bar = ProgressBar::new(0);
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar
            });
            bar.set_length(all as u64);
            bar.set_position(settled as u64);
        }

        fn clear(&self) {
            if let Some(bar) = self.bar.get() {
                bar.finish_and_clear();
            }
        }
    }
}
