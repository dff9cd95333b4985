//! The answers of analyses as tables, in words instead of marks, each row with what it rests on.

use std::io::{self, Write};

use super::Format;
use super::escape::{cell, markdown as escaped};
use super::imprint::Imprint;
use super::json::line;
use super::markdown::Notes;
use super::table::own_or_not;
use crate::data::{Dataset, RecordId, Unread};
use crate::facts::{Fact, Sources, Tie, behind};
use crate::study::compare::{Compare, Presence};
use crate::study::diff::{Changed, Diff};
use crate::study::evidence::Evidence;
use crate::study::path::Connection;
use crate::study::strands::{By, Strands};
use crate::study::view::{Study, View};

/// An analysis that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Studied {
    title: String,
    asked: String,
    columns: Vec<String>,
    rows: Vec<(Vec<String>, Sources)>,
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
    tie.in_words(dataset)
}

/// What the facts behind some links rest on together: those of a meeting and a record each.
fn rests(
    dataset: &Dataset,
    links: impl IntoIterator<Item = (RecordId, RecordId)>,
) -> Result<Sources, Unread> {
    let mut facts: Vec<Fact> = Vec::new();
    for (meeting, id) in links {
        facts.extend(behind(dataset, meeting, id)?);
    }
    Ok(Sources::of_all(&facts))
}

impl Studied {
    /// The answer of a view; nothing where there is none.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn of(
        dataset: &Dataset,
        view: &View,
        study: &Study,
        asked: &str,
    ) -> Result<Option<Self>, Unread> {
        Ok(Some(match (view, study) {
            (_, Study::Evidence(study)) => Self::evidence(dataset, study)?,
            (View::Strands(by, _), Study::Strands(study)) => {
                Self::strands(dataset, study, *by, asked)?
            }
            (_, Study::Compare(study)) => Self::compare(dataset, study)?,
            (_, Study::Path(Some(study))) => Self::path(dataset, study)?,
            (_, Study::Diff(study)) => Self::diff(dataset, study)?,
            _ => return Ok(None),
        }))
    }

    /// Every fact of a record, with how sure it is and why.
    ///
    /// # Errors
    /// When one of the records cannot be read any more.
    pub fn evidence(dataset: &Dataset, study: &Evidence) -> Result<Self, Unread> {
        if let Some(fact) = study.facts.iter().find(|fact| fact.is_unreadable()) {
            dataset.body(fact.of)?;
        }
        let rows = study.facts.iter().map(|fact| {
            let cells = vec![
                dataset.key(fact.of),
                fact.field.replace('_', " "),
                fact.said(dataset),
                fact.sure().meaning().to_owned(),
                fact.notes.join(" "),
            ];
            (cells, fact.sources.clone())
        });
        Ok(Self {
            title: format!("Evidence: {}", dataset.name(study.about)),
            asked: format!("evidence {}", dataset.key(study.about)),
            columns: named(&["record", "fact", "value", "how sure", "why"]),
            rows: rows.collect(),
        })
    }

    /// Topics by meetings or years, a word a cell.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn strands(
        dataset: &Dataset,
        study: &Strands,
        by: By,
        asked: &str,
    ) -> Result<Self, Unread> {
        let mut columns = named(&["topic", "name", "meetings", "marks"]);
        // Many years without a meeting are a column for readers alone.
        let told = || {
            let columns = study.columns.iter().enumerate();
            columns.filter(|(_, column)| column.until.is_none())
        };
        columns.extend(told().map(|(_, column)| {
            match column.first() {
                Some(meeting) if by == By::Meeting => {
                    format!("{} {}", dated(dataset, meeting), dataset.key(meeting))
                }
                _ => column
                    .years()
                    .unwrap_or_else(|| "date not known".to_owned()),
            }
        }));
        let rows = study.strands.iter().enumerate().map(|(nth, strand)| {
            let mut cells = vec![
                dataset.key(strand.topic),
                dataset.name(strand.topic).to_owned(),
                strand.count.to_string(),
                strand.marks().join(", "),
            ];
            cells.extend(told().map(|(at, _)| study.cell(nth, at).meaning().to_owned()));
            let seen = strand.seen.iter();
            let seen = seen.map(|(row, _)| (RecordId::meeting(*row), strand.topic));
            Ok((cells, rests(dataset, seen)?))
        });
        Ok(Self {
            title: "Topic strands".to_owned(),
            asked: format!("strands {asked}").trim_end().to_owned(),
            columns,
            rows: rows.collect::<Result<_, Unread>>()?,
        })
    }

    /// Who was named for which meeting, and as what.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn compare(dataset: &Dataset, study: &Compare) -> Result<Self, Unread> {
        let mut columns = named(&["meeting", "date", "title"]);
        columns.extend(study.who.iter().map(|id| dataset.key(*id)));
        let rows = study.rows.iter().map(|row| {
            let mut cells = vec![
                dataset.key(row.meeting),
                dated(dataset, row.meeting),
                dataset.name(row.meeting).to_owned(),
            ];
            for nth in 0..study.who.len() {
                let presence = study.presence(dataset, *row, nth);
                cells.push(match &presence {
                    Presence::Named(tie) => in_words(dataset, tie),
                    Presence::NotNamed(_) => presence.meaning().to_owned(),
                });
            }
            let links = study.who.iter().map(|id| (row.meeting, *id));
            Ok((cells, rests(dataset, links)?))
        });
        let keys: Vec<String> = study.who.iter().map(|id| dataset.key(*id)).collect();
        Ok(Self {
            title: "Who was named for the same meetings".to_owned(),
            asked: format!("compare {}", keys.join(" ")),
            columns,
            rows: rows.collect::<Result<_, Unread>>()?,
        })
    }

    /// The hops of the shortest chains.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn path(dataset: &Dataset, study: &Connection) -> Result<Self, Unread> {
        let mut rows = Vec::new();
        for (nth, chain) in study.chains.iter().enumerate() {
            for hop in chain.hops(dataset) {
                let ends = [&hop.from, &hop.to];
                let [from, to] = ends.map(|end| match end {
                    Some(link) => [dataset.key(link.record), in_words(dataset, &link.tie)],
                    None => [String::new(), String::new()],
                });
                let links = ends.into_iter().flatten();
                let links = links.map(|link| (link.meeting, link.record));
                let sources = rests(dataset, links)?;
                let meeting = [dataset.key(hop.meeting), dated(dataset, hop.meeting)];
                let mut cells = vec![(nth + 1).to_string()];
                cells.extend(from.into_iter().chain(meeting).chain(to));
                rows.push((cells, sources));
            }
        }
        let (from, to) = (dataset.key(study.from), dataset.key(study.to));
        Ok(Self {
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
        })
    }

    /// What changed from one meeting to another.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn diff(dataset: &Dataset, study: &Diff) -> Result<Self, Unread> {
        let lists = [&study.topics, &study.people, &study.organisations];
        let changes = lists.into_iter().flatten();
        let changes = changes.map(|changed| change(dataset, study, changed));
        let mut rows = changes.collect::<Result<Vec<_>, Unread>>()?;
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
            rows.push((cells.into(), rests(dataset, holders)?));
        }
        let (before, after) = (study.before, study.after);
        Ok(Self {
            title: format!("From {} to {}", dataset.name(before), dataset.name(after)),
            asked: format!("diff {} {}", dataset.key(before), dataset.key(after)),
            columns: named(&["change", "key", "name", "before", "after", "remarks"]),
            rows,
        })
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

fn change(
    dataset: &Dataset,
    study: &Diff,
    changed: &Changed,
) -> Result<(Vec<String>, Sources), Unread> {
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
    let cells = vec![
        changed.change.word(changed.id.kind).to_owned(),
        dataset.key(changed.id),
        dataset.name(changed.id).to_owned(),
        before,
        after,
        remarks.join("; "),
    ];
    let links = [study.before, study.after].map(|meeting| (meeting, changed.id));
    Ok((cells, rests(dataset, links)?))
}
