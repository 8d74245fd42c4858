//! Weights to the bytes that the program reads: eight bits a weight, rows that say next to nothing left out.

use std::collections::HashSet;

use morgue::entities::weights::{LABELS, MARKS};

use super::Settings;
use super::crf::Crf;

/// The `most` rows that say most: how much they say, which they are, what they say.
fn kept(crf: &Crf, settings: &Settings) -> Vec<(f32, u32, [f32; LABELS])> {
    let mut rows: Vec<(f32, u32, [f32; LABELS])> = Vec::new();
    for (&at, [weights, _]) in crf.table.rows.iter().zip(&crf.rows) {
        // A constant added to a row changes nothing: each row is kept with its mean taken off.
        let mean = weights.iter().sum::<f32>() / LABELS as f32;
        let centred = weights.map(|w| w - mean);
        let size = centred.iter().fold(0.0, |most: f32, w| most.max(w.abs()));
        if size > 0.01 {
            rows.push((size, at, centred));
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    println!("{} rows, {} kept", rows.len(), rows.len().min(settings.kept));
    rows.truncate(settings.kept);
    rows
}

/// Leaves out of `crf` what would be left out of a file.
pub(crate) fn prune(crf: &mut Crf, settings: &Settings) {
    let kept: HashSet<u32> = kept(crf, settings).into_iter().map(|row| row.1).collect();
    for (at, [weights, _]) in crf.table.rows.iter().zip(&mut crf.rows) {
        if !kept.contains(at) {
            *weights = [0.0; LABELS];
        }
    }
}

pub(crate) fn pack(crf: &Crf, settings: &Settings) -> Vec<u8> {
    let mut rows = kept(crf, settings);
    let mut sizes: Vec<f32> =
        rows.iter().map(|(_, _, weights)| weights.iter().fold(0.0, |most: f32, w| most.max(w.abs()))).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    // The few largest weights are clipped, so that the rest have finer steps.
    let scale = 127.0 / sizes.get(sizes.len() / 2000).copied().unwrap_or(1.0);
    rows.sort_by_key(|row| row.1);

    let mut file = (rows.len() as u32).to_le_bytes().to_vec();
    for weight in crf.moves.iter().flatten() {
        file.extend(((weight * scale).round() as i16).to_le_bytes());
    }
    let mut marks = vec![0_u8; MARKS];
    rows.iter().for_each(|row| marks[row.1 as usize / 8] |= 1 << (row.1 % 8));
    file.extend(marks);
    for (_, _, weights) in rows {
        file.extend(weights.map(|w| ((w * scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned()));
    }
    file
}
