//! The title model: its groups of lines, and how it is scored. The boosting itself is in `rank`.
//!
//! The body of a text is told by labelers that did not see its page, so that the features of a line are in training as
//! wrong as they are in reading.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use morgue::extract::lines::choose;
use morgue::extract::masthead::title;
use morgue::extract::model::Model;
use morgue::formats::Document;
use morgue::text::fold::fold;

use crate::boost::Settings;
use crate::pages::{Dice, Page};
use crate::rank::{self, Group};
use crate::{FOLDS, blocks};

pub(crate) const SETTINGS: Settings =
    Settings { trees: 240, depth: 3, rate: 0.08, damping: 12.0, features: 0.3, rows: 0.7, seed: 1931 };

/// How much a whole text weighs, one of which the head was cut, and one that lost its title with it.
const WHOLE: f32 = 1.0;
const CUT: f32 = 0.4;
const HEADLESS: f32 = 0.1;
/// Texts made of each by cutting at random over its title.
const CUTS: usize = 2;
/// Models whose mean is the model.
const SEEDS: u64 = 3;

/// A text: its lines as features, and what they say.
struct Text<'p> {
    page: &'p Page,
    group: Group,
    lines: Vec<String>,
    /// The block of the last line that says the title.
    at: Option<usize>,
    /// Whether nothing was cut off: what is scored.
    is_whole: bool,
}

/// The model of all pages, as bytes.
pub(crate) fn model(pages: &[Page], settings: &Settings, own: f32) -> Vec<u8> {
    let texts = texts(pages, own);
    let all: Vec<&Group> = texts.iter().filter(|text| is_learned(text)).map(|text| &text.group).collect();
    rank::train(&all, settings, SEEDS).write(title::COUNT)
}

/// Cross-validated scores.
pub(crate) fn run(pages: &[Page], settings: &Settings, own: f32) -> String {
    let texts = texts(pages, own);
    let mut scores: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    let mut worst = String::new();
    for fold_at in 0..FOLDS {
        let kept = texts.iter().filter(|text| text.page.fold(FOLDS) != fold_at && is_learned(text));
        let model = rank::train(&kept.map(|text| &text.group).collect::<Vec<_>>(), settings, SEEDS);
        for text in texts.iter().filter(|text| text.page.fold(FOLDS) == fold_at && text.is_whole) {
            let Some(title) = &text.page.title else { continue };
            let (line, share) = best(text, &model);
            let [count, right, none, there] = scores.entry(&text.page.set).or_default();
            let is_right = share >= title::LIKELY && line == *title;
            *count += 1;
            *right += u32::from(is_right);
            *none += u32::from(share < title::LIKELY);
            let is_there = text.lines.contains(title);
            *there += u32::from(is_there);
            if !is_right {
                let _ = writeln!(worst, "{} {share:.2} {is_there} | {title} | {line}", text.page.page);
            }
        }
    }
    if let Ok(path) = std::env::var("DUMP") {
        let _ = std::fs::write(path, worst);
    }
    let mut report = String::new();
    for (set, [count, right, none, there]) in &scores {
        let share = |n: &u32| f64::from(*n) / f64::from(*count).max(1.0);
        let _ = writeln!(
            report,
            "{set} = {{ texts = {count}, right = {:.4}, none = {:.4}, there = {:.4} }}",
            share(right),
            share(none),
            share(there)
        );
    }
    report
}

fn is_learned(text: &Text<'_>) -> bool {
    // What no line says cannot be learned; that a clean article has no title can.
    let is_headless = text.group.weight <= HEADLESS;
    text.page.set == "clean" || is_headless || text.group.truth.iter().sum::<f32>() > 0.0
}

/// The line that is most likely the title, folded, and how likely it is.
fn best(text: &Text<'_>, model: &Model) -> (String, f32) {
    let rows = text.group.rows.iter().filter_map(|row| row.as_slice().try_into().ok());
    let strengths: Vec<f32> = rows.map(|row: &[f32; title::COUNT]| title::strength(model, row)).collect();
    let shares = title::shares(&strengths);
    // Lines that say the same share their votes, as they do in reading.
    let mut votes: BTreeMap<&str, f32> = BTreeMap::new();
    for (line, share) in text.lines.iter().zip(&shares).filter(|(_, share)| **share >= title::LIKELY) {
        *votes.entry(line).or_default() += share;
    }
    let best = votes.into_iter().fold(("", 0.0), |best, vote| if vote.1 > best.1 { vote } else { best });
    (best.0.to_owned(), best.1)
}

fn texts(pages: &[Page], own: f32) -> Vec<Text<'_>> {
    let chances = blocks::unseen(pages, own);
    let known = pages.iter().zip(chances).filter(|(page, _)| page.title.is_some() || page.set == "clean");
    let mut dice = Dice(SETTINGS.seed);
    let mut texts = Vec::new();
    for (page, chances) in known {
        let is_body = choose(&chances, &page.words());
        let whole = text(page, &page.document, &is_body, WHOLE);
        // People begin to select somewhere over the title, or below it: then there is none.
        for _ in 0..if page.is_crop || page.set == "clean" { 0 } else { CUTS } {
            let from = dice.roll(whole.at.map_or(0, |at| at as u32 + 1)) as usize;
            texts.push(cut(page, &is_body, from, CUT));
        }
        if let Some(at) = whole.at.filter(|_| !page.is_crop) {
            texts.push(cut(page, &is_body, at + 1, HEADLESS));
        }
        texts.push(whole);
    }
    texts
}

/// A text from one of its blocks on.
fn cut<'p>(page: &'p Page, is_body: &[bool], from: usize, weight: f32) -> Text<'p> {
    let mut document = page.document.clone();
    document.pieces.drain(..from.min(document.pieces.len()));
    text(page, &document, is_body.get(from..).unwrap_or_default(), weight)
}

fn text<'p>(page: &'p Page, document: &Document, is_body: &[bool], weight: f32) -> Text<'p> {
    let found = title::lines(document, is_body);
    let places: Vec<usize> = found.iter().map(|(at, ..)| *at).collect();
    let found: Vec<(String, Vec<f32>)> = found.into_iter().map(|(_, text, row)| (text, row.to_vec())).collect();
    let lines: Vec<String> = found.iter().map(|(text, _)| fold(text)).collect();
    let mut truth = vec![0.0; lines.len()];
    if let Some(title) = page.title.as_ref().filter(|_| page.set != "clean") {
        // The lines that say the title, or else the line that says most of it.
        let likeness: Vec<f32> = lines.iter().map(|line| likeness(line, title)).collect();
        let most = likeness.iter().copied().fold(0.0_f32, f32::max);
        let right: Vec<usize> = (0..lines.len()).filter(|&at| most >= 0.6 && likeness[at] >= most).collect();
        right.iter().for_each(|&at| truth[at] = 1.0 / right.len() as f32);
    }
    let weight = if page.is_crop { CUT } else { weight };
    let at = truth.iter().rposition(|&share| share > 0.0).and_then(|at| places.get(at).copied());
    let group = Group { rows: found.into_iter().map(|(_, row)| row).collect(), truth, weight };
    Text { page, group, lines, at, is_whole: weight >= WHOLE }
}

/// The share of words that two folded lines have in common; 1 if they are the same.
fn likeness(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<BTreeSet<String>>()
    };
    let (a, b) = (words(a), words(b));
    0.99 * a.intersection(&b).count() as f32 / a.union(&b).count().max(1) as f32
}
