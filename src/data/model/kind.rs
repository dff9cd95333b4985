//! The six kinds of record, and the small name by which the program knows one record.

use std::fmt;

/// What a record is about. [`Kind::ALL`] is the order in which kinds break ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// People met, on a day or in some span of time.
    Meeting,
    /// Somebody who was named for a meeting, held a role or signed.
    Person,
    /// An institution, service, agency or government.
    Organisation,
    /// A subject of meetings and agreements.
    Topic,
    /// A treaty, framework, letter or programme.
    Agreement,
    /// A text on which facts rest.
    Source,
}

impl Kind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 6] = [
        Self::Meeting,
        Self::Person,
        Self::Organisation,
        Self::Topic,
        Self::Agreement,
        Self::Source,
    ];

    /// The words for one, for several and for a tab.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Meeting => ["meeting", "meetings", "Meet"],
            Self::Person => ["person", "people", "People"],
            Self::Organisation => ["organisation", "organisations", "Orgs"],
            Self::Topic => ["topic", "topics", "Topics"],
            Self::Agreement => ["agreement", "agreements", "Agr"],
            Self::Source => ["source", "sources", "Src"],
        }
    }

    /// The word for one of them, as in `person/claus-sorensen`.
    #[must_use]
    pub const fn one(self) -> &'static str {
        self.words()[0]
    }

    /// The word for several, which is also the name of their list in a dataset.
    #[must_use]
    pub const fn many(self) -> &'static str {
        self.words()[1]
    }

    /// A word short enough for a tab.
    #[must_use]
    pub const fn short(self) -> &'static str {
        self.words()[2]
    }

    /// The word for this many of them.
    #[must_use]
    pub const fn counted(self, count: usize) -> &'static str {
        if count == 1 { self.one() } else { self.many() }
    }

    /// The kind of that word, in the singular: `person`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.one() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.one())
    }
}

/// A record of a [`Dataset`](crate::data::Dataset): its kind and its row among those of its kind.
///
/// Rows follow the order of the lists: meetings and agreements by date, the others by name. An id is
/// good for the dataset that gave it, and only for that one; between two, records are named by their key
/// (`person/claus-sorensen`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// What it is.
    pub kind: Kind,
    /// Its place in the list of that kind, from 0.
    pub row: u32,
}

impl RecordId {
    /// The record of that kind in that row.
    #[must_use]
    pub const fn new(kind: Kind, row: u32) -> Self {
        Self { kind, row }
    }

    /// A meeting by its row in the timeline.
    #[must_use]
    pub const fn meeting(row: u32) -> Self {
        Self::new(Kind::Meeting, row)
    }

    /// The row as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.row as usize
    }
}
