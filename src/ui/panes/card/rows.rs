//! The tables of a card: meetings, names with how each belongs, topics with their years.

use super::layout::{Frame, OUTSIDE};
use super::sheet::{Goal, Sheet, Tone};
use super::tables::{Row, Table, WIDE};
use crate::browse::page::{How, Item, Section};
use crate::data::{Dataset, Kind, RecordId, Weight};
use crate::facts::words::brief_when;
use crate::text::{clean_line, columns};
use crate::ui::widgets::apart::{Names, titles};
use crate::ui::widgets::lane::{lane, years};

/// A table of words is folded beyond so many rows.
const ROWS: usize = 12;

impl Frame<'_> {
    /// The meetings of the record, one row each.
    pub(super) fn meetings(&self, nth: usize, room: usize, sheet: &mut Sheet) {
        let section = &self.page().sections[nth];
        sheet.section = nth;
        let items = section.items().filter(|item| item.id.is_some());
        let mut items: Vec<&Item> = items.collect();
        if self.session.newest_first {
            newest_first(self.dataset(), &mut items);
        }
        let outside = &self.page().outside;
        let all = items.len() + outside.len();
        let counted = Kind::Meeting.counted(all).to_uppercase();
        let heading = if outside.is_empty() {
            format!("{all} {counted}")
        } else {
            format!("{} of {all} {counted}", items.len())
        };
        let order = if self.session.newest_first {
            "newest first"
        } else {
            "oldest first"
        };
        let room = room.saturating_sub(1 + usize::from(!outside.is_empty()));
        let most = if items.len() <= room {
            items.len()
        } else {
            room.saturating_sub(1).max(3)
        };
        let shown = self.shown(nth, most).min(items.len());
        let mut table = Table {
            heading,
            note: format!(", {order}"),
            columns: vec!["where", section.column],
            number: "named",
            rows: items
                .iter()
                .take(shown)
                .map(|item| self.meeting_row(item))
                .collect(),
            ..Table::default()
        };
        if shown < items.len() {
            let more = format!(
                "{} {} more",
                self.session.glyphs.ellipsis,
                items.len() - shown
            );
            table.more = Some((more, nth));
        }
        table.write(sheet);
        self.outside(sheet);
    }

    /// What the filter leaves out, folded.
    pub(super) fn outside(&self, sheet: &mut Sheet) {
        let outside = &self.page().outside;
        let shown = self.shown(OUTSIDE, 0).min(outside.len());
        let items: Vec<Item> = outside
            .iter()
            .map(|id| Item {
                id: Some(*id),
                how: How::Meeting,
            })
            .collect();
        let mut items: Vec<&Item> = items.iter().collect();
        if self.session.newest_first {
            newest_first(self.dataset(), &mut items);
        }
        let mut table = Table {
            rows: items
                .iter()
                .take(shown)
                .map(|item| self.meeting_row(item))
                .collect(),
            ..Table::default()
        };
        if shown < outside.len() {
            let ellipsis = self.session.glyphs.ellipsis;
            let more = format!(
                "{ellipsis} {} more outside the filter",
                outside.len() - shown
            );
            table.more = Some((more, OUTSIDE));
        }
        table.write(sheet);
    }

    /// A meeting as a row of a table: date, title, place, how the record of the page belongs to it, how many are named.
    pub fn meeting_row(&self, item: &Item) -> Row {
        let dataset = self.dataset();
        let Some(id) = item.id else {
            return Row::default();
        };
        let words = item.words(dataset, self.page());
        let mut row = self.row(item);
        let place = match dataset.place(id) {
            "" => "?",
            place => place,
        };
        let named = dataset.people_at(id).len();
        row.lead = date_column(dataset, id);
        row.words = vec![place.to_owned(), self.without_last_role(&words.detail)];
        row.number = if named > 0 {
            named.to_string()
        } else {
            String::new()
        };
        row
    }

    /// How somebody was named, without the role that the head tells already.
    fn without_last_role(&self, aside: &str) -> String {
        let roles = self.page().about.filter(|id| id.kind == Kind::Person);
        let titles: Vec<&str> = roles
            .into_iter()
            .flat_map(|id| self.dataset().roles(id))
            .map(|role| role.title)
            .collect();
        let bare = aside.trim_start_matches("~ ").trim_start_matches("as ");
        let mut known = titles.iter().filter(|title| !title.is_empty());
        let rest = known.find_map(|title| bare.strip_prefix(*title));
        match rest.filter(|rest| rest.is_empty() || rest.starts_with(" (")) {
            Some(rest) => rest.trim_matches([' ', '(', ')']).to_owned(),
            None => aside.to_owned(),
        }
    }

    fn row(&self, item: &Item) -> Row {
        let dataset = self.dataset();
        let words = item.words(dataset, self.page());
        let short = match (item.id, item.how) {
            (Some(id), How::Plain | How::Meeting | How::Topic(_) | How::Together(_)) => {
                dataset.short(id).to_owned()
            }
            _ => words.name.clone().into_owned(),
        };
        let full = match (item.id, item.how) {
            (Some(id), How::Meeting | How::Together(_) | How::Topic(_)) => {
                dataset.name(id).to_owned()
            }
            _ => words.name.clone().into_owned(),
        };
        Row {
            name: full,
            short,
            id: item.id.map_or_else(String::new, |id| {
                clean_line(dataset.raw_id(id)).into_owned()
            }),
            goal: item.id.map(Goal::Record),
            ..Row::default()
        }
    }

    /// Any other list: names, and how each belongs.
    pub(super) fn list(&self, nth: usize, section: &Section, items: &[Item], sheet: &mut Sheet) {
        let counts = items
            .iter()
            .all(|item| matches!(item.how, How::Together(_)));
        let most = match (counts, self.height) {
            (true, ..40) => 4,
            (true, _) => 8,
            (false, _) => ROWS,
        };
        let most = if items.len() <= most + 1 {
            items.len()
        } else {
            most
        };
        let shown = self.shown(nth, most).min(items.len());
        let rows = items.iter().take(shown).map(|item| {
            let words = item.words(self.dataset(), self.page());
            let mut row = self.row(item);
            if counts {
                row.number = words.detail.into_owned();
                return row;
            }
            row.tone = words.detail.starts_with('~').then_some(Tone::Doubt);
            row.lead = words.lead.into_owned();
            row.words = vec![words.detail.into_owned()];
            row
        });
        let mut rows: Vec<Row> = rows.collect();
        let common = common_basis(&mut rows);
        let counted = items.iter().filter(|item| item.id.is_some()).count();
        let heading = match section.heading {
            "" => String::new(),
            "PEOPLE NAMED" if !counts => counted_people(items.len()),
            heading if counts => heading.to_owned(),
            heading => format!("{heading} {counted}"),
        };
        let mut table = Table {
            heading,
            rows,
            stacked: !counts,
            number: if counts { section.column } else { "" },
            ..Table::default()
        };
        if shown < items.len() {
            let ellipsis = self.session.glyphs.ellipsis;
            table.more = Some((format!("{ellipsis} {} more", items.len() - shown), nth));
        }
        if !counts && !section.column.is_empty() {
            let dot = if common.is_empty() { "" } else { " · " };
            table.aside = format!("{common}{dot}{}", section.column);
        }
        table.write(sheet);
    }

    /// Topics of a meeting, each with the years in which it was on the table.
    pub(super) fn lanes(&self, nth: usize, section: &Section, items: &[Item], sheet: &mut Sheet) {
        let dataset = self.dataset();
        let shown = self.shown(nth, ROWS).min(items.len());
        let shown_items = || items.iter().take(shown).filter_map(|item| item.id);
        let name = shown_items()
            .map(|id| columns(dataset.short(id)))
            .max()
            .unwrap_or(0);
        let indent = if self.width < WIDE { 1 } else { 3 };
        let counted = format!("{} {}", items.len(), section.heading);
        let counted = if items.len() == 1 {
            counted.replacen("TOPICS", "TOPIC", 1)
        } else {
            counted
        };
        let name = (indent + name)
            .max(columns(&counted) + 1)
            .min(self.width * 3 / 5);
        let span = self.span_of_meetings();
        let room = self.width.saturating_sub(name + 2 + 10);
        let wide = [3, 2, 1]
            .into_iter()
            .find(|wide| span.1 * wide <= room && span.1 > 1);
        sheet.heading(&counted, Tone::Heading);
        match wide {
            Some(wide) => {
                sheet.write(name + 2, &years(span.0, span.1, wide), Tone::Dim);
                sheet.write_right("meetings ", Tone::Dim);
            }
            None => {
                sheet.write_right("meetings ", Tone::Dim);
            }
        }
        if section.column.starts_with("the list") {
            let at = indent;
            sheet.line().write(at, section.column, Tone::Dim);
        }
        let lanes: Vec<(RecordId, String)> = shown_items()
            .map(|id| {
                let seen = wide.map(|wide| (wide, weights(dataset, id, span)));
                let lane = seen.map(|(wide, seen)| lane(&seen, wide, self.session.glyphs));
                (id, lane.unwrap_or_default())
            })
            .collect();
        // A title goes on to where its lane begins, or to the number.
        let number = |id: RecordId| dataset.meeting_count(id).to_string();
        let begins = |lane: &str| name + 2 + columns(lane) - columns(lane.trim_start());
        let ids: Vec<String> = { lanes.iter() }
            .map(|(id, _)| clean_line(dataset.raw_id(*id)).into_owned())
            .collect();
        let names: Vec<Names<'_>> = { lanes.iter().zip(&ids) }
            .map(|((id, lane), raw)| Names {
                full: dataset.name(*id),
                short: dataset.short(*id),
                id: raw,
                room: if lane.trim().is_empty() {
                    self.width
                        .saturating_sub(indent + columns(&number(*id)) + 2)
                } else {
                    begins(lane).saturating_sub(indent + 1)
                },
            })
            .collect();
        let titles = titles(&names, |nth| lanes[nth].1.clone(), sheet.ellipsis);
        for ((id, lane), title) in lanes.iter().zip(&titles) {
            sheet.line().write(indent, title, Tone::Text);
            sheet.write(begins(lane), lane.trim_start(), Tone::Lit);
            sheet.write_right(&format!("{} ", number(*id)), Tone::Text);
            sheet.stop_line(Goal::Record(*id));
        }
        if shown < items.len() {
            let more = format!(
                "{} {} more",
                self.session.glyphs.ellipsis,
                items.len() - shown
            );
            sheet.line().write(indent, &more, Tone::Dim);
            sheet.stop_line(Goal::Unfold(nth));
        }
    }

    /// The first year with a meeting on the axis, and how many years follow to the last.
    fn span_of_meetings(&self) -> (i16, usize) {
        let Some(axis) = self.session.axis else {
            return (0, 0);
        };
        let dataset = self.dataset();
        let first = dataset
            .all(Kind::Meeting)
            .next()
            .and_then(|id| dataset.when(id));
        let first = first.map_or(axis.first, |when| when.year().max(axis.first));
        let count = i32::from(axis.last) - i32::from(first) + 1;
        (first, usize::try_from(count).unwrap_or(0))
    }
}

/// What all rows say at their end, of how somebody's presence is known: it is told once, above.
fn common_basis(rows: &mut [Row]) -> String {
    for word in ["announced", "quoted", "implied"] {
        let ending = format!(" ({word})");
        let told = |row: &Row| {
            row.words
                .iter()
                .any(|text| text == word || text.ends_with(&ending))
        };
        if rows.len() > 1 && rows.iter().all(told) {
            for text in rows.iter_mut().flat_map(|row| &mut row.words) {
                let bare = text.strip_suffix(&ending).or(text.strip_suffix(word));
                let kept = bare.unwrap_or(text);
                *text = kept.to_owned();
            }
            return format!("all {word}, not reported");
        }
    }
    String::new()
}

fn counted_people(count: usize) -> String {
    let word = if count == 1 { "PERSON" } else { "PEOPLE" };
    format!("{count} {word} NAMED")
}

/// A date for the column before a title: `2014-10-01`, `2013-10-03+` for several days, `2019-06-04?`.
pub fn date_column(dataset: &Dataset, id: RecordId) -> String {
    match brief_when(dataset, id) {
        when if when.is_empty() => "?".to_owned(),
        when => when,
    }
}

/// The latest first; those without a date stay at the end.
fn newest_first(dataset: &Dataset, items: &mut [&Item]) {
    let dated = |item: &&Item| item.id.is_some_and(|id| dataset.when(id).is_some());
    let end = items.partition_point(dated);
    items[..end].reverse();
}

/// In which years a topic was on the table, with the stronger of its weights in each.
fn weights(
    dataset: &Dataset,
    topic: RecordId,
    (first, count): (i16, usize),
) -> Vec<Option<Weight>> {
    /// No more meetings of a year are looked at for one that has it on its agenda.
    const LOOKED_AT: usize = 1_000;
    let meetings = dataset.meetings_of(topic);
    let year = |row: u32| {
        dataset
            .when(RecordId::meeting(row))
            .map(crate::data::When::year)
    };
    let mut weights = vec![None; count];
    let mut left: &[u32] = &meetings;
    while let Some(this) = left.first().and_then(|row| year(*row)) {
        let same = |row: &u32| year(*row) == Some(this);
        // Where a window begins before the year of its date, years come anew.
        let end = if dataset.has_bounds() {
            left.iter().take_while(|row| same(row)).count()
        } else {
            left.partition_point(same)
        };
        let (of_year, after) = left.split_at(end.max(1));
        let mut looked_at = of_year.iter().take(LOOKED_AT);
        let agenda = looked_at
            .any(|row| dataset.weight(RecordId::meeting(*row), topic) != Some(Weight::Context));
        let nth = i32::from(this) - i32::from(first);
        if let Some(cell) = usize::try_from(nth)
            .ok()
            .and_then(|nth| weights.get_mut(nth))
        {
            *cell = Some(if agenda {
                Weight::Agenda
            } else {
                Weight::Context
            });
        }
        left = after;
    }
    weights
}
