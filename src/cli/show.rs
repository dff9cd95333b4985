//! `sommet show`: everything known of records, as the screen tells it, with the keys of all links.

mod markdown;
mod text;

use super::args::{Format, Show};
use super::asked::Opened;
use super::format::{About, Column, Line, Table, json, jsonl};
use super::paper::Paper;
use super::{Failure, complain, print};
use crate::browse::page::{Body, Item, Page, Section};
use crate::data::{Dataset, RecordId};
use crate::study::value::Value;

const COLUMNS: [Column; 6] = [
    Column::key("record"),
    Column::text("section"),
    Column::key("key"),
    Column::text("lead"),
    Column::text("text"),
    Column::dim("as"),
];

/// Shows every record that there is; the first that there is not decides the exit code.
pub(super) fn run(show: &Show) -> Result<(), Failure> {
    let opened = Opened::new(&show.input, show.output.quiet)?;
    let mut ids = Vec::new();
    let mut missing: Vec<Failure> = Vec::new();
    for key in &show.keys {
        match opened.record(key) {
            Ok(id) => ids.push(id),
            Err(failure) => missing.push(failure),
        }
    }
    let limit = show.output.limit.unwrap_or(usize::MAX);
    let count = ids.len();
    ids.truncate(limit);
    let unread = ids.iter().find_map(|id| opened.dataset.body(*id).err());
    if count > 0 || missing.iter().all(|failure| !failure.is_misuse()) {
        let sheets = ids.into_iter().map(|id| Sheet::new(&opened.dataset, id));
        let about = About {
            data_version: opened.dataset.about().version.clone(),
            query: Some(crate::text::clean_line(&show.keys.join(" ")).into_owned()),
            count,
            ..About::default()
        };
        print(&written(
            about,
            &sheets.collect::<Vec<Sheet>>(),
            &Paper::new(&show.output),
        ))?;
    }
    missing.extend(unread.map(Failure::from));
    let mut missing = missing.into_iter();
    let Some(first) = missing.next() else {
        return Ok(());
    };
    for other in missing.filter(|_| !show.output.quiet) {
        complain(&other.text);
    }
    Err(first)
}

/// A page with the words of its lines.
struct Sheet<'d> {
    dataset: &'d Dataset,
    id: RecordId,
    page: Page,
}

/// One line of a section.
struct Entry {
    key: String,
    lead: String,
    name: String,
    aside: String,
}

impl<'d> Sheet<'d> {
    fn new(dataset: &'d Dataset, id: RecordId) -> Self {
        let page = Page::new(dataset, Some(id));
        Self { dataset, id, page }
    }

    fn entry(&self, item: &Item) -> Entry {
        let words = item.words(self.dataset, &self.page);
        Entry {
            key: item.id.map_or_else(String::new, |id| self.dataset.key(id)),
            lead: words.lead.into_owned(),
            name: words.name.into_owned(),
            aside: words.detail.into_owned(),
        }
    }

    fn entries(&self, section: &Section) -> Vec<Entry> {
        section.items().map(|item| self.entry(item)).collect()
    }

    fn item(&self) -> Value {
        let sections = self.page.sections.iter().map(|section| {
            let (texts, links) = match &section.body {
                Body::Prose(texts) => (texts.clone(), Vec::new()),
                Body::List(_) | Body::Names(_) | Body::Awaited => {
                    (Vec::new(), self.entries(section))
                }
            };
            Value::object([
                ("heading", heading(section).into()),
                ("texts", Value::texts(texts)),
                (
                    "links",
                    Value::List(links.into_iter().map(Entry::item).collect()),
                ),
            ])
        });
        let dataset = self.dataset;
        Value::object([
            ("key", dataset.key(self.id).into()),
            ("kind", self.id.kind.one().into()),
            ("name", dataset.name(self.id).into()),
            (
                "date",
                dataset.date(self.id).map(|date| date.to_string()).into(),
            ),
            (
                "aliases",
                Value::texts(dataset.aliases(self.id).map(str::to_owned)),
            ),
            ("meetings", dataset.meeting_count(self.id).into()),
            ("facts", Value::texts(self.page.facts.iter().cloned())),
            ("sections", Value::List(sections.collect())),
        ])
    }

    fn lines(&self) -> Vec<Line> {
        let record = self.dataset.key(self.id);
        let line = |section: &str, entry: Entry| {
            Line::Record(vec![
                record.as_str().into(),
                section.into(),
                entry.key.into(),
                entry.lead.into(),
                entry.name.into(),
                entry.aside.into(),
            ])
        };
        let mut lines = vec![line("name", Entry::text(&self.page.title))];
        lines.extend(
            self.page
                .facts
                .iter()
                .map(|fact| line("fact", Entry::text(fact))),
        );
        for section in &self.page.sections {
            let entries = match &section.body {
                Body::Prose(texts) => texts.iter().map(|text| Entry::text(text)).collect(),
                Body::List(_) | Body::Names(_) | Body::Awaited => self.entries(section),
            };
            lines.extend(
                entries
                    .into_iter()
                    .map(|entry| line(heading(section), entry)),
            );
        }
        lines
    }
}

impl Entry {
    fn text(text: &str) -> Self {
        Self {
            key: String::new(),
            lead: String::new(),
            name: text.to_owned(),
            aside: String::new(),
        }
    }

    fn item(self) -> Value {
        Value::object([
            ("key", self.key.into()),
            ("lead", self.lead.into()),
            ("text", self.name.into()),
            ("as", self.aside.into()),
        ])
    }
}

/// The heading of a section; the list under a contested fact has none of its own.
fn heading(section: &Section) -> &'static str {
    match (section.heading, &section.body) {
        ("", Body::Prose(_)) => "summary",
        ("", _) => "readings",
        (heading, _) => heading,
    }
}

fn written(about: About, sheets: &[Sheet], paper: &Paper) -> String {
    let joined = |texts: Vec<String>| texts.join("\n");
    match paper.format {
        Format::Text => joined(sheets.iter().map(|sheet| sheet.text(paper)).collect()),
        Format::Md => joined(sheets.iter().map(Sheet::markdown).collect()),
        Format::Json => json(&about, sheets.iter().map(Sheet::item)),
        Format::Jsonl => jsonl(sheets.iter().map(Sheet::item)),
        Format::Plain | Format::Csv => {
            let table = Table {
                about,
                columns: COLUMNS.to_vec(),
                lines: sheets.iter().flat_map(Sheet::lines).collect(),
                ..Table::default()
            };
            table.written(paper)
        }
    }
}
