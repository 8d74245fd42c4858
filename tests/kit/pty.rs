//! The program in a pseudo-terminal: keys go in, and the screen is read as a terminal would show it. Nothing here sleeps:
//! every wait is for a text, a state of the screen or an end, and fails with a picture of the screen.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

/// How long a wait may last. It only matters to tests that fail, so it is long: a machine that builds is slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a terminal of its own.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    killer: Box<dyn portable_pty::ChildKiller + Send + Sync>,
    process: u32,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: Parser,
    raw: Vec<u8>,
    closed: bool,
    exit: Option<u32>,
}

impl Pty {
    /// Starts `morgue` with these arguments and variables, `NO_COLOR` and the person's own settings taken out.
    pub(crate) fn morgue(arguments: &[&str], variables: &[(&str, &str)], (columns, rows): (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_morgue"));
        command.args(arguments);
        for (name, value) in variables {
            command.env(name, value);
        }
        Self::spawn(command, (columns, rows))
    }

    /// Starts any command.
    pub(crate) fn spawn(mut command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        for name in ["NO_COLOR", "MORGUE_LIBRARY", "MORGUE_CONFIG"] {
            if command.get_env(name).map(std::ffi::OsStr::to_owned) == std::env::var_os(name) {
                command.env_remove(name);
            }
        }
        command.env("TERM", "xterm-256color");
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);

        let state = State { parser: Parser::new(rows, columns, 0), raw: Vec::new(), closed: false, exit: None };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let reading = Arc::clone(&shared);
        thread::spawn(move || {
            let mut bytes = [0; 1 << 14];
            // The end is an error on Linux (EIO), and 0 bytes elsewhere.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                reading.change(|state| {
                    state.parser.process(&bytes[..count]);
                    state.raw.extend_from_slice(&bytes[..count]);
                });
            }
            reading.change(|state| state.closed = true);
        });
        let (killer, process) = (child.clone_killer(), child.process_id().expect("a process"));
        let waiting = Arc::clone(&shared);
        thread::spawn(move || {
            let code = child.wait().map_or(u32::MAX, |status| status.exit_code());
            waiting.change(|state| state.exit = Some(code));
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self { master: pair.master, writer, killer, process, shared }
    }

    /// Types: characters as they are, `\r` for Enter, `\x1b` for Esc, `\x10` for Ctrl-P, `\x1b[A` for the arrow up.
    pub(crate) fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush()).expect("the terminal takes keys");
    }

    /// Waits until `text` stands on the screen.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as it should be.
    pub(crate) fn wait_until(&self, what: &str, is: impl Fn(&Screen) -> bool) {
        self.wait(what, |state| is(state.parser.screen()));
    }

    /// Waits until the program has ended and all it wrote is read; gives its exit code.
    pub(crate) fn wait_for_end(&self) -> u32 {
        self.wait("the end of the program", |state| state.closed && state.exit.is_some());
        self.read(|state| state.exit.unwrap_or(u32::MAX))
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        self.read(|state| state.parser.screen().contents())
    }

    /// Makes the terminal larger or smaller; the program is told by a signal.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.shared.change(|state| state.parser.screen_mut().set_size(rows, columns));
        self.master.resize(size(columns, rows)).expect("the terminal changes its size");
    }

    /// How many bytes the program has written.
    pub(crate) fn mark(&self) -> usize {
        self.read(|state| state.raw.len())
    }

    /// What the program wrote since a mark.
    pub(crate) fn since(&self, mark: usize) -> Vec<u8> {
        self.read(|state| state.raw.get(mark..).unwrap_or_default().to_vec())
    }

    /// The number of the process, for signals.
    pub(crate) fn process(&self) -> u32 {
        self.process
    }

    /// What the program left behind that is not as a shell wants it; empty where the terminal was given back.
    pub(crate) fn left_behind(&self) -> Vec<&'static str> {
        let mut left = self.read(|state| left_on(state.parser.screen()));
        // The bits that raw mode clears: lines and echo.
        #[cfg(unix)]
        if let Some(modes) = self.master.get_termios().map(|modes| format!("{:?}", modes.local_flags))
            && !(modes.contains("ICANON") && modes.contains("ECHO"))
        {
            left.push("raw mode");
        }
        left
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.shared.lock())
    }

    fn wait(&self, what: &str, is: impl Fn(&State) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        loop {
            if is(&state) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed && state.exit.is_some() {
                let (exit, screen) = (state.exit, state.parser.screen().contents());
                drop(state);
                panic!("waited for {what}; exit code {exit:?}; the screen:\n{screen}");
            }
            state = self.shared.changed.wait_timeout(state, left).expect("no reader panicked").0;
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.killer.kill();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no reader panicked")
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

fn left_on(screen: &Screen) -> Vec<&'static str> {
    let states = [
        (screen.alternate_screen(), "the alternate screen"),
        (screen.hide_cursor(), "a hidden cursor"),
        (screen.mouse_protocol_mode() != MouseProtocolMode::None, "the mouse"),
        (screen.bracketed_paste(), "bracketed paste"),
    ];
    states.into_iter().filter(|(left, _)| *left).map(|(_, name)| name).collect()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::sync::mpsc;

    use crossterm::event::{self, Event, KeyCode};
    use morgue::config::Mouse;
    use morgue::tui::terminal::{Signal, Terminal, on_signal};
    use ratatui::text::Text;

    use super::*;

    const ROLE: &str = "MORGUE_TEST_TAKES_THE_TERMINAL";
    const SELF: &str = "kit::pty::tests::the_terminal_is_given_back";

    fn shell(script: &str) -> Pty {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script]);
        Pty::spawn(command, (40, 6))
    }

    #[test]
    fn a_program_is_typed_to_and_read() {
        let mut pty = shell("echo hello; read name; echo got $name; stty size; exit 7");
        pty.wait_for("hello");
        let mark = pty.mark();
        pty.resize(50, 9);
        pty.send("Rosa\r");
        pty.wait_for("got Rosa");
        assert_eq!(pty.wait_for_end(), 7);
        assert!(pty.screen().contains("9 50"), "{}", pty.screen());
        assert!(!String::from_utf8_lossy(&pty.since(mark)).contains("hello"));
        assert!(pty.left_behind().is_empty());
    }

    #[test]
    fn the_program_itself_can_be_started() {
        let pty = Pty::morgue(&["--version"], &[("LANG", "C")], (40, 6));
        pty.wait_for(env!("CARGO_PKG_VERSION"));
        assert_eq!(pty.wait_for_end(), 0);
    }

    #[test]
    fn what_is_left_behind_is_seen() {
        let pty = shell("stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?1000h\\033[?2004h'; echo up");
        pty.wait_for("up");
        pty.wait_for_end();
        let left = pty.left_behind();
        for what in ["the alternate screen", "a hidden cursor", "the mouse", "bracketed paste"] {
            assert!(left.contains(&what), "{what} in {left:?}");
        }
    }

    #[test]
    #[should_panic(expected = "waited for \"never\" on the screen; exit code Some(0)")]
    fn a_text_that_never_comes_fails_with_the_screen() {
        shell("echo always").wait_for("never");
    }

    /// This test starts itself in a terminal: there it takes the terminal, and does what the keys say.
    #[test]
    fn the_terminal_is_given_back() {
        type End = fn(&mut Pty);
        if std::env::var_os(ROLE).is_some() {
            return take_the_terminal();
        }
        let endings: [(&str, End, u32); 4] = [
            ("leaving", |pty| pty.send("q"), 0),
            ("a panic of its own thread", |pty| pty.send("p"), 101),
            ("a signal", |pty| signal(pty, "TERM"), 0),
            (
                "a second signal to one that hangs",
                |pty| {
                    pty.send("h");
                    pty.wait_for("hangs");
                    signal(pty, "TERM");
                    pty.wait_for("told");
                    signal(pty, "INT");
                },
                130,
            ),
        ];
        for (ending, end, code) in endings {
            let mut pty = Pty::spawn(itself(), (60, 30));
            pty.wait_for("ready");
            pty.wait_until("everything taken", |screen| left_on(screen).len() == 4);
            end(&mut pty);
            assert_eq!(pty.wait_for_end(), code, "{ending}: {}", pty.screen());
            assert!(pty.left_behind().is_empty(), "{ending} leaves {:?}", pty.left_behind());
            assert_eq!(pty.screen().contains("panicked"), code == 101, "{ending}: {}", pty.screen());
        }
    }

    #[test]
    fn a_panic_of_another_thread_leaves_the_screen_alone() {
        let mut pty = Pty::spawn(itself(), (60, 10));
        pty.wait_for("ready");
        pty.send("w");
        pty.wait_for("a worker is gone");
        assert_eq!(pty.screen().trim(), "a worker is gone");
        pty.send("q");
        assert_eq!(pty.wait_for_end(), 0);
    }

    #[test]
    fn a_frame_is_one_synchronized_update_and_a_title_is_safe() {
        let mut pty = Pty::spawn(itself(), (60, 10));
        pty.wait_for("ready");
        let mark = pty.mark();
        pty.send("t");
        pty.wait_for("titled");
        pty.send("q");
        pty.wait_for_end();
        let written = String::from_utf8_lossy(&pty.since(mark)).into_owned();
        assert!(written.contains("\x1b[22;0t") && written.contains("\x1b[23;0t"), "{written:?}");
        assert!(written.contains("\x1b]2;one two\x07"), "{written:?}");
        let (begins, ends) = (written.matches("\x1b[?2026h").count(), written.matches("\x1b[?2026l").count());
        assert_eq!((begins, ends), (2, 3), "the title, the frame, and one end more when it is given back: {written:?}");
    }

    #[test]
    fn the_shell_stops_it_and_brings_it_back() {
        let mut command = CommandBuilder::new("/bin/sh");
        command.arg("-i");
        command.env("PS1", "prompt> ");
        let mut pty = Pty::spawn(command, (60, 10));
        pty.wait_for("prompt>");
        let program = std::env::current_exe().expect("a path");
        pty.send(&format!("{ROLE}=1 {} --exact {SELF} --nocapture\r", program.display()));
        pty.wait_until("everything taken", |screen| left_on(screen).len() == 4 && screen.contents().contains("ready"));
        pty.send("z");
        pty.wait_until("the shell", |screen| left_on(screen).is_empty() && screen.contents().contains("Stopped"));
        pty.send("fg\r");
        pty.wait_until("the program", |screen| left_on(screen).len() == 4 && screen.contents().contains("back again"));
        pty.send("q");
        // Not before the prompt: until the program has ended, its thread reads what is typed. A shell that edits lines
        // (bash) is in raw mode itself at its prompt.
        pty.wait_until("the prompt", |screen| screen.contents().trim_end().ends_with("prompt>"));
        assert!(pty.left_behind().is_empty() || pty.left_behind() == ["raw mode"], "{:?}", pty.left_behind());
        pty.send("exit 5\r");
        assert_eq!(pty.wait_for_end(), 5);
    }

    fn itself() -> CommandBuilder {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("a path"));
        command.args(["--exact", SELF, "--nocapture"]);
        command.env(ROLE, "1");
        command.env("RUST_BACKTRACE", "0");
        command
    }

    fn signal(pty: &Pty, name: &str) {
        let status = Command::new("kill").arg(format!("-{name}")).arg(pty.process().to_string()).status();
        assert!(status.expect("kill runs").success());
    }

    fn take_the_terminal() {
        enum Message {
            Key(KeyCode),
            Signal(Signal),
        }
        let mut terminal = Terminal::take(Mouse::Taken).expect("there is a terminal");
        let (tell, hear) = mpsc::channel();
        let keys = tell.clone();
        thread::spawn(move || {
            while let Ok(event) = event::read() {
                if let Event::Key(key) = event {
                    let _ = keys.send(Message::Key(key.code));
                }
            }
        });
        on_signal(move |signal| drop(tell.send(Message::Signal(signal)))).expect("signals can be caught");
        let show = |terminal: &mut Terminal, text: &str| {
            terminal.draw(|frame| frame.render_widget(Text::raw(text), frame.area())).expect("it can be drawn on");
        };
        show(&mut terminal, "ready");
        while let Ok(message) = hear.recv() {
            match message {
                Message::Signal(Signal::End) | Message::Key(KeyCode::Char('q')) => return,
                Message::Signal(Signal::Continued) => {
                    terminal.retake().expect("it can be taken again");
                    show(&mut terminal, "back again");
                }
                Message::Key(KeyCode::Char('z')) => {
                    terminal.suspend().expect("it can be stopped");
                    show(&mut terminal, "back again");
                }
                Message::Key(KeyCode::Char('t')) => {
                    terminal.set_title("one\ntwo").expect("it has a title");
                    show(&mut terminal, "titled");
                }
                Message::Key(KeyCode::Char('w')) => {
                    assert!(thread::spawn(|| panic!("another thread")).join().is_err());
                    show(&mut terminal, "a worker is gone");
                }
                Message::Key(KeyCode::Char('p')) => panic!("the thread that has the terminal"),
                Message::Key(KeyCode::Char('h')) => {
                    show(&mut terminal, "hangs");
                    while !matches!(hear.recv(), Ok(Message::Signal(Signal::End))) {}
                    show(&mut terminal, "told");
                    loop {
                        thread::park();
                    }
                }
                Message::Key(_) => {}
            }
        }
    }
}
