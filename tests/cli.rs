//! The program from the outside: what it prints, its exit codes, two at once, and what is left after a kill.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::kit::library::{Shelf, news};

/// The first 8 digits that `list` shows, of the newest article.
fn newest(shelf: &Shelf) -> String {
    shelf.run(&["list"]).ended(0).out().split(' ').next().unwrap().to_owned()
}

#[test]
fn what_was_added_is_listed_shown_and_given_back() {
    let shelf = Shelf::new();
    let bytes = news(3);
    let path = shelf.save("page.txt", &bytes);
    let report = shelf.add(&path).ended(0).out();
    assert!(report.starts_with("1 new, 0 already filed, 0 failed\n"), "{report}");
    let id = newest(&shelf);
    assert!(report.contains(&id), "{report}");

    let listed = shelf.listed();
    assert_eq!(listed.len(), 1);
    assert!(listed[0]["id"].as_str().unwrap().starts_with(&id));
    for field in ["title", "byline", "source", "published", "words", "minutes", "read", "starred", "archived", "binned"]
    {
        assert!(listed[0].get(field).is_some(), "{field}");
    }
    assert!(shelf.run(&["show", &id]).ended(0).out().contains("Nobody will lose a garden"));
    assert!(shelf.run(&["show", &id, "--markdown"]).ended(0).out().contains("River Board"));
    let shown: serde_json::Value = serde_json::from_str(&shelf.run(&["show", &id, "--json"]).ended(0).out()).unwrap();
    assert_eq!(shown["id"], listed[0]["id"]);
    assert!(shown["blocks"].as_array().is_some_and(|blocks| blocks.len() >= 3));
    assert_eq!(shelf.run(&["show", &id, "--original"]).ended(0).0.stdout, bytes.as_bytes());
}

#[test]
fn the_original_is_exact_whatever_the_bytes() {
    let shelf = Shelf::new();
    let bytes = b"\xef\xbb\xbfCaf\xe9 \x1b[31mred\x1b[0m\r\nA paragraph of some words that are read.\0\r\n".to_vec();
    shelf.add(&shelf.save("odd.txt", &bytes)).ended(0);
    let id = newest(&shelf);
    assert_eq!(shelf.run(&["show", &id, "--original"]).ended(0).0.stdout, bytes);
    let shown = shelf.run(&["show", &id]).ended(0).out();
    assert!(!shown.contains('\x1b') && !shown.contains('\0'), "{shown:?}");
}

#[test]
fn adding_again_says_so_and_changes_nothing() {
    let shelf = Shelf::new();
    let path = shelf.save("page.txt", news(1));
    shelf.add(&path).ended(0);
    let again = shelf.add(&path).ended(0).out();
    assert!(again.starts_with("0 new, 1 already filed, 0 failed\n"), "{again}");
    assert!(again.contains("page.txt"), "{again}");
    assert_eq!(shelf.listed().len(), 1);
}

#[test]
fn standard_input_and_a_report_as_json() {
    let shelf = Shelf::new();
    let missing = shelf.saved().join("missing.txt");
    let mut child = shelf
        .morgue()
        .args(["add", "--json", "-", missing.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(news(2).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(output.stderr, b"", "no progress bar where nobody watches");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["new"][0]["file"], "-");
    assert_eq!(report["failed"][0]["file"], missing.to_str().unwrap());
    assert!(report["failed"][0]["reason"].as_str().unwrap().contains("cannot be read"));
    assert_eq!(report["stopped"], false);
}

#[test]
fn exit_codes() {
    let shelf = Shelf::new();
    for command in [&["list"][..], &["show", "ab"], &["entities"], &["dossier", "x"]] {
        let ran = shelf.run(command).ended(1);
        assert!(ran.err().contains("there is no library") && ran.err().contains("morgue add"), "{}", ran.err());
    }
    assert!(!shelf.library().exists(), "reading makes nothing");
    shelf.add(&shelf.save("page.txt", news(1))).ended(0);
    shelf.run(&["list", "zeppelin"]).ended(1);
    shelf.run(&["list", "council"]).ended(0);
    shelf.run(&["show", "zz"]).ended(1);
    shelf.run(&["dossier", "nobody", "at", "all"]).ended(1);
    shelf.run(&["entities", "nobody"]).ended(1);
    shelf.run(&["entities", "--dot", "zeppelin"]).ended(1);
    shelf.run(&["entities", "--dot", "--json"]).ended(2);
    for nothing in ["", " ", "—"] {
        let ran = shelf.run(&["dossier", nothing]).ended(2);
        assert!(ran.err().contains("a name is missing") && ran.out().is_empty(), "{}", ran.err());
    }
    shelf.run(&["list", "--nonsense"]).ended(2);
    let odd = shelf.run(&["list", "council", "is:purple"]).ended(0);
    assert!(odd.err().contains("is:purple: an article cannot be"), "{}", odd.err());
    std::fs::create_dir(shelf.saved().join("nothing")).unwrap();
    shelf.add(&shelf.saved().join("nothing")).ended(1);
}

#[test]
fn the_library_may_be_named_before_or_after_the_command() {
    let shelf = Shelf::new();
    shelf.add(&shelf.save("page.txt", news(1))).ended(0);
    let library = shelf.library();
    let library = library.to_str().unwrap();
    for arguments in [["--library", library, "list"], ["list", "--library", library]] {
        let mut command = shelf.morgue();
        let output = command.env("MORGUE_LIBRARY", "/no/such/library").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.stdout.iter().filter(|&&byte| byte == b'\n').count(), 1);
    }
}

#[test]
fn a_broken_pipe_is_no_failure() {
    let shelf = Shelf::new();
    for n in 0..400 {
        shelf.save(&format!("{n}.txt"), news(n));
    }
    shelf.add(&shelf.saved()).ended(0);
    let mut child =
        shelf.morgue().args(["list", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
}

#[test]
fn a_library_of_other_tables_or_of_another_program_is_refused() {
    let shelf = Shelf::new();
    shelf.add(&shelf.save("page.txt", news(1))).ended(0);
    let database = shelf.library().join("library.db");
    let mut bytes = std::fs::read(&database).unwrap();
    // The version of the tables is the big-endian number at byte 60 of an SQLite file.
    assert_eq!(bytes[60..64], [0, 0, 0, 6]);
    for (version, says) in
        [(99, ["newer morgue", "99", "update morgue"]), (1, ["early morgue", "1", "file what was saved"])]
    {
        bytes[60..64].copy_from_slice(&[0, 0, 0, version]);
        std::fs::write(&database, &bytes).unwrap();
        for command in [&["list"][..], &["add", "/no/such/file"]] {
            let error = shelf.run(command).ended(4).err();
            for part in [&[database.to_str().unwrap()][..], &says].concat() {
                assert!(error.contains(part), "{error}");
            }
        }
    }
    std::fs::write(&database, b"This is not a database at all, but somebody's notes about one. ".repeat(50)).unwrap();
    let error = shelf.run(&["list"]).ended(4).err();
    assert!(error.contains("not a library of morgue"), "{error}");
}

#[test]
fn a_damaged_library_is_told_not_repaired() {
    let shelf = Shelf::new();
    (0..50).for_each(|n| drop(shelf.save(&format!("{n}.txt"), news(n))));
    shelf.add(&shelf.saved()).ended(0);
    let database = shelf.library().join("library.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[4096..].fill(0x5a);
    std::fs::write(&database, &bytes).unwrap();
    let error = shelf.run(&["list"]).ended(4).err();
    assert!(error.contains("is damaged: copy its folder"), "{error}");
    assert_eq!(std::fs::read(&database).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn the_library_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new();
    shelf.add(&shelf.save("page.txt", news(1))).ended(0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&shelf.library()), 0o700);
    // A reader keeps the log and its index alive while they are looked at.
    let _reader = morgue::library::Reader::open(&shelf.library()).unwrap().generation().unwrap();
    let mut library = morgue::library::Library::open(&shelf.library()).unwrap();
    library.set_place(morgue::article::Digest::of(b""), Default::default(), 0).unwrap();
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(shelf.library()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen.push(path.extension().unwrap().to_string_lossy().into_owned());
    }
    seen.sort();
    assert_eq!(seen, ["db", "db-shm", "db-wal"]);
}

#[test]
fn two_programs_add_at_once_and_everything_is_filed() {
    let shelf = Shelf::new();
    for n in 0..300 {
        let folder = if n < 150 { "one" } else { "two" };
        shelf.save(&format!("{folder}/{n}.txt"), news(n));
        shelf.save(&format!("{folder}/shared-{}.txt", n % 150), news(1000 + n % 150));
    }
    let start = |folder: &str| {
        let path = shelf.saved().join(folder);
        let mut command = shelf.morgue();
        command.args(["add", "--json", path.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let both = [start("one"), start("two")].map(|child| child.wait_with_output().unwrap());
    let mut new = 0;
    for output in both {
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        new += report["new"].as_array().unwrap().len();
    }
    assert_eq!(new, 450);
    assert_eq!(shelf.listed().len(), 450);
}

#[test]
fn two_programs_may_make_the_library_at_once() {
    for _ in 0..12 {
        let shelf = Shelf::new();
        let paths = [0, 1].map(|n| shelf.save(&format!("{n}.txt"), news(n)));
        let children = paths.map(|path| {
            let mut command = shelf.morgue();
            command.args(["add", path.to_str().unwrap()]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        });
        for output in children.map(|child| child.wait_with_output().unwrap()) {
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        assert_eq!(shelf.listed().len(), 2);
    }
}

#[test]
fn a_clipping_of_one_sentence_is_filed() {
    let shelf = Shelf::new();
    let path = shelf.save("note.txt", "The Tamberley weir opened on Monday.");
    let output = shelf.morgue().args(["add", path.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let shown = shelf.morgue().args(["show", &newest(&shelf)]).output().unwrap();
    assert!(String::from_utf8_lossy(&shown.stdout).contains("weir opened on Monday."));
}

#[test]
fn what_was_typed_is_repeated_without_signs_that_steer_a_terminal() {
    let shelf = Shelf::new();
    let evil = "\u{1b}[31mx\u{9b}1m\u{202e}";
    let lines: [&[&str]; 5] =
        [&["show", evil], &["parse", evil], &["dossier", evil], &["completions", evil], &["list", "--", evil]];
    for line in lines {
        let output = shelf.morgue().args(line).output().unwrap();
        for stream in [&output.stdout, &output.stderr] {
            let said = String::from_utf8_lossy(stream);
            let bad = said.chars().find(|&c| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c));
            assert_eq!(bad, None, "{line:?}: {said:?}");
        }
    }
}

#[test]
fn a_line_that_cannot_be_read_does_not_end_the_tagging() {
    let shelf = Shelf::new();
    let mut child = shelf.morgue();
    let mut child = child.args(["tag", "--jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = b"{\"id\": 1, \"text\": \"One.\"}\n{\"id\": 2\n\xff\n{\"id\": 4, \"text\": \"Four.\"}\n";
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    let ids: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!((ids, output.status.code()), (vec![1.into(), 4.into()], Some(3)));
}

#[cfg(unix)]
#[test]
fn after_a_kill_everything_that_was_filed_is_there() {
    let shelf = Shelf::new();
    const ALL: usize = 1500;
    (0..ALL).for_each(|n| drop(shelf.save(&format!("{n:04}.txt"), news(n))));
    let mut child =
        shelf.morgue().args(["add", shelf.saved().to_str().unwrap()]).stdout(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    let seen = loop {
        assert!(started.elapsed() < Duration::from_secs(60), "nothing was filed in a minute");
        let listed = if shelf.library().join("library.db").exists() { shelf.listed() } else { Vec::new() };
        if !listed.is_empty() {
            break listed;
        }
    };
    child.kill().unwrap();
    child.wait().unwrap();

    let after = shelf.listed();
    assert!(after.len() >= seen.len());
    for article in &seen {
        assert!(after.iter().any(|other| other["id"] == article["id"]));
    }
    for article in after.iter().step_by(50) {
        let id = article["id"].as_str().unwrap();
        assert!(!shelf.run(&["show", id, "--original"]).ended(0).0.stdout.is_empty());
    }
    let library = morgue::library::Library::open(&shelf.library()).unwrap();
    assert_eq!(library.faults().unwrap(), Vec::<String>::new());
    drop(library);
    shelf.add(&shelf.saved()).ended(0);
    assert_eq!(shelf.listed().len(), ALL);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_cleanly_and_keeps_what_is_filed() {
    let shelf = Shelf::new();
    (0..3000).for_each(|n| drop(shelf.save(&format!("{n:04}.txt"), news(n))));
    let child = shelf
        .morgue()
        .args(["add", "--json", shelf.saved().to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while !shelf.library().join("library.db").exists() || shelf.run(&["list", "--limit", "1"]).code() != 0 {
        assert!(started.elapsed() < Duration::from_secs(60), "nothing was filed in a minute");
    }
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["stopped"], true);
    let new = report["new"].as_array().unwrap().len();
    assert!(new > 0 && new < 3000, "{new}");
    assert_eq!(shelf.listed().len(), new);
}

#[test]
fn the_samples_are_filed_without_opening_a_screen() {
    let shelf = Shelf::new();
    let out = shelf.run(&["demo", "--no-open"]).ended(0).out();
    assert!(out.contains("sample articles are filed in"), "{out}");
    shelf.run(&["demo", "--no-open"]).ended(0);
    assert_eq!(shelf.listed().len(), morgue::intake::samples().len());
}

/// The cells of comma-separated values.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut signs = text.chars().peekable();
    let mut quoted = false;
    while let Some(sign) = signs.next() {
        let row = rows.last_mut().unwrap();
        match sign {
            '"' if quoted && signs.next_if_eq(&'"').is_some() => row.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            _ => row.last_mut().unwrap().push(sign),
        }
    }
    rows.pop();
    rows
}

#[test]
fn the_mentions_of_a_name_are_printed_as_values() {
    let shelf = Shelf::new();
    for n in 1..=3 {
        shelf.add(&shelf.save(&format!("{n}.txt"), news(n))).ended(0);
    }
    let out = shelf.run(&["dossier", "Ines Oduya", "--csv"]).ended(0).out();
    assert!(out.ends_with("\r\n") && out.starts_with("date,source,title,article,name,kind,form,"), "{out}");
    let rows = cells(&out);
    assert!(rows.len() > 3 && rows.iter().all(|row| row.len() == 11), "{out}");
    let dossier: serde_json::Value =
        serde_json::from_str(&shelf.run(&["dossier", "Ines Oduya", "--json"]).ended(0).out()).unwrap();
    assert_eq!(dossier["mentions"], rows.len() - 1, "{out}");
    for row in rows.iter().skip(1) {
        assert!(row[3].len() == 32 && row[10].contains(row[6].as_str()) && !row[6].is_empty(), "{row:?}");
    }
}

#[test]
fn names_that_stand_together_are_a_graph() {
    let shelf = Shelf::new();
    for n in 1..=3 {
        shelf.add(&shelf.save(&format!("{n}.txt"), news(n))).ended(0);
    }
    let dot = shelf.run(&["entities", "--dot"]).ended(0).out();
    let nodes = dot.lines().filter(|line| line.contains("[label=")).count();
    let weights = dot.lines().filter_map(|line| line.split("[weight=").nth(1)?.strip_suffix("];")?.parse::<u32>().ok());
    assert!(nodes > 1 && weights.clone().count() > 0 && weights.min() == Some(1), "{dot}");
    assert!(dot.contains("n0 [label=\"Ines Oduya\", kind=\"person\", articles=3];"), "{dot}");
    assert_eq!(dot, shelf.run(&["entities", "--dot"]).out(), "twice the same");
    let graphml = shelf.run(&["entities", "--graphml"]).ended(0).out();
    assert_eq!(graphml.matches("<node ").count(), nodes);
    assert_eq!(graphml.matches("<edge ").count(), dot.matches(" -- ").count());
    let two = shelf.run(&["entities", "--graphml", "--top", "2"]).ended(0).out();
    assert_eq!((two.matches("<node ").count(), two.matches("<edge ").count()), (2, 1), "{two}");
}
