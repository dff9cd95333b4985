//! The rows of the timeline: years, meetings and agreements in order, and the silences between them.

use super::query::{Matcher, Query};
use crate::browse::search::{Index, Stop};
use crate::data::{Dataset, Date, Kind, RecordId};

/// A silence shorter than this many months is not worth a row.
const SHORTEST_SILENCE: u32 = 5;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A year heading.
    Year(i16),
    /// The heading of records without a date.
    Undated,
    /// So many months without a record, between two neighbours.
    Silence(u32),
    /// A meeting or an agreement.
    Record(RecordId),
}

impl Row {
    /// The record in that row.
    #[must_use]
    pub fn record(self) -> Option<RecordId> {
        match self {
            Self::Record(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it heads a group.
    #[must_use]
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Year(_) | Self::Undated)
    }
}

/// What one year holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearCount {
    /// The year.
    pub year: i16,
    /// Its meetings.
    pub meetings: u32,
    /// Its agreements.
    pub agreements: u32,
    /// The number of its heading's row.
    pub row: usize,
}

/// The timeline under a filter.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many of them are records.
    pub records: usize,
    /// How many records there are without a filter.
    pub all: usize,
    /// The years that have a record, in order.
    pub years: Vec<YearCount>,
    /// The row of the heading of those without a date.
    pub undated: Option<usize>,
    /// Why a filter keeps nothing; empty otherwise.
    pub why_nothing: String,
}

impl Timeline {
    /// The timeline that a filter keeps. With a filter on, it has meetings only.
    #[must_use]
    pub fn new(dataset: &Dataset, index: &Index, filter: &Query) -> Self {
        Self::until(dataset, index, filter, &Stop::default()).unwrap_or_default()
    }

    /// The same; `None` when it was stopped.
    #[must_use]
    pub fn until(dataset: &Dataset, index: &Index, filter: &Query, stop: &Stop) -> Option<Self> {
        let mut timeline = Self {
            all: dataset.count(Kind::Meeting) + dataset.count(Kind::Agreement),
            ..Self::default()
        };
        let mut writer = Writer::default();
        if filter.is_empty() {
            let records = in_order(dataset);
            records.for_each(|id| writer.write(&mut timeline, id, dataset.date(id)));
        } else {
            let matcher = Matcher::new(dataset, index);
            for row in matcher.keep_until(filter, stop)? {
                let id = RecordId::meeting(row);
                writer.write(&mut timeline, id, dataset.date(id));
            }
            if timeline.rows.is_empty() {
                timeline.why_nothing = filter.why_nothing(&matcher, dataset);
            }
        }
        timeline.rows.shrink_to_fit();
        Some(timeline)
    }

    /// The row of a record, if it is kept.
    #[must_use]
    pub fn row_of(&self, dataset: &Dataset, id: RecordId) -> Option<usize> {
        let row = self.first_from(dataset, id);
        (self.rows.get(row)?.record() == Some(id)).then_some(row)
    }

    /// The row of the record that stands nearest in time to one that may not be kept: of those before it the
    /// last, or else the first of all.
    #[must_use]
    pub fn row_near(&self, dataset: &Dataset, id: RecordId) -> Option<usize> {
        let row = self.first_from(dataset, id);
        let is_record = |row: &usize| self.rows[*row].record().is_some();
        if self.rows.get(row).and_then(|row| row.record()) == Some(id) {
            return Some(row);
        }
        let before = (0..row).rev().find(is_record);
        before.or_else(|| (0..self.rows.len()).find(is_record))
    }

    /// The row of a heading.
    #[must_use]
    pub fn row_of_heading(&self, heading: Row) -> Option<usize> {
        match heading {
            Row::Year(year) => self.years.iter().find(|y| y.year == year).map(|y| y.row),
            Row::Undated => self.undated,
            Row::Silence(_) | Row::Record(_) => None,
        }
    }

    /// The row of the next heading below a row, or of the one above it.
    #[must_use]
    pub fn heading_beside(&self, row: usize, below: bool) -> Option<usize> {
        let years = self.years.iter().map(|year| year.row);
        let mut headings = years.chain(self.undated);
        if below {
            headings.find(|heading| *heading > row)
        } else {
            headings.take_while(|heading| *heading < row).last()
        }
    }

    /// The row of the first record that does not stand before this one in time, or the end.
    fn first_from(&self, dataset: &Dataset, id: RecordId) -> usize {
        let wanted = key(dataset, id);
        let rows = 0..self.rows.len();
        // A heading or a silence stands where the record below it does; there are at most two between records.
        let below = |row: usize| {
            let mut rows = self.rows[row..].iter();
            rows.find_map(|row| row.record())
        };
        let (mut from, mut to) = (rows.start, rows.end);
        while from < to {
            let middle = from + (to - from) / 2;
            if below(middle).is_some_and(|other| key(dataset, other) < wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        let more = self.rows[from..].iter();
        from + more.take_while(|row| row.record().is_none()).count()
    }
}

/// By what records stand in the timeline: agreements before meetings of the same time.
fn key(dataset: &Dataset, id: RecordId) -> impl Ord + use<> {
    let start = dataset.date(id).map(Date::start);
    (start.is_none(), start, id.kind == Kind::Meeting, id.row)
}

/// Agreements and meetings by date; on one day the agreement comes first, as in the file.
fn in_order(dataset: &Dataset) -> impl Iterator<Item = RecordId> {
    let key = |id: &RecordId| {
        let start = dataset.date(*id).map(Date::start);
        (start.is_none(), start)
    };
    let mut agreements = dataset.all(Kind::Agreement).peekable();
    let mut meetings = dataset.all(Kind::Meeting).peekable();
    std::iter::from_fn(move || match (agreements.peek(), meetings.peek()) {
        (Some(a), Some(m)) if key(a) <= key(m) => agreements.next(),
        (Some(_), None) => agreements.next(),
        _ => meetings.next(),
    })
}

/// Where the writing of rows stands.
#[derive(Default)]
struct Writer {
    heading: Option<Row>,
    /// The latest end so far: nothing is silent while a long meeting goes on.
    latest: Option<Date>,
}

impl Writer {
    fn write(&mut self, timeline: &mut Timeline, id: RecordId, date: Option<Date>) {
        if let (Some(latest), Some(date)) = (self.latest, date)
            && let Some(months) = latest.months_until(date)
            && months >= SHORTEST_SILENCE
        {
            timeline.rows.push(Row::Silence(months));
        }
        let heading = date.map_or(Row::Undated, |date| Row::Year(date.year()));
        if self.heading != Some(heading) {
            self.heading = Some(heading);
            if let Row::Year(year) = heading {
                timeline.years.push(YearCount {
                    year,
                    meetings: 0,
                    agreements: 0,
                    row: timeline.rows.len(),
                });
            }
            if heading == Row::Undated {
                timeline.undated = Some(timeline.rows.len());
            }
            timeline.rows.push(heading);
        }
        if let (Some(_), Some(count)) = (date, timeline.years.last_mut()) {
            match id.kind {
                Kind::Agreement => count.agreements += 1,
                _ => count.meetings += 1,
            }
        }
        timeline.rows.push(Row::Record(id));
        timeline.records += 1;
        if date.is_some_and(|date| self.latest.is_none_or(|l| l.end() <= date.end())) {
            self.latest = date;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browse::query::Expr;
    use crate::data::{Origin, load, load_text};

    fn said(dataset: &Dataset, timeline: &Timeline) -> Vec<String> {
        let say = |row: &Row| match row {
            Row::Year(year) => year.to_string(),
            Row::Undated => "undated".to_owned(),
            Row::Silence(months) => format!("… {months}"),
            Row::Record(id) => dataset.key(*id),
        };
        timeline.rows.iter().map(say).collect()
    }

    #[test]
    fn years_head_their_records_and_silences_cross_them() {
        let json = r#"{"format":"sommet/1",
            "agreements":[{"id":"x","title":"X","date":"2014-10-01"}],
            "meetings":[{"id":"u","title":"U"},{"id":"c","title":"C","date":"2015-07-26"},
            {"id":"a","title":"A","date":"2014-10-01"},{"id":"y","title":"Y","date":"2016"},
            {"id":"b","title":"B","date":"2014-10-01/2015-01"}]}"#;
        let dataset = load_text(json).expect("dataset");
        let timeline = Timeline::new(&dataset, &Index::new(&dataset), &Query::default());
        assert_eq!(
            said(&dataset, &timeline),
            [
                "2014",
                "agreement/x",
                "meeting/a",
                "meeting/b",
                "… 6",
                "2015",
                "meeting/c",
                "2016",
                "meeting/y",
                "undated",
                "meeting/u"
            ]
        );
        assert_eq!((timeline.records, timeline.all), (6, 6));
        assert_eq!(timeline.years.len(), 3);
    }

    #[test]
    fn the_dialogue_has_its_silences_and_all_its_records() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let timeline = Timeline::new(&dataset, &Index::new(&dataset), &Query::default());
        let said = said(&dataset, &timeline);
        let after_first = said
            .iter()
            .position(|row| row == "meeting/som-01")
            .expect("som-01")
            + 1;
        assert_eq!(said[after_first], "… 5");
        let all = dataset.count(Kind::Meeting) + dataset.count(Kind::Agreement);
        assert_eq!((timeline.records, timeline.all), (all, all));
        let meetings: u32 = timeline.years.iter().map(|year| year.meetings).sum();
        assert_eq!(meetings as usize, dataset.count(Kind::Meeting));
    }

    #[test]
    fn the_nearest_kept_row_is_the_one_before_or_else_the_first() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let id = |key| dataset.find_key(key).expect(key);
        let topic = Expr::meetings_of(&dataset, id("topic/climate-migration"));
        let filter = Query::of(vec![topic]);
        let timeline = Timeline::new(&dataset, &Index::new(&dataset), &filter);
        let near = |key| {
            let row = timeline.row_near(&dataset, id(key)).expect("near");
            timeline.rows[row].record().map(|id| dataset.key(id))
        };
        assert_eq!(near("meeting/som-02").as_deref(), Some("meeting/som-02"));
        assert_eq!(
            near("meeting/eeas-visit-2015").as_deref(),
            Some("meeting/som-02")
        );
        assert_eq!(
            near("agreement/fpa-io-2008").as_deref(),
            Some("meeting/som-01")
        );
    }
}
