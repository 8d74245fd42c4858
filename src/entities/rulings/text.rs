//! Rulings as text one can edit: a line for each entity (its display name and kind), and under it, indented, the names that
//! belong to it. What a ruling does is not said here.
//!
//! ```text
//! Marco Rubio, person
//!     # joined on 25 Nov 2026
//!     Marco Rubio
//!     Rubio, as in 3f9a2c81d0aa
//!     Rubio Foundation (organization), on courier.example
//!     + Senator Rubio
//!
//! not a name
//!     Will (person)
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use super::{Group, Mark, Name, Ruling, Scope, What, one_line};
use crate::article::EntityKind;

/// The heading of what is no name.
const NEVER: &str = "not a name";

/// Before each name of a group.
const INDENT: &str = "    ";

/// Every kind.
const KINDS: [EntityKind; 5] =
    [EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Topic, EntityKind::Other];

/// A line of rulings that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Rulings as text: entities in their order, then what is no name.
#[must_use]
pub fn write(rulings: &[Ruling]) -> String {
    let mut text = String::new();
    for ruling in rulings.iter().filter(|ruling| matches!(ruling, Ruling::One(_))) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{gap}{ruling}");
    }
    let mut head = false;
    for ruling in rulings {
        let Ruling::Never(name) = ruling else { continue };
        if !std::mem::replace(&mut head, true) {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{NEVER}");
        }
        let _ = writeln!(text, "{INDENT}{}", Written { name, own: None });
    }
    text
}

impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(group) => {
                writeln!(f, "{}, {}", head(&group.name), group.kind.name())?;
                for note in &group.notes {
                    writeln!(f, "{INDENT}# {note}")?;
                }
                for name in &group.names {
                    writeln!(f, "{INDENT}{}", Written { name, own: Some(group.kind) })?;
                }
                Ok(())
            }
            Self::Never(name) => writeln!(f, "{NEVER}\n{INDENT}{}", Written { name, own: None }),
        }
    }
}

/// A name as it is written in a group of a kind, which need not be said again.
struct Written<'a> {
    name: &'a Name,
    own: Option<EntityKind>,
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Name { what, kind, name, scope } = self.name;
        if *what == What::Letters {
            f.write_str("+ ")?;
        }
        f.write_str(&escaped(name))?;
        if self.own != Some(*kind) {
            write!(f, " ({})", kind.name())?;
        }
        match scope {
            Scope::Everywhere => Ok(()),
            Scope::Like(mark) => write!(f, ", as in {}", mark.digits()),
            Scope::Site(site) => write!(f, ", on {site}"),
            Scope::Article(mark) => write!(f, ", in {}", mark.digits()),
        }
    }
}

/// A display name as it stands at the start of a line.
fn head(name: &str) -> String {
    let name = name.replace('\\', "\\\\");
    if name.starts_with('#') { format!("\\{name}") } else { name }
}

/// A name so that it is read again: a backslash stands before what would be taken for something else.
fn escaped(name: &str) -> String {
    let mut text = name.replace('\\', "\\\\");
    if text.starts_with(['#', '+']) {
        text.insert(0, '\\');
    }
    let cut = scope(&text).map(|(rest, _)| rest.len()).or_else(|| kind(&text).map(|(rest, _)| rest.len()));
    if let Some(at) = cut {
        // `rest` ends before the comma, or before the space and the bracket.
        let at = at + text.get(at..).map_or(0, |tail| tail.len() - tail.trim_start().len());
        text.insert(at, '\\');
    }
    text
}

/// `text` with each backslash and what follows it as what it stands for.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        plain.push(if c == '\\' { rest.next().unwrap_or(c) } else { c });
    }
    plain
}

/// Whether a sign at the end of `before` would be escaped by what stands there.
fn is_escaped(before: &str) -> bool {
    before.chars().rev().take_while(|&c| c == '\\').count() % 2 == 1
}

/// The scope at the end of a line, and what stands before it.
fn scope(text: &str) -> Option<(&str, Scope)> {
    let (before, tail) = text.rsplit_once(", ")?;
    let (word, place) = tail.rsplit_once(' ')?;
    let place = place.trim();
    let scope = match word.trim() {
        "as in" => Scope::Like(Mark::read(place)?),
        "in" => Scope::Article(Mark::read(place)?),
        "on" => Scope::Site(place.to_lowercase()),
        _ => return None,
    };
    (!before.trim().is_empty() && !is_escaped(before)).then_some((before, scope))
}

/// The kind in brackets at the end of a line, and what stands before it.
fn kind(text: &str) -> Option<(&str, EntityKind)> {
    let (before, word) = text.strip_suffix(')')?.rsplit_once('(')?;
    let kind = named(word)?;
    (!before.trim().is_empty() && !is_escaped(before)).then_some((before.trim_end(), kind))
}

/// The kind of that name.
fn named(word: &str) -> Option<EntityKind> {
    KINDS.into_iter().find(|kind| kind.name() == word.trim())
}

/// Reads a name of a group: "Rubio (person), as in 3f9a2c81d0aa".
fn name(line: &str, own: Option<EntityKind>) -> Result<Name, String> {
    let (what, line) = match line.strip_prefix('+') {
        Some(rest) => (What::Letters, rest.trim_start()),
        None => (What::Found, line),
    };
    let (rest, scope) = scope(line).unwrap_or((line, Scope::Everywhere));
    let (rest, kind) = match kind(rest.trim_end()) {
        Some((rest, kind)) => (rest, Some(kind)),
        None => (rest, None),
    };
    let name = one_line(&unescaped(rest.trim()));
    if name.is_empty() {
        return Err("which name? nothing stands there".to_owned());
    }
    let Some(kind) = kind.or(own) else {
        return Err(format!("what is “{name}” taken for? write “{name} (person)”, or another kind"));
    };
    match (what, own, &scope) {
        (What::Letters, None, _) => Err("letters that are no name need no +".to_owned()),
        (What::Letters, Some(own), _) if own != kind => {
            Err(format!("“{name}” is what its entity is: {}; leave the kind out", own.name()))
        }
        (What::Letters, _, Scope::Like(_)) => {
            Err("after + stand letters: “as in” is for names that were found".to_owned())
        }
        _ => Ok(Name { what, kind, name, scope }),
    }
}

/// Reads the line of an entity: "Marco Rubio, person".
fn group(line: &str) -> Result<Group, String> {
    let split = line.rsplit_once(',').and_then(|(name, word)| Some((name, named(word)?)));
    let Some((name, kind)) = split else {
        let name = one_line(&unescaped(line));
        return Err(format!("what is “{name}”? write “{name}, person” (or organization, place, topic, other)"));
    };
    let name = one_line(&unescaped(name.trim()));
    if name.is_empty() {
        return Err("an entity needs a name before its kind".to_owned());
    }
    Ok(Group { name, kind, names: Vec::new(), notes: Vec::new() })
}

/// Where a line of a name belongs.
enum Under {
    Nothing,
    /// The entity of that line.
    Group(Group, usize),
    Never,
}

impl Under {
    fn end(self, rulings: &mut Vec<Ruling>) -> Result<(), Mistake> {
        match self {
            Self::Group(group, line) if group.names.is_empty() => {
                let what = format!("which names belong to “{}”? write them below it, indented", group.name);
                Err(Mistake { line, what })
            }
            Self::Group(group, _) => {
                rulings.push(Ruling::One(group));
                Ok(())
            }
            Self::Nothing | Self::Never => Ok(()),
        }
    }
}

/// Reads rulings. Empty lines are none, nor are lines that begin with `#`; an indented one stays with its entity, as a note.
///
/// # Errors
/// The first line that cannot be read, or that says of a name what another line says otherwise.
pub fn parse(text: &str) -> Result<Vec<Ruling>, Mistake> {
    let mut rulings = Vec::new();
    let mut under = Under::Nothing;
    let mut seen = BTreeMap::new();
    for (at, whole) in text.lines().enumerate() {
        let mistake = |what: String| Mistake { line: at + 1, what };
        let line = whole.trim();
        let indented = whole.starts_with([' ', '\t']);
        if line.is_empty() {
            continue;
        }
        if let Some(note) = line.strip_prefix('#') {
            if let Under::Group(group, _) = &mut under
                && indented
            {
                group.notes.push(one_line(note));
            }
            continue;
        }
        if !indented {
            let next = if line == NEVER { Under::Never } else { Under::Group(group(line).map_err(mistake)?, at + 1) };
            std::mem::replace(&mut under, next).end(&mut rulings)?;
            continue;
        }
        let own = match &under {
            Under::Nothing => {
                return Err(mistake("whose name is this? the line of its entity comes before it".to_owned()));
            }
            Under::Group(group, _) => Some(group.kind),
            Under::Never => None,
        };
        let name = name(line, own).map_err(mistake)?;
        let (kind, scope, letters) = name.subject();
        let said = (kind, scope.clone(), letters);
        if let Some(before) = seen.insert(said, at + 1) {
            return Err(mistake(format!("“{}” stands in line {before} already", name.name)));
        }
        match &mut under {
            Under::Group(group, _) => group.names.push(name),
            Under::Never => rulings.push(Ruling::Never(name)),
            Under::Nothing => {}
        }
    }
    under.end(&mut rulings)?;
    Ok(rulings)
}

impl FromStr for Ruling {
    type Err = Mistake;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut rulings = parse(text)?.into_iter();
        let one = rulings.next().ok_or_else(|| Mistake { line: 1, what: "no ruling stands here".to_owned() })?;
        if rulings.next().is_some() {
            return Err(Mistake { line: 1, what: "more than one ruling stands here".to_owned() });
        }
        Ok(one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
Paul Whitfield, person
    # joined on 25 Nov 2026
    Paul Whitfield
    Whitfield, as in 3f9a2c81d0aa
    Whitfield House (place), on harbour-courier
    P. Whitfield, in 3f9a2c81d0aabbccddeeff0011223344
    + Old Whit

Kite, Board and Sons, organization
    Kite Board

not a name
    Will (person)
    Report (organization), on courier.example
";

    #[test]
    fn what_is_written_is_what_was_read() {
        let rulings = parse(TEXT).unwrap();
        assert_eq!(rulings.len(), 4);
        assert_eq!(write(&rulings), TEXT);
        let Ruling::One(group) = &rulings[0] else { panic!() };
        assert_eq!((group.names.len(), group.notes.len()), (5, 1));
        assert_eq!(group.names[2].kind, EntityKind::Place);
        assert_eq!(group.names[4].what, What::Letters);
        for ruling in &rulings {
            assert_eq!(ruling.to_string().parse::<Ruling>().as_ref(), Ok(ruling));
        }
    }

    #[test]
    fn typed_by_hand_it_is_read_too() {
        let read = parse("# mine\n\nOrla  Finn ,person\n\tOrla Finn\n # why not\n  FINN , as in 3F9A2C81\n# no note\n")
            .unwrap();
        assert_eq!(write(&read), "Orla Finn, person\n    # why not\n    Orla Finn\n    FINN, as in 3f9a2c81\n");
        // What looks like more than a name, and is not.
        let read = parse("A, person\n    Finn, in brief\n    Kite (Board)\n    Low, Finn, in 12\n").unwrap();
        assert_eq!(
            read[0].names().iter().map(|name| &*name.name).collect::<Vec<_>>(),
            ["Finn, in brief", "Kite (Board)", "Low, Finn, in 12"]
        );
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, expected) in [
            (
                "Orla Finn",
                "line 1: what is “Orla Finn”? write “Orla Finn, person” (or organization, place, topic, other)",
            ),
            ("\n    Finn", "line 2: whose name is this? the line of its entity comes before it"),
            ("A, person\n\nB, person\n    B", "line 1: which names belong to “A”? write them below it, indented"),
            ("not a name\n    Will", "line 2: what is “Will” taken for? write “Will (person)”, or another kind"),
            ("A, person\n    Low\nB, place\n    low (person)", "line 4: “low” stands in line 2 already"),
            (
                "A, person\n    + Low, as in 3f9a2c81",
                "line 2: after + stand letters: “as in” is for names that were found",
            ),
            ("A, person\n    + Low (place)", "line 2: “Low” is what its entity is: person; leave the kind out"),
            ("A, person\n    + Low\nB, place\n    + Low", "line 4: “Low” stands in line 2 already"),
            (", person\n    Low", "line 1: an entity needs a name before its kind"),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_change_is_written_read_and_taken_back() {
        use super::super::Edit;
        let rulings = parse(TEXT).unwrap();
        let edit = Edit { says: "joining Low with Finn".to_owned(), ..Edit::between(&rulings[..2], &rulings[1..]) };
        assert_eq!((edit.added.len(), edit.removed.len()), (2, 1));
        assert_eq!(Edit::read(&edit.write()), edit);
        assert_eq!(edit.clone().inverse().inverse(), edit);
        assert_eq!(edit.says(), "joining Low with Finn");
        assert_eq!(edit.made(&rulings[..2]), rulings[1..]);
    }

    #[test]
    fn who_rules_on_a_name_again_has_changed_their_mind() {
        use super::super::Edit;
        let before = parse(TEXT).unwrap();
        let added =
            parse("Old Whit, place\n    + Old Whit\n    Will (person)\n    WHITFIELD (person), as in 3f9a2c81d0aa");
        let edit = Edit::replacing(&before, &before[1..2], &added.unwrap());
        let after = write(&edit.made(&before));
        assert_eq!(after.matches("Whitfield").count(), TEXT.matches("Whitfield").count() - 1, "{after}");
        assert_eq!(after.matches("+ Old Whit").count(), 1, "{after}");
        assert!(
            !after.contains("Kite") && after.ends_with("not a name\n    Report (organization), on courier.example\n")
        );
        assert!(parse(&after).is_ok(), "{after}");
        assert!(Edit::replacing(&before, &[], &before[..1]).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_name_can_be_written(
            names in proptest::collection::vec(r"[a+#\\(), :]{1,8}|a?( \((person|place)\)|, in 3f9a2c81d0aa|, on b\.c|\\)*", 1..4),
            which in 0usize..4,
        ) {
            let mark = Mark::read("00112233").unwrap();
            let scope = [Scope::Everywhere, Scope::Like(mark.clone()), Scope::Site("a.example".to_owned()), Scope::Article(mark)];
            let mut group = Group { name: one_line(&names[0]), kind: EntityKind::Person, names: Vec::new(), notes: Vec::new() };
            for text in &names {
                let name = Name::found(EntityKind::Place, text, scope[which].clone());
                if !name.name.is_empty() && !group.names.iter().any(|other| other.is_of(&name)) {
                    group.names.push(name);
                }
            }
            proptest::prop_assume!(!group.names.is_empty() && !group.name.is_empty());
            let ruling = Ruling::One(group);
            let text = ruling.to_string();
            proptest::prop_assert_eq!(text.parse::<Ruling>(), Ok(ruling), "{}", text);
        }
    }
}
