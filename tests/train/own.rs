//! Scrapes written for training, about invented events: from tagged text to records whose body is known exactly. No text
//! stands here; the file of scrapes is named on the command line.
//!
//! In it `=== NAME` begins a scrape and `@title …` says its title; a line with `|` before it begins a paragraph of the body,
//! one with `+` goes on with it, and any other line stands around the body.

use std::path::Path;

use anyhow::Context as _;

use crate::pages::Record;

/// The scrapes in the file `path`.
pub(crate) fn records(path: &Path) -> anyhow::Result<Vec<Record>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.split("\n=== ").skip(1).map(record).collect())
}

fn record(tagged: &str) -> Record {
    let mut lines = tagged.lines();
    let mut record = Record { page: lines.next().unwrap_or("").trim().into(), set: "own".into(), ..Record::default() };
    let mut dump: Vec<&str> = Vec::new();
    let mut body: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        if let Some(title) = line.strip_prefix("@title ") {
            record.title = Some(title.into());
            continue;
        }
        let at = dump.len() as u32;
        let bare = line.strip_prefix(['|', '+']);
        if bare.is_some() {
            match body.last_mut() {
                Some(last) if last.1 == at => last.1 = at + 1,
                _ => body.push((at, at + 1)),
            }
        }
        dump.push(bare.unwrap_or(line));
    }
    while dump.last().is_some_and(|line| line.is_empty()) {
        dump.pop();
    }
    record.dump = dump.join("\n");
    record.body = Some(body);
    record
}
