//! The sources, as BibTeX and as CSL-JSON. A date is never made more precise than it is.

use std::io::{self, Write};

use serde::Serialize;

use super::body;
use super::escape::{latex, web_address};
use super::spec::{Export, Spec};
use super::unique::{CaseRule, UniqueNames};
use crate::data::kinds::Source;
use crate::data::{Dataset, Date, Doubt, Kind, Moment, RecordId, Year};

pub(super) static BIBTEX: Spec = Spec {
    name: "bibtex",
    aliases: &["bib"],
    ending: "bib",
    help: "the sources, for LaTeX",
    write: write_bibtex,
    ..Spec::BARE
};

pub(super) static CSL_JSON: Spec = Spec {
    name: "csl-json",
    aliases: &["csl"],
    ending: "csl.json",
    help: "the sources, for Zotero and others",
    write: write_csl,
    ..Spec::BARE
};

fn write_bibtex(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    // Outside of entries BibTeX takes everything for a comment but `@`.
    let origin = export.provenance.sentence().replace('@', "(at)");
    writeln!(
        out,
        "% {}",
        origin.split_whitespace().collect::<Vec<&str>>().join(" ")
    )?;
    let keys = UniqueNames::new(dataset, &[Kind::Source], CaseRule::Caseless);
    for id in chosen.sources(dataset).of(dataset, Kind::Source) {
        entry(dataset, id, &keys.of(id), out)?;
    }
    Ok(())
}

/// `@misc`, which every style knows. Braces within braces keep a name with an *and* in it in one piece.
fn entry(dataset: &Dataset, id: RecordId, key: &str, out: &mut dyn Write) -> io::Result<()> {
    let body = body(dataset, id)?;
    let source: Source<'_> = body.read()?;
    let date = dataset.date(id);
    let whole = |text: &str| match latex(text) {
        text if text.is_empty() => text,
        text => format!("{{{text}}}"),
    };
    let address = web_address(&source.url);
    let other = match address {
        None => latex(&source.url),
        Some(_) => String::new(),
    };
    writeln!(out, "\n@misc{{{key},")?;
    let fields = [
        ("title", whole(dataset.name(id))),
        // Whoever publishes a page stands for its author.
        ("author", whole(&source.publisher)),
        ("publisher", whole(&source.publisher)),
        ("date", date.and_then(edtf).unwrap_or_default()),
        ("year", date.map_or_else(String::new, year)),
        ("language", latex(&source.language)),
        ("url", address.unwrap_or_default()),
        ("howpublished", other),
        ("note", latex(&remarks(&source, date))),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "  {name} = {{{value}}},")?;
    }
    if let Some(month) = date.and_then(month) {
        writeln!(out, "  month = {month},")?;
    }
    writeln!(out, "}}")
}

/// The date for `BibLaTeX`, which reads EDTF, unless there is a mark in it that LaTeX would not print: `%` and
/// `~` end a line and a word there, and escaped they are no date. The year and the note then say all.
fn edtf(date: Date) -> Option<String> {
    Some(date.to_string()).filter(|text| !text.contains(['%', '~']))
}

/// The year for all others, of an interval both: `2024`, `2024?`, `c. 2024`, `c. 2024?`.
fn year(date: Date) -> String {
    let (circa, mark) = match date.doubt() {
        Doubt::None => ("", ""),
        Doubt::Uncertain => ("", "?"),
        Doubt::Approximate => ("c. ", ""),
        Doubt::Both => ("c. ", "?"),
    };
    let years = [date.start().year(), date.end().year()].map(Year);
    // Between a year with a minus and another, a dash would be read as one more.
    let dash = if years[0].0 < 0 { " to " } else { "--" };
    if years[0] == years[1] {
        format!("{circa}{}{mark}", years[0])
    } else {
        format!("{circa}{}{dash}{}{mark}", years[0], years[1])
    }
}

/// The month by its name in BibTeX, when it is one.
fn month(date: Date) -> Option<&'static str> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let [first, last] = [date.start(), date.end()].map(|end| Some((end.year(), end.month()?)));
    let (_, month) = first.filter(|_| first == last)?;
    MONTHS.get(usize::from(month).checked_sub(1)?).copied()
}

/// What a reader has to know beside the fields: the note, and a date that is none.
fn remarks(source: &Source<'_>, date: Option<Date>) -> String {
    let odd = match (date, &*source.date) {
        (None, "") => "Date not known.".to_owned(),
        (None, odd) => format!("Date as given: {odd}."),
        (Some(date), _) => match super::words::certainty(date.doubt()) {
            "" => String::new(),
            words => format!("Date (EDTF): {date}. Date {words}."),
        },
    };
    let texts = [odd, source.note.trim().to_owned()];
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(" ")
}

/// One source in the JSON of the Citation Style Language.
#[derive(Serialize)]
struct CslItem {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName>,
    #[serde(skip_serializing_if = "String::is_empty")]
    publisher: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    language: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    /// Where the item comes from.
    source: String,
}

#[derive(Serialize)]
struct CslName {
    literal: String,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: Vec<Vec<i16>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
}

impl Issued {
    fn of(date: Date) -> Self {
        let mut parts = vec![parts(date.start())];
        if date.is_interval() {
            parts.push(self::parts(date.end()));
        }
        Self {
            parts,
            circa: date.doubt() != Doubt::None,
        }
    }
}

/// As many parts as are known.
fn parts(moment: Moment) -> Vec<i16> {
    let mut parts = vec![moment.year()];
    parts.extend(moment.month().map(i16::from));
    parts.extend(moment.day().map(i16::from));
    parts
}

fn write_csl(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    out.write_all(b"[")?;
    let origin = export.provenance.sentence();
    let ids = UniqueNames::new(dataset, &[Kind::Source], CaseRule::Caseless);
    let mut before = false;
    for id in chosen.sources(dataset).of(dataset, Kind::Source) {
        out.write_all(if before { b",\n" } else { b"\n" })?;
        before = true;
        serde_json::to_writer(&mut *out, &item(dataset, id, ids.of(id), &origin)?)?;
    }
    out.write_all(b"\n]\n")
}

fn item(dataset: &Dataset, id: RecordId, name: String, origin: &str) -> io::Result<CslItem> {
    let body = body(dataset, id)?;
    let source: Source<'_> = body.read()?;
    let date = dataset.date(id);
    let publisher = source.publisher.to_string();
    let mut note = remarks(&source, date);
    if note == "Date not known." {
        note.clear();
    }
    let address = web_address(&source.url);
    if address.is_none() && !source.url.is_empty() {
        note = format!("Address as given: {}. {note}", &*source.url);
    }
    let names = (!publisher.is_empty()).then(|| CslName {
        literal: publisher.clone(),
    });
    Ok(CslItem {
        id: name,
        kind: "webpage",
        title: dataset.name(id).to_owned(),
        author: names.into_iter().collect(),
        publisher,
        issued: date.map(Issued::of),
        address,
        language: source.language.to_string(),
        note: note.trim().to_owned(),
        source: origin.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_months_are_as_sure_as_the_date() {
        let of = |text| {
            let date = Date::parse(text).expect(text);
            (edtf(date).is_some(), year(date), month(date))
        };
        assert_eq!(of("2024"), (true, "2024".to_owned(), None));
        assert_eq!(of("2024-03-11?"), (true, "2024?".to_owned(), Some("mar")));
        assert_eq!(of("2024~"), (false, "c. 2024".to_owned(), None));
        assert_eq!(of("2024-12%"), (false, "c. 2024?".to_owned(), Some("dec")));
        assert_eq!(of("2024-03-11/2024-04"), (true, "2024".to_owned(), None));
        assert_eq!(of("2024?/2025~"), (false, "c. 2024--2025".to_owned(), None));
        assert_eq!(of("-0044-03-15"), (true, "-0044".to_owned(), Some("mar")));
        for (interval, years) in [
            ("-0044/-0043", "-0044 to -0043"),
            ("-0001/0000", "-0001 to 0000"),
            ("-0044/0010", "-0044 to 0010"),
            ("0000/0001", "0000--0001"),
            ("0000/0000-06", "0000"),
        ] {
            assert_eq!(of(interval), (true, years.to_owned(), None), "{interval}");
        }
    }
}
