//! Rulings on names: what is shown under them, and that it follows from guesses and rulings alone. What a ruling says of one
//! article is tested beside it.

use proptest::prelude::*;

use super::super::kit::{NOW, clipping, drawer, library, titles, today};
use super::super::*;
use crate::article::EntityKind::{Organization, Person, Place as Town};
use crate::article::{Entity, EntityKind};
use crate::entities::rulings::{Ruling, parse, write};

type Names<'a> = &'a [(&'a str, EntityKind)];

const ADA: (&str, EntityKind) = ("Ada Brook", Person);
const BROOK: (&str, EntityKind) = ("Brook", Person);
const BEN: (&str, EntityKind) = ("Ben Brook", Person);
const QUILL: (&str, EntityKind) = ("Ben Quill", Person);
const GUILD: (&str, EntityKind) = ("Weir Guild", Organization);
const WEIR: (&str, EntityKind) = ("Old Weir", Town);

/// What can be filed, and under the same digest in another wording.
const WORDINGS: [[(&str, &str, &str, Names<'_>); 2]; 6] = [
    [
        ("One", "2026-01-02", "Ada Brook met Ben Quill of the Weir Guild.", &[ADA, QUILL, GUILD]),
        ("One", "2026-01-02", "Ada Brook met nobody. Brook left.", &[ADA]),
    ],
    [
        ("Two", "2026-01-03", "Brook spoke at the Old Weir. Brook left.", &[BROOK, WEIR]),
        ("Two", "2026-02-03", "Ben Brook spoke at the Old Weir.", &[BEN, WEIR]),
    ],
    [
        ("Three", "2026-02-04", "Ben Brook praised the Weir Guild.", &[BEN, GUILD]),
        ("Three", "2026-02-04", "Ben Brook praised Ada Brook and the Weir Guild.", &[ADA, BEN, GUILD]),
    ],
    [
        ("Four", "2026-02-05", "Ada Brook saw the Weir Guild at the Old Weir, Brook said.", &[ADA, GUILD, WEIR]),
        ("Four", "2026-02-05", "The guild met.", &[]),
    ],
    [
        ("Five", "", "Ben Quill and Ben Brook are friends of the Guild.", &[QUILL, BEN]),
        ("Five", "2026-03-01", "Ben Quill is a friend of the Guild.", &[QUILL]),
    ],
    [("Six", "2026-01-02", "Nobody was at the Old Weir.", &[WEIR]), ("Six", "2026-01-02", "Nobody was there.", &[])],
];

fn wording(which: usize, other: usize) -> Clipping {
    let [first, second] = &WORDINGS[which];
    let make = |(title, day, text, names): &(&str, &str, &str, Names<'_>)| {
        let source = if which % 2 == 0 { "Gazette" } else { "Tidewatch" };
        clipping(title, day, source, text, names)
    };
    let origin = make(first).origin;
    Clipping { origin, ..make(if other == 0 { first } else { second }) }
}

fn six() -> Vec<Clipping> {
    (0..6).map(|which| wording(which, 0)).collect()
}

/// Name and number of articles of everything that is shown, most first.
fn shown(reader: &Reader) -> Vec<(String, u32)> {
    let drawers = reader.drawers(None, "", 100).unwrap();
    let mut shown: Vec<(String, u32)> = drawers.into_iter().map(|drawer| (drawer.name, drawer.articles)).collect();
    shown.sort();
    shown
}

/// Does what is proposed; what was said of it.
fn decide(library: &mut Library, proposal: &Proposal) -> String {
    let preview = library.reader().unwrap().propose(proposal).unwrap().unwrap_or_else(|| panic!("{proposal:?}"));
    let changed = library.change_names(&preview.edit, NOW).unwrap();
    format!("{}; {changed}", preview.says)
}

/// Every row, but for the journal and the numbers of rulings.
fn rows(library: &Library) -> Vec<String> {
    let mut lines = library.dump().unwrap();
    lines.retain(|line| !line.starts_with("journal: ") && !line.starts_with("ruling: "));
    lines
}

/// The first rows that only one of two libraries has, without what is packed in them.
fn differences(one: &[String], other: &[String]) -> Vec<String> {
    let only = |these: &[String], those: &[String], sign: char| {
        let rows = these.iter().filter(|row| !those.contains(row));
        rows.map(|row| format!("{sign} {}", row.split("Blob").next().unwrap_or_default())).collect::<Vec<_>>()
    };
    [only(one, other, '+'), only(other, one, '-')].concat()
}

/// Counts that do not agree with what is counted.
fn miscounts(library: &Library) -> i64 {
    let sql = "SELECT count(*) FROM entity AS e WHERE articles = 0
               OR articles <> (SELECT count(*) FROM mention WHERE entity = e.id)
               OR mentions <> (SELECT sum(mentions) FROM mention WHERE entity = e.id)
               OR NOT EXISTS (SELECT 1 FROM entity_record WHERE entity = e.id)";
    let miscounted: i64 = library.connection.query_row(sql, (), |row| row.get(0)).unwrap();
    let lost = "SELECT count(*) FROM mention WHERE entity NOT IN (SELECT id FROM entity)";
    miscounted + library.connection.query_row(lost, (), |row| row.get::<_, i64>(0)).unwrap()
}

#[test]
fn two_names_are_one_until_that_is_taken_back() {
    let (mut library, reader, ids) = library(&six());
    let before = library.dump().unwrap();
    let (ada, ben) = (drawer(&reader, "Ada Brook"), drawer(&reader, "Ben Brook"));
    let said = decide(&mut library, &Proposal::Merge { one: ben, into: ada });
    assert_eq!(said, "Join Ben Brook (2 articles) with Ada Brook (3); 2");
    assert_eq!(reader.drawers(None, "brook", 9).unwrap().len(), 1);
    let joined = reader.dossier(ada, 9).unwrap().unwrap();
    assert_eq!((joined.drawer.name.as_str(), joined.drawer.articles, joined.mentions), ("Ada Brook", 5, 6));
    assert_eq!(
        joined.aliases.iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>(),
        ["Ada Brook", "Ben Brook", "Brook"]
    );
    assert_eq!(joined.months.iter().map(|(_, count)| count).sum::<u32>(), 4);
    assert_eq!(reader.dossier(ben, 9).unwrap(), None);
    assert_eq!(reader.shown_as(ben).unwrap().map(|drawer| drawer.id), Some(ada));
    assert_eq!(titles(&reader, "person:\"ben brook\""), ["Four", "Three", "Two", "One", "Five"]);
    let opened = reader.article(ids[4]).unwrap().unwrap();
    assert_eq!(opened.drawers.iter().map(|drawer| drawer.id).filter(|id| *id == ada).count(), 1);
    assert_eq!(reader.position(ada, None, ids[4]).unwrap(), (5, 5));
    let why = reader.why(ada, Some(ids[4])).unwrap();
    assert!(why.iter().any(|line| line == "Shown here by a ruling, not by a guess."), "{why:?}");
    let ruling = why.iter().find(|line| line.starts_with("The ruling: Ada Brook, person: ")).unwrap();
    assert!(ruling.contains("Ada Brook · Ada Brook, as in ") && ruling.contains("Ben Brook"), "{ruling}");

    // What is filed later is under it, and nothing of it is left when it is taken back.
    let words = library.undo(NOW).unwrap();
    assert_eq!(words.as_deref(), Some("joining Ben Brook with Ada Brook"));
    let kept = |lines: Vec<String>| lines.into_iter().filter(|line| !line.starts_with("journal: ")).collect::<Vec<_>>();
    assert_eq!(kept(library.dump().unwrap()), kept(before));
    assert!(library.redo(NOW).unwrap().is_some());
    assert_eq!(reader.dossier(ada, 9).unwrap(), Some(joined));
    assert_eq!(miscounts(&library), 0);
    assert_eq!(library.faults().unwrap(), Vec::<String>::new());
}

#[test]
fn each_proposal_says_what_it_does_and_does_it() {
    let find = |name: &'static str| move |reader: &Reader, _: &[ArticleId]| drawer(reader, name);
    type Make = Box<dyn Fn(&Reader, &[ArticleId]) -> Proposal>;
    let (ada, guild, weir) = (find("Ada Brook"), find("Weir Guild"), find("Old Weir"));
    let table: Vec<(Make, &str, &str, &[&str])> = vec![
        (
            Box::new(move |r, a| Proposal::Split { entity: ada(r, a), by: Part::Name("Brook".to_owned()) }),
            "Show Brook (1 article) apart from Ada Brook; 1",
            "Brook, person\n    Brook\n",
            &["Ada Brook 2", "Brook 1"],
        ),
        (
            Box::new(move |r, a| Proposal::Split { entity: ada(r, a), by: Part::Article(a[0]) }),
            "Show Ada Brook of this article as somebody else than Ada Brook; 1",
            "Ada Brook, person\n    Ada Brook, in @0\n",
            &["Ada Brook 2", "Ada Brook 1"],
        ),
        (
            Box::new(move |r, a| Proposal::Rename { entity: guild(r, a), name: " Guild of  the Weir".to_owned() }),
            "Call Weir Guild Guild of the Weir (3 articles); 0",
            "Guild of the Weir, organization\n    Weir Guild\n    Weir Guild, as in @3\n",
            &["Guild of the Weir 3"],
        ),
        (
            Box::new(move |r, a| Proposal::Retype { entity: weir(r, a), kind: Organization }),
            "Take Old Weir for an organization (3 articles); 0",
            "Old Weir, organization\n    Old Weir (place)\n    Old Weir (place), as in @3\n",
            &["Old Weir 3"],
        ),
        (
            Box::new(move |r, a| Proposal::Never { entity: weir(r, a), reach: Reach::Here(a[1]) }),
            "Take Old Weir for no name in this article (1 article); 1",
            "not a name\n    Old Weir (place), in @1\n",
            &["Old Weir 2"],
        ),
        (
            Box::new(move |r, a| Proposal::Never { entity: weir(r, a), reach: Reach::Site(a[1]) }),
            "Take Old Weir for no name on tidewatch (3 articles); 3",
            "not a name\n    Old Weir (place), on tidewatch\n",
            &[],
        ),
        (
            Box::new(move |r, a| Proposal::Never { entity: guild(r, a), reach: Reach::Everywhere }),
            "Take Weir Guild for no name anywhere (3 articles); 3",
            "not a name\n    Weir Guild (organization)\n    Weir Guild (organization), as in @3\n",
            &[],
        ),
        (
            Box::new(move |r, a| Proposal::Add {
                article: a[4],
                text: "the Guild".to_owned(),
                kind: Organization,
                into: Some(guild(r, a)),
            }),
            "Take “the Guild” for a name of Weir Guild (1 article); 1",
            "Weir Guild, organization\n    Weir Guild\n    Weir Guild, as in @3\n    + the Guild\n",
            &["Weir Guild 4"],
        ),
        (
            Box::new(|_, a| Proposal::Add { article: a[4], text: "friends".to_owned(), kind: Person, into: None }),
            "Take “friends” for a person (1 article); 1",
            "friends, person\n    + friends, in @4\n",
            &["friends 1"],
        ),
    ];
    for (make, says, text, expected) in table {
        let (mut library, reader, ids) = library(&six());
        let before = rows(&library);
        let proposal = make(&reader, &ids);
        assert_eq!(decide(&mut library, &proposal), says);
        let mut text = text.to_owned();
        for (at, clipping) in six().iter().enumerate() {
            text = text.replace(&format!("@{at}"), &clipping.origin.digest.to_string()[..12]);
        }
        assert_eq!(write(&reader.rulings().unwrap()), text, "{says}");
        let now: Vec<String> = shown(&reader).into_iter().map(|(name, count)| format!("{name} {count}")).collect();
        let words = |name: &str| name.rsplit_once(' ').map_or("", |(name, _)| name).to_owned();
        for line in expected {
            assert!(now.contains(&(*line).to_owned()), "{says}: {line} in {now:?}");
        }
        let names = now.iter().filter(|line| expected.iter().any(|known| words(known) == words(line))).count();
        assert_eq!(names, expected.len(), "{says}: {now:?}");
        assert_eq!(miscounts(&library), 0, "{says}");
        assert_eq!(reader.propose(&proposal).unwrap().map(|preview| preview.edit.is_empty()), None, "twice: {says}");
        assert!(library.undo(NOW).unwrap().is_some());
        assert_eq!(rows(&library), before, "{says}");
    }
}

#[test]
fn a_split_takes_back_what_a_ruling_joined_and_a_kept_name_answers_to_what_it_was_called() {
    let (mut library, reader, _) = library(&six());
    let (ada, ben) = (drawer(&reader, "Ada Brook"), drawer(&reader, "Ben Brook"));
    decide(&mut library, &Proposal::Merge { one: ben, into: ada });
    decide(&mut library, &Proposal::Rename { entity: ada, name: "The Brooks".to_owned() });
    assert_eq!(titles(&reader, "person:\"the brooks\"").len(), 5);
    decide(&mut library, &Proposal::Split { entity: ada, by: Part::Name("ben brook".to_owned()) });
    assert_eq!(reader.drawers(None, "brook", 9).unwrap().len(), 2);
    assert_eq!(drawer(&reader, "Ben Brook"), ben, "it is again what it was");
    // One joined to another that is one of two: all three are one.
    let quill = drawer(&reader, "Ben Quill");
    decide(&mut library, &Proposal::Merge { one: ben, into: quill });
    decide(&mut library, &Proposal::Merge { one: quill, into: ada });
    assert_eq!(reader.drawers(Some(Person), "", 9).unwrap().len(), 1);
    assert_eq!(reader.rulings().unwrap().len(), 1);
    assert_eq!(miscounts(&library), 0);
}

#[test]
fn rulings_hold_for_what_is_filed_later_and_travel_as_text() {
    let text =
        "The Guild, organization\n    Weir Guild\n    + the Guild\n\nnot a name\n    Old Weir (place), on tidewatch\n";
    let rulings = parse(text).unwrap();
    let mut library = Library::in_memory().unwrap();
    let (edit, changed) = library.set_rulings(&rulings, NOW).unwrap();
    assert_eq!((edit.added.len(), edit.removed.len(), changed), (2, 0, 0));
    library.file(&six(), NOW).unwrap();
    let reader = library.reader().unwrap();
    let now = shown(&reader);
    assert!(now.contains(&("The Guild".to_owned(), 4)) && !now.iter().any(|(name, _)| name == "Old Weir"), "{now:?}");
    assert_eq!(write(&reader.rulings().unwrap()), text);
    assert_eq!(library.set_rulings(&rulings, NOW).unwrap().0.is_empty(), true);
    // Rules about lines are kept in the same table and are not mistaken for these.
    let rule = crate::extract::rules::parse("hide everywhere a, person").unwrap();
    library.change_rules(&crate::extract::rules::Edit { added: rule.clone(), removed: Vec::new() }, NOW).unwrap();
    assert_eq!((library.rules().unwrap(), reader.rulings().unwrap()), (rule, rulings));
}

#[test]
fn who_may_be_the_same_is_told_of_what_is_shown() {
    let (mut library, reader, _) = library(&[
        clipping("One", "2026-01-02", "Gazette", "Anna is here.", &[("Anna", Person)]),
        clipping("Two", "2026-01-03", "Gazette", "Anna sang.", &[("Anna", Person)]),
        clipping("Three", "2026-01-04", "Gazette", "Bela sang.", &[("Bela Ostrander", Person)]),
    ]);
    let annas: Vec<EntityId> = reader.drawers(None, "anna", 9).unwrap().iter().map(|drawer| drawer.id).collect();
    let perhaps = |id| -> Vec<EntityId> {
        let dossier = reader.dossier(id, 1).unwrap().unwrap();
        dossier.perhaps.iter().map(|(drawer, _)| drawer.id).collect()
    };
    assert_eq!(perhaps(annas[0]), [annas[1]]);
    let bela = drawer(&reader, "Bela Ostrander");
    decide(&mut library, &Proposal::Merge { one: annas[1], into: bela });
    assert_eq!((perhaps(annas[0]), perhaps(bela)), (vec![bela], vec![annas[0]]));
    decide(&mut library, &Proposal::Merge { one: annas[0], into: bela });
    assert_eq!(perhaps(bela), []);
}

/// What can happen to a library.
#[derive(Clone, Debug)]
enum Act {
    File(usize),
    Reword(usize, usize),
    Rule(Vec<usize>),
    Propose(usize, usize, usize),
    Undo,
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..6usize).prop_map(Act::File),
        3 => (0..6usize, 0..2usize).prop_map(|(which, other)| Act::Reword(which, other)),
        2 => proptest::collection::vec(0..RULINGS.len(), 0..4).prop_map(Act::Rule),
        5 => (0..9usize, 0..6usize, 0..6usize).prop_map(|(what, one, two)| Act::Propose(what, one, two)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// Rulings as they are written by hand; `@0` is an article.
const RULINGS: [&str; 9] = [
    "The Brooks, person\n    Ada Brook\n    Ben Brook",
    "Brook the elder, person\n    Brook",
    "A. Brook, person\n    Brook, as in @1\n    Weir Guild (organization), in @2",
    "Guild, organization\n    + the Guild\n    + Weir Guild at the Old",
    "Ben, person\n    Ben Quill, as in @0\n    + friends, in @4",
    "Weir, organization\n    Old Weir (place), on tidewatch",
    "not a name\n    Old Weir (place)",
    "not a name\n    Weir Guild (organization), in @0",
    "not a name\n    Ada Brook (person), as in @3",
];

fn ruling(at: usize) -> Vec<Ruling> {
    let mut text = RULINGS[at].to_owned();
    for which in 0..6 {
        let digest = wording(which, 0).origin.digest.to_string();
        text = text.replace(&format!("@{which}"), &digest[..12]);
    }
    parse(&text).unwrap()
}

fn propose(library: &mut Library, what: usize, one: usize, two: usize) {
    let reader = library.reader().unwrap();
    let mut drawers = reader.drawers(None, "", 100).unwrap();
    drawers.sort_by_key(|drawer| drawer.id);
    let (all, _) = Query::parse("", &reader, today());
    let rows = reader.list(&all, From::Top, 100).unwrap().rows;
    if drawers.is_empty() || rows.is_empty() {
        return;
    }
    let entity = drawers[one % drawers.len()].id;
    let other = drawers[two % drawers.len()].clone();
    let article = rows[two % rows.len()].id;
    let proposal = match what {
        0 | 1 => Proposal::Merge { one: entity, into: other.id },
        2 => Proposal::Split { entity, by: Part::Article(article) },
        3 => Proposal::Split { entity, by: Part::Name(if two % 2 == 0 { "Brook" } else { "Ben Brook" }.to_owned()) },
        4 => Proposal::Rename { entity, name: format!("{} the {two}th", other.name) },
        5 => Proposal::Retype { entity, kind: other.kind },
        6 => Proposal::Never { entity, reach: Reach::Here(article) },
        7 if two % 2 == 0 => Proposal::Never { entity, reach: Reach::Site(article) },
        7 => Proposal::Never { entity, reach: Reach::Everywhere },
        _ => Proposal::Add { article, text: "the Guild".to_owned(), kind: Person, into: Some(entity) },
    };
    if let Some(preview) = reader.propose(&proposal).unwrap() {
        library.change_names(&preview.edit, NOW).unwrap();
    }
}

const NONE: Vec<String> = Vec::new();

/// What concerns filing alone, done again.
fn refile(library: &mut Library, acts: &[Act]) {
    for act in acts {
        match act {
            Act::File(which) => drop(library.file(&[wording(*which, 0)], NOW).unwrap()),
            Act::Reword(which, other) => {
                library.replace(&[Prepared::new(wording(*which, *other))], NOW).unwrap();
            }
            _ => {}
        }
    }
}

fn lives(acts: &[Act]) {
    let mut library = Library::in_memory().unwrap();
    for act in acts {
        match act {
            Act::File(_) | Act::Reword(..) => refile(&mut library, std::slice::from_ref(act)),
            Act::Rule(which) => {
                let mut which = which.clone();
                which.sort_unstable();
                which.dedup();
                let text = write(&which.iter().flat_map(|&at| ruling(at)).collect::<Vec<_>>());
                // Some of them contradict each other, and then are not taken together.
                if let Ok(rulings) = parse(&text) {
                    library.set_rulings(&rulings, NOW).unwrap();
                }
            }
            Act::Propose(what, one, two) => propose(&mut library, *what, *one, *two),
            Act::Undo => drop(library.undo(NOW).unwrap()),
            Act::Redo => drop(library.redo(NOW).unwrap()),
        }
        assert_eq!(miscounts(&library), 0, "{act:?}");
    }
    let rulings = library.reader().unwrap().rulings().unwrap();
    assert_eq!(parse(&write(&rulings)).as_ref(), Ok(&sorted(&rulings)), "what is kept can be written and read");
    let mut before = Library::in_memory().unwrap();
    before.set_rulings(&rulings, NOW).unwrap();
    refile(&mut before, acts);
    assert_eq!(
        differences(&rows(&library), &rows(&before)),
        NONE,
        "as if they had been there from the beginning: {}",
        write(&rulings)
    );
    let mut after = Library::in_memory().unwrap();
    refile(&mut after, acts);
    let plain = rows(&after);
    after.set_rulings(&rulings, NOW).unwrap();
    assert_eq!(differences(&rows(&library), &rows(&after)), NONE, "as if they had been made last: {}", write(&rulings));
    library.set_rulings(&[], NOW).unwrap();
    assert_eq!(differences(&rows(&library), &plain), NONE, "nothing is left of them");
    assert_eq!(library.faults().unwrap(), Vec::<String>::new());
}

/// As they are written: those of what is no name last.
fn sorted(rulings: &[Ruling]) -> Vec<Ruling> {
    let (ones, nevers): (Vec<&Ruling>, Vec<&Ruling>) =
        rulings.iter().partition(|ruling| matches!(ruling, Ruling::One(_)));
    ones.into_iter().chain(nevers).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn what_is_shown_follows_from_guesses_and_rulings_alone(acts in proptest::collection::vec(act(), 1..24)) {
        lives(&acts);
    }
}

#[test]
fn a_name_that_was_added_is_no_part_of_what_was_read() {
    let mut one = wording(0, 0);
    one.entities.list[0] = Entity { titles: vec!["Dr.".to_owned()], ..one.entities.list[0].clone() };
    let (mut library, reader, ids) = library(&[one]);
    let article = ids[0];
    let add = |text: &str| Proposal::Add { article, text: text.to_owned(), kind: Organization, into: None };
    assert_eq!(
        decide(&mut library, &add("Quill of the Weir")),
        "Take “Quill of the Weir” for an organization (1 article); 1"
    );
    let opened = reader.article(article).unwrap().unwrap();
    let here: Vec<(&str, u32)> = opened.drawers.iter().map(|drawer| (drawer.name.as_str(), drawer.here)).collect();
    assert_eq!(here, [("Ada Brook", 1), ("Ben Quill", 0), ("Weir Guild", 0), ("Quill of the Weir", 1)]);
    let added = drawer(&reader, "Quill of the Weir");
    let why = reader.why(added, Some(article)).unwrap();
    assert_eq!(why[0], "Here “Quill of the Weir” is a name because a ruling says so.");
    assert_eq!(reader.entities_as_parsed(article).unwrap().unwrap().list.len(), 3);
    assert!(reader.propose(&add(" … ")).unwrap().is_none());
}
