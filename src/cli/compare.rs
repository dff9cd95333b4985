//! `sommet who`: who was named for which meeting, as what; how often together; who came after whom.

use super::args::{Compare, Format};
use super::asked::Opened;
use super::format::{Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::data::{Dataset, RecordId};
use crate::study::compare::{Compare as Study, Post, Presence, Row, fit};

/// Lists the meetings, a column for each who is compared.
pub(super) fn run(asked: &Compare) -> Result<(), Failure> {
    let query = asked.asking.query()?;
    let opened = Opened::new(&asked.input, asked.output.quiet)?;
    if asked.asking.explain {
        return opened.explain(&query);
    }
    let ids = asked.keys.iter().map(|key| opened.record(key));
    let who = ids.collect::<Result<Vec<RecordId>, Failure>>()?;
    fit(&opened.dataset, &who).map_err(Failure::misused)?;
    let rows = opened.matcher().keep(&query);
    let study = Study::new(&opened.dataset, &who, &rows).map_err(Failure::misused)?;
    let sheet = Sheet {
        dataset: &opened.dataset,
        study: &study,
        shown: asked.output.limit.unwrap_or(usize::MAX),
    };
    let mut table = match asked.output.format {
        Format::Json | Format::Jsonl => sheet.items(),
        format => sheet.table(format),
    };
    table.about = opened.about(&query, study.rows.len());
    deliver(&table, &asked.output, || {
        if rows.is_empty() {
            opened.why_nothing(&query)
        } else {
            "none of them is named for any of these meetings".to_owned()
        }
    })
}

struct Sheet<'s> {
    dataset: &'s Dataset,
    study: &'s Study,
    shown: usize,
}

impl Sheet<'_> {
    fn rows(&self) -> impl Iterator<Item = Row> {
        self.study.rows.iter().copied().take(self.shown)
    }

    fn presences(&self, row: Row) -> Vec<Presence> {
        let who = 0..self.study.who.len();
        who.map(|nth| self.study.presence(self.dataset, row, nth))
            .collect()
    }

    fn of_meeting(&self, row: Row) -> [Value; 3] {
        [
            self.dataset.key(row.meeting).into(),
            self.dataset
                .date(row.meeting)
                .map(|date| date.to_string())
                .into(),
            self.dataset.name(row.meeting).into(),
        ]
    }

    fn table(&self, format: Format) -> Table {
        let mut columns = vec![
            Column::key("key"),
            Column::key("date"),
            match format {
                Format::Text => Column::data("title"),
                _ => Column::text("title"),
            },
        ];
        columns.extend(self.study.who.iter().map(|id| match format {
            Format::Text | Format::Md => Column::named(self.dataset.short(*id)),
            _ => Column::named(&self.dataset.key(*id)),
        }));
        let mut lines: Vec<Line> = self
            .rows()
            .map(|row| {
                let cells = self.presences(row).into_iter();
                let said = cells.map(|it| it.said(self.dataset).into());
                Line::Record(self.of_meeting(row).into_iter().chain(said).collect())
            })
            .collect();
        if !lines.is_empty() {
            lines.push(Line::Heading(String::new()));
            lines.extend(self.remarks().into_iter().map(Line::Remark));
        }
        Table {
            columns,
            lines,
            ..Table::default()
        }
    }

    /// What the rows come to, in sentences.
    fn remarks(&self) -> Vec<String> {
        let (dataset, study) = (self.dataset, self.study);
        let short = |nth: usize| dataset.short(study.who[nth]);
        let mut told: Vec<String> = Vec::new();
        for pair in &study.pairs {
            let (one, other) = pair.who;
            let meetings = counted(pair.together);
            told.push(format!(
                "{} and {}: both named for {meetings}",
                short(one),
                short(other)
            ));
        }
        if study.who.len() > 2 {
            told.push(format!("all named for {}", counted(study.all_together)));
        }
        if !study.topics.is_empty() {
            let topics = study.topics.iter().take(TOPICS);
            let topics = topics.map(|(id, count)| format!("{} {count}", dataset.short(*id)));
            let topics: Vec<String> = topics.collect();
            let more = study.topics.len().saturating_sub(TOPICS);
            let more = (more > 0).then(|| format!(" and {more} more"));
            let more = more.unwrap_or_default();
            told.push(format!(
                "topics of those meetings: {}{more}",
                topics.join(", ")
            ));
        }
        told.extend(study.posts.iter().map(|post| post_said(dataset, post)));
        let succession = study.succession.iter();
        told.extend(succession.map(|(id, before)| {
            let (id, before) = (dataset.short(*id), dataset.short(*before));
            format!("{id} took over the work of {before}")
        }));
        told.push(
            "· not on the list, which is complete   ·? not named, the list is not known to be complete"
                .to_owned(),
        );
        told
    }

    fn items(&self) -> Table {
        let items = self.rows().map(|row| {
            let [key, date, title] = self.of_meeting(row);
            let presences = self.presences(row).into_iter().zip(&self.study.who);
            let who = presences.map(|(presence, id)| self.presence(&presence, *id));
            Value::object([
                ("key", key),
                ("date", date),
                ("title", title),
                ("who", Value::List(who.collect())),
            ])
        });
        Table {
            items: Some(items.collect()),
            more: vec![
                ("together", self.pairs()),
                ("all_together", self.study.all_together.into()),
                ("topics", self.topics()),
                ("posts", self.posts()),
            ],
            ..Table::default()
        }
    }

    fn presence(&self, presence: &Presence, id: RecordId) -> Value {
        let (role, inferred, basis) = match presence {
            Presence::Named(tie) => {
                let inferred = if tie.is_inferred() { "yes" } else { "no" };
                let basis = tie.basis().map(crate::facts::words::word);
                (
                    Value::from(tie.role()),
                    Value::from(inferred),
                    Value::from(basis),
                )
            }
            Presence::NotNamed(_) => (Value::Nothing, Value::Nothing, Value::Nothing),
        };
        Value::object([
            ("key", self.dataset.key(id).into()),
            ("as", presence.said(self.dataset).into()),
            ("means", presence.meaning().into()),
            ("role", role),
            ("inferred", inferred),
            ("basis", basis),
        ])
    }

    fn pairs(&self) -> Value {
        let key = |nth: usize| Value::from(self.dataset.key(self.study.who[nth]));
        let pairs = self.study.pairs.iter().map(|pair| {
            Value::object([
                ("who", Value::List(vec![key(pair.who.0), key(pair.who.1)])),
                ("meetings", pair.together.into()),
            ])
        });
        Value::List(pairs.collect())
    }

    fn topics(&self) -> Value {
        let topics = self.study.topics.iter().map(|(id, count)| {
            Value::object([
                ("key", Value::from(self.dataset.key(*id))),
                ("meetings", (*count).into()),
            ])
        });
        Value::List(topics.collect())
    }

    fn posts(&self) -> Value {
        let posts = self.study.posts.iter().map(|post| {
            let holders = post.holders.iter().map(|holder| {
                Value::object([
                    ("key", Value::from(self.dataset.key(holder.person))),
                    ("held", holder.span().into()),
                ])
            });
            Value::object([
                ("title", Value::from(post.title.as_str())),
                ("organisation", self.dataset.key(post.organisation).into()),
                ("holders", Value::List(holders.collect())),
            ])
        });
        Value::List(posts.collect())
    }
}

/// So many topics are told in a sentence.
const TOPICS: usize = 8;

fn counted(meetings: usize) -> String {
    format!(
        "{meetings} {}",
        crate::data::Kind::Meeting.counted(meetings)
    )
}

fn post_said(dataset: &Dataset, post: &Post) -> String {
    let holders = post.holders.iter();
    let holders = holders.map(|it| format!("{} ({})", dataset.name(it.person), it.span()));
    format!(
        "{}: {}",
        post.title,
        holders.collect::<Vec<String>>().join(", then ")
    )
}
