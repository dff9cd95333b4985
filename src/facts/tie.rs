//! How a record belongs to a meeting: as what somebody was named, what an organisation was there, how a topic
//! came up. It says no more than that both are named for one meeting, and reads what is kept ready of every
//! record, so that long lists may ask for it.

use std::collections::HashMap;

use super::presence::{Presence, with_basis};
use super::words;
use crate::data::{Basis, Dataset, Kind, RecordId, Relation};

/// How a record belongs to a meeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// Of somebody named: as what, each time.
    pub named: Vec<Presence>,
    /// Of an organisation: how it is known, each time, that somebody came for it, or that it took part itself.
    pub came: Vec<Option<Basis>>,
    /// Of an organisation: who came for it.
    pub people: Vec<RecordId>,
    /// Other ways: `chair`, `host`, `listed`, `agenda`, `context`, `made there`, `held under it`, `rests on
    /// it`, `itself`.
    pub ways: Vec<&'static str>,
}

impl Tie {
    /// How a record belongs to a meeting; `None` when it is not named there.
    pub(crate) fn new(dataset: &Dataset, meeting: RecordId, id: RecordId) -> Option<Self> {
        let mut tie = Self::default();
        let is = |relation| dataset.to(meeting, relation).any(|to| to == id);
        match id.kind {
            Kind::Person => {
                let rows = dataset.rows_to(Relation::Participant, meeting.index());
                let places = (0..).zip(rows).filter(|(_, row)| *row == id.row);
                let named = places.filter_map(|(nth, _)| {
                    let known = dataset.participant(meeting, nth)?;
                    Some(Presence::of(dataset, meeting, nth, &known))
                });
                tie.named = named.collect();
                tie.way("chair", is(Relation::Chair));
            }
            Kind::Organisation => {
                let came = dataset.participants(meeting);
                for known in came.filter(|known| known.organisation == Some(id)) {
                    tie.came.push(known.basis);
                    tie.people.extend(known.person);
                }
                tie.way("host", is(Relation::Host));
                let alone = tie.came.is_empty() && tie.ways.is_empty();
                tie.way("listed", alone && is(Relation::Listed));
            }
            Kind::Topic => {
                let weight = dataset.weight(meeting, id)?;
                tie.ways.push(words::weight(weight));
            }
            Kind::Agreement => {
                let made = dataset.to(id, Relation::MadeAt).any(|at| at == meeting);
                let series = dataset.series_of(meeting);
                let over = series.and_then(|series| dataset.series_agreement(series));
                tie.way("made there", made);
                tie.way("held under it", over == Some(id));
            }
            Kind::Source => tie.way("rests on it", is(Relation::MeetingSource)),
            Kind::Meeting => tie.way("itself", meeting == id),
        }
        let is_tied = !tie.named.is_empty() || !tie.came.is_empty() || !tie.ways.is_empty();
        is_tied.then_some(tie)
    }

    fn way(&mut self, word: &'static str, is_so: bool) {
        if is_so {
            self.ways.push(word);
        }
    }

    /// How it is known that somebody or something took part, the surest of several ways; `None` where the file
    /// does not say.
    pub(crate) fn basis(&self) -> Option<Basis> {
        let named = self.named.iter().map(|presence| presence.basis);
        let all = named.chain(self.came.iter().copied());
        all.min_by_key(|basis| doubt(*basis)).flatten()
    }

    /// Whether a part of it is inferred: a role, or the presence itself.
    pub(crate) fn is_inferred(&self) -> bool {
        self.named
            .iter()
            .any(|presence| presence.role_is.is_inferred())
            || self.basis() == Some(Basis::Implied)
    }

    /// The role on that day; empty when it is not known.
    pub(crate) fn role(&self) -> &str {
        let mut roles = self.named.iter().map(|presence| presence.role.as_str());
        roles.find(|role| !role.is_empty()).unwrap_or_default()
    }

    /// In words: `Director General, DG ECHO (announced), chair`, with `~` before a role that is inferred and
    /// `role ?` for one that is not known.
    pub(crate) fn said(&self, dataset: &Dataset) -> String {
        let named = self.named.iter();
        let named = named.map(|presence| presence.said_in_full(dataset));
        self.told(dataset, named, with_basis)
    }

    /// The same for a list that tells nothing else: without a word for a role of which nothing is known.
    pub(crate) fn briefly(&self, dataset: &Dataset) -> String {
        let named = self.named.iter().map(|presence| presence.said(dataset));
        self.told(dataset, named, with_basis)
    }

    /// The same without marks that need a key.
    pub(crate) fn in_words(&self, dataset: &Dataset) -> String {
        let named = self.named.iter().map(|presence| presence.in_words(dataset));
        self.told(dataset, named, |came, basis| {
            let basis = words::presence(basis);
            match came {
                "" => basis.to_owned(),
                came => format!("{came}{}", words::bracketed([basis])),
            }
        })
    }

    fn basis_of_those_who_came(&self) -> Option<Basis> {
        let surest = self.came.iter().min_by_key(|basis| doubt(**basis));
        surest.copied().flatten()
    }

    fn told(
        &self,
        dataset: &Dataset,
        named: impl Iterator<Item = String>,
        with_basis: impl Fn(&str, Option<Basis>) -> String,
    ) -> String {
        let mut parts: Vec<String> = Vec::new();
        for said in named {
            if !parts.contains(&said) {
                parts.push(said);
            }
        }
        let people = self.people.iter().map(|id| dataset.name(*id).to_owned());
        let came = words::joined(people, ", ");
        parts.push(with_basis(&came, self.basis_of_those_who_came()));
        parts.extend(self.ways.iter().map(|way| (*way).to_owned()));
        words::joined(parts, ", ")
    }
}

/// How far a presence is from being sure. What the file does not say comes behind what was reported.
const fn doubt(basis: Option<Basis>) -> u8 {
    match basis {
        Some(Basis::Reported) => 0,
        None => 1,
        Some(Basis::Quoted) => 2,
        Some(Basis::Announced) => 3,
        Some(Basis::Implied) => 4,
    }
}

/// People or organisations that a meeting names, each once, with how it is known that they took part: the surest of
/// several ways; `None` where the file does not say, as of whoever chairs or hosts.
pub(crate) fn named_how(
    dataset: &Dataset,
    meeting: RecordId,
    kind: Kind,
) -> Vec<(RecordId, Option<Basis>)> {
    let mut known: HashMap<RecordId, Option<Basis>> = HashMap::new();
    for came in dataset.participants(meeting) {
        let id = match kind {
            Kind::Person => came.person,
            Kind::Organisation => came.organisation,
            Kind::Meeting | Kind::Topic | Kind::Agreement | Kind::Source => None,
        };
        if let Some(id) = id {
            let surest = known.entry(id).or_insert(came.basis);
            if doubt(came.basis) < doubt(*surest) {
                *surest = came.basis;
            }
        }
    }
    let named = named_at(dataset, meeting, kind).into_iter();
    named
        .map(|id| (id, known.get(&id).copied().flatten()))
        .collect()
}

/// The records that a meeting names, of one kind, each once.
pub(crate) fn named_at(dataset: &Dataset, meeting: RecordId, kind: Kind) -> Vec<RecordId> {
    match kind {
        Kind::Person => dataset.people_at(meeting),
        Kind::Organisation => dataset.organisations_at(meeting),
        Kind::Topic => dataset.topics(meeting).map(|(topic, _)| topic).collect(),
        Kind::Meeting | Kind::Agreement | Kind::Source => Vec::new(),
    }
}
