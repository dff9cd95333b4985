//! What is weak or unknown in a whole dataset: counted by sort and by field, and listed as far as wanted.

use std::collections::BTreeMap;

use crate::data::{Basis, Dataset, Kind, RecordId};
use crate::facts::{Fact, Sure, of_series, series_on, stated_or_why_not};

/// The sort of a weakness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Sources disagree.
    Contested,
    /// It is not known, or a list is not known to be complete.
    Unknown,
    /// It was inferred.
    Inferred,
    /// No source is given.
    Unsourced,
    /// Somebody was announced or quoted, which is no proof of having come.
    NotReported,
    /// Said in words by the dataset itself.
    Said,
}

impl Sort {
    /// Every sort, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::Contested,
        Self::Unknown,
        Self::Inferred,
        Self::Unsourced,
        Self::NotReported,
        Self::Said,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contested => "contested",
            Self::Unknown => "unknown",
            Self::Inferred => "inferred",
            Self::Unsourced => "unsourced",
            Self::NotReported => "not-reported",
            Self::Said => "said",
        }
    }

    /// What it means, in a line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Contested => "sources disagree",
            Self::Unknown => "not known, or not known to be complete",
            Self::Inferred => "inferred, not stated in a source",
            Self::Unsourced => "no source is given",
            Self::NotReported => "announced or quoted, which is no proof of having come",
            Self::Said => "said by the dataset itself",
        }
    }

    /// The sort of a fact, if it is weak.
    #[must_use]
    pub fn of(fact: &Fact) -> Option<Self> {
        match fact.sure() {
            Sure::Contested => Some(Self::Contested),
            Sure::Unknown => Some(Self::Unknown),
            Sure::Inferred => Some(Self::Inferred),
            Sure::Unsourced => (!fact.is_remark()).then_some(Self::Unsourced),
            Sure::Several | Sure::One | Sure::Record => matches!(
                fact.presence().and_then(|presence| presence.basis),
                Some(Basis::Announced | Basis::Quoted | Basis::Implied)
            )
            .then_some(Self::NotReported),
        }
    }
}

/// One weakness.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Its sort.
    pub sort: Sort,
    /// The record; `None` when the dataset says it of itself.
    pub record: Option<RecordId>,
    /// The field.
    pub field: String,
    /// What is said.
    pub text: String,
    /// Why, as far as the data says.
    pub why: String,
}

/// Everything weak.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    /// How many there are of each sort and field.
    pub counts: BTreeMap<(Sort, String), usize>,
    /// The first of them, in the order of the records.
    pub listed: Vec<Gap>,
    /// How many there are in all.
    pub total: usize,
}

/// What is looked through.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'r> {
    /// The rows of these meetings alone; `None` for the whole dataset with all its kinds.
    pub meetings: Option<&'r [u32]>,
    /// This sort alone.
    pub sort: Option<Sort>,
    /// No more than so many are listed; all are counted.
    pub most: usize,
}

impl Gaps {
    /// Looks through a dataset.
    #[must_use]
    pub fn new(dataset: &Dataset, scope: Scope<'_>) -> Self {
        let mut gaps = Self::default();
        if let Some(rows) = scope.meetings {
            for row in rows {
                gaps.look_at(dataset, RecordId::meeting(*row), scope);
            }
            return gaps;
        }
        for id in Kind::ALL.into_iter().flat_map(|kind| dataset.all(kind)) {
            gaps.look_at(dataset, id, scope);
        }
        for text in &dataset.about().gaps {
            gaps.take(
                scope,
                Gap {
                    sort: Sort::Said,
                    record: None,
                    field: "gaps".to_owned(),
                    text: text.clone(),
                    why: String::new(),
                },
            );
        }
        gaps
    }

    fn look_at(&mut self, dataset: &Dataset, id: RecordId, scope: Scope<'_>) {
        let mut facts = stated_or_why_not(dataset, id);
        // Of a series without an agreement, its first meeting tells.
        let series = series_on(dataset, id).into_iter();
        let first = |series: usize| dataset.series_meetings(series).first() == Some(&id.row);
        for series in series.filter(|series| id.kind != Kind::Meeting || first(*series)) {
            facts.extend(of_series(dataset, series, id).unwrap_or_default());
        }
        for fact in facts {
            if let Some(sort) = Sort::of(&fact) {
                let gap = Gap {
                    sort,
                    record: Some(id),
                    text: fact.said(dataset),
                    field: fact.field.into_owned(),
                    why: fact.notes.join(" "),
                };
                self.take(scope, gap);
            }
        }
    }

    fn take(&mut self, scope: Scope<'_>, gap: Gap) {
        if scope.sort.is_some_and(|sort| sort != gap.sort) {
            return;
        }
        self.total += 1;
        *self
            .counts
            .entry((gap.sort, gap.field.clone()))
            .or_default() += 1;
        if self.listed.len() < scope.most {
            self.listed.push(gap);
        }
    }

    /// How many there are of a sort.
    #[must_use]
    pub fn count(&self, sort: Sort) -> usize {
        let counts = self.counts.iter();
        counts
            .filter(|((of, _), _)| *of == sort)
            .map(|(_, count)| count)
            .sum()
    }
}

#[cfg(test)]
mod tests;
