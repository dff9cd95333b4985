//! Which letters the names of a record have, in 32 bits: the quick look before every slower one.

/// The letters of some texts: a bit for each of `a` to `z`, and one for letters that are not ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bag(u32);

const OTHER: u32 = 1 << 26;

/// By byte: its bit.
const BITS: [u32; 256] = {
    let mut bits = [0; 256];
    let mut byte = u8::MAX;
    loop {
        bits[byte as usize] = match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            0x80.. => OTHER,
            _ => 0,
        };
        if byte == 0 {
            break bits;
        }
        byte -= 1;
    }
};

/// Whether a byte of a folded text is part of a word. What is not ASCII there is a letter.
#[inline]
pub(super) const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

impl Bag {
    /// The letters of a folded text.
    pub(super) fn of(folded: &str) -> Self {
        let bits = folded.bytes().map(|byte| BITS[usize::from(byte)]);
        Self(bits.fold(0, |bag, bit| bag | bit))
    }

    /// Adds those of another text of the same record.
    pub(super) fn add(&mut self, folded: &str) {
        self.0 |= Self::of(folded).0;
    }

    /// Whether it has all of these.
    #[inline]
    pub(super) fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// Whether there are letters that are not ASCII.
    #[inline]
    pub(super) fn has_others(self) -> bool {
        self.0 & OTHER != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_there_or_not() {
        let mut bag = Bag::of("o'sullivan-smith 2nd");
        assert!(bag.has(Bag::of("smith")) && !bag.has(Bag::of("zebra")));
        bag.add("zebra");
        assert!(bag.has(Bag::of("zebra")));
        assert!(bag.has(Bag::of("2031")), "digits are no letters");
    }

    #[test]
    fn letters_without_a_latin_form_are_kept_as_such() {
        assert!(Bag::of("\u{1e922}\u{1e923} a").has_others());
        assert!(!Bag::of("plain").has_others());
    }
}
