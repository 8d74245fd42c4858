//! Training pages: from a line of JSON to a document with features and what is known of its blocks; crops of pages, and
//! clean articles in plain markup. No weights here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use morgue::extract::page::features::Row;
use morgue::extract::page::second::Around;
use morgue::extract::{self, page};
use morgue::formats::{self, Document, Hint};
use serde::Deserialize;

use super::score::{hash, shingles, squeeze, words};

/// Blocks left on each side of the body in a crop.
const MARGIN: usize = 2;

#[derive(Clone, Deserialize)]
pub(super) struct Record {
    pub(super) page: String,
    pub(super) set: String,
    #[serde(default)]
    file: PathBuf,
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) with: Vec<String>,
    #[serde(default)]
    pub(super) without: Vec<String>,
}

/// A page, its blocks as features, and what is known of them.
pub(super) struct Page {
    pub(super) record: Record,
    pub(super) language: String,
    pub(super) document: Document,
    pub(super) texts: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) around: Around,
    pub(super) labels: Vec<Option<bool>>,
    /// Whether it was made out of another page or a text: it is learned from, and not scored.
    pub(super) is_made: bool,
}

impl Page {
    fn new(record: Record, document: Document, is_made: bool, labels: Option<Vec<Option<bool>>>) -> Self {
        let texts: Vec<String> = document.pieces.iter().map(|piece| piece.text.as_str().to_owned()).collect();
        let labels = labels.unwrap_or_else(|| match &record.body {
            Some(body) => by_body(&texts, body),
            None => by_segments(&texts, &record),
        });
        let (rows, around) = page::seen(&document);
        let language = extract::extract(document.clone()).language;
        let language = language.map_or("?".to_owned(), |language| language.as_str().to_owned());
        Self { record, language, document, texts, rows, around, labels, is_made }
    }

    /// Which of `folds` the page falls in; another `salt` parts the pages in another way.
    pub(super) fn fold(&self, folds: u64, salt: u64) -> u64 {
        let name = self.record.page.bytes();
        name.fold(7 ^ salt, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) / 7 % folds
    }
}

/// Reads the pages of `path`; of each whose body is known a crop is made too, as a print view or a reader saves it.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Page>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut pages = Vec::new();
    for line in text.lines() {
        let record: Record = serde_json::from_str(line)?;
        let bytes = std::fs::read(&record.file).with_context(|| format!("cannot read {}", record.file.display()))?;
        let document = formats::open(&bytes, Hint::default());
        let whole = Page::new(record, document, false, None);
        if whole.record.body.is_some() {
            pages.extend(crop(&whole));
        }
        pages.push(whole);
    }
    Ok(pages)
}

fn crop(whole: &Page) -> Option<Page> {
    let is_body = |label: &Option<bool>| *label == Some(true);
    let first = whole.labels.iter().position(is_body)?.saturating_sub(MARGIN);
    let last = (whole.labels.iter().rposition(is_body)? + 1 + MARGIN).min(whole.labels.len());
    let mut document = whole.document.clone();
    document.pieces = whole.document.pieces.get(first..last)?.to_vec();
    let labels = whole.labels.get(first..last)?.to_vec();
    Some(Page::new(whole.record.clone(), document, true, Some(labels)))
}

/// The markup that a clean article is put in; each says nothing of its blocks.
pub(super) const DRESSES: [&str; 5] = ["headline", "bare", "subheads", "breaks", "nested"];

/// The clean articles of `path` (lines as in `pages.py`, set "clean") in one dress each, or in all.
pub(super) fn clean(path: &Path, dresses: &[&str]) -> anyhow::Result<Vec<Page>> {
    #[derive(Deserialize)]
    struct Text {
        page: String,
        set: String,
        dump: String,
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut pages = Vec::new();
    for line in text.lines().filter(|line| line.contains("\"set\": \"clean\"")) {
        let text: Text = serde_json::from_str(line)?;
        // The first line is the address.
        let paragraphs: Vec<String> = text.dump.lines().skip(1).map(squeeze).filter(|line| !line.is_empty()).collect();
        for dress in dresses {
            let document = formats::open(dressed(&paragraphs, dress).as_bytes(), Hint::default());
            // A headline made of the text's first words is no body.
            let labels = document.pieces.iter().map(|piece| {
                let is_title = *dress == "headline" && piece.text.as_str().starts_with("On ");
                Some(!is_title)
            });
            let record = Record {
                page: text.page.clone(),
                set: text.set.clone(),
                file: PathBuf::new(),
                body: Some(paragraphs.join("\n")),
                with: vec![],
                without: vec![],
            };
            let labels = labels.collect();
            pages.push(Page::new(record, document, true, Some(labels)));
        }
    }
    Ok(pages)
}

fn dressed(paragraphs: &[String], dress: &str) -> String {
    let escaped: Vec<String> = paragraphs.iter().map(|text| text.replace('&', "&amp;").replace('<', "&lt;")).collect();
    let wrap = |tag: &str| escaped.iter().map(|text| format!("<{tag}>{text}</{tag}>\n")).collect::<String>();
    match dress {
        "headline" => {
            let words: String =
                escaped.first().map_or("", String::as_str).split(' ').take(6).collect::<Vec<_>>().join(" ");
            format!("<title>On {words}</title><h1>On {words}</h1>{}", wrap("p"))
        }
        "subheads" => escaped
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let head: String = text.split(' ').take(3).collect::<Vec<_>>().join(" ");
                let head = if at % 4 == 2 { format!("<h2>{head}</h2>") } else { String::new() };
                format!("{head}<p>{text}</p>\n")
            })
            .collect(),
        "breaks" => format!("<html><body><div>{}</div></body></html>", escaped.join("<br><br>\n")),
        "nested" => format!("<html><body><div id=a><article><div>{}</div></article></div></body></html>", wrap("p")),
        _ => wrap("p"),
    }
}

/// Blocks of whose 4-grams at least half stand in the body; short blocks by what stands beside them in the body.
fn by_body(texts: &[String], body: &str) -> Vec<Option<bool>> {
    let gold = format!(" {} ", words(body).join(" "));
    let grams = shingles(&words(body));
    let tokens: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
    let labels: Vec<Option<bool>> = (0..texts.len())
        .map(|at| {
            let own = &tokens[at];
            if own.is_empty() {
                return None;
            }
            if own.len() >= 4 {
                let found = own.windows(4).filter(|gram| grams.contains_key(&hash(gram))).count();
                return Some(found * 2 >= own.len() - 3);
            }
            let before = tokens[..at].iter().rev().find(|t| t.len() >= 4).map_or(&[][..], |t| &t[t.len() - 3..]);
            let after = tokens[at + 1..].iter().find(|t| t.len() >= 4).map_or(&[][..], |t| &t[..3]);
            let with_before = format!(" {} {} ", before.join(" "), own.join(" "));
            let with_after = format!(" {} {} ", own.join(" "), after.join(" "));
            Some(!before.is_empty() && gold.contains(&with_before) || !after.is_empty() && gold.contains(&with_after))
        })
        .collect();
    once(labels, &tokens, &gold)
}

/// Of blocks that say the same, only as many are body as the body says it: those nearest to the rest of it. Others are
/// summaries, teasers and second copies.
fn once(mut labels: Vec<Option<bool>>, tokens: &[Vec<String>], gold: &str) -> Vec<Option<bool>> {
    let mut copies: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, own) in tokens.iter().enumerate().filter(|(at, own)| own.len() >= 4 && labels[*at] == Some(true)) {
        copies.entry(own).or_default().push(at);
    }
    let alone: Vec<usize> = copies.values().filter(|places| places.len() == 1).map(|places| places[0]).collect();
    let mut alone = alone;
    alone.sort_unstable();
    let middle = alone.get(alone.len() / 2).copied().unwrap_or_default();
    for (own, mut places) in copies {
        let said = gold.matches(&format!(" {} ", own.join(" "))).count().max(1);
        places.sort_by_key(|at| at.abs_diff(middle));
        for &at in places.iter().skip(said) {
            labels[at] = Some(false);
        }
    }
    labels
}

fn by_segments(texts: &[String], record: &Record) -> Vec<Option<bool>> {
    let squeezed =
        |list: &[String]| list.iter().map(|text| squeeze(text)).filter(|t| !t.is_empty()).collect::<Vec<_>>();
    let (with, without) = (squeezed(&record.with), squeezed(&record.without));
    texts
        .iter()
        .map(|text| {
            let text = squeeze(text);
            if with.iter().any(|segment| text.contains(segment)) {
                Some(true)
            } else if without.iter().any(|segment| text.contains(segment)) {
                Some(false)
            } else {
                None
            }
        })
        .collect()
}
