//! Weights to the bytes that the program reads: eight bits a weight, rows that say next to nothing left out.

use morgue::entities::weights::{LABELS, MARKS};

use super::crf::Crf;

/// Rows kept for one reader.
const KEPT: usize = 340_000;

pub(crate) fn pack(crf: &Crf) -> Vec<u8> {
    // A constant added to a row changes nothing: each row is kept with its mean taken off.
    let centred: Vec<[f32; LABELS]> = crf
        .rows
        .iter()
        .map(|[weights, _]| {
            let mean = weights.iter().sum::<f32>() / LABELS as f32;
            weights.map(|w| w - mean)
        })
        .collect();
    let weight = |row: &[f32; LABELS]| row.iter().fold(0.0, |most: f32, w| most.max(w.abs()));
    let mut order: Vec<(f32, usize)> =
        centred.iter().enumerate().map(|(at, row)| (weight(row), at)).filter(|&(w, _)| w > 0.01).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    println!("{} rows, {} kept, least {:?}", order.len(), order.len().min(KEPT), order.get(KEPT));
    order.truncate(KEPT);
    // The few largest weights are clipped, so that the rest have finer steps.
    let scale = 127.0 / order.get(order.len() / 2000).map_or(1.0, |&(w, _)| w);
    let mut kept: Vec<usize> = order.into_iter().map(|(_, at)| at).collect();
    kept.sort_unstable();

    let mut file = (kept.len() as u32).to_le_bytes().to_vec();
    for weight in crf.moves.iter().flatten() {
        file.extend(((weight * scale).round() as i16).to_le_bytes());
    }
    let mut marks = vec![0_u8; MARKS];
    kept.iter().for_each(|at| marks[at / 8] |= 1 << (at % 8));
    file.extend(marks);
    for at in kept {
        file.extend(centred[at].map(|w| ((w * scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned()));
    }
    file
}
