//! The reading room without a terminal: keys go in, a picture comes out. What the room asks for is done at once, in order,
//! over a real library; only what reaches outside (a browser, the clipboard) is written down instead.

use std::collections::VecDeque;
use std::fmt::Write;
use std::path::PathBuf;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::Zoned;
use morgue::config::{Colour, Mouse, ThemeName};
use morgue::intake::{self, Controls, Input, Progress};
use morgue::library::{Clipping, Library, OwnTopics, Reader};
use morgue::tui::keys::Keymap;
use morgue::tui::message::{Effect, Import, Message};
use morgue::tui::model::Model;
use morgue::tui::{Room, Settings, desk};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::shelf;

/// A room over a library.
pub(crate) struct Stage {
    room: Room,
    library: Library,
    reader: Reader,
    terminal: Terminal<TestBackend>,
    now: Zoned,
    /// What was sent outside, and whether the room was left.
    pub(crate) outside: Vec<String>,
}

impl Stage {
    /// A room of that size over the shelf of invented news.
    pub(crate) fn new(size: (u16, u16)) -> Self {
        Self::with(shelf::library(), size, Colour::Allowed)
    }

    /// A room over any library.
    pub(crate) fn with(library: Library, size: (u16, u16), colour: Colour) -> Self {
        Self::with_topics(library, size, colour, OwnTopics::default())
    }

    /// A room over a library, of somebody with topics of their own.
    pub(crate) fn with_topics(library: Library, size: (u16, u16), colour: Colour, topics: OwnTopics) -> Self {
        let settings = Settings {
            folder: PathBuf::new(),
            query: String::new(),
            keymap: Keymap::builtin(),
            theme: ThemeName::Terminal,
            colour,
            mouse: Mouse::Taken,
            measure: 72,
            topics: topics.clone(),
        };
        let now = shelf::now().to_zoned(jiff::tz::TimeZone::UTC);
        let room = Room::new(size.into(), now.date(), &settings);
        let mut reader = library.reader().expect("a reader");
        reader.set_topics(topics);
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a screen");
        let mut stage = Self { room, library, reader, terminal, now, outside: Vec::new() };
        let effects = stage.room.open();
        stage.carry_out(effects);
        stage
    }

    /// Types: characters as they are, other keys in angle brackets (`<enter>`, `<ctrl-p>`).
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let (key, after) = named.unwrap_or_else(|| rest.split_at(first.len_utf8()));
            self.event(Event::Key(key_of(key)));
            rest = after;
        }
        self
    }

    /// Presses one key.
    pub(crate) fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.event(Event::Key(KeyEvent::new(code, modifiers)));
    }

    /// Lets one go, as some terminals report.
    pub(crate) fn release(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.event(Event::Key(KeyEvent::new_with_kind(code, modifiers, KeyEventKind::Release)));
    }

    /// Clicks.
    pub(crate) fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    /// Anything else the mouse does.
    pub(crate) fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        self
    }

    /// Pastes.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.event(Event::Paste(text.to_owned()));
        self
    }

    /// The window has the focus again.
    pub(crate) fn come_back(&mut self) -> &mut Self {
        self.event(Event::FocusGained);
        self
    }

    /// Another program files something: the room is not told.
    pub(crate) fn file_elsewhere(&mut self, clippings: &[Clipping]) {
        self.library.file(clippings, self.now.timestamp()).expect("it is filed");
    }

    /// Makes the screen larger or smaller.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.event(Event::Resize(columns, rows));
        self
    }

    /// What the room is.
    pub(crate) fn model(&self) -> &Model {
        self.room.model()
    }

    fn event(&mut self, event: Event) {
        let effects = self.room.hear(Message::Terminal(event));
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let messages = match effect {
                Effect::Ask(ticket, question) => {
                    vec![Message::Librarian(ticket, desk::answer(&self.reader, question, &self.now))]
                }
                Effect::Write(job) => vec![Message::Desk(desk::write(&mut self.library, job, self.now.timestamp()))],
                Effect::Import(paths) => self.import(paths.into_iter().map(Input::Path).collect()),
                Effect::Samples => self.import(intake::samples()),
                Effect::OpenAddress(address) => {
                    self.outside.push(format!("open {address}"));
                    Vec::new()
                }
                Effect::Copy(text) => {
                    self.outside.push(format!("copy {text}"));
                    Vec::new()
                }
                Effect::Quit => {
                    self.outside.push("quit".to_owned());
                    Vec::new()
                }
                Effect::Redraw | Effect::Retake | Effect::Suspend | Effect::Theme(_) => Vec::new(),
            };
            for message in messages {
                effects.extend(self.room.hear(message));
            }
        }
    }

    fn import(&mut self, inputs: Vec<Input>) -> Vec<Message> {
        let report = intake::run(inputs, &mut self.library, &Controls::default(), |_: Progress| {});
        let (report, outcome) = desk::report(&report.expect("the library takes them"));
        vec![Message::Importer(Import::Over { report, outcome })]
    }

    fn draw(&mut self) -> Buffer {
        let room = &self.room;
        self.terminal.draw(|frame| room.draw(frame)).expect("the screen is drawn");
        self.terminal.backend().buffer().clone()
    }

    /// The screen as text.
    pub(crate) fn text(&mut self) -> String {
        lines(&self.draw()).join("\n")
    }

    /// The screen as text, then the same screen as styles: a letter a style, a dot where there is none, with what the letters
    /// mean. (A picture of text alone cannot tell a mention from plain words.)
    pub(crate) fn picture(&mut self) -> String {
        let buffer = self.draw();
        let mut known: Vec<Style> = Vec::new();
        let mut styles = String::new();
        for y in 0..buffer.area.height {
            let row: String = (0..buffer.area.width)
                .map(|x| {
                    let cell = &buffer[(x, y)];
                    // Trailing blanks that look like blanks are blanks.
                    let style = cell.style();
                    let visible = cell.symbol() != " "
                        || style.bg.is_some_and(|ground| ground != Color::Reset)
                        || style.add_modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
                    if !visible || in_words(style).is_empty() {
                        return '.';
                    }
                    let at = known.iter().position(|other| *other == style).unwrap_or_else(|| {
                        known.push(style);
                        known.len() - 1
                    });
                    char::from(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 52])
                })
                .collect();
            let _ = writeln!(styles, "{}", row.trim_end_matches('.'));
        }
        let mut picture = lines(&buffer).join("\n");
        let _ = write!(picture, "\n\n{styles}\n");
        for (at, style) in known.iter().enumerate() {
            let letter = char::from(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 52]);
            let _ = writeln!(picture, "{letter} {}", in_words(*style));
        }
        picture
    }

    /// Every colour on the screen.
    pub(crate) fn colours(&mut self) -> Vec<Color> {
        let buffer = self.draw();
        let colours = buffer.content().iter().flat_map(|cell| [cell.fg, cell.bg, cell.underline_color]);
        colours.filter(|&colour| colour != Color::Reset).collect()
    }
}

fn lines(buffer: &Buffer) -> Vec<String> {
    (0..buffer.area.height)
        .map(|y| {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                // The cells behind a wide character are empty: it stands over them.
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = morgue::text::wrap::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

fn in_words(style: Style) -> String {
    let mut words = Vec::new();
    for (name, colour) in [("", style.fg), ("on ", style.bg)] {
        if let Some(colour) = colour.filter(|&colour| colour != Color::Reset) {
            words.push(format!("{name}{colour}").to_lowercase());
        }
    }
    if !style.add_modifier.is_empty() {
        words.push(format!("{:?}", style.add_modifier).to_lowercase());
    }
    words.join(" ")
}

fn key_of(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.strip_prefix("ctrl-") {
        Some(name) => (KeyModifiers::CONTROL, name),
        None => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        name => {
            let mut signs = name.chars();
            match (signs.next(), signs.next()) {
                (Some(sign), None) => KeyCode::Char(sign),
                _ => panic!("no key is named {name:?}"),
            }
        }
    };
    KeyEvent::new(code, modifiers)
}
