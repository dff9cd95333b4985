//! A question to a study, as the trail keeps it. The answer follows from that, the dataset and the meetings that are
//! kept.

use std::sync::Arc;

use super::options::Options;
use super::report::{Study, Unanswered};
use crate::data::{Dataset, Kind, RecordId};

/// Answers a question from a dataset, over the meetings of these rows.
pub type AnswerFn = fn(&Dataset, &View, &[u32]) -> Option<Arc<dyn Study>>;

/// A study: what it is called, what it can be asked, and how it answers.
#[derive(Debug)]
pub struct StudyKind {
    /// The word of the command that asks it.
    pub name: &'static str,
    /// The same before it was renamed.
    pub old_name: &'static str,
    /// What stands behind the command.
    pub usage: &'static str,
    /// What it is called above its answer.
    pub title: &'static str,
    /// Whether it looks at the meetings kept, and at no others.
    pub of_meetings: bool,
    /// How many records it is about: at least, and at the most.
    pub records: (usize, usize),
    /// Makes a question whole, or says in a sentence why it has no answer.
    pub check: fn(&Dataset, &mut View) -> Result<(), String>,
    /// Works the answer out, over the meetings of these rows where it depends on them; nothing without its records.
    pub answer: AnswerFn,
}

impl StudyKind {
    /// A study of no records in particular, of which only the name and the answer are to be given.
    pub(super) const BARE: Self = Self {
        name: "",
        old_name: "",
        usage: "",
        title: "",
        of_meetings: false,
        records: (0, 0),
        check: |_, _| Ok(()),
        answer: |_, _, _| None,
    };

    /// Whether a command that is called so asks it.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        word == self.name || (word == self.old_name && !word.is_empty())
    }
}

impl PartialEq for StudyKind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for StudyKind {}

/// An answer, as a study gives it.
pub(super) fn answered(study: impl Study) -> Arc<dyn Study> {
    Arc::new(study)
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The study.
    pub kind: &'static StudyKind,
    /// The records that it is about.
    pub records: Vec<RecordId>,
    /// How it is asked.
    pub options: Options,
}

impl View {
    /// A study of these records, asked plainly.
    #[must_use]
    pub fn new(kind: &'static StudyKind, records: impl Into<Vec<RecordId>>) -> Self {
        Self {
            kind,
            records: records.into(),
            options: Options::default(),
        }
    }

    /// Its answer.
    #[must_use]
    pub fn study(&self, dataset: &Dataset, kept: &[u32]) -> Arc<dyn Study> {
        let answer = (self.kind.answer)(dataset, self, kept);
        answer.unwrap_or_else(|| {
            Arc::new(Unanswered(format!(
                "write {} {}",
                self.kind.name, self.kind.usage
            )))
        })
    }

    /// Whether it looks at the meetings kept, and at no others.
    #[must_use]
    pub const fn depends_on_filter(&self) -> bool {
        self.kind.of_meetings
    }

    /// What it is called.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self.options.of {
            Kind::Person => "People over time",
            Kind::Organisation => "Organisations over time",
            Kind::Topic | Kind::Meeting | Kind::Agreement | Kind::Source => self.kind.title,
        }
    }

    /// The command that answers the same in a shell, word by word, each to be quoted.
    #[must_use]
    pub fn shell_words(&self, dataset: &Dataset) -> Vec<String> {
        let name = [self.kind.name.to_owned()].into_iter();
        let keys = self.records.iter().map(|id| dataset.key(*id));
        let options = self.options.words(dataset);
        name.chain(keys).chain(options).collect()
    }

    /// The command that gives the answer, as files write it.
    #[must_use]
    pub fn query(&self, dataset: &Dataset, filter: &str) -> String {
        let mut words = self.shell_words(dataset);
        if !filter.is_empty() && self.depends_on_filter() {
            words.push(format!("--where {filter}"));
        }
        words.join(" ")
    }

    /// The same view of a dataset that was read again; `None` when a record of it is gone.
    #[must_use]
    pub fn remapped(&self, map: &dyn Fn(RecordId) -> Option<RecordId>) -> Option<Self> {
        let all = |ids: &[RecordId]| ids.iter().map(|id| map(*id)).collect::<Option<Vec<_>>>();
        Some(Self {
            kind: self.kind,
            records: all(&self.records)?,
            options: Options {
                without: all(&self.options.without)?,
                ..self.options.clone()
            },
        })
    }
}
