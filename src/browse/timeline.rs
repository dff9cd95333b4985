//! The rows of the timeline: years, meetings and agreements in order, and the silences between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::silence::{Quiet, Silence};
use super::years::{YearSpan, by_year, empty_between};
use crate::data::{Dataset, Day, Kind, RecordId, TimeOrder};
use crate::query::Number;
use crate::query::{Kept, Matcher, Query};
use crate::search::{Index, Stop, first_where_not};

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A year heading.
    Year(i16),
    /// A year in which nothing is on record, or several of them.
    Empty(YearSpan),
    /// The heading of records without a date.
    Undated,
    /// A time without a record, between two neighbours.
    Silence(Silence),
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

/// What one year holds, or several together in which nothing is on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearCount {
    /// The years, with the meetings that were in them, wherever they are listed.
    pub years: YearSpan,
    /// The meetings listed under it.
    pub meetings: u32,
    /// Its agreements.
    pub agreements: u32,
    /// The number of its heading's row.
    pub row: usize,
}

impl YearCount {
    fn of(years: YearSpan) -> Self {
        Self {
            years,
            meetings: 0,
            agreements: 0,
            row: usize::MAX,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.meetings + self.agreements == 0
    }
}

/// The timeline under a filter.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many of them are records, surely and perhaps.
    pub number: Number,
    /// How many records there are without a filter.
    pub all: usize,
    /// The years between the first and the last record, in order.
    pub years: Vec<YearCount>,
    /// The row of the heading of those without a date.
    pub undated: Option<usize>,
    /// Why a filter keeps nothing; empty otherwise.
    pub why_nothing: String,
    /// How many of the rows, the first, have a time.
    pub dated: usize,
    /// The rows of the meetings that a filter keeps, in order; `None` where there is no filter.
    pub rows_kept: Option<Arc<Vec<u32>>>,
    /// The meetings that a filter keeps.
    kept: Option<Arc<Kept>>,
}

impl Timeline {
    /// The timeline that a filter keeps. With a filter on, it has meetings only.
    #[must_use]
    pub fn new(dataset: &Dataset, index: &Index, filter: &Query) -> Self {
        Self::until(dataset, index, filter, &Stop::default()).unwrap_or_default()
    }

    /// About so many bytes as it takes.
    pub(crate) fn bytes(&self) -> usize {
        let rows = size_of_val(self.rows.as_slice());
        // Those that are kept are noted by their rows, and twice by a bit each.
        let kept = self.rows_kept.as_ref().map_or(0, |kept| kept.len());
        let bits = if self.kept.is_some() { self.all / 4 } else { 0 };
        rows + 4 * kept + bits
    }

    /// The same; `None` when it was stopped.
    pub(crate) fn until(
        dataset: &Dataset,
        index: &Index,
        filter: &Query,
        stop: &Stop,
    ) -> Option<Self> {
        let matcher = Matcher::new(dataset, index);
        let kept = matcher.kept_until(filter, stop)?;
        let years = by_year(dataset, &kept);
        let mut timeline = Self {
            all: dataset.count(Kind::Meeting) + dataset.count(Kind::Agreement),
            number: kept.number(),
            ..Self::default()
        };
        if filter.is_empty() {
            timeline.number.surely += dataset.count(Kind::Agreement);
            timeline.write(dataset, &years, || in_order(dataset));
        } else {
            let rows = kept.rows();
            let records = || rows.iter().map(|row| RecordId::meeting(*row));
            timeline.write(dataset, &years, records);
            if timeline.rows.is_empty() {
                timeline.why_nothing = filter.why_nothing(&matcher, dataset);
            }
            timeline.rows_kept = Some(Arc::new(rows));
            timeline.kept = Some(kept);
        }
        timeline.rows.shrink_to_fit();
        Some(timeline)
    }

    /// The same rows without headings and empty years, as the screen shows them.
    pub(crate) fn without_headings(mut self) -> Self {
        let dated = self.undated.unwrap_or(self.rows.len());
        let is_shown = |row: &Row| matches!(row, Row::Silence(_) | Row::Record(_));
        self.dated = self.rows[..dated]
            .iter()
            .filter(|row| is_shown(row))
            .count();
        self.rows.retain(is_shown);
        self.rows.shrink_to_fit();
        self.undated = None;
        self.years.clear();
        self
    }

    /// The row of the first record of a day or later, or the last of all.
    pub(crate) fn row_from(&self, dataset: &Dataset, day: Day) -> Option<usize> {
        let before = |id: RecordId| dataset.when(id).is_some_and(|when| when.place() < day);
        let row = self.first_where_not(before);
        let is_record = |row: &usize| self.rows[*row].record().is_some();
        let last = || (0..self.rows.len()).rev().find(is_record);
        (row < self.rows.len()).then_some(row).or_else(last)
    }

    pub(crate) fn keeps(&self, meeting: u32) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.has(meeting))
    }

    fn write<I: Iterator<Item = RecordId>>(
        &mut self,
        dataset: &Dataset,
        by_year: &[YearSpan],
        records: impl Fn() -> I,
    ) {
        self.years = count_years(dataset, records(), by_year);
        let mut writer = Writer {
            heading: None,
            quiet: Quiet::before(dataset, records()),
            written: 0,
        };
        records().for_each(|id| writer.write(self, id, dataset));
    }

    /// Whether a meeting fits the filter perhaps, its days not being known.
    pub(crate) fn is_perhaps(&self, id: RecordId) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.is_perhaps(id))
    }

    /// How many meetings without any time the filter leaves out because it asks for a time.
    pub(crate) fn left_out(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| kept.left_out())
    }

    /// The row of a record, if it is kept.
    pub(crate) fn row_of(&self, dataset: &Dataset, id: RecordId) -> Option<usize> {
        let row = self.first_from(dataset, id);
        (self.rows.get(row)?.record() == Some(id)).then_some(row)
    }

    /// The row of the record that stands nearest in time to one that may not be kept: of those before it the
    /// last, or else the first of all.
    pub(crate) fn row_near(&self, dataset: &Dataset, id: RecordId) -> Option<usize> {
        let row = self.first_from(dataset, id);
        let is_record = |row: &usize| self.rows[*row].record().is_some();
        if self.rows.get(row).and_then(|row| row.record()) == Some(id) {
            return Some(row);
        }
        let before = (0..row).rev().find(is_record);
        before.or_else(|| (0..self.rows.len()).find(is_record))
    }

    /// The row of the first record that does not stand before this one in time, or the end.
    fn first_from(&self, dataset: &Dataset, id: RecordId) -> usize {
        let wanted = key(dataset, id);
        self.first_where_not(|other| key(dataset, other) < wanted)
    }

    /// The row of the first record for which something does not hold that holds of all before it.
    fn first_where_not(&self, holds: impl Fn(RecordId) -> bool) -> usize {
        // A heading, an empty year or a silence stands where the record below it does.
        let below = |row: usize| {
            let mut rows = self.rows[row..].iter();
            rows.find_map(|row| row.record())
        };
        let holds_at = |row| below(row).is_some_and(&holds);
        let from = first_where_not(0..self.rows.len(), holds_at);
        let more = self.rows[from..].iter();
        from + more.take_while(|row| row.record().is_none()).count()
    }
}

/// By what records stand in the timeline: agreements before meetings of the same time.
fn key(dataset: &Dataset, id: RecordId) -> (TimeOrder, bool, u32) {
    (dataset.order(id), id.kind == Kind::Meeting, id.row)
}

/// Agreements and meetings by date; on one day the agreement comes first, as in the file.
fn in_order(dataset: &Dataset) -> impl Iterator<Item = RecordId> {
    let mut agreements = dataset.all(Kind::Agreement).peekable();
    let mut meetings = dataset.all(Kind::Meeting).peekable();
    std::iter::from_fn(move || match (agreements.peek(), meetings.peek()) {
        (Some(a), Some(m)) if dataset.order(*a) <= dataset.order(*m) => agreements.next(),
        (Some(_), None) => agreements.next(),
        _ => meetings.next(),
    })
}

/// The years from the first record to the last, each with what is listed under it.
fn count_years(
    dataset: &Dataset,
    records: impl Iterator<Item = RecordId>,
    by_year: &[YearSpan],
) -> Vec<YearCount> {
    let mut counts: BTreeMap<i16, YearCount> = BTreeMap::new();
    for id in records {
        let Some(when) = dataset.when(id) else {
            continue;
        };
        let year = when.year();
        let empty = YearCount::of(YearSpan::empty(year));
        let count = counts.entry(year).or_insert(empty);
        match id.kind {
            Kind::Agreement => count.agreements += 1,
            // No other kind stands in the timeline.
            Kind::Meeting | Kind::Person | Kind::Organisation | Kind::Topic | Kind::Source => {
                count.meetings += 1;
            }
        }
    }
    let mut all: Vec<YearCount> = Vec::new();
    for (year, count) in counts {
        let before = all.last().map_or(year, |before| before.years.last);
        all.extend(empty_between(before, year, by_year).map(YearCount::of));
        all.push(count);
    }
    all
}

struct Writer {
    heading: Option<Row>,
    quiet: Quiet,
    /// How many of the years have a row.
    written: usize,
}

impl Writer {
    fn write(&mut self, timeline: &mut Timeline, id: RecordId, dataset: &Dataset) {
        let when = dataset.when(id);
        if let Some(silence) = when.and_then(|when| self.quiet.next(when)) {
            timeline.rows.push(Row::Silence(silence));
        }
        let heading = when.map_or(Row::Undated, |when| Row::Year(when.year()));
        if self.heading != Some(heading) {
            self.heading = Some(heading);
            self.begin(timeline, heading);
        }
        timeline.rows.push(Row::Record(id));
    }

    /// Writes a heading, and before it the empty years that have been passed. A window that begins in an
    /// earlier year than that of its date can bring the heading of a year twice.
    fn begin(&mut self, timeline: &mut Timeline, heading: Row) {
        if let Row::Year(year) = heading {
            while let Some(count) = timeline.years.get_mut(self.written)
                && count.years.first < year
            {
                if count.is_empty() {
                    count.row = timeline.rows.len();
                    timeline.rows.push(Row::Empty(count.years));
                }
                self.written += 1;
            }
            let at = timeline
                .years
                .partition_point(|count| count.years.first < year);
            if let Some(count) = timeline.years.get_mut(at)
                && count.row == usize::MAX
            {
                count.row = timeline.rows.len();
            }
        } else {
            timeline.undated = Some(timeline.rows.len());
        }
        timeline.rows.push(heading);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load, load_text};
    use crate::query::Expr;

    fn said(dataset: &Dataset, timeline: &Timeline) -> Vec<String> {
        let say = |row: &Row| match row {
            Row::Year(year) => year.to_string(),
            Row::Empty(years) => years.in_words(),
            Row::Undated => "undated".to_owned(),
            Row::Silence(silence) => format!("… {silence}"),
            Row::Record(id) => dataset.key(*id),
        };
        timeline.rows.iter().map(say).collect()
    }

    #[test]
    fn what_it_takes_follows_its_rows_and_what_is_kept() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let index = Index::new(&dataset);
        for filter in ["", "swing", "after:2000", "nobody:there"] {
            let filter = Query::parse(filter).unwrap_or_default();
            let timeline = Timeline::new(&dataset, &index, &filter);
            let rows = size_of_val(timeline.rows.as_slice());
            let kept = timeline.rows_kept.iter();
            let kept: usize = kept.map(|kept| size_of_val(kept.as_slice())).sum();
            let (least, bytes) = (rows + kept, timeline.bytes());
            let noted = usize::from(kept > 0);
            assert!(bytes >= least + noted, "{bytes} of {least}");
            assert!(bytes <= least + timeline.all, "{bytes} of {least}");
        }
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
                "meeting/b",
                "agreement/x",
                "meeting/a",
                "… at least 5 months",
                "2015",
                "meeting/c",
                "… at least 5 months",
                "2016",
                "meeting/y",
                "undated",
                "meeting/u"
            ]
        );
        assert_eq!((timeline.number.all(), timeline.all), (6, 6));
        assert_eq!(timeline.years.len(), 3);
    }

    fn of(meetings: &str, filter: &str) -> Vec<String> {
        let json = format!(r#"{{"format":"sommet/1","meetings":[{meetings}]}}"#);
        let dataset = load_text(json).expect("dataset");
        let filter = Query::parse(filter).expect(filter);
        let timeline = Timeline::new(&dataset, &Index::new(&dataset), &filter);
        for count in &timeline.years {
            let row = timeline.rows[count.row];
            let year = count.years.first;
            let heads = row == Row::Year(year) || row == Row::Empty(count.years);
            assert!(heads, "{count:?} {row:?}");
        }
        said(&dataset, &timeline)
    }

    #[test]
    fn every_year_has_its_place_and_many_empty_ones_are_one_row() {
        let few = r#"{"id":"a","title":"A","date":"2013-01-01"},
            {"id":"b","title":"B","date":"2013-12-30/2014-01-02"},{"id":"c","title":"C","date":"2017-01-01"}"#;
        assert_eq!(
            of(few, ""),
            [
                "2013",
                "meeting/a",
                "… 11 months",
                "meeting/b",
                "… 2 years, 11 months",
                "2014: 1 began before",
                "2015: none",
                "2016: none",
                "2017",
                "meeting/c"
            ]
        );
        let typing_error = format!(r#"{few},{{"id":"d","title":"D","date":"2205-01-01"}}"#);
        let rows = of(&typing_error, "");
        assert_eq!(
            rows[rows.len() - 3..],
            ["2018..2204: none", "2205", "meeting/d"]
        );
    }

    #[test]
    fn a_window_reaches_into_other_years_and_keeps_the_year_of_its_date() {
        let meetings = r#"{"id":"a","title":"A","date":"2021-10-07"},
            {"id":"w","title":"W","date":"2024?","earliest":"2023-12-20","latest":"2024-04-30"},
            {"id":"b","title":"B","date":"2024-01-01"},{"id":"l","title":"L","latest":"2020-05"},
            {"id":"o","title":"O","earliest":"2024-02"}"#;
        assert_eq!(
            of(meetings, ""),
            [
                "2020",
                "meeting/l",
                "… at least 16 months",
                "2021",
                "meeting/a",
                "… at least 2 years, 2 months",
                "2022: none",
                "2023: 1 perhaps",
                "2024",
                "meeting/w",
                "meeting/b",
                "meeting/o"
            ]
        );
        assert_eq!(of(meetings, "in:2023"), ["2024", "meeting/w"]);
        assert_eq!(of(meetings, "before:2021"), ["2020", "meeting/l"]);
    }

    #[test]
    fn a_year_may_be_headed_twice_and_is_never_called_empty() {
        let meetings = r#"{"id":"a","title":"A","date":"2024","earliest":"2023-05"},
            {"id":"b","title":"B","date":"2023-06-01"},{"id":"c","title":"C","date":"2024-06-01"}"#;
        assert_eq!(
            of(meetings, ""),
            [
                "2024",
                "meeting/a",
                "2023",
                "meeting/b",
                "2024",
                "meeting/c"
            ]
        );
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
        assert_eq!(said[after_first], "… 5 months");
        let all = dataset.count(Kind::Meeting) + dataset.count(Kind::Agreement);
        assert_eq!((timeline.number.all(), timeline.all), (all, all));
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
