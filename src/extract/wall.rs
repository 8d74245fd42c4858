//! Whether what was saved is an article at all: a paywall, a cookie notice, a page without its scripts, a check for robots,
//! an error page, a few words. Which block is the article is not judged here, and nothing is taken off.
//!
//! Structure comes first: how much text there is, where it ends and how, what stands after it. Words of walls count only
//! beside little text, so that an article about cookies, or one with a prompt around it, is no wall. What the page says
//! of itself for machines (`isAccessibleForFree`) is one vote: a subscriber saves whole texts.

mod words;

use words::Words;

use super::features::Profile;
use super::label::Label;
use crate::article::{Article, BlockKind, Broken, Format, Shape};
use crate::formats::{Document, Field, Setting, Tag, Voice};
use crate::text::head;

/// A body of so many words is an article, whatever stands around it.
const WHOLE: f32 = 400.0;
/// Notices about cookies go on for longer.
const LONG_NOTICE: f32 = 2000.0;
/// Below so many words there is hardly any text.
const FEW: f32 = 25.0;
/// How much of a block is read, in bytes.
const READ: usize = 700;
/// How many blocks are read, at most: walls are short.
const BLOCKS: usize = 120;
/// How many blocks after the end of a body may hold the request to pay.
const NEAR: usize = 4;

/// Notes in `article` that it is broken.
pub(crate) fn note(article: &mut Article, broken: Option<Broken>) {
    article.broken = broken;
    article.notes.extend(broken.map(|broken| broken.says().into()));
}

/// What stands where the article should be, if something does.
pub(crate) fn find(document: &Document, profiles: &[Profile], labels: &[Label]) -> Option<Broken> {
    let page = Page::new(document, profiles, labels);
    let body = page.words_of_body();
    if body < WHOLE {
        page.missing(body)
            .or_else(|| page.challenge(body))
            .or_else(|| page.scripts(body))
            .or_else(|| page.consent())
            .or_else(|| page.paywall(body))
            .or_else(|| (body < FEW).then_some(Broken::Stub))
    } else if body < LONG_NOTICE && page.begins_with_consent() {
        page.consent()
    } else {
        None
    }
}

/// A block, as far as walls are concerned.
#[derive(Clone, Copy)]
struct Block<'a> {
    text: &'a str,
    shape: &'a Shape,
    profile: &'a Profile,
    kind: BlockKind,
    sign: Sign,
}

/// What the elements around a block say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sign {
    /// The page does not show it.
    hidden: bool,
    /// It is shown where scripts do not run.
    noscript: bool,
    /// It is in a box that is named a paywall.
    wall: bool,
}

struct Page<'a> {
    document: &'a Document,
    blocks: Vec<Block<'a>>,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, profiles: &'a [Profile], labels: &'a [Label]) -> Self {
        let signs = signs(document);
        let blocks = document.pieces.iter().zip(profiles).zip(labels).filter(|((piece, _), _)| !piece.text.is_blank());
        let blocks = blocks.map(|((piece, profile), label)| Block {
            text: piece.text.as_str(),
            shape: &piece.shape,
            profile,
            kind: label.kind,
            sign: match piece.setting {
                Setting::Element { frame, .. } => signs.get(frame as usize).copied().unwrap_or_default(),
                Setting::Lines { .. } => Sign::default(),
            },
        });
        Self { document, blocks: blocks.collect() }
    }

    /// The blocks that a reader sees.
    fn shown(&self) -> impl Iterator<Item = &Block<'a>> {
        self.blocks.iter().filter(|block| !block.sign.hidden && !block.sign.noscript)
    }

    fn words_of_body(&self) -> f32 {
        self.blocks.iter().filter(|block| block.kind == BlockKind::Body).map(|block| block.profile.words).sum()
    }

    /// What the page calls itself: its title and first headings, cut where the name of a site may follow.
    fn titles(&self) -> impl Iterator<Item = Words> {
        let claims = self.document.claims.iter().filter(|claim| {
            claim.field == Field::Title
                && matches!(claim.voice, Voice::TitleElement | Voice::Heading | Voice::FrontMatter)
        });
        let first = self.shown().take(2).filter(|block| block.profile.words <= 12.0).map(|block| block.text);
        let headings = self.shown().filter(|block| matches!(block.shape, Shape::Heading(1 | 2))).take(2);
        let texts = claims.map(|claim| claim.value.as_str()).chain(headings.map(|block| block.text)).chain(first);
        texts.flat_map(|text| {
            let parts = text.split(['|', '•', '·', '»', ':']).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
            let whole = std::iter::once(text).chain(parts);
            whole.map(|part| Words::of(head(part, READ))).collect::<Vec<_>>()
        })
    }

    /// The words in blocks of which `test` holds, and in all that are shown; of the first [`BLOCKS`].
    fn weigh(&self, test: impl Fn(&Words) -> bool) -> (f32, f32) {
        self.shown().take(BLOCKS).fold((0.0, 0.0), |(such, all), block| {
            let words = block.profile.words;
            let is_such = test(&Words::of(head(block.text, READ)));
            (such + if is_such { words } else { 0.0 }, all + words)
        })
    }

    /// The words of body outside the blocks of which `test` holds.
    fn body_beside(&self, test: impl Fn(&Words) -> bool) -> f32 {
        let body = self.blocks.iter().filter(|block| block.kind == BlockKind::Body && !block.sign.noscript);
        body.filter(|block| !test(&Words::of(head(block.text, READ)))).map(|block| block.profile.words).sum()
    }

    fn missing(&self, body: f32) -> Option<Broken> {
        // A title is short; a headline that holds such words says more than they do.
        let is_titled = || {
            self.titles().any(|title| title.is_error_title() || title.tells_an_error() && title.count() <= 8)
        };
        let says_so = || {
            let (such, all) = self.weigh(|words| words.tells_an_error() && words.count() <= 40);
            such >= 3.0 && all <= such + 60.0
        };
        (body < 120.0 && is_titled() || body < 60.0 && says_so()).then_some(Broken::Missing)
    }

    fn challenge(&self, body: f32) -> Option<Broken> {
        if body >= 150.0 {
            return None;
        }
        let (such, all) = self.weigh(Words::asks_for_a_person);
        let is_titled = self.titles().any(|title| title.is_robot_title());
        let is_asked = such >= 3.0 && (is_titled || self.body_beside(Words::asks_for_a_person) < 60.0 && all < such * 5.0 + 80.0);
        (is_asked || is_titled && all < 40.0).then_some(Broken::Challenge)
    }

    fn scripts(&self, body: f32) -> Option<Broken> {
        if self.document.format == Format::Html && self.document.scripts > 0 && self.shown().next().is_none() {
            return Some(Broken::Scripts);
        }
        if body >= 120.0 || self.body_beside(Words::asks_for_scripts) >= 40.0 {
            return None;
        }
        let (such, all) = self.weigh(Words::asks_for_scripts);
        let unseen = self.blocks.iter().filter(|block| block.sign.noscript);
        let in_noscript = unseen.take(BLOCKS).any(|block| Words::of(head(block.text, READ)).asks_for_scripts());
        (such >= 3.0 && all < such + 80.0 || in_noscript && all < 40.0).then_some(Broken::Scripts)
    }

    fn begins_with_consent(&self) -> bool {
        let mut body = self.blocks.iter().filter(|block| block.kind == BlockKind::Body && block.profile.words > 8.0);
        body.next().is_some_and(|block| Words::of(head(block.text, READ)).asks_for_consent())
    }

    /// Most of what is said is said to the reader about cookies, and hardly anything else is.
    fn consent(&self) -> Option<Broken> {
        let (mut such, mut all, mut beside, mut count) = (0.0, 0.0, 0.0, 0);
        for block in self.shown().take(BLOCKS) {
            let words = block.profile.words;
            all += words;
            let is_short = words < 8.0;
            let speaks = is_short || block.profile.address > 0.0 || block.text.contains("informationen auf einem Gerät");
            if speaks && Words::of(head(block.text, READ)).asks_for_consent() {
                such += words;
                count += 1;
            } else if block.kind == BlockKind::Body && !is_short {
                beside += words;
            }
        }
        (count >= 2 && such >= 25.0 && such >= all * 0.5 && beside < 60.0_f32.min(such)).then_some(Broken::Consent)
    }

    fn paywall(&self, body: f32) -> Option<Broken> {
        let asks = |block: &Block<'_>| {
            block.profile.words <= 80.0 && {
                let words = Words::of(head(block.text, READ));
                words.asks_to_pay() || words.is_exclusive()
            }
        };
        // A request at the end of the body is no part of it.
        let is_end = |block: &Block<'_>| block.kind == BlockKind::Body && !matches!(block.shape, Shape::Heading(_));
        let last = self.blocks.iter().rposition(|block| is_end(block) && !asks(block))?;
        let end = self.blocks.get(last)?;
        let is_cut = end.profile.is_cut
            || *end.shape == Shape::Paragraph && !end.profile.ends_sentence && end.profile.words >= 8.0;
        let says_so = self
            .document
            .claims
            .iter()
            .any(|claim| claim.field == Field::Access && claim.value.eq_ignore_ascii_case("false"));
        let after = self.blocks.iter().skip(last + 1);
        let near = || after.clone().filter(|block| !block.sign.noscript).take(NEAR);
        let is_named = near().any(|block| block.sign.wall && !block.sign.hidden);
        let mut prompt = 0;
        for block in near().filter(|block| block.profile.words <= 80.0) {
            let words = Words::of(head(block.text, READ));
            // Pages hold hidden requests for those who have not paid, around whole texts too.
            let weight = match (words.asks_to_pay(), block.sign.hidden) {
                (true, false) => 2,
                (true, true) => i32::from(is_cut),
                (false, hidden) => i32::from(words.is_exclusive() && (is_cut || !hidden)),
            };
            prompt = prompt.max(weight);
        }
        let evidence = prompt + i32::from(is_cut) + i32::from(says_so) + i32::from(is_named);
        let is_asked = prompt > 0 || is_named;
        let stops = is_asked && evidence >= 3 && (body < 250.0 || is_cut) || prompt == 2 && body < 120.0;
        (stops || says_so && is_cut && body < 150.0).then_some(Broken::Paywall)
    }
}

/// What each element says of the blocks in it.
fn signs(document: &Document) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::with_capacity(document.frames.len());
    for frame in &document.frames {
        let around = signs.get(frame.parent as usize).copied().unwrap_or_default();
        signs.push(Sign {
            hidden: around.hidden || frame.hidden,
            noscript: around.noscript || frame.tag == Tag::Noscript,
            wall: around.wall || ["paywall", "regwall", "pay-wall"].iter().any(|name| frame.names.contains(name)),
        });
    }
    signs
}
