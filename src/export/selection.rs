//! What is taken away: records, the meetings of a question, or everything.

use crate::data::{Dataset, Kind, RecordId, Relation};

/// How the words for the meetings of a question begin.
const QUESTION: &str = "meetings where ";

/// A name for a file is cut behind so many letters.
const LONGEST_NAME: usize = 60;

/// What was chosen, and in which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    roots: Vec<RecordId>,
    meetings: Vec<u32>,
    query: String,
    whole: bool,
}

impl Selection {
    /// The whole dataset, in the order of the timeline.
    #[must_use]
    pub fn everything(dataset: &Dataset) -> Self {
        let meetings: Vec<u32> = dataset.all(Kind::Meeting).map(|id| id.row).collect();
        let mut roots: Vec<RecordId> = dataset.all(Kind::Meeting).collect();
        roots.extend(dataset.all(Kind::Agreement));
        roots.sort_by_key(|id| (dataset.order(*id), *id));
        if roots.is_empty() {
            let others = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Source);
            roots.extend(others.flat_map(|kind| dataset.all(kind)));
        }
        Self {
            roots,
            meetings,
            query: "everything".to_owned(),
            whole: true,
        }
    }

    /// The meetings that a question keeps, by their rows in the order of the timeline.
    #[must_use]
    pub fn meetings(rows: Vec<u32>, query: &str) -> Self {
        Self {
            roots: rows.iter().map(|row| RecordId::meeting(*row)).collect(),
            meetings: rows,
            query: format!("{QUESTION}{}", crate::text::clean_line(query)),
            whole: false,
        }
    }

    /// Some records, with the meetings of those that are none themselves.
    #[must_use]
    pub fn records(dataset: &Dataset, ids: &[RecordId]) -> Self {
        let mut meetings: Vec<u32> = Vec::new();
        for id in ids {
            match id.kind {
                Kind::Meeting => meetings.push(id.row),
                _ => meetings.extend(dataset.meetings_of(*id).iter()),
            }
        }
        meetings.sort_unstable();
        meetings.dedup();
        let keys: Vec<String> = ids.iter().map(|id| dataset.key(*id)).collect();
        Self {
            roots: ids.to_vec(),
            meetings,
            query: keys.join(" "),
            whole: false,
        }
    }

    /// What was asked for.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// A name for a file that tells what it holds: plain letters, digits and `-`, never long.
    #[must_use]
    pub fn name(&self, dataset: &Dataset) -> String {
        let is_question = self.query.starts_with(QUESTION);
        let words = match &*self.roots {
            _ if self.whole => dataset.about().title.clone(),
            roots if roots.len() > 1 && !is_question => format!("{} records", roots.len()),
            _ => self.query.clone(),
        };
        file_name(&words)
    }

    /// Whether nothing of the dataset is left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// What is told one by one.
    #[must_use]
    pub fn roots(&self) -> &[RecordId] {
        &self.roots
    }

    /// The meetings, in the order of the timeline.
    pub fn all_meetings(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.meetings.iter().map(|row| RecordId::meeting(*row))
    }

    /// How many meetings there are.
    #[must_use]
    pub fn meeting_count(&self) -> usize {
        self.meetings.len()
    }

    /// The roots and the meetings, and nothing they link to.
    pub(super) fn own(&self, dataset: &Dataset) -> Marked {
        let mut marked = Marked::new(dataset);
        for id in self.roots.iter().copied().chain(self.all_meetings()) {
            marked.mark(id);
        }
        marked
    }

    /// The sources that what was chosen rests on, with those of the readings of its conflicts.
    pub(super) fn sources(&self, dataset: &Dataset) -> Marked {
        let mut sources = Marked::new(dataset);
        if self.whole {
            dataset.all(Kind::Source).for_each(|id| {
                sources.mark(id);
            });
            return sources;
        }
        for id in self.roots.iter().copied().chain(self.all_meetings()) {
            if id.kind == Kind::Source {
                sources.mark(id);
            }
            for source in dataset.to(id, Relation::sources_of(id.kind)) {
                sources.mark(source);
            }
            for conflict in dataset.conflicts_of(id) {
                for reading in conflict
                    .readings
                    .iter()
                    .filter_map(|reading| reading.source)
                {
                    sources.mark(reading);
                }
            }
        }
        sources
    }
}

/// Records with a mark, a bit each.
#[derive(Clone, Debug)]
pub(super) struct Marked([Vec<bool>; Kind::ALL.len()]);

impl Marked {
    pub(super) fn new(dataset: &Dataset) -> Self {
        Self(Kind::ALL.map(|kind| vec![false; dataset.count(kind)]))
    }

    /// Marks a record; `true` when it had no mark before.
    pub(super) fn mark(&mut self, id: RecordId) -> bool {
        let mark = &mut self.0[id.kind as usize][id.index()];
        !std::mem::replace(mark, true)
    }

    pub(super) fn has(&self, id: RecordId) -> bool {
        self.0[id.kind as usize][id.index()]
    }

    /// Those of a kind, in the order of their list.
    pub(super) fn of<'s>(
        &'s self,
        dataset: &'s Dataset,
        kind: Kind,
    ) -> impl Iterator<Item = RecordId> + 's {
        dataset.all(kind).filter(|id| self.has(*id))
    }
}

/// A name for a file: plain letters, digits and `-`, never long.
#[must_use]
pub fn file_name(words: &str) -> String {
    let letters = crate::text::fold(words);
    let letters = letters.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c,
        _ => '-',
    });
    let letters: String = letters.collect();
    let parts = letters.split('-').filter(|part| !part.is_empty());
    let name = parts.collect::<Vec<&str>>().join("-");
    let name: String = name.chars().take(LONGEST_NAME).collect();
    format!("sommet-{name}").trim_end_matches('-').to_owned()
}
