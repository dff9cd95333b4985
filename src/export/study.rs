//! The reports of studies as files: a text, a table, data; each row with what it rests on.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Format;
use super::escape::{cell, markdown as escaped};
use super::imprint::Imprint;
use super::json::line;
use super::markdown::Notes;
use super::table::own_or_not;
use crate::data::Dataset;
use crate::study::report::{FILE, Report};
use crate::study::value::Value;

/// What of a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Whether the columns of a table are named.
    pub header: bool,
    /// No more rows than these.
    pub most: usize,
}

impl Extent {
    /// All of it.
    pub const WHOLE: Self = Self {
        header: true,
        most: usize::MAX,
    };

    /// The rows that are written.
    fn rows(self, report: &Report) -> std::ops::Range<usize> {
        0..report.count.min(self.most)
    }
}

/// Whether a study can be written so: as a text, a table or data.
#[must_use]
pub fn fits(format: Format) -> bool {
    matches!(format, Format::Markdown | Format::Csv | Format::Json)
}

/// A name for a file that tells what it holds.
#[must_use]
pub fn file_name(report: &Report) -> String {
    super::selection::file_name(&report.asked)
}

/// Writes a report; any format that does not fit is written as JSON.
///
/// # Errors
/// When it cannot be written, or the data not be read any more.
pub fn write(
    report: &Report,
    dataset: &Dataset,
    format: Format,
    extent: Extent,
    out: &mut dyn Write,
) -> io::Result<()> {
    let imprint = Imprint::new(dataset, &report.asked);
    match format {
        Format::Markdown => markdown(report, dataset, extent, &imprint, out),
        Format::Csv => csv(report, dataset, extent, &imprint, out),
        _ => json(report, dataset, extent, &imprint, out),
    }
}

fn markdown(
    report: &Report,
    dataset: &Dataset,
    extent: Extent,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&report.title))?;
    let columns = report.columns_for(FILE);
    let columns: Vec<String> = columns.map(|(_, column)| escaped(&column.name)).collect();
    if extent.header {
        writeln!(out, "| {} |  |", columns.join(" | "))?;
        writeln!(out, "|{}", " --- |".repeat(columns.len() + 1))?;
    }
    let mut notes = Notes::default();
    for nth in extent.rows(report) {
        let (values, rests) = report.values(dataset, nth)?;
        let cells: Vec<String> = values.iter().map(|value| escaped(&value.flat())).collect();
        writeln!(out, "| {} | {} |", cells.join(" | "), notes.mark(&rests))?;
    }
    notes.write(dataset, out)?;
    writeln!(out, "---\n\n{}", escaped(&imprint.sentence()))
}

fn csv(
    report: &Report,
    dataset: &Dataset,
    extent: Extent,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    if extent.header {
        let columns = report.columns_for(FILE);
        let columns = columns.map(|(_, column)| column.name.to_string());
        let more = ["sources", "source_level", "dataset", "licence", "export"];
        writer.write_record(columns.chain(more.map(str::to_owned)).map(cell))?;
    }
    let origin = [
        imprint.dataset.clone(),
        imprint.licence.clone(),
        format!("{}: {}", imprint.program, imprint.asked),
    ];
    for nth in extent.rows(report) {
        let (values, rests) = report.values(dataset, nth)?;
        let cells = values.iter().map(|value| value.flat().into_owned());
        let cells = cells.chain(own_or_not(dataset, &rests));
        writer.write_record(cells.chain(origin.iter().cloned()).map(cell))?;
    }
    writer.flush()
}

fn json(
    report: &Report,
    dataset: &Dataset,
    extent: Extent,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"{\"format\":\"sommet-answer/1\"")?;
    let mut member = |name: &str, value: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
        write!(out, ",\n\"{name}\":")?;
        value(out)
    };
    for (name, text) in [
        ("data_version", &dataset.about().version),
        ("title", &report.title.to_string()),
        ("dataset", &imprint.dataset),
        ("licence", &imprint.licence),
        ("program", &imprint.program.to_owned()),
        ("query", &imprint.asked),
    ] {
        member(name, &|out| line(text, out))?;
    }
    member("count", &|out| line(&report.count, out))?;
    for (name, value) in &report.more {
        member(name, &|out| line(value, out))?;
    }
    out.write_all(b",\n\"items\":[")?;
    for nth in extent.rows(report) {
        out.write_all(if nth > 0 { b",\n" } else { b"\n" })?;
        line(&report.item(dataset, nth)?, out)?;
    }
    out.write_all(b"]}\n")
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number as u64),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
