//! `morgue entities`: the people, organizations, places and topics articles are filed under, as a list or as a graph of those
//! that stand together.

use std::path::Path;

use morgue::article::EntityKind;
use morgue::config;
use morgue::export;
use morgue::library::{Drawer, Query, Reader, Together};
use serde::Serialize;

use super::edit_entities;
use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    edit: Option<Edit>,
    /// Only those whose name holds these words; for a graph, the names of the articles this query finds
    query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Which names stand in the same articles, as a graph for Graphviz
    #[arg(long, conflicts_with_all = ["json", "graphml"])]
    dot: bool,
    /// The same as GraphML, for Gephi and yEd
    #[arg(long, conflicts_with = "json")]
    graphml: bool,
    /// In a graph, the names in most of the articles, at most so many
    #[arg(long, value_name = "N", default_value_t = 60)]
    top: usize,
}

#[derive(Debug, clap::Subcommand)]
enum Edit {
    /// Edits the rulings on names in $VISUAL or $EDITOR: which names are one, and which are none
    Edit(edit_entities::Arguments),
}

/// How a graph is written.
type Draw = fn(&Together) -> String;

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    if let Some(Edit::Edit(arguments)) = &arguments.edit {
        return edit_entities::run(library, arguments);
    }
    let reader = Reader::open(&config::library_folder(library)?)?;
    if arguments.dot || arguments.graphml {
        let draw: Draw = if arguments.dot { export::dot } else { export::graphml };
        return graph(&reader, arguments, draw);
    }
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

/// The names of the articles that the query finds, and which stand together.
fn graph(reader: &Reader, arguments: &Arguments, draw: Draw) -> anyhow::Result<Exit> {
    let typed = arguments.query.join(" ");
    let (query, complaints) = Query::parse(&typed, reader, jiff::Zoned::now().date());
    output::tell_complaints(&typed, &complaints);
    let together = reader.together(&query, arguments.top)?;
    if together.names.is_empty() {
        return Ok(Exit::Nothing);
    }
    output::print(|out| out.write_all(draw(&together).as_bytes()))?;
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
