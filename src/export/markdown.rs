//! Markdown: what is known in sentences, each with a footnote that names what it rests on, and at the end
//! everything that is in doubt.
//!
//! Footnotes stand behind the record that they belong to, numbered through the text, so that a long
//! export needs no more memory than its longest record.

mod meeting;
mod notes;
mod others;

use std::io::{self, Write};

pub(super) use self::notes::Notes;
use super::account::{Presence, Rests};
use super::doubts;
use super::escape::{code, markdown as escaped};
use super::unique::{Names, Rule};
use super::words::{bracketed, presence};
use super::{Imprint, Selection};
use crate::data::{Dataset, Kind, RecordId};

pub(super) fn write(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut notes = Notes::default();
    if let [id] = chosen.roots() {
        write!(out, "# ")?;
        sheet(dataset, *id, &mut notes, out)?;
    } else {
        writeln!(out, "# {}\n", escaped(&dataset.about().title))?;
        let (roots, meetings) = (chosen.roots().len(), chosen.meeting_count());
        writeln!(out, "{}\n", counted(roots, meetings))?;
        for id in chosen.roots() {
            write!(out, "## ")?;
            sheet(dataset, *id, &mut notes, out)?;
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
    sheet(dataset, id, &mut Notes::default(), &mut bytes)?;
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

/// The title, the sentences, the footnotes.
fn sheet(
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
    match id.kind {
        Kind::Meeting => meeting::write(&mut sheet, id)?,
        Kind::Person => others::person(&mut sheet, id)?,
        Kind::Organisation => others::organisation(&mut sheet, id)?,
        Kind::Topic => others::topic(&mut sheet, id)?,
        Kind::Agreement => others::agreement(&mut sheet, id)?,
        Kind::Source => others::source(&mut sheet, id)?,
    }
    sheet.notes.write(dataset, sheet.out)
}

/// Where sentences are written.
struct Sheet<'d, 'n> {
    dataset: &'d Dataset,
    notes: &'n mut Notes,
    out: &'n mut dyn Write,
}

impl Sheet<'_, '_> {
    /// A fact in one line: a name and a value that is escaped already.
    fn fact(&mut self, name: &str, value: &str, rests: &Rests) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let note = self.notes.mark(rests);
        writeln!(self.out, "- {name}: {value}.{note}")
    }

    /// A line of a list, escaped already.
    fn item(&mut self, text: &str, rests: &Rests) -> io::Result<()> {
        let note = self.notes.mark(rests);
        writeln!(self.out, "- {text}.{note}")
    }

    /// A heading of a part, with a remark below it.
    fn part(&mut self, heading: &str, remark: &str, rests: &Rests) -> io::Result<()> {
        write!(self.out, "\n**{heading}**")?;
        if !remark.is_empty() {
            let note = self.notes.mark(rests);
            write!(self.out, " — {remark}.{note}")?;
        }
        writeln!(self.out, "\n")
    }

    /// Texts of the data, a paragraph each.
    fn prose(&mut self, heading: &str, texts: &[&str], rests: &Rests) -> io::Result<()> {
        let texts: Vec<&str> = texts
            .iter()
            .copied()
            .filter(|text| !text.trim().is_empty())
            .collect();
        if texts.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n**{heading}**")?;
        for text in texts.iter().flat_map(|text| text.split("\n\n")) {
            let note = self.notes.mark(rests);
            writeln!(self.out, "\n{}{note}", escaped(text))?;
        }
        Ok(())
    }

    /// A record by its name and key.
    fn named(&self, id: RecordId) -> String {
        format!(
            "{} ({})",
            escaped(self.dataset.name(id)),
            code(&self.dataset.key(id))
        )
    }

    /// Several records in one line.
    fn names(&self, ids: impl Iterator<Item = RecordId>) -> String {
        ids.map(|id| self.named(id))
            .collect::<Vec<String>>()
            .join(", ")
    }

    /// What somebody was at a meeting, and how that is known.
    fn role(&self, known: &Presence) -> String {
        let came_for = known
            .came_for
            .map(|id| format!("for {}", escaped(self.dataset.name(id))));
        let side = match &*known.side {
            "" => String::new(),
            side => format!("side: {}", escaped(side)),
        };
        let note = escaped(&known.note);
        let remarks = [
            came_for.as_deref().unwrap_or_default(),
            &side,
            if known.chair { "chair" } else { "" },
            if known.role_inferred {
                "the role is inferred from those held at the time"
            } else {
                ""
            },
            known.basis.map_or("", presence),
            &note,
        ];
        format!("{}{}", escaped(&known.role), bracketed(remarks))
    }
}
