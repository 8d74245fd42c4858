//! The forms under which the name of a thing is compared: folded, without what papers leave out or add. People's names are
//! [`super::people`]'s; which things are one is decided by [`super::within`] and [`super::across`].

use super::forms::is_body_head;
use super::lexicon::{self, ACRONYMS, BODIES, CITIES, COUNTRIES, FREQUENCY, GIVEN, SURNAMES};
use crate::article::EntityKind;

/// What a company's name ends in by law; the longer forms first where one ends in another.
const LEGAL: &[&str] = &[
    " inc.",
    " inc",
    " incorporated",
    " corp.",
    " corp",
    " corporation",
    " co.",
    " co",
    " ltd.",
    " ltd",
    " limited",
    " plc",
    " llc",
    " l.l.c.",
    " llp",
    " lp",
    " ag",
    " gmbh",
    " kgaa",
    " kg",
    " e.v.",
    " s.a.",
    " sa",
    " s.p.a.",
    " spa",
    " se",
    " nv",
    " n.v.",
    " bv",
    " b.v.",
    " ab",
    " asa",
    " oyj",
    " bhd",
    " pty",
];

/// What a company's name ends in for what it does or where: left out as soon as everybody knows who is meant.
const TRADES: &[&str] = &[
    "airlines",
    "airways",
    "brands",
    "communications",
    "company",
    "electronics",
    "energy",
    "enterprises",
    "entertainment",
    "films",
    "foods",
    "group",
    "holding",
    "holdings",
    "industries",
    "international",
    "laboratories",
    "motor",
    "motors",
    "networks",
    "partners",
    "petroleum",
    "pharmaceuticals",
    "pictures",
    "records",
    "resources",
    "semiconductor",
    "service",
    "services",
    "software",
    "solutions",
    "stores",
    "studios",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "usa",
];

/// Waters and stretches of land whose names often do without the word for them ("the Gaza Strip").
const SHAPES: &[&str] = &[" strip", " sea", " ocean", " peninsula"];

/// The form under which a thing's name is compared: folded, without article and company endings, acronyms of public
/// bodies spelled out, countries and states by their usual name. The same for an organization and a place: whether a
/// sentence means the house or the body in it ("the White House") is not for a drawer to tell.
#[must_use]
pub fn canonical(kind: EntityKind, folded: &str) -> String {
    let mut key = folded.strip_prefix("the ").unwrap_or(folded).replace(" - ", "-").replace(" ,", "");
    if let Some(half) = half_of_germany(&key) {
        return half.to_owned();
    }
    if let Some(country) = lexicon::country(&key) {
        let country = lexicon::key(country);
        return country.strip_suffix(" strip").unwrap_or(&country).to_owned();
    }
    if kind == EntityKind::Other
        && let Some(country) = COUNTRIES.get(&key).and_then(|value| value.strip_prefix("d\t"))
    {
        return format!("of {}", lexicon::key(country));
    }
    if kind == EntityKind::Place {
        if let Some(state) = state(&key) {
            return state.to_owned();
        }
        if let Some(short) = SHAPES
            .iter()
            .find_map(|shape| key.strip_suffix(shape).filter(|short| *shape == " strip" || is_telling(short)))
        {
            return short.to_owned();
        }
    }
    key = key.replace(" & ", " and ").replace(',', "");
    while let Some(short) =
        LEGAL.iter().find_map(|ending| key.strip_suffix(ending)).filter(|short| short.len() > 2 && *short != "the")
    {
        key = short.trim_end_matches(" and").to_owned();
    }
    if let Some(short) = key.strip_suffix(" d.c.").or_else(|| key.strip_suffix(" d.c")) {
        key.truncate(short.len());
    }
    if key.len() < 9 && key.contains('.') {
        key.retain(|c| c != '.');
    }
    key = key.replace("organisation", "organization").replace("defence", "defense").replace("centre", "center");
    for start in ["u.s. ", "u. s. ", "us ", "united states ", "american "] {
        if let Some(rest) = key.strip_prefix(start).filter(|rest| rest.contains(' ') || is_national(rest)) {
            key = rest.to_owned();
            break;
        }
    }
    for (short, long) in [("eu ", "european "), ("u.n. ", "united nations "), ("un ", "united nations ")] {
        if let Some(rest) = key.strip_prefix(short).filter(|rest| rest.split(' ').next_back().is_some_and(is_body_head))
        {
            key = format!("{long}{rest}");
            break;
        }
    }
    let spelled = ACRONYMS.get(&key).or_else(|| BODIES.get(&key).filter(|_| kind == EntityKind::Organization));
    if let Some(name) = spelled {
        let name = lexicon::key(name).replace("organisation", "organization").replace(',', "").replace(" & ", " and ");
        return name.strip_prefix("the ").unwrap_or(&name).to_owned();
    }
    key
}

/// The usual name of the country that `form` names, as it is shown.
#[must_use]
pub fn country(form: &str) -> Option<&'static str> {
    match half_of_germany(lexicon::key(form).trim_start_matches("the ")) {
        Some("east germany") => Some("East Germany"),
        Some(_) => Some("West Germany"),
        None => lexicon::country(form),
    }
}

/// The two states of 1949 to 1990; the lists call both Germany.
fn half_of_germany(key: &str) -> Option<&'static str> {
    match key {
        "east germany" | "german democratic republic" | "gdr" => Some("east germany"),
        "west germany" => Some("west germany"),
        _ => None,
    }
}

/// A state of the United States by what newspapers shorten it to (the traditional forms of the Associated Press).
fn state(key: &str) -> Option<&'static str> {
    Some(match key.trim_end_matches('.') {
        "ala" => "alabama",
        "ariz" => "arizona",
        "ark" => "arkansas",
        "calif" => "california",
        "colo" => "colorado",
        "conn" => "connecticut",
        "del" => "delaware",
        "fla" => "florida",
        "ga" => "georgia",
        "ill" => "illinois",
        "ind" => "indiana",
        "kan" => "kansas",
        "ky" => "kentucky",
        "la" if key.ends_with('.') => "louisiana",
        "mass" => "massachusetts",
        "md" => "maryland",
        "mich" => "michigan",
        "minn" => "minnesota",
        "miss" => "mississippi",
        "mo" if key.ends_with('.') => "missouri",
        "mont" => "montana",
        "n.c" => "north carolina",
        "n.d" => "north dakota",
        "n.h" => "new hampshire",
        "n.j" => "new jersey",
        "n.m" => "new mexico",
        "n.y" => "new york",
        "neb" => "nebraska",
        "nev" => "nevada",
        "okla" => "oklahoma",
        "ore" => "oregon",
        "pa" if key.ends_with('.') => "pennsylvania",
        "r.i" => "rhode island",
        "s.c" => "south carolina",
        "s.d" => "south dakota",
        "tenn" => "tennessee",
        "tex" => "texas",
        "va" if key.ends_with('.') => "virginia",
        "vt" => "vermont",
        "w.va" => "west virginia",
        "wash" => "washington",
        "wis" => "wisconsin",
        "wyo" => "wyoming",
        _ => return None,
    })
}

/// Whether a word alone names something: one word that is no common one.
fn is_telling(word: &str) -> bool {
    !word.contains(' ') && word.len() > 3 && !FREQUENCY.has(word)
}

/// Bodies that an American paper names without the country, and others with it.
fn is_national(word: &str) -> bool {
    matches!(word, "congress" | "senate" | "supreme court" | "treasury" | "navy" | "army" | "air force")
}

/// A company's name without what it trades in ("Brannoch Industries" gives "brannoch"), where what is left is a name of its
/// own and no place's, person's or common word.
#[must_use]
pub fn trade_name(canonical: &str) -> Option<&str> {
    let mut short = canonical;
    while let Some((start, last)) = short.rsplit_once(' ').filter(|(_, last)| TRADES.binary_search(last).is_ok()) {
        debug_assert!(!last.is_empty());
        short = start;
    }
    let only_name = |word: &str| {
        !FREQUENCY.has(word) && !CITIES.has(word) && !COUNTRIES.has(word) && !GIVEN.has(word) && !SURNAMES.has(word)
    };
    (short.len() < canonical.len() && short.len() > 1 && (short.contains(' ') || only_name(short))).then_some(short)
}

/// What a team is called without its town: the last word of a place and a plural ("the Skerry Gulls").
#[must_use]
pub fn team(canonical: &str) -> Option<&str> {
    let (town, team) = canonical.rsplit_once(' ')?;
    let plural = team.len() > 4 && team.ends_with('s') && !team.ends_with("ss") && !is_body_head(team);
    (plural && !TRADES.contains(&team) && is_town(town)).then_some(team)
}

/// Whether a name is a city's, a state's or a country's.
pub(super) fn is_town(name: &str) -> bool {
    CITIES.has(name) || COUNTRIES.get(name).is_some_and(|value| !value.starts_with('d'))
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
#[must_use]
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// What a name's acronym may be: the first letters of its words, with and without the small ones; of a shortened word
/// ("U.S.") all its letters.
#[must_use]
pub fn initials(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split([' ', '-']).filter(|word| word.starts_with(char::is_alphabetic)).collect();
    let first = |word: &&str| word.chars().next().into_iter().flat_map(char::to_lowercase).collect::<String>();
    let every = |word: &&str| if word.contains('.') { letters(word) } else { first(word) };
    let large = || words.iter().filter(|word| word.starts_with(char::is_uppercase));
    let mut out =
        vec![large().map(first).collect::<String>(), words.iter().map(first).collect(), large().map(every).collect()];
    // "The Skerry Gazette" is often tagged without its article.
    if (2..=3).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase) && *word != "The")
    {
        out.push(format!("t{}", large().map(first).collect::<String>()));
    }
    out.retain(|initials| initials.chars().count() > 1);
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_can_be_searched() {
        assert!(TRADES.is_sorted());
    }

    #[test]
    fn forms_of_one_name_are_one() {
        use EntityKind::{Organization, Place};
        let table: &[(EntityKind, &[&str])] = &[
            (Organization, &["Brannoch GmbH", "Brannoch", "the Brannoch Co., Inc."]),
            (
                Organization,
                &["U.S. Geological Survey", "U. S. Geological Survey", "USGS", "United States Geological Survey"],
            ),
            (Organization, &["EU Commission", "European Commission"]),
            (Organization, &["UN Security Council", "U.N. Security Council", "United Nations Security Council"]),
            (Organization, &["The Skerry Gazette", "Skerry Gazette"]),
            (Organization, &["World Health Organisation", "WHO"]),
            (Place, &["Calif.", "California"]),
            (Place, &["Gaza Strip", "Gaza"]),
            (Place, &["GDR", "East Germany", "German Democratic Republic"]),
            (Place, &["U.K.", "Britain", "the United Kingdom"]),
        ];
        for (kind, forms) in table {
            let keys: Vec<String> = forms.iter().map(|form| canonical(*kind, &lexicon::key(form))).collect();
            assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");
        }
        for (a, b) in
            [("North Sea", "North"), ("East Germany", "Germany"), ("La", "Louisiana"), ("Jordan River", "Jordan")]
        {
            let key = |form: &str| canonical(Place, &lexicon::key(form));
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }

    #[test]
    fn names_are_shortened_where_something_is_left() {
        for (name, short) in [
            ("brannoch industries", Some("brannoch")),
            ("brannoch electronics group", Some("brannoch")),
            ("general motors", None),
            ("paris airlines", None),
            ("brannoch", None),
            ("energy", None),
        ] {
            assert_eq!(trade_name(name), short, "{name}");
        }
        for (name, short) in [("hamburg gulls", Some("gulls")), ("skerry workers", None), ("hamburg services", None)] {
            assert_eq!(team(name), short, "{name}");
        }
    }

    #[test]
    fn acronyms_are_made_of_first_letters() {
        for (name, acronym) in [
            ("Northern Ports Authority", "npa"),
            ("Authority for Ports", "afp"),
            ("Authority for Ports", "ap"),
            ("U.S. Ports Survey", "usps"),
            ("The Skerry Gazette", "tsg"),
            ("Skerry Gazette", "tsg"),
        ] {
            assert!(initials(name).contains(&acronym.to_owned()), "{name} {acronym}");
        }
        assert!(is_acronym("U.N.") && is_acronym("NPA") && !is_acronym("Npa") && !is_acronym("A"));
    }
}
