//! Small pages through the front door: bytes to an article. The pages were written for the tests, about invented events;
//! units of the parts are tested in their own files.

use morgue::article::{Article, BlockKind, Format};
use morgue::extract::extract;
use morgue::formats::{self, Hint};

fn read(bytes: &[u8]) -> Article {
    extract(formats::open(bytes, Hint::default()))
}

fn paragraphs(article: &Article) -> Vec<&str> {
    article.body().map(|(_, block)| block.text.as_str()).collect()
}

/// What `tests/pages/samples.toml` says of a sample.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    file: String,
    title: String,
    byline: Vec<String>,
    source: String,
    published: String,
    place: Option<String>,
    standfirst: Option<String>,
    url: Option<String>,
    language: String,
    encoding: String,
    first: String,
    last: String,
    paragraphs: Option<usize>,
    people: Vec<String>,
    absent: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Samples {
    sample: Vec<Sample>,
}

#[test]
fn every_sample_is_read_as_a_reader_would() {
    let samples: Samples = toml::from_str(include_str!("pages/samples.toml")).expect("the gold is TOML");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let files = std::fs::read_dir(&folder).expect("the samples are there").count();
    assert_eq!(samples.sample.len(), files, "each sample has its row");
    let mut misses = Vec::new();
    for sample in &samples.sample {
        let bytes = std::fs::read(folder.join(&sample.file)).expect("a sample can be read");
        let article = extract(formats::open(&bytes, Hint { name: Some(&sample.file) }));
        let text = article.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        let lower = |text: Option<&str>| text.map(str::to_lowercase).unwrap_or_default();
        let mut expect = |what: &str, found: String, wanted: String| {
            if found != wanted {
                misses.push(format!("{}: {what} is {found:?}, not {wanted:?}", sample.file));
            }
        };
        expect("title", article.title.clone().unwrap_or_default(), sample.title.clone());
        expect("byline", article.byline.join("; "), sample.byline.join("; "));
        expect("source", lower(article.source.name.as_deref()), lower(Some(&sample.source)));
        expect("place", lower(article.place.as_deref()), lower(sample.place.as_deref()));
        expect("day", article.published.map(|p| p.day().to_string()).unwrap_or_default(), sample.published.clone());
        expect(
            "language",
            article.language.map(|l| l.as_str().to_owned()).unwrap_or_default(),
            sample.language.clone(),
        );
        expect("first words", words[..words.len().min(7)].join(" "), sample.first.clone());
        expect("last words", words[words.len().saturating_sub(6)..].join(" "), sample.last.clone());
        if let Some(url) = &sample.url {
            expect("address", article.source.url.clone().unwrap_or_default(), url.clone());
        }
        if let Some(standfirst) = &sample.standfirst {
            expect("standfirst", article.standfirst.clone().unwrap_or_default(), standfirst.clone());
        }
        if let Some(paragraphs) = sample.paragraphs {
            let found = article.blocks.iter().filter(|block| block.kind == BlockKind::Body).count();
            expect("number of paragraphs", found.to_string(), paragraphs.to_string());
        }
        for name in &sample.people {
            // A given name and a surname; a middle initial may be left out in the text.
            let is_there = name.split(' ').filter(|word| !word.ends_with('.')).all(|word| text.contains(word));
            expect(&format!("{name} in the text"), is_there.to_string(), true.to_string());
        }
        let original = formats::text(&bytes);
        for clutter in &sample.absent {
            let (encoding, kept) = (&sample.encoding, text.contains(clutter.as_str()));
            expect(&format!("{clutter:?} kept"), kept.to_string(), false.to_string());
            // Markup is shown as it stands, and may hide a sign behind an entity.
            let is_shown = original.contains(clutter.as_str()) || original.contains(&clutter.replace('&', "&amp;"));
            expect(&format!("{clutter:?} in the original ({encoding})"), is_shown.to_string(), true.to_string());
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

const AGGREGATOR: &str = include_str!("pages/aggregator.txt");
const WRAPPED: &str = include_str!("pages/wrapped.txt");
const NOTES: &str = include_str!("pages/notes.md");

#[test]
fn an_aggregator_scrape_gives_its_article() {
    let article = read(AGGREGATOR.as_bytes());
    assert_eq!(article.title.as_deref(), Some("Lighthouse keepers ask for a second winter boat"));
    assert_eq!(article.byline, ["Odile Ferrant"]);
    assert_eq!(article.source.name.as_deref(), Some("The Meridian Bay News"));
    assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2025-03-04"));
    assert_eq!(article.place, None, "the place of the reader is not the place of the article");
    let body = paragraphs(&article);
    assert_eq!(body.len(), 5, "{body:#?}");
    assert!(body[0].starts_with("The two keepers") && body[4].starts_with("Supporters say"));
    // Nothing is dropped: what is no body is there under its kind.
    let ads = article.blocks.iter().filter(|block| block.kind == BlockKind::Ad).count();
    assert!(ads >= 4, "{ads} ads");
    assert!(article.blocks.iter().all(|block| !block.why.0.is_empty()));
}

#[test]
fn a_wrapped_dump_is_joined_again() {
    let article = read(WRAPPED.as_bytes());
    assert_eq!(article.title.as_deref(), Some("Council keeps the crooked clock"));
    assert_eq!(article.byline, ["Tove Almgren", "Piet Haan"]);
    assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2024-05-12"));
    assert_eq!(article.source.name.as_deref(), Some("The Nieuwveen Courier"));
    assert_eq!(article.language.as_ref().map(morgue::article::Language::as_str), Some("en"));
    let body = paragraphs(&article);
    assert_eq!(body.len(), 4, "{body:#?}");
    assert!(body[0].ends_with("two hours and twelve minutes by the same clock."));
}

#[test]
fn markdown_brings_its_own_masthead() {
    let document = formats::open(NOTES.as_bytes(), Hint::default());
    assert_eq!(document.format, Format::Markdown);
    let article = extract(document);
    assert_eq!(article.title.as_deref(), Some("The last rope walk closes its doors"));
    assert_eq!(article.byline, ["Nils Arden", "Hana Kovář"]);
    assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2023-11-09T08:30:00+01:00"));
    assert_eq!(article.source.name.as_deref(), Some("The Coast Review"));
    assert_eq!(article.source.host.as_deref(), Some("coastreview.example"));
    let body = paragraphs(&article);
    assert!(body.contains(&"It is a quiet sort of noise, and I shall miss it."), "{body:#?}");
    assert!(body.contains(&"a tin of tar, half full;"), "{body:#?}");
    assert!(!body.iter().any(|text| text.contains("newsletter")), "{body:#?}");
    assert!(article.links.iter().any(|link| link.ends_with("/doors")));
}

#[test]
fn the_same_article_in_any_encoding() {
    let expected = read(AGGREGATOR.as_bytes());
    let utf16 = |to: fn(u16) -> [u8; 2]| AGGREGATOR.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let windows = encoding_rs::WINDOWS_1252.encode(AGGREGATOR).0.into_owned();
    let crlf = AGGREGATOR.replace('\n', "\r\n").into_bytes();
    for (name, bytes) in [
        ("utf-8 with a mark", [b"\xef\xbb\xbf", AGGREGATOR.as_bytes()].concat()),
        ("utf-16le", utf16(u16::to_le_bytes)),
        ("utf-16be with a mark", [vec![0xfe, 0xff], utf16(u16::to_be_bytes)].concat()),
        ("windows-1252", windows),
        ("crlf", crlf),
    ] {
        assert_eq!(read(&bytes), expected, "{name}");
    }
}

#[test]
fn hostile_signs_do_not_reach_the_article() {
    let hostile =
        AGGREGATOR.replace("keepers", "kee\u{1b}[31mp\u{200b}ers\u{202e}").replace("boat", "b\u{ad}oat\u{1b}]0;x\u{7}");
    assert_eq!(read(hostile.as_bytes()), read(AGGREGATOR.as_bytes()));
}

#[test]
fn data_is_no_article() {
    let article = read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0");
    assert!(article.blocks.is_empty() && !article.notes.is_empty());
    assert!(formats::looks_binary(b"%PDF-1.7\n"));
}

#[test]
fn a_text_of_odd_lengths_is_read() {
    for text in ["", "\n\n", "x", "—", "One line without an end", "\u{feff}", "---\n---\n", "# ", "|\n|-|\n"] {
        let article = read(text.as_bytes());
        assert_eq!(article.published, None, "{text:?}");
        assert!(article.byline.is_empty(), "{text:?}");
    }
}
