//! A column in which few different values come again and again.

use std::hash::Hash;

use hashbrown::HashMap;

use crate::data::columns::narrow::Narrow;
use crate::data::columns::row;

/// Every value once, and a small number for each row.
#[derive(Debug)]
pub struct Codes<T> {
    values: Vec<T>,
    rows: Narrow,
}

impl<T> Default for Codes<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            rows: Narrow::default(),
        }
    }
}

impl<T> Codes<T> {
    /// The value of that row.
    pub fn at(&self, row: usize) -> &T {
        &self.values[self.rows.at(row) as usize]
    }
}

impl<T: Copy + Eq + Hash> Codes<T> {
    /// The column of these values, which are about so many.
    pub fn gather(count: usize, column: impl Iterator<Item = T>) -> Self {
        let mut codes = Self {
            values: Vec::new(),
            rows: Narrow::with_room(count, 0),
        };
        let mut known = HashMap::new();
        for value in column {
            let code = *known.entry(value).or_insert_with(|| {
                codes.values.push(value);
                row(codes.values.len() - 1)
            });
            codes.rows.push(code);
        }
        codes.values.shrink_to_fit();
        codes.rows.shrink();
        codes
    }
}

impl<T> Codes<T> {
    /// The same column with each row at another place.
    pub fn moved(self, place: impl Fn(usize) -> usize) -> Self {
        let mut rows = Narrow::zeros(self.rows.count(), self.values.len());
        for row in 0..self.rows.count() {
            rows.set(place(row), self.rows.at(row));
        }
        Self { rows, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_value_and_every_value_is_there_once() {
        let column = ["speaker", "chair", "speaker", "", "chair"];
        let codes = Codes::gather(5, column.into_iter());
        let again: Vec<&str> = (0..5).map(|row| *codes.at(row)).collect();
        assert_eq!(again, column);
        assert_eq!(codes.values, ["speaker", "chair", ""]);
        let turned = codes.moved(|row| 4 - row);
        let again: Vec<&str> = (0..5).rev().map(|row| *turned.at(row)).collect();
        assert_eq!(again, column);
    }
}
