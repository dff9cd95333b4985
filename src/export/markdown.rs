//! Markdown: what is known in sentences, each with a footnote that names what it rests on, and at the end
//! everything that is in doubt.
//!
//! Footnotes stand behind the record that they belong to, numbered through the text, so that a long
//! export needs no more memory than its longest record.

mod meeting;
mod notes;
mod others;
mod sheet;

use std::io::{self, Write};

pub(super) use self::notes::Notes;
use self::sheet::Sheet;
use super::doubts;
use super::escape::{code, markdown as escaped};
use super::unique::{Names, Rule};
use super::{Imprint, Selection};
use crate::data::{Dataset, Kind, RecordId};
use crate::facts::Sources;

pub(super) fn write(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut notes = Notes::default();
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
    doubts::write(dataset, chosen, &mut notes, out)?;
    notes.write(dataset, out)?;
    writeln!(out, "---\n\n{}", escaped(&imprint.sentence()))
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
    of_record(dataset, id, &mut Notes::default(), &mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// One source as a footnote, for the clipboard.
///
/// # Errors
/// When the source cannot be read any more.
pub fn citation(dataset: &Dataset, source: RecordId) -> io::Result<String> {
    let label = Names::new(dataset, &[Kind::Source], Rule::Caseless).of(source);
    Ok(format!("[^{label}]: {}.", notes::cited(dataset, source)?))
}

/// The footnotes of facts that rest on this, as the text of a record has them, each once.
///
/// # Errors
/// When a source cannot be read any more.
pub fn footnotes(dataset: &Dataset, facts: &[Sources]) -> io::Result<String> {
    let mut notes = Notes::default();
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
    notes: &mut Notes,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut sheet = Sheet {
        dataset,
        notes,
        out,
    };
    writeln!(sheet.out, "{}\n", escaped(dataset.name(id)))?;
    writeln!(sheet.out, "{} {}\n", id.kind, code(&dataset.key(id)))?;
    let facts = super::stated(dataset, id)?;
    if id.kind == Kind::Meeting {
        meeting::write(&mut sheet, id, &facts)?;
    } else {
        others::write(&mut sheet, id, &facts)?;
    }
    sheet.notes.write(dataset, sheet.out)
}
