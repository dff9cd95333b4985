//! One model of a fact: what a record states, field by field, and what other records state of it, each with
//! the sources that it rests on and how sure it is.
//!
//! Whoever shows, exports or counts facts reads them here; nobody else reads what a record says of the
//! sources of its fields. A fact's own sources stand on it, or in the record's `evidence` for its field. The
//! sources of the record alone say that at least one of them states it; which one is not recorded, so they
//! never count as one or two. What `evidence` or a conflict says of a list that has several entries, without
//! naming one of them, is told once, of the list.

mod gather;
mod meeting;
mod others;
mod presence;
mod series;
mod stating;
mod tie;
pub mod words;

use std::borrow::Cow;

use crate::data::kinds::{Agreement, Meeting, Organisation, Person, Source, Topic};
use crate::data::{ConflictReading, Dataset, Kind, ReadError, RecordId, Weight};

use self::gather::FactGatherer;
pub use self::presence::{Presence, RoleIs};
pub(crate) use self::series::{of_series, series_on};
pub use self::stating::Stated;
pub(crate) use self::stating::{behind, records_stating, stated_of};
pub use self::tie::Tie;
pub(crate) use self::tie::{named_at, named_how};

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

    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Several => ("several", "two or more sources of its own"),
            Self::One => ("one", "one source of its own"),
            Self::Record => ("record", "the record's sources; which one is not recorded"),
            Self::Unsourced => ("no source", "no source is given"),
            Self::Inferred => ("inferred", "inferred, not stated in a source"),
            Self::Unknown => ("unknown", "not known"),
            Self::Contested => ("contested", "sources disagree"),
        }
    }

    /// A word or two for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().0
    }

    /// What it means, in a line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        self.row().1
    }

    /// Whether one should know of it before one relies on the fact.
    pub(crate) const fn is_weak(self) -> bool {
        matches!(
            self,
            Self::Unsourced | Self::Inferred | Self::Unknown | Self::Contested
        )
    }
}

/// Whose sources those of a fact are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Its own.
    Own,
    /// Those of the record (or series) it stands in.
    Record,
    /// There are none.
    #[default]
    Nothing,
}

impl Whose {
    /// The word for it in files: `fact`, `record` or `none`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Own => "fact",
            Self::Record => "record",
            Self::Nothing => "none",
        }
    }
}

/// What a fact rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Whose they are.
    pub whose: Whose,
    /// The sources.
    pub ids: Vec<RecordId>,
    /// The ids of sources that are named and not in this file, fit to be shown.
    pub missing: Vec<String>,
}

impl Sources {
    /// Sources of a fact's own.
    pub(crate) fn own(ids: Vec<RecordId>) -> Self {
        Self {
            whose: if ids.is_empty() {
                Whose::Nothing
            } else {
                Whose::Own
            },
            ids,
            missing: Vec::new(),
        }
    }

    /// The source of a reading, if it names one.
    pub(crate) fn of_reading(reading: &ConflictReading) -> Self {
        let mut sources = Self::own(reading.source.into_iter().collect());
        sources.missing.extend(reading.missing.clone());
        if sources.count() > 0 {
            sources.whose = Whose::Own;
        }
        sources
    }

    pub(crate) fn count(&self) -> usize {
        self.ids.len() + self.missing.len()
    }

    /// Their keys; `? source/id` for one that is not in this file.
    pub(crate) fn keys(&self, dataset: &Dataset) -> Vec<String> {
        let known = self.ids.iter().map(|id| dataset.key(*id));
        let missing = self.missing.iter().map(|id| format!("? source/{id}"));
        known.chain(missing).collect()
    }

    /// What several facts rest on together: sources of their own only if all have some.
    pub(crate) fn of_all<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> Self {
        let mut all = Self::default();
        let mut own = true;
        for fact in facts {
            own &= fact.sources.whose == Whose::Own;
            all.extend(&fact.sources);
        }
        all.whose = match (all.count(), own) {
            (0, _) => Whose::Nothing,
            (_, true) => Whose::Own,
            (_, false) => Whose::Record,
        };
        all
    }

    /// Takes those of others in, each once.
    fn extend(&mut self, more: &Self) {
        for id in &more.ids {
            if !self.ids.contains(id) {
                self.ids.push(*id);
            }
        }
        for id in &more.missing {
            if !self.missing.contains(id) {
                self.missing.push(id.clone());
            }
        }
    }
}

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The record that states it; of a series, the record it is shown on.
    pub of: RecordId,
    /// What it is about: a field of the format, e.g. `date`.
    pub field: Cow<'static, str>,
    /// What it says; for what is unknown, a few words that say so.
    pub value: String,
    /// More of it: a role, a weight, the span of a role.
    pub detail: Detail,
    /// The record that it leads to.
    pub target: Option<RecordId>,
    /// The kind of the record that it names, when there is none of that id in this file.
    pub missing: Option<Kind>,
    /// What it rests on.
    pub sources: Sources,
    /// Whether it was inferred.
    pub inferred: bool,
    /// Whether it, or a part of it, is not known.
    pub unknown: bool,
    /// The conflicts about it, by their numbers in [`Dataset::conflicts`].
    pub conflicts: Vec<usize>,
    /// Why, and what one should know of it, as far as the data says.
    pub notes: Vec<String>,
    /// Where the record's `evidence` says that it was inferred: why; empty without a reason.
    pub why: Option<String>,
    /// Whether it is told of a whole field that has several entries, or none, and of no entry by name.
    pub of_list: bool,
}

/// What a fact says beside its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Detail {
    /// Nothing.
    #[default]
    Nothing,
    /// A few words.
    Words(String),
    /// How somebody was named for a meeting.
    Presence(Box<Presence>),
    /// Where and when a role was held.
    Held(Box<RoleDetail>),
    /// How a topic belongs to a meeting.
    Weight(Weight),
    /// Of a date.
    Date(Box<OnDate>),
}

/// What one should know of a date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnDate {
    /// The first day on which it may lie, as the file writes it; empty when that is not given.
    pub earliest: String,
    /// The last such day.
    pub latest: String,
    /// What the record says of it.
    pub note: String,
    /// What stands in the place of the date, if that cannot be read as one.
    pub unreadable: String,
}

/// A role that a person held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleDetail {
    /// The title as it is given.
    pub title: String,
    /// Since when, as the file writes it.
    pub from: String,
    /// Until when.
    pub to: String,
    /// A day on which it is known to be held.
    pub as_of: String,
}

impl OnDate {
    /// The days between which the date lies, in words; empty when they are not given.
    pub(crate) fn window(&self) -> String {
        words::window(&self.earliest, &self.latest)
    }
}

/// The facts of a field, but for what is said of all of them together.
pub(crate) fn of_field<'f>(
    facts: &'f [Fact],
    field: &str,
) -> impl Iterator<Item = &'f Fact> + Clone {
    let facts = facts.iter().filter(|fact| !fact.of_list);
    facts.filter(move |fact| fact.field == field)
}

/// The fact of a field that has one alone.
pub(crate) fn the<'f>(facts: &'f [Fact], field: &str) -> Option<&'f Fact> {
    of_field(facts, field).next()
}

impl Fact {
    pub(crate) fn sure(&self) -> Sure {
        match (self.sources.whose, self.sources.count()) {
            _ if !self.conflicts.is_empty() => Sure::Contested,
            _ if self.unknown => Sure::Unknown,
            _ if self.inferred => Sure::Inferred,
            (Whose::Own, 1) => Sure::One,
            (Whose::Own, _) => Sure::Several,
            (Whose::Record, _) => Sure::Record,
            (Whose::Nothing, _) => Sure::Unsourced,
        }
    }

    /// All its marks: `!` contested, `~` inferred, `?` unknown or without a source.
    pub(crate) fn marks(&self) -> String {
        let unsourced = self.sources.whose == Whose::Nothing;
        let marks = [
            ("!", !self.conflicts.is_empty()),
            ("~", self.inferred),
            ("?", self.unknown || unsourced),
        ];
        let set = marks.into_iter().filter(|(_, is_set)| *is_set);
        set.map(|(mark, _)| mark).collect()
    }

    /// What it says beside its value, in words.
    pub(crate) fn detail_text(&self, dataset: &Dataset) -> String {
        match &self.detail {
            Detail::Nothing | Detail::Date(_) => String::new(),
            Detail::Words(words) => words.clone(),
            Detail::Presence(presence) => presence.stated(dataset),
            Detail::Held(held) => held.when(),
            Detail::Weight(weight) => words::weight(*weight).to_owned(),
        }
    }

    /// Value and detail in one line.
    pub(crate) fn said(&self, dataset: &Dataset) -> String {
        words::dotted([self.value.clone(), self.detail_text(dataset)])
    }

    /// What one should know of a date, if it is one.
    pub(crate) fn on_date(&self) -> OnDate {
        match &self.detail {
            Detail::Date(said) => (**said).clone(),
            _ => OnDate::default(),
        }
    }

    /// How somebody was named for a meeting, if that is what it is about.
    pub(crate) fn presence(&self) -> Option<&Presence> {
        match &self.detail {
            Detail::Presence(presence) => Some(presence),
            _ => None,
        }
    }

    /// Whether it names a record, be it in this file or not.
    pub(crate) fn names(&self) -> bool {
        self.target.is_some() || self.missing.is_some()
    }

    /// Whether there is more to it than that nothing is stated: a value, a source that says so, a dispute.
    pub(crate) fn is_told(&self) -> bool {
        !self.unknown || self.names() || self.sources.count() > 0 || !self.conflicts.is_empty()
    }

    /// Whether what it names is an organisation, be there a record of it or not.
    pub(crate) fn is_organisation(&self) -> bool {
        let kind = self.target.map(|id| id.kind).or(self.missing);
        kind == Some(Kind::Organisation)
    }

    /// Whether it is about that record: it leads to it, or names somebody who came for it.
    pub(crate) fn is_about(&self, id: RecordId) -> bool {
        self.target == Some(id) || self.came_for() == Some(id)
    }

    /// The same fact as it is told on the page of the record that it is about: the record that states it stands
    /// in the place of the value.
    pub(crate) fn seen_from(self, dataset: &Dataset, about: RecordId) -> Self {
        let names_it = [dataset.name(about), dataset.short(about)].contains(&&*self.value);
        let more = if names_it {
            self.detail_text(dataset)
        } else {
            self.said(dataset)
        };
        Self {
            value: dataset.short(self.of).to_owned(),
            detail: Detail::Words(more),
            target: Some(self.of),
            ..self
        }
    }

    /// Whether it only says that its record cannot be read.
    pub(crate) fn is_unreadable(&self) -> bool {
        self.field == "record"
    }

    /// Whether it is one of the record's names or a note of whoever keeps the data: nothing that one would look
    /// up in a source.
    pub(crate) fn is_remark(&self) -> bool {
        matches!(
            &*self.field,
            "aliases" | "sort_name" | "note" | "confidence" | "series.short" | "series.note"
        )
    }

    /// For somebody named for a meeting, the organisation they came for, as the meeting states it.
    pub(crate) fn came_for(&self) -> Option<RecordId> {
        self.presence().and_then(|presence| presence.came_for)
    }
}

/// The facts that a record itself states, in the order of its fields.
///
/// # Errors
/// When its texts cannot be read any more.
pub(crate) fn stated(dataset: &Dataset, id: RecordId) -> Result<Vec<Fact>, ReadError> {
    let mut gather = FactGatherer::new(dataset, id);
    let body = dataset.body(id)?;
    match id.kind {
        Kind::Meeting => gather.meeting(&body.read::<Meeting<'_>>()?),
        Kind::Person => gather.person(&body.read::<Person<'_>>()?),
        Kind::Organisation => gather.organisation(&body.read::<Organisation<'_>>()?),
        Kind::Topic => gather.topic(&body.read::<Topic<'_>>()?),
        Kind::Agreement => gather.agreement(&body.read::<Agreement<'_>>()?),
        Kind::Source => gather.source(&body.read::<Source<'_>>()?),
    }
    Ok(gather.finish())
}

/// The same for screens: where the record cannot be read any more, one fact says so.
pub(crate) fn stated_or_why_not(dataset: &Dataset, id: RecordId) -> Vec<Fact> {
    stated(dataset, id).unwrap_or_else(|unread| {
        let mut gather = FactGatherer::new(dataset, id);
        gather.absent("record", &format!("the record cannot be read: {unread}"));
        gather.finish()
    })
}
