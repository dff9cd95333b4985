//! The reports of studies as files: a text, a table, data; each row with what it rests on.

use std::io::{self, Write};

use super::escape::{cell, json as line, markdown as escaped};
use super::footnotes::Footnotes;
use super::provenance::Provenance;
use crate::data::Dataset;
use crate::study::column::FILE;
use crate::study::report::Report;

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
    #[must_use]
    pub fn rows(self, report: &Report) -> std::ops::Range<usize> {
        0..report.count.min(self.most)
    }
}

/// A report that is written to a file.
pub(super) struct ReportFile<'r> {
    pub report: &'r Report,
    pub dataset: &'r Dataset,
    pub extent: Extent,
    pub provenance: Provenance,
}

pub(super) fn markdown(file: &ReportFile<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ReportFile {
        report,
        dataset,
        extent,
        ref provenance,
    } = *file;
    writeln!(out, "# {}\n", escaped(&report.title))?;
    let columns = report.columns_for(FILE);
    let columns: Vec<String> = columns.map(|(_, column)| escaped(&column.name)).collect();
    if extent.header {
        writeln!(out, "| {} |  |", columns.join(" | "))?;
        writeln!(out, "|{}", " --- |".repeat(columns.len() + 1))?;
    }
    let mut notes = Footnotes::default();
    for nth in extent.rows(report) {
        let (values, rests) = report.values(dataset, nth)?;
        let cells: Vec<String> = values.iter().map(|value| escaped(&value.flat())).collect();
        writeln!(out, "| {} | {} |", cells.join(" | "), notes.mark(&rests))?;
    }
    notes.write(dataset, out)?;
    writeln!(out, "---\n\n{}", escaped(&provenance.sentence()))
}

pub(super) fn csv(file: &ReportFile<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ReportFile {
        report,
        dataset,
        extent,
        ref provenance,
    } = *file;
    let mut writer = csv::Writer::from_writer(out);
    if extent.header {
        let columns = report.columns_for(FILE);
        let columns = columns.map(|(_, column)| column.name.to_string());
        let more = ["sources", "source_level", "dataset", "licence", "export"];
        writer.write_record(columns.chain(more.map(str::to_owned)).map(cell))?;
    }
    let origin = provenance.cells();
    for nth in extent.rows(report) {
        let (values, rests) = report.values(dataset, nth)?;
        let cells = values.iter().map(|value| value.flat().into_owned());
        let sources = [
            rests.keys(dataset).join("; "),
            rests.whose.word().to_owned(),
        ];
        let cells = cells.chain(sources);
        writer.write_record(cells.chain(origin.iter().cloned()).map(cell))?;
    }
    writer.flush()
}

pub(super) fn json(file: &ReportFile<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ReportFile {
        report,
        dataset,
        extent,
        ref provenance,
    } = *file;
    out.write_all(b"{\"format\":\"sommet-answer/1\"")?;
    let mut member = |name: &str, value: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
        write!(out, ",\n\"{name}\":")?;
        value(out)
    };
    for (name, text) in [
        ("data_version", &dataset.about().version),
        ("title", &report.title.to_string()),
        ("dataset", &provenance.dataset),
        ("licence", &provenance.licence),
        ("program", &provenance.program.to_owned()),
        ("query", &provenance.query),
    ] {
        member(name, &|out| line(text, out))?;
    }
    member("count", &|out| line(&report.total(), out))?;
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
