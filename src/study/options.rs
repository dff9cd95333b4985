//! What a study can be asked beside its records, as the options of the command line say it.

use crate::data::{Basis, Dataset, Kind, RecordId};
use crate::facts::{Fact, Sure};

/// An enum of the values of an option: the word for each, and what completions say of it.
macro_rules! option_values {
    ($(#[$doc:meta])* $name:ident: $($(#[$of:meta])* $value:ident = $word:literal, $help:literal;)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$of])* $value),+ }

        impl $name {
            /// Every value, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The word for it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// What completions say of it.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$value => $help),+ }
            }
        }
    };
}

option_values! {
    /// What a column of lanes is.
    By:
    Meeting = "meeting", "A meeting";
    /// By the start of its meetings; those without a date share the last column.
    Year = "year", "A year";
}

option_values! {
    /// The order of lanes.
    LaneOrder:
    First = "first", "Seen first, first";
    Last = "last", "Seen last, first";
    /// Up to the end.
    Silence = "silence", "Silent for the longest";
    Count = "count", "At the most meetings";
    Comeback = "comeback", "Back after the longest silence";
}

impl LaneOrder {
    /// The one that a key turns to.
    pub const fn next(self) -> Self {
        match self {
            Self::Last => Self::Count,
            Self::Count => Self::Comeback,
            Self::Comeback => Self::Silence,
            Self::Silence => Self::First,
            Self::First => Self::Last,
        }
    }
}

option_values! {
    /// What may stand between two meetings of a chain; tried in this order.
    Via:
    People = "people", "People";
    Organisations = "organisations", "People and organisations";
    Topics = "topics", "People, organisations and topics";
}

impl Via {
    /// All its kinds in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Organisations => "people and organisations",
            Self::Topics => "people, organisations and topics",
        }
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

option_values! {
    /// The sort of a weakness, in the order in which they are counted.
    Weakness:
    Contested = "contested", "Sources disagree";
    Unknown = "unknown", "Not known, or not known to be complete";
    Inferred = "inferred", "Inferred";
    Unsourced = "unsourced", "Without a source";
    NotReported = "not-reported", "Announced or quoted";
    Said = "said", "Said by the dataset itself";
}

impl Weakness {
    /// What it means, in a line.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Contested => "sources disagree",
            Self::Unknown => "not known, or not known to be complete",
            Self::Inferred => "inferred, not stated in a source",
            Self::Unsourced => "no source is given",
            Self::NotReported => "announced or quoted, which is no proof of having come",
            Self::Said => "said by the dataset itself",
        }
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
            by: By::Meeting,
            order: LaneOrder::First,
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
