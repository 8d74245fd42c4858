//! The library as its users see it: file, find, mark, take back. What only one file knows is tested in that file.

mod naming;
mod overlay;

use super::kit::{NOW, clipping, drawer, library, titles, today};
use super::*;
use crate::article::EntityKind::{Organization, Person, Place as Town, Topic};

/// Six articles, in the order in which they are filed.
fn six() -> Vec<Clipping> {
    vec![
        clipping(
            "Weir opens at last",
            "2026-03-04",
            "The Courier",
            "Mayor Ines Oduya opened the weir at Tamberley.\nThe River Board had paid for it, Oduya said.",
            &[("Ines Oduya", Person), ("River Board", Organization), ("Tamberley", Town)],
        ),
        clipping(
            "River Board cuts rates",
            "2026-03-05",
            "Evening Post",
            "The River Board will cut its rates. Ines Oduya voted against. Café owners cheered.",
            &[("River Board", Organization), ("Ines Oduya", Person), ("rates", Topic)],
        ),
        clipping(
            "Football: a draw",
            "2026-03-05",
            "The Courier",
            "A goalless draw at Tamberley.",
            &[("Tamberley", Town)],
        ),
        clipping("A note without a date", "", "The Courier", "Something about a weir, undated.", &[]),
        clipping(
            "Old news of grain",
            "2025-12-31",
            "Evening Post",
            "Grain deal signed; the weir was not discussed.",
            &[],
        ),
        clipping("C++ and other signs", "2026-01-15", "Evening Post", "It said \"NEAR\" and AND - that was all.", &[]),
    ]
}

#[test]
fn queries_find_what_they_ask_for_newest_first() {
    let (mut library, reader, ids) = library(&six());
    library.apply(&Change::Star(vec![ids[1]], true), NOW).unwrap();
    library.apply(&Change::Read(vec![ids[1], ids[2]], true), NOW).unwrap();
    library.apply(&Change::Archive(vec![ids[4]], true), NOW).unwrap();
    library.apply(&Change::Bin(vec![ids[5]], true), NOW).unwrap();
    let (opens, rates, draw, note) =
        ("Weir opens at last", "River Board cuts rates", "Football: a draw", "A note without a date");
    let (grain, signs) = ("Old news of grain", "C++ and other signs");
    for (typed, expected) in [
        ("", &[draw, rates, opens, note][..]),
        ("weir", &[opens, note]),
        ("WEIR undated", &[note]),
        ("\"river board\"", &[rates, opens]),
        ("\"board river\"", &[]),
        ("cafe", &[rates]),
        ("tamb*", &[draw, opens]),
        ("tamb", &[]),
        ("weir -undated", &[opens]),
        ("-weir", &[draw, rates]),
        ("goalless OR undated", &[draw, note]),
        ("(goalless OR weir) tamberley", &[draw, opens]),
        ("person:oduya", &[rates, opens]),
        ("person:\"Ines Oduya\" weir", &[opens]),
        ("person:od", &[rates, opens]),
        ("org:\"river board\" -rates", &[opens]),
        ("person:oduya OR goalless", &[draw, rates, opens]),
        ("-person:oduya", &[draw, note]),
        ("person:nobody", &[]),
        ("place:tamberley person:oduya", &[opens]),
        ("topic:rates", &[rates]),
        ("source:courier", &[draw, opens, note]),
        ("source:courier weir", &[opens, note]),
        ("-source:courier", &[rates]),
        ("author:perez goalless", &[draw]),
        ("author:weir", &[]),
        ("is:starred", &[rates]),
        ("is:read", &[draw, rates]),
        ("is:unread", &[opens, note]),
        ("is:unread source:courier", &[opens, note]),
        ("is:archived", &[grain]),
        ("is:binned", &[signs]),
        ("is:binned c++", &[signs]),
        ("is:binned near", &[signs]),
        ("is:archived OR is:unread", &[opens, grain, note]),
        ("is:broken goalless", &[draw]),
        ("since:2026-03-05", &[draw, rates]),
        ("until:2026-03-04", &[opens]),
        ("since:2026-03 until:2026-03-04", &[opens]),
        ("since:2027", &[]),
        ("weir since:2026", &[opens]),
        ("is:starred since:2026-03-06", &[]),
        ("person:oduya until:2026-03-04", &[opens]),
        ("-since:2026-03-05", &[opens, note]),
    ] {
        assert_eq!(titles(&reader, typed), expected, "{typed}");
        let (query, _) = Query::parse(typed, &reader, today());
        assert_eq!(reader.count(&query, 100).unwrap(), Count::Exactly(expected.len() as u64), "{typed}");
    }
}

#[test]
fn what_is_kept_of_the_number_of_articles_stays_true() {
    let (mut library, reader, ids) = library(&six());
    let (everything, _) = Query::parse("", &reader, today());
    let holds = |reader: &Reader| {
        let rows = reader.list(&everything, From::Top, 100).unwrap().rows.len() as u64;
        assert_eq!(reader.count(&everything, 1).unwrap(), Count::Exactly(rows));
        rows
    };
    assert_eq!(holds(&reader), 6);
    for (change, expected) in [
        (Change::Archive(ids.clone(), true), 0),
        (Change::Archive(ids.clone(), false), 6),
        (Change::Bin(ids[..2].to_vec(), true), 4),
        (Change::Archive(ids[..3].to_vec(), true), 3),
    ] {
        library.apply(&change, NOW).unwrap();
        assert_eq!(holds(&reader), expected, "{change:?}");
    }
    library.undo(NOW).unwrap();
    assert_eq!(holds(&reader), 4);
}

#[test]
fn no_query_that_can_be_typed_is_refused_by_the_database() {
    let (_library, reader, _) = library(&six());
    let signs =
        ["\"", "-", "(", ")", "*", "OR", ":", "^", "{a}", "+", "NEAR(a b)", "person:", "'", "\0", "é*", "\\", "a:b"];
    for one in signs {
        for two in signs {
            for three in ["", "weir", "-weir", "person:oduya"] {
                let typed = format!("{one}{two} {three} {two}weir{one}");
                let (query, complaints) = Query::parse(&typed, &reader, today());
                assert!(complaints.iter().all(|complaint| typed.get(complaint.range.clone()).is_some()), "{typed}");
                reader.list(&query, From::Top, 5).unwrap_or_else(|error| panic!("{typed}: {error:?}"));
            }
        }
    }
}

#[test]
fn pages_join_without_gap_or_repeat_from_either_end() {
    let many: Vec<Clipping> = (0..25)
        .map(|n| {
            clipping(&format!("Number {n:02}"), &format!("2026-01-{:02}", n % 7 + 1), "The Courier", "Words.", &[])
        })
        .collect();
    let (_library, reader, _) = library(&many);
    let (query, _) = Query::parse("words", &reader, today());
    let all = reader.list(&query, From::Top, 100).unwrap();
    assert_eq!((all.rows.len(), all.more), (25, false));
    let (mut down, mut from) = (Vec::new(), From::Top);
    loop {
        let page = reader.list(&query, from, 10).unwrap();
        from = From::After(page.rows.last().unwrap().id);
        down.extend(page.rows);
        if !page.more {
            break;
        }
    }
    assert_eq!(down, all.rows);
    let bottom = reader.list(&query, From::Bottom, 10).unwrap();
    assert_eq!((&bottom.rows[..], bottom.more), (&all.rows[15..], false));
    let before = reader.list(&query, From::Before(bottom.rows[0].id), 10).unwrap();
    assert_eq!((&before.rows[..], before.more), (&all.rows[5..15], true));
    for (at, expected) in [(0, 0..6), (12, 9..15), (24, 19..25)] {
        let around = reader.list(&query, From::Around(all.rows[at].id), 6).unwrap();
        assert_eq!(around.rows, all.rows[expected], "around {at}");
    }
    assert_eq!(reader.count(&query, 10).unwrap(), Count::AtLeast(10));
}

#[test]
fn the_same_bytes_are_filed_once() {
    let (mut library, reader, ids) = library(&six());
    let again = library.file(&six()[..2], NOW).unwrap();
    assert_eq!(again, [Filed::Already(ids[0]), Filed::Already(ids[1])]);
    let twice = vec![clipping("Twin", "2026-05-05", "The Courier", "Two of a kind.", &[]); 2];
    let filed = library.file(&twice, NOW).unwrap();
    assert!(matches!(filed[..], [Filed::New(one), Filed::Already(two)] if one == two), "{filed:?}");
    assert_eq!(reader.original(ids[0]).unwrap().unwrap(), zstd::stream::decode_all(&six()[0].original[..]).unwrap());
}

#[test]
fn an_article_opens_with_its_drawers_and_mentions() {
    let (mut library, reader, ids) = library(&six());
    library.set_place(six()[0].origin.digest, Place { block: 1, byte: 4 }, 43).unwrap();
    let opened = reader.article(ids[0]).unwrap().unwrap();
    let names: Vec<(&str, u32, u32)> =
        opened.drawers.iter().map(|drawer| (drawer.name.as_str(), drawer.here, drawer.articles)).collect();
    assert_eq!(names, [("Ines Oduya", 1, 2), ("River Board", 1, 2), ("Tamberley", 1, 2)]);
    assert_eq!(opened.mentions.len(), 3);
    assert_eq!(opened.place, Some(Place { block: 1, byte: 4 }));
    assert_eq!(opened.row.marks.progress, Some(43));
    assert_eq!(opened.article, six()[0].article);
    assert_eq!(reader.entities_as_parsed(ids[0]).unwrap(), Some(six()[0].entities.clone()));
    assert_eq!(reader.article(ArticleId(5)).unwrap(), None);
    let digest = opened.row.digest.to_string();
    assert_eq!(reader.find_digest(&digest[..6].to_uppercase()).unwrap(), [opened.row]);
    for typed in ["", "xyz", "%", &format!("{digest}0")] {
        assert_eq!(reader.find_digest(typed).unwrap(), [], "{typed}");
    }
}

#[test]
fn a_name_leads_from_article_to_article_past_the_bin() {
    let (mut library, reader, ids) = library(&six());
    let town = drawer(&reader, "Tamberley");
    assert_eq!(reader.beside(town, None, ids[2], Toward::Older).unwrap(), Some(ids[0]));
    assert_eq!(reader.beside(town, None, ids[0], Toward::Newer).unwrap(), Some(ids[2]));
    assert_eq!(reader.beside(town, None, ids[0], Toward::Older).unwrap(), None);
    assert_eq!(reader.position(town, None, ids[2]).unwrap(), (1, 2));
    assert_eq!(reader.position(town, None, ids[0]).unwrap(), (2, 2));
    library.apply(&Change::Bin(vec![ids[2]], true), NOW).unwrap();
    assert_eq!(reader.beside(town, None, ids[0], Toward::Newer).unwrap(), None);
    assert_eq!(reader.position(town, None, ids[0]).unwrap(), (1, 1));
}

#[test]
fn a_change_is_taken_back_and_made_again() {
    let (mut library, reader, ids) = library(&six());
    let starred = |reader: &Reader| titles(reader, "is:starred");
    library.apply(&Change::Star(vec![ids[0]], true), NOW).unwrap();
    library.apply(&Change::Star(vec![ids[0], ids[1], ids[2]], true), NOW).unwrap();
    assert_eq!(starred(&reader).len(), 3);
    assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("star on 2 articles"));
    assert_eq!(starred(&reader), ["Weir opens at last"]);
    assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("star on “Weir opens at last”"));
    assert!(starred(&reader).is_empty());
    assert_eq!(library.undo(NOW).unwrap(), None);
    assert_eq!(library.redo(NOW).unwrap().as_deref(), Some("star on “Weir opens at last”"));
    assert_eq!(library.redo(NOW).unwrap().as_deref(), Some("star on 2 articles"));
    assert_eq!(library.redo(NOW).unwrap(), None);
    assert_eq!(starred(&reader).len(), 3);
    library.undo(NOW).unwrap();
    library.apply(&Change::Bin(vec![ids[3]], true), NOW).unwrap();
    assert_eq!(library.redo(NOW).unwrap(), None, "a new change ends what could be made again");
    library.apply(&Change::Bin(vec![ids[3]], true), NOW).unwrap();
    assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("binning of “A note without a date”"));
    assert!(titles(&reader, "is:binned").is_empty(), "what changes nothing is not in the journal");
}

#[test]
fn the_page_of_a_name() {
    let (mut library, reader, ids) = library(&six());
    let dossier = reader.dossier(drawer(&reader, "Ines Oduya"), 10).unwrap().unwrap();
    assert_eq!((dossier.drawer.articles, dossier.mentions, dossier.more), (2, 2, false));
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    assert_eq!(dossier.span, Some((day("2026-03-04"), day("2026-03-05"))));
    assert_eq!(dossier.months, [(day("2026-03-01"), 2)]);
    let quotes: Vec<(String, String)> = dossier
        .articles
        .iter()
        .filter_map(|row| row.quote.clone().map(|(quote, range)| (quote[range].to_owned(), quote)))
        .collect();
    let expected =
        [("Ines Oduya", "Ines Oduya voted against."), ("Ines Oduya", "Mayor Ines Oduya opened the weir at Tamberley.")];
    assert_eq!(quotes, expected.map(|(name, quote)| (name.to_owned(), quote.to_owned())));
    let companions: Vec<(&str, u32)> =
        dossier.companions.iter().map(|(drawer, shared)| (drawer.name.as_str(), *shared)).collect();
    assert_eq!(companions, [("River Board", 2), ("Tamberley", 1), ("rates", 1)]);
    assert_eq!(dossier.aliases, [("Ines Oduya".to_owned(), 2)]);
    assert_eq!(dossier.sources, [("Evening Post".to_owned(), 1), ("The Courier".to_owned(), 1)]);
    library.apply(&Change::Bin(vec![ids[0]], true), NOW).unwrap();
    let rest = reader.dossier(dossier.drawer.id, 10).unwrap().unwrap();
    assert_eq!(rest.articles.len(), 1);
    assert_eq!(reader.dossier(EntityId(999), 10).unwrap(), None);
}

#[test]
fn drawers_and_titles_are_found_by_the_beginnings_of_words() {
    let (_library, reader, _) = library(&six());
    let names = |kind, prefix: &str| {
        reader.drawers(kind, prefix, 10).unwrap().into_iter().map(|drawer| drawer.name).collect::<Vec<_>>()
    };
    assert_eq!(names(None, ""), ["Ines Oduya", "River Board", "Tamberley", "rates"]);
    assert_eq!(names(Some(Person), ""), ["Ines Oduya"]);
    for (typed, expected) in [
        ("od", &["Ines Oduya"][..]),
        ("ODUY", &["Ines Oduya"]),
        ("oduya in", &["Ines Oduya"]),
        ("r", &["River Board", "rates"]),
        ("boards", &[]),
    ] {
        assert_eq!(names(None, typed), expected, "{typed}");
    }
    let offered = |typed: &str| {
        let show = |suggestion| match suggestion {
            Suggestion::Article(row) => row.title,
            Suggestion::Drawer(drawer) => format!("[{}]", drawer.name),
        };
        reader.suggest(typed, 3).unwrap().into_iter().map(show).collect::<Vec<_>>()
    };
    assert_eq!(offered("river board"), ["[River Board]", "River Board cuts rates"]);
    assert_eq!(offered("rat"), ["[rates]", "River Board cuts rates"]);
    assert_eq!(offered("weir la"), ["Weir opens at last"]);
    assert!(offered(" - ").is_empty() && offered("").is_empty());
}

#[test]
fn a_reader_sees_that_something_changed() {
    let (mut library, reader, ids) = library(&six());
    let before = reader.generation().unwrap();
    assert_eq!(reader.generation().unwrap(), before);
    library.apply(&Change::Read(vec![ids[0]], true), NOW).unwrap();
    assert_ne!(reader.generation().unwrap(), before);
}

#[test]
fn where_one_batch_ends_does_not_matter() {
    let one = Library::in_memory().unwrap();
    let two = Library::in_memory().unwrap();
    let (mut one, mut two) = (one, two);
    one.file(&six(), NOW).unwrap();
    for clipping in six() {
        two.file(&[clipping], NOW).unwrap();
    }
    let dump = one.dump().unwrap();
    assert!(dump.len() > 40, "{dump:?}");
    assert_eq!(dump, two.dump().unwrap());
}

#[test]
fn what_is_listed_is_not_sorted_first() {
    let (_library, reader, _) = library(&six());
    let typed = [
        "",
        "weir",
        "weir -rates",
        "weir is:unread",
        "person:oduya",
        "person:oduya is:unread",
        "is:unread",
        "is:starred",
        "is:archived",
        "is:binned",
        "is:broken",
        "source:courier",
        "source:courier is:unread",
        "since:2026-01 until:2026-03",
        "weir since:2026",
        "-weir",
        "weir OR person:oduya",
    ];
    for typed in typed {
        let (query, _) = Query::parse(typed, &reader, today());
        for plan in [reader.plan(&query, From::Top), reader.plan(&query, From::Bottom)] {
            let plan = plan.unwrap();
            assert!(!plan.contains("TEMP B-TREE"), "{typed}: {plan}");
        }
    }
}

#[test]
fn a_library_in_use_is_said_to_be_in_use_and_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Library::open(folder.path()).unwrap();
    one.file(&six(), NOW).unwrap();
    let mut two = Library::open(folder.path()).unwrap();
    two.connection.busy_timeout(std::time::Duration::from_millis(20)).unwrap();
    one.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = two.file(&six()[..1], NOW).unwrap_err();
    assert!(matches!(error, Error::Locked { .. }) && error.is_of_the_library(), "{error:?}");
    assert!(error.to_string().contains("in use by another program: try again"), "{error}");
    let reader = Reader::open(folder.path()).unwrap();
    assert_eq!(titles(&reader, "weir").len(), 3);
    one.connection.execute_batch("COMMIT").unwrap();
    assert!(matches!(two.file(&six()[..1], NOW).unwrap()[..], [Filed::Already(_)]));
    assert_eq!(one.faults().unwrap(), Vec::<String>::new());
}

#[test]
fn what_another_program_filed_is_known_to_the_next_batch() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (Library::open(folder.path()).unwrap(), Library::open(folder.path()).unwrap());
    one.file(&six()[..1], NOW).unwrap();
    two.file(&six()[1..2], NOW).unwrap();
    one.file(&six()[2..3], NOW).unwrap();
    two.file(&six()[3..], NOW).unwrap();
    let (alone, _, _) = library(&six());
    assert_eq!(one.dump().unwrap(), alone.dump().unwrap());
}

#[test]
fn a_long_question_can_be_stopped() {
    let (_library, reader, _) = library(&six());
    let interrupt = reader.interrupt_handle();
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(30));
        interrupt.interrupt();
    });
    let answer = reader.run(|| reader.connection.query_row(endless, (), |row| row.get::<_, i64>(0)));
    assert!(matches!(answer, Err(Error::Interrupted)), "{answer:?}");
    stopper.join().unwrap();
}

#[test]
fn a_journal_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let Filed::New(id) = library.file(&six()[..1], NOW).unwrap()[0] else { panic!("not new") };
    library.apply(&Change::Archive(vec![id], true), NOW).unwrap();
    drop(library);
    let mut library = Library::open(folder.path()).unwrap();
    let undone = library.undo(NOW).unwrap();
    assert_eq!(undone.as_deref(), Some("archiving of “Weir opens at last”"));
}
