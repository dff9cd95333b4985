//! How sure a thing is, in words: a file has no room for marks that need a key to be read.

use crate::data::{Basis, Completeness, Date, Doubt, Word};

/// How much of a date is known.
pub(super) fn precision(date: Option<Date>) -> &'static str {
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
pub(super) fn known_to(date: Date) -> &'static str {
    match precision(Some(date)) {
        "year" => "known to the year only",
        "month" => "known to the month only",
        _ => "",
    }
}

/// How far a date is to be trusted, as its qualifier says.
pub(super) fn certainty(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::None => "",
        Doubt::Uncertain => "uncertain or inferred",
        Doubt::Approximate => "approximate",
        Doubt::Both => "uncertain and approximate",
    }
}

/// How it is known that somebody took part; nothing where it was reported.
pub(super) fn presence(basis: Basis) -> &'static str {
    match basis {
        Basis::Reported => "",
        Basis::Announced => "announced, which is no proof of having come",
        Basis::Quoted => "quoted on the meeting",
        Basis::Implied => "inferred: being there is implied, not stated",
    }
}

/// A fixed word of the format, such as `announced`, `partial` or `context`.
pub(super) fn word<T: Word + PartialEq>(value: T) -> &'static str {
    let known = T::WORDS.iter().find(|(_, known)| *known == value);
    known.map_or("", |(word, _)| *word)
}

/// A word of the data such as `high-level-bilateral`, as it is said.
pub(super) fn spoken(word: &str) -> String {
    word.replace(['-', '_'], " ")
}

/// Whether a list names all that it could.
pub(super) fn list_remark(known: Completeness) -> &'static str {
    match known {
        Completeness::Complete => "the list is complete",
        Completeness::Partial => "the list is known to be incomplete",
        Completeness::Unknown => "whether the list is complete is not known",
    }
}

/// Remarks in one bracket, or nothing.
pub(super) fn bracketed<'t>(remarks: impl IntoIterator<Item = &'t str>) -> String {
    let remarks: Vec<&str> = remarks
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    if remarks.is_empty() {
        String::new()
    } else {
        format!(" ({})", remarks.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_its_vaguer_end() {
        let of = |text| precision(Date::parse(text).ok());
        assert_eq!(of("2013-05-03"), "day");
        assert_eq!(of("2013-05-03/2013-06"), "month");
        assert_eq!(of("2013/2014-01-01"), "year");
        assert_eq!(of("soon"), "unknown");
    }
}
