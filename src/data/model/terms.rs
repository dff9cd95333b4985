//! The fixed words of the format: how somebody's presence is known, whether a list is complete, how a
//! topic belongs to a meeting, whether a fact was inferred.

/// One word out of a fixed few (`agenda` or `context`); anything else is a flaw of that field.
pub trait Keyword: Sized + Copy + 'static {
    /// The words and what they mean.
    const WORDS: &'static [(&'static str, Self)];

    /// The words alone.
    const NAMES: &'static [&'static str];
}

/// The words for the values of a type, in the order in which they are named.
macro_rules! words {
    ($type:ident: $($word:literal $value:ident),*) => {
        impl Keyword for $type {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$value)),*];
            const NAMES: &'static [&'static str] = &[$($word),*];
        }
    };
}

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

words!(Basis: "reported" Reported, "announced" Announced, "quoted" Quoted, "implied" Implied);

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

words!(Completeness: "complete" Complete, "partial" Partial, "unknown" Unknown);

/// How a topic belongs to a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It was an item of the agenda.
    #[default]
    Agenda,
    /// A source names it as backdrop or in the conclusions.
    Context,
}

words!(Weight: "agenda" Agenda, "context" Context);

/// Whether a fact stands in a source or was inferred from what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactBasis {
    /// A source says so.
    Stated,
    /// It follows from something else.
    Inferred,
}

words!(FactBasis: "stated" Stated, "inferred" Inferred);
