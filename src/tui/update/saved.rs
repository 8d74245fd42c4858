//! Searches that are kept under a name, and the topics of the reader's own: listed in the sidebar and in the palette, shown like
//! any other search. How they are kept and what they find is the library's.

use super::super::line::Line;
use super::super::message::{Effect, Job, Question};
use super::super::model::list::Land;
use super::super::model::overlay::{Overlay, Prompt, Purpose, Target};
use super::super::model::sidebar::{Search, SideRow, Sort};
use super::super::model::{Model, Pane};
use super::{ask as put, list, travel};
use crate::library::{ArticleId, Change, Order};

/// Asks for them, and what is unread of each.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    put(model, Question::Searches, out);
}

/// They came.
pub(super) fn take(model: &mut Model, searches: Vec<Search>, out: &mut Vec<Effect>) {
    let were_known = has_topics(model);
    model.sidebar.keep(searches, model.reader.opened.as_deref());
    if !were_known {
        ask_own(model, out);
    }
}

fn has_topics(model: &Model) -> bool {
    model.sidebar.searches.iter().any(|search| search.sort != Sort::Search)
}

/// Asks under which topics of the reader's own the article at hand is filed, where there are any.
pub(super) fn ask_own(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(article) = model.reader.id().filter(|_| has_topics(model)) {
        put(model, Question::Own(article), out);
    }
}

/// The answer to that.
pub(super) fn filed_under(model: &mut Model, article: ArticleId, names: &[String]) {
    let opened = model.reader.opened.as_deref();
    if opened.is_none_or(|opened| opened.row.id != article) {
        return;
    }
    let keep = model.sidebar.drawer(opened).map(|drawer| drawer.id);
    model.sidebar.file_under(names);
    model.sidebar.show(opened, keep);
}

/// Each of them, to be picked.
pub(super) fn targets(model: &Model) -> impl Iterator<Item = Target> {
    model.sidebar.searches.iter().cloned().map(Target::Search)
}

/// Lists what one finds.
pub(super) fn show(model: &mut Model, search: &Search, out: &mut Vec<Effect>) {
    travel::leave(model);
    model.dossier = None;
    model.focus(Pane::List);
    model.list.order = Order::Newest;
    model.list.land = Land::First;
    list::look_for(model, search.query.clone(), out);
}

/// Asks under which name the search that is shown is to be kept.
pub(super) fn propose(model: &mut Model) {
    let query = model.list.query.trim().to_owned();
    if query.is_empty() {
        model.status.tell("nothing is searched for: / searches, then this keeps the search");
        return;
    }
    let name = of_query(model, &query).map_or(query.as_str(), |search| search.name.as_str());
    let line = Line::new(name);
    model.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::Name { query }, line }));
}

/// The search that is kept for this query.
fn of_query<'a>(model: &'a Model, query: &str) -> Option<&'a Search> {
    let mut searches = model.sidebar.searches.iter().filter(|search| search.sort == Sort::Search);
    searches.find(|search| search.query == query)
}

/// Keeps a search under a name.
pub(super) fn keep(model: &mut Model, query: String, typed: &str, out: &mut Vec<Effect>) {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        model.status.warn("the search was not kept: it needs a name");
        return;
    }
    model.status.tell(format!("kept as “{name}”; u undoes"));
    out.push(Effect::Write(Job::Change(Change::Save { name, query })));
}

/// Forgets the selected search, or the one that is shown.
pub(super) fn forget(model: &mut Model, out: &mut Vec<Effect>) {
    let selected = model.sidebar.search().filter(|_| model.focus.pane == Pane::Sidebar);
    let Some(search) = selected.or_else(|| of_query(model, model.list.query.trim())) else {
        model.status.tell("no search is selected, and the one that is shown is not kept");
        return;
    };
    let name = search.name.clone();
    if let Sort::Topic { line, .. } = search.sort {
        model.status.tell(format!("“{name}” is a topic of your own: take it out of line {line} of topics.toml"));
        return;
    }
    model.status.tell(format!("forgotten: the search “{name}”; u undoes"));
    out.push(Effect::Write(Job::Change(Change::Forget(name))));
}

/// What the selected search is, a sentence each; nothing where a name is selected.
pub(super) fn explain(model: &Model) -> Option<Vec<String>> {
    let search = model.sidebar.search()?;
    let Search { name, query, sort, .. } = search;
    let is_here = matches!(model.sidebar.rows.get(model.sidebar.selected), Some(SideRow::Own(_)));
    Some(match sort {
        Sort::Search => vec![format!("“{name}” is a search that you keep: {query}")],
        Sort::Topic { made_of, line } => {
            let why = if is_here {
                "This article is filed under it because it is one of those that this finds"
            } else {
                "It lists what this finds"
            };
            vec![format!("“{name}” is a topic of your own (line {line} of topics.toml). {why}: {made_of}")]
        }
    })
}
