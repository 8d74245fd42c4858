//! An article to the people, organizations, places and topics in it, and one drawer for each across a library.
//!
//! The way: tokens → names with a kind ([`Tagger`]) → one entity for all names of one thing within the article →
//! topics; then, when the article is filed, [`across::decide`] says which drawer of the library each entity belongs in.

pub mod across;

use crate::article::{Article, Entities};

/// Raised when the same article would give other entities. Stored with each article.
pub const VERSION: u32 = 1;

/// What recognizes names: lexicons and weights, loaded once, on first use.
#[derive(Debug, Default)]
pub struct Tagger {}

impl Tagger {
    /// The tagger that is built into the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static TAGGER: std::sync::OnceLock<Tagger> = std::sync::OnceLock::new();
        TAGGER.get_or_init(Self::default)
    }
}

/// The entities of `article`: names in its body, with every mention, and its topics.
#[must_use]
pub fn read(_article: &Article, _tagger: &Tagger) -> Entities {
    Entities::default()
}
