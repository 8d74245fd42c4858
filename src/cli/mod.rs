//! The command line: one file a command, output as text or JSON. No work of its own: it calls the library crate.

mod add;
mod completions;
mod demo;
mod dossier;
mod draft;
mod edit_entities;
mod entities;
mod keys;
mod list;
mod output;
mod parse;
mod reparse;
mod room;
mod rules;
mod show;
mod tag;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A reader for saved news: hides the clutter, keeps the original, files every article under its names.
///
/// Start with `morgue add FILE`, then `morgue`. `morgue demo` shows it with sample articles.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, after_help = EXITS)]
pub(crate) struct Arguments {
    /// The library's folder [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "MORGUE_LIBRARY", hide_env_values = true)]
    library: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,

    /// Opens the reading room with these articles only, for example: tariffs person:rubio is:unread
    query: Vec<String>,
}

const EXITS: &str = "Exit status: 0 fine, 1 nothing found, 2 wrong use, 3 finished but some files failed, \
                     4 the library is locked, damaged or from a newer version.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Files what is saved in files or folders (searched to the bottom); `-` reads standard input
    Add(add::Arguments),
    /// Shows what an article is read as, without filing it
    Parse(parse::Arguments),
    /// Prints each block of an article with its kind, how sure that is, and why
    Why(why::Arguments),
    /// Finds names and topics in plain prose, without filing it
    Tag(tag::Arguments),
    /// Lists what is filed, newest first
    List(list::Arguments),
    /// Shows one article
    Show(show::Arguments),
    /// Lists the people, organizations, places and topics articles are filed under
    Entities(entities::Arguments),
    /// Shows everything filed on one name
    Dossier(dossier::Arguments),
    /// Prints or edits the rules about lines that are always hidden or kept
    Rules(rules::Arguments),
    /// Reads what is filed anew with this version, from what was saved
    Reparse(reparse::Arguments),
    /// Files the sample articles in a library of their own and opens the reading room
    Demo(demo::Arguments),
    /// Lists every key of the reading room
    Keys(keys::Arguments),
    /// Writes completions for a shell
    Completions(completions::Arguments),
}

/// Runs the program; the only place that prints an error.
pub(crate) fn main() -> ExitCode {
    let Arguments { library, command, query } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::refuse(&error),
    };
    let library = library.as_deref();
    let result = match command {
        None => room::run(library, &query.join(" ")),
        Some(Command::Add(arguments)) => add::run(library, &arguments),
        Some(Command::Parse(arguments)) => parse::run(&arguments),
        Some(Command::Why(arguments)) => why::run(library, &arguments),
        Some(Command::Tag(arguments)) => tag::run(&arguments),
        Some(Command::List(arguments)) => list::run(library, &arguments),
        Some(Command::Show(arguments)) => show::run(library, &arguments),
        Some(Command::Entities(arguments)) => entities::run(library, &arguments),
        Some(Command::Dossier(arguments)) => dossier::run(library, &arguments),
        Some(Command::Rules(arguments)) => rules::run(library, &arguments),
        Some(Command::Reparse(arguments)) => reparse::run(library, &arguments),
        Some(Command::Demo(arguments)) => demo::run(library, &arguments),
        Some(Command::Keys(arguments)) => keys::run(&arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
    };
    output::finish(result)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn a_command_is_told_from_a_query_with_options_before_it() {
        let read = |line: &str| super::Arguments::parse_from(line.split(' '));
        assert!(read("morgue --library shelf list tariffs").command.is_some());
        assert!(read("morgue list --library shelf").command.is_some());
        assert_eq!(read("morgue --library shelf steel list").query, ["steel", "list"]);
    }
}
