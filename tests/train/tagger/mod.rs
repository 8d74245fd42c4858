//! Trains the tagger of names: `train tagger OUT.bin CORPUS… [--seeds 3 …]`, or scores settings and writes nothing:
//! `train tagger check CORPUS… [--part 0] [against OTHER…]`, on a part of the news written for training that is held out,
//! and on the corpora behind `against`, which are not trained on.
//!
//! Each line of a corpus `.jsonl` is `{"id": …, "text": …, "gold": [{"start", "end", "type"}]}`, offsets in bytes, types PER,
//! ORG, LOC and MISC; a `.txt`, or a folder of them, is read by [`news`]. The same corpora in the same order give the same
//! file.

mod check;
mod corpus;
mod crf;
mod dice;
mod news;
mod pack;
mod table;

use morgue::entities::tagger::kind_of;

use corpus::Page;
use crf::Crf;

/// How it is trained.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Trainings in another order each, whose weights are averaged.
    pub(crate) seeds: u64,
    /// The same for the readers whose calls the second one learns from.
    pub(crate) fold_seeds: u64,
    /// More epochs, or larger steps, learn the names of the corpora by heart: both cost a point on other articles.
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// Features left out of each step.
    pub(crate) dropout: f32,
    /// Rows used less often are not learnt.
    pub(crate) least: u32,
    /// Rows kept for one reader.
    pub(crate) kept: usize,
    /// Parts of the corpora for the second reading.
    pub(crate) folds: usize,
    /// Part of the news that `check` holds out: 0 or 1.
    pub(crate) part: Option<usize>,
    /// Readings that are checked.
    pub(crate) readings: usize,
    /// Texts written as news that `check` learns from: for a learning curve.
    pub(crate) share: f32,
    /// The first seed; the others follow.
    pub(crate) seed: u64,
}

impl Settings {
    fn read(arguments: &[String]) -> anyhow::Result<(Self, Vec<String>)> {
        let mut it = Self {
            seeds: 3,
            fold_seeds: 3,
            epochs: 3,
            rate: 0.05,
            dropout: 0.3,
            least: 1,
            kept: 250_000,
            folds: 3,
            part: None,
            readings: 2,
            share: 1.0,
            seed: 0,
        };
        let mut rest = Vec::new();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                rest.push(word.clone());
                continue;
            };
            let Some(value) = words.next() else { anyhow::bail!("{word} has no value") };
            match name {
                "seeds" => it.seeds = value.parse()?,
                "fold-seeds" => it.fold_seeds = value.parse()?,
                "epochs" => it.epochs = value.parse()?,
                "rate" => it.rate = value.parse()?,
                "dropout" => it.dropout = value.parse()?,
                "least" => it.least = value.parse()?,
                "kept" => it.kept = value.parse()?,
                "folds" => it.folds = value.parse()?,
                "part" => it.part = Some(value.parse()?),
                "readings" => it.readings = value.parse()?,
                "share" => it.share = value.parse()?,
                "seed" => it.seed = value.parse()?,
                _ => anyhow::bail!("no setting is called {name}"),
            }
        }
        Ok((it, rest))
    }
}

/// Trains both readers and writes them.
pub(crate) fn train(arguments: &[String]) -> anyhow::Result<()> {
    let (settings, words) = Settings::read(arguments)?;
    let [out, corpora @ ..] = words.as_slice() else { anyhow::bail!("an output file is missing") };
    if out == "check" {
        let mut parts = corpora.split(|word| word == "against");
        let mut pages = corpus::read(parts.next().unwrap_or_default())?;
        let against = corpus::read(parts.next().unwrap_or_default())?;
        check::check(&mut pages, against, &settings);
        return Ok(());
    }
    let mut pages = corpus::read(corpora)?;
    let words: usize = pages.iter().map(|page| page.labels.len()).sum();
    println!("{} texts, {words} words", pages.len());

    let first = Crf::train(&pages.iter().collect::<Vec<_>>(), &settings, "first reader");
    let mut file = pack::pack(&first, &settings);
    std::fs::write(out, &file)?;
    vote(&mut pages, &settings);
    let second = Crf::train(&pages.iter().collect::<Vec<_>>(), &settings, "second reader");
    file.extend(pack::pack(&second, &settings));
    std::fs::write(out, &file)?;
    println!("{out}: {} bytes", file.len());
    Ok(())
}

/// The second reader learns from what a first reader says of pages it has not seen.
fn vote(pages: &mut [Page], settings: &Settings) {
    let mut read: Vec<Vec<u8>> = vec![Vec::new(); pages.len()];
    for fold in 0..settings.folds {
        let others: Vec<&Page> =
            pages.iter().enumerate().filter(|(at, _)| at % settings.folds != fold).map(|(_, page)| page).collect();
        let settings = Settings { seeds: settings.fold_seeds, ..settings.clone() };
        let reader = Crf::train(&others, &settings, &format!("fold {fold}"));
        for (page, read) in pages.iter().zip(&mut read).skip(fold).step_by(settings.folds) {
            *read = reader.read(&page.sheet);
        }
    }
    for (page, read) in pages.iter_mut().zip(read) {
        page.sheet.vote(&read.into_iter().map(kind_of).collect::<Vec<_>>());
    }
}
