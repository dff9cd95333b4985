//! A number in parts: so many surely, and so many more perhaps.

use std::fmt;
use std::ops::AddAssign;

/// How many, surely and perhaps; the two never overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// Surely.
    pub surely: usize,
    /// Besides, perhaps.
    pub perhaps: usize,
}

impl Number {
    /// So many surely, none perhaps.
    pub(crate) fn sure(surely: usize) -> Self {
        Self { surely, perhaps: 0 }
    }

    /// All of them together: as many as there are rows.
    #[must_use]
    pub fn all(self) -> usize {
        self.surely + self.perhaps
    }
}

impl AddAssign for Number {
    fn add_assign(&mut self, other: Self) {
        self.surely += other.surely;
        self.perhaps += other.perhaps;
    }
}

/// `7`, or `7, 1 perhaps`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.perhaps {
            0 => write!(f, "{}", self.surely),
            perhaps => write!(f, "{}, {perhaps} perhaps", self.surely),
        }
    }
}
