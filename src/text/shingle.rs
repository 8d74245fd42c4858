//! How much two texts have in common: shingles (runs of [`WORDS`] words) and a MinHash sketch by which texts that share
//! many of them are found without comparing each with each. It knows no article, and decides nothing.
//!
//! Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman and Ullman, "Mining
//! of Massive Datasets", ch. 3. Case, diacritics, punctuation and line ends do not count, so the same words give the same
//! shingles in a page, in its dump and in any wrapping. A writing without spaces has a word a character.

use super::fold::fold;

/// Words in a shingle. Runs of four tell pages of one site apart (at most .17 of the shorter text in common, of 62 pages in
/// four styles), and lose less than longer runs where a figure was corrected.
pub const WORDS: usize = 4;

/// Fewer words than this are too few to be found by what they share: only texts of all the same words are.
pub const FEW: usize = 30;

/// Hashes over all of the text, in [`BANDS`] bands.
const BODY: usize = 18;
const BANDS: usize = 6;

/// Hashes over the first [`LEAD`] words, in [`LEAD_BANDS`] bands: who cuts a text cuts its end, and a third of a text has
/// too little in common with all of it to be found by hashes over all of it.
const HEAD: usize = 6;
const LEAD_BANDS: usize = 3;
const LEAD: usize = 120;

/// The shingles of a text, and the keys under which texts like it are found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    words: usize,
    /// Of all words in their order.
    whole: u64,
    /// Hashes of the shingles, sorted, each once.
    shingles: Vec<u32>,
    minima: [u32; BODY],
    lead: [u32; HEAD],
}

impl Sketch {
    /// The sketch of a text that stands in several parts; a shingle may go from one part to the next.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sketch = Self { minima: [u32::MAX; BODY], lead: [u32::MAX; HEAD], ..Self::default() };
        let mut last = [0_u64; WORDS];
        for part in parts {
            words(&fold(part), |word| sketch.push(word, &mut last));
        }
        sketch.shingles.sort_unstable();
        sketch.shingles.dedup();
        sketch
    }

    fn push(&mut self, word: u64, last: &mut [u64; WORDS]) {
        last.rotate_left(1);
        last[WORDS - 1] = word;
        self.words += 1;
        self.whole = mix(self.whole.rotate_left(5) ^ word);
        if self.words < WORDS {
            return;
        }
        let shingle = mix(last.iter().fold(0, |hash: u64, word| hash.wrapping_mul(ODD[0]).wrapping_add(*word)));
        self.shingles.push((shingle >> 32) as u32);
        // The place of the shingle in an order of its own for each hash (multiply and shift, Dietzfelbinger 1997).
        let lower = |(minimum, factor): (&mut u32, &u64)| {
            *minimum = (*minimum).min((shingle.wrapping_mul(*factor) >> 32) as u32);
        };
        self.minima.iter_mut().zip(&FACTORS).for_each(lower);
        if self.words <= LEAD {
            self.lead.iter_mut().zip(&FACTORS[BODY..]).for_each(lower);
        }
    }

    /// How many words the text has.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words
    }

    /// How many different shingles it has.
    #[must_use]
    pub fn shingles(&self) -> usize {
        self.shingles.len()
    }

    /// How many different shingles two texts share.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let (mut one, mut two) = (self.shingles.iter().peekable(), other.shingles.iter().peekable());
        let mut shared = 0;
        while let (Some(a), Some(b)) = (one.peek(), two.peek()) {
            let order = a.cmp(b);
            shared += usize::from(order.is_eq());
            if order.is_le() {
                one.next();
            }
            if order.is_ge() {
                two.next();
            }
        }
        shared
    }

    /// Whether all words are the same, in the same order.
    #[must_use]
    pub fn is_equal(&self, other: &Self) -> bool {
        (self.words, self.whole) == (other.words, other.whole)
    }

    /// The keys of the text: texts that are much alike have one in common with high probability (.99 where three quarters
    /// of all shingles are shared, or where the beginning is), other texts with hardly any. A short text has one, for all
    /// its words; an empty one has none.
    #[must_use]
    pub fn keys(&self) -> Vec<u64> {
        if self.words < FEW {
            return if self.words == 0 { Vec::new() } else { vec![mix(self.whole ^ ODD[1])] };
        }
        let bands = self.minima.chunks(BODY / BANDS).chain(self.lead.chunks(HEAD / LEAD_BANDS));
        (1..)
            .zip(bands)
            .map(|(seed, band)| band.iter().fold(mix(seed), |key, &hash| mix(key ^ u64::from(hash))))
            .collect()
    }

    /// The hashes over all of the text as bytes, to be kept beside [`shingles`](Self::shingles); see [`may_share`].
    #[must_use]
    pub fn signature(&self) -> Vec<u8> {
        self.minima.iter().flat_map(|minimum| minimum.to_le_bytes()).collect()
    }
}

/// Whether two texts may share this part (0 to 1) of the shorter one's shingles, by the signature and the number of
/// shingles of each. It errs on the side of yes: an exact count follows.
#[must_use]
pub fn may_share(part: f64, one: (&[u8], usize), other: (&[u8], usize)) -> bool {
    let equal = one.0.chunks(4).zip(other.0.chunks(4)).filter(|(a, b)| a == b).count();
    // The estimate of the resemblance swings by a tenth; three hashes more are two to three times that.
    let resemblance = ((equal + 3) as f64 / BODY as f64).min(1.0);
    let (least, sum) = (one.1.min(other.1) as f64, (one.1 + other.1) as f64);
    resemblance / (1.0 + resemblance) * sum >= part * least
}

/// Calls `each` with a hash of every word of a folded text.
fn words(text: &str, mut each: impl FnMut(u64)) {
    let mut word: Option<u64> = None;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            word.take().into_iter().for_each(&mut each);
        } else if is_a_word(c) {
            word.take().into_iter().for_each(&mut each);
            each(mix(u64::from(u32::from(c))));
        } else {
            let hash = word.unwrap_or(0xcbf2_9ce4_8422_2325);
            word = Some((hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3));
        }
    }
    word.into_iter().for_each(each);
}

/// Whether a character belongs to a writing that has no spaces.
const fn is_a_word(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Odd numbers without pattern (the golden ratio, and two of its kind from splitmix64).
const ODD: [u64; 3] = [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb];

/// Stirs all bits into each other (splitmix64). What comes out is stored: it must stay as it is.
const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(ODD[1]);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(ODD[2]);
    hash ^ (hash >> 31)
}

/// An odd number for each hash.
const FACTORS: [u64; BODY + HEAD] = {
    let mut factors = [0; BODY + HEAD];
    let mut at = 0;
    while at < factors.len() {
        factors[at] = mix(ODD[0].wrapping_mul(at as u64 + 1)) | 1;
        at += 1;
    }
    factors
};

#[cfg(test)]
mod tests {
    use super::*;

    /// So many words that no other text has.
    fn prose(seed: u64, words: usize) -> Vec<String> {
        (0..words as u64).map(|n| format!("w{:x}", mix(seed << 32 | n) >> 44)).collect()
    }

    fn sketch(words: &[String]) -> Sketch {
        Sketch::of([words.join(" ").as_str()])
    }

    fn meet(one: &Sketch, other: &Sketch) -> bool {
        one.keys().iter().any(|key| other.keys().contains(key))
    }

    #[test]
    fn the_same_words_are_the_same_text_however_they_are_set() {
        let one = Sketch::of(["The “Café” at Łódź — closed,", "after 9 years."]);
        for other in [
            &["the cafe at lodz closed after 9 years"][..],
            &["The Café", "at\nŁódź", "closed: after", "9 YEARS!"],
            &["", "the cafe at lodz closed after 9 years", " – "],
        ] {
            assert!(one.is_equal(&Sketch::of(other.iter().copied())), "{other:?}");
        }
        assert!(!one.is_equal(&Sketch::of(["the cafe at lodz closed after 8 years"])));
        assert_eq!((one.words(), one.shingles()), (8, 5));
        assert_eq!(Sketch::of(["東京は雨。"]).words(), 4);
        assert_eq!(Sketch::of([" – "]), Sketch::of([]));
    }

    #[test]
    fn shared_shingles_are_counted_once() {
        for (one, other, expected) in [
            ("a b c d e f", "a b c d e f", 3),
            ("a b c d e f", "a b c d x f", 1),
            ("a b c d a b c d", "a b c d", 1),
            ("a b c", "a b c", 0),
            ("", "a b c d", 0),
        ] {
            let (one, other) = (Sketch::of([one]), Sketch::of([other]));
            assert_eq!((one.shared(&other), other.shared(&one)), (expected, expected), "{one:?}");
        }
    }

    #[test]
    fn texts_that_are_alike_meet_and_others_do_not() {
        let trials = 200;
        let count = |change: &dyn Fn(&[String], u64) -> Vec<String>| {
            let met = (0..trials).filter(|&seed| {
                let words = prose(seed, 500);
                let changed = change(&words, seed);
                meet(&sketch(&words), &sketch(&changed))
            });
            met.count()
        };
        let swap = |words: &[String], seed: u64, each: usize| {
            let mut words = words.to_vec();
            let other = prose(seed + 1000, words.len());
            words.iter_mut().zip(other).step_by(each).for_each(|(word, other)| *word = other);
            words
        };
        // A word in forty is another one; a third is cut off the end; two thirds are; a new beginning of sixty words.
        assert!(count(&|words, seed| swap(words, seed, 40)) >= 199);
        assert!(count(&|words, _| words[..333].to_vec()) == 200);
        assert!(count(&|words, _| words[..167].to_vec()) == 200);
        assert!(count(&|words, seed| [prose(seed + 9, 60), words.to_vec()].concat()) >= 196);
        // Other texts, and texts that share a paragraph of forty words somewhere.
        assert_eq!(count(&|words, seed| prose(seed + 5000, words.len())), 0);
        let shares = |words: &[String], seed: u64| {
            [prose(seed + 7, 300), words[200..240].to_vec(), prose(seed + 8, 160)].concat()
        };
        assert!(count(&shares) <= 2);
    }

    #[test]
    fn the_estimate_never_denies_what_is_there() {
        for (cut, part) in [(500, 0.9), (400, 0.9), (250, 0.9), (120, 0.9)] {
            for seed in 0..50 {
                let words = prose(seed, 500);
                let (one, other) = (sketch(&words), sketch(&words[..cut]));
                let (one, other) = ((one.signature(), one.shingles()), (other.signature(), other.shingles()));
                assert!(may_share(part, (&one.0, one.1), (&other.0, other.1)), "{cut} {seed}");
            }
        }
        let (one, other) = (sketch(&prose(1, 500)), sketch(&prose(2, 500)));
        assert!(!may_share(0.5, (&one.signature(), one.shingles()), (&other.signature(), other.shingles())));
    }

    #[test]
    fn a_short_text_is_found_only_by_all_its_words() {
        let words = prose(1, FEW - 1);
        assert_eq!(sketch(&words).keys().len(), 1);
        assert!(meet(&sketch(&words), &sketch(&words)));
        assert!(!meet(&sketch(&words), &sketch(&words[1..])));
        assert!(sketch(&[]).keys().is_empty());
    }
}
