//! How one word of a query stands in one folded text.

use std::ops::Range;

use super::fuzzy::{LETTER, tight};
use super::rank::{Fit, Grade, MatchKind, Rank};
use super::token::{Token, tokens};
use crate::text::{initials, second_form, words};

/// From this many letters on a word is looked for inside words and among the initials of a text that
/// begin it.
pub(super) const LETTERS_INSIDE: usize = 2;
/// From this many letters on a word may be initials that begin anywhere.
pub(super) const LETTERS_OF_A_RUN: usize = 3;
/// From this many letters on a word may be fuzzy. Two or three letters with some between them stand in
/// almost every title; as initials they are found anyway.
pub(super) const LETTERS_FUZZY: usize = 4;
/// From this many letters on a word may have one letter wrong.
const LETTERS_FOR_ONE_TYPO: usize = 4;
/// From this many letters on a word may have two letters wrong.
const LETTERS_FOR_TWO_TYPOS: usize = 8;

/// A folded word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueryWord {
    text: String,
    letters: usize,
    /// As it was typed, where that is another script than the Latin.
    own: Option<Box<str>>,
}

/// A match that is not letter for letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InexactMatch {
    pub how: MatchKind,
    /// How far it is from a match letter for letter; a letter counts [`LETTER`].
    pub loss: u32,
    /// The matched bytes of the text.
    pub marks: Vec<Range<usize>>,
}

impl InexactMatch {
    pub(super) fn grade(&self) -> Grade {
        match self.how {
            MatchKind::LettersOff(_) => Grade::inexact(Rank::Typo, self.loss),
            MatchKind::Exact | MatchKind::Initials | MatchKind::Fuzzy => {
                Grade::inexact(Rank::Fuzzy, self.loss)
            }
        }
    }
}

impl QueryWord {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            letters: text.chars().count(),
            own: None,
        }
    }

    /// The same word, typed in its own script.
    pub(super) fn spelt(self, own: &str) -> Self {
        let own = (own != self.text).then(|| own.into());
        Self { own, ..self }
    }

    /// Whether it was typed in another script than the Latin.
    pub(super) fn is_of_other_script(&self) -> bool {
        self.own.is_some()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn letters(&self) -> usize {
        self.letters
    }

    /// How it stands, letter for letter or in another spelling, in a word of a text.
    pub(super) fn fit_word(&self, word: &str, own: Option<&str>) -> Option<Fit> {
        let Some(at) = word.find(&self.text) else {
            let is_same = self.is_second_form_of(word);
            return is_same.then_some(Fit::new(Rank::WholeWord, true));
        };
        let rank = match at {
            0 if word.len() == self.text.len() => Rank::WholeWord,
            0 => Rank::WordStart,
            _ if self.letters >= LETTERS_INSIDE => Rank::Inside,
            _ => return None,
        };
        let stands = match (&self.own, own) {
            (None, None) => true,
            (Some(typed), Some(own)) => match rank {
                Rank::WholeWord => own == &**typed,
                Rank::WordStart => own.starts_with(&**typed),
                _ => own.contains(&**typed),
            },
            _ => false,
        };
        Some(Fit::new(rank, !stands))
    }

    pub(super) fn fit_token(&self, token: &Token<'_>) -> Option<Fit> {
        if token.is_sign {
            return (self.text == token.word).then_some(Fit::new(Rank::WholeWord, true));
        }
        self.fit_word(token.word, token.own)
    }

    /// How it stands best in a text, given the initials of its words.
    pub(super) fn fit(&self, tokens: &[Token<'_>], initials: &str) -> Option<Fit> {
        let fits = tokens.iter().filter_map(|token| self.fit_token(token));
        let are_initials = self.are_initials(initials);
        let as_initials = are_initials.map(|_| Fit::new(Rank::Initials, self.own.is_some()));
        fits.chain(as_initials).min()
    }

    /// Whether a word is the same in another spelling, such as `mueller` for `muller`.
    fn is_second_form_of(&self, word: &str) -> bool {
        match (second_form(&self.text), second_form(word)) {
            (None, None) => false,
            (mine, theirs) => {
                mine.as_deref().unwrap_or(&self.text) == theirs.as_deref().unwrap_or(word)
            }
        }
    }

    /// The byte of the initials at which this word stands among them.
    fn are_initials(&self, initials: &str) -> Option<usize> {
        if self.letters >= LETTERS_OF_A_RUN {
            initials.find(&self.text)
        } else {
            (self.letters >= LETTERS_INSIDE && initials.starts_with(&self.text)).then_some(0)
        }
    }

    /// The best rank in a text, and all places in it that have that rank.
    pub(super) fn marks(&self, text: &str) -> Option<(Rank, Vec<Range<usize>>)> {
        let initials = initials(text);
        let tokens = tokens(text, "");
        let rank = self.fit(&tokens, &initials)?.rank();
        if rank == Rank::Initials {
            return Some((rank, self.marks_of_initials(text, &initials)));
        }
        let length = self.text.len();
        let places = tokens.iter().filter(|token| {
            let fit = self.fit_token(token);
            fit.is_some_and(|fit| fit.rank() == rank)
        });
        let mut marks = Vec::new();
        for token in places {
            match rank {
                Rank::WholeWord => marks.push(token.at..token.at + token.length),
                Rank::WordStart => marks.push(token.at..token.at + length),
                _ => {
                    let inside = token.word.match_indices(&self.text);
                    marks.extend(inside.map(|(at, _)| token.at + at..token.at + at + length));
                }
            }
        }
        Some((rank, marks))
    }

    fn marks_of_initials(&self, text: &str, initials: &str) -> Vec<Range<usize>> {
        let before = self
            .are_initials(initials)
            .and_then(|at| initials.get(..at))
            .map_or(0, |before| before.chars().count());
        words(text)
            .skip(before)
            .take(self.letters)
            .filter_map(|(at, word)| Some(at..at + word.chars().next()?.len_utf8()))
            .collect()
    }

    /// The best match that is not letter for letter; mistyped words only if that is allowed.
    pub(super) fn inexact(&self, text: &str, typos: bool) -> Option<InexactMatch> {
        if self.is_number() {
            return None;
        }
        let mistyped = if typos { self.mistyped(text) } else { None };
        mistyped.or_else(|| self.fuzzy(text))
    }

    /// A year is that year or another one, never nearly it.
    pub(super) fn is_number(&self) -> bool {
        self.text.chars().all(char::is_numeric)
    }

    fn fuzzy(&self, text: &str) -> Option<InexactMatch> {
        if self.letters < LETTERS_FUZZY {
            return None;
        }
        let tight = tight(&self.text, self.letters, text)?;
        let end = |at: usize| {
            let letter = text.get(at..).and_then(|rest| rest.chars().next());
            at + letter.map_or(0, char::len_utf8)
        };
        Some(InexactMatch {
            how: MatchKind::Fuzzy,
            loss: tight.loss,
            marks: tight.letters.iter().map(|&at| at..end(at)).collect(),
        })
    }

    /// The word of the text that this one was meant to be.
    pub(super) fn mistyped(&self, text: &str) -> Option<InexactMatch> {
        let allowed = self.typos_allowed()?;
        let nearest = words(text)
            .filter_map(|(at, word)| {
                let (typos, length) = self.typos_against(word, allowed)?;
                Some((typos, length < word.len(), at, length))
            })
            .min()?;
        let (typos, begun, at, length) = nearest;
        Some(InexactMatch {
            how: MatchKind::LettersOff(typos),
            // Of two words with as many wrong letters, the one that is typed to its end comes first.
            loss: LETTER * u32::from(typos) + u32::from(begun),
            marks: std::iter::once(at..at + length).collect(),
        })
    }

    /// How many letters may be wrong, if any. Words with digits in them are codes, and one digit makes
    /// another code of them.
    pub(super) fn typos_allowed(&self) -> Option<u8> {
        if self.text.contains(char::is_numeric) {
            return None;
        }
        match self.letters {
            ..LETTERS_FOR_ONE_TYPO => None,
            LETTERS_FOR_ONE_TYPO..LETTERS_FOR_TWO_TYPOS => Some(1),
            _ => Some(2),
        }
    }

    /// How many letters are wrong if the word was meant, or the beginning of it for who still types, and
    /// the bytes of it that were. Swapped neighbours count as one.
    pub(super) fn typos_against(&self, word: &str, allowed: u8) -> Option<(u8, usize)> {
        if !self.begins_alike(word) {
            return None;
        }
        let slack = usize::from(allowed);
        let whole = word.chars().take(self.letters + slack + 1).count();
        let is_near = whole.abs_diff(self.letters) <= slack;
        let cuts = (self.letters - 1..=self.letters + 1).filter_map(|letters| {
            let (at, _) = word.char_indices().nth(letters)?;
            Some(at)
        });
        let ends = is_near.then_some(word.len()).into_iter().chain(cuts);
        ends.filter_map(|end| {
            let distance = strsim::osa_distance(&self.text, word.get(..end)?);
            let typos = u8::try_from(distance).ok()?;
            (typos <= allowed).then_some((typos, end))
        })
        // The longest of the nearest, so that a whole word is preferred to its beginning.
        .min_by_key(|&(typos, end)| (typos, usize::MAX - end))
    }

    /// Few mistype the first letter, unless they swap it with the second.
    fn begins_alike(&self, word: &str) -> bool {
        let first_two = |text: &str| {
            let mut letters = text.chars();
            (letters.next(), letters.next())
        };
        let (mine, theirs) = (first_two(&self.text), first_two(word));
        mine.0 == theirs.0 || (mine.0, mine.1) == (theirs.1, theirs.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(word: &str, text: &str) -> Option<Rank> {
        let fit = QueryWord::new(word).fit(&tokens(text, ""), &initials(text));
        fit.map(super::super::rank::Fit::rank)
    }

    fn typos(word: &str, text: &str) -> Option<MatchKind> {
        QueryWord::new(word)
            .mistyped(text)
            .map(|inexact| inexact.how)
    }

    #[test]
    fn the_best_rank_is_taken() {
        let dialogue = "un high-level dialogue 2013, hlds";
        for (word, expected) in [
            ("high", Some(Rank::WholeWord)),
            ("dia", Some(Rank::WordStart)),
            ("d", Some(Rank::WordStart)),
            ("hld", Some(Rank::WordStart)),
            ("uhld", Some(Rank::Initials)),
            ("uh", Some(Rank::Initials)),
            ("ld2", Some(Rank::Initials)),
            ("ialog", Some(Rank::Inside)),
            ("og", Some(Rank::Inside)),
            ("g", None),
            ("zz", None),
        ] {
            assert_eq!(rank(word, dialogue), expected, "{word}");
        }
    }

    #[test]
    fn two_initials_must_be_the_first_two() {
        assert_eq!(rank("dg", "director general, iom"), Some(Rank::Initials));
        assert_eq!(rank("dg", "deputy director general, iom"), None);
        assert_eq!(
            rank("dgi", "deputy director general, iom"),
            Some(Rank::Initials)
        );
    }

    #[test]
    fn marks_stand_where_the_rank_says() {
        let marks = |word: &str, text: &str| {
            let (_, marks) = QueryWord::new(word).marks(text).expect("found");
            let ends = marks.into_iter().map(|mark| (mark.start, mark.end));
            ends.collect::<Vec<_>>()
        };
        assert_eq!(marks("climate", "climate, climates"), [(0, 7)]);
        assert_eq!(marks("cli", "climate, climates"), [(0, 3), (9, 12)]);
        assert_eq!(marks("mat", "climate"), [(3, 6)]);
        let dialogue = "un high-level dialogue";
        assert_eq!(marks("hld", dialogue), [(3, 4), (8, 9), (14, 15)]);
    }

    #[test]
    fn one_wrong_letter_in_four_two_in_eight() {
        let name = "claus sorensen";
        for word in ["sorensn", "sorenssen", "soresnen", "osrensen", "sorenzen"] {
            assert_eq!(typos(word, name), Some(MatchKind::LettersOff(1)), "{word}");
        }
        assert_eq!(typos("sorenzan", name), Some(MatchKind::LettersOff(2)));
        assert_eq!(typos("sornsn", name), None);
        assert_eq!(typos("zorensen", name), None);
        assert_eq!(typos("clu", name), None);
    }

    #[test]
    fn who_still_types_may_mistype_too() {
        assert_eq!(typos("migar", "migration"), Some(MatchKind::LettersOff(1)));
        assert_eq!(
            typos("migartio", "migration"),
            Some(MatchKind::LettersOff(1))
        );
        let begun = QueryWord::new("migar")
            .mistyped("migration")
            .expect("found");
        assert_eq!(begun.marks.first(), Some(&(0..5)));
    }

    #[test]
    fn numbers_are_never_nearly_right() {
        assert_eq!(QueryWord::new("2031").inexact("dialogue 2013", true), None);
        assert_eq!(QueryWord::new("213").inexact("dialogue 2013", true), None);
        assert_eq!(typos("som12", "som11"), None);
    }
}
