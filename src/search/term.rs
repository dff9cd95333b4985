//! What a query asks of a record at one place: a word, or several that belong together.
//!
//! `Jean-Luc` asks for both of its words, in the names of one record. `"climate change"` and `^climate`
//! ask for words side by side. `u.n.h.c.r.` asks for the letters as one word or each for itself, and the
//! sign `&` in a quoted text may be the word *and* or nothing.

use std::ops::Range;

use super::rank::{Fit, Rank};
use super::token::{SIGN, Token, tokens};
use super::word::QueryWord;
use crate::text::{fold, fold_own, words};

/// A text with the ends that are asked for: `^` is the start of a name or value, `$` its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends<'t> {
    /// What stands between the signs.
    pub text: &'t str,
    /// Whether the name or value must begin with it.
    pub start: bool,
    /// Whether the name or value must end with it.
    pub end: bool,
}

impl<'t> Ends<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let (start, text) = match text.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (end, text) = match text.strip_suffix('$') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        Self { text, start, end }
    }
}

/// Something that is looked for; a record has it if it has one of its ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(super) ways: Vec<Way>,
}

/// Words of which a record must have all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub words: Vec<QueryWord>,
    /// How they stand side by side, if they must.
    pub row: Option<SideBySide>,
    /// How many letters all of them have.
    pub letters: usize,
}

/// Words side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SideBySide {
    start: bool,
    end: bool,
    /// Whether the first and the last word must be whole where no end is asked for.
    whole: bool,
}

impl Term {
    /// What a word as it is typed asks for, or the value of a field: all of its words, or side by side from
    /// an end on.
    pub(crate) fn word(typed: &str) -> Self {
        let Ends { text, start, end } = Ends::of(typed);
        let words = words_of(text);
        if start || end {
            return Self::side_by_side(text, start, end, false);
        }
        let are_letters = words.len() > 1 && words.iter().all(|word| word.letters() == 1);
        let mut ways = Vec::new();
        if are_letters && !text.contains(char::is_whitespace) {
            let joined: String = words.iter().map(QueryWord::text).collect();
            ways.push(Way::new(vec![QueryWord::new(&joined)], None));
        }
        if !words.is_empty() {
            ways.push(Way::new(words, None));
        }
        Self { ways }
    }

    /// What a quoted text asks for: its words side by side, each whole.
    pub(crate) fn phrase(quoted: &str) -> Self {
        let Ends { text, start, end } = Ends::of(quoted);
        Self::side_by_side(text, start, end, true)
    }

    fn side_by_side(text: &str, start: bool, end: bool, whole: bool) -> Self {
        let row = SideBySide { start, end, whole };
        let words = words_of(text);
        if words.is_empty() {
            return Self { ways: Vec::new() };
        }
        let mut texts = vec![words];
        if text.contains(SIGN) {
            texts.push(words_of(&text.replace(SIGN, " and ")));
        }
        let ways = texts.into_iter().map(|words| Way::new(words, Some(row)));
        Self {
            ways: ways.collect(),
        }
    }

    /// Whether it asks for nothing: a text without letters and digits.
    pub(crate) fn is_blank(&self) -> bool {
        self.ways.is_empty()
    }

    /// Whether each word of it begins a word of a text, or stands there in another spelling.
    pub(crate) fn begins_words(&self, shown: &str) -> bool {
        let (text, own) = (fold(shown), fold_own(shown));
        let tokens = tokens(&text, &own);
        self.ways.iter().any(|way| {
            let fit = way.fit(&tokens, "");
            fit.is_some_and(|fit| way.row.is_some() || fit.rank() <= Rank::WordStart)
        })
    }

    /// The words as they are typed.
    pub(super) fn words(&self) -> &[QueryWord] {
        self.ways.last().map_or(&[], |way| &way.words)
    }
}

/// The words of a text, each with its form in its own script.
fn words_of(text: &str) -> Vec<QueryWord> {
    let own = fold_own(text);
    let apart = words(&own).flat_map(|(_, own)| {
        let folded = fold(own);
        let found: Vec<QueryWord> = words(&folded)
            .map(|(_, word)| QueryWord::new(word))
            .collect();
        match <[QueryWord; 1]>::try_from(found) {
            Ok([word]) => vec![word.spelt(own)],
            Err(several) => several,
        }
    });
    apart.collect()
}

impl Way {
    pub(super) fn new(words: Vec<QueryWord>, row: Option<SideBySide>) -> Self {
        let letters = words.iter().map(QueryWord::letters).sum();
        Self {
            words,
            row,
            letters,
        }
    }

    /// Each of its words for itself, as far reaching as all of them; one way where they stand side by side.
    pub(super) fn apart(&self) -> Vec<Self> {
        if self.row.is_some() {
            return vec![self.clone()];
        }
        let alone = |word: &QueryWord| Self {
            words: vec![word.clone()],
            ..self.clone()
        };
        self.words.iter().map(alone).collect()
    }

    /// How it stands in a text, given the initials of its words.
    pub(super) fn fit(&self, tokens: &[Token<'_>], initials: &str) -> Option<Fit> {
        if let Some(row) = self.row {
            return self.in_row(row, tokens).map(|(fit, _)| fit);
        }
        let mut fits = self.words.iter().map(|word| word.fit(tokens, initials));
        let first = fits.next()??;
        fits.try_fold(first, |all, fit| Some(all.and(fit?)))
    }

    /// How its words stand side by side in a text, and at which of its words; a sign counts as a word or not.
    pub(super) fn in_row(
        &self,
        row: SideBySide,
        tokens: &[Token<'_>],
    ) -> Option<(Fit, Vec<usize>)> {
        let all: Vec<usize> = (0..tokens.len()).collect();
        let mut plain = all.clone();
        plain.retain(|at| !tokens.get(*at).is_some_and(|token| token.is_sign));
        let readings = if plain.len() < all.len() {
            vec![plain, all]
        } else {
            vec![all]
        };
        let windows = readings.iter().flat_map(|reading| {
            let many = reading.len();
            let windows = reading.windows(self.words.len()).enumerate();
            windows.filter(move |(at, window)| {
                (!row.start || *at == 0) && (!row.end || at + window.len() == many)
            })
        });
        let fits = windows.filter_map(|(_, window)| {
            let window_tokens = window.iter().filter_map(|at| tokens.get(*at));
            let fit = self.fit_in(row, window_tokens)?;
            Some((fit, window.to_vec()))
        });
        fits.min_by_key(|(fit, _)| *fit)
    }

    /// Where its words stand side by side in a text, and how.
    pub(super) fn marks(&self, text: &str) -> Option<(Rank, Vec<Range<usize>>)> {
        let tokens = tokens(text, "");
        let (fit, places) = self.in_row(self.row?, &tokens)?;
        let places = places.into_iter().filter_map(|at| tokens.get(at));
        let marks = places.map(|token| token.at..token.at + token.length);
        Some((fit.rank(), marks.collect()))
    }

    fn fit_in<'t>(
        &self,
        row: SideBySide,
        window: impl Iterator<Item = &'t Token<'t>>,
    ) -> Option<Fit> {
        let last = self.words.len() - 1;
        let mut all = Fit::new(Rank::WholeWord, false);
        for (nth, (word, token)) in self.words.iter().zip(window).enumerate() {
            let fit = word.fit_token(token)?;
            let may_begin = nth == last && !row.end;
            let may_end = nth == 0 && !row.start;
            let is_enough = match fit.rank() {
                Rank::WholeName | Rank::WholeWord => true,
                Rank::WordStart => !row.whole && may_begin,
                _ => !row.whole && may_end && token.word.ends_with(word.text()),
            };
            if !is_enough {
                return None;
            }
            all = all.and(fit);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(term: &Term, text: &str) -> bool {
        term.begins_words(text)
    }

    #[test]
    fn all_words_of_a_word_are_asked_for() {
        for (typed, text) in [
            ("Jean-Luc", "Luc, Jean"),
            ("O’Hara", "o'hara"),
            ("ЖУКОВ", "Zhukov"),
            ("zhukov", "Жуков"),
            ("Mueller", "Müller"),
            ("Müller", "Mueller"),
            ("aarhus", "Århus"),
            ("aliyev", "Əliyev"),
            ("J.R.R.", "JRR"),
            ("JRR", "J.R.R."),
            ("j.r.", "Rolf Jung"),
            ("and", "Smith & Co"),
        ] {
            let initials_only = typed == "JRR";
            assert_eq!(
                has(&Term::word(typed), text),
                !initials_only,
                "{typed} in {text}"
            );
        }
        assert!(!has(&Term::word("Jean-Luc"), "Jean"));
        assert!(!has(&Term::word("muell"), "Müller"));
        assert!(!has(&Term::word("low"), "loewe"));
        assert!(Term::word("—").is_blank() && Term::word("^&$").is_blank());
    }

    #[test]
    fn quoted_words_stand_side_by_side() {
        for (quoted, text, stands) in [
            ("climate change", "The Climate-Change pact", true),
            ("change climate", "climate change", false),
            ("climate chan", "climate change", false),
            ("smith and co", "Smith & Co", true),
            ("smith & co", "Smith and Co", true),
            ("smith co", "Smith & Co", true),
            ("smith & co", "Smith Co", true),
            ("^amy pope$", "Amy Pope", true),
            ("^amy", "Dr Amy Pope", false),
            ("amy$", "Dr Amy Pope", false),
        ] {
            assert_eq!(
                has(&Term::phrase(quoted), text),
                stands,
                "{quoted} in {text}"
            );
        }
    }

    #[test]
    fn ends_are_those_of_the_whole_text() {
        for (typed, text, stands) in [
            ("^swi", "Swing, William", true),
            ("^swi", "William Swing", false),
            ("ing$", "William Swing", true),
            ("swi$", "William Swing", false),
            ("^online$", "Online", true),
            ("^online$", "Online, Zoom", false),
            ("^Jean-Luc", "Jean Luc Petit", true),
            ("^жук", "Zhukov", true),
        ] {
            assert_eq!(has(&Term::word(typed), text), stands, "{typed} in {text}");
        }
    }
}
