//! What is filed, read anew from what was saved: after an update of the program, or because the reader asks for it. It adds no
//! file.
//!
//! Originals are taken in the order in which they were filed, a batch at a time: threads read the batch, then one transaction puts it in the
//! place of what was there. A stop, or a kill, between two batches leaves a whole library; what was not read yet is found
//! again by its version.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use jiff::Timestamp;

use super::{Controls, SLICE, Trouble, clip};
use crate::article::Digest;
use crate::extract::rules::Overlay;
use crate::library::{self, Library, Original, Prepared, Replaced, Which};

/// Originals that are read before they are written. Each is at most as large as an article can be.
const BATCH: usize = 64;

/// What became of what was read anew.
#[derive(Debug, Default)]
pub struct Renewal {
    /// Articles that were read anew.
    pub read: u64,
    /// Those that are read otherwise now.
    pub changed: u64,
    /// Those that could not be read, with the reason: they are as they were.
    pub failed: Vec<(Digest, String, Trouble)>,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Reads the articles of `which` anew, then all that have become stale. `tell` hears how many are done, of how many.
///
/// # Errors
/// Where the library fails; what was written before is kept.
pub fn renew(
    library: &mut Library,
    which: &Which,
    controls: &Controls,
    tell: impl Fn(u64, u64),
) -> Result<Renewal, library::Error> {
    let numbers = library.originals(which)?;
    let total = numbers.len() as u64;
    let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let threads = controls.threads.unwrap_or(cores).get();
    let mut renewal = Renewal::default();
    for batch in numbers.chunks(BATCH) {
        if controls.is_stopped() {
            renewal.stopped = true;
            return Ok(renewal);
        }
        let mut originals = Vec::with_capacity(batch.len());
        for &number in batch {
            originals.extend(library.original(number)?);
        }
        let overlay = library.overlay()?;
        let mut ready = Vec::with_capacity(originals.len());
        for (original, outcome) in originals.iter().zip(read(&originals, threads, &overlay)) {
            match outcome {
                Ok(prepared) => ready.push(prepared),
                Err(trouble) => {
                    let path = original.origin.path.to_string_lossy().into_owned();
                    // One that is filed stays as it is; one that has no article gets one that says why.
                    if *which == Which::Missing || library.is_missing(original.origin.digest)? {
                        ready.push(clip::unread(original.clone(), &trouble));
                    }
                    renewal.failed.push((original.origin.digest, path, trouble));
                }
            }
        }
        for replaced in library.replace(&ready, Timestamp::now())? {
            renewal.read += u64::from(replaced != Replaced::Unknown);
            renewal.changed += u64::from(matches!(replaced, Replaced::Changed(..)));
        }
        tell(renewal.read + renewal.failed.len() as u64, total);
    }
    loop {
        if controls.is_stopped() {
            renewal.stopped = true;
            return Ok(renewal);
        }
        let refreshed = library.refresh(SLICE, Timestamp::now())?;
        renewal.changed += refreshed.changed.len() as u64;
        if refreshed.left == 0 {
            return Ok(renewal);
        }
    }
}

/// Reads originals on so many threads; the outcomes come in their order.
fn read(originals: &[Original], threads: usize, overlay: &Overlay) -> Vec<Result<Prepared, Trouble>> {
    let outcomes: Vec<Mutex<Option<Result<Prepared, Trouble>>>> = originals.iter().map(|_| Mutex::new(None)).collect();
    let cursor = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = cursor.fetch_add(1, Ordering::Relaxed);
            let Some((original, place)) = originals.get(at).zip(outcomes.get(at)) else { return };
            let outcome = clip::renew(original.clone(), overlay);
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        }
    };
    // Where the system gives no thread, the others do the work; this one does where it gives none at all.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        thread::scope(|scope| {
            for _ in 1..threads.min(originals.len()) {
                let _ = thread::Builder::new().name(clip::THREAD.to_owned()).spawn_scoped(scope, work);
            }
            work();
        });
    }));
    let outcome = |place: Mutex<Option<_>>| place.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcomes.into_iter().map(|place| outcome(place).unwrap_or(Err(Trouble::OutOfTime))).collect()
}
