//! What the tagger sees of a word: its letters, its neighbours, what the lists say of it, and how the rest of the
//! article uses it. It decides nothing: features are rows of a table of weights ([`super::weights`]).
//!
//! Training and reading run this same code. Most features belong to a word form, not to a place in the text, so a
//! [`Sheet`] works them out once a form, and the tagger adds them up once a form.

use super::forms::{Form, list, listed, mix};
use super::lexicon::{CITIES, COUNTRIES, KNOWN};
use crate::text::map::{Map, Set};
use crate::text::tokens::{Token, tokens};

/// Features are hashed into this many bits.
pub const BITS: u32 = 22;

/// How far a word form is seen from its neighbours.
pub const REACH: isize = 2;

/// Words without a capital letter that may stand between the capitals of a name ("Bank of the South").
const INSIDE: usize = 2;

/// A token of the article.
#[derive(Clone, Debug)]
pub struct Word {
    /// Index of the block.
    pub block: u32,
    /// Where in the block.
    pub token: Token,
    /// Index of its form.
    pub form: u32,
    /// What a list says of the run of words it stands in; 0 for nothing.
    listed: u8,
    /// How the line is cased.
    line: Casing,
    /// Where its run of capitalized words starts and ends (itself where it is in none).
    run: (u32, u32),
}

/// How a line is cased: in two of these, a capital says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// Names have capitals, other words have not.
    Sentence,
    /// Nearly every word has a capital.
    Title,
    /// Nearly every letter is a capital.
    Upper,
}

/// Bits of [`Form::used`].
mod used {
    pub(super) const LOWER: u32 = 1;
    pub(super) const MIDDLE: u32 = 1 << 1;
    pub(super) const AFTER_HONORIFIC: u32 = 1 << 2;
    pub(super) const AFTER_OFFICE: u32 = 1 << 3;
    pub(super) const AFTER_GIVEN: u32 = 1 << 4;
    pub(super) const BEFORE_SPEECH: u32 = 1 << 5;
    pub(super) const AFTER_IN: u32 = 1 << 6;
    pub(super) const AFTER_THE: u32 = 1 << 7;
    pub(super) const BRACKETED: u32 = 1 << 8;
    pub(super) const BEFORE_HEAD: u32 = 1 << 9;
    pub(super) const POSSESSIVE: u32 = 1 << 10;
    pub(super) const AFTER_NAME: u32 = 1 << 11;
    pub(super) const ALL: u32 = 12;
}

/// The words of an article, ready to be tagged.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Every token, block by block.
    pub words: Vec<Word>,
    /// Every form.
    pub forms: Vec<Form>,
    /// Where sentences start in `words`, sorted; the first is 0 unless there are no words.
    pub sentences: Vec<usize>,
}

impl Sheet {
    /// The words of `blocks`.
    #[must_use]
    pub fn new(blocks: &[&str]) -> Self {
        let mut sheet = Self::default();
        let mut known: Map<&str, u32> = Map::default();
        for (block, text) in blocks.iter().enumerate() {
            let first = sheet.words.len();
            let mut line = first;
            for token in tokens(text) {
                let word = token.of(text);
                let form = *known.entry(word).or_insert_with(|| {
                    sheet.forms.push(Form::new(word));
                    sheet.forms.len() as u32 - 1
                });
                let at = sheet.words.len();
                if token.opens {
                    sheet.sentences.push(at);
                    let gap = sheet.words.last().filter(|_| at > line).map(|last: &Word| last.token.range.end);
                    let broken = gap.is_some_and(|end| {
                        text.get(end as usize..token.range.start as usize).is_some_and(|gap| gap.contains('\n'))
                    });
                    if broken {
                        sheet.case(line, text);
                        line = at;
                    }
                }
                let run = (at as u32, at as u32);
                sheet.words.push(Word { block: block as u32, token, form, listed: 0, line: Casing::Sentence, run });
            }
            if sheet.sentences.last().is_none_or(|&last| last < first) && first < sheet.words.len() {
                sheet.sentences.push(first);
            }
            sheet.case(line, text);
        }
        sheet.sentences.sort_unstable();
        sheet.sentences.dedup();
        sheet.runs();
        sheet.look_up();
        sheet.gather();
        sheet
    }

    /// The form of the word at `at`, counted from 0; `None` outside.
    fn form(&self, at: isize) -> Option<&Form> {
        let word = self.words.get(usize::try_from(at).ok()?)?;
        self.forms.get(word.form as usize)
    }

    /// How the line of the word at `at` is cased.
    #[must_use]
    pub fn casing(&self, at: usize) -> Casing {
        self.words.get(at).map_or(Casing::Sentence, |word| word.line)
    }

    /// Decides how the line from word `from` to the end is cased.
    fn case(&mut self, from: usize, text: &str) {
        let (mut words, mut capitals, mut upper, mut long, mut long_capitals) = (0, 0, 0, 0, 0);
        for word in self.words.get(from..).unwrap_or_default() {
            let word = word.token.of(text);
            if !word.starts_with(char::is_alphabetic) {
                continue;
            }
            let capital = word.starts_with(char::is_uppercase);
            words += 1;
            capitals += usize::from(capital);
            upper += usize::from(capital && !word.contains(char::is_lowercase));
            if word.len() > 3 {
                long += 1;
                long_capitals += usize::from(capital);
            }
        }
        // "Orla Finn met Paul Low in Geneva." is a sentence: headlines have no full stop.
        let stopped = self.words.last().is_some_and(|word| word.token.of(text) == ".");
        let casing = if words >= 3 && upper * 10 >= words * 8 {
            Casing::Upper
        } else if !stopped && words >= 4 && long >= 3 && long_capitals * 10 >= long * 9 && capitals * 10 >= words * 6 {
            Casing::Title
        } else {
            return;
        };
        for word in self.words.get_mut(from..).unwrap_or_default() {
            word.line = casing;
        }
    }

    /// Finds the runs of capitalized words that touch, within a sentence.
    fn runs(&mut self) {
        let capital: Vec<bool> =
            (0..self.words.len()).map(|at| self.form(at as isize).is_some_and(|form| form.capital)).collect();
        let mut start = 0;
        while let Some(&named) = capital.get(start) {
            let mut end = start + 1;
            while named && capital.get(end) == Some(&true) && self.words.get(end).is_some_and(|word| !word.token.opens)
            {
                end += 1;
            }
            for word in self.words.get_mut(start..end).unwrap_or_default() {
                word.run = (start as u32, end as u32 - 1);
            }
            start = end;
        }
    }

    /// Marks the longest names of several words, and single ones, that a list holds.
    fn look_up(&mut self) {
        let mut at = 0;
        let mut name = String::new();
        // What the lists say of a form by itself, and whether it begins a longer name in one of them.
        let mut alone: Vec<Option<(Option<u8>, bool)>> = vec![None; self.forms.len()];
        while let Some(word) = self.words.get(at) {
            let form = self.forms.get(word.form as usize).filter(|form| form.capital);
            let Some((form, alone)) = form.zip(alone.get_mut(word.form as usize)) else {
                at += 1;
                continue;
            };
            name.clear();
            name.push_str(&form.key);
            name.push(' ');
            let (code, begins) = *alone.get_or_insert_with(|| {
                let begins = [&KNOWN, &CITIES, &COUNTRIES].iter().any(|table| table.starts(&name));
                (listed(&form.key), begins)
            });
            let mut best = code.map(|code| (1, code));
            if begins {
                for length in 2..=6 {
                    let next = at + length - 1;
                    if self.words.get(next).is_none_or(|word| word.token.opens) {
                        break;
                    }
                    let Some(form) = self.form(next as isize) else { break };
                    name.push_str(&form.key);
                    best = listed(&name).map(|code| (length, code)).or(best);
                    name.push(' ');
                }
            }
            let Some((length, code)) = best else {
                at += 1;
                continue;
            };
            for (place, word) in self.words.iter_mut().skip(at).take(length).enumerate() {
                word.listed = code * 4 + if length == 1 { 1 } else { 2 + u8::from(place > 0) };
            }
            at += length;
        }
    }

    /// Gathers how the article uses each form, over all places where it stands.
    fn gather(&mut self) {
        let lower: Set<u64> = self.forms.iter().filter(|form| !form.capital).map(|form| form.exact).collect();
        let mut bits = vec![0_u32; self.forms.len()];
        for (at, word) in self.words.iter().enumerate() {
            let Some(form) = self.forms.get(word.form as usize).filter(|form| form.capital) else { continue };
            let mut bit = if lower.contains(&form.lower) { used::LOWER } else { 0 };
            if !word.token.opens && word.line == Casing::Sentence {
                bit |= used::MIDDLE;
            }
            let at = at as isize;
            if let Some(before) = self.form(at - 1).filter(|_| !word.token.opens) {
                let says = |list: u32| before.lists & list != 0;
                bit |= if says(list::HONORIFIC) { used::AFTER_HONORIFIC } else { 0 };
                bit |= if says(list::OFFICE) { used::AFTER_OFFICE } else { 0 };
                bit |=
                    if before.capital && says(list::GIVEN | list::MALE | list::FEMALE) { used::AFTER_GIVEN } else { 0 };
                bit |= if before.capital { used::AFTER_NAME } else { 0 };
                bit |= if says(list::WHERE) { used::AFTER_IN } else { 0 };
                bit |= if before.key == "the" { used::AFTER_THE } else { 0 };
                bit |= if before.key == "(" { used::BRACKETED } else { 0 };
            }
            if let Some(after) = self.form(at + 1) {
                let says = |list: u32| after.lists & list != 0;
                bit |= if says(list::SPEECH) { used::BEFORE_SPEECH } else { 0 };
                bit |= if after.capital && says(list::BODY_HEAD) { used::BEFORE_HEAD } else { 0 };
                bit |= if after.key == "'s" { used::POSSESSIVE } else { 0 };
            }
            if let Some(bits) = bits.get_mut(word.form as usize) {
                *bits |= bit;
            }
        }
        for (form, bits) in self.forms.iter_mut().zip(bits) {
            form.used = bits;
        }
    }

    /// Tells the forms what a first reading called them: `labels` holds a kind a word, 0 for no name, up to 4.
    pub fn vote(&mut self, labels: &[u8]) {
        let mut counts = vec![[0_u32; 5]; self.forms.len()];
        for (word, &label) in self.words.iter().zip(labels) {
            if let Some(count) = counts.get_mut(word.form as usize).and_then(|c| c.get_mut(usize::from(label))) {
                *count += 1;
            }
        }
        for (form, count) in self.forms.iter_mut().zip(counts) {
            if !form.capital {
                continue;
            }
            let total: u32 = count.iter().sum();
            let (best, &most) = count.iter().enumerate().rev().max_by_key(|&(_, &n)| n).unwrap_or((0, &0));
            let share = if total < 2 {
                0
            } else if most == total {
                1
            } else if most * 3 >= total * 2 {
                2
            } else {
                3
            };
            form.vote = 1 + best as u8 * 4 + share;
        }
        self.vote_of_longer(labels);
    }

    /// Tells each form what the longer names are called that it stands in, and whether it is mostly their first word,
    /// their last, or one between.
    fn vote_of_longer(&mut self, labels: &[u8]) {
        let mut counts = vec![[0_u32; 12]; self.forms.len()];
        let mut start = 0;
        while let Some(word) = self.words.get(start) {
            let kind = labels.get(start).copied().unwrap_or(0);
            let same = |at: usize| {
                labels.get(at) == Some(&kind) && self.words.get(at).is_some_and(|other| other.block == word.block)
            };
            let mut end = start + 1;
            while kind != 0 && same(end) {
                end += 1;
            }
            if end - start > 1 {
                for (at, word) in self.words.iter().enumerate().take(end).skip(start) {
                    let place = if at == start {
                        0
                    } else if at + 1 == end {
                        1
                    } else {
                        2
                    };
                    let slot = (usize::from(kind) - 1) * 3 + place;
                    if let Some(count) = counts.get_mut(word.form as usize).and_then(|c| c.get_mut(slot)) {
                        *count += 1;
                    }
                }
            }
            start = end;
        }
        for (form, count) in self.forms.iter_mut().zip(counts) {
            let (best, &most) = count.iter().enumerate().rev().max_by_key(|&(_, &n)| n).unwrap_or((0, &0));
            form.above = if most == 0 || !form.capital { 0 } else { 1 + best as u8 };
        }
    }

    /// For each word whether it may be part of a name: it has a capital letter, or one stands near
    /// (in the block before or behind, too: that does no harm).
    #[must_use]
    pub fn near_capitals(&self) -> Vec<bool> {
        let mut near = vec![false; self.words.len()];
        for (at, word) in self.words.iter().enumerate() {
            if self.forms.get(word.form as usize).is_some_and(|form| form.cased) {
                let from = at.saturating_sub(INSIDE);
                near.iter_mut().skip(from).take(at + INSIDE + 1 - from).for_each(|near| *near = true);
            }
        }
        near
    }

    /// The features of a form that stands `offset` words away (at most [`REACH`]), as rows.
    pub fn form_rows(&self, form: u32, offset: isize, out: &mut Vec<u32>) {
        let Some(form) = self.forms.get(form as usize) else { return };
        letter_rows(form, offset, out);
        vote_rows(form.vote, form.above, offset, out);
        used_rows(form.used, offset, out);
        if offset == 0 {
            habit_rows(form, out);
        }
    }

    /// The features of the word at `at` that depend on where it stands, as rows.
    pub fn place_rows(&self, at: usize, out: &mut Vec<u32>) {
        let Some(word) = self.words.get(at) else { return };
        let none = Form::default();
        let near = |offset: isize| {
            // Nothing is seen across a block: its neighbours are other lines.
            let other = at.checked_add_signed(offset);
            let same = other.and_then(|other| self.words.get(other)).is_some_and(|other| other.block == word.block);
            if same { self.form(at as isize + offset).unwrap_or(&none) } else { &none }
        };
        let (before, here, after) = (near(-1), near(0), near(1));
        let mut put = |template: u64, value: u64| out.push(row(template * 8, value));
        put(40, mix(before.lower, here.lower));
        put(41, mix(here.lower, after.lower));
        put(42, mix(before.lower, after.lower));
        put(43, mix(mix(before.brief, here.brief), after.brief));
        put(44, mix(u64::from(before.lists), u64::from(here.lists)));
        put(45, mix(u64::from(here.lists), u64::from(after.lists)));
        put(46, mix(mix(u64::from(before.lists), here.brief), u64::from(after.lists)));
        put(47, mix(near(-2).lower, before.lower));
        put(48, mix(after.lower, near(2).lower));
        let broad = |form: &Form| form.cluster.map_or(0, |cluster| u64::from(cluster >> 10) + 1);
        put(49, mix(broad(before), broad(here)));
        put(50, mix(broad(here), broad(after)));
        let flags = u64::from(word.token.opens) * 4 + word.line as u64;
        put(51, flags);
        put(52, mix(flags, here.brief));
        put(53, mix(mix(flags, here.brief), u64::from(here.used)));
        put(54, mix(flags, here.lower));
        put(55, u64::from(word.listed));
        let listed = |offset: isize| {
            at.checked_add_signed(offset).and_then(|at| self.words.get(at)).map_or(0, |word| u64::from(word.listed))
        };
        put(56, mix(listed(0), listed(1)));
        put(57, mix(listed(-1), listed(0)));
        put(58, mix(listed(0), u64::from(here.used)));
        if !here.capital {
            return;
        }
        let (from, to) = (word.run.0 as isize, word.run.1 as isize);
        let left = self.form(from - 1).filter(|_| from > 0).unwrap_or(&none);
        let right = self.form(to + 1).unwrap_or(&none);
        let (first, last) = (self.form(from).unwrap_or(&none), self.form(to).unwrap_or(&none));
        let place = u64::from(at as isize == from) * 2 + u64::from(at as isize == to);
        let length = (to - from).min(5) as u64;
        put(60, mix(left.lower, place));
        put(61, mix(right.lower, place));
        put(62, mix(left.lower, right.lower));
        put(63, mix(last.lower, place));
        put(64, mix(first.lower, place));
        put(65, mix(u64::from(last.lists), place));
        put(66, mix(u64::from(first.lists), place));
        put(67, mix(length, place));
        put(68, mix(mix(u64::from(first.lists), u64::from(last.lists)), mix(length, place)));
        put(69, mix(broad(left), mix(broad(right), length)));
        if let Some(cluster) = last.cluster {
            put(70, mix(u64::from(cluster >> 8), place));
        }
        if first.vote != 0 && to > from {
            put(71, mix(u64::from(first.vote), mix(u64::from(last.vote), place)));
            put(73, mix(u64::from(first.above), mix(u64::from(last.above), place)));
        }
        put(72, mix(u64::from(left.lists), mix(u64::from(right.lists), length)));
        if first.vote != 0 {
            put(74, mix(mix(u64::from(here.above), u64::from(here.vote)), mix(length, place)));
        }
        put(75, mix(mix(left.lower, right.lower), length));
        put(76, mix(mix(left.lower, u64::from(last.lists)), place));
        put(77, mix(mix(right.lower, u64::from(last.lists)), place));
        put(78, mix(left.lower, last.suffixes[1]));
        put(79, mix(right.lower, last.suffixes[1]));
        put(80, mix(last.suffixes[1], mix(length, place)));
    }
}

/// The features of a form that are the same in every article: its letters, and what the lists say of it.
pub(super) fn letter_rows(form: &Form, offset: isize, out: &mut Vec<u32>) {
    let mut put = |template: u64, value: u64| out.push(row(template * 8 + (offset + REACH) as u64, value));
    put(1, form.lower);
    put(2, form.brief);
    put(3, u64::from(form.lists));
    if let Some(cluster) = form.cluster {
        put(4, u64::from(cluster >> 12));
        put(5, u64::from(cluster >> 8));
        if offset.abs() < 2 {
            put(6, u64::from(cluster >> 14));
            put(7, u64::from(cluster));
        }
    }
    if offset.abs() > 1 {
        return;
    }
    put(10, form.suffixes[1]);
    each(form.lists, list::ALL, |bit| put(12, bit));
    if offset != 0 {
        return;
    }
    put(13, form.exact);
    put(14, form.shape);
    for (length, (&prefix, &suffix)) in form.prefixes.iter().zip(&form.suffixes).enumerate() {
        put(15 + length as u64, prefix);
        put(18 + length as u64, suffix);
    }
}

/// The features of a form that say what a first reading called it.
pub(super) fn vote_rows(vote: u8, above: u8, offset: isize, out: &mut Vec<u32>) {
    if vote != 0 {
        let mut put = |template: u64, value: u64| out.push(row(template * 8 + (offset + REACH) as u64, value));
        put(8, u64::from(vote));
        put(9, u64::from((vote - 1) / 4));
        put(24, u64::from(above));
        put(25, mix(u64::from(above), u64::from(vote)));
    }
}

/// The features of a form that say how the article uses it.
pub(super) fn used_rows(used: u32, offset: isize, out: &mut Vec<u32>) {
    let mut put = |template: u64, value: u64| out.push(row(template * 8 + (offset + REACH) as u64, value));
    if offset.abs() < 2 {
        put(11, u64::from(used));
    }
    if offset == 0 {
        each(used, used::ALL, |bit| put(21, bit));
    }
}

/// The features that say how the article uses a form of such letters, where it stands.
pub(super) fn habit_rows(form: &Form, out: &mut Vec<u32>) {
    out.push(row(22 * 8 + REACH as u64, mix(u64::from(form.used), form.brief)));
    out.push(row(23 * 8 + REACH as u64, mix(u64::from(form.used), u64::from(form.lists))));
}

/// Calls `put` with the number of each bit that is set.
fn each(bits: u32, all: u32, mut put: impl FnMut(u64)) {
    let mut left = bits & ((1 << all) - 1);
    while left != 0 {
        put(u64::from(left.trailing_zeros()));
        left &= left - 1;
    }
}

/// The row of a feature in the table of weights.
const fn row(template: u64, value: u64) -> u32 {
    (mix(value, template.wrapping_add(0x51)) >> (64 - BITS)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cased() {
        let sheet = Sheet::new(&[
            "Harbour Board Names New Chief After Long Search",
            "HARBOUR BOARD NAMES CHIEF",
            "The board of the harbour named Orla Finn on Monday.",
            "Orla Finn met Paul Whitfield in Geneva.",
        ]);
        let casing = |block| sheet.words.iter().find(|word| word.block == block).map(|word| word.line);
        assert_eq!(casing(0), Some(Casing::Title));
        assert_eq!(casing(1), Some(Casing::Upper));
        assert_eq!(casing(2), Some(Casing::Sentence));
        assert_eq!(casing(3), Some(Casing::Sentence));
    }

    #[test]
    fn small_letters_are_in_a_name_near_capitals_only() {
        let sheet =
            Sheet::new(&["all of this stands far from the Bank of the South and is as plain as can be", "an iPhone"]);
        let near = sheet.near_capitals();
        let said: Vec<usize> = near.iter().enumerate().filter(|&(_, &near)| near).map(|(at, _)| at).collect();
        assert_eq!(said, [5, 6, 7, 8, 9, 10, 11, 12, 17, 18, 19]);
    }

    #[test]
    fn runs_are_the_capitalized_words_that_touch() {
        let text = "then Orla Finn met the Harbour Board";
        let sheet = Sheet::new(&[text]);
        let runs: Vec<(u32, u32)> = sheet.words.iter().map(|word| word.run).collect();
        assert_eq!(runs, [(0, 0), (1, 2), (1, 2), (3, 3), (4, 4), (5, 6), (5, 6)]);
    }

    #[test]
    fn forms_know_the_longer_names_they_stand_in() {
        let text = "Then Orla Finn of the Harbour Board spoke, and Finn left the Board";
        let mut sheet = Sheet::new(&[text]);
        let kinds: Vec<u8> = sheet
            .words
            .iter()
            .map(|word| match word.token.of(text) {
                "Orla" | "Finn" => 1,
                "Harbour" | "Board" => 2,
                _ => 0,
            })
            .collect();
        sheet.vote(&kinds);
        for (word, above) in [("then", 0), ("orla", 1), ("finn", 2), ("harbour", 4), ("board", 5), ("left", 0)] {
            let form = sheet.forms.iter().find(|form| form.key == word);
            assert_eq!(form.map(|form| form.above), Some(above), "{word}");
        }
    }
}
