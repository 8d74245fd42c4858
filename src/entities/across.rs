//! Which drawer of the library an entity of an article belongs in. A pure decision: the library brings the candidates.

use std::borrow::Borrow;

use super::lexicon::{self, SURNAMES};
use super::people::{Likeness, Parts, offices};
use super::within::{canonical, initials, is_acronym};
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
    let mut keys = Vec::new();
    let mut put = |key: String| {
        if !key.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    };
    match entity.kind {
        EntityKind::Person => {
            let parts = Parts::of(&entity.name);
            put(parts.words.join(" "));
            if let Some(surname) = parts.surname()
                && !parts.is_lone_given()
            {
                put(surname.to_owned());
                // "Claudia Finn Soto" is looked for under Finn too.
                if parts.words.len() == 3 {
                    parts.words.get(1).filter(|word| word.len() > 3).into_iter().for_each(|word| put(word.clone()));
                }
            }
        }
        EntityKind::Topic => put(lexicon::key(&entity.name).into_owned()),
        kind => {
            put(canonical(kind, &lexicon::key(&entity.name)));
            for alias in &entity.aliases {
                let acronym = is_acronym(alias) && initials(&entity.name).iter().any(|i| *i == alias.to_lowercase());
                if acronym || alias.contains(' ') {
                    put(canonical(kind, &lexicon::key(alias)));
                }
            }
        }
    }
    keys
}

/// Decides among `known`, which is sorted by drawer and may be of any kind. The same input gives the same answer.
#[must_use]
pub fn decide<C: Borrow<Candidate>>(entity: &Entity, known: &[C]) -> Decision {
    let mut best: Option<(u8, u32, &Candidate, &'static str)> = None;
    let mut rivals = 0;
    let drawers = known.iter().map(Borrow::borrow);
    for candidate in drawers.filter(|candidate: &&Candidate| may_meet(entity.kind, candidate.kind)) {
        let (strength, reason) = match entity.kind {
            EntityKind::Person => person(entity, candidate),
            _ => thing(entity, candidate),
        };
        if strength == 0 {
            continue;
        }
        match &best {
            Some((other, articles, ..))
                if *other > strength || (*other == strength && *articles >= candidate.articles) =>
            {
                rivals += u32::from(*other == strength);
            }
            _ => {
                rivals = u32::from(best.as_ref().is_some_and(|(other, ..)| *other == strength));
                best = Some((strength, candidate.articles, candidate, reason));
            }
        }
    }
    match best {
        None => Decision::New,
        Some((strength, _, candidate, reason)) if strength >= EQUAL || (strength >= LIKELY && rivals == 0) => {
            Decision::Same(candidate.drawer, reason.to_owned())
        }
        Some((_, _, candidate, reason)) => Decision::Unsure(candidate.drawer, reason.to_owned()),
    }
}

/// Joined even where others would do as well.
const EQUAL: u8 = 4;
/// Joined where nobody else would do as well.
const LIKELY: u8 = 2;
/// Never joined, but worth a proposal.
const PERHAPS: u8 = 1;

/// Whether things of these two kinds may share a drawer. A body and its seat bear one name, and what an article makes
/// of it changes; people and topics keep to themselves.
fn may_meet(ours: EntityKind, theirs: EntityKind) -> bool {
    let thing = |kind| matches!(kind, EntityKind::Organization | EntityKind::Place | EntityKind::Other);
    ours == theirs || (thing(ours) && thing(theirs))
}

fn person(entity: &Entity, candidate: &Candidate) -> (u8, &'static str) {
    let parts = Parts::of(&entity.name);
    let other = Parts::of(&candidate.name);
    match parts.likeness(&other) {
        Likeness::Equal if parts.is_lone_given() => (PERHAPS, "the same given name, and no surname"),
        Likeness::Equal => (EQUAL, "the same name"),
        Likeness::Variant => (3, "the same surname, and given names that agree"),
        Likeness::Surname => {
            let (short, long) = if parts.words.len() < other.words.len() { (&parts, &other) } else { (&other, &parts) };
            let (ours, theirs) = (offices(&entity.titles), offices(&candidate.titles));
            let office = ours.iter().any(|title| theirs.contains(title));
            let clash = super::people::gender_of_titles(&entity.titles)
                .or_else(|| parts.gender())
                .zip(super::people::gender_of_titles(&candidate.titles).or_else(|| other.gender()))
                .is_some_and(|(a, b)| a != b);
            let common = short.surname().and_then(|name| SURNAMES.get(name)) == Some("3");
            if clash || (short.words.len() == 1 && short.surname() != long.surname()) {
                (0, "")
            } else if office {
                (3, "surname and office")
            } else if common {
                (PERHAPS, "the same surname, which many people have")
            } else {
                (LIKELY, "the only one of that surname")
            }
        }
        Likeness::Different => (0, ""),
    }
}

fn thing(entity: &Entity, candidate: &Candidate) -> (u8, &'static str) {
    let form = |name: &str| canonical(entity.kind, &lexicon::key(name));
    let (ours, theirs) = (form(&entity.name), form(&candidate.name));
    if ours == theirs {
        return (if entity.kind == candidate.kind { EQUAL + 1 } else { EQUAL }, "the same name");
    }
    let telling = |names: &[String]| -> Vec<String> {
        names.iter().filter(|name| name.contains(' ') || is_acronym(name)).map(|name| form(name)).collect()
    };
    let (our_aliases, their_aliases) = (telling(&entity.aliases), telling(&candidate.aliases));
    if their_aliases.contains(&ours) || our_aliases.contains(&theirs) {
        return (3, "filed under that name before");
    }
    if our_aliases.iter().any(|alias| their_aliases.contains(alias)) {
        return (PERHAPS, "a short form of both");
    }
    (0, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(name: &str, titles: &[&str]) -> Entity {
        Entity {
            kind: EntityKind::Person,
            name: name.to_owned(),
            aliases: Vec::new(),
            titles: titles.iter().map(|&t| t.to_owned()).collect(),
            salience: 0.0,
        }
    }

    fn drawer(number: i64, name: &str, titles: &[&str]) -> Candidate {
        let Entity { kind, name, aliases, titles, .. } = entity(name, titles);
        Candidate { drawer: number, kind, name, aliases, titles, articles: 1 }
    }

    fn same(decision: &Decision) -> Option<i64> {
        match decision {
            Decision::Same(drawer, _) => Some(*drawer),
            Decision::New | Decision::Unsure(..) => None,
        }
    }

    #[test]
    fn people_find_their_drawer() {
        let known = [
            drawer(1, "Mary Quennell", &["Secretary of State"]),
            drawer(2, "Marian Smith", &["Mayor"]),
            drawer(3, "Paul Smith", &[]),
        ];
        let table: &[(&str, &[&str], Option<i64>)] = &[
            ("Mary Quennell", &[], Some(1)),
            ("Quennell", &["Secretary of State"], Some(1)),
            ("Quennell", &[], Some(1)),
            ("Quennell", &["Mr."], None),
            ("Marian Quennell", &[], None),
            ("Smith", &["Mayor"], Some(2)),
            ("Smith", &[], None),
            ("Mary", &[], None),
            ("Mary B. Quennell", &[], Some(1)),
        ];
        for (name, titles, expected) in table {
            let decision = decide(&entity(name, titles), &known);
            assert_eq!(same(&decision), *expected, "{name} {titles:?}: {decision:?}");
        }
    }

    #[test]
    fn candidates_share_a_key() {
        let keys_of = |name| keys(&entity(name, &[]));
        assert!(keys_of("Finn").iter().any(|key| keys_of("Orla Finn").contains(key)));
        assert!(keys_of("Bill Low").iter().any(|key| keys_of("William Low").contains(key)));
        // A given name alone leads nowhere.
        assert!(!keys_of("Maria").iter().any(|key| keys_of("Maria Finn").contains(key)));
    }

    #[test]
    fn an_acronym_finds_the_name_it_was_printed_with() {
        let thing = |name: &str, aliases: &[&str]| Entity {
            kind: EntityKind::Organization,
            name: name.to_owned(),
            aliases: aliases.iter().map(|&a| a.to_owned()).collect(),
            titles: Vec::new(),
            salience: 0.0,
        };
        let long = thing("Northern Ports Authority", &["NPA"]);
        let short = thing("NPA", &[]);
        assert!(keys(&short).iter().any(|key| keys(&long).contains(key)));
        let Entity { kind, name, aliases, titles, .. } = long;
        let known = [Candidate { drawer: 7, kind, name, aliases, titles, articles: 2 }];
        assert_eq!(same(&decide(&short, &known)), Some(7));
        assert_eq!(same(&decide(&thing("NPB", &[]), &known)), None);
        // A body and its seat share a drawer; a person of that name does not.
        let seat = Entity { kind: EntityKind::Place, ..thing("Northern Ports Authority", &[]) };
        assert_eq!(same(&decide(&seat, &known)), Some(7));
        let person = Entity { kind: EntityKind::Person, ..seat };
        assert_eq!(decide(&person, &known), Decision::New);
    }
}
