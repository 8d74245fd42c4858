//! The query language as a table: what is typed, which articles it must find, and what must be told. The library is a small one of
//! invented events, with the words people trip over.

use super::super::kit::{NOW, clipping, library, today};
use super::super::*;
use crate::article::EntityKind::{Organization, Person, Place as Town, Topic};
use crate::article::Language;

/// Twelve articles; each is called by the first letter of its title below. Today is Tuesday, 24 November 2026.
fn shelf() -> (Library, Reader) {
    let in_language = |code: &str, mut clipping: Clipping| {
        clipping.article.language = Language::new(code);
        clipping
    };
    let (mut library, mut reader, ids) = library(&[
        clipping(
            "Aldery opens its weir",
            "2026-11-24",
            "The Courier",
            "Mayor Ines Oduya opened the weir at Aldery on Tuesday. The river board paid.",
            &[("Ines Oduya", Person), ("Aldery", Town), ("weir", Topic)],
        ),
        clipping(
            "Board raises the tolls",
            "2026-11-23",
            "Evening Post",
            "The River Board will raise its tolls. Oduya, the mayor, voted against. A well-known café closed.",
            &[("River Board", Organization), ("Oduya", Person), ("tolls", Topic)],
        ),
        in_language(
            "no",
            clipping(
                "Cardinal visits Łódź",
                "2026-11-18",
                "Evening Post",
                "Straße, Køge, São Tomé: the cardinal has been everywhere. L'Élysée waits. O'Hara doesn't.",
                &[("O'Hara", Person)],
            ),
        ),
        clipping(
            "Danylo Horbenskyy resigns",
            "2026-11-10",
            "The Courier",
            "Danylo Horbenskyy resigned. Mr. Horbenskyy gave no reason. Grain was not the matter.",
            &[("Danylo Horbenskyy", Person), ("Horbenskyy", Person)],
        ),
        in_language(
            "ja",
            clipping("E 東京の新聞", "2026-09-30", "東京日報", "東京は雨。小田谷市長は笑った。서울은 맑음.", &[]),
        ),
        clipping(
            "Farmers count to 1,000",
            "2026-09-01",
            "Farm Weekly",
            "They sold 1,000 sheep at 3.5 crowns, 2,400 in all, in 2025. The iPhone15 was no help. C++ neither.",
            &[("sheep", Topic)],
        ),
        clipping(
            "Grain deal signed",
            "2025-12-31",
            "Farm Weekly",
            "The grain deal was signed; the trade deal was not. It is near and not far, and that is all.",
            &[("United Harbour Authority", Organization)],
        ),
        clipping(
            "Harbour strike ends",
            "2025-09-15",
            "The Courier",
            "The strike at the harbour ended without a deal. 🙂 The United Harbour Authority had said \"never\".",
            &[("United Harbour Authority", Organization), ("strike", Topic)],
        ),
        clipping("Ibsen, undated", "", "Farm Weekly", "A play about grain and a weir.", &[]),
        clipping("Jam, archived", "2026-03-03", "Evening Post", "Jam from the weir cottage.", &[]),
        clipping("Kites, binned", "2026-03-04", "Evening Post", "Kites over the weir.", &[]),
        clipping(
            "Long read on tolls",
            "2026-03-05",
            "The Courier",
            &format!("Tolls. {}", "So it went on, and nothing else was said of it that day. ".repeat(12)),
            &[("tolls", Topic)],
        ),
    ]);
    library.apply(&Change::Archive(vec![ids[9]], true), NOW).unwrap();
    library.apply(&Change::Bin(vec![ids[10]], true), NOW).unwrap();
    library.apply(&Change::Star(vec![ids[1], ids[6]], true), NOW).unwrap();
    library.apply(&Change::Read(vec![ids[1], ids[2]], true), NOW).unwrap();
    reader.set_topics(OwnTopics::new(vec![
        OwnTopic { name: "Waterworks".into(), query: "weir OR \"river board\"".into(), line: 1 },
        OwnTopic { name: "Tolls".into(), query: "toll* -is:read".into(), line: 2 },
    ]));
    (library, reader)
}

/// What is typed, the first letters of what is found in order, and a word of each complaint.
const TABLE: &[(&str, &str, &[&str])] = &[
    // Words.
    ("", "ABCDEFLGHI", &[]),
    ("weir", "AI", &[]),
    ("  weir\t ", "AI", &[]),
    ("WEIR", "AI", &[]),
    ("weir grain", "I", &[]),
    ("weirs", "", &[]),
    ("sold weir", "", &[]),
    ("ALDERY opens", "A", &[]),
    ("courier", "", &[]),
    // Diacritics and letters that are only written otherwise.
    ("cafe", "B", &[]),
    ("CAFÉ", "B", &[]),
    ("cafe\u{301}", "B", &[]),
    ("lodz", "C", &[]),
    ("Łódź", "C", &[]),
    ("koge strasse", "C", &[]),
    ("KØGE STRASSE sao tome", "C", &[]),
    // Signs in words.
    ("well-known", "B", &[]),
    ("well known", "B", &[]),
    ("wellknown", "", &[]),
    ("o'hara", "C", &[]),
    ("O’Hara", "C", &[]),
    ("doesn't", "C", &[]),
    ("elysee", "C", &[]),
    ("l'elysee", "C", &[]),
    ("c++", "F", &[]),
    ("mr.", "D", &[]),
    // Numbers.
    ("1,000", "F", &[]),
    ("1000", "", &[]),
    ("3.5", "F", &[]),
    ("iphone15", "F", &[]),
    ("iphone", "", &[]),
    ("2025", "F", &[]),
    // Scripts without spaces.
    ("東京", "E", &[]),
    ("東京は雨", "E", &[]),
    ("京東", "", &[]),
    ("市長", "E", &[]),
    ("서울", "E", &[]),
    ("東京 -雨", "", &[]),
    ("小田*", "E", &[]),
    // Phrases.
    ("\"grain deal\"", "G", &[]),
    ("\"deal grain\"", "", &[]),
    ("“trade deal”", "G", &[]),
    ("\"river board\"", "AB", &[]),
    ("\"River-Board\"", "AB", &[]),
    ("\"river board", "AB", &[]),
    ("\"", "ABCDEFLGHI", &[]),
    ("\"\" weir", "AI", &[]),
    ("weir\"river board\"", "A", &[]),
    // Beginnings.
    ("toll*", "BL", &[]),
    ("tol*", "BL", &[]),
    ("ol*", "", &[]),
    ("\"river bo\"*", "AB", &[]),
    ("\"river bo*\"", "AB", &[]),
    ("\"riv* board\"", "", &["at the end"]),
    ("*oll", "", &["at the end"]),
    ("*", "ABCDEFLGHI", &["no word"]),
    ("toll**", "BL", &[]),
    // Either, both, neither.
    ("weir OR grain", "ADGI", &[]),
    ("weir or grain", "", &[]),
    ("weir AND grain", "I", &[]),
    ("AND weir AND", "AI", &[]),
    ("OR weir", "AI", &[]),
    ("weir OR", "AI", &[]),
    ("weir OR OR grain", "ADGI", &[]),
    ("OR", "ABCDEFLGHI", &[]),
    ("weir undated OR tolls strike OR \"grain deal\"", "GI", &[]),
    ("(weir OR tolls) oduya", "AB", &[]),
    ("((weir) OR ((tolls)))", "ABLI", &[]),
    ("(weir OR tolls", "ABLI", &["not closed"]),
    ("weir)", "AI", &["no ("]),
    (")(", "ABCDEFLGHI", &["no (", "not closed"]),
    ("()", "ABCDEFLGHI", &[]),
    ("(((((((((((((((((((((weir OR tolls)))))))))))))))))))))", "ABLI", &[]),
    // Left out.
    ("-weir", "BCDEFLGH", &[]),
    ("weir -aldery", "I", &[]),
    ("weir NOT aldery", "I", &[]),
    ("NOT weir", "BCDEFLGH", &[]),
    ("not far", "G", &[]),
    ("\"NOT\" far", "G", &[]),
    ("weir NOT", "AI", &[]),
    ("-(weir OR grain) deal", "H", &[]),
    ("-\"river board\" -deal -weir", "CDEFL", &[]),
    ("-", "ABCDEFLGHI", &["no word"]),
    ("- weir", "AI", &["no word"]),
    ("-- weir", "AI", &["no word"]),
    ("weir -)", "AI", &["no word", "no ("]),
    ("-person:oduya weir", "I", &[]),
    ("NOT -weir", "AI", &[]),
    // What would be syntax for the index.
    ("NEAR", "G", &[]),
    ("NEAR(grain far)", "G", &[]),
    ("title:weir", "A", &[]),
    ("{weir}", "AI", &[]),
    ("^weir", "AI", &[]),
    ("weir^2", "", &[]),
    ("a + b", "", &["no word"]),
    ("'weir'", "AI", &[]),
    ("weir; drop table", "", &[]),
    ("\\", "ABCDEFLGHI", &["no word"]),
    // Signs alone.
    ("🙂", "ABCDEFLGHI", &["no word"]),
    ("🙂 strike", "H", &["no word"]),
    ("… !? %", "ABCDEFLGHI", &["no word", "no word", "no word"]),
    ("\u{301}", "ABCDEFLGHI", &["no word"]),
    // Names, by any of their forms.
    ("person:oduya", "AB", &[]),
    ("person:\"Ines Oduya\"", "AB", &[]),
    ("person:ODU", "AB", &[]),
    ("person:Horbenskyy", "D", &[]),
    ("person:Horbensky", "D", &[]),
    ("person:Horbenskiy", "D", &[]),
    ("person:\"Danylo Horbenskij\"", "D", &[]),
    ("horbensky", "", &[]),
    ("person:ohara", "C", &[]),
    ("person:o'hara", "C", &[]),
    ("org:\"River Board\"", "B", &[]),
    ("org:harbour", "GH", &[]),
    ("org:UHA", "GH", &[]),
    ("organization:harbour", "GH", &[]),
    ("place:aldery", "A", &[]),
    ("topic:strike", "H", &[]),
    ("person:nobody", "", &["no person"]),
    ("weir person:nobody", "", &["no person"]),
    ("weir OR person:nobody", "AI", &["no person"]),
    ("weir -person:nobody", "AI", &["no person"]),
    ("person:", "ABCDEFLGHI", &["missing"]),
    ("person:\"\"", "ABCDEFLGHI", &["missing"]),
    ("person:…", "", &["no person"]),
    // Topics of the reader's own come before those that articles are found to have.
    ("topic:waterworks", "ABI", &[]),
    ("topic:WATERWORKS -weir", "B", &[]),
    ("topic:tolls", "L", &[]),
    ("-topic:waterworks deal", "GH", &[]),
    // Where an article stood, who wrote it.
    ("source:courier", "ADLH", &[]),
    ("source:\"the courier\" strike", "H", &[]),
    ("source:東京日報", "E", &[]),
    ("source:cour", "", &["no source"]),
    ("source:…", "ABCDEFLGHI", &["no word"]),
    ("-source:courier tolls", "B", &[]),
    ("author:perez strike", "H", &[]),
    ("author:\"ana perez\" strike", "H", &[]),
    ("author:oduya", "", &[]),
    ("title:grain", "G", &[]),
    ("title:\"grain deal\"", "G", &[]),
    ("title:farm*", "F", &[]),
    ("-title:grain grain", "DI", &[]),
    ("title:東京", "E", &[]),
    // In which language.
    ("language:ja", "E", &[]),
    ("language:JA-jp OR language:no", "CE", &[]),
    ("-language:ja -weir -deal -tolls since:2026", "CDF", &[]),
    ("language:japanese", "ABCDEFLGHI", &["no code"]),
    // What the reader did with it.
    ("is:unread", "ADEFLGHI", &[]),
    ("is:read", "BC", &[]),
    ("IS:Starred", "BG", &[]),
    ("is:archived", "J", &[]),
    ("is:binned", "K", &[]),
    ("is:archived OR weir", "AJI", &[]),
    ("is:binned OR is:archived", "KJ", &[]),
    ("-is:archived weir", "AI", &[]),
    ("-is:starred deal", "H", &[]),
    ("is:broken weir", "AI", &[]),
    ("-is:broken", "L", &[]),
    ("is:blue", "ABCDEFLGHI", &["cannot be"]),
    ("is:", "ABCDEFLGHI", &["missing"]),
    ("tag:work weir", "AI", &["tags"]),
    // Dates.
    ("since:today", "A", &[]),
    ("since:yesterday", "AB", &[]),
    ("until:yesterday since:yesterday", "B", &[]),
    ("since:\"last week\"", "ABC", &[]),
    ("since:last week", "ABC", &[]),
    ("since:last week until:last week", "C", &[]),
    ("since:last-week -oduya", "C", &[]),
    ("since:“7 days”", "ABC", &[]),
    ("since:7 days", "ABC", &[]),
    ("since:7 days ago deal", "", &[]),
    ("until:\"2 months ago\"", "FLGH", &[]),
    ("since:2w", "ABCD", &[]),
    ("since:monday", "AB", &[]),
    ("since:2025 until:2025", "GH", &[]),
    ("until:2025-09", "H", &[]),
    ("since:2025-12 until:2026-03-05", "LG", &[]),
    ("since:2026-09-30", "ABCDE", &[]),
    ("since:2026/9/30", "ABCDE", &[]),
    ("-since:2026", "GHI", &[]),
    ("since:2026-09 until:2026-08", "", &["before since"]),
    ("since:2027", "", &[]),
    ("until:0001", "", &[]),
    ("since:soon weir", "AI", &["not a date"]),
    ("since:last weir", "AI", &["not a date"]),
    ("since:25 weir", "AI", &["not a date"]),
    ("until:2026-02-30 weir", "AI", &["not a date"]),
    ("since: weir", "AI", &["missing"]),
    // Fields that are none.
    ("colour:weir", "AI", &["no field"]),
    ("at:weir -at:aldery", "I", &["no field", "no field"]),
    ("https://paper.example/weir", "", &[]),
    ("weir:", "ABCDEFLGHI", &["no field"]),
    // All at once.
    ("(toll* OR deal) -is:read since:2025-12 -author:oduya source:courier", "L", &[]),
];

fn found(reader: &Reader, query: &Query) -> String {
    let page = reader.list(query, From::Top, 100).unwrap();
    page.rows.iter().filter_map(|row| row.title.chars().next()).collect()
}

#[test]
fn each_query_finds_what_it_must_and_names_what_it_does_not_understand() {
    let (_library, reader) = shelf();
    let mut wrong = Vec::new();
    for (typed, expected, told) in TABLE {
        let (query, complaints) = Query::parse(typed, &reader, today());
        let titles = found(&reader, &query);
        if titles != *expected {
            wrong.push(format!("{typed}: found {titles}, not {expected}"));
        }
        if reader.count(&query, 100).unwrap() != Count::Exactly(expected.len() as u64) {
            wrong.push(format!("{typed}: is counted otherwise"));
        }
        let fits = complaints.len() == told.len()
            && told.iter().all(|word| complaints.iter().any(|complaint| complaint.message.contains(word)));
        let placed = complaints
            .iter()
            .all(|complaint| typed.get(complaint.range.clone()).is_some_and(|part| !part.trim().is_empty()));
        if !fits || !placed {
            wrong.push(format!("{typed}: told {complaints:?}, not {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "of {} queries these go wrong:\n{}", TABLE.len(), wrong.join("\n"));
}

#[test]
fn what_is_asked_of_one_article_is_what_the_list_says_of_it() {
    let (_library, reader) = shelf();
    let all = reader.list(
        &Query::parse("is:unread OR is:read OR is:archived OR is:binned", &reader, today()).0,
        From::Top,
        100,
    );
    let all = all.unwrap().rows;
    assert_eq!(all.len(), 12);
    for (typed, expected, _) in TABLE {
        let (query, _) = Query::parse(typed, &reader, today());
        for row in &all {
            let first = row.title.chars().next().unwrap();
            let hidden = row.marks.archived || row.marks.binned;
            let finds = reader.finds(&query, row.id).unwrap();
            assert!(finds == expected.contains(first) || hidden, "{typed}: {first}");
        }
    }
}

#[test]
fn every_article_found_by_a_word_shows_where_it_stands() {
    let (_library, reader) = shelf();
    for (typed, ..) in TABLE {
        let (query, _) = Query::parse(typed, &reader, today());
        let rows = reader.list(&query, From::Top, 100).unwrap().rows;
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
        let excerpts = reader.excerpts(&query, &ids, 3).unwrap();
        assert_eq!(excerpts.iter().map(|excerpt| excerpt.article).collect::<Vec<_>>(), ids, "{typed}");
        let by_words_alone = !query.sought().is_empty() && !typed.contains([':', '-', '(']);
        for (row, excerpt) in rows.iter().zip(&excerpts) {
            assert!(!by_words_alone || excerpt.hits > 0, "{typed}: nothing is marked in {}", row.title);
            assert!(excerpt.title.iter().all(|range| row.title.get(range.clone()).is_some()), "{typed}");
            for Snippet { text, marks, .. } in &excerpt.snippets {
                assert!(
                    marks.iter().all(|range| text.get(range.clone()).is_some_and(|hit| !hit.is_empty())),
                    "{typed}"
                );
                assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{typed}");
            }
        }
    }
}

/// The marked parts in brackets.
fn bracketed(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut out = text.to_owned();
    for mark in marks.iter().rev() {
        out.insert(mark.end, ']');
        out.insert(mark.start, '[');
    }
    out
}

#[test]
fn hits_are_marked_as_they_are_found() {
    let (_library, reader) = shelf();
    for (typed, title, snippets) in [
        (
            "weir aldery",
            "[Aldery] opens its [weir]",
            &["Mayor Ines Oduya opened the [weir] at [Aldery] on Tuesday."][..],
        ),
        ("\"river board\" toll*", "Board raises the [tolls]", &["The [River Board] will raise its [tolls]."]),
        ("cafe", "Board raises the tolls", &["A well-known [café] closed."]),
        ("strasse OR koge", "Cardinal visits Łódź", &["[Straße], [Køge], São Tomé: the cardinal has been everywhere."]),
        ("東京", "E [東京]の新聞", &["[東京]は雨。小田谷市長は笑った。서울은 맑음."]),
        (
            "person:horbensky",
            "[Danylo Horbenskyy] resigns",
            &["[Danylo Horbenskyy] resigned.", "Mr. [Horbenskyy] gave no reason."],
        ),
        ("title:weir", "Aldery opens its [weir]", &[]),
        ("author:perez resigned", "Danylo Horbenskyy resigns", &["Danylo Horbenskyy [resigned]."]),
        (
            "sheep -weir is:unread",
            "Farmers count to 1,000",
            &["They sold 1,000 [sheep] at 3.5 crowns, 2,400 in all, in 2025."],
        ),
        (
            "1,000 sheep",
            "Farmers count to [1,000]",
            &["They sold [1,000] [sheep] at 3.5 crowns, 2,400 in all, in 2025."],
        ),
        (
            "topic:waterworks opened",
            "Aldery opens its [weir]",
            &["Mayor Ines Oduya [opened] the [weir] at Aldery on Tuesday.", "The [river board] paid."],
        ),
        ("is:archived", "Jam, archived", &[]),
    ] {
        let (query, _) = Query::parse(typed, &reader, today());
        let row = reader.list(&query, From::Top, 1).unwrap().rows.remove(0);
        let excerpt = reader.excerpts(&query, &[row.id], 3).unwrap().remove(0);
        assert_eq!(bracketed(&row.title, &excerpt.title), title, "{typed}");
        let shown: Vec<String> =
            excerpt.snippets.iter().map(|snippet| bracketed(&snippet.text, &snippet.marks)).collect();
        assert_eq!(shown, snippets, "{typed}");
    }
}

#[test]
fn of_many_hits_those_that_tell_most_are_shown() {
    let (_library, reader, ids) = library(&[clipping(
        "One",
        "2026-01-01",
        "The Courier",
        "The weir leaks. The weir is old.\nThe weir was sold.\nA dam is planned, and the weir with it.",
        &[],
    )]);
    let shown = |typed: &str, most| {
        let (query, _) = Query::parse(typed, &reader, today());
        let excerpt = reader.excerpts(&query, &ids, most).unwrap().remove(0);
        let texts: Vec<_> = excerpt.snippets.iter().map(|snippet| (snippet.place, snippet.text.clone())).collect();
        (excerpt.hits, texts)
    };
    let at = |block, byte, text: &str| (Some(Place { block, byte }), text.to_owned());
    let (leaks, dam) = (at(0, 4, "The weir leaks."), at(2, 2, "A dam is planned, and the weir with it."));
    assert_eq!(shown("weir dam", 2), (5, vec![leaks.clone(), dam.clone()]));
    assert_eq!(shown("weir dam", 1), (5, vec![leaks.clone()]));
    assert_eq!(shown("weir", 3), (4, vec![leaks, at(0, 20, "The weir is old."), at(1, 4, "The weir was sold.")]));
    assert_eq!(shown("dam", 0), (1, Vec::new()));
}

#[test]
fn the_best_come_first_where_that_is_asked() {
    let long = format!("The weir. {}", "Other things were said as well. ".repeat(40));
    let (mut library, reader, ids) = library(&[
        clipping("A note", "2026-01-05", "The Courier", &long, &[("Ines Oduya", Person)]),
        clipping("The weir at last", "2026-01-01", "The Courier", "It is open.", &[]),
        clipping("Another", "2026-01-03", "The Courier", "The weir, the weir, the weir.", &[]),
        clipping("None", "2026-01-04", "The Courier", "Nothing of the kind.", &[]),
    ]);
    let read = |text: &str| Query::parse(text, &reader, today()).0;
    let order = |query: &Query, from, limit| {
        let page = reader.list_in(Order::Best, query, from, limit).unwrap();
        (page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), page.more)
    };
    let weir = read("weir");
    let best = vec![ids[1], ids[2], ids[0]];
    assert_eq!(order(&weir, From::Top, 10), (best.clone(), false));
    assert_eq!(order(&weir, From::Top, 2), (best[..2].to_vec(), true));
    assert_eq!(order(&weir, From::After(best[1]), 2), (best[2..].to_vec(), false));
    assert_eq!(order(&weir, From::Before(best[2]), 1), (best[1..2].to_vec(), true));
    assert_eq!(order(&weir, From::Bottom, 2), (best[1..].to_vec(), false));
    assert_eq!(order(&weir, From::Around(best[2]), 2), (best[1..].to_vec(), false));
    assert_eq!(order(&weir, From::After(ids[3]), 2), (Vec::new(), false));
    // What is filed meanwhile is ranked with the rest.
    library.apply(&Change::Bin(vec![ids[1]], true), NOW).unwrap();
    assert_eq!(order(&weir, From::Top, 10), (best[1..].to_vec(), false));
    // A name alone has no words to fit.
    let newest = |query: &Query| reader.list(query, From::Top, 10).unwrap().rows.iter().map(|row| row.id).collect();
    let unread = read("is:unread");
    assert_eq!(order(&unread, From::Top, 10), (newest(&unread), false));
    let named = read("person:oduya weir");
    assert_eq!(order(&named, From::Top, 10), (vec![ids[0]], false));
}

#[test]
fn ten_thousand_characters_are_a_query() {
    let (_library, reader) = shelf();
    let repeat = |text: &str| text.repeat(10_000 / text.len());
    for text in [
        repeat("w"),
        repeat("weir "),
        repeat("weir OR "),
        repeat("("),
        repeat("(weir OR -(aldery "),
        repeat("-"),
        repeat("\""),
        repeat("東"),
        repeat("topic:waterworks "),
        repeat("person:oduya OR "),
        repeat("w* "),
        format!("\"{}\"", repeat("weir ")),
    ] {
        let (query, complaints) = Query::parse(&text, &reader, today());
        assert!(complaints.iter().all(|complaint| text.get(complaint.range.clone()).is_some()));
        let rows = reader.list(&query, From::Top, 10).unwrap_or_else(|error| panic!("{}: {error:?}", &text[..12])).rows;
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
        reader.excerpts(&query, &ids, 3).unwrap();
        reader.list_in(Order::Best, &query, From::Top, 10).unwrap();
    }
}
