//! Markdown: what is known in sentences, each with a footnote that names what it rests on, and at the end
//! everything that is in doubt.
//!
//! Footnotes stand behind the record that they belong to, numbered through the text, so that a long
//! export needs no more memory than its longest record.

mod doubts;
mod meeting;
mod others;
mod sentences;

use std::io::{self, Write};

use self::sentences::Sentences;
use super::escape::{code, markdown as escaped};
use super::footnotes::{Footnotes, cited};
use super::report;
use super::spec::{Export, Spec};
use super::unique::{CaseRule, UniqueNames};
use crate::data::{Dataset, Kind, RecordId};
use crate::facts::Sources;

pub(super) static SPEC: Spec = Spec {
    name: "markdown",
    aliases: &["md"],
    ending: "md",
    help: "a text with footnotes and doubts",
    write,
    report: Some(report::markdown),
    ..Spec::BARE
};

fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    let mut notes = Footnotes::default();
    if let [id] = chosen.roots() {
        write!(out, "# ")?;
        of_record(dataset, *id, &mut notes, out)?;
    } else {
        writeln!(out, "# {}\n", escaped(&dataset.about().title))?;
        let (roots, meetings) = (chosen.roots().len(), chosen.meeting_count());
        writeln!(out, "{}\n", counted(roots, meetings))?;
        for id in chosen.roots() {
            write!(out, "## ")?;
            of_record(dataset, *id, &mut notes, out)?;
        }
    }
    writeln!(out, "## Doubts\n")?;
    doubts::write(export, &mut notes, out)?;
    notes.write(dataset, out)?;
    writeln!(out, "---\n\n{}", escaped(&export.provenance.sentence()))
}

fn counted(roots: usize, meetings: usize) -> String {
    let records = if roots == 1 { "record" } else { "records" };
    let meetings = format!("{meetings} {}", Kind::Meeting.counted(meetings));
    format!("{roots} {records}, {meetings}.")
}

/// One record, for the clipboard.
///
/// # Errors
/// When the record cannot be read any more.
pub fn record(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let mut bytes = b"# ".to_vec();
    of_record(dataset, id, &mut Footnotes::default(), &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// One source as a footnote, for the clipboard.
///
/// # Errors
/// When the source cannot be read any more.
pub fn citation(dataset: &Dataset, source: RecordId) -> io::Result<String> {
    let label = UniqueNames::new(dataset, &[Kind::Source], CaseRule::Caseless).of(source);
    Ok(format!("[^{label}]: {}.", cited(dataset, source)?))
}

/// The footnotes of facts that rest on this, as the text of a record has them, each once.
///
/// # Errors
/// When a source cannot be read any more.
pub fn footnotes(dataset: &Dataset, facts: &[Sources]) -> io::Result<String> {
    let mut notes = Footnotes::default();
    for sources in facts {
        notes.mark(sources);
    }
    let mut bytes = Vec::new();
    notes.write(dataset, &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// The title, the sentences, the footnotes.
fn of_record(
    dataset: &Dataset,
    id: RecordId,
    notes: &mut Footnotes,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = Sentences {
        dataset,
        notes,
        out,
    };
    writeln!(text.out, "{}\n", escaped(dataset.name(id)))?;
    writeln!(text.out, "{} {}\n", id.kind, code(&dataset.key(id)))?;
    let facts = super::stated(dataset, id)?;
    if id.kind == Kind::Meeting {
        meeting::write(&mut text, id, &facts)?;
    } else {
        others::write(&mut text, id, &facts)?;
    }
    text.notes.write(dataset, text.out)
}
