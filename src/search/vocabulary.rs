//! Distinct texts, each kept once under its number: the words of all names, say.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use memchr::memmem::Finder;

/// Behind every text, so that nothing is found across two. Texts were cleaned: they have no control
/// characters.
const END: char = '\u{2}';

/// Stands before and behind the form of a text in its own script, if it has one.
const OWN: char = '\u{3}';

/// A text with its form in its own script, as it is kept: two texts that fold alike are two where they are
/// written with other letters.
pub(super) fn with_own(text: &str, own: &str, kept: &mut String) {
    kept.clear();
    kept.push_str(text);
    if !own.is_empty() {
        kept.push(OWN);
        kept.push_str(own);
        kept.push(OWN);
    }
}

/// Distinct texts by number, end to end.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    text: String,
    /// By number: where the text ends, behind its mark.
    ends: Vec<usize>,
}

impl Vocabulary {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number; nothing for one that was not given.
    #[inline]
    pub(super) fn get(&self, number: usize) -> &str {
        self.both(number).0
    }

    /// The text of a number, and its form in its own script, empty where that is no other.
    #[inline]
    pub(super) fn both(&self, number: usize) -> (&str, &str) {
        let kept = self.kept(number);
        let apart = kept.strip_suffix(OWN).and_then(|kept| kept.split_once(OWN));
        apart.unwrap_or((kept, ""))
    }

    /// The text of a number as it is kept, its own form with it.
    #[inline]
    fn kept(&self, number: usize) -> &str {
        let Some(end) = self.ends.get(number) else {
            return "";
        };
        let text = self.start(number)..end - END.len_utf8();
        self.text.get(text).unwrap_or_default()
    }

    /// All of them, in the order of their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.count()).map(|number| self.get(number))
    }

    /// The numbers of those in which something stands, in one form or the other, in order, and the byte at
    /// which it first does.
    pub(super) fn with<'a>(
        &'a self,
        wanted: &'a Finder<'_>,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let (mut number, mut from) = (0, 0);
        std::iter::from_fn(move || {
            let at = from + wanted.find(self.text.as_bytes().get(from..)?)?;
            let ends = self.ends.get(number..)?;
            number += ends.iter().position(|end| *end > at)?;
            from = self.ends[number];
            Some((number, at - self.start(number)))
        })
    }

    fn start(&self, number: usize) -> usize {
        number.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Adds a text; gives its number.
    fn push(&mut self, text: &str) -> u32 {
        let number = u32::try_from(self.count()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.text.push(END);
        self.ends.push(self.text.len());
        number
    }
}

/// The bytes of a text and their number, if both have room in sixteen.
fn in_one_look(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    let (length, room) = bytes.split_last_mut()?;
    *length = u8::try_from(text.len()).ok()?;
    room.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

/// A vocabulary that still grows.
#[derive(Default)]
pub(super) struct Growing {
    vocabulary: Vocabulary,
    /// The numbers of texts that are short enough to be told by their bytes in one look, as most words are.
    short: HashTable<(u128, u32)>,
    long: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Growing {
    /// The number of a text, a new one if it has none yet.
    #[inline]
    pub(super) fn number(&mut self, text: &str) -> u32 {
        match in_one_look(text) {
            Some(look) => self.number_of_short(look, text),
            None => self.number_of_long(text),
        }
    }

    fn number_of_short(&mut self, look: u128, text: &str) -> u32 {
        let hasher = &self.hasher;
        let hash = hasher.hash_one(look);
        if let Some((_, number)) = self.short.find(hash, |(known, _)| *known == look) {
            return *number;
        }
        let number = self.vocabulary.push(text);
        let hash_of = |(known, _): &(u128, u32)| hasher.hash_one(known);
        self.short.insert_unique(hash, (look, number), hash_of);
        number
    }

    fn number_of_long(&mut self, text: &str) -> u32 {
        let Self {
            vocabulary,
            long,
            hasher,
            ..
        } = self;
        let hash = hasher.hash_one(text);
        let is_same = |number: &u32| vocabulary.kept(*number as usize) == text;
        if let Some(number) = long.find(hash, is_same) {
            return *number;
        }
        let number = vocabulary.push(text);
        let hash_of = |number: &u32| hasher.hash_one(vocabulary.kept(*number as usize));
        long.insert_unique(hash, number, hash_of);
        number
    }

    /// The numbers here of all texts of another vocabulary, by their numbers there.
    pub(super) fn take_in(&mut self, other: &Vocabulary) -> Vec<u32> {
        let kept = (0..other.count()).map(|number| other.kept(number));
        kept.map(|text| self.number(text)).collect()
    }

    /// The texts so far.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The texts, when all are there.
    pub(super) fn finish(mut self) -> Vocabulary {
        self.vocabulary.text.shrink_to_fit();
        self.vocabulary.ends.shrink_to_fit();
        self.vocabulary
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_kept_once() {
        let mut growing = Growing::default();
        let long = "intergovernmental ";
        let texts = ["eu-", "iom ", "eu-", "", "dialogue", long, "", long, "eu"];
        let numbers = texts.map(|text| growing.number(text));
        assert_eq!(numbers, [0, 1, 0, 2, 3, 4, 2, 4, 5]);
        let vocabulary = growing.finish();
        let all: Vec<&str> = vocabulary.all().collect();
        assert_eq!(all, ["eu-", "iom ", "", "dialogue", long, "eu"]);
        assert_eq!(vocabulary.get(9), "");
    }

    #[test]
    fn a_long_text_with_a_form_of_its_own_is_kept_once_too() {
        let mut growing = Growing::default();
        let mut kept = String::new();
        let mut number = |nth: usize, own: &str| {
            with_own(&format!("mezhpravitelstvennyi {nth}"), own, &mut kept);
            growing.number(&kept)
        };
        // So many that the table grows between.
        let first: Vec<u32> = (0..100)
            .map(|nth| number(nth, "межправительственный"))
            .collect();
        let again: Vec<u32> = (0..100)
            .map(|nth| number(nth, "межправительственный"))
            .collect();
        assert_eq!(first, again);
        assert_ne!(first[0], number(0, "межправительственныи"));
    }

    #[test]
    fn a_text_is_found_in_each_that_has_it_and_across_none() {
        let mut growing = Growing::default();
        for text in ["eu", "iom", "euiom", "niom iom", "io"] {
            growing.number(text);
        }
        let vocabulary = growing.finish();
        let with = |wanted: &str| vocabulary.with(&Finder::new(wanted)).collect::<Vec<_>>();
        assert_eq!(with("iom"), [(1, 0), (2, 2), (3, 1)]);
        assert_eq!(with("ui"), [(2, 1)]);
        assert_eq!(with("x"), []);
    }

    #[test]
    fn another_vocabulary_is_taken_in_by_its_numbers() {
        let mut first = Growing::default();
        first.number("a");
        first.number("b");
        let mut second = Growing::default();
        second.number("c");
        second.number("a");
        assert_eq!(first.take_in(second.vocabulary()), [2, 0]);
    }
}
