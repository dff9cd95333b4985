//! Many short lists end to end in one flat array: list `i` lies between two offsets.

use std::ops::Range;

use memchr::memmem::Finder;

/// Lists of `T`, one per row, without a heap block for each.
#[derive(Clone, Debug)]
pub struct Lists<T> {
    offsets: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            offsets: Vec::new(),
            items: Vec::new(),
        }
    }
}

impl<T: Copy> Lists<T> {
    /// The list of that row; empty beyond the last.
    pub fn of(&self, row: usize) -> &[T] {
        self.items.get(self.range(row)).unwrap_or_default()
    }

    /// Where the list of that row lies in the flat array, for columns that run beside it.
    pub fn range(&self, row: usize) -> Range<usize> {
        match self.offsets.get(row..row + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// All items, list after list.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Adds an item to the list of a row; none of a later row may be there yet.
    pub fn push(&mut self, row: u32, item: T) {
        let (end, start) = (row as usize + 1, position(self.items.len()));
        if self.offsets.len() <= end {
            self.offsets.resize(end + 1, start);
        }
        self.items.push(item);
        self.offsets[end] = start + 1;
    }

    /// Adds the list of the next row. What would lie beyond 2³² items is left out.
    pub fn push_list(&mut self, list: &[T]) {
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        let end = u32::try_from(self.items.len() + list.len());
        if end.is_ok() {
            self.items.extend_from_slice(list);
        }
        self.offsets.push(position(self.items.len()));
    }

    /// Adds the lists of other rows, whose first is that row here; each item is put into the words of
    /// these lists.
    pub fn append(&mut self, row: u32, more: &Self, mut translate: impl FnMut(T) -> T) {
        if more.items.is_empty() {
            return;
        }
        let before = position(self.items.len());
        self.offsets.resize(row as usize + 1, before);
        let ends = more.offsets.iter().skip(1);
        self.offsets.extend(ends.map(|end| before + end));
        self.items
            .extend(more.items.iter().map(|item| translate(*item)));
    }

    /// No list yet, but room for so many rows and items.
    pub fn with_room(rows: usize, items: usize) -> Self {
        Self {
            offsets: Vec::with_capacity(rows + 1),
            items: Vec::with_capacity(items),
        }
    }

    /// The same lists with other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Lists<U> {
        Lists {
            offsets: self.offsets,
            items: self.items.into_iter().map(change).collect(),
        }
    }

    /// Gives back what was reserved for more.
    pub fn shrink(&mut self) {
        self.offsets.shrink_to_fit();
        self.items.shrink_to_fit();
    }

    /// The lists of `rows` rows from all pairs of (row, item) that a walk visits, the items of one row in the
    /// order of the walk. The walk is made twice: to count, and to fill, so that no pair is kept.
    pub fn from_walk(rows: usize, walk: impl Fn(&mut dyn FnMut(u32, T))) -> Self
    where
        T: Default,
    {
        let mut offsets = vec![0u32; rows + 2];
        walk(&mut |row, _| offsets[row as usize + 2] += 1);
        for row in 0..=rows {
            offsets[row + 1] += offsets[row];
        }
        let count = offsets[rows + 1] as usize;
        if count == 0 {
            return Self::default();
        }
        // Each offset is that of the row before until its row is full.
        let mut items = vec![T::default(); count];
        walk(&mut |row, item| {
            let next = &mut offsets[row as usize + 1];
            items[*next as usize] = item;
            *next += 1;
        });
        offsets.pop();
        Self { offsets, items }
    }
}

impl Lists<u8> {
    /// The rows in whose bytes something stands, in order.
    pub fn rows_with<'a>(&'a self, wanted: &'a Finder<'_>) -> impl Iterator<Item = usize> + 'a {
        let ends = self.offsets.get(1..).unwrap_or_default();
        runs_with(&self.items, ends, wanted).map(|(row, _)| row)
    }
}

/// The numbers of the runs in which something stands, in order, each with the byte of the run at which it first
/// does. The runs lie end to end.
pub(super) fn runs_with<'a>(
    bytes: &'a [u8],
    ends: &'a [u32],
    wanted: &'a Finder<'_>,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let (mut run, mut from) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let at = from + wanted.find(bytes.get(from..)?)?;
            let rest = ends.get(run..)?;
            run += rest.iter().position(|end| *end as usize > at)?;
            let start = run.checked_sub(1).map_or(0, |before| ends[before] as usize);
            let end = ends[run] as usize;
            if at + wanted.needle().len() <= end {
                from = end;
                return Some((run, at - start));
            }
            // It begins in one run and ends in another.
            from = at + 1;
        }
    })
}

fn position(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_at_their_end_and_one_by_another() {
        let mut lists = Lists::default();
        lists.push(1, 'a');
        lists.push(1, 'b');
        lists.push(3, 'c');
        let mut more = Lists::default();
        more.push(0, 'd');
        more.push(2, 'e');
        lists.append(5, &more, |c| c.to_ascii_uppercase());
        let all: Vec<String> = (0..9).map(|row| lists.of(row).iter().collect()).collect();
        assert_eq!(all, ["", "ab", "", "c", "", "D", "", "E", ""]);
        assert!(Lists::<char>::default().of(0).is_empty());
    }

    #[test]
    fn bytes_are_found_in_each_list_that_has_them_and_across_none() {
        let mut lists = Lists::default();
        for run in ["eu", "", "iom", "euiom", "niom iom", "io"] {
            lists.push_list(run.as_bytes());
        }
        let with = |wanted: &str| lists.rows_with(&Finder::new(wanted)).collect::<Vec<_>>();
        assert_eq!(with("iom"), [2, 3, 4]);
        assert_eq!(with("ui"), [3]);
        assert!(with("x").is_empty());
        let lengths = [0, 1, 2, 6].map(|row| lists.of(row).len());
        assert_eq!(lengths, [2, 0, 3, 0]);
    }

    #[test]
    fn a_walk_becomes_lists_in_its_order() {
        let pairs = [(2u32, 'a'), (0, 'b'), (2, 'c')];
        let lists = Lists::from_walk(4, |visit| {
            for (row, item) in pairs {
                visit(row, item);
            }
        });
        let all: Vec<String> = (0..5).map(|row| lists.of(row).iter().collect()).collect();
        assert_eq!(all, ["b", "", "ac", "", ""]);
    }
}
