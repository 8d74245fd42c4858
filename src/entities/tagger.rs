//! Names in running text, each with its kind: a linear-chain conditional random field over the words of a
//! [`Sheet`], read twice, the second time knowing what the first reading called each word elsewhere in the article.
//! It knows no entities: which names are one thing is decided by [`super::within`].
//!
//! Method: Lafferty, McCallum and Pereira, "Conditional random fields" (2001); the second reading after Krishnan and
//! Manning, "An effective two-stage model for exploiting non-local dependencies in named entity recognition" (2006).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{PoisonError, RwLock};

use super::features::{self, REACH, Sheet};
use super::forms::Letters;
use super::weights::{LABELS, Weights};
use crate::article::EntityKind;
use crate::text::map::Map;

/// The kinds of the labels, in their order.
pub const KINDS: [EntityKind; 4] = [EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Other];

/// A name in a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its words.
    pub words: Range<usize>,
    /// What it names.
    pub kind: EntityKind,
}

/// What recognizes names: weights, loaded once, on first use.
#[derive(Debug, Default)]
pub struct Tagger {
    readers: Vec<Reader>,
}

/// One reading.
#[derive(Debug)]
struct Reader {
    weights: Weights,
    /// What the votes of a first reading say: all votes of a form for each of the longer names it stands in.
    votes: Vec<Said>,
    /// What is kept from one article to the next.
    kept: RwLock<Kept>,
}

/// What was added up for other articles. It is worked out anew where it is not at hand, and comes out the same.
#[derive(Debug, Default)]
struct Kept {
    /// What the letters of words say.
    letters: Map<Letters, Said>,
    /// What the ways say in which an article can use a form.
    used: Map<u32, Said>,
}

/// What something known of a form says to the labels of the words around it, from [`REACH`] before it to as many behind.
type Said = [[i16; LABELS]; PLACES];

/// Places from which a form is seen.
const PLACES: usize = 2 * REACH as usize + 1;

/// What is said of a word that stands far from every capital letter: it is in no name.
const NO_NAME: [i32; LABELS] = {
    let mut scores = [-(1 << 20); LABELS];
    scores[0] = 0;
    scores
};

/// Words of which what they say is kept, at most: with these an article has most of its words at hand.
const KEPT: usize = 16_384;

/// The highest vote of a form, and of the longer names it stands in: see [`Sheet::vote`].
const VOTES: u8 = 20;
const ABOVE: u8 = 12;

impl Tagger {
    /// The tagger that is built into the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static TAGGER: std::sync::OnceLock<Tagger> = std::sync::OnceLock::new();
        TAGGER.get_or_init(|| Self::read(include_bytes!("../../assets/tagger.bin")))
    }

    /// The tagger in `file`: one reader after the other. What cannot be read is left out.
    #[must_use]
    pub fn read(mut file: &'static [u8]) -> Self {
        let mut readers = Vec::new();
        while let Some((weights, end)) = Weights::read(Cow::Borrowed(file)) {
            readers.push(Reader::new(weights));
            file = file.get(end..).unwrap_or_default();
        }
        Self { readers }
    }

    /// The names in `sheet`, in order. They do not overlap.
    #[must_use]
    pub fn names(&self, sheet: &mut Sheet) -> Vec<Name> {
        let mut labels = vec![0; sheet.words.len()];
        for (at, reader) in self.readers.iter().enumerate() {
            if at > 0 {
                let kinds: Vec<u8> = labels.iter().map(|&label| kind_of(label)).collect();
                sheet.vote(&kinds);
            }
            labels = reader.label(sheet);
        }
        names(sheet, &labels)
    }
}

/// The kind a label stands for: 0 for none, else 1 and its place in [`KINDS`].
#[must_use]
pub const fn kind_of(label: u8) -> u8 {
    match label {
        0 => 0,
        1..5 => label,
        _ => label - 4,
    }
}

impl Reader {
    fn new(weights: Weights) -> Self {
        let mut reader = Self { weights, votes: Vec::new(), kept: RwLock::default() };
        let mut rows = Vec::new();
        let votes = (0..=ABOVE).flat_map(|above| (0..=VOTES).map(move |vote| (vote, above)));
        reader.votes = votes
            .map(|(vote, above)| {
                reader.add_up(&mut rows, |offset, rows| features::vote_rows(vote, above, offset, rows))
            })
            .collect();
        reader
    }

    /// What the rows say together that `put` gives for each place.
    fn add_up(&self, rows: &mut Vec<u32>, mut put: impl FnMut(isize, &mut Vec<u32>)) -> Said {
        std::array::from_fn(|place| {
            rows.clear();
            put(place as isize - REACH, rows);
            // A form has fewer features than would not fit, each a byte.
            self.weights.sum(rows).map(|sum| sum as i16)
        })
    }

    /// A label a word.
    fn label(&self, sheet: &Sheet) -> Vec<u8> {
        // What a form says is added up once for each place it can be seen from.
        let near = sheet.near_capitals();
        let forms = self.said(sheet, &near);
        let mut rows = Vec::with_capacity(64);
        let mut scores: Vec<[i32; LABELS]> = Vec::with_capacity(sheet.words.len());
        for (at, (word, &near)) in sheet.words.iter().zip(&near).enumerate() {
            if !near {
                scores.push(NO_NAME);
                continue;
            }
            rows.clear();
            sheet.place_rows(at, &mut rows);
            let mut score = self.weights.sum(&rows);
            for offset in -REACH..=REACH {
                let near = at.checked_add_signed(offset).and_then(|at| sheet.words.get(at));
                let Some(near) = near.filter(|near| near.block == word.block) else { continue };
                let said = forms.get(near.form as usize).and_then(|places| places.get((offset + REACH) as usize));
                for (score, said) in score.iter_mut().zip(said.into_iter().flatten()) {
                    *score += said;
                }
            }
            scores.push(score);
        }
        let mut labels = Vec::with_capacity(scores.len());
        for (at, &start) in sheet.sentences.iter().enumerate() {
            let end = sheet.sentences.get(at + 1).copied().unwrap_or(scores.len());
            labels.extend(self.weights.best(scores.get(start..end).unwrap_or_default()));
        }
        labels.resize(sheet.words.len(), 0);
        labels
    }

    /// What each form of the sheet says; nothing where no word `near` a capital letter sees it.
    fn said(&self, sheet: &Sheet, near: &[bool]) -> Vec<[[i32; LABELS]; PLACES]> {
        let mut seen = vec![false; sheet.forms.len()];
        for (at, word) in sheet.words.iter().enumerate() {
            let from = at.saturating_sub(REACH as usize);
            if let Some(seen) = seen.get_mut(word.form as usize).filter(|seen| !**seen) {
                *seen = near.iter().skip(from).take(at + REACH as usize + 1 - from).any(|&near| near);
            }
        }
        let mut rows = Vec::with_capacity(64);
        // Nothing is half done in it at any moment.
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let room = KEPT.saturating_sub(kept.letters.len());
        let (mut letters, mut used) = (Vec::new(), Map::<u32, Said>::default());
        let mut all = Vec::with_capacity(sheet.forms.len());
        for (form, seen) in sheet.forms.iter().zip(seen) {
            if !seen {
                all.push([[0; LABELS]; PLACES]);
                continue;
            }
            let by_letters = kept.letters.get(&form.letters()).copied().unwrap_or_else(|| {
                let said = self.add_up(&mut rows, |offset, rows| features::letter_rows(form, offset, rows));
                letters.push((form.letters(), said));
                said
            });
            let by_use = kept.used.get(&form.used).copied().unwrap_or_else(|| {
                let put = |offset, rows: &mut Vec<u32>| features::used_rows(form.used, offset, rows);
                *used.entry(form.used).or_insert_with(|| self.add_up(&mut rows, put))
            });
            let vote = usize::from(form.above) * (usize::from(VOTES) + 1) + usize::from(form.vote);
            let by_vote = self.votes.get(vote).copied().unwrap_or_default();
            let mut said: [[i32; LABELS]; PLACES] = std::array::from_fn(|place| {
                std::array::from_fn(|label| {
                    i32::from(by_letters[place][label])
                        + i32::from(by_use[place][label])
                        + i32::from(by_vote[place][label])
                })
            });
            rows.clear();
            features::habit_rows(form, &mut rows);
            for (said, by_habit) in said[REACH as usize].iter_mut().zip(self.weights.sum(&rows)) {
                *said += by_habit;
            }
            all.push(said);
        }
        drop(kept);
        // Where another thread is at it, these words come another time.
        if (room > 0 && !letters.is_empty() || !used.is_empty())
            && let Ok(mut kept) = self.kept.try_write()
        {
            kept.letters.extend(letters.into_iter().take(room));
            kept.used.extend(used);
        }
        all
    }
}

/// The names that `labels` spell. A later word without a first one, or of another kind, opens a name.
fn names(sheet: &Sheet, labels: &[u8]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut open: Option<(usize, u8)> = None;
    for at in 0..=labels.len() {
        let label = labels.get(at).copied().unwrap_or(0);
        let kind = kind_of(label);
        let block = |at: usize| sheet.words.get(at).map(|word| word.block);
        let goes_on = label > 4 && open.is_some_and(|(start, open)| open == kind && block(start) == block(at));
        if goes_on {
            continue;
        }
        if let Some((start, kind)) = open.take()
            && let Some(&kind) = KINDS.get(usize::from(kind) - 1)
        {
            names.push(Name { words: start..at, kind });
        }
        if kind != 0 {
            open = Some((at, kind));
        }
    }
    names
}
