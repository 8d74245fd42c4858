//! One entity for all names of one thing within an article: "Secretary of State Orla Finn", "Ms. Finn" and "Finn". It looks
//! at nothing outside the article; drawers of the library are chosen by [`super::across`].

use std::collections::{BTreeMap, BTreeSet};

use super::canon::{canonical, country, initials, is_acronym, is_town, letters};
use super::lexicon::{self, COUNTRIES, GIVEN};
use super::names::Found;
use super::namesakes::people;
use super::people::Parts;
use crate::article::EntityKind;
use crate::text::map::Map;

/// All names of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name, without titles; a country's usual name.
    pub name: String,
    /// Where it is named: indexes into the names, in order.
    pub members: Vec<usize>,
}

/// Joins `names`, which are in the order of the text. Each name is in one group; groups are in the order in which they
/// are first named.
#[must_use]
pub fn join(names: &mut [Found]) -> Vec<Group> {
    settle(names);
    let mut sets = Sets::new(names.len());
    people(names, &mut sets);
    things(names, &mut sets);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..names.len() {
        members.entry(sets.root(at)).or_default().push(at);
    }
    let mut groups: Vec<Group> = members
        .into_values()
        .filter_map(|members| {
            let kind = names.get(*members.first()?)?.kind;
            Some(Group { kind, name: display(names, &members, kind), members })
        })
        .collect();
    groups.sort_by_key(|group| group.members.first().copied());
    groups
}

/// Which names are joined (a union-find forest; the root is the first name of the set).
pub(super) struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    pub(super) fn root(&mut self, at: usize) -> usize {
        let mut here = at;
        while let Some(&up) = self.0.get(here).filter(|&&up| up != here) {
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(here) {
                *slot = above;
            }
            here = above;
        }
        here
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

/// One kind for one name: the most frequent in the article, sentences counting double against headlines. A full name of
/// a person is a person wherever it stands, and a single word that is the surname of somebody named in full too.
fn settle(names: &mut [Found]) {
    let mut counts: BTreeMap<String, BTreeMap<EntityKind, usize>> = BTreeMap::new();
    let mut surnames: BTreeSet<String> = BTreeSet::new();
    for name in names.iter() {
        let count = counts.entry(name.keys.join(" ")).or_default().entry(name.kind).or_default();
        *count += if name.shouted { 1 } else { 2 };
        if name.kind == EntityKind::Person && name.keys.len() > 1 && !name.shouted {
            surnames.extend(name.keys.last().cloned());
        }
    }
    for name in names.iter_mut() {
        let key = name.keys.join(" ");
        let Some(kinds) = counts.get(&key) else { continue };
        let alone = name.keys.len() == 1;
        let personal = !alone && name.keys.first().is_some_and(|word| GIVEN.has(word));
        // Where the article leaves it even: a single word is a place rather than a body, several words are a body.
        let rank = |kind: EntityKind| match kind {
            EntityKind::Person => 3,
            EntityKind::Place if alone => 4,
            EntityKind::Organization => 2,
            EntityKind::Place | EntityKind::Other | EntityKind::Topic => 1,
        };
        let best = kinds.iter().max_by_key(|&(&kind, &count)| (count, rank(kind)));
        if personal && kinds.contains_key(&EntityKind::Person) {
            name.kind = EntityKind::Person;
        } else if let Some((&kind, _)) = best {
            name.kind = kind;
        }
        // A place has to be on the map, or named more than once, to be no surname.
        let rare = kinds.get(&name.kind).is_some_and(|&count| count <= 2);
        let nowhere = name.kind != EntityKind::Organization && !is_town(&key);
        if alone && (rare || nowhere) && surnames.contains(&key) && !COUNTRIES.has(&key) {
            name.kind = EntityKind::Person;
        }
    }
}

/// Organizations, places and other names.
fn things(names: &mut [Found], sets: &mut Sets) {
    let mut forms: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        if name.kind == EntityKind::Person {
            continue;
        }
        let key = canonical(name.kind, &name.keys.join(" "));
        match forms.get(&(name.kind, key.clone())) {
            Some(&other) => sets.join(other, at),
            None => {
                forms.insert((name.kind, key), at);
            }
        }
    }
    brackets(names, sets);
    let organizations: Vec<(&str, usize)> = forms
        .iter()
        .filter(|((kind, _), _)| *kind == EntityKind::Organization)
        .map(|((_, key), &at)| (key.as_str(), at))
        .collect();
    short_forms(names, &organizations, sets);
    for ((kind, key), &at) in &forms {
        if *kind == EntityKind::Place
            && let Some(short) = key.strip_suffix(" city")
            && lexicon::country(short).is_none()
            && let Some(&other) = forms.get(&(*kind, short.to_owned()))
        {
            sets.join(other, at);
        }
    }
}

/// "Northern Ports Authority (NPA)" and "NPA (Northern Ports Authority)".
fn brackets(names: &mut [Found], sets: &mut Sets) {
    for at in 1..names.len() {
        let Some([before, after]) = names.get_mut(at - 1..=at) else { continue };
        let between = after.words.start.checked_sub(before.words.end) == Some(1) && after.block == before.block;
        let gap = after.range.start.saturating_sub(before.range.end);
        let things = before.kind != EntityKind::Person && after.kind != EntityKind::Person;
        if !between || !things || !(1..=2).contains(&gap) {
            continue;
        }
        let (short, long) = if before.text.len() < after.text.len() { (before, after) } else { (after, before) };
        if is_acronym(&short.text) && initials(&long.text).iter().any(|initials| *initials == letters(&short.text)) {
            short.kind = long.kind;
            sets.join(at - 1, at);
        }
    }
}

/// Acronyms, and names cut to their first words or to their last ("the Commission", "the Gulls"), where one organization
/// answers to them.
fn short_forms(names: &[Found], organizations: &[(&str, usize)], sets: &mut Sets) {
    let mut by_initials: Map<String, Vec<usize>> = Map::default();
    let mut by_start: Map<&str, Vec<usize>> = Map::default();
    let mut by_end: Map<&str, Vec<usize>> = Map::default();
    for &(key, at) in organizations {
        let Some(name) = names.get(at).filter(|_| key.contains(' ')) else { continue };
        for initials in initials(&name.text) {
            by_initials.entry(initials).or_default().push(at);
        }
        for (cut, _) in key.match_indices(' ').take(6) {
            by_start.entry(key.get(..cut).unwrap_or("")).or_default().push(at);
        }
        for (cut, _) in key.rmatch_indices(' ').take(3) {
            // "Assembly of the Council" is no Council.
            let before = key.get(..cut).and_then(|before| before.rsplit(' ').next());
            if before.is_some_and(|word| matches!(word, "and" | "by" | "for" | "in" | "of" | "on" | "the" | "to")) {
                continue;
            }
            by_end.entry(key.get(cut + 1..).unwrap_or("")).or_default().push(at);
        }
    }
    for &(key, at) in organizations {
        let Some(name) = names.get(at) else { continue };
        let (start, end) = (by_start.get(key), by_end.get(key));
        let found = if COUNTRIES.has(key) {
            None
        } else if is_acronym(&name.text) {
            by_initials.get(&letters(&name.text)).or(start)
        } else if super::forms::is_body_head(key) {
            end.or(start).filter(|_| name.definite)
        } else {
            start.or(end)
        };
        let mut roots: Vec<usize> = found.into_iter().flatten().map(|&other| sets.root(other)).collect();
        roots.sort_unstable();
        roots.dedup();
        if let [root] = roots.as_slice() {
            sets.join(*root, at);
        }
    }
}

/// The name a group is shown by.
fn display(names: &[Found], members: &[usize], kind: EntityKind) -> String {
    let mut forms: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (order, name) in members.iter().filter_map(|&at| names.get(at)).enumerate() {
        let form = forms.entry(&name.text).or_insert((0, order));
        form.0 += if name.shouted { 1 } else { 100 };
    }
    if kind == EntityKind::Place
        && let Some(country) = forms.keys().find_map(|form| country(form))
    {
        return country.to_owned();
    }
    let fullness = |form: &str| match kind {
        EntityKind::Person => Parts::of(form).words.iter().filter(|word| word.trim_end_matches('.').len() > 1).count(),
        EntityKind::Organization => form.split(' ').count().min(4),
        _ => 0,
    };
    let best = forms.iter().max_by_key(|(form, (count, order))| {
        (*count >= 100, !is_loud(form), fullness(form), *count, std::cmp::Reverse(*order))
    });
    match best {
        Some((form, _)) if is_loud(form) && kind != EntityKind::Organization => quiet(form),
        Some((form, _)) => (*form).to_owned(),
        None => String::new(),
    }
}

/// Whether a name is printed in capitals ("GENEVA") and is no acronym.
fn is_loud(form: &str) -> bool {
    form.len() > 4 && !form.contains(|c: char| c.is_lowercase() || c == '.')
}

/// A name in capitals as names are written: a capital a word.
fn quiet(form: &str) -> String {
    let mut inside = false;
    form.chars()
        .flat_map(|c| {
            let small = inside;
            inside = c.is_alphabetic();
            let (lower, same) = if small { (Some(c.to_lowercase()), None) } else { (None, Some(c)) };
            lower.into_iter().flatten().chain(same)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as "kind:title|name"; gives the groups as lists of indexes.
    fn joined(names: &[&str]) -> Vec<(String, Vec<usize>)> {
        let mut found: Vec<Found> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let (kind, rest) = name.split_once(':').unwrap();
                let (titles, text) = rest.rsplit_once('|').map_or(("", rest), |(titles, text)| (titles, text));
                let kind = match kind {
                    "p" => EntityKind::Person,
                    "o" | "(o" => EntityKind::Organization,
                    _ => EntityKind::Place,
                };
                // What stands in brackets, or behind an "and", follows at once.
                let start = at * 10 - usize::from(name.starts_with('(') || titles.contains('&')) * 8;
                Found {
                    kind,
                    keys: text.split(' ').map(str::to_lowercase).collect(),
                    text: text.to_owned(),
                    titles: titles.split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
                    block: 0,
                    range: start as u32..start as u32 + 1,
                    words: start..start + 1,
                    definite: titles.contains("the"),
                    shouted: false,
                    joint: titles.contains('&'),
                    pronoun: None,
                }
            })
            .collect();
        join(&mut found).into_iter().map(|group| (group.name, group.members)).collect()
    }

    fn groups(names: &[&str]) -> Vec<Vec<usize>> {
        joined(names).into_iter().map(|(_, members)| members).collect()
    }

    #[test]
    fn a_person_is_one() {
        assert_eq!(
            joined(&["p:Finn", "p:Secretary of State|Orla Finn", "p:Ms.|Finn", "p:Orla"]),
            [("Orla Finn".to_owned(), vec![0, 1, 2, 3])]
        );
        assert_eq!(groups(&["p:Bill Low", "p:William Low", "p:W. Low"]), [vec![0, 1, 2]]);
    }

    #[test]
    fn one_name_is_of_one_kind() {
        let table: &[(&[&str], usize)] = &[
            (&["p:Maria Okello", "o:Maria Okello", "o:Maria Okello"], 1),
            (&["l:Skerry", "o:Skerry"], 1),
            (&["o:Harbour Watch", "l:Harbour Watch"], 1),
            (&["o:Harbour Watch", "l:Harbour"], 2),
        ];
        for (names, expected) in table {
            assert_eq!(joined(names).len(), *expected, "{names:?}");
        }
    }

    #[test]
    fn two_of_one_surname_are_two() {
        // Name, and which names are one.
        let table: &[(&[&str], &[&[usize]])] = &[
            (&["p:Orla Finn", "p:Marian Finn", "p:Finn"], &[&[0], &[1, 2]]),
            // Who was called so before is called so still.
            (&["p:Orla Finn", "p:Finn", "p:Marian Finn", "p:Finn"], &[&[0, 1, 3], &[2]]),
            // Mary is a woman's name, Paul a man's.
            (&["p:Paul Finn", "p:Mary Finn", "p:Mr.|Finn", "p:Ms.|Finn"], &[&[0, 2], &[1, 3]]),
            (&["p:Mary Finn", "p:Mr.|Finn"], &[&[0], &[1]]),
            (&["p:Mr.|Finn", "p:Ms.|Finn", "p:Finn"], &[&[0, 2], &[1]]),
            // An office tells more than who was named last.
            (&["p:Sheriff|Dale Smith", "p:Helen Smith", "p:Sheriff|Smith"], &[&[0, 2], &[1]]),
            (&["p:Paul", "p:&|Mary Finn", "p:Mary", "p:Paul"], &[&[0, 3], &[1, 2]]),
            (&["p:Xi Jinhai", "p:Xi", "p:Jinhai"], &[&[0, 1, 2]]),
            (&["p:Samir al-Hadidi", "p:al-Hadidi", "p:Hadidi"], &[&[0, 1, 2]]),
            (&["p:Ursula van der Molen", "p:van der Molen", "p:Molen"], &[&[0, 1, 2]]),
            (&["p:Petro Zelinskyy", "p:Zelinsky"], &[&[0, 1]]),
            (&["p:Orla Quennell", "p:Quenell", "p:Low"], &[&[0, 1], &[2]]),
            (&["p:José Perez", "p:Pérez", "p:Jose Pérez"], &[&[0, 1, 2]]),
            (&["p:Anna-Maria Low", "p:Anna Low", "p:Low"], &[&[0, 1, 2]]),
            (&["p:Vincent \"the Tide\" Low", "p:the Tide"], &[&[0, 1]]),
        ];
        for (names, expected) in table {
            assert_eq!(groups(names), *expected, "{names:?}");
        }
        assert_eq!(joined(&["p:Paul", "p:&|Mary Finn"])[0].0, "Paul Finn");
    }

    #[test]
    fn organizations_answer_to_short_forms() {
        assert_eq!(groups(&["o:Northern Ports Authority", "o:NPA", "o:the|Authority"]), [vec![0, 1, 2]]);
        assert_eq!(groups(&["o:European Commission", "o:the|Commission", "o:Harbour Bank"]), [vec![0, 1], vec![2]]);
        assert_eq!(
            groups(&["o:European Commission", "o:Fisheries Commission", "o:the|Commission"]),
            [vec![0], vec![1], vec![2]]
        );
        assert_eq!(groups(&["o:United Nations", "o:U.N.", "o:UN"]), [vec![0, 1, 2]]);
        assert_eq!(groups(&["o:Hamburg Gulls", "o:Gulls"]), [vec![0, 1]]);
        assert_eq!(groups(&["o:NPA Systems", "o:NPA"]), [vec![0, 1]]);
        assert_eq!(groups(&["o:Assembly of the Harbour League", "o:Harbour League"]), [vec![0], vec![1]]);
    }

    #[test]
    fn countries_have_one_name() {
        assert_eq!(joined(&["l:U.S.", "l:United States", "l:America"]), [("United States".to_owned(), vec![0, 1, 2])]);
        assert_eq!(
            groups(&["l:Mexico", "l:Mexico City", "l:New York", "l:New York City"]),
            [vec![0], vec![1], vec![2, 3]]
        );
    }
}
