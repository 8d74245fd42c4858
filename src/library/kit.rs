//! For tests: clippings of invented news, made in a line. Not built into the program.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{ArticleId, Clipping, EntityId, Filed, From, Library, Query, Reader};
use crate::article::{
    Article, Block, BlockKind, Digest, Entities, Entity, EntityKind, Format, Mention, Origin, Published, Shape, Source,
};
use crate::text::Rich;

pub(super) const NOW: Timestamp = Timestamp::UNIX_EPOCH;

pub(super) fn today() -> Date {
    date(2026, 11, 24)
}

/// A clipping: title, day (or ""), source, one paragraph a line, and names of which each occurrence is a mention.
pub(crate) fn clipping(title: &str, day: &str, source: &str, text: &str, names: &[(&str, EntityKind)]) -> Clipping {
    let block = |text: &str| Block {
        kind: BlockKind::Body,
        shape: Shape::Paragraph,
        text: Rich::plain(text),
        sure: 1.0,
        why: "".into(),
    };
    let article = Article {
        title: Some(title.to_owned()),
        byline: vec!["Ana Perez".to_owned()],
        published: day.parse().ok().map(Published::Day),
        source: Source { name: Some(source.to_owned()), ..Source::default() },
        blocks: text.lines().map(block).collect(),
        ..Article::default()
    };
    let mut entities = Entities::default();
    for (index, (name, kind)) in (0..).zip(names) {
        entities.list.push(Entity {
            kind: *kind,
            name: (*name).to_owned(),
            aliases: Vec::new(),
            titles: Vec::new(),
            salience: 0.5,
        });
        for (block, line) in (0..).zip(text.lines()) {
            let at = line.match_indices(name).map(|(at, _)| at as u32..(at + name.len()) as u32);
            entities.mentions.extend(at.map(|range| Mention { entity: index, block, range }));
        }
    }
    entities.mentions.sort_by_key(|mention| (mention.block, mention.range.start));
    let bytes = format!("{title}\n{day}\n{source}\n{text}");
    Clipping {
        origin: Origin {
            path: format!("{title}.txt").into(),
            member: None,
            format: Format::Text,
            digest: Digest::of(bytes.as_bytes()),
            saved: None,
        },
        original: zstd::bulk::compress(bytes.as_bytes(), 3).unwrap(),
        article,
        entities,
    }
}

/// A library with these clippings, a reader of it, and the number of each.
pub(super) fn library(clippings: &[Clipping]) -> (Library, Reader, Vec<ArticleId>) {
    let mut library = Library::in_memory().unwrap();
    let filed = library.file(clippings, NOW).unwrap();
    let ids = filed.into_iter().map(|filed| match filed {
        Filed::New(id) | Filed::Copy { id, .. } | Filed::Already(id) => id,
    });
    let reader = library.reader().unwrap();
    (library, reader, ids.collect())
}

/// The titles that a query finds, newest first.
pub(super) fn titles(reader: &Reader, typed: &str) -> Vec<String> {
    let (query, _) = Query::parse(typed, reader, today());
    let page = reader.list(&query, From::Top, 100).unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

/// The drawer with exactly this name.
pub(super) fn drawer(reader: &Reader, name: &str) -> EntityId {
    let drawers = reader.drawers(None, name, 100).unwrap();
    drawers.iter().find(|drawer| drawer.name == name).unwrap_or_else(|| panic!("no drawer {name}")).id
}

impl Library {
    /// Every row of every table, ground and derived, sorted, but for the moment of filing: what two libraries must have in
    /// common to be the same.
    pub(crate) fn dump(&self) -> rusqlite::Result<Vec<String>> {
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'fulltext%'
                      AND name NOT LIKE 'headline%' AND name NOT LIKE 'sqlite%' ORDER BY name";
        let names: Vec<String> =
            self.connection.prepare(tables)?.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut lines = Vec::new();
        for name in names {
            let mut statement = self.connection.prepare(&format!("SELECT * FROM {name}"))?;
            let columns: Vec<usize> =
                (0..statement.column_count()).filter(|&at| statement.column_name(at) != Ok("filed")).collect();
            let mut rows = statement.query(())?;
            while let Some(row) = rows.next()? {
                let cells = columns.iter().map(|&at| Ok(format!("{:?}", row.get_ref(at)?)));
                lines.push(format!("{name}: {}", cells.collect::<rusqlite::Result<Vec<_>>>()?.join(", ")));
            }
        }
        lines.sort();
        Ok(lines)
    }
}
