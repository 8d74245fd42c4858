//! Trains the weights of the page labeler: `cargo run --release --example train -- html PAGES.jsonl [--out assets/pages.bin]`.
//! A line of PAGES.jsonl is one saved page: `{"page": …, "set": …, "file": …, "body": text | null, "with": […],
//! "without": […]}`. Where `body` is null, only blocks that hold a segment are known.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use morgue::extract::page::features::{COUNT, OWN, Row};
use morgue::extract::{features, page};
use morgue::formats::{self, Hint};
use serde::Deserialize;

use crate::boost::{self, Settings, Table};

const FOLDS: u64 = 5;
/// The probability from which on a block counts as body in the scores.
const EVEN: f32 = 0.5;

pub(crate) const SETTINGS: Settings =
    Settings { trees: 200, depth: 5, rate: 0.12, damping: 6.0, features: 0.3, rows: 0.7, seed: 1931 };

#[derive(Deserialize)]
struct Record {
    page: String,
    set: String,
    file: PathBuf,
    body: Option<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

struct Page {
    record: Record,
    texts: Vec<String>,
    rows: Vec<Row>,
    labels: Vec<Option<bool>>,
}

pub(crate) fn run(input: &Path, settings: &Settings, out: Option<PathBuf>, worst: usize) -> anyhow::Result<()> {
    let pages = read(input)?;
    eprintln!("{} pages, {} blocks", pages.len(), pages.iter().map(|page| page.rows.len()).sum::<usize>());
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut losses = Vec::new();
    for fold in 0..FOLDS {
        let (held, kept): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.fold() == fold);
        let model = boost::train(&table(&kept), settings);
        for page in held {
            let chances: Vec<f32> = page.rows.iter().map(|row| model.probability(row)).collect();
            let chosen: Vec<bool> = chances.iter().map(|&chance| chance >= EVEN).collect();
            let loss = scores.entry(&page.record.set).or_default().add(page, &chosen);
            losses.push((loss, page, chances));
        }
    }
    let mut card = String::new();
    for (set, score) in &scores {
        writeln!(card, "{set} = {}", score.row())?;
    }
    eprint!("{card}");
    losses.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (loss, page, chances) in losses.into_iter().take(worst) {
        eprintln!("\n{loss:.3} {} {}", page.record.set, page.record.page);
        for ((text, label), chance) in page.texts.iter().zip(&page.labels).zip(chances) {
            if label.is_some_and(|label| label != (chance >= EVEN)) {
                let head: String = text.chars().take(110).collect();
                eprintln!("  {} {chance:.2} {head}", if chance >= EVEN { "extra  " } else { "missing" });
            }
        }
    }
    let Some(out) = out else { return Ok(()) };
    let model = boost::train(&table(&pages.iter().collect::<Vec<_>>()), settings);
    std::fs::write(&out, model.write(COUNT))?;
    let mut use_of: BTreeMap<usize, u32> = BTreeMap::new();
    for (feature, _) in model.trees.iter().flat_map(|tree| &tree.questions) {
        *use_of.entry(usize::from(*feature)).or_default() += 1;
    }
    let mut order: Vec<(u32, usize)> = use_of.into_iter().map(|(feature, count)| (count, feature)).collect();
    order.sort_by(|a, b| b.cmp(a));
    for (count, feature) in order {
        let own = feature.checked_sub(features::COUNT).and_then(|own| OWN.get(own));
        eprintln!("{count:4} {}", own.or(features::NAMES.get(feature)).unwrap_or(&"?"));
    }
    let head = format!(
        "# The card of pages.bin: how the weights of the page labeler came about.\n\
         method = \"gradient boosting of oblivious trees on the features of extract::page::features\"\n\
         data = \"saved news pages with their body text or marked segments; not part of this repository\"\n\
         pages = {}\ntrees = {}\ndepth = {}\nrate = {}\nseed = {}\n\n\
         # Cross-validated by page, five folds; 4-gram shingles, or segments.\n[scores]\n",
        pages.len(),
        settings.trees,
        settings.depth,
        settings.rate,
        settings.seed,
    );
    std::fs::write(out.with_extension("toml"), head + &card)?;
    Ok(())
}

impl Page {
    fn fold(&self) -> u64 {
        let name = self.record.page.bytes();
        name.fold(7_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) / 7 % FOLDS
    }
}

fn read(input: &Path) -> anyhow::Result<Vec<Page>> {
    let text = std::fs::read_to_string(input).with_context(|| format!("cannot read {}", input.display()))?;
    text.lines()
        .map(|line| {
            let record: Record = serde_json::from_str(line)?;
            let bytes =
                std::fs::read(&record.file).with_context(|| format!("cannot read {}", record.file.display()))?;
            let document = formats::open(&bytes, Hint::default());
            let texts: Vec<String> = document.pieces.iter().map(|piece| piece.text.as_str().to_owned()).collect();
            let labels = match &record.body {
                Some(body) => by_body(&texts, body),
                None => by_segments(&texts, &record),
            };
            Ok(Page { rows: page::rows(&document), record, texts, labels })
        })
        .collect()
}

fn table(pages: &[&Page]) -> Table {
    let (mut rows, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for page in pages {
        let known = |wanted| page.labels.iter().filter(move |label| **label == Some(wanted)).count().max(1) as f32;
        let (body, clutter) = (known(true), known(false));
        let words = |text: &str| (text.split_whitespace().count() as f32 + 2.0).sqrt();
        let total: f32 = page.texts.iter().zip(&page.labels).filter(|(_, l)| l.is_some()).map(|(t, _)| words(t)).sum();
        for ((row, label), text) in page.rows.iter().zip(&page.labels).zip(&page.texts) {
            let Some(label) = label else { continue };
            rows.push(row.as_slice());
            labels.push(f32::from(u8::from(*label)));
            // A page weighs the same however long it is.
            let weight = match page.record.body {
                Some(_) => 100.0 * words(text) / total,
                None => 5.0 / if *label { body } else { clutter },
            };
            weights.push(weight);
        }
    }
    Table::new(&rows, labels, weights)
}

/// Blocks of whose 4-grams at least half stand in the body; short blocks by what stands beside them in the body.
fn by_body(texts: &[String], body: &str) -> Vec<Option<bool>> {
    let gold = format!(" {} ", words(body).join(" "));
    let grams = shingles(&words(body));
    let tokens: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
    (0..texts.len())
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
        .collect()
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

/// Means over pages of precision and recall of shingles; counts of segments.
#[derive(Default)]
struct Score {
    precision: Vec<f64>,
    recall: Vec<f64>,
    segments: [u32; 3],
}

impl Score {
    /// Counts a page; the answer is what it lost, 0 to 1 for a body, else in segments.
    fn add(&mut self, page: &Page, chosen: &[bool]) -> f64 {
        let texts = page.texts.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(text, _)| text.as_str());
        let text = texts.collect::<Vec<_>>().join("\n\n");
        if let Some(body) = &page.record.body {
            let (gold, found) = (shingles(&words(body)), shingles(&words(&text)));
            let both: u32 = found.iter().map(|(gram, count)| *count.min(gold.get(gram).unwrap_or(&0))).sum();
            let (all, have) = (gold.values().sum::<u32>(), found.values().sum::<u32>());
            if have > 0 {
                self.precision.push(f64::from(both) / f64::from(have));
            }
            self.recall.push(f64::from(both) / f64::from(all.max(1)));
            return 1.0 - f64::from(2 * both) / f64::from((all + have).max(1));
        }
        let text = squeeze(&text);
        let found = |list: &[String]| list.iter().filter(|segment| text.contains(&squeeze(segment))).count() as u32;
        let (right, wrong) = (found(&page.record.with), found(&page.record.without));
        let missed = page.record.with.len() as u32 - right;
        for (sum, count) in self.segments.iter_mut().zip([right, missed, wrong]) {
            *sum += count;
        }
        f64::from(missed + wrong) / 4.0
    }

    fn row(&self) -> String {
        let [found, missed, wrong] = self.segments.map(f64::from);
        if self.recall.is_empty() {
            return format!(
                "{{ segments_f1 = {:.4}, found = {found}, missed = {missed}, wrong = {wrong} }}",
                2.0 * found / (2.0 * found + missed + wrong)
            );
        }
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
        let (p, r) = (mean(&self.precision), mean(&self.recall));
        format!("{{ f1 = {:.4}, precision = {p:.4}, recall = {r:.4} }}", 2.0 * p * r / (p + r))
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn shingles(words: &[String]) -> HashMap<u64, u32> {
    let mut grams = HashMap::new();
    if words.len() <= 4 {
        grams.extend((!words.is_empty()).then(|| (hash(words), 1)));
        return grams;
    }
    for gram in words.windows(4) {
        *grams.entry(hash(gram)).or_insert(0) += 1;
    }
    grams
}

fn hash(gram: &[String]) -> u64 {
    let bytes = gram.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
