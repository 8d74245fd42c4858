//! Training texts: from a line of JSON to labelled rows, and the crops made of them. No weights here.

use std::path::Path;

use anyhow::Context as _;
use morgue::article::Digest;
use morgue::extract::lines::rows::{self, Row};
use morgue::formats::{self, Document, Hint, Setting};
use morgue::text::fold::fold;
use serde::Deserialize;

use crate::silver;

/// A line of the file of pages.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Record {
    pub(crate) page: String,
    pub(crate) set: String,
    pub(crate) dump: String,
    pub(crate) body: Option<Vec<(u32, u32)>>,
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default)]
    pub(crate) without: Vec<String>,
    /// The saved page that the text was made of.
    #[serde(default)]
    pub(crate) saved: Option<std::path::PathBuf>,
}

impl Record {
    /// Which fold the page falls in.
    pub(crate) fn fold(&self, folds: u64) -> u64 {
        self.page.bytes().fold(7_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) / 7 % folds
    }
}

/// A text, its blocks as features, and what is known of them.
pub(crate) struct Page {
    pub(crate) page: String,
    pub(crate) set: String,
    pub(crate) fold: u64,
    pub(crate) rows: Vec<Row>,
    pub(crate) labels: Vec<Option<bool>>,
    /// What is learned of each block: more than `labels`, which are scored with, where these are but segments.
    pub(crate) taught: Vec<Option<bool>>,
    pub(crate) is_crop: bool,
    /// How each block begins, for looking at errors.
    pub(crate) heads: Vec<String>,
    /// The title, folded, where it is known.
    pub(crate) title: Option<String>,
    /// The text, opened.
    pub(crate) document: Document,
}

impl Page {
    /// Which of `folds` folds the page falls in.
    pub(crate) fn fold(&self, folds: u64) -> u64 {
        self.fold % folds
    }

    /// The words of each block.
    pub(crate) fn words(&self) -> Vec<f32> {
        self.rows.iter().map(|row| row[0].exp_m1()).collect()
    }
}

/// The records of `path`.
pub(crate) fn records(path: &Path) -> anyhow::Result<Vec<Record>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The digest of all that is learned from, wherever it lies.
pub(crate) fn digest(records: &[Record]) -> Digest {
    let mut all = Vec::new();
    for record in records {
        all.extend(record.page.bytes().chain(record.set.bytes()).chain(record.dump.bytes()));
        all.extend(format!("{:?}{:?}{:?}{:?}", record.body, record.title, record.with, record.without).bytes());
    }
    Digest::of(&all)
}

/// The pages of `records`; each text with body ranges also gives two crops, as people who select part of a page make them.
pub(crate) fn read(records: &[Record]) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut dice = Dice(20_251_124);
    for record in records {
        pages.push(page(record, false));
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
            let crop = Record { dump, body: Some(body), with: vec![], without: vec![], ..record.clone() };
            pages.push(page(&crop, true));
        }
    }
    pages
}

/// The page of one record.
pub(crate) fn page(record: &Record, is_crop: bool) -> Page {
    let document = formats::open(record.dump.as_bytes(), Hint::default());
    let rows = rows::rows(&document);
    let labels: Vec<Option<bool>> = match &record.body {
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
    let texts: Vec<&str> = document.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let silver =
        record.saved.as_ref().filter(|_| record.body.is_none()).and_then(|saved| silver::labels(saved, &texts));
    let taught = match silver {
        Some(silver) => labels.iter().zip(silver).map(|(marked, silver)| marked.or(silver)).collect(),
        None => labels.clone(),
    };
    Page {
        page: record.page.clone(),
        set: record.set.clone(),
        fold: record.fold(u64::MAX),
        rows,
        labels,
        taught,
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
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % sides.max(1)
    }
}
