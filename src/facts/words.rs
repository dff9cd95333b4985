//! The words for facts, each in one place: how sure a thing is, how it is known, what is missing.

use std::borrow::Cow;

use crate::data::kinds::Frequency;
use crate::data::{
    Basis, Completeness, Dataset, Date, Doubt, Keyword, Kind, RecordId, RoleHeld, Weight,
};
use crate::text::{clean_line, fold};

// Parts of a line.

/// Parts of a line, told apart by a dot in the middle.
pub(crate) fn dotted(parts: impl IntoIterator<Item = String>) -> String {
    joined(parts, " · ")
}

/// Parts of a line that say something, with a mark between them.
pub(crate) fn joined(parts: impl IntoIterator<Item = String>, mark: &str) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(mark)
}

/// Remarks in one bracket, behind a blank; or nothing.
pub(crate) fn bracketed<'t>(remarks: impl IntoIterator<Item = &'t str>) -> String {
    match joined(remarks.into_iter().map(str::to_owned), "; ") {
        remarks if remarks.is_empty() => remarks,
        remarks => format!(" ({remarks})"),
    }
}

/// A word of the data such as `high-level-bilateral`, as it is said.
pub(crate) fn spoken(word: &str) -> String {
    word.replace(['-', '_'], " ")
}

/// A fixed word of the format, such as `announced`, `partial` or `context`.
pub(crate) fn word<T: Keyword + PartialEq>(value: T) -> &'static str {
    let known = T::WORDS.iter().find(|(_, known)| *known == value);
    known.map_or("", |(word, _)| *word)
}

// What is not in the file.

/// An id of a file, fit to be shown.
pub(crate) fn shown_id(id: &str) -> String {
    clean_line(id).into_owned()
}

/// That a record is named and not in this file: `topic not in this file: …/t/5`.
pub(crate) fn missing(kind: Kind, id: &str) -> String {
    format!("{kind} not in this file: {}", clean_line(id))
}

/// The same of a series.
pub(crate) fn missing_series(id: &str) -> String {
    format!("series not in this file: {}", clean_line(id))
}

// Presences, topics, lists.

/// How somebody's presence is known, in a word; nothing where it was reported, or where the file does not say.
pub(crate) fn basis(basis: Option<Basis>) -> &'static str {
    match basis {
        None | Some(Basis::Reported) => "",
        Some(other) => word(other),
    }
}

/// The same in so many words.
pub(crate) fn presence(basis: Option<Basis>) -> &'static str {
    match basis {
        None | Some(Basis::Reported) => "",
        Some(Basis::Announced) => "announced, which is no proof of having come",
        Some(Basis::Quoted) => "quoted on the meeting",
        Some(Basis::Implied) => "inferred: being there is implied, not stated",
    }
}

/// How a topic belongs to a meeting: `agenda` or `context`.
pub(crate) fn weight(weight: Weight) -> &'static str {
    word(weight)
}

/// The same in so many words.
pub(crate) const fn agenda_or_context(weight: Weight) -> &'static str {
    match weight {
        Weight::Agenda => "on the agenda",
        Weight::Context => "context only, not an item of the agenda",
    }
}

/// Whether a list names all that it could.
pub(crate) const fn completeness(known: Completeness) -> &'static str {
    match known {
        Completeness::Complete => "the list is complete",
        Completeness::Partial => "the list is known to be incomplete",
        Completeness::Unknown => "whether the list is complete is not known",
    }
}

// Dates.

/// How much of a date is known: `day`, `month`, `year` or `unknown`.
pub(crate) fn precision(date: Option<Date>) -> &'static str {
    let Some(date) = date else { return "unknown" };
    let moments = [date.start(), date.end()];
    if moments.iter().any(|moment| moment.month().is_none()) {
        "year"
    } else if moments.iter().any(|moment| moment.day().is_none()) {
        "month"
    } else {
        "day"
    }
}

/// The same as a remark; nothing where the day is known.
pub(crate) fn known_to(date: Date) -> &'static str {
    match precision(Some(date)) {
        "year" => "known to the year only",
        "month" => "known to the month only",
        _ => "",
    }
}

/// How far a date is to be trusted, as its qualifier says.
pub(crate) const fn certainty(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::None => "",
        Doubt::Uncertain => "uncertain or inferred",
        Doubt::Approximate => "approximate",
        Doubt::Both => "uncertain and approximate",
    }
}

/// The days between which something lies: `between 2023-12-20 and 2024-04-30`; nothing without either.
pub(crate) fn window(earliest: &str, latest: &str) -> String {
    match (earliest, latest) {
        ("", "") => String::new(),
        (earliest, "") => format!("not before {earliest}"),
        ("", latest) => format!("not after {latest}"),
        (earliest, latest) => format!("between {earliest} and {latest}"),
    }
}

// Numbers in a series.

/// `no. 2 of 11`; without the highest number, where that does not say how many there are: `no. 2`.
pub(crate) fn number(number: u32, highest: Option<u32>) -> String {
    match highest {
        Some(highest) => format!("no. {number} of {highest}"),
        None => format!("no. {number}"),
    }
}

/// The highest number of the series of a meeting, where it says how many meetings there are.
pub(crate) fn highest(dataset: &Dataset, meeting: RecordId) -> Option<u32> {
    dataset.series_highest(dataset.series_of(meeting)?)
}

/// `Heads of Unit: two meetings each year (as of 2013)`.
pub(crate) fn how_often(frequency: &Frequency<'_>) -> String {
    let as_of = match &*frequency.as_of {
        "" => String::new(),
        as_of => format!("as of {as_of}"),
    };
    let said = joined(
        [frequency.level.to_string(), frequency.text.to_string()],
        ": ",
    );
    match &*said {
        "" => as_of,
        said => format!("{said}{}", bracketed([as_of.as_str()])),
    }
}

// Roles.

/// A role with its organisation, which is left out where the title names it: `member, Orange Party`.
pub(crate) fn role_at(dataset: &Dataset, title: &str, organisation: Option<RecordId>) -> String {
    let Some(id) = organisation else {
        return title.to_owned();
    };
    let (name, short) = (dataset.name(id), dataset.short(id));
    let names = [name, short].into_iter().chain(dataset.aliases(id));
    match title {
        "" => name.to_owned(),
        title if names.into_iter().any(|name| has_words(title, name)) => title.to_owned(),
        title => format!("{title}, {short}"),
    }
}

/// A role that was held, with its organisation.
pub(crate) fn role(dataset: &Dataset, held: &RoleHeld<'_>) -> String {
    role_at(dataset, held.title, held.organisation)
}

/// Whether a text holds another, word for word.
fn has_words(text: &str, part: &str) -> bool {
    let (text, part) = (fold(text), fold(part));
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut found = text.match_indices(&*part).map(|(at, _)| text.split_at(at));
    !part.is_empty()
        && found.any(|(before, rest)| {
            let after = rest.strip_prefix(&*part).unwrap_or_default();
            is_end(before.chars().next_back()) && is_end(after.chars().next())
        })
}

/// When a role was held, as the file writes the dates. An end that is not given may be one that is not
/// recorded, so that it never says `since`.
pub(crate) fn held(from: &str, to: &str, as_of: &str) -> String {
    let span = match (from, to) {
        ("", "") => String::new(),
        (from, "") => format!("from {from}, end not recorded"),
        ("", to) => format!("until {to}, start not recorded"),
        (from, to) => format!("{from} … {to}"),
    };
    let as_of = match as_of {
        "" => String::new(),
        day => format!("as of {day}"),
    };
    match dotted([span, as_of]) {
        nothing if nothing.is_empty() => "when ?".to_owned(),
        when => when,
    }
}

/// The same of a role with its dates read.
pub(crate) fn role_held(from: Option<Date>, to: Option<Date>, as_of: Option<Date>) -> String {
    let said = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    held(&said(from), &said(to), &said(as_of))
}

// Dates.

/// A date for a narrow column: its start, with `+` when it goes on or with the mark of its doubt; `undated` when there
/// is none.
pub(crate) fn brief_date(date: Option<Date>) -> String {
    match date {
        None => "undated".to_owned(),
        Some(date) if date.is_interval() => match date.doubt().mark() {
            "" => format!("{}+", date.start()),
            mark => format!("{}{mark}", date.start()),
        },
        Some(date) => date.to_string(),
    }
}

/// When a record was, for a narrow column: its date, or else its bounds as a query writes them, `2014-02..`;
/// empty when there is neither.
pub(crate) fn brief_when(dataset: &Dataset, id: RecordId) -> String {
    if let Some(date) = dataset.date(id) {
        return brief_date(Some(date));
    }
    let bounds = dataset.bounds(id);
    let text = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    match (text(bounds.earliest), text(bounds.latest)) {
        (earliest, latest) if earliest.is_empty() && latest.is_empty() => String::new(),
        (earliest, latest) => format!("{earliest}..{latest}"),
    }
}

/// The same; `undated` when there is neither.
pub(crate) fn dated(dataset: &Dataset, id: RecordId) -> String {
    match brief_when(dataset, id) {
        when if when.is_empty() => brief_date(None),
        when => when,
    }
}

// Sources.

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

/// Who is behind a reading: a source, one that is not in this file, or none.
pub(crate) fn reader<'d>(
    dataset: &'d Dataset,
    reading: &crate::data::ConflictReading,
    called: impl Fn(&'d Dataset, RecordId) -> Cow<'d, str>,
) -> Cow<'d, str> {
    match (reading.source, &reading.missing) {
        (Some(source), _) => called(dataset, source),
        (None, Some(id)) => format!("? {}", missing(Kind::Source, id)).into(),
        (None, None) => "no source".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load_text;

    #[test]
    fn a_date_is_as_precise_as_its_vaguer_end() {
        let of = |text| precision(Date::parse(text).ok());
        assert_eq!(of("2013-05-03"), "day");
        assert_eq!(of("2013-05-03/2013-06"), "month");
        assert_eq!(of("2013/2014-01-01"), "year");
        assert_eq!(of("soon"), "unknown");
    }

    #[test]
    fn an_end_that_is_not_recorded_is_no_role_that_still_runs() {
        for (from, to, as_of, said) in [
            ("2015", "2020", "", "2015 … 2020"),
            ("2015", "", "", "from 2015, end not recorded"),
            (
                "2015",
                "",
                "2019-03-01",
                "from 2015, end not recorded · as of 2019-03-01",
            ),
            ("", "2018", "", "until 2018, start not recorded"),
            ("", "", "2018", "as of 2018"),
            ("", "", "", "when ?"),
        ] {
            assert_eq!(held(from, to, as_of), said);
        }
    }

    #[test]
    fn a_role_names_its_organisation_once() {
        let json = r#"{"organisations":[{"id":"e","name":"Directorate for Aid","short":"DG ECHO","aliases":["Écho"]}]}"#;
        let dataset = load_text(json).expect("dataset");
        let echo = dataset.find_key("organisation/e").ok();
        for (title, said) in [
            ("member", "member, DG ECHO"),
            ("Director General, DG ECHO", "Director General, DG ECHO"),
            ("head of echo", "head of echo"),
            ("head of echoes", "head of echoes, DG ECHO"),
            (
                "Director, directorate for aid",
                "Director, directorate for aid",
            ),
            ("", "Directorate for Aid"),
        ] {
            assert_eq!(role_at(&dataset, title, echo), said);
        }
        assert_eq!(role_at(&dataset, "member", None), "member");
    }
}
