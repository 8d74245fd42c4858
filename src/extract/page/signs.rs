//! More features of a block of a page: what its marks and links show, where it lies among its siblings and in the first
//! container, and what it shares with the title, the summary and the body that the page gives in its data for machines.
//! No judgement is made here.

use crate::text::map::Set;

use super::features::{Page, flag, log, share_among};
use super::piece::Traits;
use super::second::signed;
use crate::formats::{Document, Field, Frame};
use crate::text::MarkKind;
use crate::text::fold::fold;

/// The names of these features, in order.
pub const NAMES: [&str; 28] = [
    "bold share",
    "italic share",
    "links",
    "begins with a link",
    "ends with a link",
    "linked elsewhere too",
    "share of links that lead away",
    "container prose before",
    "container prose after",
    "since the first of the container",
    "to the last of the container",
    "siblings before",
    "siblings after",
    "sibling prose before",
    "sibling prose after",
    "levels to the one before",
    "levels to the one after",
    "words of the title",
    "words of the summary",
    "told to machines",
    "in a box that asks",
    "speaks to the reader",
    "closes with a credit",
    "element has names",
    "heading before",
    "heading after",
    "link share before",
    "link share after",
];

/// Words that stand together in what a page tells machines.
const SHINGLE: usize = 3;
/// How much of a summary or of a told body is read, in bytes.
const READ: usize = 256 * 1024;
/// The most levels climbed to an element that holds two blocks.
const LEVELS: usize = 16;

/// What is counted over the whole page.
pub(super) struct Signs {
    /// For each link, in how many blocks it stands, and whether it leads to another site.
    links: Vec<(u32, bool)>,
    /// For each element, the first block in it and the one after the last.
    ranges: Vec<(u32, u32)>,
    /// Running sums of prose, and of prose in the first container.
    prose: Vec<u64>,
    inside: Vec<u64>,
    /// The first and the last prose block of the first container.
    ends: Option<(usize, usize)>,
    /// Running sums of bytes and of linked bytes.
    bytes: Vec<u64>,
    linked: Vec<u64>,
    title: Set<u64>,
    summary: Set<u64>,
    told: Set<u64>,
}

impl Signs {
    pub(super) fn read(page: &Page<'_>) -> Self {
        let document = page.document;
        let host = document.claims.iter().find(|claim| claim.field == Field::Url).and_then(|claim| host(&claim.value));
        let mut links: Vec<(u32, bool)> =
            document.links.iter().map(|link| (0, host.is_some() && self::host(link) != host)).collect();
        for piece in &document.pieces {
            let mut last = None;
            for link in piece.text.marks().iter().filter_map(|mark| link_of(mark.kind)) {
                if last != Some(link)
                    && let Some((blocks, _)) = links.get_mut(link)
                {
                    *blocks += 1;
                }
                last = Some(link);
            }
        }
        let inside = |at: &usize| page.traits.get(*at).is_some_and(|t| t.prose() > 0 && page.frames.in_first(t.frame));
        let first = (0..page.traits.len()).find(inside);
        let last = (0..page.traits.len()).rev().find(inside);
        let profiles = page.profiles;
        let title =
            page.headline.and_then(|at| profiles.get(at)).map(|profile| profile.content.iter().copied().collect());
        let summary =
            document.claims.iter().filter(|claim| claim.field == Field::Standfirst && claim.value.len() >= 40);
        Self {
            links,
            ranges: ranges(document),
            prose: running(page.traits.iter().map(Traits::prose)),
            inside: running(page.traits.iter().map(|t| if page.frames.in_first(t.frame) { t.prose() } else { 0 })),
            ends: first.zip(last),
            bytes: running(page.traits.iter().map(|t| t.bytes)),
            linked: running(page.traits.iter().map(|t| t.linked)),
            title: title.unwrap_or_default(),
            summary: summary.flat_map(|claim| long_words(crate::text::head(&claim.value, READ))).collect(),
            told: document.told.as_deref().map(shingles).unwrap_or_default(),
        }
    }

    /// The features of the block at `at`.
    pub(super) fn row(&self, page: &Page<'_>, at: usize) -> [f32; NAMES.len()] {
        let (Some(piece), Some(traits), Some(profile)) =
            (page.document.pieces.get(at), page.traits.get(at), page.profiles.get(at))
        else {
            return [0.0; NAMES.len()];
        };
        let frames = &page.document.frames;
        let marks = piece.text.marks();
        let length = piece.text.as_str().len();
        let share_of = |kind: MarkKind| {
            let marked: u32 =
                marks.iter().filter(|m| m.kind == kind).map(|m| m.range.end.saturating_sub(m.range.start)).sum();
            (marked as f32 / length.max(1) as f32).min(1.0)
        };
        let own: Vec<(u32, bool)> =
            marks.iter().filter_map(|mark| self.links.get(link_of(mark.kind)?)).copied().collect();
        let is_link_at = |end: bool| {
            marks.iter().any(|mark| {
                let place = if end { mark.range.end as usize + 1 >= length } else { mark.range.start <= 1 };
                place && link_of(mark.kind).is_some()
            })
        };
        let away = own.iter().filter(|(_, away)| *away).count() as f32 / own.len().max(1) as f32;
        let count = page.traits.len();
        let share = |sums: &[u64], from: usize, to: usize, of: u64| between(sums, from, to) as f32 / of.max(1) as f32;
        let all_inside = self.inside.last().copied().unwrap_or_default();
        let block = super::features::block(frames, traits.frame);
        let parent = frames.get(block).map_or(0, |frame| frame.parent as usize);
        let (from, to) = self.ranges.get(parent).map_or((at, at + 1), |&(from, to)| (from as usize, to as usize));
        let siblings = between(&self.prose, from, to);
        let frame_of =
            |offset: isize| at.checked_add_signed(offset).and_then(|at| page.traits.get(at)).map(|t| t.frame);
        let levels = |other: Option<usize>| other.map_or(-1.0, |other| levels(frames, traits.frame, other));
        let is_heading = |offset: isize| {
            flag(at.checked_add_signed(offset).and_then(|at| page.traits.get(at)).is_some_and(|t| t.is_heading))
        };
        let link_share = |from: usize, to: usize| {
            share(&self.linked, from, to.min(count), between(&self.bytes, from, to.min(count)))
        };
        [
            share_of(MarkKind::Bold),
            share_of(MarkKind::Italic),
            log(own.len() as f32),
            flag(is_link_at(false)),
            flag(is_link_at(true)),
            log(own.iter().map(|&(blocks, _)| blocks.saturating_sub(1)).max().unwrap_or_default() as f32),
            if own.is_empty() { -1.0 } else { away },
            share(&self.inside, 0, at, all_inside),
            share(&self.inside, at + 1, count, all_inside),
            self.ends.map_or(-9.0, |(first, _)| signed(at, first)),
            self.ends.map_or(-9.0, |(_, last)| signed(last, at)),
            log(at.saturating_sub(from) as f32),
            log(to.saturating_sub(at + 1) as f32),
            share(&self.prose, from.min(at), at, siblings),
            share(&self.prose, at + 1, to.max(at + 1), siblings),
            levels(frame_of(-1)),
            levels(frame_of(1)),
            share_among(&profile.content, &self.title),
            share_among(&profile.content, &self.summary),
            self.told(piece.text.as_str()),
            flag(page.frames.of(traits.frame).asks),
            profile.address,
            flag(profile.has_credit),
            flag(frames.get(block).is_some_and(|frame| !frame.names.is_empty())),
            is_heading(-1),
            is_heading(1),
            link_share(at.saturating_sub(3), at),
            link_share(at + 1, at + 4),
        ]
    }

    /// The share of a block that the page tells machines as its body; -1 where it tells nothing, -0.5 where the block is
    /// too short to say.
    fn told(&self, text: &str) -> f32 {
        if self.told.is_empty() {
            return -1.0;
        }
        let words: Vec<u64> = words(crate::text::head(text, READ)).collect();
        if words.len() < SHINGLE {
            return -0.5;
        }
        let found = words.windows(SHINGLE).filter(|words| self.told.contains(&mix(words))).count();
        found as f32 / (words.len() + 1 - SHINGLE) as f32
    }
}

fn link_of(kind: MarkKind) -> Option<usize> {
    if let MarkKind::Link(link) = kind { Some(usize::from(link)) } else { None }
}

/// The host of an address, without `www.`.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// For each element, the first block in it and the one after the last.
fn ranges(document: &Document) -> Vec<(u32, u32)> {
    let mut ranges = vec![(u32::MAX, 0); document.frames.len()];
    for (at, piece) in document.pieces.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if let crate::formats::Setting::Element { frame, .. } = piece.setting
            && let Some(range) = ranges.get_mut(frame as usize)
        {
            *range = (range.0.min(at), at + 1);
        }
    }
    for at in (1..ranges.len()).rev() {
        let (Some(own), Some(frame)) = (ranges.get(at).copied(), document.frames.get(at)) else { continue };
        if let Some(parent) = ranges.get_mut(frame.parent as usize) {
            *parent = (parent.0.min(own.0), parent.1.max(own.1));
        }
    }
    ranges
}

/// How many levels lie between two elements and the one that holds both, the more of the two.
fn levels(frames: &[Frame], mut a: usize, mut b: usize) -> f32 {
    let (mut from_a, mut from_b) = (0_u8, 0_u8);
    let parent = |at: usize| frames.get(at).map_or(0, |frame| frame.parent as usize);
    for _ in 0..LEVELS * 2 {
        // Parents have smaller numbers: the larger of two different elements cannot hold the other.
        match a.cmp(&b) {
            std::cmp::Ordering::Equal => break,
            std::cmp::Ordering::Greater => (a, from_a) = (parent(a), from_a + 1),
            std::cmp::Ordering::Less => (b, from_b) = (parent(b), from_b + 1),
        }
    }
    f32::from(from_a.max(from_b)).min(LEVELS as f32)
}

fn running(values: impl Iterator<Item = u32>) -> Vec<u64> {
    let mut sum = 0_u64;
    std::iter::once(0)
        .chain(values.map(|value| {
            sum += u64::from(value);
            sum
        }))
        .collect()
}

fn between(sums: &[u64], from: usize, to: usize) -> u64 {
    let at = |at: usize| sums.get(at).or(sums.last()).copied().unwrap_or_default();
    at(to).saturating_sub(at(from))
}

/// Hashes of the words of a text, folded (FNV-1a, as in `features`).
fn words(text: &str) -> impl Iterator<Item = u64> {
    let folded = fold(text);
    let words: Vec<u64> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash).collect();
    words.into_iter()
}

/// The same of words long enough to say something.
fn long_words(text: &str) -> Vec<u64> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 5).map(hash).collect()
}

fn shingles(text: &str) -> Set<u64> {
    let words: Vec<u64> = words(crate::text::head(text, READ)).collect();
    words.windows(SHINGLE).map(mix).collect()
}

fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn mix(words: &[u64]) -> u64 {
    words
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| (hash.rotate_left(23) ^ word).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::page::features::COUNT;
    use crate::formats::html;

    /// A feature of each block of a page.
    fn column(markup: &str, name: &str) -> Vec<f32> {
        let at = COUNT - NAMES.len() + NAMES.iter().position(|&other| other == name).unwrap();
        super::super::rows(&html::open(markup)).iter().map(|row| row[at]).collect()
    }

    #[test]
    fn marks_and_links_are_seen() {
        let page = "<link rel=canonical href='http://fjord.example/a'><p><b>Boats</b> sail<p><a href=/b>More</a> on it\
                    <p><a href=/b>More</a><p>See <a href='http://sea.example'>the sea</a>";
        assert_eq!(column(page, "bold share"), [0.5, 0.0, 0.0, 0.0]);
        assert_eq!(column(page, "begins with a link"), [0.0, 1.0, 1.0, 0.0]);
        assert_eq!(column(page, "ends with a link"), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(column(page, "linked elsewhere too"), [0.0, log(1.0), log(1.0), 0.0]);
        assert_eq!(column(page, "share of links that lead away"), [-1.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn a_block_knows_its_place() {
        let page = "<div><p>Alpha<p>Beta<p>Gamma</div><section><div>Delta</div></section>";
        assert_eq!(column(page, "siblings before"), [log(0.0), log(1.0), log(2.0), log(0.0)]);
        assert_eq!(column(page, "levels to the one after"), [1.0, 1.0, 2.0, -1.0]);
    }

    #[test]
    fn what_a_page_tells_machines_is_compared_word_by_word() {
        let page = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"The board met at noon, \
                    and voted.\"}</script><p>The board <i>met</i> at noon<p>Read our letter every day<p>Met";
        assert_eq!(column(page, "told to machines"), [1.0, 0.0, -0.5]);
        assert_eq!(column("<p>The board met at noon", "told to machines"), [-1.0]);
    }

    #[test]
    fn words_of_the_summary_are_found() {
        let page = "<meta name=description content='The harbour board voted to keep the ferry'><h1>Ferry stays</h1>\
                    <p>Harbour board voted to keep ferry<p>Bread dearer";
        let found = column(page, "words of the summary");
        assert!(found[1] > 0.9 && found[2] == 0.0, "{found:?}");
    }
}
