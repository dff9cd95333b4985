//! A set of rows, one bit a row.

/// Some rows of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    /// How many rows there are, in the set or not.
    rows: usize,
}

impl Bits {
    pub(crate) fn none(rows: usize) -> Self {
        let words = vec![0; rows.div_ceil(64)];
        Self { words, rows }
    }

    pub(crate) fn all(rows: usize) -> Self {
        let mut all = Self::none(rows);
        all.flip();
        all
    }

    pub(crate) fn of(rows: usize, some: impl Iterator<Item = u32>) -> Self {
        let mut bits = Self::none(rows);
        some.for_each(|row| bits.insert(row as usize));
        bits
    }

    /// The same of so many rows from one on, a multiple of 64, as rows from 0 on.
    pub(crate) fn part(&self, first: usize, rows: usize) -> Self {
        let words = self.words.get(first / 64..).unwrap_or_default();
        let words = words.iter().copied().take(rows.div_ceil(64)).collect();
        Self { words, rows }
    }

    /// How many rows there are, in the set or not.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// 64 rows from the one of that number times 64 on, a bit each.
    pub(crate) fn word(&self, nth: usize) -> u64 {
        self.words.get(nth).copied().unwrap_or_default()
    }

    /// Sets 64 rows at once.
    pub(crate) fn put(&mut self, nth: usize, word: u64) {
        if let Some(place) = self.words.get_mut(nth) {
            *place = word;
        }
    }

    pub(crate) fn insert(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    pub(crate) fn insert_all(&mut self, rows: std::ops::Range<usize>) {
        rows.for_each(|row| self.insert(row));
    }

    /// Whether a row is one of them.
    #[inline]
    pub(crate) fn has(&self, row: usize) -> bool {
        let word = self.words.get(row / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(crate) fn count(&self) -> usize {
        let ones = self.words.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// How many of some different rows are among them.
    pub(crate) fn count_of(&self, rows: &[u32]) -> usize {
        let among = rows.iter().filter(|row| self.has(**row as usize));
        among.count()
    }

    pub(crate) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Takes those that were not in it.
    pub(crate) fn flip(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
        let over = self.rows % 64;
        if let Some(last) = self.words.last_mut().filter(|_| over > 0) {
            *last &= (1 << over) - 1;
        }
    }

    /// The rows, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.words).flat_map(|(nth, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(nth * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_in_order() {
        let bits = Bits::of(130, [129, 0, 64, 63, 500].into_iter());
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(bits.count(), 4);
        assert!(bits.has(129) && !bits.has(1) && !bits.has(500));
    }

    #[test]
    fn a_part_begins_anew() {
        let bits = Bits::of(200, [3, 64, 70, 130, 199].into_iter());
        assert_eq!(bits.part(64, 64).iter().collect::<Vec<_>>(), [0, 6]);
        assert_eq!(bits.part(128, 72).iter().collect::<Vec<_>>(), [2, 71]);
        assert_eq!(Bits::default().part(64, 10).count(), 0);
    }

    #[test]
    fn the_others_are_all_the_others() {
        let mut bits = Bits::of(70, [3].into_iter());
        bits.flip();
        assert_eq!(bits.count(), 69);
        bits.keep(&Bits::of(70, [2, 3, 4].into_iter()));
        assert_eq!(bits.iter().collect::<Vec<_>>(), [2, 4]);
        bits.add(&Bits::of(70, [69].into_iter()));
        assert_eq!(bits.iter().last(), Some(69));
        assert_eq!(Bits::all(64).count(), 64);
    }
}
