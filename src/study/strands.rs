//! How topics, people or organisations run through time: a grid of one of these kinds and meetings, or years.
//!
//! "Not mentioned" is never "not discussed", and "not named" never "not there": a meeting that lists others without
//! this one, a meeting whose list is known to be incomplete, and a meeting of which no list is known are told apart.
//! The list alone decides; whether a source is given for it is for `evidence` to say.
//! The grid is kept as what was seen, so it costs what the links cost, however many cells it has.
//!
//! There are no columns by term of office: the data has no terms, and none is made up. A query with `in:`
//! bounds the time as everywhere.

mod words;

use std::any::Any;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

pub use self::words::{caption, describe_cell, last_year};

use super::months_between;
use super::options::{By, LaneOrder, Options};
use super::report::Study;
use super::view::{StudyKind, View, answered};
use crate::data::{
    Basis, Completeness, Dataset, Kind, RecordId, Relation, Weight, When, Year, year_runs,
};
use crate::facts::named_how;

/// How topics, people or organisations run through time.
pub static STUDY: StudyKind = StudyKind {
    name: "topics",
    old_name: "strands",
    title: "Topics over time",
    of_meetings: true,
    answer: |dataset, view, kept| {
        let Options { of, by, order, .. } = view.options;
        Some(answered(Strands::new(dataset, kept, of, by, order)))
    },
    ..StudyKind::BARE
};

/// The question for the lanes of a kind.
pub fn view(of: Kind, by: By, order: LaneOrder) -> View {
    let mut view = View::new(&STUDY, []);
    view.options = Options {
        of,
        by,
        order,
        ..Options::default()
    };
    view
}

/// What a question for lanes asks; nothing of another question.
pub fn lanes_of(view: &View) -> Option<(Kind, By, LaneOrder)> {
    let Options { of, by, order, .. } = view.options;
    (*view.kind == STUDY).then_some((of, by, order))
}

/// What the grid says of a row and a column; of two that hold for one year, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneCell {
    /// A topic was an item of the agenda; of somebody the file does not say that they were less than reported.
    Strong,
    /// A topic is named around the agenda; somebody was announced, quoted or implied, and no more.
    Weak,
    /// The kind is listed and this is not among them; how complete the list is known to be.
    NotListed(Completeness),
    /// None of the kind is listed.
    Nothing,
    /// There is no meeting: in a year of which none is on record.
    NoMeeting,
}

impl LaneCell {
    /// The cell in a word, for programs.
    pub const fn word(self, of: Kind) -> &'static str {
        match (self, of) {
            (Self::Strong, Kind::Topic) => "agenda",
            (Self::Weak, Kind::Topic) => "context",
            (Self::Strong, _) => "named",
            (Self::Weak, _) => "not reported",
            (Self::NotListed(Completeness::Complete), _) => "·",
            (Self::NotListed(_), _) => "·?",
            (Self::Nothing, _) => "?",
            (Self::NoMeeting, _) => "",
        }
    }

    /// What it means, in a line.
    pub fn meaning(self, of: Kind) -> String {
        let list = |how_far: &str| match of {
            Kind::Topic => format!("not among the topics; {how_far}"),
            _ => format!("not named; {how_far}"),
        };
        match (self, of) {
            (Self::Strong, Kind::Topic) => "on the agenda".to_owned(),
            (Self::Weak, Kind::Topic) => "named in its context".to_owned(),
            (Self::Strong, _) => "named".to_owned(),
            (Self::Weak, _) => "announced, quoted or implied, not reported".to_owned(),
            (Self::NotListed(Completeness::Complete), _) => list("the list is complete"),
            (Self::NotListed(Completeness::Partial), _) => {
                list("the list is known to be incomplete")
            }
            (Self::NotListed(Completeness::Unknown), _) => {
                list("whether the list is complete is not known")
            }
            (Self::Nothing, _) => format!("no {of} is listed"),
            (Self::NoMeeting, _) => "no meeting is on record".to_owned(),
        }
    }
}

/// What is drawn for a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// [`LaneCell::Strong`].
    Strong,
    /// [`LaneCell::Weak`].
    Weak,
    /// Absent from a list that is complete.
    Absent,
    /// Nothing is known, between the first time and the last.
    Joint,
    /// Nothing is known, before or behind.
    Blank,
}

/// A meeting, or the meetings of a year, or several years in which there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneColumn {
    /// The year, unless the date is not known.
    pub year: Option<i16>,
    /// The last of several years without a meeting; for readers alone.
    pub until: Option<i16>,
    /// Whether any of its meetings may have been in another year.
    pub doubtful: bool,
    /// The rows of its meetings.
    pub meetings: Vec<u32>,
    /// What it says of a record that it does not name.
    pub elsewhere: LaneCell,
}

impl LaneColumn {
    /// The year, or years, with `?` behind what is inferred; nothing where the date is not known.
    pub fn years(&self) -> Option<String> {
        let doubt = if self.doubtful { "?" } else { "" };
        let first = Year(self.year?);
        Some(match self.until {
            Some(last) => format!("{first}..{}", Year(last)),
            None => format!("{first}{doubt}"),
        })
    }

    /// Its first meeting.
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
    pub const fn years(self) -> u32 {
        self.months / 12
    }
}

/// A silence that long, with meetings in it that list any of the kind, is one to come back from.
const LONG: u32 = 24;

/// A record first seen so many months before the end, or fewer, and long after the start, is new.
const NEW: u32 = 18;

/// One record through time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strand {
    pub of: RecordId,
    /// The columns in which it was seen, in order, each with the stronger of its cells there.
    pub seen: Vec<(u32, LaneCell)>,
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
    pub fn word(&self) -> String {
        match (self.is_new, self.comeback) {
            (true, _) => "new".to_owned(),
            (false, Some(comeback)) => format!("back after {} y", comeback.years()),
            (false, None) => String::new(),
        }
    }

    /// `new`, `back after 5 years`, `once`.
    pub fn marks(&self) -> Vec<String> {
        let mut marks = Vec::new();
        if self.is_new {
            marks.push("new".to_owned());
        }
        if let Some(comeback) = self.comeback {
            marks.push(format!("back after {} years", comeback.years()));
        }
        if self.count == 1 {
            marks.push("once".to_owned());
        }
        marks
    }
}

/// The grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strands {
    /// The kind of its rows: topic, person or organisation.
    pub of: Kind,
    /// What its columns are.
    pub by: By,
    /// Its columns, in order of time.
    pub columns: Vec<LaneColumn>,
    /// Its rows, those alone that are seen in a column.
    pub lanes: Vec<Strand>,
    /// How many meetings it looks at.
    pub meetings: usize,
}

/// The kinds that have lanes, in the order in which a key goes through them.
pub const KINDS: [Kind; 3] = [Kind::Topic, Kind::Person, Kind::Organisation];

impl Strands {
    /// The lanes, where an answer is that.
    pub fn of_study(study: &dyn Study) -> Option<&Self> {
        (study as &dyn Any).downcast_ref()
    }

    /// The grid of some meetings, given by their rows in order.
    pub fn new(dataset: &Dataset, rows: &[u32], of: Kind, by: By, order: LaneOrder) -> Self {
        let columns = columns(dataset, rows, of, by);
        let mut times = rows
            .iter()
            .filter_map(|row| dataset.when(RecordId::meeting(*row)));
        let start = times.next();
        let ends = (start, times.next_back().or(start));
        let mut seen: Vec<Vec<(u32, u32, LaneCell)>> = vec![Vec::new(); dataset.count(of)];
        for (column, meetings) in (0u32..).zip(&columns) {
            for row in &meetings.meetings {
                for (id, cell) in listed(dataset, RecordId::meeting(*row), of) {
                    seen[id.index()].push((column, *row, cell));
                }
            }
        }
        let lists = ListCounts::new(dataset, rows, of);
        let records = dataset.all(of).zip(&seen);
        let mut strands: Vec<Strand> = records
            .filter_map(|(id, seen)| strand(dataset, id, seen, ends, &lists))
            .collect();
        sort(&mut strands, order);
        Self {
            of,
            by,
            columns,
            lanes: strands,
            meetings: rows.len(),
        }
    }

    /// What it says of a row, by its place among the strands, and a column.
    pub fn cell(&self, strand: usize, column: usize) -> LaneCell {
        let seen = self.lanes.get(strand).and_then(|strand| {
            let wanted = u32::try_from(column).ok()?;
            let at = strand.seen.binary_search_by_key(&wanted, |(c, _)| *c);
            at.ok().map(|at| strand.seen[at].1)
        });
        let elsewhere = self.columns.get(column).map(|column| column.elsewhere);
        seen.or(elsewhere).unwrap_or(LaneCell::Nothing)
    }

    /// What is drawn for it, and whether the lane goes on to the next column.
    pub fn sign(&self, strand: usize, column: usize) -> (Sign, bool) {
        let seen = self.lanes.get(strand).map_or(&[][..], |it| &it.seen);
        let at = u32::try_from(column).unwrap_or(u32::MAX);
        let within = seen.first().is_some_and(|(first, _)| *first <= at);
        let joins = within && seen.last().is_some_and(|(last, _)| at < *last);
        let sign = match self.cell(strand, column) {
            LaneCell::Strong => Sign::Strong,
            LaneCell::Weak => Sign::Weak,
            LaneCell::NotListed(Completeness::Complete) => Sign::Absent,
            _ if joins => Sign::Joint,
            _ => Sign::Blank,
        };
        (sign, joins)
    }

    /// What stands above a column: the two figures of a year where it begins, `?` where it is not known, an
    /// ellipsis for several years without a meeting.
    pub fn label(&self, column: usize, is_first: bool, ellipsis: &str) -> String {
        let year = |at: usize| self.columns.get(at).map(|column| column.year);
        let before = column.checked_sub(1).map(year);
        let many = self.columns.get(column).and_then(|column| column.until);
        match year(column).flatten() {
            _ if !is_first && before == Some(year(column)) => String::new(),
            None => "?".to_owned(),
            Some(_) if many.is_some() => ellipsis.to_owned(),
            Some(year) => Year(year).in_two_digits(),
        }
    }

    /// The meeting of a cell: of a year, the first that names the record, or else its first.
    pub fn meeting(&self, dataset: &Dataset, strand: usize, column: usize) -> Option<RecordId> {
        let column = self.columns.get(column)?;
        let record = self.lanes.get(strand)?.of;
        let is_its = |row: &&u32| dataset.meetings_of(record).binary_search(row).is_ok();
        let named = column.meetings.iter().find(is_its);
        named
            .map(|row| RecordId::meeting(*row))
            .or_else(|| column.first())
    }
}

/// The records of a kind that a meeting lists, each once, and how.
fn listed(dataset: &Dataset, meeting: RecordId, of: Kind) -> Vec<(RecordId, LaneCell)> {
    let of_topic = |(topic, weight)| match weight {
        Weight::Agenda => (topic, LaneCell::Strong),
        Weight::Context => (topic, LaneCell::Weak),
    };
    let of_other = |(id, basis)| match basis {
        None | Some(Basis::Reported) => (id, LaneCell::Strong),
        Some(_) => (id, LaneCell::Weak),
    };
    match of {
        Kind::Topic => dataset.topics(meeting).map(of_topic).collect(),
        _ => { named_how(dataset, meeting, of).into_iter() }
            .map(of_other)
            .collect(),
    }
}

/// How many of the meetings up to each list any of a kind, so that a silence can be told from a lack of meetings.
struct ListCounts<'r> {
    rows: &'r [u32],
    up_to: Vec<u32>,
}

impl<'r> ListCounts<'r> {
    fn new(dataset: &Dataset, rows: &'r [u32], of: Kind) -> Self {
        let mut count = 0;
        let up_to = rows.iter().map(|row| {
            count += u32::from(lists_any(dataset, RecordId::meeting(*row), of));
            count
        });
        Self {
            up_to: up_to.collect(),
            rows,
        }
    }

    /// Whether a meeting between two others lists any.
    fn between(&self, earlier: u32, later: u32) -> bool {
        let at = |row: u32| self.rows.binary_search(&row).ok();
        let count = |at: usize| self.up_to.get(at).copied().unwrap_or_default();
        match (at(earlier), at(later)) {
            (Some(a), Some(b)) => b > a + 1 && count(b - 1) > count(a),
            _ => false,
        }
    }
}

/// Whether a meeting names any record of a kind.
fn lists_any(dataset: &Dataset, meeting: RecordId, of: Kind) -> bool {
    match of {
        Kind::Topic => dataset.topics(meeting).next().is_some(),
        Kind::Person => !dataset.people_at(meeting).is_empty(),
        Kind::Organisation | Kind::Meeting | Kind::Agreement | Kind::Source => {
            !dataset.organisations_at(meeting).is_empty()
        }
    }
}

fn columns(dataset: &Dataset, rows: &[u32], of: Kind, by: By) -> Vec<LaneColumn> {
    let each = rows.iter().map(|row| column(dataset, *row, of));
    match by {
        By::Meeting => each.collect(),
        By::Year => years(each),
    }
}

fn column(dataset: &Dataset, row: u32, of: Kind) -> LaneColumn {
    let meeting = RecordId::meeting(row);
    let when = dataset.when(meeting);
    let marked = dataset
        .date(meeting)
        .is_some_and(|date| date.doubt().mark() != "");
    LaneColumn {
        year: when.map(When::year),
        until: None,
        doubtful: marked || when.is_some_and(|when| when.first().0 != when.last().0),
        meetings: vec![row],
        elsewhere: not_named(dataset, meeting, of),
    }
}

/// The columns of a year as one, and every year between in its place; those without a time last.
fn years(each: impl Iterator<Item = LaneColumn>) -> Vec<LaneColumn> {
    let mut by_year: BTreeMap<(bool, Option<i16>), LaneColumn> = BTreeMap::new();
    for column in each {
        match by_year.entry((column.year.is_none(), column.year)) {
            Entry::Vacant(place) => {
                place.insert(column);
            }
            Entry::Occupied(mut place) => {
                let year = place.get_mut();
                year.doubtful |= column.doubtful;
                year.meetings.extend(column.meetings);
                year.elsewhere = together(year.elsewhere, column.elsewhere);
            }
        }
    }
    let mut columns: Vec<LaneColumn> = Vec::new();
    for column in by_year.into_values() {
        let before = columns.last().and_then(|before| before.year);
        if let (Some(before), Some(year)) = (before, column.year) {
            let empty = year_runs(before.saturating_add(1), year.saturating_sub(1));
            columns.extend(empty.map(|(first, last)| LaneColumn {
                year: Some(first),
                until: (first < last).then_some(last),
                doubtful: false,
                meetings: Vec::new(),
                elsewhere: LaneCell::NoMeeting,
            }));
        }
        columns.push(column);
    }
    columns
}

/// What a meeting says of a record of a kind that it does not name.
fn not_named(dataset: &Dataset, meeting: RecordId, of: Kind) -> LaneCell {
    let (relations, list): (&[Relation], _) = match of {
        Kind::Topic => (&[Relation::Discussed], dataset.agenda(meeting)),
        Kind::Person => (
            &[Relation::Participant, Relation::Chair],
            dataset.attendance(meeting),
        ),
        _ => (
            &[Relation::CameFor, Relation::Host, Relation::Listed],
            dataset.attendance(meeting),
        ),
    };
    let missing = |relation: &Relation| dataset.names_missing(meeting, *relation);
    if lists_any(dataset, meeting, of) || relations.iter().any(missing) {
        LaneCell::NotListed(list)
    } else {
        LaneCell::Nothing
    }
}

/// Of two meetings of a year: it is known of the year only what is known of both.
fn together(one: LaneCell, other: LaneCell) -> LaneCell {
    use Completeness::{Complete, Partial, Unknown};
    match (one, other) {
        (LaneCell::NotListed(Complete), LaneCell::NotListed(Complete)) => {
            LaneCell::NotListed(Complete)
        }
        (LaneCell::NotListed(Partial), LaneCell::NotListed(_))
        | (LaneCell::NotListed(_), LaneCell::NotListed(Partial)) => LaneCell::NotListed(Partial),
        // One lists others without it, of the other nothing is known.
        (LaneCell::NotListed(_), _) | (_, LaneCell::NotListed(_)) => LaneCell::NotListed(Unknown),
        _ => LaneCell::Nothing,
    }
}

fn strand(
    dataset: &Dataset,
    of: RecordId,
    seen: &[(u32, u32, LaneCell)],
    (start, end): (Option<When>, Option<When>),
    lists: &ListCounts<'_>,
) -> Option<Strand> {
    let mut rows: Vec<u32> = seen.iter().map(|(_, row, _)| *row).collect();
    // Where a window begins before the year of its date, years are not in the order of meetings.
    rows.sort_unstable();
    let (first, last) = (*rows.first()?, *rows.last()?);
    let when = |row: u32| dataset.when(RecordId::meeting(row));
    let mut columns: Vec<(u32, LaneCell)> = Vec::new();
    for (column, _, cell) in seen {
        match columns.last_mut() {
            Some((last, stronger)) if last == column => *stronger = (*stronger).min(*cell),
            _ => columns.push((*column, *cell)),
        }
    }
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let silences = pairs.filter_map(|(a, b)| {
        let months = months_between(when(*a)?, when(*b)?);
        let long = months >= LONG && lists.between(*a, *b);
        long.then_some(Comeback {
            last: RecordId::meeting(*a),
            back: RecordId::meeting(*b),
            months,
        })
    });
    let to_end = |row: u32| Some(months_between(when(row)?, end?));
    Some(Strand {
        of,
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

fn sort(strands: &mut [Strand], order: LaneOrder) {
    let first = |strand: &Strand| (strand.first, strand.of);
    match order {
        LaneOrder::Last => strands.sort_by_key(|it| (Reverse(it.last), Reverse(it.count), it.of)),
        LaneOrder::First => strands.sort_by_key(first),
        LaneOrder::Silence => {
            strands.sort_by_key(|it| (Reverse(it.silent_for), it.last, it.of));
        }
        LaneOrder::Count => strands.sort_by_key(|it| (Reverse(it.count), first(it))),
        LaneOrder::Comeback => {
            let months = |it: &Strand| it.comeback.map(|comeback| comeback.months);
            strands.sort_by_key(|it| (Reverse(months(it)), first(it)));
        }
    }
}

#[cfg(test)]
mod tests;
