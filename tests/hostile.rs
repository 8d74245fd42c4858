//! Pages that mean harm, and pages that are no pages: whatever the bytes, an article comes back, and soon. What a good
//! page should give is tested elsewhere.

use std::time::{Duration, Instant};

use morgue::article::{Article, BlockKind};
use morgue::extract::extract;
use morgue::formats::{Hint, open};
use proptest::prelude::*;

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
