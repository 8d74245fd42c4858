//! Runs before the program is compiled: lays out an index for each word list in `assets/lexicons`, so that a word is found
//! with one look and nothing is prepared at start. It changes no list and makes no weights.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "../src/entities/lexicon/slots.rs"]
mod slots;

/// Slots for each entry: an index is two thirds full.
const ROOM: f64 = 1.5;

fn main() {
    let lists =
        Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is")).join("assets/lexicons");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let told =
        format!("cargo::rerun-if-changed={}\ncargo::rerun-if-changed=src/entities/lexicon/slots.rs\n", lists.display());
    io::stdout().write_all(told.as_bytes()).expect("cargo listens");
    for list in fs::read_dir(&lists).expect("the word lists can be read") {
        let path = list.expect("the word lists can be read").path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            let text = fs::read(&path).expect("the word list can be read");
            let name = path.with_extension("index");
            fs::write(out.join(name.file_name().unwrap_or_default()), index(&text)).expect("the index can be written");
        }
    }
}

/// The index of a list. Where keys have several words, their first words are in it too, each with the space behind it
/// and the first line that starts so.
fn index(text: &[u8]) -> Vec<u8> {
    assert!(text.len() < 1 << slots::PLACE, "the list is too long for its index");
    let mut entries: Vec<(&[u8], u32)> = Vec::new();
    let (mut at, mut begun) = (0, &b""[..]);
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let key = line.split(|byte| matches!(byte, b'\t' | b'\n')).next().unwrap_or(line);
        entries.push((key, at));
        if let Some(space) = key.iter().position(|&byte| byte == b' ')
            && begun != &key[..=space]
        {
            begun = &key[..=space];
            entries.push((begun, at));
        }
        at += line.len() as u32;
    }
    let mut table = vec![0_u32; (entries.len() as f64 * ROOM) as usize + 1];
    for (key, line) in entries {
        let (first, sign) = slots::of(key, table.len());
        let slot = (first..table.len()).chain(0..first).find(|&slot| table[slot] == 0).expect("a third is empty");
        table[slot] = sign | (line + 1);
    }
    table.into_iter().flat_map(u32::to_le_bytes).collect()
}
