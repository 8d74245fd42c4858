//! Trains weights: `cargo run --release --example train -- blocks|titles PAGES.jsonl [--out assets/labeler.bin]`, or
//! `train -- html PAGES.jsonl …` for those of saved pages (see `html`), or `train -- tagger OUT.bin CORPUS.jsonl…` for the
//! weights that find names.
//! The labeler of lines also takes `--own SCRAPES.txt` (see `own`), `--given FILE` (scores what `DUMP=FILE` wrote, trains
//! nothing, and with `--out` writes the card anew), `--check PAGES.jsonl` (scored, never trained on), `--without GROUP,…` (features that are
//! left out: an ablation), `--bags N`, `--weight N` (of texts written for training), `--mix` (adds texts made of others, see `mix`) and `--worst N` (names the worst texts; with BLOCKS set, their blocks).
//! `--same FILE` scores nothing: it makes the weights again and says whether they are those of FILE, byte by byte. The card beside
//! each file of weights says with which command it was made.
//! It is not part of the program; it uses the program's own features, so that a weight always means the same.
//!
//! A line of PAGES.jsonl is one saved text: `{"page": …, "set": …, "dump": …, "title": … | null, "body": [[from, to], …] |
//! null, "with": […], "without": […]}`. `body` holds half-open ranges of lines; where it is null, only blocks that hold a
//! segment of `with` (body) or `without` (clutter) are known. All texts of one page fall in the same fold.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a tool that is run by hand reports on the terminal")]

mod blocks;
mod boost;
mod html;
mod mix;
mod own;
mod pages;
mod rank;
mod report;
mod silver;
mod tagger;
mod titles;

use std::path::{Path, PathBuf};

use boost::Settings;
use morgue::article::Digest;
use morgue::extract::lines::rows::Group;
use pages::Page;

/// Pages are parted in this many folds; each is scored by a model that saw the others.
const FOLDS: u64 = 5;
/// What all weights of lines are made of, and what those of the labeler are made of beside it.
const DATA: &str =
    "text dumps of news pages with body ranges, marked segments and titles; random crops of them; clean articles";
const MORE: &str = "between the segments what the labeler of pages makes of the same page (tests/train/silver.rs); lines named \
                    check_ were not trained on";
/// Models of the labeler that its second is the mean of.
const BAGS: f32 = 2.0;

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
    let same = option("--same").map(PathBuf::from);
    let given = option("--given").map(PathBuf::from);
    if task == "html" {
        let worst = number("--worst", 0.0)? as usize;
        return html::run(Path::new(input), &settings, out, worst);
    }
    let mut records = pages::records(Path::new(input))?;
    let mut data = format!("{DATA}; {MORE}");
    if let Some(path) = option("--own") {
        records.extend(own::records(Path::new(&path))?);
        data.push_str("; scrapes of invented events (tests/train/scrapes.txt)");
    }
    let mut pages = pages::read(&records);
    let own = number("--weight", blocks::OWN)?;
    if task == "titles" {
        if let Some(same) = same {
            return compare(&same, &titles::model(&pages, &settings, own));
        }
        let scores = titles::run(&pages, &settings, own);
        eprint!("{scores}");
        if let Some(out) = out {
            let bytes = titles::model(&pages, &settings, own);
            std::fs::write(
                out.with_extension("toml"),
                card(&pages, (&data, pages::digest(&records)), &settings, &scores, &bytes),
            )?;
            std::fs::write(&out, bytes)?;
        }
        return Ok(());
    }
    if words.iter().any(|word| word == "--mix") {
        pages.extend(mix::mixed(&records, settings.seed).iter().map(|record| pages::page(record, false)));
    }
    let check = option("--check").map_or(Ok(Vec::new()), |path| pages::records(Path::new(&path)))?;
    let check: Vec<Page> = check.iter().map(|record| pages::page(record, false)).collect();
    let names = option("--without").unwrap_or_default();
    let without: Vec<Group> =
        Group::ALL.into_iter().filter(|group| names.split(',').any(|name| name == group.name())).collect();
    let order = blocks::Order {
        settings: &settings,
        bags: number("--bags", BAGS)? as u64,
        own,
        without,
        worst: number("--worst", 0.0)? as usize,
        check: &check,
        wanted: out.is_some() && given.is_none(),
        given: given.clone(),
    };
    if let Some(same) = same {
        return compare(&same, &blocks::labeler(&pages, &order, &mut blocks::Firsts::default()).write());
    }
    let (scores, labeler) = blocks::run(&pages, &order);
    eprint!("{scores}");
    if let Some(out) = out {
        // Where the probabilities are given, the weights are there too: only their card is written.
        let bytes = labeler.map_or_else(|| std::fs::read(&out), |labeler| Ok(labeler.write()))?;
        std::fs::write(
            out.with_extension("toml"),
            card(&pages, (&data, pages::digest(&records)), &settings, &scores, &bytes),
        )?;
        std::fs::write(&out, bytes)?;
    }
    Ok(())
}

/// Fails unless the file `of` holds these bytes.
pub(crate) fn compare(of: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    anyhow::ensure!(std::fs::read(of)? == bytes, "{} was made otherwise: {}", of.display(), Digest::of(bytes));
    println!("{} is what this data and this program make", of.display());
    Ok(())
}

/// The command that makes the weights again, with the names of the folders left out.
pub(crate) fn command() -> String {
    let mut words: Vec<String> = Vec::new();
    let mut all = std::env::args().skip(1);
    while let Some(word) = all.next() {
        if matches!(word.as_str(), "--out" | "--worst" | "--given") {
            all.next();
            continue;
        }
        let name = Path::new(&word).file_name().filter(|_| word.contains('/')).and_then(|name| name.to_str());
        words.push(name.map_or_else(|| word.clone(), str::to_owned));
    }
    words.join(" ")
}

fn card(pages: &[Page], (data, digest): (&str, Digest), settings: &Settings, scores: &str, bytes: &[u8]) -> String {
    format!(
        "# How the weights beside this file came about: made by tests/train, never by hand.\n\
         command = \"train -- {}\"\ndigest = \"{}\"\n\
         method = \"gradient boosting of oblivious trees on structural features\"\n\
         data = \"{}; not part of this repository\"\ndata_digest = \"{digest}\"\n\
         pages_digest = \"{}\"\n\
         texts = {}\ntrees = {}\ndepth = {}\nrate = {}\ndamping = {}\nfeatures = {}\nrows = {}\nseed = {}\n\n\
         # Cross-validated by page, five folds.\n[scores]\n{scores}",
        command(),
        Digest::of(bytes),
        data,
        Digest::of(include_bytes!("../../assets/pages.bin")),
        pages.iter().filter(|page| !page.is_crop && page.set != "mixed").count(),
        settings.trees,
        settings.depth,
        settings.rate,
        settings.damping,
        settings.features,
        settings.rows,
        settings.seed,
    )
}
