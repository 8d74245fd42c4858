//! Trains the weights of the page labeler: `cargo run --release --example train -- html PAGES.jsonl [--out assets/pages.bin]`.
//! A line of PAGES.jsonl is one saved page: `{"page": …, "set": …, "file": …, "body": text | null, "with": […],
//! "without": […]}`. Where `body` is null, only blocks that hold a segment are known.
//!
//! `--clean TEXTS.jsonl` adds clean articles in plain markup: they teach and measure that a page which is nothing but article
//! loses no word. `--bags N` averages N runs of boosting, `--stages 1` leaves the second model out, `--repeat N` scores with N
//! seeds, `--ablate 1` leaves out each group of features in turn, `--worst N` shows the pages on which most is lost.

mod groups;
mod pages;
mod score;
mod stack;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use morgue::extract::page;

use crate::boost::Settings;
use pages::Page;
use score::Score;
use stack::{Recipe, Stages};

const FOLDS: u64 = 5;

pub(crate) const SETTINGS: Settings =
    Settings { trees: 120, depth: 5, rate: 0.12, damping: 6.0, features: 0.3, rows: 0.7, seed: 1931 };

pub(crate) fn run(input: &Path, settings: &Settings, out: Option<PathBuf>, worst: usize) -> anyhow::Result<()> {
    let recipe = Recipe {
        settings: *settings,
        bags: number("--bags", 2.0)? as usize,
        stages: if number("--stages", 2.0)? > 1.5 { Stages::Two } else { Stages::One },
        without: option("--without").map_or(Ok(Vec::new()), |group| {
            let found = groups::groups().into_iter().find(|(name, _)| *name == group);
            found.map(|(_, list)| list).ok_or_else(|| anyhow::anyhow!("no group of features is called {group}"))
        })?,
        made: number("--made", 0.3)?,
    };
    let clean_path = option("--clean").map(PathBuf::from);
    let mut pages = pages::read(input)?;
    let mut dressed = Vec::new();
    if let Some(path) = &clean_path {
        pages.extend(pages::clean(path, &["headline", "subheads"])?);
        dressed = pages::clean(path, &pages::DRESSES)?;
    }
    eprintln!("{} pages, {} blocks", pages.len(), pages.iter().map(|page| page.rows.len()).sum::<usize>());
    eprint!("what labels of whole blocks can reach\n{}", ceiling(&pages).table("")?);
    if number("--ceiling", 0.0)? > 0.5 {
        let mut ceiling = ceiling(&pages);
        ceiling.losses.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (loss, page, _) in ceiling.losses.iter().take(25) {
            eprintln!("{loss:.3} {} {}", page.record.set, page.record.page);
        }
        return Ok(());
    }
    let repeat = number("--repeat", 1.0)? as u64;
    if number("--ablate", 0.0)? > 0.5 {
        return ablate(&pages, &recipe, repeat);
    }
    if let Some(same) = option("--same").map(PathBuf::from) {
        return crate::compare(&same, &stack::fit(&pages.iter().collect::<Vec<_>>(), &recipe).write());
    }
    let mut results = Vec::new();
    for round in 0..repeat {
        let mut recipe = recipe.clone();
        recipe.settings.seed += round;
        let result = cross_validate(&pages, &dressed, &recipe, round);
        eprintln!("seed {}: {}", recipe.settings.seed, result.line());
        results.push(result);
    }
    let Some(mut result) = results.into_iter().next() else { return Ok(()) };
    let card = result.table("")?;
    eprint!("{card}{}", result.languages()?);
    result.losses.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (loss, page, chosen) in result.losses.into_iter().take(worst) {
        eprintln!("\n{loss:.3} {} {} {}", page.record.set, page.language, page.record.page);
        for ((text, label), chosen) in page.texts.iter().zip(&page.labels).zip(chosen) {
            if label.is_some_and(|label| label != chosen) {
                let head: String = text.chars().take(110).collect();
                eprintln!("  {} {head}", if chosen { "extra  " } else { "missing" });
            }
        }
    }
    let Some(out) = out else { return Ok(()) };
    let judge = stack::fit(&pages.iter().collect::<Vec<_>>(), &recipe);
    let bytes = judge.write();
    std::fs::write(&out, &bytes)?;
    let head = format!(
        "# The card of pages.bin: how the weights of the page labeler came about; made by tests/train, never by hand.\n\
         command = \"train -- {}\"\ndigest = \"{}\"\n\
         method = \"gradient boosting of oblivious trees on the features of extract::page::features, several runs averaged; a second \
         model sees what the first, trained without the page, thought of it\"\n\
         data = \"saved news pages with their body text or marked segments, crops of them, clean articles in plain markup; not \
         part of this repository\"\n\
         pages = {}\nbags = {}\ntrees = {}\ndepth = {}\nrate = {}\ndamping = {}\nfeatures = {}\nrows = {}\nseed = {}\n\n\
         # Cross-validated by page, five folds, all steps of extraction; 4-gram shingles, or segments.\n[scores]\n",
        crate::command(),
        morgue::article::Digest::of(&bytes),
        pages.len(),
        recipe.bags,
        settings.trees,
        settings.depth,
        settings.rate,
        settings.damping,
        settings.features,
        settings.rows,
        settings.seed,
    );
    std::fs::write(out.with_extension("toml"), head + &card)?;
    Ok(())
}

/// An option of this task, read off the command line.
fn option(name: &str) -> Option<String> {
    let words: Vec<String> = std::env::args().collect();
    words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).cloned()
}

fn number(name: &str, usual: f32) -> anyhow::Result<f32> {
    Ok(option(name).map_or(Ok(usual), |n| n.parse::<f32>())?)
}

/// Scores of pages by models that did not see them.
#[derive(Default)]
struct Outcome<'a> {
    sets: BTreeMap<&'a str, Score>,
    languages: BTreeMap<(&'a str, &'a str), Score>,
    losses: Vec<(f64, &'a Page, Vec<bool>)>,
    /// Words of clean articles, words kept, articles, articles of which all is kept.
    clean: [usize; 4],
}

impl Outcome<'_> {
    fn line(&self) -> String {
        let sets: String = self.sets.iter().map(|(set, score)| format!("{set} {:.4}  ", score.f1())).collect();
        let [words, kept, articles, whole] = self.clean;
        format!("{sets}clean {:.4} whole {whole} of {articles}", kept as f64 / words.max(1) as f64)
    }

    fn table(&self, indent: &str) -> anyhow::Result<String> {
        let mut table = String::new();
        for (set, score) in &self.sets {
            writeln!(table, "{indent}{set} = {}", score.row())?;
        }
        let [words, kept, articles, whole] = self.clean;
        if articles > 0 {
            let share = kept as f64 / words.max(1) as f64;
            writeln!(table, "{indent}clean = {{ recall = {share:.4}, whole = {whole}, articles = {articles} }}")?;
        }
        Ok(table)
    }

    fn languages(&self) -> anyhow::Result<String> {
        let mut table = String::new();
        for ((set, language), score) in &self.languages {
            writeln!(table, "{set:12} {language:3} {:4}  {:.4}", score.count(), score.f1())?;
        }
        Ok(table)
    }
}

fn cross_validate<'a>(pages: &'a [Page], dressed: &[Page], recipe: &Recipe, salt: u64) -> Outcome<'a> {
    let mut outcome = Outcome::default();
    for fold in 0..FOLDS {
        let kept: Vec<&Page> = pages.iter().filter(|page| page.fold(FOLDS, salt) != fold).collect();
        let judge = stack::fit(&kept, recipe);
        for page in pages.iter().filter(|page| page.fold(FOLDS, salt) == fold && !page.is_made) {
            let chosen = page::body(&page.document, &judge);
            let loss = outcome.sets.entry(&page.record.set).or_default().add(page, &chosen);
            outcome.languages.entry((&page.record.set, &page.language)).or_default().add(page, &chosen);
            outcome.losses.push((loss, page, chosen));
        }
        for page in dressed.iter().filter(|page| page.fold(FOLDS, salt) == fold) {
            let chosen = page::body(&page.document, &judge);
            let mut counts = [0, 0];
            for ((text, label), chosen) in page.texts.iter().zip(&page.labels).zip(chosen) {
                if *label == Some(true) {
                    let words = text.split_whitespace().count();
                    counts[0] += words;
                    counts[1] += if chosen { words } else { 0 };
                }
            }
            let sums = [counts[0], counts[1], 1, usize::from(counts[0] == counts[1])];
            outcome.clean.iter_mut().zip(sums).for_each(|(sum, count)| *sum += count);
        }
    }
    outcome
}

/// The scores of the labels themselves: what is lost where a block is half body.
fn ceiling(pages: &[Page]) -> Outcome<'_> {
    let mut outcome = Outcome::default();
    for page in pages.iter().filter(|page| !page.is_made) {
        let chosen: Vec<bool> = page.labels.iter().map(|label| *label == Some(true)).collect();
        let loss = outcome.sets.entry(&page.record.set).or_default().add(page, &chosen);
        outcome.losses.push((loss, page, chosen));
    }
    outcome
}

/// Scores with each group of features left out in turn.
fn ablate(pages: &[Page], recipe: &Recipe, repeat: u64) -> anyhow::Result<()> {
    let mut all = vec![("all", Vec::new())];
    all.extend(groups::groups());
    for (name, without) in all {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        let count = without.len();
        for round in 0..repeat {
            let mut recipe = Recipe { without: without.clone(), ..recipe.clone() };
            recipe.settings.seed += round;
            let outcome = cross_validate(pages, &[], &recipe, round);
            for (set, score) in &outcome.sets {
                *sums.entry(set).or_default() += score.f1() / repeat as f64;
            }
        }
        let row: String = sums.iter().map(|(set, f1)| format!("  {set} {f1:.4}")).collect();
        eprintln!("{name:20} {count:3}{row}");
    }
    Ok(())
}
