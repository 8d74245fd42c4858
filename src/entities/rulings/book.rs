//! What rulings say of the names of one article: where each is shown, or that it is none, and which more there are. It knows
//! no other article: who is meant by a name elsewhere is told to it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Mark, Name, Ruling, Scope, What, key};
use crate::article::{Article, Digest, Entities, Entity, EntityKind, Mention, Shape};

/// Rulings, ready to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    rulings: Vec<Ruling>,
    /// Each name to what rulings say of it: where, and which ruling. Names that follow another article are not among them.
    found: BTreeMap<(EntityKind, String), Vec<(Scope, usize)>>,
    /// Letters that are names, the longest first.
    letters: Vec<(String, Scope, usize)>,
    /// The letters by the word or sign they begin with.
    firsts: BTreeMap<String, Vec<usize>>,
    /// Names that stand for whoever is meant by them in an article.
    likes: Vec<(Mark, Name, usize)>,
    /// Every name that is spoken of where it stands.
    names: BTreeSet<String>,
}

/// Where a name is shown that a ruling speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// With the names of this group: its place among the rulings.
    Group(usize),
    /// Nowhere.
    Nothing,
}

/// What is known of an article beside itself.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// Its digest.
    pub digest: Digest,
    /// Its site, as [`site`](crate::extract::rules::site) tells it.
    pub site: Option<&'a str>,
    /// For each of its entities, the kind of the drawer it was guessed into, and where that drawer as a whole goes.
    pub guessed: &'a [(EntityKind, Option<Target>)],
}

/// What is shown of an article's names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Its entities, those first that were read, in their order; and their mentions.
    pub entities: Entities,
    /// Where each is shown; `None` is where it was guessed.
    pub targets: Vec<Option<Target>>,
}

impl Book {
    /// A book of rulings.
    #[must_use]
    pub fn new(rulings: Vec<Ruling>) -> Self {
        let mut book = Self::default();
        for (at, ruling) in rulings.iter().enumerate() {
            for name in ruling.names() {
                match (name.what, &name.scope) {
                    (What::Letters, scope) => book.letters.push((name.name.clone(), scope.clone(), at)),
                    (What::Found, Scope::Like(mark)) => book.likes.push((mark.clone(), name.clone(), at)),
                    (What::Found, scope) => {
                        let said = book.found.entry((name.kind, key(&name.name))).or_default();
                        said.push((scope.clone(), at));
                        book.names.insert(key(&name.name));
                    }
                }
            }
        }
        // Of the same letters, where they hold in fewer places counts first: the order of the rulings must not.
        let rank =
            |(text, scope, _): &(String, Scope, usize)| (Reverse(text.len()), text.clone(), Reverse(scope.clone()));
        book.letters.sort_by_cached_key(rank);
        for (at, (text, ..)) in book.letters.iter().enumerate() {
            book.firsts.entry(first_of(text).to_owned()).or_default().push(at);
        }
        book.rulings = rulings;
        book
    }

    /// The rulings.
    #[must_use]
    pub fn rulings(&self) -> &[Ruling] {
        &self.rulings
    }

    /// Names that stand for whoever is meant by them in an article, and where those are shown.
    pub fn likes(&self) -> impl Iterator<Item = (&Mark, &Name, Target)> {
        self.likes.iter().map(|(mark, name, at)| (mark, name, self.target(*at)))
    }

    /// Letters that are names, and where that holds.
    pub fn letters(&self) -> impl Iterator<Item = (&str, &Scope)> {
        self.letters.iter().map(|(text, scope, _)| (&**text, scope))
    }

    fn target(&self, at: usize) -> Target {
        match self.rulings.get(at) {
            Some(Ruling::One(_)) => Target::Group(at),
            Some(Ruling::Never(_)) | None => Target::Nothing,
        }
    }

    /// What is said of a name in an article: in the article itself before the site, on the site before everywhere, and
    /// everywhere before what holds for its drawer as a whole.
    #[must_use]
    pub fn target_of(&self, name: &str, at: usize, whose: &Whose<'_>) -> Option<Target> {
        let &(kind, whole) = whose.guessed.get(at)?;
        let said = self.found.get(&(kind, key(name))).into_iter().flatten();
        let said =
            said.filter(|(scope, _)| holds(scope, whose)).max_by(|one, two| one.0.cmp(&two.0).then(two.1.cmp(&one.1)));
        said.map(|&(_, at)| self.target(at)).or(whole)
    }

    /// What is shown of `article`, of which `entities` were read; `None` where rulings change nothing in it.
    #[must_use]
    pub fn judge(&self, article: &Article, entities: &Entities, whose: &Whose<'_>) -> Option<Judged> {
        if self.rulings.is_empty() {
            return None;
        }
        let targets = entities.list.iter().enumerate().map(|(at, entity)| self.target_of(&entity.name, at, whose));
        let mut judged = Judged { entities: entities.clone(), targets: targets.collect() };
        let added = self.add(article, whose, &mut judged);
        (added || judged.targets.iter().any(Option::is_some)).then_some(judged)
    }

    /// Whether a ruling speaks of a name so written, of whatever kind and in whatever place.
    #[must_use]
    pub fn speaks_of(&self, name: &str) -> bool {
        self.names.contains(&key(name))
    }

    /// Adds what is a name by its letters; whether there is any. What was found inside such a name, or across its edge, is none.
    fn add(&self, article: &Article, whose: &Whose<'_>, judged: &mut Judged) -> bool {
        if !self.letters.iter().any(|(_, scope, _)| holds(scope, whose)) {
            return false;
        }
        // Of two that overlap, the name with more letters counts, and of one name that which comes first.
        let mut found: Vec<(usize, u32, Range<u32>)> = Vec::new();
        let prose = article.body().filter(|(_, block)| !matches!(block.shape, Shape::Code | Shape::Rule));
        for (block, whole) in prose {
            let block = u32::try_from(block).unwrap_or(u32::MAX);
            let here = self.occurrences(whole.text.as_str()).into_iter();
            found.extend(here.map(|(letters, range)| (letters, block, range)));
        }
        found.retain(|&(letters, ..)| self.letters.get(letters).is_some_and(|(_, scope, _)| holds(scope, whose)));
        found.sort_by_key(|(letters, block, range)| (*letters, *block, range.start));
        let mut more: BTreeMap<(u32, u32), (u32, usize)> = BTreeMap::new();
        for (letters, block, range) in found {
            let Some(&(_, _, at)) = self.letters.get(letters) else { continue };
            if !is_across(&more, block, &range) && !judged.has(block, &range, Target::Group(at)) {
                more.insert((block, range.start), (range.end, at));
            }
        }
        if more.is_empty() {
            return false;
        }
        judged.entities.mentions.retain(|old| !is_across(&more, old.block, &old.range));
        let mut members: BTreeMap<usize, u16> = BTreeMap::new();
        for (target, at) in judged.targets.iter().zip(0u16..) {
            if let Some(Target::Group(group)) = target {
                members.entry(*group).or_insert(at);
            }
        }
        for ((block, start), (end, at)) in more {
            let entity = match members.get(&at) {
                Some(entity) => *entity,
                None => {
                    let Some(entity) = self.entity(at, article, block, start..end, judged) else { continue };
                    members.insert(at, entity);
                    entity
                }
            };
            judged.entities.mentions.push(Mention { entity, block, range: start..end });
        }
        judged.entities.mentions.sort_by_key(|mention| (mention.block, mention.range.start, mention.range.end));
        true
    }

    /// A new entity, named as a mention by its letters is written.
    fn entity(&self, at: usize, article: &Article, block: u32, range: Range<u32>, judged: &mut Judged) -> Option<u16> {
        let Some(Ruling::One(group)) = self.rulings.get(at) else { return None };
        let form = article.blocks.get(block as usize)?.text.as_str().get(range.start as usize..range.end as usize)?;
        let entity = u16::try_from(judged.entities.list.len()).ok()?;
        judged.targets.push(Some(Target::Group(at)));
        judged.entities.list.push(Entity {
            kind: group.kind,
            name: super::one_line(form),
            aliases: Vec::new(),
            titles: Vec::new(),
            salience: 0.0,
        });
        Some(entity)
    }

    /// Where letters stand in `text` as whole words, white space as it comes: one pass, whatever the number of names.
    fn occurrences(&self, text: &str) -> Vec<(usize, Range<u32>)> {
        let mut found = Vec::new();
        let mut before: Option<char> = None;
        let mut start = 0;
        while let Some(first) = text.get(start..).map(first_of).filter(|first| !first.is_empty()) {
            let is_start = !before.is_some_and(char::is_alphanumeric);
            for &at in self.firsts.get(first).filter(|_| is_start).into_iter().flatten() {
                let Some((name, ..)) = self.letters.get(at) else { continue };
                let Some(end) = end_of(text, start, name) else { continue };
                let after = text.get(end..).and_then(|text| text.chars().next());
                let ends = !after.is_some_and(char::is_alphanumeric);
                if ends && let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) {
                    found.push((at, start..end));
                }
            }
            before = first.chars().next_back();
            start += first.len();
        }
        found
    }
}

impl Judged {
    /// Whether a place is a mention of that target already, perhaps with more words around it.
    fn has(&self, block: u32, range: &Range<u32>, target: Target) -> bool {
        let mentions = &self.entities.mentions;
        let end = mentions.partition_point(|old| (old.block, old.range.start) <= (block, range.start));
        let last = mentions.get(..end).and_then(|before| before.last());
        last.is_some_and(|old| {
            old.block == block
                && old.range.end >= range.end
                && self.targets.get(usize::from(old.entity)) == Some(&Some(target))
        })
    }
}

/// Whether a range meets one of those, which do not meet each other.
fn is_across(these: &BTreeMap<(u32, u32), (u32, usize)>, block: u32, range: &Range<u32>) -> bool {
    let before = these.range((block, 0)..(block, range.end)).next_back();
    before.is_some_and(|(_, (end, _))| *end > range.start)
}

/// The word `text` begins with, or the sign.
fn first_of(text: &str) -> &str {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return text };
    let end = match first.is_alphanumeric() {
        true => text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len()),
        false => first.len_utf8(),
    };
    text.get(..end).unwrap_or(text)
}

/// Whether a scope holds in an article.
fn holds(scope: &Scope, whose: &Whose<'_>) -> bool {
    match scope {
        Scope::Everywhere => true,
        Scope::Site(site) => whose.site == Some(site),
        Scope::Article(mark) => mark.is(whose.digest),
        Scope::Like(_) => false,
    }
}

/// The byte behind `name`, if it stands at `start`; a space of it is any white space.
fn end_of(text: &str, start: usize, name: &str) -> Option<usize> {
    let mut rest = text.get(start..)?;
    for (at, word) in name.split(' ').enumerate() {
        if at > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = rest.strip_prefix(word)?;
    }
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::article::{Block, BlockKind};
    use crate::text::Rich;

    const TEXT: &str = "Paul Low met Will of the Kite Board. Low left the Kite  Board, not the Kite Boards.";

    fn article() -> Article {
        let block = Block {
            kind: BlockKind::Body,
            shape: Shape::Paragraph,
            text: Rich::plain(TEXT),
            sure: 1.0,
            why: "".into(),
        };
        Article { blocks: vec![block], ..Article::default() }
    }

    /// "Paul Low", with "Low"; "Will"; and "Kite", which is half a name.
    fn entities() -> Entities {
        let entity = |name: &str, kind| Entity {
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            titles: Vec::new(),
            salience: 0.5,
        };
        let mention = |entity, start: usize, form: &str| Mention {
            entity,
            block: 0,
            range: start as u32..(start + form.len()) as u32,
        };
        let at = |form: &str| TEXT.find(form).unwrap();
        Entities {
            list: vec![
                entity("Paul Low", EntityKind::Person),
                entity("Will", EntityKind::Person),
                entity("Kite", EntityKind::Place),
            ],
            mentions: vec![
                mention(0, 0, "Paul Low"),
                mention(1, at("Will"), "Will"),
                mention(2, at("Kite"), "Kite"),
                mention(0, at("Low left"), "Low"),
            ],
        }
    }

    /// What is shown: each target with its forms, in words.
    fn shown(rulings: &str, site: Option<&str>, whole: [Option<Target>; 3]) -> Option<Vec<String>> {
        let kinds = [EntityKind::Person, EntityKind::Person, EntityKind::Place];
        let guessed: Vec<_> = kinds.into_iter().zip(whole).collect();
        let whose = Whose { digest: Digest([0x3f; 16]), site, guessed: &guessed };
        let book = Book::new(parse(rulings).unwrap());
        let Judged { entities, targets } = book.judge(&article(), &entities(), &whose)?;
        let lines = entities.list.iter().zip(&targets).zip(0u16..).map(|((entity, target), at)| {
            let forms = entities.mentions.iter().filter(|mention| mention.entity == at);
            let forms: Vec<&str> = forms.map(|m| &TEXT[m.range.start as usize..m.range.end as usize]).collect();
            let target = match target {
                None => "guessed".to_owned(),
                Some(Target::Nothing) => "nothing".to_owned(),
                Some(Target::Group(at)) => at.to_string(),
            };
            format!("{} {target}: {}", entity.name, forms.join("|"))
        });
        Some(lines.collect())
    }

    #[test]
    fn a_name_is_shown_where_the_most_telling_ruling_says() {
        let none = [None; 3];
        let first = |rulings: &str, site, whole| shown(rulings, site, whole).map(|lines| lines[0].clone());
        let (group, guessed, nothing) = ("Paul Low 0: Paul Low|Low", None, "Paul Low nothing: Paul Low|Low");
        for (rulings, site, whole, expected) in [
            ("", None, none, guessed),
            ("P. Low, person\n    PAUL LOW", None, none, Some(group)),
            ("P. Low, person\n    Low", None, none, guessed),
            ("P. Low, person\n    Paul Low (place)", None, none, guessed),
            ("P. Low, person\n    Paul Low, on a.example", None, none, guessed),
            ("P. Low, person\n    Paul Low, on a.example", Some("a.example"), none, Some(group)),
            ("P. Low, person\n    Paul Low, in 3f3f3f3f", None, none, Some(group)),
            ("P. Low, person\n    Paul Low, in 3f3f3f3e", None, none, guessed),
            ("not a name\n    Paul Low (person)", None, none, Some(nothing)),
            ("not a name\n    Paul Low (person)", None, [Some(Target::Group(0)); 3], Some(nothing)),
            ("P. Low, person\n    X", None, [Some(Target::Group(0)); 3], Some(group)),
            ("P. Low, person\n    Paul Low, in 3f3f3f3f\nnot a name\n    Paul Low (person)", None, none, Some(group)),
            (
                "P. Low, person\n    Paul Low\nnot a name\n    Paul Low (person), on a.example",
                Some("a.example"),
                none,
                Some(nothing),
            ),
        ] {
            assert_eq!(first(rulings, site, whole).as_deref(), expected, "{rulings} {site:?}");
        }
    }

    #[test]
    fn letters_are_a_name_wherever_they_stand_as_words() {
        let lines = shown("Board of Kites, organization\n    + Kite Board", None, [None; 3]).unwrap();
        assert_eq!(
            lines,
            [
                "Paul Low guessed: Paul Low|Low",
                "Will guessed: Will",
                "Kite guessed: ",
                "Kite Board 0: Kite Board|Kite  Board"
            ]
        );
        // Of two, the longer; and what its group has already is not added again.
        let lines = shown("Low, person\n    Paul Low\n    + Low\n    + Low left", None, [None; 3]).unwrap();
        assert_eq!(lines[0], "Paul Low 0: Paul Low|Low left");
        assert_eq!(shown("Low, person\n    + Lowe", None, [None; 3]), None);
        // Of two rulings on the same letters, that which holds in fewer places.
        let both = "A, person\n    + of the\nB, person\n    + of the, on a.example";
        for (site, expected) in [(None, "of the 0: of the"), (Some("a.example"), "of the 1: of the")] {
            assert_eq!(shown(both, site, [None; 3]).unwrap()[3], expected);
        }
        // Signs are letters, too, but no part of a word is a name.
        for (letters, found) in [("Board.", 1), ("the Kite Board", 2), ("the Kite Boar", 0), ("it", 0)] {
            let lines = shown(&format!("A, person\n    + {letters}"), None, [None; 3]).unwrap_or_default();
            let forms = lines.last().map_or(0, |line| line.split(": ").nth(1).unwrap_or_default().split('|').count());
            assert_eq!(forms, found, "{letters}: {lines:?}");
        }
    }

    #[test]
    fn of_many_letters_in_a_long_text_each_is_found() {
        let mut rulings = String::from("A, person\n");
        for n in 0..5_000 {
            rulings.push_str(&format!("    + Name{n} of the Board\n"));
        }
        let book = Book::new(parse(&rulings).unwrap());
        let text = "Name7 of the Board met Name8 of the Boards. ".repeat(5_000);
        let found = book.occurrences(&text);
        assert_eq!(found.len(), 5_000);
        let block = Block { text: Rich::plain(text), ..article().blocks.remove(0) };
        let article = Article { blocks: vec![block], ..Article::default() };
        let whose = Whose { digest: Digest([0; 16]), site: None, guessed: &[] };
        let judged = book.judge(&article, &Entities::default(), &whose).unwrap();
        assert_eq!((judged.entities.list.len(), judged.entities.mentions.len()), (1, 5_000));
    }
}
