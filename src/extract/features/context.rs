//! Where a block stands: prose before and after it, the run of prose it belongs to, what its neighbours look like.

use super::block::Profile;
use super::{COUNT, Row};
use crate::text::map::Map;

/// How many blocks that are no prose a run bridges.
const BRIDGE: usize = 5;
/// Distances beyond this many blocks are all the same.
const FAR: f32 = 60.0;

pub(super) fn rows(profiles: &[Profile]) -> Vec<Row> {
    let sums = Sums::new(profiles);
    let runs = Runs::new(profiles);
    let vocabulary = vocabulary(profiles, &runs);
    let indent = usual_indent(profiles);
    let gaps = profiles.iter().filter(|p| p.gap > 0).count() as f32 / profiles.len().max(1) as f32;
    let since = since_prose(profiles.iter());
    let mut until = since_prose(profiles.iter().rev());
    until.reverse();
    let none = Profile::default();
    let count = profiles.len();
    profiles
        .iter()
        .enumerate()
        .map(|(at, p)| {
            let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| profiles.get(at)).unwrap_or(&none);
            let (before, after) = (near(-1), near(1));
            let run = runs.of(at);
            let longest = runs.longest();
            let within = |reach: usize| at.saturating_sub(reach)..(at + reach + 1).min(count);
            let total = sums.prose(0..count).max(1.0);
            let words = sums.words(0..count).max(1.0);
            let share = |cue: usize| f32::from(p.cover.get(cue).copied().unwrap_or(0)) / p.words.max(1.0);
            let legal = share(6) + if p.has_copyright { 0.5 } else { 0.0 };
            let row: Row = [
                log(p.words),
                p.characters / p.words.max(1.0),
                flag(p.ends_sentence),
                log(p.sentences),
                p.capitals,
                p.upper,
                p.digits,
                p.function_words,
                p.commas,
                flag(p.begins_lower),
                flag(p.begins_quote),
                flag(p.ends_colon),
                flag(p.ends_question),
                flag(p.is_cut),
                p.copies.min(5) as f32,
                flag(p.seen),
                share(0),
                share(1),
                share(2),
                share(3),
                share(4),
                share(5),
                legal,
                share(7),
                p.clutter,
                p.addresses,
                p.separators,
                flag(p.has_date),
                flag(p.is_item),
                f32::from(p.heading),
                (f32::from(p.indent) - indent).clamp(-8.0, 8.0),
                p.gap.min(4) as f32,
                after.gap.min(4) as f32,
                log(p.lines as f32),
                p.quotes.min(8.0),
                at as f32 / count as f32,
                sums.words(0..at) / words,
                sums.prose(0..at) / total,
                sums.prose(at + 1..count) / total,
                since.get(at).copied().unwrap_or(FAR),
                until.get(at).copied().unwrap_or(FAR),
                log(before.words),
                log(after.words),
                log(near(-2).words),
                log(near(2).words),
                flag(before.ends_sentence),
                flag(after.ends_sentence),
                before.clutter,
                after.clutter,
                sums.prose_blocks(within(3)),
                sums.prose_blocks(within(10)),
                sums.cues(at.saturating_sub(5)..at),
                sums.cues(at + 1..(at + 6).min(count)),
                run.map_or(0.0, |run| run.words / longest.words.max(1.0)),
                run.map_or(-1.0, |run| log((at - run.start) as f32)),
                run.map_or(-1.0, |run| log((run.end - 1 - at) as f32)),
                distance(at, longest.start),
                distance(longest.end.saturating_sub(1), at),
                if at > longest.start { log(sums.cues(longest.start..at)) } else { 0.0 },
                overlap(p, &vocabulary, longest.contains(at)),
                log(total),
                total / words,
                gaps,
                log((before.quotes + after.quotes).min(20.0)),
                sums.dates(within(3)),
            ];
            row
        })
        .collect()
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn log(x: f32) -> f32 {
    x.max(0.0).ln_1p()
}

/// How far `to` lies after `from`, in blocks, on a logarithmic scale with sign.
fn distance(to: usize, from: usize) -> f32 {
    if to >= from { log((to - from) as f32) } else { -log((from - to) as f32) }
}

/// Blocks since the last prose, for each block, on a logarithmic scale.
fn since_prose<'a>(profiles: impl Iterator<Item = &'a Profile>) -> Vec<f32> {
    let mut since = FAR;
    profiles
        .map(|p| {
            let answer = since;
            since = if p.is_prose() { 0.0 } else { (since + 1.0).min(FAR) };
            log(answer)
        })
        .collect()
}

/// The indent of most prose.
fn usual_indent(profiles: &[Profile]) -> f32 {
    let mut counts: Map<u16, u32> = Map::default();
    profiles.iter().filter(|p| p.is_prose()).for_each(|p| *counts.entry(p.indent).or_insert(0) += 1);
    counts.into_iter().max_by_key(|&(indent, count)| (count, indent)).map_or(0.0, |(indent, _)| f32::from(indent))
}

/// Running sums over blocks, so that any range is answered at once.
struct Sums {
    words: Vec<f64>,
    prose: Vec<f64>,
    prose_blocks: Vec<u32>,
    cues: Vec<u32>,
    dates: Vec<u32>,
}

impl Sums {
    fn new(profiles: &[Profile]) -> Self {
        fn running<T: Copy + Default + std::ops::Add<Output = T>>(values: impl Iterator<Item = T>) -> Vec<T> {
            let mut sum = T::default();
            std::iter::once(sum)
                .chain(values.map(move |value| {
                    sum = sum + value;
                    sum
                }))
                .collect()
        }
        Self {
            words: running(profiles.iter().map(|p| f64::from(p.words))),
            prose: running(profiles.iter().map(|p| if p.is_prose() { f64::from(p.words) } else { 0.0 })),
            prose_blocks: running(profiles.iter().map(|p| u32::from(p.is_prose()))),
            cues: running(profiles.iter().map(|p| u32::from(p.is_cue()))),
            dates: running(profiles.iter().map(|p| u32::from(p.has_date))),
        }
    }

    fn words(&self, range: std::ops::Range<usize>) -> f32 {
        between(&self.words, range) as f32
    }

    fn prose(&self, range: std::ops::Range<usize>) -> f32 {
        between(&self.prose, range) as f32
    }

    fn prose_blocks(&self, range: std::ops::Range<usize>) -> f32 {
        between(&self.prose_blocks, range) as f32
    }

    fn cues(&self, range: std::ops::Range<usize>) -> f32 {
        between(&self.cues, range) as f32
    }

    fn dates(&self, range: std::ops::Range<usize>) -> f32 {
        between(&self.dates, range) as f32
    }
}

fn between<T: Copy + Default + PartialOrd + std::ops::Sub<Output = T>>(sums: &[T], range: std::ops::Range<usize>) -> T {
    let at = |i: usize| sums.get(i).or(sums.last()).copied().unwrap_or_default();
    let (start, end) = (at(range.start), at(range.end));
    if end > start { end - start } else { T::default() }
}

/// A stretch of prose with short gaps.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    start: usize,
    end: usize,
    words: f32,
}

impl Run {
    const fn contains(&self, at: usize) -> bool {
        self.start <= at && at < self.end
    }
}

struct Runs {
    list: Vec<Run>,
    longest: usize,
}

impl Runs {
    fn new(profiles: &[Profile]) -> Self {
        let mut list: Vec<Run> = Vec::new();
        for (at, p) in profiles.iter().enumerate().filter(|(_, p)| p.is_prose()) {
            match list.last_mut() {
                Some(run) if at - run.end <= BRIDGE => {
                    run.end = at + 1;
                    run.words += p.words;
                }
                _ => list.push(Run { start: at, end: at + 1, words: p.words }),
            }
        }
        let longest =
            list.iter().enumerate().rev().max_by(|a, b| a.1.words.total_cmp(&b.1.words)).map_or(0, |(i, _)| i);
        Self { list, longest }
    }

    fn of(&self, at: usize) -> Option<Run> {
        let index = self.list.partition_point(|run| run.end <= at);
        self.list.get(index).copied().filter(|run| run.contains(at))
    }

    fn longest(&self) -> Run {
        self.list.get(self.longest).copied().unwrap_or_default()
    }
}

/// In how many prose blocks of the longest run each longer word stands.
fn vocabulary(profiles: &[Profile], runs: &Runs) -> Map<u64, u32> {
    let longest = runs.longest();
    let mut counts = Map::default();
    for p in profiles.get(longest.start..longest.end).unwrap_or_default().iter().filter(|p| p.is_prose()) {
        for &word in &p.content {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    counts
}

/// The share of a block's longer words that stand in the longest run, elsewhere than in the block itself.
fn overlap(p: &Profile, vocabulary: &Map<u64, u32>, is_inside: bool) -> f32 {
    if p.content.is_empty() {
        return -1.0;
    }
    let own = u32::from(is_inside && p.is_prose());
    let shared = p.content.iter().filter(|word| vocabulary.get(word).is_some_and(|&n| n > own)).count();
    shared as f32 / p.content.len() as f32
}

const _: () = assert!(COUNT == super::NAMES.len());
