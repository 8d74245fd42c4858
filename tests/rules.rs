//! Lines that recur on a site, the reader's rules, and reading anew, with the real program. What a rule can say is tested beside the
//! code.

use std::time::Duration;

use crate::kit::library::Shelf;

const DESK: &str = "Ring the harbour desk in Quay End";

/// A page of an invented paper: three paragraphs of its own, and the desk's line below them.
fn page(n: usize) -> String {
    let town = ["Tamberley", "Holt Cross", "Nether Wick", "Saltmarsh", "Eddering", "Quay End"][n % 6];
    let what =
        ["a new ferry", "the old mill", "its flood wall", "a school roof", "the market hall", "a night bus"][n / 6 % 6];
    format!(
        "<html><head><title>{town} votes on {what}</title>\
         <link rel=canonical href=\"https://www.harbourcourier.example/news/{n}\"></head><body><article>\
         <h1>{town} votes on {what}</h1><p>By Ana Perez</p>\
         <p>The council of {town} voted on Tuesday on {what}, which the town has talked about since the flood of May.</p>\
         <p>Mayor Ines Oduya said that {what} would bring work to {town} and that nobody would have to leave for it.</p>\
         <p>The plan for {what} goes to the River Board in the autumn, and {town} will be heard there before winter.</p>\
         <p>{DESK}</p></article></body></html>"
    )
}

fn shelf(pages: std::ops::Range<usize>) -> Shelf {
    let shelf = Shelf::new();
    for n in pages {
        shelf.save(&format!("{n:03}.html"), page(n));
    }
    shelf.add(&shelf.saved()).ended(0);
    shelf
}

fn ids(shelf: &Shelf) -> Vec<String> {
    shelf.listed().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Articles in which the desk's line is shown.
fn showing(shelf: &Shelf) -> usize {
    ids(shelf).iter().filter(|id| shelf.run(&["show", id]).ended(0).out().contains(DESK)).count()
}

/// An editor that writes `text` in the place of what it is given.
#[cfg(unix)]
fn editor(shelf: &Shelf, text: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = shelf.saved().with_file_name("editor.sh");
    std::fs::write(&path, format!("#!/bin/sh\ncat > \"$1\" <<'END'\n{text}\nEND\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[cfg(unix)]
fn edit(shelf: &Shelf, text: &str) -> crate::kit::library::Ran {
    let editor = editor(shelf, text);
    crate::kit::library::Ran(
        shelf.morgue().args(["rules", "--edit"]).env("EDITOR", editor).env_remove("VISUAL").output().unwrap(),
    )
}

#[cfg(unix)]
#[test]
fn a_line_that_recurs_is_hidden_until_a_rule_keeps_it() {
    let shelf = shelf(0..2);
    assert_eq!(showing(&shelf), 2);
    shelf.add(&shelf.save("third.html", page(8))).ended(0);
    assert_eq!(showing(&shelf), 0, "also in those that were filed before");
    let id = &ids(&shelf)[0];
    let why = shelf.run(&["why", id]).ended(0).out();
    assert!(why.contains("stands in 3 articles of") && why.contains("otherwise body"), "{why}");
    assert_eq!(shelf.run(&["rules"]).ended(1).out(), "");

    let told = edit(&shelf, "keep harbourcourier.example ring the harbour desk*").ended(0).out();
    assert_eq!(told, "1 rule added, 0 taken off; 3 articles are read otherwise\n");
    assert_eq!(showing(&shelf), 3);
    assert_eq!(shelf.run(&["rules"]).ended(0).out(), "keep harbourcourier.example ring the harbour desk*\n");
    let json = shelf.run(&["rules", "--json"]).ended(0).out();
    assert_eq!(json, "{\"rule\":\"keep\",\"site\":\"harbourcourier.example\",\"line\":\"ring the harbour desk*\"}\n");
    edit(&shelf, "# none").ended(0);
    assert_eq!(showing(&shelf), 0, "the line recurs again");
}

#[cfg(unix)]
#[test]
fn a_rule_that_cannot_be_read_loses_nothing() {
    let shelf = shelf(0..1);
    let told = edit(&shelf, "hide everywhere nothing of the kind\nhid all").ended(2).err();
    assert!(told.contains("line 2: “hid” is no rule") && told.contains("what was typed is in"), "{told}");
    let path = told.trim().rsplit(' ').next().unwrap();
    assert!(std::fs::read_to_string(path).unwrap().contains("hid all"));
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    shelf.run(&["rules"]).ended(1);
}

#[test]
fn reading_anew_twice_changes_nothing_and_a_file_says_why_too() {
    let shelf = shelf(0..4);
    let before: Vec<String> = ids(&shelf).iter().map(|id| shelf.run(&["show", id, "--json"]).ended(0).out()).collect();
    assert_eq!(shelf.run(&["reparse"]).ended(0).out(), "0 read anew, 0 changed, 0 failed\n");
    for _ in 0..2 {
        assert_eq!(shelf.run(&["reparse", "--all"]).ended(0).out(), "4 read anew, 0 changed, 0 failed\n");
    }
    assert_eq!(shelf.run(&["reparse", "tamberley"]).ended(0).out(), "1 read anew, 0 changed, 0 failed\n");
    let after: Vec<String> = ids(&shelf).iter().map(|id| shelf.run(&["show", id, "--json"]).ended(0).out()).collect();
    assert_eq!(before, after);
    let file = shelf.save("x.html", page(0));
    let why = shelf.run(&["why", file.to_str().unwrap()]).ended(0).out();
    assert_eq!(why, shelf.run(&["parse", "--why", file.to_str().unwrap()]).ended(0).out());
    assert!(why.contains("body") && !why.contains("otherwise"), "{why}");
    shelf.run(&["why", "ffffffffff"]).ended(1);
}

#[test]
fn a_kill_while_reading_anew_loses_nothing() {
    let shelf = shelf(0..36);
    let count = ids(&shelf).len();
    for after in [5, 40, 120] {
        let mut child = shelf.morgue().args(["reparse", "--all"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(ids(&shelf).len(), count, "killed after {after} ms");
    }
    assert!(shelf.run(&["reparse", "--all"]).ended(0).out().starts_with(&format!("{count} read anew, 0 changed")));
}

#[test]
fn a_library_that_is_a_file_or_cannot_be_written_is_said_so() {
    let shelf = Shelf::new();
    let file = shelf.save("page.html", page(0));
    let name = file.to_str().unwrap();
    for arguments in
        [&["--library", name, "add", name][..], &["--library", name, "list"], &["--library", name, "reparse"]]
    {
        let told = shelf.run(arguments).ended(4).err();
        assert!(told.contains("is a file, and a library is a folder"), "{told}");
    }
    let inside = format!("{name}/library");
    let told = shelf.run(&["--library", &inside, "add", name]).ended(4).err();
    assert!(told.contains("cannot open the library") && !told.contains("SQL"), "{told}");
    shelf.run(&["reparse"]).ended(1);
}
