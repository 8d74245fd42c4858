//! The reader's rulings on names: which names are one, how that one is called, what it is, and what is no name at all. No
//! guess, and no store: rulings are text one can edit ([`parse`], [`write()`]), and a [`Book`] of them is pure.
//!
//! Guesses stay what they are. What an article names is read, and goes into the drawers [`across`](super::across) decides
//! for, as if there were no rulings; a [`Book`] then says of each of its names where it is *shown*. So a ruling never changes
//! a guess, what is shown follows from guesses and rulings alone, and a ruling that is taken back leaves nothing behind.
//!
//! Names are told by kind and letters, and where that is not enough by an article that has them: never by a number of the
//! library.

mod book;
mod text;

pub use book::{Book, Judged, Target, Whose};
pub use text::{Mistake, parse, write};

use std::collections::BTreeSet;

use crate::article::{Digest, EntityKind};

/// Digits of a digest that are written: of a million articles, two share them with a chance of 1 to 560.
const DIGITS: usize = 12;

/// A ruling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// These names are one.
    One(Group),
    /// This is no name.
    Never(Name),
}

/// Names that are one, and how that one is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// The name under which it is shown.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// The names that belong to it.
    pub names: Vec<Name>,
    /// What the reader wrote beside them: why, and when.
    pub notes: Vec<String>,
}

/// A name as a ruling speaks of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Whether it is one that was found, or letters to be found.
    pub what: What,
    /// What it was taken for; of [`What::Letters`], what it is.
    pub kind: EntityKind,
    /// Its letters.
    pub name: String,
    /// Where the ruling holds.
    pub scope: Scope,
}

/// What a ruling speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A name that was found in an article.
    Found,
    /// Wherever these letters stand, they are the name.
    Letters,
}

/// Where a ruling holds. The more telling comes last and wins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Whoever is meant by the name in this article, under every name and in every article.
    Like(Mark),
    /// Wherever the name is found.
    Everywhere,
    /// On a site.
    Site(String),
    /// In one article.
    Article(Mark),
}

/// The beginning of an article's digest, in hexadecimal digits: enough of them to know it by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(String);

impl Mark {
    /// The mark of an article.
    #[must_use]
    pub fn of(digest: Digest) -> Self {
        Self(digest.to_string().chars().take(DIGITS).collect())
    }

    /// Reads one: 8 to 32 digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let fits = (8..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Self(text.to_ascii_lowercase()))
    }

    /// Its digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether it is this article's.
    #[must_use]
    pub fn is(&self, digest: Digest) -> bool {
        digest.to_string().starts_with(&self.0)
    }
}

impl Name {
    /// A name that was found.
    #[must_use]
    pub fn found(kind: EntityKind, name: &str, scope: Scope) -> Self {
        Self { what: What::Found, kind, name: one_line(name), scope }
    }
}

impl Name {
    /// Whether another ruling speaks of the very same.
    #[must_use]
    pub fn is_of(&self, other: &Self) -> bool {
        self.subject() == other.subject()
    }

    /// What two rulings must not both speak of. Letters are one kind of name, whatever their kind; and they are told apart by case.
    pub(crate) fn subject(&self) -> Subject<'_> {
        match self.what {
            What::Found => (Some(self.kind), &self.scope, key(&self.name)),
            What::Letters => (None, &self.scope, self.name.clone()),
        }
    }
}

/// What a ruling speaks of: the kind of a name that was found, where, and its letters.
pub(crate) type Subject<'a> = (Option<EntityKind>, &'a Scope, String);

impl Ruling {
    /// The names it speaks of.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        match self {
            Self::One(group) => &group.names,
            Self::Never(name) => std::slice::from_ref(name),
        }
    }
}

/// A name as names are compared: case and diacritics folded.
#[must_use]
pub fn key(name: &str) -> String {
    super::lexicon::key(name).into_owned()
}

/// `name` with every run of white space as one space, and nothing in it that steers a terminal.
#[must_use]
pub fn one_line(name: &str) -> String {
    crate::text::clean::clean(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A change of the rulings: one entry of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// What was done, in words, where an act of the reader's did it.
    pub says: String,
    /// Rulings that come.
    pub added: Vec<Ruling>,
    /// Rulings that go.
    pub removed: Vec<Ruling>,
}

impl Edit {
    /// The change from some rulings to others.
    #[must_use]
    pub fn between(before: &[Ruling], after: &[Ruling]) -> Self {
        let without = |these: &[Ruling], those: &[Ruling]| {
            let those: BTreeSet<&Ruling> = those.iter().collect();
            these.iter().filter(|ruling| !those.contains(ruling)).cloned().collect::<Vec<_>>()
        };
        Self { says: String::new(), added: without(after, before), removed: without(before, after) }
    }

    /// The change in which some rulings go and others come. Of what comes no other ruling says anything any more: who decides
    /// on a name again has changed their mind.
    #[must_use]
    pub fn replacing(before: &[Ruling], removed: &[Ruling], added: &[Ruling]) -> Self {
        let new: BTreeSet<Subject<'_>> = added.iter().flat_map(Ruling::names).map(Name::subject).collect();
        let gone: BTreeSet<&Ruling> = removed.iter().collect();
        let mut after: Vec<Ruling> = Vec::with_capacity(before.len() + added.len());
        for ruling in before.iter().filter(|ruling| !gone.contains(ruling)) {
            let mut left = ruling.clone();
            match &mut left {
                Ruling::One(group) => {
                    group.names.retain(|name| !new.contains(&name.subject()));
                    if !group.names.is_empty() {
                        after.push(left);
                    }
                }
                Ruling::Never(name) if new.contains(&name.subject()) => {}
                Ruling::Never(_) => after.push(left),
            }
        }
        after.extend(added.iter().cloned());
        Self::between(before, &after)
    }

    /// The rulings after the change.
    #[must_use]
    pub fn made(&self, before: &[Ruling]) -> Vec<Ruling> {
        let removed: BTreeSet<&Ruling> = self.removed.iter().collect();
        let there: BTreeSet<&Ruling> = before.iter().collect();
        let kept = before.iter().filter(|ruling| !removed.contains(ruling));
        kept.chain(self.added.iter().filter(|ruling| !there.contains(ruling))).cloned().collect()
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { says: self.says, added: self.removed, removed: self.added }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// The change as text: what it was, then `+` or `-` before each line of the rulings.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("{}\n", self.says);
        for (sign, rulings) in [('+', &self.added), ('-', &self.removed)] {
            for line in write(rulings).lines() {
                text.push(sign);
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }

    /// Reads what [`write`](Self::write) wrote; what cannot be read is left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let (says, rest) = text.split_once('\n').unwrap_or((text, ""));
        let rulings = |sign: char| {
            let lines: Vec<&str> = rest.lines().filter_map(|line| line.strip_prefix(sign)).collect();
            parse(&lines.join("\n")).unwrap_or_default()
        };
        Self { says: says.to_owned(), added: rulings('+'), removed: rulings('-') }
    }

    /// What it was, in words.
    #[must_use]
    pub fn says(&self) -> String {
        if !self.says.is_empty() {
            return self.says.clone();
        }
        match self.added.len() + self.removed.len() {
            1 => "a change of 1 ruling on names".to_owned(),
            count => format!("a change of {count} rulings on names"),
        }
    }
}
