//! What the elements of a page say about the blocks in them: how much prose each holds, what they inherit from those
//! around them, and which of them holds the article, by two ways of counting. Single blocks are judged in the parent.

use super::hints::{self, Hint};
use super::piece::Traits;
use crate::article::BlockKind;
use crate::formats::{Document, Frame, Tag};

/// A hint away from the article counts only where the element holds less than this share of the page's prose: class
/// names of large elements speak of the whole page ("comments-open", "has-sidebar").
const LARGE: f32 = 0.4;
/// The same for readers' comments, which may outweigh the article.
const LARGE_COMMENTS: f32 = 0.9;
/// The share of the page's prose from which on an element with buttons is no box but the page.
const LARGE_BOX: f32 = 0.15;

/// What is known of an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// Bytes of prose below it.
    pub(super) prose: u32,
    /// Bytes of text below it.
    pub(super) text: u32,
    /// Bytes of linked text below it.
    pub(super) linked: u32,
    /// What it or an element around it says of itself, away from the article.
    pub(super) away: Option<(BlockKind, &'static str)>,
    /// Whether it or an element around it says that it is the article's body.
    pub(super) says_body: bool,
    /// Whether it or an element near says that it is a lead.
    pub(super) says_lead: bool,
    /// Whether it or an element around it says that it is a caption or a gallery.
    pub(super) says_caption: bool,
    /// Whether it or an element around it is not shown.
    pub(super) hidden: bool,
    /// Whether it holds the headline.
    pub(super) headline: bool,
    /// Blocks below it.
    pub(super) blocks: u32,
    /// Its depth in the page.
    pub(super) depth: u16,
    /// Whether it is, or lies in, a small box with buttons or fields of its own.
    pub(super) asks: bool,
    /// Where it lies, as bits of [`PLACES`].
    pub(super) places: u16,
    /// The innermost list around it, 0 for none.
    pub(super) list: u32,
    /// The element that leads away, 0 for none.
    pub(super) away_at: u32,
}

/// Elements that say something of all below them.
pub(super) const PLACES: [(u16, &[Tag]); 7] = [
    (1, &[Tag::Article]),
    (2, &[Tag::Main]),
    (4, &[Tag::Header]),
    (8, &[Tag::Figure]),
    (16, &[Tag::Table]),
    (32, &[Tag::Blockquote]),
    (64, &[Tag::Noscript]),
];

/// The elements of a page and the two containers.
pub(super) struct Frames {
    pub(super) standing: Vec<Standing>,
    first: Container,
    second: Container,
}

/// Elements that hold the article, each with all below it.
struct Container {
    inside: Vec<bool>,
}

impl Container {
    fn new(frames: &[Frame], roots: &[bool]) -> Self {
        let mut inside = vec![false; frames.len()];
        for at in 0..frames.len() {
            let is_inside = roots.get(at).copied().unwrap_or_default() || at > 0 && flag(&inside, frames, at);
            if let Some(slot) = inside.get_mut(at) {
                *slot = is_inside;
            }
        }
        Self { inside }
    }
}

fn flag(flags: &[bool], frames: &[Frame], at: usize) -> bool {
    frames.get(at).and_then(|frame| flags.get(frame.parent as usize)).copied().unwrap_or_default()
}

impl Frames {
    /// Reads the elements of `document`; `traits` are those of its pieces, `headline` the piece that is the headline.
    pub(super) fn read(document: &Document, traits: &[Traits], headline: Option<usize>) -> Self {
        let frames = &document.frames;
        let mut standing = vec![Standing::default(); frames.len()];
        for (at, piece) in traits.iter().enumerate() {
            if let Some(own) = standing.get_mut(piece.frame) {
                own.prose = own.prose.saturating_add(piece.prose());
                own.text = own.text.saturating_add(piece.bytes);
                own.linked = own.linked.saturating_add(piece.linked);
                own.headline |= headline == Some(at);
                own.blocks += 1;
            }
        }
        for at in (1..frames.len()).rev() {
            let (Some(own), Some(frame)) = (standing.get(at).copied(), frames.get(at)) else { continue };
            if let Some(parent) = standing.get_mut(frame.parent as usize) {
                parent.prose = parent.prose.saturating_add(own.prose);
                parent.text = parent.text.saturating_add(own.text);
                parent.linked = parent.linked.saturating_add(own.linked);
                parent.headline |= own.headline;
                parent.blocks = parent.blocks.saturating_add(own.blocks);
            }
        }
        let total = standing.first().map_or(0, |root| root.prose).max(1) as f32;
        for at in 0..frames.len() {
            let Some(frame) = frames.get(at) else { continue };
            let around = if at == 0 { Standing::default() } else { copy(&standing, frame.parent as usize) };
            if let Some(own) = standing.get_mut(at) {
                own.inherit(at, frame, around, own.prose as f32 / total);
            }
        }
        let first = Container::new(frames, &by_paragraphs(frames, traits, &standing));
        let second = Container::new(frames, &by_gain(frames, traits, &standing));
        Self { standing, first, second }
    }

    /// In how many of the two containers an element lies.
    pub(super) fn votes(&self, frame: usize) -> u8 {
        let has = |container: &Container| container.inside.get(frame).copied().unwrap_or_default();
        u8::from(has(&self.first)) + u8::from(has(&self.second))
    }

    /// Whether an element lies in the first container.
    pub(super) fn in_first(&self, frame: usize) -> bool {
        self.first.inside.get(frame).copied().unwrap_or_default()
    }

    /// Whether an element lies in the second container.
    pub(super) fn in_second(&self, frame: usize) -> bool {
        self.second.inside.get(frame).copied().unwrap_or_default()
    }

    /// What is known of an element.
    pub(super) fn of(&self, frame: usize) -> Standing {
        copy(&self.standing, frame)
    }
}

fn copy(standing: &[Standing], at: usize) -> Standing {
    standing.get(at).copied().unwrap_or_default()
}

impl Standing {
    fn inherit(&mut self, at: usize, frame: &Frame, around: Self, share: f32) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        // A quotation that is named after a network is a quotation.
        let hint = if frame.tag == Tag::Blockquote { None } else { hints::of_names(&frame.names) };
        self.depth = around.depth.saturating_add(1);
        self.places =
            PLACES.iter().filter(|(_, tags)| tags.contains(&frame.tag)).fold(around.places, |p, (bit, _)| p | bit);
        self.list = if matches!(frame.tag, Tag::Ul | Tag::Ol | Tag::Dl) { at } else { around.list };
        self.away = around.away.or_else(|| {
            let (kind, why) = away(frame.tag, hint)?;
            let limit = if kind == BlockKind::Comment { LARGE_COMMENTS } else { LARGE };
            (!self.headline && share < limit).then_some((kind, why))
        });
        self.away_at = match (around.away, self.away) {
            (None, Some(_)) => at,
            _ => around.away_at,
        };
        self.says_body = around.says_body || hint == Some(Hint::Body);
        self.says_lead = (around.says_lead || hint == Some(Hint::Lead)) && share < LARGE;
        let is_caption = matches!(frame.tag, Tag::Figcaption | Tag::Figure) || hint == Some(Hint::Caption);
        // A table or a listing in a figure is no caption; figures hold them so that they can have one.
        let is_matter = matches!(frame.tag, Tag::Table | Tag::Pre | Tag::Blockquote);
        self.says_caption = (around.says_caption || is_caption && share < LARGE) && !is_matter;
        let has_controls = frame.controls > 0 && frame.tag.is_block() && !self.headline && share < LARGE_BOX;
        self.asks = around.asks || has_controls;
        self.hidden = around.hidden || frame.hidden;
    }
}

/// What an element says of itself that leads away from the article.
fn away(tag: Tag, hint: Option<Hint>) -> Option<(BlockKind, &'static str)> {
    match tag {
        Tag::Nav => return Some((BlockKind::Navigation, "in a nav element")),
        Tag::Footer => return Some((BlockKind::Legal, "in a footer")),
        Tag::Aside => return Some((BlockKind::Related, "in an aside")),
        Tag::Button | Tag::Select | Tag::Form | Tag::Dialog => {
            return Some((BlockKind::Promotion, "in a form or dialog"));
        }
        _ => {}
    }
    match hint? {
        Hint::Kind(kind) => Some((
            kind,
            match kind {
                BlockKind::Ad => "its element is named as an advertisement",
                BlockKind::Promotion => "its element is named as a prompt or share bar",
                BlockKind::Navigation => "its element is named as a menu",
                BlockKind::Related => "its element is named as related links",
                BlockKind::Comment => "its element is named as comments",
                BlockKind::Legal => "its element is named as legal text",
                BlockKind::Meta | BlockKind::Body => "its element is named as byline, date or tags",
            },
        )),
        Hint::Body | Hint::Caption | Hint::Lead => None,
    }
}

/// The first container, Readability's way: each paragraph gives points to its parent, half of them to its grandparent,
/// fewer to those above; links take points away; neighbours of the winner join it when they have points or prose of
/// their own. After Mozilla's Readability.js (`_grabArticle`).
fn by_paragraphs(frames: &[Frame], traits: &[Traits], standing: &[Standing]) -> Vec<bool> {
    let mut points = vec![0.0_f32; frames.len()];
    for piece in traits.iter().filter(|piece| piece.bytes >= 25 && !piece.is_heading) {
        let own = copy(standing, piece.frame);
        if own.away.is_some() || own.says_caption {
            continue;
        }
        let content = 1.0 + piece.commas as f32 + (piece.bytes as f32 / 100.0).min(3.0);
        let content = content * (1.0 - piece.link_share());
        let mut at = parent_block(frames, piece.frame);
        for level in 0..5_u8 {
            let divider = match level {
                0 => 1.0,
                1 => 2.0,
                level => f32::from(level) * 3.0,
            };
            if let Some(slot) = points.get_mut(at) {
                *slot += content / divider;
            }
            if at == 0 {
                break;
            }
            at = frames.get(at).map_or(0, |frame| frame.parent as usize);
        }
    }
    for (at, slot) in points.iter_mut().enumerate() {
        if *slot > 0.0 {
            let own = copy(standing, at);
            if let Some(frame) = frames.get(at) {
                *slot += match (frame.tag, hints::of_names(&frame.names)) {
                    (_, Some(Hint::Body)) => 25.0,
                    (Tag::Article, _) => 10.0,
                    (Tag::Div, _) => 5.0,
                    (Tag::Ul | Tag::Ol | Tag::Dl | Tag::Form | Tag::Address | Tag::Li, _) => -3.0,
                    _ => 0.0,
                };
            }
            *slot *= 1.0 - own.linked as f32 / own.text.max(1) as f32;
        }
    }
    let best = |points: &[f32]| {
        let mut best = (0, 0.0);
        for (at, &score) in points.iter().enumerate() {
            if score > best.1 {
                best = (at, score);
            }
        }
        best
    };
    let (top, score) = best(&points);
    let mut roots = vec![false; frames.len()];
    if let Some(root) = roots.get_mut(top) {
        *root = score > 0.0;
    }
    // Neighbours that carry on: text that is split over several elements.
    let parent = frames.get(top).map_or(0, |frame| frame.parent);
    let threshold = (score * 0.2).max(10.0);
    for at in 1..frames.len() {
        let is_sibling = frames.get(at).is_some_and(|frame| frame.parent == parent) && top != 0;
        if is_sibling && copy(standing, at).away.is_none() {
            let own = copy(standing, at);
            let density = own.linked as f32 / own.text.max(1) as f32;
            let is_paragraph = frames.get(at).is_some_and(|frame| frame.tag == Tag::P);
            let has_points = points.get(at).is_some_and(|&points| points >= threshold);
            let has_prose = is_paragraph && own.prose > 0 && density < 0.25;
            if let Some(root) = roots.get_mut(at) {
                *root |= has_points || has_prose;
            }
        }
    }
    roots
}

/// The element that a paragraph's points go to: the parent of the block that holds it.
fn parent_block(frames: &[Frame], mut at: usize) -> usize {
    for _ in 0..8 {
        let Some(frame) = frames.get(at) else { return 0 };
        let parent = frame.parent as usize;
        match frame.tag {
            Tag::Div | Tag::Td | Tag::Article | Tag::Section | Tag::Main | Tag::Body => return at,
            tag if tag.is_block() => return parent,
            _ => at = parent,
        }
    }
    at
}

/// The second container, by gain: the smallest element for which prose won less clutter taken along is largest. An
/// element that names itself as the body is believed if it holds half of that prose.
fn by_gain(frames: &[Frame], traits: &[Traits], standing: &[Standing]) -> Vec<bool> {
    let mut gain = vec![0_i64; frames.len()];
    let mut usable = vec![0_i64; frames.len()];
    for piece in traits {
        let own = copy(standing, piece.frame);
        let prose = i64::from(piece.prose());
        let is_usable = own.away.is_none() && !own.says_caption && prose > 0;
        let value = if is_usable { prose } else { -(30 + i64::from(piece.linked).min(100)) };
        if let (Some(gain), Some(usable)) = (gain.get_mut(piece.frame), usable.get_mut(piece.frame)) {
            *gain += value;
            *usable += if is_usable { prose } else { 0 };
        }
    }
    for at in (1..frames.len()).rev() {
        let parent = frames.get(at).map_or(0, |frame| frame.parent as usize);
        for sums in [&mut gain, &mut usable] {
            let own = sums.get(at).copied().unwrap_or_default();
            if let Some(sum) = sums.get_mut(parent) {
                *sum += own;
            }
        }
    }
    let mut best = (0, i64::MIN);
    for (at, &gain) in gain.iter().enumerate() {
        if gain >= best.1 {
            best = (at, gain);
        }
    }
    let won = usable.get(best.0).copied().unwrap_or_default();
    let mut named = None;
    for (at, frame) in frames.iter().enumerate() {
        let prose = usable.get(at).copied().unwrap_or_default();
        if prose * 2 > won && prose > 0 && hints::of_names(&frame.names) == Some(Hint::Body) {
            match named {
                Some((_, most)) if most >= prose => {}
                _ => named = Some((at, prose)),
            }
        }
    }
    let mut roots = vec![false; frames.len()];
    if let Some(root) = roots.get_mut(named.map_or(best.0, |(at, _)| at)) {
        *root = true;
    }
    roots
}
