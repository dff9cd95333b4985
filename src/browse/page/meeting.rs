//! The page of a meeting.

use super::{Body, How, Item, Page, dotted, number, spoken};
use crate::data::kinds::{Evidence, Meeting, Series};
use crate::data::{Completeness, Dataset, FactBasis, List, Object, RecordId, Relation, Weight};

pub(super) fn page(dataset: &Dataset, id: RecordId) -> Page {
    let mut page = Page::default();
    let body = page.open(dataset.body(id));
    let meeting: Meeting<'_> = body.read().unwrap_or_default();
    page.fact(when_and_where(dataset, id, &meeting));
    page.fact(what_sort(dataset, id, &meeting));
    page.fact(window(&meeting));
    page.fact(&*meeting.relation);
    page.prose("", [&*meeting.summary]);
    let alone = people(&mut page, dataset, id);
    topics(&mut page, dataset, id);
    organisations(&mut page, dataset, id, &alone);
    let lead = dataset
        .to(id, Relation::Lead)
        .map(|to| Item::link(to, How::Lead));
    page.list("LED BY", "how we know", lead.collect());
    series(&mut page, dataset, id);
    page.to("PART OF", dataset, id, Relation::PartOf);
    page.from("PARTS", dataset, id, Relation::PartOf);
    agreements(&mut page, dataset, id);
    page.prose(
        "OUTCOMES",
        meeting.outcomes.iter().map(|outcome| &**outcome),
    );
    page.prose("NOTE", [&*meeting.note]);
    page.prose("ON THE DATE", [&*meeting.date_note]);
    page
}

fn inferred(evidence: &List<Object<Evidence<'_>>>, field: &str) -> bool {
    let mut about = evidence.iter().filter(|entry| &*entry.field == field);
    about.any(|entry| entry.basis.0 == Some(FactBasis::Inferred))
}

fn when_and_where(dataset: &Dataset, id: RecordId, meeting: &Meeting<'_>) -> String {
    let date = match dataset.date(id) {
        Some(date) => date.in_words(),
        None if meeting.date.is_empty() => "date ?".to_owned(),
        None => format!("! {}", &*meeting.date),
    };
    let place = match dataset.place(id) {
        "" => "place ?",
        place => place,
    };
    dotted([date, in_series(dataset, id, meeting), place.to_owned()])
}

/// `no. 2 of 11`.
fn in_series(dataset: &Dataset, id: RecordId, meeting: &Meeting<'_>) -> String {
    let Some(ordinal) = dataset.ordinal(id) else {
        return String::new();
    };
    let mark = if inferred(&meeting.evidence, "ordinal") {
        "~ "
    } else {
        ""
    };
    match dataset.series_of(id) {
        None => format!("{mark}no. {ordinal}"),
        Some(series) => {
            let count = dataset.series_meetings(series).len();
            format!("{mark}no. {ordinal} of {count}")
        }
    }
}

fn what_sort(dataset: &Dataset, id: RecordId, meeting: &Meeting<'_>) -> String {
    let confidence = match &*meeting.confidence {
        "" => String::new(),
        confidence => format!("confidence {}", spoken(confidence)),
    };
    dotted([spoken(dataset.meeting_kind(id)), confidence])
}

fn window(meeting: &Meeting<'_>) -> String {
    match (&*meeting.earliest, &*meeting.latest) {
        ("", "") => String::new(),
        (earliest, "") => format!("? not before {earliest}"),
        ("", latest) => format!("? not after {latest}"),
        (earliest, latest) => format!("? between {earliest} and {latest}"),
    }
}

/// Who is named; the organisations of whom nobody is named have a group of their own, which is given back.
fn people(page: &mut Page, dataset: &Dataset, id: RecordId) -> Vec<RecordId> {
    let (mut items, mut alone) = (Vec::new(), Vec::new());
    for (nth, known) in dataset.participants(id).enumerate() {
        let item = Item {
            id: known.person.or(known.organisation),
            how: How::Participant(number(nth)),
        };
        let is_alone = known.person.is_none() && known.name.is_empty() && item.id.is_some();
        if is_alone { &mut alone } else { &mut items }.push(item);
    }
    for chair in dataset.to(id, Relation::Chair) {
        if !items.iter().any(|item| item.id == Some(chair)) {
            items.push(Item::link(chair, How::Chair));
        }
    }
    let aside = match dataset.attendance(id) {
        Completeness::Complete => "as, on that day (complete)",
        Completeness::Partial => "as, on that day (incomplete)",
        Completeness::Unknown => "as, on that day",
    };
    if items.is_empty() {
        page.prose("PEOPLE", ["? nobody is named"]);
    } else {
        page.list("PEOPLE", aside, items);
    }
    let ids = alone.iter().filter_map(|item| item.id).collect();
    page.list("NAMED WITHOUT A PERSON", aside, alone);
    ids
}

fn topics(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let of = |weight: Weight| -> Vec<Item> {
        let topics = dataset.topics(id).filter(|(_, known)| *known == weight);
        topics
            .map(|(topic, _)| Item::link(topic, How::Topic))
            .collect()
    };
    let aside = match dataset.agenda(id) {
        Completeness::Partial => "(incomplete) also discussed in",
        Completeness::Complete => "(complete) also discussed in",
        Completeness::Unknown => "also discussed in",
    };
    let (agenda, context) = (of(Weight::Agenda), of(Weight::Context));
    if agenda.is_empty() {
        page.prose("TOPICS", ["? no agenda is known"]);
    } else {
        page.list("TOPICS", aside, agenda);
    }
    page.list("IN CONTEXT", "also discussed in", context);
}

fn organisations(page: &mut Page, dataset: &Dataset, id: RecordId, alone: &[RecordId]) {
    let hosts: Vec<RecordId> = dataset.to(id, Relation::Host).collect();
    let organisations = dataset.organisations_at(id).into_iter();
    let organisations = organisations.filter(|it| hosts.contains(it) || !alone.contains(it));
    let items = organisations.map(|organisation| {
        let host = hosts.contains(&organisation);
        Item::link(organisation, if host { How::Host } else { How::Plain })
    });
    page.names("ORGANISATIONS", items.collect());
}

/// Before and after in the series; without an agreement to show it on, the purpose of the series too.
fn series(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let Some(series) = dataset.series_of(id) else {
        return;
    };
    let meetings = dataset.series_meetings(series);
    let here = meetings.partition_point(|row| *row < id.row);
    let before = here.checked_sub(1).and_then(|at| meetings.get(at));
    let neighbours = [(before, How::Before), (meetings.get(here + 1), How::After)];
    let items = neighbours
        .into_iter()
        .filter_map(|(row, how)| Some(Item::link(RecordId::meeting(*row?), how)));
    page.names("IN THE SERIES", items.collect());
    if dataset.series_agreement(series).is_none() {
        let body = page.open(dataset.series_body(series));
        let known: Series<'_> = body.read().unwrap_or_default();
        page.prose("THE SERIES", [&*known.purpose, &*known.note]);
    }
}

fn agreements(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let made_here = dataset
        .from(id, Relation::MadeAt)
        .map(|agreement| Item::link(agreement, How::Agreement("made here")));
    let mut items: Vec<Item> = made_here.collect();
    let series = dataset.series_of(id);
    if let Some(agreement) = series.and_then(|series| dataset.series_agreement(series))
        && !items.iter().any(|item| item.id == Some(agreement))
    {
        items.push(Item::link(agreement, How::Agreement("held under it")));
    }
    if !items.is_empty() {
        page.push("AGREEMENTS", "", Body::List(items));
    }
}
