//! What a study can be asked beside its records, as the options of the command line say it.

use crate::data::{Basis, Dataset, Kind, RecordId};
use crate::facts::{Fact, Sure};

/// What a column of lanes is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// A meeting.
    #[default]
    Meeting,
    /// A year, by the start of its meetings; those without a date share the last column.
    Year,
}

impl By {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Meeting, Self::Year];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Year => "year",
        }
    }
}

/// The order of lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LaneOrder {
    /// Seen last, first.
    Last,
    /// Seen first, first.
    #[default]
    First,
    /// Silent for the longest up to the end, first.
    Silence,
    /// At the most meetings, first.
    Count,
    /// Back after the longest silence, first.
    Comeback,
}

impl LaneOrder {
    /// Every order, in the order in which a key goes through them.
    pub const ALL: [Self; 5] = [
        Self::Last,
        Self::Count,
        Self::Comeback,
        Self::Silence,
        Self::First,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::First => "first",
            Self::Silence => "silence",
            Self::Count => "count",
            Self::Comeback => "comeback",
        }
    }
}

/// What may stand between two meetings of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// People alone.
    People,
    /// People and organisations.
    Organisations,
    /// People, organisations and topics.
    Topics,
}

impl Via {
    /// Every one, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::People, Self::Organisations, Self::Topics];

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("people", "people"),
            Self::Organisations => ("organisations", "people and organisations"),
            Self::Topics => ("topics", "people, organisations and topics"),
        }
    }

    /// The word for it: the last of its kinds.
    pub const fn word(self) -> &'static str {
        self.words().0
    }

    /// All its kinds in words.
    pub const fn in_words(self) -> &'static str {
        self.words().1
    }

    /// The kinds of record that may stand between.
    pub const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::People => &[Kind::Person],
            Self::Organisations => &[Kind::Person, Kind::Organisation],
            Self::Topics => &[Kind::Person, Kind::Organisation, Kind::Topic],
        }
    }
}

/// The sort of a weakness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weakness {
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

impl Weakness {
    /// Every sort, in the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::Contested,
        Self::Unknown,
        Self::Inferred,
        Self::Unsourced,
        Self::NotReported,
        Self::Said,
    ];

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Contested => ("contested", "sources disagree"),
            Self::Unknown => ("unknown", "not known, or not known to be complete"),
            Self::Inferred => ("inferred", "inferred, not stated in a source"),
            Self::Unsourced => ("unsourced", "no source is given"),
            Self::NotReported => (
                "not-reported",
                "announced or quoted, which is no proof of having come",
            ),
            Self::Said => ("said", "said by the dataset itself"),
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        self.words().0
    }

    /// What it means, in a line.
    pub const fn meaning(self) -> &'static str {
        self.words().1
    }

    /// The sort of a fact, if it is weak.
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

/// The options of a question; the default is what the screen asks first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The kind of the lanes.
    pub of: Kind,
    /// What their columns are.
    pub by: By,
    /// The order of the lanes.
    pub order: LaneOrder,
    /// The records that no chain leads through.
    pub without: Vec<RecordId>,
    /// What may stand between in a chain; `None` tries people first, then more.
    pub via: Option<Via>,
    /// The one sort of weakness that is listed; `None` lists all.
    pub weakness: Option<Weakness>,
    /// Whether a filter narrows what is looked at.
    pub narrowed: bool,
    /// No more than this is looked for; `None` leaves that to the study.
    pub most: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            of: Kind::Topic,
            by: By::default(),
            order: LaneOrder::default(),
            without: Vec::new(),
            via: None,
            weakness: None,
            narrowed: false,
            most: None,
        }
    }
}

impl Options {
    /// Those that are not the default, as words of the command line.
    pub(super) fn words(&self, dataset: &Dataset) -> Vec<String> {
        let plain = Self::default();
        let option = |name: &str, word: &str| [name.to_owned(), word.to_owned()];
        let mut words: Vec<String> = self
            .weakness
            .map(Weakness::word)
            .map(str::to_owned)
            .into_iter()
            .collect();
        if self.of != plain.of {
            words.extend(option("--of", self.of.many()));
        }
        if self.by != plain.by {
            words.extend(option("--by", self.by.word()));
        }
        if self.order != plain.order {
            words.extend(option("--sort", self.order.word()));
        }
        for id in &self.without {
            words.extend(option("--without", &dataset.key(*id)));
        }
        words.extend(self.via.iter().flat_map(|via| option("--via", via.word())));
        words
    }
}
