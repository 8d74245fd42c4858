//! A text that is edited in the person's editor until it can be read: what `morgue rules` and `morgue entities edit` have in
//! common. What the text says is not its business.

use std::fmt::Display;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// Has `text` edited, in a file beside the library, until `parse` can read it or the person gives up: then what was typed is
/// kept. `what` names what is edited.
pub(crate) fn edited<T, E: Display>(
    folder: &Path,
    what: &'static str,
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> anyhow::Result<T> {
    let editor = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR")).unwrap_or_default();
    let editor = if editor.trim().is_empty() { "vi".to_owned() } else { editor };
    let draft = Draft::new(folder, what, text)?;
    loop {
        draft.open(&editor)?;
        match parse(&draft.read()?) {
            Ok(read) => return Ok(read),
            Err(mistake) if again(&mistake)? => {}
            Err(mistake) => {
                // What was typed is not thrown away.
                let kept = draft.keep();
                anyhow::bail!("{mistake}; the {what} are as they were, and what was typed is in {}", kept.display());
            }
        }
    }
}

/// Whether the person wants to mend a mistake; nobody can be asked where input is no terminal.
fn again(mistake: &impl Display) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    write!(io::stderr(), "morgue: {mistake}\nedit again? [Y/n] ")?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(!answer.trim().to_lowercase().starts_with('n'))
}

/// The text while it is edited: a file beside the library that nobody else can read. It goes when it is dropped.
struct Draft {
    path: PathBuf,
    what: &'static str,
}

impl Draft {
    fn new(folder: &Path, what: &'static str, text: &str) -> anyhow::Result<Self> {
        let path = folder.join(format!("{what}-{}.txt", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let fail = || format!("cannot write {}", path.display());
        options.open(&path).and_then(|mut file| file.write_all(text.as_bytes())).with_context(fail)?;
        Ok(Self { path, what })
    }

    fn read(&self) -> anyhow::Result<String> {
        fs::read_to_string(&self.path).with_context(|| format!("cannot read {}", self.path.display()))
    }

    /// Runs the editor, which may be named with options.
    fn open(&self, editor: &str) -> anyhow::Result<()> {
        let mut words = editor.split_whitespace();
        let program = words.next().unwrap_or("vi");
        let status = Command::new(program).args(words).arg(&self.path).status();
        let status = status.with_context(|| format!("cannot run {program}: name an editor in EDITOR"))?;
        anyhow::ensure!(status.success(), "{program} failed; the {} are as they were", self.what);
        Ok(())
    }

    /// Leaves the file where it is.
    fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.path)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}
