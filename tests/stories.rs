//! More like this, and stories, from the outside: the commands on the sample articles, and the reading room. How stories are
//! found is tested beside the code.

use morgue::config::Colour;
use morgue::library::Library;
use morgue::tui::model::Pane;
use morgue::tui::model::overlay::Overlay;
use morgue::tui::model::story::Shown;
use serde_json::Value;

use crate::kit::library::Shelf;
use crate::kit::stage::Stage;
use crate::screens::{NARROW, SMALL, WIDE, accept, title};

/// Articles as they are saved: title, day, paper, text. Four of a sluice in May, three of a strike, one of neither, and one of the
/// sluice half a year later.
const NEWS: [(&str, &str, &str, &str); 9] = [
    (
        "Sluice at Corran opened after nine years",
        "2026-05-08",
        "Corran Courier",
        "The sluice at Corran was opened on Friday after nine years of works, two floods and a lawsuit over its doors.\n\n\
         Engineer Maud Tarrant turned the oak wheel herself while a heron watched from the wall. Mrs. Tarrant said the doors \
         would hold a flood such as comes once in two hundred years.\n\n\
         The Corran River Authority paid thirty million crowns for the sluice, half of what the first plan had asked.",
    ),
    (
        "Corran gets its sluice at last",
        "2026-05-09",
        "Valley Tribune",
        "Corran has a sluice. Maud Tarrant of the Corran River Authority opened its oak doors before four hundred people.\n\n\
         Upstream farmers, whose meadows the floods took twice, cheered the engineer and her wheel. Tarrant thanked them in \
         one sentence and went to look at a hinge.\n\n\
         Boats may pass the sluice from Monday, except when the mill draws its water.",
    ),
    (
        "Eel traps lost under the new sluice",
        "2026-05-11",
        "Corran Courier",
        "Two families of Corran lost their eel traps under the sluice that the Corran River Authority opened on Friday.\n\n\
         Mayor Ines Oduya promised them an answer before the harvest. Engineer Maud Tarrant said that the traps stood on no \
         map of the sluice that she had been given.\n\n\
         \u{201c}They asked us for the maps and then they lost the maps,\u{201d} said one of the fishermen.",
    ),
    (
        "Mayor and engineer quarrel over eels",
        "2026-05-13",
        "The Tidewatch",
        "Mayor Ines Oduya asked the Corran River Authority on Wednesday to pay for the eel traps that its sluice has buried.\n\n\
         Maud Tarrant, the engineer of the sluice at Corran, called the traps a matter for lawyers. Harbourmaster Jonas Rell \
         offered the fishermen two berths behind the sluice until it is settled.",
    ),
    (
        "Pilots walk out at Quay End",
        "2026-05-09",
        "The Tidewatch",
        "Pilots of Quay End walked out on Saturday over tolls, leaving eleven freighters outside the sandbar.\n\n\
         The Pilots Guild wants launches that are younger than the pilots. Its speaker, Tomas Veld, put three demands to the \
         Harbour Board on Thursday night and had no answer by noon.",
    ),
    (
        "Eleven freighters wait as pilots strike",
        "2026-05-10",
        "Brackwater Gazette",
        "Eleven freighters lay outside the sandbar of Quay End on Sunday while pilots kept their launches ashore.\n\n\
         Talks on the tolls between the Harbour Board and the Pilots Guild broke off before noon. \u{201c}The wall is not ours \
         to pay,\u{201d} said Tomas Veld, who speaks for the pilots.",
    ),
    (
        "Pilots back aboard after strike at Quay End",
        "2026-05-12",
        "Brackwater Gazette",
        "The pilots of Quay End went back aboard on Tuesday after the Harbour Board put off its tolls until the autumn.\n\n\
         Ilse Marrow, who chairs the Harbour Board, signed for two new launches. Tomas Veld of the Pilots Guild brought the \
         first of eleven freighters over the sandbar himself.",
    ),
    (
        "Bakery wins a medal for rye bread",
        "2026-05-09",
        "Corran Courier",
        "A bakery in the old town won a medal for rye bread with caraway at the county fair.\n\n\
         The baker gets up at two and has never slept through a harvest, he told the jury, which asked for the recipe and did \
         not get it.",
    ),
    (
        "Sluice at Corran stuck",
        "2026-11-08",
        "Corran Courier",
        "The sluice at Corran would not close on Sunday: a heron's nest had fallen into its oak doors.\n\n\
         Engineer Maud Tarrant of the Corran River Authority freed the wheel by hand and carried the nest to the mill, where \
         nobody was at home.",
    ),
];

/// The articles, saved and not yet filed.
fn news() -> Shelf {
    let shelf = Shelf::new();
    for (at, (title, day, paper, text)) in NEWS.iter().enumerate() {
        shelf.save(&format!("{at}.md"), format!("---\ntitle: {title}\ndate: {day}\nsource: {paper}\n---\n\n{text}\n"));
    }
    shelf
}

/// The articles, filed.
fn filed() -> Shelf {
    let shelf = news();
    shelf.add(&shelf.saved()).ended(0);
    shelf
}

fn id_of(shelf: &Shelf, words: &str) -> String {
    let listed = shelf.listed();
    let row = listed.iter().find(|row| row["title"].as_str().is_some_and(|title| title.contains(words)));
    row.unwrap_or_else(|| panic!("nothing is listed with {words}"))["id"].as_str().unwrap().to_owned()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn stories_are_listed_and_shown() {
    let shelf = filed();
    let listed = lines(&shelf.run(&["stories", "--json"]).ended(0).out());
    let told: Vec<(u64, usize, &str, &str)> = listed
        .iter()
        .map(|line| {
            let papers = line["sources"].as_array().unwrap().len();
            (
                line["articles"].as_u64().unwrap(),
                papers,
                line["first"].as_str().unwrap(),
                line["last"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [(4, 3, "2026-05-08", "2026-05-13"), (3, 2, "2026-05-09", "2026-05-12")], "{listed:?}");
    assert!(listed.is_sorted_by(|a, b| a["last"].as_str() >= b["last"].as_str()), "{listed:?}");
    let text = shelf.run(&["stories"]).ended(0).out();
    assert_eq!(text.lines().count(), listed.len());
    assert_eq!(shelf.run(&["stories", "--limit", "1"]).ended(0).out().lines().count(), 1);
    for line in &listed {
        let id = line["id"].as_str().unwrap();
        let story = &lines(&shelf.run(&["story", id, "--json"]).ended(0).out())[0];
        let articles = story["articles"].as_array().unwrap();
        assert_eq!(articles.len() as u64, line["articles"].as_u64().unwrap());
        assert!(
            articles.len() >= 2 && articles.is_sorted_by(|a, b| a["published"].as_str() <= b["published"].as_str())
        );
        assert_eq!(articles.iter().filter(|article| article["central"] == true).count(), 1);
        let named: Vec<&str> =
            articles.iter().flat_map(|row| row["new"].as_array().unwrap()).map(|name| name.as_str().unwrap()).collect();
        let mut once = named.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), named.len(), "a name is new once: {named:?}");
        let page = shelf.run(&["story", id]).ended(0).out();
        assert!(page.starts_with(&format!("Story: {}\n", line["title"].as_str().unwrap())), "{page}");
        assert!(page.contains("\nSources\n") && page.contains("\nArticles\n"), "{page}");
        let new = if page.contains("sluice") { "      new: Ines Oduya" } else { "      new: Ilse Marrow" };
        assert!(page.contains(new), "{page}");
        // Each article of it leads to the same story.
        let last = articles.last().unwrap()["id"].as_str().unwrap();
        assert_eq!(shelf.run(&["story", last]).ended(0).out(), page);
    }
    assert_eq!(shelf.run(&["stories", "freighters"]).ended(0).out().lines().count(), 1);
    assert_eq!(shelf.run(&["stories", "is:starred"]).ended(1).out(), "");
    shelf.run(&["story", "zz"]).ended(1);
    shelf.run(&["story"]).ended(2);
}

#[test]
fn likes_are_listed_with_their_reasons() {
    let shelf = filed();
    let id = id_of(&shelf, "Sluice at Corran opened");
    let likes = lines(&shelf.run(&["like", &id, "--json"]).ended(0).out());
    assert!(likes.len() >= 3, "{likes:?}");
    assert!(likes.is_sorted_by(|a, b| a["likeness"].as_f64() >= b["likeness"].as_f64()));
    assert!(likes.iter().all(|like| !like["why"].as_str().unwrap().is_empty() && like["id"] != id.as_str()));
    let text = shelf.run(&["like", &id[..8], "--limit", "2"]).ended(0).out();
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.contains(" %: both name "), "{text}");
    let alone = id_of(&shelf, "Bakery");
    assert!(shelf.run(&["like", &alone]).ended(1).err().contains("no other article is like"));
    assert!(shelf.run(&["story", &alone]).ended(1).err().contains("is in no story"));
    shelf.run(&["like", "zz"]).ended(1);
}

/// A room over the articles, with the one in the reader that `words` are in the title of.
fn room(size: (u16, u16), words: &str) -> Stage {
    let shelf = news();
    let mut stage = Stage::with(Library::in_memory().unwrap(), size, Colour::Allowed);
    stage.keys(&format!(":add {}<enter>", shelf.saved().display()));
    let at = stage.model().list.rows.iter().position(|row| row.title.contains(words));
    let at = at.unwrap_or_else(|| panic!("nothing is listed with {words}"));
    stage.keys(&"j".repeat(at));
    stage
}

fn shown(stage: &Stage) -> Option<&Shown> {
    match stage.model().overlays.last() {
        Some(Overlay::Related(page)) => Some(&page.shown),
        _ => None,
    }
}

/// In a story of four.
const EELS: &str = "Eel traps";

#[test]
fn likes_and_the_story_of_an_article_are_shown() {
    for (suffix, size) in [("", WIDE), ("_two_panes", NARROW), ("_one_pane", SMALL)] {
        let mut stage = room(size, EELS);
        stage.keys("gm");
        accept(&format!("likes{suffix}"), &stage.picture());
        stage.keys("qT");
        accept(&format!("story{suffix}"), &stage.picture());
        for size in [(5, 3), (1, 1), (20, 6), (200, 60)] {
            stage.resize(size.0, size.1);
            stage.keys("jGgk").text();
        }
    }
}

#[test]
fn one_walks_from_a_story_to_an_article_and_back() {
    let mut stage = room(WIDE, EELS);
    let first = title(&stage).to_owned();
    stage.keys("T");
    let Some(Shown::Story(story)) = shown(&stage) else { panic!("no story of {first}") };
    let titles: Vec<String> = story.articles.iter().map(|row| row.row.title.clone()).collect();
    assert!(titles.contains(&first), "{titles:?}");
    let other = titles.iter().find(|title| **title != first).unwrap().clone();
    let (from, to) =
        (titles.iter().position(|t| *t == first).unwrap(), titles.iter().position(|t| *t == other).unwrap());
    stage.keys(&if to > from { "j".repeat(to - from) } else { "k".repeat(from - to) });
    stage.keys("<enter>");
    assert_eq!((title(&stage), stage.model().focus.pane), (&*other, Pane::Reader));
    assert!(shown(&stage).is_none());
    stage.keys("H");
    assert!(matches!(shown(&stage), Some(Shown::Story(_))), "back on the page");
    stage.keys("H");
    assert!(shown(&stage).is_none() && title(&stage) == first, "{}", stage.text());
    stage.keys("LL");
    assert_eq!(title(&stage), other);
    // From the story to what is like one of its articles, and back through both.
    stage.keys("HTm");
    assert!(matches!(shown(&stage), Some(Shown::Likes(..))), "{}", stage.text());
    stage.keys("H");
    assert!(matches!(shown(&stage), Some(Shown::Story(_))));
    stage.keys("q");
    assert!(shown(&stage).is_none());
}

#[test]
fn what_stands_alone_is_told_in_the_status_line() {
    let mut stage = Stage::new(WIDE);
    stage.keys("GT");
    assert!(stage.text().contains("this article is in no story"), "{}", stage.text());
    assert!(stage.model().overlays.is_empty());
    let mut stage = Stage::with(Library::in_memory().unwrap(), WIDE, Colour::Allowed);
    stage.keys("T");
    assert!(stage.text().contains("no article is selected"), "{}", stage.text());
    stage.keys("gm");
    assert!(stage.text().contains("no article is selected"), "{}", stage.text());
}

#[test]
fn a_click_selects_on_the_page() {
    let mut stage = room(WIDE, EELS);
    stage.keys("gm");
    let before = stage.text();
    stage.click(20, 6);
    assert_ne!(before, stage.text());
    let Some(Overlay::Related(page)) = stage.model().overlays.last() else { panic!("the page is open") };
    assert_eq!(page.cursor.selected, 1);
}
