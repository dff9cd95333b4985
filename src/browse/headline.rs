//! What a card answers first: when a record was last named or on the table, where, and who else was named.

use super::listing::last_meeting;
use crate::data::{Basis, Dataset, Date, Kind, RecordId, Weight, Year, months_between};
use crate::facts::words::basis;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The question, in capitals.
    pub label: &'static str,
    /// The meeting that answers it.
    pub meeting: RecordId,
    /// How it is known, where it is not reported: `announced`, `quoted`, `implied`.
    pub basis: &'static str,
    /// The others who are named for that meeting, by their surnames.
    pub others: Vec<String>,
    /// How long nothing is on record since.
    pub silence: Option<String>,
}

/// So many meetings are looked at, from the last back, for one that is reported or has an item on its agenda.
const LOOKED_AT: usize = 10_000;

/// The answers of a record; none for a meeting, a source, or where no meeting has a date. `kept` are the rows of the
/// meetings that a filter keeps, if there is one.
pub(crate) fn answers(dataset: &Dataset, id: RecordId, kept: Option<&[u32]>) -> Vec<Headline> {
    let Some(last) = last_kept(dataset, id, kept, |_| true) else {
        return Vec::new();
    };
    match id.kind {
        Kind::Topic => of_topic(dataset, id, kept, last),
        Kind::Person => {
            let basis_at = |meeting| basis_of(dataset, meeting, id);
            let named = answer(dataset, "LAST NAMED", last, id);
            let mut answers = vec![Headline {
                basis: basis(basis_at(last)),
                ..named
            }];
            let reported = |meeting| matches!(basis_at(meeting), None | Some(Basis::Reported));
            if !reported(last)
                && let Some(last) = last_kept(dataset, id, kept, reported)
            {
                answers.push(answer(dataset, "LAST REPORTED", last, id));
            }
            answers
        }
        Kind::Organisation => vec![answer(dataset, "LAST NAMED", last, id)],
        Kind::Agreement | Kind::Meeting | Kind::Source => Vec::new(),
    }
}

fn of_topic(
    dataset: &Dataset,
    id: RecordId,
    kept: Option<&[u32]>,
    last: RecordId,
) -> Vec<Headline> {
    let on_agenda = |meeting| dataset.weight(meeting, id) != Some(Weight::Context);
    let table = last_kept(dataset, id, kept, on_agenda);
    let silence = silence_since(dataset, last).filter(|_| kept.is_none());
    let mut answers = Vec::new();
    if let Some(meeting) = table {
        let silence = silence.clone().filter(|_| meeting == last);
        answers.push(Headline {
            silence,
            ..answer(dataset, "LAST ON THE TABLE", meeting, id)
        });
    }
    if table != Some(last) {
        let label = if table.is_some() {
            "LATER, IN CONTEXT"
        } else {
            "LAST IN CONTEXT"
        };
        answers.push(Headline {
            silence,
            ..answer(dataset, label, last, id)
        });
    }
    answers
}

fn last_kept(
    dataset: &Dataset,
    id: RecordId,
    kept: Option<&[u32]>,
    holds: impl Fn(RecordId) -> bool,
) -> Option<RecordId> {
    let last = last_meeting(dataset, id)?;
    let meetings = dataset.meetings_of(id);
    let upto = meetings.partition_point(|row| *row <= last);
    let back = meetings.get(..upto)?.iter().rev().take(LOOKED_AT);
    let kept = back.filter(|row| kept.is_none_or(|kept| kept.binary_search(row).is_ok()));
    kept.map(|row| RecordId::meeting(*row))
        .find(|id| holds(*id))
}

fn answer(dataset: &Dataset, label: &'static str, meeting: RecordId, about: RecordId) -> Headline {
    let people = dataset.people_at(meeting).into_iter();
    let others = people.filter(|person| *person != about);
    Headline {
        label,
        meeting,
        basis: "",
        others: surnames(others.map(|person| dataset.name(person))),
        silence: None,
    }
}

fn basis_of(dataset: &Dataset, meeting: RecordId, person: RecordId) -> Option<Basis> {
    let mut named = dataset.participants(meeting);
    named.find(|known| known.person == Some(person))?.basis
}

/// How long it is from a meeting to the day up to which the data was kept: `3 y 8 m`.
fn silence_since(dataset: &Dataset, meeting: RecordId) -> Option<String> {
    let until = Date::parse(&dataset.about().as_of).ok()?;
    let months = months_between(dataset.when(meeting)?.last(), until.start().earliest())?;
    (months >= LONG).then(|| span(months))
}

/// A shorter silence up to the end of the data, in months, is not worth a word.
const LONG: u32 = 12;

/// `8 m`, `3 y`, `3 y 8 m`.
pub(crate) fn span(months: u32) -> String {
    match (months / 12, months % 12) {
        (0, months) => format!("{months} m"),
        (years, 0) => format!("{years} y"),
        (years, months) => format!("{years} y {months} m"),
    }
}

/// Surnames; whole names where two would be the same.
fn surnames<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let names: Vec<&str> = names.collect();
    let short: Vec<&str> = names.iter().map(|name| surname(name)).collect();
    let pairs = names.iter().zip(&short);
    let told = pairs.map(|(name, one)| {
        let same = short.iter().filter(|other| *other == one).count();
        if same > 1 { *name } else { *one }.to_owned()
    });
    told.collect()
}

/// The last word of a name, with the small words before it.
fn surname(name: &str) -> &str {
    let mut start = name.rfind(' ').map_or(0, |at| at + 1);
    while let Some(before) = name.get(..start.saturating_sub(1)) {
        let word = before.rfind(' ').map_or(0, |at| at + 1);
        let is_small = name.get(word..).is_some_and(|rest| {
            rest.chars().next().is_some_and(char::is_lowercase) && word < start && word > 0
        });
        if !is_small {
            break;
        }
        start = word;
    }
    name.get(start..)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
}

/// A date in a few letters: `20 Mar 2023`, `22–23 Jan 2026`, `Nov 2013`, `2024?`.
pub(crate) fn brief(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let say = |moment: crate::data::Moment| {
        let year = Year(moment.year());
        let month = moment
            .month()
            .and_then(|month| MONTHS.get(usize::from(month) - 1));
        match (month, moment.day()) {
            (None, _) => year.to_string(),
            (Some(month), None) => format!("{month} {year}"),
            (Some(month), Some(day)) => format!("{day} {month} {year}"),
        }
    };
    let (start, end) = (date.start(), date.end());
    let mark = date.doubt().mark();
    let same_month = (start.year(), start.month()) == (end.year(), end.month());
    match (date.is_interval(), start.day()) {
        (false, _) => format!("{}{mark}", say(start)),
        (true, Some(day)) if same_month && end.day().is_some() => {
            format!("{day}–{}{mark}", say(end))
        }
        _ => format!("{} – {}{mark}", say(start), say(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load};

    #[test]
    fn surnames_keep_their_small_words() {
        assert_eq!(surname("Ursula von der Leyen"), "von der Leyen");
        assert_eq!(surname("Claus Sørensen"), "Sørensen");
        assert_eq!(surname("Suharto"), "Suharto");
        assert_eq!(surname("de Melo"), "Melo");
        assert_eq!(surname(""), "");
        let names = ["Ann Lee", "Bo Lee", "Cy Ray"];
        assert_eq!(surnames(names.into_iter()), ["Ann Lee", "Bo Lee", "Ray"]);
    }

    #[test]
    fn dates_and_spans_in_a_few_letters() {
        let told = |text: &str| brief(Date::parse(text).expect(text));
        assert_eq!(told("2023-03-20"), "20 Mar 2023");
        assert_eq!(told("2026-01-22/2026-01-23"), "22–23 Jan 2026");
        assert_eq!(told("2026-01-31/2026-02-01"), "31 Jan 2026 – 1 Feb 2026");
        assert_eq!(told("2013-11"), "Nov 2013");
        assert_eq!(told("2024?"), "2024?");
        assert_eq!([span(8), span(36), span(44)], ["8 m", "3 y", "3 y 8 m"]);
    }

    #[test]
    fn libya_was_last_on_the_table_in_march_2023() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let topic = dataset.find_key("topic/libya").expect("libya");
        let answers = answers(&dataset, topic, None);
        assert_eq!(answers.len(), 1, "{answers:?}");
        let answer = &answers[0];
        assert_eq!(dataset.key(answer.meeting), "meeting/task-force-2023-03");
        assert_eq!(answer.silence.as_deref(), Some("3 y 8 m"));
        assert_eq!(answer.others.len(), 4);
    }

    #[test]
    fn nothing_later_is_named_than_the_last_and_no_silence_is_told_over_it() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        for kind in [Kind::Person, Kind::Topic, Kind::Organisation] {
            for id in dataset.all(kind) {
                let answers = answers(&dataset, id, None);
                let last = last_meeting(&dataset, id).map(RecordId::meeting);
                let told: Vec<RecordId> = answers.iter().map(|answer| answer.meeting).collect();
                assert_eq!(told.iter().max().copied(), last, "{}", dataset.key(id));
                for answer in answers.iter().filter(|answer| answer.silence.is_some()) {
                    assert_eq!(Some(answer.meeting), last);
                }
            }
        }
    }
}
