//! The rows of the timeline: meetings and agreements in order of time, and the silences between them.

use std::sync::Arc;

use super::query::{Matcher, Query};
use crate::browse::search::{Index, Stop};
use crate::data::{Dataset, Date, Day, Kind, RecordId};

/// A silence shorter than this many months is not worth a row.
const SHORTEST_SILENCE: u32 = 5;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
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
    /// How many of the rows, the first, have a date.
    pub dated: usize,
    /// The rows of the meetings that a filter keeps, in order; `None` where there is no filter.
    pub kept: Option<Arc<Vec<u32>>>,
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
            let kept = matcher.keep_until(filter, stop)?;
            for row in &kept {
                let id = RecordId::meeting(*row);
                writer.write(&mut timeline, id, dataset.date(id));
            }
            timeline.kept = Some(Arc::new(kept));
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

    /// The row of the first record of a day or later, or the last of all.
    #[must_use]
    pub fn row_from(&self, dataset: &Dataset, day: Day) -> Option<usize> {
        let before = |id: RecordId| {
            let date = dataset.date(id);
            date.is_some_and(|date| date.start().earliest() < day)
        };
        let row = self.first_where_not(before);
        let records = |row: &usize| self.rows[*row].record().is_some();
        let last = || (0..self.rows.len()).rev().find(records);
        (row < self.rows.len()).then_some(row).or_else(last)
    }

    /// Whether a meeting is kept.
    #[must_use]
    pub fn keeps(&self, meeting: u32) -> bool {
        let kept = self.kept.as_ref();
        kept.is_none_or(|rows| rows.binary_search(&meeting).is_ok())
    }

    /// The row of the first record that does not stand before this one in time, or the end.
    fn first_from(&self, dataset: &Dataset, id: RecordId) -> usize {
        let wanted = key(dataset, id);
        self.first_where_not(|other| key(dataset, other) < wanted)
    }

    /// The row of the first record for which something does not hold that holds of all before it.
    fn first_where_not(&self, holds: impl Fn(RecordId) -> bool) -> usize {
        let (mut from, mut to) = (0, self.rows.len());
        while from < to {
            let middle = from + (to - from) / 2;
            // A silence stands where the record below it does.
            let below = self.rows[middle..].iter().find_map(|row| row.record());
            if below.is_some_and(&holds) {
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
        timeline.rows.push(Row::Record(id));
        timeline.records += 1;
        if date.is_some() {
            timeline.dated = timeline.rows.len();
        }
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
            Row::Silence(months) => format!("… {months}"),
            Row::Record(id) => dataset.key(*id),
        };
        timeline.rows.iter().map(say).collect()
    }

    #[test]
    fn silences_stand_between_records_and_the_undated_come_last() {
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
                "agreement/x",
                "meeting/a",
                "meeting/b",
                "… 6",
                "meeting/c",
                "meeting/y",
                "meeting/u"
            ]
        );
        assert_eq!((timeline.records, timeline.all), (6, 6));
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
