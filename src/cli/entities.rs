//! `morgue entities`: the people, organizations, places and topics articles are filed under.

use std::path::Path;

use morgue::article::EntityKind;
use morgue::config;
use morgue::library::{Drawer, Reader};
use serde::Serialize;

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only those whose name holds these words
    query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = Reader::open(&config::library_folder(library)?)?;
    let drawers = reader.drawers(None, &arguments.query.join(" "), usize::MAX)?;
    if drawers.is_empty() {
        return Ok(Exit::Nothing);
    }
    output::print(|out| {
        for drawer in &drawers {
            if arguments.json {
                output::json_line(out, &Named::new(drawer))?;
            } else {
                writeln!(out, "{:>7}  {:<12}  {}", drawer.articles, drawer.kind.name(), drawer.name)?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

/// A drawer as JSON.
#[derive(Serialize)]
pub(crate) struct Named<'a> {
    entity: i64,
    name: &'a str,
    kind: EntityKind,
    articles: u32,
}

impl<'a> Named<'a> {
    pub(crate) fn new(drawer: &'a Drawer) -> Self {
        Self { entity: drawer.id.0, name: &drawer.name, kind: drawer.kind, articles: drawer.articles }
    }
}
