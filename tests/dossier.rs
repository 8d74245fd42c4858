//! The page of a name, pinned names, two names at once and the lists of names, by keys and pictures.

use crossterm::event::{KeyCode, KeyModifiers};
use morgue::tui::command::TABLE;
use morgue::tui::model::dossier::DossierPage;

use crate::kit::shelf;
use crate::kit::stage::Stage;
use crate::screens::accept;

const WIDE: (u16, u16) = (120, 36);
const NARROW: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (40, 12);

/// Types keys in which ‹ and › stand for the keys that the notation of keys itself needs.
fn keys(stage: &mut Stage, keys: &str) {
    for part in keys.split_inclusive(['‹', '›']) {
        stage.keys(part.trim_end_matches(['‹', '›']));
        match part.chars().next_back() {
            Some('‹') => stage.press(KeyCode::Char('<'), KeyModifiers::NONE),
            Some('›') => stage.press(KeyCode::Char('>'), KeyModifiers::NONE),
            _ => {}
        }
    }
}

/// The accepted picture of a stage after these keys.
fn shows(name: &str, size: (u16, u16), keys: &str) -> Stage {
    let mut stage = Stage::new(size);
    self::keys(&mut stage, keys);
    accept(name, &stage.picture());
    stage
}

fn has(stage: &mut Stage, words: &str) {
    let text = stage.text();
    assert!(text.contains(words), "{words:?} is not in\n{text}");
}

#[test]
fn a_month_narrows_the_articles_and_is_lifted_by_the_same_key() {
    let mut stage = Stage::new(WIDE);
    keys(&mut stage, "3<enter>‹");
    accept("dossier_months", &stage.picture());
    keys(&mut stage, "‹<enter>");
    has(&mut stage, "Articles of Oct 2026: 1 (Esc: all)");
    has(&mut stage, "Lower Quay counts its stones");
    accept("dossier_month", &stage.picture());
    stage.keys("<enter>");
    has(&mut stage, "Harbour Board doubles the tolls");
    assert!(!stage.text().contains("Articles of"));
    // Months without an article are passed over, both ways.
    keys(&mut stage, "‹");
    assert_eq!(stage.model().dossier.as_ref().and_then(DossierPage::month).map(jiff::civil::Date::year), Some(2017));
    keys(&mut stage, "››<enter><esc>");
    assert!(stage.model().dossier.is_some() && !stage.text().contains("Articles of"), "Esc lifts before it closes");
    stage.keys("<esc>");
    assert!(stage.model().dossier.is_none());
    shows("dossier_month_one_pane", SMALL, "3<enter>‹‹<enter>");
    shows("dossier_month_two_panes", NARROW, "3<enter>‹‹<enter>");
}

#[test]
fn a_companion_narrows_the_articles_to_those_with_both() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3<enter><tab>j<enter>");
    has(&mut stage, "Articles with Harbour Board: 4 (Esc: all)");
    accept("dossier_with", &stage.picture());
    stage.keys("<enter>");
    assert!(!stage.text().contains("Articles with"));
    stage.keys("j<enter>D");
    has(&mut stage, "Person: Tomas Veld");
}

#[test]
fn two_names_are_one_way_through_the_articles() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3&");
    has(&mut stage, "& on a second name lists the articles with both");
    stage.keys("j&");
    has(&mut stage, "person:\"Ilse Marrow\" person:\"Tomas Veld\"");
    has(&mut stage, "following: Ilse Marrow & Tomas Veld, 1 of 2");
    accept("both", &stage.picture());
    stage.keys(")");
    has(&mut stage, "following: Ilse Marrow & Tomas Veld, 2 of 2");
    stage.keys(")");
    has(&mut stage, "no older article names Ilse Marrow & Tomas Veld");
    stage.keys("(");
    has(&mut stage, "1 of 2");
    stage.keys("&");
    has(&mut stage, "following Ilse Marrow alone");
    assert_eq!(stage.model().list.query, "");
    has(&mut stage, "following: Ilse Marrow");

    let mut stage = Stage::new(WIDE);
    stage.keys("3<enter>&");
    has(&mut stage, "no second name is selected");
    stage.keys("<tab>j&");
    assert!(stage.model().dossier.is_none());
    has(&mut stage, "person:\"Ilse Marrow\" org:\"Harbour Board\"   4 of 6");
    stage.keys("<esc>");
    assert!(stage.model().following.as_ref().is_some_and(|following| following.with.is_none()));
    shows("both_one_pane", SMALL, "3<enter><tab>j&");
}

#[test]
fn a_pinned_name_stays_in_sight_with_what_is_unread() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3p");
    has(&mut stage, "pinned: Ilse Marrow; u undoes");
    stage.keys("jp");
    accept("pinned", &stage.picture());
    // It is there beside an article that does not name it, and its page is a key away.
    stage.keys("1Gk3gg<enter>");
    has(&mut stage, "Person: Ilse Marrow");
    stage.keys("pu");
    has(&mut stage, "undone: unpinning of Ilse Marrow");
    stage.keys("p<esc>");
    assert_eq!(stage.model().sidebar.pins.len(), 1);
    stage.keys("1ggm");
    let unread = stage.model().sidebar.pins[0].unread;
    stage.keys("m");
    assert_ne!(stage.model().sidebar.pins[0].unread, unread, "a mark changes what is unread");
    shows("pinned_one_pane", SMALL, "3p");
    shows("pinned_two_panes", NARROW, "3pjp");
}

#[test]
fn the_names_of_a_kind_are_listed_and_narrowed() {
    let mut stage = shows("people", WIDE, "gp");
    stage.keys("/ve<enter>");
    has(&mut stage, "Person: Tomas Veld");
    for (keys, words) in [("go", "Union of Pilots"), ("gl", "Lower Quay"), ("gt", "harbours")] {
        let mut stage = Stage::new(NARROW);
        stage.keys(keys);
        has(&mut stage, words);
    }
    shows("people_one_pane", SMALL, "gp");
    let mut stage = Stage::new(WIDE);
    stage.keys("/is:starred<enter>3<enter>ga");
    assert!(stage.model().dossier.is_none() && stage.model().list.query.is_empty());
}

#[test]
fn help_on_a_name_says_why_it_is_where_it_is() {
    let mut stage = shows("why", WIDE, "3?");
    has(&mut stage, "Here “Ilse Marrow” was taken as a person: ");
    stage.keys("pin");
    assert!(!stage.text().contains("was taken as"), "what is typed is looked for among the keys");
    has(&mut stage, "pins the name to the top");
    shows("why_one_pane", SMALL, "3?");
    let mut stage = Stage::new(WIDE);
    stage.keys("3<enter>?");
    has(&mut stage, "In its newest article “Ilse Marrow” was taken as a person: ");
}

#[test]
fn every_part_of_the_page_is_reached_and_drawn_at_every_size() {
    for size in [WIDE, NARROW, SMALL, (200, 60), (20, 6)] {
        let mut stage = Stage::new(size);
        stage.keys("3<enter>");
        let mut parts = Vec::new();
        for _ in 0..4 {
            stage.text();
            parts.push(stage.model().dossier.as_ref().map(|page| format!("{:?}", page.part)));
            stage.keys("<tab>G");
        }
        let told: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
        assert_eq!(told, ["Articles", "Companions", "Months", "Articles"], "{size:?}");
        stage.keys("<shift-tab>");
        assert_eq!(stage.model().dossier.as_ref().map(|page| format!("{:?}", page.part)).as_deref(), Some("Articles"));
    }
    assert!(TABLE.iter().any(|row| row.name == "page"));
}

#[test]
fn who_may_be_the_same_is_told_with_the_reason_and_chosen() {
    for (name, size) in [("perhaps", WIDE), ("perhaps_two_panes", NARROW), ("perhaps_one_pane", SMALL)] {
        let mut library = morgue::library::Library::in_memory().expect("a library");
        library.file(&shelf::doubtful(), shelf::now()).expect("it is filed");
        let mut stage = Stage::with(library, size, morgue::config::Colour::Allowed);
        stage.keys("gpanna<enter><tab><tab>");
        let chosen = stage.model().dossier.as_ref().and_then(DossierPage::perhaps).map(|drawer| drawer.name.clone());
        assert_eq!(chosen.as_deref(), Some("Miller"));
        has(&mut stage, "Perhaps ");
        accept(name, &stage.picture());
        stage.keys("?");
        has(&mut stage, "Kept apart from Miller (1):");
        stage.keys("<esc><enter>");
        assert_eq!(stage.model().dossier.as_ref().map(|page| page.dossier.drawer.name.as_str()), Some("Miller"));
    }
}

#[test]
fn a_page_reads_on_as_it_is_gone_through() {
    let clippings: Vec<_> = (0..150).map(shelf::nth).collect();
    let mut library = morgue::library::Library::in_memory().expect("a library");
    library.file(&clippings, shelf::now()).expect("it is filed");
    let mut stage = Stage::with(library, WIDE, morgue::config::Colour::Allowed);
    stage.keys("3<enter>");
    let here =
        |stage: &Stage| stage.model().dossier.as_ref().map(|page| (page.dossier.articles.len(), page.dossier.more));
    assert_eq!(here(&stage), Some((60, true)));
    stage.keys("GGG");
    assert_eq!(here(&stage), Some((150, false)));
    has(&mut stage, "150 articles");
}
