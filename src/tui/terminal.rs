//! The terminal, taken and given back: whatever ends the program, the shell gets its screen as it was. It reads no keys
//! and knows nothing of what is drawn.
//!
//! It is given back on drop, on a panic of the thread that took it, and on a second signal to end. A panic of another
//! thread leaves the screen alone: workers catch theirs, and what they would print would be drawn over the article.
//!
//! A frame goes out in one write, between the marks of a synchronized update (DEC private mode 2026), so that a terminal
//! never shows half of one, and a frame in which nothing changed is some forty bytes.

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::mem;
use std::panic;
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use crate::config::Mouse;
use crate::text::clean::clean;
use crate::text::wrap::truncate;

/// What can go wrong with a terminal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none.
    #[error("the reading room needs a terminal; `morgue list` and `morgue show` write to a file or a pipe")]
    NotATerminal,
    /// It cannot be set up, drawn on or given back.
    #[error("the terminal does not answer")]
    Broken(#[from] io::Error),
}

/// What another program asks of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End (SIGTERM, SIGINT, SIGHUP).
    End,
    /// It was stopped and goes on (SIGCONT): the terminal may have been used meanwhile; call [`Terminal::retake`].
    Continued,
}

/// Whether the screen is ours: what the panic hook and the signals ask.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the window's old title is kept by the terminal, and can be brought back.
static TITLED: AtomicBool = AtomicBool::new(false);

/// The terminal, while it is ours.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Pen>>,
    pen: Pen,
    mouse: Mouse,
}

impl Terminal {
    /// Takes the terminal: raw mode, the alternate screen, pastes told from typing, the mouse where it is wanted.
    ///
    /// # Errors
    /// [`Error::NotATerminal`] where standard input or output is none; else what the terminal says.
    pub fn take(mouse: Mouse) -> Result<Self, Error> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return Err(Error::NotATerminal);
        }
        give_back_on_panic();
        let pen = Pen::default();
        enter(mouse)?;
        let inner = ratatui::Terminal::new(CrosstermBackend::new(pen.clone())).inspect_err(|_| leave())?;
        Ok(Self { inner, pen, mouse })
    }

    /// Draws a frame, in one write.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> Result<(), Error> {
        self.inner.draw(view)?;
        Ok(self.pen.write_out()?)
    }

    /// Forgets what is on the screen: the next frame draws all of it.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn forget(&mut self) -> Result<(), Error> {
        // Not `clear`, which asks the terminal where the cursor is, and would wait for an answer that the thread that
        // reads keys has already taken.
        let size = self.inner.size()?;
        Ok(self.inner.resize(Rect::from((ratatui::layout::Position::ORIGIN, size)))?)
    }

    /// Names the window after what is read. The text is made safe and cut; the old title comes back with the screen.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn set_title(&mut self, title: &str) -> Result<(), Error> {
        // XTWINOPS 22 and 23 keep the old title and bring it back; terminals that do not know them ignore them.
        if !TITLED.swap(true, Ordering::SeqCst) {
            self.pen.write_all(b"\x1b[22;0t")?;
        }
        write!(self.pen, "\x1b]2;{}\x07", safe_title(title))?;
        Ok(self.pen.write_out()?)
    }

    /// Gives the terminal back to the shell until it says `fg`, then takes it again. Where no shell could say so, it is
    /// taken again at once.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn suspend(&mut self) -> Result<(), Error> {
        self.lend(stop_this_process)?;
        Ok(())
    }

    /// Gives the terminal to another program (an editor) while `work` runs, then takes it again.
    ///
    /// # Errors
    /// What the terminal says when it is taken again.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> Result<T, Error> {
        leave();
        let result = work();
        self.retake()?;
        Ok(result)
    }

    /// Takes the terminal again, after it may have been used by another program.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn retake(&mut self) -> Result<(), Error> {
        enter(self.mouse)?;
        self.forget()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// The pen of ratatui: it keeps a frame until it is whole.
#[derive(Clone, Default)]
struct Pen(Rc<RefCell<Vec<u8>>>);

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing: ratatui flushes in the middle of a frame, at each move of the cursor.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pen {
    fn write_out(&self) -> io::Result<()> {
        let pending = mem::take(&mut *self.0.borrow_mut());
        if pending.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(pending.len() + 16);
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.extend_from_slice(&pending);
        queue!(frame, EndSynchronizedUpdate)?;
        write_at_once(&frame)
    }
}

/// Standard output without its buffer of lines, which would write a frame in pieces.
fn write_at_once(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn enter(mouse: Mouse) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    // Cleared, for there are terminals without a second screen: what stood there would show through.
    queue!(bytes, EnterAlternateScreen, Clear(ClearType::All), EnableBracketedPaste, EnableFocusChange, cursor::Hide)?;
    if mouse == Mouse::Taken {
        bytes.extend_from_slice(MOUSE_ON);
    }
    write_at_once(&bytes).inspect_err(|_| leave())
}

/// Gives the terminal back, once. Errors have nobody to be told to: the terminal may be gone.
fn leave() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::from(MOUSE_OFF);
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    bytes.extend_from_slice(b"\x1b[0m");
    if TITLED.swap(false, Ordering::SeqCst) {
        bytes.extend_from_slice(b"\x1b[23;0t");
    }
    let _ = write_at_once(&bytes);
    let _ = disable_raw_mode();
}

/// Clicks and the wheel (1000), with coordinates in decimal digits (1006). Not 1003, which crossterm turns on too: a
/// message for every cell the mouse passes.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// A window's title may steer a terminal as text may: it is one safe line of at most 80 columns.
fn safe_title(title: &str) -> String {
    let line: String = clean(title).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    truncate(&line, 80).into_owned()
}

fn give_back_on_panic() {
    static HOOK: Once = Once::new();
    let owner = thread::current().id();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == owner {
                leave();
            }
            if !TAKEN.load(Ordering::SeqCst) {
                previous(panic);
            }
        }));
    });
}

/// Tells signals to `tell`, from a thread of its own. A second signal to end is not told: the terminal is given back and
/// the program ends there, so that a main thread that hangs cannot keep it.
///
/// # Errors
/// Where signals cannot be caught.
#[cfg(unix)]
pub fn on_signal(tell: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP, SIGCONT])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut ending = false;
        for signal in &mut signals {
            if signal == SIGCONT {
                tell(Signal::Continued);
            } else if mem::replace(&mut ending, true) {
                leave();
                signal_hook::low_level::exit(128 + signal);
            } else {
                tell(Signal::End);
            }
        }
    })?;
    Ok(())
}

/// Elsewhere there are none.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn on_signal(_tell: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Stops as Ctrl-Z does. SIGTSTP, not SIGSTOP: it does nothing where there is no shell to go on from.
#[cfg(unix)]
fn stop_this_process() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
}

#[cfg(not(unix))]
fn stop_this_process() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_safe_line() {
        let table = [
            ("Steel: the three letters", "Steel: the three letters"),
            ("one\ntwo\tthree", "one two three"),
            ("a\u{7}\u{1b}]0;b\u{9c}", "a"),
        ];
        for (title, expected) in table {
            assert_eq!(safe_title(title), expected);
        }
        assert_eq!(safe_title(&"x".repeat(200)).chars().count(), 80);
    }

    #[test]
    fn ratatui_cannot_flush_half_a_frame() {
        let mut pen = Pen::default();
        pen.write_all(b"half").unwrap();
        pen.flush().unwrap();
        pen.write_all(b" and half").unwrap();
        assert_eq!(*pen.0.borrow(), b"half and half");
    }
}
