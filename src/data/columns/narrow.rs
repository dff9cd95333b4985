//! A column of numbers, in two bytes each where they are small enough.

use std::ops::Range;

/// Numbers of which [`u32::MAX`] stands for none. They take two bytes each until one comes that needs more.
#[derive(Clone, Debug)]
pub enum Narrow {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl Default for Narrow {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Narrow {
    /// Room for so many numbers, all below that one.
    pub fn with_room(count: usize, below: usize) -> Self {
        if u16::try_from(below).is_ok() {
            Self::Short(Vec::with_capacity(count))
        } else {
            Self::Long(Vec::with_capacity(count))
        }
    }

    /// So many numbers, all 0 at first and below that one later.
    pub fn zeros(count: usize, below: usize) -> Self {
        if u16::try_from(below).is_ok() {
            Self::Short(vec![0; count])
        } else {
            Self::Long(vec![0; count])
        }
    }

    /// Sets the number at a place that is there.
    pub fn set(&mut self, place: usize, number: u32) {
        match self {
            Self::Short(numbers) => numbers[place] = shortened(number).unwrap_or(u16::MAX),
            Self::Long(numbers) => numbers[place] = number,
        }
    }

    pub fn push(&mut self, number: u32) {
        if let Self::Short(numbers) = self
            && shortened(number).is_none()
        {
            *self = Self::Long(numbers.iter().map(|short| lengthened(*short)).collect());
        }
        match self {
            Self::Short(numbers) => numbers.extend(shortened(number)),
            Self::Long(numbers) => numbers.push(number),
        }
    }

    pub fn count(&self) -> usize {
        match self {
            Self::Short(numbers) => numbers.len(),
            Self::Long(numbers) => numbers.len(),
        }
    }

    /// The number at that place.
    pub fn at(&self, place: usize) -> u32 {
        match self {
            Self::Short(numbers) => lengthened(numbers[place]),
            Self::Long(numbers) => numbers[place],
        }
    }

    /// The numbers at those places.
    pub fn over(&self, places: Range<usize>) -> impl Iterator<Item = u32> {
        let (short, long): (&[u16], &[u32]) = match self {
            Self::Short(numbers) => (numbers.get(places).unwrap_or_default(), &[]),
            Self::Long(numbers) => (&[], numbers.get(places).unwrap_or_default()),
        };
        let short = short.iter().map(|number| lengthened(*number));
        short.chain(long.iter().copied())
    }

    pub fn shrink(&mut self) {
        match self {
            Self::Short(numbers) => numbers.shrink_to_fit(),
            Self::Long(numbers) => numbers.shrink_to_fit(),
        }
    }
}

fn shortened(number: u32) -> Option<u16> {
    match number {
        u32::MAX => Some(u16::MAX),
        number => u16::try_from(number).ok().filter(|short| *short < u16::MAX),
    }
}

fn lengthened(short: u16) -> u32 {
    match short {
        u16::MAX => u32::MAX,
        short => u32::from(short),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_what_they_are_when_one_comes_that_is_long() {
        let all = [0, u32::MAX, 65_534, 65_535, 7, u32::MAX, 70_000];
        let mut column = Narrow::default();
        for (nth, number) in all.into_iter().enumerate() {
            column.push(number);
            assert_eq!(matches!(column, Narrow::Short(_)), nth < 3, "{number}");
            let so_far: Vec<u32> = column.over(0..nth + 1).collect();
            assert_eq!(so_far, all[..=nth]);
        }
        assert_eq!(
            (column.count(), column.at(1), column.at(6)),
            (7, u32::MAX, 70_000)
        );
        assert_eq!(column.over(6..9).count(), 0);
        column.set(6, 5);
        assert_eq!(column.over(5..7).collect::<Vec<u32>>(), [u32::MAX, 5]);
    }

    #[test]
    fn room_is_made_for_the_longest() {
        for (below, last) in [(65_535, 65_534), (65_536, 65_535)] {
            let mut column = Narrow::zeros(2, below);
            assert_eq!(matches!(column, Narrow::Short(_)), below < 65_536);
            column.set(1, last);
            assert_eq!(column.over(0..2).collect::<Vec<u32>>(), [0, last]);
            assert_eq!(Narrow::with_room(2, below).count(), 0);
        }
    }
}
