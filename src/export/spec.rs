//! A format: what it is called, and how it is written.

use std::io::{self, Write};

use super::provenance::Provenance;
use super::report::ReportFile;
use super::selection::Selection;
use crate::data::Dataset;

/// What is exported.
pub(super) struct Export<'e> {
    pub dataset: &'e Dataset,
    pub chosen: &'e Selection,
    pub provenance: Provenance,
}

impl<'e> Export<'e> {
    pub(super) fn new(dataset: &'e Dataset, chosen: &'e Selection) -> Self {
        Self {
            dataset,
            chosen,
            provenance: Provenance::new(dataset, chosen.query()),
        }
    }
}

/// Writes the report of a study.
pub(super) type WriteReport = fn(&ReportFile<'_>, &mut dyn Write) -> io::Result<()>;

/// A format for files.
pub(super) struct Spec {
    /// Its name on the command line.
    pub name: &'static str,
    /// What else people write for it.
    pub aliases: &'static [&'static str],
    /// How the name of such a file ends.
    pub ending: &'static str,
    /// What it is, in a few words.
    pub help: &'static str,
    /// Writes records.
    pub write: fn(&Export<'_>, &mut dyn Write) -> io::Result<()>,
    /// Writes the report of a study, if that can be written so.
    pub report: Option<WriteReport>,
    /// Why there is nothing to write.
    pub is_empty: fn(&Dataset, &Selection) -> Option<String>,
    /// What of the data is not in the file, in a sentence.
    pub leaves_out: fn(&Export<'_>) -> io::Result<Option<String>>,
}

impl Spec {
    /// A format of records alone that holds all of them.
    pub const BARE: Self = Self {
        name: "",
        aliases: &[],
        ending: "",
        help: "",
        write: |_, _| Ok(()),
        report: None,
        is_empty: |_, _| None,
        leaves_out: |_| Ok(None),
    };
}
