//! A view of a study, as the trail keeps it: what is asked. The answer follows from that, the dataset and the
//! meetings that are kept.

use super::compare::Compare;
use super::diff::Diff;
use super::evidence::Evidence;
use super::path::{Connection, Question, connection};
use super::strands::{self, By, Order, Strands};
use crate::data::{Dataset, Kind, RecordId};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// What the facts of a record rest on.
    Evidence(RecordId),
    /// How the topics, people or organisations run through time.
    Strands(Kind, By, Order),
    /// Who was named for which meeting, as what.
    Compare(Vec<RecordId>),
    /// How two records are connected.
    Path(RecordId, RecordId),
    /// What changed from one meeting to another.
    Diff(RecordId, RecordId),
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Study {
    /// Nothing is asked.
    #[default]
    Nothing,
    /// What the facts of a record rest on.
    Evidence(Evidence),
    /// How the records of a kind run through time.
    Strands(Strands),
    /// Who was named for which meeting, as what.
    Compare(Compare),
    /// How two records are connected; without a chain where they are not.
    Path(Connection),
    /// What changed from one meeting to another.
    Diff(Diff),
    /// It cannot be answered; a sentence says why.
    OpenError(String),
}

impl Study {
    /// About so many bytes as the longest of its lists take; those of its rows are counted where they are shown.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Strands(strands) => {
                let columns = strands.columns.iter();
                let columns = columns.map(|it| size_of_val(it) + 4 * it.meetings.len());
                let cells = strands.strands.iter();
                let cells = cells.map(|it| size_of_val(it) + size_of_val(it.seen.as_slice()));
                columns.chain(cells).sum()
            }
            Self::Compare(compare) => size_of_val(compare.rows.as_slice()),
            _ => 0,
        }
    }
}

/// So many chains are given where nothing else is asked for.
pub const CHAINS: usize = 9;

impl View {
    /// The answer, over the meetings of these rows where it depends on them.
    #[must_use]
    pub fn study(&self, dataset: &Dataset, kept: &[u32]) -> Study {
        match self {
            Self::Evidence(id) => Study::Evidence(Evidence::new(dataset, *id)),
            Self::Strands(of, by, order) => {
                Study::Strands(Strands::new(dataset, kept, *of, *by, *order))
            }
            Self::Compare(who) => {
                Compare::new(dataset, who, kept).map_or_else(Study::OpenError, Study::Compare)
            }
            Self::Path(from, to) => {
                let question = Question {
                    from: *from,
                    to: *to,
                    kept,
                    without: &[],
                    via: None,
                    most: CHAINS,
                };
                let found = connection(dataset, &question);
                Study::Path(found.unwrap_or_else(|| Connection::none(dataset, &question)))
            }
            Self::Diff(before, after) => Study::Diff(Diff::new(dataset, *before, *after)),
        }
    }

    /// Whether it looks at the meetings kept, and at no others.
    #[must_use]
    pub const fn depends_on_filter(&self) -> bool {
        matches!(self, Self::Strands(..) | Self::Compare(_) | Self::Path(..))
    }

    /// What it is called.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Evidence(_) => "Evidence",
            Self::Strands(of, ..) => strands::title(*of),
            Self::Compare(_) => "Who was named when",
            Self::Path(..) => "Connection",
            Self::Diff(..) => "What changed",
        }
    }

    /// The word of the command that answers the same in a shell, and what stands behind it, each to be quoted.
    #[must_use]
    pub fn shell_words(&self, dataset: &Dataset) -> Vec<String> {
        let key = |id: &RecordId| dataset.key(*id);
        match self {
            Self::Evidence(id) => vec!["evidence".to_owned(), key(id)],
            Self::Strands(of, by, order) => {
                let mut words = vec!["topics".to_owned()];
                if *of != Kind::Topic {
                    words.extend(["--of".to_owned(), of.many().to_owned()]);
                }
                if *by == By::Year {
                    words.extend(["--by".to_owned(), "year".to_owned()]);
                }
                if *order != Order::First {
                    words.extend(["--sort".to_owned(), order.word().to_owned()]);
                }
                words
            }
            Self::Compare(who) => {
                let keys = who.iter().map(key);
                ["who".to_owned()].into_iter().chain(keys).collect()
            }
            Self::Path(from, to) => vec!["connection".to_owned(), key(from), key(to)],
            Self::Diff(before, after) => vec!["changes".to_owned(), key(before), key(after)],
        }
    }

    /// The command that gives the answer, as files tell it.
    #[must_use]
    pub fn asked(&self, dataset: &Dataset, filter: &str) -> String {
        let mut words = self.shell_words(dataset);
        if !filter.is_empty() && self.depends_on_filter() {
            words.push(format!("--where {filter}"));
        }
        words.join(" ")
    }

    /// The same view of a dataset that was read anew; `None` when a record of it is gone.
    #[must_use]
    pub fn renewed(&self, map: &dyn Fn(RecordId) -> Option<RecordId>) -> Option<Self> {
        Some(match self {
            Self::Evidence(id) => Self::Evidence(map(*id)?),
            Self::Strands(of, by, order) => Self::Strands(*of, *by, *order),
            Self::Compare(who) => {
                Self::Compare(who.iter().map(|id| map(*id)).collect::<Option<_>>()?)
            }
            Self::Path(from, to) => Self::Path(map(*from)?, map(*to)?),
            Self::Diff(before, after) => Self::Diff(map(*before)?, map(*after)?),
        })
    }
}
