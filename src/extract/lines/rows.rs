//! The features of a block in a text of lines: those of [`features`], and what only lines need: how a block is like those
//! around it, what it repeats, and the line that reads like the title of what follows. No judgement is made here.

use std::collections::HashMap;

use super::repeats::{Repeats, hash};
use crate::article::Shape;
use crate::extract::features::{self, Profile};
use crate::formats::Document;
use crate::text::head;

/// What a feature speaks of: training can leave a group out, to see what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The words and signs of the block.
    Text,
    /// Its shape on the page: item, heading, indent, blank lines.
    Form,
    /// Words that clutter uses.
    Cues,
    /// What stands twice.
    Repetition,
    /// How far down it stands, and how much prose lies before and after.
    Position,
    /// The blocks around it.
    Neighbours,
    /// The stretch of prose it belongs to, against the longest.
    Run,
    /// How alike it is to its neighbours: lists, tables, rows of teasers.
    Rhythm,
    /// The line that reads like the title of what follows.
    Title,
    /// What the first model thinks of it and of its neighbours.
    Stacked,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Form,
        Self::Cues,
        Self::Repetition,
        Self::Position,
        Self::Neighbours,
        Self::Run,
        Self::Rhythm,
        Self::Title,
        Self::Stacked,
    ];

    /// The name, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Form => "form",
            Self::Cues => "cues",
            Self::Repetition => "repetition",
            Self::Position => "position",
            Self::Neighbours => "neighbours",
            Self::Run => "run",
            Self::Rhythm => "rhythm",
            Self::Title => "title",
            Self::Stacked => "stacked",
        }
    }
}

/// The features that only lines have, in order, with their groups.
pub const OWN: [(&str, Group); 24] = [
    ("line ends inside", Group::Form),
    ("begins with a speaker", Group::Text),
    ("as many begin with this speaker", Group::Repetition),
    ("phrases that stand elsewhere", Group::Repetition),
    ("stands inside a longer block", Group::Repetition),
    ("begins with the words of a short line", Group::Repetition),
    ("such a line stands before", Group::Repetition),
    ("blocks alike in a row", Group::Rhythm),
    ("place in that row", Group::Rhythm),
    ("prose before that row", Group::Rhythm),
    ("prose after that row", Group::Rhythm),
    ("a colon before that row", Group::Rhythm),
    ("first word shared around", Group::Rhythm),
    ("length against the one before", Group::Rhythm),
    ("length against the one after", Group::Rhythm),
    ("alike to the next ones", Group::Rhythm),
    ("alike every few blocks", Group::Rhythm),
    ("blocks since a dated line", Group::Neighbours),
    ("blocks to a dated line", Group::Neighbours),
    ("reads like a title", Group::Title),
    ("best title close before", Group::Title),
    ("blocks after the best title", Group::Title),
    ("words shared with the best title", Group::Title),
    ("best title of the document", Group::Title),
];

/// How many features there are.
pub const COUNT: usize = features::COUNT + OWN.len();

/// The features of one block.
pub type Row = [f32; COUNT];

/// The group of a feature.
#[must_use]
pub fn group(feature: usize) -> Group {
    match feature {
        0..=13 | 25..=27 | 34 => Group::Text,
        14 | 15 => Group::Repetition,
        16..=24 => Group::Cues,
        28..=33 | 62 => Group::Form,
        35..=38 | 60 | 61 => Group::Position,
        39..=52 | 63 | 64 => Group::Neighbours,
        53..=59 => Group::Run,
        _ => feature.checked_sub(features::COUNT).and_then(|at| OWN.get(at)).map_or(Group::Stacked, |own| own.1),
    }
}

/// The features of each block of `document`, in order. Linear in its length.
#[must_use]
pub fn rows(document: &Document) -> Vec<Row> {
    rows_of(document, &features::profiles(document), &Repeats::of(document))
}

/// The features of the blocks of `document`, which look like `profiles` and repeat `repeats`.
pub(crate) fn rows_of(document: &Document, profiles: &[Profile], repeats: &Repeats) -> Vec<Row> {
    let first = features::rows_of(profiles);
    let openings: Vec<Opening> = document.pieces.iter().map(|piece| Opening::of(piece.text.as_str())).collect();
    let mut speakers: HashMap<u64, u32> = HashMap::new();
    openings.iter().filter_map(|opening| opening.speaker).for_each(|key| *speakers.entry(key).or_insert(0) += 1);
    let forms: Vec<Form> = profiles.iter().map(Form::of).collect();
    let alike = in_a_row(&forms);
    let titles = Titles::of(profiles);
    let mut since = since(profiles.iter().map(is_dated));
    let mut until = self::since(profiles.iter().rev().map(is_dated));
    until.reverse();
    since.truncate(profiles.len());
    first
        .iter()
        .enumerate()
        .map(|(at, base)| {
            let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| profiles.get(at));
            let opening = openings.get(at).copied().unwrap_or_default();
            let row = alike.get(at).cloned().unwrap_or_default();
            let prose = |at: Option<usize>| at.and_then(|at| profiles.get(at)).is_some_and(Profile::is_prose);
            let words = profiles.get(at).map_or(0.0, |p| p.words);
            let against = |other: Option<&Profile>| other.map_or(9.0, |other| (log(other.words) - log(words)).abs());
            let shared = (at.saturating_sub(4)..(at + 5).min(openings.len()))
                .filter(|&other| other != at && openings.get(other).is_some_and(|o| o.word == opening.word))
                .count();
            let own: [f32; OWN.len()] = [
                flag(document.pieces.get(at).is_some_and(|piece| piece.shape == Shape::Code)),
                flag(opening.speaker.is_some()),
                log(opening.speaker.and_then(|key| speakers.get(&key)).copied().unwrap_or(0) as f32),
                repeats.shares.get(at).copied().unwrap_or(0.0),
                flag(repeats.is_inside(at)),
                flag(repeats.named.get(at).is_some_and(|named| named.0)),
                flag(repeats.named.get(at).is_some_and(|named| named.1)),
                log(row.len() as f32),
                (at - row.start.min(at)) as f32 / row.len().max(1) as f32,
                flag(prose(row.start.checked_sub(1))),
                flag(prose(Some(row.end))),
                flag(row.start.checked_sub(1).and_then(|at| profiles.get(at)).is_some_and(|p| p.ends_colon)),
                shared as f32,
                against(near(-1)),
                against(near(1)),
                agreement(&forms, at, 1),
                (2..=6).map(|lag| agreement(&forms, at, lag)).fold(0.0, f32::max) - agreement(&forms, at, 1),
                since.get(at).copied().unwrap_or(0.0),
                until.get(at).copied().unwrap_or(0.0),
                titles.scores.get(at).copied().unwrap_or(0.0),
                titles.before.get(at).copied().unwrap_or(0.0),
                titles.distance(at),
                titles.shared.get(at).copied().unwrap_or(0.0),
                titles.best.map_or(0.0, |best| titles.scores.get(best).copied().unwrap_or(0.0)),
            ];
            let mut all = [0.0; COUNT];
            for (slot, value) in all.iter_mut().zip(base.iter().chain(&own)) {
                *slot = *value;
            }
            all
        })
        .collect()
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn log(x: f32) -> f32 {
    x.max(0.0).ln_1p()
}

/// How a block begins.
#[derive(Clone, Copy, Default)]
struct Opening {
    /// Its first word.
    word: u64,
    /// What stands before a colon, where that is a name or an initial: "Moe: It floats."
    speaker: Option<u64>,
}

impl Opening {
    fn of(text: &str) -> Self {
        let word = text.split_whitespace().next().map_or(0, |word| hash(word.to_lowercase().as_bytes()));
        let begin = head(text, 60);
        let speaker = begin.split_once(':').filter(|(name, after)| {
            let is_capital = name.chars().next().is_some_and(char::is_uppercase);
            is_capital && name.split_whitespace().count() <= 4 && after.starts_with(char::is_whitespace)
        });
        Self { word, speaker: speaker.map(|(name, _)| hash(name.as_bytes())) }
    }
}

/// What a block looks like from afar.
#[derive(Clone, Copy, PartialEq)]
struct Form {
    length: u8,
    ends: bool,
    dated: bool,
    item: bool,
}

impl Form {
    fn of(p: &Profile) -> Self {
        let length = [1.5, 3.5, 8.5, 15.5, 30.5].iter().filter(|&&least| p.words > least).count();
        Self { length: u8::try_from(length).unwrap_or(0), ends: p.ends_sentence, dated: p.has_date, item: p.is_item }
    }

    fn is_like(self, other: Self) -> bool {
        self.length.abs_diff(other.length) <= 1 && self.ends == other.ends && self.item == other.item
    }
}

/// For each block the stretch of neighbours, itself among them, that all look like the one before them.
fn in_a_row(forms: &[Form]) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::with_capacity(forms.len());
    let mut start = 0;
    for at in 0..forms.len() {
        let goes_on = matches!((forms.get(at), forms.get(at + 1)), (Some(a), Some(b)) if a.is_like(*b));
        if !goes_on {
            rows.extend((start..=at).map(|_| start..at + 1));
            start = at + 1;
        }
    }
    rows
}

/// How many of the blocks around `at` look like the one `lag` blocks on, as a share.
fn agreement(forms: &[Form], at: usize, lag: usize) -> f32 {
    let range = at.saturating_sub(6)..(at + 7).min(forms.len());
    let alike = range.filter(|&i| forms.get(i).is_some() && forms.get(i) == forms.get(i + lag)).count();
    alike as f32 / 13.0
}

const fn is_dated(p: &Profile) -> bool {
    p.has_date && p.words <= 12.0
}

/// Blocks since the last for which `is` holds, on a logarithmic scale.
fn since(is: impl Iterator<Item = bool>) -> Vec<f32> {
    let mut since = 60.0_f32;
    is.map(|is| {
        let answer = since;
        since = if is { 0.0 } else { (since + 1.0).min(60.0) };
        log(answer)
    })
    .collect()
}

/// Lines that read like the title of what follows: short, no sentence, and their words come again in the prose below.
struct Titles {
    scores: Vec<f32>,
    /// The best score among the blocks close before each.
    before: Vec<f32>,
    best: Option<usize>,
    /// The share of each block's longer words that stand in the best.
    shared: Vec<f32>,
}

impl Titles {
    /// How many blocks below a title its words are looked for in, and how far above a block its title is.
    const REACH: usize = 12;

    fn of(profiles: &[Profile]) -> Self {
        let mut below: HashMap<u64, u32> = HashMap::new();
        let mut scores = vec![0.0; profiles.len()];
        for at in (0..profiles.len()).rev() {
            if let Some(p) = profiles.get(at + 1).filter(|p| p.is_prose()) {
                p.content.iter().for_each(|word| *below.entry(*word).or_insert(0) += 1);
            }
            if let Some(p) = profiles.get(at + 1 + Self::REACH).filter(|p| p.is_prose()) {
                for word in &p.content {
                    if let Some(count) = below.get_mut(word) {
                        *count = count.saturating_sub(1);
                    }
                }
            }
            let Some(p) = profiles.get(at) else { continue };
            let is_like_one = (3.0..=25.0).contains(&p.words) && !p.is_item && !p.begins_lower && p.content.len() >= 2;
            if is_like_one && !(p.ends_sentence && !p.ends_question && p.words > 12.0) {
                let hits = p.content.iter().filter(|word| below.get(word).is_some_and(|&n| n > 0)).count() as f32;
                if let Some(score) = scores.get_mut(at) {
                    *score = hits / p.content.len() as f32 * hits.sqrt();
                }
            }
        }
        let before = (0..profiles.len())
            .map(|at| {
                scores
                    .get(at.saturating_sub(Self::REACH)..at)
                    .unwrap_or_default()
                    .iter()
                    .fold(0.0, |a: f32, b| a.max(*b))
            })
            .collect();
        // Of equals the first.
        let best = (0..scores.len())
            .rev()
            .max_by(|a, b| scores.get(*a).partial_cmp(&scores.get(*b)).unwrap_or(std::cmp::Ordering::Equal))
            .filter(|&at| scores.get(at).is_some_and(|&score| score > 0.0));
        let words = best.and_then(|at| profiles.get(at)).map(|p| p.content.as_slice()).unwrap_or_default();
        let shared = profiles
            .iter()
            .map(|p| {
                p.content.iter().filter(|word| words.contains(word)).count() as f32 / p.content.len().max(1) as f32
            })
            .collect();
        Self { scores, before, best, shared }
    }

    /// How far `at` lies after the best title, on a logarithmic scale with sign.
    fn distance(&self, at: usize) -> f32 {
        match self.best {
            Some(best) if at >= best => log((at - best) as f32),
            Some(best) => -log((best - at) as f32),
            None => 0.0,
        }
    }
}
