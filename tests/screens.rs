//! The reading room in pictures: keys in, the accepted picture of `tests/screens` out. Behaviour that a picture shows badly
//! (places, positions, what must not happen) is asserted in words.

use insta::{Settings, assert_snapshot};
use morgue::config::Colour;
use morgue::library::Library;

use crate::kit::stage::Stage;

const WIDE: (u16, u16) = (120, 36);

fn accept(name: &str, picture: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("screens");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, picture));
}

#[test]
fn the_room_opens_on_the_newest_article_with_its_names() {
    accept("start", &Stage::new(WIDE).picture());
    accept("start_two_panes", &Stage::new((80, 24)).picture());
    accept("start_one_pane", &Stage::new((40, 12)).picture());
}

#[test]
fn an_empty_library_says_what_to_do() {
    let library = Library::in_memory().unwrap();
    let mut stage = Stage::with(library, (80, 24), Colour::Allowed);
    accept("empty", &stage.picture());
}
