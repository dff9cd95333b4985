//! What changed from one meeting to another, in words.

use super::{ChangeKind, Changed, Diff, Handover};
use crate::data::{Dataset, RecordId};
use crate::facts::words::dated;
use crate::study::column::{ALL, Column, ColumnLook, FILE, PEOPLE, SCREEN, TEXT};
use crate::study::report::{Cell, Report, ReportNote, ReportRow, Rests, Study, date};
use crate::study::value::Value;

const COLUMNS: [Column; 11] = [
    Column::new("of", FILE),
    Column::new("name", SCREEN),
    Column::new("change", ALL),
    Column::key("key"),
    Column::new("name", TEXT | FILE),
    Column::new("before", ALL),
    Column::new("after", ALL),
    Column::called("last", "last before", SCREEN).look(ColumnLook::Dim),
    Column::new("last_seen", FILE),
    Column::new("last_date", FILE),
    Column::new("note", TEXT | FILE).look(ColumnLook::Dim),
];

impl Study for Diff {
    fn describe(&self, dataset: &Dataset, report: &mut Report) {
        let (before, after) = (self.before, self.after);
        report.title = format!("From {} to {}", dataset.name(before), dataset.name(after)).into();
        report.columns = COLUMNS.to_vec();
        report.nothing = "neither meeting names a topic, a person or an organisation".into();
        let of = match dataset.series_of(after) {
            Some(series) if dataset.series_of(before) == Some(series) => "of this series",
            _ => "on record",
        };
        report.caption = format!(
            "new: at no meeting {of} before · back: at one {of}, though not at the one compared · ? the list on which \
             it is missing may be incomplete, so it may have been there"
        ).into();
        for (lead, meeting) in [("before", before), ("after", after)] {
            let text = format!("{}  {}", dated(dataset, meeting), dataset.short(meeting));
            let note = ReportNote::detail(PEOPLE, text).lead(lead);
            report.note(note.to(Some(meeting)));
        }
        let groups = [
            ("topics", &self.topics),
            ("people", &self.people),
            ("organisations", &self.organisations),
        ];
        for (of, changes) in groups {
            let counts = ChangeKind::ALL.into_iter().filter_map(|change| {
                let of = changes.iter().filter(|it| it.change == change);
                let first = of.clone().next()?;
                Some(format!("{} {}", of.count(), change.word(first.id.kind)))
            });
            let counts: Vec<String> = counts.collect();
            let counts = match &*counts {
                [] => "none named".to_owned(),
                counts => counts.join(", "),
            };
            let heading = format!("{}  {counts}", of.to_uppercase());
            report.note(ReportNote::heading(PEOPLE, heading));
            for changed in changes {
                report.push(change(dataset, self, of, changed));
            }
        }
        if !self.posts.is_empty() {
            report.note(ReportNote::heading(PEOPLE, "WHO HOLDS A POST NOW"));
        }
        for post in &self.posts {
            report.push(handover(dataset, self, post));
        }
    }
}

fn change(dataset: &Dataset, study: &Diff, of: &str, changed: &Changed) -> ReportRow {
    let id = changed.id;
    let ties = study.ties(dataset, id);
    let word = changed.change.word(id.kind);
    let last = changed.last.map(|last| dataset.key(last));
    let seen = changed
        .last
        .map(|last| format!("last {} {}", dated(dataset, last), dataset.short(last)));
    let unsure = changed.unsure.then(|| match changed.change {
        ChangeKind::Gone => "the later list may be incomplete".to_owned(),
        _ => "the earlier list may be incomplete".to_owned(),
    });
    let notes: Vec<String> = seen.into_iter().chain(unsure).collect();
    let description = [dataset.name(id).to_owned(), word.to_owned()].into_iter();
    let description: Vec<String> = description.chain(notes.iter().cloned()).collect();
    let cells = vec![
        Cell::value(of),
        Cell::name(dataset, id),
        Cell::text(word).to(Some(id)),
        Cell::value(dataset.key(id)),
        Cell::text(dataset.short(id)).file(dataset.name(id)),
        Cell::tie(dataset, ties[0].as_ref()).to(Some(study.before)),
        Cell::tie(dataset, ties[1].as_ref()).to(Some(study.after)),
        Cell::text(
            changed
                .last
                .map_or_else(String::new, |last| dated(dataset, last)),
        )
        .to(changed.last),
        Cell::value(last),
        Cell::value(
            changed
                .last
                .map_or(Value::Nothing, |last| date(dataset, last)),
        ),
        Cell::text(notes.join("; ")).file(Value::texts(notes)),
    ];
    let links = [study.before, study.after].map(|meeting| (meeting, id));
    ReportRow {
        marks: if changed.unsure { "?" } else { "" }.to_owned(),
        description: description.join(" · "),
        ..ReportRow::new(cells, Rests::OnLinks(links.into()))
    }
}

fn handover(dataset: &Dataset, study: &Diff, post: &Handover) -> ReportRow {
    let names = |ids: &[RecordId]| {
        let names: Vec<String> = ids.iter().map(|id| dataset.name(*id).to_owned()).collect();
        Cell::text(names.join(", "))
            .file(Value::texts(names))
            .to(ids.first().copied())
    };
    let note = post.inferred.then(|| "a role was inferred".to_owned());
    let cells = vec![
        Cell::value("posts"),
        Cell::text(&post.title).to(Some(post.organisation)),
        Cell::text("in other hands").to(Some(post.organisation)),
        Cell::value(dataset.key(post.organisation)),
        Cell::text(&post.title),
        names(&post.before),
        names(&post.after),
        Cell::default(),
        Cell::value(Value::Nothing),
        Cell::value(Value::Nothing),
        Cell::text(note.clone().unwrap_or_default()).file(Value::texts(note)),
    ];
    let holders = post.before.iter().map(|id| (study.before, *id));
    let holders = holders.chain(post.after.iter().map(|id| (study.after, *id)));
    ReportRow {
        marks: if post.inferred { "~" } else { "" }.to_owned(),
        ..ReportRow::new(cells, Rests::OnLinks(holders.collect()))
    }
}
