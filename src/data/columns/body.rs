//! The texts of a record that are not kept ready: its JSON, fetched when it is opened.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;

use crate::text::excerpt;

/// The JSON of one record or series. It may have been read from the file just now, so that it lives as
/// long as it is looked at, and no longer.
///
/// `Default` is the body of a record of which nothing is known.
#[derive(Clone, Debug)]
pub struct Body<'d>(Cow<'d, str>);

impl Default for Body<'_> {
    fn default() -> Self {
        Self(Cow::Borrowed("{}"))
    }
}

impl<'d> Body<'d> {
    pub(in crate::data) fn new(json: impl Into<Cow<'d, str>>) -> Self {
        Self(json.into())
    }

    pub(in crate::data) fn json(&self) -> &str {
        &self.0
    }

    /// The record in full. `T` is the type of its kind in [`kinds`](crate::data::format::kinds).
    ///
    /// # Errors
    /// When the JSON is not that of a `T`: that of the record's own kind was read before, and cannot be
    /// again if something has changed it meanwhile.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, ReadError> {
        serde_json::from_str(&self.0)
            .map_err(|error| ReadError::Failed(excerpt(&error.to_string())))
    }
}

/// Why the body of a record cannot be had. Printed, it is one clean sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The file is not what it was when the dataset was read.
    Changed,
    /// The system does not give it; what it said.
    Failed(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("the file has changed since it was read"),
            Self::Failed(reason) => write!(f, "the file cannot be read any more: {reason}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<ReadError> for std::io::Error {
    fn from(unread: ReadError) -> Self {
        Self::other(unread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::format::kinds::Topic;

    #[test]
    fn an_absent_body_is_a_record_without_texts() {
        let body = Body::default();
        let topic: Topic<'_> = body.read().expect("an object");
        assert_eq!(topic, Topic::default());
    }

    #[test]
    fn a_body_that_cannot_be_had_says_why_in_a_sentence() {
        let failed = ReadError::Failed("permission denied".to_owned());
        assert_eq!(
            [ReadError::Changed, failed].map(|unread| unread.to_string()),
            [
                "the file has changed since it was read",
                "the file cannot be read any more: permission denied"
            ]
        );
    }
}
