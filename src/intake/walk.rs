//! What is to be filed, as a list of jobs in an order that depends on names alone. Files are looked at, not opened.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::{Controls, Input, LARGEST, Trouble};
use crate::library::Original;

/// A file to be read and filed, or the reason why it is not.
pub(super) struct Job {
    /// As it was named, or as it was found in a folder that was.
    pub(super) path: PathBuf,
    pub(super) what: What,
}

/// Where a job's bytes are.
pub(super) enum What {
    /// In the file.
    File,
    /// Here.
    Bytes(Vec<u8>),
    /// In the library: it was filed, and is read anew.
    Kept(Original),
    /// In the program.
    Builtin(&'static [u8]),
    /// Nowhere: it was seen at a glance that it cannot be filed. Taken out when told.
    Trouble(std::sync::Mutex<Option<Trouble>>),
}

impl Job {
    fn trouble(path: PathBuf, trouble: Trouble) -> Self {
        Self { path, what: What::Trouble(std::sync::Mutex::new(Some(trouble))) }
    }
}

/// Everything in `inputs`: folders are searched to the bottom, by name; what is hidden in them is left out, and a folder
/// reached a second time (through a link) is not entered again.
pub(super) fn walk(inputs: Vec<Input>, controls: &Controls, found: impl Fn(u64)) -> Vec<Job> {
    let mut walk = Walk { jobs: Vec::new(), entered: HashSet::new() };
    for input in inputs {
        match input {
            Input::Path(path) => walk.path(path, controls, &found),
            Input::Stdin(bytes) => walk.jobs.push(Job { path: "-".into(), what: What::Bytes(bytes) }),
            Input::Builtin { name, bytes } => walk.jobs.push(Job { path: name.into(), what: What::Builtin(bytes) }),
        }
    }
    found(walk.jobs.len() as u64);
    walk.jobs
}

struct Walk {
    jobs: Vec<Job>,
    /// The folders entered, under their real names.
    entered: HashSet<PathBuf>,
}

impl Walk {
    fn path(&mut self, path: PathBuf, controls: &Controls, found: &impl Fn(u64)) {
        // The last is taken first, so a folder's content goes on in reverse.
        let mut stack = vec![path];
        while let Some(path) = stack.pop() {
            if controls.is_stopped() {
                return;
            }
            match fs::metadata(&path) {
                Err(error) => self.jobs.push(Job::trouble(path, Trouble::Unreadable(error))),
                Ok(metadata) if metadata.is_dir() => match self.enter(&path) {
                    Ok(inside) => stack.extend(inside.into_iter().rev()),
                    Err(error) => self.jobs.push(Job::trouble(path, Trouble::Unreadable(error))),
                },
                Ok(metadata) if !metadata.is_file() => {
                    self.jobs.push(Job::trouble(path, Trouble::Special(special(metadata.file_type()))));
                }
                Ok(metadata) if metadata.len() > LARGEST => {
                    self.jobs.push(Job::trouble(path, Trouble::TooLarge(metadata.len())));
                }
                Ok(_) => self.jobs.push(Job { path, what: What::File }),
            }
            if !self.jobs.is_empty() && self.jobs.len().is_multiple_of(1000) {
                found(self.jobs.len() as u64);
            }
        }
    }

    /// What is in a folder, by name; nothing if it was entered before.
    fn enter(&mut self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        if !self.entered.insert(fs::canonicalize(folder)?) {
            return Ok(Vec::new());
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                inside.push(entry.path());
            }
        }
        inside.sort();
        Ok(inside)
    }
}

fn special(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    let _ = kind;
    "something special"
}
