//! Every fact of a record with its sources, and how sure it is.
//!
//! A fact's own sources stand on it, or in the record's `evidence` for its field. The sources of the record
//! alone say that at least one of them states it; which one is not recorded, so they never count as one or
//! two. What `evidence` or a conflict says of a list without naming an entry of it is told once, of the list.

mod gather;
mod meeting;
mod others;

use std::borrow::Cow;

use crate::data::kinds::{Agreement, Meeting, Organisation, Person, Source, Topic};
use crate::data::{Basis, Conflict, Dataset, Kind, RecordId, Relation};

use self::gather::Gather;
pub use self::meeting::{basis_name, basis_word, weight_word};

/// No more meetings (and no more other records that rest on a source) than this are looked at.
const MOST: usize = 200;

/// How sure a fact is: the weakest thing that has to be said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sure {
    /// Two or more sources of its own.
    Several,
    /// One source of its own.
    One,
    /// The sources of its record; which of them states it is not recorded.
    Record,
    /// No source is given.
    Unsourced,
    /// It does not stand in a source, but follows from something.
    Inferred,
    /// It is not known.
    Unknown,
    /// Sources disagree.
    Contested,
}

impl Sure {
    /// All of them, from the surest on.
    pub const ALL: [Self; 7] = [
        Self::Several,
        Self::One,
        Self::Record,
        Self::Unsourced,
        Self::Inferred,
        Self::Unknown,
        Self::Contested,
    ];

    /// A word or two for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Several => "several",
            Self::One => "one",
            Self::Record => "record",
            Self::Unsourced => "no source",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
            Self::Contested => "contested",
        }
    }

    /// What it means, in a line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Several => "two or more sources of its own",
            Self::One => "one source of its own",
            Self::Record => "the record's sources; which one is not recorded",
            Self::Unsourced => "no source is given",
            Self::Inferred => "inferred, not stated in a source",
            Self::Unknown => "not known",
            Self::Contested => "sources disagree",
        }
    }

    /// Whether one should know of it before one relies on the fact.
    #[must_use]
    pub const fn is_weak(self) -> bool {
        matches!(
            self,
            Self::Unsourced | Self::Inferred | Self::Unknown | Self::Contested
        )
    }
}

/// Whose sources those of a fact are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rests {
    /// Its own.
    Own,
    /// Those of the record it stands in.
    Record,
    /// There are none.
    Nothing,
}

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The record that states it.
    pub of: RecordId,
    /// What it is about: a field of the format, e.g. `date`.
    pub field: Cow<'static, str>,
    /// What it says; for what is unknown, a few words that say so.
    pub value: String,
    /// More of it: a role, a weight, the span of a role.
    pub aside: String,
    /// The record that it leads to.
    pub target: Option<RecordId>,
    /// For somebody named for a meeting, the organisation they came for.
    pub came_for: Option<RecordId>,
    /// For somebody named for a meeting, how that is known.
    pub basis: Option<Basis>,
    /// Whose its sources are.
    pub rests: Rests,
    /// Its sources.
    pub sources: Vec<RecordId>,
    /// Whether it was inferred.
    pub inferred: bool,
    /// Whether it, or a part of it, is not known.
    pub unknown: bool,
    /// The conflicts about it, by their numbers in [`Dataset::conflicts`].
    pub conflicts: Vec<usize>,
    /// Why, as far as the data says.
    pub notes: Vec<String>,
}

impl Fact {
    /// How sure it is.
    #[must_use]
    pub fn sure(&self) -> Sure {
        match (self.rests, self.sources.len()) {
            _ if !self.conflicts.is_empty() => Sure::Contested,
            _ if self.unknown => Sure::Unknown,
            _ if self.inferred => Sure::Inferred,
            (Rests::Own, 1) => Sure::One,
            (Rests::Own, _) => Sure::Several,
            (Rests::Record, _) => Sure::Record,
            (Rests::Nothing, _) => Sure::Unsourced,
        }
    }

    /// All its marks: `!` contested, `~` inferred, `?` unknown or without a source.
    #[must_use]
    pub fn marks(&self) -> String {
        let unsourced = self.rests == Rests::Nothing;
        let marks = [
            ("!", !self.conflicts.is_empty()),
            ("~", self.inferred),
            ("?", self.unknown || unsourced),
        ];
        let set = marks.into_iter().filter(|(_, is_set)| *is_set);
        set.map(|(mark, _)| mark).collect()
    }

    /// Value and aside in one line.
    #[must_use]
    pub fn said(&self) -> String {
        match (self.value.is_empty(), self.aside.is_empty()) {
            (_, true) => self.value.clone(),
            (true, false) => self.aside.clone(),
            (false, false) => format!("{} · {}", self.value, self.aside),
        }
    }

    /// The keys of its sources.
    #[must_use]
    pub fn source_keys(&self, dataset: &Dataset) -> Vec<String> {
        self.sources.iter().map(|id| dataset.key(*id)).collect()
    }
}

/// All facts of a record, and those that other records state of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The record.
    pub about: RecordId,
    /// Its own facts first; then, of a person, a topic or an organisation, those that meetings state of it;
    /// of a source, those of other records that rest on it, record by record.
    pub facts: Vec<Fact>,
    /// How many more records state something of it, or rest on it, and were not looked at.
    pub left_out: usize,
}

impl Evidence {
    /// The facts of a record.
    #[must_use]
    pub fn new(dataset: &Dataset, about: RecordId) -> Self {
        let mut facts = facts_of(dataset, about);
        let left_out = match about.kind {
            Kind::Person | Kind::Topic | Kind::Organisation => {
                said_by_meetings(dataset, about, &mut facts)
            }
            Kind::Source => resting_on(dataset, about, &mut facts),
            Kind::Meeting | Kind::Agreement => 0,
        };
        Self {
            about,
            facts,
            left_out,
        }
    }

    /// How many of its facts are that sure.
    #[must_use]
    pub fn count(&self, sure: Sure) -> usize {
        self.facts.iter().filter(|fact| fact.sure() == sure).count()
    }

    /// The conflicts about its facts, each once, with its number.
    #[must_use]
    pub fn conflicts<'d>(&self, dataset: &'d Dataset) -> Vec<(usize, &'d Conflict)> {
        let mut seen = Vec::new();
        for number in self.facts.iter().flat_map(|fact| &fact.conflicts) {
            if !seen.contains(number) {
                seen.push(*number);
            }
        }
        let conflicts = dataset.conflicts();
        seen.into_iter()
            .filter_map(|number| Some((number, conflicts.get(number)?)))
            .collect()
    }
}

/// The facts that a record itself states, in the order of its fields.
#[must_use]
pub fn facts_of(dataset: &Dataset, id: RecordId) -> Vec<Fact> {
    let mut gather = Gather::new(dataset, id);
    let read = dataset
        .body(id)
        .map_err(|unread| unread.to_string())
        .and_then(|body| {
            let read = match id.kind {
                Kind::Meeting => body.read().map(|it: Meeting<'_>| gather.meeting(&it)),
                Kind::Person => body.read().map(|it: Person<'_>| gather.person(&it)),
                Kind::Organisation => body
                    .read()
                    .map(|it: Organisation<'_>| gather.organisation(&it)),
                Kind::Topic => body.read().map(|it: Topic<'_>| gather.topic(&it)),
                Kind::Agreement => body.read().map(|it: Agreement<'_>| gather.agreement(&it)),
                Kind::Source => body.read().map(|it: Source<'_>| gather.source(&it)),
            };
            read.map_err(|error| error.to_string())
        });
    if let Err(error) = read {
        gather.unreadable(&error);
    }
    gather.finish()
}

/// The facts of meetings that are about a record. Gives the number of meetings left out.
fn said_by_meetings(dataset: &Dataset, about: RecordId, facts: &mut Vec<Fact>) -> usize {
    let rows = dataset.meetings_of(about);
    for row in rows.iter().take(MOST) {
        let meeting = RecordId::meeting(*row);
        for fact in facts_of(dataset, meeting) {
            let for_it = fact.came_for == Some(about);
            if fact.target != Some(about) && !for_it {
                continue;
            }
            let aside = if for_it { fact.said() } else { fact.aside };
            facts.push(Fact {
                value: dataset.short(meeting).to_owned(),
                aside,
                target: Some(meeting),
                ..fact
            });
        }
    }
    rows.len().saturating_sub(MOST)
}

/// The facts of other records that rest on a source, or on which it has a reading. Gives the number of
/// records left out.
fn resting_on(dataset: &Dataset, source: RecordId, facts: &mut Vec<Fact>) -> usize {
    let meetings = dataset.meetings_of(source);
    let meetings = meetings.iter().map(|row| RecordId::meeting(*row));
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Meeting);
    let others = kinds.flat_map(|kind| dataset.from(source, Relation::sources_of(kind)));
    let records: Vec<RecordId> = meetings.chain(others).filter(|id| *id != source).collect();
    let conflicts = dataset.conflicts();
    let reads = |fact: &Fact| {
        let about = fact.conflicts.iter().filter_map(|nth| conflicts.get(*nth));
        let mut readings = about.flat_map(|conflict| &conflict.readings);
        readings.any(|reading| reading.source == Some(source))
    };
    for id in records.iter().take(MOST) {
        let of_record = facts_of(dataset, *id);
        facts.extend(
            of_record
                .into_iter()
                .filter(|fact| fact.sources.contains(&source) || reads(fact)),
        );
    }
    records.len().saturating_sub(MOST)
}

#[cfg(test)]
mod tests;
