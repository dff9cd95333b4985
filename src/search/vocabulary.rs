//! Distinct texts, each kept once under its number: the words of all names, say.

use memchr::memmem::Finder;

use crate::data::{Interner, Texts};

/// Stands before and behind the form of a text in its own script, if it has one. Texts were cleaned: they have no
/// control characters.
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

/// Distinct texts by number; 0 is that of the empty text.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(Texts);

impl Vocabulary {
    /// The texts that were gathered.
    pub(super) fn of(texts: Interner) -> Self {
        Self(texts.finish())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.count()
    }

    /// The text of a number; nothing for one that was not given.
    #[inline]
    pub(super) fn get(&self, number: usize) -> &str {
        self.both(number).0
    }

    /// The text of a number, and its form in its own script, empty where that is no other.
    #[inline]
    pub(super) fn both(&self, number: usize) -> (&str, &str) {
        let kept = self.0.nth(number);
        let apart = kept.strip_suffix(OWN).and_then(|kept| kept.split_once(OWN));
        apart.unwrap_or((kept, ""))
    }

    /// All of them, in the order of their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.count()).map(|number| self.get(number))
    }

    /// The numbers of those in which something stands, in one form or the other, in order.
    pub(super) fn with<'a>(&'a self, wanted: &'a Finder<'_>) -> impl Iterator<Item = usize> + 'a {
        self.0.with(wanted).map(|(number, _)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_with_a_form_of_its_own_is_kept_once_too() {
        let mut texts = Interner::default();
        let mut kept = String::new();
        let mut number = |nth: usize, own: &str| {
            with_own(&format!("mezhpravitelstvennyi {nth}"), own, &mut kept);
            texts.intern(&kept)
        };
        // So many that the table grows between.
        let first = [(); 100].map(|()| number(7, "межправительственный"));
        let all: Vec<_> = (0..100)
            .map(|nth| number(nth, "межправительственный"))
            .collect();
        assert_eq!(first, [all[7]; 100]);
        assert_ne!(all[0], number(0, "межправительственныи"));
        let vocabulary = Vocabulary::of(texts);
        assert_eq!(
            vocabulary.both(all[3].index()),
            ("mezhpravitelstvennyi 3", "межправительственный")
        );
        assert_eq!(vocabulary.get(999), "");
    }

    #[test]
    fn a_text_is_found_in_each_that_has_it_and_across_none() {
        let mut texts = Interner::default();
        for text in ["eu", "iom", "euiom", "niom iom", "io"] {
            texts.intern(text);
        }
        let vocabulary = Vocabulary::of(texts);
        let with = |wanted: &str| vocabulary.with(&Finder::new(wanted)).collect::<Vec<_>>();
        assert_eq!(with("iom"), [2, 3, 4]);
        assert_eq!(with("ui"), [3]);
        assert!(with("x").is_empty());
    }
}
