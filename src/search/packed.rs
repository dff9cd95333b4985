//! Lists of rising row numbers, by number, in as few bytes as will do.

use std::ops::Range;

/// By number: the rows that have it, rising, as the steps from one to the next.
#[derive(Debug, Default)]
pub(super) struct PackedLists {
    bytes: Vec<u8>,
    /// By number: where its list ends.
    ends: Vec<usize>,
}

impl PackedLists {
    /// The lists of so many numbers. `each` gives every pair of a number and a row that has it, the rows
    /// rising, as often as it is asked.
    pub(super) fn new(count: usize, each: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let mut lists = vec![Written::default(); count];
        each(&mut |number, row| {
            let list = &mut lists[number as usize];
            if let Some(step) = list.step(row) {
                list.at += bytes_of(step);
            }
        });
        let mut end = 0;
        for list in &mut lists {
            end += std::mem::replace(&mut list.at, end);
            list.behind = 0;
        }
        let mut bytes = vec![0; end];
        each(&mut |number, row| {
            let list = &mut lists[number as usize];
            if let Some(step) = list.step(row) {
                list.at += write(&mut bytes[list.at..], step);
            }
        });
        let ends = lists.into_iter().map(|list| list.at).collect();
        Self { bytes, ends }
    }

    /// The rows of a number, rising, none twice.
    pub(super) fn rows(&self, number: usize) -> impl Iterator<Item = u32> + '_ {
        let mut behind = 0;
        numbers(&self.bytes[self.range(number)]).map(move |step| {
            behind += step;
            behind - 1
        })
    }

    /// How many bytes the list of a number takes: no fewer than it has rows.
    pub(super) fn weight(&self, number: usize) -> usize {
        self.range(number).len()
    }

    fn range(&self, number: usize) -> Range<usize> {
        let Some(end) = self.ends.get(number) else {
            return 0..0;
        };
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..*end
    }
}

/// A list that is written.
#[derive(Clone, Copy, Default)]
struct Written {
    /// One more than the last row.
    behind: u32,
    /// How long it is, and then where it goes on.
    at: usize,
}

impl Written {
    /// How far a row is from the one before; `None` when it is the same one.
    fn step(&mut self, row: u32) -> Option<u32> {
        let step = row + 1 - self.behind;
        self.behind = row + 1;
        (step > 0).then_some(step)
    }
}

/// Seven bits of a number a byte, the lowest first; the highest bit says that there are more.
const MORE: u8 = 1 << 7;

/// Adds a number to a run.
pub(super) fn push_number(run: &mut Vec<u8>, number: u32) {
    let mut bytes = [0; 5];
    let length = write(&mut bytes, number);
    run.extend_from_slice(&bytes[..length]);
}

/// The numbers of a run, one after the other.
#[derive(Clone)]
pub(super) struct Numbers<'r>(std::slice::Iter<'r, u8>);

/// The numbers of a run.
#[inline]
pub(super) fn numbers(run: &[u8]) -> Numbers<'_> {
    Numbers(run.iter())
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let bytes = &mut self.0;
        let first = *bytes.next()?;
        if first < MORE {
            return Some(u32::from(first));
        }
        let mut number = u32::from(first & !MORE);
        let mut shift = 7;
        for byte in bytes.by_ref() {
            number |= u32::from(byte & !MORE) << shift;
            shift += 7;
            if *byte < MORE || shift > 28 {
                break;
            }
        }
        Some(number)
    }
}

fn bytes_of(number: u32) -> usize {
    let bits = (u32::BITS - number.leading_zeros()).max(1);
    bits.div_ceil(7) as usize
}

fn write(bytes: &mut [u8], mut number: u32) -> usize {
    let length = bytes_of(number);
    for (nth, byte) in bytes.iter_mut().take(length).enumerate() {
        let [low, ..] = number.to_le_bytes();
        *byte = low & !MORE | if nth + 1 < length { MORE } else { 0 };
        number >>= 7;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were() {
        let all = [0, 1, 127, 128, 16_383, 16_384, 1 << 28, u32::MAX];
        let mut run = Vec::new();
        for number in all {
            push_number(&mut run, number);
        }
        assert_eq!(numbers(&run).collect::<Vec<_>>(), all);
        assert_eq!(run.len(), 1 + 1 + 1 + 2 + 2 + 3 + 5 + 5);
    }

    #[test]
    fn lists_name_every_row_once() {
        let pairs = [
            (1, 0),
            (1, 0),
            (0, 3),
            (1, 3),
            (1, 200),
            (3, 200),
            (1, 70_000),
        ];
        let lists = PackedLists::new(4, |each| {
            for (number, row) in pairs {
                each(number, row);
            }
        });
        let rows = |number| lists.rows(number).collect::<Vec<_>>();
        assert_eq!(rows(0), [3]);
        assert_eq!(rows(1), [0, 3, 200, 70_000]);
        assert!(rows(2).is_empty());
        assert_eq!(rows(3), [200]);
        assert!(rows(4).is_empty());
        assert_eq!([0, 2, 9].map(|number| lists.weight(number)), [1, 0, 0]);
    }
}
