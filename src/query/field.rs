//! The fields that a query can ask for: one row each.

use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::fold;

/// What the value of a field is.
#[derive(Clone, Copy)]
pub(super) enum FieldValue {
    /// Names records of that kind, whose meetings are asked for.
    Record(Kind),
    /// A time.
    Time,
    /// One of some words.
    OneOf(fn() -> Vec<&'static str>),
    /// Any text.
    Text,
}

/// Makes the fields of rows: name in the code and in a query, the letter that may stand for it, what its value
/// is, what it asks.
macro_rules! fields {
    ($($field:ident $name:literal $letter:literal $value:expr, $help:literal;)*) => {
        /// Something that a meeting can be asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $help] $field,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$field),*];

            const fn row(self) -> (&'static str, &'static str, FieldValue, &'static str) {
                match self {
                    $(Self::$field => ($name, $letter, $value, $help),)*
                }
            }
        }
    };
}

fields! {
    Person "person" "p" FieldValue::Record(Kind::Person), "a person named for the meeting or chairing it";
    Topic "topic" "t" FieldValue::Record(Kind::Topic), "a topic on its agenda or in its context";
    Under "under" "" FieldValue::Record(Kind::Topic), "a topic or any narrower one";
    Org "org" "o" FieldValue::Record(Kind::Organisation), "an organisation that took part or held it";
    Role "role" "r" FieldValue::Text, "a role that somebody had at it";
    Agreement "agreement" "a" FieldValue::Record(Kind::Agreement), "an agreement made at it or over its series";
    Source "source" "s" FieldValue::Record(Kind::Source), "a source that any of its facts rests on";
    Meeting "meeting" "m" FieldValue::Record(Kind::Meeting), "the meeting, with its series or its parts";
    Kind "kind" "k" FieldValue::Text, "what sort of meeting it is";
    Place "place" "" FieldValue::Text, "where it was held";
    Series "series" "" FieldValue::Text, "the series it belongs to";
    In "in" "" FieldValue::Time, "when: 2019, 2019-06, 2014..2018";
    After "after" "" FieldValue::Time, "after that year, month or day";
    Before "before" "" FieldValue::Time, "before that year, month or day";
    Dates "dates" "" FieldValue::OneOf(|| DateFit::WORDS.map(|(word, _)| word).into()), "sure: only what surely fits; perhaps: only what may fit, its days not being known";
    Has "has" "" FieldValue::OneOf(|| HAS.map(|(word, _)| word).into()), "what is known of it: conflict, source, date, place, person, topic, org, host, chair, series";
    Text "text" "" FieldValue::Text, "words of its summary, outcomes and notes";
}

impl Field {
    /// Its name, as it is written before the colon.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The letter that may stand for the name; empty for none.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        self.row().1
    }

    /// What it asks, in a line.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().3
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        let is = |field: &Self| [field.name(), field.letter()].contains(&name);
        Self::ALL.into_iter().find(is).filter(|_| !name.is_empty())
    }

    pub(super) const fn value(self) -> FieldValue {
        self.row().2
    }

    /// Whether it asks when a meeting was.
    pub(crate) const fn is_time(self) -> bool {
        matches!(self.value(), FieldValue::Time)
    }

    /// The kind of record that its value names, if it names one.
    pub(crate) const fn kind(self) -> Option<Kind> {
        match self.value() {
            FieldValue::Record(kind) => Some(kind),
            FieldValue::Time | FieldValue::OneOf(_) | FieldValue::Text => None,
        }
    }

    /// The words of which its value is one, if only some will do.
    pub(super) fn words(self) -> Option<Vec<&'static str>> {
        match self.value() {
            FieldValue::OneOf(words) => Some(words()),
            FieldValue::Record(_) | FieldValue::Time | FieldValue::Text => None,
        }
    }

    /// The field whose value names records of that kind.
    pub(crate) const fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Meeting => Self::Meeting,
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Org,
            Kind::Topic => Self::Topic,
            Kind::Agreement => Self::Agreement,
            Kind::Source => Self::Source,
        }
    }
}

/// What `has:` can ask for, and whether a meeting has it. What is named and not in the file is no proof that there
/// is none.
type IsKnown = fn(&Dataset, RecordId) -> bool;

const HAS: [(&str, IsKnown); 10] = [
    ("conflict", |data, id| {
        data.conflicts_of(id).next().is_some()
    }),
    ("source", |data, id| {
        names(data, id, Relation::MeetingSource)
    }),
    ("date", |data, id| data.date(id).is_some()),
    ("place", |data, id| !data.place(id).is_empty()),
    ("person", |data, id| {
        data.participants(id).next().is_some() || names(data, id, Relation::Chair)
    }),
    ("topic", |data, id| names(data, id, Relation::Discussed)),
    ("org", |data, id| {
        let relations = [Relation::Host, Relation::Listed, Relation::CameFor];
        relations
            .into_iter()
            .any(|relation| names(data, id, relation))
    }),
    ("host", |data, id| names(data, id, Relation::Host)),
    ("chair", |data, id| names(data, id, Relation::Chair)),
    ("series", |data, id| data.series_of(id).is_some()),
];

fn names(dataset: &Dataset, id: RecordId, relation: Relation) -> bool {
    dataset.to(id, relation).next().is_some() || dataset.names_missing(id, relation)
}

/// What that word behind `has:` asks of a meeting.
pub(super) fn has(word: &str) -> Option<fn(&Dataset, RecordId) -> bool> {
    let word = fold(word);
    let mut all = HAS.into_iter();
    all.find(|(name, _)| *name == word).map(|(_, has)| has)
}

/// Whether only sure or only doubtful meetings are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateFit {
    /// Those whose dates leave no doubt that they fit.
    Sure,
    /// Those that fit on some of their possible days only.
    Perhaps,
}

impl DateFit {
    /// The words behind `dates:`.
    pub(super) const WORDS: [(&'static str, Self); 2] =
        [("sure", Self::Sure), ("perhaps", Self::Perhaps)];

    pub(super) fn named(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.into_iter();
        words
            .find(|(name, _)| *name == word)
            .map(|(_, dates)| dates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_letters_are_unique() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            if !field.letter().is_empty() {
                assert_eq!(Field::named(field.letter()), Some(field));
            }
        }
        assert_eq!(Field::named(""), None);
    }
}
