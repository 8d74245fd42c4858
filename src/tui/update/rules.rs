//! `X`: a rule about the line at hand. What it will speak of is shown, and can be changed, before it is made; then the open
//! article shows it at once, and all others of the site are laid out anew beside the screen.

use super::super::command::Way;
use super::super::layout::{Line as Laid, View};
use super::super::line::Line;
use super::super::message::{Effect, Job, Lane, Question};
use super::super::model::Model;
use super::super::model::overlay::{Overlay, Prompt, Purpose, Shown};
use super::super::model::reader::Reader;
use super::{ask, travel};
use crate::article::{Block, BlockKind};
use crate::extract::rules::{self, Rule};
use crate::library::{ArticleId, Count, Opened};

/// Asks which line is meant: the topmost block on the screen, but a hidden one that is shown there comes first, since that is why it
/// was shown.
pub(super) fn propose(model: &mut Model, out: &mut Vec<Effect>) {
    if model.reader.view == View::Original {
        model.status.tell("rules are about the article: r shows it");
        return;
    }
    let block = at_hand(&model.reader);
    let article = model.reader.opened.as_deref().map(|opened| &opened.article);
    let Some(rule) = article.zip(block).and_then(|(article, block)| Rule::about(article, block)) else {
        model.status.tell("no line is at hand: scroll one to the top, or x shows what is hidden here");
        return;
    };
    let before = Shown { unfolded: model.reader.unfolded.clone(), place: model.reader.place };
    let prompt = Prompt {
        line: about(&rule),
        purpose: Purpose::Rule { rule: rule.clone(), standing: None, block: block.unwrap_or_default(), before },
    };
    model.overlays.push(Overlay::Prompt(prompt));
    ask(model, Question::Standing(rule), out);
}

/// The line of a rule as it is typed, the cursor before it: of a long one the beginning is seen.
fn about(rule: &Rule) -> Line {
    let mut line = Line::new(&rule.pattern());
    line.home();
    line
}

/// While the line is asked for: the next or the previous block is meant. One that is hidden is shown where it stands, so that
/// each can be reached, also where the article is too short to be moved.
pub(super) fn choose(model: &mut Model, way: Way, out: &mut Vec<Effect>) {
    let Model { overlays, reader, .. } = model;
    let Some(Overlay::Prompt(Prompt { purpose: Purpose::Rule { rule, standing, block, .. }, line })) =
        overlays.last_mut()
    else {
        return;
    };
    reader.lay_out_whole();
    let Some(article) = reader.opened.as_deref().map(|opened| &opened.article) else { return };
    let found = |at: usize| Some((at, Rule::about(article, at)?)).filter(|_| reader.layout.holds(at));
    let next = match way {
        Way::Next => (*block + 1..article.blocks.len()).find_map(found),
        Way::Previous => (0..*block).rev().find_map(found),
    };
    let Some((at, about_it)) = next else { return };
    (*block, *standing, *line) = (at, None, about(&about_it));
    rule.clone_from(&about_it);
    reader.show_block(at);
    ask(model, Question::Standing(about_it), out);
}

/// No rule is made: what was opened to look for a line is closed again.
pub(super) fn leave(model: &mut Model, before: Shown) {
    model.forget(Lane::Standing);
    let reader = &mut model.reader;
    reader.unfolded = before.unfolded;
    reader.lay_out_whole();
    let top = reader.layout.line_of(before.place);
    reader.scroll(top);
}

/// The block that a rule is made about.
fn at_hand(reader: &Reader) -> Option<usize> {
    let end = (reader.top + reader.height).min(reader.layout.lines().len());
    let seen = reader.layout.lines().get(reader.top.min(end)..end).unwrap_or_default();
    let blocks = reader.blocks();
    // The label of hidden blocks that are shown stands for the first of them, which may be below the screen.
    let text = |line: &Laid| match line {
        Laid::Text { block, .. } | Laid::Cells { block, .. } | Laid::Label(block) => Some(*block),
        _ => None,
    };
    let is_hidden = |block: &usize| blocks.get(*block).is_some_and(|block| block.kind != BlockKind::Body);
    let hidden = seen.iter().filter_map(text).find(is_hidden);
    hidden.or_else(|| seen.iter().find_map(text))
}

/// The answer of how many articles have the line.
pub(super) fn counted(model: &mut Model, count: Count) {
    if let Some(Overlay::Prompt(Prompt { purpose: Purpose::Rule { standing, .. }, .. })) = model.overlays.last_mut() {
        *standing = Some(count);
    }
}

/// The line was changed: it may stand elsewhere now.
pub(super) fn changed(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(Prompt { purpose: Purpose::Rule { rule, standing, .. }, .. })) = model.overlays.last_mut()
    else {
        return;
    };
    *standing = None;
    if let Some(rule) = with_line(rule, typed) {
        ask(model, Question::Standing(rule), out);
    }
}

/// The same rule about another line; `None` where there are no words in it.
fn with_line(rule: &Rule, typed: &str) -> Option<Rule> {
    let site = rule.site.as_deref().unwrap_or("everywhere");
    format!("{} {site} {typed}", rule.verdict.name()).parse().ok()
}

/// The rule is made: the open article shows it at once.
pub(super) fn make(model: &mut Model, rule: &Rule, typed: &str, out: &mut Vec<Effect>) {
    model.forget(Lane::Standing);
    let Some(rule) = with_line(rule, typed) else {
        model.status.warn("no rule was made: some words of the line are needed");
        return;
    };
    let reader = &mut model.reader;
    if let Some(opened) = &mut reader.opened {
        let site = rules::site(&opened.article);
        let overlay = rules::Overlay { rules: vec![rule.clone()], ..rules::Overlay::default() };
        let trace = rules::Trace { site, ..rules::Trace::default() };
        rules::apply(&mut opened.article, &trace, &overlay);
        // Other lines are laid out: what is shown is another article, at the same place.
        reader.openings += 1;
    }
    out.push(Effect::Write(Job::Rule(rule)));
}

/// Some articles were laid out anew: the open one is asked for again if it is among them.
pub(super) fn refreshed(model: &mut Model, changed: &[(ArticleId, ArticleId)], left: u64, out: &mut Vec<Effect>) {
    if left > 0 {
        model.status.tell(format!("reading articles under the rules: {left} left"));
    } else if model.status.text.starts_with("reading articles under the rules") {
        model.status.tell("all articles are read under the rules; u undoes");
    }
    let open = model.reader.id().and_then(|id| changed.iter().find(|(before, _)| *before == id));
    if let Some(&(_, now)) = open {
        model.reader.renewing = Some(now);
        ask(model, Question::Article(now), out);
    }
    if left == 0 {
        super::list::reload(model, out);
    }
}

/// Whether an article that comes is the one in the reader, laid out anew.
pub(super) fn takes(model: &Model, opened: Option<&Opened>) -> bool {
    model.travel.arriving.is_none() && model.reader.renewing.is_some_and(|id| opened.is_some_and(|it| it.row.id == id))
}

/// Puts it in the place of the one that is shown: view, folds, and the words on top stay.
pub(super) fn renewed(model: &mut Model, opened: Option<Box<Opened>>, out: &mut Vec<Effect>) {
    let reader = &mut model.reader;
    reader.renewing = None;
    let (Some(before), Some(after)) = (&reader.opened, &opened) else { return };
    // Rules and recurring lines change kinds, never blocks: a place holds.
    if !are_same(&before.article.blocks, &after.article.blocks) {
        reader.place = after.place;
        reader.unfolded.clear();
    }
    // Where only its names are others, its lines stand.
    if before.article != after.article || before.copies != after.copies {
        reader.openings += 1;
    }
    let selected = model.sidebar.drawer(model.reader.opened.as_deref()).map(|drawer| drawer.id);
    model.reader.opened = opened;
    model.reader.mention = None;
    model.reader.selection = None;
    model.sidebar.show(model.reader.opened.as_deref(), selected);
    travel::position(model, out);
}

fn are_same(before: &[Block], after: &[Block]) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(one, other)| one.text == other.text)
}
