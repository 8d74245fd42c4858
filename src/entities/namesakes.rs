//! Which names of people in one article name one person. Who they are beyond the article is not asked here.
//!
//! Full names come first, the others after them, each to the person it fits best: by what title or office it is printed with,
//! by gender, by who was called so before, else to the last one named.

use super::lexicon::{GIVEN, SURNAMES};
use super::names::Found;
use super::people::{Gender, Likeness, Parts, gender_of, gender_of_titles, offices};
use super::sounds::{is_slip, sound};
use super::within::Sets;
use crate::article::EntityKind;
use crate::text::map::{Map, Set};

/// A person as far as the article has named them.
struct Known {
    first: usize,
    /// The last name of theirs so far.
    last: Option<usize>,
    parts: Parts,
    gender: Option<Gender>,
    /// For how many of their names the pronoun behind speaks of a man, against a woman.
    manly: i32,
    offices: Vec<String>,
    /// How often a single word was taken for them so far.
    called: u32,
}

/// A single word that nobody named in full answers to.
struct Lone {
    first: usize,
    gender: Option<Gender>,
}

/// People, and who bears a word as one of their names: by how it sounds.
#[derive(Default)]
struct People {
    known: Vec<Known>,
    bearers: Map<String, Vec<usize>>,
    /// Nicknames that were printed with a name.
    nicks: Map<String, usize>,
}

/// Joins the names of each person.
pub(super) fn people(names: &mut [Found], sets: &mut Sets) {
    couples(names);
    let mut people = People::default();
    let mut who_is: Map<usize, usize> = Map::default();
    let parts: Vec<(usize, Parts)> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.kind == EntityKind::Person)
        .map(|(at, name)| (at, Parts::of(&name.text)))
        .collect();
    let nicks: Set<&str> = parts.iter().filter_map(|(_, parts)| parts.nick.as_deref()).collect();
    let full = |parts: &Parts| parts.words.len() > 1 && (nicks.is_empty() || !nicks.contains(&*parts.words.join(" ")));
    for (at, parts) in parts.iter().filter(|(_, parts)| full(parts)) {
        let Some(name) = names.get(*at) else { continue };
        let who = people.add(*at, name, parts);
        who_is.insert(*at, who);
        if let Some(known) = people.known.get(who) {
            sets.join(known.first, *at);
        }
    }
    let mut lone: Map<String, Vec<Lone>> = Map::default();
    for (at, parts) in &parts {
        let at = *at;
        let Some(name) = names.get(at) else { continue };
        let who = who_is.get(&at).copied();
        let found = who.or_else(|| people.nicks.get(&parts.words.join(" ")).copied()).or_else(|| match &*parts.words {
            [word] => people.bearer(at, name, word),
            _ => None,
        });
        if let Some(known) = found.and_then(|who| people.known.get_mut(who)) {
            known.last = Some(at);
            known.called += u32::from(who.is_none());
            sets.join(known.first, at);
            continue;
        }
        let gender = gender_of_titles(&name.titles);
        let same = lone.entry(parts.words.join(" ")).or_default();
        match same.iter_mut().find(|lone| lone.gender.is_none() || gender.is_none() || lone.gender == gender) {
            Some(lone) => {
                lone.gender = lone.gender.or(gender);
                sets.join(lone.first, at);
            }
            None => same.push(Lone { first: at, gender }),
        }
    }
}

/// "Paul and Mary Finn": the first of them is a Finn too. Only where the two are a man and a woman, or the first name is no
/// surname: "George and Mary Finn" may be somebody called George.
fn couples(names: &mut [Found]) {
    for at in 1..names.len() {
        let Some([first, second]) = names.get_mut(at - 1..=at) else { continue };
        let people = first.kind == EntityKind::Person && second.kind == EntityKind::Person;
        let beside = first.block == second.block && first.words.end + 1 == second.words.start && second.joint;
        if !people || !beside || first.keys.len() != 1 || second.keys.len() < 2 || !first.titles.is_empty() {
            continue;
        }
        let (Some(one), Some(other)) = (first.keys.first(), second.keys.first()) else { continue };
        let pair = gender_of(one).zip(gender_of(other)).is_some_and(|(a, b)| a != b);
        if GIVEN.get(one).is_some_and(|gender| gender != "-")
            && (pair || !SURNAMES.has(one))
            && let Some((_, family)) = second.text.split_once(' ')
        {
            first.text = format!("{} {family}", first.text);
        }
    }
}

impl People {
    /// The person a full name names: one who is known, or a new one.
    fn add(&mut self, at: usize, name: &Found, parts: &Parts) -> usize {
        let mut same: Vec<(usize, Likeness)> = Vec::new();
        for word in &parts.words {
            for &who in self.bearers.get(&*sound(word)).into_iter().flatten() {
                let alike = self.known.get(who).map_or(Likeness::Different, |known| known.parts.likeness(parts));
                if alike != Likeness::Different && !same.iter().any(|&(other, _)| other == who) {
                    same.push((who, alike));
                }
            }
        }
        let equal = same.iter().find(|(_, alike)| *alike == Likeness::Equal).map(|&(who, _)| who);
        let chosen = equal.or_else(|| if let [(who, _)] = *same { Some(who) } else { None });
        let gender = gender_of_titles(&name.titles);
        let who = chosen.unwrap_or(self.known.len());
        for word in &parts.words {
            let list = self.bearers.entry(sound(word).into_owned()).or_default();
            if !list.contains(&who) {
                list.push(who);
            }
        }
        if let Some(nick) = &parts.nick {
            self.nicks.entry(nick.clone()).or_insert(who);
        }
        if chosen.is_none() {
            self.known.push(Known {
                first: at,
                last: None,
                parts: parts.clone(),
                gender: gender.or_else(|| parts.gender()),
                manly: 0,
                offices: Vec::new(),
                called: 0,
            });
        }
        if let Some(known) = self.known.get_mut(who) {
            known.gender = known.gender.or(gender).or_else(|| parts.gender());
            known.manly += name.pronoun.map_or(0, |gender| if gender == Gender::Man { 1 } else { -1 });
            known.offices.extend(offices(&name.titles));
            if parts.words.len() > known.parts.words.len() {
                known.parts = parts.clone();
            }
        }
        who
    }

    /// The person a single word names.
    fn bearer(&self, at: usize, name: &Found, word: &str) -> Option<usize> {
        let gender = gender_of_titles(&name.titles);
        let offices = offices(&name.titles);
        let fits = |known: &Known| gender.is_none() || known.gender.is_none() || gender == known.gender;
        let among = self.bearers.get(&*sound(word)).map(Vec::as_slice).unwrap_or_default();
        let by = |surname: bool| -> Vec<usize> {
            let may = |who: &usize| {
                self.known.get(*who).is_some_and(|known| fits(known) && surname == (known.parts.given() != Some(word)))
            };
            among.iter().copied().filter(may).collect()
        };
        // A title comes before a surname, never before a given name alone, unless the name is royal.
        let mut candidates = Some(by(true)).filter(|found| !found.is_empty()).unwrap_or_else(|| by(false));
        if among.is_empty() {
            candidates = self.misspelt(word);
        }
        let fit = |who: &usize| {
            let known = self.known.get(*who)?;
            let office = known.offices.iter().any(|office| offices.contains(office));
            let sure = gender.is_some() && gender == known.gender;
            let sex = known.gender.or(match known.manly {
                0 => None,
                1.. => Some(Gender::Man),
                _ => Some(Gender::Woman),
            });
            let pronoun = match name.pronoun.zip(sex) {
                Some((a, b)) if a == b => 1,
                Some(_) => -1,
                None => 0,
            };
            // Before any was named, the first to come.
            let recent = known.last.filter(|&last| last < at).map_or(0, |last| last + 1);
            Some((office, sure, pronoun, known.called > 0, recent))
        };
        candidates.into_iter().rev().max_by_key(fit)
    }

    /// The only one whose surname is this word but for a slip of the pen; only few are looked at.
    fn misspelt(&self, word: &str) -> Vec<usize> {
        const LOOKED_AT: usize = 64;
        let slips = |known: &Known| known.parts.surname().is_some_and(|surname| is_slip(surname, word));
        let found: Vec<usize> =
            (0..self.known.len().min(LOOKED_AT)).filter(|&who| self.known.get(who).is_some_and(slips)).collect();
        if found.len() == 1 { found } else { Vec::new() }
    }
}
