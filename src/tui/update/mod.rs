//! All change: a message in, the model changed, effects out. Nothing here reads a file, a clock or the library; what
//! takes time is asked for, and its answer is a message of its own.

mod answers;
mod both;
mod copies;
mod dossier;
mod drawers;
mod edit;
mod list;
mod marks;
mod mouse;
mod names;
mod over;
mod palette;
mod prompt;
mod rank;
mod reader;
mod rules;
mod saved;
mod search;
mod select;
mod sheet;
mod sidebar;
mod story;
mod travel;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::command::{Command, Mark, Motion, Scope, Way};
use super::keys::{Chord, Lookup};
use super::message::{Effect, Import, Lane, Message, Outcome, Question};
use super::model::find::Whence;
use super::model::list::Land;
use super::model::overlay::Overlay;
use super::model::reader::Stop;
use super::model::story::Kind;
use super::model::{Importing, Model, Pane, Screen, Zen};
use super::terminal::Signal;
use crate::library::From;

/// Counting stops here; an exact count follows in its own time.
pub(super) const CAP: u64 = 1_000;

/// What the room asks first: enough for one whole frame.
pub(super) fn start(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    let from = match model.list.land {
        Land::On(article) => From::Around(article),
        Land::First | Land::Last => From::Top,
    };
    list::ask(model, from, &mut out);
    list::count(model, &mut out);
    ask(model, Question::Pins, &mut out);
    ask(model, Question::Searches, &mut out);
    ask(model, Question::Version, &mut out);
    out
}

/// Takes a message in.
pub(super) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut out = Vec::new();
    model.screen = Screen::Stale;
    match message {
        Message::Terminal(event) => terminal(model, event, &mut out),
        Message::Librarian(ticket, answer) => answers::take(model, ticket, answer, &mut out),
        Message::Desk(done) => {
            model.wrote();
            marks::done(model, done, &mut out);
        }
        Message::Importer(import) => importer(model, import, &mut out),
        Message::Signal(Signal::End) => quit(model, &mut out),
        Message::Signal(Signal::Continued) => out.push(Effect::Retake),
    }
    model.writes(out.iter().filter(|effect| matches!(effect, Effect::Write(_))).count());
    settle(model);
    list::excerpts(model, &mut out);
    out
}

/// Makes what depends on the size fit it: wrapped lines, and selections in sight.
fn settle(model: &mut Model) {
    let plan = model.plan();
    let text = plan.text(model.reader.measure);
    if plan.reader.is_some() {
        model.reader.settle(text.width, usize::from(text.height));
    }
    if plan.list.is_some() {
        model.list.follow(list::visible(&model.list, &plan));
    }
    sidebar::follow(model, &plan);
    dossier::follow(model, &plan);
    palette::follow(model);
    copies::follow(model);
    story::follow(model, &plan);
}

fn terminal(model: &mut Model, event: Event, out: &mut Vec<Effect>) {
    match event {
        // Windows, and terminals that speak kitty's protocol, send releases too.
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            press(model, key, out);
            look_again(model, out);
        }
        Event::FocusGained => {
            model.screen = Screen::Current;
            look_again(model, out);
        }
        Event::Mouse(event) => mouse::mouse(model, event, out),
        Event::Resize(width, height) => model.size = (width, height).into(),
        Event::Paste(text) => paste(model, &text, out),
        _ => model.screen = Screen::Current,
    }
}

/// Another program may have filed something: that is asked with a key and when the window is come back to, and never
/// while nobody is here.
fn look_again(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.is_out(Lane::Version) {
        ask(model, Question::Version, out);
    }
}

fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(prompt)) => {
            prompt.line.insert(text);
            prompt::changed(model, out);
        }
        Some(Overlay::Picker(picker)) => {
            picker.line.insert(text);
            palette::changed(model, out);
        }
        Some(Overlay::Copies(_) | Overlay::Related(_) | Overlay::Sheet(_)) | None => model.screen = Screen::Current,
    }
}

fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    model.status.clear();
    match model.overlays.last() {
        Some(Overlay::Prompt(_)) => return prompt::press(model, key, out),
        Some(Overlay::Picker(_)) => return palette::press(model, key, out),
        Some(Overlay::Copies(_)) => return copies::press(model, key, out),
        Some(Overlay::Related(_)) => return story::press(model, key, out),
        Some(Overlay::Sheet(_)) => return sheet::press(model, key, out),
        None if model.reader.selection.is_some() => return select::press(model, key, out),
        None => {}
    }
    let Some(chord) = Chord::from_event(key) else { return };
    if let Some(digit) = count_digit(model, chord) {
        let count = model.typed.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
        model.typed.count = Some(count.min(99_999));
        return;
    }
    model.typed.chords.push(chord);
    match model.keymap.lookup(model.scope(), &model.typed.chords) {
        Lookup::More => {}
        Lookup::Run(command) => {
            let typed = std::mem::take(&mut model.typed);
            run(model, command, typed.count, out);
        }
        Lookup::Nothing => {
            let typed = std::mem::take(&mut model.typed);
            // Esc leaves what was begun; any other key that goes on from nothing begins anew.
            if typed.chords.len() > 1 && chord.code != KeyCode::Esc {
                press(model, key, out);
            }
        }
    }
}

/// The digit of a count. A digit that is a key of its own (1, 2, 3 are panes) begins no count; a leading 0 does.
fn count_digit(model: &Model, chord: Chord) -> Option<u32> {
    let KeyCode::Char(c) = chord.code else { return None };
    if chord.modifiers != KeyModifiers::NONE || !model.typed.chords.is_empty() {
        return None;
    }
    let is_key = model.typed.count.is_none() && model.keymap.lookup(model.scope(), &[chord]) != Lookup::Nothing;
    if is_key { None } else { c.to_digit(10) }
}

/// Runs a command, `count` times where that means something.
pub(super) fn run(model: &mut Model, command: Command, count: Option<u32>, out: &mut Vec<Effect>) {
    let times = count.unwrap_or(1).max(1) as usize;
    match command {
        Command::Move(motion) => go(model, motion, times, out),
        Command::Focus(pane) => focus(model, pane, out),
        Command::Pane(way) => next_pane(model, way, out),
        Command::Back => back(model, out),
        Command::Cancel => cancel(model, out),
        Command::Quit => quit(model, out),
        Command::Undo => out.push(Effect::Write(super::message::Job::Undo)),
        Command::Redo => out.push(Effect::Write(super::message::Job::Redo)),
        Command::Help => palette::help(model, out),
        Command::Palette => palette::open(model, "", out),
        Command::CommandLine => prompt::open_command(model),
        Command::Search => search::open(model),
        Command::Order => search::turn(model, out),
        Command::SaveSearch => saved::propose(model),
        Command::ForgetSearch => saved::forget(model, out),
        Command::Hit(way) => search::step(model, way, times, out),
        Command::Redraw => out.push(Effect::Redraw),
        Command::Suspend => out.push(Effect::Suspend),
        Command::Zen => zen(model, out),
        Command::Visit(way) => travel::step(model, way, out),
        Command::Open => open(model, out),
        Command::Mark(Mark::Bin) if model.list.is_empty_library() => samples(model, out),
        Command::Mark(mark) => marks::toggle(model, mark, times, out),
        Command::NextUnread => list::next_unread(model, out),
        Command::OpenAddress | Command::CopyAddress => reader::address(model, command, out),
        Command::ReadOn => reader::read_on(model, out),
        Command::Paragraph(way) => reader::step(model, Stop::Paragraph, way, times),
        Command::Heading(way) => reader::step(model, Stop::Heading, way, times),
        Command::Copies => copies::open(model),
        Command::Story => story::open(model, Kind::Story, out),
        Command::CycleView => reader::cycle_view(model, out),
        Command::ToggleHidden => reader::toggle_hidden(model),
        Command::Rule => rules::propose(model, out),
        Command::Wider | Command::Narrower => reader::measure(model, command, times),
        Command::Follow => travel::follow(model, out),
        Command::Both => both::combine(model, out),
        Command::Pin => sidebar::pin(model, out),
        Command::Month(way) => dossier::month(model, way, times),
        Command::Page => dossier::page_of_selected(model, out),
        Command::Name(act) => names::run(model, act, out),
        Command::Go(goal) => drawers::go(model, goal, out),
        Command::Mention(way) => reader::mention(model, way, times),
        Command::With(way) => travel::beside(model, way, out),
        Command::Samples => samples(model, out),
    }
}

fn go(model: &mut Model, motion: Motion, times: usize, out: &mut Vec<Effect>) {
    match model.scope() {
        Scope::Dossier => dossier::go(model, motion, times, out),
        Scope::Reader => reader::go(model, motion, times),
        Scope::Sidebar => sidebar::go(model, motion, times),
        Scope::List | Scope::Everywhere => list::go(model, motion, times, out),
    }
}

fn open(model: &mut Model, out: &mut Vec<Effect>) {
    match model.scope() {
        Scope::Dossier => dossier::open(model, out),
        Scope::Sidebar => sidebar::open(model, out),
        Scope::List | Scope::Everywhere => list::open(model, out),
        Scope::Reader => {}
    }
}

/// Gives a pane the focus; the page of a name gives way.
pub(super) fn focus(model: &mut Model, pane: Pane, out: &mut Vec<Effect>) {
    if model.dossier.is_some() {
        travel::leave(model);
        model.dossier = None;
    }
    if pane != Pane::Reader {
        reader::keep(model, out);
        select::leave(model);
    }
    model.focus(pane);
    if pane == Pane::Reader {
        reader::begin(model, out);
    }
}

fn next_pane(model: &mut Model, way: Way, out: &mut Vec<Effect>) {
    if dossier::next_part(model, way) {
        return;
    }
    let step = if way == Way::Next { 1 } else { Pane::ALL.len() - 1 };
    let at = Pane::ALL.iter().position(|&pane| pane == model.focus.pane).unwrap_or(0);
    focus(model, Pane::ALL[(at + step) % Pane::ALL.len()], out);
}

/// Closes what is on top, one thing at a time; at the root, quits.
fn back(model: &mut Model, out: &mut Vec<Effect>) {
    if model.dossier.is_some() {
        dossier::close(model);
    } else if model.focus.zen == Zen::On {
        model.focus.zen = Zen::Off;
    } else if model.focus.pane == Pane::List {
        quit(model, out);
    } else {
        focus(model, Pane::List, out);
    }
}

/// Closes what is on top, or lifts the search; never quits.
fn cancel(model: &mut Model, out: &mut Vec<Effect>) {
    if dossier::lift(model, out) {
        return;
    }
    if model.dossier.is_some() {
        dossier::close(model);
    } else if model.reader.find.as_ref().is_some_and(|find| find.whence == Whence::Article)
        && model.focus.pane == Pane::Reader
    {
        search::lift(model);
    } else if model.focus.zen == Zen::On {
        model.focus.zen = Zen::Off;
    } else if model.focus.pane != Pane::List {
        focus(model, Pane::List, out);
    } else if !model.list.query.is_empty() {
        both::part(model);
        list::look_for(model, String::new(), out);
    }
}

fn zen(model: &mut Model, out: &mut Vec<Effect>) {
    let zen = if model.focus.zen == Zen::On { Zen::Off } else { Zen::On };
    focus(model, Pane::Reader, out);
    model.focus.zen = zen;
}

fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    reader::keep(model, out);
    out.push(Effect::Quit);
}

fn samples(model: &mut Model, out: &mut Vec<Effect>) {
    if model.list.is_empty_library() {
        import(model, Effect::Samples, out);
    } else {
        model.status.tell("the samples are for an empty library; `morgue demo` files them in one of their own");
    }
}

/// Begins an import, unless one is under way.
pub(super) fn import(model: &mut Model, effect: Effect, out: &mut Vec<Effect>) {
    if model.importing.is_some() {
        model.status.warn("an import is under way; add more when it is over");
        return;
    }
    model.importing = Some(Importing { done: 0, found: 0 });
    out.push(effect);
}

fn importer(model: &mut Model, import: Import, out: &mut Vec<Effect>) {
    match import {
        Import::Progress { done, found } => {
            model.importing = Some(Importing { done, found });
            if model.list.rows.is_empty() && done > 0 {
                list::reload(model, out);
            }
        }
        Import::Over { report, outcome } => {
            model.importing = None;
            // What is new is our own doing.
            model.wrote();
            match outcome {
                Outcome::Well => model.status.tell(report),
                Outcome::WithFailures => model.status.warn(report),
            }
            list::reload(model, out);
            ask(model, Question::Searches, out);
        }
    }
}

/// Asks, and puts the question among the effects.
pub(super) fn ask(model: &mut Model, question: Question, out: &mut Vec<Effect>) {
    let effect = model.ask(question);
    out.push(effect);
}
