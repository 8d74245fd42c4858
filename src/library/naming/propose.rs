//! What a proposal about a name comes to: the rulings that would have to change, and what the reader would see of it. It asks
//! and counts; nothing is written.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::super::{ArticleId, Drawer, EntityId, Error, Reader, Row};
use super::uses::{LOOKED, Use};
use super::{Part, Preview, Proposal, Reach};
use crate::article::EntityKind;
use crate::entities::lexicon::FREQUENCY;
use crate::entities::rulings::{Edit, Group, Mark, Name, Ruling, Scope, What, key, one_line};

/// Articles that a ruling names one by one, at most.
const NAMED: usize = 200;

/// What is known of a name before something is decided.
struct Known {
    drawer: Drawer,
    /// The rulings in force, and the place of its own among them.
    rulings: Vec<Ruling>,
    own: Option<Group>,
}

impl Reader {
    /// What a proposal comes to; `None` where it would change nothing, or there is no such name.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn propose(&self, proposal: &Proposal) -> Result<Option<Preview>, Error> {
        self.run(|| match proposal {
            Proposal::Merge { one, into } => self.merge(*one, *into),
            Proposal::Split { entity, by } => self.split(*entity, by),
            Proposal::Rename { entity, name } => self.rename(*entity, &one_line(name)),
            Proposal::Retype { entity, kind } => self.retype(*entity, *kind),
            Proposal::Never { entity, reach } => self.never(*entity, *reach),
            Proposal::Add { article, text, kind, into } => self.add(*article, &one_line(text), *kind, *into),
        })
    }

    fn merge(&self, one: EntityId, into: EntityId) -> rusqlite::Result<Option<Preview>> {
        let (Some(from), Some(known)) = (self.known(one)?, self.known(into)?) else { return Ok(None) };
        if one == into {
            return Ok(None);
        }
        let mut group = self.group(&known)?;
        for mut name in self.group(&from)?.names {
            if name.what == What::Letters {
                name.kind = group.kind;
            }
            if !group.names.iter().any(|other| other.is_of(&name)) {
                group.names.push(name);
            }
        }
        let gone: Vec<Group> = known.own.iter().chain(&from.own).cloned().collect();
        let says = format!(
            "Join {} ({}) with {} ({})",
            from.drawer.name,
            articles(from.drawer.articles.into()),
            known.drawer.name,
            known.drawer.articles
        );
        let done = format!("joining {} with {}", from.drawer.name, known.drawer.name);
        let edit = edit(&known.rulings, &gone, &[Ruling::One(group)], done);
        self.preview(edit, says, from.drawer.articles.into(), self.newest_rows(one)?)
    }

    fn split(&self, entity: EntityId, by: &Part) -> rusqlite::Result<Option<Preview>> {
        let Some(known) = self.known(entity)? else { return Ok(None) };
        let mut uses: Vec<Use> = Vec::new();
        match by {
            Part::Name(name) => {
                let wanted = key(&one_line(name));
                self.uses(entity, None, |used| {
                    if key(&used.name) == wanted {
                        uses.push(used);
                    }
                    ControlFlow::Continue(())
                })?;
            }
            Part::Article(article) => self.uses(entity, Some(*article), |used| {
                uses.push(used);
                ControlFlow::Continue(())
            })?,
        }
        let Some(name) = uses.first().map(|used| used.name.clone()) else { return Ok(None) };
        let here: BTreeSet<ArticleId> = uses.iter().map(|used| used.article).collect();
        let whole = here.len() as u64 >= u64::from(known.drawer.articles);
        if let (Part::Name(_), Some(own)) = (by, &known.own)
            && let Some(left) = without(own, &key(&name))
        {
            // It was joined by a ruling: that is taken back.
            let (says, done) = split_in_words(&name, here.len() as u64, &known.drawer.name);
            let edit = edit(&known.rulings, std::slice::from_ref(own), &[Ruling::One(left)], done);
            return self.preview(edit, says, here.len() as u64, self.rows_of(&here)?);
        }
        if whole && matches!(by, Part::Name(_)) {
            return Ok(None);
        }
        let mut names: Vec<Name> = Vec::new();
        let mut put = |name: Name| {
            if !names.iter().any(|other: &Name| other.is_of(&name)) {
                names.push(name);
            }
        };
        match by {
            Part::Name(_) if self.is_only(entity, &name)? => {
                uses.iter().for_each(|used| put(Name::found(used.kind, &used.name, Scope::Everywhere)));
            }
            _ => uses.iter().take(NAMED).for_each(|used| {
                put(Name::found(used.kind, &used.name, Scope::Article(Mark::of(used.digest))));
            }),
        }
        let group = Group { name: name.clone(), kind: known.drawer.kind, names, notes: Vec::new() };
        let (says, done) = split_in_words(&name, here.len() as u64, &known.drawer.name);
        let edit = edit(&known.rulings, &[], &[Ruling::One(group)], done);
        self.preview(edit, says, here.len() as u64, self.rows_of(&here)?)
    }

    fn rename(&self, entity: EntityId, name: &str) -> rusqlite::Result<Option<Preview>> {
        let Some(known) = self.known(entity)? else { return Ok(None) };
        if name.is_empty() || name == known.drawer.name {
            return Ok(None);
        }
        let group = Group { name: name.to_owned(), ..self.group(&known)? };
        let count = known.drawer.articles.into();
        let says = format!("Call {} {name} ({})", known.drawer.name, articles(count));
        let done = format!("calling {} {name}", known.drawer.name);
        self.changed(&known, group, says, done)
    }

    fn retype(&self, entity: EntityId, kind: EntityKind) -> rusqlite::Result<Option<Preview>> {
        let Some(known) = self.known(entity)? else { return Ok(None) };
        if kind == known.drawer.kind {
            return Ok(None);
        }
        let mut group = Group { kind, ..self.group(&known)? };
        for name in group.names.iter_mut().filter(|name| name.what == What::Letters) {
            name.kind = kind;
        }
        let count = known.drawer.articles.into();
        let says = format!("Take {} for {} ({})", known.drawer.name, a(kind), articles(count));
        let done = format!("taking {} for {}", known.drawer.name, a(kind));
        self.changed(&known, group, says, done)
    }

    /// A name is shown otherwise as a whole.
    fn changed(&self, known: &Known, group: Group, says: String, done: String) -> rusqlite::Result<Option<Preview>> {
        let gone: Vec<Group> = known.own.iter().cloned().collect();
        let edit = edit(&known.rulings, &gone, &[Ruling::One(group)], done);
        self.preview(edit, says, known.drawer.articles.into(), self.newest_rows(known.drawer.id)?)
    }

    fn never(&self, entity: EntityId, reach: Reach) -> rusqlite::Result<Option<Preview>> {
        let Some(known) = self.known(entity)? else { return Ok(None) };
        let mut names: Vec<Name> = Vec::new();
        let mut put = |name: Name| {
            if !names.iter().any(|other: &Name| other.is_of(&name)) {
                names.push(name);
            }
        };
        let mut here: BTreeSet<ArticleId> = BTreeSet::new();
        let mut gone = Vec::new();
        let place = match reach {
            Reach::Here(article) => {
                self.uses(entity, Some(article), |used| {
                    here.insert(used.article);
                    put(Name::found(used.kind, &used.name, Scope::Article(Mark::of(used.digest))));
                    ControlFlow::Continue(())
                })?;
                "in this article".to_owned()
            }
            Reach::Site(article) => {
                let Some(site) = self.site_of(article)? else { return Ok(None) };
                self.uses(entity, None, |used| {
                    if used.site.as_ref() == Some(&site) {
                        here.insert(used.article);
                        put(Name::found(used.kind, &used.name, Scope::Site(site.clone())));
                    }
                    ControlFlow::Continue(())
                })?;
                format!("on {site}")
            }
            Reach::Everywhere => {
                gone.extend(known.own.clone());
                let own = self.group(&known)?.names;
                own.into_iter().filter(|name| name.what == What::Found).for_each(&mut put);
                "anywhere".to_owned()
            }
        };
        let count = if reach == Reach::Everywhere { known.drawer.articles.into() } else { here.len() as u64 };
        let added: Vec<Ruling> = names.into_iter().map(Ruling::Never).collect();
        let says = format!("Take {} for no name {place} ({})", known.drawer.name, articles(count));
        let done = format!("taking {} for no name {place}", known.drawer.name);
        let rows = if reach == Reach::Everywhere { self.newest_rows(entity)? } else { self.rows_of(&here)? };
        self.preview(edit(&known.rulings, &gone, &added, done), says, count, rows)
    }

    fn add(
        &self,
        article: ArticleId,
        text: &str,
        kind: EntityKind,
        into: Option<EntityId>,
    ) -> rusqlite::Result<Option<Preview>> {
        let Some(digest) = self.digest(article)? else { return Ok(None) };
        if !text.chars().any(char::is_alphanumeric) {
            return Ok(None);
        }
        let into = match into {
            Some(into) => Some(into),
            None => self.called(kind, text)?,
        };
        // Letters that stand in every other article are a name in this one only.
        let common = !text.contains(' ') && FREQUENCY.has(&key(text));
        let scope = if common { Scope::Article(Mark::of(digest)) } else { Scope::Everywhere };
        let known = into.map_or(Ok(None), |into| self.known(into))?;
        let (mut group, gone, whom) = match &known {
            Some(known) => {
                let whom = format!("a name of {}", known.drawer.name);
                (self.group(known)?, known.own.iter().cloned().collect(), whom)
            }
            None => {
                let group = Group { name: text.to_owned(), kind, names: Vec::new(), notes: Vec::new() };
                (group, Vec::new(), a(kind).to_owned())
            }
        };
        let name = Name { what: What::Letters, kind: group.kind, name: text.to_owned(), scope };
        if group.names.iter().any(|other| other.is_of(&name)) {
            return Ok(None);
        }
        let found = self.having(&name, LOOKED)?;
        group.names.push(name);
        let count = found.len() as u64;
        let says = format!("Take “{text}” for {whom} ({})", articles(count));
        let done = format!("taking “{text}” for {whom}");
        let rulings = rulings_of(known.as_ref(), || super::all(&self.connection))?;
        self.preview(edit(&rulings, &gone, &[Ruling::One(group)], done), says, count, self.rows_of(&found)?)
    }

    fn preview(
        &self,
        edit: Edit,
        says: String,
        articles: u64,
        examples: Vec<Row>,
    ) -> rusqlite::Result<Option<Preview>> {
        Ok((!edit.is_empty()).then_some(Preview { edit, says, articles, examples }))
    }

    fn known(&self, entity: EntityId) -> rusqlite::Result<Option<Known>> {
        let Some(drawer) = self.drawer(entity)? else { return Ok(None) };
        let rulings = super::all(&self.connection)?;
        let own = match self.ruling_of(entity)? {
            Some(ruling) if rulings.contains(&ruling) => match ruling {
                Ruling::One(group) => Some(group),
                Ruling::Never(_) => None,
            },
            _ => None,
        };
        Ok(Some(Known { drawer, rulings, own }))
    }

    /// The ruling that makes a name what it is; of one that was only guessed, the ruling that would change nothing.
    fn group(&self, known: &Known) -> rusqlite::Result<Group> {
        if let Some(own) = &known.own {
            return Ok(own.clone());
        }
        let Drawer { id, kind, name, .. } = &known.drawer;
        let mut names = Vec::new();
        if self.is_telling(*id, *kind, name)? {
            names.push(Name::found(*kind, name, Scope::Everywhere));
        }
        let wanted = key(name);
        let mut anchor: Option<Use> = None;
        self.uses(*id, None, |used| {
            if !used.is_first || used.guess != id.0 {
                return ControlFlow::Continue(());
            }
            let is_best = key(&used.name) == wanted;
            if anchor.is_none() || is_best {
                anchor = Some(used);
            }
            if is_best { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let anchored = anchor.map(|used| Name::found(used.kind, &used.name, Scope::Like(Mark::of(used.digest))));
        names.extend(anchored);
        Ok(Group { name: name.clone(), kind: *kind, names, notes: Vec::new() })
    }
}

/// The rulings in force.
fn rulings_of(
    known: Option<&Known>,
    read: impl FnOnce() -> rusqlite::Result<Vec<Ruling>>,
) -> rusqlite::Result<Vec<Ruling>> {
    known.map_or_else(read, |known| Ok(known.rulings.clone()))
}

/// The change in which some groups go and rulings come.
fn edit(before: &[Ruling], gone: &[Group], added: &[Ruling], says: String) -> Edit {
    let gone: Vec<Ruling> = gone.iter().cloned().map(Ruling::One).collect();
    Edit { says, ..Edit::replacing(before, &gone, added) }
}

/// A group without what it calls so, where somebody else is left in it.
fn without(group: &Group, folded: &str) -> Option<Group> {
    let mut left = group.clone();
    left.names.retain(|name| name.what == What::Letters || key(&name.name) != folded);
    let is_less = left.names.len() < group.names.len();
    (is_less && left.names.iter().any(|name| name.what == What::Found)).then_some(left)
}

fn split_in_words(name: &str, count: u64, from: &str) -> (String, String) {
    if key(name) == key(from) {
        let says = format!("Show {name} of {} as somebody else than {from}", these(count));
        return (says, format!("taking {from} of {} for somebody else", these(count)));
    }
    (format!("Show {name} ({}) apart from {from}", articles(count)), format!("splitting {name} from {from}"))
}

fn articles(count: u64) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}

fn these(count: u64) -> String {
    if count == 1 { "this article".to_owned() } else { format!("{count} articles") }
}

const fn a(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "a person",
        EntityKind::Organization => "an organization",
        EntityKind::Place => "a place",
        EntityKind::Topic => "a topic",
        EntityKind::Other => "a name of another kind",
    }
}
