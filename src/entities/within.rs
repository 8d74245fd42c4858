//! One entity for all names of one thing within an article: "Secretary of State Orla Finn", "Ms. Finn" and "Finn". It looks
//! at nothing outside the article; drawers of the library are chosen by [`super::across`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lexicon::{self, ACRONYMS, COUNTRIES, GIVEN};
use super::names::Found;
use super::people::{Likeness, Parts, gender_of_titles};
use crate::article::EntityKind;

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
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, at: usize) -> usize {
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

    fn join(&mut self, a: usize, b: usize) {
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
        let rare = kinds.get(&name.kind).is_some_and(|&count| count <= 2);
        if alone && rare && surnames.contains(&key) && !COUNTRIES.has(&key) {
            name.kind = EntityKind::Person;
        }
    }
}

/// A person as far as the article has named them.
struct Known {
    first: usize,
    last: usize,
    parts: Parts,
    gender: Option<super::people::Gender>,
}

fn people(names: &[Found], sets: &mut Sets) {
    let mut known: Vec<Known> = Vec::new();
    // Each word of a name to the people who bear it.
    let mut bearers: HashMap<String, Vec<usize>> = HashMap::new();
    let mut who_is: HashMap<usize, usize> = HashMap::new();
    let persons = || names.iter().enumerate().filter(|(_, name)| name.kind == EntityKind::Person);
    let whole = |name: &Found| Parts::of(&name.text);

    for (at, name) in persons() {
        let parts = whole(name);
        if parts.words.len() < 2 {
            continue;
        }
        let mut same: Vec<usize> = Vec::new();
        for word in &parts.words {
            for &who in bearers.get(word).into_iter().flatten() {
                let alike = known.get(who).map_or(Likeness::Different, |known| known.parts.likeness(&parts));
                if matches!(alike, Likeness::Equal | Likeness::Variant | Likeness::Surname) && !same.contains(&who) {
                    same.push(who);
                }
            }
        }
        let equal = same.iter().copied().find(|&who| known.get(who).is_some_and(|known| known.parts == parts));
        let chosen = equal.or_else(|| (same.len() == 1).then(|| same.first().copied()).flatten());
        if let Some(known) = chosen.and_then(|who| known.get_mut(who).map(|known| (who, known))) {
            let (who, known) = known;
            who_is.insert(at, who);
            sets.join(known.first, at);
            known.gender = known.gender.or_else(|| gender_of_titles(&name.titles)).or_else(|| parts.gender());
            if parts.words.len() > known.parts.words.len() {
                for word in &parts.words {
                    let list = bearers.entry(word.clone()).or_default();
                    if !list.contains(&who) {
                        list.push(who);
                    }
                }
                known.parts = parts;
            }
            continue;
        }
        for word in &parts.words {
            bearers.entry(word.clone()).or_default().push(known.len());
        }
        let gender = gender_of_titles(&name.titles).or_else(|| parts.gender());
        who_is.insert(at, known.len());
        known.push(Known { first: at, last: usize::MAX, parts, gender });
    }

    let mut lone: HashMap<String, usize> = HashMap::new();
    for (at, name) in persons() {
        let parts = whole(name);
        let [word] = parts.words.as_slice() else {
            if let Some(known) = who_is.get(&at).and_then(|&who| known.get_mut(who)) {
                known.last = at;
            }
            continue;
        };
        let gender = gender_of_titles(&name.titles);
        let fits = |known: &Known| gender.is_none() || known.gender.is_none() || gender == known.gender;
        let among = bearers.get(word).map(Vec::as_slice).unwrap_or_default();
        let by = |surname: bool| -> Vec<usize> {
            among
                .iter()
                .copied()
                .filter(|&who| {
                    known
                        .get(who)
                        .is_some_and(|known| fits(known) && surname == (known.parts.given() != Some(word.as_str())))
                })
                .collect()
        };
        // A title comes before a surname, never before a given name alone, unless the name is royal.
        let candidates = Some(by(true)).filter(|found| !found.is_empty()).unwrap_or_else(|| by(false));
        // Among several, the one who was named last; before any was, the first to come.
        let recent = |who: &usize| known.get(*who).map_or(0, |known| if known.last < at { known.last + 1 } else { 0 });
        let best = candidates.iter().rev().max_by_key(|who| recent(who)).copied();
        if let Some(known) = best.and_then(|who| known.get_mut(who)) {
            sets.join(known.first, at);
            known.last = at;
        } else if let Some(&other) = lone.get(word) {
            sets.join(other, at);
        } else {
            lone.insert(word.clone(), at);
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

/// The form under which a thing's name is compared: folded, without article and company endings, acronyms of public
/// bodies spelled out, countries by their usual name. The same for an organization and a place: whether a sentence
/// means the house or the body in it ("the White House") is not for a drawer to tell.
#[must_use]
pub fn canonical(kind: EntityKind, folded: &str) -> String {
    let mut key = folded.strip_prefix("the ").unwrap_or(folded).replace(" - ", "-").replace(" ,", "");
    if let Some(country) = lexicon::country(&key) {
        return lexicon::key(country).into_owned();
    }
    if kind == EntityKind::Other
        && let Some(country) = COUNTRIES.get(&key).and_then(|value| value.strip_prefix("d\t"))
    {
        return format!("of {}", lexicon::key(country));
    }
    key = key.replace(" & ", " and ").replace(',', "");
    for ending in
        [" inc.", " inc", " corp.", " corp", " corporation", " co.", " ltd.", " ltd", " plc", " llc", " ag", " sa"]
    {
        if let Some(short) = key.strip_suffix(ending).filter(|short| short.len() > 2) {
            key.truncate(short.len());
            break;
        }
    }
    if let Some(short) = key.strip_suffix(" d.c.").or_else(|| key.strip_suffix(" d.c")) {
        key.truncate(short.len());
    }
    if key.len() < 9 && key.contains('.') {
        key.retain(|c| c != '.');
    }
    key = key.replace("organisation", "organization").replace("defence", "defense").replace("centre", "center");
    for start in ["u.s. ", "us ", "american "] {
        if let Some(rest) = key.strip_prefix(start).filter(|rest| rest.contains(' ') || is_national(rest)) {
            key = rest.to_owned();
            break;
        }
    }
    if let Some(name) = ACRONYMS.get(&key) {
        let name = lexicon::key(name).replace("organisation", "organization");
        return name.strip_prefix("the ").unwrap_or(&name).to_owned();
    }
    key
}

/// Bodies that an American paper names without the country, and others with it.
fn is_national(word: &str) -> bool {
    matches!(word, "congress" | "senate" | "supreme court" | "treasury" | "navy" | "army" | "air force")
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

/// Acronyms, and names cut to their first words or to their last ("the Commission"), where one organization answers to them.
fn short_forms(names: &[Found], organizations: &[(&str, usize)], sets: &mut Sets) {
    let mut by_initials: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_start: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_end: HashMap<&str, Vec<usize>> = HashMap::new();
    for &(key, at) in organizations {
        let Some(name) = names.get(at).filter(|_| key.contains(' ')) else { continue };
        for initials in initials(&name.text) {
            by_initials.entry(initials).or_default().push(at);
        }
        for (cut, _) in key.match_indices(' ').take(6) {
            by_start.entry(key.get(..cut).unwrap_or("")).or_default().push(at);
        }
        by_end.entry(key.rsplit(' ').next().unwrap_or("")).or_default().push(at);
    }
    for &(key, at) in organizations {
        let Some(name) = names.get(at) else { continue };
        let found = if is_acronym(&name.text) {
            by_initials.get(&letters(&name.text))
        } else if COUNTRIES.has(key) {
            None
        } else if super::forms::is_body_head(key) {
            by_end.get(key).or_else(|| by_start.get(key)).filter(|_| name.definite)
        } else {
            by_start.get(key)
        };
        let mut roots: Vec<usize> = found.into_iter().flatten().map(|&other| sets.root(other)).collect();
        roots.sort_unstable();
        roots.dedup();
        if let [root] = roots.as_slice() {
            sets.join(*root, at);
        }
    }
}

/// Two to seven letters, all capitals.
#[must_use]
pub fn is_acronym(text: &str) -> bool {
    let letters = letters(text);
    (2..=7).contains(&letters.len())
        && !text.contains(' ')
        && text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// The letters of an acronym, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// What a name's acronym may be: the first letters of its words, with and without the small ones.
#[must_use]
pub fn initials(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split([' ', '-']).filter(|word| word.starts_with(char::is_alphabetic)).collect();
    let first = |word: &&str| word.chars().next().into_iter().flat_map(char::to_lowercase).collect::<String>();
    let all: String = words.iter().map(first).collect();
    let large: String = words.iter().filter(|word| word.starts_with(char::is_uppercase)).map(first).collect();
    let mut out = vec![large, all];
    out.retain(|initials| initials.chars().count() > 1);
    out.dedup();
    out
}

/// The name a group is shown by.
fn display(names: &[Found], members: &[usize], kind: EntityKind) -> String {
    let mut forms: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (order, name) in members.iter().filter_map(|&at| names.get(at)).enumerate() {
        let form = forms.entry(&name.text).or_insert((0, order));
        form.0 += if name.shouted { 1 } else { 100 };
    }
    if kind == EntityKind::Place
        && let Some(country) = forms.keys().find_map(|form| lexicon::country(form))
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
                let start = at * 10 - usize::from(name.starts_with('(')) * 8;
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
        assert_eq!(groups(&["p:Orla Finn", "p:Finn", "p:Marian Finn", "p:Finn"]), [vec![0, 1], vec![2, 3]]);
        // Mary is a woman's name, Paul a man's.
        assert_eq!(groups(&["p:Paul Finn", "p:Mary Finn", "p:Mr.|Finn", "p:Ms.|Finn"]), [vec![0, 2], vec![1, 3]]);
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
