//! The news written for training, as it is written: names are marked where they stand. It judges no marking: what
//! cannot be read is an error with its file and line.
//!
//! A text starts at a line `=== id | region | genre`; a name is `[PER …]`, `[ORG …]`, `[LOC …]` or `[MISC …]`, within a line
//! and never one inside another.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::corpus::{Line, Mark};

/// The texts of the file at `path`, or of all `.txt` files in the folder there, by name.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Line>> {
    let mut files: Vec<PathBuf> = if path.is_dir() {
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?
    } else {
        vec![path.to_owned()]
    };
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let mut texts: Vec<Line> = Vec::new();
    for file in files {
        for (number, line) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let place = || format!("{}, line {}", file.display(), number + 1);
            if let Some(head) = line.strip_prefix("=== ") {
                let id = head.split('|').next().unwrap_or_default().trim().to_owned();
                anyhow::ensure!(texts.iter().all(|text| text.id != id), "{}: a second text {id}", place());
                texts.push(Line { id, text: String::new(), gold: Vec::new() });
                continue;
            }
            let text = texts.last_mut().with_context(|| format!("{}: no text has begun", place()))?;
            add(text, line).with_context(place)?;
        }
    }
    Ok(texts)
}

/// Adds a line with marks to a text.
fn add(text: &mut Line, line: &str) -> anyhow::Result<()> {
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('[') {
        let (marked, after) = marked.split_once(']').context("a mark has no end")?;
        let (kind, name) = marked.split_once(' ').context("a mark has no name")?;
        anyhow::ensure!(["PER", "ORG", "LOC", "MISC"].contains(&kind), "{kind} is no kind of name");
        anyhow::ensure!(!before.contains(']') && !name.contains('['), "marks lie inside one another");
        text.text.push_str(before);
        let start = text.text.len();
        text.text.push_str(name);
        text.gold.push(Mark { start, end: text.text.len(), kind: kind.to_owned() });
        rest = after;
    }
    anyhow::ensure!(!rest.contains(']'), "a mark has no start");
    text.text.push_str(rest);
    text.text.push('\n');
    Ok(())
}
