//! Gathering the facts of one record: sources, doubts and conflicts are found for each as it comes.

use std::borrow::Cow;

use super::{Fact, Rests};
use crate::data::kinds::Evidence as Entry;
use crate::data::{Conflict, Dataset, Date, Doubt, FactBasis, Kind, List, Object, RawId, RecordId};

/// What the record says of one of its fields.
struct About {
    field: String,
    sources: Vec<RecordId>,
    inferred: bool,
    note: String,
    used: bool,
}

/// The facts so far.
pub(super) struct Gather<'d> {
    pub(super) dataset: &'d Dataset,
    pub(super) id: RecordId,
    facts: Vec<Fact>,
    of_record: Vec<RecordId>,
    about: Vec<About>,
    /// The conflicts that concern the record: number, conflict, and whether a fact bears it.
    conflicts: Vec<(usize, &'d Conflict, bool)>,
}

/// A fact on its way in.
#[derive(Default)]
pub(super) struct Coming {
    pub value: String,
    pub aside: String,
    pub target: Option<RecordId>,
    pub own: Vec<RecordId>,
    pub inferred: bool,
    pub unknown: bool,
    pub notes: Vec<String>,
    /// Whether it is one entry of a list that has others.
    pub one_of_many: bool,
}

impl Coming {
    /// A fact with that value.
    pub(super) fn of(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            ..Self::default()
        }
    }
}

impl<'d> Gather<'d> {
    pub(super) fn new(dataset: &'d Dataset, id: RecordId) -> Self {
        let all = dataset.conflicts();
        let number = |conflict: &Conflict| all.iter().position(|it| std::ptr::eq(it, conflict));
        let conflicts = dataset
            .conflicts_of(id)
            .filter_map(|conflict| Some((number(conflict)?, conflict, false)))
            .collect();
        // What a source says of itself needs no other.
        let itself = (id.kind == Kind::Source).then_some(id);
        Self {
            dataset,
            id,
            facts: Vec::new(),
            of_record: itself.into_iter().collect(),
            about: Vec::new(),
            conflicts,
        }
    }

    /// The record's sources, and what it says of single fields. Comes first.
    pub(super) fn rests_on(&mut self, sources: &[RawId<'_>], entries: &List<Object<Entry<'_>>>) {
        self.of_record.extend(self.found(sources));
        let about = entries.iter().map(|entry| About {
            field: entry.field.to_string(),
            sources: self.found(&entry.sources),
            inferred: entry.basis.0 == Some(FactBasis::Inferred),
            note: entry.note.to_string(),
            used: false,
        });
        self.about = about.collect();
    }

    /// The sources of those ids that there are, each once.
    pub(super) fn found(&self, ids: &[RawId<'_>]) -> Vec<RecordId> {
        let mut sources = Vec::new();
        for id in ids {
            let found = self.dataset.find(Kind::Source, id);
            sources.extend(found.filter(|id| !sources.contains(id)));
        }
        sources
    }

    /// The record of an id; none for an empty or dangling one.
    pub(super) fn record(&self, kind: Kind, id: &str) -> Option<RecordId> {
        self.dataset.find(kind, id)
    }

    /// Takes a fact in.
    pub(super) fn push(&mut self, field: &'static str, coming: Coming) -> &mut Fact {
        let mut own = coming.own;
        let mut inferred = coming.inferred;
        let mut notes = coming.notes;
        for about in self.about.iter_mut().filter(|about| about.field == field) {
            inferred |= about.inferred;
            // Which entry of a list it is about is not recorded: it is told once, of the list.
            if coming.one_of_many {
                continue;
            }
            about.used = true;
            for source in &about.sources {
                if !own.contains(source) {
                    own.push(*source);
                }
            }
            if !about.note.is_empty() {
                notes.push(about.note.clone());
            }
        }
        let conflicts = self.conflicts_on(field, coming.target, coming.one_of_many);
        let (rests, sources) = match (own.is_empty(), self.of_record.is_empty()) {
            (false, _) => (Rests::Own, own),
            // What is not known does not stand in a source.
            (true, false) if !coming.unknown => (Rests::Record, self.of_record.clone()),
            (true, _) => (Rests::Nothing, Vec::new()),
        };
        let at = self.facts.len();
        self.facts.push(Fact {
            of: self.id,
            field: Cow::Borrowed(field),
            value: coming.value,
            aside: coming.aside,
            target: coming.target,
            came_for: None,
            basis: None,
            rests,
            sources,
            inferred,
            unknown: coming.unknown,
            conflicts,
            notes,
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
    pub(super) fn date(&mut self, raw: &str, mut notes: Vec<String>) {
        notes.retain(|note| !note.trim().is_empty());
        let mut coming = Coming {
            notes,
            ..Coming::default()
        };
        if let Some(date) = self.dataset.date(self.id) {
            coming.value = date.in_words();
            coming.inferred = is_doubtful(date);
            if matches!(date.doubt(), Doubt::Approximate | Doubt::Both) {
                coming.notes.insert(0, "approximate".to_owned());
            }
        } else {
            coming.unknown = true;
            "not known".clone_into(&mut coming.value);
            if !raw.is_empty() {
                let note = format!("the file says `{raw}`, which is no date");
                coming.notes.insert(0, note);
            }
        }
        self.push("date", coming);
    }

    /// A plain text, when it is there.
    pub(super) fn text(&mut self, field: &'static str, value: &str) {
        if !value.is_empty() {
            self.push(field, Coming::of(value));
        }
    }

    /// A link to another record, when it is there.
    pub(super) fn link(&mut self, field: &'static str, kind: Kind, id: &RawId<'_>) {
        self.links(field, kind, std::slice::from_ref(id));
    }

    /// A list of links.
    pub(super) fn links(&mut self, field: &'static str, kind: Kind, ids: &[RawId<'_>]) {
        for id in ids {
            let Some(target) = self.record(kind, id) else {
                continue;
            };
            let coming = Coming {
                target: Some(target),
                one_of_many: ids.len() > 1,
                ..Coming::of(self.dataset.name(target))
            };
            self.push(field, coming);
        }
    }

    /// Something that is not known.
    pub(super) fn unknown(&mut self, field: &'static str, why: &str) {
        let unknown = true;
        self.push(
            field,
            Coming {
                unknown,
                ..Coming::of(why)
            },
        );
    }

    pub(super) fn unreadable(&mut self, error: &str) {
        self.unknown("record", &format!("the record cannot be read: {error}"));
    }

    /// All facts: last come what is said of a field that had no fact of its own, and the conflicts that no
    /// fact bears.
    pub(super) fn finish(mut self) -> Vec<Fact> {
        for about in std::mem::take(&mut self.about) {
            if about.used {
                continue;
            }
            let value = match &*about.note {
                "" => format!("the {} of the record", about.field),
                note => note.to_owned(),
            };
            let coming = Coming {
                own: about.sources,
                inferred: about.inferred,
                ..Coming::of(value)
            };
            self.push("", coming).field = Cow::Owned(about.field);
        }
        for (number, conflict, borne) in std::mem::take(&mut self.conflicts) {
            if borne {
                continue;
            }
            let mut own = Vec::new();
            for source in conflict.readings.iter().filter_map(|it| it.source) {
                if !own.contains(&source) {
                    own.push(source);
                }
            }
            let value = conflict.about.clone();
            let fact = self.push(
                "",
                Coming {
                    own,
                    ..Coming::of(value)
                },
            );
            fact.conflicts = vec![number];
            fact.field = match &*conflict.field {
                "" => Cow::Borrowed("dispute"),
                field => Cow::Owned(field.to_owned()),
            };
        }
        self.facts
    }
}

/// Whether a date is marked as inferred.
pub(super) fn is_doubtful(date: Date) -> bool {
    matches!(date.doubt(), Doubt::Uncertain | Doubt::Both)
}
