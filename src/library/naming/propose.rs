//! What a proposal about a name comes to: the rulings that would have to change, and what the reader would see of it. It asks
//! and counts; nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, params};

use super::super::drawers::{kind_of, words};
use super::super::prepare::Stored;
use super::super::read::ROW;
use super::super::{ArticleId, Drawer, EntityId, Error, Reader, Row};
use super::{Part, Preview, Proposal, Reach, Ruled, judge};
use crate::article::{Digest, EntityKind};
use crate::entities::lexicon::FREQUENCY;
use crate::entities::rulings::{self, Edit, Group, Mark, Name, Ruling, Scope, What, key, one_line};
use crate::extract::rules;

/// Articles of a name that are looked at for how they call it.
const LOOKED: i64 = 2_000;

/// Articles that a ruling names one by one, at most.
const NAMED: usize = 200;

/// Articles shown as examples, at most.
const EXAMPLES: usize = 5;

/// How an article calls what is shown under a name.
struct Use {
    article: ArticleId,
    digest: Digest,
    site: Option<String>,
    /// The drawer it was guessed into, and the kind of that.
    guess: i64,
    kind: EntityKind,
    name: String,
    /// Whether a ruling that speaks of this name in this article would mean this use: it is the first so called.
    is_first: bool,
}

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
        let edit = edit(&known.rulings, &gone, vec![Ruling::One(group)], done);
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
            let edit = edit(&known.rulings, std::slice::from_ref(own), vec![Ruling::One(left)], done);
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
        let edit = edit(&known.rulings, &[], vec![Ruling::One(group)], done);
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
        let edit = edit(&known.rulings, &gone, vec![Ruling::One(group)], done);
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
        let place;
        match reach {
            Reach::Here(article) => {
                self.uses(entity, Some(article), |used| {
                    here.insert(used.article);
                    put(Name::found(used.kind, &used.name, Scope::Article(Mark::of(used.digest))));
                    ControlFlow::Continue(())
                })?;
                place = "in this article".to_owned();
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
                place = format!("on {site}");
            }
            Reach::Everywhere => {
                gone.extend(known.own.clone());
                let own = self.group(&known)?.names;
                own.into_iter().filter(|name| name.what == What::Found).for_each(&mut put);
                place = "anywhere".to_owned();
            }
        }
        let count = if reach == Reach::Everywhere { known.drawer.articles.into() } else { here.len() as u64 };
        let added: Vec<Ruling> = names.into_iter().map(Ruling::Never).collect();
        let says = format!("Take {} for no name {place} ({})", known.drawer.name, articles(count));
        let done = format!("taking {} for no name {place}", known.drawer.name);
        let rows = if reach == Reach::Everywhere { self.newest_rows(entity)? } else { self.rows_of(&here)? };
        self.preview(edit(&known.rulings, &gone, added, done), says, count, rows)
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
        self.preview(edit(&rulings, &gone, vec![Ruling::One(group)], done), says, count, self.rows_of(&found)?)
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

    /// Whether a name tells whom it means wherever it stands: nobody else has it, and it is more than one word of a person's.
    fn is_telling(&self, entity: EntityId, kind: EntityKind, name: &str) -> rusqlite::Result<bool> {
        Ok((kind != EntityKind::Person || name.contains(' ')) && self.is_only(entity, name)?)
    }

    /// Whether articles call nobody else so.
    fn is_only(&self, entity: EntityId, name: &str) -> rusqlite::Result<bool> {
        let folded = words(name).join(" ");
        for drawer in self.drawers_with_form(&folded)? {
            let forms = self.record_of(drawer)?.forms;
            let is_name = forms.iter().any(|(form, (_, articles, _))| *articles > 0 && words(form).join(" ") == folded);
            if drawer != entity && is_name {
                return Ok(false);
            }
        }
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM moved WHERE name = ?1 AND shown <> ?2)")?;
        statement.query_row(params![key(name), entity.0], |row| row.get(0)).map(|others: bool| !others)
    }

    /// Goes through how the newest articles call what is shown in a drawer; only one of them where that is given.
    fn uses(
        &self,
        entity: EntityId,
        article: Option<ArticleId>,
        mut each: impl FnMut(Use) -> ControlFlow<()>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.article, a.digest, d.drawers, d.ruled, d.json FROM mention AS m
             CROSS JOIN article AS a ON a.id = m.article CROSS JOIN document AS d ON d.article = m.article
             WHERE m.entity = ?1 AND (?2 IS NULL OR m.article = ?2) ORDER BY m.article DESC LIMIT ?3",
        )?;
        let mut kinds: BTreeMap<i64, EntityKind> = BTreeMap::new();
        let mut rows = statement.query(params![entity.0, article.map(|article| article.0), LOOKED])?;
        while let Some(row) = rows.next()? {
            let (article, digest) = (ArticleId(row.get(0)?), Digest(row.get(1)?));
            let guesses: Vec<i64> = numbers(row.get_ref(2)?.as_str()?);
            let ruled = row.get_ref(3)?.as_str_or_null()?.map(Ruled::read).transpose()?;
            let stored: Stored = self.unpacker.borrow_mut().json(row.get_ref(4)?.as_blob()?)?;
            let shown = ruled.as_ref().map_or(&guesses, |ruled| &ruled.drawers);
            let site = rules::site(&stored.article);
            let mut said: BTreeSet<(EntityKind, String)> = BTreeSet::new();
            for ((&guess, &shown), named) in guesses.iter().zip(shown).zip(&stored.entities.list) {
                let kind = match kinds.get(&guess) {
                    Some(kind) => *kind,
                    None => *kinds.entry(guess).or_insert(self.guessed_kind(guess)?),
                };
                let is_first = said.insert((kind, key(&named.name)));
                if shown == entity.0 {
                    let (site, name) = (site.clone(), named.name.clone());
                    let used = Use { article, digest, site, guess, kind, name, is_first };
                    if each(used).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// What a drawer was guessed to be.
    pub(in crate::library) fn guessed_kind(&self, guess: i64) -> rusqlite::Result<EntityKind> {
        let sql = "SELECT kind FROM guess WHERE entity = ?1 UNION ALL SELECT kind FROM entity WHERE id = ?1 LIMIT 1";
        let kind = self.connection.prepare_cached(sql)?.query_row([guess], |row| row.get(0)).optional()?;
        Ok(kind_of(kind.unwrap_or(i64::MAX)))
    }

    /// The articles in which letters stand that would be a name, the newest `most` of them.
    fn having(&self, name: &Name, most: i64) -> rusqlite::Result<BTreeSet<ArticleId>> {
        let group = Group { name: name.name.clone(), kind: name.kind, names: vec![name.clone()], notes: Vec::new() };
        let book = rulings::Book::new(vec![Ruling::One(group)]);
        let mut found = BTreeSet::new();
        for article in judge::with_letters(&self.connection, name, most)? {
            let sql = "SELECT a.digest, d.drawers, d.json FROM article AS a JOIN document AS d ON d.article = a.id
                       WHERE a.id = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let (digest, count, stored): (Digest, usize, Stored) = statement.query_row([article], |row| {
                let stored = self.unpacker.borrow_mut().json(row.get_ref(2)?.as_blob()?)?;
                Ok((Digest(row.get(0)?), numbers(row.get_ref(1)?.as_str()?).len(), stored))
            })?;
            let site = rules::site(&stored.article);
            let guessed = vec![(EntityKind::Other, None); count];
            let whose = rulings::Whose { digest, site: site.as_deref(), guessed: &guessed };
            if book.judge(&stored.article, &stored.entities, &whose).is_some() {
                found.insert(ArticleId(article));
            }
        }
        Ok(found)
    }

    /// The drawer of a kind that is shown under just this name.
    fn called(&self, kind: EntityKind, name: &str) -> rusqlite::Result<Option<EntityId>> {
        let found = self.named_in_full(kind, &words(name))?;
        let own = found.into_iter().filter(|drawer| key(&drawer.name) == key(name));
        Ok(own.max_by_key(|drawer| (drawer.articles, std::cmp::Reverse(drawer.id))).map(|drawer| drawer.id))
    }

    fn site_of(&self, article: ArticleId) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT t.site FROM article AS a JOIN original AS o ON o.digest = a.digest
                   JOIN trace AS t ON t.original = o.number WHERE a.id = ?1 AND t.site <> ''";
        self.connection.prepare_cached(sql)?.query_row([article.0], |row| row.get(0)).optional()
    }

    fn digest(&self, article: ArticleId) -> rusqlite::Result<Option<Digest>> {
        let mut statement = self.connection.prepare_cached("SELECT digest FROM article WHERE id = ?1")?;
        statement.query_row([article.0], |row| Ok(Digest(row.get(0)?))).optional()
    }

    fn newest_rows(&self, entity: EntityId) -> rusqlite::Result<Vec<Row>> {
        let rows = self.newest(entity, super::super::Narrow::default(), None, EXAMPLES)?.rows;
        Ok(rows.into_iter().map(|row| row.row).collect())
    }

    fn rows_of(&self, articles: &BTreeSet<ArticleId>) -> rusqlite::Result<Vec<Row>> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {ROW} FROM article AS a WHERE a.id = ?1"))?;
        let newest = articles.iter().rev().take(EXAMPLES);
        newest.map(|article| statement.query_row([article.0], |row| self.row(row))).collect()
    }
}

/// The rulings in force.
fn rulings_of(
    known: Option<&Known>,
    read: impl FnOnce() -> rusqlite::Result<Vec<Ruling>>,
) -> rusqlite::Result<Vec<Ruling>> {
    known.map_or_else(read, |known| Ok(known.rulings.clone()))
}

/// The change in which some groups go and rulings come. Of what comes, no other ruling says anything any more.
fn edit(before: &[Ruling], gone: &[Group], added: Vec<Ruling>, says: String) -> Edit {
    let new: Vec<&Name> = added.iter().flat_map(Ruling::names).collect();
    let is_new = |name: &Name| new.iter().any(|other| other.is_of(name));
    let mut after: Vec<Ruling> = Vec::with_capacity(before.len() + added.len());
    for ruling in before {
        match ruling {
            Ruling::One(group) if gone.contains(group) => {}
            Ruling::One(group) if group.names.iter().any(is_new) => {
                let mut group = group.clone();
                group.names.retain(|name| !is_new(name));
                if !group.names.is_empty() {
                    after.push(Ruling::One(group));
                }
            }
            Ruling::Never(name) if is_new(name) => {}
            ruling => after.push(ruling.clone()),
        }
    }
    after.extend(added);
    Edit { says, ..Edit::between(before, &after) }
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

/// Numbers parted by spaces.
pub(in crate::library) fn numbers(text: &str) -> Vec<i64> {
    text.split(' ').filter_map(|number| number.parse().ok()).collect()
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
