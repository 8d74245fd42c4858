//! Rulings on names in the reading room: what is asked before one is made, what the screen shows after it, and how it is taken back.
//! What a ruling does to articles and drawers is tested beside the library.

use morgue::article::EntityKind;
use morgue::config::Colour;
use morgue::library::{Drawer, Library};
use morgue::tui::model::Pane;
use morgue::tui::model::dossier::DossierPage;

use crate::kit::shelf;
use crate::kit::stage::Stage;
use crate::screens::{NARROW, SMALL, WIDE, accept, title};

fn has(stage: &mut Stage, words: &str) {
    // A sentence may be wrapped.
    let text = stage.text();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(words), "{words:?} is not in\n{text}");
}

fn lacks(stage: &mut Stage, words: &str) {
    let text = stage.text();
    assert!(!text.contains(words), "{words:?} is in\n{text}");
}

fn doubtful(size: (u16, u16)) -> Stage {
    let mut library = Library::in_memory().unwrap();
    library.file(&shelf::doubtful(), shelf::now()).unwrap();
    Stage::with(library, size, Colour::Allowed)
}

/// The names of the open article: name, kind, articles.
fn names(stage: &Stage) -> Vec<(&str, EntityKind, u32)> {
    let drawers: &[Drawer] = stage.model().reader.opened.as_ref().map_or(&[], |opened| &opened.drawers);
    drawers.iter().map(|drawer| (drawer.name.as_str(), drawer.kind, drawer.articles)).collect()
}

fn named(stage: &Stage, name: &str) -> Option<(EntityKind, u32)> {
    names(stage).into_iter().find(|(own, ..)| *own == name).map(|(_, kind, articles)| (kind, articles))
}

/// The picture of the same keys at three sizes.
fn shows(name: &str, keys: &str) {
    for (suffix, size) in [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)] {
        accept(&format!("{name}{suffix}"), &Stage::new(size).keys(keys).picture());
    }
}

#[test]
fn a_name_is_joined_with_another_and_parted_again() {
    shows("join", "3jM");
    shows("join_asked", "3jMilse<enter>");
    let mut stage = Stage::new(WIDE);
    stage.keys("3jM");
    has(&mut stage, "Join Tomas Veld with…");
    lacks(&mut stage, "P Tomas Veld");
    stage.keys("ilse<enter>");
    has(&mut stage, "Join Tomas Veld (2 articles) with Ilse Marrow (5)? Both are Ilse Marrow then.");
    // Nothing was done yet, and nothing will be.
    stage.keys("<esc>");
    assert_eq!(named(&stage, "Tomas Veld"), Some((EntityKind::Person, 2)));
    stage.keys("u");
    has(&mut stage, "nothing to undo");
    stage.keys("Milse<enter><enter>");
    has(&mut stage, "u takes it back");
    assert_eq!((named(&stage, "Tomas Veld"), named(&stage, "Ilse Marrow")), (None, Some((EntityKind::Person, 5))));
    assert_eq!(stage.model().selected_name().map(|drawer| drawer.name.as_str()), Some("Ilse Marrow"));
    assert_eq!(stage.model().focus.pane, Pane::Sidebar);
    accept("joined", &stage.picture());
    stage.keys("u");
    has(&mut stage, "undone: joining Tomas Veld with Ilse Marrow");
    assert_eq!(named(&stage, "Ilse Marrow"), Some((EntityKind::Person, 5)));
    assert_eq!(named(&stage, "Tomas Veld"), Some((EntityKind::Person, 2)));
    stage.keys("U");
    has(&mut stage, "done again");
    assert_eq!(named(&stage, "Tomas Veld"), None);
}

#[test]
fn the_name_of_more_articles_stays_but_what_is_picked_decides_the_kind() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3Mveld<enter>");
    has(&mut stage, "Join Tomas Veld (2 articles) with Ilse Marrow (5)?");
    stage.keys("<esc>Mharbour board<enter>");
    has(&mut stage, "Join Ilse Marrow (5 articles) with Harbour Board (4)?");
    stage.keys("<enter>");
    assert_eq!(named(&stage, "Harbour Board"), Some((EntityKind::Organization, 5)));
}

#[test]
fn what_is_followed_pinned_and_read_stays_where_it_is_when_names_are_joined() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3j<space>p2jjjjjjjjjjjj");
    let (place, top) = (stage.model().reader.place, stage.model().reader.top);
    assert!(place.is_some());
    stage.keys("3Milse<enter><enter>");
    has(&mut stage, "following: Ilse Marrow, 1 of 5");
    assert_eq!((stage.model().reader.place, stage.model().reader.top), (place, top));
    let pins: Vec<_> = stage.model().sidebar.pins.iter().map(|pin| pin.drawer.name.clone()).collect();
    assert_eq!(pins, ["Ilse Marrow"]);
    stage.keys("))");
    has(&mut stage, "following: Ilse Marrow, 3 of 5");
    stage.keys("((");
    assert_eq!(title(&stage), "Harbour Board doubles the tolls, and the pilots walk out");
    // Two names that are followed together, and become one.
    let mut stage = Stage::new(WIDE);
    stage.keys("3&j&");
    has(&mut stage, "following: Ilse Marrow & Tomas Veld");
    stage.keys("Milse<enter><enter>");
    has(&mut stage, "following: Ilse Marrow, 1 of 5");
    assert_eq!(stage.model().list.query, "");
}

#[test]
fn who_may_be_the_same_is_joined_at_once_from_the_page() {
    for (name, size) in
        [("perhaps_asked", WIDE), ("perhaps_asked_two_panes", NARROW), ("perhaps_asked_one_pane", SMALL)]
    {
        let mut stage = doubtful(size);
        stage.keys("gpanna<enter><tab><tab>");
        has(&mut stage, "M merge");
        stage.keys("M");
        has(&mut stage, "Join Miller (1 article) with Anna Miller (2)?");
        accept(name, &stage.picture());
        stage.keys("y");
        let page = |stage: &Stage| stage.model().dossier.as_ref().map(|page| page.dossier.drawer.articles);
        assert_eq!(page(&stage), Some(3));
        assert!(stage.model().dossier.as_ref().and_then(DossierPage::perhaps).is_none());
        stage.keys("u");
        assert_eq!(page(&stage), Some(2));
        // From another part of the page they are only the first that are offered.
        stage.keys("<esc>gpanna<enter>M<enter>");
        has(&mut stage, "Join Miller (1 article) with Anna Miller (2)?");
    }
}

#[test]
fn a_page_stays_at_its_place_when_its_name_is_ruled_upon() {
    let mut stage = Stage::new(WIDE);
    stage.keys("3<enter>jj<tab>jj<enter><tab><tab>j");
    let at = |stage: &Stage| {
        let page = stage.model().dossier.as_ref().expect("a page");
        (page.part, page.narrow, page.articles.selected, page.companions.selected)
    };
    let before = at(&stage);
    stage.keys("R<ctrl-u>Ilse Marrow-Veld<enter><enter>");
    has(&mut stage, "Person: Ilse Marrow-Veld");
    assert_eq!(at(&stage), before);
    stage.keys("de<enter>");
    assert!(stage.model().dossier.is_none(), "a page of no name closes: {}", stage.text());
    stage.keys("u");
    assert!(named(&stage, "Ilse Marrow-Veld").is_some());
}

#[test]
fn an_article_or_a_spelling_is_split_off() {
    shows("split", "3S");
    let mut stage = Stage::new(WIDE);
    stage.keys("3S<enter>");
    has(&mut stage, "as somebody else than Ilse Marrow?");
    stage.keys("<enter>");
    assert_eq!(named(&stage, "Ilse Marrow"), Some((EntityKind::Person, 1)));
    stage.keys("u");
    assert_eq!(named(&stage, "Ilse Marrow"), Some((EntityKind::Person, 5)));
    // On a page it is the selected article that is split off.
    stage.keys("<enter>jS");
    has(&mut stage, "in “Pilots' union names its price” only");
    stage.keys("<enter><enter>");
    assert_eq!(stage.model().dossier.as_ref().map(|page| page.dossier.drawer.articles), Some(4));
    stage.keys("u");
    // A spelling that no article has alone.
    stage.keys("SMrs<enter>");
    has(&mut stage, "no article knows Ilse Marrow as Mrs. Marrow alone");
    stage.keys("<enter>");
    lacks(&mut stage, "takes it back");

    let mut stage = doubtful(WIDE);
    stage.keys("gpanna<enter><tab><tab>M<enter>S");
    has(&mut stage, "Split off Anna Miller");
    stage.keys("<up><down>");
    stage.keys("<esc>SMill<down><enter><enter>");
    has(&mut stage, "u takes it back");
    assert_eq!(stage.model().dossier.as_ref().map(|page| page.dossier.drawer.articles), Some(2));
}

#[test]
fn one_spelling_in_one_article_cannot_be_split() {
    let mut stage = doubtful(NARROW);
    stage.keys("gpanna<enter><tab><tab><enter>S");
    has(&mut stage, "nothing to split: only one spelling, and one article");
    assert!(stage.model().overlays.is_empty());
}

#[test]
fn a_name_is_written_otherwise() {
    shows("rename", "3R");
    let mut stage = Stage::new(WIDE);
    stage.keys("3<space>R<enter>");
    has(&mut stage, "it is called that already");
    stage.keys("R<ctrl-u><enter>");
    has(&mut stage, "! not renamed: a name needs a letter");
    stage.keys("R<ctrl-w>Veld-Marrow<enter>");
    has(&mut stage, "Ilse Veld-Marrow");
    stage.keys("<enter>");
    assert_eq!(named(&stage, "Ilse Veld-Marrow"), Some((EntityKind::Person, 5)));
    has(&mut stage, "following: Ilse Veld-Marrow, 1 of 5");
    stage.keys(")");
    has(&mut stage, "2 of 5");
    stage.keys("u");
    has(&mut stage, "following: Ilse Marrow, 2 of 5");
    assert_eq!(title(&stage), "Pilots' union names its price");
}

#[test]
fn what_a_name_is_is_changed_by_a_letter() {
    shows("kind", "3t");
    let mut stage = Stage::new(WIDE);
    stage.keys("3tz");
    has(&mut stage, "What is Ilse Marrow?");
    stage.keys("l");
    lacks(&mut stage, "u takes it back");
    stage.keys("<enter>");
    assert_eq!(named(&stage, "Ilse Marrow"), Some((EntityKind::Place, 5)));
    stage.keys("u");
    assert_eq!(named(&stage, "Ilse Marrow"), Some((EntityKind::Person, 5)));
    // By selection, and left.
    stage.keys("tj<enter><esc>");
    assert_eq!(named(&stage, "Ilse Marrow"), Some((EntityKind::Person, 5)));
}

#[test]
fn what_is_no_name_goes_here_on_its_site_or_everywhere() {
    shows("no_name", "3d");
    for (key, here, elsewhere) in [("h", None, Some(4)), ("s", None, Some(2)), ("e", None, None)] {
        let mut stage = Stage::new(WIDE);
        stage.keys(&format!("3d{key}<enter>"));
        has(&mut stage, "u takes it back");
        assert_eq!(named(&stage, "Ilse Marrow").map(|(_, count)| count), here, "{key}");
        stage.keys("1j");
        assert_eq!(named(&stage, "Ilse Marrow").map(|(_, count)| count), elsewhere, "{key}");
        stage.keys("u1gg");
        assert_eq!(named(&stage, "Ilse Marrow").map(|(_, count)| count), Some(5), "{key}");
    }
    let mut stage = Stage::new(WIDE);
    stage.keys("3<space>de<enter>");
    lacks(&mut stage, "following");
    // On a page there is no article at hand.
    let mut stage = Stage::new(WIDE);
    stage.keys("3<enter>dh");
    has(&mut stage, "for no name anywhere (5 articles)?");
    assert!(!stage.model().overlays.is_empty());
}

#[test]
fn words_of_the_article_are_made_a_name() {
    shows("select", "<enter>vj");
    let mut stage = Stage::new(WIDE);
    stage.keys("<enter>/breakwater<enter>v");
    has(&mut stage, "“breakwater”");
    stage.keys("<enter>");
    has(&mut stage, "What is “breakwater”?");
    stage.keys("<esc>v");
    stage.keys("h");
    has(&mut stage, "“the”");
    stage.keys("L");
    has(&mut stage, "[the breakwater]");
    stage.keys("<esc>");
    has(&mut stage, "“breakwater”");
    stage.keys("<esc>");
    assert!(stage.model().reader.selection.is_none());
    // Two words, which no name was.
    stage.keys("gg/January<enter>vL");
    has(&mut stage, "[January storm]");
    accept("selected", &stage.picture());
    stage.keys("<enter>");
    accept("selected_what", &stage.picture());
    stage.keys("t");
    has(&mut stage, "Take “January storm” for a topic");
    stage.keys("<enter>");
    assert_eq!(named(&stage, "January storm"), Some((EntityKind::Topic, 1)));
    stage.keys("u");
    assert_eq!(named(&stage, "January storm"), None);
}

#[test]
fn words_are_joined_with_a_name_that_is_filed() {
    let mut stage = Stage::new(WIDE);
    stage.keys("<enter>/the wall<enter>vL<enter>f");
    has(&mut stage, "“the wall” is a name of…");
    stage.keys("harbour board<enter>");
    has(&mut stage, "Take “the wall” for a name of Harbour Board");
    let before = stage.model().reader.opened.as_ref().map(|opened| opened.mentions.len());
    stage.keys("<enter>");
    assert!(stage.model().reader.opened.as_ref().map(|opened| opened.mentions.len()) > before);
    assert_eq!(stage.model().focus.pane, Pane::Reader);
}

#[test]
fn where_there_is_nothing_to_select_or_to_rule_upon_that_is_said() {
    let mut stage = Stage::new(NARROW);
    stage.keys("<enter>rrv");
    has(&mut stage, "names are those of the article: r shows it");
    let mut stage = Stage::with(Library::in_memory().unwrap(), NARROW, Colour::Allowed);
    for name in ["merge", "split", "rename", "kind", "not-a-name"] {
        stage.keys(&format!(":{name}<enter>"));
        has(&mut stage, "no name is selected");
    }
    stage.keys(":add-name<enter>");
    has(&mut stage, "no article is open");
    // A selection does not outlive its article, its pane, or a click.
    let mut stage = Stage::new(WIDE);
    stage.keys("<enter>v").click(5, 2);
    assert!(stage.model().reader.selection.is_none());
}

#[test]
fn the_question_is_drawn_at_every_size_and_the_mouse_answers_it() {
    for size in [(1, 1), (3, 2), (12, 4), (20, 6), (40, 12), (71, 9), (300, 60)] {
        for keys in ["3t", "3d", "3R", "3S", "3Mveld<enter>", "2v", "2vL<enter>"] {
            let mut stage = Stage::new(size);
            stage.keys(keys);
            stage.text();
            stage.resize(30, 8);
            stage.text();
        }
    }
    let mut stage = Stage::new(WIDE);
    stage.keys("3t");
    let text = stage.text();
    let row = text.lines().position(|line| line.contains("a place")).unwrap();
    stage.click(10, row as u16);
    has(&mut stage, "What is Ilse Marrow?");
    lacks(&mut stage, "something else");
    stage.click(10, 3);
    assert!(stage.model().overlays.is_empty());
}

#[test]
fn what_was_visited_is_listed_and_gone_back_to() {
    let mut stage = Stage::new(WIDE);
    stage.keys("gh");
    has(&mut stage, "nothing was visited before this");
    stage.keys("<enter>1j<enter>3<enter>gh");
    accept("history", &stage.picture());
    stage.keys("<down><enter>");
    assert_eq!(title(&stage), "Harbour Board doubles the tolls, and the pilots walk out");
    stage.keys("ghIlse<enter>");
    has(&mut stage, "Person: Ilse Marrow");
}

#[test]
fn how_far_one_is_is_told_where_two_names_are_long() {
    let mut stage = Stage::new(NARROW);
    stage.keys("3&jj&");
    has(&mut stage, "» Ilse Marrow & Harbour Board, 1 of 4");
    assert!(stage.text().lines().next().is_some_and(|line| line.contains("…   4 of 6")), "{}", stage.text());
    stage.keys("&");
    has(&mut stage, "following: Ilse Marrow, 1 of 5");
}

#[test]
fn on_one_pane_a_line_says_what_is_listed_or_followed() {
    let mut stage = Stage::new(SMALL);
    let second = |stage: &mut Stage| stage.text().lines().nth(1).unwrap_or_default().trim().to_owned();
    assert!(second(&mut stage).starts_with("▌● Harbour Board doubles"), "nothing is searched for or followed");
    stage.keys("/stones<enter>");
    assert_eq!(second(&mut stage), "stones   2 of 6   newest first");
    stage.keys("3<space>");
    assert_eq!(second(&mut stage), "following: Ilse Marrow, 1 of 5");
    accept("scope_one_pane", &stage.picture());
    stage.keys("1");
    assert_eq!(second(&mut stage), "stones   2 of 6   newest first");
    stage.keys("<esc>");
    assert_eq!(second(&mut stage), "following: Ilse Marrow, 1 of 5");
    // A small screen keeps its lines for what is read.
    stage.resize(40, 8);
    assert_ne!(second(&mut stage), "following: Ilse Marrow, 1 of 5");
}
