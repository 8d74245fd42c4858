//! The reading room in pictures: keys in, the accepted picture of `tests/screens` out. Behaviour that a picture shows badly
//! (places, positions, what must not happen) is asserted in words.

use crossterm::event::{KeyCode, KeyModifiers, MouseEventKind};
use insta::{Settings, assert_snapshot};
use morgue::config::Colour;
use morgue::library::{Library, Place};
use morgue::tui::command::{Command, Mark, Scope, TABLE};
use morgue::tui::keys::{Keymap, label};
use morgue::tui::layout::View;
use morgue::tui::model::Pane;

use crate::kit::shelf;
use crate::kit::stage::Stage;

pub(crate) const WIDE: (u16, u16) = (120, 36);
pub(crate) const NARROW: (u16, u16) = (80, 24);
pub(crate) const SMALL: (u16, u16) = (40, 12);

/// Compares a picture with the accepted one of that name.
pub(crate) fn accept(name: &str, picture: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("screens");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, picture));
}

/// The picture after `keys`, at one size.
fn shows(name: &str, size: (u16, u16), keys: &str) -> Stage {
    let mut stage = Stage::new(size);
    stage.keys(keys);
    accept(name, &stage.picture());
    stage
}

pub(crate) fn title(stage: &Stage) -> &str {
    stage.model().reader.opened.as_ref().map_or("", |opened| &opened.row.title)
}

#[test]
fn the_room_opens_on_the_newest_article_with_its_names() {
    shows("start", WIDE, "");
    shows("start_two_panes", NARROW, "");
    shows("start_one_pane", SMALL, "");
}

#[test]
fn an_article_is_read() {
    shows("read", WIDE, "<enter>");
    shows("read_two_panes", NARROW, "<enter>");
    shows("read_one_pane", SMALL, "<enter>");
    shows("read_shapes", WIDE, "<enter>G");
}

#[test]
fn hidden_blocks_are_shown_where_they_stand() {
    let stage = shows("hidden", WIDE, "<enter>jjjjjjjjx");
    assert_eq!(stage.model().reader.view, View::Clean);
    shows("names_one_pane", SMALL, "3");
}

#[test]
fn the_three_views_keep_the_place() {
    let mut stage = Stage::new(WIDE);
    stage.keys("<enter>]]");
    let (place, top) = (stage.model().reader.place, stage.model().reader.top);
    assert!(place.is_some() && top > 0);
    stage.keys("r");
    accept("everything", &stage.picture());
    assert_eq!(stage.model().reader.place, place);
    stage.keys("r");
    accept("original", &stage.picture());
    assert!(stage.text().lines().nth(2).unwrap().contains("What the pilots want"), "{}", stage.text());
    stage.keys("r");
    assert_eq!((stage.model().reader.place, stage.model().reader.top), (place, top));
}

#[test]
fn a_place_left_in_the_original_is_found_again_in_the_article() {
    let mut stage = Stage::new((80, 10));
    stage.keys("<enter>rr");
    let reader = &stage.model().reader;
    let block = reader.blocks().iter().position(|block| block.text.as_str().starts_with("Tomas Veld")).unwrap();
    let line = reader.layout.line_of(Some(Place { block: block as u32, byte: 0 }));
    stage.keys(&format!("0{line}j"));
    stage.keys("r");
    let place = stage.model().reader.place.unwrap();
    let block = &stage.model().reader.blocks()[place.block as usize];
    assert!(block.text.as_str().starts_with("Tomas Veld"), "{}", block.text.as_str());
}

#[test]
fn a_name_is_followed_from_article_to_article_and_back() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3<space>");
    accept("follow", &stage.picture());
    assert!(stage.text().contains("following: Ilse Marrow, 1 of 5"));
    stage.keys(")");
    accept("next_with_the_name", &stage.picture());
    assert_eq!(title(&stage), "Pilots' union names its price");
    stage.keys("))");
    assert_eq!(title(&stage), "Lower Quay counts its stones");
    assert!(stage.text().contains("4 of 5"));
    stage.keys("(");
    assert!(stage.text().contains("3 of 5"));
    stage.keys("HHHH");
    assert_eq!(title(&stage), "Harbour Board doubles the tolls, and the pilots walk out");
    stage.keys("L");
    assert_eq!(title(&stage), "Pilots' union names its price");
    stage.keys("3<space>");
    assert!(!stage.text().contains("following"));
}

#[test]
fn the_last_article_with_a_name_says_so() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3)))))");
    assert_eq!(title(&stage), "Marrow to chair Harbour Board");
    assert!(stage.text().contains("no older article names Ilse Marrow"), "{}", stage.text());
}

#[test]
fn mentions_of_a_name_are_gone_through() {
    let mut stage = Stage::new(NARROW);
    stage.keys("<enter>*");
    assert!(stage.text().contains("Ilse Marrow: mention 1 of 3"), "{}", stage.text());
    stage.keys("**");
    assert!(stage.text().contains("mention 3 of 3") && stage.text().contains("she did not wave"));
    stage.keys("*");
    assert!(stage.text().contains("mention 1 of 3"));
    stage.keys("#");
    accept("mention", &stage.picture());
}

#[test]
fn the_page_of_a_name() {
    shows("dossier", WIDE, "3<enter>");
    shows("dossier_two_panes", NARROW, "3<enter>");
    shows("dossier_one_pane", SMALL, "3<enter>");
    let mut stage = shows("dossier_companions", WIDE, "3<enter><tab>j");
    stage.keys("D");
    assert!(stage.text().contains("Organization: Harbour Board"), "{}", stage.text());
    stage.keys("j<enter>");
    assert_eq!((title(&stage), stage.model().focus.pane), ("Pilots' union names its price", Pane::Reader));
    stage.keys("H");
    assert!(stage.text().contains("Organization: Harbour Board"));
    stage.keys("H");
    assert!(stage.text().contains("Person: Ilse Marrow"));
    stage.keys("<esc>");
    assert!(stage.text().contains("Filed under"));
}

#[test]
fn the_palette_finds_articles_names_and_commands() {
    shows("palette_empty", WIDE, "<ctrl-p>");
    let mut stage = shows("palette", WIDE, "<ctrl-p>marrow");
    stage.keys("<enter>");
    assert!(stage.text().contains("Person: Ilse Marrow"), "{}", stage.text());
    let mut stage = shows("palette_commands", NARROW, "<ctrl-p>>star");
    stage.keys("<enter>");
    assert!(stage.model().list.rows[0].marks.starred);
    let mut stage = shows("palette_one_pane", SMALL, "<ctrl-p>ferry");
    stage.keys("<enter>");
    assert_eq!((title(&stage), stage.model().focus.pane), ("A ferry that waits", Pane::Reader));
}

#[test]
fn a_search_lists_what_it_finds_while_it_is_typed() {
    let mut stage = shows("search", WIDE, "/stones");
    assert_eq!(stage.model().list.rows.len(), 2);
    stage.keys("<enter>");
    accept("search_kept", &stage.picture());
    stage.keys("<esc>");
    assert_eq!((stage.model().list.rows.len(), stage.model().list.query.as_str()), (6, ""));
    stage.keys("/stones<esc>");
    assert_eq!(stage.model().list.rows.len(), 6);
}

#[test]
fn a_search_that_is_not_understood_says_which_part() {
    shows("search_misread", WIDE, "/tolls colour:red");
}

#[test]
fn a_search_that_finds_nothing_says_how_to_lift_it() {
    shows("search_nothing", WIDE, "/xylophone<enter>");
    shows("search_nothing_one_pane", SMALL, "/xylophone<enter>");
}

#[test]
fn what_the_list_is_searched_for_is_marked_in_the_article() {
    let mut stage = shows("search_marked", WIDE, "/pilots -xylophone<enter>");
    stage.keys("<enter>n");
    let count = stage.model().reader.hits().len();
    assert!(count > 1);
    let told = |stage: &mut Stage, nth: usize| {
        let (text, words) = (stage.text(), format!("“pilots”: {nth} of {count}"));
        assert!(text.contains(&words), "{words}: {text}");
    };
    told(&mut stage, 1);
    stage.keys("n");
    told(&mut stage, 2);
    stage.keys("N");
    told(&mut stage, 1);
    // A search in the article takes the place of it, and gives it back.
    stage.keys("/veld<enter>");
    assert!(stage.text().contains("“veld”: 1 of 2"), "{}", stage.text());
    stage.keys("<esc>n");
    assert!(stage.text().contains("“pilots”: "), "{}", stage.text());
    stage.keys("<esc>");
    assert_eq!(stage.model().focus.pane, Pane::List);
    stage.keys("<esc>2n");
    assert!(stage.text().contains("nothing is searched for in this article"));
}

#[test]
fn a_topic_is_marked_only_while_it_is_selected() {
    let mut stage = Stage::new(WIDE);
    let marked = |stage: &mut Stage| {
        let picture = stage.picture();
        let (text, styles) = picture.split_once("\n\n").unwrap();
        let row = text.lines().position(|line| line.contains("doubled the tolls for")).unwrap();
        let column = text.lines().nth(row).unwrap().split("tolls for").next().unwrap().chars().count();
        styles.lines().nth(row).unwrap().chars().nth(column).unwrap() != '.'
    };
    assert!(!marked(&mut stage));
    stage.keys("3G");
    assert_eq!(stage.model().selected_name().map(|drawer| drawer.name.as_str()), Some("tolls"));
    assert!(marked(&mut stage));
}

#[test]
fn what_another_program_files_is_there_with_the_next_key_and_on_coming_back() {
    let mut stage = Stage::new(WIDE);
    stage.keys("j");
    let before = title(&stage).to_owned();
    stage.file_elsewhere(&shelf::many(1));
    assert!(!stage.text().contains("Day 0"));
    stage.keys("3");
    assert!(stage.text().contains("Day 0") && stage.text().contains("7 articles"), "{}", stage.text());
    assert_eq!(title(&stage), before);
    stage.file_elsewhere(&shelf::many(3));
    stage.come_back();
    assert!(stage.text().contains("Day 2") && stage.text().contains("9 articles"), "{}", stage.text());
    // What we change ourselves is no news: a list of the unread keeps what is being read.
    stage.keys("1/is:unread<enter>gg<enter>j");
    assert_eq!(stage.model().list.rows.len(), 9);
}

#[test]
fn what_is_pasted_into_a_line_stays_on_it() {
    let mut stage = Stage::new(WIDE);
    stage.keys("/").paste("tolls\r\n\tstones\x1b[2J\n");
    assert!(stage.text().lines().last().unwrap().contains("/tolls"), "{}", stage.text());
    assert!(!stage.model().list.query.contains(['\n', '\r', '\t', '\x1b']), "{:?}", stage.model().list.query);
    stage.keys("<esc><ctrl-p>").paste("Ilse\nMarrow");
    assert!(stage.text().contains("› Ilse Marrow"), "{}", stage.text());
}

#[test]
fn awkward_articles_are_read_at_every_size() {
    let mut library = Library::in_memory().unwrap();
    library.file(&shelf::awkward(), shelf::now()).unwrap();
    for size in [WIDE, NARROW, SMALL, (5, 3), (1, 1)] {
        let mut stage = Stage::with(Library::in_memory().unwrap(), size, Colour::Allowed);
        stage.file_elsewhere(&shelf::awkward());
        stage.come_back();
        for keys in ["", "<enter>G", "1j<enter>G", "1j<enter>G", "1gg"] {
            stage.keys(keys);
            stage.text();
        }
        // As fast as a hand can pull.
        for columns in (1..120).chain((1..120).rev()) {
            stage.resize(columns, 1 + columns / 3);
        }
        stage.text();
    }
    let mut stage = Stage::with(library, WIDE, Colour::Allowed);
    let long = stage.model().list.rows.iter().position(|row| row.title.starts_with("ships")).unwrap();
    stage.keys(&"j".repeat(long)).keys("<enter>G");
    assert!(stage.text().contains("Paragraph 19999 of"), "{}", stage.text());
    assert_eq!(stage.model().reader.progress(), 100);
}

#[test]
fn an_article_is_searched() {
    let mut stage = shows("find", WIDE, "<enter>/veld");
    stage.keys("<enter>n");
    assert!(stage.text().contains("“veld”: 2 of 2"), "{}", stage.text());
    stage.keys("n");
    assert!(stage.text().contains("“veld”: 1 of 2"));
    stage.keys("<esc>");
    assert!(stage.model().reader.find.is_none());
    stage.keys("/xylophone<enter>");
    assert!(stage.text().contains("“xylophone” is not in what is shown"));
}

#[test]
fn help_lists_the_keys_of_the_pane_and_runs_them() {
    shows("help", WIDE, "?");
    shows("help_one_pane", SMALL, "2?");
    let mut stage = shows("help_narrowed", NARROW, "<enter>?hidden");
    stage.keys("<enter>");
    assert!(!stage.model().reader.unfolded.is_empty());
}

#[test]
fn marks_are_set_and_undone() {
    let mut stage = Stage::new(WIDE);
    stage.keys("s");
    accept("starred", &stage.picture());
    stage.keys("j3m");
    let read = |stage: &Stage| stage.model().list.rows.iter().filter(|row| row.marks.read).count();
    // 3 is a pane: the keys above mark one. A count that begins with 0 is a count.
    assert_eq!(read(&stage), 0);
    stage.keys("103m");
    assert_eq!(read(&stage), 3, "{}", stage.text());
    stage.keys("u");
    accept("undone", &stage.picture());
    assert_eq!(read(&stage), 0);
    stage.keys("U");
    assert_eq!(read(&stage), 3);
    stage.keys("uu");
    assert!(!stage.model().list.rows[0].marks.starred);
    stage.keys("u");
    assert!(stage.text().contains("nothing to undo"), "{}", stage.text());
}

#[test]
fn an_article_in_the_bin_leaves_the_list_and_comes_back() {
    let mut stage = Stage::new(WIDE);
    stage.keys("jd");
    assert_eq!(stage.model().list.rows.len(), 5);
    assert_eq!(title(&stage), stage.model().list.row().unwrap().title, "the reader follows the list");
    assert!(stage.text().contains("in the bin: “Pilots' union names its price”; u undoes"), "{}", stage.text());
    stage.keys("u");
    assert_eq!(stage.model().list.rows.len(), 6);
}

#[test]
fn reading_marks_as_read_and_keeps_the_place() {
    let mut stage = Stage::new(NARROW);
    assert!(!stage.model().list.rows[0].marks.read);
    stage.keys("<enter><space>");
    assert!(stage.model().list.rows[0].marks.read);
    let place = stage.model().reader.place.unwrap();
    stage.keys("1jk<enter>");
    assert_eq!(stage.model().reader.place, Some(place));
    let text = stage.text();
    assert!(text.contains("resumed at") && text.contains("gg for the top"), "{text}");
    stage.keys("gg");
    assert_eq!((stage.model().reader.place, stage.model().reader.top), (None, 0));
    // Looking is not reading.
    assert!(!stage.model().list.rows[1].marks.read);
}

#[test]
fn a_page_down_at_the_end_opens_the_next_article() {
    let mut stage = Stage::new(NARROW);
    stage.keys("<enter>G<space>");
    assert_eq!(title(&stage), "Pilots' union names its price");
    assert_eq!(stage.model().list.selected, 1);
}

#[test]
fn a_resize_keeps_the_same_words_on_top() {
    let mut stage = Stage::new((100, 20));
    stage.keys("<enter>]]]]jj");
    let place = stage.model().reader.place;
    assert!(place.is_some_and(|place| place != Place::default()));
    for (columns, rows) in [(40, 20), (300, 20), (72, 8), (100, 30), (20, 5), (100, 20)] {
        stage.resize(columns, rows);
        let reader = &stage.model().reader;
        assert_eq!(reader.place, place);
        let shown = reader.layout.line_of(place);
        assert!((reader.top..reader.top + reader.height).contains(&shown), "{columns} × {rows}");
    }
    accept("resized", &stage.picture());
}

#[test]
fn the_measure_is_changed() {
    let mut stage = Stage::new((200, 20));
    stage.keys("<enter>--");
    accept("measure", &stage.picture());
}

#[test]
fn zen_shows_the_reader_alone() {
    let mut stage = shows("zen", WIDE, "z");
    stage.keys("z");
    assert!(stage.text().contains("Articles"));
}

#[test]
fn an_empty_library_says_what_to_do() {
    for (name, size) in [("empty", WIDE), ("empty_one_pane", SMALL)] {
        let mut stage = Stage::with(Library::in_memory().unwrap(), size, Colour::Allowed);
        accept(name, &stage.picture());
    }
}

#[test]
fn the_samples_are_filed_from_an_empty_library() {
    let mut stage = Stage::with(Library::in_memory().unwrap(), WIDE, Colour::Allowed);
    stage.keys("d");
    assert!(stage.text().contains("18 new, 1 of them a copy of what was filed, 0 already"), "{}", stage.text());
    assert!(stage.model().list.rows.len() >= 10);
    assert!(stage.model().reader.opened.is_some());
    stage.keys("d");
    assert!(stage.text().contains("in the bin"), "with articles in the list, d is the bin");
}

#[test]
fn files_are_added_beside_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("lamp.txt");
    let text = "The lamp of Brackwater\n\nThe keeper of the lamp of Brackwater has written down the weather every day for \
                forty years, and on Monday she closed the last of her books.\n\nThe books go to the school above the quay, \
                where the children will read out a day each morning before lessons begin.\n";
    std::fs::write(&page, text).unwrap();
    let mut stage = Stage::new(WIDE);
    stage.keys(&format!(":add {}<enter>", page.display()));
    assert!(stage.text().contains("1 new, 0 already filed"), "{}", stage.text());
    assert_eq!(stage.model().list.rows.len(), 7);
    stage.keys(&format!(":add {}<enter>", folder.path().join("none.txt").display()));
    assert!(stage.text().contains("! ") && stage.text().contains("none.txt"), "{}", stage.text());
}

#[test]
fn a_command_that_does_not_exist_is_met_with_the_nearest() {
    let mut stage = Stage::new(WIDE);
    stage.keys(":archve<enter>");
    assert!(stage.text().contains("no command is named “archve”; did you mean"), "{}", stage.text());
    stage.keys(":theme pink<enter>");
    assert!(stage.text().contains("no theme is named “pink”; there are terminal, paper, night, contrast"));
    stage.keys(":theme paper<enter>");
    assert!(stage.colours().len() > 1_000, "paper has a ground of its own");
    stage.keys(":star<enter>:q<enter>");
    assert!(stage.model().list.rows[0].marks.starred);
    assert_eq!(stage.outside, ["quit"]);
}

#[test]
fn addresses_go_outside() {
    let mut stage = Stage::new(WIDE);
    stage.keys("jyo");
    let address = "https://thetidewatch.example/pilots--union-names-its-price";
    assert_eq!(stage.outside, [format!("copy {address}"), format!("open {address}")]);
}

#[test]
fn where_colour_is_forbidden_there_is_none() {
    for keys in
        ["", "<enter>", "3<enter>", "<ctrl-p>marrow", "?", "/tolls x:y", "<enter>/veld", ":theme paper<enter>", "d"]
    {
        let mut stage = Stage::with(shelf::library(), WIDE, Colour::Forbidden);
        stage.keys(keys);
        assert_eq!(stage.colours(), [], "{keys}");
    }
    let mut stage = Stage::with(shelf::library(), WIDE, Colour::Forbidden);
    accept("no_colour", &stage.keys("<enter>").picture());
}

#[test]
fn every_size_is_drawn() {
    let sizes = (1..=30).flat_map(|columns| (1..=12).map(move |rows| (columns, rows)));
    for (columns, rows) in sizes.chain([(71, 9), (72, 3), (99, 5), (100, 2), (100, 4), (300, 60)]) {
        let mut stage = Stage::new((columns, rows));
        for keys in [
            "",
            "<enter>",
            "G",
            "3",
            "<enter>",
            "<esc>1",
            "<ctrl-p>m",
            "<esc>",
            "?",
            "<esc>",
            "/x",
            "<esc>",
            ":add",
            "<esc>",
        ] {
            stage.keys(keys);
            stage.text();
        }
    }
}

#[test]
fn every_key_of_the_table_can_be_pressed_in_every_pane() {
    let bindings = Keymap::builtin();
    let begins: [(&str, Scope); 5] = [
        ("", Scope::List),
        ("2", Scope::Reader),
        ("3", Scope::Sidebar),
        ("3<enter>", Scope::Dossier),
        ("z", Scope::Reader),
    ];
    for library in [shelf::library as fn() -> Library, || Library::in_memory().unwrap()] {
        for (begin, scope) in begins {
            for binding in bindings.bindings() {
                let mut stage = Stage::with(library(), NARROW, Colour::Allowed);
                stage.keys(begin);
                if !stage.model().list.rows.is_empty() {
                    assert_eq!(stage.model().scope(), scope);
                }
                for chord in &binding.chords {
                    stage.press(chord.code, chord.modifiers);
                }
                assert!(!stage.text().is_empty(), "{begin} {}", label(&binding.chords));
            }
        }
    }
}

#[test]
fn every_command_has_a_key_somewhere_and_runs_by_its_name() {
    for row in TABLE {
        let keymap = Keymap::builtin();
        let has_key = Scope::ALL.into_iter().any(|scope| keymap.keys_of(scope, row.command).is_some());
        assert!(has_key, "{} has no key", row.name);
        let mut stage = Stage::new(NARROW);
        stage.keys(&format!(":{}<enter>", row.name));
        assert!(!stage.text().contains("no command is named"), "{}", row.name);
    }
    assert_eq!(Command::named("star"), Some(Command::Mark(Mark::Star)));
}

#[test]
fn a_released_key_is_no_key() {
    let mut stage = Stage::new(WIDE);
    stage.release(KeyCode::Char('j'), KeyModifiers::NONE);
    assert_eq!(stage.model().list.selected, 0);
}

#[test]
fn the_mouse_focuses_selects_and_scrolls_what_is_under_it() {
    let mut stage = Stage::new(WIDE);
    stage.click(5, 6);
    assert_eq!((stage.model().list.selected, stage.model().focus.pane), (2, Pane::List));
    stage.click(60, 10);
    assert_eq!(stage.model().focus.pane, Pane::Reader);
    stage.click(100, 3);
    assert_eq!(stage.model().focus.pane, Pane::Sidebar);
    stage.click(5, 2).mouse(MouseEventKind::ScrollDown, 60, 10);
    assert_eq!((stage.model().reader.top, stage.model().focus.pane), (3, Pane::List), "the wheel does not focus");
    stage.mouse(MouseEventKind::ScrollDown, 5, 10);
    assert_eq!(stage.model().list.selected, 1);
    let mut stage = Stage::new(SMALL);
    stage.click(20, 0);
    assert_eq!(stage.model().focus.pane, Pane::Reader, "tabs are clicked");
}

#[test]
fn a_long_library_is_gone_through_with_a_small_window() {
    let mut library = Library::in_memory().unwrap();
    let clippings = shelf::many(700);
    library.file(&clippings, shelf::now()).unwrap();
    let mut stage = Stage::with(library, NARROW, Colour::Allowed);
    let mut seen = vec![stage.model().list.row().unwrap().id];
    for _ in 1..700 {
        stage.keys("j");
        seen.push(stage.model().list.row().unwrap().id);
        assert!(stage.model().list.rows.len() <= 400);
    }
    assert!(seen.is_sorted_by(|one, two| one > two), "every row once, newest first");
    assert_eq!(seen.len(), 700);
    stage.keys("gg");
    assert_eq!(stage.model().list.row().map(|row| row.id), seen.first().copied());
    stage.keys("G");
    assert_eq!(stage.model().list.row().map(|row| row.id), seen.last().copied());
    for _ in 1..700 {
        stage.keys("k");
    }
    assert_eq!(stage.model().list.row().map(|row| row.id), seen.first().copied());
}
