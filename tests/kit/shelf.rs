//! A small library of invented news, for the screen: every shape of a block, clutter of several kinds, names that return.
//! It is made of articles, not of files: how files are read is no matter of the screen.

use std::path::PathBuf;

use jiff::civil::{Date, date};
use morgue::article::{
    Article, Block, BlockKind, Bullet, Digest, Entities, Entity, EntityKind, Format, Mention, Origin, Published, Shape,
    Source, Why,
};
use morgue::library::{Clipping, Library};
use morgue::text::{Mark, MarkKind, Rich};

/// A library with the shelf in it.
pub(crate) fn library() -> Library {
    let mut library = Library::in_memory().expect("a library in memory");
    library.file(&clippings(), now()).expect("the shelf is filed");
    library
}

/// A moment of the day on which the shelf is looked at: that of its newest article.
pub(crate) fn now() -> jiff::Timestamp {
    "2026-11-21T12:00:00Z".parse().expect("a moment")
}

/// Names that the shelf's articles are about: kind, full name, other forms.
const NAMES: &[(EntityKind, &str, &[&str])] = &[
    (EntityKind::Person, "Ilse Marrow", &["Marrow", "Mrs. Marrow"]),
    (EntityKind::Person, "Tomas Veld", &["Veld"]),
    (EntityKind::Person, "Adaeze Oduya", &["Oduya"]),
    (EntityKind::Organization, "Harbour Board", &["the board"]),
    (EntityKind::Organization, "Union of Pilots", &["the union"]),
    (EntityKind::Place, "Brackwater", &[]),
    (EntityKind::Place, "Lower Quay", &[]),
    (EntityKind::Topic, "harbours", &[]),
    (EntityKind::Topic, "tolls", &[]),
];

/// The articles of the shelf, newest first.
pub(crate) fn clippings() -> Vec<Clipping> {
    vec![tolls(), pilots(), wide(), quay(), ferry(), old()].into_iter().map(clipping).collect()
}

/// The shelf, and its newest article as it stood in the morning, as it was saved a second time, and in another paper.
pub(crate) fn copied() -> Library {
    let mut morning = tolls();
    morning.standfirst = None;
    for block in &mut morning.blocks {
        let text = block.text.as_str().replace("eleven ships", "seven ships").replace("nine years", "ten years");
        block.text = Rich::plain(text);
    }
    morning.blocks.retain(|block| !block.text.as_str().starts_with("two new launches"));
    morning.blocks.push(body("The pilots meet again at six."));
    let mut again = tolls();
    again.source.url = again.source.url.map(|url| format!("{url}/amp?utm_source=mail"));
    again.blocks.push(hidden(BlockKind::Promotion, "Read us in the application", "asks for an address"));
    let mut wire = tolls();
    wire.title = Some("Pilots leave Brackwater's ships outside the bar".to_owned());
    let tidewatch = "thetidewatch.example";
    wire.source = Source {
        name: Some("The Tidewatch".to_owned()),
        url: Some(format!("https://{tidewatch}/pilots-leave")),
        host: Some(tidewatch.to_owned()),
    };
    wire.blocks.retain(|block| !block.text.as_str().starts_with("The board publishes"));
    let mut library = Library::in_memory().expect("a library in memory");
    let early: Vec<Clipping> = vec![clipping(morning)];
    library.file(&early, now()).expect("the morning is filed");
    library.file(&clippings(), now()).expect("the shelf is filed");
    library.file(&[clipping(again), clipping(wire)], now()).expect("the copies are filed");
    library
}

/// So many articles, a day apart.
pub(crate) fn many(count: usize) -> Vec<Clipping> {
    (0..count)
        .map(|number| {
            let text =
                format!("On day {number} Ilse Marrow counted the ships before Brackwater, and there were {number}.");
            let day = date(2020, 1, 1).saturating_add(jiff::Span::new().days(number as i64));
            clipping(article(&format!("Day {number}"), "Nell Arbour", "The Tidewatch", day, "", vec![body(&text)]))
        })
        .collect()
}

/// An article that no paper would print: a title of ten thousand signs, or of signs as wide as two, twenty thousand
/// paragraphs, a word wider than any screen.
pub(crate) fn awkward() -> Vec<Clipping> {
    let day = date(2026, 11, 20);
    let paragraphs: Vec<Block> =
        (0..20_000).map(|number| body(&format!("Paragraph {number} of a list that does not end."))).collect();
    let long = article(&"ships and stones ".repeat(590), "", "", day, "", paragraphs);
    let wide = article(&"横浜の港👩‍👩‍👧‍👦🇯🇵".repeat(40), "", "港湾新聞", day, "", vec![body(&"ｶﾞ港".repeat(900))]);
    let word = article(&"a".repeat(3_000), "", "", day, "", vec![body(&"e\u{301}".repeat(3_000))]);
    vec![clipping(long), clipping(wide), clipping(word)]
}

fn body(text: &str) -> Block {
    block(BlockKind::Body, Shape::Paragraph, text)
}

fn shaped(shape: Shape, text: &str) -> Block {
    block(BlockKind::Body, shape, text)
}

fn hidden(kind: BlockKind, text: &str, why: &'static str) -> Block {
    Block { why: Why::from(why), ..block(kind, Shape::Paragraph, text) }
}

fn block(kind: BlockKind, shape: Shape, text: &str) -> Block {
    Block { kind, shape, text: Rich::plain(text), sure: 1.0, why: Why::default() }
}

fn marked(text: &str, marks: &[(&str, MarkKind)]) -> Block {
    let marks = marks
        .iter()
        .filter_map(|(words, kind)| {
            let start = text.find(words)? as u32;
            Some(Mark { range: start..start + words.len() as u32, kind: *kind })
        })
        .collect();
    Block { text: Rich::new(text.to_owned(), marks), ..body("") }
}

fn article(title: &str, by: &str, source: &str, day: Date, place: &str, blocks: Vec<Block>) -> Article {
    let host = format!("{}.example", source.to_lowercase().replace(' ', ""));
    let path = title.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    Article {
        title: Some(title.to_owned()),
        byline: vec![by.to_owned()],
        published: Some(Published::Day(day)),
        place: (!place.is_empty()).then(|| place.to_owned()),
        source: Source { name: Some(source.to_owned()), url: Some(format!("https://{host}/{path}")), host: Some(host) },
        links: vec!["https://harbour.example/tolls".to_owned()],
        blocks,
        ..Article::default()
    }
}

fn tolls() -> Article {
    let mut article = article(
        "Harbour Board doubles the tolls, and the pilots walk out",
        "Nell Arbour",
        "Brackwater Gazette",
        date(2026, 11, 21),
        "BRACKWATER",
        vec![
            hidden(BlockKind::Navigation, "Home  News  Tides  Obituaries", "a row of links"),
            hidden(BlockKind::Navigation, "Sign in", "a row of links"),
            body(
                "The Harbour Board doubled the tolls for ships over sixty metres on Friday, and before the ink was dry the \
                  Union of Pilots had called its members ashore.",
            ),
            body(
                "Ilse Marrow, who has chaired the board for nine years, said the money would go to the breakwater, which \
                  lost a third of its stones in the January storm. “Either the ships pay for the wall or the town pays for \
                  the sea,” Mrs. Marrow said.",
            ),
            hidden(BlockKind::Ad, "Winter boots, half price until Sunday", "sponsor label"),
            hidden(BlockKind::Related, "Read also: The wall that would not hold", "a link to another article"),
            hidden(BlockKind::Related, "Read also: Ten storms in pictures", "a link to another article"),
            shaped(Shape::Heading(2), "What the pilots want"),
            body("Tomas Veld, who speaks for the union, put three demands to the board on Thursday night:"),
            shaped(
                Shape::Item { depth: 0, mark: Bullet::Number(1) },
                "no second increase before the wall is finished,",
            ),
            shaped(Shape::Item { depth: 0, mark: Bullet::Number(2) }, "a pilot aboard every ship over sixty metres,"),
            shaped(
                Shape::Item { depth: 1, mark: Bullet::Dot },
                "also when the ship only changes its berth, which today it may do alone,",
            ),
            shaped(Shape::Item { depth: 0, mark: Bullet::Number(3) }, "two new launches."),
            shaped(
                Shape::Quote,
                "We brought in four hundred ships last winter, in the dark, with launches older than I am. Nobody asked \
                 what the wall costs us.",
            ),
            shaped(Shape::Heading(2), "The figures"),
            shaped(Shape::Row(vec![4, 12, 15]), "ShipOld tollNew"),
            shaped(Shape::Row(vec![7, 10, 14]), "Coaster220 440"),
            shaped(Shape::Row(vec![7, 12, 17]), "Freight1 9003 800"),
            shaped(Shape::Caption, "The breakwater at Lower Quay after the storm of 11 January."),
            shaped(Shape::Rule, ""),
            marked(
                "The board publishes its accounts in March; until then the new table stands as it is. Mr. Veld called that \
                 an answer of sorts.",
                &[("new table", MarkKind::Link(0)), ("answer of sorts", MarkKind::Italic), ("March", MarkKind::Bold)],
            ),
            body(
                "At noon eleven ships lay outside the bar, their lamps lit. The last ferry to Lower Quay left with Ilse \
                  Marrow aboard; she did not wave.",
            ),
            hidden(BlockKind::Promotion, "Get the Gazette in your inbox", "asks for an address"),
            hidden(BlockKind::Legal, "© Brackwater Gazette. All rights reserved.", "copyright sign"),
        ],
    );
    article.standfirst = Some("Eleven ships wait outside the bar while both sides count stones.".to_owned());
    article
}

fn pilots() -> Article {
    article(
        "Pilots' union names its price",
        "Piers Quill",
        "The Tidewatch",
        date(2026, 11, 19),
        "",
        vec![
            body(
                "The Union of Pilots will stay ashore unless the Harbour Board withdraws the tolls it means to vote on \
                  today, Tomas Veld told members in a cold hall on Wednesday.",
            ),
            body(
                "Veld has led the union since the spring. He and Ilse Marrow have not spoken since a dinner in June that \
                  both describe as short.",
            ),
            hidden(BlockKind::Comment, "3 comments", "comment counter"),
        ],
    )
}

fn wide() -> Article {
    article(
        "横浜の港、通行料を二倍に 👩‍👩‍👧‍👦 とパイロット組合",
        "高橋 海",
        "港湾新聞",
        date(2026, 11, 18),
        "",
        vec![
            body(
                "港の理事会は金曜日、六十メートルを超える船の通行料を二倍にすると決めた。組合は反対し、十一隻が沖で待っている。",
            ),
            body("理事長の Ilse Marrow は、費用は防波堤に使うと述べた。"),
        ],
    )
}

fn quay() -> Article {
    article(
        "Lower Quay counts its stones",
        "Nell Arbour",
        "Brackwater Gazette",
        date(2026, 10, 30),
        "LOWER QUAY",
        vec![
            body(
                "A third of the breakwater is gone and nobody knows where. Divers sent down by the Harbour Board found sand \
                  where there had been granite.",
            ),
            body(
                "Adaeze Oduya, who teaches physics at the school above the quay, has counted what is left from her window: \
                  2,214 stones. Oduya sends the number to Ilse Marrow each Monday.",
            ),
        ],
    )
}

/// Articles that name somebody by a surname many people have, who may be the one that another names in full.
pub(crate) fn doubtful() -> Vec<Clipping> {
    let told = [
        ("Anna Miller opens the lock", "Anna Miller turned the wheel herself.", "Anna Miller"),
        ("A lock that leaks", "Miller sent for the diver.", "Miller"),
        ("Divers paid at last", "The diver was paid by Anna Miller on Monday.", "Anna Miller"),
    ];
    let clippings = (0..).zip(told).map(|(n, (title, text, name))| {
        let day = date(2026, 9, 1).checked_add(jiff::ToSpan::months(n)).expect("a day");
        let mut clipping = clipping(article(title, "Sol Kestrel", "The Tidewatch", day, "", vec![body(text)]));
        let start = text.find(name).unwrap_or_default() as u32;
        let entity = clipping.entities.list.len() as u16;
        let (aliases, titles) = (Vec::new(), Vec::new());
        let person = Entity { kind: EntityKind::Person, name: name.to_owned(), aliases, titles, salience: 1.0 };
        clipping.entities.list.push(person);
        clipping.entities.mentions = vec![Mention { entity, block: 0, range: start..start + name.len() as u32 }];
        clipping
    });
    clippings.collect()
}

/// Article number `n` of as many as a test wants, all of them about Ilse Marrow; two a day.
pub(crate) fn nth(n: i16) -> Clipping {
    let day = date(2020, 1, 1).checked_add(jiff::ToSpan::days(i64::from(n / 2))).expect("a day");
    let text = format!("Ilse Marrow of the Harbour Board read out the tide of the morning, which was {n} inches.");
    clipping(article(&format!("Tide {n}"), "Sol Kestrel", "The Tidewatch", day, "", vec![body(&text)]))
}

fn ferry() -> Article {
    article(
        "A ferry that waits",
        "Sol Kestrel",
        "The Tidewatch",
        date(2026, 8, 2),
        "",
        vec![body(
            "The last ferry from Brackwater waits for Adaeze Oduya on Fridays, because the captain was her pupil.",
        )],
    )
}

fn old() -> Article {
    article(
        "Marrow to chair Harbour Board",
        "Nell Arbour",
        "Brackwater Gazette",
        date(2017, 4, 6),
        "BRACKWATER",
        vec![body("Ilse Marrow, a surveyor, was elected to the chair of the Harbour Board by four votes to three.")],
    )
}

fn clipping(article: Article) -> Clipping {
    let original: String = article.blocks.iter().map(|block| format!("{}\n\n", block.text.as_str())).collect();
    let entities = entities(&article);
    let origin = Origin {
        path: PathBuf::from(format!("{}.txt", article.title.clone().unwrap_or_default())),
        member: None,
        format: Format::Text,
        digest: Digest::of(original.as_bytes()),
        saved: None,
    };
    let original = zstd::encode_all(original.as_bytes(), 3).expect("bytes are packed");
    Clipping { origin, original, article, entities }
}

/// Every name of the table in the body, the longest form first.
fn entities(article: &Article) -> Entities {
    let mut found = Entities::default();
    for (kind, name, aliases) in NAMES {
        let mut mentions = Vec::new();
        for (block, content) in article.body() {
            let text = content.text.as_str();
            let mut taken = Vec::new();
            for form in std::iter::once(name).chain(aliases.iter().rev()).chain(aliases.iter()) {
                for (start, words) in text.match_indices(form) {
                    let range = start as u32..(start + words.len()) as u32;
                    if !taken
                        .iter()
                        .any(|other: &std::ops::Range<u32>| other.start < range.end && range.start < other.end)
                    {
                        taken.push(range);
                    }
                }
            }
            mentions.extend(taken.into_iter().map(|range| (block as u32, range)));
        }
        let is_about = *kind == EntityKind::Topic && (*name != "tolls" || article.text().contains("tolls"));
        if mentions.is_empty() && !is_about {
            continue;
        }
        let entity = found.list.len() as u16;
        found.list.push(Entity {
            kind: *kind,
            name: (*name).to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            titles: Vec::new(),
            salience: 1.0 / (1.0 + f32::from(entity)),
        });
        found.mentions.extend(mentions.into_iter().map(|(block, range)| Mention { entity, block, range }));
    }
    found.mentions.sort_by_key(|mention| (mention.block, mention.range.start));
    found
}
