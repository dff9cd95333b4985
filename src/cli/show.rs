//! `sommet show`: everything known of records, as the screen tells it, with the keys of all links.

mod markdown;
mod text;

use clap::Args;

use super::args::{AnswerArgs, AnswerFormat, TEMPLATE};
use super::error::CliError;
use super::out::{complain, print};
use super::style::Style;
use super::table::{AnswerHead, AnswerTable, TableLine, json, jsonl};
use crate::browse::page::{Body, Item, Page, Section};
use crate::data::{Dataset, RecordId};
use crate::study::column::{ALL, Column};
use crate::study::value::Value;

/// Records by their keys.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet show person/claus-sorensen
  sommet show meeting/som-01 meeting/som-02 --format md
")]
pub(super) struct ShowArgs {
    /// Records, e.g. meeting/som-01
    #[arg(required = true, value_name = "KIND/ID")]
    keys: Vec<String>,
    #[command(flatten)]
    answer: AnswerArgs,
}

const COLUMNS: [Column; 6] = [
    Column::key("record"),
    Column::new("section", ALL),
    Column::key("key"),
    Column::new("lead", ALL),
    Column::new("text", ALL),
    Column::dim("as"),
];

impl ShowArgs {
    /// Shows every record that there is; the first that there is not decides the exit code.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let context = self.answer.open()?;
        let mut ids = Vec::new();
        let mut missing: Vec<CliError> = Vec::new();
        for key in &self.keys {
            match context.record(key) {
                Ok(id) => ids.push(id),
                Err(failure) => missing.push(failure),
            }
        }
        let output = &self.answer.output;
        let count = ids.len();
        ids.truncate(output.most());
        let unread = ids.iter().find_map(|id| context.dataset.body(*id).err());
        if count > 0 || missing.iter().all(|error| !error.is_misuse()) {
            let pages = ids
                .into_iter()
                .map(|id| RecordPage::new(&context.dataset, id));
            let about = context.about_words(Some(&self.keys.join(" ")), count);
            let pages: Vec<RecordPage> = pages.collect();
            print(&written(about, &pages, &Style::new(output)))?;
        }
        missing.extend(unread.map(CliError::from));
        let mut missing = missing.into_iter();
        let Some(first) = missing.next() else {
            return Ok(());
        };
        for other in missing.filter(|_| !output.quiet) {
            complain(&other.text);
        }
        Err(first)
    }
}

/// A page with the words of its lines.
struct RecordPage<'d> {
    dataset: &'d Dataset,
    id: RecordId,
    page: Page,
}

/// One line of a section.
struct PageLine {
    key: String,
    lead: String,
    name: String,
    detail: String,
}

impl<'d> RecordPage<'d> {
    fn new(dataset: &'d Dataset, id: RecordId) -> Self {
        let page = Page::new(dataset, Some(id));
        Self { dataset, id, page }
    }

    fn entry(&self, item: &Item) -> PageLine {
        let words = item.words(self.dataset, &self.page);
        PageLine {
            key: item.id.map_or_else(String::new, |id| self.dataset.key(id)),
            lead: words.lead.into_owned(),
            name: words.name.into_owned(),
            detail: words.detail.into_owned(),
        }
    }

    fn entries(&self, section: &Section) -> Vec<PageLine> {
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
                    Value::List(links.into_iter().map(PageLine::item).collect()),
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

    fn lines(&self) -> Vec<TableLine> {
        let record = self.dataset.key(self.id);
        let line = |section: &str, entry: PageLine| {
            TableLine::Record(vec![
                record.as_str().into(),
                section.into(),
                entry.key.into(),
                entry.lead.into(),
                entry.name.into(),
                entry.detail.into(),
            ])
        };
        let mut lines = vec![line("name", PageLine::text(&self.page.title))];
        lines.extend(
            self.page
                .facts
                .iter()
                .map(|fact| line("fact", PageLine::text(fact))),
        );
        for section in &self.page.sections {
            let entries = match &section.body {
                Body::Prose(texts) => texts.iter().map(|text| PageLine::text(text)).collect(),
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

impl PageLine {
    fn text(text: &str) -> Self {
        Self {
            key: String::new(),
            lead: String::new(),
            name: text.to_owned(),
            detail: String::new(),
        }
    }

    fn item(self) -> Value {
        Value::object([
            ("key", self.key.into()),
            ("lead", self.lead.into()),
            ("text", self.name.into()),
            ("as", self.detail.into()),
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

fn written(about: AnswerHead, pages: &[RecordPage], style: &Style) -> String {
    let joined = |texts: Vec<String>| texts.join("\n");
    match style.format {
        AnswerFormat::Text => joined(pages.iter().map(|page| page.text(style)).collect()),
        AnswerFormat::Md => joined(pages.iter().map(RecordPage::markdown).collect()),
        AnswerFormat::Json => json(&about, &[], pages.iter().map(RecordPage::item)),
        AnswerFormat::Jsonl => jsonl(pages.iter().map(RecordPage::item)),
        AnswerFormat::Plain | AnswerFormat::Csv => {
            let lines = pages.iter().flat_map(RecordPage::lines).collect();
            AnswerTable::new(about, &COLUMNS, lines).written(style)
        }
    }
}
