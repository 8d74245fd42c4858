//! Which drawer of the library an entity of an article belongs in. A pure decision: the library brings the candidates.

use std::borrow::{Borrow, Cow};
use std::collections::BTreeSet;

use super::canon::{canonical, initials, is_acronym, is_town, letters, team, trade_name};
use super::lexicon::{self, GIVEN, SURNAMES, TITLES};
use super::people::{Likeness, Parts, gender_of_titles, offices};
use super::sounds::sound;
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
    /// People named in the same articles, as [`companions`] gives them; some of them.
    pub companions: Vec<String>,
    /// In how many articles it is named.
    pub articles: u32,
}

/// What an article says beside the name itself.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The people it names, as [`companions`] gives them.
    pub companions: &'a [String],
    /// Drawers that other entities of the article are in already: whom the article keeps apart, the library does not join.
    pub taken: &'a BTreeSet<i64>,
}

impl Default for Setting<'_> {
    fn default() -> Self {
        static NONE: BTreeSet<i64> = BTreeSet::new();
        Self { companions: &[], taken: &NONE }
    }
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

/// The people of an article who are named in full: by whom a name alone may be known again. Folded and sorted.
#[must_use]
pub fn companions<'a>(entities: impl IntoIterator<Item = &'a Entity>) -> Vec<String> {
    let people = entities.into_iter().filter(|entity| entity.kind == EntityKind::Person && entity.name.contains(' '));
    let names: BTreeSet<String> = people.map(|entity| lexicon::key(&entity.name).into_owned()).collect();
    names.into_iter().collect()
}

/// Adds an article's people to those a drawer for `entity` remembers, itself not counted, up to a number that tells enough.
pub fn remember(known: &mut Vec<String>, companions: &[String], entity: &Entity) {
    const ENOUGH: usize = 24;
    let own = lexicon::key(&entity.name);
    if entity.kind != EntityKind::Person {
        return;
    }
    for name in companions.iter().filter(|name| **name != own) {
        if known.len() < ENOUGH && !known.contains(name) {
            known.push(name.clone());
        }
    }
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
            // By sound, so that other spellings are found.
            let parts = Parts::of(&entity.name);
            let heard: Vec<Cow<'_, str>> = parts.words.iter().map(|word| sound(word)).collect();
            put(heard.join(" "));
            if let Some(surname) = parts.surname()
                && !parts.is_lone_given()
            {
                put(sound(surname).into_owned());
                // "Claudia Finn Soto" is looked for under Finn too.
                if heard.len() == 3 {
                    heard.get(1).filter(|word| word.len() > 3).into_iter().for_each(|word| put(word.to_string()));
                }
            }
            put(lexicon::key(&entity.name).into_owned());
        }
        EntityKind::Topic => put(lexicon::key(&entity.name).into_owned()),
        kind => {
            let name = canonical(kind, &lexicon::key(&entity.name));
            if kind == EntityKind::Organization {
                trade_name(&name).into_iter().chain(team(&name)).for_each(|short| put(short.to_owned()));
                let spelled =
                    if is_acronym(&entity.name) { vec![letters(&entity.name)] } else { initials(&entity.name) };
                spelled.into_iter().for_each(|initials| put(format!("~{initials}")));
            }
            put(name);
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
pub fn decide<C: Borrow<Candidate>>(entity: &Entity, setting: &Setting<'_>, known: &[C]) -> Decision {
    let mut best: Option<(Strength, u32, &Candidate, Cow<'static, str>)> = None;
    let mut rivals = 0;
    for candidate in known.iter().map(Borrow::borrow) {
        let (strength, reason) = match (entity.kind, candidate.kind) {
            (EntityKind::Person, EntityKind::Person) => person(entity, setting, candidate),
            (a, b) if is_thing(a) && is_thing(b) => thing(entity, candidate),
            (EntityKind::Topic, EntityKind::Topic) => topic(entity, candidate),
            _ => misread(entity, candidate),
        };
        let kept_apart = entity.kind == EntityKind::Person && setting.taken.contains(&candidate.drawer);
        if strength == NOT || (kept_apart && strength < EQUAL) {
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
            Decision::Same(candidate.drawer, reason.into_owned())
        }
        Some((_, _, candidate, reason)) => Decision::Unsure(candidate.drawer, reason.into_owned()),
    }
}

/// The commonest reason of all.
pub(crate) const THE_NAME: &str = "the same name";

/// How much speaks for a drawer.
type Strength = u8;
/// The same name and the same kind.
const BOTH: Strength = 10;
/// Joined even where others would do as well.
const EQUAL: Strength = 9;
/// Another form of the name.
const VARIANT: Strength = 8;
/// A surname and an office.
const OFFICE: Strength = 6;
/// A surname and somebody who was there before.
const COMPANY: Strength = 5;
/// Joined where nobody else would do as well.
const LIKELY: Strength = 3;
/// Never joined, but worth a proposal.
const PERHAPS: Strength = 1;
/// Another.
const NOT: Strength = 0;

/// Organizations, places and others may share a drawer: a body and its seat bear one name, and what an article makes of it
/// changes.
fn is_thing(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Organization | EntityKind::Place | EntityKind::Other)
}

fn topic(entity: &Entity, candidate: &Candidate) -> (Strength, Cow<'static, str>) {
    if lexicon::key(&entity.name) == lexicon::key(&candidate.name) { (BOTH, THE_NAME.into()) } else { (NOT, "".into()) }
}

/// A person in one article and something else in another, under one name: one of the two was misread, unless people and
/// things may both be called so.
fn misread(entity: &Entity, candidate: &Candidate) -> (Strength, Cow<'static, str>) {
    let name = lexicon::key(&entity.name);
    let topic = entity.kind == EntityKind::Topic || candidate.kind == EntityKind::Topic;
    let titled = !entity.titles.is_empty() || !candidate.titles.is_empty();
    let single = !name.contains(' ') && !GIVEN.has(&name) && !SURNAMES.has(&name);
    // A company may bear its founder's full name; hardly any place does.
    let full = name.contains(' ')
        && entity.kind != EntityKind::Organization
        && candidate.kind != EntityKind::Organization
        && name.split([' ', '-']).next().is_some_and(|first| GIVEN.has(first));
    if topic || titled || !(single || full) || is_town(&name) || name != lexicon::key(&candidate.name) {
        return (NOT, "".into());
    }
    (EQUAL, "the same name, which was taken for another kind".into())
}

fn person(entity: &Entity, setting: &Setting<'_>, candidate: &Candidate) -> (Strength, Cow<'static, str>) {
    let parts = Parts::of(&entity.name);
    let other = Parts::of(&candidate.name);
    let likeness = parts.likeness(&other);
    if likeness == Likeness::Different {
        return (NOT, "".into());
    }
    let (ours, theirs) = (gender_of_titles(&entity.titles), gender_of_titles(&candidate.titles));
    let both = |a: Option<_>, b: Option<_>| a.zip(b).is_some_and(|(a, b)| a != b);
    let company = || setting.companions.iter().find(|name| candidate.companions.contains(name));
    match likeness {
        Likeness::Equal if parts.is_lone_given() => match company() {
            Some(name) if ours.is_none() || theirs.is_none() || ours == theirs => {
                (PERHAPS, format!("the same given name, and {} beside it", shown(name)).into())
            }
            _ => (PERHAPS, "the same given name, and no surname".into()),
        },
        Likeness::Equal | Likeness::Variant if both(ours, theirs) => {
            (PERHAPS, "the same name, but a man and a woman".into())
        }
        Likeness::Equal | Likeness::Variant if company().is_none() && is_elsewhere(entity, candidate) => {
            (PERHAPS, "the same name, but another walk of life".into())
        }
        Likeness::Equal => (BOTH, THE_NAME.into()),
        Likeness::Variant => (VARIANT, "the same surname, and given names that agree".into()),
        Likeness::Surname => {
            let clash = both(ours.or_else(|| parts.gender()), theirs.or_else(|| other.gender()));
            let (short, long) = if parts.words.len() < other.words.len() { (&parts, &other) } else { (&other, &parts) };
            if clash || (short.words.len() == 1 && short.surname() != long.surname()) {
                return (NOT, "".into());
            }
            let (ours, theirs) = (offices(&entity.titles), offices(&candidate.titles));
            if ours.iter().any(|title| theirs.contains(title)) {
                return (OFFICE, "surname and office".into());
            }
            if let Some(name) = company() {
                return (COMPANY, format!("the surname, and {} beside it", shown(name)).into());
            }
            let rarity = short.surname().and_then(|name| SURNAMES.get(name));
            if rarity == Some("3") {
                (PERHAPS, "the same surname, which many people have".into())
            } else if short.words == other.words && matches!(rarity, Some("1" | "2")) {
                // Who was meant by a surname alone is not known from a full name that comes later.
                (PERHAPS, "the same surname, named alone before".into())
            } else {
                (LIKELY, "the only one of that surname".into())
            }
        }
        Likeness::Different => (NOT, "".into()),
    }
}

/// A folded name as it is shown in a reason.
fn shown(name: &str) -> String {
    let words = name.split(' ').map(|word| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Whether all offices of one are of another walk of life than all of the other: a mayor is hardly the goalkeeper.
fn is_elsewhere(entity: &Entity, candidate: &Candidate) -> bool {
    let walks =
        |titles: &[String]| -> BTreeSet<u8> { offices(titles).iter().filter_map(|title| walk(title)).collect() };
    let (ours, theirs) = (walks(&entity.titles), walks(&candidate.titles));
    !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
}

/// The walk of life of an office: politics, the field, the stage, the forces.
fn walk(title: &str) -> Option<u8> {
    match title {
        "coach" | "head coach" | "defender" | "goalkeeper" | "midfielder" | "pitcher" | "quarterback" | "striker" => {
            Some(1)
        }
        "actor" | "actress" | "rapper" | "singer" => Some(2),
        _ => TITLES.get(title).and_then(|class| match class {
            "p" => Some(0),
            "m" => Some(3),
            _ => None,
        }),
    }
}

fn thing(entity: &Entity, candidate: &Candidate) -> (Strength, Cow<'static, str>) {
    let form = |name: &str| canonical(entity.kind, &lexicon::key(name));
    let (ours, theirs) = (form(&entity.name), form(&candidate.name));
    if ours == theirs {
        return (if entity.kind == candidate.kind { BOTH } else { EQUAL }, THE_NAME.into());
    }
    let telling = |names: &[String]| -> Vec<String> {
        names.iter().filter(|name| name.contains(' ') || is_acronym(name)).map(|name| form(name)).collect()
    };
    let (our_aliases, their_aliases) = (telling(&entity.aliases), telling(&candidate.aliases));
    if their_aliases.contains(&ours) || our_aliases.contains(&theirs) {
        return (VARIANT, "filed under that name before".into());
    }
    if entity.kind == EntityKind::Organization && candidate.kind == EntityKind::Organization {
        let short = |name| trade_name(name).map_or("", |short| short);
        if short(&ours) == theirs || short(&theirs) == ours {
            return (OFFICE, "the name without what it trades in".into());
        }
        if team(&ours) == Some(&theirs) || team(&theirs) == Some(&ours) {
            return (LIKELY, "the team without its town".into());
        }
        let spells = |short: &str, long: &str| {
            is_acronym(short) && long.contains(' ') && initials(long).contains(&letters(short))
        };
        if spells(&entity.name, &candidate.name) || spells(&candidate.name, &entity.name) {
            let short = entity.name.len().min(candidate.name.len()) < 3;
            return (if short { PERHAPS } else { LIKELY }, "the initials of its name".into());
        }
    }
    if our_aliases.iter().any(|alias| their_aliases.contains(alias)) {
        return (PERHAPS, "a short form of both".into());
    }
    (NOT, "".into())
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
        Candidate { drawer: number, kind, name, aliases, titles, companions: Vec::new(), articles: 1 }
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
            let decision = decide(&entity(name, titles), &Setting::default(), &known);
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
        let known = [Candidate { drawer: 7, kind, name, aliases, titles, companions: Vec::new(), articles: 2 }];
        let decide = |entity: &Entity, known: &[Candidate]| decide(entity, &Setting::default(), known);
        assert_eq!(same(&decide(&short, &known)), Some(7));
        assert_eq!(same(&decide(&thing("NPB", &[]), &known)), None);
        // A body and its seat share a drawer; a person of that name does not.
        let seat = Entity { kind: EntityKind::Place, ..thing("Northern Ports Authority", &[]) };
        assert_eq!(same(&decide(&seat, &known)), Some(7));
        let person = Entity { kind: EntityKind::Person, ..seat };
        assert_eq!(decide(&person, &known), Decision::New);
    }

    #[test]
    fn evidence_beside_the_name_decides() {
        let mut known = [
            drawer(1, "Paul Smith", &["Mayor"]),
            drawer(2, "Helen Smith", &[]),
            drawer(3, "Okello", &[]),
            drawer(4, "Petro Zelinsky", &[]),
            drawer(5, "Jin Pellgrove", &["Mayor"]),
            drawer(6, "Marsden", &[]),
        ];
        known[1].companions = vec!["orla finn".to_owned()];
        let with = ["orla finn".to_owned()];
        let nobody: BTreeSet<i64> = BTreeSet::new();
        type Case<'a> = (&'a str, &'a [&'a str], &'a [String], &'a [i64], Option<i64>);
        let table: &[Case<'_>] = &[
            ("Smith", &["Mayor"], &[], &[], Some(1)),
            ("Smith", &[], &with, &[], Some(2)),
            ("Smith", &[], &[], &[], None),
            // The article names both.
            ("Smith", &["Mayor"], &[], &[1], None),
            ("Maria Okello", &[], &[], &[], Some(3)),
            ("Petro Zelinskyy", &[], &[], &[], Some(4)),
            ("Zelinskyy", &[], &[], &[], None),
            ("Jin Pellgrove", &["Mayor"], &[], &[], Some(5)),
            ("Jin Pellgrove", &["striker"], &[], &[], None),
            // Many are called Marsden: who was meant alone is not known.
            ("Maria Marsden", &[], &[], &[], None),
        ];
        for (name, titles, companions, taken, expected) in table {
            let taken = taken.iter().copied().chain(nobody.iter().copied()).collect();
            let decision = decide(&entity(name, titles), &Setting { companions, taken: &taken }, &known);
            assert_eq!(same(&decision), *expected, "{name} {titles:?}: {decision:?}");
        }
    }

    #[test]
    fn a_misread_name_finds_its_drawer() {
        let thing = |kind| Entity { kind, ..entity("Brannoch", &[]) };
        let known = [drawer(1, "Brannoch", &[])];
        for kind in [EntityKind::Organization, EntityKind::Place, EntityKind::Other] {
            assert_eq!(same(&decide(&thing(kind), &Setting::default(), &known)), Some(1), "{kind:?}");
        }
        assert_eq!(decide(&thing(EntityKind::Topic), &Setting::default(), &known), Decision::New);
        // A town and somebody who bears its name.
        let known = [drawer(1, "Houston", &[])];
        let town = Entity { kind: EntityKind::Place, ..entity("Houston", &[]) };
        assert_eq!(decide(&town, &Setting::default(), &known), Decision::New);
    }

    #[test]
    fn companies_and_teams_have_short_names() {
        let body = |name: &str| Entity { kind: EntityKind::Organization, ..entity(name, &[]) };
        let table = [
            ("Brannoch", "Brannoch Industries", true),
            ("NPA", "Northern Ports Authority", true),
            ("NP", "Northern Ports", false),
            ("Gulls", "Hamburg Gulls", true),
            ("Hamburg", "Hamburg Gulls", false),
            ("Brannoch GmbH", "Brannoch", true),
        ];
        for (a, b, expected) in table {
            for (a, b) in [(a, b), (b, a)] {
                let Entity { kind, name, aliases, titles, .. } = body(b);
                let known = [Candidate { drawer: 1, kind, name, aliases, titles, companions: Vec::new(), articles: 1 }];
                assert_eq!(same(&decide(&body(a), &Setting::default(), &known)).is_some(), expected, "{a} / {b}");
                let met = keys(&body(a)).iter().any(|key| keys(&body(b)).contains(key));
                assert!(met || !expected, "{a} / {b}");
            }
        }
    }
}
