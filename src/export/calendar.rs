//! iCalendar (RFC 5545): every meeting as an all-day event over all the days that it may have been held
//! on.
//!
//! A meeting whose days are not known stands over its whole window, says so, and is tentative; no day is
//! invented. One without a date, or with a window that is open, or outside the years that the format can
//! write, is left out and named at the head. Nothing blocks anybody's time, and no event is called confirmed: the data
//! says when meetings were, not that they took place.

use std::io::{self, Write};

use serde::Deserialize;

use super::escape::{calendar as escaped, web_address};
use super::meetings::{doubts_of_date, people};
use super::selection::Selection;
use super::spec::{Export, Spec};
use super::unique::{CaseRule, UniqueNames};
use super::words::{self, bracketed, certainty, cited, completeness, known_to, spoken};
use super::{body, stated};
use crate::data::kinds::Source;
use crate::data::{Dataset, Date, Day, Kind, RecordId, Relation, Weight};
use crate::facts::words::brief_when;
use crate::facts::{Detail, Fact, of_field, the};

pub(super) static SPEC: Spec = Spec {
    name: "ics",
    aliases: &["ical", "icalendar"],
    ending: "ics",
    help: "a calendar of the meetings",
    write,
    is_empty,
    leaves_out: |export| Ok(leaves_out(export)),
    ..Spec::BARE
};

fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    let events = Events {
        export,
        stamp: stamp(dataset),
        names: UniqueNames::new(dataset, &[Kind::Meeting], CaseRule::Exact),
    };
    line(out, "BEGIN:VCALENDAR")?;
    line(out, "VERSION:2.0")?;
    line(out, "PRODID:-//sommet//sommet//EN")?;
    line(out, "CALSCALE:GREGORIAN")?;
    property(out, "X-WR-CALNAME", &dataset.about().title)?;
    property(out, "X-WR-CALDESC", &export.provenance.sentence())?;
    for id in left_out(dataset, chosen) {
        property(out, "X-SOMMET-LEFT-OUT", &without_days(dataset, id))?;
    }
    for id in chosen.all_meetings() {
        if let Some(days) = days(dataset, id) {
            events.write(id, days, out)?;
        }
    }
    line(out, "END:VCALENDAR")
}

/// The meetings that a calendar cannot hold.
fn left_out<'c>(
    dataset: &'c Dataset,
    chosen: &'c Selection,
) -> impl Iterator<Item = RecordId> + 'c {
    let meetings = chosen.all_meetings();
    meetings.filter(|id| days(dataset, *id).is_none())
}

/// A calendar without events is none.
fn is_empty(dataset: &Dataset, chosen: &Selection) -> Option<String> {
    let mut meetings = chosen.all_meetings();
    if meetings.any(|id| days(dataset, id).is_some()) {
        return None;
    }
    Some(match chosen.meeting_count() {
        0 => "there are no meetings here for a calendar".to_owned(),
        1 => "the only meeting here has no date that a calendar can hold".to_owned(),
        count => format!("none of the {count} meetings here has a date that a calendar can hold"),
    })
}

fn leaves_out(export: &Export<'_>) -> Option<String> {
    /// So many are named.
    const NAMED: usize = 3;
    let (dataset, chosen) = (export.dataset, export.chosen);
    let mut left_out = left_out(dataset, chosen);
    let named = left_out.by_ref().take(NAMED);
    let mut keys: Vec<String> = named.map(|id| dataset.key(id)).collect();
    let more = left_out.count();
    let count = keys.len() + more;
    if more > 0 {
        keys.push(format!("{more} more"));
    }
    let are = if count == 1 { "is" } else { "are" };
    let (keys, meetings) = (keys.join(", "), Kind::Meeting.counted(count));
    let text = || {
        format!("{count} {meetings} without a date that a calendar can hold {are} left out: {keys}")
    };
    (count > 0).then(text)
}

/// A meeting that is left out, with what is known of its date.
fn without_days(dataset: &Dataset, id: RecordId) -> String {
    let date = match brief_when(dataset, id) {
        date if date.is_empty() => "date unknown".to_owned(),
        date => date,
    };
    format!("{} ({date}): {}", dataset.key(id), dataset.name(id))
}

/// What all events share.
struct Events<'e> {
    export: &'e Export<'e>,
    stamp: String,
    names: UniqueNames<'e>,
}

impl Events<'_> {
    fn write(
        &self,
        id: RecordId,
        (first, after): (Day, Day),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let dataset = self.export.dataset;
        let facts = stated(dataset, id)?;
        let doubts = doubts(dataset, id, &doubts_of_date(dataset, id, &facts));
        let summary = if doubts.is_empty() {
            dataset.name(id).to_owned()
        } else {
            format!("{} [{}]", dataset.name(id), doubts.join("; "))
        };
        line(out, "BEGIN:VEVENT")?;
        line(out, &format!("UID:{}@sommet.invalid", self.names.of(id)))?;
        line(out, &format!("DTSTAMP:{}", self.stamp))?;
        line(out, &format!("DTSTART;VALUE=DATE:{}", digits(first)))?;
        line(out, &format!("DTEND;VALUE=DATE:{}", digits(after)))?;
        property(out, "SUMMARY", &summary)?;
        if let Some(status) = status(dataset, id, !doubts.is_empty())? {
            line(out, &format!("STATUS:{status}"))?;
        }
        line(out, "TRANSP:TRANSPARENT")?;
        if !dataset.place(id).is_empty() {
            property(out, "LOCATION", dataset.place(id))?;
        }
        let kind = spoken(dataset.meeting_kind(id));
        if !kind.is_empty() {
            property(out, "CATEGORIES", &kind)?;
        }
        let text = description(id, &facts, &doubts, self.export)?;
        property(out, "DESCRIPTION", &text)?;
        if let Some(date) = dataset.date(id) {
            property(out, "X-SOMMET-DATE", &date.to_string())?;
        }
        property(out, "X-SOMMET-KEY", &dataset.key(id))?;
        line(out, "END:VEVENT")
    }
}

/// Cancelled where the record says so; tentative where it is planned or its days are in doubt; else nothing is
/// claimed.
fn status(dataset: &Dataset, id: RecordId, doubtful: bool) -> io::Result<Option<&'static str>> {
    /// The one field that is asked for here; of whatever type it is, for the format does not know it.
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct HeldStatus {
        status: serde_json::Value,
    }
    let body = body(dataset, id)?;
    let held: HeldStatus = body.read()?;
    Ok(match held.status.as_str().unwrap_or_default() {
        "cancelled" => Some("CANCELLED"),
        "planned" | "postponed" | "moved" => Some("TENTATIVE"),
        _ => doubtful.then_some("TENTATIVE"),
    })
}

/// What speaks against the dates of the event.
fn doubts(dataset: &Dataset, id: RecordId, date_doubts: &[&str]) -> Vec<String> {
    let Some(date) = dataset.date(id) else {
        return vec!["date not known".to_owned()];
    };
    let (inferred, contested) = (
        date_doubts.contains(&"inferred"),
        date_doubts.contains(&"contested"),
    );
    let how_near = match dataset.when(id) {
        Some(when) if when.is_known() => "",
        _ => known_to(date),
    };
    let doubts = [
        (!how_near.is_empty()).then(|| format!("date {how_near}")),
        match certainty(date.doubt()) {
            "" => inferred.then(|| "date inferred".to_owned()),
            words => Some(format!("date {words}")),
        },
        contested.then(|| "date contested".to_owned()),
    ];
    doubts.into_iter().flatten().collect()
}

fn description(
    id: RecordId,
    facts: &[Fact],
    doubts: &[String],
    export: &Export<'_>,
) -> io::Result<String> {
    let dataset = export.dataset;
    let date = dataset.date(id);
    let date = date.map(|date| format!("Date: {} ({date})", date.in_words()));
    let mut lines: Vec<String> = date.into_iter().collect();
    lines.extend(doubts.iter().map(|doubt| format!("Note: {doubt}.")));
    if let Some(fact) = the(facts, "date") {
        let mut window = fact.on_date().window();
        if let Some(first) = window.get_mut(..1) {
            first.make_ascii_uppercase();
            lines.push(format!("{window}."));
        }
        let why = fact.why.as_deref().filter(|why| !why.is_empty());
        lines.extend(why.map(|why| format!("Why so dated: {why}")));
    }
    if dataset.place(id).is_empty() {
        lines.push("Place: not known.".to_owned());
    }
    let (alone, people): (Vec<&Fact>, Vec<&Fact>) =
        people(facts).partition(|fact| fact.is_organisation());
    let all = completeness(dataset.attendance(id));
    let people = people.into_iter().map(|fact| person(dataset, fact));
    lines.extend(block("People", all, people));
    if !alone.is_empty() {
        let alone = alone.into_iter().map(|fact| person(dataset, fact));
        lines.extend(block("Organisations of whom nobody is named", all, alone));
    }
    let topics = of_field(facts, "topics").filter(|fact| fact.names());
    let topics = topics.map(|topic| {
        let name = match topic.target {
            Some(id) => dataset.name(id).to_owned(),
            None => format!("? {}", topic.value),
        };
        match topic.detail {
            Detail::Weight(Weight::Context) => format!("{name} (context only)"),
            _ => name,
        }
    });
    let all = completeness(dataset.agenda(id));
    lines.extend(block("Topics", all, topics));
    let sources = dataset.to(id, Relation::MeetingSource);
    let sources = sources.map(|id| source(dataset, id));
    let mut sources = sources.collect::<io::Result<Vec<String>>>()?;
    let missing = facts.iter().flat_map(|fact| &fact.sources.missing);
    for missing in missing.map(|id| format!("? source not in this file: {id}")) {
        if !sources.contains(&missing) {
            sources.push(missing);
        }
    }
    lines.extend(block("Sources", "", sources.into_iter()));
    lines.push(export.provenance.sentence());
    Ok(lines.join("\n"))
}

fn block(name: &str, remark: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    if items.is_empty() {
        return vec![format!("{name}: none is given.")];
    }
    let heading = match remark {
        "" => format!("{name}:"),
        remark => format!("{name} ({remark}):"),
    };
    [heading].into_iter().chain(items).collect()
}

fn person(dataset: &Dataset, fact: &Fact) -> String {
    let missing = if fact.missing.is_some() { "? " } else { "" };
    let Some(presence) = fact.presence() else {
        return format!("{missing}{}{}", fact.value, bracketed(["chair"]));
    };
    let role = match &*presence.role {
        "" => String::new(),
        role => format!(", {role}"),
    };
    let came_for = presence
        .came_for
        .map(|id| format!("for {}", dataset.short(id)));
    let organisation = presence
        .organisation_inferred
        .map(|id| format!("organisation of that role, inferred: {}", dataset.short(id)));
    let remarks = [
        came_for.as_deref().unwrap_or_default(),
        if presence.role_is.is_inferred() {
            "role inferred"
        } else {
            ""
        },
        organisation.as_deref().unwrap_or_default(),
        if presence.chair { "chair" } else { "" },
        words::presence(presence.basis),
    ];
    format!("{missing}{}{role}{}", fact.value, bracketed(remarks))
}

fn source(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let body = body(dataset, id)?;
    let source: Source<'_> = body.read()?;
    Ok(match web_address(&source.url) {
        Some(address) => format!("{} <{address}>", cited(dataset, id)),
        None => cited(dataset, id),
    })
}

/// The days over which a meeting stands: the first, and the day after the last. Nothing where one of them is not
/// known, or the format cannot write it.
fn days(dataset: &Dataset, id: RecordId) -> Option<(Day, Day)> {
    let when = dataset.when(id)?;
    let (first, after) = (when.first(), crate::data::day_after(when.last())?);
    ((1..=9999).contains(&first.0) && after.0 <= 9999).then_some((first, after))
}

fn digits((year, month, day): Day) -> String {
    format!("{year:04}{month:02}{day:02}")
}

/// When the data was as it is, so that the same data gives the same file: the day that it says of itself, else
/// the last day that a source of it bears, else the first of all days.
fn stamp(dataset: &Dataset) -> String {
    let as_of = Date::parse(&dataset.about().as_of).ok();
    let sources = || dataset.all(Kind::Source).filter_map(|id| dataset.date(id));
    let day = match as_of {
        Some(date) => Some(date.end().latest()),
        None => sources().map(|date| date.end().latest()).max(),
    };
    let day = day.filter(|day| (1970..=9999).contains(&day.0));
    format!("{}T000000Z", digits(day.unwrap_or((1970, 1, 1))))
}

fn property(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    line(out, &format!("{name}:{}", escaped(value)))
}

/// A content line: no line is longer than 75 bytes, and none ends within a character.
fn line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut used = 0;
    for character in text.chars() {
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).as_bytes();
        if used + bytes.len() > LONGEST {
            out.write_all(b"\r\n ")?;
            used = 1;
        }
        out.write_all(bytes)?;
        used += bytes.len();
    }
    out.write_all(b"\r\n")
}

const LONGEST: usize = 75;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        for text in [
            "x".repeat(200),
            "é".repeat(99),
            format!("a{}", "東京🙂".repeat(40)),
        ] {
            let mut bytes = Vec::new();
            line(&mut bytes, &text).expect("bytes take all");
            let folded = String::from_utf8(bytes).expect("whole characters");
            let lines: Vec<&str> = folded.trim_end().split("\r\n").collect();
            assert!(
                lines.len() > 1 && lines.iter().all(|line| line.len() <= 75),
                "{folded}"
            );
            assert_eq!(folded.replace("\r\n ", "").trim_end(), text);
        }
    }

    #[test]
    fn an_event_covers_all_days_that_it_may_have_been_on() {
        let of = |text: &str| {
            let meeting = format!(r#"{{"id":"m","title":"M","date":"{text}"}}"#);
            let json = format!(r#"{{"format":"sommet/1","meetings":[{meeting}]}}"#);
            let dataset = crate::data::load_text(json).expect("it opens");
            let (first, after) = days(&dataset, RecordId::meeting(0))?;
            Some(format!("{}-{}", digits(first), digits(after)))
        };
        assert_eq!(of("2013-05-03").as_deref(), Some("20130503-20130504"));
        assert_eq!(of("2024-02").as_deref(), Some("20240201-20240301"));
        assert_eq!(of("2024?").as_deref(), Some("20240101-20250101"));
        assert_eq!(
            of("2017-12-31/2018-01").as_deref(),
            Some("20171231-20180201")
        );
        assert_eq!(of("9999"), None);
        assert_eq!(of("-0044-03-15"), None);
    }

    #[test]
    fn the_stamp_is_that_of_the_data() {
        let of = |as_of: &str, date: &str| {
            let source =
                format!(r#"{{"id":"s","title":"S","date":"{date}"}},{{"id":"t","title":"T"}}"#);
            let json = format!(r#"{{"format":"sommet/1","as_of":"{as_of}","sources":[{source}]}}"#);
            stamp(&crate::data::load_text(json).expect("it opens"))
        };
        assert_eq!(of("2026-11-21", "2027"), "20261121T000000Z");
        assert_eq!(of("2026", ""), "20261231T000000Z");
        assert_eq!(of("", "2024-03"), "20240331T000000Z");
        assert_eq!(of("soon", ""), "19700101T000000Z");
        assert_eq!(of("", "-0044"), "19700101T000000Z");
    }
}
