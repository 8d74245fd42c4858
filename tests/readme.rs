//! The README, held to the program: what it lists must be what there is. How well it reads is for people.

use std::fmt::Write;

use morgue::tui::command::{Scope, TABLE};
use morgue::tui::keys::Keymap;

const README: &str = include_str!("../README.md");

/// The table of keys: a row a command, its keys in each pane that has keys of its own.
fn table() -> String {
    let keymap = Keymap::builtin();
    let mut table = String::from("| where | keys | what they do |\n|---|---|---|\n");
    for scope in Scope::ALL {
        for row in TABLE {
            let own = |binding: &&morgue::tui::keys::Binding| (binding.scope, binding.command) == (scope, row.command);
            if keymap.bindings().iter().any(|binding| own(&binding)) {
                let keys = keymap.all_keys_of(scope, row.command);
                let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
                let _ = writeln!(table, "| {} | {keys} | {} |", scope.name(), row.help);
            }
        }
    }
    table
}

#[test]
fn the_table_of_keys_is_that_of_the_program() {
    let expected = table();
    let found = README.split("<!-- keys -->\n").nth(1).unwrap_or_default();
    assert_eq!(found, expected, "put this between the two `<!-- keys -->` lines of README.md:\n\n{expected}");
}

#[test]
fn every_command_has_a_row() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_morgue")).arg("--help").output().expect("it runs");
    let help = String::from_utf8(help.stdout).expect("text");
    let commands = help.split("Commands:").nth(1).expect("commands").split("\n\n").next().expect("a list");
    let names: Vec<&str> = commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 5, "{help}");
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(README.contains(&format!("`morgue {name}")), "README.md says nothing of `morgue {name}`");
    }
}
