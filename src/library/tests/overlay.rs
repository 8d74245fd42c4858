//! Rules, recurring lines, reading anew, and older libraries. What a rule or a line is by itself is tested in extract.

use super::super::kit::{NOW, clipping, library};
use super::super::*;
use crate::article::EntityKind::{Organization, Person};
use crate::article::{BlockKind, Digest};
use crate::extract::rules::{Edit, parse};

const DESK: &str = "Ring the harbour desk in Quay End";

/// An article of its own text with the desk's line under it.
fn story(n: usize, last: &str) -> Clipping {
    let subjects = ["ferry", "mill", "flood wall", "school roof", "market hall", "night bus", "lighthouse"];
    let what = subjects[n % subjects.len()];
    let text = format!(
        "The council voted on Tuesday on the {what} number {n}, which the town has talked about since the flood.\n\
         Mayor Ines Oduya said that the {what} would bring work and that nobody would have to leave because of it.\n\
         The plan for the {what} goes to the River Board in the autumn, and will be heard there before the winter.\n{last}"
    )
    .replace(&format!("number {n}"), &format!("called {what}"));
    let names = [("Ines Oduya", Person), ("River Board", Organization)];
    clipping(&format!("Vote on the {what}"), &format!("2026-03-0{}", n % 9 + 1), "The Courier", &text, &names)
}

fn stories(count: usize) -> Vec<Clipping> {
    (0..count).map(|n| story(n, DESK)).collect()
}

fn settle(library: &mut Library) {
    while library.refresh(2, NOW).unwrap().left > 0 {}
}

fn last_kinds(library: &Library) -> Vec<&'static str> {
    let reader = library.reader().unwrap();
    let (all, _) = Query::parse("", &reader, super::super::kit::today());
    let mut rows = reader.list(&all, From::Top, 100).unwrap().rows;
    rows.reverse();
    rows.iter().map(|row| reader.article(row.id).unwrap().unwrap().article.blocks.last().unwrap().kind.name()).collect()
}

#[test]
fn a_line_of_three_articles_is_furniture_in_all_of_them() {
    let (mut library, reader, ids) = library(&stories(2));
    assert_eq!(last_kinds(&library), ["body"; 2]);
    library.file(&stories(4)[2..], NOW).unwrap();
    assert_eq!(library.stale().unwrap(), 2, "those that came before");
    settle(&mut library);
    assert_eq!(last_kinds(&library), ["promotion"; 4]);
    let opened = reader.article(ids[0]).unwrap().unwrap();
    assert_eq!(opened.article.blocks[3].why.0, "stands in 4 articles of The Courier");
    assert_eq!(opened.overruled[0].kind, BlockKind::Body);
    assert!(super::titles(&reader, "harbour").is_empty(), "what is hidden is not searched");
    assert_eq!(super::titles(&reader, "oduya").len(), 4);
    assert_eq!(library.faults().unwrap(), Vec::<String>::new());
    assert_eq!(library.refresh(10, NOW).unwrap(), Refreshed::default(), "and nothing is stale because of it");
}

#[test]
fn saves_of_one_article_make_no_furniture_of_it() {
    let saves: Vec<Clipping> = (0..5)
        .map(|n| {
            let mut save = story(0, DESK);
            save.origin.digest = Digest::of(&[n]);
            save
        })
        .collect();
    let (mut library, _, _) = library(&saves);
    library.file(&[story(1, DESK)], NOW).unwrap();
    assert_eq!(library.stale().unwrap(), 0);
    assert_eq!(last_kinds(&library), ["body"; 6]);
}

#[test]
fn order_and_batches_make_no_other_furniture() {
    let furniture = |clippings: &[Clipping], size: usize| {
        let mut library = Library::in_memory().unwrap();
        for batch in clippings.chunks(size) {
            library.file(batch, NOW).unwrap();
        }
        settle(&mut library);
        let lines = library.dump().unwrap();
        let of = |table: &str| lines.iter().filter(|line| line.starts_with(table)).cloned().collect::<Vec<_>>();
        (of("furniture: "), lines)
    };
    let mut clippings = stories(6);
    clippings.push(story(6, "Nothing more of this"));
    let (set, all) = furniture(&clippings, 7);
    assert_eq!(set.len(), 1, "{set:?}");
    for size in [1, 2, 3] {
        assert_eq!(furniture(&clippings, size).1, all, "batches of {size}");
    }
    clippings.reverse();
    assert_eq!(furniture(&clippings, 2).0, set);
}

#[test]
fn a_rule_is_obeyed_taken_back_and_made_again() {
    let (mut library, reader, _) = library(&stories(2));
    let before = library.dump().unwrap();
    let hide = Edit { added: parse("hide the-courier ring the*").unwrap(), ..Edit::default() };
    library.change_rules(&hide, NOW).unwrap();
    settle(&mut library);
    assert_eq!(last_kinds(&library), ["promotion"; 2]);
    assert_eq!(reader.rules().unwrap(), hide.added);
    assert_eq!(reader.standing(&hide.added[0], 10).unwrap(), Count::Exactly(2));
    library.file(&stories(4)[2..], NOW).unwrap();
    settle(&mut library);
    assert_eq!(last_kinds(&library), ["promotion"; 4], "what comes later is under it, too");
    let keep = Edit::adding("keep the-courier ring the*".parse().unwrap(), &hide.added);
    library.change_rules(&keep, NOW).unwrap();
    settle(&mut library);
    assert_eq!(last_kinds(&library), ["body"; 4], "a rule beats the line that recurs");
    let words = library.undo(NOW).unwrap();
    assert_eq!(words.as_deref(), Some("the rule “keep the-courier ring the*”"));
    assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("the rule “hide the-courier ring the*”"));
    settle(&mut library);
    assert_eq!(last_kinds(&library), ["promotion"; 4], "it still recurs");
    assert!(library.redo(NOW).unwrap().is_some());
    assert_eq!(library.rules().unwrap(), hide.added);
    assert!(before.len() > 10);
}

#[test]
fn an_article_gives_way_and_leaves_nothing_behind() {
    let (mut library, reader, ids) = library(&stories(2));
    library.apply(&Change::Star(vec![ids[0]], true), NOW).unwrap();
    let bare = |library: &Library| library.dump().unwrap();
    let before = bare(&library);
    // Another text under the same digest: as if a newer program read the same bytes otherwise.
    let mut other =
        clipping("Otherwise", "2025-01-02", "The Post", "Nobody but Pat Moss was there.", &[("Pat Moss", Person)]);
    other.origin = stories(1)[0].origin.clone();
    let replaced = library.replace(&[Prepared::new(other)], NOW).unwrap();
    let Replaced::Changed(Some(old), new) = replaced[0] else { panic!("{replaced:?}") };
    assert_eq!(old, ids[0]);
    assert_ne!(new, old, "another day, another number");
    assert_eq!(super::titles(&reader, "is:starred"), ["Otherwise"]);
    assert_eq!(super::titles(&reader, "person:moss"), ["Otherwise"]);
    assert_eq!(super::titles(&reader, "ferry"), Vec::<String>::new());
    assert_eq!(reader.drawers(None, "oduya", 5).unwrap()[0].articles, 1);
    assert_eq!(reader.article(old).unwrap(), None);
    // And back: only names of sources and the number of the next drawer show that something was there.
    library.replace(&[Prepared::new(stories(1).remove(0))], NOW).unwrap();
    let kept = |lines: Vec<String>| {
        let left = lines.into_iter().filter(|line| !line.starts_with("source: ") && !line.starts_with("counter: "));
        left.collect::<Vec<_>>()
    };
    assert_eq!(kept(bare(&library)), kept(before));
    assert_eq!(library.faults().unwrap(), Vec::<String>::new());
    let same = library.replace(&[Prepared::new(stories(1).remove(0))], NOW).unwrap();
    assert_eq!(same, [Replaced::Same(ids[0])]);
}

#[test]
fn a_reading_place_keeps_its_sentence() {
    let (mut library, reader, ids) = library(&stories(1));
    let digest = stories(1)[0].origin.digest;
    let at = stories(1)[0].article.blocks[1].text.as_str().find("said").unwrap();
    let place = Place { block: 1, byte: u32::try_from(at).unwrap() };
    library.set_place(digest, place, 40).unwrap();
    let mut shifted = stories(1).remove(0);
    shifted.article.blocks.insert(0, shifted.article.blocks[3].clone());
    let block = shifted.article.blocks[2].text.as_str().to_owned();
    shifted.article.blocks[2].text = crate::text::Rich::plain(format!("Now: {block}"));
    shifted.entities = crate::article::Entities::default();
    library.replace(&[Prepared::new(shifted)], NOW).unwrap();
    let opened = reader.article(ids[0]).unwrap().unwrap();
    assert_eq!(opened.place, Some(Place { block: 2, byte: place.byte + 5 }));
    assert_eq!(opened.row.marks.progress, Some(40));
}

/// The tables as version 2 had them.
const VERSION_2: &str = "
CREATE TABLE original (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, path TEXT NOT NULL, member TEXT, format TEXT NOT NULL,
    saved INTEGER, filed INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE marks (
    digest BLOB PRIMARY KEY, read INTEGER NOT NULL DEFAULT 0, starred INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0, binned INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE places (
    digest BLOB PRIMARY KEY, block INTEGER NOT NULL, byte INTEGER NOT NULL, progress INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE journal (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, value INTEGER NOT NULL,
    digests BLOB NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE ruling (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE article (
    id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, title TEXT NOT NULL, byline TEXT NOT NULL, source INTEGER,
    day INTEGER, words INTEGER NOT NULL, broken INTEGER NOT NULL, read INTEGER NOT NULL, starred INTEGER NOT NULL,
    archived INTEGER NOT NULL, binned INTEGER NOT NULL, progress INTEGER) STRICT;
CREATE TABLE tally (visible INTEGER NOT NULL) STRICT;
INSERT INTO tally VALUES (0);
CREATE TRIGGER article_comes AFTER INSERT ON article BEGIN
    UPDATE tally SET visible = visible + (NEW.archived = 0 AND NEW.binned = 0);
END;
CREATE INDEX article_source ON article (source);
CREATE INDEX article_broken ON article (id) WHERE broken = 1;
CREATE TABLE document (
    article INTEGER PRIMARY KEY, extract INTEGER NOT NULL, entities INTEGER NOT NULL, drawers TEXT NOT NULL,
    json BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE fulltext USING fts5 (
    title, byline, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2');
CREATE VIRTUAL TABLE headline USING fts5 (
    title, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE TABLE entity (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, articles INTEGER NOT NULL,
    mentions INTEGER NOT NULL, fullest TEXT NOT NULL) STRICT;
CREATE TABLE entity_record (entity INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
CREATE TABLE entity_key (key TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (key, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE entity_word (word TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (word, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE perhaps (
    entity INTEGER NOT NULL, other INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (entity, other))
    STRICT, WITHOUT ROWID;
CREATE TABLE mention (
    entity INTEGER NOT NULL, article INTEGER NOT NULL, mentions INTEGER NOT NULL, quote TEXT, start INTEGER,
    stop INTEGER, PRIMARY KEY (entity, article)) STRICT, WITHOUT ROWID;
";

#[test]
fn a_library_of_version_2_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let old = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    old.execute_batch(VERSION_2).unwrap();
    old.pragma_update(None, "application_id", 0x4d4f_5247).unwrap();
    old.pragma_update(None, "user_version", 2).unwrap();
    let story = stories(1).remove(0);
    let digest = &story.origin.digest.0[..];
    let packed = Prepared::new(story.clone()).document;
    let file = "INSERT INTO original VALUES (7, ?1, 'saved/vote.txt', NULL, 'text', NULL, 5, ?2)";
    old.execute(file, rusqlite::params![digest, story.original]).unwrap();
    let article = "INSERT INTO article VALUES (1, ?1, 'Vote', '', NULL, NULL, 9, 0, 0, 1, 0, 0, 30)";
    old.execute(article, [digest]).unwrap();
    old.execute("INSERT INTO document VALUES (1, 1, 1, '', ?1)", [&packed]).unwrap();
    old.execute("INSERT INTO marks VALUES (?1, 0, 1, 0, 0)", [digest]).unwrap();
    old.execute("INSERT INTO places VALUES (?1, 1, 0, 30)", [digest]).unwrap();
    drop(old);

    let says = |folder: &std::path::Path| Reader::open(folder).unwrap_err().to_string();
    assert!(says(folder.path()).contains("`morgue reparse` brings it up to date"), "{}", says(folder.path()));
    // Broken off at once: what was saved and done is all there, and what is missing is said.
    drop(Library::open(folder.path()).unwrap());
    assert!(says(folder.path()).contains("`morgue reparse` goes on with that"), "{}", says(folder.path()));
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(library.originals(&Which::Missing).unwrap(), library.originals(&Which::Older).unwrap());
    let numbers = library.originals(&Which::Missing).unwrap();
    let original = library.original(numbers[0]).unwrap().unwrap();
    assert_eq!(original.origin.digest, story.origin.digest);
    let mut moved = story.clone();
    moved.article.blocks.rotate_right(1);
    moved.entities = crate::article::Entities::default();
    library.replace(&[Prepared::new(moved)], NOW).unwrap();
    library.apply(&Change::Save { name: "Votes".to_owned(), query: "vote".to_owned() }, NOW).unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    assert_eq!(reader.saved(super::super::kit::today()).unwrap().len(), 1, "what is new among the ground is there");
    let row = &reader.find_digest(&story.origin.digest.to_string()).unwrap()[0];
    assert_eq!((row.marks.starred, row.marks.progress), (true, Some(30)));
    assert_eq!(reader.article(row.id).unwrap().unwrap().place, Some(Place { block: 2, byte: 0 }), "the quote was kept");
}
