//! `morgue entities edit`: the rulings on names as text, edited in an editor, printed, or read from a file. How rulings are read
//! and what they do is not its business; each change is one entry of the library's journal.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::Timestamp;
use morgue::article::EntityKind;
use morgue::config;
use morgue::entities::rulings::{Group, Name, Ruling, Scope, What, parse, write};
use morgue::library::{Library, Reader};
use serde::Serialize;

use super::draft::edited;
use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Prints them as text, to be kept or read by another library
    #[arg(long)]
    print: bool,
    /// Takes what is in a file (`-` is standard input) in the place of all there are
    #[arg(long, value_name = "FILE", conflicts_with = "print")]
    from: Option<PathBuf>,
    /// Prints them, one JSON object a line
    #[arg(long, conflicts_with_all = ["print", "from"])]
    json: bool,
}

const HEAD: &str = "\
# Which names are one, how that one is called, and what is no name:
#
#     Paul Whitfield, person
#         # why, or when: such a line stays here
#         Paul Whitfield
#         Whitfield, as in 3f9a2c81d0aa
#         Whitfield House (place), on courier.example
#         + Old Whit
#
#     not a name
#         Will (person)
#
# A name stands below the one it belongs to, indented. It is meant wherever it was found; `in` the article of that number, or
# `on` that site; or, with `as in`, whoever is meant by it in that article, under every name. In brackets is what it was taken
# for, where that is not what it is: person, organization, place, topic, other. Letters after a + are a name wherever they
# stand. What is deleted here is taken back. Lines at the margin with a # in front are not kept.

";

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let folder = config::library_folder(library)?;
    let before = match Reader::open(&folder) {
        // What another library ruled can come before the first article does.
        Err(morgue::library::Error::Missing { .. }) if arguments.from.is_some() => Vec::new(),
        reader => reader?.rulings()?,
    };
    if arguments.print || arguments.json {
        return print(&before, arguments);
    }
    let after = match &arguments.from {
        Some(file) => {
            let text = text_of(file)?;
            parse(&text).with_context(|| format!("cannot read the rulings in {}", file.display()))?
        }
        None => edited(&folder, "rulings", &format!("{HEAD}{}", write(&before)), parse)?,
    };
    let (edit, changed) = Library::open(&folder)?.set_rulings(&after, Timestamp::now())?;
    if edit.is_empty() {
        output::print(|out| writeln!(out, "no ruling changed"))?;
        return Ok(Exit::Fine);
    }
    let (added, removed) = (edit.added.len(), edit.removed.len());
    let rulings = if added == 1 { "ruling" } else { "rulings" };
    let articles = if changed == 1 { "article" } else { "articles" };
    output::print(|out| {
        writeln!(out, "{added} {rulings} added, {removed} taken back, {changed} {articles} shown elsewhere")
    })?;
    Ok(Exit::Fine)
}

fn text_of(file: &Path) -> anyhow::Result<String> {
    let fail = || format!("cannot read {}", file.display());
    if file.as_os_str() != "-" {
        return std::fs::read_to_string(file).with_context(fail);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).with_context(fail)?;
    Ok(text)
}

fn print(rulings: &[Ruling], arguments: &Arguments) -> anyhow::Result<Exit> {
    output::print(|out| {
        if !arguments.json {
            return out.write_all(write(rulings).as_bytes());
        }
        rulings.iter().try_for_each(|ruling| output::json_line(out, &Shown::new(ruling)))
    })?;
    if rulings.is_empty() {
        output::tell("no rulings yet: `morgue entities edit` writes them");
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Fine)
}

/// A ruling as JSON; of what is no name, there is neither name nor kind.
#[derive(Serialize)]
struct Shown<'a> {
    name: Option<&'a str>,
    kind: Option<EntityKind>,
    names: Vec<Member<'a>>,
    notes: &'a [String],
}

/// A name of a ruling; where it holds everywhere, `in`, `on` and `as_in` are null.
#[derive(Serialize)]
struct Member<'a> {
    name: &'a str,
    kind: EntityKind,
    letters: bool,
    r#in: Option<&'a str>,
    on: Option<&'a str>,
    as_in: Option<&'a str>,
}

impl<'a> Shown<'a> {
    fn new(ruling: &'a Ruling) -> Self {
        let names = ruling.names().iter().map(Member::new).collect();
        match ruling {
            Ruling::One(Group { name, kind, notes, .. }) => Self { name: Some(name), kind: Some(*kind), names, notes },
            Ruling::Never(_) => Self { name: None, kind: None, names, notes: &[] },
        }
    }
}

impl<'a> Member<'a> {
    fn new(name: &'a Name) -> Self {
        let (mut here, mut on, mut as_in) = (None, None, None);
        match &name.scope {
            Scope::Everywhere => {}
            Scope::Article(mark) => here = Some(mark.digits()),
            Scope::Site(site) => on = Some(site.as_str()),
            Scope::Like(mark) => as_in = Some(mark.digits()),
        }
        Self { name: &name.name, kind: name.kind, letters: name.what == What::Letters, r#in: here, on, as_in }
    }
}
