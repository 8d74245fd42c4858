//! Instruments for text that know nothing of news: safety, folding, ranges, tokens and wrapping.
//!
//! Everything here is pure and total: any `&str` goes in, and nothing panics.

pub mod clean;
pub mod fold;
mod rich;
pub mod tokens;
pub mod wrap;

pub use rich::{Mark, MarkKind, Rich};
