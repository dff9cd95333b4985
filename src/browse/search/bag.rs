//! Which letters the names of a record have, in 64 bits: the quick look before every slower one.

/// The letters of some texts: those that stand anywhere (a bit for each of `a` to `z`), those that begin
/// words (a bit for each of `a` to `z` and `0` to `9`), and whether there are letters that are not ASCII
/// or words of one letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bag(u64);

const OTHER: u64 = 1 << 26;
const LONE: u64 = 1 << 27;
const STARTS: u32 = 28;

/// By byte: the bit for standing anywhere, and the bit for beginning a word.
const BITS: [(u64, u64); 256] = {
    let mut bits = [(0, 0); 256];
    let mut byte = u8::MAX;
    loop {
        bits[byte as usize] = match byte {
            b'a'..=b'z' => {
                let nth = (byte - b'a') as u32;
                (1 << nth, 1 << (STARTS + nth))
            }
            b'0'..=b'9' => (0, 1 << (STARTS + 26 + (byte - b'0') as u32)),
            0x80.. => (OTHER, 0),
            _ => (0, 0),
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
    /// The letters of a folded text; the first characters of its words are added to `initials`.
    pub(super) fn of(folded: &str, initials: &mut String) -> Self {
        let bytes = folded.as_bytes();
        let mut bag = 0;
        let mut start = None;
        for (at, &byte) in bytes.iter().enumerate() {
            let (stands, starts) = BITS[byte as usize];
            bag |= stands;
            match (is_of_word(byte), start) {
                (true, None) => {
                    bag |= starts;
                    if byte.is_ascii() {
                        initials.push(char::from(byte));
                    } else {
                        let rest = folded.get(at..).unwrap_or_default();
                        initials.extend(rest.chars().next());
                    }
                    start = Some(at);
                }
                (false, Some(since)) => {
                    bag |= if at - since == 1 { LONE } else { 0 };
                    start = None;
                }
                _ => {}
            }
        }
        let lone = start.is_some_and(|since| bytes.len() - since == 1);
        Self(bag | if lone { LONE } else { 0 })
    }

    /// The letters of a word, to be looked for in a text that has a word that begins like it.
    pub(super) fn of_word(word: &str) -> Self {
        let mut bag = Self::of(word, &mut String::new());
        bag.0 &= !LONE;
        bag
    }

    /// The letter as one that begins a word; `None` for one that has no bit.
    pub(super) fn starting(byte: u8) -> Option<Self> {
        let (_, starts) = BITS[byte as usize];
        (starts != 0).then_some(Self(starts))
    }

    /// Adds the letters of another text of the same record.
    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether it has all of these.
    #[inline]
    pub(super) fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// Whether it has any of these.
    #[inline]
    pub(super) fn has_any(self, wanted: Self) -> bool {
        self.0 & wanted.0 != 0
    }

    /// How many of the letters that stand in the other it lacks.
    #[inline]
    pub(super) fn lacks(self, wanted: Self) -> u32 {
        (wanted.0 & !self.0 & ((1 << STARTS) - 1)).count_ones()
    }

    /// Whether there are letters that are not ASCII.
    #[inline]
    pub(super) fn has_others(self) -> bool {
        self.0 & OTHER != 0
    }

    /// Whether a word of one letter is among the words.
    #[inline]
    pub(super) fn has_lone_letters(self) -> bool {
        self.0 & LONE != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(text: &str) -> (Bag, String) {
        let mut initials = String::new();
        (Bag::of(text, &mut initials), initials)
    }

    #[test]
    fn letters_and_the_starts_of_words_are_told_apart() {
        let (name, initials) = bag("o'sullivan-smith 2nd");
        assert_eq!(initials, "oss2");
        assert!(name.has(Bag::of_word("smith")) && name.has_lone_letters());
        assert!(!name.has(Bag::of_word("mith")));
        assert!(name.has(Bag::starting(b'2').expect("a digit")));
        assert_eq!(Bag::starting(b'-'), None);
        assert_eq!(name.lacks(Bag::of_word("zebra")), 4);
        assert!(!bag("claus sorensen").0.has_lone_letters());
        assert!(bag("x").0.has_lone_letters());
    }

    #[test]
    fn letters_without_a_latin_form_are_kept_as_such() {
        let (name, initials) = bag("\u{1e922}\u{1e923} a");
        assert_eq!(initials, "\u{1e922}a");
        assert!(name.has_others() && !bag("plain").0.has_others());
    }
}
