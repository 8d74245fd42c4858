//! Trains weights: `cargo run --release --example train -- blocks|titles PAGES.jsonl [--out assets/labeler.bin]`, or
//! `train -- html PAGES.jsonl …` for those of saved pages (see `html`), or `train -- tagger OUT.bin CORPUS.jsonl…` for the
//! weights that find names.
//! It is not part of the program; it uses the program's own features, so that a weight always means the same.
//!
//! A line of PAGES.jsonl is one saved text: `{"page": …, "set": …, "dump": …, "title": … | null, "body": [[from, to], …] |
//! null, "with": […], "without": […]}`. `body` holds half-open ranges of lines; where it is null, only blocks that hold a
//! segment of `with` (body) or `without` (clutter) are known. All texts of one page fall in the same fold.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a tool that is run by hand reports on the terminal")]

mod blocks;
mod boost;
mod html;
mod pages;
mod rank;
mod tagger;
mod titles;

use std::path::{Path, PathBuf};

use boost::Settings;
use pages::Page;

/// Pages are parted in this many folds; each is scored by a model that saw the others.
const FOLDS: u64 = 5;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [task, rest @ ..] = words.as_slice()
        && task == "tagger"
    {
        return tagger::train(rest);
    }
    let [task, input, ..] = words.as_slice() else { anyhow::bail!("say what to train, and on which file of pages") };
    let option = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).cloned();
    let mut settings = match task.as_str() {
        "titles" => titles::SETTINGS,
        "html" => html::SETTINGS,
        _ => blocks::SETTINGS,
    };
    let number = |name: &str, usual: f32| option(name).map_or(Ok(usual), |n| n.parse::<f32>());
    settings.trees = number("--trees", settings.trees as f32)? as usize;
    settings.depth = number("--depth", settings.depth as f32)? as usize;
    settings.rate = number("--rate", settings.rate)?;
    settings.damping = number("--damping", settings.damping)?;
    settings.features = number("--features", settings.features)?;
    settings.rows = number("--rows", settings.rows)?;
    settings.seed = option("--seed").map_or(Ok(settings.seed), |n| n.parse())?;
    let out = option("--out").map(PathBuf::from);
    if task == "html" {
        let worst = number("--worst", 0.0)? as usize;
        return html::run(Path::new(input), &settings, out, worst);
    }
    let pages = pages::read(Path::new(input))?;
    let (scores, models) = match task.as_str() {
        "titles" => titles::run(&pages, &settings, out.is_some()),
        _ => blocks::run(&pages, &settings, out.is_some()),
    };
    eprint!("{scores}");
    if let Some(out) = out {
        std::fs::write(out.with_extension("toml"), card(&pages, &settings, &scores))?;
        let stem = out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (at, (model, count)) in models.iter().enumerate() {
            let name = if at == 0 { format!("{stem}.bin") } else { format!("{stem}{}.bin", at + 1) };
            std::fs::write(out.with_file_name(name), model.write(*count))?;
        }
    }
    Ok(())
}

fn card(pages: &[Page], settings: &Settings, scores: &str) -> String {
    format!(
        "# How the weights beside this file came about: made by tests/train, never by hand.\n\
         method = \"gradient boosting of oblivious trees on structural features\"\n\
         data = \"text dumps of news pages with body ranges, marked segments and titles; random crops of them; clean articles; not part of this repository\"\n\
         texts = {}\ntrees = {}\ndepth = {}\nrate = {}\ndamping = {}\nfeatures = {}\nrows = {}\nseed = {}\n\n\
         # Cross-validated by page, five folds.\n[scores]\n{scores}",
        pages.iter().filter(|page| !page.is_crop).count(),
        settings.trees,
        settings.depth,
        settings.rate,
        settings.damping,
        settings.features,
        settings.rows,
        settings.seed,
    )
}
