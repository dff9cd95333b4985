//! Taking away what was found: one file a format, each written as it goes, so that many meetings cost no
//! memory to speak of.
//!
//! Every format says which data it was made from and by what question, and none makes anything more
//! certain than it is: what is inferred, contested, announced, unknown or known in part only is said in
//! words or in fields of its own.

mod bibliography;
mod calendar;
mod doubts;
mod escape;
mod graph;
mod imprint;
mod json;
mod markdown;
pub mod picture;
mod selection;
pub mod study;
mod table;
mod told;
mod unique;

use std::io::{self, Write};

use crate::data::{Body, Dataset, Kind, RecordId};
use crate::facts::{self, Fact, words};

pub use escape::{code as key_in_markdown, guarded, markdown as text_in_markdown};
pub use imprint::Imprint;
pub use json::record as record_in_json;
pub use markdown::{citation, footnotes, record as record_in_markdown};
pub use selection::Selection;
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

struct Row {
    name: &'static str,
    ending: &'static str,
    help: &'static str,
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

    const fn row(self) -> Row {
        let (name, ending, help) = match self {
            Self::Markdown => ("markdown", "md", "a text with footnotes and doubts"),
            Self::Csv => ("csv", "csv", "a table, a row a meeting"),
            Self::Json => ("json", "json", "a dataset to open again"),
            Self::Calendar => ("ics", "ics", "a calendar of the meetings"),
            Self::Bibtex => ("bibtex", "bib", "the sources, for LaTeX"),
            Self::CslJson => ("csl-json", "csl.json", "the sources, for Zotero and others"),
            Self::GraphMl => ("graphml", "graphml", "who, when, what, as a graph"),
        };
        Row { name, ending, help }
    }

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// How the name of such a file ends.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        self.row().ending
    }

    /// What it is, in a few words.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().help
    }

    /// Why there is nothing to write; a calendar without events is none.
    #[must_use]
    pub fn is_empty(self, dataset: &Dataset, chosen: &Selection) -> Option<String> {
        if self != Self::Calendar || calendar::holds_any(dataset, chosen) {
            return None;
        }
        Some(match chosen.meeting_count() {
            0 => "there are no meetings here for a calendar".to_owned(),
            1 => "the only meeting here has no date that a calendar can hold".to_owned(),
            count => {
                format!("none of the {count} meetings here has a date that a calendar can hold")
            }
        })
    }

    /// What of the data is not in the file, in a sentence; nothing where all are.
    #[must_use]
    pub fn leaves_out(self, dataset: &Dataset, chosen: &Selection) -> Option<String> {
        match self {
            Self::Calendar => Self::undated_left_out(dataset, chosen),
            Self::Json => Self::fields_left_out(dataset, chosen),
            Self::Markdown | Self::Csv | Self::Bibtex | Self::CslJson | Self::GraphMl => None,
        }
    }

    fn undated_left_out(dataset: &Dataset, chosen: &Selection) -> Option<String> {
        /// So many are named.
        const NAMED: usize = 3;
        let mut left_out = calendar::left_out(dataset, chosen);
        let mut keys: Vec<String> = left_out
            .by_ref()
            .take(NAMED)
            .map(|id| dataset.key(id))
            .collect();
        let more = left_out.count();
        let count = keys.len() + more;
        if more > 0 {
            keys.push(format!("{more} more"));
        }
        let are = if count == 1 { "is" } else { "are" };
        let keys = keys.join(", ");
        let meetings = Kind::Meeting.counted(count);
        (count > 0).then(|| {
            format!(
                "{count} {meetings} without a date that a calendar can hold {are} left out: {keys}"
            )
        })
    }

    fn fields_left_out(dataset: &Dataset, chosen: &Selection) -> Option<String> {
        // What cannot be read any more was told when the file was written.
        let count = json::left_out(dataset, chosen).unwrap_or_default();
        let are = if count == 1 { "field is" } else { "fields are" };
        (count > 0).then(|| format!("{count} {are} left out that the format does not know"))
    }

    /// Writes what was chosen.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        self,
        dataset: &Dataset,
        chosen: &Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let imprint = Imprint::new(dataset, chosen.asked());
        match self {
            Self::Markdown => markdown::write(dataset, chosen, &imprint, out),
            Self::Csv => table::write(dataset, chosen, &imprint, out),
            Self::Json => json::write(dataset, chosen, &imprint, out),
            Self::Calendar => calendar::write(dataset, chosen, &imprint, out),
            Self::Bibtex => bibliography::write_bibtex(dataset, chosen, &imprint, out),
            Self::CslJson => bibliography::write_csl(dataset, chosen, &imprint, out),
            Self::GraphMl => graph::write(dataset, chosen, &imprint, out),
        }
    }
}
