//! Names in running text, each with its kind: a linear-chain conditional random field over the words of a
//! [`Sheet`], read twice, the second time knowing what the first reading called each word elsewhere in the article.
//! It knows no entities: which names are one thing is decided by [`super::within`].
//!
//! Method: Lafferty, McCallum and Pereira, "Conditional random fields" (2001); the second reading after Krishnan and
//! Manning, "An effective two-stage model for exploiting non-local dependencies in named entity recognition" (2006).

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{PoisonError, RwLock};

use super::features::{REACH, Sheet};
use super::forms::Plain;
use super::weights::{LABELS, Weights};
use crate::article::EntityKind;

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
    /// What common words say, from one article to the next. It is worked out anew where it is not at hand, and comes out the
    /// same.
    said: RwLock<HashMap<Plain, Said>>,
}

/// What a form says to the labels of the words around it, from [`REACH`] before it to as many behind.
type Said = [[i32; LABELS]; 2 * REACH as usize + 1];

/// What is said of a word that stands far from every capital letter: it is in no name.
const NO_NAME: [i32; LABELS] = {
    let mut scores = [-(1 << 20); LABELS];
    scores[0] = 0;
    scores
};

/// Words of which [`Reader::said`] is kept, at most: with these an article has most of its words at hand.
const KEPT: usize = 8_192;

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
            readers.push(Reader { weights, said: RwLock::default() });
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
    fn said(&self, sheet: &Sheet, near: &[bool]) -> Vec<Said> {
        let mut seen = vec![false; sheet.forms.len()];
        for (at, word) in sheet.words.iter().enumerate() {
            let from = at.saturating_sub(REACH as usize);
            if let Some(seen) = seen.get_mut(word.form as usize).filter(|seen| !**seen) {
                *seen = near.iter().skip(from).take(at + REACH as usize + 1 - from).any(|&near| near);
            }
        }
        let mut rows = Vec::with_capacity(64);
        let mut add_up = |form: usize| -> Said {
            std::array::from_fn(|place| {
                rows.clear();
                sheet.form_rows(form as u32, place as isize - REACH, &mut rows);
                self.weights.sum(&rows)
            })
        };
        // Nothing is half done in it at any moment.
        let kept = self.said.read().unwrap_or_else(PoisonError::into_inner);
        let room = KEPT.saturating_sub(kept.len());
        let mut fresh = Vec::new();
        let mut all = Vec::with_capacity(sheet.forms.len());
        for (at, (form, seen)) in sheet.forms.iter().zip(seen).enumerate() {
            if !seen {
                all.push(Said::default());
                continue;
            }
            let plain = form.plain();
            let said = plain.and_then(|plain| kept.get(&plain)).copied();
            all.push(said.unwrap_or_else(|| {
                let said = add_up(at);
                fresh.extend(plain.filter(|_| room > 0).map(|plain| (plain, said)));
                said
            }));
        }
        drop(kept);
        // Where another thread is at it, these words come another time.
        if !fresh.is_empty()
            && let Ok(mut kept) = self.said.try_write()
        {
            kept.extend(fresh.into_iter().take(room));
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
