//! The one integration binary: `house` holds the laws of the house; `kit` is what tests are made with.

mod house;
mod pages;
mod kit {
    pub(crate) mod pty;
    pub(crate) mod source;
}
