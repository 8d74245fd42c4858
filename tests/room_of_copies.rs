//! The reading room where a text is filed more than once: the line that says so, the list, the differences. Pictures and
//! keys as in `screens`.

use morgue::config::Colour;
use morgue::tui::model::overlay::Overlay;

use crate::kit::shelf;
use crate::kit::stage::Stage;
use crate::screens::{NARROW, SMALL, WIDE, accept, title};

/// A room of copies, with the article that has them all in the reader.
fn copies(size: (u16, u16)) -> Stage {
    let mut stage = Stage::with(shelf::copied(), size, Colour::Allowed);
    let at = stage
        .model()
        .list
        .rows
        .iter()
        .position(|row| row.title.starts_with("Harbour Board doubles") && row.words > 200);
    let at = at.expect("the article is listed");
    stage.keys(&"j".repeat(at));
    stage
}

#[test]
fn where_else_a_text_is_filed_is_shown_and_gone_to() {
    let sizes = [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)];
    for (suffix, size) in sizes {
        let mut stage = copies(size);
        stage.keys("<enter>");
        accept(&format!("copied{suffix}"), &stage.picture());
        stage.keys("C");
        accept(&format!("copies{suffix}"), &stage.picture());
        stage.keys("Gd");
        accept(&format!("differs{suffix}"), &stage.picture());
        stage.keys("<esc>");
        assert!(stage.model().overlays.len() == 1, "the list is there again");
        stage.keys("<esc>");
        assert!(stage.model().overlays.is_empty());
    }
    let mut stage = copies(WIDE);
    assert!(stage.text().contains("Also in The Tidewatch · also saved as 1 other · 1 "), "{}", stage.text());
    stage.keys("<enter>C<enter>");
    assert_eq!(title(&stage), "Pilots leave Brackwater's ships outside the bar");
    stage.keys("H");
    assert!(title(&stage).starts_with("Harbour Board doubles"));
    stage.keys("1GC");
    assert!(stage.text().contains("this text is filed only here"), "{}", stage.text());
}

#[test]
fn the_differences_are_gone_through() {
    let mut stage = copies(SMALL);
    stage.keys("<enter>CGd");
    let top = |stage: &Stage| match stage.model().overlays.last() {
        Some(Overlay::Copies(copies)) => copies.page.as_ref().map(|page| page.top),
        _ => None,
    };
    assert_eq!(top(&stage), Some(0));
    stage.keys("n");
    let first = top(&stage);
    stage.keys("n");
    assert!(top(&stage) > first && first > Some(0), "{first:?}");
    stage.keys("N");
    assert_eq!(top(&stage), first);
    stage.keys("Gjj ");
    let end = top(&stage);
    stage.keys("kg");
    assert!(end > Some(0) && top(&stage) == Some(0));
    for size in [(120, 36), (5, 3), (1, 1), (80, 24)] {
        stage.resize(size.0, size.1);
        stage.keys("jGgn").text();
    }
    stage.keys("<enter>");
    assert!(stage.model().overlays.is_empty());
}
