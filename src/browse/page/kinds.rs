//! What the card of each kind of record shows, from top to bottom, a row each. A field that is a text or a link needs
//! no more than its row; what is put together in a way of its own has a function in `gathered.rs` or `meeting.rs`.

use self::CardPart::{
    Dated, From, Gathered, Line, Meetings, OnTheDate, OtherNames, Series, Texts, To, Together,
};
use self::LineCell::{Date, Field, Labelled, Number, OrUnknown, Short, Spoken, Window};
use super::Page;
use super::gathered::{around, came_for, members, missing_meeting, related_topics, roles};
use super::meeting::{agreements, lead, neighbours, organisations, people, topics};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS};
use crate::data::{Dataset, Kind, RecordId, Relation};

/// A part of a card. The first text is its heading.
pub(super) enum CardPart {
    /// A short line under the title, told apart by dots.
    Line(&'static [LineCell]),
    /// Its other names, and the one that it is sorted under.
    OtherNames,
    Texts(&'static str, &'static str),
    /// What one should know of the date.
    OnTheDate,
    /// The series that are shown on it, with what is known of each.
    Series(&'static str),
    /// Its meetings, with the silences between them; and what the right-hand column tells.
    Meetings(&'static str),
    /// Records named for the same meetings, the most often named first.
    Together(&'static str, &'static [Relation]),
    /// Links by the facts of a field, which state a relation.
    To(&'static str, &'static str, Relation),
    /// Links by a relation that others state to it.
    From(&'static str, Relation),
    /// The same, with the dates of the others and a word for the relation.
    Dated(&'static str, Relation, &'static str),
    /// What is put together in a way of its own.
    Gathered(fn(&mut Page, &Dataset, RecordId)),
}

/// A part of a line.
pub(super) enum LineCell {
    /// When it was.
    Date,
    /// The days between which the date lies.
    Window,
    /// The series of a meeting, and its number there.
    Number,
    /// The short name, where that is another one.
    Short,
    /// What the fact of a field says.
    Field(&'static str),
    /// The same behind a word.
    Labelled(&'static str, &'static str),
    /// The same of a word of the format, which is told with blanks.
    Spoken(&'static str, &'static str),
    /// What the fact of a field says, or what to say where it is not known.
    OrUnknown(&'static str, &'static str),
}

/// The parts of the card of a kind, in the order in which they are read.
pub(super) const fn parts(kind: Kind) -> &'static [CardPart] {
    match kind {
        Kind::Meeting => MEETING,
        Kind::Person => PERSON,
        Kind::Organisation => ORGANISATION,
        Kind::Topic => TOPIC,
        Kind::Agreement => AGREEMENT,
        Kind::Source => SOURCE,
    }
}

const MEETING: &[CardPart] = &[
    Line(&[Date, Number, OrUnknown("place", "place not known")]),
    Line(&[Field("kind"), Spoken("confidence ", "confidence")]),
    Line(&[Window]),
    OtherNames,
    Line(&[Field("relation")]),
    Gathered(neighbours),
    Texts("", "summary"),
    Gathered(people),
    Gathered(topics),
    Gathered(organisations),
    Gathered(lead),
    Series("THE SERIES"),
    To("PART OF", "part_of", Relation::PartOf),
    From("PARTS", Relation::PartOf),
    Gathered(agreements),
    Texts("OUTCOMES", "outcomes"),
    Texts("NOTE", "note"),
    OnTheDate,
];

const PERSON: &[CardPart] = &[
    OtherNames,
    Gathered(roles),
    Gathered(came_for),
    Meetings("named as"),
    Together("NAMED WITH", PEOPLE),
    Together("TOPICS", TOPICS),
    Together("ORGANISATIONS NAMED WITH", ORGANISATIONS),
    Dated("SIGNED", Relation::Signatory, ""),
    Texts("NOTE", "note"),
];

const ORGANISATION: &[CardPart] = &[
    Line(&[Short, Field("kind")]),
    OtherNames,
    Meetings("named for it"),
    Together("NAMED WITH", ORGANISATIONS),
    Together("TOPICS", TOPICS),
    Together("PEOPLE NAMED", PEOPLE),
    To("PART OF", "parent", Relation::Parent),
    From("ITS PARTS", Relation::Parent),
    To("TOOK OVER FROM", "successor_of", Relation::SuccessorOf),
    From("FOLLOWED BY", Relation::SuccessorOf),
    Dated("LED", Relation::Lead, ""),
    Gathered(members),
    Dated("AGREEMENTS", Relation::Party, "party"),
    Texts("NOTE", "note"),
];

const TOPIC: &[CardPart] = &[
    Line(&[Short, Field("theme")]),
    OtherNames,
    Meetings("weight"),
    Together("PEOPLE NAMED", PEOPLE),
    Together("TOGETHER WITH", TOPICS),
    Together("ORGANISATIONS NAMED", ORGANISATIONS),
    To("PART OF", "broader", Relation::Broader),
    From("NARROWER TOPICS", Relation::Broader),
    Gathered(related_topics),
    Dated("AGREEMENTS", Relation::Subject, ""),
    Texts("NOTE", "note"),
];

const AGREEMENT: &[CardPart] = &[
    Line(&[Date, Field("kind")]),
    OtherNames,
    Texts("", "summary"),
    To("PARTIES", "parties", Relation::Party),
    To("SIGNED BY", "signatories", Relation::Signatory),
    To("TOPICS", "topics", Relation::Subject),
    Gathered(around),
    Meetings(""),
    Gathered(missing_meeting),
    Series("SERIES UNDER IT"),
    Texts("NOTE", "note"),
    OnTheDate,
];

const SOURCE: &[CardPart] = &[
    Line(&[OrUnknown("publisher", "publisher ?")]),
    Line(&[Date, Labelled("language ", "language")]),
    Line(&[OrUnknown("url", "address ?")]),
    Texts("NOTE", "note"),
    Meetings(""),
    Dated("AGREEMENTS", Relation::AgreementSource, ""),
    From("PEOPLE", Relation::PersonSource),
    From("ORGANISATIONS", Relation::OrganisationSource),
    From("TOPICS", Relation::TopicSource),
    From("BEARS ON THE SOURCES", Relation::SourceSource),
];
