//! Stories of invented news: which articles are of one event, that no order makes a difference, and what their page says.

use super::super::kit::{NOW, clipping, library, today};
use super::super::*;
use crate::article::EntityKind::{Organization, Person, Place};
use crate::article::{Digest, EntityKind};

const NAMES: &[(&str, EntityKind)] = &[
    ("Maud Tarrant", Person),
    ("Ines Oduya", Person),
    ("Corran", Place),
    ("Quay End", Place),
    ("River Authority", Organization),
    ("Pilots Guild", Organization),
];

/// An article, filed under those of the names that are in it.
fn news(title: &str, day: &str, source: &str, text: &str) -> Clipping {
    let names: Vec<_> = NAMES.iter().filter(|(name, _)| text.contains(name)).copied().collect();
    clipping(title, day, source, text, &names)
}

/// Three reports of a sluice, two of a strike of pilots, one of neither; a sluice again half a year later.
fn week() -> Vec<Clipping> {
    vec![
        news(
            "Sluice at Corran opened after nine years",
            "2026-05-08",
            "Corran Courier",
            "The sluice at Corran was opened on Friday after nine years of works and two floods.\n\
             Engineer Maud Tarrant turned the oak wheel herself while a heron watched from the wall.\n\
             The River Authority paid thirty million crowns for the sluice and its oak doors.",
        ),
        news(
            "Corran gets its sluice at last",
            "2026-05-09",
            "Valley Tribune",
            "Corran has a sluice. Maud Tarrant of the River Authority opened the oak doors before four hundred people.\n\
             Upstream farmers, whose meadows the floods took twice, cheered the engineer and her wheel.",
        ),
        news(
            "Eel traps lost under the new sluice",
            "2026-05-11",
            "Corran Courier",
            "Two families of Corran lost their eel traps under the sluice that the River Authority opened on Friday.\n\
             Mayor Ines Oduya promised them an answer; engineer Maud Tarrant said the traps were on no map of the sluice.",
        ),
        news(
            "Pilots walk out at Quay End",
            "2026-05-09",
            "The Tidewatch",
            "Pilots of Quay End walked out on Saturday over tolls, leaving eleven freighters outside the sandbar.\n\
             The Pilots Guild wants launches that are younger than the pilots.",
        ),
        news(
            "Eleven freighters wait as pilots strike",
            "2026-05-10",
            "Brackwater Gazette",
            "Eleven freighters lay outside the sandbar of Quay End on Sunday while pilots kept their launches ashore.\n\
             Talks on the tolls with the Pilots Guild broke off before noon.",
        ),
        news(
            "Bakery wins a medal",
            "2026-05-09",
            "Corran Courier",
            "A bakery in the old town won a medal for rye bread with caraway at the county fair on Saturday.",
        ),
        news(
            "Sluice at Corran stuck",
            "2026-11-08",
            "Corran Courier",
            "The sluice at Corran would not close on Sunday: a heron's nest had fallen into the oak doors.\n\
             Engineer Maud Tarrant of the River Authority freed the wheel by hand.",
        ),
    ]
}

fn story_of(reader: &Reader, id: ArticleId) -> Vec<String> {
    let story = reader.story(id).unwrap();
    story.map(|story| story.articles.into_iter().map(|row| row.row.title).collect()).unwrap_or_default()
}

#[test]
fn reports_of_one_event_are_one_story_and_others_are_not() {
    let (_library, reader, ids) = library(&week());
    let sluice = story_of(&reader, ids[0]);
    assert_eq!(sluice.len(), 3, "{sluice:?}");
    for id in &ids[1..3] {
        assert_eq!(story_of(&reader, *id), sluice);
    }
    let strike = story_of(&reader, ids[3]);
    assert_eq!(strike, ["Pilots walk out at Quay End", "Eleven freighters wait as pilots strike"]);
    assert_eq!(story_of(&reader, ids[5]), [""; 0], "the bakery is alone");
    assert_eq!(story_of(&reader, ids[6]), [""; 0], "half a year later it is another event");
}

#[test]
fn the_page_of_a_story_says_when_where_and_who_is_new() {
    let (_library, reader, ids) = library(&week());
    let story = reader.story(ids[2]).unwrap().unwrap();
    assert!(story.title.contains("luice") && ids[..3].contains(&story.central), "{story:?}");
    assert_eq!((story.span.0.to_string(), story.span.1.to_string()), ("2026-05-08".into(), "2026-05-11".into()));
    assert_eq!(story.sources, [("Corran Courier".to_owned(), 2), ("Valley Tribune".to_owned(), 1)]);
    let new: Vec<Vec<&str>> =
        story.articles.iter().map(|row| row.new.iter().map(|drawer| drawer.name.as_str()).collect()).collect();
    assert_eq!(new, [vec!["Maud Tarrant", "Corran", "River Authority"], vec![], vec!["Ines Oduya"]]);
    let counts: Vec<u32> = story.names.iter().map(|&(_, count)| count).collect();
    assert_eq!(counts, [3, 3, 3, 1]);
    assert!(story.articles.iter().all(|row| row.copies == 0));
}

/// The tables of stories with the articles by their digests: numbers within a day depend on the order of filing.
fn told(library: &Library, tables: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for sql in tables {
        let mut statement = library.connection.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| {
            let digests: (Vec<u8>, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
            Ok(format!("{digests:02x?} {:?}", row.get_ref(2)?))
        });
        lines.extend(rows.unwrap().map(Result::unwrap));
    }
    lines.sort();
    lines
}

fn settled(library: &Library) -> Vec<String> {
    told(
        library,
        &[
            "SELECT a.digest, b.digest, n.alike FROM near AS n JOIN article AS a ON a.id = n.article
             JOIN article AS b ON b.id = n.other",
            "SELECT a.digest, b.digest, 's' FROM story_article AS m JOIN article AS a ON a.id = m.article
             JOIN article AS b ON b.id = m.story",
            "SELECT a.digest, b.digest, s.articles * 1000 + s.texts FROM story AS s JOIN article AS a ON a.id = s.id
             JOIN article AS b ON b.id = s.central",
        ],
    )
}

/// Many reports of few events over two weeks, which touch each other: words and names are drawn from a few lists.
fn tangle(count: u64) -> Vec<Clipping> {
    let words =
        ["sluice", "heron", "freighter", "sandbar", "caraway", "meadow", "wheelwright", "lighthouse", "turbine"];
    (0..count)
        .map(|n| {
            let mut seed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1;
            let mut next = |of: u64| {
                seed = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(17);
                (seed >> 33) % of
            };
            let event = next(3);
            let mut text = String::new();
            for _ in 0..9 {
                let word = if next(3) == 0 { next(9) } else { (event * 3 + next(3)) % 9 };
                text.push_str(&format!("the {} was seen ", words[word as usize]));
            }
            let name = NAMES[(event as usize * 2 + next(2) as usize) % NAMES.len()].0;
            let text = format!("{text} by {name} again, and number n{n}x was counted before it rained for long.");
            news(&format!("Report {n}"), &format!("2026-05-{:02}", 1 + next(14)), "Courier", &text)
        })
        .collect()
}

#[test]
fn neither_order_nor_batches_nor_reading_anew_make_a_difference() {
    for clippings in [week(), tangle(60)] {
        let (mut library, _, _) = library(&clippings);
        let expected = settled(&library);
        assert!(expected.iter().any(|line| line.ends_with("Text([115])")), "there are stories: {expected:?}");
        let mut orders: Vec<Vec<Clipping>> = vec![clippings.clone(), clippings.iter().rev().cloned().collect()];
        let mut mixed = clippings.clone();
        mixed.sort_by_key(|clipping| clipping.origin.digest);
        orders.push(mixed);
        for order in orders {
            for size in [1, 2, 7, 100] {
                let mut other = Library::in_memory().unwrap();
                order.chunks(size).for_each(|batch| drop(other.file(batch, NOW).unwrap()));
                assert_eq!(settled(&other), expected, "batches of {size}");
            }
        }
        // Another text comes in the place of each, and the first one again.
        let changed = |clipping: &Clipping| {
            let mut other = clipping.clone();
            other.article.blocks.truncate(1);
            other.article.blocks[0].text =
                crate::text::Rich::plain("Nothing of it was true, the paper said in one line.");
            other.entities = Default::default();
            Prepared::new(other)
        };
        for clipping in &clippings {
            library.replace(&[changed(clipping)], NOW).unwrap();
            assert_ne!(settled(&library), [""; 0]);
            library.replace(&[Prepared::new(clipping.clone())], NOW).unwrap();
            assert_eq!(settled(&library), expected, "{:?}", clipping.article.title);
        }
        for clipping in &clippings {
            library.replace(&[changed(clipping)], NOW).unwrap();
        }
        let empty = settled(&library);
        for clipping in clippings.iter().rev() {
            library.replace(&[Prepared::new(clipping.clone())], NOW).unwrap();
        }
        assert_eq!(settled(&library), expected);
        assert!(empty.len() < expected.len());
        assert_eq!(library.faults().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn one_text_saved_twice_is_no_story() {
    let one = &week()[0];
    let mut again = one.clone();
    again.origin.digest = Digest::of(b"again");
    let (mut library, reader, ids) = library(&[one.clone(), again]);
    assert_eq!(reader.copies(ids[0]).unwrap().len(), 1);
    assert_eq!(reader.story(ids[0]).unwrap(), None);
    // With a report of another paper it is, and says which is the same.
    library.file(&week()[1..2], NOW).unwrap();
    let story = reader.story(ids[0]).unwrap().unwrap();
    assert_eq!(story.articles.iter().map(|row| row.copies).collect::<Vec<_>>(), [0, 1, 0]);
    assert!(
        reader.like(ids[0], 10).unwrap().unwrap().iter().all(|like| like.row.id != ids[1]),
        "nor is it like itself"
    );
}

#[test]
fn what_has_no_date_is_in_no_story() {
    let mut clippings = week();
    clippings.truncate(2);
    for clipping in &mut clippings {
        clipping.article.published = None;
    }
    let (_library, reader, ids) = library(&clippings);
    assert_eq!(reader.story(ids[0]).unwrap(), None);
    let likes = reader.like(ids[0], 10).unwrap().unwrap();
    assert_eq!(likes.len(), 1, "but it is like the other: {likes:?}");
    assert!(!likes[0].why.contains("apart"), "{}", likes[0].why);
}

#[test]
fn likes_come_with_their_reasons_most_alike_first() {
    let (mut library, reader, ids) = library(&week());
    let likes = reader.like(ids[0], 50).unwrap().unwrap();
    let titles: Vec<&str> = likes.iter().map(|like| like.row.title.as_str()).collect();
    assert!(titles.len() >= 3 && titles[..2].contains(&"Corran gets its sluice at last"), "{likes:?}");
    assert!(titles.contains(&"Sluice at Corran stuck"), "time alone parts nothing: {titles:?}");
    assert!(!titles.contains(&"Bakery wins a medal") && !titles.contains(&"Sluice at Corran opened after nine years"));
    assert!(likes.is_sorted_by(|a, b| a.likeness >= b.likeness));
    let second = likes.iter().find(|like| like.row.id == ids[1]).unwrap();
    assert!(second.why.starts_with("both name Corran, Maud Tarrant and 1 more; a day apart; "), "{}", second.why);
    assert!(second.why.contains("sluice"), "{}", second.why);
    assert_eq!(reader.like(ids[0], 1).unwrap().unwrap().len(), 1);
    assert_eq!(reader.like(ids[5], 50).unwrap(), Some(Vec::new()), "the bakery is like nothing");
    assert_eq!(reader.like(ArticleId(1), 50).unwrap(), None);
    library.apply(&Change::Bin(vec![ids[1]], true), NOW).unwrap();
    let likes = reader.like(ids[0], 50).unwrap().unwrap();
    assert!(likes.iter().all(|like| like.row.id != ids[1]), "what is in the bin is not offered");
    assert_eq!(story_of(&reader, ids[0]).len(), 2, "nor shown in the story");
}

#[test]
fn stories_are_listed_newest_first_page_after_page() {
    let (_library, reader, _) = library(&week());
    let listed = |typed: &str, size: usize| {
        let (query, _) = Query::parse(typed, &reader, today());
        let mut stories = reader.stories(&query);
        let mut all = Vec::new();
        loop {
            let page = stories.page(size).unwrap();
            assert!(page.len() <= size);
            if page.is_empty() {
                return all;
            }
            all.extend(page.into_iter().map(|line| (line.articles, line.sources.join(" "), line.span.1.to_string())));
        }
    };
    let line = |articles, sources: &str, last: &str| (articles, sources.to_owned(), last.to_owned());
    let sluice = line(3, "Corran Courier Valley Tribune", "2026-05-11");
    let strike = line(2, "Brackwater Gazette The Tidewatch", "2026-05-10");
    for size in [1, 2, 50] {
        assert_eq!(listed("", size), [sluice.clone(), strike.clone()], "{size}");
    }
    assert_eq!(listed("freighters", 9), [strike]);
    assert_eq!(listed("source:courier", 9), [sluice]);
    assert_eq!(listed("caraway", 9), []);
}
