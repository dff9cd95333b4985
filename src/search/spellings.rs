//! The texts of a vocabulary by the words in them that can be spelt in another way.

use std::collections::HashMap;

use memchr::memmem::Finder;

use super::token::{AND, SIGN};
use super::vocabulary::Vocabulary;
use super::word::QueryWord;
use crate::text::{second_form, words};

/// By the one spelling of such words (`muller` for `mueller`): the numbers of the texts that have them. Few
/// words have one.
#[derive(Debug, Default)]
pub(super) struct Spellings(HashMap<Box<str>, Vec<u32>>);

impl Spellings {
    /// Of texts in the order of their numbers.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut spellings = Self::default();
        for (number, text) in (0..).zip(texts) {
            for form in words(text).filter_map(|(_, word)| second_form(word)) {
                let numbers = spellings.0.entry(form.into()).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        spellings
    }

    /// The numbers of the texts in which a word may stand, in any spelling, each once.
    pub(super) fn with_word(
        &self,
        word: &QueryWord,
        texts: &Vocabulary,
        finder: &Finder<'_>,
    ) -> Vec<usize> {
        let mut numbers: Vec<usize> = texts.with(finder).collect();
        let plain = numbers.len();
        let form = second_form(word.text());
        if let Some(form) = &form {
            let others = Finder::new(form);
            numbers.extend(texts.with(&others));
        }
        let known = self.0.get(form.as_deref().unwrap_or(word.text()));
        numbers.extend(known.into_iter().flatten().map(|number| *number as usize));
        if word.text() == AND {
            let sign = Finder::new(SIGN);
            numbers.extend(texts.with(&sign));
        }
        if numbers.len() > plain {
            numbers.sort_unstable();
            numbers.dedup();
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Interner;

    #[test]
    fn a_word_is_found_in_every_spelling() {
        let mut interner = Interner::default();
        for text in [
            "muller",
            "mueller ",
            "mull",
            "smith & ",
            "and ",
            "muellerin",
        ] {
            interner.intern(text);
        }
        let texts = Vocabulary::of(interner);
        let spellings = Spellings::of(texts.all());
        let with =
            |text: &str| spellings.with_word(&QueryWord::new(text), &texts, &Finder::new(text));
        assert_eq!(with("muller"), [1, 2]);
        assert_eq!(with("mueller"), [1, 2, 6]);
        assert_eq!(with("and"), [4, 5]);
    }
}
