//! Trains the weights of the block labeler: `cargo run --example train -- PAGES.jsonl [--out assets/labeler.bin]`.
//! It is not part of the program; it uses the program's own features, so that a weight always means the same.
//!
//! A line of PAGES.jsonl is one saved text: `{"page": …, "set": …, "dump": …, "body": [[from, to], …] | null,
//! "with": […], "without": […]}`. `body` holds half-open ranges of lines; where it is null, only blocks that hold a
//! segment of `with` (body) or `without` (clutter) are known. All texts of one page fall in the same fold.

mod boost;
mod html;
mod pages;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use boost::{Settings, Table};
use morgue::extract::features::NAMES;
use morgue::extract::lines::choose;
use pages::Page;

const FOLDS: u64 = 5;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let input = PathBuf::from(arguments.next().ok_or_else(|| anyhow::anyhow!("no file of pages was named"))?);
    let rest: Vec<String> = arguments.collect();
    let option = |name: &str| rest.iter().position(|word| word == name).and_then(|at| rest.get(at + 1)).cloned();
    let usual = Settings::default();
    let settings = Settings {
        trees: option("--trees").map_or(Ok(usual.trees), |n| n.parse())?,
        depth: option("--depth").map_or(Ok(usual.depth), |n| n.parse())?,
        rate: option("--rate").map_or(Ok(usual.rate), |n| n.parse())?,
        damping: option("--damping").map_or(Ok(usual.damping), |n| n.parse())?,
        features: option("--features").map_or(Ok(usual.features), |n| n.parse())?,
        rows: option("--rows").map_or(Ok(usual.rows), |n| n.parse())?,
        seed: option("--seed").map_or(Ok(usual.seed), |n| n.parse())?,
    };
    if rest.iter().any(|word| word == "--html") {
        let worst = option("--worst").map_or(Ok(0), |n| n.parse())?;
        return html::run(&input, &settings, option("--out").map(PathBuf::from), worst);
    }
    let started = std::time::Instant::now();
    let pages = pages::read(&input)?;
    let mut log = String::new();
    writeln!(
        log,
        "{} texts, {} blocks, {:.0?}",
        pages.len(),
        pages.iter().map(|p| p.rows.len()).sum::<usize>(),
        started.elapsed()
    )?;
    eprint!("{log}");
    let folds = if rest.iter().any(|word| word == "--quick") { 1 } else { FOLDS };
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for fold in 0..folds {
        let (held, kept): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.fold(FOLDS) == fold);
        let model = boost::train(&Table::new(&kept), &settings);
        for page in held.into_iter().filter(|page| !page.is_crop) {
            let chances: Vec<f32> = page.rows.iter().map(|row| model.probability(row, usize::MAX)).collect();
            let chosen = choose(&chances, &page.words());
            scores.entry(page.set.clone()).or_default().add(page, &chosen);
        }
        eprintln!("fold {fold}, {:.0?}", started.elapsed());
    }
    let mut card = String::new();
    for (set, score) in &scores {
        writeln!(card, "{set} = {}", score.row())?;
    }
    eprint!("{card}");
    if let Some(out) = option("--out").map(PathBuf::from) {
        let all: Vec<&Page> = pages.iter().collect();
        let model = boost::train(&Table::new(&all), &settings);
        std::fs::write(&out, model.write(NAMES.len()))?;
        let mut use_of = vec![0_u32; NAMES.len()];
        for (feature, _) in model.trees.iter().flat_map(|tree| &tree.questions) {
            use_of[usize::from(*feature)] += 1;
        }
        let mut order: Vec<usize> = (0..NAMES.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(use_of[i]), i));
        for i in order {
            eprintln!("{:4} {}", use_of[i], NAMES[i]);
        }
        let head = format!(
            "# The card of labeler.bin: how the weights of the block labeler came about.\n\
             method = \"gradient boosting of oblivious trees on the features of extract::features\"\n\
             data = \"text dumps of news pages with body ranges or marked segments, random crops of them, and clean articles; not part of this repository\"\n\
             texts = {}\ntrees = {}\ndepth = {}\nrate = {}\nseed = {}\n\n\
             # Cross-validated by page, five folds; share of words.\n[scores]\n",
            pages.iter().filter(|page| !page.is_crop).count(),
            settings.trees,
            settings.depth,
            settings.rate,
            settings.seed,
        );
        std::fs::write(out.with_extension("toml"), head + &card)?;
    }
    Ok(())
}

/// Means over texts of precision and recall in words; for segments, counts.
#[derive(Default)]
struct Score {
    precision: f64,
    recall: f64,
    good: u32,
    texts: u32,
    segments: [u32; 4],
}

impl Score {
    fn add(&mut self, page: &Page, chosen: &[bool]) {
        self.texts += 1;
        let words = page.words();
        let (mut both, mut gold, mut found) = (0.0, 0.0, 0.0);
        for (at, (&is_chosen, words)) in chosen.iter().zip(words).enumerate() {
            let Some(is_body) = page.labels[at] else { continue };
            match (is_body, is_chosen) {
                (true, true) => self.segments[0] += 1,
                (true, false) => self.segments[1] += 1,
                (false, true) => self.segments[2] += 1,
                (false, false) => self.segments[3] += 1,
            }
            let words = f64::from(words);
            both += if is_body && is_chosen { words } else { 0.0 };
            gold += if is_body { words } else { 0.0 };
            found += if is_chosen { words } else { 0.0 };
        }
        let (precision, recall) =
            (if found > 0.0 { both / found } else { 1.0 }, if gold > 0.0 { both / gold } else { 1.0 });
        self.precision += precision;
        self.recall += recall;
        self.good += u32::from(2.0 * precision * recall >= 0.95 * (precision + recall));
    }

    fn row(&self) -> String {
        let n = f64::from(self.texts.max(1));
        let (p, r) = (self.precision / n, self.recall / n);
        let f1 = 2.0 * p * r / (p + r).max(1e-9);
        let [a, b, c, _] = self.segments.map(f64::from);
        format!(
            "{{ texts = {}, precision = {p:.4}, recall = {r:.4}, f1 = {f1:.4}, good = {:.3}, blocks_f1 = {:.4} }}",
            self.texts,
            f64::from(self.good) / n,
            2.0 * a / (2.0 * a + b + c).max(1.0),
        )
    }
}
