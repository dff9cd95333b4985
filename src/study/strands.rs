//! How topics run through time: a grid of topics and meetings, or years.
//!
//! "Not mentioned" is never "not discussed": a meeting that lists topics without this one, a meeting whose
//! list is known to be incomplete, and a meeting of which no topics are known are told apart. The agenda alone
//! decides; whether a source is given for it is for `evidence` to say.
//! The grid is kept as what was seen, so it costs what the links cost, however many cells it has.
//!
//! There are no columns by term of office: the data has no terms, and none is made up. A query with `in:`
//! bounds the time as everywhere.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::months_between;
use crate::data::{
    Completeness, Dataset, Kind, RecordId, Relation, Weight, When, Year, years_told,
};

/// What a column of the grid is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// A meeting.
    #[default]
    Meeting,
    /// A year, by the start of its meetings; those without a date share the last column.
    Year,
}

/// The order of the topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Seen last, first.
    Last,
    /// Seen first, first.
    #[default]
    First,
    /// Silent for the longest up to the end, first.
    Silence,
    /// At the most meetings, first.
    Count,
    /// Back after the longest silence, first.
    Comeback,
}

impl Order {
    /// Every order, in the order in which a key goes through them.
    pub const ALL: [Self; 5] = [
        Self::Last,
        Self::Count,
        Self::Comeback,
        Self::Silence,
        Self::First,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::First => "first",
            Self::Silence => "silence",
            Self::Count => "count",
            Self::Comeback => "comeback",
        }
    }
}

/// What the grid says of a topic and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It was an item of the agenda.
    Agenda,
    /// It is named around the agenda.
    Context,
    /// Topics are listed and this is not among them; how complete the list is known to be.
    NotListed(Completeness),
    /// No topic is listed.
    NoTopics,
    /// There is no meeting: in a year of which none is on record.
    NoMeeting,
}

impl Cell {
    /// The cell in words, for tables and files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Context => "context",
            Self::NotListed(Completeness::Complete) => "·",
            Self::NotListed(_) => "·?",
            Self::NoTopics => "?",
            Self::NoMeeting => "",
        }
    }

    /// What it means, in a line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Agenda => "on the agenda",
            Self::Context => "named in its context",
            Self::NotListed(Completeness::Complete) => "not among the topics; the list is complete",
            Self::NotListed(Completeness::Partial) => {
                "not among the topics; the list is known to be incomplete"
            }
            Self::NotListed(Completeness::Unknown) => {
                "not among the topics; whether the list is complete is not known"
            }
            Self::NoTopics => "no topic is listed",
            Self::NoMeeting => "no meeting is on record",
        }
    }
}

/// A meeting, or the meetings of a year, or several years in which there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The year, unless the date is not known.
    pub year: Option<i16>,
    /// The last of several years without a meeting; for readers alone.
    pub until: Option<i16>,
    /// Whether any of its meetings may have been in another year.
    pub doubtful: bool,
    /// The rows of its meetings.
    pub meetings: Vec<u32>,
    /// What it says of a topic that it does not name.
    pub elsewhere: Cell,
}

impl Column {
    /// The year, or years, with `?` behind what is inferred; nothing where the date is not known.
    #[must_use]
    pub fn years(&self) -> Option<String> {
        let doubt = if self.doubtful { "?" } else { "" };
        let first = Year(self.year?);
        Some(match self.until {
            Some(last) => format!("{first}..{}", Year(last)),
            None => format!("{first}{doubt}"),
        })
    }

    /// Its first meeting.
    #[must_use]
    pub fn first(&self) -> Option<RecordId> {
        self.meetings.first().map(|row| RecordId::meeting(*row))
    }
}

/// A silence that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comeback {
    /// The meeting before it.
    pub last: RecordId,
    /// The meeting after it.
    pub back: RecordId,
    /// The months that surely lie between.
    pub months: u32,
}

impl Comeback {
    /// Its whole years.
    #[must_use]
    pub const fn years(self) -> u32 {
        self.months / 12
    }
}

/// A silence that long, with meetings in it that list topics, is one to come back from.
const LONG: u32 = 24;

/// A topic first seen so many months before the end, or fewer, and long after the start, is new.
const NEW: u32 = 18;

/// One topic through time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strand {
    /// The topic.
    pub topic: RecordId,
    /// The columns in which it was seen, in order, each with the stronger of its weights there.
    pub seen: Vec<(u32, Weight)>,
    /// How many meetings name it.
    pub count: usize,
    /// The first meeting that does.
    pub first: RecordId,
    /// The last meeting that does.
    pub last: RecordId,
    /// The months from then to the end of what is looked at; `None` when a date is not known.
    pub silent_for: Option<u32>,
    /// Its longest silence that ended, when that was long.
    pub comeback: Option<Comeback>,
    /// Whether it was first seen near the end.
    pub is_new: bool,
}

impl Strand {
    /// `new` or `back after 5 y`; empty otherwise.
    #[must_use]
    pub fn word(&self) -> String {
        match (self.is_new, self.comeback) {
            (true, _) => "new".to_owned(),
            (false, Some(comeback)) => format!("back after {} y", comeback.years()),
            (false, None) => String::new(),
        }
    }

    /// `NEW`, `BACK after 5 years`, `ONCE`.
    #[must_use]
    pub fn marks(&self) -> Vec<String> {
        let mut marks = Vec::new();
        if self.is_new {
            marks.push("NEW".to_owned());
        }
        if let Some(comeback) = self.comeback {
            marks.push(format!("BACK after {} years", comeback.years()));
        }
        if self.count == 1 {
            marks.push("ONCE".to_owned());
        }
        marks
    }
}

/// The grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strands {
    /// Its columns, in order of time.
    pub columns: Vec<Column>,
    /// Its topics, those alone that are seen in a column.
    pub strands: Vec<Strand>,
    /// How many meetings it looks at.
    pub meetings: usize,
}

impl Strands {
    /// The grid of some meetings, given by their rows in order.
    #[must_use]
    pub fn new(dataset: &Dataset, rows: &[u32], by: By, order: Order) -> Self {
        let columns = columns(dataset, rows, by);
        let mut times = rows
            .iter()
            .filter_map(|row| dataset.when(RecordId::meeting(*row)));
        let start = times.next();
        let ends = (start, times.next_back().or(start));
        let mut seen: Vec<Vec<(u32, u32, Weight)>> = vec![Vec::new(); dataset.count(Kind::Topic)];
        for (column, of) in (0u32..).zip(&columns) {
            for row in &of.meetings {
                for (topic, weight) in dataset.topics(RecordId::meeting(*row)) {
                    seen[topic.index()].push((column, *row, weight));
                }
            }
        }
        let lists_topics = ListsTopics::new(dataset, rows);
        let topics = dataset.all(Kind::Topic).zip(&seen);
        let mut strands: Vec<Strand> = topics
            .filter_map(|(topic, seen)| strand(dataset, topic, seen, ends, &lists_topics))
            .collect();
        sort(&mut strands, order);
        Self {
            columns,
            strands,
            meetings: rows.len(),
        }
    }

    /// What it says of a topic, by its place among the strands, and a column.
    #[must_use]
    pub fn cell(&self, strand: usize, column: usize) -> Cell {
        let seen = self.strands.get(strand).and_then(|strand| {
            let wanted = u32::try_from(column).ok()?;
            let at = strand.seen.binary_search_by_key(&wanted, |(c, _)| *c);
            at.ok().map(|at| strand.seen[at].1)
        });
        match seen {
            Some(Weight::Agenda) => Cell::Agenda,
            Some(_) => Cell::Context,
            None => self
                .columns
                .get(column)
                .map_or(Cell::NoTopics, |column| column.elsewhere),
        }
    }

    /// The meeting of a cell: of a year, the first that names the topic, or else its first.
    #[must_use]
    pub fn meeting(&self, dataset: &Dataset, strand: usize, column: usize) -> Option<RecordId> {
        let column = self.columns.get(column)?;
        let topic = self.strands.get(strand)?.topic;
        let meetings = column.meetings.iter().map(|row| RecordId::meeting(*row));
        let named = meetings.filter(|meeting| dataset.weight(*meeting, topic).is_some());
        named.into_iter().next().or_else(|| column.first())
    }
}

/// How many of the meetings up to each list topics, so that a silence can be told from a lack of meetings.
struct ListsTopics<'r> {
    rows: &'r [u32],
    up_to: Vec<u32>,
}

impl<'r> ListsTopics<'r> {
    fn new(dataset: &Dataset, rows: &'r [u32]) -> Self {
        let mut count = 0;
        let up_to = rows.iter().map(|row| {
            let listed = dataset.topics(RecordId::meeting(*row)).next().is_some();
            count += u32::from(listed);
            count
        });
        Self {
            up_to: up_to.collect(),
            rows,
        }
    }

    /// Whether a meeting between two others lists topics.
    fn between(&self, earlier: u32, later: u32) -> bool {
        let at = |row: u32| self.rows.binary_search(&row).ok();
        let count = |at: usize| self.up_to.get(at).copied().unwrap_or_default();
        match (at(earlier), at(later)) {
            (Some(a), Some(b)) => b > a + 1 && count(b - 1) > count(a),
            _ => false,
        }
    }
}

fn columns(dataset: &Dataset, rows: &[u32], by: By) -> Vec<Column> {
    let each = rows.iter().map(|row| column(dataset, *row));
    match by {
        By::Meeting => each.collect(),
        By::Year => years(each),
    }
}

fn column(dataset: &Dataset, row: u32) -> Column {
    let meeting = RecordId::meeting(row);
    let when = dataset.when(meeting);
    let marked = dataset
        .date(meeting)
        .is_some_and(|date| date.doubt().mark() != "");
    Column {
        year: when.map(When::year),
        until: None,
        doubtful: marked || when.is_some_and(|when| when.first().0 != when.last().0),
        meetings: vec![row],
        elsewhere: not_named(dataset, meeting),
    }
}

/// The columns of a year as one, and every year between in its place; those without a time last.
fn years(each: impl Iterator<Item = Column>) -> Vec<Column> {
    let mut by_year: BTreeMap<(bool, Option<i16>), Column> = BTreeMap::new();
    for column in each {
        match by_year.entry((column.year.is_none(), column.year)) {
            Entry::Vacant(place) => {
                place.insert(column);
            }
            Entry::Occupied(mut place) => {
                let known = place.get_mut();
                known.doubtful |= column.doubtful;
                known.meetings.extend(column.meetings);
                known.elsewhere = together(known.elsewhere, column.elsewhere);
            }
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    for column in by_year.into_values() {
        let before = columns.last().and_then(|before| before.year);
        if let (Some(before), Some(year)) = (before, column.year) {
            let empty = years_told(before.saturating_add(1), year.saturating_sub(1));
            columns.extend(empty.map(|(first, last)| Column {
                year: Some(first),
                until: (first < last).then_some(last),
                doubtful: false,
                meetings: Vec::new(),
                elsewhere: Cell::NoMeeting,
            }));
        }
        columns.push(column);
    }
    columns
}

/// What a meeting says of a topic that it does not name.
fn not_named(dataset: &Dataset, meeting: RecordId) -> Cell {
    let any = dataset.topics(meeting).next().is_some();
    if !any && !dataset.names_missing(meeting, Relation::Discussed) {
        return Cell::NoTopics;
    }
    Cell::NotListed(dataset.agenda(meeting))
}

/// Of two meetings of a year: it is known of the year only what is known of both.
fn together(one: Cell, other: Cell) -> Cell {
    use Completeness::{Complete, Partial, Unknown};
    match (one, other) {
        (Cell::NotListed(Complete), Cell::NotListed(Complete)) => Cell::NotListed(Complete),
        (Cell::NotListed(Partial), Cell::NotListed(_))
        | (Cell::NotListed(_), Cell::NotListed(Partial)) => Cell::NotListed(Partial),
        // One lists topics without it, of the other nothing is known.
        (Cell::NotListed(_), _) | (_, Cell::NotListed(_)) => Cell::NotListed(Unknown),
        _ => Cell::NoTopics,
    }
}

fn strand(
    dataset: &Dataset,
    topic: RecordId,
    seen: &[(u32, u32, Weight)],
    (start, end): (Option<When>, Option<When>),
    lists_topics: &ListsTopics<'_>,
) -> Option<Strand> {
    let mut rows: Vec<u32> = seen.iter().map(|(_, row, _)| *row).collect();
    // Where a window begins before the year of its date, years are not in the order of meetings.
    rows.sort_unstable();
    let (first, last) = (*rows.first()?, *rows.last()?);
    let when = |row: u32| dataset.when(RecordId::meeting(row));
    let mut columns: Vec<(u32, Weight)> = Vec::new();
    for (column, _, weight) in seen {
        match columns.last_mut() {
            Some((known, _)) if known == column && *weight != Weight::Agenda => {}
            Some((known, stronger)) if known == column => *stronger = *weight,
            _ => columns.push((*column, *weight)),
        }
    }
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let silences = pairs.filter_map(|(a, b)| {
        let months = months_between(when(*a)?, when(*b)?);
        let long = months >= LONG && lists_topics.between(*a, *b);
        long.then_some(Comeback {
            last: RecordId::meeting(*a),
            back: RecordId::meeting(*b),
            months,
        })
    });
    let to_end = |row: u32| Some(months_between(when(row)?, end?));
    Some(Strand {
        topic,
        count: seen.len(),
        first: RecordId::meeting(first),
        last: RecordId::meeting(last),
        silent_for: to_end(last),
        comeback: silences.max_by_key(|silence| silence.months),
        is_new: to_end(first).is_some_and(|months| months <= NEW)
            && start
                .zip(when(first))
                .is_some_and(|(a, b)| months_between(a, b) >= LONG),
        seen: columns,
    })
}

fn sort(strands: &mut [Strand], order: Order) {
    let first = |strand: &Strand| (strand.first, strand.topic);
    match order {
        Order::Last => strands.sort_by_key(|it| (Reverse(it.last), Reverse(it.count), it.topic)),
        Order::First => strands.sort_by_key(first),
        Order::Silence => {
            strands.sort_by_key(|it| (Reverse(it.silent_for), it.last, it.topic));
        }
        Order::Count => strands.sort_by_key(|it| (Reverse(it.count), first(it))),
        Order::Comeback => {
            let months = |it: &Strand| it.comeback.map(|comeback| comeback.months);
            strands.sort_by_key(|it| (Reverse(months(it)), first(it)));
        }
    }
}

#[cfg(test)]
mod tests;
