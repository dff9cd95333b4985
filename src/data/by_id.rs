//! Finding a record by its id.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Which record has which id; the ids themselves stand elsewhere.
#[derive(Debug, Default)]
pub(super) struct ById {
    records: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl ById {
    /// With room for so many.
    pub(super) fn with_room(count: usize) -> Self {
        Self {
            records: HashTable::with_capacity(count),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// Enters a record; false when another has its id already, which keeps it.
    pub(super) fn enter<'t>(&mut self, record: u32, id_of: impl Fn(u32) -> &'t str) -> bool {
        let (id, hasher) = (id_of(record), &self.hasher);
        let hash = hasher.hash_one(id);
        let entry = self.records.entry(
            hash,
            |known| id_of(*known) == id,
            |known| hasher.hash_one(id_of(*known)),
        );
        let is_new = matches!(entry, hashbrown::hash_table::Entry::Vacant(_));
        entry.or_insert(record);
        is_new
    }

    /// The record with that id.
    pub(super) fn find<'t>(&self, id: &str, id_of: impl Fn(u32) -> &'t str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.records
            .find(hash, |known| id_of(*known) == id)
            .copied()
    }

    /// The same, every record by another number.
    pub(super) fn renumber(&mut self, numbers: &[u32]) {
        for known in &mut self.records {
            *known = numbers[*known as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_with_one_id_keeps_it() {
        let ids = ["a", "b", "a"];
        let id_of = |record: u32| ids[record as usize];
        let mut by_id = ById::with_room(ids.len());
        let new: Vec<bool> = (0..3).map(|record| by_id.enter(record, id_of)).collect();
        assert_eq!(new, [true, true, false]);
        assert_eq!(by_id.find("a", id_of), Some(0));
        assert_eq!(by_id.find("c", id_of), None);
    }
}
