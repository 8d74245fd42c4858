//! Texts with marked names to sentences of features. No text is changed: a mark that cuts a word is widened to it.

use std::path::Path;

use morgue::entities::features::{REACH, Sheet};
use serde::Deserialize;

use super::news;
use super::table::Table;

/// A text with its names.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) gold: Vec<Mark>,
}

/// A name: bytes of the text, and PER, ORG, LOC or MISC.
#[derive(Deserialize)]
pub(crate) struct Mark {
    pub(crate) start: usize,
    pub(crate) end: usize,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// A text to learn from.
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) sheet: Sheet,
    pub(crate) labels: Vec<u8>,
}

/// A sentence: for each word its rows and its label.
pub(crate) struct Example {
    pub(crate) rows: Vec<Vec<u32>>,
    pub(crate) labels: Vec<u8>,
    /// Which words may be part of a name.
    pub(crate) near: Vec<bool>,
}

/// The texts of `paths`: files of lines of JSON, and files of marked text or folders of them (see [`super::news`]).
pub(crate) fn read(paths: &[String]) -> anyhow::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for path in paths {
        let path = Path::new(path);
        if path.is_dir() || path.extension().is_some_and(|end| end == "txt") {
            pages.extend(news::read(path)?.into_iter().map(page));
        } else {
            for line in std::fs::read_to_string(path)?.lines() {
                pages.push(page(serde_json::from_str(line)?));
            }
        }
    }
    Ok(pages)
}

fn page(line: Line) -> Page {
    let mut starts = Vec::new();
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in line.text.split('\n') {
        starts.push(at);
        blocks.push(part);
        at += part.len() + 1;
    }
    let sheet = Sheet::new(&blocks);
    let mut labels = vec![0; sheet.words.len()];
    for mark in &line.gold {
        let Some(kind) = ["PER", "ORG", "LOC", "MISC"].iter().position(|kind| *kind == mark.kind) else { continue };
        let mut later = 0;
        for (word, label) in sheet.words.iter().zip(&mut labels) {
            let start = starts[word.block as usize] + word.token.range.start as usize;
            let end = starts[word.block as usize] + word.token.range.end as usize;
            if start < mark.end && end > mark.start {
                *label = kind as u8 + 1 + later;
                later = 4;
            }
        }
    }
    Page { id: line.id, sheet, labels }
}

/// Calls `see` with the rows of each word of `sheet`.
pub(crate) fn each_word(sheet: &Sheet, mut see: impl FnMut(usize, &[u32])) {
    let said: Vec<Vec<Vec<u32>>> = (0..sheet.forms.len() as u32)
        .map(|form| {
            (-REACH..=REACH)
                .map(|offset| {
                    let mut rows = Vec::new();
                    sheet.form_rows(form, offset, &mut rows);
                    rows
                })
                .collect()
        })
        .collect();
    let mut here = Vec::new();
    for at in 0..sheet.words.len() {
        here.clear();
        sheet.place_rows(at, &mut here);
        for offset in -REACH..=REACH {
            let near = at.checked_add_signed(offset).and_then(|near| sheet.words.get(near));
            if let Some(near) = near.filter(|near| near.block == sheet.words[at].block) {
                here.extend(&said[near.form as usize][(offset + REACH) as usize]);
            }
        }
        see(at, &here);
    }
}

/// The sentences of `sheet`.
pub(crate) fn examples(sheet: &Sheet, labels: &[u8], table: &Table) -> Vec<Example> {
    let near = sheet.near_capitals();
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); sheet.words.len()];
    each_word(sheet, |at, here| {
        if near[at] {
            rows[at] = here.iter().filter_map(|&row| table.place(row)).collect();
        }
    });
    let ends = sheet.sentences.iter().skip(1).copied().chain([sheet.words.len()]);
    let mut out = Vec::new();
    for (&start, end) in sheet.sentences.iter().zip(ends) {
        out.push(Example {
            rows: rows[start..end].iter_mut().map(std::mem::take).collect(),
            // A name all in small letters is none that could be found.
            labels: (start..end).map(|at| if near[at] { labels[at] } else { 0 }).collect(),
            near: near[start..end].to_vec(),
        });
    }
    out
}
