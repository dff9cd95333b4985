//! What others state of a record: meetings that name a person, a topic or an organisation; agreements that
//! name a party, a signatory, a topic or a meeting; parts, successors, later agreements, narrower topics; and
//! of a source, whatever rests on it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Fact, stated, stated_or_why_not};
use crate::data::{Dataset, Kind, ReadError, RecordId, Relation};

/// Facts that others state of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// The facts, record by record.
    pub facts: Vec<Fact>,
    /// How many more records state something of it, and were not looked at.
    pub left_out: usize,
}

/// The records that state something of a record, each once: meetings first, in the order of the timeline.
pub(crate) fn records_stating(dataset: &Dataset, about: RecordId) -> Vec<RecordId> {
    let meetings = match about.kind {
        Kind::Meeting | Kind::Agreement => Cow::default(),
        Kind::Person | Kind::Organisation | Kind::Topic | Kind::Source => {
            dataset.meetings_of(about)
        }
    };
    let meetings = meetings.iter().map(|row| RecordId::meeting(*row));
    let relations = Relation::ALL.into_iter();
    let to_it = relations.filter(|relation| relation.to() == about.kind);
    let others = to_it.flat_map(|relation| dataset.from(about, relation));
    let mut seen = HashSet::from([about]);
    let all = meetings.chain(others);
    all.filter(|id| seen.insert(*id)).collect()
}

/// What others state of a record. No more than `most` of them are looked at.
pub(crate) fn stated_of(dataset: &Dataset, about: RecordId, most: usize) -> Stated {
    let records = records_stating(dataset, about);
    let mut facts = Vec::new();
    for id in records.iter().take(most) {
        let stated = stated_or_why_not(dataset, *id).into_iter();
        // That a record cannot be read is told, whatever it would have stated.
        let is_told = |fact: &Fact| fact.is_unreadable() || concerns(dataset, fact, about);
        facts.extend(stated.filter(is_told));
    }
    Stated {
        facts,
        left_out: records.len().saturating_sub(most),
    }
}

/// The facts behind the link between two records: those that the first states of the second, and of an
/// agreement also what it states of the first, for it names its meeting and not the other way round.
///
/// # Errors
/// When their texts cannot be read any more.
pub(crate) fn behind(
    dataset: &Dataset,
    id: RecordId,
    about: RecordId,
) -> Result<Vec<Fact>, ReadError> {
    let mut facts = stated(dataset, id)?;
    facts.retain(|fact| fact.is_about(about));
    if about.kind == Kind::Agreement {
        let of_it = stated(dataset, about)?.into_iter();
        facts.extend(of_it.filter(|fact| fact.is_about(id)));
    }
    Ok(facts)
}

/// Whether a fact leads to a record, or rests on it as a source.
fn concerns(dataset: &Dataset, fact: &Fact, about: RecordId) -> bool {
    if about.kind != Kind::Source {
        return fact.is_about(about);
    }
    let conflicts = dataset.conflicts();
    let borne = fact.conflicts.iter().filter_map(|nth| conflicts.get(*nth));
    let mut readings = borne.flat_map(|conflict| &conflict.readings);
    fact.sources.ids.contains(&about) || readings.any(|reading| reading.source == Some(about))
}
