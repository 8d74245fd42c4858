//! `morgue searches`: the searches that are kept, with what is unread of each; adds and removes them. Each change can be taken back
//! in the reading room.

use std::path::Path;

use jiff::{Timestamp, Zoned};
use morgue::config;
use morgue::library::{Change, Count, Library, Saved};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Keeps a search under a name; one that had the name is replaced
    Add {
        /// What it is called
        name: String,
        /// What it looks for, for example: "trade deal" is:unread
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Forgets a search
    Remove {
        /// What it is called
        name: String,
    },
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    // Looks first: to open for writing what is not there would make it.
    let reader = output::reader(library)?;
    let today = Zoned::now().date();
    let change = match &arguments.action {
        None => return list(&reader.saved(today)?, arguments),
        Some(Action::Add { name, query }) => {
            if !name.contains(char::is_alphanumeric) {
                anyhow::bail!("a search needs a name with a letter in it: `morgue searches add NAME QUERY`");
            }
            if output::query(&reader, query).is_empty() {
                anyhow::bail!("there is nothing in this to search for");
            }
            Change::Save { name: name.clone(), query: query.join(" ") }
        }
        Some(Action::Remove { name }) => {
            if !reader.saved(today)?.iter().any(|saved| saved.name == *name) {
                output::tell(&format!("no search is called “{name}”; `morgue searches` lists those there are"));
                return Ok(Exit::Nothing);
            }
            Change::Forget(name.clone())
        }
    };
    drop(reader);
    Library::open(&config::library_folder(library)?)?.apply(&change, Timestamp::now())?;
    Ok(Exit::Fine)
}

fn list(saved: &[Saved], arguments: &Arguments) -> anyhow::Result<Exit> {
    if saved.is_empty() {
        return Ok(Exit::Nothing);
    }
    let widest = saved.iter().map(|saved| saved.name.width()).max().unwrap_or_default();
    output::print(|out| {
        for Saved { name, query, unread } in saved {
            let (unread, counted) = match unread {
                Count::Exactly(unread) => (*unread, Counted::All),
                Count::AtLeast(unread) => (*unread, Counted::Newest),
            };
            if arguments.json {
                output::json_line(out, &Kept { name, query, unread, counted })?;
            } else {
                let pad = " ".repeat(widest.saturating_sub(name.width()));
                let more = if counted == Counted::Newest { "+" } else { " " };
                writeln!(out, "{unread:>7}{more} {name}{pad}  {query}")?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

/// Among which articles the unread ones were counted.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Counted {
    All,
    Newest,
}

/// A search as JSON.
#[derive(Serialize)]
struct Kept<'a> {
    name: &'a str,
    query: &'a str,
    unread: u64,
    counted: Counted,
}
