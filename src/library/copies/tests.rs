//! Copies as the library finds them: what is one to what, in every order of filing, and taken out again.

use super::super::kit::{NOW, clipping, library};
use super::super::{Age, Clipping, Filed, Library, Relation};
use super::*;

/// Paragraphs about an invented event; `seed` chooses the words.
fn paragraphs(seed: usize, count: usize) -> Vec<String> {
    const WHO: [&str; 7] =
        ["the harbour board", "a diver", "the mayor", "two pilots", "the keeper", "a clerk", "the school"];
    const DID: [&str; 5] = ["counted", "repaired", "forgot", "painted", "measured"];
    const WHAT: [&str; 11] =
        ["stones", "lamps", "ropes", "gates", "boats", "bells", "charts", "sheds", "nets", "oars", "tolls"];
    let pick = |list: &[&'static str], n: usize| list[n % list.len()];
    (0..count)
        .map(|n| {
            let m = n * 31 + seed * 97;
            format!(
                "In week {m} {} {} {} old {} near the {} and {} {} {} of them before the tide of day {} came in.",
                pick(&WHO, m),
                pick(&DID, m / 3),
                m + 4,
                pick(&WHAT, m / 2),
                pick(&WHAT, m / 5),
                pick(&WHO, m / 7),
                pick(&DID, m / 2),
                m + 1,
                m * 7
            )
        })
        .collect()
}

fn page(title: &str, day: &str, source: &str, url: Option<&str>, paragraphs: &[String]) -> Clipping {
    let mut clipping = clipping(title, day, source, &paragraphs.join("\n"), &[]);
    clipping.article.source.url = url.map(str::to_owned);
    clipping.article.source.host = url.and_then(site);
    clipping.origin.digest = Digest::of(format!("{title}{url:?}{paragraphs:?}").as_bytes());
    clipping
}

/// One article in five shapes, and two others.
fn shelf() -> Vec<Clipping> {
    let text = paragraphs(1, 12);
    let mut updated = text.clone();
    updated[3] = updated[3].replace("week", "month");
    updated.push("The board will meet again on Monday to hear what the divers found.".to_owned());
    let cut = [&text[..6], &text[8..]].concat();
    let mut event = paragraphs(2, 12);
    event[0].clone_from(&text[0]);
    vec![
        page("Stones counted", "2026-03-04", "Courier", Some("https://courier.example/stones"), &text),
        page(
            "Stones counted",
            "2026-03-04",
            "Courier",
            Some("https://amp.courier.example/stones/amp?utm_source=x"),
            &text,
        ),
        page("Stones counted", "2026-03-04", "Courier", None, &text),
        page("Harbour counts", "2026-03-05", "Evening Post", Some("https://post.example/harbour"), &cut),
        page("Stones counted", "2026-03-06", "Courier", Some("https://courier.example/stones?ref=b"), &updated),
        page("Another view", "2026-03-04", "Courier", Some("https://courier.example/view"), &event),
        page("Elsewhere", "2026-03-04", "Tidewatch", Some("https://tide.example/x"), &paragraphs(3, 12)),
    ]
}

/// The pairs of a library, by titles that tell the articles apart.
fn pairs(library: &Library) -> Vec<String> {
    let sql = "SELECT hex(a.digest), hex(b.digest), c.relation, c.similarity, c.why
               FROM copy AS c JOIN article AS a ON a.id = c.article JOIN article AS b ON b.id = c.other";
    let mut statement = library.connection.prepare(sql).unwrap();
    let rows = statement.query_map((), |row| {
        let (one, other): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(format!("{one} {other} {} {} {}", row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, row.get::<_, String>(4)?))
    });
    let mut pairs: Vec<String> = rows.unwrap().collect::<rusqlite::Result<_>>().unwrap();
    pairs.sort();
    pairs
}

#[test]
fn each_copy_is_found_and_named_for_what_it_is() {
    let (_library, reader, ids) = library(&shelf());
    let told = |at: usize| {
        let twins = reader.copies(ids[at]).unwrap();
        let position = |twin: &Twin| ids.iter().position(|&id| id == twin.row.id).unwrap();
        twins.iter().map(|twin| (position(twin), twin.relation, twin.age)).collect::<Vec<_>>()
    };
    use Age::{Newer, Older};
    use Relation::{AlsoIn, SameText, Version};
    assert_eq!(told(0), [(3, AlsoIn, Newer), (2, SameText, Newer), (1, SameText, Newer), (4, Version, Newer)]);
    assert_eq!(told(4), [(3, AlsoIn, Older), (2, SameText, Older), (1, Version, Older), (0, Version, Older)]);
    assert_eq!(told(5), []);
    assert_eq!(told(6), []);
    let row = |at: usize| reader.article(ids[at]).unwrap().unwrap().row;
    assert!(row(0).copied && row(3).copied && !row(5).copied);
    assert_eq!(reader.article(ids[0]).unwrap().unwrap().copies, reader.copies(ids[0]).unwrap());
}

#[test]
fn what_is_filed_is_told_to_be_a_copy() {
    let mut library = Library::in_memory().unwrap();
    let shelf = shelf();
    let first = library.file(&shelf[..1], NOW).unwrap();
    assert!(matches!(first[..], [Filed::New(_)]));
    let rest = library.file(&shelf[3..], NOW).unwrap();
    let of = shelf[0].origin.digest;
    assert!(
        matches!(&rest[..], [
            Filed::Copy { of: one, relation: Relation::AlsoIn, .. },
            Filed::Copy { of: two, relation: Relation::Version, .. },
            Filed::New(_),
            Filed::New(_),
        ] if (*one, *two) == (of, of)),
        "{rest:?}"
    );
}

#[test]
fn the_order_and_the_batches_do_not_matter() {
    let shelf = shelf();
    let (all, _, _) = library(&shelf);
    let expected = pairs(&all);
    assert_eq!(expected.len(), 20, "each of five is a copy of four: {expected:#?}");
    for rotation in 1..shelf.len() {
        let mut turned = shelf.clone();
        turned.rotate_left(rotation);
        turned.swap(0, rotation % 3);
        let mut one_by_one = Library::in_memory().unwrap();
        for clipping in &turned {
            one_by_one.file(std::slice::from_ref(clipping), NOW).unwrap();
        }
        assert_eq!(pairs(&one_by_one), expected);
        let (at_once, _, _) = library(&turned);
        assert_eq!(pairs(&at_once), expected);
    }
}

#[test]
fn an_article_that_is_forgotten_and_filed_anew_has_the_same_copies() {
    let shelf = shelf();
    let (mut library, _, ids) = library(&shelf);
    let before = library.dump().unwrap();
    let tx = library.connection.transaction().unwrap();
    for (id, clipping) in ids.iter().zip(&shelf) {
        forget(&tx, id.0).unwrap();
        let left: i64 = tx
            .query_row(
                "SELECT (SELECT count(*) FROM copy WHERE ?1 IN (article, other))
                      + (SELECT count(*) FROM copy_key WHERE article = ?1) + (SELECT count(*) FROM copy_sketch WHERE article = ?1)",
                [id.0],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(left, 0);
        file(&tx, &[(id.0, &Imprint::of(&clipping.article))], &mut []).unwrap();
    }
    tx.commit().unwrap();
    assert_eq!(library.dump().unwrap(), before);
}

#[test]
fn the_words_of_a_site_do_not_make_copies_nor_cost_much() {
    // A wall of sixty words under three hundred addresses: neither a copy of each other, nor looked at again and again.
    let wall = paragraphs(4, 3);
    let walls: Vec<Clipping> = (0..300)
        .map(|n| {
            page(&format!("Story {n}"), "2026-03-04", "Courier", Some(&format!("https://courier.example/{n}")), &wall)
        })
        .collect();
    let (library, _, _) = library(&walls);
    assert_eq!(pairs(&library), Vec::<String>::new());
    // A text that is long enough to be an article, saved three hundred times: no pair more than the bounds allow.
    let text = paragraphs(5, 12);
    let many: Vec<Clipping> = (0..300)
        .map(|n| page("Story", "2026-03-04", "Courier", Some(&format!("https://paper{n}.example/a")), &text))
        .collect();
    let (library, _, _) = super::super::kit::library(&many);
    let pairs: i64 = library.connection.query_row("SELECT count(*) FROM copy", (), |row| row.get(0)).unwrap();
    assert!((4_000..=2 * 300 * MOST as i64).contains(&pairs), "{pairs}");
}
