//! The masthead: title, byline, date, source and place, chosen among what a document claims about itself and what it
//! shows. Which blocks are the article is not decided here, but a block the masthead took is relabelled [`BlockKind::Meta`].
//!
//! [`BlockKind::Meta`]: crate::article::BlockKind::Meta

use crate::article::{Language, Published, Source};
use crate::formats::Document;

use super::label::Label;

/// What stands over an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Masthead {
    pub(crate) title: Option<String>,
    pub(crate) standfirst: Option<String>,
    pub(crate) byline: Vec<String>,
    pub(crate) published: Option<Published>,
    pub(crate) place: Option<String>,
    pub(crate) source: Source,
    pub(crate) language: Option<Language>,
}

/// Reads the masthead of `document`, whose pieces have `labels`.
pub(crate) fn read(_document: &Document, _labels: &mut [Label]) -> Masthead {
    Masthead::default()
}
