//! Which rows of the hashed table are learnt: those that the texts use often enough, the most used first, so that what
//! is used together lies together. It holds no weights.

use morgue::entities::features::BITS;

use super::corpus::{Page, each_word};

/// A place for each row that is learnt.
pub(crate) struct Table {
    places: Vec<u32>,
    /// The rows by place.
    pub(crate) rows: Vec<u32>,
}

impl Table {
    /// The rows that `pages` use at least `least` times.
    pub(crate) fn new(pages: &[&Page], least: u32) -> Self {
        let mut counts = vec![0_u32; 1 << BITS];
        for page in pages {
            let near = page.sheet.near_capitals();
            each_word(&page.sheet, |at, rows| {
                if near[at] {
                    rows.iter().for_each(|&row| counts[row as usize] += 1);
                }
            });
        }
        let mut rows: Vec<u32> = (0..1 << BITS).filter(|&row| counts[row as usize] >= least).collect();
        rows.sort_by_key(|&row| (std::cmp::Reverse(counts[row as usize]), row));
        let mut places = vec![u32::MAX; 1 << BITS];
        for (place, &row) in rows.iter().enumerate() {
            places[row as usize] = place as u32;
        }
        println!("{} rows", rows.len());
        Self { places, rows }
    }

    /// Where a row has its place.
    pub(crate) fn place(&self, row: u32) -> Option<u32> {
        self.places.get(row as usize).copied().filter(|&place| place != u32::MAX)
    }
}
