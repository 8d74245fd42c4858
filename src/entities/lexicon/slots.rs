//! Where a key of a word list stands in the list's index: shared by the program, which looks keys up, and by the build
//! (`assets/build.rs`), which lays the index out. It reads no list.
//!
//! An index is an open-addressing hash table of `u32`, little-endian: 0 for an empty slot, else 11 bits of the key's hash
//! over 21 bits of the byte, counted from 1, at which the line starts. A key that is not in its slot is in one of those
//! behind it, before the first empty one (linear probing).

/// Bits of an entry that say where a line starts: no list is longer.
pub(crate) const PLACE: u32 = 21;

/// The first slot in which a key may stand, of `slots`, and the bits of its hash that its entry holds, in place.
pub(crate) fn of(key: &[u8], slots: usize) -> (usize, u32) {
    let hash = hash(key);
    let first = ((hash >> 32) * slots as u64) >> 32;
    (first as usize, (hash as u32) << PLACE)
}

/// A key's hash, eight bytes at a time: the same on every machine.
fn hash(key: &[u8]) -> u64 {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(SPREAD);
        mixed ^ (mixed >> 32)
    };
    let (words, rest) = key.as_chunks::<8>();
    let hash = words.iter().fold(key.len() as u64, |hash, &word| step(hash, u64::from_le_bytes(word)));
    let rest = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    step(step(hash, rest), 0)
}
