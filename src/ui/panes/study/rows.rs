//! The rows of the studies that are lists: evidence, chains and changes; and of what follows a comparison.

use std::collections::HashSet;

use crate::browse::page::dated;
use crate::data::{Dataset, Kind, RecordId};
use crate::facts::words::{cited, missing, reader};
use crate::facts::{Fact, Sources, Whose};
use crate::study::compare::Compare;
use crate::study::diff::{Change, Changed, Diff};
use crate::study::evidence::Evidence;
use crate::study::path::{Chain, Connection, Link, Via};
use crate::study::view::Study;

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The name of what the study is about.
    Name,
    /// The heading of a group.
    Heading,
    /// A fact, a change, a record.
    #[default]
    Fact,
    /// What it rests on, or a reading of it.
    Source,
    /// A remark.
    Note,
}

/// One row; it may take several lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it is.
    pub part: Part,
    /// `!`, `~` and `?`.
    pub marks: String,
    /// A word before the text.
    pub lead: String,
    /// What it says.
    pub text: String,
    /// A few words at the right.
    pub aside: String,
    /// The record it leads to.
    pub target: Option<RecordId>,
    /// What the fact that it tells rests on.
    pub sources: Option<Sources>,
    /// Whether one goes to it by the keys for groups.
    pub is_stop: bool,
}

impl Row {
    fn of(part: Part, text: impl Into<String>) -> Self {
        Self {
            part,
            text: text.into(),
            is_stop: part == Part::Heading,
            ..Self::default()
        }
    }

    fn lead(self, lead: impl Into<String>) -> Self {
        Self {
            lead: lead.into(),
            ..self
        }
    }

    fn to(self, target: Option<RecordId>) -> Self {
        Self { target, ..self }
    }

    fn aside(self, aside: impl Into<String>) -> Self {
        Self {
            aside: aside.into(),
            ..self
        }
    }

    fn marks(self, marks: impl Into<String>) -> Self {
        Self {
            marks: marks.into(),
            ..self
        }
    }
}

/// The rows of a study; none for a grid of topics.
pub fn rows(dataset: &Dataset, study: &Study, asked: &[RecordId]) -> Vec<Row> {
    match study {
        Study::Evidence(evidence) => of_evidence(dataset, evidence),
        Study::Path(found) => of_path(dataset, found.as_ref(), asked),
        Study::Diff(diff) => of_diff(dataset, diff),
        Study::Compare(compare) => behind_compare(dataset, compare),
        Study::Refused(why) => vec![Row::of(Part::Note, why.clone())],
        Study::Strands(_) | Study::Nothing => Vec::new(),
    }
}

fn name(dataset: &Dataset, id: RecordId) -> Row {
    Row::of(Part::Name, dataset.name(id)).to(Some(id))
}

// Evidence.

fn of_evidence(dataset: &Dataset, evidence: &Evidence) -> Vec<Row> {
    let mut rows = vec![name(dataset, evidence.about)];
    let is_own = |fact: &&Fact| fact.of == evidence.about;
    if evidence.facts.iter().any(|fact| is_own(&fact)) {
        rows.push(Row::of(Part::Heading, "FACTS"));
    }
    for fact in evidence.facts.iter().filter(is_own) {
        of_fact(dataset, fact, &mut rows);
    }
    record_sources(dataset, evidence, &mut rows);
    let is_source = evidence.about.kind == Kind::Source;
    let mut of = None;
    for fact in evidence.facts.iter().filter(|fact| !is_own(fact)) {
        if is_source && of != Some(fact.of) {
            let heading = Row::of(Part::Heading, dataset.short(fact.of));
            rows.push(heading.to(Some(fact.of)));
        } else if of.is_none() {
            rows.push(Row::of(Part::Heading, "WHAT OTHERS SAY OF IT"));
        }
        of = Some(fact.of);
        of_fact(dataset, fact, &mut rows);
    }
    if evidence.left_out > 0 {
        let left_out = evidence.left_out;
        let text = format!("{left_out} more records are not looked at");
        rows.push(Row::of(Part::Note, text));
    }
    if evidence.facts.is_empty() {
        rows.push(Row::of(Part::Note, "nothing but its name is stated"));
    }
    let legend = "own: sources of the fact itself · record: one of the record's sources says so, which one is \
                  not recorded · ! contested · ~ inferred · ? unknown or without a source";
    rows.push(Row::of(Part::Note, legend));
    rows
}

/// The sources of the record, told once.
fn record_sources(dataset: &Dataset, evidence: &Evidence, rows: &mut Vec<Row>) {
    let of_record = |fact: &&Fact| fact.of == evidence.about && fact.sources.whose == Whose::Record;
    let is_source = evidence.about.kind == Kind::Source;
    let fact = evidence.facts.iter().find(of_record);
    if let Some(fact) = fact.filter(|_| !is_source) {
        rows.push(Row::of(Part::Heading, "SOURCES OF THE RECORD"));
        of_sources(dataset, &fact.sources, rows);
    }
}

/// A source in a few words: who published it, or else its title.
fn called(dataset: &Dataset, source: RecordId) -> &str {
    match dataset.publisher(source) {
        "" => dataset.name(source),
        publisher => publisher,
    }
}

fn source_row(dataset: &Dataset, source: RecordId) -> Row {
    Row::of(Part::Source, cited(dataset, source)).to(Some(source))
}

/// Sources, and those that are not in this file.
fn of_sources(dataset: &Dataset, sources: &Sources, rows: &mut Vec<Row>) {
    rows.extend(sources.ids.iter().map(|it| source_row(dataset, *it)));
    let missing = sources.missing.iter().map(|id| missing(Kind::Source, id));
    rows.extend(missing.map(|text| Row::of(Part::Source, text).marks("?")));
}

fn of_fact(dataset: &Dataset, fact: &Fact, rows: &mut Vec<Row>) {
    rows.push(Row {
        sources: Some(fact.sources.clone()),
        is_stop: fact.sure().is_weak(),
        ..Row::of(Part::Fact, fact.said(dataset))
            .lead(label(&fact.field))
            .marks(fact.marks())
            .aside(whose(fact))
            .to(fact.target)
    });
    let conflicts = dataset.conflicts();
    for conflict in fact.conflicts.iter().filter_map(|nth| conflicts.get(*nth)) {
        for reading in &conflict.readings {
            let source = reader(dataset, reading, |dataset, id| called(dataset, id).into());
            let chosen = match (reading.chosen, &*reading.why) {
                (false, "") => String::new(),
                (true, "") => " · chosen".to_owned(),
                (true, why) => format!(" · chosen: {why}"),
                (false, why) => format!(" · {why}"),
            };
            let text = format!("“{}” — {source}{chosen}", reading.value);
            let row = Row::of(Part::Source, text).lead("reading").marks("!");
            rows.push(row.to(reading.source));
        }
        if !conflict.note.is_empty() {
            rows.push(Row::of(Part::Note, conflict.note.clone()));
        }
    }
    if fact.sources.whose == Whose::Own {
        of_sources(dataset, &fact.sources, rows);
    }
    let notes = fact.notes.iter();
    rows.extend(notes.map(|note| Row::of(Part::Note, note.clone())));
}

/// Whose sources those of a fact are, in a word or two.
fn whose(fact: &Fact) -> String {
    match fact.sources.whose {
        Whose::Own => format!("{} own", fact.sources.count()),
        Whose::Record if fact.of.kind == Kind::Source => "itself".to_owned(),
        Whose::Record => "record".to_owned(),
        Whose::Nothing if fact.unknown => String::new(),
        Whose::Nothing => "no source".to_owned(),
    }
}

/// A field of the format as one entry of it is called.
fn label(field: &str) -> String {
    let word = match field {
        "participants" => "person",
        "organisations" => "organ.",
        "attendance" => "people",
        "agenda" => "topics",
        "ordinal" => "number",
        "successor_of" => "successor",
        "signatories" => "signed by",
        "parties" => "party",
        "part_of" => "part of",
        "publisher" => "publisher",
        "hosts" | "chairs" | "topics" | "roles" | "outcomes" => field.trim_end_matches('s'),
        other => other,
    };
    word.replace('_', " ")
}

// Chains.

fn of_path(dataset: &Dataset, found: Option<&Connection>, asked: &[RecordId]) -> Vec<Row> {
    let ends = asked.iter().map(|id| dataset.short(*id));
    let ends: Vec<&str> = ends.collect();
    let Some(found) = found else {
        let text = format!(
            "no chain of the meetings kept leads from {} through people, organisations or topics",
            ends.join(" to ")
        );
        return vec![Row::of(Part::Note, text)];
    };
    let mut rows = vec![Row::of(Part::Name, ends.join(" — "))];
    let meetings = found.chains.first().map_or(0, Chain::meetings);
    let word = Kind::Meeting.counted(meetings);
    let (shown, count) = (found.chains.len(), found.count);
    let chains = if count == 1 { "chain" } else { "chains" };
    let alone = match found.via {
        Via::People => "",
        Via::Organisations | Via::Topics => " (there is none through people alone)",
    };
    for (nth, chain) in found.chains.iter().enumerate() {
        rows.push(Row::of(Part::Heading, format!("CHAIN {}", nth + 1)));
        let hops = chain.hops(dataset);
        for (nth, hop) in hops.iter().enumerate() {
            if let Some(link) = hop.from.as_ref() {
                if nth == 0 {
                    rows.push(record(dataset, link.record));
                }
                of_link(dataset, link, &mut rows);
            }
            let date = dated(dataset, hop.meeting);
            let title = format!("{date}  {}", dataset.name(hop.meeting));
            rows.push(Row::of(Part::Fact, title).lead("at").to(Some(hop.meeting)));
            if let Some(link) = &hop.to {
                of_link(dataset, link, &mut rows);
            }
            let links = [hop.from.as_ref(), hop.to.as_ref()].into_iter().flatten();
            let mut facts = links.flat_map(|link| link.facts(dataset).unwrap_or_default());
            let of_record = facts.find(|fact| fact.sources.whose == Whose::Record);
            let sources = of_record.into_iter().flat_map(|fact| fact.sources.ids);
            rows.extend(sources.take(SOURCES).map(|it| source_row(dataset, it)));
            if let Some(link) = &hop.to {
                rows.push(record(dataset, link.record));
            }
        }
    }
    rows.push(Row::of(
        Part::Note,
        format!(
            "{count} shortest {chains}, of {meetings} {word}, through {}{alone}; {shown} shown. Each link \
             says that both are named for one meeting, and no more.",
            found.via.word()
        ),
    ));
    rows
}

/// So many sources of a record are shown for a link.
const SOURCES: usize = 3;

fn record(dataset: &Dataset, id: RecordId) -> Row {
    Row::of(Part::Fact, dataset.name(id)).to(Some(id))
}

/// As what a record is named for a meeting, with the sources of that fact alone.
fn of_link(dataset: &Dataset, link: &Link, rows: &mut Vec<Row>) {
    let facts = match link.facts(dataset) {
        Ok(facts) => facts,
        Err(unread) => {
            rows.push(Row::of(Part::Note, unread.to_string()).marks("!"));
            return;
        }
    };
    let mut marks: String = facts.iter().map(Fact::marks).collect();
    let mut seen = HashSet::new();
    marks.retain(|mark| seen.insert(mark));
    let word = if link.tie.people.is_empty() {
        "as"
    } else {
        "for it:"
    };
    let text = format!("{word} {}", link.tie.said(dataset));
    let aside = facts.first().map(whose).unwrap_or_default();
    rows.push(Row::of(Part::Note, text).marks(marks).aside(aside));
    let mut told = HashSet::new();
    let own = facts.iter().filter(|fact| fact.sources.whose == Whose::Own);
    let own = own.flat_map(|fact| &fact.sources.ids);
    let own = own.filter(|source| told.insert(**source));
    rows.extend(own.map(|source| source_row(dataset, *source)));
}

// Changes.

fn of_diff(dataset: &Dataset, diff: &Diff) -> Vec<Row> {
    let mut rows = Vec::new();
    for (lead, meeting) in [("from", diff.before), ("to", diff.after)] {
        let date = dated(dataset, meeting);
        let text = format!("{date}  {}", dataset.name(meeting));
        rows.push(Row::of(Part::Name, text).lead(lead).to(Some(meeting)));
    }
    let groups = [
        ("TOPICS", &diff.topics),
        ("PEOPLE", &diff.people),
        ("ORGANISATIONS", &diff.organisations),
    ];
    for (heading, changes) in groups {
        let counts = Change::ALL.into_iter().filter_map(|change| {
            let of = changes.iter().filter(|it| it.change == change);
            let first = of.clone().next()?;
            Some(format!("{} {}", of.count(), change.word(first.id.kind)))
        });
        let counts: Vec<String> = counts.collect();
        let none = if changes.is_empty() { "none named" } else { "" };
        let aside = format!("{none}{}", counts.join(", "));
        rows.push(Row::of(Part::Heading, format!("{heading}  {aside}")));
        let of = changes
            .iter()
            .map(|changed| of_change(dataset, diff, changed));
        rows.extend(of);
    }
    if !diff.posts.is_empty() {
        rows.push(Row::of(Part::Heading, "WHO HOLDS A POST NOW"));
    }
    for post in &diff.posts {
        let marks = if post.inferred { "~" } else { "" };
        let title = Row::of(Part::Fact, post.title.clone()).lead("post");
        rows.push(title.marks(marks).to(Some(post.organisation)));
        for (lead, people) in [("was", &post.before), ("is", &post.after)] {
            let people = people.iter().map(|id| record(dataset, *id).lead(lead));
            rows.extend(people);
        }
    }
    let legend = "? the list on which it is missing may be incomplete, so it may have been there";
    rows.push(Row::of(Part::Note, legend));
    rows
}

fn of_change(dataset: &Dataset, diff: &Diff, changed: &Changed) -> Row {
    let ties = diff.ties(dataset, changed.id);
    let [before, after] = ties.map(|tie| tie.map(|tie| tie.said(dataset)));
    let how = match (before, after) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (before, after) => after.or(before).unwrap_or_default(),
    };
    let text = match &*how {
        "" => dataset.short(changed.id).to_owned(),
        how => format!("{} · {how}", dataset.short(changed.id)),
    };
    let last = changed.last.map(|meeting| dated(dataset, meeting));
    Row::of(Part::Fact, text)
        .lead(changed.change.word(changed.id.kind))
        .marks(if changed.unsure { "?" } else { "" })
        .aside(last.map_or_else(String::new, |date| format!("last {date}")))
        .to(Some(changed.id))
}

// Behind a comparison.

fn behind_compare(dataset: &Dataset, compare: &Compare) -> Vec<Row> {
    let mut rows = vec![Row::of(Part::Heading, "BOTH NAMED FOR ONE MEETING")];
    let short = |nth: usize| dataset.short(compare.who[nth]);
    let times = |count: usize| format!("{count} {}", Kind::Meeting.counted(count));
    for pair in &compare.pairs {
        let text = format!("{} and {}", short(pair.who.0), short(pair.who.1));
        rows.push(Row::of(Part::Fact, text).aside(times(pair.together)));
    }
    if compare.who.len() > 2 {
        let all = Row::of(Part::Fact, "all of them");
        rows.push(all.aside(times(compare.all_together)));
    }
    if !compare.topics.is_empty() {
        rows.push(Row::of(Part::Heading, "TOPICS OF THOSE MEETINGS"));
        let topics = compare.topics.iter().map(|(topic, count)| {
            let row = Row::of(Part::Fact, dataset.short(*topic));
            row.aside(count.to_string()).to(Some(*topic))
        });
        rows.extend(topics);
    }
    for post in &compare.posts {
        let heading = Row::of(Part::Heading, post.title.clone());
        rows.push(heading.to(Some(post.organisation)));
        let holders = post.holders.iter().map(|holder| {
            let row = Row::of(Part::Fact, dataset.name(holder.person));
            row.aside(holder.span()).to(Some(holder.person))
        });
        rows.extend(holders);
    }
    for (id, before) in &compare.succession {
        let (name, before) = (dataset.short(*id), dataset.short(*before));
        let text = format!("{name} took over the work of {before}");
        rows.push(Row::of(Part::Fact, text).to(Some(*id)));
    }
    rows
}
