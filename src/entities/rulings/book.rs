//! What rulings say of the names of one article: where each is shown, or that it is none, and which more there are. It knows
//! no other article: who is meant by a name elsewhere is told to it.

use std::collections::BTreeMap;

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
    /// Names that stand for whoever is meant by them in an article.
    likes: Vec<(Mark, Name, usize)>,
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
                    }
                }
            }
        }
        book.letters.sort_by(|one, two| two.0.len().cmp(&one.0.len()).then_with(|| one.cmp(two)));
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

    /// Adds what is a name by its letters; whether there is any. What was found inside such a name, or across its edge, is none.
    fn add(&self, article: &Article, whose: &Whose<'_>, judged: &mut Judged) -> bool {
        let mut more: Vec<(Mention, usize)> = Vec::new();
        for (text, _, at) in self.letters.iter().filter(|(_, scope, _)| holds(scope, whose)) {
            let prose = article.body().filter(|(_, block)| !matches!(block.shape, Shape::Code | Shape::Rule));
            for (block, whole) in prose {
                for range in occurrences(whole.text.as_str(), text) {
                    let mention = Mention { entity: 0, block: u32::try_from(block).unwrap_or(u32::MAX), range };
                    if !more.iter().any(|(other, _)| overlap(other, &mention))
                        && !judged.has(&mention, Target::Group(*at))
                    {
                        more.push((mention, *at));
                    }
                }
            }
        }
        if more.is_empty() {
            return false;
        }
        judged.entities.mentions.retain(|old| !more.iter().any(|(new, _)| overlap(old, new)));
        for (mention, at) in more {
            let Some(entity) = self.entity(at, article, &mention, judged) else { continue };
            judged.entities.mentions.push(Mention { entity, ..mention });
        }
        judged.entities.mentions.sort_by_key(|mention| (mention.block, mention.range.start, mention.range.end));
        true
    }

    /// The entity that a mention by its letters is of: one of its group that is there, else a new one.
    fn entity(&self, at: usize, article: &Article, mention: &Mention, judged: &mut Judged) -> Option<u16> {
        let Some(Ruling::One(group)) = self.rulings.get(at) else { return None };
        let range = mention.range.start as usize..mention.range.end as usize;
        let form = article.blocks.get(mention.block as usize)?.text.as_str().get(range)?;
        let there = judged.targets.iter().position(|target| *target == Some(Target::Group(at)));
        let Some(there) = there else {
            judged.targets.push(Some(Target::Group(at)));
            judged.entities.list.push(Entity {
                kind: group.kind,
                name: super::one_line(form),
                aliases: Vec::new(),
                titles: Vec::new(),
                salience: 0.0,
            });
            return u16::try_from(judged.entities.list.len() - 1).ok();
        };
        u16::try_from(there).ok()
    }
}

impl Judged {
    /// Whether a mention is one of that target already, perhaps with more words around it.
    fn has(&self, new: &Mention, target: Target) -> bool {
        self.entities.mentions.iter().any(|old| {
            old.block == new.block
                && old.range.start <= new.range.start
                && old.range.end >= new.range.end
                && self.targets.get(usize::from(old.entity)) == Some(&Some(target))
        })
    }
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

fn overlap(one: &Mention, two: &Mention) -> bool {
    one.block == two.block && one.range.start < two.range.end && two.range.start < one.range.end
}

/// Where `name` stands in `text` as whole words, white space as it comes.
fn occurrences(text: &str, name: &str) -> Vec<std::ops::Range<u32>> {
    let mut found = Vec::new();
    let first = name.split(' ').next().unwrap_or(name);
    if first.is_empty() {
        return found;
    }
    for (start, _) in text.match_indices(first) {
        let Some(end) = end_of(text, start, name) else { continue };
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        if !before.is_some_and(char::is_alphanumeric)
            && !after.is_some_and(char::is_alphanumeric)
            && let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end))
            && found.last().is_none_or(|last: &std::ops::Range<u32>| last.end <= start)
        {
            found.push(start..end);
        }
    }
    found
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
    }
}
