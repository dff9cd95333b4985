//! Gathering the facts of one record: sources, doubts and conflicts are found for each as it comes.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Detail, Fact, OnDate, Sources, Whose, words};
use crate::data::kinds::FieldEvidence as Entry;
use crate::data::{Conflict, Dataset, Date, Doubt, FactBasis, Items, Kind, RawId, RecordId};

/// What the record says of one of its fields.
struct FieldEvidence {
    field: String,
    sources: Sources,
    inferred: bool,
    note: String,
    used: bool,
}

pub(super) struct FactGatherer<'d> {
    pub(super) dataset: &'d Dataset,
    pub(super) id: RecordId,
    facts: Vec<Fact>,
    of_record: Sources,
    about: Vec<FieldEvidence>,
    /// The conflicts that concern the record: number, conflict, and whether a fact bears it.
    conflicts: Vec<(usize, &'d Conflict, bool)>,
}

/// A fact on its way in.
#[derive(Default)]
pub(super) struct NewFact {
    pub value: String,
    pub detail: Detail,
    pub target: Option<RecordId>,
    pub missing: Option<Kind>,
    pub own: Sources,
    pub inferred: bool,
    pub known: Knowledge,
    pub notes: Vec<String>,
    /// Whether it is one entry of a list that has others.
    pub one_of_many: bool,
}

/// How much of a fact is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Knowledge {
    /// All of it.
    #[default]
    Fully,
    /// Not all of what it says.
    InPart,
    /// Nothing is stated at all: that does not stand in a source.
    NotAtAll,
}

impl NewFact {
    pub(super) fn of(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            ..Self::default()
        }
    }
}

impl<'d> FactGatherer<'d> {
    pub(super) fn new(dataset: &'d Dataset, id: RecordId) -> Self {
        let conflicts = dataset.numbered_conflicts_of(id);
        let conflicts = conflicts.map(|(number, conflict)| (number, conflict, false));
        // What a source says of itself needs no other.
        let itself = (id.kind == Kind::Source).then_some(id);
        Self {
            dataset,
            id,
            facts: Vec::new(),
            of_record: Sources {
                ids: itself.into_iter().collect(),
                ..Sources::default()
            },
            about: Vec::new(),
            conflicts: conflicts.collect(),
        }
    }

    /// The same for facts that no conflict is about.
    pub(super) fn without_conflicts(dataset: &'d Dataset, id: RecordId) -> Self {
        Self {
            conflicts: Vec::new(),
            ..Self::new(dataset, id)
        }
    }

    /// The record's sources, and what it says of single fields. Comes first.
    pub(super) fn rests_on(&mut self, sources: &[RawId<'_>], entries: &Items<Entry<'_>>) {
        let found = self.found(sources);
        self.of_record.extend(&found);
        let about = entries.iter().map(|entry| FieldEvidence {
            field: entry.field.to_string(),
            sources: self.found(&entry.sources),
            inferred: entry.basis.0 == Some(FactBasis::Inferred),
            note: entry.note.to_string(),
            used: false,
        });
        self.about = about.collect();
    }

    pub(super) fn found(&self, ids: &[RawId<'_>]) -> Sources {
        let mut sources = Sources::default();
        for id in ids.iter().filter(|id| !id.is_empty()) {
            let mut one = Sources::default();
            match self.dataset.find(Kind::Source, id) {
                Some(source) => one.ids.push(source),
                None => one.missing.push(words::shown_id(id)),
            }
            sources.extend(&one);
        }
        sources
    }

    /// The record of an id; none for an empty or dangling one.
    pub(super) fn record(&self, kind: Kind, id: &str) -> Option<RecordId> {
        self.dataset.find(kind, id)
    }

    pub(super) fn push(&mut self, field: &'static str, coming: NewFact) -> &mut Fact {
        let mut sources = coming.own;
        let mut inferred = coming.inferred;
        let mut notes = coming.notes;
        let mut why = None;
        for about in self.about.iter_mut().filter(|about| about.field == field) {
            // Which entry of a list it is about is not recorded: it is told once, of the list.
            if coming.one_of_many {
                continue;
            }
            about.used = true;
            inferred |= about.inferred;
            sources.extend(&about.sources);
            if about.inferred && why.is_none() {
                why = Some(about.note.clone());
            }
            if !about.note.is_empty() {
                notes.push(about.note.clone());
            }
        }
        let conflicts = self.conflicts_on(field, coming.target, coming.one_of_many);
        sources.whose = Whose::Own;
        if sources.count() == 0 {
            if coming.known != Knowledge::NotAtAll {
                sources = self.of_record.clone();
            }
            sources.whose = match sources.count() {
                0 => Whose::Nothing,
                _ => Whose::Record,
            };
        }
        let at = self.facts.len();
        self.facts.push(Fact {
            of: self.id,
            field: Cow::Borrowed(field),
            value: coming.value,
            detail: coming.detail,
            target: coming.target,
            missing: coming.missing,
            sources,
            inferred,
            unknown: coming.known != Knowledge::Fully || coming.missing.is_some(),
            conflicts,
            notes,
            why,
            of_list: false,
        });
        &mut self.facts[at]
    }

    /// The conflicts on a fact: of an entry of a list, those that name the entry.
    fn conflicts_on(
        &mut self,
        field: &str,
        target: Option<RecordId>,
        one_of_many: bool,
    ) -> Vec<usize> {
        let mut numbers = Vec::new();
        for (number, conflict, borne) in &mut self.conflicts {
            let names_it = target.is_some_and(|id| conflict.records.contains(&id));
            if !field.is_empty() && conflict.field == field && (names_it || !one_of_many) {
                *borne = true;
                numbers.push(*number);
            }
        }
        numbers
    }

    /// A date, or that there is none.
    pub(super) fn date(&mut self, raw: &str, mut said: OnDate) {
        let notes = [said.window(), said.note.clone()];
        let notes = notes.into_iter().filter(|note| !note.trim().is_empty());
        let mut coming = NewFact {
            notes: notes.collect(),
            ..NewFact::default()
        };
        if let Some(date) = self.dataset.date(self.id) {
            coming.value = date.in_words();
            coming.inferred = is_doubtful(date);
            if matches!(date.doubt(), Doubt::Approximate | Doubt::Both) {
                coming.notes.insert(0, "approximate".to_owned());
            }
        } else if raw.is_empty() {
            coming.known = Knowledge::NotAtAll;
            "not known".clone_into(&mut coming.value);
        } else {
            coming.known = Knowledge::InPart;
            coming.value = format!("“{raw}”, which cannot be read as a date");
            raw.clone_into(&mut said.unreadable);
        }
        coming.detail = Detail::Date(Box::new(said));
        self.push("date", coming);
    }

    pub(super) fn text(&mut self, field: &'static str, value: &str) {
        if !value.trim().is_empty() {
            self.push(field, NewFact::of(value));
        }
    }

    pub(super) fn texts<'t>(
        &mut self,
        field: &'static str,
        values: impl IntoIterator<Item = &'t str>,
    ) {
        let values = values.into_iter().filter(|text| !text.trim().is_empty());
        let values: Vec<&str> = values.collect();
        let one_of_many = values.len() > 1;
        for value in values {
            let value = NewFact::of(value);
            self.push(
                field,
                NewFact {
                    one_of_many,
                    ..value
                },
            );
        }
    }

    /// A link to another record, when it is there.
    pub(super) fn link(&mut self, field: &'static str, kind: Kind, id: &RawId<'_>) {
        self.links(field, kind, std::slice::from_ref(id));
    }

    pub(super) fn links(&mut self, field: &'static str, kind: Kind, ids: &[RawId<'_>]) {
        let mut seen = HashSet::new();
        let ids = ids.iter().map(|id| &**id);
        let each: Vec<&str> = ids
            .filter(|id| !id.is_empty() && seen.insert(*id))
            .collect();
        for id in &each {
            let coming = self.to(kind, id, each.len() > 1);
            self.push(field, coming);
        }
    }

    /// A fact that names another record, which may be missing.
    pub(super) fn to(&self, kind: Kind, id: &str, one_of_many: bool) -> NewFact {
        let target = self.record(kind, id);
        let value = match target {
            Some(target) => self.dataset.name(target).to_owned(),
            None => words::missing(kind, id),
        };
        NewFact {
            target,
            missing: target.is_none().then_some(kind),
            one_of_many,
            ..NewFact::of(value)
        }
    }

    /// Something of which nothing is stated.
    pub(super) fn absent(&mut self, field: &'static str, why: &str) {
        let coming = NewFact {
            known: Knowledge::NotAtAll,
            ..NewFact::of(why)
        };
        self.push(field, coming);
    }

    /// All facts: last come what is said of a field that had no fact of its own, the conflicts that no fact
    /// bears, and the record's sources that are not in this file.
    pub(super) fn finish(mut self) -> Vec<Fact> {
        for about in std::mem::take(&mut self.about) {
            if !about.used {
                self.said_of_list(about);
            }
        }
        for (number, conflict, borne) in std::mem::take(&mut self.conflicts) {
            if !borne {
                self.disputed(number, conflict);
            }
        }
        for id in self.of_record.missing.clone() {
            let coming = NewFact {
                missing: Some(Kind::Source),
                known: Knowledge::NotAtAll,
                ..NewFact::of(words::missing(Kind::Source, &id))
            };
            self.push("sources", coming);
        }
        self.facts
    }

    fn said_of_list(&mut self, about: FieldEvidence) {
        let value = match &*about.note {
            "" => format!("the {} of the record", about.field.replace('_', " ")),
            note => note.to_owned(),
        };
        let coming = NewFact {
            own: about.sources,
            inferred: about.inferred,
            ..NewFact::of(value)
        };
        let fact = self.push("", coming);
        fact.field = Cow::Owned(about.field);
        fact.why = about.inferred.then_some(about.note);
        fact.of_list = true;
    }

    fn disputed(&mut self, number: usize, conflict: &Conflict) {
        let mut own = Sources::default();
        for reading in &conflict.readings {
            own.extend(&Sources::of_reading(reading));
        }
        let value = conflict.about.clone();
        let fact = self.push(
            "",
            NewFact {
                own,
                ..NewFact::of(value)
            },
        );
        fact.conflicts = vec![number];
        fact.of_list = true;
        fact.field = match &*conflict.field {
            "" => Cow::Borrowed("dispute"),
            field => Cow::Owned(field.to_owned()),
        };
    }
}

/// Whether a date is marked as inferred.
pub(super) fn is_doubtful(date: Date) -> bool {
    matches!(date.doubt(), Doubt::Uncertain | Doubt::Both)
}
