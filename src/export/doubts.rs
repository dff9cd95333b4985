//! What is in doubt about what was chosen: contested, inferred, announced only, not known.

use std::collections::HashSet;
use std::io::{self, Write};

use super::Selection;
use super::account::{Account, Ground, Presence, Rests, ground_of};
use super::escape::{code, markdown as escaped};
use super::markdown::Notes;
use super::selection::Marked;
use super::words::{certainty, known_to, list_remark};
use crate::data::{Basis, Completeness, Conflict, Dataset, Kind, RecordId, Relation};

/// Lists the doubts, record by record, in Markdown.
pub(super) fn write(
    dataset: &Dataset,
    chosen: &Selection,
    notes: &mut Notes,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut done = Marked::new(dataset);
    let mut told = HashSet::new();
    let mut any = false;
    for id in chosen.roots().iter().copied().chain(chosen.all_meetings()) {
        if !done.mark(id) {
            continue;
        }
        let doubts = of_record(dataset, id)?;
        let conflicts = dataset.conflicts_of(id);
        let conflicts: Vec<&Conflict> = conflicts
            .filter(|conflict| told.insert(std::ptr::from_ref(*conflict)))
            .collect();
        if doubts.is_empty() && conflicts.is_empty() {
            continue;
        }
        any = true;
        let key = code(&dataset.key(id));
        writeln!(out, "**{}** ({key})\n", escaped(dataset.name(id)))?;
        for conflict in conflicts {
            contested(conflict, notes, out)?;
        }
        for (doubt, rests) in doubts {
            let note = rests.map(|rests| notes.mark(&rests)).unwrap_or_default();
            writeln!(out, "- {}.{note}", escaped(doubt.trim_end_matches('.')))?;
        }
        notes.write(dataset, out)?;
    }
    if chosen.is_whole() && !dataset.about().gaps.is_empty() {
        any = true;
        writeln!(out, "**Known to be unknown**\n")?;
        for gap in &dataset.about().gaps {
            writeln!(out, "- {}", escaped(gap))?;
        }
    }
    if any {
        return Ok(());
    }
    writeln!(out, "None is recorded.")
}

/// What sources disagree on, and what each says.
fn contested(conflict: &Conflict, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let note = escaped(&conflict.note);
    let blank = if note.is_empty() { "" } else { " " };
    writeln!(
        out,
        "- Contested: {}.{blank}{note}",
        escaped(&conflict.about)
    )?;
    for reading in &conflict.readings {
        let rests = reading
            .source
            .map_or(Rests::Nothing, |id| Rests::Own(vec![id]));
        let chosen = if reading.chosen {
            "; the record follows this"
        } else {
            ""
        };
        let why = match escaped(&reading.why) {
            why if why.is_empty() => String::new(),
            why => format!(" — {}", why.trim_end_matches('.')),
        };
        let value = escaped(&reading.value);
        writeln!(out, "  - “{value}”{chosen}{why}.{}", notes.mark(&rests))?;
    }
    Ok(())
}

/// A doubt in words, with what the fact rests on if there is one.
type Doubt = (String, Option<Rests>);

fn of_record(dataset: &Dataset, id: RecordId) -> io::Result<Vec<Doubt>> {
    let mut doubts = match id.kind {
        Kind::Meeting => of_meeting(dataset, id)?,
        _ => inferred(&ground_of(dataset, id)?),
    };
    match (id.kind, dataset.date(id)) {
        (Kind::Agreement | Kind::Source, None) => doubts.push(unknown("The date is not known")),
        (Kind::Agreement | Kind::Source, Some(date)) => {
            doubts.extend(date_in_doubt(date).map(|text| (text, None)));
        }
        _ => {}
    }
    let sources = Relation::sources_of(id.kind);
    if id.kind != Kind::Source && dataset.to(id, sources).next().is_none() {
        doubts.push(unknown("No source is given"));
    }
    Ok(doubts)
}

fn unknown(text: &str) -> Doubt {
    (text.to_owned(), None)
}

fn date_in_doubt(date: crate::data::Date) -> Option<String> {
    let remarks = [known_to(date), certainty(date.doubt())];
    let remarks: Vec<&str> = remarks
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    (!remarks.is_empty()).then(|| format!("The date, {date}, is {}", remarks.join(" and ")))
}

/// What is said to be inferred, field by field.
fn inferred(ground: &Ground) -> Vec<Doubt> {
    let fields = ground.all_inferred().map(|(name, why)| {
        let field = super::words::spoken(name);
        let text = match why {
            "" => format!("Inferred: {field}"),
            why => format!("Inferred: {field}. {why}"),
        };
        (text, Some(ground.of(name)))
    });
    fields.collect()
}

fn of_meeting(dataset: &Dataset, id: RecordId) -> io::Result<Vec<Doubt>> {
    let account = Account::of(dataset, id)?;
    let ground = &account.ground;
    let mut doubts = Vec::new();
    match dataset.date(id) {
        Some(date) => {
            let rests = ground.of("date");
            doubts.extend(date_in_doubt(date).map(|text| (text, Some(rests))));
        }
        None if account.odd_date.is_empty() => doubts.push(unknown("The date is not known")),
        None => {
            let text = format!("“{}” cannot be read as a date", account.odd_date);
            doubts.push((text, Some(ground.of("date"))));
        }
    }
    doubts.extend(inferred(ground));
    if dataset.place(id).is_empty() {
        doubts.push(unknown("The place is not known"));
    }
    doubts.extend(of_people(&account));
    let lists = [
        ("People", dataset.attendance(id), "attendance"),
        ("Topics", dataset.agenda(id), "agenda"),
    ];
    for (name, known, field) in lists
        .into_iter()
        .filter(|(_, known, _)| *known != Completeness::Complete)
    {
        let rests = (known == Completeness::Partial).then(|| ground.of(field));
        doubts.push((format!("{name}: {}", list_remark(known)), rests));
    }
    if let Some((lead, basis)) = &account.lead
        && let Some(why) = basis.strip_prefix("inferred")
    {
        let text = format!("That {} led is inferred{why}", dataset.name(*lead));
        doubts.push((text, Some(ground.of("lead"))));
    }
    if !matches!(&*account.confidence, "" | "high") {
        let text = format!("Confidence in the record: {}", account.confidence);
        doubts.push((text, None));
    }
    Ok(doubts)
}

/// Those who were not reported to have come, and whose role is inferred.
fn of_people(account: &Account) -> Vec<Doubt> {
    let named = |is: &dyn Fn(&Presence) -> bool| {
        let people = account.people.iter().filter(|known| is(known));
        people
            .map(|known| known.name.as_str())
            .collect::<Vec<&str>>()
    };
    let groups = [
        (
            "Announced, which is no proof of having come",
            named(&|it| it.basis == Some(Basis::Announced)),
        ),
        (
            "Quoted on the meeting, not reported to have come",
            named(&|it| it.basis == Some(Basis::Quoted)),
        ),
        (
            "Presence implied, not stated",
            named(&|it| it.basis == Some(Basis::Implied)),
        ),
        (
            "Role inferred from those held at the time",
            named(&|it| it.role_inferred),
        ),
    ];
    let rests = || Some(account.ground.of("participants"));
    let groups = groups.into_iter().filter(|(_, names)| !names.is_empty());
    groups
        .map(|(text, names)| (format!("{text}: {}", names.join(", ")), rests()))
        .collect()
}
