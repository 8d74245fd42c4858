//! Trains the tagger of names: `train tagger OUT.bin CORPUS.jsonl…`. It does not score it: that is done by running
//! `morgue tag` on articles that were not trained on.
//!
//! Each line of a corpus is `{"text": …, "gold": [{"start", "end", "type"}]}`, offsets in bytes, types PER, ORG, LOC and
//! MISC. The same corpora in the same order give the same file.

mod corpus;
mod crf;
mod pack;

use morgue::entities::features::Sheet;
use morgue::entities::tagger::kind_of;

use corpus::Page;
use crf::Crf;

const FOLDS: usize = 3;

/// Trains both readers and writes them.
pub(crate) fn train(arguments: &[String]) -> anyhow::Result<()> {
    let [out, corpora @ ..] = arguments else { anyhow::bail!("an output file is missing") };
    let mut pages = corpus::read(corpora)?;
    let words: usize = pages.iter().map(|page| page.labels.len()).sum();
    println!("{} texts, {words} words", pages.len());

    let first = Crf::train(&pages.iter().collect::<Vec<_>>(), "first reader");
    let mut file = pack::pack(&first);
    std::fs::write(out, &file)?;

    // The second reader learns from what a first reader says of pages it has not seen.
    for fold in 0..FOLDS {
        let others: Vec<&Page> =
            pages.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, page)| page).collect();
        let reader = Crf::train(&others, &format!("fold {fold}"));
        for page in pages.iter_mut().skip(fold).step_by(FOLDS) {
            let kinds: Vec<u8> = reader.read(&page.examples).into_iter().map(kind_of).collect();
            page.voted = Some(kinds);
        }
    }
    for page in &mut pages {
        if let Some(kinds) = page.voted.take() {
            let mut sheet = Sheet::new(&page.blocks.iter().map(String::as_str).collect::<Vec<_>>());
            sheet.vote(&kinds);
            page.examples = corpus::examples(&sheet, &page.labels);
        }
    }
    let second = Crf::train(&pages.iter().collect::<Vec<_>>(), "second reader");
    file.extend(pack::pack(&second));
    std::fs::write(out, &file)?;
    println!("{out}: {} bytes", file.len());
    Ok(())
}
