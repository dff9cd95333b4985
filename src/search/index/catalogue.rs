//! What can be searched in the records of one kind: the words of their names, and where each stands.
//!
//! Millions of names are made of few words. So every word is kept once, under a number: a name is a row of
//! numbers, and a word has the list of its records. To search is to go through the words, which takes no
//! time, and then through the lists of those that fit.

use memchr::memmem::Finder;

use crate::data::Lists;
use crate::search::bits::Bits;
use crate::search::letter_mask::LetterMask;
use crate::search::packed::{PackedLists, numbers};
use crate::search::rank::{Fit, Rank};
use crate::search::spellings::Spellings;
use crate::search::term::Way;
use crate::search::token::{AND, SIGN, Token, tokens};
use crate::search::vocabulary::Vocabulary;
use crate::search::word::QueryWord;
use crate::text::words;

/// So many rows lie in one shard; a few in tests, so that these have several. A multiple of 64.
pub const SHARD: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// Stands behind the words of a field, where their numbers stand; those begin at one more.
pub const END_OF_FIELD: u32 = 0;

/// Stands before the initials of a field.
pub const FIELD: u8 = 1;

/// What can be searched in the records of one kind.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The pieces of which the names are made: a word, with what stands between it and the next.
    pub pieces: Vocabulary,
    /// By piece: the rows in whose names it stands.
    pub lists: PackedLists,
    /// The pieces whose words can be spelt in another way.
    pub spellings: Spellings,
    /// The roles, guests or publishers: each with the initials of its words, [`FIELD`] and its text.
    pub secondary: Vocabulary,
    /// By secondary text: the rows that have it.
    pub secondary_lists: PackedLists,
    /// Those with words that can be spelt in another way.
    pub secondary_spellings: Spellings,
    /// The rows in whose names letters are that are not ASCII.
    pub with_others: Bits,
    /// The records, [`SHARD`] rows at a time.
    pub shards: Vec<Shard>,
}

/// The names of some thousand records of one kind: small enough to stay close to the core that looks
/// through them.
#[derive(Debug, Default)]
pub struct Shard {
    /// By row: the numbers of its pieces, one more than in the vocabulary, field by field, each field with
    /// [`END_OF_FIELD`] behind it.
    pub names: Lists<u8>,
    /// By row: the first letters of the words, field by field, each with [`FIELD`] before it.
    pub initials: Lists<u8>,
    /// By row: which letters its names have.
    pub masks: Vec<LetterMask>,
    /// By row: how many words the shortest of its names has, 255 standing for more, and for none.
    pub fewest: Vec<u8>,
    /// By row: how many meetings the record has, which breaks ties.
    pub counts: Vec<u32>,
}

impl Catalogue {
    /// How many records there are.
    pub fn count(&self) -> usize {
        let full = self.shards.len().saturating_sub(1) * SHARD;
        self.shards
            .last()
            .map_or(0, |last| full + last.counts.len())
    }

    /// The names of a row: of each the numbers of its pieces.
    pub fn fields(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        let shard = self.shards.get(row / SHARD);
        shard
            .into_iter()
            .flat_map(move |shard| shard.fields(row % SHARD))
    }

    /// The text of a name.
    pub fn text_of(&self, field: &[u8]) -> String {
        self.pieces_of(field).map(|(piece, _)| piece).collect()
    }

    /// The words of a name.
    pub fn words_of(&self, field: &[u8]) -> impl Iterator<Item = &str> {
        self.pieces_of(field)
            .filter_map(|(piece, _)| word_of(piece))
    }

    /// The pieces of a name, with the forms of their words in their own script.
    fn pieces_of(&self, field: &[u8]) -> impl Iterator<Item = (&str, &str)> {
        let numbers = numbers(field).filter(|number| *number != END_OF_FIELD);
        numbers.map(|number| self.pieces.both(number as usize - 1))
    }

    /// How words stand side by side in the names of a row.
    pub fn fit_of_row(&self, way: &Way, row: usize) -> Option<Fit> {
        let fits = self.fields(row).filter_map(|field| {
            let pieces = self.pieces_of(field);
            let tokens: Vec<Token<'_>> =
                pieces.flat_map(|(piece, own)| tokens(piece, own)).collect();
            way.fit(&tokens, "")
        });
        fits.min()
    }

    /// The rows in whose names a word begins a word, or stands anywhere.
    pub fn with_word(&self, word: &QueryWord, anywhere: bool) -> Bits {
        let mut rows = Bits::none(self.count());
        let finder = Finder::new(word.text());
        for number in self.spellings.with_word(word, &self.pieces, &finder) {
            let fit = self.fit_of_piece(word, number);
            if fit.is_some_and(|fit| anywhere || fit.rank() <= Rank::WordStart) {
                let here = self.lists.rows(number);
                here.for_each(|row| rows.insert(row as usize));
            }
        }
        rows
    }

    /// How a word stands in a piece.
    pub fn fit_of_piece(&self, word: &QueryWord, number: usize) -> Option<Fit> {
        let (piece, own) = self.pieces.both(number);
        let own = Some(own).filter(|own| !own.is_empty());
        let in_word = word_of(piece).and_then(|text| word.fit_word(text, own));
        let as_sign = || piece.contains(SIGN) && word.text() == AND;
        in_word.or_else(|| as_sign().then_some(Fit::new(Rank::WholeWord, true)))
    }
}

impl Shard {
    /// Room for so many rows.
    pub fn for_rows(rows: usize) -> Self {
        Self {
            names: Lists::with_room(rows, 0),
            initials: Lists::with_room(rows, 0),
            masks: Vec::with_capacity(rows),
            fewest: Vec::with_capacity(rows),
            counts: Vec::with_capacity(rows),
        }
    }

    /// The names of a row: of each the numbers of its pieces, with the mark behind them.
    pub fn fields(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        // No other number has a byte that is nothing.
        self.names.of(row).split_inclusive(|byte| *byte == 0)
    }
}

/// The word of a piece; none in one that stands before the first word of a name.
pub fn word_of(piece: &str) -> Option<&str> {
    let (at, word) = words(piece).next()?;
    (at == 0).then_some(word)
}
