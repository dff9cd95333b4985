//! Where a word can be though not letter for letter: letters left out, or wrong.
//!
//! What is mistyped is one word of a name, so it is found among the words of all names, each of which is
//! there once. Letters may be left out over several words; for these a quick look comes before
//! [`Word::loose`], which may say yes in vain, but never no in vain.

use std::collections::HashMap;

use super::bits::Bits;
use super::engine::ShardRef;
use super::fuzzy::{FIRST_LETTER, LETTER, LONGEST_WORD, most_lost, tight_in, window};
use super::index::{Catalogue, END_OF_FIELD, word_of};
use super::letter_mask::{LetterMask, is_of_word};
use super::packed::{Numbers, numbers};
use super::rank::{Grade, Rank};
use super::word::{LETTERS_FUZZY, QueryWord};

/// A word made ready to be looked for in many records, not letter for letter.
pub(super) struct NearWord<'w> {
    word: &'w QueryWord,
    /// Whether letters may be left out.
    fuzzy: bool,
    /// The letters that must all be there.
    letters: LetterMask,
    /// What may be lost of the best possible score.
    budget: u32,
}

/// What is known of one kind of records before they are looked at one by one.
#[derive(Default)]
pub(super) struct NearRows {
    /// By piece: how many letters of the word stand in it, in order, if it begins with the first and the
    /// others may follow close enough; 0 where not. Empty when no letters may be left out.
    begun: Vec<u8>,
    /// By row: what is lost by the wrong letters of its nearest word, [`FAR`](Self::FAR) where none is near.
    /// Empty when no letters may be wrong.
    mistyped: Vec<u8>,
    /// The rows that the word can be in at all.
    candidates: Bits,
}

impl NearRows {
    const FAR: u8 = u8::MAX;
}

impl<'w> NearWord<'w> {
    pub(super) fn new(word: &'w QueryWord) -> Self {
        let letters = u32::try_from(word.letters()).unwrap_or(u32::MAX);
        Self {
            word,
            fuzzy: !word.is_number() && (LETTERS_FUZZY..=LONGEST_WORD).contains(&word.letters()),
            letters: LetterMask::of(word.text()),
            budget: most_lost(LETTER.saturating_mul(letters).saturating_add(FIRST_LETTER)),
        }
    }

    /// What is known of the records of a kind; of mistyped words only if they count.
    pub(super) fn known(&self, catalogue: &Catalogue, typos: bool) -> NearRows {
        let mut known = NearRows {
            candidates: Bits::none(catalogue.count()),
            ..NearRows::default()
        };
        if self.fuzzy {
            let begun = catalogue
                .pieces
                .all()
                .map(|piece| self.begun_in(piece.as_bytes()));
            known.begun = begun.collect();
            let beginning = known
                .begun
                .iter()
                .enumerate()
                .filter(|(_, begun)| **begun > 0);
            for (number, _) in beginning {
                let rows = catalogue.lists.rows(number);
                rows.for_each(|row| known.candidates.insert(row as usize));
            }
            if self.letters.has_others() {
                known.candidates = Bits::all(catalogue.count());
            } else {
                known.candidates.add(&catalogue.with_others);
            }
        }
        if typos {
            self.mistyped(catalogue, &mut known);
        }
        known
    }

    fn begun_in(&self, piece: &[u8]) -> u8 {
        let word = self.word.text().as_bytes();
        if piece.first() != word.first() {
            return 0;
        }
        let found = further(word, 0, piece);
        let room = self.window().saturating_sub(piece.len());
        if word.len() - found > room {
            return 0;
        }
        u8::try_from(found).unwrap_or(u8::MAX)
    }

    /// So many bytes at most are there from the first letter to the last.
    fn window(&self) -> usize {
        window(self.word.text().len())
    }

    fn mistyped(&self, catalogue: &Catalogue, known: &mut NearRows) {
        // Few mistype the first letter, unless they swap it with the second.
        let first_two = self.word.text().as_bytes().get(..2).unwrap_or_default();
        let may_be = |piece: &str| {
            let first = piece.bytes().next();
            self.letters.has_others() || first.is_some_and(|byte| first_two.contains(&byte))
        };
        let pieces = catalogue.pieces.all().enumerate();
        for (number, piece) in pieces.filter(|(_, piece)| may_be(piece)) {
            let near = word_of(piece).and_then(|word| self.word.mistyped(word));
            let Some(loss) = near.and_then(|inexact| u8::try_from(inexact.loss).ok()) else {
                continue;
            };
            if known.mistyped.is_empty() {
                known.mistyped = vec![NearRows::FAR; catalogue.count()];
            }
            for row in catalogue.lists.rows(number) {
                let held = &mut known.mistyped[row as usize];
                *held = loss.min(*held);
                known.candidates.insert(row as usize);
            }
        }
    }

    /// Whether every letter is one byte, of the word and of a record's names.
    #[inline]
    fn is_plain(&self, mask: LetterMask) -> bool {
        !mask.has_others() && !self.letters.has_others()
    }

    /// How well the word matches the names of a record of a shard, not letter for letter.
    pub(super) fn grade(
        &self,
        known: &NearRows,
        piece: ShardRef<'_>,
        at: usize,
        seen: &mut LossCache,
    ) -> Option<Grade> {
        if let Some(loss) = known.loss(piece.first as usize + at) {
            return Some(Grade::inexact(Rank::Typo, loss));
        }
        let ShardRef {
            catalogue, shard, ..
        } = piece;
        let mask = shard.masks[at];
        if !(self.fuzzy && mask.has(self.letters)) {
            return None;
        }
        let fields = shard.fields(at);
        if self.is_plain(mask) {
            let losses = fields.filter_map(|field| self.least_loss(field, known, catalogue, seen));
            return losses.min().map(|loss| Grade::inexact(Rank::Fuzzy, loss));
        }
        // Where letters are more than one byte, nothing is known before.
        let found = fields.filter_map(|field| self.word.inexact(&catalogue.text_of(field), false));
        found.map(|inexact| inexact.grade()).min()
    }

    /// The least that is lost in a name by leaving letters out.
    fn least_loss(
        &self,
        field: &[u8],
        known: &NearRows,
        catalogue: &Catalogue,
        seen: &mut LossCache,
    ) -> Option<u32> {
        let mut least: Option<u32> = None;
        let mut rest = numbers(field);
        while let Some(number) = rest.next().and_then(piece) {
            let begun = known.begun.get(number).copied().unwrap_or_default();
            if begun > 0 && self.goes_on(number, begun, rest.clone(), catalogue) {
                let loss = self.loss_from(number, rest.clone(), catalogue, seen);
                least = least.into_iter().chain(loss).min();
            }
        }
        least
    }

    /// Whether the letters that a piece has not begun with follow in the next ones, in order.
    fn goes_on(&self, number: usize, begun: u8, rest: Numbers<'_>, catalogue: &Catalogue) -> bool {
        let word = self.word.text().as_bytes();
        let mut room = self
            .window()
            .saturating_sub(catalogue.pieces.get(number).len());
        let mut found = usize::from(begun);
        for number in rest.map_while(piece) {
            if found == word.len() || room == 0 {
                break;
            }
            let piece = catalogue.pieces.get(number).as_bytes();
            let fits = piece.len().min(room);
            found = further(word, found, &piece[..fits]);
            room -= fits;
        }
        found == word.len()
    }

    /// What is lost if the word begins at the start of a piece; `None` for too much.
    fn loss_from(
        &self,
        number: usize,
        rest: Numbers<'_>,
        catalogue: &Catalogue,
        seen: &mut LossCache,
    ) -> Option<u32> {
        let most = self.window();
        let mut window = [0; 2 * LONGEST_WORD];
        let mut length = 0;
        for number in std::iter::once(number).chain(rest.map_while(piece)) {
            let piece = catalogue.pieces.get(number).as_bytes();
            let fits = piece.len().min(most - length);
            window[length..length + fits].copy_from_slice(&piece[..fits]);
            length += fits;
            if length == most {
                break;
            }
        }
        let window = &window[..length];
        if let Some(known) = seen.0.get(window) {
            return *known;
        }
        let loss = self.loss_in(window);
        seen.0.insert(window.into(), loss);
        loss
    }

    fn loss_in(&self, window: &[u8]) -> Option<u32> {
        if !self.stands_tight(window) {
            return None;
        }
        let window = std::str::from_utf8(window).ok()?;
        let found = tight_in(self.word.text(), self.word.letters(), window);
        found.map(|(loss, _)| loss)
    }

    /// Whether the letters may stand in order and close together from this start of a word on, so that not
    /// too much of the score is lost: 7 for a gap and 1 for each letter left out, less up to 8 where a
    /// letter begins another word.
    fn stands_tight(&self, window: &[u8]) -> bool {
        const FAR: u32 = u32::MAX / 2;
        let word = self.word.text().as_bytes();
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
}

/// What was lost in windows that were met: the same few words follow each other again and again.
#[derive(Default)]
pub(super) struct LossCache(HashMap<Box<[u8]>, Option<u32>>);

/// The piece of a number; none behind the last of a name.
fn piece(number: u32) -> Option<usize> {
    (number != END_OF_FIELD).then(|| number as usize - 1)
}

impl NearRows {
    /// The rows that the word can be in, of so many from one on.
    pub(super) fn candidates(&self, first: usize, rows: usize) -> Bits {
        self.candidates.part(first, rows)
    }

    fn loss(&self, row: usize) -> Option<u32> {
        let loss = self.mistyped.get(row).copied()?;
        (loss != Self::FAR).then_some(u32::from(loss))
    }
}

/// How many letters of a word are found when so many were and these bytes come next.
#[inline]
fn further(word: &[u8], mut found: usize, next: &[u8]) -> usize {
    for byte in next {
        if word.get(found) == Some(byte) {
            found += 1;
        }
    }
    found
}
