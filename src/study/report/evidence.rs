//! Every fact of a record in words: what it says, how sure it is, what it rests on.

use super::{
    ALL, Aside, Cell, Column, Entry, FILE, Look, PEOPLE, Part, Report, Rests, SCREEN, TEXT,
};
use crate::data::{Conflict, ConflictReading, Dataset, Kind, RecordId};
use crate::facts::words::{cited, dotted, missing, reader};
use crate::facts::{Fact, Sources, Whose};
use crate::study::evidence::Evidence;
use crate::study::value::Value;

const COLUMNS: [Column; 12] = [
    Column::new("record", FILE),
    Column::new("fact", PEOPLE),
    Column::new("fact", FILE),
    Column::new("mark", TEXT | FILE).look(Look::Key),
    Column::called("value", "what is said", ALL),
    Column::new("key", FILE),
    Column::called("sure", "how sure", ALL).look(Look::Dim),
    Column::new("means", FILE),
    Column::new("readings", FILE),
    Column::new("why", FILE),
    Column::new("rests on", SCREEN).look(Look::Dim),
    Column::new("sources", TEXT).look(Look::Dim),
];

pub(super) fn tell(dataset: &Dataset, study: &Evidence, report: &mut Report) {
    let about = study.about;
    let weak = study.facts.iter().filter(|fact| fact.sure().is_weak());
    report.title = format!("Evidence: {}", dataset.name(about)).into();
    report.counted = format!("{} weak of {}", weak.count(), study.facts.len());
    report.stop = "weak fact";
    report.caption = "several, one: sources of the fact itself · record: one of the record's sources says so, which \
                      one is not recorded · ! contested · ~ inferred · ? unknown or without a source".into();
    report.nothing = format!(
        "{} states nothing but its name, and nothing is stated of it",
        dataset.key(about)
    )
    .into();
    report.columns = COLUMNS.to_vec();
    report.aside(Aside::new(Part::Heading, PEOPLE, dataset.name(about)).to(Some(about)));
    let (own, others): (Vec<&Fact>, Vec<&Fact>) =
        study.facts.iter().partition(|fact| fact.of == about);
    for fact in &own {
        fact_told(dataset, fact, report);
    }
    record_sources(dataset, &own, report);
    let is_source = about.kind == Kind::Source;
    let mut of = None;
    for fact in others {
        if is_source && of != Some(fact.of) {
            let name = dataset.short(fact.of);
            report.aside(Aside::new(Part::Heading, PEOPLE, name).to(Some(fact.of)));
        } else if of.is_none() {
            let heading = "WHAT OTHERS SAY OF IT";
            report.aside(Aside::new(Part::Heading, PEOPLE, heading));
        }
        of = Some(fact.of);
        fact_told(dataset, fact, report);
    }
    if study.left_out > 0 {
        let left_out = format!("{} more records are not looked at", study.left_out);
        report.aside(Aside::new(Part::Note, PEOPLE, left_out));
    }
}

/// The sources of the record, told once behind its facts.
fn record_sources(dataset: &Dataset, own: &[&Fact], report: &mut Report) {
    let of_record = |fact: &&&Fact| fact.sources.whose == Whose::Record;
    let fact = own.iter().find(of_record);
    if let Some(fact) = fact.filter(|fact| fact.of.kind != Kind::Source) {
        report.aside(Aside::new(Part::Heading, SCREEN, "SOURCES OF THE RECORD"));
        sources_told(dataset, &fact.sources, report);
        let keys = fact.sources.keys(dataset).join("; ");
        report.aside(Aside::new(Part::Note, TEXT, keys).lead("the record's sources"));
    }
}

fn fact_told(dataset: &Dataset, fact: &Fact, report: &mut Report) {
    let readings = readings(dataset, fact);
    let told: Vec<String> = readings.iter().map(|it| it.text.clone()).collect();
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
        Cell::value(Value::texts(told)),
        Cell::value(Value::texts(fact.notes.iter().cloned())),
        rests_on(dataset, sources, fact.of).to(sources.ids.first().copied()),
    ];
    let own = sources.keys(dataset).into_iter();
    let own: Vec<String> = own.filter(|_| sources.whose == Whose::Own).collect();
    cells.push(Cell::text(own.join("; ")));
    let rests = if fact.is_unreadable() {
        Rests::OnUnread(fact.of)
    } else {
        Rests::On(sources.clone())
    };
    let of_one = (sources.count() == 1)
        .then_some(&sources.ids)
        .into_iter()
        .flatten();
    let parts = [
        format!("{}: {}", label(&fact.field), fact.said(dataset)),
        fact.sure().meaning().to_owned(),
    ];
    let told = dotted(
        parts
            .into_iter()
            .chain(of_one.map(|id| cited(dataset, *id))),
    );
    report.push(Entry {
        marks: fact.marks(),
        is_stop: fact.sure().is_weak(),
        told,
        ..Entry::new(cells, rests)
    });
    for reading in readings {
        report.aside(reading);
    }
    // One alone is named in the row.
    if sources.whose == Whose::Own && sources.count() > 1 {
        sources_told(dataset, sources, report);
    }
    for note in &fact.notes {
        report.aside(Aside::new(Part::Note, PEOPLE, note.clone()));
    }
}

/// Who publishes the first of some sources, and how many more there are.
pub(super) fn rests_on(dataset: &Dataset, sources: &Sources, of: RecordId) -> Cell {
    let called = |source: &RecordId| match dataset.publisher(*source) {
        "" => dataset.name(*source).to_owned(),
        publisher => publisher.to_owned(),
    };
    let first = sources.ids.first().map(called);
    let first = first.or_else(|| sources.missing.first().map(|id| missing(Kind::Source, id)));
    let more = sources.count().saturating_sub(1);
    let text = match (first, more) {
        _ if of.kind == Kind::Source && sources.whose == Whose::Record => "itself".to_owned(),
        (None, _) => String::new(),
        (Some(first), 0) => first,
        (Some(first), more) => format!("{first}, {more} more"),
    };
    Cell::text(text)
}

/// Sources, a row each, and those that are not in this file.
fn sources_told(dataset: &Dataset, sources: &Sources, report: &mut Report) {
    for id in &sources.ids {
        let source = Aside::new(Part::Detail, SCREEN, cited(dataset, *id)).lead("source");
        report.aside(source.to(Some(*id)));
    }
    for id in &sources.missing {
        let source = Aside::new(Part::Detail, SCREEN, missing(Kind::Source, id)).lead("source");
        report.aside(Aside {
            marks: "?",
            ..source
        });
    }
}

/// What each source says of a contested fact, which was chosen, and why.
fn readings(dataset: &Dataset, fact: &Fact) -> Vec<Aside> {
    let all = dataset.conflicts();
    let conflicts = fact.conflicts.iter().filter_map(|nth| all.get(*nth));
    let told = conflicts.flat_map(|conflict: &Conflict| {
        let readings = conflict.readings.iter().map(|it| {
            let aside = Aside::new(Part::Detail, PEOPLE, reading(dataset, it)).lead("reading");
            Aside {
                marks: "!",
                ..aside.to(it.source)
            }
        });
        let note = Some(&conflict.note).filter(|note| !note.is_empty());
        readings.chain(note.map(|note| Aside::new(Part::Note, PEOPLE, note)))
    });
    told.collect()
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
