//! Where things live, and what the reader may change: the library's folder and `keys.toml`.
