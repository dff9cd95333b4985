//! A meeting in sentences.

use std::io;

use super::others;
use super::sentences::{Sentences, contested, inferred, name_of, remarks};
use crate::data::{Basis, Completeness, RecordId, Weight};
use crate::export::escape::markdown as escaped;
use crate::facts::words::{agenda_or_context, bracketed, completeness};
use crate::facts::{Detail, Fact, Sources, of_field, the};

/// Writes all facts of a meeting.
pub(super) fn write(
    sentences: &mut Sentences<'_, '_>,
    id: RecordId,
    facts: &[Fact],
) -> io::Result<()> {
    for fact in of_field(facts, "date") {
        let text = format!("Date: {}", sentences.date(id, fact));
        sentences.item(&text, &fact.sources)?;
        let window = fact.on_date().window();
        if !window.is_empty() {
            sentences.item(&format!("Held: {}", escaped(&window)), &fact.sources)?;
        }
    }
    for (name, field) in [
        ("Place", "place"),
        ("Kind", "kind"),
        ("Also known as", "aliases"),
        ("Series", "series"),
        ("Number in the series", "ordinal"),
        ("Led by", "lead"),
        ("Part of", "part_of"),
        ("Relation", "relation"),
        ("Confidence in the record", "confidence"),
    ] {
        sentences.lines(name, facts, field)?;
    }
    others::stated_by_records(sentences, id)?;
    sentences.prose("Summary", facts, "summary")?;
    people(sentences, id, facts)?;
    topics(sentences, id, facts)?;
    organisations(sentences, facts)?;
    sentences.prose("Outcomes", facts, "outcomes")?;
    others::series(sentences, id)?;
    sentences.prose("Note", facts, "note")?;
    sentences.on_the_date(facts)?;
    sentences.of_lists(facts)
}

/// What a list rests on in which nothing stands, or of which it is told whether it is complete.
fn sources_of(facts: &[Fact], field: &str) -> Sources {
    the(facts, field).map_or_else(Sources::default, |fact| fact.sources.clone())
}

fn people(sentences: &mut Sentences<'_, '_>, id: RecordId, facts: &[Fact]) -> io::Result<()> {
    let participants: Vec<&Fact> = of_field(facts, "participants")
        .filter(|fact| fact.presence().is_some())
        .collect();
    // Who chaired and is listed is told once, if both rest on the same.
    let is_listed = |chair: &Fact| {
        let mut same = participants
            .iter()
            .filter(|fact| fact.target == chair.target);
        chair.target.is_some()
            && same.any(|fact| fact.sources == chair.sources && fact.sure() == chair.sure())
    };
    let chairs: Vec<&Fact> = of_field(facts, "chairs")
        .filter(|chair| !is_listed(chair))
        .collect();
    if participants.is_empty() && chairs.is_empty() {
        let remark = "nobody is named, which does not mean that nobody came";
        return sentences.part("People", remark, &sources_of(facts, "participants"));
    }
    let list = sentences.dataset.attendance(id);
    sentences.part(
        "People",
        completeness(list),
        &sources_of(facts, "attendance"),
    )?;
    for fact in participants {
        let name = sentences.plain_value(fact);
        let role = fact.presence().map(|presence| sentences.role(presence));
        let text = match role.unwrap_or_default() {
            role if role.is_empty() || role.starts_with(" (") => format!("{name}{role}"),
            role => format!("{name}: {role}"),
        };
        sentences.item(&format!("{text}{}", more(fact)), &fact.sources)?;
    }
    for fact in chairs {
        let name = sentences.plain_value(fact);
        let remarks = bracketed(["chair", &inferred(fact)]);
        let text = format!("{name}{remarks}{}", contested(fact));
        sentences.item(&text, &fact.sources)?;
    }
    Ok(())
}

fn topics(sentences: &mut Sentences<'_, '_>, id: RecordId, facts: &[Fact]) -> io::Result<()> {
    let named: Vec<&Fact> = of_field(facts, "topics")
        .filter(|fact| fact.names())
        .collect();
    if named.is_empty() {
        return sentences.part("Topics", "no agenda is known", &sources_of(facts, "topics"));
    }
    let list: Completeness = sentences.dataset.agenda(id);
    sentences.part("Topics", completeness(list), &sources_of(facts, "agenda"))?;
    for fact in named {
        let remark = match fact.detail {
            Detail::Weight(weight @ Weight::Context) => agenda_or_context(weight),
            _ => "",
        };
        let text = format!(
            "{}{}{}",
            sentences.plain_value(fact),
            bracketed([remark]),
            remarks(fact)
        );
        sentences.item(&text, &fact.sources)?;
    }
    Ok(())
}

/// The hosts, those listed, and those somebody came for.
fn organisations(sentences: &mut Sentences<'_, '_>, facts: &[Fact]) -> io::Result<()> {
    let hosts: Vec<&Fact> = of_field(facts, "hosts")
        .filter(|fact| fact.is_told())
        .collect();
    let listed: Vec<&Fact> = of_field(facts, "organisations").collect();
    let participants: Vec<&Fact> = of_field(facts, "participants").collect();
    let listed_ids: Vec<RecordId> = hosts
        .iter()
        .chain(&listed)
        .filter_map(|fact| fact.target)
        .collect();
    let mut came: Vec<RecordId> = Vec::new();
    for id in participants.iter().filter_map(|fact| fact.came_for()) {
        if !listed_ids.contains(&id) && !came.contains(&id) {
            came.push(id);
        }
    }
    if hosts.is_empty() && listed.is_empty() && came.is_empty() {
        return Ok(());
    }
    sentences.part("Organisations", "", &Sources::default())?;
    let is_host = |fact: &&&Fact| {
        hosts
            .iter()
            .any(|host| host.target == fact.target && host.sources == fact.sources)
    };
    for fact in &hosts {
        let host = if fact.names() { " (host)" } else { "" };
        let text = format!("{}{host}{}", sentences.plain_value(fact), remarks(fact));
        sentences.item(&text, &fact.sources)?;
    }
    for fact in listed.iter().filter(|fact| !is_host(fact)) {
        let text = sentences.value(fact);
        sentences.item(&text, &fact.sources)?;
    }
    for id in came {
        let for_it = participants
            .iter()
            .filter(|fact| fact.came_for() == Some(id));
        let names: Vec<String> = for_it.clone().map(|fact| name_of(fact)).collect();
        let text = format!(
            "{}, for which came: {}",
            sentences.named(id),
            names.join(", ")
        );
        sentences.item(&text, &Sources::of_all(for_it.copied()))?;
    }
    Ok(())
}

/// What has to be said of somebody named beside how that is known.
fn more(fact: &Fact) -> String {
    let is_implied = fact.presence().and_then(|presence| presence.basis) == Some(Basis::Implied);
    if is_implied {
        contested(fact).to_owned()
    } else {
        remarks(fact)
    }
}
