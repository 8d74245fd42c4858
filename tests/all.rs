//! The one integration binary.

mod hostile;
