//! The quick look before [`Word::loose`]: which records a word can be in, though not letter for letter.
//!
//! It may say yes in vain, but never no in vain, so that what is found is what [`Word::loose`] finds.

use memchr::memchr_iter;

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

    /// How well the word matches the names of a record, not letter for letter. `seen` keeps what was found
    /// of the words of this shard, for they come again and again.
    pub(super) fn grade<'s>(
        &self,
        shard: &'s Shard,
        row: usize,
        seen: &mut Seen<'s>,
    ) -> Option<Grade> {
        let bag = shard.bags()[row];
        let names = shard.fields(row).take_while(|field| field.place.is_own());
        names
            .filter(|name| self.may_be_in(bag, name.text, seen))
            .filter_map(|name| self.word.loose(name.text, self.typos.is_some()))
            .map(|loose| Grade::loose(&loose))
            .min()
    }

    fn may_be_in<'s>(&self, bag: Bag, text: &'s str, seen: &mut Seen<'s>) -> bool {
        if bag.has_others() || !self.word.text().is_ascii() {
            // Letters are more than one byte here.
            return true;
        }
        let &[first, second, ..] = self.word.text().as_bytes() else {
            return true;
        };
        if self.fuzzy && bag.has(self.letters) {
            let mut starts = word_starts(first, text.as_bytes());
            if starts.any(|at| self.stands_tight(&text.as_bytes()[at..])) {
                return true;
            }
        }
        self.typos
            .filter(|_| self.typos_may_be(bag))
            .is_some_and(|allowed| {
                // Few mistype the first letter, unless they swap it with the second.
                let mut near = |at: usize| self.is_nearly(text, at, allowed, seen);
                let bytes = text.as_bytes();
                let swapped = |at: &usize| bytes.get(at + 1) == Some(&first);
                word_starts(first, bytes).any(&mut near)
                    || word_starts(second, bytes).filter(swapped).any(near)
            })
    }

    /// Whether the letters may stand in order and close together from this start of a word on, so that not
    /// too much of the score is lost: 7 for a gap and 1 for each letter left out, less up to 8 where a
    /// letter begins another word.
    fn stands_tight(&self, rest: &[u8]) -> bool {
        const FAR: u32 = u32::MAX / 2;
        let word = self.word.text().as_bytes();
        let window = rest.get(..2 * word.len() - 1).unwrap_or(rest);
        let mut found = 0;
        for byte in window {
            if word[found] == *byte {
                found += 1;
                if found == word.len() {
                    break;
                }
            }
        }
        if found < word.len() {
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

    /// Whether the word that begins here is near enough to the one that was typed.
    fn is_nearly<'s>(&self, text: &'s str, at: usize, allowed: u8, seen: &mut Seen<'s>) -> bool {
        let word = self.word.text().as_bytes();
        let slack = usize::from(allowed);
        let rest = &text.as_bytes()[at..];
        // Nobody looks at more of a longer word.
        let most = rest.get(..=word.len() + slack).unwrap_or(rest);
        let length = most.iter().position(|byte| !is_of_word(*byte));
        let length = length.unwrap_or(most.len());
        if length + slack < word.len() || missing(word, &most[..length]) > slack {
            return false;
        }
        let Some(other) = text.get(at..at + length) else {
            return true;
        };
        seen.answer(other, || self.word.typos_against(other, allowed).is_some())
    }
}

/// Words of a shard that were met lately, and whether they were near enough to the one that was typed.
#[derive(Default)]
pub(super) struct Seen<'s>(Vec<(&'s str, bool)>);

impl<'s> Seen<'s> {
    const PLACES: usize = 1 << 10;

    /// The answer for a word, found out if it is not known. Of two words that would have the same place
    /// the later one stays.
    fn answer(&mut self, word: &'s str, find_out: impl Fn() -> bool) -> bool {
        if self.0.is_empty() {
            // Nobody asks for the empty word.
            self.0 = vec![("", false); Self::PLACES];
        }
        let mixed = word.bytes().fold(0_usize, |mixed, byte| {
            mixed.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        let place = &mut self.0[mixed % Self::PLACES];
        if place.0 != word {
            *place = (word, find_out());
        }
        place.1
    }
}

/// How many letters of a word are not in another one at all.
fn missing(word: &[u8], other: &[u8]) -> usize {
    let there = other.iter().fold(0_u32, |all, byte| all | 1 << (byte & 31));
    let gone = word.iter().filter(|byte| there >> (**byte & 31) & 1 == 0);
    gone.count()
}

/// Where a letter begins words in a text.
fn word_starts(letter: u8, text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let starts = |at: &usize| {
        at.checked_sub(1)
            .is_none_or(|before| !is_of_word(text[before]))
    };
    memchr_iter(letter, text).filter(move |at| starts(at))
}
