//! Searching from the command line: what is printed, as what, and with which exit code. Which articles a query finds is
//! tested in the library.

use std::path::PathBuf;

use serde_json::Value;

use crate::kit::library::{Ran, Shelf, news};

/// A library of three articles about councils, and a folder of settings of its own.
fn shelf() -> Shelf {
    let shelf = Shelf::new();
    (1..=3).for_each(|n| drop(shelf.save(&format!("{n}.txt"), news(n))));
    shelf.add(&shelf.saved()).ended(0);
    shelf
}

/// Runs the program with the settings that stand in `topics.toml`.
fn with_topics(shelf: &Shelf, topics: &str, arguments: &[&str]) -> Ran {
    let folder: PathBuf = shelf.library().with_file_name("settings");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("topics.toml"), topics).unwrap();
    Ran(shelf.morgue().env("MORGUE_CONFIG", folder).args(arguments).output().unwrap())
}

fn json(ran: Ran) -> Vec<Value> {
    ran.ended(0).out().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_is_found_is_shown_with_the_sentences_it_was_found_by() {
    let shelf = shelf();
    let out = shelf.run(&["search", "garden", "saltmarsh"]).ended(0);
    assert_eq!(out.err(), "");
    let out = out.out();
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].contains("Council of Saltmarsh votes on plan 3"), "{out}");
    assert!(lines[1].starts_with("          ") && lines[1].contains("Saltmarsh"), "{out}");
    assert!(out.contains("Nobody will lose a garden over it"), "{out}");
    assert!(!out.contains('\x1b'), "nobody looks at a pipe: {out:?}");

    let found = json(shelf.run(&["search", "--json", "gardèn person:oduya", "--limit", "2"]));
    assert_eq!(found.len(), 2);
    for article in &found {
        assert!(
            article["id"].as_str().is_some_and(|id| id.len() == 32) && article["hits"].as_u64() >= Some(2),
            "{article}"
        );
        let snippets = article["snippets"].as_array().unwrap();
        assert!(!snippets.is_empty());
        let marked: Vec<&str> = snippets
            .iter()
            .flat_map(|snippet| {
                let text = snippet["text"].as_str().unwrap();
                let byte = |mark: &Value, at: usize| usize::try_from(mark[at].as_u64().unwrap()).unwrap();
                snippet["marks"].as_array().unwrap().iter().map(move |mark| &text[byte(mark, 0)..byte(mark, 1)])
            })
            .collect();
        assert!(marked.contains(&"garden") && marked.iter().any(|hit| hit.contains("Oduya")), "{marked:?}");
    }
    let best = json(shelf.run(&["search", "--json", "--relevance", "saltmarsh OR council"]));
    assert!(best.len() == 3 && best[0]["title"].as_str().unwrap().contains("Saltmarsh"), "{best:?}");
}

#[test]
fn what_is_not_found_and_what_is_not_understood_have_their_codes() {
    let shelf = shelf();
    assert_eq!(shelf.run(&["search", "zeppelin"]).ended(1).out(), "");
    shelf.run(&["search"]).ended(2);
    let none = shelf.run(&["search", "🙂"]).ended(2);
    assert!(none.out().is_empty() && none.err().contains("no word in this"), "{}", none.err());
    let some = shelf.run(&["search", "garden", "colour:red", "OR", "is:blue", "mill"]).ended(0);
    assert!(some.err().contains("colour:: there is no field") && some.err().contains("is:blue"), "{}", some.err());
    assert!(shelf.run(&["search", "garden", "person:nobody"]).ended(1).err().contains("no person"));
    shelf.run(&["grep", "garden(", "saltmarsh"]).ended(2);
    assert_eq!(shelf.run(&["grep", "zeppelin"]).ended(1).out(), "");
    shelf.run(&["grep"]).ended(2);
    assert_eq!(Shelf::new().run(&["search", "garden"]).ended(1).out(), "");
}

#[test]
fn a_line_that_a_pattern_fits_is_that_line_of_what_show_prints() {
    let shelf = shelf();
    let out = shelf.run(&["grep", "gard.n"]).ended(0).out();
    assert_eq!(out.lines().count(), 3, "{out}");
    for found in out.lines() {
        let mut parts = found.splitn(3, ':');
        let (id, line, text) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let shown = shelf.run(&["show", id]).ended(0).out();
        assert_eq!(shown.lines().nth(line.parse::<usize>().unwrap() - 1), Some(text), "{shown}");
    }
    assert_eq!(shelf.run(&["grep", "COUNCIL of salt"]).ended(1).out(), "");
    let titled = shelf.run(&["grep", "-i", "COUNCIL of salt", "saltmarsh"]).ended(0).out();
    assert!(titled.contains(":1:Council of Saltmarsh"), "{titled}");
    assert_eq!(shelf.run(&["grep", "-F", "gard.n"]).ended(1).out(), "");
    let only = shelf.run(&["grep", "garden", "title:saltmarsh"]).ended(0).out();
    assert_eq!(only.lines().count(), 1, "{only}");
    let lines = json(shelf.run(&["grep", "--json", "-F", "garden", "title:saltmarsh"]));
    let (start, end) = (lines[0]["marks"][0][0].as_u64().unwrap(), lines[0]["marks"][0][1].as_u64().unwrap());
    let range = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
    assert_eq!(&lines[0]["text"].as_str().unwrap()[range], "garden");
}

#[test]
fn searches_are_kept_counted_and_removed() {
    let shelf = shelf();
    assert_eq!(shelf.run(&["searches"]).ended(1).out(), "");
    shelf.run(&["searches", "add", "Salt", "saltmarsh -zeppelin"]).ended(0);
    shelf.run(&["searches", "add", "Gardens", "garden"]).ended(0);
    let out = shelf.run(&["searches"]).ended(0).out();
    assert_eq!(out, "      3  Gardens  garden\n      1  Salt     saltmarsh -zeppelin\n");
    let kept = json(shelf.run(&["searches", "--json"]));
    assert_eq!(
        (&kept[0]["name"], &kept[0]["unread"], &kept[0]["counted"]),
        (&"Gardens".into(), &3.into(), &"all".into())
    );
    let odd = shelf.run(&["searches", "add", "Odd", "garden", "is:blue"]).ended(0);
    assert!(odd.err().contains("is:blue"), "{}", odd.err());
    shelf.run(&["searches", "add", "Nothing", "…"]).ended(2);
    shelf.run(&["searches", "add", "…", "garden"]).ended(2);
    shelf.run(&["searches", "add", "Nothing"]).ended(2);
    shelf.run(&["searches", "remove", "Gardens"]).ended(0);
    assert!(shelf.run(&["searches", "remove", "Gardens"]).ended(1).err().contains("no search is called"));
    assert_eq!(shelf.run(&["searches"]).ended(0).out().lines().count(), 2);
    let nowhere = Shelf::new();
    nowhere.run(&["searches", "add", "Salt", "saltmarsh"]).ended(1);
    assert!(!nowhere.library().exists(), "to look is not to make");
}

#[test]
fn topics_of_ones_own_are_searches_listed_with_the_topics() {
    let shelf = shelf();
    let topics = "# Mine\n\"Plans for the mill\" = 'plan mill'\nSalt = \"saltmarsh\"\nOdd = 'garden person:nobody'\n";
    let out = with_topics(&shelf, topics, &["list", "topic:salt"]).ended(0).out();
    assert!(out.lines().count() == 1 && out.contains("Saltmarsh"), "{out}");
    let found = json(with_topics(&shelf, topics, &["search", "--json", "topic:\"plans for the mill\" saltmarsh"]));
    assert_eq!(found.len(), 1);
    let listed = with_topics(&shelf, topics, &["entities"]).ended(0);
    let first: Vec<&str> =
        listed.0.stdout.split(|&byte| byte == b'\n').take(2).map(|line| std::str::from_utf8(line).unwrap()).collect();
    assert_eq!(first[0], "      3  topic         Plans for the mill  (yours: plan mill)");
    assert_eq!(first[1], "      1  topic         Salt  (yours: saltmarsh)");
    assert!(listed.err().contains("no person is filed under “nobody”"), "{}", listed.err());
    let salt = json(with_topics(&shelf, topics, &["entities", "--json", "sal"]));
    assert_eq!(
        (&salt[0]["name"], &salt[0]["query"], &salt[0]["articles"]),
        (&"Salt".into(), &"saltmarsh".into(), &1.into())
    );
    let odd = with_topics(&shelf, topics, &["list", "topic:odd"]).ended(1);
    assert!(odd.err().contains("line 4 of topics.toml"), "{}", odd.err());
    let wrong = with_topics(&shelf, "Salt = 'x'\nMill = 3\n", &["list"]).ended(2);
    assert!(wrong.err().contains("topics.toml: line 2, column 8: Mill must be a query"), "{}", wrong.err());
}
