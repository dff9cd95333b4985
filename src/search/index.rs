//! The index: what can be searched in a dataset, built once.

mod build;
mod catalogue;

use std::sync::atomic::{AtomicU64, Ordering};

use super::bits::Bits;
use super::term::Term;
use crate::data::{Dataset, Kind, RecordId};
use crate::parallel::Stop;
use build::catalogues;

pub(super) use catalogue::{Catalogue, END_OF_FIELD, FIELD, SHARD, Shard, word_of};

/// What can be searched in a dataset. It is built once and good for that dataset only.
///
/// ```
/// use sommet::search::{Index, find};
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

impl Index {
    /// Goes through the names of all records.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        let nobody = Stop::default();
        Self::of(catalogues(dataset, &nobody).unwrap_or_default())
    }

    /// The same; `None` when it was stopped.
    pub(crate) fn until(dataset: &Dataset, stop: &Stop) -> Option<Self> {
        catalogues(dataset, stop).map(Self::of)
    }

    fn of(catalogues: [Catalogue; Kind::ALL.len()]) -> Self {
        static BUILT: AtomicU64 = AtomicU64::new(0);
        Self {
            number: BUILT.fetch_add(1, Ordering::Relaxed),
            catalogues,
        }
    }

    /// The number by which this index is told from every other one.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// How many meetings a record has, as the dataset says.
    pub(crate) fn meeting_count(&self, id: RecordId) -> usize {
        let shard = self.catalogue(id.kind).shards.get(id.index() / SHARD);
        let count = shard.and_then(|shard| shard.counts.get(id.index() % SHARD));
        count.map_or(0, |count| *count as usize)
    }

    pub(super) fn catalogue(&self, kind: Kind) -> &Catalogue {
        &self.catalogues[kind as usize]
    }

    /// The records of a kind whose names have a term: all of its words, each beginning a word of a name, or
    /// side by side in one.
    pub(crate) fn named(&self, kind: Kind, term: &Term) -> Vec<RecordId> {
        let catalogue = self.catalogue(kind);
        let mut rows = Bits::none(catalogue.count());
        for way in &term.ways {
            let mut all = Bits::all(catalogue.count());
            for word in &way.words {
                all.keep(&catalogue.with_word(word, way.row.is_some()));
            }
            let is_there =
                |row: &u32| way.row.is_none() || catalogue.fit_of_row(way, *row as usize).is_some();
            all.iter()
                .filter(is_there)
                .for_each(|row| rows.insert(row as usize));
        }
        rows.iter().map(|row| RecordId::new(kind, row)).collect()
    }
}
