//! Topics, people or organisations over time, in words. How lanes are drawn is for those who draw; what their signs
//! mean is said here.

use super::{LaneCell, LaneColumn, Strands, view};
use crate::data::{Completeness, Dataset, Kind, RecordId, When, Year};
use crate::facts::words::dated;
use crate::study::column::{ALL, Column, ColumnLook, FILE, PEOPLE, TEXT};
use crate::study::options::{By, LaneOrder};
use crate::study::report::{Cell, Report, ReportRow, Rests, Study, counted, date};
use crate::study::value::Value;

/// The signs of the shell: agenda or named, context or not reported, absent, what joins them.
const SIGNS: [&str; 5] = ["■", "□", "·", "─", " "];

impl Study for Strands {
    fn describe(&self, dataset: &Dataset, report: &mut Report) {
        let kind = self.of;
        report.title = view(kind, self.by, LaneOrder::First).title().into();
        report.count = self.lanes.len();
        report.stop = "year";
        report.counted = format!(
            "{} · {}",
            counted(self.lanes.len(), kind),
            counted(self.meetings, Kind::Meeting)
        );
        report.caption = caption(self, [SIGNS[0], SIGNS[1], SIGNS[2]]).into();
        report.nothing = format!("no {kind} is listed for these meetings").into();
        report.columns = vec![
            Column::key(kind.one()),
            Column::new("name", FILE),
            Column::called("meetings", "n", ALL).look(ColumnLook::Number),
            Column::new("first", FILE),
            Column::new("last", FILE),
            Column::new("last", PEOPLE),
            Column::new("months_silent", FILE).look(ColumnLook::Number),
            Column::new("marks", FILE),
            Column::called("marks", "", PEOPLE).look(ColumnLook::Dim),
            Column::named(String::new(), years(self), TEXT),
        ];
        // Shell texts have names in the place of keys, which are long and stand before lanes that are longer.
        report.columns[0].readers = FILE;
        report.columns[1].readers = FILE | TEXT;
        report.columns[1].label = kind.one().into();
        report.columns.extend(written(self).map(|(_, of)| Column {
            list: Some(["cells", "column"]),
            ..Column::named(name(dataset, self, of), String::new(), FILE)
        }));
    }

    fn row(&self, dataset: &Dataset, nth: usize) -> Option<ReportRow> {
        let strand = self.lanes.get(nth)?;
        let mut lane = String::new();
        for column in 0..self.columns.len() {
            let (sign, joins) = self.sign(nth, column);
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
        cells.extend(written(self).map(|(at, _)| {
            let cell = self.cell(nth, at);
            Cell {
                members: vec![
                    ("cell", cell.word(self.of).into()),
                    ("means", cell.meaning(self.of).into()),
                ],
                ..Cell::value(cell.meaning(self.of))
            }
        }));
        let of = dataset.meetings_of(strand.of);
        let seen = strand.seen.iter();
        let meetings = seen.flat_map(|(column, _)| &self.columns[*column as usize].meetings);
        let meetings = meetings.filter(|row| of.binary_search(row).is_ok());
        let links = meetings.map(|row| (RecordId::meeting(*row), strand.of));
        Some(ReportRow::new(cells, Rests::OnLinks(links.collect())))
    }

    fn bytes(&self) -> usize {
        let columns = self.columns.iter();
        let columns = columns.map(|it| size_of_val(it) + 4 * it.meetings.len());
        let seen = self.lanes.iter();
        let seen = seen.map(|it| size_of_val(it) + size_of_val(it.seen.as_slice()));
        columns.chain(seen).sum()
    }
}

/// The columns of files, each with its place: not those for many years without a meeting.
fn written(study: &Strands) -> impl Iterator<Item = (usize, &LaneColumn)> {
    let columns = study.columns.iter().enumerate();
    columns.filter(|(_, of)| of.until.is_none())
}

/// `2013-05-03 meeting/som-01`, or the year; `?` behind what is inferred.
fn name(dataset: &Dataset, study: &Strands, of: &LaneColumn) -> String {
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

/// The year of the last meeting that names it; `?` where it is not known.
pub fn last_year(dataset: &Dataset, last: RecordId) -> String {
    let year = dataset.when(last).map(When::year);
    year.map_or_else(|| "?".to_owned(), |year| Year(year).to_string())
}

/// What the signs mean, and what an empty cell says; with the signs of whoever draws.
pub fn caption(study: &Strands, [strong, weak, absent]: [&str; 3]) -> String {
    let complete =
        |column: &LaneColumn| column.elsewhere == LaneCell::NotListed(Completeness::Complete);
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
pub fn describe_cell(
    dataset: &Dataset,
    study: &Strands,
    nth: usize,
    column: Option<usize>,
) -> [String; 2] {
    let Some(strand) = study.lanes.get(nth) else {
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
