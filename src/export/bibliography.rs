//! The sources, as BibTeX and as CSL-JSON. A date is never made more precise than it is.

use std::io::{self, Write};

use serde::Serialize;

use super::body;
use super::escape::{ascii_name, latex, web_address};
use super::{Imprint, Selection};
use crate::data::kinds::Source;
use crate::data::{Dataset, Date, Doubt, Kind, Moment, RecordId};

pub(super) fn write_bibtex(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    // Outside of entries BibTeX takes everything for a comment but `@`.
    let origin = imprint.sentence().replace('@', "(at)");
    writeln!(
        out,
        "% {}",
        origin.split_whitespace().collect::<Vec<&str>>().join(" ")
    )?;
    for id in chosen.sources(dataset).of(dataset, Kind::Source) {
        entry(dataset, id, out)?;
    }
    Ok(())
}

/// `@misc`, which every style knows; `date` is for `BibLaTeX`, which reads EDTF, `year` for the others.
fn entry(dataset: &Dataset, id: RecordId, out: &mut dyn Write) -> io::Result<()> {
    let body = body(dataset, id)?;
    let source: Source<'_> = body.read().map_err(io::Error::other)?;
    let date = dataset.date(id);
    let mut fields = vec![
        ("title", format!("{{{}}}", latex(dataset.name(id)))),
        ("author", author(&source)),
        ("publisher", latex(&source.publisher)),
        (
            "date",
            date.map_or_else(String::new, |date| date.to_string()),
        ),
        ("year", date.map_or_else(String::new, year)),
        ("langid", latex(&source.language)),
    ];
    match web_address(&source.url) {
        Some(address) => fields.push(("url", address)),
        None => fields.push(("howpublished", latex(&source.url))),
    }
    fields.push(("note", latex(&remarks(&source, date))));
    writeln!(out, "\n@misc{{{},", ascii_name(dataset.raw_id(id)))?;
    for (name, value) in fields
        .iter()
        .filter(|(_, value)| !value.is_empty() && value != "{}")
    {
        writeln!(out, "  {name} = {{{value}}},")?;
    }
    writeln!(out, "}}")
}

/// Whoever publishes a page stands for its author; braces keep the name in one piece.
fn author(source: &Source<'_>) -> String {
    match &*source.publisher {
        "" => String::new(),
        publisher => format!("{{{}}}", latex(publisher)),
    }
}

/// The year with the mark of doubt, of an interval both.
fn year(date: Date) -> String {
    let mark = date.doubt().mark();
    let years = [date.start().year(), date.end().year()];
    if years[0] == years[1] {
        format!("{:04}{mark}", years[0])
    } else {
        format!("{:04}--{:04}{mark}", years[0], years[1])
    }
}

/// What a reader has to know beside the fields: the note, and a date that is none.
fn remarks(source: &Source<'_>, date: Option<Date>) -> String {
    let odd = match (date, &*source.date) {
        (None, "") => "Date not known.".to_owned(),
        (None, odd) => format!("Date as given: {odd}."),
        (Some(date), _) => match super::words::certainty(date.doubt()) {
            "" => String::new(),
            words => format!("Date {words}."),
        },
    };
    let texts = [odd, source.note.trim().to_owned()];
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(" ")
}

/// One source in the JSON of the Citation Style Language.
#[derive(Serialize)]
struct Item {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
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
struct Name {
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

pub(super) fn write_csl(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"[")?;
    let origin = imprint.sentence();
    let mut before = false;
    for id in chosen.sources(dataset).of(dataset, Kind::Source) {
        out.write_all(if before { b",\n" } else { b"\n" })?;
        before = true;
        serde_json::to_writer(&mut *out, &item(dataset, id, &origin)?)?;
    }
    out.write_all(b"\n]\n")
}

fn item(dataset: &Dataset, id: RecordId, origin: &str) -> io::Result<Item> {
    let body = body(dataset, id)?;
    let source: Source<'_> = body.read().map_err(io::Error::other)?;
    let date = dataset.date(id);
    let publisher = source.publisher.to_string();
    let mut note = remarks(&source, date);
    if let Some(date) = date.filter(|date| date.doubt() != Doubt::None) {
        note = format!("Date (EDTF): {date}. {note}");
    }
    if note == "Date not known." {
        note.clear();
    }
    let address = web_address(&source.url);
    if address.is_none() && !source.url.is_empty() {
        note = format!("Address as given: {}. {note}", &*source.url);
    }
    let names = (!publisher.is_empty()).then(|| Name {
        literal: publisher.clone(),
    });
    Ok(Item {
        id: ascii_name(dataset.raw_id(id)),
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
