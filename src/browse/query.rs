//! What to keep of the timeline: a query, each part of it a chip that can be seen and dropped.

use std::borrow::Cow;

use crate::data::{Dataset, Kind, RecordId};
use crate::text::clean_line;

/// One thing that a meeting can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Is it a meeting of this record?
    Of(RecordId),
    /// Is it of this series?
    Series(usize),
    /// May it have been held in this year?
    In(i16),
}

/// One part of a query: a question, and whether its meetings are kept or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The question.
    pub ask: Ask,
    /// Whether a yes leaves the meeting out.
    pub out: bool,
}

/// Parts that must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    parts: Vec<Part>,
}

impl Ask {
    /// The question whose meetings are those of the record.
    #[must_use]
    pub fn meetings_of(dataset: &Dataset, id: RecordId) -> Self {
        match id.kind {
            Kind::Meeting => dataset.series_of(id).map_or(Self::Of(id), Self::Series),
            _ => Self::Of(id),
        }
    }

    /// The rows of the meetings that say yes, in the order of the timeline.
    fn rows(self, dataset: &Dataset) -> Cow<'_, [u32]> {
        match self {
            Self::Of(id) => dataset.meetings_of(id),
            Self::Series(series) => Cow::Borrowed(dataset.series_meetings(series)),
            Self::In(year) => {
                let (first, last) = ((year, 1, 1), (year, 12, 31));
                let within = |id: &RecordId| {
                    let date = dataset.date(*id);
                    date.is_some_and(|date| date.may_fall_within(first, last))
                };
                let meetings = dataset.all(Kind::Meeting).filter(within);
                Cow::Owned(meetings.map(|id| id.row).collect())
            }
        }
    }

    /// The question in the query language, e.g. `person:claus-sorensen`.
    #[must_use]
    pub fn term(self, dataset: &Dataset) -> String {
        let (field, value) = match self {
            Self::Of(id) => (field(id.kind), clean_line(dataset.raw_id(id))),
            Self::Series(series) => ("series", clean_line(dataset.series_id(series))),
            Self::In(year) => ("in", Cow::Owned(format!("{year:04}"))),
        };
        let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        if value.chars().all(plain) {
            format!("{field}:{value}")
        } else {
            format!("{field}:\"{value}\"")
        }
    }

    /// The question in a few words for a chip: a short name.
    #[must_use]
    pub fn label(self, dataset: &Dataset) -> String {
        match self {
            Self::Of(id) => dataset.short(id).to_owned(),
            Self::Series(series) => dataset.series_short(series).into_owned(),
            Self::In(year) => format!("{year:04}"),
        }
    }

    /// The question as a noun with its full name: `Senior Officials Meeting`, `Claus Sørensen`.
    fn noun(self, dataset: &Dataset) -> String {
        match self {
            Self::Of(id) => format!("meeting of {}", dataset.name(id)),
            Self::Series(series) => dataset.series_name(series).into_owned(),
            Self::In(year) => format!("meeting in {year:04}"),
        }
    }
}

fn field(kind: Kind) -> &'static str {
    match kind {
        Kind::Meeting => "meeting",
        Kind::Person => "person",
        Kind::Organisation => "org",
        Kind::Topic => "topic",
        Kind::Agreement => "agreement",
        Kind::Source => "source",
    }
}

impl Part {
    /// The part in the query language; a `-` leaves out.
    #[must_use]
    pub fn term(self, dataset: &Dataset) -> String {
        let minus = if self.out { "-" } else { "" };
        format!("{minus}{}", self.ask.term(dataset))
    }

    /// The part in a few words for a chip.
    #[must_use]
    pub fn label(self, dataset: &Dataset) -> String {
        let not = if self.out { "not " } else { "" };
        format!("{not}{}", self.ask.label(dataset))
    }
}

impl Query {
    /// The parts, in the order in which they were added.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether everything is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The query with one part more; `None` when it has that part already. A part that says the opposite
    /// of one that is there takes its place.
    #[must_use]
    pub fn with(&self, part: Part) -> Option<Self> {
        if self.parts.contains(&part) {
            return None;
        }
        let others = self.parts.iter().filter(|other| other.ask != part.ask);
        let parts = others.copied().chain([part]).collect();
        Some(Self { parts })
    }

    /// The query without the part added last.
    #[must_use]
    pub fn without_last(&self) -> Self {
        let kept = self.parts.len().saturating_sub(1);
        Self {
            parts: self.parts.iter().take(kept).copied().collect(),
        }
    }

    /// The whole query in the query language.
    #[must_use]
    pub fn text(&self, dataset: &Dataset) -> String {
        let terms: Vec<String> = self.parts.iter().map(|part| part.term(dataset)).collect();
        terms.join(" ")
    }

    /// The rows of the meetings that are kept, in the order of the timeline.
    #[must_use]
    pub fn keep(&self, dataset: &Dataset) -> Vec<u32> {
        let mut lists: Vec<(Cow<'_, [u32]>, bool)> = self
            .parts
            .iter()
            .map(|part| (part.ask.rows(dataset), part.out))
            .collect();
        // The shortest list first, so that the work is that of the rarest thing asked for.
        lists.sort_by_key(|(rows, out)| (*out, rows.len()));
        let mut lists = lists.into_iter().peekable();
        let mut kept = match lists.next_if(|(_, out)| !out) {
            Some((rows, _)) => rows.into_owned(),
            None => dataset.all(Kind::Meeting).map(|id| id.row).collect(),
        };
        for (rows, out) in lists {
            kept.retain(|row| rows.binary_search(row).is_ok() != out);
        }
        kept
    }

    /// Why nothing is kept, in a sentence.
    #[must_use]
    pub fn why_nothing(&self, dataset: &Dataset) -> String {
        if dataset.count(Kind::Meeting) == 0 {
            return "this dataset has no meetings".to_owned();
        }
        let alone = |part: &&Part| {
            let query = Self {
                parts: vec![**part],
            };
            query.keep(dataset).is_empty()
        };
        if let Some(part) = self.parts.iter().find(alone) {
            let is = if part.out { "every meeting is a" } else { "no" };
            return format!("{is} {} on record", part.ask.noun(dataset));
        }
        let kept: Vec<_> = self.parts.iter().filter(|part| !part.out).collect();
        let has = match kept.len() {
            0 | 1 => "no meeting is left",
            2 => "no meeting has both",
            _ => "no meeting has all of these",
        };
        match self.missing_in_year(dataset) {
            Some(reason) => format!("{has}; {reason}"),
            None => has.to_owned(),
        }
    }

    /// What a year that was asked for lacks: the first other part with no meeting in it.
    fn missing_in_year(&self, dataset: &Dataset) -> Option<String> {
        let mut years = self.parts.iter().filter_map(|part| match part.ask {
            Ask::In(year) if !part.out => Some((*part, year)),
            _ => None,
        });
        let (in_year, year) = years.next_back()?;
        let missing = self.parts.iter().find(|part| {
            let parts = vec![in_year, **part];
            !part.out && Self { parts }.keep(dataset).is_empty()
        })?;
        let noun = missing.ask.noun(dataset);
        Some(format!("for {year:04} there is no {noun} on record"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load};

    fn bundled() -> Dataset {
        load(&Origin::Bundled).expect("bundled")
    }

    fn of(dataset: &Dataset, key: &str) -> Ask {
        Ask::meetings_of(dataset, dataset.find_key(key).expect(key))
    }

    fn query(parts: &[(Ask, bool)]) -> Query {
        let mut query = Query::default();
        for (ask, out) in parts {
            query = query
                .with(Part {
                    ask: *ask,
                    out: *out,
                })
                .expect("new");
        }
        query
    }

    fn keys(dataset: &Dataset, query: &Query) -> Vec<String> {
        let rows = query.keep(dataset).into_iter();
        rows.map(|row| dataset.key(RecordId::meeting(row)))
            .collect()
    }

    #[test]
    fn parts_add_up() {
        let dataset = bundled();
        let swing = of(&dataset, "person/william-lacy-swing");
        let climate = of(&dataset, "topic/climate-migration");
        let both = query(&[(swing, false), (climate, false)]);
        assert_eq!(
            keys(&dataset, &both),
            ["meeting/som-01", "meeting/som-02", "meeting/som-03"]
        );
        let without = query(&[(swing, false), (climate, true)]);
        let (kept, all) = (
            without.keep(&dataset),
            query(&[(swing, false)]).keep(&dataset),
        );
        assert_eq!(kept.len() + 3, all.len());
        assert_eq!(
            both.text(&dataset),
            "person:william-lacy-swing topic:climate-migration"
        );
        assert_eq!(without.without_last(), query(&[(swing, false)]));
    }

    #[test]
    fn a_part_is_added_once_and_its_opposite_takes_its_place() {
        let dataset = bundled();
        let ask = of(&dataset, "person/amy-pope");
        let once = query(&[(ask, false)]);
        assert_eq!(once.with(Part { ask, out: false }), None);
        let opposite = once.with(Part { ask, out: true }).expect("changed");
        assert_eq!(opposite.text(&dataset), "-person:amy-pope");
    }

    #[test]
    fn nothing_is_explained() {
        let dataset = bundled();
        let som = of(&dataset, "meeting/som-02");
        let none = query(&[(som, false), (Ask::In(2015), false)]);
        assert_eq!(
            none.why_nothing(&dataset),
            "no meeting has both; for 2015 there is no EU-IOM Senior Officials Meeting on record"
        );
        let none = query(&[(Ask::In(1999), false)]);
        assert_eq!(none.why_nothing(&dataset), "no meeting in 1999 on record");
    }

    #[test]
    fn an_id_with_blanks_is_quoted() {
        let json = r#"{"format":"sommet/1","topics":[{"id":"a b","name":"x"}]}"#;
        let dataset = crate::data::load_text(json).expect("dataset");
        assert_eq!(of(&dataset, "topic/a b").term(&dataset), "topic:\"a b\"");
    }
}
