//! Hash maps that are quick with short keys: [`HashMap`] with another hash than the standard one, a third of its cost.
//! They are as safe from keys made to collide as a seed a process makes them, and their order is as little to be
//! relied on.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// Values by keys.
pub(crate) type Map<K, V> = HashMap<K, V, RandomState>;

/// Keys.
pub(crate) type Set<K> = HashSet<K, RandomState>;
