//! `morgue keys`: every key of the reading room, the reader's own included. It is the table of the help screen on paper.

use std::io::{self, Write};

use anyhow::Context;
use morgue::config::{self, Config};
use morgue::tui::command::{Command, Scope, TABLE};
use morgue::tui::keys::Keymap;
use serde::Serialize;

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = Config::load()?;
    let mut keymap = Keymap::builtin();
    if let Some(file) = &config.keys {
        keymap = keymap.with(&file.text).with_context(|| file.path.display().to_string())?;
    }
    let rows = rows(&keymap);
    output::print(|out| {
        if arguments.json {
            return as_json(&rows, out);
        }
        as_text(&rows, out)?;
        match config::config_folder() {
            Some(folder) => writeln!(out, "\nTo change a key, name it in {}", folder.join("keys.toml").display()),
            None => Ok(()),
        }
    })?;
    Ok(Exit::Fine)
}

/// A command in a scope that has keys for it.
#[derive(Debug, Serialize)]
struct Row {
    scope: &'static str,
    command: &'static str,
    keys: Vec<String>,
    help: &'static str,
}

/// The bindings by scope, the keys of one command together.
fn rows(keymap: &Keymap) -> Vec<Row> {
    let mut rows = Vec::new();
    for scope in Scope::ALL {
        let own = |command: Command| {
            keymap.bindings().iter().any(|binding| (binding.scope, binding.command) == (scope, command))
        };
        rows.extend(TABLE.iter().filter(|row| own(row.command)).map(|row| Row {
            scope: scope.name(),
            command: row.name,
            keys: keymap.all_keys_of(scope, row.command),
            help: row.help,
        }));
    }
    rows
}

fn as_json(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        writeln!(out, "{}", serde_json::to_string(row)?)?;
    }
    Ok(())
}

fn as_text(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let keys = |row: &Row| row.keys.join("  ");
    let column = rows.iter().map(|row| keys(row).chars().count()).max().unwrap_or_default();
    let name = rows.iter().map(|row| row.command.len()).max().unwrap_or_default();
    let mut scope = "";
    for row in rows {
        if row.scope != scope {
            let gap = if scope.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}{}", row.scope)?;
            scope = row.scope;
        }
        writeln!(out, "  {:column$}  {:name$}  {}", keys(row), row.command, row.help)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_listed_with_its_keys() {
        let rows = rows(&Keymap::builtin());
        for row in TABLE {
            assert!(rows.iter().any(|listed| listed.command == row.name && !listed.keys.is_empty()), "{}", row.name);
        }
    }

    #[test]
    fn rows_are_lines_of_text_or_json() {
        let keymap =
            Keymap::default().with("[everywhere]\ndown = [\"j\", \"down\"]\n[list]\nopen = \"l\"").expect("keys");
        let written = |write: fn(&[Row], &mut dyn Write) -> io::Result<()>| {
            let mut out = Vec::new();
            write(&rows(&keymap), &mut out).expect("a vector takes all");
            String::from_utf8(out).expect("text")
        };
        assert_eq!(
            written(as_text),
            "everywhere\n  j  Down  down  moves down\n\nlist\n  l        open  opens what is selected: an article to read, a name's dossier\n"
        );
        assert_eq!(
            written(as_json).lines().next(),
            Some(r#"{"scope":"everywhere","command":"down","keys":["j","Down"],"help":"moves down"}"#)
        );
    }
}
