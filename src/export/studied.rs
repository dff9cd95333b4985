//! The answers of analyses as tables, in words instead of marks, each row with what it rests on.

use std::io::{self, Write};

use super::Format;
use super::account::Rests;
use super::escape::{cell, markdown as escaped};
use super::imprint::Imprint;
use super::json::line;
use super::markdown::Notes;
use super::table::own_or_not;
use crate::data::{Dataset, RecordId, Year};
use crate::study::compare::{Compare, Presence};
use crate::study::diff::{Changed, Diff};
use crate::study::evidence::{self, Evidence, Fact};
use crate::study::path::Connection;
use crate::study::strands::{By, Strands};
use crate::study::tie::{Tie, facts_behind};
use crate::study::view::{Study, View};

/// An analysis that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Studied {
    title: String,
    asked: String,
    columns: Vec<String>,
    rows: Vec<(Vec<String>, Rests)>,
}

/// What facts rest on together: their own sources only if all have some.
fn rests(facts: &[Fact]) -> Rests {
    let mut sources: Vec<RecordId> = Vec::new();
    for source in facts.iter().flat_map(|fact| &fact.sources) {
        if !sources.contains(source) {
            sources.push(*source);
        }
    }
    let all_own = facts.iter().all(|fact| fact.rests == evidence::Rests::Own);
    match (sources.is_empty(), all_own) {
        (true, _) => Rests::Nothing,
        (false, true) => Rests::Own(sources),
        (false, false) => Rests::Record(sources),
    }
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn dated(dataset: &Dataset, meeting: RecordId) -> String {
    let date = dataset.date(meeting).map(|date| date.to_string());
    date.unwrap_or_else(|| "date not known".to_owned())
}

/// As what somebody or something is named for a meeting, without marks that need a key.
fn in_words(dataset: &Dataset, tie: &Tie) -> String {
    let said = tie.said(dataset);
    let said = match said.strip_prefix("~ ").filter(|_| tie.role_inferred) {
        Some(role) => format!("{role} (the role is inferred)"),
        None => said.replacen("role ?", "role not known", usize::from(tie.role.is_empty())),
    };
    said.replace(
        " (~ implied)",
        " (inferred: being there is implied, not stated)",
    )
}

impl Studied {
    /// The answer of a view; nothing where there is none.
    #[must_use]
    pub fn of(dataset: &Dataset, view: &View, study: &Study, asked: &str) -> Option<Self> {
        Some(match (view, study) {
            (_, Study::Evidence(study)) => Self::evidence(dataset, study),
            (View::Strands(by, _), Study::Strands(study)) => {
                Self::strands(dataset, study, *by, asked)
            }
            (_, Study::Compare(study)) => Self::compare(dataset, study),
            (_, Study::Path(study)) => Self::path(dataset, study.as_ref()?),
            (_, Study::Diff(study)) => Self::diff(dataset, study),
            _ => return None,
        })
    }

    /// Every fact of a record, with how sure it is and why.
    #[must_use]
    pub fn evidence(dataset: &Dataset, study: &Evidence) -> Self {
        let rows = study.facts.iter().map(|fact| {
            let cells = vec![
                dataset.key(fact.of),
                fact.field.replace('_', " "),
                fact.said(),
                fact.sure().meaning().to_owned(),
                fact.notes.join(" "),
            ];
            (cells, rests(std::slice::from_ref(fact)))
        });
        Self {
            title: format!("Evidence: {}", dataset.name(study.about)),
            asked: format!("evidence {}", dataset.key(study.about)),
            columns: named(&["record", "fact", "value", "how sure", "why"]),
            rows: rows.collect(),
        }
    }

    /// Topics by meetings or years, a word a cell.
    #[must_use]
    pub fn strands(dataset: &Dataset, study: &Strands, by: By, asked: &str) -> Self {
        let mut columns = named(&["topic", "name", "meetings", "marks"]);
        columns.extend(study.columns.iter().map(|column| match column.first() {
            Some(meeting) if by == By::Meeting => {
                format!("{} {}", dated(dataset, meeting), dataset.key(meeting))
            }
            _ => {
                let doubt = if column.doubtful { "?" } else { "" };
                let year = column.year.map(|year| format!("{}{doubt}", Year(year)));
                year.unwrap_or_else(|| "date not known".to_owned())
            }
        }));
        let rows = study.strands.iter().enumerate().map(|(nth, strand)| {
            let mut cells = vec![
                dataset.key(strand.topic),
                dataset.name(strand.topic).to_owned(),
                strand.count.to_string(),
                strand.marks().join(", "),
            ];
            let of_columns = 0..study.columns.len();
            cells.extend(of_columns.map(|at| study.cell(nth, at).meaning().to_owned()));
            let seen = strand
                .seen
                .iter()
                .flat_map(|(row, _)| facts_behind(dataset, RecordId::meeting(*row), strand.topic));
            (cells, rests(&seen.collect::<Vec<Fact>>()))
        });
        Self {
            title: "Topic strands".to_owned(),
            asked: format!("strands {asked}").trim_end().to_owned(),
            columns,
            rows: rows.collect(),
        }
    }

    /// Who was named for which meeting, and as what.
    #[must_use]
    pub fn compare(dataset: &Dataset, study: &Compare) -> Self {
        let mut columns = named(&["meeting", "date", "title"]);
        columns.extend(study.who.iter().map(|id| dataset.key(*id)));
        let rows = study.rows.iter().map(|row| {
            let mut cells = vec![
                dataset.key(row.meeting),
                dated(dataset, row.meeting),
                dataset.name(row.meeting).to_owned(),
            ];
            let mut facts = Vec::new();
            for (nth, id) in study.who.iter().enumerate() {
                let presence = study.presence(dataset, *row, nth);
                cells.push(match &presence {
                    Presence::Named(tie) => in_words(dataset, tie),
                    Presence::NotNamed(_) => presence.meaning().to_owned(),
                });
                facts.extend(facts_behind(dataset, row.meeting, *id));
            }
            (cells, rests(&facts))
        });
        let keys: Vec<String> = study.who.iter().map(|id| dataset.key(*id)).collect();
        Self {
            title: "Who was named for the same meetings".to_owned(),
            asked: format!("compare {}", keys.join(" ")),
            columns,
            rows: rows.collect(),
        }
    }

    /// The hops of the shortest chains.
    #[must_use]
    pub fn path(dataset: &Dataset, study: &Connection) -> Self {
        let mut rows = Vec::new();
        for (nth, chain) in study.chains.iter().enumerate() {
            for hop in chain.hops(dataset) {
                let ends = [&hop.from, &hop.to];
                let [from, to] = ends.map(|end| match end {
                    Some(link) => [dataset.key(link.record), in_words(dataset, &link.tie)],
                    None => [String::new(), String::new()],
                });
                let facts = ends.into_iter().flatten();
                let facts: Vec<Fact> = facts.flat_map(|link| link.facts(dataset)).collect();
                let meeting = [dataset.key(hop.meeting), dated(dataset, hop.meeting)];
                let mut cells = vec![(nth + 1).to_string()];
                cells.extend(from.into_iter().chain(meeting).chain(to));
                rows.push((cells, rests(&facts)));
            }
        }
        let (from, to) = (dataset.key(study.from), dataset.key(study.to));
        Self {
            title: format!(
                "From {} to {}: {} of {} shortest chains, through {}",
                dataset.name(study.from),
                dataset.name(study.to),
                study.chains.len(),
                study.count,
                study.via.word()
            ),
            asked: format!("path {from} {to}"),
            columns: named(&["chain", "from", "from as", "meeting", "date", "to", "to as"]),
            rows,
        }
    }

    /// What changed from one meeting to another.
    #[must_use]
    pub fn diff(dataset: &Dataset, study: &Diff) -> Self {
        let lists = [&study.topics, &study.people, &study.organisations];
        let mut rows: Vec<(Vec<String>, Rests)> = lists
            .into_iter()
            .flatten()
            .map(|changed| change(dataset, study, changed))
            .collect();
        for post in &study.posts {
            let names = |ids: &[RecordId]| {
                let names: Vec<&str> = ids.iter().map(|id| dataset.name(*id)).collect();
                names.join(", ")
            };
            let inferred = if post.inferred {
                "a role was inferred"
            } else {
                ""
            };
            let cells = [
                "in other hands".to_owned(),
                dataset.key(post.organisation),
                post.title.clone(),
                names(&post.before),
                names(&post.after),
                inferred.to_owned(),
            ];
            let holders = post.before.iter().map(|id| (study.before, *id));
            let holders = holders.chain(post.after.iter().map(|id| (study.after, *id)));
            let facts = holders.flat_map(|(meeting, id)| facts_behind(dataset, meeting, id));
            rows.push((cells.into(), rests(&facts.collect::<Vec<Fact>>())));
        }
        let (before, after) = (study.before, study.after);
        Self {
            title: format!("From {} to {}", dataset.name(before), dataset.name(after)),
            asked: format!("diff {} {}", dataset.key(before), dataset.key(after)),
            columns: named(&["change", "key", "name", "before", "after", "remarks"]),
            rows,
        }
    }

    /// A name for a file that tells what it holds.
    #[must_use]
    pub fn name(&self) -> String {
        super::selection::file_name(&self.asked)
    }

    /// Whether there is nothing to be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether an analysis can be written so: as a text, a table or data.
    #[must_use]
    pub fn fits(format: Format) -> bool {
        matches!(format, Format::Markdown | Format::Csv | Format::Json)
    }

    /// Writes it; any format that does not fit is written as JSON.
    ///
    /// # Errors
    /// When it cannot be written, or the data not be read any more.
    pub fn write(&self, format: Format, dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
        let imprint = Imprint::new(dataset, &self.asked);
        match format {
            Format::Markdown => self.markdown(dataset, &imprint, out),
            Format::Csv => self.csv(dataset, &imprint, out),
            _ => self.json(dataset, &imprint, out),
        }
    }

    fn markdown(
        &self,
        dataset: &Dataset,
        imprint: &Imprint,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "# {}\n", escaped(&self.title))?;
        let columns: Vec<String> = self.columns.iter().map(|name| escaped(name)).collect();
        writeln!(out, "| {} |  |", columns.join(" | "))?;
        writeln!(out, "|{}", " --- |".repeat(columns.len() + 1))?;
        let mut notes = Notes::default();
        for (cells, rests) in &self.rows {
            let cells: Vec<String> = cells.iter().map(|text| escaped(text)).collect();
            writeln!(out, "| {} | {} |", cells.join(" | "), notes.mark(rests))?;
        }
        notes.write(dataset, out)?;
        writeln!(out, "---\n\n{}", escaped(&imprint.sentence()))
    }

    fn csv(&self, dataset: &Dataset, imprint: &Imprint, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        let columns = self.columns.iter().cloned();
        let more = ["sources", "source_level", "dataset", "licence", "export"];
        writer.write_record(columns.chain(named(&more)).map(cell))?;
        let origin = [
            imprint.dataset.clone(),
            imprint.licence.clone(),
            format!("{}: {}", imprint.program, imprint.asked),
        ];
        for (cells, rests) in &self.rows {
            let cells = cells.iter().cloned();
            let cells = cells.chain(own_or_not(dataset, rests));
            writer.write_record(cells.chain(origin.iter().cloned()).map(cell))?;
        }
        writer.flush()
    }

    fn json(&self, dataset: &Dataset, imprint: &Imprint, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"format\":\"sommet-answer/1\"")?;
        let facts = [
            ("title", &self.title),
            ("dataset", &imprint.dataset),
            ("licence", &imprint.licence),
            ("query", &imprint.asked),
        ];
        for (name, value) in facts {
            write!(out, ",\n\"{name}\":")?;
            line(value, out)?;
        }
        write!(out, ",\n\"program\":\"{}\",\n\"columns\":", imprint.program)?;
        let mut columns = self.columns.clone();
        columns.extend(named(&["sources", "source_level"]));
        line(&columns, out)?;
        out.write_all(b",\n\"rows\":[")?;
        for (nth, (cells, rests)) in self.rows.iter().enumerate() {
            out.write_all(if nth > 0 { b",\n" } else { b"\n" })?;
            let cells = cells.iter().cloned().chain(own_or_not(dataset, rests));
            line(&cells.collect::<Vec<String>>(), out)?;
        }
        out.write_all(b"]}\n")
    }
}

fn change(dataset: &Dataset, study: &Diff, changed: &Changed) -> (Vec<String>, Rests) {
    let ties = study.ties(dataset, changed.id);
    let [before, after] =
        ties.map(|tie| tie.map_or_else(String::new, |tie| in_words(dataset, &tie)));
    let last = changed
        .last
        .map(|id| format!("last at {}", dataset.key(id)));
    let unsure = changed
        .unsure
        .then(|| "the list on which it is missing is not known to be complete".to_owned());
    let remarks: Vec<String> = last.into_iter().chain(unsure).collect();
    let mut facts = facts_behind(dataset, study.before, changed.id);
    facts.extend(facts_behind(dataset, study.after, changed.id));
    let cells = vec![
        changed.change.word(changed.id.kind).to_owned(),
        dataset.key(changed.id),
        dataset.name(changed.id).to_owned(),
        before,
        after,
        remarks.join("; "),
    ];
    (cells, rests(&facts))
}
