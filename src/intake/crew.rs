//! The threads that read and parse, and how far ahead of the filer they may be. They know nothing of the library.
//!
//! The threads are not scoped: one that hangs in a file is left behind (it ends with the program) and another takes its
//! place, so that neither a bug nor a dying disk holds up the rest.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::walk::Job;
use super::{Craft, Trouble};
use crate::extract::rules::Overlay;
use crate::library::Prepared;

/// Results that wait for the filer, at most.
const QUEUE: usize = 64;

/// How many jobs past the oldest unfinished one may be begun: bounds the results that wait for a slow file.
const AHEAD: usize = 512;

/// What became of a job.
pub(super) type Outcome = Result<Vec<Prepared>, Trouble>;

/// Threads at work on a list of jobs.
pub(super) struct Crew {
    shared: Arc<Shared>,
    results: Receiver<(usize, Outcome)>,
    /// Kept so that the channel stays open while the filer looks for late jobs, and for those hired later.
    sender: SyncSender<(usize, Outcome)>,
}

struct Shared {
    jobs: Vec<Mutex<Option<Job>>>,
    paths: Vec<PathBuf>,
    craft: Craft,
    overlay: Mutex<Arc<Overlay>>,
    state: Mutex<State>,
    moved: Condvar,
}

struct State {
    /// The next job to begin.
    cursor: usize,
    /// All jobs before this one are done with.
    done: usize,
    /// When the jobs now at work were begun.
    begun: HashMap<usize, Instant>,
    dismissed: bool,
}

impl Crew {
    /// Hires so many threads and lets them begin.
    pub(super) fn hire(jobs: Vec<Job>, threads: usize, craft: Craft, overlay: Arc<Overlay>) -> Self {
        let (sender, results) = sync_channel(QUEUE);
        let threads = threads.min(jobs.len());
        let shared = Arc::new(Shared {
            paths: jobs.iter().map(|job| job.path.clone()).collect(),
            jobs: jobs.into_iter().map(|job| Mutex::new(Some(job))).collect(),
            craft,
            overlay: Mutex::new(overlay),
            state: Mutex::new(State { cursor: 0, done: 0, begun: HashMap::new(), dismissed: false }),
            moved: Condvar::new(),
        });
        let crew = Self { shared, results, sender };
        (0..threads).for_each(|_| crew.hire_one());
        crew
    }

    fn hire_one(&self) {
        let (shared, sender) = (Arc::clone(&self.shared), self.sender.clone());
        let thread = std::thread::Builder::new().name(super::clip::THREAD.to_owned());
        // Where the system gives no thread, those there are do the work; where it gives none at all, the filer does.
        let _ = thread.spawn(move || while shared.work(&sender) {});
    }

    /// The next result, in the order in which they come; `None` after `wait`.
    pub(super) fn result(&mut self, wait: Duration) -> Option<(usize, Outcome)> {
        self.results.recv_timeout(wait).ok()
    }

    /// Whether a job has been at work for too long. Somebody else is hired in the place of who does it.
    pub(super) fn is_late(&mut self, at: usize) -> bool {
        let late = {
            let mut state = self.shared.lock();
            let late = state.begun.get(&at).is_some_and(|begun| begun.elapsed() > self.shared.craft.patience);
            if late {
                state.begun.remove(&at);
            }
            late
        };
        if late {
            self.hire_one();
        }
        late
    }

    /// The file of a job.
    pub(super) fn path(&self, at: usize) -> PathBuf {
        self.shared.paths[at].clone()
    }

    /// Tells those at work what is known of sites now.
    pub(super) fn learn(&self, overlay: Arc<Overlay>) {
        *self.shared.overlay.lock().unwrap_or_else(PoisonError::into_inner) = overlay;
    }

    /// Says that all jobs before this one are done with.
    pub(super) fn advance(&mut self, done: usize) {
        let mut state = self.shared.lock();
        if done > state.done {
            state.done = done;
            self.shared.moved.notify_all();
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.shared.lock().dismissed = true;
        self.shared.moved.notify_all();
    }
}

impl Shared {
    /// Does one job; whether there is more to do.
    fn work(&self, sender: &SyncSender<(usize, Outcome)>) -> bool {
        let at = {
            let mut state = self.lock();
            while state.cursor >= state.done + AHEAD && !state.dismissed {
                state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.dismissed || state.cursor >= self.jobs.len() {
                return false;
            }
            let at = state.cursor;
            state.cursor += 1;
            state.begun.insert(at, Instant::now());
            at
        };
        let job = self.jobs[at].lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(job) = job else { return true };
        let overlay = Arc::clone(&self.overlay.lock().unwrap_or_else(PoisonError::into_inner));
        let outcome = (self.craft.work)(&job, &overlay);
        drop(job);
        self.lock().begun.remove(&at);
        sender.send((at, outcome)).is_ok()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
