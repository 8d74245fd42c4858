//! The same text saved more than once, from the outside: a page, its AMP page, its dump, a wire copy, an updated page; and two
//! articles on one event that stay apart.

use serde_json::Value;

use crate::kit::library::Shelf;

const TITLE: &str = "Sluice at Corran opened after nine years";

const PARAGRAPHS: [&str; 8] = [
    "The sluice at Corran was opened on Friday after nine years of work, two floods and a lawsuit over the colour of its doors.",
    "Engineer Maud Tarrant turned the wheel herself, because the mayor had hurt his hand on a boat the day before.",
    "Nobody lives below the sluice now, but the meadows there feed four hundred cattle from May until the first frost.",
    "The river authority paid 34 million crowns for it, half of what the first plan had asked and twice what the second had.",
    "Old doors of oak, taken out in the spring, will be cut into benches for the three villages upstream of the bridge.",
    "A heron stood on the wall through all the speeches and left when the band began to play the anthem of the valley.",
    "Tarrant said that the doors would hold a flood such as comes once in two hundred years, and that she hoped not to see it.",
    "Boats may pass from Monday between six in the morning and nine in the evening, except when the mill draws its water.",
];

fn html(title: &str, head: &str, paragraphs: &[&str], foot: &str) -> String {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title><meta property=og:type content=article>\
         <meta property=og:title content=\"{title}\">{head}</head><body><nav><a href=/>Home</a> <a href=/news>News</a></nav>\
         <article><h1>{title}</h1>\n{body}</article><footer>{foot}</footer></body></html>"
    )
}

fn head(site: &str, address: &str, day: &str) -> String {
    format!(
        "<meta property=og:site_name content=\"{site}\"><meta property=og:url content=\"{address}\">\
         <meta property=article:published_time content=\"{day}T08:00:00Z\">"
    )
}

/// A shelf with the article in five shapes and another one, filed one after the other; and their ids.
fn shelf() -> (Shelf, Vec<String>) {
    let courier = |address: &str| head("Corran Courier", address, "2026-05-08");
    let mut updated = PARAGRAPHS;
    updated[3] = "The river authority paid 41 million crowns for it, half of what the first plan had asked and twice what the second had.";
    let cut = [&PARAGRAPHS[..5], &PARAGRAPHS[7..]].concat();
    let other = [
        PARAGRAPHS[0],
        "Farmers came on foot from Upper Corran, and the school had brought a choir that sang in the rain until noon.",
        "Not all of them were glad: the eel traps of two families are under the new wall, and nobody has paid for them yet.",
        "“They asked us for the maps and then they lost the maps,” said one of the fishermen, who would not give his name.",
        "The county has promised an answer before the harvest, when the traps would have been set for the autumn run.",
        "In the evening there was soup for everyone in the hall, and a quarrel about who should lock the doors at night.",
    ];
    let dump = format!("{TITLE}\n\nCorran Courier\n\n8 May 2026\n\n{}\n", PARAGRAPHS.join("\n\n"));
    let shelf = Shelf::new();
    let files = [
        ("1.html", html(TITLE, &courier("https://www.corran-courier.example/sluice"), &PARAGRAPHS, "Contact")),
        (
            "2.html",
            html(
                TITLE,
                &courier("https://amp.corran-courier.example/sluice/amp?utm_source=mail&amp;fbclid=Iw4"),
                &PARAGRAPHS,
                "Read the full site",
            ),
        ),
        ("3.txt", dump),
        (
            "4.html",
            html(
                "New sluice on the Corran",
                &head("Valley Tribune", "https://tribune.example/8123", "2026-05-09"),
                &cut,
                "",
            ),
        ),
        ("5.html", html(TITLE, &courier("https://www.corran-courier.example/sluice?ref=home"), &updated, "Contact")),
        (
            "6.html",
            html(
                "Eel traps lost under the new wall",
                &courier("https://www.corran-courier.example/eels"),
                &other,
                "Contact",
            ),
        ),
    ];
    let mut ids = Vec::new();
    for (name, text) in files {
        let path = shelf.save(name, text);
        let report = shelf.run(&["add", "--json", path.to_str().unwrap()]).ended(0).out();
        let report: Value = serde_json::from_str(&report).unwrap();
        let copies: Vec<&str> =
            report["copies"].as_array().unwrap().iter().map(|copy| copy["relation"].as_str().unwrap()).collect();
        let expected: &[&str] = match name {
            "2.html" | "3.txt" => &["same-text"],
            "4.html" => &["also-in"],
            "5.html" => &["version"],
            _ => &[],
        };
        assert_eq!(copies, expected, "{name}: {report}");
        ids.push(report["new"][0]["id"].as_str().unwrap().to_owned());
    }
    (shelf, ids)
}

#[test]
fn each_shape_of_an_article_is_shown_for_what_it_is() {
    let (shelf, ids) = shelf();
    let copies = |id: &str| -> Vec<(usize, String)> {
        let shown = shelf.run(&["show", id, "--json"]).ended(0).out();
        let shown: Value = serde_json::from_str(&shown).unwrap();
        let copies = shown["copies"].as_array().unwrap().iter().map(|copy| {
            let at = ids.iter().position(|id| copy["id"] == id.as_str()).unwrap();
            assert!(copy["similarity"].as_f64().is_some_and(|part| (0.5..=1.0).contains(&part)), "{copy}");
            (at + 1, copy["relation"].as_str().unwrap().to_owned())
        });
        copies.collect()
    };
    let told =
        |expected: &[(usize, &str)]| expected.iter().map(|&(at, words)| (at, words.to_owned())).collect::<Vec<_>>();
    assert_eq!(copies(&ids[0]), told(&[(4, "also-in"), (3, "same-text"), (2, "same-text"), (5, "later-version")]));
    assert_eq!(
        copies(&ids[4]),
        told(&[(4, "also-in"), (3, "same-text"), (2, "earlier-version"), (1, "earlier-version")])
    );
    assert_eq!(copies(&ids[5]), []);
    let shown = shelf.run(&["show", &ids[0]]).ended(0).out();
    assert!(shown.contains("\nAlso in Valley Tribune · also saved as 2 others · 1 later version\n"), "{shown}");
    let marked: Vec<bool> = shelf.listed().iter().map(|row| row["copied"].as_bool().unwrap()).collect();
    assert_eq!(marked.iter().filter(|&&copied| copied).count(), 5);
    assert_eq!(shelf.run(&["list"]).out().lines().filter(|line| line.contains(" min ≈ ")).count(), 5);
}

#[test]
fn the_differences_of_two_versions_are_printed() {
    let (shelf, ids) = shelf();
    let diff = shelf.run(&["show", &ids[4], "--diff"]).ended(0).out();
    assert!(diff.contains("1 paragraph changed\n"), "{diff}");
    assert!(diff.contains("~ The river authority paid [-34-] {+41+} million"), "{diff}");
    assert!(diff.contains("⋯ 3 paragraphs the same") && diff.starts_with("--- "), "{diff}");
    let diff = shelf.run(&["show", &ids[3], "--diff", &ids[0]]).ended(0).out();
    assert!(diff.contains("\n- A heron stood") && diff.contains("\n+ New sluice on the Corran"), "{diff}");
    let none = shelf.run(&["show", &ids[5], "--diff"]).ended(1).err();
    assert!(none.contains("no earlier version"), "{none}");
    shelf.run(&["show", &ids[5], "--diff", "zz"]).ended(1);
}

#[test]
fn a_report_says_how_many_are_copies() {
    let (shelf, _) = shelf();
    let again = Shelf::new();
    let report = again.add(&shelf.saved()).ended(0).out();
    assert!(report.starts_with("6 new, 4 of them copies of what was filed, 0 already filed, 0 failed\n"), "{report}");
    assert!(report.contains("is another version of ") && report.contains("carries the text of "), "{report}");
}
