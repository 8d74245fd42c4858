//! `morgue rules`: the reader's rules as text, printed, or edited in an editor. How rules are read and what they do is
//! extract's; each change is one entry of the library's journal.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use jiff::Timestamp;
use morgue::config;
use morgue::extract::rules::{Edit, Rule, parse};
use morgue::library::{Library, Reader};
use serde::Serialize;

use super::add::{gauge, steered};
use super::draft::edited;
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
    let mut text = HEAD.to_owned();
    for rule in before {
        let _ = writeln!(text, "{rule}");
    }
    let after = edited(folder, "rules", &text, parse)?;
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
