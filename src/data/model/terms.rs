//! The fixed words of the format: how somebody's presence is known, whether a list is complete, how a
//! topic belongs to a meeting, whether a fact was inferred.

/// One word out of a fixed few (`agenda` or `context`); anything else is a flaw of that field.
pub trait Word: Sized + Copy + 'static {
    /// The words and what they mean.
    const WORDS: &'static [(&'static str, Self)];
}

/// The words alone.
const fn words<T: Word, const N: usize>() -> [&'static str; N] {
    let mut words = [""; N];
    let mut nth = 0;
    while nth < N {
        words[nth] = T::WORDS[nth].0;
        nth += 1;
    }
    words
}

/// The words for how it is known that somebody took part.
pub const BASIS: [&str; Basis::WORDS.len()] = words::<Basis, _>();
/// The words for how far a list goes.
pub const COMPLETENESS: [&str; Completeness::WORDS.len()] = words::<Completeness, _>();
/// The words for how a topic belongs to a meeting.
pub const WEIGHT: [&str; Weight::WORDS.len()] = words::<Weight, _>();
/// The words for how a fact is known.
pub const FACT_BASIS: [&str; FactBasis::WORDS.len()] = words::<FactBasis, _>();

/// How it is known that somebody took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Said to have taken part.
    Reported,
    /// Named before the meeting, which is no proof of having come.
    Announced,
    /// Quoted in a text about the meeting.
    Quoted,
    /// It follows from the context.
    Implied,
}

impl Word for Basis {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("reported", Self::Reported),
        ("announced", Self::Announced),
        ("quoted", Self::Quoted),
        ("implied", Self::Implied),
    ];
}

/// Whether a list is known to be complete; absent means unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Completeness {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// Something is known to be missing.
    Partial,
    /// All is there: what is not on it was not there.
    Complete,
}

impl Word for Completeness {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("complete", Self::Complete),
        ("partial", Self::Partial),
        ("unknown", Self::Unknown),
    ];
}

/// How a topic belongs to a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It was an item of the agenda.
    #[default]
    Agenda,
    /// A source names it as backdrop or in the conclusions.
    Context,
}

impl Word for Weight {
    const WORDS: &'static [(&'static str, Self)] =
        &[("agenda", Self::Agenda), ("context", Self::Context)];
}

/// Whether a fact stands in a source or was inferred from what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactBasis {
    /// A source says so.
    Stated,
    /// It follows from something else.
    Inferred,
}

impl Word for FactBasis {
    const WORDS: &'static [(&'static str, Self)] =
        &[("stated", Self::Stated), ("inferred", Self::Inferred)];
}
