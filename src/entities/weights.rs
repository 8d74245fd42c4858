//! The weights of the tagger as they lie in `assets/tagger.bin`: for each feature's row, what it says for and against
//! each label. They are not trained here: `tests/train` writes the file.
//!
//! Layout of a reader, little-endian: the number of rows kept (u32); the weights of moves, a label after a label (i16, 10 × 9, the last line
//! for the first word); one bit a row of the hashed table, set where the row is kept; then 9 × i8 a kept row. A row is
//! found by counting the bits before it, so the weights are used where they lie.

use std::borrow::Cow;

use super::features::BITS;

/// Labels: no name, the first word of a name (person, organization, place, other), a later word of one.
pub const LABELS: usize = 9;

/// Bytes of the part that marks which rows are kept.
pub const MARKS: usize = 1 << (BITS - 3);

/// Rows that are counted together: fewer than a `u16` can count.
const FAR: usize = 1 << 15;

/// Rows that are looked up together.
const AT_ONCE: usize = 64;

/// The weights of one reader.
#[derive(Debug)]
pub struct Weights {
    file: Cow<'static, [u8]>,
    rows: usize,
    /// For each 64 rows of the table: which of them are kept. Most rows that are asked for are not, so that this alone is
    /// looked at for most, and should lie as near as it can.
    words: Vec<u64>,
    /// For each 64 rows, how many are kept before them among the [`FAR`] they are of.
    near: Vec<u16>,
    /// For each [`FAR`] rows, how many are kept before them.
    far: Vec<u32>,
    moves: [[i32; LABELS]; LABELS + 1],
}

impl Weights {
    /// The weights at the start of `file`, and how many bytes they take. `None` where the file is cut or something else.
    #[must_use]
    pub fn read(file: Cow<'static, [u8]>) -> Option<(Self, usize)> {
        let kept = u32::from_le_bytes(file.get(..4)?.try_into().ok()?) as usize;
        let mut moves = [[0; LABELS]; LABELS + 1];
        let marks = 4 + 2 * LABELS * (LABELS + 1);
        let pairs = file.get(4..marks)?.chunks_exact(2);
        for (weight, pair) in moves.iter_mut().flatten().zip(pairs) {
            *weight = i32::from(i16::from_le_bytes(pair.try_into().ok()?));
        }
        let rows = marks + MARKS;
        let end = rows + kept * LABELS;
        file.get(rows..end)?;
        let (mut before, mut words, mut near, mut far) =
            (0, Vec::with_capacity(MARKS / 8), Vec::with_capacity(MARKS / 8), Vec::with_capacity(MARKS * 8 / FAR));
        for word in file.get(marks..rows)?.chunks_exact(8) {
            let bits = u64::from_le_bytes(word.try_into().ok()?);
            if words.len().is_multiple_of(FAR / 64) {
                far.push(before);
            }
            near.push(u16::try_from(before - far.last().copied().unwrap_or(0)).ok()?);
            words.push(bits);
            before += bits.count_ones();
        }
        (before as usize == kept).then_some((Self { file, rows, words, near, far, moves }, end))
    }

    /// What `rows` say together.
    #[must_use]
    pub fn sum(&self, rows: &[u32]) -> [i32; LABELS] {
        let mut sum = [0; LABELS];
        let weights = self.file.get(self.rows..).unwrap_or_default();
        for rows in rows.chunks(AT_ONCE) {
            // First which rows are kept, then where their weights lie, then the weights: whether a row is kept cannot be
            // foreseen, so nothing branches on it, and what one row waits for from memory the others wait for at the same
            // time.
            let mut held = [0; AT_ONCE];
            let mut kept = 0;
            for &row in rows {
                let bits = self.words.get(row as usize / 64).copied().unwrap_or(0);
                held[kept % AT_ONCE] = row;
                kept += (bits >> (row % 64) & 1) as usize;
            }
            for rank in held.iter_mut().take(kept) {
                let row = *rank as usize;
                let bits = self.words.get(row / 64).copied().unwrap_or(0);
                let far = self.far.get(row / FAR).copied().unwrap_or(0);
                let near = self.near.get(row / 64).copied().unwrap_or(0);
                *rank = far + u32::from(near) + (bits & ((1 << (row % 64)) - 1)).count_ones();
            }
            // Weights are bytes: this many of them fit.
            let mut part = [0_i16; LABELS];
            for &rank in held.iter().take(kept) {
                let weights = weights.get(rank as usize * LABELS..).and_then(|rest| rest.first_chunk::<LABELS>());
                for (sum, &weight) in part.iter_mut().zip(weights.unwrap_or(&[0; LABELS])) {
                    *sum += i16::from(weight.cast_signed());
                }
            }
            for (sum, part) in sum.iter_mut().zip(part) {
                *sum += i32::from(part);
            }
        }
        sum
    }

    /// The best labels for a sentence whose words say `scores` (the algorithm of Viterbi).
    #[must_use]
    pub fn best(&self, scores: &[[i32; LABELS]]) -> Vec<u8> {
        let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        let mut sums = [0; LABELS];
        for (at, score) in scores.iter().enumerate() {
            let mut next = [i32::MIN; LABELS];
            let mut back = [0; LABELS];
            // The first word has one way to it; of equal ways the first is taken.
            let ways = if at == 0 { LABELS..LABELS + 1 } else { 0..LABELS };
            for (before, moves) in self.moves.iter().enumerate().take(ways.end).skip(ways.start) {
                let sum = sums.get(before).copied().unwrap_or(0);
                for ((next, back), step) in next.iter_mut().zip(&mut back).zip(moves) {
                    let reached = sum + step;
                    let better = reached > *next;
                    *next = if better { reached } else { *next };
                    *back = if better { before as u8 } else { *back };
                }
            }
            for (next, score) in next.iter_mut().zip(score) {
                *next += score;
            }
            sums = next;
            from.push(back);
        }
        let mut label = (1..LABELS).fold(0, |a, b| if sums[b] > sums[a] { b } else { a }) as u8;
        let mut labels = vec![0; scores.len()];
        for (slot, back) in labels.iter_mut().zip(&from).rev() {
            *slot = label;
            label = back[usize::from(label)];
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_or_foreign_is_not_read() {
        assert!(Weights::read(Cow::Borrowed(b"")).is_none());
        assert!(Weights::read(Cow::Owned(vec![7; MARKS + 500])).is_none());
    }

    #[test]
    fn rows_are_found_by_counting() {
        let mut file = 2_u32.to_le_bytes().to_vec();
        file.extend([0; 2 * LABELS * (LABELS + 1)]);
        let marks = file.len();
        file.extend(vec![0; MARKS]);
        file[marks] = 0b100;
        file[marks + 100] = 1;
        file.extend([3; LABELS]);
        file.extend([0xff; LABELS]);
        let (weights, _) = Weights::read(Cow::Owned(file)).unwrap();
        let sum = |rows: &[u32]| weights.sum(rows)[0];
        assert_eq!([sum(&[2]), sum(&[3]), sum(&[800]), sum(&[u32::MAX]), sum(&[])], [3, 0, -1, 0, 0]);
        assert_eq!([sum(&[2; 500]), sum(&[2, 3, 800].repeat(100))], [1500, 200]);
        let mut scores = [[0; LABELS]; 3];
        scores[0][4] = 9;
        scores[2][8] = 9;
        assert_eq!(weights.best(&scores), [4, 0, 8]);
    }
}
