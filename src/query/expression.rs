//! A query as it is understood: words, phrases and fields, joined by *and*, *or* and *not*. It is written as it
//! is read.

use std::fmt;

use super::field::{DateFit, Field};
use super::span::TimeSpan;
use crate::data::{Dataset, Kind, RecordId, Year};
use crate::search::Ends;
use crate::text::clean_line;

/// One thing that is asked for, or several joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A word of the record itself.
    Word(String),
    /// Words side by side in a name of the record itself.
    Phrase(String),
    /// Something that a meeting is asked.
    Field(Field, String),
    /// The opposite.
    Not(Box<Expr>),
    /// All of them.
    All(Vec<Expr>),
    /// Any of them.
    Any(Vec<Expr>),
}

/// Parts that must all hold; each is a chip.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    parts: Vec<Expr>,
}

impl Expr {
    /// The question whose meetings are those of the record: of a meeting, those of its series.
    #[must_use]
    pub fn meetings_of(dataset: &Dataset, id: RecordId) -> Self {
        let is_meeting = id.kind == Kind::Meeting;
        let series = is_meeting.then(|| dataset.series_of(id)).flatten();
        match series {
            Some(series) => Self::Field(Field::Series, dataset.series_id(series).to_owned()),
            None => Self::Field(Field::of_kind(id.kind), dataset.written_id(id).into_owned()),
        }
    }

    /// The question for the meetings of which a field has exactly this value.
    pub(crate) fn whole(field: Field, value: &str) -> Self {
        Self::Field(field, format!("^{value}$"))
    }

    /// The question for the meetings of a year.
    #[must_use]
    pub fn in_year(year: i16) -> Self {
        Self::in_years(year, year)
    }

    pub(crate) fn in_years(first: i16, last: i16) -> Self {
        Self::Field(Field::In, years_text(first, last))
    }

    /// The opposite of it.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            Self::Field(Field::Dates, word) => {
                let mut words = DateFit::WORDS.into_iter().map(|(other, _)| other);
                let other = words.find(|other| *other != word).unwrap_or_default();
                Self::Field(Field::Dates, other.to_owned())
            }
            other => Self::Not(Box::new(other)),
        }
    }

    /// The record that the value of a field names by its id.
    #[must_use]
    pub fn record(&self, dataset: &Dataset) -> Option<RecordId> {
        match self {
            Self::Field(field, value) => dataset.find_written(field.kind()?, value),
            _ => None,
        }
    }

    /// A few words for a chip: the short name of a record that is named by its id, else the term itself.
    pub(crate) fn label(&self, dataset: &Dataset) -> String {
        match self {
            Self::Not(inner) => format!("not {}", inner.label(dataset)),
            Self::Field(Field::In, value) => clean_line(value).into_owned(),
            Self::Field(Field::Under, _) => {
                let topic = self.record(dataset).map(|id| dataset.short(id));
                topic.map_or_else(|| self.shown(), |topic| format!("under {topic}"))
            }
            Self::Field(Field::Series, value) => match series_of_id(dataset, value) {
                Some(series) => dataset.series_short(series).into_owned(),
                None => self.shown(),
            },
            Self::Field(field, value) if field.kind().is_none() => {
                let Ends { text, start, end } = Ends::of(value);
                if start && end {
                    return clean_line(&format!("{}:{text}", field.name())).into_owned();
                }
                self.shown()
            }
            _ => match self.record(dataset) {
                Some(id) => dataset.short(id).to_owned(),
                None => self.shown(),
            },
        }
    }

    /// The term as it is written, fit to be shown.
    pub(crate) fn shown(&self) -> String {
        clean_line(&self.to_string()).into_owned()
    }

    /// Its words, phrases and fields, in the order in which they are written.
    pub(super) fn terms(&self) -> Vec<&Self> {
        match self {
            Self::Word(_) | Self::Phrase(_) | Self::Field(..) => vec![self],
            Self::Not(inner) => inner.terms(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::terms).collect(),
        }
    }

    pub(crate) fn has_fields(&self) -> bool {
        let mut terms = self.terms().into_iter();
        terms.any(|term| matches!(term, Self::Field(..)))
    }

    /// Whether only sure or only doubtful dates are asked for, if that is what it asks.
    pub(super) fn dates(&self) -> Option<DateFit> {
        match self {
            Self::Field(Field::Dates, word) => DateFit::named(word),
            _ => None,
        }
    }

    pub(super) fn span(&self) -> Option<TimeSpan> {
        match self {
            Self::Field(field, value) if field.is_time() => TimeSpan::parse(*field, value).ok(),
            _ => None,
        }
    }

    pub(super) fn spans(&self) -> impl Iterator<Item = TimeSpan> {
        self.terms().into_iter().filter_map(Self::span)
    }
}

impl Query {
    /// The query of these parts.
    #[must_use]
    pub fn of(parts: Vec<Expr>) -> Self {
        Self { parts }
    }

    /// The parts, in the order in which they were added.
    #[must_use]
    pub fn parts(&self) -> &[Expr] {
        &self.parts
    }

    /// Whether everything is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The query with one part more; `None` when it has that part already. A part that is the opposite of
    /// one that is there takes its place.
    #[must_use]
    pub fn with(&self, part: Expr) -> Option<Self> {
        if self.parts.contains(&part) {
            return None;
        }
        let opposite = part.clone().negated();
        let others = self.parts.iter().filter(|other| **other != opposite);
        let parts = others.cloned().chain([part]).collect();
        Some(Self { parts })
    }

    pub(crate) fn without_last(&self) -> Self {
        self.without(self.parts.len().saturating_sub(1))
    }

    pub(crate) fn without(&self, nth: usize) -> Self {
        let parts = self.parts.iter().enumerate();
        let kept = parts.filter(|(at, _)| *at != nth);
        Self {
            parts: kept.map(|(_, part)| part.clone()).collect(),
        }
    }

    /// The parts that ask meetings, by fields.
    pub(crate) fn fields(&self) -> Self {
        let fields = self.parts.iter().filter(|part| part.has_fields());
        Self {
            parts: fields.cloned().collect(),
        }
    }

    /// Whether only sure or only doubtful dates are asked for.
    pub(crate) fn dates(&self) -> Option<DateFit> {
        self.parts().iter().find_map(Expr::dates)
    }

    /// The parts that ask something of a record or a meeting.
    pub(super) fn asking(&self) -> impl Iterator<Item = &Expr> {
        let parts = self.parts().iter();
        parts.filter(|part| part.dates().is_none())
    }

    pub(crate) fn asks_time(&self) -> bool {
        self.parts()
            .iter()
            .any(|part| part.spans().next().is_some())
    }
}

pub(super) fn series_of_id(dataset: &Dataset, id: &str) -> Option<usize> {
    (0..dataset.series_count()).find(|series| dataset.series_id(*series) == id)
}

/// Written so that it parses to the same.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts.as_slice() {
            [Expr::Any(_)] | [] => {}
            parts => return write_joined(f, parts, " ", |part| matches!(part, Expr::Any(_))),
        }
        self.parts.first().map_or(Ok(()), |part| part.fmt(f))
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(text) => write_quoted(f, text),
            Self::Field(field, value) => {
                write!(f, "{}:", field.name())?;
                if is_bare(value) {
                    f.write_str(value)
                } else {
                    write_quoted(f, value)
                }
            }
            Self::Not(inner) => {
                f.write_str("-")?;
                if matches!(**inner, Self::All(_) | Self::Any(_)) {
                    write!(f, "({inner})")
                } else {
                    inner.fmt(f)
                }
            }
            Self::All(parts) => write_joined(f, parts, " ", |part| matches!(part, Self::Any(_))),
            Self::Any(parts) => write_joined(f, parts, " or ", |_| false),
        }
    }
}

fn write_joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expr],
    joint: &str,
    in_parentheses: fn(&Expr) -> bool,
) -> fmt::Result {
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            f.write_str(joint)?;
        }
        if in_parentheses(part) {
            write!(f, "({part})")?;
        } else {
            fmt::Display::fmt(part, f)?;
        }
    }
    Ok(())
}

/// Whether a value can stand without quotes.
fn is_bare(value: &str) -> bool {
    !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || "()\"".contains(sign(c)))
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    write!(f, "\"{text}\"")
}

/// The typewriter sign for a sign of the language, as word processors and other keyboards write it.
pub(super) fn sign(character: char) -> char {
    match character {
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' => '"',
        '–' | '—' | '−' | '‐' | '‑' | '－' => '-',
        '（' => '(',
        '）' => ')',
        '：' => ':',
        other => other,
    }
}

/// A year, or years from one to another, as a query writes them.
pub(crate) fn years_text(first: i16, last: i16) -> String {
    if first == last {
        return Year(first).to_string();
    }
    format!("{}..{}", Year(first), Year(last))
}
