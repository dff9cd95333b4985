//! The six formats, all written from one table of records.

use std::borrow::Cow;

use super::args::Format;
use super::paper::Paper;
use crate::browse::apart::apart;
use crate::data::{Dataset, RecordId};
use crate::export::text_in_markdown as markdown;
use crate::study::value::Value;
use crate::text::{columns, cut, share};

/// The format of the JSON that is written, which is not that of a dataset.
const ANSWER: &str = "sommet-answer/1";

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    name: Cow<'static, str>,
    look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Cut where the terminal is narrow.
    Plain,
    /// The same, standing back.
    Dim,
    /// Cut last, so that it can be copied.
    Key,
    /// A number.
    Number,
    /// Not in the formats that are read.
    Hidden,
}

impl Column {
    /// A column that is cut where the terminal is narrow.
    pub(super) const fn text(name: &'static str) -> Self {
        let look = Look::Plain;
        let name = Cow::Borrowed(name);
        Self { name, look }
    }

    /// The same, standing back.
    pub(super) const fn dim(name: &'static str) -> Self {
        let look = Look::Dim;
        let name = Cow::Borrowed(name);
        Self { name, look }
    }

    /// A column of what must be whole, such as the key of a record.
    pub(super) const fn key(name: &'static str) -> Self {
        let look = Look::Key;
        let name = Cow::Borrowed(name);
        Self { name, look }
    }

    /// A column of numbers.
    pub(super) const fn number(name: &'static str) -> Self {
        let look = Look::Number;
        let name = Cow::Borrowed(name);
        Self { name, look }
    }

    /// A column for the formats that programs read.
    pub(super) const fn data(name: &'static str) -> Self {
        let look = Look::Hidden;
        let name = Cow::Borrowed(name);
        Self { name, look }
    }

    /// A column of numbers that is read only where one of them is not 0.
    pub(super) const fn number_if(name: &'static str, any: bool) -> Self {
        if any {
            Self::number(name)
        } else {
            Self::data(name)
        }
    }

    /// A column that is read only where something stands in it.
    pub(super) const fn dim_if(name: &'static str, any: bool) -> Self {
        if any {
            Self::dim(name)
        } else {
            Self::data(name)
        }
    }

    /// The same column, standing back.
    pub(super) const fn dimmed(mut self) -> Self {
        self.look = Look::Dim;
        self
    }

    /// The same column, cut last.
    pub(super) const fn whole(mut self) -> Self {
        self.look = Look::Key;
        self
    }

    /// The same column, of numbers.
    pub(super) const fn right(mut self) -> Self {
        self.look = Look::Number;
        self
    }

    /// A column with the name of something in the data.
    pub(super) fn named(name: &str) -> Self {
        let name = Cow::Owned(name.to_owned());
        let look = Look::Plain;
        Self { name, look }
    }
}

/// One line of a table.
#[derive(Clone, Debug)]
pub(super) enum Line {
    /// A heading; in texts only.
    Heading(String),
    /// Something between records; in texts only.
    Remark(String),
    /// A record, a cell a column.
    Record(Vec<Value>),
}

/// What was asked of which data, and how much was found: told around the items of a JSON.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
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

/// What a command found.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What it tells of.
    pub about: About,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What the lines of a JSON are, when they are not the cells by the names of the columns.
    pub items: Option<Vec<Value>>,
    /// What a JSON tells beside its items.
    pub more: Vec<(&'static str, Value)>,
}

impl Table {
    /// The table in the format asked for.
    pub(super) fn written(&self, paper: &Paper) -> String {
        match paper.format {
            Format::Text => self.text(paper),
            Format::Plain => self.plain(paper),
            Format::Json => json_with(&self.about, &self.more, self.items()),
            Format::Jsonl => jsonl(self.items()),
            Format::Csv => self.csv(paper),
            Format::Md => self.markdown(paper),
        }
    }

    fn records(&self) -> impl Iterator<Item = &Vec<Value>> {
        self.lines.iter().filter_map(|line| match line {
            Line::Record(cells) => Some(cells),
            Line::Heading(_) | Line::Remark(_) => None,
        })
    }

    fn items(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        if let Some(items) = &self.items {
            return Box::new(items.iter().cloned());
        }
        let names = || self.columns.iter().map(|column| column.name.clone());
        let records = self.records();
        Box::new(
            records.map(move |cells| Value::Object(names().zip(cells.iter().cloned()).collect())),
        )
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
            Line::Record(cells) => cells.get_mut(name),
            Line::Heading(_) | Line::Remark(_) => None,
        });
        for (cell, more) in names.zip(added).filter(|(_, more)| !more.is_empty()) {
            *cell = Value::from(format!("{} ({more})", cell.flat()));
        }
    }

    fn plain(&self, paper: &Paper) -> String {
        let mut text = String::new();
        for cells in self.records() {
            let cells = cells.iter().map(|cell| paper.cell(cell.flat()));
            let cells: Vec<_> = cells.collect();
            text.extend([cells.join("\t").as_str(), "\n"]);
        }
        text
    }

    fn csv(&self, paper: &Paper) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        if paper.header {
            let names = self
                .columns
                .iter()
                .map(|column| Cow::Borrowed(&*column.name));
            let _ = writer.write_record(names.map(|name| paper.cell(name).into_owned()));
        }
        for cells in self.records() {
            // Nothing is refused by a list of bytes.
            let _ = writer.write_record(
                cells
                    .iter()
                    .map(|cell| paper.cell(cell.flat()).into_owned()),
            );
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The columns that are read, each with its number.
    fn shown(&self) -> Vec<(usize, Column)> {
        let columns = self.columns.iter().cloned().enumerate();
        columns
            .filter(|(_, column)| column.look != Look::Hidden)
            .collect()
    }

    fn markdown(&self, paper: &Paper) -> String {
        let shown = self.shown();
        let mut text = String::new();
        if paper.header {
            let names = shown.iter().map(|(_, column)| markdown(&column.name));
            let names: Vec<String> = names.collect();
            let rules: Vec<&str> = shown.iter().map(|(_, column)| column.rule()).collect();
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

    fn text(&self, paper: &Paper) -> String {
        let shown = self.shown();
        let mut widths = self.widths(&shown, paper);
        if let Some(width) = paper.width {
            shrink(&mut widths, &shown, width);
        }
        let mut text = String::new();
        if paper.header && self.records().next().is_some() {
            let names: Vec<String> = shown
                .iter()
                .map(|(_, column)| column.name.to_uppercase())
                .collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let bare = Paper {
                colour: false,
                ..*paper
            };
            let line = row(&shown, &widths, &names, &bare);
            text.extend([&*paper.bold(&line), "\n"]);
        }
        let longest = paper.width.unwrap_or(usize::MAX);
        for line in &self.lines {
            let line = match line {
                Line::Heading(heading) => paper.bold(&cut(heading, longest, "…")).into_owned(),
                Line::Remark(remark) => {
                    let remark = format!("  {remark}");
                    paper.dim(&cut(&remark, longest, "…")).into_owned()
                }
                Line::Record(cells) => {
                    let cells: Vec<_> = shown.iter().map(|(nth, _)| cells[*nth].flat()).collect();
                    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
                    row(&shown, &widths, &cells, paper)
                }
            };
            text.extend([line.as_str(), "\n"]);
        }
        text
    }

    fn widths(&self, shown: &[(usize, Column)], paper: &Paper) -> Vec<usize> {
        let width = |(nth, column): &(usize, Column)| {
            let cells = self.records().map(|cells| columns(&cells[*nth].flat()));
            let name = if paper.header {
                columns(&column.name)
            } else {
                0
            };
            paper.widest(cells).max(name)
        };
        shown.iter().map(width).collect()
    }
}

impl Column {
    const fn rule(&self) -> &'static str {
        match self.look {
            Look::Number => "---:",
            _ => "---",
        }
    }
}

/// Blanks between two columns.
const GAP: usize = 2;
/// A column is cut no further than this while others can be.
const NARROWEST: usize = 8;

/// Takes columns from the widest cells until the line fits: first from those that may be cut.
fn shrink(widths: &mut [usize], shown: &[(usize, Column)], room: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = room.saturating_sub(gaps).max(1);
    let least = widths.iter().zip(shown);
    let least = least.map(|(wide, (_, column))| match column.look {
        Look::Plain | Look::Dim => NARROWEST,
        _ => *wide,
    });
    let least: Vec<usize> = least.collect();
    share(widths, &least, room);
    share(widths, &vec![1; widths.len()], room);
}

/// One line of cells, each as wide as its column.
fn row(shown: &[(usize, Column)], widths: &[usize], cells: &[&str], paper: &Paper) -> String {
    let mut line = String::new();
    let mut blanks = 0;
    for ((&width, &cell), (_, column)) in widths.iter().zip(cells).zip(shown) {
        let cell = match paper.width {
            Some(_) => cut(cell, width, "…"),
            None => cell.into(),
        };
        let rest = width - columns(&cell).min(width);
        let (before, behind) = match column.look {
            Look::Number => (rest, 0),
            _ => (0, rest),
        };
        if cell.is_empty() {
            blanks += before;
        } else {
            line.push_str(&" ".repeat(blanks + before));
            line.push_str(&match column.look {
                Look::Dim => paper.dim(&cell),
                _ => cell,
            });
            blanks = 0;
        }
        blanks += behind + GAP;
    }
    line
}

/// All of it as one object.
pub(super) fn json(about: &About, items: impl Iterator<Item = Value>) -> String {
    json_with(about, &[], items)
}

/// All of it as one object, with more before the items.
fn json_with(
    about: &About,
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

    fn table() -> Table {
        let record = |key: &str, name: &str, count: usize, why: &str| {
            Line::Record(vec![key.into(), name.into(), count.into(), why.into()])
        };
        Table {
            about: About {
                data_version: "7".to_owned(),
                count: 3,
                ..About::default()
            },
            columns: vec![
                Column::key("key"),
                Column::text("name"),
                Column::number("meetings"),
                Column::dim("reason"),
            ],
            items: None,
            more: Vec::new(),
            lines: vec![
                Line::Heading("2014".to_owned()),
                record("person/a", "=Ann\t|Ø", 12, ""),
                Line::Remark("quiet".to_owned()),
                record(
                    "person/b",
                    "東京 and a long, long name",
                    3,
                    "alias B, \"b\"",
                ),
            ],
        }
    }

    fn written(format: Format, with: fn(&mut Paper)) -> String {
        let mut paper = Paper {
            format,
            header: true,
            ..Paper::default()
        };
        with(&mut paper);
        table().written(&paper)
    }

    #[test]
    fn text_is_uncut_without_a_terminal() {
        insta::assert_snapshot!(written(Format::Text, |_| ()), @r#"
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
            let paper = Paper {
                width: Some(width),
                header: true,
                ..Paper::default()
            };
            let text = table().written(&paper);
            let widest = text.lines().map(columns).max().unwrap_or_default();
            let least = 4 + 3 * GAP;
            assert!(widest <= width.max(least), "{width}: {text}");
        }
        insta::assert_snapshot!(written(Format::Text, |paper| paper.width = Some(44)), @r#"
        KEY       NAME         MEETINGS  REASON
        2014
        person/a  =Ann |Ø            12
          quiet
        person/b  東京 and a…         3  alias B, "…
        "#);
    }

    #[test]
    fn colour_only_adds() {
        let coloured = written(Format::Text, |paper| paper.colour = true);
        assert!(coloured.contains("\u{1b}[1m2014\u{1b}[0m"));
        let bare: String = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"]
            .iter()
            .fold(coloured, |text, code| text.replace(code, ""));
        assert_eq!(bare, written(Format::Text, |_| ()));
    }

    #[test]
    fn formats_for_programs() {
        insta::assert_snapshot!(written(Format::Plain, |_| ()).replace('\t', "→"), @r#"
        person/a→=Ann |Ø→12→
        person/b→東京 and a long, long name→3→alias B, "b"
        "#);
        insta::assert_snapshot!(written(Format::Csv, |paper| paper.excel_safe = true), @r#"
        key,name,meetings,reason
        person/a,'=Ann |Ø,12,
        person/b,"東京 and a long, long name",3,"alias B, ""b"""
        "#);
        insta::assert_snapshot!(written(Format::Md, |_| ()), @r#"
        | key | name | meetings | reason |
        | --- | --- | ---: | --- |
        | person/a | \=Ann \|Ø | 12 |  |
        | person/b | 東京 and a long, long name | 3 | alias B, "b" |
        "#);
        insta::assert_snapshot!(written(Format::Jsonl, |_| ()), @r#"
        {"key":"person/a","name":"=Ann\t|Ø","meetings":12,"reason":null}
        {"key":"person/b","name":"東京 and a long, long name","meetings":3,"reason":"alias B, \"b\""}
        "#);
        let json = written(Format::Json, |_| ());
        assert!(json.starts_with("{\n  \"format\": \"sommet-answer/1\",\n  \"data_version\": \"7\",\n  \"query\": null,\n  \"count\": 3,\n  \"items\": ["), "{json}");
    }
}
