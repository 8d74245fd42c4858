//! What two saved texts are to each other, decided from what they share, with the reason in words. It looks nothing up.
//!
//! The limits come from 62 pages saved in four styles each (246 files): the same page shared at least .84 of the shorter
//! text's shingles and .71 of all, two pages never more than .17 and .06.

/// What an article is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Another paper carries the text, whole or cut.
    AlsoIn,
    /// The same paper's text saved again, with the same words.
    SameText,
    /// The same article with changed words: an earlier or a later version.
    Version,
}

impl Relation {
    /// Every relation, in the order of their stored numbers.
    pub(super) const ALL: [Self; 3] = [Self::AlsoIn, Self::SameText, Self::Version];
}

/// Whether two articles appeared in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// In the same one.
    Same,
    /// In two, by their names alone: a name read off a text may be wrong.
    PerhapsOther,
    /// In two.
    Other,
    /// One does not say where.
    Unknown,
}

/// Whether two articles say the same of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// They do.
    Equal,
    /// They do not.
    Different,
    /// One says nothing of it.
    Unknown,
}

/// Whether both texts are whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Both are.
    Whole,
    /// One is a wall, a stub or the like: its words are the site's, not the article's.
    Broken,
}

/// What is known of two articles. Nothing changes when they change places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// Their canonical addresses.
    pub(super) address: Match,
    /// Where they appeared.
    pub(super) site: Site,
    /// Their titles.
    pub(super) title: Match,
    /// The days on which they were published.
    pub(super) day: Match,
    /// All their words, in order.
    pub(super) words: Match,
    /// Whether they are whole.
    pub(super) state: State,
    /// Words of the shorter one.
    pub(super) length: usize,
    /// Different shingles of each.
    pub(super) shingles: [usize; 2],
    /// Different shingles in both.
    pub(super) shared: usize,
}

/// The decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) relation: Relation,
    /// The part of all shingles that is in both, in per cent.
    pub(super) similarity: u8,
    /// The reason.
    pub(super) why: String,
}

/// Texts that share this part of all shingles are the same, up to what was cut off wrongly at their edges.
const SAME: f64 = 0.8;

/// A text that is in the other up to this part is in it, cut or not.
pub(super) const WITHIN: f64 = 0.5;

/// The same of two articles of one paper with different titles: more, because papers repeat their own background.
const WITHIN_ONE_PAPER: f64 = 0.8;

/// Of one address, less is enough to be a version; below, the address has been given to something else.
const ONE_ADDRESS: f64 = 0.1;

/// The same of two articles with different titles and days: a form that a paper fills in anew, of the weather or the market,
/// is no copy of the last one.
const ONE_FORM: f64 = 0.9;

/// Shingles that differ where no word in the middle changed: a word put in changes seven, a trailing "Share" one.
const SMALL: usize = crate::text::shingle::WORDS * 2 - 2;

/// Shared shingles below which there is no text in common, only a phrase.
const PHRASE: usize = 20;

/// Shorter texts that are equal under different titles and addresses are a site's notice, not an article.
const NOTICE: usize = 100;

/// What two articles are to each other; `None`: nothing.
pub(super) fn decide(facts: &Facts) -> Option<Verdict> {
    let Facts { address, site, title, day, words, state, length, shingles: [one, other], shared } = *facts;
    let all = one + other - shared;
    let is_same_text = words == Match::Equal;
    let part = |of: usize| if of == 0 { f64::from(u8::from(is_same_text)) } else { shared as f64 / of as f64 };
    let (alike, within) = (part(all), part(one.min(other)));
    let per_cent = |part: f64| (part * 100.0).floor().clamp(0.0, 100.0) as u8;
    let similarity = per_cent(alike);
    let verdict = |relation, why: String| Some(Verdict { relation, similarity, why });
    let in_common = format!("{} % of the words in common", similarity.max(1));
    let shorter = format!("{} % of the shorter text is in the other", per_cent(within));
    if address == Match::Equal {
        return if is_same_text {
            verdict(Relation::SameText, "the same address, the same words".to_owned())
        } else if all - shared <= SMALL && shared > 0 {
            verdict(Relation::SameText, "the same address, the same words but for a few at an edge".to_owned())
        } else if within >= ONE_ADDRESS || title == Match::Equal {
            verdict(Relation::Version, format!("the same address, {in_common}"))
        } else {
            None
        };
    }
    let is_notice = address == Match::Different && title == Match::Different && length < NOTICE;
    let is_short = !is_same_text && shared < PHRASE;
    let is_untitled_scrap = is_same_text && shared < PHRASE && title != Match::Equal;
    if state == State::Broken || is_notice || is_short || is_untitled_scrap {
        return None;
    }
    let alike_in = |place: &str| match (is_same_text, place) {
        (true, "") => "the same words".to_owned(),
        (true, place) => format!("{place}, the same words"),
        (false, "") => in_common.clone(),
        (false, place) => format!("{place}, {in_common}"),
    };
    let is_one_article = alike >= SAME && title == Match::Equal;
    let may_be_a_form = title == Match::Different && day == Match::Different;
    let same = if may_be_a_form { ONE_FORM } else { SAME };
    match site {
        Site::PerhapsOther if is_one_article => verdict(Relation::SameText, alike_in("the same title")),
        Site::Other | Site::PerhapsOther if is_same_text => verdict(Relation::AlsoIn, alike_in("another paper")),
        Site::Other | Site::PerhapsOther if within >= WITHIN => {
            verdict(Relation::AlsoIn, format!("another paper, {shorter}"))
        }
        Site::Same if alike >= same => verdict(Relation::SameText, alike_in("the same paper")),
        Site::Unknown if alike >= same => verdict(Relation::SameText, alike_in("")),
        Site::Same | Site::Unknown if title == Match::Equal && within >= WITHIN => {
            verdict(Relation::Version, format!("the same title, {in_common}"))
        }
        Site::Same if within >= WITHIN_ONE_PAPER && !may_be_a_form => {
            verdict(Relation::Version, format!("the same paper, {shorter}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Match::{Different, Equal, Unknown};

    fn facts(address: Match, site: Site, title: Match, shingles: [usize; 2], shared: usize) -> Facts {
        let words = if shared == shingles[0] && shared == shingles[1] { Equal } else { Different };
        let length = shingles[0].min(shingles[1]) + 3;
        Facts { address, site, title, day: Unknown, words, state: State::Whole, length, shingles, shared }
    }

    #[test]
    fn what_two_texts_are_to_each_other() {
        use Relation::{AlsoIn, SameText, Version};
        let table = [
            // One address: any word that changed makes a version, unless another article stands there now.
            (
                facts(Equal, Site::Same, Equal, [600, 600], 600),
                Some((SameText, 100, "the same address, the same words")),
            ),
            (
                facts(Equal, Site::Same, Equal, [600, 602], 599),
                Some((SameText, 99, "the same address, the same words but for a few at an edge")),
            ),
            (
                facts(Equal, Site::Same, Equal, [600, 600], 596),
                Some((Version, 98, "the same address, 98 % of the words in common")),
            ),
            (
                facts(Equal, Site::Same, Different, [600, 900], 200),
                Some((Version, 15, "the same address, 15 % of the words in common")),
            ),
            (facts(Equal, Site::Same, Different, [600, 900], 20), None),
            (
                facts(Equal, Site::Same, Equal, [20, 20], 0),
                Some((Version, 0, "the same address, 1 % of the words in common")),
            ),
            // No address, or two, in one paper.
            (
                facts(Unknown, Site::Same, Equal, [600, 600], 600),
                Some((SameText, 100, "the same paper, the same words")),
            ),
            (
                facts(Unknown, Site::Unknown, Unknown, [600, 640], 580),
                Some((SameText, 87, "87 % of the words in common")),
            ),
            (
                facts(Different, Site::Same, Different, [600, 640], 580),
                Some((SameText, 87, "the same paper, 87 % of the words in common")),
            ),
            (
                facts(Different, Site::Same, Equal, [600, 900], 400),
                Some((Version, 36, "the same title, 36 % of the words in common")),
            ),
            (
                facts(Different, Site::Same, Different, [300, 900], 280),
                Some((Version, 30, "the same paper, 93 % of the shorter text is in the other")),
            ),
            (facts(Different, Site::Same, Different, [600, 900], 400), None),
            (facts(Unknown, Site::Unknown, Different, [600, 900], 400), None),
            (facts(Unknown, Site::Unknown, Different, [300, 900], 280), None),
            (Facts { day: Different, ..facts(Different, Site::Same, Different, [600, 640], 580) }, None),
            (Facts { day: Different, ..facts(Different, Site::Same, Different, [300, 900], 280) }, None),
            (
                Facts { day: Different, ..facts(Different, Site::Same, Different, [600, 610], 595) },
                Some((SameText, 96, "the same paper, 96 % of the words in common")),
            ),
            // Two papers.
            (
                facts(Different, Site::Other, Equal, [600, 600], 600),
                Some((AlsoIn, 100, "another paper, the same words")),
            ),
            (
                facts(Different, Site::Other, Different, [400, 600], 390),
                Some((AlsoIn, 63, "another paper, 97 % of the shorter text is in the other")),
            ),
            (facts(Different, Site::Other, Equal, [600, 600], 102), None),
            (
                facts(Unknown, Site::PerhapsOther, Equal, [600, 620], 580),
                Some((SameText, 90, "the same title, 90 % of the words in common")),
            ),
            (
                facts(Unknown, Site::PerhapsOther, Different, [600, 620], 580),
                Some((AlsoIn, 90, "another paper, 96 % of the shorter text is in the other")),
            ),
            // Notices of a site, and scraps.
            (facts(Different, Site::Same, Different, [60, 60], 60), None),
            (facts(Unknown, Site::Same, Unknown, [15, 15], 15), None),
            (facts(Unknown, Site::Same, Equal, [15, 15], 15), Some((SameText, 100, "the same paper, the same words"))),
            (facts(Different, Site::Other, Different, [30, 900], 18), None),
            (Facts { state: State::Broken, ..facts(Unknown, Site::Same, Equal, [60, 60], 60) }, None),
            (
                Facts { state: State::Broken, ..facts(Equal, Site::Same, Equal, [60, 600], 10) },
                Some((Version, 1, "the same address, 1 % of the words in common")),
            ),
            (facts(Unknown, Site::Unknown, Unknown, [0, 0], 0), None),
        ];
        for (facts, expected) in table {
            for shingles in [facts.shingles, [facts.shingles[1], facts.shingles[0]]] {
                let found = decide(&Facts { shingles, ..facts });
                let found = found.as_ref().map(|verdict| (verdict.relation, verdict.similarity, verdict.why.as_str()));
                assert_eq!(found, expected, "{facts:?}");
            }
        }
    }
}
