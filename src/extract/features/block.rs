//! What one block looks like by itself: length, punctuation, capitals, words of clutter. Its neighbours are not looked
//! at, except to count how often the same block stands in the document.

use super::credit;
use crate::article::Shape;
use crate::extract::language::{Census, function_word};
use crate::extract::phrases::{self, Cover};
use crate::formats::{Document, Setting};
use crate::text::fold::fold;
use crate::text::head;
use crate::text::map::Map;

/// How much of a block is read, in bytes: more says nothing new.
const READ: usize = 16 * 1024;

/// What one block looks like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Words between white space; signs of Chinese and its like count half a word.
    pub(crate) words: f32,
    pub(crate) characters: f32,
    pub(crate) ends_sentence: bool,
    pub(crate) sentences: f32,
    pub(crate) capitals: f32,
    pub(crate) upper: f32,
    pub(crate) digits: f32,
    pub(crate) function_words: f32,
    pub(crate) commas: f32,
    pub(crate) begins_lower: bool,
    pub(crate) begins_quote: bool,
    /// Whether all of it stands between quotation marks.
    pub(crate) is_quote: bool,
    pub(crate) ends_colon: bool,
    pub(crate) ends_question: bool,
    pub(crate) is_cut: bool,
    /// How often the block stands in the document, and whether it stood before.
    pub(crate) copies: u32,
    pub(crate) seen: bool,
    pub(crate) cover: Cover,
    /// Share of words that clutter phrases cover.
    pub(crate) clutter: f32,
    pub(crate) addresses: f32,
    pub(crate) separators: f32,
    pub(crate) has_date: bool,
    pub(crate) has_copyright: bool,
    pub(crate) is_item: bool,
    pub(crate) heading: u8,
    pub(crate) quotes: f32,
    /// Words that speak to the reader or for the paper, outside quotation marks, as a share of all.
    pub(crate) address: f32,
    /// Whether it closes with the name of who took the picture.
    pub(crate) has_credit: bool,
    /// Whether nothing parts it from the block before it: both stand in one stanza.
    pub(crate) is_joined: bool,
    pub(crate) indent: u16,
    pub(crate) gap: u32,
    pub(crate) lines: u32,
    /// Hashes of its longer words.
    pub(crate) content: Vec<u64>,
}

impl Profile {
    /// Running text: a sentence, or a good deal of words.
    pub(crate) fn is_prose(&self) -> bool {
        self.words >= 10.0 && self.ends_sentence || self.words >= 30.0
    }

    /// A short block that is mostly words of clutter.
    pub(crate) fn is_cue(&self) -> bool {
        self.clutter >= 0.4 && self.words <= 12.0
    }
}

pub(super) fn profiles(document: &Document) -> Vec<Profile> {
    let folded: Vec<String> = document.pieces.iter().map(|piece| fold(head(piece.text.as_str(), READ))).collect();
    let mut copies: Map<&str, u32> = Map::default();
    let mut census = Census::default();
    for text in &folded {
        *copies.entry(text.as_str()).or_insert(0) += 1;
        // Menus are names; the language speaks in sentences.
        if text.len() > 60 {
            tokens(text).for_each(|word| census.add(word));
        }
    }
    let mask = census.bit().unwrap_or(u16::MAX);
    let mut seen: Map<&str, ()> = Map::default();
    document
        .pieces
        .iter()
        .zip(&folded)
        .map(|(piece, folded)| {
            let mut profile = profile(head(piece.text.as_str(), READ), folded, mask);
            profile.copies = copies.get(folded.as_str()).copied().unwrap_or(1);
            profile.seen = seen.insert(folded.as_str(), ()).is_some();
            profile.is_item = matches!(piece.shape, Shape::Item { .. });
            profile.heading = if let Shape::Heading(level) = piece.shape { level } else { 0 };
            if let Setting::Lines { count, gap, indent, .. } = piece.setting {
                (profile.lines, profile.gap, profile.indent) = (count, gap, indent);
                profile.is_joined = gap == 0;
            }
            profile
        })
        .collect()
}

fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn profile(text: &str, folded: &str, mask: u16) -> Profile {
    let trimmed = text.trim_end_matches(|c: char| is_quote(c) || matches!(c, ')' | ']' | ' ' | '*'));
    let last = trimmed.chars().next_back();
    let first = text.chars().next();
    let mut wide = 0_u32;
    let (mut characters, mut digits, mut quotes, mut commas, mut separators) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for c in text.chars() {
        characters += 1;
        match c {
            '0'..='9' => digits += 1,
            ',' | '،' | '、' | '，' => commas += 1,
            '|' | '·' | '›' | '»' | '•' | '/' | '→' | '>' => separators += 1,
            '"' | '“' | '”' | '„' | '«' | '‘' => quotes += 1,
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => wide += 1,
            _ => {}
        }
    }
    let (mut words, mut capitals, mut upper, mut lettered, mut addresses) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    let mut sentences = 0_u32;
    let mut was_end = false;
    for word in text.split_whitespace() {
        words += 1;
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        if let Some(initial) = letters.next() {
            lettered += 1;
            let is_upper = initial.is_uppercase();
            sentences += u32::from(was_end && is_upper);
            capitals += u32::from(is_upper && words > 1 && !was_end);
            upper += u32::from(is_upper && letters.clone().next().is_some() && letters.all(char::is_uppercase));
        }
        was_end = word.trim_end_matches(is_quote).ends_with(['.', '!', '?', '…']) && word.len() > 3;
        // Few words have one of these signs: what looks for more is asked of them only.
        let signed = word.bytes().any(|byte| matches!(byte, b':' | b'.' | b'@'));
        addresses += u32::from(signed && (word.contains("://") || word.contains("www.") || word.contains('@')));
    }
    sentences += text.matches(['。', '！', '？']).count() as u32;
    let list: Vec<&str> = tokens(folded).collect();
    let cover = if list.len() <= 60 { phrases::cover(&list) } else { Cover::default() };
    let covered: u16 = cover.iter().sum();
    let functions = list.iter().filter(|word| function_word(word) & mask != 0).count();
    let content = list.iter().filter(|word| word.len() >= 5).take(120).map(|word| hash(word)).collect();
    let share = |n: u32, of: u32| n as f32 / of.max(1) as f32;
    Profile {
        words: words as f32 + wide as f32 / 2.0,
        characters: characters as f32,
        ends_sentence: matches!(last, Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟')),
        sentences: sentences as f32,
        capitals: share(capitals, words.saturating_sub(1)),
        upper: share(upper, lettered),
        digits: share(digits, characters),
        function_words: share(u32::try_from(functions).unwrap_or(0), u32::try_from(list.len()).unwrap_or(1)),
        commas: share(commas, words),
        begins_lower: first.is_some_and(char::is_lowercase),
        begins_quote: first.is_some_and(|c| is_quote(c) || matches!(c, '—' | '–')),
        is_quote: first.is_some_and(is_quote) && text.chars().next_back().is_some_and(is_quote) && quotes <= 2,
        ends_colon: matches!(last, Some(':' | '：')),
        ends_question: matches!(last, Some('?' | '？' | '؟')),
        is_cut: text.ends_with("...") || text.ends_with('…') || text.ends_with("[…]"),
        clutter: share(u32::from(covered), u32::try_from(list.len()).unwrap_or(1)),
        cover,
        addresses: share(addresses, words),
        separators: share(separators, words),
        has_date: words <= 15 && is_dated(text),
        has_copyright: text.contains('©') || text.contains("(c) 2"),
        quotes: quotes as f32,
        address: share(addressed(text), words),
        has_credit: words <= 60 && credit::closes(text),
        content,
        ..Profile::default()
    }
}

/// Words of the first person of a paper and the second person, folded: English, German, French, Spanish, Italian, Dutch,
/// Swedish. What people say of themselves stands between quotation marks.
const ADDRESS: [&str; 36] = [
    "you", "your", "yours", "you'll", "you're", "you've", "our", "us", "we", "we're", "ihnen", "ihre", "ihrem",
    "ihren", "ihrer", "ihr", "dein", "deine", "unser", "unsere", "unseren", "vous", "votre", "vos", "nous", "notre",
    "usted", "tu", "tus", "nuestro", "nuestra", "tua", "tuo", "uw", "din", "ditt",
];

/// How many words outside quotation marks are such.
fn addressed(text: &str) -> u32 {
    let mut count = 0;
    let mut is_said = false;
    for word in text.split_whitespace() {
        is_said |= word.starts_with(['"', '“', '„', '«', '»', '‘', '\'']);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        // "US" is a country.
        if !is_said && bare.len() <= 8 && bare != "US" {
            let is_such = |word: &str| ADDRESS.contains(&word);
            let one = if bare.is_ascii() {
                ADDRESS.iter().any(|word| word.eq_ignore_ascii_case(bare))
            } else {
                is_such(&bare.to_lowercase().replace('’', "'"))
            };
            count += u32::from(one);
        }
        let tail = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        is_said &= !(tail.len() > 1 && tail.ends_with(['"', '”', '“', '»', '«', '’', '\'']));
    }
    count
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' | '「' | '」')
}

/// Whether digits in a short text stand as a year or as a time of day.
fn is_dated(text: &str) -> bool {
    let mut number = 0_u32;
    let mut digits = 0_u32;
    let mut was_clock = false;
    for c in text.chars().chain([' ']) {
        if let Some(digit) = c.to_digit(10) {
            number = number.saturating_mul(10).saturating_add(digit);
            digits += 1;
            continue;
        }
        if digits == 4 && (1980..=2079).contains(&number) || digits == 2 && was_clock && number < 60 {
            return true;
        }
        was_clock = (1..=2).contains(&digits) && number < 24 && matches!(c, ':' | '.' | 'h');
        (number, digits) = (0, 0);
    }
    false
}

/// FNV-1a, so that the same word has the same number in every run.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_prose_and_a_menu_is_not() {
        let of = |text: &str| profile(text, &fold(text), u16::MAX);
        let sentence = of("“The bridge will be closed until May,” the mayor of the town said on Monday.");
        assert!(
            sentence.is_prose() && sentence.ends_sentence && sentence.begins_quote && sentence.function_words > 0.3
        );
        let menu = of("Subscribe | Log in");
        assert!(!menu.is_prose() && menu.is_cue());
        let prompt = of("You have read three of our articles; your fourth is free.");
        assert!(prompt.address > 0.2 && of("“You have our word,” she said to us, “and our boats.”").address < 0.15);
        assert!(of("Aug 14, 2025 | 0").has_date && of("6:14 a.m.").has_date && !of("14 people, 20 dogs").has_date);
    }
}
