//! Finding a record by its id.

use std::cmp::Ordering;

/// Which record has which id: the records in the order of their ids, which themselves stand elsewhere. So
/// four bytes a record are enough, and no file can be made to collide.
#[derive(Debug, Default)]
pub struct ById {
    records: Vec<u32>,
}

impl ById {
    /// All records of a list, and those whose id another had before, which keeps it.
    pub fn new<'t>(count: u32, id_of: impl Fn(u32) -> &'t str) -> (Self, Vec<u32>) {
        let mut records: Vec<u32> = (0..count).collect();
        if !records.is_sorted_by(|a, b| id_of(*a) < id_of(*b)) {
            records = sorted(count, &id_of);
        }
        let mut repeated = Vec::new();
        records.dedup_by(|later, first| {
            let same = id_of(*later) == id_of(*first);
            if same {
                repeated.push(*later);
            }
            same
        });
        records.shrink_to_fit();
        repeated.sort_unstable();
        (Self { records }, repeated)
    }

    /// The record with that id.
    pub fn find<'t>(&self, id: &str, id_of: impl Fn(u32) -> &'t str) -> Option<u32> {
        let at = self
            .records
            .binary_search_by(|known| id_of(*known).cmp(id))
            .ok()?;
        self.records.get(at).copied()
    }

    /// The same, every record by another number.
    pub fn renumber(&mut self, numbers: &[u32]) {
        for known in &mut self.records {
            *known = numbers[*known as usize];
        }
    }
}

/// The records in the order of their ids, those of one id in the order of the list. The letters behind
/// what all ids begin with are compared as one number, so that few texts need a look.
fn sorted<'t>(count: u32, id_of: &impl Fn(u32) -> &'t str) -> Vec<u32> {
    let first = if count > 0 { id_of(0) } else { "" };
    let common = (1..count).fold(first.len(), |common, record| {
        let both = id_of(record).bytes().zip(first.bytes());
        both.take(common).take_while(|(a, b)| a == b).count()
    });
    let letters = |record: u32| {
        let mut letters = [0; 8];
        let rest = id_of(record).bytes().skip(common);
        for (letter, byte) in letters.iter_mut().zip(rest) {
            *letter = byte;
        }
        u64::from_be_bytes(letters)
    };
    let mut records: Vec<(u64, u32)> = (0..count).map(|record| (letters(record), record)).collect();
    records.sort_unstable_by(|(letters, a), (others, b)| {
        let by_letters = letters.cmp(others);
        let by_id = || id_of(*a).cmp(id_of(*b)).then(a.cmp(b));
        match by_letters {
            Ordering::Equal => by_id(),
            different => different,
        }
    });
    records.into_iter().map(|(_, record)| record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_with_one_id_keeps_it() {
        let ids = ["a", "b", "a"];
        let id_of = |record: u32| ids[record as usize];
        let (by_id, repeated) = ById::new(3, id_of);
        assert_eq!(repeated, [2]);
        assert_eq!(by_id.find("a", id_of), Some(0));
        assert_eq!(by_id.find("c", id_of), None);
    }

    #[test]
    fn ids_in_any_order_are_found() {
        let ids = [
            "record-9-b",
            "record-",
            "record-9",
            "record-10-and-more",
            "record-10-and-less",
            "record-9-b",
            "record-\0",
            "record-ø",
            "record-9",
            "record-9-b",
        ];
        let id_of = |record: u32| ids[record as usize];
        let (by_id, repeated) = ById::new(10, id_of);
        assert_eq!(repeated, [5, 8, 9]);
        for id in ids {
            let first = ids.iter().position(|known| *known == id);
            assert_eq!(by_id.find(id, id_of).map(|at| at as usize), first, "{id}");
        }
        assert_eq!(by_id.find("record", id_of), None);
        assert!(ById::new(0, id_of).0.find("record-9", id_of).is_none());
    }
}
