//! Exports, read again by strict readers of each format: the names in them are unique by that format's own
//! rule, and every text comes back as a text, whatever stands in the data.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use sommet::data::{Dataset, Kind, RecordId, load_text};
use sommet::export::{Format, Selection, text_in_markdown};

use crate::export::{events, everything, graph, record};
use crate::support::{all_records, bundled};

/// Text that stood for something else in some format, as a name.
const MARKS: [&str; 78] = [
    "# heading",
    "- item",
    "1. one",
    "1) one",
    "+ plus",
    "* star",
    "> quote",
    "```fence",
    "~~~",
    "    indented",
    "*em*",
    "**b**",
    "_em_",
    "__b__",
    "a_b_c",
    "[x](javascript:alert(1))",
    "![i](http://e/x.png)",
    "<script>alert(1)</script>",
    "<b>bold</b>",
    "<!-- c -->",
    "&amp; &lt;",
    "&copy;",
    "`code`",
    "``x",
    "a|b",
    "|---|",
    "[^1]",
    "[^1]: note",
    "[x]: http://e",
    "http://auto.example/x",
    "www.example.org",
    "a@example.org",
    "<http://e>",
    "\\*esc\\*",
    "\\",
    "---",
    "===",
    "***",
    "~~del~~",
    "==mark==",
    "$x^2$",
    "$$",
    "H~2~O",
    "x^2^",
    ":smile:",
    "[ ] task",
    "- [x] t",
    "{.cls}",
    "{{tpl}}",
    "{% raw %}",
    "<?php ?>",
    "]]>",
    "<a href=x onclick=y>",
    "a  ",
    "tab\tb",
    "line\nbreak",
    "\u{2028}ls",
    "[[wiki]]",
    "#tag",
    "@user",
    "::: note",
    "!!! warn",
    "Term\n: def",
    "1986\\. A great",
    "*[HTML]: x",
    "<details>",
    "&#x3c;b&#x3e;",
    "%%c%%",
    "a<br>b",
    "a # b ##",
    "1.",
    "\u{a0}x\u{a0}",
    "x\\",
    "(c) -- \"q\" 'q' ...",
    "[!NOTE]",
    "=1+1",
    "Smith and Jones",
    "100% {x} & \\foo",
];

/// Ids that one format or another takes for the same, or cannot write.
const IDS: [&str; 20] = [
    "a",
    "A",
    "a-2",
    "A-2",
    "b",
    "Straße",
    "strasse",
    "a b",
    "a/b",
    "a-b",
    " ",
    "=x",
    "crossref",
    "..",
    "日本",
    "a\u{202e}b",
    "x\"]}<&>'`|",
    "~",
    "é",
    "e\u{301}",
];

const URLS: [&str; 3] = ["https://a.eu/?a=1&copy=2#(x)~%7E{y}", "javascript:x", ""];

const DATES: [&str; 14] = [
    "",
    "2024",
    "2024-03",
    "2024-03-11",
    "2024?",
    "2024~",
    "2024%",
    "2024-03-11/2024-04",
    "2024?/2025~",
    "-0044-03-15",
    "0000",
    "9999-12-31",
    "soon",
    "2019-06-04?",
];

// Markdown.

/// A document in plain words: its text, block by block, and whatever is more than text.
#[derive(Debug, Default)]
struct Plain {
    blocks: Vec<String>,
    headings: Vec<String>,
    odd: Vec<String>,
    marks: BTreeSet<String>,
    notes: BTreeMap<String, usize>,
}

fn plain(text: &str) -> Plain {
    let mut options = Options::all();
    for other in [
        Options::ENABLE_SMART_PUNCTUATION,
        Options::ENABLE_OLD_FOOTNOTES,
        Options::ENABLE_YAML_STYLE_METADATA_BLOCKS,
        Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS,
    ] {
        options.remove(other);
    }
    // The old footnotes are those of today with one more bit.
    options.insert(Options::ENABLE_FOOTNOTES);
    let mut plain = Plain::default();
    let mut words = String::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push('\n'),
            Event::FootnoteReference(name) => {
                plain.marks.insert(name.to_string());
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                *plain.notes.entry(name.to_lowercase()).or_default() += 1;
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) if dest_url.starts_with("http") => {}
            Event::Start(Tag::List(None)) => plain.blocks.push(std::mem::take(&mut words)),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            )
            | Event::Rule
            | Event::End(TagEnd::Strong | TagEnd::Link) => {}
            Event::End(end) => {
                let text = std::mem::take(&mut words);
                if matches!(end, TagEnd::Heading(_)) {
                    plain.headings.push(text.clone());
                }
                plain.blocks.push(text);
            }
            other => plain.odd.push(format!("{other:?}")),
        }
    }
    plain.blocks.retain(|block| !block.is_empty());
    plain
}

/// A text in one line, without blanks at its ends, as Markdown keeps it.
fn in_line(text: &str) -> String {
    let breaks = |c: char| matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let parts = text.split(breaks).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[track_caller]
fn assert_comes_back(text: &str) {
    let (wanted, text) = (in_line(text), text_in_markdown(text));
    let places = [
        (format!("{text}\n"), vec![wanted.clone()]),
        (
            format!("before\n{text}\n"),
            vec![format!("before\n{wanted}")],
        ),
        (
            format!("- {text}\n  - {text}\n"),
            vec![wanted.clone(), wanted.clone()],
        ),
        (format!("# {text}\n"), vec![wanted.clone()]),
        (
            format!("before **{text}** (after)\n"),
            vec![format!("before {wanted} (after)")],
        ),
        (
            format!("| {text} | b |\n| --- | --- |\n| c | {text} |\n"),
            vec![
                wanted.clone(),
                "b".to_owned(),
                "c".to_owned(),
                wanted.clone(),
            ],
        ),
        (
            format!("{text}.[^1]\n\n[^1]: {text}.\n"),
            vec![format!("{wanted}."), format!("{wanted}.")],
        ),
        (
            format!("[{text}](<https://a.eu>) x\n"),
            vec![format!("{wanted} x")],
        ),
    ];
    for (document, blocks) in places {
        let read = plain(&document);
        let blocks: Vec<String> = blocks
            .into_iter()
            .filter(|block| !block.is_empty())
            .collect();
        if !wanted.is_empty() {
            assert_eq!((read.blocks, read.odd), (blocks, Vec::new()), "{document}");
        }
    }
    // What platforms make links of by themselves is no CommonMark; it is broken up where it begins.
    let lower = text.to_lowercase();
    assert!(!lower.contains("://") && !lower.contains("www."), "{text}");
}

#[test]
fn a_text_is_a_text_wherever_it_stands_in_markdown() {
    for text in MARKS {
        assert_comes_back(text);
        assert_comes_back(&format!("{text} {text}"));
        assert_comes_back(&format!("x{text}"));
    }
}

fn read_markdown(dataset: &Dataset, text: &str, what: &str) {
    let read = plain(text);
    assert_eq!(read.odd, Vec::<String>::new(), "{what}\n{text}");
    for mark in &read.marks {
        assert_eq!(read.notes.get(mark), Some(&1), "{what}: footnote {mark}");
    }
    assert!(
        read.notes.values().all(|times| *times == 1),
        "{what}: footnotes twice"
    );
    let chosen = Selection::everything(dataset);
    for id in chosen.roots() {
        let name = in_line(dataset.name(*id));
        assert!(read.headings.contains(&name), "{what}: {name}\n{text}");
    }
}

// Tables.

fn read_table(dataset: &Dataset, text: &str, what: &str) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(false)
        .from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect(what)).collect();
    assert_eq!(rows.len(), dataset.count(Kind::Meeting), "{what}");
    for cell in rows.iter().flat_map(|row| row.iter()) {
        let seen = cell.trim_start_matches(|c: char| c.is_whitespace() || "\"“".contains(c));
        assert!(
            !seen.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']),
            "{what}: {cell}"
        );
    }
}

// Calendars.

fn read_calendar(dataset: &Dataset, text: &str, what: &str) {
    let chosen = Selection::everything(dataset);
    if let Some(why) = Format::Calendar.is_empty(dataset, &chosen) {
        assert!(!text.contains("BEGIN:VEVENT"), "{what}: {why}");
        return;
    }
    let events = events(text);
    assert!(!events.is_empty(), "{what}: RFC 5545 wants a component");
    let left_out = text
        .replace("\r\n ", "")
        .matches("\r\nX-SOMMET-LEFT-OUT:")
        .count();
    assert_eq!(
        events.len() + left_out,
        dataset.count(Kind::Meeting),
        "{what}"
    );
    assert_eq!(
        left_out > 0,
        matches!(Format::Calendar.leaves_out(dataset, &chosen), Ok(Some(_))),
        "{what}"
    );
    for event in &events {
        assert!(event["DTSTART"] < event["DTEND"], "{what}: {event:?}");
        for day in [&event["DTSTART"], &event["DTEND"]] {
            assert!(
                day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()),
                "{what}: {day}"
            );
        }
        let status = event.get("STATUS").map(String::as_str);
        assert!(
            matches!(status, None | Some("TENTATIVE" | "CANCELLED")),
            "{what}: {status:?}"
        );
        // A text has no bare comma, semicolon or line end, and no escape but those four.
        let escaped = event["SUMMARY"]
            .replace("\\\\", "")
            .replace("\\,", "")
            .replace("\\;", "")
            .replace("\\n", "");
        assert!(!escaped.contains([',', ';', '\\']), "{what}: {escaped}");
    }
}

// Graphs.

fn read_graph(dataset: &Dataset, text: &str, what: &str) {
    let (nodes, edges, _) = graph(text);
    assert_eq!(
        nodes.len(),
        dataset.total() - dataset.count(Kind::Source),
        "{what}"
    );
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._:-".contains(c);
    for node in &nodes {
        assert!(
            !node.is_empty() && node.chars().all(is_name),
            "{what}: `{node}` is no NMTOKEN"
        );
    }
    for (from, to) in edges {
        assert!(
            nodes.contains(&from) && nodes.contains(&to),
            "{what}: {from} {to}"
        );
    }
}

// Sources.

/// A field as LaTeX would print it; it fails on what would not be printed.
fn printed(value: &str, what: &str) -> String {
    const COMMANDS: [(&str, &str); 10] = [
        ("backslash", "\\"),
        ("braceleft", "{"),
        ("braceright", "}"),
        ("asciitilde", "~"),
        ("asciicircum", "^"),
        ("quotedbl", "\""),
        ("less", "<"),
        ("greater", ">"),
        ("bar", "|"),
        ("asciigrave", "`"),
    ];
    let mut text = String::new();
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let mut taken = first.len_utf8();
        match first {
            '\\' => {
                let behind = rest.strip_prefix('\\').expect(what);
                if let Some(command) = behind.strip_prefix("text") {
                    let found = COMMANDS
                        .iter()
                        .find(|(name, _)| command.starts_with(&format!("{name}{{}}")));
                    let (name, sign) = found.unwrap_or_else(|| panic!("{what}: {rest}"));
                    text.push_str(sign);
                    taken = "\\text{}".len() + name.len();
                } else {
                    let sign = behind.chars().next().expect(what);
                    assert!("$&#%_".contains(sign), "{what}: {rest}");
                    text.push(sign);
                    taken = 2;
                }
            }
            '{' | '}' => {}
            _ => {
                assert!(
                    !"%~#&$_^\"<>|".contains(first),
                    "{what}: raw {first} in {value}"
                );
                text.push(first);
            }
        }
        rest = rest.get(taken..).expect(what);
    }
    text
}

fn read_bibtex(dataset: &Dataset, text: &str, what: &str) {
    let count = dataset.count(Kind::Source);
    let raw = biblatex::RawBibliography::parse(text)
        .unwrap_or_else(|error| panic!("{what}: {error}\n{text}"));
    assert_eq!(raw.entries.len(), count, "{what}");
    let keys: Vec<&str> = raw.entries.iter().map(|entry| entry.v.key.v).collect();
    let caseless: BTreeSet<String> = keys.iter().map(|key| key.to_lowercase()).collect();
    assert_eq!(caseless.len(), count, "{what}: {keys:?}");
    let read = biblatex::Bibliography::parse(text)
        .unwrap_or_else(|error| panic!("{what}: {error}\n{text}"));
    assert_eq!(read.len(), count, "{what}");
    let mut titles = Vec::new();
    for entry in &raw.entries {
        for pair in &entry.v.fields {
            let value = text.get(pair.value.span.clone()).expect(what);
            let name = pair.key.v;
            match name {
                "url" | "month" => {}
                "date" => assert!(!value.contains(['%', '~', '\\']), "{what}: {value}"),
                "title" => titles.push(printed(value, what).trim().to_owned()),
                _ => {
                    printed(value, what);
                }
            }
        }
    }
    let names = dataset.all(Kind::Source).map(|id| {
        let words: Vec<&str> = dataset.name(id).split_whitespace().collect();
        words.join(" ")
    });
    assert_eq!(titles, names.collect::<Vec<_>>(), "{what}");
}

fn read_csl(dataset: &Dataset, text: &str, what: &str) {
    const FIELDS: [&str; 10] = [
        "id",
        "type",
        "title",
        "author",
        "publisher",
        "issued",
        "URL",
        "language",
        "note",
        "source",
    ];
    let items: Vec<BTreeMap<String, Value>> = serde_json::from_str(text).expect(what);
    assert_eq!(items.len(), dataset.count(Kind::Source), "{what}");
    let mut ids = BTreeSet::new();
    for item in &items {
        let id = item["id"].as_str().expect(what);
        assert!(ids.insert(id.to_lowercase()), "{what}: {id} twice");
        assert_eq!(item["type"], "webpage");
        assert!(
            item.keys().all(|name| FIELDS.contains(&name.as_str())),
            "{what}: {item:?}"
        );
        let Some(issued) = item.get("issued") else {
            continue;
        };
        let ends = issued["date-parts"].as_array().expect(what);
        assert!((1..=2).contains(&ends.len()), "{what}");
        for end in ends.iter().map(|end| end.as_array().expect(what)) {
            assert!(
                (1..=3).contains(&end.len()) && end.iter().all(Value::is_i64),
                "{what}: {end:?}"
            );
        }
    }
}

// All of them.

/// Every export of a dataset, each read by a strict reader.
fn read_all(dataset: &Dataset, what: &str) {
    for format in Format::ALL {
        let (text, what) = (everything(dataset, format), format!("{what}, {format:?}"));
        match format {
            Format::Markdown => read_markdown(dataset, &text, &what),
            Format::Csv => read_table(dataset, &text, &what),
            Format::Json => {
                let again = load_text(text).expect(&what);
                assert_eq!(again.total(), dataset.total(), "{what}");
            }
            Format::Calendar => read_calendar(dataset, &text, &what),
            Format::Bibtex => read_bibtex(dataset, &text, &what),
            Format::CslJson => read_csl(dataset, &text, &what),
            Format::GraphMl => read_graph(dataset, &text, &what),
        }
    }
}

/// The names of records in an export.
fn names(text: &str, format: Format) -> BTreeSet<String> {
    match format {
        Format::Calendar if text.contains("BEGIN:VEVENT") => events(text)
            .iter()
            .map(|event| event["UID"].clone())
            .collect(),
        Format::Bibtex => {
            let entries = text.split("\n@misc{").skip(1);
            entries
                .filter_map(|entry| entry.split(',').next())
                .map(str::to_owned)
                .collect()
        }
        Format::CslJson => {
            let items: Vec<Value> = serde_json::from_str(text).expect("JSON");
            items.iter().map(|item| item["id"].to_string()).collect()
        }
        Format::GraphMl => graph(text).0,
        _ => BTreeSet::new(),
    }
}

/// A record has the same name in every export.
fn assert_same_names(dataset: &Dataset, ids: &[RecordId]) {
    for format in [
        Format::Calendar,
        Format::Bibtex,
        Format::CslJson,
        Format::GraphMl,
    ] {
        let all = names(&everything(dataset, format), format);
        for id in ids {
            let chosen = Selection::records(dataset, &[*id]);
            let mut bytes = Vec::new();
            format
                .write(dataset, &chosen, &mut bytes)
                .expect("bytes take all");
            let some = names(&String::from_utf8(bytes).expect("UTF-8"), format);
            // A source is a node only where it is asked for.
            let some: BTreeSet<String> = some
                .into_iter()
                .filter(|name| !name.starts_with("source:"))
                .collect();
            assert!(some.is_subset(&all), "{format:?}: {some:?} {all:?}");
        }
    }
}

#[test]
fn what_is_exported_of_known_data_can_be_read() {
    let full = load_text(include_str!("../fixtures/full.json").to_owned()).expect("it opens");
    for (what, dataset) in [
        ("bundled", bundled()),
        ("full", full),
        ("marks", of_marks()),
    ] {
        read_all(&dataset, what);
        let some: Vec<RecordId> = all_records(&dataset).into_iter().step_by(7).collect();
        assert_same_names(&dataset, &some);
    }
}

/// A dataset whose every text tries to be a mark.
fn of_marks() -> Dataset {
    let nth = |nth: usize| MARKS[nth % MARKS.len()];
    let people = (0..MARKS.len())
        .map(|at| json!({"id": format!("p{at}"), "name": nth(at), "aliases": [nth(at + 1)]}));
    let topics = (0..MARKS.len())
        .map(|at| json!({"id": format!("t{at}"), "name": nth(at), "note": nth(at + 2)}));
    let sources = (0..MARKS.len()).map(|at| {
        json!({"id": format!("s{at}"), "title": nth(at), "publisher": nth(at + 3), "date": DATES[at % DATES.len()],
            "url": URLS[at % 3], "note": nth(at + 4)})
    });
    let meetings = (0..MARKS.len()).map(|at| {
        json!({"id": format!("m{at}"), "title": nth(at), "place": nth(at + 1), "summary": nth(at + 2), "note": nth(at + 3),
            "outcomes": [nth(at), nth(at + 4)], "date": DATES[at % DATES.len()], "kind": nth(at + 5),
            "participants": [{"person": format!("p{at}"), "role": nth(at + 6)}, {"name": nth(at + 7)}],
            "topics": [format!("t{at}")], "sources": [format!("s{at}")]})
    });
    let dataset = json!({"format": "sommet/1", "title": "MD # <b>x</b>", "people": people.collect::<Vec<_>>(),
        "topics": topics.collect::<Vec<_>>(), "sources": sources.collect::<Vec<_>>(),
        "meetings": meetings.collect::<Vec<_>>(), "gaps": &MARKS[..]});
    load_text(dataset.to_string()).expect("it opens")
}

#[test]
fn ids_that_stand_twice_or_differ_little_make_different_names() {
    let sources = IDS.map(|id| json!({"id": id, "title": "T"}));
    let meetings = IDS.map(|id| json!({"id": id, "title": "M", "date": "2024-03-11", "participants": [{"person": id}]}));
    let people = IDS.map(|id| json!({"id": id, "name": "P"}));
    let twice = |list: &[Value]| [list, list].concat();
    let json = json!({"format": "sommet/1", "sources": twice(&sources), "meetings": twice(&meetings), "people": twice(&people)});
    let dataset = load_text(json.to_string()).expect("it opens");
    read_all(&dataset, "ids");
    assert_same_names(&dataset, &all_records(&dataset));
    let keys = names(&everything(&dataset, Format::Bibtex), Format::Bibtex);
    assert!(
        keys.contains("A") && keys.contains("a-b") && keys.contains("strasse"),
        "{keys:?}"
    );
}

#[test]
fn names_do_not_hang_on_the_title_of_the_dataset() {
    let of = |title: &str| {
        let json = json!({"format": "sommet/1", "title": title, "meetings": [{"id": "m", "title": "M", "date": "2024"}]});
        let dataset = load_text(json.to_string()).expect("it opens");
        names(&everything(&dataset, Format::Calendar), Format::Calendar)
    };
    assert_eq!(of("One"), of("Two"));
    assert_eq!(of("One"), BTreeSet::from(["m@sommet.invalid".to_owned()]));
}

#[test]
fn an_event_claims_no_more_than_the_data_says() {
    let of = |more: Value| {
        let mut meeting = json!({"id": "m", "title": "M", "date": "2024-03-11"});
        for (name, value) in more.as_object().expect("an object") {
            meeting[name] = value.clone();
        }
        let json = json!({"format": "sommet/1", "meetings": [meeting]});
        let dataset = load_text(json.to_string()).expect("it opens");
        events(&everything(&dataset, Format::Calendar))[0]
            .get("STATUS")
            .cloned()
    };
    assert_eq!(of(json!({})), None);
    for (status, told) in [
        ("cancelled", Some("CANCELLED")),
        ("planned", Some("TENTATIVE")),
        ("postponed", Some("TENTATIVE")),
        ("moved", Some("TENTATIVE")),
        ("held", None),
        ("who knows", None),
    ] {
        assert_eq!(of(json!({"status": status})).as_deref(), told, "{status}");
    }
    assert_eq!(of(json!({"date": "2024?"})).as_deref(), Some("TENTATIVE"));
    assert_eq!(
        of(json!({"date": "2024?", "status": "cancelled"})).as_deref(),
        Some("CANCELLED")
    );
    assert_eq!(of(json!({"status": 7})), None);
}

#[test]
fn bibtex_says_dates_so_that_each_program_can_read_them() {
    let of = |date: &str| {
        let json =
            json!({"format": "sommet/1", "sources": [{"id": "s", "title": "T", "date": date}]});
        let dataset = load_text(json.to_string()).expect("it opens");
        let text = everything(&dataset, Format::Bibtex);
        let fields = text
            .lines()
            .filter(|line| line.starts_with("  ") && !line.contains("title"));
        fields
            .map(|line| line.trim().trim_end_matches(',').to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("2024-03-11"),
        ["date = {2024-03-11}", "year = {2024}", "month = mar"]
    );
    assert_eq!(
        of("2024%"),
        [
            "year = {c. 2024?}",
            "note = {Date (EDTF): 2024\\%. Date uncertain and approximate.}"
        ]
    );
    assert_eq!(of("-0044"), ["date = {-0044}", "year = {-0044}"]);
    assert_eq!(of("199X"), ["note = {Date as given: 199X.}"]);
}

#[test]
fn a_years_digits_are_the_same_in_every_export() {
    let json = json!({"format": "sommet/1",
        "sources": [{"id": "s", "title": "S", "date": "-0044"}],
        "meetings": [{"id": "a", "title": "A", "date": "-0044-03-15", "sources": ["s"]}, {"id": "b", "title": "B", "date": "-0044"}]});
    let dataset = load_text(json.to_string()).expect("it opens");
    for format in Format::ALL {
        let text = everything(&dataset, format);
        assert!(!text.contains("-044"), "{format:?}: {text}");
        assert!(
            text.contains("-0044") || format == Format::CslJson,
            "{format:?}: {text}"
        );
    }
    assert!(record(&dataset, "meeting/a", Format::Markdown).contains("15 March -0044"));
}

// Random data.

fn a_text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(&MARKS[..]).prop_map(str::to_owned);
    let signs = prop::string::string_regex(
        "[a-cA-C0-9 éß東א\u{301}'\"–_*`\\[\\]()<>&#+=!|~$^{}%@\\\\/:.,;\n-]{0,8}",
    );
    prop::collection::vec(prop_oneof![words, signs.expect("an expression")], 1..4)
        .prop_map(|parts| parts.concat())
}

fn an_id() -> impl Strategy<Value = String> {
    prop::sample::select(&IDS[..]).prop_map(str::to_owned)
}

fn some<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(one, 0..4)
}

fn a_meeting() -> impl Strategy<Value = Value> {
    let date = prop::sample::select(&DATES[..]);
    let texts = [a_text(), a_text(), a_text(), a_text()];
    (an_id(), date, texts, some(an_id()), some(an_id()), some((an_id(), an_id(), a_text()))).prop_map(
        |(id, date, [title, place, summary, note], sources, topics, people)| {
            let people = people.iter().map(|(id, organisation, role)| match role.len() % 3 {
                0 => json!({"person": id, "organisation": organisation, "role": role, "sources": sources}),
                1 => json!({"organisation": organisation, "role": role, "basis": "announced"}),
                _ => json!({"name": role, "side": role}),
            });
            json!({"id": id, "title": title, "date": date, "place": place, "summary": summary, "note": note,
                "outcomes": [summary, note], "sources": sources, "topics": topics, "hosts": topics, "kind": place,
                "participants": people.collect::<Vec<_>>()})
        },
    )
}

fn a_dataset() -> impl Strategy<Value = Value> {
    let named = || some((an_id(), a_text(), a_text(), some(an_id())));
    let sources = some((
        an_id(),
        a_text(),
        a_text(),
        prop::sample::select(&DATES[..]),
    ));
    (a_text(), named(), named(), named(), sources, some(a_meeting())).prop_map(
        |(title, people, topics, organisations, sources, meetings)| {
            let all = |list: Vec<(String, String, String, Vec<String>)>| -> Vec<Value> {
                let records = list.into_iter();
                let record = |(id, name, note, sources): (String, String, String, Vec<String>)| {
                    json!({"id": id, "name": name, "note": note, "aliases": [note], "sources": sources})
                };
                records.map(record).collect()
            };
            let sources = sources.into_iter().map(|(id, title, note, date)| {
                json!({"id": id, "title": title, "publisher": note, "url": format!("https://{note}"), "date": date, "note": title})
            });
            json!({"format": "sommet/1", "title": title, "people": all(people), "topics": all(topics),
                "organisations": all(organisations), "sources": sources.collect::<Vec<_>>(), "meetings": meetings,
                "gaps": [title]})
        },
    )
}

fn bounded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(1951),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(bounded(512))]

    #[test]
    fn any_text_is_a_text_in_markdown(text in a_text()) {
        assert_comes_back(&text);
    }
}

proptest! {
    #![proptest_config(bounded(128))]

    #[test]
    fn whatever_is_exported_can_be_read(json in a_dataset()) {
        let dataset = load_text(json.to_string()).expect("it opens");
        read_all(&dataset, &json.to_string());
    }
}
