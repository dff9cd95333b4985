//! The quick look before [`Word::loose`]: which records a word can be in, though not letter for letter.
//!
//! It may say yes in vain, but never no in vain, so that what is found is what [`Word::loose`] finds.

use super::Grade;
use super::bag::{Bag, is_of_word};
use super::fuzzy::{FIRST_LETTER, LETTER, LONGEST_WORD, most_lost};
use super::index::Shard;
use super::word::{LETTERS_FUZZY, Word};

/// A word made ready to be looked for in many records, not letter for letter.
pub(super) struct Near<'w> {
    word: &'w Word,
    /// Whether letters may be left out.
    fuzzy: bool,
    /// How many letters may be wrong, where any may.
    typos: Option<u8>,
    /// What a name has in which letters are left out.
    letters: Bag,
    /// What any name has of which a word begins like this one.
    starts: Option<Bag>,
    /// What may be lost of the best possible score.
    budget: u32,
}

impl<'w> Near<'w> {
    pub(super) fn new(word: &'w Word, typos: bool) -> Self {
        let letters = u32::try_from(word.letters()).unwrap_or(u32::MAX);
        let is_number = word.is_number();
        let bytes = word.text().as_bytes();
        let start = |nth: usize| bytes.get(nth).and_then(|byte| Bag::starting(*byte));
        let starts = start(0).zip(start(1)).map(|(mut first, second)| {
            first.add(second);
            first
        });
        let typos = if typos { word.typos_allowed() } else { None };
        Self {
            word,
            fuzzy: !is_number && (LETTERS_FUZZY..=LONGEST_WORD).contains(&word.letters()),
            typos: typos.filter(|_| !is_number),
            letters: Bag::of_word(word.text()),
            starts,
            budget: most_lost(LETTER.saturating_mul(letters).saturating_add(FIRST_LETTER)),
        }
    }

    /// Whether the word can be anywhere but letter for letter.
    pub(super) fn is_possible(&self) -> bool {
        self.fuzzy || self.typos.is_some()
    }

    /// Whether it can be in a record with these letters.
    #[inline]
    pub(super) fn may_be(&self, bag: Bag) -> bool {
        (self.fuzzy && bag.has(self.letters)) || self.typos_may_be(bag)
    }

    #[inline]
    fn typos_may_be(&self, bag: Bag) -> bool {
        self.typos.is_some_and(|allowed| {
            let starts = self.starts.is_none_or(|starts| bag.has_any(starts));
            (starts || bag.has_others()) && bag.lacks(self.letters) <= u32::from(allowed)
        })
    }

    /// How well the word matches the names of a record, not letter for letter.
    pub(super) fn grade(&self, shard: &Shard, row: usize) -> Option<Grade> {
        let bag = shard.bags()[row];
        let names = shard.fields(row).take_while(|field| field.place.is_own());
        names
            .filter(|name| self.may_be_in(bag, name.text.as_bytes()))
            .filter_map(|name| self.word.loose(name.text, self.typos.is_some()))
            .map(|loose| Grade::loose(&loose))
            .min()
    }

    fn may_be_in(&self, bag: Bag, text: &[u8]) -> bool {
        if bag.has_others() || !self.word.text().is_ascii() {
            // Letters are more than one byte here.
            return true;
        }
        let fuzzy = self.fuzzy && bag.has(self.letters);
        let typos = self.typos.filter(|_| self.typos_may_be(bag));
        let word = self.word.text().as_bytes();
        let starts = word_starts(text);
        let mut starts = starts.map(|at| &text[at..]);
        starts.any(|rest| {
            (fuzzy && rest[0] == word[0] && self.stands_tight(rest))
                || typos.is_some_and(|allowed| self.is_nearly(rest, allowed))
        })
    }

    /// Whether the letters may stand in order and close together from this start of a word on, so that not
    /// too much of the score is lost: 7 for a gap and 1 for each letter left out, less up to 8 where a
    /// letter begins another word.
    fn stands_tight(&self, rest: &[u8]) -> bool {
        const FAR: u32 = u32::MAX / 2;
        let word = self.word.text().as_bytes();
        let window = rest.get(..2 * word.len() - 1).unwrap_or(rest);
        let mut letters = word.iter();
        let mut wanted = letters.next();
        for byte in window {
            if wanted == Some(byte) {
                wanted = letters.next();
            }
        }
        if wanted.is_some() {
            return false;
        }
        // By place: the least that is lost when the letter before stands there.
        let mut before = [FAR; 2 * LONGEST_WORD];
        before[0] = 0;
        for (nth, letter) in word.iter().enumerate().skip(1) {
            let mut here = [FAR; 2 * LONGEST_WORD];
            // The least that is lost by a gap up to this place, but for the 7.
            let mut gap = FAR;
            let mut least = FAR;
            for at in nth..window.len() {
                if window[at] == *letter {
                    let begins = !is_of_word(window[at - 1]);
                    let hop = (gap + 7).saturating_sub(if begins { 8 } else { 0 });
                    here[at] = before[at - 1].min(hop);
                    least = least.min(here[at]);
                }
                gap = gap.min(before[at - 1]).saturating_add(1);
            }
            if least > self.budget {
                return false;
            }
            before = here;
        }
        true
    }

    /// Whether the word that begins here may be the one that was meant.
    fn is_nearly(&self, rest: &[u8], allowed: u8) -> bool {
        let word = self.word.text().as_bytes();
        let swapped = || word.get(1) == rest.first() && word.first() == rest.get(1);
        if rest[0] != word[0] && !swapped() {
            return false;
        }
        let slack = usize::from(allowed);
        let most = rest.get(..word.len() + slack).unwrap_or(rest);
        let end = most.iter().position(|byte| !is_of_word(*byte));
        let begun = &most[..end.unwrap_or(most.len())];
        begun.len() + slack >= word.len() && missing(word, begun) <= slack
    }
}

/// How many letters of a word are not in another one at all.
fn missing(word: &[u8], other: &[u8]) -> usize {
    let there = other.iter().fold(0_u32, |all, byte| all | 1 << (byte & 31));
    let gone = word.iter().filter(|byte| there >> (**byte & 31) & 1 == 0);
    gone.count()
}

/// Where words begin in a text.
fn word_starts(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let mut inside = false;
    text.iter().enumerate().filter_map(move |(at, byte)| {
        let starts = is_of_word(*byte) && !inside;
        inside = is_of_word(*byte);
        starts.then_some(at)
    })
}
