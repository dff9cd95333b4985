//! Which letters the names of a record have, in 32 bits: the quick look before every slower one.

/// The letters of some texts: a bit for each of `a` to `z`, and one for letters that are not ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LetterMask(u32);

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

impl LetterMask {
    /// The letters of a folded text.
    pub(super) fn of(folded: &str) -> Self {
        let bits = folded.bytes().map(|byte| BITS[usize::from(byte)]);
        Self(bits.fold(0, |mask, bit| mask | bit))
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
        let mut mask = LetterMask::of("o'sullivan-smith 2nd");
        assert!(mask.has(LetterMask::of("smith")) && !mask.has(LetterMask::of("zebra")));
        mask.add("zebra");
        assert!(mask.has(LetterMask::of("zebra")));
        assert!(mask.has(LetterMask::of("2031")), "digits are no letters");
    }

    #[test]
    fn letters_without_a_latin_form_are_kept_as_such() {
        assert!(LetterMask::of("\u{1e922}\u{1e923} a").has_others());
        assert!(!LetterMask::of("plain").has_others());
    }
}
