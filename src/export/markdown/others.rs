//! People, organisations, topics, agreements and sources in sentences, and what others state of a record.

use std::io;

use super::sentences::{Sentences, contested, name_of, remarks};
use crate::data::{Kind, RecordId};
use crate::export::escape::{link, markdown as escaped, web_address};
use crate::export::stated;
use crate::facts::words::{agenda_or_context, bracketed};
use crate::facts::{
    self, Detail, Fact, RoleDetail, Sources, of_field, records_stating, series_on, the, words,
};

/// The fields that stand in a line each, with their names, in the order in which they are read.
const LINES: [(&str, &str); 15] = [
    ("aliases", "Also known as"),
    ("sort_name", "Sorted under"),
    ("kind", "Kind"),
    ("theme", "Theme"),
    ("parent", "Part of"),
    ("successor_of", "Took over the work of"),
    ("broader", "Part of"),
    ("related", "Related topics"),
    ("parties", "Parties"),
    ("signatories", "Signed by"),
    ("topics", "About"),
    ("follows", "Follows"),
    ("amends", "Changes"),
    ("meeting", "Made at"),
    ("language", "Language"),
];

/// Writes all facts of a record that is no meeting.
pub(super) fn write(
    sentences: &mut Sentences<'_, '_>,
    id: RecordId,
    facts: &[Fact],
) -> io::Result<()> {
    if id.kind == Kind::Source {
        of_source(sentences, id, facts)?;
    } else if id.kind == Kind::Agreement {
        dated(sentences, id, facts)?;
    }
    for (field, name) in LINES {
        let named = of_field(facts, field).filter(|fact| fact.is_told());
        sentences.named_lines(name, &named.collect::<Vec<&Fact>>())?;
    }
    roles(sentences, facts)?;
    if matches!(id.kind, Kind::Person | Kind::Organisation | Kind::Topic) {
        meetings(sentences, id)?;
    }
    if id.kind == Kind::Source {
        let rows = sentences.dataset.meetings_of(id);
        let names = rows
            .iter()
            .map(|row| sentences.named(RecordId::meeting(*row)));
        let names = names.collect::<Vec<String>>().join(", ");
        if !names.is_empty() {
            let text = format!("Meetings that rest on it: {names}");
            sentences.item(&text, &Sources::own(vec![id]))?;
        }
    } else {
        stated_by_records(sentences, id)?;
    }
    sentences.prose("Summary", facts, "summary")?;
    series(sentences, id)?;
    sentences.prose("Note", facts, "note")?;
    sentences.on_the_date(facts)?;
    sentences.of_lists(facts)
}

fn dated(sentences: &mut Sentences<'_, '_>, id: RecordId, facts: &[Fact]) -> io::Result<()> {
    for fact in of_field(facts, "date") {
        let text = format!("Date: {}", sentences.date(id, fact));
        sentences.item(&text, &fact.sources)?;
    }
    Ok(())
}

fn of_source(sentences: &mut Sentences<'_, '_>, id: RecordId, facts: &[Fact]) -> io::Result<()> {
    sentences.lines("Publisher", facts, "publisher")?;
    dated(sentences, id, facts)?;
    for fact in of_field(facts, "url") {
        let address = web_address(&fact.value).map(|to| link(&escaped(&to), &to));
        let address = address.unwrap_or_else(|| escaped(&fact.value));
        let text = format!("Address: {address}{}", remarks(fact));
        sentences.item(&text, &fact.sources)?;
    }
    Ok(())
}

fn roles(sentences: &mut Sentences<'_, '_>, facts: &[Fact]) -> io::Result<()> {
    let mut heading = false;
    for fact in of_field(facts, "roles") {
        let Detail::Held(held) = &fact.detail else {
            continue;
        };
        if !std::mem::replace(&mut heading, true) {
            sentences.part("Roles", "", &Sources::default())?;
        }
        let organisation = match fact.target {
            Some(id) => sentences.named(id),
            None => String::new(),
        };
        let title = match fact.target {
            Some(_) => escaped(&held.title),
            None => escaped(&fact.value),
        };
        let named = words::joined([title, organisation], ", ");
        let text = format!("{named}: {}{}", when(held), remarks(fact));
        sentences.item(&text, &fact.sources)?;
    }
    Ok(())
}

fn when(held: &RoleDetail) -> String {
    let date = |name: &str, text: &str| match crate::data::Date::parse(text) {
        _ if text.is_empty() => String::new(),
        Ok(parsed) => {
            let remarks = [words::known_to(parsed), words::certainty(parsed.doubt())];
            format!(
                "{name} {}{}",
                escaped(&parsed.in_words()),
                bracketed(remarks)
            )
        }
        Err(_) => format!("{name} “{}”, which cannot be read as a date", escaped(text)),
    };
    let open = match (&*held.from, &*held.to) {
        ("", "") => "",
        (_, "") => "end not recorded",
        ("", _) => "start not recorded",
        _ => "",
    };
    let when = [
        date("from", &held.from),
        date("to", &held.to),
        open.to_owned(),
        date("known on", &held.as_of),
    ];
    match words::joined(when, ", ") {
        nothing if nothing.is_empty() => "when is not known".to_owned(),
        when => when,
    }
}

/// The facts of the series that are shown on a record.
pub(super) fn series(sentences: &mut Sentences<'_, '_>, id: RecordId) -> io::Result<()> {
    for series in series_on(sentences.dataset, id) {
        let facts = facts::of_series(sentences.dataset, series, id)?;
        if facts.is_empty() {
            continue;
        }
        let heading = match id.kind {
            Kind::Agreement => "Series under it",
            _ => "The series",
        };
        sentences.part(heading, "", &Sources::default())?;
        for fact in &facts {
            let value = match fact.detail_text(sentences.dataset) {
                detail if detail.is_empty() => sentences.plain_value(fact),
                detail => format!("{}, {}", sentences.plain_value(fact), escaped(&detail)),
            };
            let field = fact.field.trim_start_matches("series.");
            let text = format!(
                "{}: {value}{}",
                escaped(&words::spoken(field)),
                remarks(fact)
            );
            sentences.item(&text, &fact.sources)?;
        }
    }
    Ok(())
}

/// The meetings of a record, a line each, with how it belongs and what that rests on.
fn meetings(sentences: &mut Sentences<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sentences.dataset;
    let rows = dataset.meetings_of(id);
    if rows.is_empty() {
        return Ok(());
    }
    sentences.part("Meetings", "", &Sources::default())?;
    for row in rows.iter() {
        let meeting = RecordId::meeting(*row);
        let facts = stated(dataset, meeting)?;
        let date = the(&facts, "date");
        let date = date.map_or_else(String::new, |fact| sentences.date(meeting, fact));
        // The role has a fact of its own, which stands with the presence here.
        let about = facts.iter().filter(|fact| fact.field != "role");
        let about: Vec<&Fact> = about.filter(|fact| fact.is_about(id)).collect();
        for alike in about.chunk_by(|a, b| a.sources == b.sources && a.sure() == b.sure()) {
            let how = alike.iter().map(|fact| how(sentences, fact, id));
            let how = words::joined(how, ", ");
            let colon = if how.is_empty() { "" } else { ": " };
            let text = format!("{date} — {}{colon}{how}", sentences.named(meeting));
            let sources = alike.first().map(|fact| &fact.sources);
            sentences.item(text.trim_end(), sources.unwrap_or(&Sources::default()))?;
        }
    }
    Ok(())
}

/// How a record belongs to a meeting that states a fact of it.
fn how(sentences: &Sentences<'_, '_>, fact: &Fact, id: RecordId) -> String {
    let how = match (&*fact.field, &fact.detail) {
        ("participants", _) if fact.came_for() == Some(id) => {
            format!("for it: {}", name_of(fact))
        }
        (_, Detail::Presence(presence)) => sentences.role(presence).trim_start().to_owned(),
        (_, Detail::Weight(weight)) => agenda_or_context(*weight).to_owned(),
        ("hosts", _) => "host".to_owned(),
        ("chairs", _) => "chair".to_owned(),
        ("lead", _) => "led".to_owned(),
        ("organisations", _) => "listed".to_owned(),
        _ => String::new(),
    };
    let is_presence = fact.presence().is_some();
    let remarks = if is_presence {
        contested(fact).to_owned()
    } else {
        remarks(fact)
    };
    format!("{how}{remarks}")
}

/// What records that are no meetings state of this one, and of a meeting its parts.
pub(super) fn stated_by_records(sentences: &mut Sentences<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sentences.dataset;
    let records = records_stating(dataset, id).into_iter();
    let mut heading = false;
    let is_listed_elsewhere = |by: &RecordId| by.kind == Kind::Meeting && id.kind != Kind::Meeting;
    for by in records.filter(|by| !is_listed_elsewhere(by)) {
        for fact in stated(dataset, by)?.iter().filter(|fact| fact.is_about(id)) {
            let held = match &fact.detail {
                Detail::Held(held) => words::joined([escaped(&held.title), when(held)], ", "),
                _ => String::new(),
            };
            let named = words::joined([sentences.named(by), held], ": ");
            if !std::mem::replace(&mut heading, true) {
                sentences.part("In other records", "", &Sources::default())?;
            }
            let text = format!("{}: {named}{}", said_of_it(fact), remarks(fact));
            sentences.item(&text, &fact.sources)?;
        }
    }
    Ok(())
}

/// What a fact of another record is called on the page of the record that it is about.
fn said_of_it(fact: &Fact) -> String {
    let name = match (&*fact.field, fact.of.kind) {
        ("signatories", _) => "Signed",
        ("parties", _) => "Party to",
        ("topics", _) => "Agreement about it",
        ("meeting", _) => "Made there",
        ("parent" | "part_of", _) => "Its part",
        ("successor_of", _) => "Taken over by",
        ("follows", _) => "Followed by",
        ("amends", _) => "Changed by",
        ("broader", _) => "Narrower topic",
        ("related", _) => "Related topic",
        ("roles", _) => "Role in it",
        (field, _) => return words::spoken(field),
    };
    name.to_owned()
}
