//! What can be searched: the words of all records, and where each stands.
//!
//! Millions of names are made of few words. So every word is kept once, under a number: a name is a row of
//! numbers, and a word has the list of its records. To search is to go through the words, which takes no
//! time, and then through the lists of those that fit.

use std::cmp::Ordering;
use std::sync::atomic::{AtomicU64, Ordering as Memory};

use memchr::memmem::Finder;

use super::bag::Bag;
use super::bits::Bits;
use super::building::catalogues;
use super::packed::{PackedLists, Runs, numbers};
use super::vocabulary::Vocabulary;
use crate::data::{Dataset, Kind, RecordId};
use crate::text::words;

/// So many rows lie in one shard; a few in tests, so that these have several. A multiple of 64.
pub(super) const SHARD: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// Stands behind the words of a field, where their numbers stand; those begin at one more.
pub(super) const END_OF_FIELD: u32 = 0;

/// Stands before the initials of a field.
pub(super) const FIELD: u8 = 1;

/// What can be searched in a dataset. It is built once and good for that dataset only.
///
/// ```
/// use sommet::browse::search::{Index, find};
/// use sommet::data::{Origin, load};
///
/// let dataset = load(&Origin::Bundled).expect("it is bundled");
/// let index = Index::new(&dataset);
/// let found = find(&index, &dataset, "sorensen", None);
/// assert_eq!(dataset.name(found.hits()[0].id), "Claus Sørensen");
/// ```
#[derive(Debug)]
pub struct Index {
    /// Tells this index from every other one.
    number: u64,
    /// By kind.
    catalogues: [Catalogue; Kind::ALL.len()],
}

/// What can be searched in the records of one kind.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// The pieces of which the names are made: a word, with what stands between it and the next.
    pub pieces: Vocabulary,
    /// By piece: the rows in whose names it stands.
    pub lists: PackedLists,
    /// The roles, guests or publishers: each with the initials of its words, [`FIELD`] and its text.
    pub asides: Vocabulary,
    /// By aside: the rows that have it.
    pub aside_lists: PackedLists,
    /// The rows in whose names letters are that are not ASCII.
    pub with_others: Bits,
    /// The records, [`SHARD`] rows at a time.
    pub shards: Vec<Shard>,
}

/// The names of some thousand records of one kind: small enough to stay close to the core that looks
/// through them.
#[derive(Debug, Default)]
pub(super) struct Shard {
    /// By row: the numbers of its pieces, one more than in the vocabulary, field by field, each field with
    /// [`END_OF_FIELD`] behind it.
    pub names: Runs,
    /// By row: the first letters of the words, field by field, each with [`FIELD`] before it.
    pub initials: Runs,
    /// By row: which letters its names have.
    pub bags: Vec<Bag>,
    /// By row: how many words the shortest of its names has, 255 standing for more, and for none.
    pub fewest: Vec<u8>,
    /// By row: how many meetings the record has, which breaks ties.
    pub counts: Vec<u32>,
    /// By row: the first four bytes of its first name, which tell in which order most names come.
    pub starts: Vec<u32>,
}

/// The first name of a record, by which records are put in order that are equal in all else.
#[derive(Clone, Copy)]
pub(super) struct Name<'s> {
    catalogue: &'s Catalogue,
    run: &'s [u8],
}

impl Index {
    /// Goes through the names of all records.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        static BUILT: AtomicU64 = AtomicU64::new(0);
        Self {
            number: BUILT.fetch_add(1, Memory::Relaxed),
            catalogues: catalogues(dataset),
        }
    }

    /// The number by which this index is told from every other one.
    pub(in crate::browse) fn number(&self) -> u64 {
        self.number
    }

    /// How many meetings a record has, as the dataset says.
    pub(in crate::browse) fn meeting_count(&self, id: RecordId) -> usize {
        let shard = self.catalogue(id.kind).shards.get(id.index() / SHARD);
        let count = shard.and_then(|shard| shard.counts.get(id.index() % SHARD));
        count.map_or(0, |count| *count as usize)
    }

    /// The records of a kind.
    pub(super) fn catalogue(&self, kind: Kind) -> &Catalogue {
        &self.catalogues[kind as usize]
    }

    /// The records of a kind of whose names each of some folded words begins a word, in their order.
    pub(in crate::browse) fn named(&self, kind: Kind, wanted: &[&str]) -> Vec<RecordId> {
        let catalogue = self.catalogue(kind);
        let mut sets = wanted.iter().map(|word| catalogue.with_word_begun(word));
        let Some(mut rows) = sets.next() else {
            return Vec::new();
        };
        sets.for_each(|set| rows.keep(&set));
        rows.iter().map(|row| RecordId::new(kind, row)).collect()
    }

    /// Whether some folded words stand side by side, each whole, in one of the record's names.
    #[must_use]
    pub fn has_phrase(&self, id: RecordId, phrase: &[&str]) -> bool {
        let catalogue = self.catalogue(id.kind);
        let mut fields = catalogue.fields(id.index());
        let in_field = |field: &[u8]| {
            let words: Vec<&str> = catalogue.words_of(field).collect();
            words.windows(phrase.len()).any(|window| window == phrase)
        };
        !phrase.is_empty() && fields.any(in_field)
    }
}

impl Catalogue {
    /// How many records there are.
    pub(super) fn count(&self) -> usize {
        let full = self.shards.len().saturating_sub(1) * SHARD;
        self.shards
            .last()
            .map_or(0, |last| full + last.counts.len())
    }

    /// The names of a row: of each the numbers of its pieces.
    pub(super) fn fields(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        let shard = self.shards.get(row / SHARD);
        shard
            .into_iter()
            .flat_map(move |shard| shard.fields(row % SHARD))
    }

    /// The text of a name.
    pub(super) fn text_of(&self, field: &[u8]) -> String {
        self.pieces_of(field).collect()
    }

    /// The words of a name.
    pub(super) fn words_of(&self, field: &[u8]) -> impl Iterator<Item = &str> {
        self.pieces_of(field).filter_map(word_of)
    }

    /// The pieces of a name.
    pub(super) fn pieces_of(&self, field: &[u8]) -> impl Iterator<Item = &str> {
        let numbers = numbers(field).filter(|number| *number != END_OF_FIELD);
        numbers.map(|number| self.pieces.get(number as usize - 1))
    }

    /// The rows in whose names something begins a word.
    fn with_word_begun(&self, wanted: &str) -> Bits {
        let mut rows = Bits::none(self.count());
        let finder = Finder::new(wanted);
        for (number, _) in self.pieces.with(&finder).filter(|(_, at)| *at == 0) {
            let here = self.lists.rows(number);
            here.for_each(|row| rows.insert(row as usize));
        }
        rows
    }
}

impl Shard {
    /// Room for so many rows.
    pub(super) fn for_rows(rows: usize) -> Self {
        Self {
            names: Runs::for_rows(rows),
            initials: Runs::for_rows(rows),
            bags: Vec::with_capacity(rows),
            fewest: Vec::with_capacity(rows),
            counts: Vec::with_capacity(rows),
            starts: Vec::with_capacity(rows),
        }
    }

    /// The names of a row: of each the numbers of its pieces, with the mark behind them.
    pub(super) fn fields(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        // No other number has a byte that is nothing.
        self.names.get(row).split_inclusive(|byte| *byte == 0)
    }

    /// The first name of a row.
    pub(super) fn name<'s>(&'s self, catalogue: &'s Catalogue, row: usize) -> Name<'s> {
        let run = self.fields(row).next().unwrap_or_default();
        Name { catalogue, run }
    }
}

impl Name<'_> {
    /// Which of two comes first.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        // Names of one kind often begin alike.
        let alike = self.run.iter().zip(other.run).take_while(|(a, b)| a == b);
        let alike = if std::ptr::eq(self.catalogue, other.catalogue) {
            alike.count()
        } else {
            0
        };
        let left = self.catalogue.pieces_of(whole_numbers(self.run, alike));
        let right = other.catalogue.pieces_of(whole_numbers(other.run, alike));
        left.flat_map(str::bytes).cmp(right.flat_map(str::bytes))
    }
}

/// The run without so many bytes before, less those that began a number and did not end it.
fn whole_numbers(run: &[u8], mut without: usize) -> &[u8] {
    while without > 0 && run[without - 1] >= 1 << 7 {
        without -= 1;
    }
    &run[without..]
}

/// The word of a piece; none in one that stands before the first word of a name.
pub(super) fn word_of(piece: &str) -> Option<&str> {
    let (at, word) = words(piece).next()?;
    (at == 0).then_some(word)
}

/// The first four bytes of a text as a number: of two different ones the lesser stands before the other.
pub(super) fn start_of(text: &str) -> u32 {
    let mut bytes = text.bytes();
    u32::from_be_bytes([(); 4].map(|()| bytes.next().unwrap_or_default()))
}
