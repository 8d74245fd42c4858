//! The reading room where something is looked for: the list as one types, from hit to hit through its articles, the palette.
//! Pictures and keys as in `screens`.

use morgue::tui::model::Pane;
use morgue::tui::model::kept::Kept;

use crate::kit::stage::Stage;
use crate::screens::{NARROW, SMALL, WIDE, accept, title};

/// The last line of the screen.
fn foot(stage: &mut Stage) -> String {
    stage.text().lines().last().unwrap_or_default().to_owned()
}

/// The first line of the screen.
fn head(stage: &mut Stage) -> String {
    stage.text().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn esc_gives_back_the_list_as_it_was() {
    let mut stage = Stage::new(NARROW);
    stage.keys("jjj");
    let before = stage.picture();
    for typed in ["/stones", "/xylophone", "/tolls<backspace>", "/(((", "/"] {
        stage.keys(typed).keys("<esc>");
        assert_eq!(stage.picture(), before, "{typed}");
    }
    // A search that was kept is given back too, with the article that was read in it.
    stage.keys("/stones<enter>j");
    let before = stage.picture();
    assert_eq!(title(&stage), "Lower Quay counts its stones");
    stage.keys("/ferry<esc>");
    assert_eq!(stage.picture(), before);
}

#[test]
fn esc_gives_back_the_page_of_a_name_and_enter_lets_one_go_back_to_it() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3<enter>");
    let before = stage.picture();
    stage.keys("/stones");
    assert!(head(&mut stage).contains("2 of 6 in everything filed"), "{}", stage.text());
    stage.keys("<esc>");
    assert_eq!(stage.picture(), before);
    stage.keys("/stones<enter>H");
    assert!(stage.text().contains("Person: Ilse Marrow"), "{}", stage.text());
}

#[test]
fn what_is_filed_while_one_types_is_there_after_esc() {
    let mut stage = Stage::new(WIDE);
    stage.keys("j/sto");
    stage.file_elsewhere(&crate::kit::shelf::many(1));
    stage.keys("n<esc>");
    assert_eq!(stage.model().list.rows.len(), 7);
    assert_eq!(title(&stage), "Pilots' union names its price", "what was selected still is");
}

#[test]
fn the_head_says_how_many_and_where() {
    let mut stage = Stage::new(WIDE);
    for (typed, expected) in [
        ("stones", "2 of 6 in everything filed   newest first"),
        ("stones person:oduya", "1 of 6 in articles with Adaeze Oduya   newest first"),
        ("is:unread org:\"harbour board\"", "4 of 6 in unread articles with harbour board"),
        ("source:gazette since:2026-10", "2 of 6 in articles from gazette, since 2026-10"),
    ] {
        stage.keys("/<ctrl-u>").keys(typed).keys("<enter>");
        assert!(head(&mut stage).contains(expected), "{typed}: {}", head(&mut stage));
    }
    // Where there is no room for all of it, how many is said first.
    stage.resize(80, 24);
    assert!(head(&mut stage).ends_with("2 of 6 in articles from gazette, since 2026-10"), "{}", head(&mut stage));
    stage.resize(40, 12);
    stage.keys("/");
    assert!(foot(&mut stage).contains("2 found"), "{}", foot(&mut stage));
}

#[test]
fn what_was_searched_for_comes_back_with_up() {
    let mut stage = Stage::new(WIDE);
    stage.keys("/stones<enter>/<ctrl-u>ferry<enter><esc>/pil<up>");
    assert_eq!(stage.model().list.query, "ferry");
    stage.keys("<up>");
    assert_eq!(stage.model().list.query, "stones");
    assert_eq!(stage.model().list.rows.len(), 2, "what comes back is searched for at once");
    stage.keys("<up><down>");
    assert_eq!(stage.model().list.query, "ferry");
    stage.keys("<down>");
    assert_eq!(stage.model().list.query, "pil");
    stage.keys("<down><enter>");
    // So do commands and searches in the article.
    stage.keys(":zen<enter>z:<up>");
    assert!(foot(&mut stage).starts_with(" :zen"), "{}", foot(&mut stage));
    stage.keys("<esc><esc>1<enter>/veld<enter>/<up>");
    assert!(foot(&mut stage).contains("/veld"), "{}", foot(&mut stage));
    // The searches, and they alone, are there in the next room.
    let kept = Kept::read(&Kept::of(stage.model()).write());
    assert_eq!(kept.searches(), ["stones", "ferry", "pil"]);
}

#[test]
fn n_goes_from_hit_to_hit_and_from_article_to_article() {
    let mut stage = Stage::new(NARROW);
    stage.keys("/stones<enter><enter>n");
    let first = title(&stage).to_owned();
    let count = stage.model().reader.hits().len();
    assert!(count > 0 && foot(&mut stage).contains(&format!("“stones”: 1 of {count}")), "{}", foot(&mut stage));
    stage.keys(&"n".repeat(count));
    assert_eq!(title(&stage), "Lower Quay counts its stones");
    assert!(foot(&mut stage).contains("next article; “stones”: 1 of 1"), "{}", foot(&mut stage));
    assert_eq!(stage.model().list.selected, 1, "the list goes along");
    accept("search_next_article", &stage.picture());
    stage.keys("n");
    assert!(foot(&mut stage).contains("this is the last article of the search"), "{}", foot(&mut stage));
    stage.keys("N");
    assert_eq!(title(&stage), first);
    let told = format!("previous article; “stones”: {count} of {count}");
    assert!(foot(&mut stage).contains(&told), "{}", foot(&mut stage));
    stage.keys(&"N".repeat(count));
    assert!(foot(&mut stage).contains("this is the first article of the search"), "{}", foot(&mut stage));
    // What was left can be gone back to.
    stage.keys("H");
    assert_eq!(title(&stage), "Lower Quay counts its stones");
}

#[test]
fn an_article_that_has_the_word_only_in_its_title_says_so() {
    let mut stage = Stage::new(WIDE);
    stage.keys("/ferry<enter>2n");
    let told = std::iter::repeat_with(|| {
        stage.keys("n");
        (title(&stage).to_owned(), foot(&mut stage))
    });
    let told: Vec<_> = told.take(9).collect();
    let found = told.iter().any(|(title, foot)| title == "A ferry that waits" && foot.contains("next article; “ferry”: 1 of 1"));
    assert!(found, "{told:?}");
}

#[test]
fn the_palette_finds_everything_and_what_was_used_lately_first() {
    for (suffix, size) in [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)] {
        let mut stage = Stage::new(size);
        stage.keys("<ctrl-p>tide");
        accept(&format!("palette_everything{suffix}"), &stage.picture());
    }
    let mut stage = Stage::new(WIDE);
    // A source lists its articles.
    stage.keys("<ctrl-p>tidewatch<enter>");
    assert_eq!(stage.model().list.query, "source:\"The Tidewatch\"");
    assert_eq!((stage.model().list.rows.len(), stage.model().focus.pane), (2, Pane::List));
    // A letter that is missing does no harm; nothing that was used is needed for it.
    stage.keys("<esc><ctrl-p>oduy marow<backspace><backspace><backspace><backspace><backspace>");
    assert!(stage.text().contains("Adaeze Oduya"), "{}", stage.text());
    stage.keys("<esc><ctrl-p>ilsmarow<enter>");
    assert!(stage.text().contains("Person: Ilse Marrow"), "{}", stage.text());
    // A command among the rest, with its key.
    stage.keys("<esc><ctrl-p>zen");
    assert!(stage.text().lines().any(|line| line.contains("shows the reader alone") && line.contains(" z ")), "{}", stage.text());
    stage.keys("<enter>");
    // With nothing typed, what was used stands first.
    stage.keys("z<ctrl-p>");
    accept("palette_used", &stage.picture());
    let text = stage.text();
    let row = |words: &str| text.lines().position(|line| line.contains(words));
    assert!(row("shows the reader alone") < row("Ilse Marrow"), "{text}");
    assert!(row("Ilse Marrow") < row("Harbour Board "), "{text}");
}

#[test]
fn g_and_a_letter_list_the_sources() {
    let mut stage = Stage::new(WIDE);
    stage.keys("gs");
    accept("sources", &stage.picture());
    stage.keys("gaz<enter>");
    assert_eq!(stage.model().list.query, "source:\"Brackwater Gazette\"");
    assert_eq!(stage.model().list.rows.len(), 3);
    stage.keys("g/");
    assert!(stage.text().contains("none is kept yet"), "{}", stage.text());
}

#[test]
fn awkward_queries_stop_nobody() {
    let long = "a".repeat(2_000);
    let queries = [
        "\"", "(((((((((((", "))))", "-", "*", ":", "person:", "OR OR OR", "AND", "NOT", "-(", "is:", "since:", "\0", "é́́", "👩‍👩‍👧‍👦", "横浜",
        "\"横浜\"*", "tolls)", "x:y:z", "NEAR(a b)", "title : tolls", "a\"b\"c", "--tolls", "person:\"", "until:tomorrow", "%", "_", "'", ";", "\\",
        long.as_str(),
    ];
    for size in [WIDE, SMALL] {
        let mut stage = Stage::new(size);
        for query in queries {
            stage.keys("/<ctrl-u>").paste(query);
            stage.text();
            assert!(!stage.model().overlays.is_empty(), "{query}");
            stage.keys("<enter>").text();
            stage.keys("2nN1").text();
            stage.keys("<ctrl-p>").paste(query).text();
            stage.keys("<esc>");
        }
        stage.keys("/<ctrl-u><enter>");
        assert_eq!(stage.model().list.rows.len(), 6);
    }
}
