//! Which drawer of the library an entity of an article belongs in. A pure decision: the library brings the candidates.

use crate::article::{Entity, EntityKind};

/// A drawer that is there already, as far as the decision needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The drawer's number in the library (or in the run).
    pub drawer: i64,
    /// What it is.
    pub kind: EntityKind,
    /// Its display name.
    pub name: String,
    /// Every other form under which it was filed.
    pub aliases: Vec<String>,
    /// Titles and offices seen before its name.
    pub titles: Vec<String>,
    /// In how many articles it is named.
    pub articles: u32,
}

/// What to do with an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// It belongs in this drawer; the reason in words.
    Same(i64, String),
    /// It is new.
    New,
    /// It gets a drawer of its own, which may be the same as this one; the reason in words.
    Unsure(i64, String),
}

/// The keys under which a drawer for `entity` is kept and looked for: folded, most telling first, without repeats.
/// Two entities that share no key are never candidates for one drawer.
#[must_use]
pub fn keys(entity: &Entity) -> Vec<String> {
    vec![crate::text::fold::fold(&entity.name)]
}

/// Decides among `known`, which is sorted by drawer. The same input gives the same answer.
#[must_use]
pub fn decide(entity: &Entity, known: &[Candidate]) -> Decision {
    let name = crate::text::fold::fold(&entity.name);
    known
        .iter()
        .find(|candidate| candidate.kind == entity.kind && crate::text::fold::fold(&candidate.name) == name)
        .map_or(Decision::New, |candidate| Decision::Same(candidate.drawer, "the same name".to_owned()))
}
