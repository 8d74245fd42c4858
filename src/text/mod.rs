//! Instruments for text that know nothing of news: safety, folding, ranges, tokens and wrapping.
//!
//! Everything here is pure and total: any `&str` goes in, and nothing panics.

pub mod clean;
pub mod fold;
mod rich;
pub mod tokens;
pub mod wrap;

pub use rich::{Mark, MarkKind, Rich};

/// The first `limit` bytes of `text`, or a few less where that would cut a character.
#[must_use]
pub fn head(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_head_cuts_no_character() {
        for (limit, expected) in [(0, ""), (1, "n"), (2, "n"), (3, "né"), (9, "né!")] {
            assert_eq!(super::head("né!", limit), expected);
        }
    }
}
