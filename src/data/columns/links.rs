//! Where links lead: a short list for each record, end to end in one column.

use std::ops::Range;

use crate::data::columns::lists::Lists;
use crate::data::columns::narrow::Narrow;
use crate::data::columns::row;

/// Rows of other records, in lists by the row of the record that they lead from.
#[derive(Debug, Default)]
pub struct Links {
    offsets: Vec<u32>,
    rows: Narrow,
}

/// Where lists and what stands in them belong when the lists are put into another order.
#[derive(Debug)]
pub struct Places {
    offsets: Vec<u32>,
    /// By the place of each item before.
    places: Vec<u32>,
}

impl Places {
    /// The places of the items of lists, the first of which becomes the one of the first of these rows and so
    /// on. All is read in order and written out of order, since a processor waits for the one alone.
    pub fn of<T: Copy>(lists: &Lists<T>, rows: &[u32]) -> Self {
        if lists.items().is_empty() {
            return Self {
                offsets: Vec::new(),
                places: Vec::new(),
            };
        }
        let mut offsets = vec![0; rows.len() + 1];
        for (number, row_there) in rows.iter().enumerate() {
            offsets[*row_there as usize + 1] = row(lists.range(number).len());
        }
        for end in 1..offsets.len() {
            offsets[end] += offsets[end - 1];
        }
        let mut places = Vec::with_capacity(lists.items().len());
        for (number, row) in rows.iter().enumerate() {
            let start = offsets[*row as usize];
            places.extend((start..).take(lists.range(number).len()));
        }
        Self { offsets, places }
    }

    /// The place of what stood there.
    pub fn at(&self, before: usize) -> usize {
        self.places[before] as usize
    }

    /// The items at their places.
    pub fn spread<T: Copy + Default>(&self, items: &[T]) -> Vec<T> {
        let mut there = vec![T::default(); items.len()];
        for (place, item) in self.places.iter().zip(items) {
            there[*place as usize] = *item;
        }
        there
    }
}

impl Links {
    /// Links at their places, to rows below that one.
    pub fn new(to: &[u32], places: Places, below: usize) -> Self {
        let mut rows = Narrow::zeros(to.len(), below);
        for (place, to) in places.places.iter().zip(to) {
            rows.set(*place as usize, *to);
        }
        Self {
            offsets: places.offsets,
            rows,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// Where those from a row lie in the column, for columns that run beside it.
    pub fn range(&self, from: usize) -> Range<usize> {
        match self.offsets.get(from..from + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Where the links at those places of the column lead.
    pub fn over(&self, places: Range<usize>) -> impl Iterator<Item = u32> {
        self.rows.over(places)
    }

    /// Where the link at that place of the column leads.
    pub fn at(&self, place: usize) -> u32 {
        self.rows.at(place)
    }

    /// Forgets which links are from which row, where others say so for these too.
    pub fn forget_lists(&mut self) {
        self.offsets = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_put_into_another_order() {
        let mut lists = Lists::default();
        for (number, to) in [(1, 7), (1, 3), (2, u32::MAX)] {
            lists.push(number, to);
        }
        let places = Places::of(&lists, &[3, 1, 0, 2]);
        assert_eq!(places.spread(&['a', 'b', 'c']), ['c', 'a', 'b']);
        assert_eq!(places.at(2), 0);
        let links = Links::new(lists.items(), places, 9);
        let all: Vec<Vec<u32>> = (0..5)
            .map(|from| links.over(links.range(from)).collect())
            .collect();
        assert_eq!(all, [vec![u32::MAX], vec![7, 3], vec![], vec![], vec![]]);
        assert_eq!((links.range(1), links.at(2), links.count()), (1..3, 3, 3));
    }
}
