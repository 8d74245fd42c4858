//! Training texts: from a line of JSON to labelled rows, and the crops made of them. No weights here.

use std::path::Path;

use anyhow::Context as _;
use morgue::extract::features::{self, Row};
use morgue::formats::{self, Document, Hint, Setting};
use morgue::text::fold::fold;
use serde::Deserialize;

#[derive(Deserialize)]
struct Record {
    page: String,
    set: String,
    dump: String,
    body: Option<Vec<(u32, u32)>>,
    title: Option<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

/// A text, its blocks as features, and what is known of them.
pub(crate) struct Page {
    pub(crate) page: String,
    pub(crate) set: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) labels: Vec<Option<bool>>,
    pub(crate) is_crop: bool,
    /// How each block begins, for looking at errors.
    pub(crate) heads: Vec<String>,
    /// The title, folded, where it is known.
    pub(crate) title: Option<String>,
    /// The text, opened.
    pub(crate) document: Document,
}

impl Page {
    /// Which fold the page falls in.
    pub(crate) fn fold(&self, folds: u64) -> u64 {
        self.page.bytes().fold(7_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) / 7 % folds
    }

    /// The words of each block.
    pub(crate) fn words(&self) -> Vec<f32> {
        self.rows.iter().map(|row| row[0].exp_m1()).collect()
    }
}

/// Reads `path`; each text with body ranges also gives two crops, as people who select part of a page make them.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Page>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut pages = Vec::new();
    let mut dice = Dice(20_251_124);
    for line in text.lines() {
        let record: Record = serde_json::from_str(line)?;
        pages.push(page(&record, false));
        let Some(body) = record.body.as_ref().filter(|body| !body.is_empty()) else { continue };
        if record.set == "clean" {
            continue;
        }
        let (first, last) = (body[0].0, body[body.len() - 1].1);
        let lines: Vec<&str> = record.dump.split('\n').collect();
        let end = lines.len() as u32;
        // One crop anywhere around the body, one tight around it.
        let tight = (first.saturating_sub(dice.roll(6)), (last + dice.roll(4)).min(end));
        let loose = (dice.roll(first + 1), (last + dice.roll(end.saturating_sub(last) + 1)).min(end));
        for (from, to) in [tight, loose] {
            let dump = lines[from as usize..(to as usize).max(from as usize)].join("\n");
            let body = body.iter().map(|&(a, b)| (a - from, b - from)).collect();
            let crop = Record {
                page: record.page.clone(),
                set: record.set.clone(),
                dump,
                body: Some(body),
                title: record.title.clone(),
                with: vec![],
                without: vec![],
            };
            pages.push(page(&crop, true));
        }
    }
    Ok(pages)
}

fn page(record: &Record, is_crop: bool) -> Page {
    let document = formats::open(record.dump.as_bytes(), Hint::default());
    let rows = features::rows(&document);
    let labels = match &record.body {
        Some(ranges) => document
            .pieces
            .iter()
            .map(|piece| {
                let Setting::Lines { line, count, .. } = piece.setting else { return None };
                let inside =
                    (line..line + count).filter(|line| ranges.iter().any(|(a, b)| (a..b).contains(&line))).count();
                Some(inside * 2 > count as usize)
            })
            .collect(),
        None => segments(record, &document.pieces.iter().map(|piece| flat(piece.text.as_str())).collect::<Vec<_>>()),
    };
    Page {
        page: record.page.clone(),
        set: record.set.clone(),
        rows,
        labels,
        is_crop,
        heads: document.pieces.iter().map(|piece| piece.text.as_str().chars().take(70).collect()).collect(),
        title: record.title.as_deref().map(fold),
        document,
    }
}

/// Blocks that hold a marked segment.
fn segments(record: &Record, blocks: &[String]) -> Vec<Option<bool>> {
    let with: Vec<String> = record.with.iter().map(|text| flat(text)).filter(|text| !text.is_empty()).collect();
    let without: Vec<String> = record.without.iter().map(|text| flat(text)).filter(|text| !text.is_empty()).collect();
    blocks
        .iter()
        .map(|block| {
            if with.iter().any(|segment| block.contains(segment)) {
                Some(true)
            } else if without.iter().any(|segment| block.contains(segment)) {
                Some(false)
            } else {
                None
            }
        })
        .collect()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A linear congruential generator (Knuth's MMIX constants): crops are the same in every run.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % sides.max(1)
    }
}
