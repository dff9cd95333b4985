//! The six formats, all written from one table of records.

use std::borrow::Cow;

use super::args::{AnswerFormat, OutputArgs};
use super::error::CliError;
use super::out::{complain, print};
use super::style::Style;
use crate::browse::apart::apart;
use crate::data::{Dataset, RecordId};
use crate::export::text_in_markdown as markdown;
use crate::study::column::{Column, ColumnLook, TEXT};
use crate::study::value::Value;
use crate::text::{columns, cut, share};

/// The format of the JSON that is written, which is not that of a dataset.
const ANSWER: &str = "sommet-answer/1";

/// One line of a table.
#[derive(Clone, Debug)]
pub(super) enum TableLine {
    /// A heading; in texts only.
    Heading(String),
    /// Something between records; in texts only.
    Remark(String),
    /// A record, a cell a column.
    Record(Vec<Value>),
}

/// What was asked of which data, and how much was found: told around the items of a JSON.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerHead {
    /// The version of the data; empty when there is none.
    pub data_version: String,
    /// What was asked, if anything was.
    pub query: Option<String>,
    /// How many there are, of which not all need be written.
    pub count: usize,
    /// How many of the meetings that fit may lie outside the time asked for; nothing where none is.
    pub perhaps: Option<usize>,
    /// How many meetings without any date are left out because a time is asked for.
    pub left_out: usize,
}

impl AnswerHead {
    /// Of so many, of no data.
    pub(super) fn of(count: usize) -> Self {
        Self {
            count,
            ..Self::default()
        }
    }
}

/// What a command found.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerTable {
    /// What it tells of.
    pub about: AnswerHead,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its lines.
    pub lines: Vec<TableLine>,
    /// What a JSON tells beside its items.
    pub more: Vec<(&'static str, Value)>,
}

impl AnswerTable {
    pub(super) fn new(about: AnswerHead, columns: &[Column], lines: Vec<TableLine>) -> Self {
        Self {
            about,
            columns: columns.to_vec(),
            lines,
            more: Vec::new(),
        }
    }

    /// Writes it. A table without records is nothing found, and `why` says so.
    pub(super) fn deliver(
        &self,
        output: &OutputArgs,
        why: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        print(&self.written(&Style::new(output)))?;
        finish(self.about.count, output, why)
    }

    /// The table in the format asked for.
    pub(super) fn written(&self, style: &Style) -> String {
        match style.format {
            AnswerFormat::Text => self.text(style),
            AnswerFormat::Plain => self.plain(style),
            AnswerFormat::Json => json(&self.about, &self.more, self.items()),
            AnswerFormat::Jsonl => jsonl(self.items()),
            AnswerFormat::Csv => self.csv(style),
            AnswerFormat::Md => self.markdown(style),
        }
    }

    fn records(&self) -> impl Iterator<Item = &Vec<Value>> {
        self.lines.iter().filter_map(|line| match line {
            TableLine::Record(cells) => Some(cells),
            TableLine::Heading(_) | TableLine::Remark(_) => None,
        })
    }

    fn items(&self) -> impl Iterator<Item = Value> {
        let names = || self.columns.iter().map(|column| column.name.clone());
        let records = self.records();
        records.map(move |cells| Value::Object(names().zip(cells.iter().cloned()).collect()))
    }

    /// Adds to the first of these cells of each record what tells it from others that read the same in all of
    /// them; for texts alone, as programs have the keys.
    pub(super) fn tell_apart(&mut self, dataset: &Dataset, ids: &[RecordId], read: &[usize]) {
        let text = |cells: &Vec<Value>| {
            let cells = read.iter().filter_map(|nth| cells.get(*nth));
            cells.map(Value::flat).collect::<Vec<_>>().join("\t")
        };
        let rows = ids.iter().copied().zip(self.records().map(text));
        let added = apart(dataset, &rows.collect::<Vec<_>>());
        let name = read.first().copied().unwrap_or_default();
        let names = self.lines.iter_mut().filter_map(|line| match line {
            TableLine::Record(cells) => cells.get_mut(name),
            TableLine::Heading(_) | TableLine::Remark(_) => None,
        });
        for (cell, more) in names.zip(added).filter(|(_, more)| !more.is_empty()) {
            *cell = Value::from(format!("{} ({more})", cell.flat()));
        }
    }

    fn plain(&self, style: &Style) -> String {
        let mut text = String::new();
        for cells in self.records() {
            let cells = cells.iter().map(|cell| style.cell(cell.flat()));
            let cells: Vec<_> = cells.collect();
            text.extend([cells.join("\t").as_str(), "\n"]);
        }
        text
    }

    fn csv(&self, style: &Style) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        if style.header {
            let names = self
                .columns
                .iter()
                .map(|column| Cow::Borrowed(&*column.name));
            let _ = writer.write_record(names.map(|name| style.cell(name).into_owned()));
        }
        for cells in self.records() {
            // Nothing is refused by a list of bytes.
            let _ = writer.write_record(
                cells
                    .iter()
                    .map(|cell| style.cell(cell.flat()).into_owned()),
            );
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The columns that people read, each with its number.
    fn shown(&self) -> Vec<(usize, &Column)> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, column)| column.is_for(TEXT)).collect()
    }

    fn markdown(&self, style: &Style) -> String {
        let shown = self.shown();
        let mut text = String::new();
        if style.header {
            let names = shown.iter().map(|(_, column)| markdown(&column.name));
            let names: Vec<String> = names.collect();
            let rules: Vec<&str> = shown.iter().map(|(_, column)| rule(column.look)).collect();
            text.extend(["| ", &names.join(" | "), " |\n"]);
            text.extend(["| ", &rules.join(" | "), " |\n"]);
        }
        for cells in self.records() {
            let cells = shown.iter().filter_map(|(nth, _)| cells.get(*nth));
            let cells: Vec<String> = cells.map(|cell| markdown(&cell.flat())).collect();
            text.extend(["| ", &cells.join(" | "), " |\n"]);
        }
        text
    }

    fn text(&self, style: &Style) -> String {
        let shown = self.shown();
        let mut widths = self.widths(&shown, style);
        if let Some(width) = style.width {
            shrink(&mut widths, &shown, width);
        }
        let mut text = String::new();
        if style.header && self.records().next().is_some() {
            let names = shown.iter().map(|(_, column)| column.label.to_uppercase());
            let names: Vec<String> = names.map(|name| name.replace('_', " ")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let bare = Style {
                colour: false,
                ..*style
            };
            let line = row(&shown, &widths, &names, &bare);
            text.extend([&*style.bold(&line), "\n"]);
        }
        let longest = style.width.unwrap_or(usize::MAX);
        for line in &self.lines {
            let line = match line {
                TableLine::Heading(heading) => style.bold(&cut(heading, longest, "…")).into_owned(),
                TableLine::Remark(remark) => {
                    let remark = format!("  {remark}");
                    style.dim(&cut(&remark, longest, "…")).into_owned()
                }
                TableLine::Record(cells) => {
                    let cells: Vec<_> = shown.iter().map(|(nth, _)| cells[*nth].flat()).collect();
                    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
                    row(&shown, &widths, &cells, style)
                }
            };
            text.extend([line.as_str(), "\n"]);
        }
        text
    }

    fn widths(&self, shown: &[(usize, &Column)], style: &Style) -> Vec<usize> {
        let width = |(nth, column): &(usize, &Column)| {
            let cells = self.records().map(|cells| columns(&cells[*nth].flat()));
            let name = if style.header {
                columns(&column.label)
            } else {
                0
            };
            style.widest(cells).max(name)
        };
        shown.iter().map(width).collect()
    }
}

/// Ends an answer of so many records: none is nothing found, and `why` says so.
pub(super) fn finish(
    count: usize,
    output: &OutputArgs,
    why: impl FnOnce() -> String,
) -> Result<(), CliError> {
    if count == 0 {
        return Err(CliError::nothing(why()));
    }
    if let Some(limit) = output.limit.filter(|limit| *limit < count && !output.quiet) {
        complain(&format!("{limit} of {count} are listed"));
    }
    Ok(())
}

/// The line below the name of a column in Markdown.
const fn rule(look: ColumnLook) -> &'static str {
    match look {
        ColumnLook::Number => "---:",
        ColumnLook::Plain | ColumnLook::Dim | ColumnLook::Key => "---",
    }
}

/// Blanks between two columns.
const GAP: usize = 2;
/// A column is cut no further than this while others can be.
const NARROWEST: usize = 8;

/// Takes columns from the widest cells until the line fits: first from those that may be cut.
fn shrink(widths: &mut [usize], shown: &[(usize, &Column)], room: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = room.saturating_sub(gaps).max(1);
    let least = widths.iter().zip(shown);
    let least = least.map(|(wide, (_, column))| match column.look {
        ColumnLook::Plain | ColumnLook::Dim => NARROWEST,
        ColumnLook::Key | ColumnLook::Number => *wide,
    });
    let least: Vec<usize> = least.collect();
    share(widths, &least, room);
    share(widths, &vec![1; widths.len()], room);
}

/// One line of cells, each as wide as its column.
fn row(shown: &[(usize, &Column)], widths: &[usize], cells: &[&str], style: &Style) -> String {
    let mut line = String::new();
    let mut blanks = 0;
    for ((&width, &cell), (_, column)) in widths.iter().zip(cells).zip(shown) {
        let cell = match style.width {
            Some(_) => cut(cell, width, "…"),
            None => cell.into(),
        };
        let rest = width - columns(&cell).min(width);
        let (before, behind) = match column.look {
            ColumnLook::Number => (rest, 0),
            _ => (0, rest),
        };
        if cell.is_empty() {
            blanks += before;
        } else {
            line.push_str(&" ".repeat(blanks + before));
            line.push_str(&match column.look {
                ColumnLook::Dim => style.dim(&cell),
                _ => cell,
            });
            blanks = 0;
        }
        blanks += behind + GAP;
    }
    line
}

/// All of it as one object, with more before the items.
pub(super) fn json(
    about: &AnswerHead,
    more: &[(&'static str, Value)],
    items: impl Iterator<Item = Value>,
) -> String {
    let first = [
        ("format", Value::from(ANSWER)),
        ("data_version", Value::from(about.data_version.as_str())),
        ("query", Value::from(about.query.as_deref())),
        ("count", Value::Number(about.count)),
    ];
    let perhaps = about.perhaps.map(|perhaps| ("perhaps", perhaps.into()));
    let left_out = (about.left_out > 0).then(|| ("left_out", about.left_out.into()));
    let more = perhaps
        .into_iter()
        .chain(left_out)
        .chain(more.iter().cloned());
    let last = ("items", Value::List(items.collect()));
    let answer = Value::object(first.into_iter().chain(more).chain([last]));
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    text.push('\n');
    text
}

/// An object a line.
pub(super) fn jsonl(items: impl Iterator<Item = Value>) -> String {
    let mut text = String::new();
    for item in items {
        text.push_str(&serde_json::to_string(&item).unwrap_or_default());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> AnswerTable {
        let record = |key: &str, name: &str, count: usize, why: &str| {
            TableLine::Record(vec![key.into(), name.into(), count.into(), why.into()])
        };
        AnswerTable {
            about: AnswerHead {
                data_version: "7".to_owned(),
                count: 3,
                ..AnswerHead::default()
            },
            columns: vec![
                Column::key("key"),
                Column::new("name", crate::study::column::ALL),
                Column::number("meetings"),
                Column::dim("reason"),
            ],
            more: Vec::new(),
            lines: vec![
                TableLine::Heading("2014".to_owned()),
                record("person/a", "=Ann\t|Ø", 12, ""),
                TableLine::Remark("quiet".to_owned()),
                record(
                    "person/b",
                    "東京 and a long, long name",
                    3,
                    "alias B, \"b\"",
                ),
            ],
        }
    }

    fn written(format: AnswerFormat, with: fn(&mut Style)) -> String {
        let mut style = Style {
            format,
            header: true,
            ..Style::default()
        };
        with(&mut style);
        table().written(&style)
    }

    #[test]
    fn text_is_uncut_without_a_terminal() {
        insta::assert_snapshot!(written(AnswerFormat::Text, |_| ()), @r#"
        KEY       NAME                        MEETINGS  REASON
        2014
        person/a  =Ann |Ø                           12
          quiet
        person/b  東京 and a long, long name         3  alias B, "b"
        "#);
    }

    #[test]
    fn text_fits_every_width() {
        for width in 1..80 {
            let style = Style {
                width: Some(width),
                header: true,
                ..Style::default()
            };
            let text = table().written(&style);
            let widest = text.lines().map(columns).max().unwrap_or_default();
            let least = 4 + 3 * GAP;
            assert!(widest <= width.max(least), "{width}: {text}");
        }
        insta::assert_snapshot!(written(AnswerFormat::Text, |style| style.width = Some(44)), @r#"
        KEY       NAME         MEETINGS  REASON
        2014
        person/a  =Ann |Ø            12
          quiet
        person/b  東京 and a…         3  alias B, "…
        "#);
    }

    #[test]
    fn colour_only_adds() {
        let coloured = written(AnswerFormat::Text, |style| style.colour = true);
        assert!(coloured.contains("\u{1b}[1m2014\u{1b}[0m"));
        let bare: String = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"]
            .iter()
            .fold(coloured, |text, code| text.replace(code, ""));
        assert_eq!(bare, written(AnswerFormat::Text, |_| ()));
    }

    #[test]
    fn formats_for_programs() {
        insta::assert_snapshot!(written(AnswerFormat::Plain, |_| ()).replace('\t', "→"), @r#"
        person/a→=Ann |Ø→12→
        person/b→東京 and a long, long name→3→alias B, "b"
        "#);
        insta::assert_snapshot!(written(AnswerFormat::Csv, |style| style.excel_safe = true), @r#"
        key,name,meetings,reason
        person/a,'=Ann |Ø,12,
        person/b,"東京 and a long, long name",3,"alias B, ""b"""
        "#);
        insta::assert_snapshot!(written(AnswerFormat::Md, |_| ()), @r#"
        | key | name | meetings | reason |
        | --- | --- | ---: | --- |
        | person/a | \=Ann \|Ø | 12 |  |
        | person/b | 東京 and a long, long name | 3 | alias B, "b" |
        "#);
        insta::assert_snapshot!(written(AnswerFormat::Jsonl, |_| ()), @r#"
        {"key":"person/a","name":"=Ann\t|Ø","meetings":12,"reason":null}
        {"key":"person/b","name":"東京 and a long, long name","meetings":3,"reason":"alias B, \"b\""}
        "#);
        let json = written(AnswerFormat::Json, |_| ());
        assert!(json.starts_with("{\n  \"format\": \"sommet-answer/1\",\n  \"data_version\": \"7\",\n  \"query\": null,\n  \"count\": 3,\n  \"items\": ["), "{json}");
    }
}
