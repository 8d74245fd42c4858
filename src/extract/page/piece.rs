//! What a single block of a page looks like, before its neighbours and its place are asked.

use crate::article::Shape;
use crate::extract::features::Profile;
use crate::formats::{Piece, Setting};

/// The looks of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    /// The element that holds it.
    pub(super) frame: usize,
    /// Bytes of text.
    pub(super) bytes: u32,
    /// Bytes of text inside links.
    pub(super) linked: u32,
    /// Words.
    pub(super) words: u32,
    /// Commas, of any script.
    pub(super) commas: u32,
    /// Whether it ends as a sentence does.
    pub(super) ends: bool,
    /// Whether it is a heading.
    pub(super) is_heading: bool,
    /// Whether it is a list item.
    pub(super) is_item: bool,
}

impl Traits {
    /// Reads a block.
    pub(super) fn read(piece: &Piece, profile: &Profile) -> Self {
        let text = piece.text.as_str();
        let (frame, linked) = match piece.setting {
            Setting::Element { frame, linked } => (frame as usize, linked),
            Setting::Lines { .. } => (0, 0),
        };
        Self {
            frame,
            bytes: u32::try_from(text.len()).unwrap_or(u32::MAX),
            linked,
            words: profile.words as u32,
            commas: u32::try_from(text.matches([',', '،', '、', '，']).count()).unwrap_or(u32::MAX),
            ends: profile.ends_sentence || profile.ends_colon,
            is_heading: matches!(piece.shape, Shape::Heading(_)),
            is_item: matches!(piece.shape, Shape::Item { .. }),
        }
    }

    /// The share of its text that is inside links, 0 to 1.
    pub(super) fn link_share(&self) -> f32 {
        (self.linked as f32 / self.bytes.max(1) as f32).min(1.0)
    }

    /// Whether it reads as running text.
    pub(super) fn is_prose(&self) -> bool {
        !self.is_heading && self.link_share() < 0.5 && (self.words >= 15 || self.words >= 8 && self.ends)
    }

    /// Its bytes, where it is running text.
    pub(super) fn prose(&self) -> u32 {
        if self.is_prose() { self.bytes } else { 0 }
    }
}
