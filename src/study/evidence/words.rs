//! Every fact of a record in words: what it says, how sure it is, what it rests on.

use super::Evidence;
use crate::data::{Conflict, ConflictReading, Dataset, Kind, RecordId};
use crate::facts::words::{cited, dotted, missing, reader};
use crate::facts::{Fact, Sources, Whose};
use crate::study::column::{ALL, Column, ColumnLook, FILE, PEOPLE, SCREEN, TEXT};
use crate::study::report::{Cell, Report, ReportNote, ReportRow, Rests, Study};
use crate::study::value::Value;

const COLUMNS: [Column; 12] = [
    Column::new("record", FILE),
    Column::new("fact", PEOPLE),
    Column::new("fact", FILE),
    Column::new("mark", TEXT | FILE).look(ColumnLook::Key),
    Column::called("value", "what is said", ALL),
    Column::new("key", FILE),
    Column::called("sure", "how sure", ALL).look(ColumnLook::Dim),
    Column::new("means", FILE),
    Column::new("readings", FILE),
    Column::new("why", FILE),
    Column::new("rests on", SCREEN).look(ColumnLook::Dim),
    Column::new("sources", TEXT).look(ColumnLook::Dim),
];

impl Study for Evidence {
    fn describe(&self, dataset: &Dataset, report: &mut Report) {
        let about = self.about;
        let weak = self.facts.iter().filter(|fact| fact.sure().is_weak());
        report.title = format!("Evidence: {}", dataset.name(about)).into();
        report.counted = format!("{} weak of {}", weak.count(), self.facts.len());
        report.stop = "weak fact";
        report.caption = "several, one: sources of the fact itself · record: one of the record's sources says so, which \
                          one is not recorded · ! contested · ~ inferred · ? unknown or without a source".into();
        report.nothing = format!(
            "{} states nothing but its name, and nothing is stated of it",
            dataset.key(about)
        )
        .into();
        report.columns = COLUMNS.to_vec();
        report.note(ReportNote::heading(PEOPLE, dataset.name(about)).to(Some(about)));
        let (own, others): (Vec<&Fact>, Vec<&Fact>) =
            self.facts.iter().partition(|fact| fact.of == about);
        for fact in &own {
            fact_row(dataset, fact, report);
        }
        for (series, why) in &self.unread {
            unread_row(dataset, about, (*series, why), report);
        }
        record_sources(dataset, &own, report);
        let is_source = about.kind == Kind::Source;
        let mut of = None;
        for fact in others {
            if is_source && of != Some(fact.of) {
                let name = dataset.short(fact.of);
                report.note(ReportNote::heading(PEOPLE, name).to(Some(fact.of)));
            } else if of.is_none() {
                let heading = "WHAT OTHERS SAY OF IT";
                report.note(ReportNote::heading(PEOPLE, heading));
            }
            of = Some(fact.of);
            fact_row(dataset, fact, report);
        }
        if self.left_out > 0 {
            let left_out = format!("{} more records are not looked at", self.left_out);
            report.note(ReportNote::remark(PEOPLE, left_out));
        }
    }
}

/// The sources of the record, told once behind its facts.
fn record_sources(dataset: &Dataset, own: &[&Fact], report: &mut Report) {
    let of_record = |fact: &&&Fact| fact.sources.whose == Whose::Record;
    let fact = own.iter().find(of_record);
    if let Some(fact) = fact.filter(|fact| fact.of.kind != Kind::Source) {
        report.note(ReportNote::heading(SCREEN, "SOURCES OF THE RECORD"));
        source_notes(dataset, &fact.sources, report);
        let keys = fact.sources.keys(dataset).join("; ");
        report.note(ReportNote::remark(TEXT, keys).lead("the record's sources"));
    }
}

fn fact_row(dataset: &Dataset, fact: &Fact, report: &mut Report) {
    let readings = readings(dataset, fact);
    let texts: Vec<String> = readings.iter().map(|it| it.text.clone()).collect();
    let sources = &fact.sources;
    let mut cells = vec![
        Cell::value(dataset.key(fact.of)),
        Cell::text(label(&fact.field)),
        Cell::value(fact.field.replace('_', " ")),
        Cell::value(fact.marks()),
        Cell::text(fact.said(dataset)).to(fact.target),
        Cell::value(fact.target.map(|id| dataset.key(id))),
        Cell::text(fact.sure().word()).to(fact.target),
        Cell::value(fact.sure().meaning()),
        Cell::value(Value::texts(texts)),
        Cell::value(Value::texts(fact.notes.iter().cloned())),
        Cell::sources(dataset, sources, fact.of),
    ];
    let own = sources.keys(dataset).into_iter();
    let own: Vec<String> = own.filter(|_| sources.whose == Whose::Own).collect();
    cells.push(Cell::text(own.join("; ")));
    let of_one = (sources.count() == 1)
        .then_some(&sources.ids)
        .into_iter()
        .flatten();
    let parts = [
        format!("{}: {}", label(&fact.field), fact.said(dataset)),
        fact.sure().meaning().to_owned(),
    ];
    let description = dotted(
        parts
            .into_iter()
            .chain(of_one.map(|id| cited(dataset, *id))),
    );
    report.push(ReportRow {
        marks: fact.marks(),
        is_stop: fact.sure().is_weak(),
        description,
        ..ReportRow::new(cells, Rests::on(fact))
    });
    for reading in readings {
        report.note(reading);
    }
    // One alone is named in the row.
    if sources.whose == Whose::Own && sources.count() > 1 {
        source_notes(dataset, sources, report);
    }
    for note in &fact.notes {
        report.note(ReportNote::remark(PEOPLE, note.clone()));
    }
}

/// A series on the record that cannot be read any more.
fn unread_row(dataset: &Dataset, of: RecordId, (series, why): (usize, &str), report: &mut Report) {
    let text = format!("the series cannot be read: {why}");
    let mut cells = vec![Cell::default(); COLUMNS.len()];
    cells[0] = Cell::value(dataset.key(of));
    cells[1] = Cell::text("series");
    cells[2] = Cell::value("series");
    cells[3] = Cell::value("?");
    cells[4] = Cell::text(text);
    report.push(ReportRow {
        marks: "?".to_owned(),
        is_stop: true,
        ..ReportRow::new(cells, Rests::OnUnreadSeries(series))
    });
}

/// Sources, a row each, and those that are not in this file.
fn source_notes(dataset: &Dataset, sources: &Sources, report: &mut Report) {
    for id in &sources.ids {
        let source = ReportNote::detail(SCREEN, cited(dataset, *id)).lead("source");
        report.note(source.to(Some(*id)));
    }
    for id in &sources.missing {
        let source = ReportNote::detail(SCREEN, missing(Kind::Source, id)).lead("source");
        report.note(ReportNote {
            marks: "?",
            ..source
        });
    }
}

/// What each source says of a contested fact, which was chosen, and why.
fn readings(dataset: &Dataset, fact: &Fact) -> Vec<ReportNote> {
    let all = dataset.conflicts();
    let conflicts = fact.conflicts.iter().filter_map(|nth| all.get(*nth));
    let notes = conflicts.flat_map(|conflict: &Conflict| {
        let readings = conflict.readings.iter().map(|it| {
            let note = ReportNote::detail(PEOPLE, reading(dataset, it)).lead("reading");
            ReportNote {
                marks: "!",
                ..note.to(it.source)
            }
        });
        let note = Some(&conflict.note).filter(|note| !note.is_empty());
        readings.chain(note.map(|note| ReportNote::remark(PEOPLE, note)))
    });
    notes.collect()
}

fn reading(dataset: &Dataset, reading: &ConflictReading) -> String {
    let source = reader(dataset, reading, |dataset, id| {
        format!("{} ({})", cited(dataset, id), dataset.key(id)).into()
    });
    let chosen = match (reading.chosen, &*reading.why) {
        (false, "") => String::new(),
        (true, "") => " — chosen".to_owned(),
        (true, why) => format!(" — chosen: {why}"),
        (false, why) => format!(" — {why}"),
    };
    format!("“{}” — {source}{chosen}", reading.value)
}

/// A field of the format as one entry of it is called.
fn label(field: &str) -> String {
    let word = match field {
        "participants" => "person",
        "organisations" => "organisation",
        "attendance" => "people",
        "agenda" => "topics",
        "ordinal" => "number",
        "successor_of" => "successor",
        "signatories" => "signed by",
        "parties" => "party",
        "hosts" | "chairs" | "topics" | "roles" | "outcomes" => field.trim_end_matches('s'),
        other => other,
    };
    word.replace('_', " ")
}
