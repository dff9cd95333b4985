//! A column of which most rows are empty.

/// A value for some rows, in the order of the rows.
#[derive(Clone, Debug)]
pub struct Sparse<T>(Vec<(u32, T)>);

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Sparse<T> {
    /// Sets the value of a row, which comes after all that have one.
    pub fn push(&mut self, row: u32, value: T) {
        self.0.push((row, value));
    }

    /// The value of a row, if it has one.
    pub fn get(&self, row: u32) -> Option<&T> {
        let at = self.0.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Whether no row has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the values of rows that come after all of these, whose first is that row here.
    pub fn append(&mut self, row: u32, more: Self, mut translate: impl FnMut(T) -> T) {
        let more = more.0.into_iter();
        self.0
            .extend(more.map(|(r, value)| (row + r, translate(value))));
    }

    /// The same values for rows in another order.
    pub fn renumbered(self, row: impl Fn(u32) -> u32) -> Self {
        let mut values: Vec<(u32, T)> = self
            .0
            .into_iter()
            .map(|(r, value)| (row(r), value))
            .collect();
        values.sort_unstable_by_key(|(row, _)| *row);
        Self(values)
    }

    /// Gives back what was reserved for more.
    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_value_are_told_from_those_with_one() {
        let mut column = Sparse::default();
        column.push(2, 'b');
        column.push(5, 'c');
        let mut more = Sparse::default();
        more.push(0, 'x');
        column.append(7, more, |c: char| c.to_ascii_uppercase());
        let all: Vec<_> = (0..9).filter_map(|row| column.get(row)).collect();
        assert_eq!(all, [&'b', &'c', &'X']);
        let turned = column.renumbered(|row| 9 - row);
        assert_eq!(
            (turned.get(2), turned.get(7), turned.get(5)),
            (Some(&'X'), Some(&'b'), None)
        );
    }
}
