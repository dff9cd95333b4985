//! One row of the timeline: year, day, signs, title, and what ties it to the open record.

use crate::browse::timeline::Row;
use crate::data::{Dataset, Kind, RecordId, Relation, Weight, Year};
use crate::session::{Highlight, Session};
use crate::text::{clean_line, columns, cut};
use crate::ui::widgets::line::Line;
use crate::ui::widgets::titles::TitleForms;

/// Where the parts of a row stand.
const DAY: usize = 6;
const SIGN: usize = 11;
const DISAGREED: usize = 12;
const GLYPH: usize = 13;
const TITLE: usize = 15;

/// A row as it is shown.
#[derive(Default)]
pub(super) struct TimelineRow<'s> {
    pub(super) id: Option<RecordId>,
    silence: String,
    pub(super) year: String,
    pub(super) day: String,
    sign: &'static str,
    full: &'s str,
    short: &'s str,
    raw: String,
    pub(super) edge: String,
    room: usize,
}

impl<'s> TimelineRow<'s> {
    pub(super) fn new(row: Option<Row>, edge: bool, session: &'s Session, width: usize) -> Self {
        let dataset = &session.dataset;
        let mut shown = Self {
            id: row.and_then(Row::record),
            ..Self::default()
        };
        if let Some(Row::Silence(silence)) = row {
            shown.silence = format!("{} {silence}", session.glyphs.silence);
        }
        if let Some(id) = shown.id {
            (shown.year, shown.day, shown.sign) = day(dataset, id);
            (shown.full, shown.short) = (dataset.name(id), dataset.short(id));
            shown.raw = clean_line(dataset.raw_id(id)).into_owned();
            if session.timeline.is_perhaps(id) {
                "perhaps".clone_into(&mut shown.edge);
            } else if edge {
                shown.edge = tie(id, session);
            }
        }
        let behind = match columns(&shown.edge) {
            0 => 1,
            edge => edge + 2,
        };
        shown.room = width.saturating_sub(TITLE + behind);
        shown
    }

    pub(super) fn title_forms(&self) -> TitleForms<'_> {
        TitleForms {
            full: self.full,
            short: self.short,
            id: &self.raw,
            room: self.room,
        }
    }

    pub(super) fn draw(
        &self,
        title: &str,
        new_year: bool,
        highlight: &Highlight<'_>,
        line: &mut Line<'_>,
    ) {
        let session = line.session;
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let Some(id) = self.id else {
            line.to(GLYPH + 1).write(&self.silence, styles.dim);
            return;
        };
        let is_lit = highlight.has(id);
        let dimmed = highlight.dims() && !is_lit;
        let text = if dimmed { styles.dim } else { styles.text };
        line.begin_row(Some(id));
        if new_year {
            line.write(&self.year, text);
        }
        line.to(DAY)
            .write(&self.day, text)
            .to(SIGN)
            .write(self.sign, text);
        if session.dataset.conflicts_of(id).next().is_some() {
            line.to(DISAGREED).write("!", styles.disagreement);
        }
        let (sign, look) = match id.kind {
            Kind::Agreement => (glyphs.agreement, styles.agreement),
            _ => (glyphs.meeting, styles.meeting),
        };
        let look = match (dimmed, is_lit && highlight.dims()) {
            (true, _) => styles.dim,
            (_, true) => styles.linked,
            _ => look,
        };
        line.to(GLYPH)
            .write(sign, look)
            .to(TITLE)
            .write(title, text);
        if !self.edge.is_empty() {
            line.write_right(&format!("{} ", self.edge), styles.dim);
        }
        line.end_row();
    }
}

/// A date in three parts: the year, the day in it, and `+` for several days or a mark of doubt.
fn day(dataset: &Dataset, id: RecordId) -> (String, String, &'static str) {
    let Some(date) = dataset.date(id) else {
        let year = dataset.when(id).map(|when| Year(when.year()).to_string());
        return (year.unwrap_or_default(), String::new(), "?");
    };
    let start = date.start();
    let day = match (start.month(), start.day()) {
        (Some(month), Some(day)) => format!("{month:02}-{day:02}"),
        (Some(month), None) => format!("{month:02}"),
        _ => String::new(),
    };
    let sign = match date.doubt().mark() {
        "" if date.is_interval() => "+",
        mark => mark,
    };
    (Year(start.year()).to_string(), day, sign)
}

/// What ties a row to the record that is held, or else how many are named.
fn tie(id: RecordId, session: &Session) -> String {
    let dataset = &session.dataset;
    if id.kind != Kind::Meeting {
        return String::new();
    }
    let held = session.here.held.filter(|_| session.highlight().has(id));
    match held.map(|held| (held.kind, held)) {
        Some((Kind::Topic, topic)) => match dataset.weight(id, topic) {
            Some(Weight::Agenda) => "agenda".to_owned(),
            Some(Weight::Context) => "context".to_owned(),
            None => String::new(),
        },
        Some((Kind::Person, person)) => role(dataset, id, person, session),
        Some(_) => String::new(),
        None if session.here.held.is_some() => String::new(),
        None => match dataset.people_at(id).len() {
            0 => String::new(),
            count => format!("{count} named"),
        },
    }
}

fn role(dataset: &Dataset, meeting: RecordId, person: RecordId, session: &Session) -> String {
    let mut named = dataset.participants(meeting);
    let participant = named.find(|participant| participant.person == Some(person));
    let role = participant.map_or("", |participant| participant.role);
    let mut chairs = dataset.to(meeting, Relation::Chair);
    let chaired = role.is_empty() && chairs.any(|chair| chair == person);
    let shown = if chaired { "chair" } else { role };
    cut(shown, 24, session.glyphs.ellipsis).into_owned()
}
