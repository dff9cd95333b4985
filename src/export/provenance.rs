//! What every export says of itself: which data, of when, under which licence, by which program, and what
//! was asked.

use crate::data::Dataset;

/// Where an export comes from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The dataset: its title, version and day.
    pub dataset: String,
    /// What others may do with it.
    pub licence: String,
    /// The program and its version.
    pub program: &'static str,
    /// What was asked for, as the command line writes it.
    pub query: String,
}

/// The program and its version.
const PROGRAM: &str = concat!("sommet ", env!("CARGO_PKG_VERSION"));

impl Provenance {
    /// That of an export from this dataset.
    pub fn new(dataset: &Dataset, query: &str) -> Self {
        let about = dataset.about();
        let mut data = about.title.clone();
        for (name, value) in [("version", &about.version), ("as of", &about.as_of)] {
            if !value.is_empty() {
                data = format!("{data}, {name} {value}");
            }
        }
        let licence = match &*about.licence {
            "" => "not stated".to_owned(),
            licence => licence.to_owned(),
        };
        Self {
            dataset: data,
            licence,
            program: PROGRAM,
            query: query.to_owned(),
        }
    }

    /// The program with what was asked for: `sommet 1.0: everything`.
    pub fn export(&self) -> String {
        format!("{}: {}", self.program, self.query)
    }

    /// The cells at the end of each row of a table.
    pub(super) fn cells(&self) -> [String; 3] {
        [self.dataset.clone(), self.licence.clone(), self.export()]
    }

    /// All of it in one sentence, without marks of any format.
    pub fn sentence(&self) -> String {
        format!(
            "Data: {}; licence: {}. Exported by {}; asked for: {}.",
            self.dataset, self.licence, self.program, self.query
        )
    }
}
