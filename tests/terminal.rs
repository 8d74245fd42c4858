//! The program in a real terminal: it opens, files, follows, gets another size, ends, and gives the terminal back. What the
//! screen shows in detail is in `screens`; how the terminal is taken and given back, in `kit::pty`.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::kit::pty::Pty;

const WIDE: (u16, u16) = (120, 36);

const LAMP: &str = "The lamp of Brackwater\n\nThe keeper of the lamp of Brackwater has written down the weather every day for \
                    forty years, and on Monday she closed the last of her books.\n\nThe books go to the school above the \
                    quay, where the children will read out a day each morning before lessons begin.\n";

/// A library with the sample articles.
fn samples() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let morgue = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(["--library", text(folder.path()), "demo", "--no-open"])
        .output()
        .expect("morgue runs");
    assert!(morgue.status.success(), "{morgue:?}");
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of plain letters")
}

/// The room over a library, with settings of nobody.
fn room(library: &Path, size: (u16, u16)) -> Pty {
    let settings = library.join("no-settings");
    Pty::morgue(&["--library", text(library)], &[("MORGUE_CONFIG", text(&settings))], size)
}

fn leave(pty: &mut Pty, keys: &str) {
    pty.send(keys);
    assert_eq!(pty.wait_for_end(), 0, "{}", pty.screen());
    assert!(pty.left_behind().is_empty(), "{:?}", pty.left_behind());
}

#[test]
fn a_name_is_followed_at_every_size_and_the_terminal_is_given_back() {
    let library = samples();
    let mut pty = room(library.path(), WIDE);
    pty.wait_for("Filed under");
    pty.wait_for("? keys");
    pty.send("3 ");
    pty.wait_for("following: ");
    pty.wait_for(" of ");
    pty.send(")");
    pty.wait_until("the second article with the name", |screen| screen.contents().contains(", 2 of "));
    pty.resize(40, 12);
    pty.wait_for("▌3 Names");
    pty.resize(80, 24);
    pty.wait_until("two panes", |screen| {
        let text = screen.contents();
        text.contains("Filed under") && text.contains("Articles") && !text.contains("Reader")
    });
    pty.resize(120, 36);
    pty.wait_for("Reader");
    pty.send("1/strike\r");
    pty.wait_for("strike   ");
    leave(&mut pty, "Q");
}

#[test]
fn a_file_is_added_to_an_empty_library_from_the_screen() {
    let library = tempfile::tempdir().unwrap();
    let page = library.path().join("lamp.txt");
    std::fs::write(&page, LAMP).unwrap();
    let mut pty = room(&library.path().join("library"), WIDE);
    pty.wait_for("Nothing is filed yet.");
    pty.send(&format!(":add {}\r", page.display()));
    pty.wait_for("1 new, 0 already filed");
    pty.wait_for("forty years");
    pty.send("\r");
    pty.wait_for("Reader");
    leave(&mut pty, "qq");
}

#[test]
fn a_signal_to_end_keeps_the_place_and_gives_the_terminal_back() {
    let library = samples();
    let mut pty = room(library.path(), (80, 16));
    pty.wait_for("? keys");
    pty.send("\r");
    pty.wait_for("read on");
    pty.send(" ");
    pty.wait_until("a page down", |screen| !screen.contents().contains(" 0 % "));
    let status = Command::new("kill").args(["-TERM", &pty.process().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(pty.wait_for_end(), 0);
    assert!(pty.left_behind().is_empty(), "{:?}", pty.left_behind());

    // The room opens where it was left.
    let mut pty = room(library.path(), (80, 16));
    pty.wait_for("resumed at");
    leave(&mut pty, "Q");
}

#[test]
fn what_is_marked_before_leaving_is_written() {
    let library = samples();
    let mut pty = room(library.path(), WIDE);
    pty.wait_for("? keys");
    leave(&mut pty, "sjsQ");
    let list = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(["--library", text(library.path()), "list", "is:starred", "--json"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&list.stdout).lines().count(), 2, "{list:?}");
}

#[test]
fn the_room_opens_where_it_was_left() {
    let library = samples();
    let mut pty = room(library.path(), WIDE);
    pty.wait_for("Filed under");
    pty.wait_for("? keys");
    pty.send("jj\r");
    pty.wait_for("┏ Reader");
    let title = first_line_of_the_reader(&pty.screen());
    leave(&mut pty, "Q");
    let mut pty = room(library.path(), WIDE);
    pty.wait_for("┏ Reader");
    assert_eq!(first_line_of_the_reader(&pty.screen()), title);
    leave(&mut pty, "Q");
    // What cannot be read was never kept.
    std::fs::write(library.path().join("state.json"), "{").unwrap();
    let mut pty = room(library.path(), WIDE);
    pty.wait_for("┏ Articles");
    leave(&mut pty, "Q");
}

/// The first line in the middle pane.
fn first_line_of_the_reader(screen: &str) -> String {
    let line = screen.lines().nth(2).unwrap_or_default().to_owned();
    line.split(['│', '┃']).filter(|part| !part.trim().is_empty()).nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn a_library_of_another_kind_is_an_error_in_words() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("library.db"), "this is no database, but it is long enough to be looked at")
        .unwrap();
    let pty = room(folder.path(), WIDE);
    assert_eq!(pty.wait_for_end(), 4, "{}", pty.screen());
    pty.wait_for("morgue: ");
    assert!(pty.left_behind().is_empty());
}
