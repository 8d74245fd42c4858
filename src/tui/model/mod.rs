//! What the room is at a moment: all that `view` draws and all that `update` changes. It holds no connection, no thread
//! and no clock.

pub mod copies;
pub mod dossier;
pub mod find;
pub mod kept;
pub mod list;
pub mod memory;
pub mod overlay;
pub mod reader;
pub mod select;
pub mod sheet;
pub mod sidebar;
pub mod status;
pub mod story;
pub mod travel;

use std::collections::BTreeMap;

use jiff::civil::Date;
use ratatui::layout::{Rect, Size};
use serde::{Deserialize, Serialize};

use super::command::Scope;
use super::keys::{Chord, Keymap};
use super::message::{Effect, Lane, Question, Ticket};
use super::plan::Plan;
use crate::library::Drawer;
use dossier::DossierPage;
use list::List;
use overlay::Overlay;
use reader::Reader;
use sidebar::Sidebar;
use status::Status;
use travel::{Following, Travel};

/// One of the three panes of the main screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The reader.
    Reader,
    /// The names the article is filed under.
    Sidebar,
}

impl Pane {
    /// The panes, from left to right.
    pub const ALL: [Self; 3] = [Self::List, Self::Reader, Self::Sidebar];
}

/// The reader alone on the screen, or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zen {
    /// All panes.
    #[default]
    Off,
    /// The reader alone.
    On,
}

/// Whether the screen shows what the model is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Something changed since the last frame.
    #[default]
    Stale,
    /// Nothing did.
    Current,
}

/// Keys typed so far that have not run anything: a count, and the beginning of a longer key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The count before the keys.
    pub count: Option<u32>,
    /// The keys.
    pub chords: Vec<Chord>,
}

/// The focused pane, and which of list and reader a screen for two shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The pane that hears keys.
    pub pane: Pane,
    /// The one of list and reader that had the focus last.
    pub beside: Pane,
    /// The reader alone.
    pub zen: Zen,
}

/// An import beside the screen: how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Importing {
    /// Files dealt with.
    pub done: u64,
    /// Files found.
    pub found: u64,
}

/// The questions that are out (only the newest of each lane counts), and what is known of the library's changes.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    last: u64,
    newest: BTreeMap<Lane, Ticket>,
    writing: usize,
    version: Option<u64>,
}

/// Whether the library is the one that is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// As it was.
    Same,
    /// Another program filed or changed something.
    Changed,
}

/// What the room is at a moment.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: Size,
    /// The day, for dates in the list.
    pub today: Date,
    /// What keys run.
    pub keymap: Keymap,
    /// Keys typed so far.
    pub typed: Typed,
    /// Which pane hears keys.
    pub focus: Focus,
    /// The list of articles.
    pub list: List,
    /// The reader.
    pub reader: Reader,
    /// The names.
    pub sidebar: Sidebar,
    /// The page of a name, while it is open.
    pub dossier: Option<DossierPage>,
    /// What lies over the panes; the last is on top and hears keys.
    pub overlays: Vec<Overlay>,
    /// What was visited.
    pub travel: Travel,
    /// The followed name.
    pub following: Option<Following>,
    /// Questions that are out.
    pub desk: Desk,
    /// The message at the bottom.
    pub status: Status,
    /// The import beside the screen.
    pub importing: Option<Importing>,
    /// Whether the screen is up to date.
    pub screen: Screen,
}

impl Model {
    /// A room of that size, before anything was read from the library.
    #[must_use]
    pub fn new(size: Size, today: Date, keymap: Keymap, query: String) -> Self {
        Self {
            size,
            today,
            keymap,
            typed: Typed::default(),
            focus: Focus::default(),
            list: List { query, ..List::default() },
            reader: Reader::default(),
            sidebar: Sidebar::default(),
            dossier: None,
            overlays: Vec::new(),
            travel: Travel::default(),
            following: None,
            desk: Desk::default(),
            status: Status::default(),
            importing: None,
            screen: Screen::Stale,
        }
    }

    /// Where everything stands now.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let area = Rect::new(0, 0, self.size.width, self.size.height);
        let plan = Plan::new(area, self.focus.pane, self.focus.beside, self.focus.zen);
        let is_scoped = self.following.is_some() || !self.list.query.trim().is_empty();
        if is_scoped && self.dossier.is_none() { plan.with_scope() } else { plan }
    }

    /// Whose keys count.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match (&self.dossier, self.focus.pane) {
            (Some(_), _) => Scope::Dossier,
            (None, Pane::List) => Scope::List,
            (None, Pane::Reader) => Scope::Reader,
            (None, Pane::Sidebar) => Scope::Sidebar,
        }
    }

    /// The name that is selected: the page's, else the sidebar's.
    #[must_use]
    pub fn selected_name(&self) -> Option<&Drawer> {
        match &self.dossier {
            Some(page) => Some(&page.dossier.drawer),
            None => self.sidebar.drawer(self.reader.opened.as_deref()),
        }
    }

    /// The name that keys speak of: the selected one where names have the focus, else the followed one.
    #[must_use]
    pub fn name(&self) -> Option<&Drawer> {
        let followed = self.following.as_ref().map(|following| &following.drawer);
        match self.scope() {
            Scope::Sidebar | Scope::Dossier => self.selected_name().or(followed),
            _ => followed.or_else(|| self.selected_name()),
        }
    }

    /// Gives a pane the focus.
    pub fn focus(&mut self, pane: Pane) {
        self.focus.pane = pane;
        if pane != Pane::Sidebar {
            self.focus.beside = pane;
        }
        if pane != Pane::Reader {
            self.focus.zen = Zen::Off;
        }
    }

    /// Asks the librarian; an earlier question of the same lane no longer counts.
    #[must_use]
    pub fn ask(&mut self, question: Question) -> Effect {
        let desk = &mut self.desk;
        desk.last += 1;
        let ticket = Ticket(desk.last);
        desk.newest.insert(question.lane(), ticket);
        Effect::Ask(ticket, question)
    }

    /// Whether an answer with this ticket still counts; it is then no longer waited for.
    pub fn takes(&mut self, lane: Lane, ticket: Ticket) -> bool {
        let counts = self.desk.newest.get(&lane) == Some(&ticket);
        if counts {
            self.forget(lane);
        }
        counts
    }

    /// Forgets what was asked in a lane.
    pub fn forget(&mut self, lane: Lane) {
        self.desk.newest.remove(&lane);
    }

    /// Whether an answer of this lane is out.
    #[must_use]
    pub fn is_out(&self, lane: Lane) -> bool {
        self.desk.newest.contains_key(&lane)
    }

    /// So many changes of our own are on their way: what the library's version says until then is our own doing.
    pub fn writes(&mut self, changes: usize) {
        self.desk.writing += changes;
    }

    /// A change of our own was made, or failed.
    pub fn wrote(&mut self) {
        self.desk.writing = self.desk.writing.saturating_sub(1);
        self.desk.version = None;
    }

    /// The version of the library that is on the screen.
    #[must_use]
    pub fn version(&self) -> Option<u64> {
        self.desk.version
    }

    /// Takes in the version of the library.
    pub fn sees(&mut self, version: u64) -> Library {
        let before = self.desk.version.replace(version);
        let is_ours = self.desk.writing > 0 || self.importing.is_some();
        if before.is_some_and(|before| before != version) && !is_ours { Library::Changed } else { Library::Same }
    }

    /// Whether an answer is out without which the next frame would be half a frame: a moment's patience spares it.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        // The first count comes soon after the rows; the exact one may take long, and is not waited for.
        let counts = self.list.count.is_none() && self.is_out(Lane::Count);
        let lanes = [Lane::List, Lane::Excerpts, Lane::Article, Lane::Own, Lane::Walk, Lane::Dossier, Lane::Filed];
        counts || lanes.into_iter().chain([Lane::Copy, Lane::Palette, Lane::Related]).any(|lane| self.is_out(lane))
    }
}
