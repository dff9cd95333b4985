//! Damage that ends the reading of a file, and its line and column.

use serde::de::IgnoredAny;

/// What every refusal of something else asks for.
pub(super) const NEEDED: &str = "a dataset is one JSON object with \"format\": \"sommet/1\"";

/// Why the rest of a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// The offset in the part of the file that it was found in.
    pub at: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub advice: &'static str,
}

impl Damage {
    pub(super) fn new(at: usize, what: impl Into<String>, advice: &'static str) -> Self {
        let what = what.into();
        Self { at, what, advice }
    }

    /// Something in the JSON is not as it must be.
    pub(super) fn mend(at: usize, what: impl Into<String>) -> Self {
        Self::new(at, what, "mend the JSON there")
    }

    pub(super) fn unfinished(at: usize) -> Self {
        Self::new(at, "the file ends in the middle", "is it whole?")
    }

    /// Something else than an object stands on top.
    pub(super) fn no_object(at: usize, byte: u8) -> Self {
        if matches!(byte, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'[') {
            Self::new(at, "the top level is not an object", NEEDED)
        } else {
            Self::mend(at, "expected value")
        }
    }

    pub(super) fn not_utf8(at: usize, byte: u64) -> Self {
        let what = format!("byte {byte} is not UTF-8");
        Self::new(at, what, "save the file as UTF-8")
    }

    pub(super) fn of_json(at: usize, error: &serde_json::Error) -> Self {
        if error.is_eof() {
            return Self::unfinished(at);
        }
        Self::mend(at, without_place(error))
    }
}

/// Whether it is JSON, whatever it says.
pub(super) fn check(json: &str) -> serde_json::Result<()> {
    serde_json::from_str::<IgnoredAny>(json).map(|_| ())
}

/// What serde says, without a line and column that mean nothing to the reader.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The offset in a text at which serde found an error.
pub(super) fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

/// How far a file was read: the line and the column, both from 0, the column in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Passed {
    pub lines: usize,
    pub columns: usize,
}

impl Passed {
    /// Over these bytes.
    pub(super) fn over(bytes: &[u8]) -> Self {
        let last = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
        Self {
            lines: memchr::memchr_iter(b'\n', bytes).count(),
            columns: characters(&bytes[last..]),
        }
    }

    /// Then over what follows.
    pub(super) fn then(self, more: Self) -> Self {
        Self {
            lines: self.lines + more.lines,
            columns: match more.lines {
                0 => self.columns + more.columns,
                _ => more.columns,
            },
        }
    }
}

/// Counts the bytes that begin a character. So many are counted at once that the sum fits a byte, which is
/// what makes it fast.
fn characters(bytes: &[u8]) -> usize {
    let count = |bytes: &[u8]| -> u8 {
        let begins = |byte: &u8| u8::from(byte & 0xC0 != 0x80);
        bytes.iter().map(begins).sum()
    };
    let (chunks, rest) = bytes.as_chunks::<192>();
    let chunks: usize = chunks.iter().map(|chunk| usize::from(count(chunk))).sum();
    chunks + usize::from(count(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_adds_up() {
        let text = "ab\ncdø\n\nøøx";
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let (a, b) = text.as_bytes().split_at(cut);
            let passed = Passed::over(a).then(Passed::over(b));
            assert_eq!((passed.lines, passed.columns), (3, 3), "{cut}");
        }
    }
}
