//! Trains what is built into the program. It is no part of the program: it is run by hand when data or features change,
//! and writes the files in `assets/`.

#![expect(clippy::print_stdout, reason = "a program run by hand says how far it is")]

mod tagger;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("tagger") => tagger::train(&arguments.collect::<Vec<_>>()),
        _ => anyhow::bail!("use: train tagger OUT.bin CORPUS.jsonl…"),
    }
}
