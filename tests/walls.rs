//! Walls from the outside: what is said of a page that is not an article, in every place where it is said. How a wall is
//! told from an article is tested in `extract`.

use crate::kit::library::{Shelf, news};

const PAYWALL: &str = "<!doctype html><html lang=de><head><title>Die Fähre bleibt | Der Fjord</title></head><body><main>\
    <h1>Die Fähre bleibt</h1><p>Die Hafenbehörde hat am Mittag nach langer Aussprache beschlossen, die alte Fähre bis zum \
    Frühjahr zu behalten.</p><p>Der Motor aus dem Jahr 1961 sollte in diesem Jahr verschrottet werden, doch der Bürgermeister \
    von …</p><div class=paywall><h3>Jetzt weiterlesen mit dem Fjord-Abonnement</h3><p>Schon Abonnent? Anmelden</p></div>\
    </main></body></html>";

const SHELL: &str = "<!doctype html><html><head><title>The Fjord</title><script src=app.js></script></head><body>\
    <div id=root></div></body></html>";

#[test]
fn a_wall_is_filed_and_told_everywhere() {
    let shelf = Shelf::new();
    shelf.save("1-news.txt", news(1));
    shelf.save("2-paywall.html", PAYWALL);
    shelf.save("3-shell.html", SHELL);
    let report = shelf.add(&shelf.saved()).ended(0).out();
    assert!(report.starts_with("3 new, 2 of them broken, 0 already filed, 0 failed\n"), "{report}");
    assert!(report.contains("Only the beginning was saved: the rest is behind a paywall."), "{report}");
    assert!(report.contains("The page was saved before its scripts ran"), "{report}");

    let mut broken: Vec<String> = shelf.listed().iter().map(|row| row["broken"].to_string()).collect();
    broken.sort();
    assert_eq!(broken, ["\"paywall\"", "\"scripts\"", "null"]);
    let found = shelf.run(&["list", "is:broken", "--json"]).ended(0).out();
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(shelf.run(&["list", "is:broken"]).ended(0).out().contains("[paywall] Die Fähre bleibt"));

    let row = found.lines().find(|line| line.contains("paywall")).unwrap();
    let row: serde_json::Value = serde_json::from_str(row).unwrap();
    let shown = shelf.run(&["show", "--json", row["id"].as_str().unwrap()]).ended(0).out();
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["broken"], "paywall");
    assert!(shown["notes"][0].as_str().unwrap().starts_with("Only the beginning was saved"), "{}", shown["notes"]);
}

#[test]
fn a_report_in_json_names_the_wall() {
    let shelf = Shelf::new();
    let path = shelf.save("shell.html", SHELL);
    let report = shelf.run(&["add", "--json", path.to_str().unwrap()]).ended(0).out();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["new"][0]["broken"], "scripts", "{report}");
    let parsed = shelf.run(&["parse", "--json", path.to_str().unwrap()]).ended(0).out();
    let parsed: serde_json::Value = serde_json::from_str(&parsed).unwrap();
    assert_eq!(parsed["broken"], "scripts", "{parsed}");
}
