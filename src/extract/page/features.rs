//! Features of a block of a page: those of a text of lines, and what the elements around it say. No judgement is made
//! here. Training and reading use this code, so that a weight always means the same.

use super::frames::{Frames, PLACES};
use super::piece::Traits;
use super::second::Around;
use super::signs::{self, Signs};
use crate::article::{BlockKind, Shape};
use crate::extract::features;
use crate::extract::label::Label;
use crate::formats::{Document, Field, Frame, Tag};
use crate::text::fold::fold;
use crate::text::map::{Map, Set};

/// The names of the features that a page adds, in order.
pub const OWN: [&str; 56] = [
    "share of links",
    "linked bytes",
    "in the first container",
    "in the second container",
    "named as body",
    "named as lead",
    "named as caption",
    "hidden",
    "named as ad",
    "named as promotion",
    "named as navigation",
    "named as related",
    "named as comment",
    "named as legal",
    "named as meta",
    "prose share of what leads away",
    "paragraph element",
    "loose in a division",
    "inline as a whole",
    "row or cell",
    "caption",
    "quote",
    "in an article",
    "in a main",
    "in a header",
    "in a figure",
    "in a table",
    "in a quotation",
    "in a noscript",
    "depth",
    "prose share of the parent",
    "link share of the parent",
    "blocks of the parent",
    "prose share of the grandparent",
    "link share of the grandparent",
    "blocks of the grandparent",
    "levels to half of the prose",
    "levels to most of the prose",
    "prose share of its like",
    "blocks of its like",
    "link share of its like",
    "words of its like",
    "blocks since the headline",
    "headline or title",
    "claimed as a summary",
    "pictures beside it",
    "link share of the list",
    "blocks of the list",
    "link share of the one before",
    "link share of the one after",
    "container votes of the one before",
    "container votes of the one after",
    "like the one before",
    "like the one after",
    "first look says body",
    "first look is sure",
];

/// How many features a block of a page has: those of a text of lines, [`OWN`] and [`signs::NAMES`].
pub const COUNT: usize = features::COUNT + OWN.len() + signs::NAMES.len();

/// The features of one block.
pub type Row = [f32; COUNT];

/// What the features are made of.
pub(super) struct Page<'a> {
    pub(super) document: &'a Document,
    pub(super) traits: &'a [Traits],
    pub(super) profiles: &'a [features::Profile],
    pub(super) frames: &'a Frames,
    pub(super) labels: &'a [Label],
    pub(super) headline: Option<usize>,
    pub(super) is_title: &'a [bool],
}

/// Blocks whose elements have the same tags and names: a page's paragraphs are alike, and so are its teasers.
#[derive(Clone, Copy, Default)]
struct Like {
    blocks: f32,
    prose: f32,
    bytes: f32,
    linked: f32,
    words: f32,
}

impl Page<'_> {
    /// The features of each block, and where the blocks stand to each other.
    pub(super) fn read(&self) -> (Vec<Row>, Around) {
        let alike: Vec<u64> = self.traits.iter().map(|traits| signature(&self.document.frames, traits.frame)).collect();
        let elements: Vec<[usize; 4]> = self.traits.iter().map(|traits| self.elements(traits.frame)).collect();
        (self.rows(&alike), Around::new(self.traits, &alike, &elements))
    }

    /// The block around an element, its parent, its grandparent, and the list around it.
    fn elements(&self, frame: usize) -> [usize; 4] {
        let own = block(&self.document.frames, frame);
        let parent = self.parent(own);
        [own, parent, self.parent(parent), self.frames.of(frame).list as usize]
    }

    fn rows(&self, alike: &[u64]) -> Vec<Row> {
        let lines = features::rows_of(self.profiles);
        let mut likes: Map<u64, Like> = Map::default();
        for (traits, key) in self.traits.iter().zip(alike) {
            let like = likes.entry(*key).or_default();
            like.blocks += 1.0;
            like.prose += traits.prose() as f32;
            like.bytes += traits.bytes as f32;
            like.linked += traits.linked as f32;
            like.words += traits.words as f32;
        }
        let summary = self.summaries();
        let levels = self.levels();
        let signs = Signs::read(self);
        (0..self.traits.len())
            .map(|at| {
                let mut row = [0.0; COUNT];
                let own = self.own(at, alike, &likes, &summary, &levels);
                let first = lines.get(at).map_or(&[][..], |line| line.as_slice());
                for (slot, value) in row.iter_mut().zip(first.iter().chain(&own).chain(&signs.row(self, at))) {
                    *slot = *value;
                }
                row
            })
            .collect()
    }

    fn own(
        &self,
        at: usize,
        alike: &[u64],
        likes: &Map<u64, Like>,
        summaries: &[String],
        levels: &[(u16, u16)],
    ) -> [f32; OWN.len()] {
        let none = Traits::default();
        let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| self.traits.get(at)).unwrap_or(&none);
        let traits = *near(0);
        let standing = self.frames.of(traits.frame);
        let frame = self.document.frames.get(traits.frame);
        let total = self.frames.of(0).prose.max(1) as f32;
        let parent_at = frame.map_or(0, |frame| frame.parent as usize);
        let block_at = block(&self.document.frames, traits.frame);
        let parent = self.frames.of(self.parent(block_at));
        let grandparent = self.frames.of(self.parent(self.parent(block_at)));
        let list = self.frames.of(standing.list as usize);
        let share = |linked: u32, text: u32| linked as f32 / text.max(1) as f32;
        let away = |kind: BlockKind| flag(standing.away.is_some_and(|(found, _)| found == kind));
        let like = alike.get(at).and_then(|key| likes.get(key)).copied().unwrap_or_default();
        let is_alike = |offset: isize| {
            let other = at.checked_add_signed(offset).and_then(|at| alike.get(at));
            flag(other.is_some() && other == alike.get(at))
        };
        let tag = frame.map_or(Tag::Other, |frame| frame.tag);
        let shape = self.document.pieces.get(at).map(|piece| &piece.shape);
        let text = self.document.pieces.get(at).map_or("", |piece| piece.text.as_str());
        let label = self.labels.get(at);
        let place = |index: usize| PLACES.get(index).map_or(0.0, |(bit, _)| flag(standing.places & bit != 0));
        let beside = [traits.frame, parent_at].into_iter().filter_map(|at| self.document.frames.get(at));
        let pictures: f32 = beside.map(|frame| f32::from(frame.pictures)).sum();
        let (half, most) = levels.get(traits.frame).copied().unwrap_or_default();
        [
            traits.link_share(),
            log(traits.linked as f32),
            flag(self.frames.in_first(traits.frame)),
            flag(self.frames.in_second(traits.frame)),
            flag(standing.says_body),
            flag(standing.says_lead),
            flag(standing.says_caption),
            flag(standing.hidden),
            away(BlockKind::Ad),
            away(BlockKind::Promotion),
            away(BlockKind::Navigation),
            away(BlockKind::Related),
            away(BlockKind::Comment),
            away(BlockKind::Legal),
            away(BlockKind::Meta),
            if standing.away_at > 0 { self.frames.of(standing.away_at as usize).prose as f32 / total } else { -1.0 },
            flag(tag == Tag::P),
            flag(matches!(tag, Tag::Div | Tag::Section | Tag::Article | Tag::Main | Tag::Body)),
            flag(!tag.is_block()),
            flag(matches!(shape, Some(Shape::Row(_))) || matches!(tag, Tag::Td | Tag::Th)),
            flag(matches!(shape, Some(Shape::Caption))),
            flag(matches!(shape, Some(Shape::Quote))),
            place(0),
            place(1),
            place(2),
            place(3),
            place(4),
            place(5),
            place(6),
            f32::from(standing.depth.min(60)),
            parent.prose as f32 / total,
            share(parent.linked, parent.text),
            log(parent.blocks as f32),
            grandparent.prose as f32 / total,
            share(grandparent.linked, grandparent.text),
            log(grandparent.blocks as f32),
            f32::from(half.min(30)),
            f32::from(most.min(30)),
            like.prose / total,
            log(like.blocks),
            like.linked / like.bytes.max(1.0),
            log(like.words / like.blocks.max(1.0)),
            self.headline
                .map_or(-9.0, |head| if at >= head { log((at - head) as f32) } else { -log((head - at) as f32) }),
            flag(self.is_title.get(at).copied().unwrap_or_default()),
            flag(is_summary(text, summaries)),
            log(pictures),
            if standing.list > 0 { share(list.linked, list.text) } else { -1.0 },
            if standing.list > 0 { log(list.blocks as f32) } else { -1.0 },
            near(-1).link_share(),
            near(1).link_share(),
            f32::from(self.frames.votes(near(-1).frame)),
            f32::from(self.frames.votes(near(1).frame)),
            is_alike(-1),
            is_alike(1),
            flag(label.is_some_and(|label| label.kind == BlockKind::Body)),
            label.map_or(0.0, |label| label.sure),
        ]
    }

    fn parent(&self, at: usize) -> usize {
        self.document.frames.get(at).map_or(0, |frame| frame.parent as usize)
    }

    /// The summaries that the page claims, folded, without the end that is often cut.
    fn summaries(&self) -> Vec<String> {
        let claims = self.document.claims.iter().filter(|claim| claim.field == Field::Standfirst);
        claims
            .map(|claim| fold(&claim.value))
            .filter(|text| text.len() >= 40)
            .map(|text| text.chars().take(60).collect())
            .collect()
    }

    /// For each element, the levels up to one that holds half, and one that holds nine tenths, of the page's prose.
    fn levels(&self) -> Vec<(u16, u16)> {
        let total = self.frames.of(0).prose;
        let mut levels: Vec<(u16, u16)> = Vec::with_capacity(self.document.frames.len());
        for (at, frame) in self.document.frames.iter().enumerate() {
            let prose = u64::from(self.frames.of(at).prose) * 10;
            let (half, most) = levels.get(frame.parent as usize).copied().unwrap_or_default();
            let is_half = prose >= u64::from(total) * 5;
            let is_most = prose >= u64::from(total) * 9;
            levels.push((
                if is_half { 0 } else { half.saturating_add(1) },
                if is_most { 0 } else { most.saturating_add(1) },
            ));
        }
        levels
    }
}

fn is_summary(text: &str, summaries: &[String]) -> bool {
    if summaries.is_empty() || text.len() < 40 {
        return false;
    }
    let head = fold(crate::text::head(text, 400));
    summaries.iter().any(|summary| head.starts_with(summary.as_str()))
}

/// The share of a block's longer words that are among `others`; -1 where either has none.
pub(super) fn share_among(content: &[u64], others: &Set<u64>) -> f32 {
    if content.is_empty() || others.is_empty() {
        return -1.0;
    }
    content.iter().filter(|word| others.contains(word)).count() as f32 / content.len() as f32
}

/// The innermost block at or around an element.
pub(super) fn block(frames: &[Frame], mut at: usize) -> usize {
    while let Some(frame) = frames.get(at)
        && !frame.tag.is_block()
        && at != 0
    {
        at = frame.parent as usize;
    }
    at
}

/// A number for the tags and names of the block around an element and of its parent; numbers in names do not count.
fn signature(frames: &[Frame], at: usize) -> u64 {
    let block_at = block(frames, at);
    let parent = frames.get(block_at).map_or(0, |frame| frame.parent as usize);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for frame in [block_at, parent].into_iter().filter_map(|at| frames.get(at)) {
        let bytes = frame.names.bytes().filter(|b| !b.is_ascii_digit()).chain([0xff, frame.tag as u8]);
        hash = bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    }
    hash
}

pub(super) fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

pub(super) fn log(x: f32) -> f32 {
    x.max(0.0).ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likes_do_not_mind_numbers() {
        let frame = |tag, names: &str| Frame { tag, names: names.to_owned(), ..Frame::default() };
        let frames =
            [frame(Tag::Body, ""), frame(Tag::P, " par-1 "), frame(Tag::P, " par-22 "), frame(Tag::Li, " par-1 ")];
        assert_eq!(signature(&frames, 1), signature(&frames, 2));
        assert_ne!(signature(&frames, 1), signature(&frames, 3));
    }
}
