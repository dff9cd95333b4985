//! How a record belongs to a meeting: as what somebody was named, what an organisation was there, how a topic
//! came up. It says no more than that both are named for one meeting.

use super::evidence::{Fact, basis_word, facts_of, weight_word};
use crate::data::{Basis, Dataset, Kind, RecordId, Relation, Weight};

/// How a record belongs to a meeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// Of somebody named: the role on that day; empty when it is not known.
    pub role: String,
    /// Whether the role was taken from the dated roles of the person.
    pub role_inferred: bool,
    /// Of somebody named: how that is known. Of an organisation: the surest of those who came for it.
    pub basis: Option<Basis>,
    /// Other ways: `chair`, `host`, `listed`, `agenda`, `context`, `made there`, `held under it`, `rests on
    /// it`, `itself`.
    pub ways: Vec<&'static str>,
    /// Of an organisation: who came for it.
    pub people: Vec<RecordId>,
}

impl Tie {
    /// How a record belongs to a meeting; `None` when it is not named there.
    #[must_use]
    pub fn new(dataset: &Dataset, meeting: RecordId, id: RecordId) -> Option<Self> {
        let mut tie = Self::default();
        let is = |relation| dataset.to(meeting, relation).any(|to| to == id);
        match id.kind {
            Kind::Person => {
                let mut named = dataset.rows_to(Relation::Participant, meeting.index());
                let nth = named.position(|row| row == id.row);
                if let Some(known) = nth.and_then(|nth| dataset.participant(meeting, nth)) {
                    known.role.clone_into(&mut tie.role);
                    tie.role_inferred = known.role_inferred;
                    tie.basis = Some(known.basis);
                }
                tie.way("chair", is(Relation::Chair));
            }
            Kind::Organisation => {
                let came = dataset.participants(meeting);
                for known in came.filter(|known| known.organisation == Some(id)) {
                    tie.basis = Some(surer(tie.basis, known.basis));
                    tie.people.extend(known.person);
                }
                tie.way("host", is(Relation::Host));
                let alone = tie.basis.is_none() && tie.ways.is_empty();
                tie.way("listed", alone && is(Relation::Listed));
            }
            Kind::Topic => {
                let weight = dataset.weight(meeting, id)?;
                tie.ways.push(weight_word(weight));
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
        (tie.basis.is_some() || !tie.ways.is_empty()).then_some(tie)
    }

    fn way(&mut self, word: &'static str, is_so: bool) {
        if is_so {
            self.ways.push(word);
        }
    }

    /// Whether a part of it is inferred: the role, or the presence itself.
    #[must_use]
    pub fn is_inferred(&self) -> bool {
        self.role_inferred || self.basis == Some(Basis::Implied)
    }

    /// In words: `Director General, DG ECHO (announced), chair`, with `~` before a role that is inferred and
    /// `role ?` for one that is not known.
    #[must_use]
    pub fn said(&self, dataset: &Dataset) -> String {
        let people = self.people.iter().map(|id| dataset.name(*id));
        let people: Vec<&str> = people.collect();
        let mut said = match (&*self.role, people.is_empty()) {
            ("", true) if self.basis.is_some() => "role ?".to_owned(),
            ("", _) => people.join(", "),
            (role, _) if self.role_inferred => format!("~ {role}"),
            (role, _) => role.to_owned(),
        };
        let basis = match self.basis {
            None | Some(Basis::Reported) => String::new(),
            Some(Basis::Implied) => " (~ implied)".to_owned(),
            Some(basis) => format!(" ({})", basis_word(basis)),
        };
        said.push_str(&basis);
        let said = Some(said).filter(|said| !said.is_empty());
        let parts: Vec<String> = said
            .into_iter()
            .chain(self.ways.iter().map(|&way| way.to_owned()))
            .collect();
        parts.join(", ")
    }
}

fn surer(known: Option<Basis>, other: Basis) -> Basis {
    let rank = |basis: Basis| match basis {
        Basis::Reported => 0,
        Basis::Quoted => 1,
        Basis::Announced => 2,
        Basis::Implied => 3,
    };
    match known {
        Some(known) if rank(known) <= rank(other) => known,
        _ => other,
    }
}

/// The facts of a meeting that name a record: what its tie rests on.
#[must_use]
pub fn facts_behind(dataset: &Dataset, meeting: RecordId, id: RecordId) -> Vec<Fact> {
    let facts = facts_of(dataset, meeting).into_iter();
    let mut behind: Vec<Fact> = facts
        .filter(|fact| fact.target == Some(id) || fact.came_for == Some(id))
        .collect();
    // An agreement names its meeting, not the other way round.
    if id.kind == Kind::Agreement {
        let facts = facts_of(dataset, id).into_iter();
        behind.extend(facts.filter(|fact| fact.target == Some(meeting)));
    }
    behind
}

/// The records that a meeting names, of one kind, each once.
pub(super) fn named_at(dataset: &Dataset, meeting: RecordId, kind: Kind) -> Vec<RecordId> {
    match kind {
        Kind::Person => dataset.people_at(meeting),
        Kind::Organisation => dataset.organisations_at(meeting),
        Kind::Topic => dataset.topics(meeting).map(|(topic, _)| topic).collect(),
        Kind::Meeting | Kind::Agreement | Kind::Source => Vec::new(),
    }
}

/// Whether a weight is that of an item of the agenda.
pub(super) const fn is_agenda(weight: Weight) -> bool {
    matches!(weight, Weight::Agenda)
}
