//! The one integration binary: `house` holds the laws of the house, `hostile` what must hold of any bytes; `kit` is what
//! tests are made with.

mod hostile;
mod house;
mod pages;
mod kit {
    pub(crate) mod pty;
    pub(crate) mod source;
}
