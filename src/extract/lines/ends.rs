//! The two ends of the body: lines that stand before its first sentence, notes that stand after its last, and sentences of
//! the story that a box cut off from it. What lies between is left to the models.

use std::collections::HashSet;

use super::repeats::Repeats;
use crate::article::Shape;
use crate::extract::features::Profile;
use crate::extract::phrases::{self, Cue};
use crate::formats::Document;

/// The most lines that stand over the first sentence: a standfirst, points, a caption.
const OVER: usize = 6;
/// The most words over a date that are no paragraph.
const STANDFIRST: f32 = 40.0;
/// The most notes that stand under an article.
const NOTES: usize = 4;
/// The most short sentences that the models lose between two blocks of the body.
const GAP: usize = 2;
/// How many blocks stand under a note on the article: prompts, an address.
const UNDER: usize = 2;
/// The least of a body that is left when notes are taken off it, in paragraphs.
const LEAST: usize = 3;
/// How many lines of a box may lie between the body and a sentence that belongs to it.
const BOX: usize = 6;
/// What the models must give a sentence right after the body, and one behind a box.
const NEAR: f32 = 0.05;
const FAR: f32 = 0.12;
/// What they must give one behind at most two lines for its words not to be asked about.
const LIKELY: f32 = 0.3;
/// The share of its longer words that a sentence behind a box has in common with the body.
const SHARED: f32 = 0.15;
/// The share of words of a sentence that clutter may use too ("next", "open").
const CUES: f32 = 0.1;
/// A sentence behind a box has at least so many words.
const WORDS: f32 = 5.0;
/// How many lines are looked at for more sentences, and how many of these make a list of other stories.
const AHEAD: usize = 12;
const LIST: usize = 4;
/// The share of words that speak of the article as such, or of rights, from which a paragraph is a note on it.
const NOTED: f32 = 0.15;
/// The longest note on who wrote it and the longest prompt, in words.
const SHORT: f32 = 32.0;
/// The share of words of a prompt that speak to the reader.
const PROMPT: f32 = 0.05;
/// The longest line over the first sentence, in words, and the chance from which it is believed all the same.
const LINE: f32 = 14.0;
const BELIEVED: f32 = 0.9;
/// The share of words that speak to the reader above which the body itself does so.
const TALKS: f32 = 0.004;

/// A text of lines with what is known of each block.
pub(super) struct Ends<'a> {
    pub(super) document: &'a Document,
    pub(super) profiles: &'a [Profile],
    pub(super) repeats: &'a Repeats,
    pub(super) chances: &'a [f32],
}

impl Ends<'_> {
    /// Mends which blocks are `chosen` at both ends.
    pub(super) fn mend(&self, chosen: &mut [bool]) {
        self.take_off_head(chosen);
        self.take_off_notes(chosen);
        self.add_cut_off(chosen);
        self.fill(chosen);
    }

    /// What stands over the first sentence, with no sentence in it or with the date below it, is no paragraph.
    fn take_off_head(&self, chosen: &mut [bool]) {
        let Some(first) = chosen.iter().position(|&is| is) else { return };
        let near = first..(first + OVER + 1).min(chosen.len());
        let Some(prose) = near.clone().find(|&at| self.is_chosen_prose(chosen, at)) else { return };
        let is_dated = |at: usize| self.profiles.get(at).is_some_and(|p| p.has_date && p.words <= 12.0);
        let dated = near.rev().find(|&at| chosen.get(at) == Some(&false) && is_dated(at) && at < prose);
        let over = |at: usize| self.profiles.iter().take(at).skip(first).map(|p| p.words).sum::<f32>();
        let from = dated.filter(|&at| over(at) <= STANDFIRST).map_or(first, |at| at + 1);
        let begins = (from..prose.max(from)).find(|&at| chosen.get(at) == Some(&true) && !self.is_bare(at));
        let rest = begins.unwrap_or(prose.max(from));
        if chosen.iter().skip(rest).any(|&is| is) {
            chosen.iter_mut().take(rest).skip(first).for_each(|slot| *slot = false);
        }
    }

    fn is_chosen_prose(&self, chosen: &[bool], at: usize) -> bool {
        chosen.get(at) == Some(&true) && self.profiles.get(at).is_some_and(|p| p.is_prose() && p.words >= 12.0)
    }

    /// A line that is no sentence, no verse, leads to none and does not go on in the next.
    fn is_bare(&self, at: usize) -> bool {
        let is_verse = self.document.pieces.get(at).is_some_and(|piece| piece.shape == Shape::Code);
        self.profiles.get(at).is_some_and(|p| !p.ends_sentence && !p.ends_colon && !p.begins_quote && p.words <= LINE)
            && self.chances.get(at).is_some_and(|&chance| chance < BELIEVED)
            && !is_verse
            && self.profiles.get(at + 1).is_none_or(|next| !next.begins_lower)
    }

    /// Notes under the article: on who wrote it, on what was wrong in it, on whose it is, and prompts.
    fn take_off_notes(&self, chosen: &mut [bool]) {
        for _ in 0..NOTES {
            let body = chosen.iter().filter(|&&is| is).count();
            let Some(last) = chosen.iter().rposition(|&is| is).filter(|_| body > LEAST) else { return };
            if self.is_note(last, self.talks(chosen, last)) {
                chosen.iter_mut().skip(last).take(1).for_each(|slot| *slot = false);
            } else if let Some(note) = self.note_before(chosen, last) {
                chosen.iter_mut().skip(note).for_each(|slot| *slot = false);
            } else {
                return;
            }
        }
    }

    /// A note on the article or on who wrote it, close before its last block: what stands under such a note is none of it.
    fn note_before(&self, chosen: &[bool], last: usize) -> Option<usize> {
        let above = (0..last).rev().filter(|&at| chosen.get(at) == Some(&true)).take(UNDER);
        let first = chosen.iter().position(|&is| is).unwrap_or(0);
        let is_note = |&at: &usize| {
            let is_named = self.repeats.namers.get(at).copied().flatten().is_some_and(|line| line < first);
            let text = self.document.pieces.get(at).map_or("", |piece| piece.text.as_str());
            (is_named || phrases::noted(text) >= NOTED)
                && self.profiles.get(at).is_some_and(|p| p.words <= SHORT && p.quotes == 0.0)
        };
        let is_said = (0..=last).rev().take_while(|&at| at + UNDER >= last).any(|at| self.says(chosen, at));
        above.into_iter().find(is_note).filter(|_| !is_said)
    }

    /// Whether a chosen block says something in quotation marks: a note does not.
    fn says(&self, chosen: &[bool], at: usize) -> bool {
        chosen.get(at) == Some(&true) && self.profiles.get(at).is_some_and(|p| p.quotes > 0.0)
    }

    /// Whether the body before `end` speaks to its reader.
    fn talks(&self, chosen: &[bool], end: usize) -> Voice {
        let body = chosen.iter().zip(self.profiles).take(end).filter(|(is, _)| **is);
        let (mut all, mut spoken) = (0.0_f32, 0.0_f32);
        for (_, p) in body {
            all += p.words;
            spoken += p.words * p.address;
        }
        if spoken <= all * TALKS { Voice::Reports } else { Voice::Talks }
    }

    fn is_note(&self, at: usize, voice: Voice) -> bool {
        let Some(p) = self.profiles.get(at) else { return false };
        // A break that nothing follows parted the article from such a note.
        let text = self.document.pieces.get(at).map_or("", |piece| piece.text.as_str());
        if !text.contains(char::is_alphanumeric) {
            return true;
        }
        let legal = f32::from(p.cover.get(Cue::Legal as usize).copied().unwrap_or(0)) / p.words.max(1.0);
        let is_short = p.words <= SHORT && p.quotes == 0.0;
        let is_signed = is_short && self.repeats.named.get(at).is_some_and(|named| named.1);
        let is_prompt = is_short && p.address >= PROMPT && voice == Voice::Reports;
        !p.begins_quote
            && (p.has_copyright || legal >= NOTED || phrases::noted(text) >= NOTED || is_signed || is_prompt)
    }

    /// Sentences after the body, right after it or behind a box, that tell of the same as it does.
    fn add_cut_off(&self, chosen: &mut [bool]) {
        let Some(mut last) = chosen.iter().rposition(|&is| is) else { return };
        let voice = self.talks(chosen, last + 1);
        let body = chosen.iter().zip(self.profiles).filter(|(is, _)| **is);
        let words: HashSet<u64> = body.flat_map(|(_, p)| p.content.iter().copied()).collect();
        let mut at = last + 1;
        while at <= last + 1 + BOX && at < self.profiles.len() {
            if self.is_cut_off(last, at, &words) && !self.is_note(at, voice) {
                if let Some(slot) = chosen.get_mut(at) {
                    *slot = true;
                }
                last = at;
            }
            at += 1;
        }
    }

    /// One or two short sentences between blocks of the body, set as these are, are body: nothing parts them.
    fn fill(&self, chosen: &mut [bool]) {
        let mut before: Option<usize> = None;
        for at in 0..chosen.len() {
            if chosen.get(at) != Some(&true) {
                continue;
            }
            let gap = before.map_or(at..at, |before| before + 1..at);
            // The first block of a text has none before it to be parted from: the one behind tells how blocks are set.
            let is_set = |short: usize| self.is_sentence_like(at, short);
            if gap.len() <= GAP && gap.clone().all(is_set) {
                chosen.iter_mut().take(gap.end).skip(gap.start).for_each(|slot| *slot = true);
            }
            before = Some(at);
        }
    }

    /// A short sentence without a word of clutter, set as the block `body` is.
    fn is_sentence_like(&self, body: usize, at: usize) -> bool {
        let (Some(body), Some(p)) = (self.profiles.get(body), self.profiles.get(at)) else { return false };
        let is_sentence = p.ends_sentence && !p.is_cut && !p.begins_lower && !p.has_date && p.words <= LINE;
        let is_clean = p.clutter == 0.0 && p.addresses == 0.0 && p.address == 0.0 && p.copies <= 1 && !p.has_credit;
        is_sentence && is_clean && p.indent == body.indent && p.is_joined == body.is_joined
    }

    fn is_cut_off(&self, last: usize, at: usize, words: &HashSet<u64>) -> bool {
        let (Some(p), Some(body)) = (self.profiles.get(at), self.profiles.get(last)) else { return false };
        let is_sentence = p.ends_sentence && !p.ends_question && !p.is_cut && !p.begins_lower && !p.is_item;
        let is_clean = p.clutter <= CUES && p.addresses == 0.0 && p.address == 0.0 && !p.has_credit;
        let is_set_alike = p.indent == body.indent && p.is_joined == body.is_joined && p.copies <= 1;
        if !(is_sentence && is_clean && is_set_alike && !p.has_date) {
            return false;
        }
        let chance = self.chances.get(at).copied().unwrap_or(0.0);
        let is_next = self.profiles.get(last + 1..at).unwrap_or_default().iter().all(parts_nothing);
        if is_next {
            return chance >= NEAR;
        }
        let shared = p.content.iter().filter(|word| words.contains(word)).count() as f32;
        let more = self.profiles.iter().skip(at + 1).take(AHEAD).skip_while(|p| p.ends_sentence);
        let is_likely = chance >= LIKELY && at <= last + 3;
        chance >= FAR
            && p.words >= WORDS
            && (is_likely || shared >= SHARED * p.content.len().max(1) as f32)
            && more.filter(|p| p.ends_sentence).count() < LIST
    }
}

/// Whether a line stands in the middle of texts too, like "Advertisement": words of clutter, and few others.
fn parts_nothing(p: &Profile) -> bool {
    p.is_cue() || p.words <= 4.0 && p.clutter > 0.0
}

/// Whether an article speaks to its reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    Reports,
    Talks,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, Hint};

    const PROSE: &str = "The harbour board met at noon and voted to keep the old ferry until the spring of next year.";

    /// How each block begins that is chosen after mending; `given` says of each block whether it was chosen before.
    fn mended(text: &str, given: &[bool]) -> Vec<String> {
        let document = formats::open(text.as_bytes(), Hint::default());
        let profiles = crate::extract::features::profiles(&document);
        let repeats = Repeats::of(&document);
        let mut chosen = given.to_vec();
        let chances: Vec<f32> = given.iter().map(|&is| if is { 0.8 } else { 0.2 }).collect();
        Ends { document: &document, profiles: &profiles, repeats: &repeats, chances: &chances }.mend(&mut chosen);
        let texts = document.pieces.iter().zip(chosen).filter(|(_, is)| *is);
        texts.map(|(piece, _)| piece.text.as_str().chars().take(12).collect()).collect()
    }

    #[test]
    fn lines_over_the_first_sentence_are_taken_off() {
        let prose = PROSE.chars().take(12).collect::<String>();
        for (text, given, expected) in [
            (format!("Fog holds the ferry\n\nIda Moe on the pier\n\n{PROSE}"), &[true, true, true][..], vec![&*prose]),
            (format!("The boat is late.\n\n2 May 2025\n\n{PROSE}"), &[true, false, true], vec![&prose]),
            (format!("The boat is late.\n\n{PROSE}"), &[true, true], vec!["The boat is ", &prose]),
            ("Fog holds the ferry\n\nIda Moe".into(), &[true, true], vec!["Fog holds th", "Ida Moe"]),
        ] {
            assert_eq!(mended(&text, given), expected, "{text}");
        }
    }

    #[test]
    fn a_short_sentence_inside_is_body() {
        for (inside, count) in [
            ("No.", 3),
            ("Nobody rowed.\n\nNobody swam.", 4),
            ("One.\n\nTwo.\n\nThree.", 2),
            ("Fog over the lake", 2),
            ("Tell us about your ferry.", 2),
        ] {
            let blocks = inside.split("\n\n").count();
            let given = [&[true][..], &vec![false; blocks], &[true]].concat();
            assert_eq!(mended(&format!("{PROSE}\n\n{inside}\n\n{PROSE} Twice."), &given).len(), count, "{inside}");
        }
    }

    #[test]
    fn notes_are_taken_off_and_sentences_behind_a_box_added() {
        for (tail, given, count) in [
            (
                "An earlier version of this article misstated the age of the ferry.\n\nMistakes are mended here.",
                &[true, true][..],
                4,
            ),
            ("An earlier version of this article misstated the age of the ferry.", &[true], 4),
            ("Tell us what you think of your ferry.", &[true], 4),
            ("“You have our word,” said Moe of the board.", &[true], 5),
            ("___\n\n© 2025 The Fjord", &[true, true], 4),
            ("Nobody rowed.", &[false], 5),
            ("Tap to share\n\nNobody rowed.", &[false, false], 5),
            ("Fog over the lake\n\nThe board will meet on the ferry again.", &[false, false], 5),
            ("Fog over the lake\n\nA circus comes through Fermo with elephants.", &[false, false], 4),
            ("Fog over the lake\n\nWill the board meet on the ferry again?", &[false, false], 4),
        ] {
            let text = format!("{}{tail}", format!("{PROSE}\n\n").repeat(4));
            assert_eq!(mended(&text, &[&[true; 4], given].concat()).len(), count, "{tail}");
        }
    }
}
