//! Where the records of a list stand in the file.

use super::row;
use crate::data::columns::body::{Body, ReadError};
use crate::data::columns::sparse::Sparse;
use crate::data::columns::store::{ByteSpan, Store};

/// Where the JSON of a record can be read again.
#[derive(Clone, Debug)]
pub enum Json {
    /// Where it stands in the file.
    InFile(ByteSpan),
    /// Here, because what stands in the file has flaws.
    Mended(Box<str>),
}

impl Default for Json {
    fn default() -> Self {
        Self::InFile(ByteSpan::default())
    }
}

/// The JSON of the records of a list, by their number. The beginnings ascend, so that four bytes are kept
/// of each, and of the lengths two.
#[derive(Debug, Default)]
pub struct Spans {
    starts: Vec<u32>,
    /// The numbers from which on the beginnings lie 4 GiB farther.
    turns: Vec<u32>,
    lengths: Vec<u16>,
    /// The lengths for which two bytes are too few.
    long: Sparse<u32>,
    mended: Sparse<Box<str>>,
}

impl Spans {
    pub fn push(&mut self, json: Json) {
        let number = row(self.starts.len());
        match json {
            Json::InFile(span) => self.push_span(span),
            Json::Mended(text) => {
                self.mended.push(number, text);
                self.push_span(ByteSpan {
                    start: (self.turns.len() as u64) << 32,
                    length: 0,
                });
            }
        }
    }

    fn push_span(&mut self, span: ByteSpan) {
        let number = row(self.starts.len());
        let [high, low] = [span.start >> 32, span.start & u64::from(u32::MAX)];
        while (self.turns.len() as u64) < high {
            self.turns.push(number);
        }
        self.starts.push(u32::try_from(low).unwrap_or_default());
        let length = u16::try_from(span.length).unwrap_or(u16::MAX);
        if length == u16::MAX {
            self.long.push(number, span.length);
        }
        self.lengths.push(length);
    }

    /// Where the record of that number stands.
    fn span(&self, number: u32) -> Option<ByteSpan> {
        let at = number as usize;
        let (low, length) = self.starts.get(at).zip(self.lengths.get(at))?;
        let high = self.turns.partition_point(|turn| *turn <= number);
        let length = match *length {
            u16::MAX => *self.long.get(number)?,
            length => u32::from(length),
        };
        Some(ByteSpan {
            start: (high as u64) << 32 | u64::from(*low),
            length,
        })
    }

    /// Adds those that stand farther on in the file.
    pub fn append(&mut self, more: Self) {
        let number = row(self.starts.len());
        for span in (0..row(more.starts.len())).filter_map(|at| more.span(at)) {
            self.push_span(span);
        }
        self.mended.append(number, more.mended, |text| text);
    }

    pub fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.long.shrink();
        self.mended.shrink();
    }

    /// The JSON of the record of that number.
    pub fn fetch<'d>(&'d self, number: u32, store: &'d Store) -> Result<Body<'d>, ReadError> {
        if let Some(text) = self.mended.get(number) {
            return Ok(Body::new(&**text));
        }
        store.fetch(self.span(number).ok_or(ReadError::Changed)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_far_on_or_is_long_is_found_again() {
        let spans = [
            (7, 3),
            (9, 70_000),
            (3 << 32, 65_535),
            ((3 << 32) + 9, 65_534),
        ];
        let spans = spans.map(|(start, length)| ByteSpan { start, length });
        let (mut all, mut more) = (Spans::default(), Spans::default());
        for (nth, span) in spans.into_iter().enumerate() {
            let to = if nth < 2 { &mut all } else { &mut more };
            to.push(Json::InFile(span));
        }
        more.push(Json::Mended("{}".into()));
        more.push(Json::InFile(spans[3]));
        all.append(more);
        for (nth, span) in [0, 1, 2, 3, 5]
            .into_iter()
            .zip(spans.into_iter().chain([spans[3]]))
        {
            assert_eq!(all.span(nth), Some(span));
        }
        let store = Store::default();
        let mended = all.fetch(4, &store);
        assert_eq!(
            mended.map(|body| body.json().to_owned()).as_deref(),
            Ok("{}")
        );
        assert_eq!(all.span(6), None);
    }
}
