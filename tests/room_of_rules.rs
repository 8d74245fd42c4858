//! `X` in the reading room: a line is proposed, another is looked for, a rule is made and undone. What a rule says is tested beside the
//! code, and the program with rules in `rules`.

use crate::kit::stage::Stage;
use crate::screens::{SMALL, WIDE, accept};

#[test]
fn a_rule_is_shown_before_it_is_made_and_is_undone() {
    let mut stage = Stage::new(WIDE);
    stage.keys("<enter>X");
    assert!(stage.text().contains("always hide on "), "{}", stage.text());
    stage.keys("<esc>");
    assert!(!stage.text().contains("u undoes"), "{}", stage.text());
    stage.keys("X<enter>");
    assert!(stage.text().contains("a rule: hide "), "{}", stage.text());
    stage.keys("u");
    assert!(stage.text().contains("undone: the rule “hide "), "{}", stage.text());
}

#[test]
fn any_line_of_a_short_article_can_be_ruled_about() {
    // All of the article is on the screen: it cannot be moved, and its folds are further down than its first lines.
    let mut stage = Stage::new((120, 60));
    stage.keys("<enter>X");
    assert!(stage.text().contains("always hide on "), "{}", stage.text());
    let hidden = |stage: &mut Stage| stage.text().matches("hidden:").count();
    let folds = hidden(&mut stage);
    assert!(folds > 1, "{}", stage.text());
    stage.keys("<down><down>");
    // Down to the first hidden block below the text that is in sight: it is shown, marked, and proposed.
    for _ in 0..20 {
        if stage.text().contains("always keep on ") {
            break;
        }
        stage.keys("<down>");
    }
    accept("rule_about_a_lower_line", &stage.picture());
    assert_eq!(hidden(&mut stage), folds - 1, "{}", stage.text());
    stage.keys("<esc>");
    assert_eq!(hidden(&mut stage), folds, "{}", stage.text());
    // Up stops at the first line.
    stage.keys("X<up><up><up><up><enter>");
    assert!(stage.text().contains("a rule: "), "{}", stage.text());
}

#[test]
fn a_long_line_is_proposed_from_its_beginning() {
    let mut stage = Stage::new(SMALL);
    stage.keys("<enter>jjjjjjjjX");
    let last = stage.text().lines().last().unwrap_or_default().to_owned();
    assert!(last.contains("hide on brackwate…: the harbour board") && last.trim_end().ends_with('…'), "{last}");
}
