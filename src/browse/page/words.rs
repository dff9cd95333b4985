//! The words of one line of a page, made when the line is looked at.

use std::borrow::Cow;

use super::{How, Item, Page};
use crate::data::{
    Basis, Conflict, Dataset, Date, Kind, Participation, RecordId, RoleHeld, Weight,
};

/// What one line says, in three columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words<'a> {
    /// The first column: a date, or the number of a footnote.
    pub lead: Cow<'a, str>,
    /// The name of what the line is about.
    pub name: Cow<'a, str>,
    /// How it belongs to the record of the page.
    pub aside: Cow<'a, str>,
}

impl<'a> Words<'a> {
    fn named(name: impl Into<Cow<'a, str>>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    fn lead(self, lead: impl Into<Cow<'a, str>>) -> Self {
        Self {
            lead: lead.into(),
            ..self
        }
    }

    fn aside(self, aside: impl Into<Cow<'a, str>>) -> Self {
        Self {
            aside: aside.into(),
            ..self
        }
    }
}

impl Item {
    /// What the line of this item says on the page of that record.
    #[must_use]
    pub fn words<'a>(&self, dataset: &'a Dataset, page: &Page) -> Words<'a> {
        let name = self.id.map_or("", |id| dataset.name(id));
        let short = self.id.map_or("", |id| dataset.short(id));
        match (self.how, page.about) {
            (How::Participant(nth), Some(meeting)) => participant(dataset, meeting, nth),
            (How::Role(nth), Some(person)) => role(dataset, person, nth),
            (How::Reading(nth, reading), _) => reading_of(dataset, nth, reading),
            (How::Silence(months), _) => Words::named(silence(months)),
            (How::Meeting, Some(about)) => self.meeting(dataset, about),
            (How::Member, Some(about)) => Words::named(name).aside(
                self.id
                    .map_or_else(String::new, |person| roles_at(dataset, person, about)),
            ),
            (How::Topic, Some(meeting)) => {
                let also = self.id.map(|topic| other_years(dataset, topic, meeting));
                Words::named(short).aside(also.unwrap_or_default())
            }
            (How::Together(count), _) => Words::named(short).aside(count.to_string()),
            (How::Chair, _) => Words::named(name).aside("chair"),
            (How::Host, _) => Words::named(format!("{short} (host)")),
            (How::Lead, Some(meeting)) => Words::named(short).aside(lead_basis(dataset, meeting)),
            (How::Agreement(word), _) => Words::named(short).lead(self.date(dataset)).aside(word),
            (How::Relation(word), _) => Words::named(short).aside(word),
            (How::Before | How::After, _) => Words::named(self.in_series(dataset)),
            (How::Footnote(number), _) => {
                let source = self.id.map_or_else(String::new, |id| cited(dataset, id));
                Words::named(source).lead(format!("[{number}]"))
            }
            _ => Words::named(short),
        }
    }

    fn date(&self, dataset: &Dataset) -> String {
        brief_date(self.id.and_then(|id| dataset.date(id)))
    }

    fn meeting<'a>(&self, dataset: &'a Dataset, about: RecordId) -> Words<'a> {
        let Some(meeting) = self.id else {
            return Words::default();
        };
        let aside = match about.kind {
            Kind::Person => role_at(dataset, meeting, about),
            Kind::Topic => weight(dataset, meeting, about).to_owned(),
            Kind::Organisation => presence(dataset, meeting, about),
            _ => String::new(),
        };
        Words::named(dataset.short(meeting))
            .lead(self.date(dataset))
            .aside(aside)
    }

    /// `2013-05-03 1st`.
    fn in_series(&self, dataset: &Dataset) -> String {
        let Some(meeting) = self.id else {
            return String::new();
        };
        let number = dataset.ordinal(meeting).map(ordinal);
        let words = format!("{} {}", self.date(dataset), number.unwrap_or_default());
        words.trim().to_owned()
    }
}

/// A date for a narrow column: the start of it, `…` when it goes on, `undated` when there is none.
#[must_use]
pub fn brief_date(date: Option<Date>) -> String {
    match date {
        None => "undated".to_owned(),
        Some(date) if date.is_interval() => format!("{}…", date.start()),
        Some(date) => date.to_string(),
    }
}

/// A silence, as the timeline tells it.
#[must_use]
pub fn silence(months: u32) -> String {
    let (years, rest) = (months / 12, months % 12);
    let counted = |n: u32, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let span = match (years, rest) {
        (0 | 1, _) => counted(months, "month"),
        (_, 0) => counted(years, "year"),
        _ => format!("{}, {}", counted(years, "year"), counted(rest, "month")),
    };
    format!("· · · {span} · · ·")
}

/// `1st`, `2nd`, `3rd`, `11th`.
#[must_use]
pub fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// A source in one line: title, publisher, date.
#[must_use]
pub fn cited(dataset: &Dataset, source: RecordId) -> String {
    let mut words = dataset.name(source).to_owned();
    let publisher = dataset.publisher(source);
    if !publisher.is_empty() {
        words.push_str(" — ");
        words.push_str(publisher);
    }
    if let Some(date) = dataset.date(source) {
        words.push_str(", ");
        words.push_str(&date.to_string());
    }
    words
}

fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Reported => "",
        Basis::Announced => "announced",
        Basis::Quoted => "quoted",
        Basis::Implied => "~ implied",
    }
}

/// The role of a participant, and how their presence is known when it was not reported.
fn as_what(participation: &Participation<'_>) -> String {
    let inferred = if participation.role_inferred {
        "~ "
    } else {
        ""
    };
    let role = format!("{inferred}{}", participation.role);
    super::dotted([role, basis_word(participation.basis).to_owned()])
}

fn participant(dataset: &Dataset, meeting: RecordId, nth: u32) -> Words<'_> {
    let Some(known) = dataset.participant(meeting, nth as usize) else {
        return Words::default();
    };
    let name = match (known.person, known.organisation) {
        (Some(person), _) => dataset.name(person),
        (None, Some(organisation)) if known.name.is_empty() => dataset.name(organisation),
        _ => known.name,
    };
    Words::named(name).aside(as_what(&known))
}

fn role(dataset: &Dataset, person: RecordId, nth: u32) -> Words<'_> {
    let Some(held) = dataset.roles(person).nth(nth as usize) else {
        return Words::default();
    };
    Words::named(title_of(dataset, &held)).aside(held_when(&held))
}

fn title_of<'a>(dataset: &'a Dataset, held: &RoleHeld<'a>) -> &'a str {
    match held.organisation {
        Some(organisation) if held.title.is_empty() => dataset.name(organisation),
        _ => held.title,
    }
}

/// `2011-07-01 … 2015`, or the day on which it is known to be held.
fn held_when(held: &RoleHeld<'_>) -> String {
    let said = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
    match (held.from, held.to, held.as_of) {
        (None, None, None) => "when ?".to_owned(),
        (None, None, as_of) => format!("as of {}", said(as_of)),
        (from, to, _) => format!("{} … {}", said(from), said(to)),
    }
}

fn reading_of(dataset: &Dataset, nth: u32, reading: u32) -> Words<'_> {
    let conflict: Option<&Conflict> = dataset.conflicts().get(nth as usize);
    let Some(known) = conflict.and_then(|conflict| conflict.readings.get(reading as usize)) else {
        return Words::default();
    };
    let source = known.source.map(|id| cited(dataset, id));
    let chosen = if known.chosen { " — chosen" } else { "" };
    Words::named(format!("“{}”{chosen}", known.value)).aside(source.unwrap_or_default())
}

fn role_at(dataset: &Dataset, meeting: RecordId, person: RecordId) -> String {
    let mut participants = dataset.participants(meeting);
    let known = participants.find(|known| known.person == Some(person));
    let chaired = dataset
        .to(meeting, crate::data::Relation::Chair)
        .any(|chair| chair == person);
    let role = known.map(|known| as_what(&known)).unwrap_or_default();
    let chair = if chaired { "chair" } else { "" };
    super::dotted([role, chair.to_owned()])
}

fn weight(dataset: &Dataset, meeting: RecordId, topic: RecordId) -> &'static str {
    match dataset.weight(meeting, topic) {
        Some(Weight::Context) => "context",
        _ => "agenda",
    }
}

fn presence(dataset: &Dataset, meeting: RecordId, organisation: RecordId) -> String {
    use crate::data::Relation;
    let is = |relation| dataset.to(meeting, relation).any(|id| id == organisation);
    let came = dataset
        .participants(meeting)
        .filter(|known| known.organisation == Some(organisation));
    let names: Vec<&str> = came
        .filter_map(|known| known.person.map(|person| dataset.name(person)))
        .collect();
    let host = if is(Relation::Host) { "host" } else { "" };
    let listed = if names.is_empty() && host.is_empty() && is(Relation::Listed) {
        "listed"
    } else {
        ""
    };
    super::dotted([host.to_owned(), listed.to_owned(), names.join(", ")])
}

fn roles_at(dataset: &Dataset, person: RecordId, organisation: RecordId) -> String {
    let held = dataset
        .roles(person)
        .filter(|held| held.organisation == Some(organisation));
    super::dotted(held.map(|held| title_of(dataset, &held).to_owned()))
}

/// The other years in which a topic was discussed, each once. Years are hopped over, however many meetings
/// they had.
fn other_years(dataset: &Dataset, topic: RecordId, meeting: RecordId) -> String {
    let meetings = dataset.meetings_of(topic);
    let year = |row: u32| dataset.date(RecordId::meeting(row)).map(Date::year);
    let mut years: Vec<String> = Vec::new();
    let mut left: &[u32] = &meetings;
    // Meetings without a date come last.
    while let Some(this) = left.first().and_then(|row| year(*row)) {
        let end = left.partition_point(|row| year(*row).is_some_and(|year| year <= this));
        let (of_year, after) = left.split_at(end);
        if of_year != [meeting.row] {
            years.push(crate::data::Year(this).to_string());
        }
        left = after;
    }
    if years.is_empty() {
        return if meetings.len() > 1 { "" } else { "only here" }.to_owned();
    }
    years.join(" ")
}

fn lead_basis(dataset: &Dataset, meeting: RecordId) -> String {
    let body = dataset.body(meeting).unwrap_or_default();
    let read: crate::data::kinds::Meeting<'_> = body.read().unwrap_or_default();
    read.lead.map_or_else(String::new, |lead| {
        match lead.basis.strip_prefix("inferred") {
            Some(why) => format!("~ inferred{why}"),
            None => lead.basis.to_string(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_and_silences() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).into();
        assert_eq!(
            said,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"
            ]
        );
        assert_eq!(silence(5), "· · · 5 months · · ·");
        assert_eq!(silence(18), "· · · 18 months · · ·");
        assert_eq!(silence(24), "· · · 2 years · · ·");
        assert_eq!(silence(40), "· · · 3 years, 4 months · · ·");
    }

    #[test]
    fn a_date_fits_a_narrow_column() {
        let brief = |text: &str| brief_date(Date::parse(text).ok());
        assert_eq!(brief("2019-10-28/2019-10-29"), "2019-10-28…");
        assert_eq!(brief("2024?"), "2024?");
        assert_eq!(brief(""), "undated");
    }
}
