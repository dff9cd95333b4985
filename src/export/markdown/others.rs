//! People, organisations, topics, agreements and sources in sentences.

use std::io;

use super::{Sheet, meeting};
use crate::data::kinds::{Agreement, Organisation, Person, Source, Topic};
use crate::data::{Dataset, Date, RecordId, Relation, RoleHeld, Weight};
use crate::export::account::{Account, Ground, Rests, body, found};
use crate::export::escape::{link, markdown as escaped, web_address};
use crate::export::words::{bracketed, certainty, known_to, spoken};

pub(super) fn person(sheet: &mut Sheet<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sheet.dataset;
    let body = body(dataset, id)?;
    let person: Person<'_> = body.read().unwrap_or_default();
    let ground = Ground::new(dataset, &person.sources, &person.evidence);
    also_known(sheet, id, &ground)?;
    if dataset.roles(id).next().is_some() {
        sheet.part("Roles", "", &Rests::Nothing)?;
    }
    let inferred = ground.inferred("roles");
    for (held, given) in dataset.roles(id).zip(&person.roles) {
        let text = role(sheet, &held, inferred);
        let rests = ground.with("roles", found(dataset, &given.sources));
        sheet.item(&text, &rests)?;
    }
    meetings(sheet, id, |sheet, account, _| {
        let named = account.people.iter().find(|known| known.id == Some(id));
        named.map(|known| (sheet.role(known), known.rests.clone()))
    })?;
    let signed = sheet.names(dataset.from(id, Relation::Signatory));
    sheet.fact("Signed", &signed, &ground.of("signed"))?;
    sheet.prose("Note", &[&person.note], &ground.of("note"))
}

fn role(sheet: &Sheet<'_, '_>, held: &RoleHeld<'_>, inferred: Option<&str>) -> String {
    let organisation = held.organisation.map(|id| sheet.named(id));
    let parts = [Some(escaped(held.title)), organisation];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let said = |date: Date| {
        let remarks = [known_to(date), certainty(date.doubt())];
        format!("{}{}", escaped(&date.in_words()), bracketed(remarks))
    };
    let mut when = Vec::new();
    when.extend(held.from.map(|date| format!("from {}", said(date))));
    when.extend(held.to.map(|date| format!("to {}", said(date))));
    when.extend(held.as_of.map(|date| format!("known on {}", said(date))));
    if when.is_empty() {
        when.push("when is not known".to_owned());
    }
    let inferred = inferred.map_or_else(String::new, |why| match why {
        "" => " — something of the roles is inferred".to_owned(),
        why => format!(
            " — inferred in part: {}",
            escaped(why.trim_end_matches('.'))
        ),
    });
    format!("{}: {}{inferred}", parts.join(", "), when.join(", "))
}

pub(super) fn organisation(sheet: &mut Sheet<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sheet.dataset;
    let body = body(dataset, id)?;
    let known: Organisation<'_> = body.read().unwrap_or_default();
    let ground = Ground::new(dataset, &known.sources, &known.evidence);
    also_known(sheet, id, &ground)?;
    sheet.fact("Kind", &escaped(&spoken(&known.kind)), &ground.of("kind"))?;
    let links = [
        ("Part of", "parent", Relation::Parent),
        (
            "Took over the work of",
            "successor_of",
            Relation::SuccessorOf,
        ),
    ];
    for (name, field, relation) in links {
        let names = sheet.names(dataset.to(id, relation));
        sheet.fact(name, &names, &ground.of(field))?;
    }
    meetings(sheet, id, |sheet, account, meeting| {
        let came = account
            .people
            .iter()
            .filter(|known| known.came_for == Some(id));
        let names: Vec<String> = came.clone().map(|known| escaped(&known.name)).collect();
        let rests = came.map(|known| known.rests.clone()).next();
        let host = dataset.to(meeting, Relation::Host).any(|host| host == id);
        let _ = sheet;
        let text = match (host, names.is_empty()) {
            (true, _) => "host".to_owned(),
            (false, true) => "listed".to_owned(),
            (false, false) => format!("for it: {}", names.join(", ")),
        };
        let field = if host { "hosts" } else { "organisations" };
        Some((
            text,
            rests
                .filter(|_| !host)
                .unwrap_or_else(|| account.ground.of(field)),
        ))
    })?;
    sheet.prose("Note", &[&known.note], &ground.of("note"))
}

pub(super) fn topic(sheet: &mut Sheet<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sheet.dataset;
    let body = body(dataset, id)?;
    let known: Topic<'_> = body.read().unwrap_or_default();
    let ground = Ground::new(dataset, &known.sources, &known.evidence);
    also_known(sheet, id, &ground)?;
    sheet.fact(
        "Theme",
        &escaped(&spoken(&known.theme)),
        &ground.of("theme"),
    )?;
    meetings(sheet, id, |_, account, _| {
        let found = account.topics.iter().find(|(topic, ..)| *topic == id)?;
        let text = match found.1 {
            Weight::Agenda => "on the agenda",
            Weight::Context => "context only, not an item of the agenda",
        };
        Some((text.to_owned(), found.2.clone()))
    })?;
    let subject = sheet.names(dataset.from(id, Relation::Subject));
    sheet.fact("Agreements about it", &subject, &ground.of("agreements"))?;
    sheet.prose("Note", &[&known.note], &ground.of("note"))
}

pub(super) fn agreement(sheet: &mut Sheet<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sheet.dataset;
    let body = body(dataset, id)?;
    let known: Agreement<'_> = body.read().unwrap_or_default();
    let ground = Ground::new(dataset, &known.sources, &known.evidence);
    let account = Account {
        ground: ground.clone(),
        odd_date: if dataset.date(id).is_some() {
            String::new()
        } else {
            known.date.to_string()
        },
        ..Account::default()
    };
    let date = meeting::date(sheet, id, &account);
    sheet.fact("Date", &date, &ground.of("date"))?;
    sheet.fact("Kind", &escaped(&spoken(&known.kind)), &ground.of("kind"))?;
    let links = [
        ("Parties", "parties", Relation::Party),
        ("Signed by", "signatories", Relation::Signatory),
        ("About", "topics", Relation::Subject),
        ("Follows", "follows", Relation::Follows),
        ("Changes", "amends", Relation::Amends),
        ("Made at", "meeting", Relation::MadeAt),
    ];
    for (name, field, relation) in links {
        let names = sheet.names(dataset.to(id, relation));
        sheet.fact(name, &names, &ground.of(field))?;
    }
    sheet.prose("Summary", &[&known.summary], &ground.of("summary"))?;
    sheet.prose("Note", &[&known.note], &ground.of("note"))?;
    sheet.prose("On the date", &[&known.date_note], &ground.of("date"))
}

pub(super) fn source(sheet: &mut Sheet<'_, '_>, id: RecordId) -> io::Result<()> {
    let dataset = sheet.dataset;
    let body = body(dataset, id)?;
    let known: Source<'_> = body.read().unwrap_or_default();
    let itself = Rests::Own(vec![id]);
    sheet.fact("Publisher", &escaped(&known.publisher), &itself)?;
    let date = match (dataset.date(id), &*known.date) {
        (Some(date), _) => {
            let remarks = [known_to(date), certainty(date.doubt())];
            format!("{}{}", escaped(&date.in_words()), bracketed(remarks))
        }
        (None, "") => "not known".to_owned(),
        (None, odd) => format!("“{}”, which cannot be read as a date", escaped(odd)),
    };
    sheet.fact("Date", &date, &itself)?;
    let address = web_address(&known.url).map(|to| link(&escaped(&to), &to));
    let address = address.unwrap_or_else(|| escaped(&known.url));
    sheet.fact("Address", &address, &itself)?;
    sheet.fact("Language", &escaped(&known.language), &itself)?;
    sheet.prose("Note", &[&known.note], &itself)?;
    let rests = dataset.meetings_of(id);
    let meetings = rests.iter().map(|row| RecordId::meeting(*row));
    let names = sheet.names(meetings);
    sheet.fact("Meetings that rest on it", &names, &itself)
}

fn also_known(sheet: &mut Sheet<'_, '_>, id: RecordId, ground: &Ground) -> io::Result<()> {
    let names: Vec<String> = sheet.dataset.aliases(id).map(escaped).collect();
    sheet.fact("Also known as", &names.join(", "), &ground.of("aliases"))
}

/// The meetings of a record, a line each, with how it belongs and what that rests on.
fn meetings(
    sheet: &mut Sheet<'_, '_>,
    id: RecordId,
    how: impl Fn(&Sheet<'_, '_>, &Account, RecordId) -> Option<(String, Rests)>,
) -> io::Result<()> {
    let dataset: &Dataset = sheet.dataset;
    let rows = dataset.meetings_of(id);
    if rows.is_empty() {
        return Ok(());
    }
    sheet.part("Meetings", "", &Rests::Nothing)?;
    for row in rows.iter() {
        let meeting = RecordId::meeting(*row);
        let account = Account::of(dataset, meeting)?;
        let (how, rests) = how(sheet, &account, meeting)
            .unwrap_or_else(|| (String::new(), account.ground.whole()));
        let date = meeting::date(sheet, meeting, &account);
        let how = match how.trim_start() {
            "" => String::new(),
            how => format!(": {how}"),
        };
        let text = format!("{date} — {}{how}", sheet.named(meeting));
        sheet.item(&text, &rests)?;
    }
    writeln!(sheet.out)
}
