//! What is body in a text of which only some segments are marked, told by the saved page that the text was made of: the
//! page is read as a page, whose elements say far more than lines do, and its body is found again in the lines.
//!
//! Such labels are silver: they are learned from, never scored with.

use std::collections::HashSet;
use std::path::Path;

use morgue::extract::page;
use morgue::formats::{self, Hint};
use morgue::text::fold::fold;

/// A block of lines is body if this share of its phrases is in the body of the page, and clutter below the other.
const BODY: f32 = 0.7;
const CLUTTER: f32 = 0.3;
/// The least share of the page's body that has to be found in the lines for the page to be believed.
const FOUND: f32 = 0.6;
/// The least of a page, in words: less is a page that was not read.
const LEAST: usize = 60;

/// The labels of `blocks`, by the page in the file `saved`; `None` where the page does not tell.
pub(crate) fn labels(saved: &Path, blocks: &[&str]) -> Option<Vec<Option<bool>>> {
    let bytes = std::fs::read(saved).ok()?;
    let document = formats::open(&bytes, Hint::default());
    let body = document.pieces.iter().zip(page::judged(&document)).filter(|(_, is_body)| *is_body);
    let page: Vec<Vec<String>> = body.map(|(piece, _)| words(piece.text.as_str())).collect();
    let total: usize = page.iter().map(Vec::len).sum();
    let phrases: HashSet<&[String]> = page.iter().flat_map(|words| words.windows(3)).collect();
    let whole: HashSet<&[String]> = page.iter().map(Vec::as_slice).collect();
    let lines: Vec<Vec<String>> = blocks.iter().map(|block| words(block)).collect();
    let shares: Vec<f32> = lines
        .iter()
        .map(|own| {
            let found = own.windows(3).filter(|three| phrases.contains(three)).count();
            let is_whole = whole.contains(own.as_slice()) && !own.is_empty();
            if is_whole { 1.0 } else { found as f32 / own.len().saturating_sub(2).max(1) as f32 }
        })
        .collect();
    // The stretch of lines that holds the body: what repeats a part of it elsewhere is none.
    let (mut best, mut most, mut start, mut sum) = (0..0, 0.0_f32, 0, 0.0_f32);
    for (at, (share, own)) in shares.iter().zip(&lines).enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += (share - 0.45) * (own.len() as f32 + 1.0);
        if sum > most {
            (best, most) = (start..at + 1, sum);
        }
    }
    let found: usize = best.clone().filter(|&at| shares[at] >= BODY).map(|at| lines[at].len()).sum();
    if total < LEAST || (found as f32) < FOUND * total as f32 {
        return None;
    }
    let label = |at: usize| match shares[at] {
        share if !best.contains(&at) => (share < CLUTTER || lines[at].len() < 3).then_some(false),
        share if share >= BODY => Some(true),
        share if share < CLUTTER => Some(false),
        _ => None,
    };
    Some((0..blocks.len()).map(label).collect())
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
