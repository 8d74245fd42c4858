//! The masthead: title, byline, date, source and place, chosen among what a document claims about itself and what it
//! shows. Which blocks are the article is not decided here, but a block the masthead took is relabelled [`BlockKind::Meta`].
//!
//! Each field is an election: claims and blocks put up candidates, every sign in their favour is a vote, and spellings of
//! one thing share their votes.

mod author;
mod byline;
mod date;
mod place;
mod source;
mod standfirst;
pub mod title;

use std::ops::Range;

use super::dates::Order;
use super::features::Profile;
use super::label::Label;
use super::language;
use crate::article::{BlockKind, Language, Published, Source};
use crate::formats::{Claim, Document, Field, Voice};
use crate::text::fold::fold;

/// What stands over an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Masthead {
    pub(crate) title: Option<String>,
    pub(crate) standfirst: Option<String>,
    pub(crate) byline: Vec<String>,
    pub(crate) published: Option<Published>,
    pub(crate) place: Option<String>,
    pub(crate) source: Source,
    pub(crate) language: Option<Language>,
}

/// Reads the masthead of `document`, whose pieces look like `profiles` and have `labels`.
pub(crate) fn read(document: &Document, profiles: &[Profile], labels: &mut [Label]) -> Masthead {
    let mut view = View::new(document, profiles, labels);
    let mut taken = Taken::default();
    let url = source::address(&view, &mut taken);
    let banner = source::names(&view);
    let title = title::choose(&view, &banner, &mut taken);
    // What was taken for body over the title is none of the article: the masthead stands under the title.
    if let Some(at) = taken.at("the title").filter(|&at| view.body.contains(&at) && at + 1 < view.body.end) {
        view.body.start = at + 1;
    }
    let byline = byline::choose(&view, &banner, &mut taken);
    author::take(&view, &byline, &mut taken);
    let published = date::choose(&view, url.as_deref(), &mut taken);
    let source = source::choose(&view, banner, url);
    let place = place::choose(&view);
    let standfirst = standfirst::choose(&view, &mut taken, title.as_deref());
    let language = view.language.clone();
    for (at, why) in taken.0 {
        if let Some(label) = labels.get_mut(at) {
            *label = Label::new(BlockKind::Meta, 0.9, why);
        }
    }
    Masthead { title, standfirst, byline, published, place, source, language }
}

/// Blocks that the masthead took, and why.
#[derive(Debug, Default)]
struct Taken(Vec<(usize, &'static str)>);

impl Taken {
    fn take(&mut self, at: usize, why: &'static str) {
        self.0.push((at, why));
    }

    fn has(&self, at: usize) -> bool {
        self.0.iter().any(|&(taken, _)| taken == at)
    }

    /// The block taken first for `why`.
    fn at(&self, why: &str) -> Option<usize> {
        self.0.iter().find(|(_, reason)| *reason == why).map(|&(at, _)| at)
    }
}

/// A document as the masthead sees it.
struct View<'a> {
    document: &'a Document,
    profiles: &'a [Profile],
    /// From the first block of body to after the last; empty, at the end, where there is none.
    body: Range<usize>,
    is_body: Vec<bool>,
    language: Option<Language>,
    order: Order,
}

impl<'a> View<'a> {
    fn new(document: &'a Document, profiles: &'a [Profile], labels: &[Label]) -> Self {
        let is_body: Vec<bool> = labels.iter().map(|label| label.kind == BlockKind::Body).collect();
        let first = is_body.iter().position(|&is| is).unwrap_or(labels.len());
        let last = is_body.iter().rposition(|&is| is).map_or(labels.len(), |at| at + 1);
        let mut text = String::new();
        for (piece, _) in document.pieces.iter().zip(&is_body).filter(|(_, is)| **is) {
            text.push_str(piece.text.as_str());
            text.push('\n');
            // Two pages of print are enough to know a language.
            if text.len() > 8000 {
                break;
            }
        }
        let claimed = || {
            document.claims.iter().find(|claim| claim.field == Field::Language).and_then(|c| Language::new(&c.value))
        };
        let head = crate::text::head(&text, 16_000);
        let language = language::language(head, claimed());
        let mut view =
            Self { document, profiles, body: first..last.max(first), is_body, language, order: Order::DayFirst };
        view.order = date::order(&view);
        view
    }

    fn text(&self, at: usize) -> &'a str {
        self.document.pieces.get(at).map_or("", |piece| piece.text.as_str())
    }

    /// The blocks before the body, nearest last, at most `reach`.
    fn head(&self, reach: usize) -> Range<usize> {
        self.body.start.saturating_sub(reach)..self.body.start
    }

    /// The blocks after the body, at most `reach`.
    fn tail(&self, reach: usize) -> Range<usize> {
        self.body.end..(self.body.end + reach).min(self.document.pieces.len())
    }

    fn claims(&self, field: Field) -> impl Iterator<Item = &'a Claim> {
        self.document.claims.iter().filter(move |claim| claim.field == field)
    }

    fn is_body(&self, at: usize) -> bool {
        self.is_body.get(at).copied().unwrap_or(false)
    }
}

/// How much a claim is worth, by where it is made.
const fn weight(voice: Voice) -> f32 {
    match voice {
        Voice::FrontMatter => 12.0,
        Voice::JsonLd => 5.0,
        Voice::OpenGraph | Voice::Heading => 4.0,
        Voice::Microdata | Voice::Element => 3.5,
        Voice::Meta | Voice::LinkElement => 3.0,
        Voice::TitleElement => 2.0,
        Voice::Saver => 1.0,
    }
}

/// An election: candidates that fold to the same share their votes; of equals the first wins.
#[derive(Debug, Default)]
struct Ballot {
    candidates: Vec<(String, String, f32)>,
}

impl Ballot {
    fn vote(&mut self, name: &str, votes: f32) {
        let key = fold(name);
        if key.is_empty() {
            return;
        }
        match self.candidates.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, kept, sum)) => {
                // A name in capitals gives way to the same name as it is usually written.
                if !kept.chars().any(char::is_lowercase) && name.chars().any(char::is_lowercase) {
                    name.clone_into(kept);
                }
                *sum += votes;
            }
            None => self.candidates.push((key, name.to_owned(), votes)),
        }
    }

    /// The key of the candidate that no other reaches with less than `more` further votes.
    fn leader(&self, more: f32) -> Option<&str> {
        let votes = |candidate: &&(String, String, f32)| candidate.2;
        let best = self.candidates.iter().max_by(|a, b| votes(a).total_cmp(&votes(b)))?;
        let is_far = |other: &(String, String, f32)| std::ptr::eq(other, best) || other.2 + more < best.2;
        (best.2 > more && self.candidates.iter().all(is_far)).then_some(&best.0)
    }

    /// The candidate with most votes, if it has at least `least`.
    fn winner(&self, least: f32) -> Option<&str> {
        let mut best: Option<&(String, String, f32)> = None;
        for candidate in &self.candidates {
            if candidate.2 >= least && best.is_none_or(|best| candidate.2 > best.2) {
                best = Some(candidate);
            }
        }
        best.map(|(_, name, _)| name.as_str())
    }
}

/// `text` with a capital at the head of each word, for names printed in capitals. Small words inside stay small; a word
/// without a vowel (BBC, KVLT) and a lone short word (TIME) are acronyms and stay.
fn cased(text: &str) -> String {
    if text.chars().any(char::is_lowercase) || !text.chars().any(char::is_alphabetic) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() == 1 && text.chars().count() <= 5 {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_acronym = (2..=5).contains(&letters)
            && word.is_ascii()
            && (!word.bytes().any(|b| b"AEIOUY".contains(&b)) || word.ends_with('.') && word.matches('.').count() > 1);
        let folded = word.to_lowercase();
        let is_small = at > 0
            && matches!(
                folded.as_str(),
                "of" | "and" | "the" | "for" | "in" | "on" | "de" | "la" | "du" | "des" | "und" | "y"
            );
        if is_acronym || word.bytes().any(|b| b.is_ascii_digit()) {
            out.push_str(word);
        } else if is_small {
            out.push_str(&folded);
        } else {
            let mut is_start = true;
            for c in word.chars() {
                if is_start {
                    out.push(c);
                } else {
                    out.extend(c.to_lowercase());
                }
                is_start = matches!(c, '-' | '/' | '.' | '(' | '\'' | '’' | '&') || is_start && !c.is_alphabetic();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_cased_as_names() {
        for (text, expected) in [
            ("THE MEADOW ONE NEWS", "The Meadow One News"),
            ("TRI-COUNTY SPORTS WIRE", "Tri-County Sports Wire"),
            ("BBC NEWS", "BBC News"),
            ("KVLT 8 NEWS", "KVLT 8 News"),
            ("TIME", "TIME"),
            ("COURIER", "Courier"),
            ("BOARD OF TRADE", "Board of Trade"),
            ("ANA O'BRIEN", "Ana O'Brien"),
            ("The Plainsman", "The Plainsman"),
        ] {
            assert_eq!(cased(text), expected);
        }
    }

    #[test]
    fn spellings_share_their_votes_and_the_first_of_equals_wins() {
        let mut ballot = Ballot::default();
        for (name, votes) in [("COURIER", 1.0), ("Post", 1.5), ("Courier", 1.0), ("", 9.0)] {
            ballot.vote(name, votes);
        }
        assert_eq!(ballot.winner(0.0), Some("Courier"));
        assert_eq!(ballot.winner(3.0), None);
    }
}
