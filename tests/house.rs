//! The laws of the house. A law that is broken fails with the file, the line and the remedy. What a law asks of the code it
//! does not ask of tests: what stands under `#[cfg(test)]` is not read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::kit::source::{Source, assets, project, sources, variants};

/// What may be named only in some rooms: the path, the rooms (beginnings of file names), and what to do instead.
const ROOMS: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["src/library"], "the only SQL is in library: give it a method, and call that"),
    ("html5ever", &["src/formats/html"], "pages are read in formats/html: work on its Document"),
    ("ratatui", &["src/tui"], "only the reading room draws"),
    ("crossterm", &["src/tui"], "only the reading room knows a terminal"),
    (
        "signal_hook",
        &["src/tui/terminal", "src/cli"],
        "signals end in tui/terminal, and in the commands that take long",
    ),
    ("regex", &["src/cli/grep.rs"], "patterns are what people type for grep: elsewhere a few lines of code say it"),
    ("clap", &["src/main.rs", "src/cli"], "the command line is read in cli: pass what it says as data"),
    ("anyhow", &["src/main.rs", "src/cli"], "the library has one error enum an edge (thiserror)"),
    ("directories", &["src/config.rs"], "config knows where things live: take the folder from there"),
    ("std::fs", EDGES, "the middle opens no file: take bytes, or give back what is to be written"),
    ("std::thread", EDGES, "the middle starts no thread: intake and tui/desk do"),
    ("std::sync::mpsc", EDGES, "the middle has no channel: return a value"),
    ("std::net", &[], "morgue opens no socket"),
    (
        "now",
        &["src/main.rs", "src/cli", "src/intake", "src/tui/mod.rs"],
        "time comes in as data: take it as an argument",
    ),
];

/// Where files, threads and channels are.
const EDGES: &[&str] = &[
    "src/intake",
    "src/config",
    "src/library",
    "src/tui/desk",
    "src/tui/terminal",
    "src/tui/mod.rs",
    "src/cli",
    "src/main.rs",
];

/// What stands at the top of the project, and nothing else.
const TOP: &[&str] = &[
    ".ci",
    ".gitignore",
    ".rustfmt.toml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "assets",
    "src",
    "tests",
];

/// The most an enum or a struct may hold: its file, its name, the most, and what to do instead.
const SIZES: &[(&str, &str, usize, &str)] = &[
    ("src/tui/command.rs", "enum Command", 48, "a command that differs by a value takes the value, as Move does"),
    ("src/tui/message.rs", "enum Message", 8, "one variant a source, with a typed message inside"),
    ("src/tui/model.rs", "struct Model", 16, "what belongs to one pane goes into the state of that pane"),
    ("src/tui/model/mod.rs", "struct Model", 16, "what belongs to one pane goes into the state of that pane"),
];

fn hold(law: &str, broken: &[String]) {
    let list = broken.iter().fold(String::new(), |mut list, line| {
        let _ = writeln!(list, "  {line}");
        list
    });
    assert!(broken.is_empty(), "{law}\n{list}");
}

/// The floors, lowest first: the `pub mod` lines of `src/lib.rs`.
fn floors() -> Vec<String> {
    let lib = fs::read_to_string(project().join("src/lib.rs")).expect("src/lib.rs is there");
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The uses of higher floors in one file.
fn climbs(source: &Source, floors: &[String]) -> Vec<String> {
    let Some(own) = floors.iter().position(|floor| source.module().first() == Some(floor)) else { return Vec::new() };
    let mut broken = Vec::new();
    for (line, path) in source.paths() {
        // From inside its own module, `super` as often as the module is deep is the crate.
        let mut names = path.split("::").skip_while(|name| *name == "super");
        let ups = path.split("::").take_while(|name| *name == "super").count();
        let root = ups > 0 && ups == source.module().len();
        let named =
            if root { names.next() } else { path.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) };
        let Some(named) = named else { continue };
        if floors.iter().position(|floor| floor == named).is_some_and(|floor| floor > own) {
            let floor = &floors[own];
            broken.push(format!(
                "{}:{line}: {floor} uses {named}, which is above it: move what both need down to {floor} or lower, or \
                 take it as an argument",
                source.path
            ));
        }
    }
    broken
}

/// The names in one file that have another room.
fn strays(source: &Source) -> Vec<String> {
    let mut broken = Vec::new();
    for (line, path) in source.paths() {
        for (name, rooms, remedy) in ROOMS {
            let named = match *name {
                "now" => path.ends_with("::now"),
                name => path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")),
            };
            if named && !rooms.iter().any(|room| source.path.starts_with(room)) {
                broken.push(format!("{}:{line}: {path} has no room here: {remedy}", source.path));
            }
        }
    }
    broken
}

#[test]
fn a_floor_uses_only_floors_below_it() {
    let floors = floors();
    assert!(floors.len() >= 10 && floors[0] == "text" && floors[floors.len() - 1] == "tui", "{floors:?}");
    let broken: Vec<String> = sources("src").iter().flat_map(|source| climbs(source, &floors)).collect();
    hold("The order of the modules in src/lib.rs is the law.", &broken);
}

#[test]
fn crates_files_threads_and_the_clock_keep_to_their_rooms() {
    let broken: Vec<String> = sources("src").iter().flat_map(strays).collect();
    hold("Each of these has a room.", &broken);
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let mut broken = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        if !source.text.starts_with("//! ") {
            broken.push(format!("{}:1: begin with `//! `: what the file is, then what it is not", source.path));
        }
        let lines = source.text.lines().count();
        if lines > 600 {
            broken.push(format!("{}:{lines}: over 600 lines: make it a folder, one topic a file", source.path));
        }
    }
    hold("A stranger reads a file at one sitting.", &broken);
}

#[test]
fn nothing_is_unsafe_or_ignored_or_silenced_without_a_reason() {
    let mut broken = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        for (number, line) in source.code.lines().enumerate() {
            let mut tell = |remedy| broken.push(format!("{}:{}: {remedy}", source.path, number + 1));
            if line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe") {
                tell("unsafe: there is a safe way, or a crate that has it");
            }
            if line.contains("#[ignore") {
                tell("an ignored test says nothing: mend it, or take it away");
            }
            if line.contains("#[allow(") || line.contains("#![allow(") {
                tell("use #[expect(…, reason = \"…\")], which goes when it is no longer needed");
            }
        }
    }
    let manifest = fs::read_to_string(project().join("Cargo.toml")).expect("Cargo.toml is there");
    if !manifest.contains("unsafe_code = \"forbid\"") {
        broken.push("Cargo.toml: the line unsafe_code = \"forbid\" is gone".to_owned());
    }
    hold("No unsafe, no ignored test, no silenced lint.", &broken);
}

#[test]
fn what_tends_to_grow_stays_small() {
    let mut broken = Vec::new();
    for source in sources("src") {
        for (path, name, most, remedy) in SIZES.iter().filter(|(path, ..)| *path == source.path) {
            let count = variants(&source.code, name).unwrap_or_else(|| panic!("{path} has no {name}"));
            if count > *most {
                broken.push(format!("{path}: {name} has {count}, at most {most}: {remedy}"));
            }
        }
    }
    hold("Two files grow into monsters: all commands, and the app.", &broken);
}

#[test]
fn the_top_of_the_project_stays_as_it_is() {
    let entries = fs::read_dir(project()).expect("the project is there").flatten();
    let broken: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !TOP.contains(&name.as_str()) && !matches!(name.as_str(), ".git" | "target"))
        .map(|name| format!("{name}: put it under assets, src or tests, or add it to the card in tests/house.rs"))
        .collect();
    hold("The card of the house names all that stands at the top.", &broken);
}

#[test]
fn weights_have_a_card_and_lists_have_a_licence() {
    let read = |path: &Path| {
        fs::read(path).map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).to_lowercase())
    };
    let mut broken = Vec::new();
    for path in assets() {
        let name = path.strip_prefix(project()).unwrap_or(&path).display().to_string().replace('\\', "/");
        if name.ends_with(".bin") {
            let card = read(&path.with_extension("toml"));
            for word in ["data", "seed"].iter().filter(|word| !card.contains(*word)) {
                broken.push(format!("{name}: its card (the same name with .toml) does not say its {word}"));
            }
        } else if name.starts_with("assets/lexicons/") {
            let file = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            let list = read(&path.with_file_name("README.md"));
            let head: String = read(&path).lines().take(12).collect();
            if !(head.contains("licen") || list.contains("licen") && list.contains(&file)) {
                broken.push(format!("{name}: say its licence in its first lines, or in assets/lexicons/README.md"));
            }
        }
    }
    hold("It is known where data comes from, and how weights came about.", &broken);
}

#[test]
fn a_broken_law_is_seen() {
    let floors = ["text", "article", "library"].map(str::to_owned);
    let count = |path: &str, text: &str| {
        let source = Source::new(path, text.to_owned());
        (climbs(&source, &floors).len(), strays(&source).len())
    };
    let table = [
        ("src/text/a.rs", "use crate::text::b;", (0, 0)),
        ("src/text/a.rs", "use crate::article::Block;", (1, 0)),
        ("src/text/a.rs", "fn f() { crate::library::open() }", (1, 0)),
        ("src/text/a.rs", "use crate::{text::b, article::{Block, Shape}};", (2, 0)),
        ("src/text/a.rs", "use super::super::library;", (1, 0)),
        ("src/text/mod.rs", "use super::library::Row;", (1, 0)),
        ("src/text/a.rs", "use super::library;", (0, 0)),
        ("src/library/a.rs", "use crate::article::Block;", (0, 0)),
        ("src/text/a.rs", "// crate::library\nconst A: &str = \"crate::library\";", (0, 0)),
        ("src/text/a.rs", "#[cfg(test)]\nmod tests { use crate::library::{A, B}; use std::fs; }", (0, 0)),
        ("src/article/a.rs", "use rusqlite::Connection;", (0, 1)),
        ("src/library/a.rs", "use rusqlite::Connection; use std::fs::File;", (0, 0)),
        ("src/article/a.rs", "use std::{fs, io::Read, sync::mpsc::{channel, Sender}};", (0, 3)),
        ("src/article/a.rs", "let a = jiff::Timestamp::now();", (0, 1)),
        ("src/library/a.rs", "let a = Instant::now();", (0, 1)),
        ("src/cli/a.rs", "let a = Instant::now(); let b = std::net::TcpStream::connect(c);", (0, 1)),
    ];
    for (path, text, expected) in table {
        assert_eq!(count(path, text), expected, "{path}: {text}");
    }
}
