//! Whether texts have the words that were asked for. Texts are interned, so that each is asked once.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::text::{fold, words};

/// The words of a value, asked of many texts.
pub(super) struct Spoken<'t> {
    wanted: String,
    /// By where a text lies, and how long it is: the answer.
    known: HashMap<(usize, usize), bool>,
    /// Texts are lent for as long as answers are kept, so that no other lies in the place of one.
    lent: PhantomData<&'t str>,
}

impl<'t> Spoken<'t> {
    pub(super) fn new(value: &str) -> Self {
        Self {
            wanted: fold(value).into_owned(),
            known: HashMap::new(),
            lent: PhantomData,
        }
    }

    /// Whether each word of the value begins a word of the text.
    pub(super) fn begins_words(&self, text: &str) -> bool {
        let mut wanted = words(&self.wanted).map(|(_, word)| word).peekable();
        if wanted.peek().is_none() {
            return false;
        }
        let text = fold(text);
        wanted.all(|wanted| words(&text).any(|(_, word)| word.starts_with(wanted)))
    }

    /// The same of a text that many records share.
    pub(super) fn begins(&mut self, text: &'t str) -> bool {
        if text.is_empty() {
            return false;
        }
        let place = (text.as_ptr().addr(), text.len());
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let answer = self.begins_words(text);
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
        let mut spoken = Spoken::new("dir gen");
        for _ in 0..2 {
            assert!(spoken.begins(&texts[0]));
            assert!(!spoken.begins(&texts[1]));
        }
        assert!(!Spoken::new("").begins(&texts[0]));
        assert!(!Spoken::new(" - ").begins(&texts[0]));
    }
}
