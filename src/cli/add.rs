//! `morgue add`: files what was saved, and reports what became of each file. How files are read is intake's business.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use morgue::config;
use morgue::intake::{self, Controls, Input, Progress, Report};
use morgue::library::{Library, Relation};
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
    io::stdin().lock().take(intake::LARGEST + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
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
        Progress::Renewed { done, total } => {
            format!("\r\x1b[K{} {done} of {total} articles brought up to date", gauge(done, total))
        }
        Progress::Found(found) => format!("\r\x1b[Klooking: {found} files"),
        Progress::Filed { done, total, new, failed } => {
            let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
            format!("\r\x1b[K{} {done} of {total}, {new} new{failed}", gauge(done, total))
        }
    }
}

fn text(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let Report { new, broken, copies, already, failed, stopped } = report;
    if *stopped {
        writeln!(out, "Stopped before the end. What is named here is filed; add the same again to go on.")?;
    }
    writeln!(out, "{}, {} already filed, {} failed", report.new_in_words(), already.len(), failed.len())?;
    let mut broken = broken.iter().peekable();
    for (digest, title, _) in new {
        let why = broken.next_if(|(other, _)| other == digest);
        if let Some((_, why)) = why {
            writeln!(out, "  broken   {}  {title}: {}", digest.short(), why.says())?;
        } else if new.len() <= TITLES {
            writeln!(out, "  new      {}  {title}", digest.short())?;
            for (_, of, relation) in copies.iter().filter(|(copy, ..)| copy == digest) {
                writeln!(out, "           {} {}", in_words(*relation), of.short())?;
            }
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

/// What a new article is to the one that is named after it.
const fn in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::AlsoIn => "carries the text of",
        Relation::SameText => "has the same words as",
        Relation::Version => "is another version of",
    }
}

#[derive(Serialize)]
struct Copied {
    id: String,
    of: String,
    relation: &'static str,
}

#[derive(Serialize)]
struct Told<'a> {
    new: Vec<New<'a>>,
    copies: Vec<Copied>,
    already: Vec<String>,
    failed: Vec<Failed>,
    stopped: bool,
}

#[derive(Serialize)]
struct New<'a> {
    id: String,
    title: &'a str,
    file: String,
    /// Why it is not the whole article, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<&'static str>,
}

#[derive(Serialize)]
struct Failed {
    file: String,
    reason: String,
}

fn json(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let file = |path: &Path| path.to_string_lossy().into_owned();
    let mut broken = report.broken.iter().peekable();
    let new = report.new.iter().map(|(digest, title, path)| New {
        id: digest.to_string(),
        title,
        file: file(path),
        broken: broken.next_if(|(other, _)| other == digest).map(|(_, why)| why.name()),
    });
    let failed = report.failed.iter().map(|(path, trouble)| Failed { file: file(path), reason: trouble.to_string() });
    let copies = report.copies.iter().map(|(copy, of, relation)| Copied {
        id: copy.to_string(),
        of: of.to_string(),
        relation: match relation {
            Relation::AlsoIn => "also-in",
            Relation::SameText => "same-text",
            Relation::Version => "version",
        },
    });
    let told = Told {
        new: new.collect(),
        copies: copies.collect(),
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
        let renewed = bar(Progress::Renewed { done: 12, total: 48 });
        assert!(renewed.contains("[######..................] 12 of 48 articles brought up to date"));
    }
}
