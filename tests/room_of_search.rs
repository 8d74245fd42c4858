//! The reading room where something is looked for: the list as one types, from hit to hit through its articles, the palette.
//! Pictures and keys as in `screens`.

use morgue::config::Colour;
use morgue::library::{OwnTopic, OwnTopics};
use morgue::tui::model::Pane;
use morgue::tui::model::kept::Kept;
use morgue::tui::model::overlay::Overlay;

use crate::kit::shelf;
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

/// What the list to pick from offers.
fn offered(stage: &Stage) -> Vec<String> {
    match stage.model().overlays.last() {
        Some(Overlay::Picker(picker)) => picker.items.iter().map(|item| item.target.label().to_owned()).collect(),
        _ => Vec::new(),
    }
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
    let before = stage.text();
    stage.keys("/stones");
    assert!(head(&mut stage).contains("2 of 6 in everything filed"), "{}", stage.text());
    stage.keys("<esc>");
    assert_eq!(stage.text(), before);
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
        ("is:unread org:\"harbour board\"", "4 of 6 in unread articles with Harbour Board"),
        ("source:gazette since:2026-10", "2 of 6 in articles from gazette, since 2026-10"),
    ] {
        stage.keys("/<ctrl-u>").keys(typed).keys("<enter>");
        assert!(head(&mut stage).contains(expected), "{typed}: {}", head(&mut stage));
    }
    // Where there is no room for all of it, how many is said first.
    stage.resize(80, 24);
    assert!(head(&mut stage).ends_with("2 of 6   newest first"), "{}", head(&mut stage));
    stage.resize(40, 12);
    stage.keys("/");
    assert!(foot(&mut stage).contains("2 found"), "{}", foot(&mut stage));
    stage.keys("<enter>");
    assert!(foot(&mut stage).contains("2 found in articles from gazette"), "{}", foot(&mut stage));
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
    stage.keys("<esc><esc><esc>1<enter>/veld<enter>/<up>");
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
    stage.keys("/counts OR waits<enter><enter>");
    assert_eq!(title(&stage), "Lower Quay counts its stones");
    stage.keys("n");
    assert_eq!(title(&stage), "A ferry that waits");
    assert!(foot(&mut stage).contains("next article; “counts waits”: 1 of 1"), "{}", foot(&mut stage));
    stage.keys("N");
    assert_eq!(title(&stage), "Lower Quay counts its stones");
    let told = "previous article; “counts waits” is in what stands above the text";
    assert!(foot(&mut stage).contains(told), "{}", foot(&mut stage));
}

#[test]
fn the_palette_finds_everything_and_what_was_used_lately_first() {
    for (suffix, size) in [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)] {
        let mut stage = Stage::new(size);
        stage.keys("1/stones<enter>S<ctrl-u>Stones of Brackwater<enter><esc><ctrl-p>bra");
        accept(&format!("palette_everything{suffix}"), &stage.picture());
    }
    let mut stage = Stage::new(WIDE);
    // A source lists its articles.
    stage.keys("<ctrl-p>tidewatch<enter>");
    assert_eq!(stage.model().list.query, "source:\"The Tidewatch\"");
    assert_eq!((stage.model().list.rows.len(), stage.model().focus.pane), (2, Pane::List));
    // A letter that is missing does no harm; nothing that was used is needed for it.
    stage.keys("<esc><ctrl-p>marow");
    assert_eq!(offered(&stage)[0], "Ilse Marrow");
    stage.keys("<esc><ctrl-p>ilsmarow<enter>");
    assert!(stage.text().contains("Person: Ilse Marrow"), "{}", stage.text());
    // A command among the rest, with its key.
    stage.keys("<esc><ctrl-p>zen");
    assert!(
        stage.text().lines().any(|line| line.contains("shows the reader alone") && line.contains(" z ")),
        "{}",
        stage.text()
    );
    stage.keys("<enter>");
    // With nothing typed, what was used stands first.
    stage.keys("z<ctrl-p>");
    accept("palette_used", &stage.picture());
    let used = ["shows the reader alone, and back", "Ilse Marrow", "The Tidewatch"];
    assert_eq!(offered(&stage)[..3], used);
    assert_eq!(offered(&stage).iter().filter(|label| *label == "Ilse Marrow").count(), 1);
    // What was used lately goes before what fits as well.
    stage.keys("ma<esc>gpoduya<enter><ctrl-p>a");
    assert_eq!(offered(&stage)[0], "Adaeze Oduya");
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
fn a_row_shows_where_in_its_article_it_is_found() {
    for (suffix, size) in [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)] {
        let mut stage = Stage::new(size);
        stage.keys("/stones<enter>");
        accept(&format!("search_rows{suffix}"), &stage.picture());
    }
    let mut stage = Stage::new(WIDE);
    for (typed, expected) in [("granite", "there had been granite"), ("person:oduya", "Adaeze Oduya")] {
        stage.keys("/<ctrl-u>").keys(typed);
        assert!(stage.text().contains(expected), "{typed}: {}", stage.text());
        assert_eq!(stage.model().list.row_height(), 3, "{typed}");
    }
    // Nothing is looked for in the text: no line says where.
    for typed in ["is:unread", "source:gazette", "title:ferry", "author:quill since:2017", ""] {
        stage.keys("/<ctrl-u>").keys(typed);
        assert_eq!(stage.model().list.row_height(), 2, "{typed}");
    }
}

#[test]
fn rows_that_come_into_sight_are_looked_at_and_no_others() {
    let mut library = morgue::library::Library::in_memory().unwrap();
    library.file(&shelf::many(200), shelf::now()).unwrap();
    let mut stage = Stage::with(library, NARROW, Colour::Allowed);
    stage.keys("/counted<enter>");
    let known = |stage: &Stage| {
        let list = &stage.model().list;
        list.rows.iter().filter(|row| list.excerpts.get(row.id).is_some()).count()
    };
    assert_eq!(known(&stage), 6, "those on the screen");
    stage.keys("jjjjjjj");
    assert_eq!(known(&stage), 8);
    stage.keys("G");
    assert!(stage.text().lines().filter(|line| line.contains("counted the ships")).count() >= 6, "{}", stage.text());
    stage.resize(80, 40);
    assert!(stage.text().lines().filter(|line| line.contains("counted the ships")).count() >= 11, "{}", stage.text());
}

#[test]
fn the_best_come_first_when_that_is_asked_for() {
    let mut stage = Stage::new(WIDE);
    stage.keys("/stones<tab>");
    assert_eq!(title(&stage), "Lower Quay counts its stones", "it has the word in its title");
    assert!(head(&mut stage).contains("best first"), "{}", head(&mut stage));
    accept("search_best", &stage.picture());
    // The order stays while one types on, and as long as the search is kept.
    stage.keys("<backspace>s<enter>");
    assert!(head(&mut stage).contains("best first"), "{}", head(&mut stage));
    assert_eq!(title(&stage), "Lower Quay counts its stones");
    stage.keys("j<enter>1");
    assert_eq!(stage.model().list.selected, 1);
    stage.keys(",");
    assert!(foot(&mut stage).contains("newest first") && head(&mut stage).contains("newest first"));
    assert_eq!(title(&stage), "Harbour Board doubles the tolls, and the pilots walk out");
    stage.keys(",<esc>");
    assert!(head(&mut stage).contains("newest first"), "{}", head(&mut stage));
    stage.keys(",");
    assert!(foot(&mut stage).contains("without words to look for"), "{}", foot(&mut stage));
}

#[test]
fn a_search_is_kept_shown_and_forgotten() {
    let mut stage = Stage::new(WIDE);
    stage.keys("S");
    assert!(foot(&mut stage).contains("nothing is searched for"), "{}", foot(&mut stage));
    stage.keys("/stones<enter>S");
    assert!(foot(&mut stage).starts_with(" save this search as: stones"), "{}", foot(&mut stage));
    stage.keys("<ctrl-u>  The   wall <enter>");
    assert!(foot(&mut stage).contains("kept as “The wall”; u undoes"), "{}", foot(&mut stage));
    accept("search_saved", &stage.picture());
    let row = |stage: &mut Stage| {
        stage
            .text()
            .lines()
            .find(|line| line.contains("The wall"))
            .map(|line| line.rsplit("The wall").next().unwrap().to_owned())
    };
    assert!(row(&mut stage).is_some_and(|row| row.trim_start().starts_with('2')), "two are unread");
    stage.keys("m");
    assert!(row(&mut stage).is_some_and(|row| row.trim_start().starts_with('1')), "one was read");
    // From the sidebar, from the palette, from its own list.
    for keys in ["<esc>3gg<enter>", "<esc><ctrl-p>wall<enter>", "<esc>g/<enter>"] {
        stage.keys(keys);
        assert_eq!(stage.model().list.query, "stones", "{keys}");
        assert_eq!((stage.model().list.rows.len(), stage.model().focus.pane), (2, Pane::List), "{keys}");
    }
    // Under the name it has it can be given another query; that is said before.
    stage.keys("/<ctrl-u>ferry<enter>S<ctrl-u>The wall");
    assert!(foot(&mut stage).contains("replaces what is kept so: stones"), "{}", foot(&mut stage));
    stage.keys("<enter>3gg");
    assert_eq!(stage.model().sidebar.search().map(|search| search.query.as_str()), Some("ferry"));
    stage.keys("u");
    assert_eq!(stage.model().sidebar.search().map(|search| search.query.as_str()), Some("stones"));
    stage.keys("?");
    assert!(stage.text().contains("“The wall” is a search that you keep: stones"), "{}", stage.text());
    stage.keys("<esc>D");
    assert!(foot(&mut stage).contains("forgotten: the search “The wall”; u undoes"), "{}", foot(&mut stage));
    assert!(stage.model().sidebar.searches.is_empty());
    stage.keys("u");
    assert_eq!(stage.model().sidebar.searches.len(), 1);
    stage.keys("1/<ctrl-u>stones<enter>D");
    assert!(stage.model().sidebar.searches.is_empty(), "the one that is shown is forgotten");
    stage.keys("D");
    assert!(foot(&mut stage).contains("no search is selected"), "{}", foot(&mut stage));
    stage.keys("S<ctrl-u> <enter>");
    assert!(foot(&mut stage).contains("it needs a name"), "{}", foot(&mut stage));
}

#[test]
fn many_kept_searches_leave_half_of_the_pane_to_the_article() {
    let mut stage = Stage::new(NARROW);
    for number in 10..40 {
        stage.keys(&format!("/<ctrl-u>tide{number}<enter>S<enter>"));
    }
    stage.keys("<esc>jk");
    assert!(stage.text().contains("Ilse Marrow"), "{}", stage.text());
    accept("search_many", &stage.picture());
    stage.keys("3gg");
    assert!(stage.text().contains("tide10"), "{}", stage.text());
    assert_eq!(stage.model().sidebar.search().map(|search| search.name.as_str()), Some("tide10"));
    // What is selected stays so when another article is shown.
    stage.keys("jj1j3");
    assert_eq!(stage.model().sidebar.search().map(|search| search.name.as_str()), Some("tide12"));
}

/// A room of somebody with topics of their own.
fn own(size: (u16, u16)) -> Stage {
    let topic = |name: &str, query: &str, line| OwnTopic { name: name.to_owned(), query: query.to_owned(), line };
    let topics = vec![topic("Sea wall", "breakwater OR stones", 2), topic("Nothing yet", "xylophone", 3)];
    Stage::with_topics(shelf::library(), size, Colour::Allowed, OwnTopics::new(topics))
}

#[test]
fn topics_of_ones_own_stand_among_those_of_the_article() {
    for (suffix, size) in [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)] {
        let mut stage = own(size);
        stage.keys("3G");
        accept(&format!("own_topics{suffix}"), &stage.picture());
    }
    let mut stage = own(WIDE);
    let is_here =
        |stage: &mut Stage| stage.text().lines().any(|line| line.contains("◆ Sea wall") && line.contains("yours"));
    assert!(is_here(&mut stage), "{}", stage.text());
    stage.keys("j");
    assert_eq!(title(&stage), "Pilots' union names its price");
    assert!(!is_here(&mut stage), "{}", stage.text());
    stage.keys("k3Gkk");
    assert_eq!(stage.model().sidebar.search().map(|search| search.name.as_str()), Some("Sea wall"));
    stage.keys("?");
    let text = stage.text();
    assert!(
        text.contains("“Sea wall” is a topic of your own (line 2 of topics.toml).")
            && text.contains("breakwater OR stones"),
        "{text}"
    );
    stage.keys("<esc>D");
    assert!(foot(&mut stage).contains("take it out of line 2 of topics.toml"), "{}", foot(&mut stage));
    stage.keys("<enter>");
    assert_eq!(stage.model().list.query, "topic:\"Sea wall\"");
    assert_eq!(stage.model().list.rows.len(), 2);
    assert!(head(&mut stage).contains("in articles with Sea wall"), "{}", head(&mut stage));
    // What it is made of is marked in the article.
    stage.keys("<enter>n");
    assert!(!stage.model().reader.hits().is_empty(), "{}", stage.text());
}

#[test]
fn names_that_are_searched_for_are_gone_through_too() {
    let mut stage = Stage::new(WIDE);
    stage.keys("/person:marrow<enter><enter>n");
    assert!(foot(&mut stage).contains("“person:marrow”: 1 of 3"), "{}", foot(&mut stage));
    stage.keys("nnn");
    assert!(foot(&mut stage).contains("next article; “person:marrow”: 1 of 1"), "{}", foot(&mut stage));
    // In the original nobody looked for names.
    stage.keys("rr");
    stage.text();
    assert!(stage.model().reader.hits().is_empty());
}

#[test]
fn awkward_queries_stop_nobody() {
    let long = "a".repeat(2_000);
    let queries = [
        "\"",
        "(((((((((((",
        "))))",
        "-",
        "*",
        ":",
        "person:",
        "OR OR OR",
        "AND",
        "NOT",
        "-(",
        "is:",
        "since:",
        "\0",
        "é́́",
        "👩‍👩‍👧‍👦",
        "横浜",
        "\"横浜\"*",
        "tolls)",
        "x:y:z",
        "NEAR(a b)",
        "title : tolls",
        "a\"b\"c",
        "--tolls",
        "person:\"",
        "until:tomorrow",
        "%",
        "_",
        "'",
        ";",
        "\\",
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
