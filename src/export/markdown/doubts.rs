//! What is in doubt about what was chosen: contested, inferred, announced only, not known.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::data::{Basis, Completeness, Conflict, Dataset, RecordId};
use crate::export::escape::{code, markdown as escaped};
use crate::export::footnotes::Footnotes;
use crate::export::selection::Marked;
use crate::export::spec::Export;
use crate::export::stated;
use crate::facts::words::{certainty, completeness, known_to, spoken};
use crate::facts::{Fact, Presence, Sources, Sure};

/// Lists the doubts, record by record, in Markdown.
pub(super) fn write(
    export: &Export<'_>,
    notes: &mut Footnotes,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    let mut done = Marked::new(dataset);
    let mut listed = HashSet::new();
    let mut any = false;
    for id in chosen.roots().iter().copied().chain(chosen.all_meetings()) {
        if !done.mark(id) {
            continue;
        }
        let doubts = of_record(dataset, id)?;
        let conflicts = dataset.numbered_conflicts_of(id);
        let conflicts: Vec<&Conflict> = conflicts
            .filter(|(number, _)| listed.insert(*number))
            .map(|(_, conflict)| conflict)
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
        for (doubt, sources) in doubts {
            let note = sources.map(|sources| notes.mark(&sources));
            let note = note.unwrap_or_default();
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
fn contested(conflict: &Conflict, notes: &mut Footnotes, out: &mut dyn Write) -> io::Result<()> {
    let note = escaped(&conflict.note);
    let blank = if note.is_empty() { "" } else { " " };
    writeln!(
        out,
        "- Contested: {}.{blank}{note}",
        escaped(&conflict.about)
    )?;
    for reading in &conflict.readings {
        let sources = Sources::of_reading(reading);
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
        writeln!(out, "  - “{value}”{chosen}{why}.{}", notes.mark(&sources))?;
    }
    Ok(())
}

/// A doubt in words, with what the fact rests on if there is one.
type DoubtText = (String, Option<Sources>);

fn of_record(dataset: &Dataset, id: RecordId) -> io::Result<Vec<DoubtText>> {
    let facts = stated(dataset, id)?;
    let mut doubts: Vec<DoubtText> = Vec::new();
    for fact in &facts {
        doubts.extend(of_fact(dataset, id, fact));
    }
    doubts.extend(of_people(&facts));
    let unsourced = facts.iter().filter(|fact| fact.sure() == Sure::Unsourced);
    let mut fields: Vec<String> = unsourced.map(|fact| spoken(&fact.field)).collect();
    fields.dedup();
    let sourced = facts.iter().any(|fact| fact.sources.count() > 0);
    match (&*fields, sourced) {
        ([], _) => {}
        (_, false) => doubts.push(("No source is given".to_owned(), None)),
        (fields, true) => {
            let text = format!("No source is given for: {}", fields.join(", "));
            doubts.push((text, None));
        }
    }
    Ok(doubts)
}

/// What is in doubt of a fact by itself; of people it is told together.
fn of_fact(dataset: &Dataset, id: RecordId, fact: &Fact) -> Vec<DoubtText> {
    let field = spoken(&fact.field);
    let with_sources = |text: String| vec![(text, Some(fact.sources.clone()))];
    match &*fact.field {
        _ if fact.missing.is_some() => {
            let text = format!("Named among the {field}, but {}", fact.value);
            vec![(text, given(fact))]
        }
        "date" if !fact.of_list => of_date(dataset, id, fact),
        "attendance" | "agenda" if !fact.of_list => {
            let (name, list) = match &*fact.field {
                "agenda" => ("Topics", dataset.agenda(id)),
                _ => ("People", dataset.attendance(id)),
            };
            if list == Completeness::Complete {
                return Vec::new();
            }
            vec![(format!("{name}: {}", completeness(list)), given(fact))]
        }
        // Told by their names together.
        "participants" | "role" if !fact.of_list => {
            let is_named = fact.names() || fact.presence().is_some();
            let nobody = (!is_named).then(|| (sentence(&fact.value), None));
            nobody.into_iter().collect()
        }
        "lead" if fact.inferred => {
            let why = fact.notes.first().map_or("", String::as_str);
            let why = why.strip_prefix("inferred").unwrap_or_default();
            with_sources(format!("That {} led is inferred{why}", fact.value))
        }
        "confidence" if fact.value != "high" => {
            vec![(format!("Confidence in the record: {}", fact.value), None)]
        }
        _ if fact.inferred => {
            let named = if fact.names() || fact.field == "roles" {
                format!(": {}", fact.said(dataset))
            } else {
                String::new()
            };
            with_sources(format!("Inferred: {field}{named}{}", why(fact)))
        }
        _ if fact.unknown && fact.value == "not known" => {
            vec![(format!("The {field} is not known"), given(fact))]
        }
        _ if fact.unknown => vec![(sentence(&fact.said(dataset)), given(fact))],
        _ => Vec::new(),
    }
}

fn of_date(dataset: &Dataset, id: RecordId, fact: &Fact) -> Vec<DoubtText> {
    let sources = || Some(fact.sources.clone());
    let mut doubts = Vec::new();
    match dataset.date(id) {
        None => match &*fact.on_date().unreadable {
            "" => doubts.push(("The date is not known".to_owned(), None)),
            odd => doubts.push((format!("“{odd}” cannot be read as a date"), sources())),
        },
        Some(date) => {
            let remarks = [known_to(date), certainty(date.doubt())];
            let remarks: Vec<&str> = remarks
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            if !remarks.is_empty() {
                let text = format!("The date, {date}, is {}", remarks.join(" and "));
                doubts.push((text, sources()));
            }
        }
    }
    if fact.why.is_some() {
        doubts.push((format!("Inferred: date{}", why(fact)), sources()));
    }
    doubts
}

/// The sources of what is not known, if any say so.
fn given(fact: &Fact) -> Option<Sources> {
    Some(fact.sources.clone()).filter(|sources| sources.count() > 0)
}

/// Why a fact was inferred, as a sentence of its own.
fn why(fact: &Fact) -> String {
    match fact.why.as_deref() {
        None | Some("") => String::new(),
        Some(why) => format!(". {why}"),
    }
}

/// `No host is named`.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Those who were not reported to have come, and whose role is inferred or not known.
fn of_people(facts: &[Fact]) -> Vec<DoubtText> {
    let group = |text: &str, is: &dyn Fn(&Presence) -> bool| {
        let people = facts
            .iter()
            .filter(|fact| fact.presence().is_some_and(is))
            .collect::<Vec<&Fact>>();
        let names: Vec<&str> = people.iter().map(|fact| fact.value.as_str()).collect();
        let sources = Sources::of_all(people.iter().copied());
        (!people.is_empty()).then(|| (format!("{text}: {}", names.join(", ")), Some(sources)))
    };
    let basis = |basis| move |presence: &Presence| presence.basis == Some(basis);
    let role_unknown = |presence: &Presence| presence.is_person && presence.role.is_empty();
    let groups = [
        group(
            "Announced, which is no proof of having come",
            &basis(Basis::Announced),
        ),
        group(
            "Quoted on the meeting, not reported to have come",
            &basis(Basis::Quoted),
        ),
        group("Presence implied, not stated", &basis(Basis::Implied)),
        group("Role inferred from those held at the time", &|presence| {
            presence.role_is.is_inferred()
        }),
        group("Role not known", &role_unknown).map(|(text, _)| (text, None)),
    ];
    groups.into_iter().flatten().collect()
}
