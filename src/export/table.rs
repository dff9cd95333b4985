//! CSV: a row a meeting, for spreadsheets and statistics.

use std::io::{self, Write};

use super::account::{Account, Presence, Rests};
use super::escape::cell;
use super::words::{precision, spoken, word};
use super::{Imprint, Selection};
use crate::data::{Dataset, Doubt, RecordId, Relation};

/// The columns, with what stands in them.
pub const COLUMNS: [(&str, &str); 25] = [
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
    ("place", "where; empty: not known"),
    ("kind", "what sort of meeting"),
    ("series", "the series it belongs to"),
    ("ordinal", "its number there"),
    ("ordinal_doubts", "`inferred`"),
    (
        "people",
        "`name <key>: role [remarks]`; remarks: for whom, `role inferred`, `chair`, how the presence is known, sources of its own",
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
    ("dataset", "which data this is from, its version and day"),
    ("licence", "of the data"),
    ("export", "the program, and what was asked for"),
];

pub(super) fn write(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS.map(|(name, _)| name))?;
    let origin = [
        imprint.dataset.clone(),
        imprint.licence.clone(),
        format!("{}: {}", imprint.program, imprint.asked),
    ];
    for id in chosen.all_meetings() {
        let cells = row(dataset, id)?.into_iter().chain(origin.iter().cloned());
        writer.write_record(cells.map(cell))?;
    }
    writer.flush()
}

/// All cells but those on the origin.
fn row(dataset: &Dataset, id: RecordId) -> io::Result<[String; COLUMNS.len() - 3]> {
    let account = Account::of(dataset, id)?;
    let date = dataset.date(id);
    let series = dataset.series_of(id);
    let ordinal = dataset.ordinal(id);
    let people = account.people.iter().map(|known| person(dataset, known));
    let topics = account.topics.iter().map(|(topic, weight, rests)| {
        let remarks = [word(*weight).to_owned(), own(dataset, rests)];
        format!("{}{}", named(dataset, *topic), remarked(&remarks))
    });
    let lead = account.lead.iter().map(|(lead, basis)| {
        let remark = spoken(basis);
        format!("{}{}", dataset.key(*lead), remarked(&[remark]))
    });
    let contested = dataset
        .conflicts_of(id)
        .map(|conflict| conflict.about.clone());
    let inferred = |field| {
        account
            .ground
            .inferred(field)
            .map(|_| "inferred".to_owned())
    };
    Ok([
        dataset.key(id),
        dataset.name(id).to_owned(),
        date.map_or_else(|| account.odd_date.clone(), |date| date.to_string()),
        precision(date).to_owned(),
        date_doubts(dataset, id, &account),
        account.window.0.clone(),
        account.window.1.clone(),
        dataset.place(id).to_owned(),
        dataset.meeting_kind(id).to_owned(),
        series.map_or_else(String::new, |row| dataset.series_name(row).into_owned()),
        ordinal.map_or_else(String::new, |number| number.to_string()),
        ordinal
            .and_then(|_| inferred("ordinal"))
            .unwrap_or_default(),
        listed(people),
        word(dataset.attendance(id)).to_owned(),
        listed(topics),
        word(dataset.agenda(id)).to_owned(),
        listed(
            dataset
                .organisations_at(id)
                .into_iter()
                .map(|id| named(dataset, id)),
        ),
        listed(dataset.to(id, Relation::Host).map(|id| dataset.key(id))),
        listed(lead),
        listed(contested),
        account.confidence.clone(),
        listed(
            dataset
                .to(id, Relation::MeetingSource)
                .map(|id| dataset.key(id)),
        ),
    ])
}

/// What speaks against the date as it is written, in a few fixed words.
pub(super) fn date_doubts(dataset: &Dataset, id: RecordId, account: &Account) -> String {
    let doubt = dataset.date(id).map(crate::data::Date::doubt);
    let contested = dataset
        .conflicts_of(id)
        .any(|conflict| conflict.field == "date");
    let doubts = [
        (account.ground.inferred("date").is_some(), "inferred"),
        (
            matches!(doubt, Some(Doubt::Uncertain | Doubt::Both)),
            "uncertain",
        ),
        (
            matches!(doubt, Some(Doubt::Approximate | Doubt::Both)),
            "approximate",
        ),
        (contested, "contested"),
        (!account.odd_date.is_empty(), "unreadable"),
    ];
    let doubts = doubts.into_iter().filter(|(is, _)| *is);
    listed(doubts.map(|(_, word)| word.to_owned()))
}

fn person(dataset: &Dataset, known: &Presence) -> String {
    let name = match known.id {
        Some(id) => named(dataset, id),
        None => unlisted(&known.name),
    };
    let role = match &*known.role {
        "" => String::new(),
        role => format!(": {}", unlisted(role)),
    };
    let came_for = known.came_for.map(|id| format!("for {}", dataset.key(id)));
    let is = |is: bool, word: &str| if is { word.to_owned() } else { String::new() };
    let remarks = [
        came_for.unwrap_or_default(),
        is(known.role_inferred, "role inferred"),
        is(known.chair, "chair"),
        known.basis.map_or("", word).to_owned(),
        own(dataset, &known.rests),
    ];
    format!("{name}{role}{}", remarked(&remarks))
}

fn named(dataset: &Dataset, id: RecordId) -> String {
    format!("{} <{}>", unlisted(dataset.name(id)), dataset.key(id))
}

/// The keys of the sources of a fact, and whether they are its own.
pub(super) fn own_or_not(dataset: &Dataset, rests: &Rests) -> [String; 2] {
    let keys = rests.sources().iter().map(|id| dataset.key(*id));
    [listed(keys), rests.level().to_owned()]
}

/// The sources that a fact has of its own.
fn own(dataset: &Dataset, rests: &Rests) -> String {
    let Rests::Own(sources) = rests else {
        return String::new();
    };
    let keys: Vec<String> = sources.iter().map(|id| dataset.key(*id)).collect();
    keys.join(", ")
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
