//! How well a word, or a whole query, matches a record.

use std::cmp::Ordering;

use crate::data::{Kind, RecordId};

/// How well a word, or a whole query, matches; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The query is a whole name, short name or alias.
    WholeName,
    /// It is a whole word.
    WholeWord,
    /// It begins a word.
    WordStart,
    /// It is the first letters of words, one after the other: `hld` for High-level Dialogue.
    Initials,
    /// It stands inside a word.
    Inside,
    /// It is a word with one or two letters wrong; only where nothing better was found.
    Typo,
    /// Its letters stand close together, in order; only where few records were found letter for letter.
    Fuzzy,
}

/// How exactly a hit is what was typed; the most exact first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactness {
    /// It is written like that, apart from accents and case.
    AsTyped,
    /// It is written in another script, or spelt in another usual way.
    Respelt,
    /// Letters are wrong or missing.
    Guess,
}

/// How a word stands where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// Letter for letter.
    Exact,
    /// As the first letters of words.
    Initials,
    /// With so many letters wrong.
    LettersOff(u8),
    /// With letters left out.
    Fuzzy,
}

/// A record that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// How well it matches: as well as the worst of the words.
    pub rank: Rank,
    /// Whether some word was found only as it is written in other letters: transliterated, or `ue` for `ü`.
    pub respelt: bool,
    /// Whether some word was found only through roles, people, topics, organisations or the publisher.
    pub related: bool,
    /// How far it is from a match letter for letter, 0 being letter for letter; it orders the ranks
    /// [`Typo`](Rank::Typo) and [`Fuzzy`](Rank::Fuzzy).
    pub loss: u32,
}

/// How words stand in a text or a record, in one byte, for columns of a million; the best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit(u8);

/// How well one word, or several, match a record; the best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grade {
    pub rank: Rank,
    pub respelt: bool,
    pub through: Through,
    pub loss: u32,
}

/// By whose texts words find a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Through {
    /// By its own names.
    Own,
    /// A person by roles and their organisations, a source by its publisher.
    Related,
    /// A meeting by what it names. A meeting called so is always that first.
    Named,
}

impl Exactness {
    pub(super) const ALL: [Self; 3] = [Self::AsTyped, Self::Respelt, Self::Guess];

    pub(super) fn of(rank: Rank, respelt: bool) -> Self {
        match (rank > Rank::Inside, respelt) {
            (true, _) => Self::Guess,
            (false, true) => Self::Respelt,
            (false, false) => Self::AsTyped,
        }
    }
}

impl Fit {
    /// So many there are.
    pub(super) const COUNT: usize = 1 << 6;
    /// They do not stand there.
    pub(super) const NONE: Self = Self(u8::MAX);

    /// Whether they are written in other letters there, whether a meeting names them, the rank, and whether they
    /// stand in what is related, from the highest bit to the lowest.
    const RESPELT: u8 = 1 << 5;
    const NAMED: u8 = 1 << 4;
    const RANK: u8 = 0b1110;
    const RELATED: u8 = 1;

    pub(super) fn new(rank: Rank, respelt: bool) -> Self {
        let respelt = if respelt { Self::RESPELT } else { 0 };
        Self(respelt | (rank as u8) << 1)
    }

    /// The same by other texts than a record's own names.
    pub(super) fn of_others(self, kind: Kind) -> Self {
        match kind {
            Kind::Meeting => Self(self.0 | Self::NAMED),
            Kind::Person | Kind::Organisation | Kind::Topic | Kind::Agreement | Kind::Source => {
                Self(self.0 | Self::RELATED)
            }
        }
    }

    /// All in order, from 0.
    pub(super) fn nth(nth: usize) -> Self {
        Self(u8::try_from(nth).unwrap_or(u8::MAX))
    }

    pub(super) fn at(self) -> usize {
        self.0 as usize
    }

    /// Both must stand; the worse of the two counts.
    pub(super) fn and(self, other: Self) -> Self {
        let rank = (self.0 & Self::RANK).max(other.0 & Self::RANK);
        Self(rank | (self.0 | other.0) & !Self::RANK)
    }

    pub(super) fn rank(self) -> Rank {
        const RANKS: [Rank; 7] = [
            Rank::WholeName,
            Rank::WholeWord,
            Rank::WordStart,
            Rank::Initials,
            Rank::Inside,
            Rank::Typo,
            Rank::Fuzzy,
        ];
        let rank = RANKS.get(usize::from(self.0 & Self::RANK) / 2);
        rank.copied().unwrap_or(Rank::Fuzzy)
    }

    pub(super) fn is_respelt(self) -> bool {
        self.0 & Self::RESPELT > 0
    }

    pub(super) fn grade(self) -> Grade {
        Grade {
            rank: self.rank(),
            respelt: self.is_respelt(),
            through: match self.0 & (Self::NAMED | Self::RELATED) {
                0 => Through::Own,
                Self::RELATED => Through::Related,
                _ => Through::Named,
            },
            loss: 0,
        }
    }
}

impl Grade {
    /// With that rank, and that far from a match letter for letter.
    pub(super) fn inexact(rank: Rank, loss: u32) -> Self {
        Self {
            loss,
            ..Fit::new(rank, false).grade()
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            rank: self.rank.max(other.rank),
            respelt: self.respelt || other.respelt,
            through: self.through.max(other.through),
            loss: self.loss.saturating_add(other.loss),
        }
    }

    /// By what grades are put in order.
    fn key(self) -> (Exactness, bool, bool, Rank, Through, u32) {
        let exactness = Exactness::of(self.rank, self.respelt);
        let named = self.through == Through::Named;
        (
            exactness,
            self.respelt,
            named,
            self.rank,
            self.through,
            self.loss,
        )
    }

    /// Whether it was found only by other texts than its own names.
    pub(super) fn is_related(self) -> bool {
        self.through != Through::Own
    }

    pub(super) fn hit(self, id: RecordId) -> Hit {
        Hit {
            id,
            rank: self.rank,
            respelt: self.respelt,
            related: self.is_related(),
            loss: self.loss,
        }
    }
}

impl Ord for Grade {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Grade {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
