//! A library and a folder of saved files in a temporary place, and the real program run on them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A place on the disk for one test.
pub(crate) struct Shelf {
    folder: TempDir,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The library's folder; not there until something is added.
    pub(crate) fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// The folder of saved files.
    pub(crate) fn saved(&self) -> PathBuf {
        let folder = self.folder.path().join("saved");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Saves a file, in a folder of its own if `name` has one.
    pub(crate) fn save(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.saved().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The program, with this library.
    pub(crate) fn morgue(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.env("MORGUE_LIBRARY", self.library()).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.morgue().args(arguments).output().unwrap())
    }

    /// Adds a path.
    pub(crate) fn add(&self, path: &Path) -> Ran {
        self.run(&["add", path.to_str().unwrap()])
    }

    /// The listed articles as JSON, newest first.
    pub(crate) fn listed(&self) -> Vec<serde_json::Value> {
        self.run(&["list", "--json"]).out().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// What a run of the program gave.
pub(crate) struct Ran(pub(crate) Output);

impl Ran {
    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().unwrap_or_else(|| panic!("killed; {}", self.err()))
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// The exit code, with everything that was said if it is another one.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "\nout: {}\nerr: {}", self.out(), self.err());
        self
    }
}

/// Invented news as plain text: a title, a date, and three paragraphs about number `n`.
pub(crate) fn news(n: usize) -> String {
    let towns = ["Tamberley", "Holt Cross", "Nether Wick", "Saltmarsh", "Eddering"];
    let town = towns[n % towns.len()];
    format!(
        "Council of {town} votes on plan {n}\n\nBy Ana Perez\n\n{} March 2026\n\n\
         The council of {town} voted on Tuesday on plan {n} for the old mill, which has stood empty since the flood.\n\n\
         Mayor Ines Oduya said that the plan would bring work to {town} and that the river would be safe behind the \
         new wall. \"Nobody will lose a garden over it,\" she told the council.\n\n\
         The plan goes to the River Board in the autumn, and number {n} on the list will be built first.\n",
        n % 28 + 1
    )
}
