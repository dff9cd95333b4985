//! The fields that a query can ask for: one row each.

use crate::data::Kind;
use crate::text::fold;

/// Something that a meeting can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Somebody named for it or chairing it.
    Person,
    /// Something it discussed.
    Topic,
    /// Something it discussed, or what is narrower than that.
    Under,
    /// An organisation listed, holding it, or that somebody came for.
    Org,
    /// A role that somebody had at it.
    Role,
    /// An agreement made at it, or that its series is held under.
    Agreement,
    /// A source that any of its facts rests on.
    Source,
    /// Its series or its parts, with itself.
    Meeting,
    /// What sort it is.
    Kind,
    /// Where it was held.
    Place,
    /// Its series.
    Series,
    /// When it was held.
    In,
    /// After when.
    After,
    /// Before when.
    Before,
    /// Whether its date leaves a doubt that it fits.
    Dates,
    /// What is known of it.
    Has,
    /// Words of its summary, outcomes and notes.
    Text,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 17] = [
        Self::Person,
        Self::Topic,
        Self::Under,
        Self::Org,
        Self::Role,
        Self::Agreement,
        Self::Source,
        Self::Meeting,
        Self::Kind,
        Self::Place,
        Self::Series,
        Self::In,
        Self::After,
        Self::Before,
        Self::Dates,
        Self::Has,
        Self::Text,
    ];

    /// Its name, its letter if it has one, and what it asks.
    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Person => (
                "person",
                "p",
                "a person named for the meeting or chairing it",
            ),
            Self::Topic => ("topic", "t", "a topic on its agenda or in its context"),
            Self::Under => ("under", "", "a topic or any narrower one"),
            Self::Org => ("org", "o", "an organisation that took part or held it"),
            Self::Role => ("role", "r", "a role that somebody had at it"),
            Self::Agreement => (
                "agreement",
                "a",
                "an agreement made at it or over its series",
            ),
            Self::Source => ("source", "s", "a source that any of its facts rests on"),
            Self::Meeting => ("meeting", "m", "the meeting, with its series or its parts"),
            Self::Kind => ("kind", "k", "what sort of meeting it is"),
            Self::Place => ("place", "", "where it was held"),
            Self::Series => ("series", "", "the series it belongs to"),
            Self::In => ("in", "", "when: 2019, 2019-06, 2014..2018"),
            Self::After => ("after", "", "after that year, month or day"),
            Self::Before => ("before", "", "before that year, month or day"),
            Self::Dates => (
                "dates",
                "",
                "sure: only what surely fits; perhaps: only what may fit, its days not being known",
            ),
            Self::Has => (
                "has",
                "",
                "what is known of it: conflict, source, date, place, person, topic, org, host, chair, series",
            ),
            Self::Text => ("text", "", "words of its summary, outcomes and notes"),
        }
    }

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
        self.row().2
    }

    /// The field of that name or letter.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let is = |field: &Self| {
            field.name() == name || (!field.letter().is_empty() && field.letter() == name)
        };
        Self::ALL.into_iter().find(is)
    }

    /// Whether it asks when a meeting was.
    pub(crate) const fn is_time(self) -> bool {
        matches!(self, Self::In | Self::After | Self::Before)
    }

    /// The kind of record that its value names, if it names one.
    pub(crate) const fn kind(self) -> Option<Kind> {
        match self {
            Self::Person => Some(Kind::Person),
            Self::Topic | Self::Under => Some(Kind::Topic),
            Self::Org => Some(Kind::Organisation),
            Self::Agreement => Some(Kind::Agreement),
            Self::Source => Some(Kind::Source),
            Self::Meeting => Some(Kind::Meeting),
            _ => None,
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

/// What `has:` can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A conflict concerns it.
    Conflict,
    /// It has a source.
    Source,
    /// Its date is known, however partly.
    Date,
    /// Its place is known.
    Place,
    /// Somebody is named for it.
    Person,
    /// A topic of it is known.
    Topic,
    /// An organisation of it is known.
    Org,
    /// Its host is known.
    Host,
    /// A chair is known.
    Chair,
    /// It belongs to a series.
    Series,
}

impl Known {
    /// The words behind `has:`.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("conflict", Self::Conflict),
        ("source", Self::Source),
        ("date", Self::Date),
        ("place", Self::Place),
        ("person", Self::Person),
        ("topic", Self::Topic),
        ("org", Self::Org),
        ("host", Self::Host),
        ("chair", Self::Chair),
        ("series", Self::Series),
    ];

    /// What that word asks for.
    pub(crate) fn named(word: &str) -> Option<Self> {
        let word = fold(word);
        let mut words = Self::WORDS.into_iter();
        words
            .find(|(known, _)| *known == word)
            .map(|(_, known)| known)
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
