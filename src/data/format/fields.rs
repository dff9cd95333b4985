//! What each field of the format may hold: the rules that the schema writes down, in a form that is quick
//! to ask. A record is watched by them while it is read, its flaws are named by them, and an export copies
//! what they know. A test holds them and the schema together.

use crate::data::model::date::{Date, DateFlaw};
use crate::text::excerpt;

/// What may stand in one place.
#[derive(Clone, Copy, Debug)]
pub enum FieldRule {
    /// A text of one line.
    Line,
    /// A text of one line that says something.
    Name,
    /// A text of several lines.
    Prose,
    /// A text of several lines that says something.
    Saying,
    /// The name of a field of the record.
    FieldName,
    /// An id.
    Id,
    /// A record as `kind/id`.
    Key,
    /// A date (EDTF).
    Date,
    /// The name and version of the format.
    Format,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number from 1.
    Ordinal,
    /// A whole number from 0.
    Count,
    /// A number from 0.
    Amount,
    /// A list in which nothing stands twice.
    List(&'static FieldRule),
    /// An object.
    Object(&'static Fields),
    /// An id, or an object.
    IdOr(&'static Fields),
}

/// The members of an object.
#[derive(Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "an object has fields, and what is asked of them"
)]
pub struct Fields {
    /// Each by its name; no more than fit a number of 64 bits.
    pub fields: &'static [FieldSpec],
    /// Of these there must be one at least, if there are any.
    pub one_of: &'static [&'static str],
    /// Dates of which none may lie before one that stands in front of it here.
    pub in_order: &'static [&'static str],
}

/// One member of an object.
#[derive(Debug)]
pub struct FieldSpec {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub rule: FieldRule,
    /// Whether it must be there.
    pub needed: bool,
}

/// The fields of an object by their rules.
macro_rules! fields {
    ($(one_of $one_of:tt)? $(in_order $in_order:tt)? {
        $($field:ident: $rule:expr $(, $needed:ident)?;)*
    }) => {
        Fields {
            fields: &[$(FieldSpec {
                name: stringify!($field),
                rule: $rule,
                needed: !stringify!($($needed)?).is_empty(),
            }),*],
            one_of: names!($($one_of)?),
            in_order: names!($($in_order)?),
        }
    };
}

macro_rules! names {
    ($([$($name:ident),*])?) => { &[$($(stringify!($name)),*)?] };
}

pub(super) use {fields, names};

/// How many lines a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One.
    One,
    /// Any number.
    Many,
}

/// What is wrong with a text where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFlaw {
    /// No text may stand there.
    NoText,
    /// It says nothing.
    Empty,
    /// It is not written `kind/id`.
    NoKey,
    /// It is none of the words.
    NoWord,
    /// It is no name of this format.
    NoFormat,
    /// It is no date, or not quite one.
    NoDate(DateFlaw),
}

impl TextFlaw {
    /// Whether the text is of use in spite of it.
    pub const fn lets_stay(self) -> bool {
        matches!(self, Self::NoDate(_) | Self::NoFormat)
    }
}

/// The greatest number that a meeting may have in its series.
pub const MOST_ORDINAL: u64 = u32::MAX as u64;

impl FieldRule {
    /// How many lines a text has that is shown as it stands; `None` where there is no such text.
    pub const fn shows_lines(&self) -> Option<Lines> {
        match self {
            Self::Line | Self::Name | Self::FieldName => Some(Lines::One),
            Self::Prose | Self::Saying => Some(Lines::Many),
            _ => None,
        }
    }

    /// What is wrong with a text here.
    pub fn text_flaw(&self, text: &str) -> Option<TextFlaw> {
        let wrong = |is: bool, flaw| is.then_some(flaw);
        match self {
            Self::Line | Self::Prose => None,
            Self::Name | Self::Saying | Self::FieldName => {
                wrong(text.trim().is_empty(), TextFlaw::Empty)
            }
            Self::Id | Self::IdOr(_) => wrong(text.is_empty(), TextFlaw::Empty),
            Self::Key => wrong(!is_key(text), TextFlaw::NoKey),
            Self::Date if text.is_empty() => Some(TextFlaw::Empty),
            Self::Date => Date::parse(text).err().map(TextFlaw::NoDate),
            Self::Format => wrong(!is_format(text), TextFlaw::NoFormat),
            Self::Word(words) => wrong(!words.contains(&text), TextFlaw::NoWord),
            Self::Flag
            | Self::Ordinal
            | Self::Count
            | Self::Amount
            | Self::List(_)
            | Self::Object(_) => Some(TextFlaw::NoText),
        }
    }

    /// Whether a number may stand here, as far as it is one of 64 bits.
    pub fn takes_number(&self, number: f64) -> bool {
        let is_whole = number.fract() == 0.0;
        #[expect(clippy::cast_precision_loss, reason = "it is a number of 32 bits")]
        let most = MOST_ORDINAL as f64;
        match self {
            Self::Ordinal => is_whole && (1.0..=most).contains(&number),
            Self::Count => is_whole && (0.0..=most).contains(&number),
            Self::Amount => number >= 0.0,
            _ => false,
        }
    }

    /// What is expected here, in a few words.
    pub const fn expected(&self) -> &'static str {
        match self {
            Self::Flag => "`true` or `false`",
            Self::Ordinal => "a whole number from 1 to 4294967295",
            Self::Count => "a whole number from 0 to 4294967295",
            Self::Amount => "a number from 0",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::IdOr(_) => "an id or an object",
            Self::Id => "an id",
            _ => "a text",
        }
    }

    /// The sentence for a text that has a flaw here.
    pub fn sentence(&self, text: &str, flaw: TextFlaw) -> String {
        let text = excerpt(text);
        match (flaw, self) {
            (TextFlaw::Empty, _) => "is empty; left out".to_owned(),
            (TextFlaw::NoKey, _) => {
                format!(
                    "`{text}` is no record of this dataset: write its kind and its id, as in meeting/som-02"
                )
            }
            (TextFlaw::NoWord, Self::Word(words)) => {
                format!("`{text}` is none of {}; left out", words.join(", "))
            }
            (TextFlaw::NoFormat, _) => {
                format!("`{text}` is no version of this format; read as sommet/1")
            }
            (TextFlaw::NoDate(flaw), _) => date_sentence(&text, flaw),
            _ => format!("`{text}` is not {}; left out", self.expected()),
        }
    }
}

fn date_sentence(text: &str, flaw: DateFlaw) -> String {
    match flaw {
        DateFlaw::Unreadable => format!(
            "`{text}` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text"
        ),
        DateFlaw::EndsBeforeStart(start) => {
            format!("`{text}` ends before it starts; {start} is used")
        }
        DateFlaw::Padded(date) => format!("`{text}` has blanks around it; {date} is used"),
        DateFlaw::NoTime(date) => {
            format!("`{text}` has no time of day like T19:00 or T19:00+01:00; {date} is used")
        }
    }
}

impl Fields {
    /// The number of the field of that name. Most members stand in the order of the table: it is looked for
    /// from that number on first.
    pub fn find(&self, name: &str, from: usize) -> Option<usize> {
        let from = from.min(self.fields.len());
        let (before, after) = self.fields.split_at(from);
        let at = |fields: &[FieldSpec]| fields.iter().position(|field| field.name == name);
        at(after).map(|at| at + from).or_else(|| at(before))
    }

    /// The number of the field of that name.
    pub fn number_of(&self, name: &str) -> Option<usize> {
        self.find(name, 0)
    }

    /// The names of the fields that are missing, when those with these numbers are there.
    pub fn missing(&self, there: u64) -> impl Iterator<Item = &'static str> {
        let fields = self.fields.iter().enumerate();
        let missing = fields.filter(move |(nth, field)| field.needed && there & bit(*nth) == 0);
        missing.map(|(_, field)| field.name)
    }

    /// Whether one of those of which one must be there is.
    pub fn has_one(&self, there: u64) -> bool {
        let mut numbers = self.one_of.iter().filter_map(|name| self.number_of(name));
        self.one_of.is_empty() || numbers.any(|nth| there & bit(nth) != 0)
    }
}

/// The mark of a field among those that are there.
pub const fn bit(nth: usize) -> u64 {
    1 << (nth & 63)
}

/// The dates of an object that are in order or not, in the order in which they should be.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateOrder([Option<Date>; DateOrder::MOST]);

impl DateOrder {
    /// No object has more of them.
    pub const MOST: usize = 2;

    /// Takes note of the date of a field, if it is one of those that are in order.
    pub fn note(&mut self, fields: &Fields, name: &str, date: Option<Date>) {
        let nth = fields.in_order.iter().position(|known| *known == name);
        if let Some(place) = nth.and_then(|nth| self.0.get_mut(nth)) {
            *place = date;
        }
    }

    /// The numbers of two of which the second lies wholly before the first, with both.
    pub fn out_of_order(&self) -> Option<[(usize, Date); 2]> {
        let known = self.0.iter().enumerate();
        let known = known.filter_map(|(nth, date)| Some((nth, (*date)?)));
        known.clone().find_map(|(nth, first)| {
            let mut later = known.clone().filter(|(other, _)| *other > nth);
            let is_before =
                |(_, date): &(usize, Date)| date.end().latest() < first.start().earliest();
            Some([(nth, first), later.find(is_before)?])
        })
    }
}

/// Whether it is written `kind/id`.
fn is_key(text: &str) -> bool {
    text.split_once('/')
        .is_some_and(|(kind, id)| crate::data::Kind::from_word(kind).is_some() && !id.is_empty())
}

/// Whether it names this format, or a later minor version of it.
fn is_format(text: &str) -> bool {
    text.strip_prefix("sommet/1").is_some_and(|minor| {
        minor.is_empty()
            || minor.strip_prefix('.').is_some_and(|parts| {
                let is_number =
                    |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                parts.split('.').all(is_number)
            })
    })
}

#[cfg(test)]
mod tests;
