//! Who was named for which meeting as what, in words; and what the meetings come to.

use super::{Compare, Naming};
use crate::data::{Completeness, Dataset, Kind, RecordId};
use crate::facts::words;
use crate::study::column::{ALL, Column, FILE, PEOPLE, SCREEN};
use crate::study::report::{Cell, Report, ReportNote, ReportRow, Rests, Study, counted, date};
use crate::study::value::Value;

impl Study for Compare {
    fn describe(&self, dataset: &Dataset, report: &mut Report) {
        let names = self.who.iter().map(|id| dataset.name(*id));
        report.title = format!(
            "Who was named when: {}",
            words::joined(names.map(str::to_owned), ", ")
        )
        .into();
        report.count = self.rows.len();
        report.counted = counted(self.rows.len(), Kind::Meeting);
        report.caption =
            "· not on the list, which is complete; an empty cell says nothing, as no list there is known to be complete.".into();
        report.nothing = "none of them is named for any of these meetings".into();
        report.columns = vec![
            Column::new("meeting", SCREEN),
            Column::key("key"),
            Column::key("date"),
            Column::new("title", FILE),
        ];
        report.columns.extend(self.who.iter().map(|id| Column {
            list: Some(["who", "key"]),
            ..Column::named(dataset.key(*id), dataset.short(*id).to_owned(), ALL)
        }));
        report.more = more(dataset, self);
        if !self.rows.is_empty() {
            behind(dataset, self, report);
        }
    }

    fn row(&self, dataset: &Dataset, nth: usize) -> Option<ReportRow> {
        let row = self.rows.get(nth).copied()?;
        let mut cells = vec![
            Cell::meeting(dataset, row.meeting),
            Cell::value(dataset.key(row.meeting)),
            Cell::value(date(dataset, row.meeting)),
            Cell::value(dataset.name(row.meeting)),
        ];
        for (nth, id) in self.who.iter().enumerate() {
            let presence = self.presence(dataset, row, nth);
            cells.push(Cell {
                record: Some(row.meeting),
                within: Some(*id),
                ..cell(dataset, &presence, *id)
            });
        }
        let here = self.who.iter().enumerate();
        let here = here.filter(|(nth, _)| row.names(*nth));
        let names: Vec<&str> = here.map(|(_, id)| dataset.short(*id)).collect();
        let links = self.who.iter().map(|id| (row.meeting, *id));
        Some(ReportRow {
            is_stop: row.is_shared(),
            description: format!(
                "{} {} · named: {}",
                words::dated(dataset, row.meeting),
                dataset.name(row.meeting),
                names.join(", ")
            ),
            ..ReportRow::new(cells, Rests::OnLinks(links.collect()))
        })
    }

    fn is_stop(&self, nth: usize) -> bool {
        self.rows.get(nth).is_some_and(|row| row.is_shared())
    }

    fn bytes(&self) -> usize {
        size_of_val(self.rows.as_slice())
    }
}

fn cell(dataset: &Dataset, presence: &Naming, id: RecordId) -> Cell {
    let (text, value, members) = match presence {
        Naming::Named(tie) => (
            tie.said(dataset),
            tie.in_words(dataset),
            [
                Value::from(tie.role()),
                Value::from(if tie.is_inferred() { "yes" } else { "no" }),
                Value::from(tie.basis().map(words::word)),
            ],
        ),
        Naming::NotNamed(list) => (
            match list {
                Completeness::Complete => "·".to_owned(),
                _ => String::new(),
            },
            presence.meaning().to_owned(),
            [Value::Nothing, Value::Nothing, Value::Nothing],
        ),
    };
    let [role, inferred, basis] = members;
    let meaning = match presence {
        Naming::Named(_) => &text,
        Naming::NotNamed(_) => presence.meaning(),
    };
    Cell {
        description: format!("{}: {meaning}", dataset.short(id)),
        doubtful: matches!(presence, Naming::Named(tie) if tie.is_inferred()),
        members: vec![
            ("as", presence.in_short(dataset).into()),
            ("means", presence.meaning().into()),
            ("role", role),
            ("inferred", inferred),
            ("basis", basis),
        ],
        ..Cell::text(text.clone()).file(value)
    }
}

/// What the meetings come to, behind them.
fn behind(dataset: &Dataset, study: &Compare, report: &mut Report) {
    let short = |nth: usize| dataset.short(study.who[nth]);
    let mut note = |note: ReportNote| report.notes.push((study.rows.len(), note));
    let heading = |text: &str| ReportNote::heading(PEOPLE, text);
    let detail = |lead: &str, text: String| ReportNote::detail(PEOPLE, text).lead(lead);
    note(heading("NAMED FOR THE SAME MEETINGS"));
    for pair in &study.pairs {
        let lead = format!("{} and {}", short(pair.who.0), short(pair.who.1));
        let text = format!("both named for {}", counted(pair.together, Kind::Meeting));
        note(detail(&lead, text));
    }
    if study.who.len() > 2 {
        let text = format!(
            "all named for {}",
            counted(study.all_together, Kind::Meeting)
        );
        note(detail("all of them", text));
    }
    if !study.topics.is_empty() {
        note(heading("TOPICS OF THOSE MEETINGS"));
    }
    for (topic, count) in &study.topics {
        let of_topic = detail(dataset.short(*topic), counted(*count, Kind::Meeting));
        note(of_topic.to(Some(*topic)));
    }
    for post in &study.posts {
        note(heading(&post.title).to(Some(post.organisation)));
        for holder in &post.holders {
            let held = detail(dataset.name(holder.person), holder.span());
            note(held.to(Some(holder.person)));
        }
    }
    for (id, before) in &study.succession {
        let text = format!("took over the work of {}", dataset.short(*before));
        note(detail(dataset.short(*id), text).to(Some(*id)));
    }
}

/// The same for JSON.
fn more(dataset: &Dataset, study: &Compare) -> Vec<(&'static str, Value)> {
    let key = |id: RecordId| Value::from(dataset.key(id));
    let pairs = study.pairs.iter().map(|pair| {
        let who = [pair.who.0, pair.who.1].map(|nth| key(study.who[nth]));
        Value::object([
            ("who", Value::List(who.into())),
            ("meetings", pair.together.into()),
        ])
    });
    let topics = study
        .topics
        .iter()
        .map(|(id, count)| Value::object([("key", key(*id)), ("meetings", (*count).into())]));
    let posts = study.posts.iter().map(|post| {
        let holders = post.holders.iter().map(|holder| {
            Value::object([("key", key(holder.person)), ("held", holder.span().into())])
        });
        Value::object([
            ("title", Value::from(post.title.as_str())),
            ("organisation", key(post.organisation)),
            ("holders", Value::List(holders.collect())),
        ])
    });
    vec![
        ("together", Value::List(pairs.collect())),
        ("all_together", study.all_together.into()),
        ("topics", Value::List(topics.collect())),
        ("posts", Value::List(posts.collect())),
    ]
}
