//! The lines that may be the title, and the features of each: how it looks, what stands around it, how much of it comes
//! again in the body, and how it stands against the others of its page. Which of them wins is decided by the model.

use super::super::{Ballot, View, byline};
use super::site::tidy;
use crate::extract::features::Profile;
use crate::text::fold::fold;
use crate::text::head;
use crate::text::map::{Map, Set};

/// How many features a line has.
pub const COUNT: usize = 73;
/// How far before the body a title may stand, in blocks.
const REACH: usize = 300;
/// How far into the body: a title may have been taken for one of its first blocks, or stand below a teaser that was.
const INTO: usize = 8;
/// The longest title, in words.
const LONGEST: f32 = 40.0;
/// Blocks in which copies of a line are looked for.
const SEARCHED: usize = 2000;
/// Distances beyond this many blocks are all alike.
const FAR: usize = 20;

/// A line that may be the title.
pub(super) struct Candidate {
    /// The block.
    pub(super) at: usize,
    /// What it says, without label and site.
    pub(super) text: String,
    /// Its features.
    pub(super) row: [f32; COUNT],
}

/// The candidates of a page, in order.
pub(super) fn candidates(view: &View<'_>, names: &Ballot) -> Vec<Candidate> {
    let first = view.body.start;
    let range = range(view);
    let body = Body::read(view);
    let echoes = Echoes::read(view);
    let dated = flags(view, &range, |at| view.profiles.get(at).is_some_and(|p| p.has_date));
    let signed = flags(view, &range, |at| byline::is_signed(view.text(at)));
    let scene = Scene { view, range: range.clone(), dated, signed };
    let mut found = Vec::new();
    for (at, text, own) in said(view, names) {
        let Some(p) = view.profiles.get(at) else { continue };
        let is_name = names.candidates.iter().any(|(name, _, votes)| *name == own && *votes >= 1.0);
        let mut row = Vec::with_capacity(COUNT);
        looks(p, &mut row);
        row.push(flag(is_name));
        row.push(flag(byline::is_bare(&text, names)));
        scene.place(at, p, &mut row);
        body.shared(p, &mut row);
        echoes.of(at, &own, first, &mut row);
        let mut fixed = [0.0; COUNT];
        fixed.iter_mut().zip(&row).for_each(|(slot, value)| *slot = *value);
        found.push(Candidate { at, text, row: fixed });
    }
    compare(&mut found);
    found
}

/// The blocks among which the title is looked for.
fn range(view: &View<'_>) -> std::ops::Range<usize> {
    let first = view.body.start;
    first.saturating_sub(REACH)..(first + INTO).min(view.profiles.len())
}

/// The lines that may be the title: the block, what it says without label and site, and that folded.
pub(super) fn said<'v>(view: &'v View<'_>, names: &'v Ballot) -> impl Iterator<Item = (usize, String, String)> + 'v {
    let short = |at: &usize| view.profiles.get(*at).is_some_and(|p| p.words >= 1.0 && p.words <= LONGEST);
    range(view).filter(short).filter_map(|at| {
        let text = tidy(view.text(at), names, view);
        let own = fold(&text);
        // "Home > News > Local" is the way to a page, not its title.
        let steps = [" > ", " » ", " › ", " / "].iter().map(|sign| text.matches(sign).count()).max();
        (!own.is_empty() && steps < Some(2) && !byline::is_all(&text, names)).then_some((at, text, own))
    })
}

fn flags(view: &View<'_>, range: &std::ops::Range<usize>, test: impl Fn(usize) -> bool) -> Vec<bool> {
    (range.start..(range.end + FAR).min(view.profiles.len())).map(test).collect()
}

const fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

/// What the line looks like by itself: 15 features.
fn looks(p: &Profile, row: &mut Vec<f32>) {
    row.extend([
        p.words.ln_1p(),
        p.characters / p.words.max(1.0),
        flag(p.ends_sentence),
        flag(p.ends_question),
        p.capitals,
        p.upper,
        p.digits,
        p.function_words,
        p.clutter,
        flag(p.has_date),
        flag(p.is_item),
        f32::from(p.heading),
        p.separators,
        flag(p.begins_lower),
        flag(p.ends_colon),
    ]);
}

/// Where lines stand.
struct Scene<'v> {
    view: &'v View<'v>,
    range: std::ops::Range<usize>,
    dated: Vec<bool>,
    signed: Vec<bool>,
}

impl Scene<'_> {
    /// The neighbours of the line, and its way to the body: 36 features.
    fn place(&self, at: usize, p: &Profile, row: &mut Vec<f32>) {
        let none = Profile::default();
        let near =
            |offset: isize| at.checked_add_signed(offset).and_then(|at| self.view.profiles.get(at)).unwrap_or(&none);
        let i = at - self.range.start;
        let ahead = |flags: &[bool]| {
            let distance = flags.iter().skip(i + 1).position(|&is| is).map_or(FAR, |n| n.min(FAR));
            (distance as f32).ln_1p()
        };
        let behind = |flags: &[bool]| {
            let distance = flags.iter().take(i).rev().position(|&is| is).map_or(FAR, |n| n.min(FAR));
            (distance as f32).ln_1p()
        };
        // Items of menus stand in runs of short lines, teasers among lines as long as they are; a title stands alone.
        let is_short = |p: &Profile| p.words <= 3.0;
        let run = |offsets: &mut dyn Iterator<Item = isize>| offsets.take_while(|&n| is_short(near(n))).count() as f32;
        let is_like = |other: &&Profile| {
            other.words >= 3.0
                && (other.words - p.words).abs() <= p.words * 0.4
                && other.ends_sentence == p.ends_sentence
        };
        let alike = (1..=6).filter(|&n| is_like(&near(n))).count() as f32;
        let alike_before = (1..=6).filter(|&n| is_like(&near(-n))).count() as f32;
        let first = self.view.body.start;
        let distance = if at < first { ((first - at) as f32).ln_1p() } else { -((at - first + 1) as f32) };
        // Lines between this one and the body that could be a title as well, and the words of all.
        let (mut rivals, mut longer, mut words) = (0_u32, 0_u32, 0.0_f32);
        for other in at + 1..first.min(at + 60) {
            let Some(other) = self.view.profiles.get(other) else { break };
            words += other.words;
            if (4.0..=25.0).contains(&other.words) && other.clutter < 0.3 && !other.has_date {
                rivals += 1;
                longer += u32::from(other.words > p.words);
            }
        }
        let count = self.view.profiles.len().max(1);
        row.extend([
            distance,
            (at as f32).ln_1p(),
            at as f32 / count as f32,
            p.gap.min(4) as f32,
            near(1).gap.min(4) as f32,
            f32::from(p.indent.min(40)),
            p.copies.min(4) as f32,
            flag(p.seen),
            ahead(&self.dated),
            ahead(&self.signed),
            flag(self.signed.get(i).copied().unwrap_or(false)),
            near(-1).words.ln_1p(),
            near(1).words.ln_1p(),
            near(2).words.ln_1p(),
            near(-1).clutter,
            near(1).clutter,
            flag(near(1).ends_sentence),
            flag(near(1).is_prose()),
            flag(near(-1).is_prose()),
            flag(near(-1).has_date),
            flag(near(-1).is_item),
            (rivals.min(40) as f32).ln_1p(),
            (longer.min(40) as f32).ln_1p(),
            words.ln_1p(),
            flag(self.view.is_body(at)),
            flag(near(-1).ends_sentence),
            near(-2).words.ln_1p(),
            near(-1).capitals,
            near(1).capitals,
            run(&mut (1..=FAR as isize).map(|n| -n)).ln_1p(),
            run(&mut (1..=FAR as isize)).ln_1p(),
            alike,
            alike_before,
            behind(&self.dated),
            behind(&self.signed),
            (near(1).words - p.words).clamp(-30.0, 30.0),
        ]);
    }
}

/// The words of the body and of its first blocks, and how rare each is among the blocks of the page.
struct Body {
    all: Set<u64>,
    lead: Set<u64>,
    blocks: Map<u64, u32>,
    count: f32,
}

impl Body {
    fn read(view: &View<'_>) -> Self {
        let (mut all, mut lead, mut blocks) = (Set::default(), Set::default(), Map::default());
        let prose = view.profiles.iter().enumerate().filter(|(at, p)| view.is_body(*at) && p.is_prose());
        for (n, (_, p)) in prose.take(400).enumerate() {
            all.extend(&p.content);
            if n < 3 {
                lead.extend(&p.content);
            }
        }
        for p in view.profiles.iter().take(SEARCHED) {
            let own: Set<u64> = p.content.iter().copied().collect();
            own.into_iter().for_each(|word| *blocks.entry(word).or_insert(0) += 1);
        }
        Self { all, lead, blocks, count: view.profiles.len().clamp(1, SEARCHED) as f32 }
    }

    /// How much of the line the body says again: 5 features.
    fn shared(&self, p: &Profile, row: &mut Vec<f32>) {
        let (mut hits, mut sum, mut rare, mut rare_lead) = (0_u32, 0.0_f32, 0.0_f32, 0.0_f32);
        let mut leads = 0_u32;
        for word in &p.content {
            let blocks = self.blocks.get(word).copied().unwrap_or(1);
            let weight = (1.0 + self.count / blocks as f32).ln();
            sum += weight;
            if self.all.contains(word) {
                hits += 1;
                rare += weight;
            }
            if self.lead.contains(word) {
                leads += 1;
                rare_lead += weight;
            }
        }
        let share = |hits: u32| if p.content.is_empty() { -1.0 } else { hits as f32 / p.content.len() as f32 };
        let of_sum = |part: f32| if sum > 0.0 { part / sum } else { -1.0 };
        row.extend([share(hits), share(leads), hits.min(12) as f32, of_sum(rare), rare_lead.min(40.0)]);
    }
}

/// Where the words of a line come again: every pair of neighbouring words of the page, with the blocks it stands in.
struct Echoes {
    folded: Vec<String>,
    pairs: Map<u64, Vec<(u32, u32)>>,
    /// The words of the first line with some.
    top: Set<u64>,
}

impl Echoes {
    fn read(view: &View<'_>) -> Self {
        let count = view.profiles.len().min(SEARCHED);
        let folded: Vec<String> = (0..count).map(|at| fold(head(view.text(at), 400))).collect();
        let mut pairs: Map<u64, Vec<(u32, u32)>> = Map::default();
        for (at, text) in folded.iter().enumerate() {
            for (offset, pair) in pairs_of(text) {
                let places = pairs.entry(pair).or_default();
                // A pair that stands everywhere says nothing.
                if places.len() < 24 {
                    places.push((at as u32, offset as u32));
                }
            }
        }
        let top = folded.iter().find(|text| text.split(' ').count() >= 3);
        let top =
            top.map(|text| text.split(' ').filter(|word| word.len() >= 4).map(hash).collect()).unwrap_or_default();
        Self { folded, pairs, top }
    }

    /// In how many other lines the line stands: as it is, at the head of a longer one, inside one; before the body or
    /// after its start; how much of it the first line says; whether shorter lines stand at its own head; and the same of ends: 8 features.
    fn of(&self, at: usize, own: &str, first: usize, row: &mut Vec<f32>) {
        let (mut twins, mut heads, mut inside, mut after, mut tails) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
        let places = pairs_of(own).next().and_then(|(_, pair)| self.pairs.get(&pair));
        let mut is_begun = false;
        for &(other, offset) in places.into_iter().flatten() {
            let other_at = other as usize;
            let Some(text) = self.folded.get(other_at).filter(|_| other_at != at) else { continue };
            let rest = text.get(offset as usize..).unwrap_or("");
            if rest.starts_with(own) {
                match (offset, rest.len() == own.len()) {
                    (0, true) => twins += 1,
                    (0, false) => heads += 1,
                    (_, is_end) => {
                        inside += 1;
                        tails += u32::from(is_end);
                    }
                }
                after += u32::from(other_at >= first);
            } else {
                is_begun |= offset == 0 && text.split(' ').nth(2).is_some() && own.starts_with(text.as_str());
            }
        }
        let words: Vec<u64> = own.split(' ').filter(|word| word.len() >= 4).map(hash).collect();
        let said = words.iter().filter(|word| self.top.contains(word)).count();
        let said = if words.is_empty() { -1.0 } else { said as f32 / words.len() as f32 };
        // A shorter line that this one ends with: a label or a menu is glued to its own head.
        let last = pairs_of(own).skip(2).last().and_then(|(_, pair)| self.pairs.get(&pair));
        let is_ended = last.into_iter().flatten().any(|&(other, _)| {
            let text = self.folded.get(other as usize).filter(|text| text.len() < own.len() && other as usize != at);
            text.is_some_and(|text| text.split(' ').nth(2).is_some() && own.ends_with(text.as_str()))
        });
        row.extend([
            twins.min(3) as f32,
            heads.min(3) as f32,
            inside.min(3) as f32,
            after.min(3) as f32,
            said,
            flag(is_begun),
            tails.min(3) as f32,
            flag(is_ended),
        ]);
    }
}

/// Each two words of a folded text that follow each other, with the offset of the first.
fn pairs_of(text: &str) -> impl Iterator<Item = (usize, u64)> {
    let mut offset = 0;
    let starts = text.split(' ').map(move |word| {
        let start = offset;
        offset += word.len() + 1;
        (start, word)
    });
    let words: Vec<(usize, &str)> = starts.collect();
    let pairs: Vec<(usize, u64)> = words
        .iter()
        .zip(words.iter().skip(1))
        .map(|((start, a), (_, b))| (*start, hash(a).rotate_left(17) ^ hash(b)))
        .collect();
    pairs.into_iter()
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How a line stands against the other candidates of its page, and how those right before and after it do: the last
/// seven features of each row.
fn compare(found: &mut [Candidate]) {
    let own = |row: &[f32; COUNT], at: usize| row.get(at).copied().unwrap_or(0.0);
    // The lead's rare words that the line says, and the share of the line that the body says.
    let most_rare = found.iter().map(|c| own(&c.row, RARE)).fold(0.0_f32, f32::max);
    let most_share = found.iter().map(|c| own(&c.row, RARE - 1)).fold(0.0_f32, f32::max);
    let mut sorted: Vec<f32> = found.iter().map(|c| own(&c.row, RARE)).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let facts: Vec<[f32; 3]> =
        found.iter().map(|c| [own(&c.row, RARE), own(&c.row, RARE - 1), own(&c.row, 4)]).collect();
    for (i, candidate) in found.iter_mut().enumerate() {
        let near = |at: Option<usize>| at.and_then(|at| facts.get(at)).copied().unwrap_or([-1.0; 3]);
        let ([rare, share, _], before, after) = (near(Some(i)), near(i.checked_sub(1)), near(Some(i + 1)));
        let rank = sorted.partition_point(|&other| other > rare);
        let last = [
            (rank.min(FAR) as f32).ln_1p(),
            rare / most_rare.max(1.0),
            share - most_share,
            before[0] - rare,
            before[2],
            after[0] - rare,
            after[2],
        ];
        if let Some(slots) = candidate.row.last_chunk_mut::<7>() {
            *slots = last;
        }
    }
}

/// Where in a row the rare words of the lead are counted.
const RARE: usize = 57;
