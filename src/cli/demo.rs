//! `morgue demo`: files the sample articles in a library of their own and opens the reading room.

use std::path::Path;

use morgue::config;
use morgue::intake;
use morgue::library::Library;

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files the samples and says where, without opening the reading room
    #[arg(long)]
    no_open: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let folder = library.map_or_else(config::demo_folder, |folder| Ok(folder.to_owned()))?;
    let mut library = Library::open(&folder)?;
    let report = super::add::file(intake::samples(), &mut library)?;
    drop(library);
    for (path, trouble) in &report.failed {
        output::tell(&format!("{} {trouble}", output::shown(path)));
    }
    if !arguments.no_open {
        return super::room::run(Some(&folder), "");
    }
    let count = report.new.len() + report.already.len();
    output::print(|out| writeln!(out, "{count} sample articles are filed in {}", output::shown(&folder)))?;
    Ok(if report.failed.is_empty() { Exit::Fine } else { Exit::SomeFailed })
}
