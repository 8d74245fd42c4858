//! Rulings on names: what is asked before one is made, and how the screen takes it in. What a ruling does to articles and drawers
//! is the library's business.

use super::super::command::Act;
use super::super::line::Line;
use super::super::message::{Effect, Offers, Question};
use super::super::model::Model;
use super::super::model::dossier::{Cursor, Part as Section};
use super::super::model::overlay::{Overlay, Picker, Prompt, Purpose, Source, Target};
use super::super::model::sheet::{Choice, Does, Joining, Sheet};
use super::{ask, list, palette, select, sheet, sidebar};
use crate::article::EntityKind;
use crate::library::{ArticleId, Drawer, EntityId, Part, Proposal, Reach};

/// The letters of the kinds: where `g` has one, that.
const KINDS: [(char, EntityKind, &str); 5] = [
    ('p', EntityKind::Person, "a person"),
    ('o', EntityKind::Organization, "an organization"),
    ('l', EntityKind::Place, "a place"),
    ('t', EntityKind::Topic, "a topic"),
    ('x', EntityKind::Other, "something else"),
];

/// Begins one of them, for the selected name.
pub(super) fn run(model: &mut Model, act: Act, out: &mut Vec<Effect>) {
    if act == Act::Add {
        return select::begin(model, out);
    }
    let Some(name) = model.selected_name().cloned() else {
        return model.status.tell("no name is selected: 3 goes to the names");
    };
    match act {
        Act::Merge => merge(model, name, out),
        Act::Split => ask(model, Question::Spellings(name), out),
        Act::Rename => rename(model, name),
        Act::Retype => retype(model, &name, out),
        Act::Never => never(model, &name, out),
        Act::Add => {}
    }
}

/// Which name it is joined with: the selected one of those that may be the same, else one that is picked.
fn merge(model: &mut Model, name: Drawer, out: &mut Vec<Effect>) {
    let likely = model.dossier.as_ref().filter(|page| page.part == Section::Perhaps).and_then(|page| page.perhaps());
    match likely.cloned() {
        Some(likely) => join(model, &Joining::Name(likely), &name, out),
        None => pick(model, Joining::Name(name), out),
    }
}

/// Lists the names it could be joined with.
pub(super) fn pick(model: &mut Model, joining: Joining, out: &mut Vec<Effect>) {
    list_of(model, Source::Partners(joining, Offers::default()), out);
}

fn list_of(model: &mut Model, source: Source, out: &mut Vec<Effect>) {
    let picker = Picker { source, line: Line::default(), items: Vec::new(), cursor: Cursor::default() };
    model.overlays.push(Overlay::Picker(picker));
    palette::changed(model, out);
}

/// The name to join with was picked.
pub(super) fn join(model: &mut Model, joining: &Joining, picked: &Drawer, out: &mut Vec<Effect>) {
    match joining {
        Joining::Name(name) => {
            let (one, into) = in_order(name, picked);
            let proposal = Proposal::Merge { one: one.id, into: into.id };
            let nothing = format!("{} is {} already", one.name, into.name);
            let choice = Choice::new('y', nothing, proposal);
            let note = format!("Both are {} then.", into.name);
            let title = format!("Join {} with {}", one.name, into.name);
            sheet::open(model, Sheet { note, ..Sheet::new(title, vec![choice]) }, out);
        }
        Joining::Words { article, text } => {
            let (article, into, kind) = (*article, Some(picked.id), picked.kind);
            let proposal = Proposal::Add { article, text: text.clone(), kind, into };
            let nothing = format!("“{text}” is a name of {} already", picked.name);
            propose(model, format!("“{text}” and {}", picked.name), proposal, nothing, out);
        }
    }
}

/// Of two names that are one, which goes and which stays: that of more articles, then the longer. What was picked stays where it
/// is of another kind, since that is what the other was taken for by mistake.
fn in_order<'a>(name: &'a Drawer, picked: &'a Drawer) -> (&'a Drawer, &'a Drawer) {
    let weight = |drawer: &Drawer| (drawer.articles, drawer.name.len());
    if name.kind == picked.kind && weight(name) > weight(picked) { (picked, name) } else { (name, picked) }
}

/// The spellings of a name came: one is picked.
pub(super) fn spelled(model: &mut Model, name: Drawer, spellings: Vec<(String, u32)>, out: &mut Vec<Effect>) {
    if parts(model, &name, &spellings).is_empty() {
        let words = if name.articles > 1 { "" } else { ", and one article" };
        return model.status.tell(format!("nothing to split: only one spelling{words}"));
    }
    list_of(model, Source::Spellings(name, spellings), out);
}

/// What of a name can be split off: this article, and each spelling.
pub(super) fn parts(model: &Model, name: &Drawer, spellings: &[(String, u32)]) -> Vec<Target> {
    let here = split_article(model, name).map(|(article, title)| Target::Here(article, title));
    let spellings = spellings.iter().filter(|_| spellings.len() > 1);
    here.into_iter().chain(spellings.map(|(form, count)| Target::Spelling(form.clone(), *count))).collect()
}

/// The article that could be split off from a name: on its page the selected one, else the open one.
fn split_article(model: &Model, name: &Drawer) -> Option<(ArticleId, String)> {
    if name.articles < 2 {
        return None;
    }
    match &model.dossier {
        Some(page) => {
            let row = &page.dossier.articles.get(page.articles.selected)?.row;
            Some((row.id, format!("in “{}” only", row.title)))
        }
        None => {
            model.reader.drawer(name.id)?;
            Some((model.reader.id()?, "in this article only".to_owned()))
        }
    }
}

/// What to split off was picked.
pub(super) fn split(model: &mut Model, name: &Drawer, part: &Target, out: &mut Vec<Effect>) {
    let by = match part {
        Target::Here(article, _) => Part::Article(*article),
        Target::Spelling(form, _) => Part::Name(form.clone()),
        _ => return,
    };
    let nothing = match &by {
        Part::Name(form) => format!("no article knows {} as {form} alone: there is nothing to split off", name.name),
        Part::Article(_) => format!("{} is not named there", name.name),
    };
    propose(model, format!("Split {}", name.name), Proposal::Split { entity: name.id, by }, nothing, out);
}

fn rename(model: &mut Model, name: Drawer) {
    let line = Line::new(&name.name);
    model.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::Rename(name), line }));
}

/// The new name was typed.
pub(super) fn renamed(model: &mut Model, name: &Drawer, typed: &str, out: &mut Vec<Effect>) {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if typed == name.name {
        return model.status.tell("it is called that already");
    }
    if !typed.chars().any(char::is_alphanumeric) {
        return model.status.warn("not renamed: a name needs a letter");
    }
    let nothing = "it is called that already".to_owned();
    propose(model, format!("Rename {}", name.name), Proposal::Rename { entity: name.id, name: typed }, nothing, out);
}

fn retype(model: &mut Model, name: &Drawer, out: &mut Vec<Effect>) {
    let kinds = KINDS.into_iter().filter(|&(_, kind, _)| kind != name.kind);
    let proposal = |kind| Proposal::Retype { entity: name.id, kind };
    let choices = kinds.map(|(key, kind, label)| Choice::new(key, label, proposal(kind))).collect();
    sheet::open(model, Sheet::new(format!("What is {}?", name.name), choices), out);
}

fn never(model: &mut Model, name: &Drawer, out: &mut Vec<Effect>) {
    let here = if model.dossier.is_none() { model.reader.opened.as_deref() } else { None };
    let mut choices = Vec::new();
    let mut add =
        |key, label: String, reach| choices.push(Choice::new(key, label, Proposal::Never { entity: name.id, reach }));
    if let Some(opened) = here {
        add('h', "here, in this article".to_owned(), Reach::Here(opened.row.id));
        if let Some(site) = crate::extract::rules::site(&opened.article) {
            add('s', format!("on {site}"), Reach::Site(opened.row.id));
        }
    }
    add('e', "everywhere".to_owned(), Reach::Everywhere);
    sheet::open(model, Sheet::new(format!("{} is no name", name.name), choices), out);
}

/// Words were selected: what are they?
pub(super) fn add(model: &mut Model, words: &str, out: &mut Vec<Effect>) {
    let Some(article) = model.reader.id() else { return };
    let text = words.to_owned();
    let proposal = |kind| Proposal::Add { article, text: text.clone(), kind, into: None };
    let kinds = KINDS.into_iter().map(|(key, kind, label)| Choice::new(key, label, proposal(kind)));
    let mut choices: Vec<Choice> = kinds.collect();
    let does = Does::Join(Joining::Words { article, text: text.clone() });
    choices.push(Choice { key: 'f', label: "a name that is filed already…".to_owned(), does });
    sheet::open(model, Sheet::new(format!("What is “{words}”?"), choices), out);
}

/// Asks whether; `nothing` says why, where it would change nothing.
fn propose(model: &mut Model, title: String, proposal: Proposal, nothing: String, out: &mut Vec<Effect>) {
    sheet::open(model, Sheet::new(title, vec![Choice::new('y', nothing, proposal)]), out);
}

/// A ruling was made, or one was taken back: all that shows names is asked for again, beginning with what became of the names at hand.
pub(super) fn ruled(model: &mut Model, out: &mut Vec<Effect>) {
    let mut names: Vec<Drawer> = Vec::new();
    if let Some(following) = &model.following {
        names.push(following.drawer.clone());
        names.extend(following.with.as_ref().map(|both| both.drawer.clone()));
    }
    names.extend(model.dossier.as_ref().map(|page| page.dossier.drawer.clone()));
    names.extend(model.sidebar.drawer(model.reader.opened.as_deref()).cloned());
    ask(model, Question::Became(names), out);
}

/// What became of the names at hand: whoever speaks of one of them speaks of what it is now.
pub(super) fn became(model: &mut Model, became: &[(EntityId, Option<Drawer>)], out: &mut Vec<Effect>) {
    let now = |id: EntityId| became.iter().find(|(before, _)| *before == id).map(|(_, now)| now.as_ref());
    for (before, now) in became {
        model.travel.became(*before, now.as_ref());
    }
    follow(model, &now, out);
    if let Some(page) = &mut model.dossier {
        match now(page.entity()) {
            Some(None) => model.dossier = None,
            Some(Some(drawer)) => page.dossier.drawer = drawer.clone(),
            None => {}
        }
    }
    // Until the article and the pins come anew, the selection stays on the name.
    let shown = model.reader.opened.iter_mut().flat_map(|opened| &mut opened.drawers);
    for drawer in shown.chain(model.sidebar.pins.iter_mut().map(|pin| &mut pin.drawer)) {
        if let Some(Some(now)) = now(drawer.id) {
            *drawer = Drawer { here: drawer.here, ..now.clone() };
        }
    }
    if let Some(page) = &model.dossier {
        let entity = page.entity();
        ask(model, Question::Dossier(entity), out);
    }
    if let Some(article) = model.reader.id().filter(|_| model.travel.arriving.is_none()) {
        model.reader.renewing = Some(article);
        ask(model, Question::Article(article), out);
    }
    sidebar::ask_pins(model, out);
    list::reload(model, out);
}

/// Follows what the followed names are now. Two that are one are followed as one.
fn follow<'a>(model: &mut Model, now: &impl Fn(EntityId) -> Option<Option<&'a Drawer>>, out: &mut Vec<Effect>) {
    let Some(mut following) = model.following.take() else { return };
    match now(following.drawer.id) {
        Some(None) => return,
        Some(Some(drawer)) => following.drawer = drawer.clone(),
        None => {}
    }
    if let Some(mut both) = following.with.take() {
        let drawer =
            now(both.drawer.id).unwrap_or(Some(&both.drawer)).filter(|drawer| drawer.id != following.drawer.id);
        match drawer.cloned() {
            Some(drawer) => {
                both.drawer = drawer;
                following.with = Some(both);
            }
            None => list::look_for(model, both.before, out),
        }
    }
    model.following = Some(following);
}
