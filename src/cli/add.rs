//! `morgue add`: files what was saved, and reports what became of each file. How files are read is intake's business.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use morgue::config;
use morgue::intake::{self, Controls, Input, Progress, Report};
use morgue::library::Library;
use serde::Serialize;
use signal_hook::consts::SIGINT;

use super::output::{self, Exit};

/// Titles named in the report, at most.
const TITLES: usize = 20;

/// Cells of the progress bar.
const BAR: u64 = 24;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The report as one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let inputs = arguments.paths.iter().map(|path| input(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let folder = config::library_folder(library)?;
    let mut library = Library::open(&folder)?;
    let report = file(inputs, &mut library)?;
    output::print(|out| if arguments.json { json(out, &report) } else { text(out, &report) })?;
    Ok(if report.stopped || !report.failed.is_empty() {
        Exit::SomeFailed
    } else if report.new.is_empty() && report.already.is_empty() {
        Exit::Nothing
    } else {
        Exit::Fine
    })
}

/// Files `inputs` with a progress bar, if a person is watching; the first Ctrl-C stops it cleanly, a second at once.
pub(crate) fn file(inputs: Vec<Input>, library: &mut Library) -> anyhow::Result<Report> {
    let controls = steered()?;
    keep_quiet_about_bad_pages();
    let watched = io::stderr().is_terminal();
    let report = intake::run(inputs, library, &controls, |progress| {
        if watched {
            // A bar that cannot be drawn is no reason to stop filing.
            let _ = io::stderr().write_all(bar(progress).as_bytes());
        }
    });
    if watched {
        let _ = io::stderr().write_all(b"\r\x1b[K");
    }
    Ok(report?)
}

/// Controls that the first Ctrl-C stops; a second ends the program.
pub(crate) fn steered() -> anyhow::Result<Controls> {
    let controls = Controls::default();
    signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&controls.stop))
        .and_then(|_| signal_hook::flag::register(SIGINT, Arc::clone(&controls.stop)))
        .context("cannot listen for Ctrl-C")?;
    Ok(controls)
}

/// How much is done, as a bar.
pub(crate) fn gauge(done: u64, total: u64) -> String {
    let full = done.saturating_mul(BAR) / total.max(1);
    let (full, empty) = (full.min(BAR) as usize, BAR.saturating_sub(full) as usize);
    format!("[{}{}]", "#".repeat(full), ".".repeat(empty))
}

fn input(path: &Path) -> anyhow::Result<Input> {
    if path != Path::new("-") {
        return Ok(Input::Path(path.to_owned()));
    }
    let mut bytes = Vec::new();
    // One byte more than an article can have, so that it is seen to be too large.
    io::stdin().lock().take((64 << 20) + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok(Input::Stdin(bytes))
}

/// A panic while a page is parsed is a line of the report; the default hook would print it over the progress bar.
fn keep_quiet_about_bad_pages() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(intake::THREAD) {
            hook(panic);
        }
    }));
}

fn bar(progress: Progress) -> String {
    match progress {
        Progress::Found(found) => format!("\r\x1b[Klooking: {found} files"),
        Progress::Filed { done, total, new, failed } => {
            let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
            format!("\r\x1b[K{} {done} of {total}, {new} new{failed}", gauge(done, total))
        }
    }
}

fn text(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let Report { new, already, failed, stopped } = report;
    if *stopped {
        writeln!(out, "Stopped before the end. What is named here is filed; add the same again to go on.")?;
    }
    writeln!(out, "{} new, {} already filed, {} failed", new.len(), already.len(), failed.len())?;
    if new.len() <= TITLES {
        for (digest, title, _) in new {
            writeln!(out, "  new      {}  {title}", digest.short())?;
        }
    }
    if already.len() <= TITLES {
        for path in already {
            writeln!(out, "  already  {}", output::shown(path))?;
        }
    }
    for (path, trouble) in failed {
        writeln!(out, "  failed   {} {trouble}", output::shown(path))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Told<'a> {
    new: Vec<New<'a>>,
    already: Vec<String>,
    failed: Vec<Failed>,
    stopped: bool,
}

#[derive(Serialize)]
struct New<'a> {
    id: String,
    title: &'a str,
    file: String,
}

#[derive(Serialize)]
struct Failed {
    file: String,
    reason: String,
}

fn json(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let file = |path: &Path| path.to_string_lossy().into_owned();
    let new = report.new.iter().map(|(digest, title, path)| New { id: digest.to_string(), title, file: file(path) });
    let failed = report.failed.iter().map(|(path, trouble)| Failed { file: file(path), reason: trouble.to_string() });
    let told = Told {
        new: new.collect(),
        already: report.already.iter().map(|path| file(path)).collect(),
        failed: failed.collect(),
        stopped: report.stopped,
    };
    output::json_line(out, &told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills() {
        let filed = |done, failed| bar(Progress::Filed { done, total: 48, new: done, failed });
        assert!(filed(0, 0).contains("[........................] 0 of 48, 0 new"));
        assert!(filed(24, 2).contains("[############............] 24 of 48, 24 new, 2 failed"));
        assert!(filed(48, 0).contains("[########################]"));
    }
}
