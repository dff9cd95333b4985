//! The words of a folded text, each with its form in its own script, and the sign `&`, which is read *and*.

use super::letter_mask::is_of_word;
use crate::text::words;

/// A word of a text, or the sign for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// The byte of the text at which it stands, and how many bytes it takes there.
    pub at: usize,
    pub length: usize,
    /// Folded.
    pub word: &'t str,
    /// In its own script, where that is another one than the Latin.
    pub own: Option<&'t str>,
    /// Whether it is the sign for the word.
    pub is_sign: bool,
}

/// The sign that is read as [`AND`].
pub(super) const SIGN: &str = "&";
/// What the sign stands for.
pub(super) const AND: &str = "and";

/// The words and signs of a folded text. `own` is the same text in its own script, or empty.
pub(super) fn tokens<'t>(text: &'t str, own: &'t str) -> Vec<Token<'t>> {
    let mut owns = OwnWords::new(text, own);
    let mut tokens = Vec::new();
    let mut behind = 0;
    let signs = |tokens: &mut Vec<Token<'t>>, start: usize, end: usize| {
        let between = text.get(start..end).unwrap_or_default();
        tokens.extend(between.match_indices(SIGN).map(|(at, sign)| Token {
            at: start + at,
            length: sign.len(),
            word: AND,
            own: None,
            is_sign: true,
        }));
    };
    for (at, word) in words(text) {
        signs(&mut tokens, behind, at);
        tokens.push(Token {
            at,
            length: word.len(),
            word,
            own: owns.next(word),
            is_sign: false,
        });
        behind = at + word.len();
    }
    signs(&mut tokens, behind, text.len());
    tokens
}

/// The words of a text in its own script, beside those of its folded form.
pub(super) struct OwnWords<'t> {
    words: Vec<&'t str>,
    nth: usize,
}

impl<'t> OwnWords<'t> {
    /// None where the two do not have the same words.
    pub(super) fn new(text: &str, own: &'t str) -> Self {
        let mut own: Vec<&str> = if own.is_empty() || own == text {
            Vec::new()
        } else {
            words(own).map(|(_, word)| word).collect()
        };
        if own.len() != words(text).count() {
            own.clear();
        }
        Self { words: own, nth: 0 }
    }

    /// That of the next word, if it is another one.
    pub(super) fn next(&mut self, folded: &str) -> Option<&'t str> {
        let own = self.words.get(self.nth).copied();
        self.nth += 1;
        own.filter(|own| *own != folded)
    }
}

/// The pieces of a text, each a word with what stands between it and the next, and the first letter of the
/// word. What stands before the first word is a piece without one.
pub(super) fn pieces(text: &str, mut take: impl FnMut(&str, Option<char>)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut of_word = bytes.first().is_some_and(|byte| is_of_word(*byte));
    for at in 1..=bytes.len() {
        let next = bytes.get(at).is_some_and(|byte| is_of_word(*byte));
        // A word begins here, or the text ends.
        if at == bytes.len() || (next && !of_word) {
            let piece = text.get(start..at).unwrap_or_default();
            let first = piece.chars().next();
            take(piece, first.filter(|_| is_of_word(bytes[start])));
            start = at;
        }
        of_word = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_own_script_and_signs_are_words() {
        let found = tokens("zhukov & iom", "жуков & iom");
        let told: Vec<_> = found
            .iter()
            .map(|token| (token.at, token.word, token.own, token.is_sign))
            .collect();
        let expected = [
            (0, "zhukov", Some("жуков"), false),
            (7, "and", None, true),
            (9, "iom", None, false),
        ];
        assert_eq!(told, expected);
        assert_eq!(
            tokens("ab", "а б").first().and_then(|token| token.own),
            None
        );
    }

    #[test]
    fn a_name_is_taken_apart_into_words_and_what_follows_them() {
        let told = |text: &str| {
            let mut all = Vec::new();
            pieces(text, |piece, initial| all.push((piece.to_owned(), initial)));
            all
        };
        let expected = [
            ("(", None),
            ("eu-", Some('e')),
            ("iom, ", Some('i')),
            ("2nd)", Some('2')),
        ];
        let expected = expected.map(|(piece, initial)| (piece.to_owned(), initial));
        assert_eq!(told("(eu-iom, 2nd)"), expected);
        assert_eq!(told("--"), [("--".to_owned(), None)]);
        assert_eq!(told(""), []);
    }
}
