//! Rulings on names, with the real program: edited, refused, printed, and carried to another library. What a ruling can say is
//! tested beside the code.

use std::io::Write;
use std::process::Stdio;

use crate::kit::library::{Ran, Shelf};

/// A page of an invented paper that names two people, and a board.
fn page(n: usize) -> String {
    let town = ["Tamberley", "Holt Cross", "Nether Wick"][n % 3];
    let mayor = ["Ines Oduya", "Ines Oduya", "Pat Lindqvist"][n % 3];
    format!(
        "<html><head><title>{town} votes on a ferry</title></head><body><article><h1>{town} votes on a ferry</h1>\
         <p>The council of {town} voted on Tuesday on a new ferry, which the town has talked about since the flood of May.</p>\
         <p>Mayor {mayor} said that the ferry would bring work to {town} and that nobody would have to leave for it.</p>\
         <p>The plan goes to the River Board in the autumn, and {town} will be heard there before the winter comes.</p>\
         </article></body></html>"
    )
}

fn shelf() -> Shelf {
    let shelf = Shelf::new();
    for n in 0..3 {
        shelf.save(&format!("{n}.html"), page(n));
    }
    shelf.add(&shelf.saved()).ended(0);
    shelf
}

/// The people that are shown, with their articles.
fn people(shelf: &Shelf) -> Vec<(String, u64)> {
    let lines = shelf.run(&["entities", "--json"]).ended(0).out();
    let rows = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let people = rows.filter(|row| row["kind"] == "person");
    people.map(|row| (row["name"].as_str().unwrap().to_owned(), row["articles"].as_u64().unwrap())).collect()
}

/// Has an editor write `text` in the place of what it is given, of which a copy is kept in `seen`.
#[cfg(unix)]
fn edit(shelf: &Shelf, text: &str) -> (Ran, String) {
    use std::os::unix::fs::PermissionsExt;
    let path = shelf.saved().with_file_name("editor.sh");
    let seen = shelf.saved().with_file_name("seen.txt");
    std::fs::write(&path, format!("#!/bin/sh\ncp \"$1\" '{}'\ncat > \"$1\" <<'END'\n{text}\nEND\n", seen.display()))
        .unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut morgue = shelf.morgue();
    let ran = morgue.args(["entities", "edit"]).env("EDITOR", &path).env_remove("VISUAL").output().unwrap();
    (Ran(ran), std::fs::read_to_string(seen).unwrap())
}

#[cfg(unix)]
const JOINED: &str = "\
The mayors, person
    # one office, two people
    Ines Oduya
    Pat Lindqvist
    + council of Tamberley

not a name
    River Board (organization)
";

#[cfg(unix)]
#[test]
fn names_are_joined_in_an_editor_carried_elsewhere_and_taken_back() {
    let shelf = shelf();
    assert_eq!(people(&shelf), [("Ines Oduya".to_owned(), 2), ("Pat Lindqvist".to_owned(), 1)]);
    assert_eq!(shelf.run(&["entities", "edit", "--print"]).ended(1).out(), "");
    let (ran, seen) = edit(&shelf, JOINED);
    assert_eq!(ran.ended(0).out(), "2 rulings added, 0 taken back, 3 articles shown elsewhere\n");
    assert!(seen.starts_with("# Which names are one"), "{seen}");
    assert_eq!(people(&shelf), [("The mayors".to_owned(), 3)]);
    shelf.run(&["entities", "River Board"]).ended(1);
    assert_eq!(shelf.run(&["list", "person:\"pat lindqvist\"", "--json"]).ended(0).out().lines().count(), 3);
    let dossier = shelf.run(&["dossier", "The mayors"]).ended(0).out();
    assert!(dossier.contains("council of Tamberley"), "{dossier}");
    let printed = shelf.run(&["entities", "edit", "--print"]).ended(0).out();
    assert_eq!(printed, JOINED);
    let json = shelf.run(&["entities", "edit", "--json"]).ended(0).out();
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!((&first["name"], &first["names"][2]["letters"]), (&"The mayors".into(), &true.into()));
    // Once more the same changes nothing, also after everything was read anew.
    assert_eq!(edit(&shelf, JOINED).0.ended(0).out(), "no ruling changed\n");
    shelf.run(&["reparse", "--all"]).ended(0);
    assert_eq!(people(&shelf), [("The mayors".to_owned(), 3)]);

    let other = Shelf::new();
    let file = other.save("rulings.txt", &printed);
    let told = other.run(&["entities", "edit", "--from", file.to_str().unwrap()]).ended(0).out();
    assert_eq!(told, "2 rulings added, 0 taken back, 0 articles shown elsewhere\n");
    for n in 0..3 {
        other.add(&other.save(&format!("{n}.html"), page(n))).ended(0);
    }
    assert_eq!(people(&other), [("The mayors".to_owned(), 3)]);

    let mut none = other
        .morgue()
        .args(["entities", "edit", "--from", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    none.stdin.take().unwrap().write_all(b"# nothing\n").unwrap();
    let told = Ran(none.wait_with_output().unwrap()).ended(0).out();
    assert_eq!(told, "0 rulings added, 2 taken back, 3 articles shown elsewhere\n");
    assert_eq!(people(&other), [("Ines Oduya".to_owned(), 2), ("Pat Lindqvist".to_owned(), 1)]);
}

#[cfg(unix)]
#[test]
fn rulings_that_cannot_be_read_lose_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = shelf();
    edit(&shelf, JOINED).0.ended(0);
    let told = edit(&shelf, "The mayors, person\n    Ines Oduya\nnobody").0.ended(2).err();
    assert!(told.contains("line 3: what is “nobody”?") && told.contains("what was typed is in"), "{told}");
    let path = told.trim().rsplit(' ').next().unwrap();
    assert!(std::fs::read_to_string(path).unwrap().contains("nobody"));
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(shelf.run(&["entities", "edit", "--print"]).ended(0).out(), JOINED);
    let file = shelf.save("rulings.txt", "not a name\n    Will\n");
    let told = shelf.run(&["entities", "edit", "--from", file.to_str().unwrap()]).ended(2).err();
    assert!(told.contains("rulings.txt") && told.contains("line 2: what is “Will” taken for?"), "{told}");
    shelf.run(&["entities", "edit", "--from", "x", "--print"]).ended(2);
}
