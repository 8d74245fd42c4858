//! Why an entity was taken for what it is, in words for the reader of the news. It decides nothing: what the tagger learned
//! has no words of its own, so here is told what in the name and around it speaks for the kind.

use super::canon::{initials, is_acronym, letters};
use super::forms::is_body_head;
use super::lexicon::{self, ACRONYMS, CITIES, GIVEN, SURNAMES};
use super::people::Parts;
use crate::article::{Entity, EntityKind};

/// "a person: “Mrs.” stands before the name, Ilse is a given name".
#[must_use]
pub fn taken(entity: &Entity) -> String {
    let signs = match entity.kind {
        EntityKind::Person => person(entity),
        EntityKind::Organization => organization(entity),
        EntityKind::Place => place(entity),
        EntityKind::Topic => return "a topic: the words of the article are those of this topic".to_owned(),
        EntityKind::Other => Vec::new(),
    };
    let kind = match entity.kind {
        EntityKind::Organization => "an organization",
        EntityKind::Other => "a name of another kind",
        EntityKind::Place => "a place",
        EntityKind::Person | EntityKind::Topic => "a person",
    };
    if signs.is_empty() {
        return format!("{kind}: the words around it say so, as learned from annotated news; nothing in the name does");
    }
    format!("{kind}: {}", signs.join(", "))
}

fn person(entity: &Entity) -> Vec<String> {
    let mut signs: Vec<String> = Vec::new();
    if let Some(title) = entity.titles.first() {
        signs.push(format!("“{title}” stands before the name"));
    }
    let parts = Parts::of(&entity.name);
    let known = |word: Option<&str>, is: &dyn Fn(&str) -> bool| {
        word.filter(|word| is(word)).map(|word| as_written(&entity.name, word).to_owned())
    };
    signs.extend(known(parts.given(), &|word| GIVEN.has(word)).map(|word| format!("{word} is a given name")));
    signs.extend(known(parts.surname(), &|word| SURNAMES.has(word)).map(|word| format!("{word} is a surname")));
    signs
}

fn organization(entity: &Entity) -> Vec<String> {
    let mut signs = Vec::new();
    let spelled = initials(&entity.name);
    if let Some(short) = entity.aliases.iter().find(|alias| is_acronym(alias) && spelled.contains(&letters(alias))) {
        signs.push(format!("{short} spells its words"));
    }
    let words = || entity.name.split_whitespace();
    if let Some(word) = words().find(|word| is_body_head(&lexicon::key(word))) {
        signs.push(format!("{word} is what such a body is called"));
    }
    if signs.is_empty() && (is_acronym(&entity.name) || ACRONYMS.has(&lexicon::key(&entity.name))) {
        signs.push("it is written as an acronym".to_owned());
    }
    signs
}

fn place(entity: &Entity) -> Vec<String> {
    let name = lexicon::key(&entity.name);
    if lexicon::country(&name).is_some() {
        return vec!["it is the name of a country".to_owned()];
    }
    if CITIES.has(&name) {
        return vec!["it is the name of a town".to_owned()];
    }
    Vec::new()
}

/// The word of a name whose folded form is `folded`, as the name has it.
fn as_written<'a>(name: &'a str, folded: &'a str) -> &'a str {
    name.split_whitespace().find(|word| lexicon::key(word) == folded).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_for_the_kind_is_said() {
        type Case = (EntityKind, &'static str, &'static [&'static str], &'static [&'static str], &'static str);
        let cases: [Case; 7] = [
            (
                EntityKind::Person,
                "Anna Miller",
                &[],
                &["Mrs."],
                "a person: “Mrs.” stands before the name, Anna is a given name, Miller is a surname",
            ),
            (
                EntityKind::Person,
                "Qzrx Vvbn",
                &[],
                &[],
                "a person: the words around it say so, as learned from annotated news; nothing in the name does",
            ),
            (
                EntityKind::Organization,
                "Brackwater Harbour Office",
                &["BHO"],
                &[],
                "an organization: BHO spells its words, Office is what such a body is called",
            ),
            (EntityKind::Organization, "BHO", &[], &[], "an organization: it is written as an acronym"),
            (EntityKind::Place, "France", &[], &[], "a place: it is the name of a country"),
            (EntityKind::Place, "Rotterdam", &[], &[], "a place: it is the name of a town"),
            (EntityKind::Topic, "harbours", &[], &[], "a topic: the words of the article are those of this topic"),
        ];
        for (kind, name, aliases, titles, expected) in cases {
            let own = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<String>>();
            let entity =
                Entity { kind, name: name.to_owned(), aliases: own(aliases), titles: own(titles), salience: 0.0 };
            assert_eq!(taken(&entity), expected, "{name}");
        }
    }
}
