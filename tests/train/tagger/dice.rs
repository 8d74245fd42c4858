//! Numbers that look random and are the same in every run. They are not fit for secrets.

/// A source of numbers (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (seed * 7919))
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f32 {
        (self.roll() & 0xff_ffff) as f32 / 0x100_0000 as f32
    }
}
