//! Pages that mean harm, and pages that are no pages: whatever the bytes, an article comes back, and soon. What a good
//! page should give is tested elsewhere.

use std::time::{Duration, Instant};

use morgue::article::{Article, BlockKind};
use morgue::extract::extract;
use morgue::formats::{Hint, open};
use proptest::prelude::*;

use crate::kit::library::Shelf;

/// Far above what a linear reader needs for these sizes, even unoptimised and on a busy machine; far below what a
/// quadratic one would.
const SOON: Duration = Duration::from_secs(20);

fn read(bytes: &[u8]) -> Article {
    extract(open(bytes, Hint { name: Some("saved.html") }))
}

fn page(body: &str) -> String {
    format!("<!doctype html><html><head><title>The ferry</title></head><body>{body}</body></html>")
}

#[test]
fn hostile_pages_are_read_soon() {
    let story = "<p>The ferry left the pier at noon, and the harbour master, who had seen it, said nothing.</p>";
    let many = 100_000;
    let cases: Vec<(&str, String)> = vec![
        ("nested divisions", format!("{}{story}{}", "<div>".repeat(many), "</div>".repeat(many))),
        ("nested spans never closed", format!("{}{story}", "<span class=a>".repeat(many))),
        ("nested tables", format!("{}{story}", "<table><tr><td>".repeat(many))),
        ("nested lists", format!("{}{story}", "<ul><li>x".repeat(many))),
        ("nested quotations with links", format!("{}{story}", "<blockquote><a href=x>y".repeat(many))),
        ("end tags of nothing", format!("<div>{}{story}", "</b></p></td></div></x>".repeat(many))),
        ("bold never closed, ended over and over", format!("{}{}{story}", "<b>".repeat(500), "<i></b>".repeat(many))),
        ("entities", format!("{story}<p>{}</p>", "&amp;&lt;&#x41;&NotAnEntity;&".repeat(many))),
        ("one endless attribute", format!("{story}<p title=\"{}", "x".repeat(many * 10))),
        ("endless attributes", format!("{story}<p {}>", (0..many).map(|n| format!("a{n} ")).collect::<String>())),
        ("endless comment", format!("{story}<!-- {}", "- ".repeat(many))),
        ("breaks", format!("{story}{}", "x<br>".repeat(many))),
        ("one line", format!("<p>{}</p>", "word ".repeat(many * 4))),
        ("one word", format!("<p>{}</p>", "x".repeat(many * 10))),
        ("links", format!("{story}{}", "<a href=/y>y</a> ".repeat(many))),
        ("headings and headlines", format!("{}{story}", "<h1>The ferry is late again</h1>".repeat(many))),
        ("class names", format!("<div class=\"{}\">{story}</div>", "ad-share-nav ".repeat(many))),
        ("NUL", format!("{story}{}", format!("{}\0", story.repeat(4)).repeat(many / 400))),
        ("data that nest", format!("<script type='application/ld+json'>{}</script>{story}", "[".repeat(many))),
        ("data that is long", format!("<script type='application/ld+json'>[{}0]</script>{story}", "{},".repeat(many))),
        (
            "data that nest in objects",
            format!("<script type='application/ld+json'>{}</script>{story}", "{\"a\":[".repeat(many)),
        ),
        ("mixed elements", format!("{}{story}", "<div><p><b><a href=x><ul><li><i><table><tr><td>".repeat(many / 10))),
        ("adoption", format!("{}{story}", "<a href=x><b><i>x</a></b><p>".repeat(many))),
        ("tiny paragraphs", format!("{story}{}", "<p>x</p>".repeat(many))),
        ("a picture in an attribute", format!("{story}<img src='data:x,{}'>{story}", "iVBORw0KGgo".repeat(many))),
        ("a long script", format!("{story}<script>{}</script>{story}", "if (a<b) c = 1; ".repeat(many))),
        ("signs of tags", format!("{story}{}", "<".repeat(many * 10))),
        (
            "quoted attributes",
            format!("{story}<p {}>", (0..many).map(|n| format!("a{n}='x > y' ")).collect::<String>()),
        ),
        ("tags with many attributes", format!("<p {}>x", "a b c d e f g h ".repeat(20)).repeat(many / 100)),
        ("scripts never closed", format!("{story}<script>{}", "<p>x</p>".repeat(many))),
    ];
    for (name, body) in cases {
        let started = Instant::now();
        let article = read(page(&body).as_bytes());
        assert!(started.elapsed() < SOON, "{name}: {:?}", started.elapsed());
        assert!(!article.blocks.is_empty(), "{name}: nothing was read");
    }
}

#[test]
fn texts_that_are_no_pages_are_read_soon() {
    let many = 100_000;
    let wide = |units: &[u16]| units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("one line", "The ferry left at noon. ".repeat(many).into_bytes()),
        ("short lines", "The ferry\n".repeat(many).into_bytes()),
        ("one word", "x".repeat(many * 10).into_bytes()),
        (
            "NUL",
            format!("{}\0", "The ferry left the pier at noon, and nobody had seen it. ".repeat(9))
                .repeat(many / 90)
                .into_bytes(),
        ),
        ("quotations", format!("# Ferry\n\n{}deep\n", "> ".repeat(many)).into_bytes()),
        (
            "deeper and deeper lists",
            (0..1500).map(|n| format!("{}- x\n", "  ".repeat(n))).collect::<String>().into_bytes(),
        ),
        ("brackets", format!("# Ferry\n\n{}a{}\n", "[".repeat(many), "]".repeat(many)).into_bytes()),
        ("links never closed", format!("# Ferry\n\n{}\n", "[a](".repeat(many)).into_bytes()),
        ("emphasis", format!("# Ferry\n\n{}\n", "*a **b _c ".repeat(many)).into_bytes()),
        ("halves of pairs", wide(&[&[0xfeff_u16][..], &vec![0xd800; many * 5]].concat())),
    ];
    for (name, bytes) in cases {
        let started = Instant::now();
        let article = extract(open(&bytes, Hint { name: Some("saved.txt") }));
        assert!(started.elapsed() < SOON, "{name}: {:?}", started.elapsed());
        assert!(!article.blocks.is_empty(), "{name}: nothing was read");
    }
}

/// The least of the times that `read` takes.
fn least(read: impl Fn()) -> Duration {
    let time = |_| {
        let started = Instant::now();
        read();
        started.elapsed()
    };
    (0..3).map(time).min().unwrap_or_default()
}

#[test]
fn twice_the_page_takes_no_more_than_twice_the_time() {
    let prose = "<p>The ferry left the pier at noon, and the harbour master, who had seen it, said nothing at all.</p>";
    let parts = [
        ("paragraphs", prose, 3000),
        ("tiny paragraphs", "<p>x</p>", 20_000),
        ("links", "<a href=/y>y</a> ", 20_000),
        ("nested divisions", "<div>", 60_000),
        ("nested tables", "<table><tr><td>", 10_000),
        ("adoption", "<a href=x><b><i>x</a></b><p>", 10_000),
        ("tags with many attributes", "<p a b c d e f g h i j k l m n o p q r s t u v w x y z>x", 6000),
        ("quotes never closed", "<p a=\"b> c ", 60_000),
        ("entities", "&amp;&bogus;", 60_000),
    ];
    for (name, part, count) in parts {
        let (one, two) = (page(&part.repeat(count)), page(&part.repeat(count * 2)));
        // A busy machine may spoil a try, but not each of them.
        let is_linear = (0..8).any(|_| {
            let (once, twice) = (least(|| drop(read(one.as_bytes()))), least(|| drop(read(two.as_bytes()))));
            twice.as_secs_f64() <= once.as_secs_f64() * 2.6
        });
        assert!(is_linear, "{name}: the time grows faster than the page");
    }
}

#[test]
fn what_is_beyond_the_limits_is_told() {
    let paragraph = format!("<p>{}</p>", "The ferry left Tamberley at noon. ".repeat(10));
    let long = read(page(&paragraph.repeat(6 << 20 >> 8)).as_bytes());
    let notes: Vec<&str> = long.notes.iter().map(|note| &*note.0).collect();
    assert!(notes.iter().any(|note| note.contains("first 4 MB")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("first 1 MB")), "{notes:?}");
    assert_eq!(read(page(&paragraph.repeat(100)).as_bytes()).notes, []);
}

#[test]
fn attributes_without_end_are_no_text() {
    let endless: String = (0..5000).map(|n| format!(" data-{n}=\"a > b\"")).collect();
    let article = read(page(&format!("<p{endless}>The ferry left the pier at noon.</p>")).as_bytes());
    let texts: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["The ferry left the pier at noon."]);
}

#[cfg(unix)]
#[test]
fn huge_files_and_pipes_without_writers_are_refused_in_words() {
    let shelf = Shelf::new();
    let huge = shelf.save("huge.html", "");
    std::fs::File::options().write(true).open(&huge).unwrap().set_len(500 << 20).unwrap();
    let parsed = shelf.run(&["parse", huge.to_str().unwrap()]).ended(3);
    assert!(parsed.err().contains("is too large (500 MB"), "{}", parsed.err());

    let pipe = shelf.saved().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let parsed = shelf.run(&["parse", pipe.to_str().unwrap()]).ended(3);
    assert!(parsed.err().contains("nobody writes to this pipe"), "{}", parsed.err());
    let added = shelf.add(&pipe).ended(3);
    assert!(added.out().contains("is a pipe"), "{}", added.out());
    let parse = format!("{} parse <(sleep 0.1; echo The ferry left the pier at noon.)", env!("CARGO_BIN_EXE_morgue"));
    let shell = std::process::Command::new("bash").args(["-c", &parse]).output().unwrap();
    let text = String::from_utf8_lossy(&shell.stdout);
    assert!(text.contains("The ferry left the pier at noon."), "{text} {shell:?}");
}

#[test]
fn nothing_hidden_in_markup_reaches_the_terminal() {
    let article =
        read(page("<h1>&#27;[31mRed</h1><p>a&#x202e;b&#0;c&#7;d \u{9b}2J and more of the same text.</p>").as_bytes());
    let texts = article.blocks.iter().map(|block| block.text.as_str()).chain(article.title.as_deref());
    for text in texts {
        assert!(!text.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{text:?}");
    }
}

/// What must hold of any article, whatever it was read from.
fn hold_together(article: &Article) -> Result<(), TestCaseError> {
    for block in &article.blocks {
        let text = block.text.as_str();
        prop_assert!((0.0..=1.0).contains(&block.sure));
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
        for mark in block.text.marks() {
            prop_assert!(text.get(mark.range.start as usize..mark.range.end as usize).is_some());
        }
    }
    Ok(())
}

/// Markup as careless people and careless programs write it.
fn soup() -> impl Strategy<Value = String> {
    let names = "(p|div|span|a|b|i|li|ul|table|tr|td|h1|h2|br|img|article|script|style|title|svg|pre|blockquote|x-y)";
    let piece = prop_oneof![
        4 => names.prop_map(|name| format!("<{name}>")),
        2 => names.prop_map(|name| format!("</{name}>")),
        1 => (names, "[a-z]{1,6}", "[ -~]{0,9}").prop_map(|(name, key, value)| format!("<{name} {key}={value}>")),
        1 => (names, "[^\"]{0,9}").prop_map(|(name, value)| format!("<{name} class=\"{value}\" href=\"{value}\">")),
        3 => "[A-Za-zäø. ,]{0,60}",
        1 => "&[a-z#0-9]{0,8};?",
        1 => "<!--[ -~]{0,12}(-->)?",
        1 => "<[!/?]?[ -~]{0,4}",
        1 => Just("\0\u{feff}\u{202e}".to_owned()),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_an_article(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        hold_together(&read(&bytes))?;
    }

    #[test]
    fn any_tag_soup_gives_an_article(soup in soup()) {
        hold_together(&read(page(&soup).as_bytes()))?;
    }

    #[test]
    fn a_page_with_flipped_bytes_gives_an_article(flips in proptest::collection::vec((0_usize..900, any::<u8>()), 0..40)) {
        let mut bytes = page(
            "<article class=story><h1>The ferry</h1><p class=byline>By <a rel=author href=/ida>Ida Moe</a> \
             <time datetime=2031-05-04>4 May</time></p><p>The ferry left the pier at <b>noon</b>, the harbour master said.\
             </p><ul><li>One&nbsp;boat</li><li>Two boats</li></ul><table><tr><td>Oslo<td>4</table></article>\
             <script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"The ferry\"}</script>",
        )
        .into_bytes();
        for (at, byte) in flips {
            if let Some(slot) = bytes.get_mut(at) {
                *slot = byte;
            }
        }
        hold_together(&read(&bytes))?;
    }
}

#[test]
fn an_ordinary_page_keeps_its_story() {
    let story: String = (1..=6)
        .map(|n| {
            format!("<p>On day {n} the ferry crossed the sound, and the council, which had met at noon, took note.</p>")
        })
        .collect();
    let article = read(page(&format!(
        "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav><article><h1>The ferry</h1>{story}</article>\
         <aside><h3>Most read</h3><ul><li><a href=/1>Bread dearer in the north this week</a></ul></aside>\
         <footer>© 2031 The Fjord</footer>",
    )).as_bytes());
    let bodies = article.blocks.iter().filter(|block| block.kind == BlockKind::Body).count();
    assert_eq!(bodies, 6, "{:?}", article.blocks);
    assert!(article.blocks.len() >= 10, "clutter is kept as blocks");
}
