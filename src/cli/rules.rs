//! `morgue rules`: the reader's rules as text, printed, or edited in an editor. How rules are read and what they do is
//! extract's; each change is one entry of the library's journal.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use jiff::Timestamp;
use morgue::config;
use morgue::extract::rules::{Edit, Mistake, Rule, parse};
use morgue::library::{Library, Reader};
use serde::Serialize;

use super::add::{gauge, steered};
use super::output::{self, Exit};

/// Articles laid out anew between two looks at Ctrl-C.
const SLICE: usize = 50;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Edit them in $VISUAL or $EDITOR
    #[arg(long)]
    edit: bool,
    /// One JSON object a line
    #[arg(long, conflicts_with = "edit")]
    json: bool,
}

const HEAD: &str = "\
# Lines that are always hidden or kept, one rule a line:
#
#     hide courier.example follow us on # channels
#     keep everywhere *a word from the editor*
#
# hide or keep, the site (or everywhere), and the line. A * at its beginning or end stands for anything. Case, accents and
# the values of numbers do not matter. Keep beats hide; a rule beats everything else. Lines with a # in front are no rules.

";

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let folder = config::library_folder(library)?;
    let reader = Reader::open(&folder)?;
    let rules = reader.rules()?;
    if arguments.edit {
        drop(reader);
        return edit(&folder, &rules);
    }
    output::print(|out| {
        for rule in &rules {
            if arguments.json {
                let site = rule.site.as_deref();
                output::json_line(out, &Shown { rule: rule.verdict.name(), site, line: rule.pattern() })?;
            } else {
                writeln!(out, "{rule}")?;
            }
        }
        Ok(())
    })?;
    if rules.is_empty() {
        output::tell("no rules yet: X on a line in the reader makes one, `morgue rules --edit` writes them");
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Fine)
}

/// A rule as JSON; `site` is null everywhere.
#[derive(Serialize)]
struct Shown<'a> {
    rule: &'a str,
    site: Option<&'a str>,
    line: String,
}

fn edit(folder: &Path, before: &[Rule]) -> anyhow::Result<Exit> {
    let editor = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR")).unwrap_or_default();
    let editor = if editor.trim().is_empty() { "vi".to_owned() } else { editor };
    let mut text = HEAD.to_owned();
    for rule in before {
        let _ = writeln!(text, "{rule}");
    }
    let draft = Draft::new(folder, &text)?;
    let after = loop {
        draft.open(&editor)?;
        match parse(&draft.read()?) {
            Ok(rules) => break rules,
            Err(mistake) if again(&mistake)? => {}
            Err(mistake) => {
                // What was typed is not thrown away.
                let kept = draft.keep();
                anyhow::bail!("{mistake}; the rules are as they were, and what was typed is in {}", kept.display());
            }
        }
    };
    let edit = Edit::between(before, &after);
    if edit.is_empty() {
        output::print(|out| writeln!(out, "no rule changed"))?;
        return Ok(Exit::Fine);
    }
    let mut library = Library::open(folder)?;
    library.change_rules(&edit, Timestamp::now())?;
    let changed = lay(&mut library)?;
    let (added, removed) = (edit.added.len(), edit.removed.len());
    let rules = if added == 1 { "rule" } else { "rules" };
    let articles = if changed == 1 { "article is" } else { "articles are" };
    output::print(|out| {
        writeln!(out, "{added} {rules} added, {removed} taken off; {changed} {articles} read otherwise")
    })?;
    Ok(Exit::Fine)
}

/// Has every article that a rule can speak of read under the rules. What a Ctrl-C leaves is done by whatever writes next.
fn lay(library: &mut Library) -> anyhow::Result<usize> {
    let controls = steered()?;
    let (mut changed, mut done) = (0, 0);
    let total = library.stale()?;
    loop {
        let refreshed = library.refresh(SLICE, Timestamp::now())?;
        changed += refreshed.changed.len();
        done += refreshed.looked;
        if io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\r\x1b[K{} {done} of {total}", gauge(done, total));
        }
        if refreshed.left == 0 || controls.stop.load(std::sync::atomic::Ordering::Relaxed) {
            break;
        }
    }
    if io::stderr().is_terminal() {
        let _ = io::stderr().write_all(b"\r\x1b[K");
    }
    Ok(changed)
}

/// Whether the person wants to mend a mistake; nobody can be asked where input is no terminal.
fn again(mistake: &Mistake) -> anyhow::Result<bool> {
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
}

impl Draft {
    fn new(folder: &Path, text: &str) -> anyhow::Result<Self> {
        let path = folder.join(format!("rules-{}.txt", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let fail = || format!("cannot write {}", path.display());
        options.open(&path).and_then(|mut file| file.write_all(text.as_bytes())).with_context(fail)?;
        Ok(Self { path })
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
        anyhow::ensure!(status.success(), "{program} failed; the rules are as they were");
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
