//! Whether texts are what was asked for. Texts are interned, so that each is asked once.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::search::{Ends, Term};
use crate::text::{fold, fold_own};

/// What is asked of a text.
pub(super) enum Wanted {
    /// Each word begins one of its words, or stands at the ends asked for.
    Words(Term),
    /// It is this, case and blanks aside; the letters of its own script count.
    Whole(String),
    /// The same, transliterated.
    WholeInLatin(String),
}

impl Wanted {
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

    fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Words(term) => term.begins_words(text),
            Self::Whole(value) => whole(text) == *value,
            Self::WholeInLatin(value) => whole_in_latin(text) == *value,
        }
    }
}

/// A value as it is told from others: case, accents and blanks aside.
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

/// What is asked, of many texts.
pub(super) struct Spoken<'t, 'w> {
    wanted: &'w Wanted,
    /// By where a text lies, and how long it is: the answer.
    known: HashMap<(usize, usize), bool>,
    /// Texts are lent for as long as answers are kept, so that no other lies in the place of one.
    lent: PhantomData<&'t str>,
}

impl<'t, 'w> Spoken<'t, 'w> {
    pub(super) fn new(wanted: &'w Wanted) -> Self {
        Self {
            wanted,
            known: HashMap::new(),
            lent: PhantomData,
        }
    }

    /// Whether a text that many records share is what is asked for.
    pub(super) fn is_in(&mut self, text: &'t str) -> bool {
        if text.is_empty() {
            return false;
        }
        let place = (text.as_ptr().addr(), text.len());
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let answer = self.wanted.is_in(text);
        self.known.insert(place, answer);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_answer() {
        let texts = ["Director General".to_owned(), "Director".to_owned()];
        let wanted = Wanted::of("dir gen");
        let mut spoken = Spoken::new(&wanted[0]);
        for _ in 0..2 {
            assert!(spoken.is_in(&texts[0]));
            assert!(!spoken.is_in(&texts[1]));
        }
        assert!(!Wanted::of("")[0].is_in(&texts[0]));
        assert!(!Wanted::of(" - ")[0].is_in(&texts[0]));
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
