//! Texts with marked names to sentences of features. No text is changed: a mark that cuts a word is widened to it.

use morgue::entities::features::{REACH, Sheet};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    text: String,
    gold: Vec<Mark>,
}

#[derive(Deserialize)]
struct Mark {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// A text to learn from.
pub(crate) struct Page {
    pub(crate) blocks: Vec<String>,
    pub(crate) labels: Vec<u8>,
    pub(crate) examples: Vec<Example>,
    pub(crate) voted: Option<Vec<u8>>,
}

/// A sentence: for each word its rows and its label.
pub(crate) struct Example {
    pub(crate) rows: Vec<Vec<u32>>,
    pub(crate) labels: Vec<u8>,
}

pub(crate) fn read(paths: &[String]) -> anyhow::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines() {
            pages.push(page(&serde_json::from_str(line)?));
        }
    }
    Ok(pages)
}

fn page(line: &Line) -> Page {
    let mut starts = Vec::new();
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in line.text.split('\n') {
        starts.push(at);
        blocks.push(part.to_owned());
        at += part.len() + 1;
    }
    let sheet = Sheet::new(&blocks.iter().map(String::as_str).collect::<Vec<_>>());
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
    let examples = examples(&sheet, &labels);
    Page { blocks, labels, examples, voted: None }
}

/// The sentences of `sheet`.
pub(crate) fn examples(sheet: &Sheet, labels: &[u8]) -> Vec<Example> {
    let ends = sheet.sentences.iter().skip(1).copied().chain([sheet.words.len()]);
    let mut out = Vec::new();
    for (&start, end) in sheet.sentences.iter().zip(ends) {
        let mut rows = Vec::new();
        for at in start..end {
            let mut here = Vec::new();
            sheet.place_rows(at, &mut here);
            for offset in -REACH..=REACH {
                let near = at.checked_add_signed(offset).and_then(|near| sheet.words.get(near));
                if let Some(near) = near.filter(|near| near.block == sheet.words[at].block) {
                    sheet.form_rows(near.form, offset, &mut here);
                }
            }
            rows.push(here);
        }
        out.push(Example { rows, labels: labels[start..end].to_vec() });
    }
    out
}
