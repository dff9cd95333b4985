//! Testing texts that many records share: they are interned, so that each is tested once.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::search::{Ends, Term};
use crate::text::{fold, fold_own};

pub(super) enum TextTest {
    /// Each word of the value begins one of its words, or stands at the ends asked for.
    Words(Term),
    /// It is this, apart from case and blanks; the letters of its own script count.
    Whole(String),
    /// The same, transliterated.
    WholeInLatin(String),
}

impl TextTest {
    /// What the value of a field asks for: the first of these that any text answers.
    pub(super) fn of(value: &str) -> Vec<Self> {
        match Ends::of(value) {
            Ends {
                text,
                start: true,
                end: true,
            } => vec![
                Self::Whole(whole(text)),
                Self::WholeInLatin(whole_in_latin(text)),
            ],
            _ => vec![Self::Words(Term::word(value))],
        }
    }

    fn passes(&self, text: &str) -> bool {
        match self {
            Self::Words(term) => term.begins_words(text),
            Self::Whole(value) => whole(text) == *value,
            Self::WholeInLatin(value) => whole_in_latin(text) == *value,
        }
    }
}

/// A value as it is compared with others: without case, accents and surplus blanks.
pub(crate) fn whole(text: &str) -> String {
    squeezed(text, &fold_own(text))
}

fn whole_in_latin(text: &str) -> String {
    squeezed(text, &fold(text))
}

/// A folded text with one blank for several; the text itself where nothing is left of it.
fn squeezed(text: &str, folded: &str) -> String {
    let words: Vec<&str> = folded.split_whitespace().collect();
    if words.is_empty() {
        return text.trim().to_owned();
    }
    words.join(" ")
}

/// Texts that are tested, with the answers so far.
pub(super) struct SharedTexts<'t, 'w> {
    test: &'w TextTest,
    /// By where a text lies, and how long it is: the answer.
    answers: HashMap<(usize, usize), bool>,
    /// Texts are lent for as long as answers are kept, so that no other lies in the place of one.
    lent: PhantomData<&'t str>,
}

impl<'t, 'w> SharedTexts<'t, 'w> {
    pub(super) fn new(test: &'w TextTest) -> Self {
        Self {
            test,
            answers: HashMap::new(),
            lent: PhantomData,
        }
    }

    /// Whether a text passes; an empty one never does.
    pub(super) fn fit(&mut self, text: &'t str) -> bool {
        let place = (text.as_ptr().addr(), text.len());
        let passes = || self.test.passes(text);
        !text.is_empty() && *self.answers.entry(place).or_insert_with(passes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_answer() {
        let texts = ["Director General".to_owned(), "Director".to_owned()];
        let test = TextTest::of("dir gen");
        let mut shared = SharedTexts::new(&test[0]);
        for _ in 0..2 {
            assert!(shared.fit(&texts[0]));
            assert!(!shared.fit(&texts[1]));
        }
        assert!(!TextTest::of("")[0].passes(&texts[0]));
        assert!(!TextTest::of(" - ")[0].passes(&texts[0]));
    }

    #[test]
    fn a_whole_value_is_told_by_its_own_letters() {
        assert_eq!(whole(" Aix-en  PROVENCE "), "aix-en provence");
        assert_ne!(whole("陕西"), whole("山西"));
        assert_eq!(whole_in_latin("陕西"), whole_in_latin("山西"));
        assert_eq!(whole("—"), "-");
        assert_eq!(whole("\u{fffd}"), "\u{fffd}");
    }
}
