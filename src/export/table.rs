//! CSV: a row a meeting, for spreadsheets and statistics.

use std::io::{self, Write};

use super::escape::cell;
use super::meetings::{doubts_of_date, evidence, organisations, people, source_keys};
use super::report;
use super::spec::{Export, Spec};
use super::stated;
use super::words::{precision, spoken, weight, word};
use crate::data::{Dataset, Day, RecordId, When, Year};
use crate::facts::{Detail, Fact, Sources, Whose, of_field, the};

/// The columns, with what stands in them.
pub const COLUMNS: [(&str, &str); 28] = [
    ("meeting", "its key, `meeting/id`"),
    ("title", "its title"),
    (
        "date",
        "EDTF: `2013`, `2013-05`, `2013-05-03`, `a/b`; `?` uncertain or inferred, `~` approximate",
    ),
    ("date_precision", "`day`, `month`, `year` or `unknown`"),
    (
        "date_doubts",
        "`inferred`, `uncertain`, `approximate`, `contested`, `unreadable`",
    ),
    ("earliest", "not before this day"),
    ("latest", "not after this day"),
    (
        "first_day",
        "the first day it may have been held on, by `date`, `earliest` and `latest`; empty: open, or not known",
    ),
    ("last_day", "the last such day"),
    ("place", "where; empty: not known"),
    ("kind", "what sort of meeting"),
    ("series", "the series it belongs to"),
    ("ordinal", "its number there"),
    ("ordinal_doubts", "`inferred`"),
    (
        "people",
        "`name <key>: role [remarks]`; remarks: for whom, `role inferred`, the organisation of that role, `chair`, how the presence is known, sources of its own",
    ),
    (
        "attendance",
        "whether all who came are listed: `complete`, `partial`, `unknown`",
    ),
    (
        "topics",
        "`name <key> [remarks]`; remarks: `agenda` or `context`, sources of its own",
    ),
    (
        "agenda",
        "whether all topics are listed: `complete`, `partial`, `unknown`",
    ),
    ("organisations", "`name <key>` of all that took part"),
    ("hosts", "keys"),
    ("led_by", "`key [how that is known]`"),
    ("contested", "what sources disagree on"),
    ("confidence", "how sure the record is"),
    (
        "sources",
        "keys of all sources of the record; empty: none is given",
    ),
    (
        "evidence",
        "`field [how sure: keys]` of what has sources of its own or is in doubt, people and topics aside",
    ),
    ("dataset", "which data this is from, its version and day"),
    ("licence", "of the data"),
    ("export", "the program, and what was asked for"),
];

pub(super) static SPEC: Spec = Spec {
    name: "csv",
    ending: "csv",
    help: "a table, a row a meeting",
    write,
    report: Some(report::csv),
    ..Spec::BARE
};

fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS.map(|(name, _)| name))?;
    let origin = export.provenance.cells();
    for id in export.chosen.all_meetings() {
        let cells = row(export.dataset, id)?.into_iter();
        writer.write_record(cells.chain(origin.iter().cloned()).map(cell))?;
    }
    writer.flush()
}

fn day_text((year, month, day): Day) -> String {
    format!("{}-{month:02}-{day:02}", Year(year))
}

/// All cells but those on the origin.
fn row(dataset: &Dataset, id: RecordId) -> io::Result<[String; COLUMNS.len() - 3]> {
    let facts = stated(dataset, id)?;
    let date = dataset.date(id);
    let when = dataset.when(id);
    let first = when.filter(|when| !when.begins_open()).map(When::first);
    let last = when.filter(|when| !when.ends_open()).map(When::last);
    let [first_day, last_day] = [first, last].map(|day| day.map(day_text).unwrap_or_default());
    let on_date = the(&facts, "date").map(Fact::on_date).unwrap_or_default();
    let value = |field| the(&facts, field).map_or_else(String::new, plain);
    let ordinal = the(&facts, "ordinal");
    let lead = of_field(&facts, "lead").map(|fact| {
        let basis = fact.notes.first().map_or("", String::as_str);
        format!("{}{}", key_of(dataset, fact), remarked(&[spoken(basis)]))
    });
    let missing = |field| of_field(&facts, field).filter(|fact| fact.missing.is_some());
    let all = organisations(&facts).into_iter();
    let all = all.map(|(id, ..)| named(dataset, id));
    let unknown = missing("hosts").chain(missing("organisations")).map(plain);
    let contested = dataset
        .conflicts_of(id)
        .map(|conflict| conflict.about.clone());
    let has_no_cell = |fact: &&Fact| {
        let has_cell = matches!(&*fact.field, "participants" | "topics") && !fact.of_list;
        !has_cell || (fact.presence().is_none() && !fact.names())
    };
    Ok([
        dataset.key(id),
        dataset.name(id).to_owned(),
        date.map_or(on_date.unreadable, |date| date.to_string()),
        precision(date).to_owned(),
        listed(
            doubts_of_date(dataset, id, &facts)
                .into_iter()
                .map(str::to_owned),
        ),
        on_date.earliest,
        on_date.latest,
        first_day,
        last_day,
        dataset.place(id).to_owned(),
        dataset.meeting_kind(id).to_owned(),
        value("series"),
        dataset
            .ordinal(id)
            .map_or_else(String::new, |number| number.to_string()),
        ordinal.map_or_else(String::new, inferred),
        listed(people(&facts).map(|fact| person(dataset, fact))),
        word(dataset.attendance(id)).to_owned(),
        listed(
            of_field(&facts, "topics")
                .filter(|fact| fact.names())
                .map(|fact| topic(dataset, fact)),
        ),
        word(dataset.agenda(id)).to_owned(),
        listed(all.chain(unknown)),
        listed(
            of_field(&facts, "hosts")
                .filter(|fact| fact.names())
                .map(|fact| key_of(dataset, fact)),
        ),
        listed(lead),
        listed(contested),
        value("confidence"),
        listed(source_keys(dataset, id, &facts).into_iter()),
        evidence(dataset, facts.iter().filter(has_no_cell)),
    ])
}

/// The value of a fact in a cell.
fn plain(fact: &Fact) -> String {
    let unknown = if fact.unknown { "? " } else { "" };
    format!("{unknown}{}", unlisted(&fact.value))
}

/// The key of the record that a fact names; of one that is not in this file, that it is not.
fn key_of(dataset: &Dataset, fact: &Fact) -> String {
    fact.target
        .map_or_else(|| plain(fact), |id| dataset.key(id))
}

/// A record that a fact names, with its key.
fn name_of(dataset: &Dataset, fact: &Fact) -> String {
    fact.target
        .map_or_else(|| plain(fact), |id| named(dataset, id))
}

fn topic(dataset: &Dataset, fact: &Fact) -> String {
    let how = match fact.detail {
        Detail::Weight(of_topic) => weight(of_topic),
        _ => "",
    };
    let remarks = [
        how.to_owned(),
        inferred(fact),
        contested(fact),
        own(dataset, &fact.sources),
    ];
    format!("{}{}", name_of(dataset, fact), remarked(&remarks))
}

fn person(dataset: &Dataset, fact: &Fact) -> String {
    let name = name_of(dataset, fact);
    let Some(presence) = fact.presence() else {
        let remarks = [
            "chair".to_owned(),
            contested(fact),
            own(dataset, &fact.sources),
        ];
        return format!("{name}{}", remarked(&remarks));
    };
    let role = match &*presence.role {
        "" => String::new(),
        role => format!(": {}", unlisted(role)),
    };
    let is = |is: bool, word: &str| if is { word.to_owned() } else { String::new() };
    let came_for = match (presence.came_for, &*presence.came_for_missing) {
        (Some(id), _) => format!("for {}", dataset.key(id)),
        (None, "") => String::new(),
        (None, id) => format!("for ? organisation not in this file: {id}"),
    };
    let organisation = presence.organisation_inferred;
    let organisation = organisation.map(|id| format!("of {} (inferred)", dataset.key(id)));
    let remarks = [
        came_for,
        is(presence.role_is.is_inferred(), "role inferred"),
        organisation.unwrap_or_default(),
        is(presence.chair, "chair"),
        presence.basis.map_or("", word).to_owned(),
        inferred(fact),
        contested(fact),
        own(dataset, &fact.sources),
    ];
    format!("{name}{role}{}", remarked(&remarks))
}

/// That the record says of a fact that it was inferred.
fn inferred(fact: &Fact) -> String {
    fact.why
        .as_ref()
        .map_or_else(String::new, |_| "inferred".to_owned())
}

fn contested(fact: &Fact) -> String {
    if fact.conflicts.is_empty() {
        String::new()
    } else {
        "contested".to_owned()
    }
}

fn named(dataset: &Dataset, id: RecordId) -> String {
    format!("{} <{}>", unlisted(dataset.name(id)), dataset.key(id))
}

/// The sources that a fact has of its own.
fn own(dataset: &Dataset, sources: &Sources) -> String {
    match sources.whose {
        Whose::Own => sources.keys(dataset).join(", "),
        Whose::Record | Whose::Nothing => String::new(),
    }
}

fn remarked(remarks: &[String]) -> String {
    let remarks: Vec<String> = remarks
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| unlisted(text))
        .collect();
    if remarks.is_empty() {
        String::new()
    } else {
        format!(" [{}]", remarks.join(", "))
    }
}

/// Several in one cell.
fn listed(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<String>>().join("; ")
}

/// A text that stands in a list, without the mark that parts a list.
fn unlisted(text: &str) -> String {
    text.replace(';', ",")
}
