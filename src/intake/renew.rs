//! What is filed, read anew from what was saved: after an update of the program, or because the reader asks for it. It adds no
//! file.
//!
//! Originals are taken in the order in which they were filed, a batch at a time: threads read the batch, then one transaction puts it in the
//! place of what was there. A stop, or a kill, between two batches leaves a whole library; what was not read yet is found
//! again by its version.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use jiff::Timestamp;

use super::crew::{Crew, Outcome};
use super::walk::{Job, What};
use super::{Controls, Craft, PATIENCE, SLICE, Trouble, WAIT, clip};
use crate::article::Digest;
use crate::extract::rules::Overlay;
use crate::library::{self, Library, OriginalId, Replaced, Which};

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
    renew_with(library, which, controls, tell, Craft { work: clip::prepare, patience: PATIENCE })
}

fn renew_with(
    library: &mut Library,
    which: &Which,
    controls: &Controls,
    tell: impl Fn(u64, u64),
    craft: Craft,
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
        let mut kept: Vec<(OriginalId, Digest)> = Vec::with_capacity(batch.len());
        let mut jobs = Vec::with_capacity(batch.len());
        for &number in batch {
            let Some(original) = library.original(number)? else { continue };
            kept.push((number, original.origin.digest));
            jobs.push(Job { path: original.origin.path.clone(), what: What::Kept(original) });
        }
        let overlay = library.overlay()?;
        let mut ready = Vec::with_capacity(jobs.len());
        for ((number, digest), (path, outcome)) in kept.into_iter().zip(read(jobs, threads, craft, overlay)) {
            match outcome {
                Ok(prepared) => ready.extend(prepared),
                Err(trouble) => {
                    // One that is filed stays as it is; one that has no article gets one that says why.
                    if library.is_missing(digest)?
                        && let Some(original) = library.original(number)?
                    {
                        ready.push(clip::unread(original, &trouble));
                    }
                    renewal.failed.push((digest, path.to_string_lossy().into_owned(), trouble));
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

/// Reads originals on so many threads; the outcomes come in their order, each with its path. One that takes too long is left
/// behind with its thread.
fn read(jobs: Vec<Job>, threads: usize, craft: Craft, overlay: Arc<Overlay>) -> Vec<(PathBuf, Outcome)> {
    let total = jobs.len();
    let mut crew = Crew::hire(jobs, threads, craft, overlay);
    let mut waiting = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(total);
    while outcomes.len() < total {
        let next = outcomes.len();
        match waiting.remove(&next) {
            Some(outcome) => outcomes.push((crew.path(next), outcome)),
            None if crew.is_late(next) => outcomes.push((crew.path(next), Err(Trouble::OutOfTime))),
            None => waiting.extend(crew.result(WAIT / 4)),
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::intake::{Input, run};

    fn sleepy(job: &Job, overlay: &Overlay) -> Outcome {
        if let What::Kept(original) = &job.what
            && original.bytes().is_ok_and(|bytes| bytes.starts_with(b"Sleep"))
        {
            thread::sleep(Duration::from_secs(2));
        }
        clip::prepare(job, overlay)
    }

    #[test]
    fn an_original_that_hangs_holds_up_nothing_and_keeps_its_article() {
        let mut library = Library::in_memory().unwrap();
        let text = |word: &str| {
            format!("{word} was hard to come by in Tamberley on Friday, when the weir was opened after nine years.\n")
        };
        let inputs = ["Rest", "Sleep", "Quiet"].map(|word| Input::Stdin(text(word).into())).into();
        let filed = run(inputs, &mut library, &Controls::default(), |_| {}).unwrap();
        let before = library.dump().unwrap();
        let craft = Craft { work: sleepy, patience: Duration::from_millis(300) };
        let controls = Controls { threads: NonZero::new(1), ..Controls::default() };
        let renewal = renew_with(&mut library, &Which::All, &controls, |_, _| {}, craft).unwrap();
        assert_eq!((renewal.read, renewal.changed, renewal.stopped), (2, 0, false));
        let failed: Vec<String> = renewal.failed.iter().map(|(_, _, trouble)| trouble.to_string()).collect();
        assert_eq!(failed, ["took too long"]);
        assert_eq!(renewal.failed[0].0, filed.new[1].0);
        assert_eq!(library.dump().unwrap(), before);
    }
}
