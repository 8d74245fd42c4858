//! Instruments for text that know nothing of news: safety, folding, ranges, tokens, wrapping, likeness and differences.
//!
//! Everything here is pure and total: any `&str` goes in, and nothing panics.

pub mod address;
pub mod calendar;
pub mod clean;
pub mod diff;
pub mod fold;
pub(crate) mod map;
mod rich;
pub mod shingle;
pub mod tokens;
pub mod wrap;

pub use rich::{Mark, MarkKind, Rich};

/// The head of `text`, at most `bytes` long, cut between characters.
#[must_use]
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
