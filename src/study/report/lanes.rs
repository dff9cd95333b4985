//! Topics, people or organisations over time, in words. How lanes are drawn is for those who draw; what their signs
//! mean is said here.

use super::{ALL, Cell, Column, Entry, FILE, Look, PEOPLE, Report, Rests, TEXT, counted, date};
use crate::data::{Completeness, Dataset, Kind, RecordId, When, Year};
use crate::facts::words::dated;
use crate::study::strands::{By, Cell as Of, Column as Time, Strands, title};
use crate::study::value::Value;

/// The signs of the shell: agenda or named, context or not reported, absent, what joins them.
const SIGNS: [&str; 5] = ["■", "□", "·", "─", " "];

pub(super) fn tell(dataset: &Dataset, study: &Strands, report: &mut Report) {
    let kind = study.of;
    report.title = title(kind).into();
    report.count = study.strands.len();
    report.stop = "year";
    report.counted = format!(
        "{} · {}",
        counted(study.strands.len(), kind),
        counted(study.meetings, Kind::Meeting)
    );
    report.caption = caption(study, [SIGNS[0], SIGNS[1], SIGNS[2]]).into();
    report.nothing = format!("no {kind} is listed for these meetings").into();
    report.columns = vec![
        Column::key(kind.one()),
        Column::new("name", FILE),
        Column::called("meetings", "n", ALL).look(Look::Number),
        Column::new("first", FILE),
        Column::new("last", FILE),
        Column::new("last", PEOPLE),
        Column::new("months_silent", FILE).look(Look::Number),
        Column::new("marks", FILE),
        Column::called("marks", "", PEOPLE).look(Look::Dim),
        Column::named(String::new(), years(study), TEXT),
    ];
    // Shell texts have names in the place of keys, which are long and stand before lanes that are longer.
    report.columns[0].readers = FILE;
    report.columns[1].readers = FILE | TEXT;
    report.columns[1].label = kind.one().into();
    report.columns.extend(told(study).map(|(_, of)| Column {
        list: Some(["cells", "column"]),
        ..Column::named(name(dataset, study, of), String::new(), FILE)
    }));
}

/// The columns that files tell, each with its place: not those for many years without a meeting.
fn told(study: &Strands) -> impl Iterator<Item = (usize, &Time)> {
    let columns = study.columns.iter().enumerate();
    columns.filter(|(_, of)| of.until.is_none())
}

/// `2013-05-03 meeting/som-01`, or the year; `?` behind what is inferred.
fn name(dataset: &Dataset, study: &Strands, of: &Time) -> String {
    match of.first().filter(|_| study.by == By::Meeting) {
        None => of.years().unwrap_or_else(|| "undated".to_owned()),
        Some(meeting) => {
            let date = dataset.date(meeting).map(|date| date.to_string());
            let date = date.unwrap_or_else(|| "undated".to_owned());
            format!("{date} {}", dataset.key(meeting))
        }
    }
}

/// The years above the lanes of the shell.
fn years(study: &Strands) -> String {
    let labels = (0..study.columns.len()).map(|at| study.label(at, at == 0, "…"));
    let labels: Vec<String> = labels.map(|label| format!("{label:<3}")).collect();
    labels.concat().trim_end().to_owned()
}

pub(super) fn entry(dataset: &Dataset, study: &Strands, nth: usize) -> Entry {
    let strand = &study.strands[nth];
    let mut lane = String::new();
    for column in 0..study.columns.len() {
        let (sign, joins) = study.sign(nth, column);
        lane += SIGNS[sign as usize];
        lane += if joins { "──" } else { "  " };
    }
    let mut cells = vec![
        Cell::value(dataset.key(strand.of)),
        Cell::text(dataset.short(strand.of)).file(dataset.name(strand.of)),
        Cell::text(strand.count.to_string()).file(strand.count),
        Cell::value(date(dataset, strand.first)),
        Cell::value(date(dataset, strand.last)),
        Cell::text(last_year(dataset, strand.last)),
        Cell::value(strand.silent_for.map(|months| months as usize)),
        Cell::value(Value::texts(strand.marks())),
        Cell::text(strand.word()),
        Cell::text(lane.trim_end()),
    ];
    cells.extend(told(study).map(|(at, _)| {
        let cell = study.cell(nth, at);
        Cell {
            members: vec![
                ("cell", cell.word(study.of).into()),
                ("means", cell.meaning(study.of).into()),
            ],
            ..Cell::value(cell.meaning(study.of))
        }
    }));
    let of = dataset.meetings_of(strand.of);
    let seen = strand.seen.iter();
    let meetings = seen.flat_map(|(column, _)| &study.columns[*column as usize].meetings);
    let meetings = meetings.filter(|row| of.binary_search(row).is_ok());
    let links = meetings.map(|row| (RecordId::meeting(*row), strand.of));
    Entry::new(cells, Rests::OnLinks(links.collect()))
}

/// The year of the last meeting that names it; `?` where it is not known.
#[must_use]
pub fn last_year(dataset: &Dataset, last: RecordId) -> String {
    let year = dataset.when(last).map(When::year);
    year.map_or_else(|| "?".to_owned(), |year| Year(year).to_string())
}

/// What the signs mean, and what an empty cell says; with the signs of whoever draws.
#[must_use]
pub fn caption(study: &Strands, [strong, weak, absent]: [&str; 3]) -> String {
    let complete = |column: &Time| column.elsewhere == Of::NotListed(Completeness::Complete);
    let doubt = if study.columns.iter().any(complete) {
        format!("{absent} the list is complete and does not name it; an empty cell says nothing.")
    } else {
        "No list here is known to be complete: an empty year says nothing.".to_owned()
    };
    let [of_strong, of_weak] = match study.of {
        Kind::Topic => ["agenda", "context"],
        _ => ["named", "only announced, quoted or implied"],
    };
    format!("{strong} {of_strong}  {weak} {of_weak}   {doubt}")
}

/// What stands under a cursor: the cell, where there is one, and the row.
#[must_use]
pub fn told_below(
    dataset: &Dataset,
    study: &Strands,
    nth: usize,
    column: Option<usize>,
) -> [String; 2] {
    let Some(strand) = study.strands.get(nth) else {
        return Default::default();
    };
    let cell = column.map(|at| {
        let meeting = study.meeting(dataset, nth, at);
        let when = match (meeting, study.columns.get(at)) {
            (Some(id), _) => dated(dataset, id),
            (None, Some(column)) => column.years().unwrap_or_default(),
            (None, None) => String::new(),
        };
        let title = meeting.map_or("", |id| dataset.short(id)).to_owned();
        crate::facts::words::joined([when, study.cell(nth, at).meaning(study.of), title], " · ")
    });
    let silent = strand.silent_for.filter(|months| *months > 0);
    let silent = silent.map(|months| format!("silent for {months} months"));
    let parts = [dataset.name(strand.of).to_owned()].into_iter();
    let parts: Vec<String> = parts.chain(strand.marks()).chain(silent).collect();
    [cell.unwrap_or_default(), parts.join(" · ")]
}
