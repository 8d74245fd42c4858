//! The most telling words of an article, and how much two articles have of them in common. It knows no library: how rare a
//! word is, is what other texts say ([`FREQUENCY`]), so the same two articles are always as much alike.
//!
//! Term weighting after Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988): the logarithm of
//! how often a word stands in the article, times its rarity; more for a word of the headline and for one that is part of a name.
//! Likeness is the cosine of the weights. On 365 reports of 85 events, pairs that are 35 % alike were of one event in 100 of 100
//! cases where other events of the same kind lay on other days, and in 80 where they did not.

use super::lexemes::singular;
use super::lexicon::{CITIES, COUNTRIES, FREQUENCY, GIVEN, STOP};
use crate::article::{Article, Entities, EntityKind, Language};
use crate::text::fold::fold;
use crate::text::map::Map;
use crate::text::{calendar, head};

/// Words that are kept of an article. With 48 no more pairs were told right.
pub const KEPT: usize = 24;

/// Those of them by which an article is looked for.
pub const KEYS: usize = 8;

/// Bytes of the body that are looked at: what comes later in a book tells little of what it is about.
const READ: usize = 1 << 16;

/// Less rare words (0 in every text, 10 in none that was counted) say nothing of an article.
const COMMON: u8 = 4;

/// How rare a word is that is in no list.
const UNKNOWN: u8 = 10;

/// How rare a long word of a language without lists is taken for, and what is long.
const FOREIGN: u8 = 6;
const LONG: usize = 7;

/// A word of the headline counts so much more, and a word of a name.
const TITLED: f32 = 1.5;
const NAMED: f32 = 1.75;

/// A word of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The word: folded, in the singular.
    pub word: String,
    /// How telling it is, beside the most telling one, which has 255.
    pub weight: u8,
    /// Whether it is part of a name of the article.
    pub of_name: bool,
}

/// Which lists there are of the words of a language.
#[derive(Clone, Copy)]
enum Lists {
    /// Those of English.
    English,
    /// None.
    None,
}

/// What of a word was seen.
#[derive(Clone, Copy, Default)]
struct Seen {
    times: u32,
    titled: bool,
}

/// The telling words of an article that is filed under `entities`, most telling first, [`KEPT`] at most.
#[must_use]
pub fn telling(article: &Article, entities: &Entities) -> Vec<Telling> {
    let language = match article.language.as_ref().map(Language::as_str) {
        None | Some("en") => Lists::English,
        Some(_) => Lists::None,
    };
    let names = names(entities);
    let title = fold(article.title.as_deref().unwrap_or_default());
    let mut left = READ;
    let body: Vec<String> = article
        .standfirst
        .as_deref()
        .into_iter()
        .chain(article.body().map(|(_, block)| block.text.as_str()))
        .map_while(|text| {
            let text = head(text, left);
            left = left.checked_sub(text.len() + 1)?;
            Some(fold(text))
        })
        .collect();
    let mut seen: Map<&str, Seen> = Map::default();
    for word in body.iter().flat_map(|text| words(text)) {
        seen.entry(word).or_default().times += 1;
    }
    for word in words(&title) {
        let seen = seen.entry(word).or_default();
        seen.times += 1;
        seen.titled = true;
    }
    // "tariff" and "tariffs" are one word, as rare as the less rare of the two.
    let mut joined: Map<String, (Seen, u8)> = Map::default();
    for (word, Seen { times, titled }) in seen {
        let is_name = names.contains_key(word);
        let rarity = if STOP.has(word) { 0 } else { rarity(word, language) };
        if rarity < COMMON && !is_name {
            continue;
        }
        let (seen, least) = joined.entry(singular(word)).or_insert((Seen::default(), rarity));
        seen.times += times;
        seen.titled |= titled;
        *least = rarity.min(*least);
    }
    let mut told: Vec<(f32, String, bool)> = Vec::with_capacity(joined.len());
    for (word, (Seen { times, titled }, rarity)) in joined {
        let kind = names.get(word.as_str()).copied();
        let rarity = match kind {
            Some(kind) => of_name(&word, kind),
            // "Aug." and "Friday" say when, which is known otherwise.
            None if STOP.has(&word) || calendar::month(&word).is_some() || calendar::weekday(&word).is_some() => 0,
            None => rarity,
        };
        if rarity < COMMON {
            continue;
        }
        let place = if titled { TITLED } else { 1.0 } * if kind.is_some() { NAMED } else { 1.0 };
        told.push(((1.0 + (times as f32).ln()) * f32::from(rarity) * place, word, kind.is_some()));
    }
    told.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
    told.truncate(KEPT);
    let most = told.first().map_or(1.0, |&(weight, ..)| weight);
    told.into_iter()
        .map(|(weight, word, of_name)| Telling {
            word,
            weight: (weight / most * 255.0).round().max(1.0) as u8,
            of_name,
        })
        .collect()
}

/// The words of a folded text that may tell something: no numbers, nothing of two letters, no run of a writing without
/// spaces.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| (3..=32).contains(&word.len()) && word.starts_with(char::is_alphabetic))
}

/// The words of the article's names, in the singular, with what they name; and those as they are, so that they are known
/// before they are brought into the singular.
fn names(entities: &Entities) -> Map<String, EntityKind> {
    let mut names = Map::default();
    for entity in entities.list.iter().filter(|entity| entity.kind != EntityKind::Topic) {
        for form in entity.aliases.iter().chain([&entity.name]) {
            let form = fold(form);
            for word in words(&form) {
                names.entry(singular(word)).or_insert(entity.kind);
                names.entry(word.to_owned()).or_insert(entity.kind);
            }
        }
    }
    names
}

/// How rare a word of the language is taken for that is no name.
fn rarity(word: &str, language: Lists) -> u8 {
    match language {
        Lists::English => habit(word).unwrap_or(UNKNOWN),
        Lists::None if word.chars().count() >= LONG => FOREIGN,
        Lists::None => 0,
    }
}

/// How rare a word is in other texts, its plural or its singular where that is said of them alone.
fn habit(word: &str) -> Option<u8> {
    let rarity =
        |word: &str| FREQUENCY.get(word).and_then(|value| value.bytes().next()).map(|b| b.saturating_sub(b'0'));
    rarity(word).or_else(|| if word.ends_with('s') { rarity(&singular(word)) } else { None })
}

/// How rare a word of a name is. What half of all articles name, tells less than the name of a village.
fn of_name(word: &str, kind: EntityKind) -> u8 {
    let rarity = habit(word).unwrap_or(UNKNOWN);
    if COUNTRIES.has(word) {
        return rarity.min(5);
    }
    if kind == EntityKind::Person {
        return if GIVEN.has(word) { rarity.min(7) } else { rarity };
    }
    match CITIES.get(word).and_then(|size| size.parse::<u8>().ok()) {
        Some(size) => rarity.min(9_u8.saturating_sub(size / 2).max(COMMON)),
        None => rarity,
    }
}

/// Telling words as numbers: the hash and the weight of each, most telling first. What is stored of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(Vec<(u32, u8)>);

/// Bytes of a packed word.
const PACKED: usize = 5;

impl Fingerprint {
    /// The fingerprint of telling words.
    #[must_use]
    pub fn of(words: &[Telling]) -> Self {
        let mut terms: Vec<(u32, u8)> = words.iter().map(|telling| (hash(&telling.word), telling.weight)).collect();
        let mut known = std::collections::BTreeSet::new();
        terms.retain(|&(word, _)| known.insert(word));
        Self(terms)
    }

    /// As bytes.
    #[must_use]
    pub fn packed(&self) -> Vec<u8> {
        let packed = self.0.iter().flat_map(|&(word, weight)| word.to_le_bytes().into_iter().chain([weight]));
        packed.collect()
    }

    /// From bytes; what is no whole word is left out.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Self {
        let (words, _) = bytes.as_chunks::<PACKED>();
        Self(words.iter().map(|&[a, b, c, d, weight]| (u32::from_le_bytes([a, b, c, d]), weight)).collect())
    }

    /// The hashes of the words by which the article is looked for.
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().take(KEYS).map(|&(word, _)| word)
    }

    /// How much two articles are alike: the cosine of their weights in thousandths, the same from either side.
    #[must_use]
    pub fn alike(&self, other: &Self) -> u16 {
        let square = |print: &Self| print.0.iter().map(|&(_, weight)| u64::from(weight).pow(2)).sum::<u64>();
        let (one, two) = (square(self), square(other));
        if one == 0 || two == 0 {
            return 0;
        }
        let shared: u64 = self.shared(other).map(|(_, own, theirs)| u64::from(own) * u64::from(theirs)).sum();
        // Whole numbers up to here: no order of sums makes a difference.
        (shared as f64 * 1_000.0 / (one as f64 * two as f64).sqrt()).round().clamp(0.0, 1_000.0) as u16
    }

    /// The words in both, in the order of this one, with their weights here and there.
    pub fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u32, u8, u8)> + 'a {
        self.0.iter().filter_map(|&(word, weight)| {
            let theirs = other.0.iter().find(|&&(their, _)| their == word)?.1;
            Some((word, weight, theirs))
        })
    }
}

/// The hash of a telling word (FNV-1a, stirred once). It is stored: it must stay as it is.
#[must_use]
pub fn hash(word: &str) -> u32 {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, Entity, Shape};
    use crate::text::Rich;

    fn article(title: &str, text: &str, language: &str) -> Article {
        let block = Block {
            kind: BlockKind::Body,
            shape: Shape::Paragraph,
            text: Rich::plain(text),
            sure: 1.0,
            why: "".into(),
        };
        let language = Language::new(language);
        Article { title: Some(title.to_owned()), blocks: vec![block], language, ..Article::default() }
    }

    fn filed(names: &[(&str, EntityKind)]) -> Entities {
        let entity = |&(name, kind): &(&str, EntityKind)| Entity {
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            titles: Vec::new(),
            salience: 1.0,
        };
        Entities { list: names.iter().map(entity).collect(), mentions: Vec::new() }
    }

    fn print(title: &str, text: &str) -> Fingerprint {
        Fingerprint::of(&telling(&article(title, text, "en"), &Entities::default()))
    }

    #[test]
    fn rare_words_of_the_headline_and_of_names_come_first() {
        let text = "The sluices at Corran held. Maud Tarrant, who built the sluice, said on Friday that people in France had said so.";
        let names = filed(&[("Maud Tarrant", EntityKind::Person), ("France", EntityKind::Place)]);
        let told = telling(&article("Sluice holds", text, "en"), &names);
        let words: Vec<&str> = told.iter().map(|telling| telling.word.as_str()).collect();
        assert_eq!(words[0], "sluice", "{told:?}");
        assert!(words[1..3].contains(&"tarrant") && words.contains(&"corran"), "{told:?}");
        let place = |word| words.iter().position(|&other| other == word).unwrap_or(words.len());
        assert!(place("france") > place("corran"), "a country tells less: {told:?}");
        for common in ["said", "people", "the", "sluices", "had", "friday"] {
            assert!(!words.contains(&common), "{common}: {told:?}");
        }
        assert_eq!(told[0].weight, 255);
        assert!(told.iter().any(|telling| telling.of_name) && !told[0].of_name);
    }

    #[test]
    fn of_a_language_without_lists_names_and_long_words_tell() {
        let text = "Und die Fischer von Bremerhaven haben gestern die Fangquoten abgelehnt, weil sie zu klein sind.";
        let told = telling(&article("Streit", text, "de"), &filed(&[("Bremerhaven", EntityKind::Place)]));
        let words: Vec<&str> = told.iter().map(|telling| telling.word.as_str()).collect();
        assert!(words.contains(&"bremerhaven") && words.contains(&"fangquoten"), "{words:?}");
        assert!(!words.contains(&"und") && !words.contains(&"haben") && !words.contains(&"weil"), "{words:?}");
    }

    #[test]
    fn likeness_is_the_same_from_both_sides_and_none_without_shared_words() {
        let one = print("Sluice at Corran opened", "Maud Tarrant opened the sluice at Corran with an oak wheel.");
        let two = print("Corran has its sluice", "The oak wheel of the sluice was turned by Tarrant.");
        let other = print("Goalkeeper injured", "The goalkeeper broke his collarbone in the derby.");
        assert!(one.alike(&two) > 300, "{}", one.alike(&two));
        for (left, right) in [(&one, &two), (&one, &other), (&two, &other), (&one, &one)] {
            assert_eq!(left.alike(right), right.alike(left));
        }
        assert_eq!((one.alike(&one), one.alike(&other)), (1_000, 0));
        assert_eq!(one.alike(&Fingerprint::default()), 0);
        assert!(one.shared(&two).count() >= 3);
    }

    #[test]
    fn a_fingerprint_comes_back_from_its_bytes() {
        let one = print("Sluice at Corran opened", "Maud Tarrant opened the sluice at Corran with an oak wheel.");
        assert_eq!(Fingerprint::unpack(&one.packed()), one);
        let mut cut = one.packed();
        cut.pop();
        assert_eq!(Fingerprint::unpack(&cut).0, one.0[..one.0.len() - 1]);
        assert_eq!(Fingerprint::unpack(&[]), Fingerprint::default());
        assert!(one.keys().count() <= KEYS);
        // Stored numbers must not change.
        assert_eq!(hash("sluice"), 0xbfc87614);
    }

    #[test]
    fn any_text_has_a_fingerprint_of_bounded_size() {
        let long: String = (0..40_000u32).map(|n| format!("w{}x ", n % 9_973)).collect();
        for text in ["", "\u{0}\u{202e}", "東京は雨。", "a b c 1 22 333", &long] {
            let told = telling(&article("", text, "en"), &Entities::default());
            assert!(told.len() <= KEPT, "{}", told.len());
            assert!(told.is_sorted_by(|a, b| a.weight >= b.weight));
        }
    }
}
