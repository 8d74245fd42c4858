//! `morgue reparse`: reads what is filed anew with this version, from what was saved. Marks and reading places stay.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use morgue::config;
use morgue::intake::{self, Renewal};
use morgue::library::{ArticleId, Library, Order, Reader, Which};

use super::add::{self, steered};
use super::output::{self, Exit};
use super::pages;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only the articles this finds, whatever version read them
    query: Vec<String>,
    /// Everything, also what this version has read
    #[arg(long, conflicts_with = "query")]
    all: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let folder = config::library_folder(library)?;
    // To look for what is not there would make it.
    if let Err(error @ morgue::library::Error::Missing { .. }) = Reader::open(&folder) {
        return Err(error.into());
    }
    let mut library = Library::open(&folder)?;
    let controls = steered()?;
    let watched = io::stderr().is_terminal();
    let tell = |done: u64, total: u64| {
        if watched {
            // A bar that cannot be drawn is no reason to stop.
            let _ = write!(io::stderr(), "\r\x1b[K{} {done} of {total}", add::gauge(done, total));
        }
    };
    let mut renewal = Renewal::default();
    let mut which = vec![Which::Older];
    if arguments.all {
        which = vec![Which::All];
    } else if !arguments.query.is_empty() {
        // What a library lost in an update can be found only once it is there again.
        renewal = intake::renew(&mut library, &Which::Missing, &controls, tell)?;
        let mut reader = library.reader()?;
        reader.set_topics(config::topics()?);
        which = vec![Which::These(found(&reader, &arguments.query)?)];
    }
    for which in &which {
        let next = intake::renew(&mut library, which, &controls, tell)?;
        renewal.read += next.read;
        renewal.changed += next.changed;
        renewal.failed.extend(next.failed);
        renewal.stopped |= next.stopped;
    }
    if watched {
        let _ = io::stderr().write_all(b"\r\x1b[K");
    }
    output::print(|out| report(out, &renewal))?;
    Ok(if renewal.stopped || !renewal.failed.is_empty() { Exit::SomeFailed } else { Exit::Fine })
}

fn found(reader: &Reader, typed: &[String]) -> anyhow::Result<Vec<ArticleId>> {
    let query = output::query(reader, typed);
    let rows = pages::rows(reader, Order::Newest, &query, None);
    Ok(rows.map(|row| row.map(|row| row.id)).collect::<Result<_, _>>()?)
}

fn report(out: &mut dyn Write, renewal: &Renewal) -> io::Result<()> {
    let Renewal { read, changed, failed, stopped } = renewal;
    if *stopped {
        writeln!(out, "Stopped before the end; `morgue reparse` goes on with what is left.")?;
    }
    writeln!(out, "{read} read anew, {changed} changed, {} failed", failed.len())?;
    for (digest, path, trouble) in failed {
        writeln!(out, "  failed   {}  {} {trouble}", digest.short(), output::shown(Path::new(path)))?;
    }
    Ok(())
}
