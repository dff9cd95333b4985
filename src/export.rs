//! Taking away what was found: one file a format, each written as it goes, so that many meetings cost no
//! memory to speak of.
//!
//! Every format says which data it was made from and by what question, and none makes anything more
//! certain than it is: what is inferred, contested, announced, unknown or known in part only is said in
//! words or in fields of its own.

mod bibliography;
mod calendar;
mod escape;
mod footnotes;
mod graph;
mod json;
mod markdown;
mod meetings;
pub(crate) mod picture;
mod provenance;
mod report;
mod selection;
mod spec;
mod table;
mod unique;

use std::io::{self, Write};

use self::provenance::Provenance;
use self::report::ReportFile;
use self::spec::{Export, Spec};
use crate::data::{Body, Dataset, RecordId};
use crate::facts::{self, Fact, words};
use crate::study::report::Report;

pub use escape::{code as key_in_markdown, guarded, markdown as text_in_markdown};
pub use json::record as record_in_json;
pub use markdown::{citation, footnotes, record as record_in_markdown};
pub use report::Extent;
pub use selection::{Selection, file_name};
pub use table::COLUMNS;

/// The texts of a record. An export without them would seem whole and not be so.
fn body(dataset: &Dataset, id: RecordId) -> io::Result<Body<'_>> {
    Ok(dataset.body(id)?)
}

/// The facts that a record states.
fn stated(dataset: &Dataset, id: RecordId) -> io::Result<Vec<Fact>> {
    Ok(facts::stated(dataset, id)?)
}

/// The formats for files; a picture of the screen is no export of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A text with footnotes and a list of doubts.
    Markdown,
    /// A row a meeting.
    Csv,
    /// A dataset that can be opened again.
    Json,
    /// The meetings for a calendar.
    Calendar,
    /// The sources, for LaTeX.
    Bibtex,
    /// The sources, for reference managers.
    CslJson,
    /// People, meetings, topics and organisations as a graph.
    GraphMl,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Markdown,
        Self::Csv,
        Self::Json,
        Self::Calendar,
        Self::Bibtex,
        Self::CslJson,
        Self::GraphMl,
    ];

    const fn spec(self) -> &'static Spec {
        match self {
            Self::Markdown => &markdown::SPEC,
            Self::Csv => &table::SPEC,
            Self::Json => &json::SPEC,
            Self::Calendar => &calendar::SPEC,
            Self::Bibtex => &bibliography::BIBTEX,
            Self::CslJson => &bibliography::CSL_JSON,
            Self::GraphMl => &graph::SPEC,
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// What else people write for it.
    #[must_use]
    pub const fn aliases(self) -> &'static [&'static str] {
        self.spec().aliases
    }

    /// How the name of such a file ends.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        self.spec().ending
    }

    /// What it is, in a few words.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.spec().help
    }

    /// Whether the report of a study can be written so.
    #[must_use]
    pub const fn holds_reports(self) -> bool {
        self.spec().report.is_some()
    }

    /// Why there is nothing to write; a calendar without events is none.
    #[must_use]
    pub fn is_empty(self, dataset: &Dataset, chosen: &Selection) -> Option<String> {
        (self.spec().is_empty)(dataset, chosen)
    }

    /// What of the data is not in the file, in a sentence; nothing where all is.
    ///
    /// # Errors
    /// When the data cannot be read any more.
    pub fn leaves_out(self, dataset: &Dataset, chosen: &Selection) -> io::Result<Option<String>> {
        (self.spec().leaves_out)(&Export::new(dataset, chosen))
    }

    /// Writes what was chosen.
    ///
    /// # Errors
    /// When it cannot be written, or the data not be read any more.
    pub fn write(
        self,
        dataset: &Dataset,
        chosen: &Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        (self.spec().write)(&Export::new(dataset, chosen), out)
    }

    /// Writes the report of a study.
    ///
    /// # Errors
    /// When it cannot be written so, or at all, or the data not be read any more.
    pub fn write_report(
        self,
        report: &Report,
        dataset: &Dataset,
        extent: Extent,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let file = ReportFile {
            report,
            dataset,
            extent,
            provenance: Provenance::new(dataset, &report.query),
        };
        let unfit = || io::Error::other(format!("no study is written as {}", self.name()));
        self.spec().report.ok_or_else(unfit)?(&file, out)
    }
}
