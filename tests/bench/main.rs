//! How long a sample page takes from bytes to an article, and an article to its names: `cargo bench`. It holds no figure and
//! judges nothing; the first run of each is not counted, as it reads weights.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use morgue::article::Article;
use morgue::entities::{self, Tagger};
use morgue::extract::extract;
use morgue::formats::{self, Hint};

/// Samples in the formats that people save: name and bytes.
const SAMPLES: &[(&str, &[u8])] = &[
    ("dump.txt", include_bytes!("../../assets/samples/05-dunmarrow-post-fire.txt")),
    ("note.md", include_bytes!("../../assets/samples/18-northwater-review-okonjo.md")),
    ("page.html", include_bytes!("../../assets/samples/11-port-ellery-gazette-strike-deal.html")),
    ("german.html", include_bytes!("../../assets/samples/12-weserkuesten-bote-fischzoll.html")),
];

fn main() {
    divan::main();
}

fn names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|(name, _)| *name)
}

fn bytes(name: &str) -> &'static [u8] {
    SAMPLES.iter().find(|(sample, _)| *sample == name).map_or(&[], |(_, bytes)| bytes)
}

fn article(name: &str) -> Article {
    extract(formats::open(bytes(name), Hint { name: Some(name) }))
}

/// Bytes to blocks.
#[divan::bench(args = names())]
fn open(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = bytes(name);
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| formats::open(black_box(bytes), Hint { name: Some(name) }));
}

/// Bytes to an article.
#[divan::bench(args = names())]
fn open_and_extract(bencher: Bencher<'_, '_>, name: &str) {
    bencher.counter(BytesCount::of_slice(bytes(name))).bench(|| article(black_box(name)));
}

/// An article to its names and topics.
#[divan::bench(args = names())]
fn read_entities(bencher: Bencher<'_, '_>, name: &str) {
    let article = article(name);
    black_box(entities::read(&article, Tagger::builtin()));
    bencher.bench(|| entities::read(black_box(&article), Tagger::builtin()));
}
