//! Many short lists end to end in one flat array: list `i` lies between two offsets.

/// Lists of `T`, one per row, without a heap block for each.
#[derive(Clone, Debug)]
pub struct Lists<T> {
    offsets: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            offsets: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T: Copy> Lists<T> {
    /// The list of that row; empty beyond the last.
    #[must_use]
    pub fn of(&self, row: usize) -> &[T] {
        self.items.get(self.range(row)).unwrap_or_default()
    }

    /// Where the list of that row lies in the flat array, for columns that run beside it.
    #[must_use]
    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        match self.offsets.get(row..row + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// All items, list after list.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The lists of `rows` rows from pairs of (row, item), the items of one row in the order of the pairs.
    #[must_use]
    pub fn from_pairs(rows: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut offsets = vec![0u32; rows + 1];
        for (row, _) in pairs.clone() {
            offsets[row as usize + 1] += 1;
        }
        for row in 0..rows {
            offsets[row + 1] += offsets[row];
        }
        let Some((_, first)) = pairs.clone().next() else {
            return Self {
                offsets,
                items: Vec::new(),
            };
        };
        let mut items = vec![first; offsets[rows] as usize];
        let mut next = offsets.clone();
        for (row, item) in pairs {
            let place = &mut next[row as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Self { offsets, items }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_lists_in_their_order() {
        let pairs = [(2u32, 'a'), (0, 'b'), (2, 'c')];
        let lists = Lists::from_pairs(4, pairs.into_iter());
        assert_eq!(lists.of(0), ['b']);
        assert_eq!(lists.of(1), []);
        assert_eq!(lists.of(2), ['a', 'c']);
        assert_eq!(lists.range(2), 1..3);
        assert_eq!(lists.of(3), []);
        assert_eq!(lists.of(99), []);
        assert_eq!(Lists::<char>::from_pairs(2, [].into_iter()).of(1), []);
    }
}
