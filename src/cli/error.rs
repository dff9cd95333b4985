//! How a command ends otherwise than wanted, and the exit codes.

use crate::app::OpenError;
use crate::data::{LoadError, ReadError};

/// Done, or ended as wanted.
pub(super) const DONE: u8 = 0;
/// Nothing was found.
const NOTHING: u8 = 1;
/// Used wrongly, or no terminal where one is needed.
const MISUSED: u8 = 2;
/// Not a dataset that can be read.
pub(super) const NO_DATASET: u8 = 3;
/// Something cannot be opened, read or written.
pub(super) const UNREADABLE: u8 = 4;

/// The sentence for standard error, empty when all has been said, and the exit code.
#[derive(Debug)]
pub(super) struct CliError {
    pub code: u8,
    pub text: String,
}

impl CliError {
    fn new(code: u8, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { code, text }
    }

    pub(super) fn misused(text: impl Into<String>) -> Self {
        Self::new(MISUSED, text)
    }

    pub(super) fn nothing(text: impl Into<String>) -> Self {
        Self::new(NOTHING, text)
    }

    pub(super) fn unreadable(text: impl Into<String>) -> Self {
        Self::new(UNREADABLE, text)
    }

    pub(super) fn silent(code: u8) -> Self {
        Self::new(code, "")
    }

    pub(super) fn is_misuse(&self) -> bool {
        self.code == MISUSED
    }
}

impl From<LoadError> for CliError {
    fn from(error: LoadError) -> Self {
        let code = match error {
            LoadError::Unreadable { .. } | LoadError::Stopped => UNREADABLE,
            LoadError::NotADataset { .. } => NO_DATASET,
        };
        Self::new(code, error.to_string())
    }
}

impl From<ReadError> for CliError {
    fn from(error: ReadError) -> Self {
        Self::unreadable(error.to_string())
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Dataset(error) => error.into(),
            OpenError::Record(sentence) => Self::misused(sentence),
        }
    }
}
