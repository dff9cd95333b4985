//! The words of one line of a page, made when the line is looked at.

use std::borrow::Cow;

use super::{How, Item, Page};
use crate::browse::silence::Silence;
use crate::data::{Conflict, Dataset, Kind, RecordId, When, Year};
use crate::facts::words::{basis, bracketed, brief_date, cited, dated, dotted, joined, reader};
use crate::facts::{Detail, Fact, Tie};

/// What one line says, in three columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemText<'a> {
    /// The first column: a date, or the number of a footnote.
    pub lead: Cow<'a, str>,
    /// The name of what the line is about.
    pub name: Cow<'a, str>,
    /// How it belongs to the record of the page.
    pub detail: Cow<'a, str>,
}

impl<'a> ItemText<'a> {
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

    fn detail(self, detail: impl Into<Cow<'a, str>>) -> Self {
        Self {
            detail: detail.into(),
            ..self
        }
    }
}

impl Item {
    /// What the line of this item says on the page of that record.
    #[must_use]
    pub fn words<'a>(&self, dataset: &'a Dataset, page: &Page) -> ItemText<'a> {
        let name = self.id.map_or("", |id| dataset.name(id));
        let short = self.id.map_or("", |id| dataset.short(id));
        let about = page.about;
        match self.how {
            How::Plain => ItemText::named(short),
            How::Fact(_) => page.fact_in_full(dataset, self.how),
            How::Named(_) => ItemText::named(page.fact_in_short(dataset, self.how)),
            How::Topic(_) => {
                let also = self.id.zip(about);
                let also = also.map(|(topic, meeting)| other_years(dataset, topic, meeting));
                ItemText::named(page.fact_in_short(dataset, self.how))
                    .detail(also.unwrap_or_default())
            }
            How::Meeting => match about {
                Some(about) => self.meeting(dataset, about),
                None => ItemText::named(short),
            },
            How::Silence(quiet) => ItemText::named(silence(quiet)),
            How::Together(count) => ItemText::named(short).detail(count.to_string()),
            How::Member => {
                let roles = self.id.zip(about);
                let roles = roles.map(|(person, at)| roles_at(dataset, person, at));
                ItemText::named(name).detail(roles.unwrap_or_default())
            }
            How::Agreement(word) => ItemText::named(short).lead(self.date(dataset)).detail(word),
            How::Before | How::After => ItemText::named(self.in_series(dataset)),
            How::Footnote(number) => {
                let source = self.id.map_or_else(String::new, |id| cited(dataset, id));
                ItemText::named(source).lead(format!("[{number}]"))
            }
            How::Reading(nth, reading) => reading_of(dataset, nth, reading),
        }
    }

    fn date(&self, dataset: &Dataset) -> String {
        self.id
            .map_or_else(|| brief_date(None), |id| dated(dataset, id))
    }

    fn meeting<'a>(&self, dataset: &'a Dataset, about: RecordId) -> ItemText<'a> {
        let Some(meeting) = self.id else {
            return ItemText::default();
        };
        let detail = match about.kind {
            Kind::Person | Kind::Topic | Kind::Organisation => {
                let tie = Tie::new(dataset, meeting, about);
                tie.map_or_else(String::new, |tie| tie.briefly(dataset))
            }
            Kind::Meeting | Kind::Agreement | Kind::Source => String::new(),
        };
        ItemText::named(dataset.short(meeting))
            .lead(self.date(dataset))
            .detail(detail)
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

/// A silence, as the timeline tells it.
pub(crate) fn silence(silence: Silence) -> String {
    format!("· · · {silence} · · ·")
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub(crate) fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

impl Page {
    /// The fact of the page's record by which an item is told.
    pub(super) fn own_fact(&self, how: How) -> Option<&Fact> {
        match how {
            How::Fact(nth) | How::Named(nth) | How::Topic(nth) => self.own.get(nth as usize),
            _ => None,
        }
    }

    /// A line for a fact, with the numbers of its sources.
    fn fact_in_full<'a>(&self, dataset: &'a Dataset, how: How) -> ItemText<'a> {
        let Some(fact) = self.own_fact(how) else {
            return ItemText::default();
        };
        let words = fact_in_words(dataset, fact);
        let numbers = self.numbers(&fact.sources);
        let name = joined([words.name.into_owned(), numbers], " ");
        ItemText::named(name).detail(words.detail)
    }

    /// A name among others for a fact.
    fn fact_in_short(&self, dataset: &Dataset, how: How) -> String {
        let Some(fact) = self.own_fact(how) else {
            return String::new();
        };
        let name = fact.target.map_or(&*fact.value, |id| dataset.short(id));
        let basis = fact.presence().map_or("", |known| basis(known.basis));
        let host = if fact.field == "hosts" { "host" } else { "" };
        let named = format!("{name}{}", bracketed([host, basis]));
        joined(
            [super::marked(fact, &named), self.numbers(&fact.sources)],
            " ",
        )
    }

    /// In a word or two, how a record belongs to that of the page; of a role, its name.
    pub(crate) fn way(&self, dataset: &Dataset, item: &Item) -> String {
        match (item.how, self.own_fact(item.how)) {
            // The number of meetings tells nothing of the way.
            (How::Together(_), _) => String::new(),
            (How::Named(_), Some(fact)) if fact.field == "hosts" => "host".to_owned(),
            (How::Fact(_), Some(fact)) => {
                let words = fact_in_words(dataset, fact);
                match fact.detail {
                    Detail::Held(_) => words.name.into_owned(),
                    _ => words.detail.into_owned(),
                }
            }
            _ => item.words(dataset, self).detail.into_owned(),
        }
    }
}

/// A line for a fact: its name, and how it belongs to the record of the page.
fn fact_in_words<'a>(dataset: &'a Dataset, fact: &Fact) -> ItemText<'a> {
    let missing = fact.missing.is_some() && !matches!(fact.detail, Detail::Held(_));
    let name = if missing {
        format!("? {}", fact.value)
    } else {
        fact.value.clone()
    };
    let detail = match (&fact.detail, &*fact.field) {
        (Detail::Presence(presence), _) => {
            let chair = if presence.chair { "chair" } else { "" };
            joined([presence.said(dataset), chair.to_owned()], ", ")
        }
        (_, "chairs") => "chair".to_owned(),
        (_, "lead") => fact.notes.join(" "),
        _ => fact.detail_text(dataset),
    };
    // A presence has its own sign before what is inferred of it.
    let mut marks = fact.marks().replace('?', "");
    if fact.presence().is_some() || detail.starts_with('~') {
        marks = marks.replace('~', "");
    }
    ItemText::named(name).detail(joined([marks, detail], " "))
}

fn reading_of(dataset: &Dataset, nth: u32, reading: u32) -> ItemText<'_> {
    let conflict: Option<&Conflict> = dataset.conflicts().get(nth as usize);
    let Some(known) = conflict.and_then(|conflict| conflict.readings.get(reading as usize)) else {
        return ItemText::default();
    };
    let source = reader(dataset, known, |dataset, id| cited(dataset, id).into());
    let chosen = if known.chosen { " — chosen" } else { "" };
    ItemText::named(format!("“{}”{chosen}", known.value)).detail(source)
}

fn roles_at(dataset: &Dataset, person: RecordId, organisation: RecordId) -> String {
    let held = dataset
        .roles(person)
        .filter(|held| held.organisation == Some(organisation));
    dotted(held.map(|held| match held.title {
        "" => dataset.name(organisation).to_owned(),
        title => title.to_owned(),
    }))
}

/// The other years in which a topic was discussed, each once. Years are hopped over, however many meetings
/// they had.
fn other_years(dataset: &Dataset, topic: RecordId, meeting: RecordId) -> String {
    let meetings = dataset.meetings_of(topic);
    let year = |row: u32| dataset.when(RecordId::meeting(row)).map(When::year);
    let mut years: Vec<String> = Vec::new();
    let mut left: &[u32] = &meetings;
    // Meetings without a time come last. Where a window begins before the year of its date, years come anew.
    while let Some(this) = left.first().and_then(|row| year(*row)) {
        let same = |row: &u32| year(*row).is_some_and(|year| year == this);
        let end = if dataset.has_bounds() {
            left.iter().take_while(|row| same(row)).count()
        } else {
            left.partition_point(same)
        };
        let (of_year, after) = left.split_at(end);
        let text = Year(this).to_string();
        if of_year != [meeting.row] && !years.contains(&text) {
            years.push(text);
        }
        left = after;
    }
    if years.is_empty() {
        return if meetings.len() > 1 { "" } else { "only here" }.to_owned();
    }
    years.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Date;

    #[test]
    fn ordinals_and_silences() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).into();
        assert_eq!(
            said,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"
            ]
        );
    }

    #[test]
    fn a_date_fits_a_narrow_column() {
        let brief = |text: &str| brief_date(Date::parse(text).ok());
        assert_eq!(brief("2019-10-28/2019-10-29"), "2019-10-28+");
        assert_eq!(brief("2024-04-29/2024-04-30?"), "2024-04-29?");
        assert_eq!(brief("2024?"), "2024?");
        assert_eq!(brief(""), "undated");
    }
}
