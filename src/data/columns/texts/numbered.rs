//! Ids made of a word and a number, such as `p000001`, found by the number alone.
//!
//! A large dataset is made by a machine, and so are its ids. To find one among a million by its number is
//! several times faster than by its letters.

use super::Text;

/// A text taken apart. Every text has one such form at most, and no two have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NumberedId {
    /// The word and how many digits the number has, in one number, which is quickly compared.
    word: u128,
    number: usize,
}

impl NumberedId {
    /// No more digits than this are taken for the number, and no more bytes for the word.
    const MOST_DIGITS: usize = 7;
    const LONGEST_WORD: usize = 15;

    /// A text that ends with a digit, taken apart.
    pub(super) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (mut number, mut place, mut width) = (0, 1, 0);
        for byte in bytes.iter().rev().take(Self::MOST_DIGITS) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            number += place * usize::from(digit);
            place *= 10;
            width += 1;
        }
        let word = bytes.get(..bytes.len() - width)?;
        if width == 0 || word.len() > Self::LONGEST_WORD {
            return None;
        }
        // The width is no letter, and the first byte above all others.
        let word = word
            .iter()
            .fold(width as u128, |whole, byte| whole << 8 | u128::from(*byte));
        Some(Self { word, number })
    }
}

/// The texts of one word, by their numbers.
#[derive(Debug)]
struct NumberedWord {
    word: u128,
    texts: Vec<Text>,
    /// How many different texts of this word came, whether they have a place or not.
    count: usize,
}

/// Texts by word and number: not all of them, but as many as make the search worth while.
#[derive(Debug, Default)]
pub(super) struct Numbered(Vec<NumberedWord>);

impl Numbered {
    /// More words than this are not told apart.
    const MOST_SERIES: usize = 16;

    /// The text, if it is known here.
    pub(super) fn find(&self, id: NumberedId) -> Option<Text> {
        let series = self.0.iter().find(|series| series.word == id.word)?;
        let text = *series.texts.get(id.number)?;
        (!text.is_empty()).then_some(text)
    }

    /// Enters a text, which is new or came before; false when there is no place for it yet.
    pub(super) fn enter(&mut self, id: NumberedId, text: Text, is_new: bool) -> bool {
        let series = match self.0.iter().position(|series| series.word == id.word) {
            Some(at) => &mut self.0[at],
            None if self.0.len() < Self::MOST_SERIES => {
                self.0.push(NumberedWord::new(id));
                let last = self.0.len() - 1;
                &mut self.0[last]
            }
            None => return false,
        };
        series.count += usize::from(is_new);
        series.enter(id.number, text)
    }
}

impl NumberedWord {
    fn new(id: NumberedId) -> Self {
        Self {
            word: id.word,
            texts: Vec::new(),
            count: 0,
        }
    }

    /// The row of numbers is never much longer than there are texts.
    fn enter(&mut self, number: usize, text: Text) -> bool {
        if number >= 8 * (self.count + 128) {
            return false;
        }
        if number >= self.texts.len() {
            self.texts.resize(number + 1, Text::EMPTY);
        }
        self.texts[number] = text;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_in_one_way() {
        let texts = [
            "p000120",
            "p00120",
            "o000120",
            "120",
            "0120",
            "2024-12345678",
            "2024-2345678",
            "ø-120",
            "\x00120",
            "\x00\x00120",
            "123456789012345",
            "1123456789012345",
            "fifteen-letters7",
            "\u{7}120",
        ];
        let ids = texts.map(|text| NumberedId::of(text).expect(text));
        for (nth, id) in ids.iter().enumerate() {
            assert!(!ids[..nth].contains(id), "{}", texts[nth]);
        }
        assert_eq!(
            ids.map(|id| id.number)[..6],
            [120, 120, 120, 120, 120, 2_345_678]
        );
        for text in ["p12b", "", "ø", "sixteen-letters-7"] {
            assert_eq!(NumberedId::of(text), None, "{text}");
        }
    }

    #[test]
    fn no_place_is_kept_for_numbers_far_apart() {
        let mut numbered = Numbered::default();
        let mut enter = |text: &str, number| {
            NumberedId::of(text).is_some_and(|id| numbered.enter(id, Text(number), true))
        };
        assert!(enter("p0000007", 1));
        assert!(enter("p007", 2));
        assert!(!enter("p9999999", 3));
        for series in 0..100 {
            enter(&format!("{}1", "x".repeat(series)), 4);
        }
        let find = |text| NumberedId::of(text).and_then(|id| numbered.find(id));
        assert_eq!(find("p0000007"), Some(Text(1)));
        assert_eq!(find("p007"), Some(Text(2)));
        assert_eq!(
            (find("p9999999"), find("p008"), find("q007")),
            (None, None, None)
        );
        assert!(numbered.0.len() <= Numbered::MOST_SERIES);
    }
}
