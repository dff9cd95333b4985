//! What is weak or unknown in a whole dataset: counted by sort and by field, and listed as far as wanted.

mod words;

use std::collections::BTreeMap;

use super::options::Weakness;
use super::report::Rests;
use super::view::{StudyKind, answered};
use crate::data::{Dataset, Kind, RecordId};
use crate::facts::{Fact, Sources, of_series, series_on, stated_or_why_not};

/// What is weak or unknown.
pub static STUDY: StudyKind = StudyKind {
    name: "gaps",
    title: "What is weak or unknown",
    of_meetings: true,
    answer: |dataset, view, kept| {
        Some(answered(Gaps::new(
            dataset,
            GapScope {
                meetings: view.options.narrowed.then_some(kept),
                weakness: view.options.weakness,
                most: view.options.most.unwrap_or(MOST),
            },
        )))
    },
    ..StudyKind::BARE
};

/// Why there is none.
pub const NOTHING: &str = "nothing of that sort is weak or unknown";

/// So many are listed when no limit is given; all are counted.
const MOST: usize = 100_000;

/// One weakness.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub weakness: Weakness,
    /// The record; `None` when the dataset says it of itself.
    pub record: Option<RecordId>,
    pub field: String,
    /// What is said.
    pub text: String,
    /// Why, as far as the data says.
    pub why: String,
    rests: Rests,
}

/// Everything weak.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    /// How many there are of each sort and field.
    pub counts: BTreeMap<(Weakness, String), usize>,
    /// The first of them, in the order of the records.
    pub listed: Vec<Gap>,
    /// How many there are in all.
    pub total: usize,
}

/// What is looked through.
#[derive(Clone, Copy, Debug)]
pub struct GapScope<'r> {
    /// The rows of these meetings alone; `None` for the whole dataset with all its kinds.
    pub meetings: Option<&'r [u32]>,
    /// This sort alone.
    pub weakness: Option<Weakness>,
    /// No more than so many are listed; all are counted.
    pub most: usize,
}

impl Gaps {
    /// Looks through a dataset.
    pub fn new(dataset: &Dataset, scope: GapScope<'_>) -> Self {
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
            let gap = Gap {
                weakness: Weakness::Said,
                record: None,
                field: "gaps".to_owned(),
                text: text.clone(),
                why: String::new(),
                rests: Rests::On(Sources::default()),
            };
            gaps.add(scope, gap);
        }
        gaps
    }

    fn look_at(&mut self, dataset: &Dataset, id: RecordId, scope: GapScope<'_>) {
        for fact in stated_or_why_not(dataset, id) {
            self.add_fact(dataset, id, fact, scope);
        }
        // Of a series without an agreement, its first meeting tells.
        let first = |series: usize| dataset.series_meetings(series).first() == Some(&id.row);
        let series = series_on(dataset, id).into_iter();
        for series in series.filter(|series| id.kind != Kind::Meeting || first(*series)) {
            match of_series(dataset, series, id) {
                Ok(facts) => facts
                    .into_iter()
                    .for_each(|fact| self.add_fact(dataset, id, fact, scope)),
                Err(error) => {
                    let gap = Gap {
                        weakness: Weakness::Unknown,
                        record: Some(id),
                        field: "series".to_owned(),
                        text: format!("the series cannot be read: {error}"),
                        why: String::new(),
                        rests: Rests::OnUnreadSeries(series),
                    };
                    self.add(scope, gap);
                }
            }
        }
    }

    fn add_fact(&mut self, dataset: &Dataset, id: RecordId, fact: Fact, scope: GapScope<'_>) {
        if let Some(weakness) = Weakness::of(&fact) {
            let gap = Gap {
                weakness,
                record: Some(id),
                text: fact.said(dataset),
                why: fact.notes.join(" "),
                rests: Rests::on(&fact),
                field: fact.field.into_owned(),
            };
            self.add(scope, gap);
        }
    }

    fn add(&mut self, scope: GapScope<'_>, gap: Gap) {
        if scope.weakness.is_some_and(|wanted| wanted != gap.weakness) {
            return;
        }
        self.total += 1;
        let key = (gap.weakness, gap.field.clone());
        *self.counts.entry(key).or_default() += 1;
        if self.listed.len() < scope.most {
            self.listed.push(gap);
        }
    }
}

#[cfg(test)]
mod tests;
