//! A meeting in sentences.

use std::io;

use super::Sheet;
use crate::data::{Completeness, RecordId, Relation, Weight};
use crate::export::account::{Account, Rests};
use crate::export::escape::markdown as escaped;
use crate::export::words::{bracketed, certainty, known_to, list_remark, spoken};

/// Writes all facts of a meeting.
pub(super) fn write(sheet: &mut Sheet<'_, '_>, id: RecordId) -> io::Result<()> {
    let account = Account::of(sheet.dataset, id)?;
    facts(sheet, id, &account)?;
    let summary = texts(&account, "summary");
    sheet.prose("Summary", &summary, &account.ground.of("summary"))?;
    people(sheet, id, &account)?;
    topics(sheet, id, &account)?;
    organisations(sheet, id, &account)?;
    sheet.prose(
        "Outcomes",
        &texts(&account, "outcomes"),
        &account.ground.of("outcomes"),
    )?;
    sheet.prose("Note", &texts(&account, "note"), &account.ground.of("note"))?;
    sheet.prose(
        "On the date",
        &texts(&account, "date_note"),
        &account.ground.of("date"),
    )
}

fn texts<'a>(account: &'a Account, name: &str) -> Vec<&'a str> {
    let texts = account.texts.iter().filter(|(known, _)| *known == name);
    texts.map(|(_, text)| text.as_str()).collect()
}

fn facts(sheet: &mut Sheet<'_, '_>, id: RecordId, account: &Account) -> io::Result<()> {
    let (dataset, ground) = (sheet.dataset, &account.ground);
    sheet.fact("Date", &date(sheet, id, account), &ground.of("date"))?;
    let window = match (&*account.window.0, &*account.window.1) {
        ("", "") => String::new(),
        (earliest, "") => format!("not before {earliest}"),
        ("", latest) => format!("not after {latest}"),
        (earliest, latest) => format!("between {earliest} and {latest}"),
    };
    sheet.fact("Held", &escaped(&window), &ground.of("date"))?;
    let place = match dataset.place(id) {
        "" => "not known".to_owned(),
        place => format!("{}{}", escaped(place), contested(sheet, id, "place")),
    };
    let rests = match dataset.place(id) {
        "" => Rests::Nothing,
        _ => ground.of("place"),
    };
    sheet.fact("Place", &place, &rests)?;
    let kind = escaped(&spoken(dataset.meeting_kind(id)));
    sheet.fact("Kind", &kind, &ground.of("kind"))?;
    sheet.fact("Series", &series(sheet, id, account), &ground.of("ordinal"))?;
    let lead = account.lead.iter().map(|(lead, basis)| {
        let remark = escaped(&spoken(basis));
        format!("{}{}", sheet.named(*lead), bracketed([remark.as_str()]))
    });
    let lead = lead.collect::<Vec<String>>().join(", ");
    sheet.fact("Led by", &lead, &ground.of("lead"))?;
    let part_of = sheet.names(dataset.to(id, Relation::PartOf));
    sheet.fact("Part of", &part_of, &ground.of("part_of"))?;
    sheet.fact(
        "Relation",
        &escaped(&account.relation),
        &ground.of("relation"),
    )?;
    let confidence = escaped(&spoken(&account.confidence));
    sheet.fact("Confidence in the record", &confidence, &ground.whole())
}

/// The date with all that has to be said of it.
pub(super) fn date(sheet: &Sheet<'_, '_>, id: RecordId, account: &Account) -> String {
    let Some(date) = sheet.dataset.date(id) else {
        return match &*account.odd_date {
            "" => "not known".to_owned(),
            odd => format!("“{}”, which cannot be read as a date", escaped(odd)),
        };
    };
    let inferred = match account.ground.inferred("date") {
        Some("") => "inferred".to_owned(),
        Some(why) => format!("inferred: {}", escaped(why.trim_end_matches('.'))),
        None => String::new(),
    };
    let doubt = match &*inferred {
        "" => certainty(date.doubt()),
        inferred => inferred,
    };
    let remarks = [known_to(date), doubt];
    let contested = contested(sheet, id, "date");
    format!(
        "{}{}{contested}",
        escaped(&date.in_words()),
        bracketed(remarks)
    )
}

/// That sources disagree on a field, if they do.
fn contested(sheet: &Sheet<'_, '_>, id: RecordId, field: &str) -> &'static str {
    let mut conflicts = sheet.dataset.conflicts_of(id);
    if conflicts.any(|conflict| conflict.field == field) {
        " — contested; the readings are among the doubts"
    } else {
        ""
    }
}

fn series(sheet: &Sheet<'_, '_>, id: RecordId, account: &Account) -> String {
    let Some(series) = sheet.dataset.series_of(id) else {
        return String::new();
    };
    let name = escaped(&sheet.dataset.series_name(series));
    let Some(ordinal) = sheet.dataset.ordinal(id) else {
        return name;
    };
    let inferred = account
        .ground
        .inferred("ordinal")
        .map_or("", |_| "the number is inferred");
    format!("{name}, no. {ordinal}{}", bracketed([inferred]))
}

fn people(sheet: &mut Sheet<'_, '_>, id: RecordId, account: &Account) -> io::Result<()> {
    let attendance = sheet.dataset.attendance(id);
    let rests = account.ground.of("attendance");
    if account.people.is_empty() {
        sheet.part(
            "People",
            "nobody is named, which does not mean that nobody came",
            &rests,
        )?;
        return Ok(());
    }
    sheet.part("People", list_remark(attendance), &known(attendance, rests))?;
    for person in &account.people {
        let name = match person.id {
            Some(id) => sheet.named(id),
            None => escaped(&person.name),
        };
        let role = sheet.role(person);
        let text = if role.is_empty() || role.starts_with(" (") {
            format!("{name}{role}")
        } else {
            format!("{name}: {role}")
        };
        sheet.item(&text, &person.rests)?;
    }
    Ok(())
}

/// That something is not known rests on nothing.
fn known(known: Completeness, rests: Rests) -> Rests {
    match known {
        Completeness::Unknown => Rests::Nothing,
        _ => rests,
    }
}

fn topics(sheet: &mut Sheet<'_, '_>, id: RecordId, account: &Account) -> io::Result<()> {
    let agenda = sheet.dataset.agenda(id);
    let rests = account.ground.of("agenda");
    if account.topics.is_empty() {
        return sheet.part("Topics", "no agenda is known", &rests);
    }
    sheet.part("Topics", list_remark(agenda), &known(agenda, rests))?;
    for (topic, weight, rests) in &account.topics {
        let remark = match weight {
            Weight::Agenda => "",
            Weight::Context => " (context only, not an item of the agenda)",
        };
        let text = format!("{}{remark}", sheet.named(*topic));
        sheet.item(&text, rests)?;
    }
    Ok(())
}

fn organisations(sheet: &mut Sheet<'_, '_>, id: RecordId, account: &Account) -> io::Result<()> {
    let dataset = sheet.dataset;
    let hosts: Vec<RecordId> = dataset.to(id, Relation::Host).collect();
    let organisations = dataset.organisations_at(id);
    if organisations.is_empty() {
        return Ok(());
    }
    sheet.part("Organisations", "", &Rests::Nothing)?;
    for organisation in organisations {
        let host = hosts.contains(&organisation);
        let text = format!(
            "{}{}",
            sheet.named(organisation),
            if host { " (host)" } else { "" }
        );
        let field = if host { "hosts" } else { "organisations" };
        sheet.item(&text, &account.ground.of(field))?;
    }
    Ok(())
}
