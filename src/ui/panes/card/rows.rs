//! The tables of a card: meetings, names with how each belongs, topics with their years.

use super::tables::{CardRow, CardTable, WIDE};
use super::text::{CardTarget, CardText, Tone};
use super::writer::{CardWriter, more};
use crate::browse::page::{How, Item, Section};
use crate::data::{Dataset, Kind, RecordId, Weight, When};
use crate::session::DateOrder;
use crate::text::{clean_line, columns};
use crate::ui::list::date_column;
use crate::ui::widgets::lane::{lane, years};
use crate::ui::widgets::titles::{TitleForms, titles};

/// A table of words is folded beyond that many rows.
const ROWS: usize = 12;

/// The number of the fold of the meetings outside the filter; sections have their own numbers.
const OUTSIDE: usize = usize::MAX;

impl CardWriter<'_> {
    /// The meetings of the record, one row each.
    pub(super) fn meetings(&self, nth: usize, room: usize, card: &mut CardText) {
        let section = &self.page.sections[nth];
        card.section = nth;
        let items = section.items().filter(|item| item.id.is_some());
        let mut items: Vec<Item> = items.copied().collect();
        self.in_order(&mut items);
        let outside = &self.page.outside;
        let all = items.len() + outside.len();
        let counted = Kind::Meeting.counted(all).to_uppercase();
        let heading = if outside.is_empty() {
            format!("{all} {counted}")
        } else {
            format!("{} of {all} {counted}", items.len())
        };
        let room = room.saturating_sub(1 + usize::from(!outside.is_empty()));
        let fits = items.len() <= room;
        let most = if fits {
            items.len()
        } else {
            room.saturating_sub(1).max(3)
        };
        let shown = self.shown(nth, most, items.len());
        let rows = items.iter().take(shown).map(|item| self.meeting_row(item));
        let table = CardTable {
            heading,
            note: format!(", {} first", self.session.order.word()),
            columns: vec!["where", section.column],
            number: "named",
            rows: rows.collect(),
            more: more(shown, items.len(), nth),
            ..CardTable::default()
        };
        table.write(card);
        self.outside(card);
    }

    /// What the filter leaves out, folded.
    fn outside(&self, card: &mut CardText) {
        let items = self.page.outside.iter();
        let mut items: Vec<Item> = items.map(|id| Item::link(*id, How::Meeting)).collect();
        self.in_order(&mut items);
        let shown = self.shown(OUTSIDE, 0, items.len());
        let rows = items.iter().take(shown).map(|item| self.meeting_row(item));
        let more = more(shown, items.len(), OUTSIDE);
        let table = CardTable {
            rows: rows.collect(),
            more: more.map(|(more, fold)| (format!("{more} outside the filter"), fold)),
            ..CardTable::default()
        };
        table.write(card);
    }

    /// Turns meetings in the order of time into that of the session; those without a date stay at the end.
    fn in_order(&self, items: &mut [Item]) {
        if self.session.order == DateOrder::Newest {
            let dataset = self.dataset();
            let dated = |item: &Item| item.id.is_some_and(|id| dataset.when(id).is_some());
            let end = items.partition_point(dated);
            items[..end].reverse();
        }
    }

    /// A meeting as a row of a table: date, title, place, how the record of the page belongs to it, how many are named.
    pub fn meeting_row(&self, item: &Item) -> CardRow {
        let dataset = self.dataset();
        let Some(id) = item.id else {
            return CardRow::default();
        };
        let words = item.words(dataset, self.page);
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

    /// How somebody was named, without the role that stands in the head already.
    fn without_last_role(&self, how: &str) -> String {
        let roles = self.page.about.filter(|id| id.kind == Kind::Person);
        let roles = roles.into_iter().flat_map(|id| self.dataset().roles(id));
        let bare = how.trim_start_matches("~ ").trim_start_matches("as ");
        let mut titles = { roles.map(|role| role.title) }.filter(|title| !title.is_empty());
        let rest = titles.find_map(|title| bare.strip_prefix(title));
        match rest.filter(|rest| rest.is_empty() || rest.starts_with(" (")) {
            Some(rest) => rest.trim_matches([' ', '(', ')']).to_owned(),
            None => how.to_owned(),
        }
    }

    fn row(&self, item: &Item) -> CardRow {
        let dataset = self.dataset();
        let words = item.words(dataset, self.page);
        let (name, short) = match (item.id, item.how) {
            (Some(id), How::Meeting | How::Topic(_) | How::Together(_)) => {
                (dataset.name(id), dataset.short(id))
            }
            (Some(id), How::Plain) => (&*words.name, dataset.short(id)),
            _ => (&*words.name, &*words.name),
        };
        let raw = item.id.map(|id| clean_line(dataset.raw_id(id)));
        CardRow {
            name: name.to_owned(),
            short: short.to_owned(),
            id: raw.unwrap_or_default().into_owned(),
            target: item.id.map(CardTarget::Record),
            ..CardRow::default()
        }
    }

    /// Any other list: names, and how each belongs.
    pub(super) fn list(&self, nth: usize, section: &Section, items: &[Item], card: &mut CardText) {
        let is_count = |item: &Item| matches!(item.how, How::Together(_));
        let counts = items.iter().all(is_count);
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
        let shown = self.shown(nth, most, items.len());
        let rows = items.iter().take(shown).map(|item| {
            let words = item.words(self.dataset(), self.page);
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
        let mut rows: Vec<CardRow> = rows.collect();
        let common = common_basis(&mut rows);
        let counted = items.iter().filter(|item| item.id.is_some()).count();
        let heading = match section.heading {
            "" => String::new(),
            "PEOPLE NAMED" if !counts => counted_people(items.len()),
            heading if counts => heading.to_owned(),
            heading => format!("{heading} {counted}"),
        };
        let mut table = CardTable {
            heading,
            rows,
            stacked: !counts,
            number: if counts { section.column } else { "" },
            more: more(shown, items.len(), nth),
            ..CardTable::default()
        };
        if !counts && !section.column.is_empty() {
            let dot = if common.is_empty() { "" } else { " · " };
            table.remark = format!("{common}{dot}{}", section.column);
        }
        table.write(card);
    }

    /// Topics of a meeting, each with the years in which it was on the table.
    pub(super) fn lanes(&self, nth: usize, section: &Section, items: &[Item], card: &mut CardText) {
        let dataset = self.dataset();
        let shown = self.shown(nth, ROWS, items.len());
        let shown_items = || items.iter().take(shown).filter_map(|item| item.id);
        let name = shown_items().map(|id| columns(dataset.short(id))).max();
        let name = name.unwrap_or(0);
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
        card.heading(&counted);
        if let Some(wide) = wide {
            card.write(name + 2, &years(span.0, span.1, wide), Tone::Dim);
        }
        card.write_right("meetings ", Tone::Dim);
        if section.column.starts_with("the list") {
            card.line().write(indent, section.column, Tone::Dim);
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
        let room = |id: RecordId, lane: &str| match lane.trim() {
            "" => (self.width).saturating_sub(indent + columns(&number(id)) + 2),
            _ => begins(lane).saturating_sub(indent + 1),
        };
        let forms = { lanes.iter().zip(&ids) }.map(|((id, lane), raw)| TitleForms {
            full: dataset.name(*id),
            short: dataset.short(*id),
            id: raw,
            room: room(*id, lane),
        });
        let titles = titles(forms, |nth| lanes[nth].1.clone(), card.ellipsis);
        for ((id, lane), title) in lanes.iter().zip(&titles) {
            card.line().write(indent, title, Tone::Text);
            card.write(begins(lane), lane.trim_start(), Tone::Lit);
            card.write_right(&format!("{} ", number(*id)), Tone::Text);
            card.stop_line(CardTarget::Record(*id));
        }
        if let Some((more, fold)) = more(shown, items.len(), nth) {
            card.fold(indent, &more, fold);
        }
    }

    /// The first year with a meeting on the axis, and how many years follow to the last.
    fn span_of_meetings(&self) -> (i16, usize) {
        let Some(axis) = self.session.axis else {
            return (0, 0);
        };
        let dataset = self.dataset();
        let first = dataset.all(Kind::Meeting).next();
        let first = first.and_then(|id| dataset.when(id));
        let first = first.map_or(axis.first, |when| when.year().max(axis.first));
        let count = i32::from(axis.last) - i32::from(first) + 1;
        (first, usize::try_from(count).unwrap_or(0))
    }
}

/// What all rows say at their end, of how somebody's presence is known: it stands once, above.
fn common_basis(rows: &mut [CardRow]) -> String {
    for word in ["announced", "quoted", "implied"] {
        let ending = format!(" ({word})");
        let says = |text: &String| text == word || text.ends_with(&ending);
        if rows.len() > 1 && rows.iter().all(|row| row.words.iter().any(says)) {
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

/// In which years a topic was on the table, with the stronger of its weights in each.
fn weights(dataset: &Dataset, topic: RecordId, years: (i16, usize)) -> Vec<Option<Weight>> {
    /// No more meetings of a year are looked at for one that has it on its agenda.
    const LOOKED_AT: usize = 1_000;
    let meetings = dataset.meetings_of(topic);
    let year = |row: u32| dataset.when(RecordId::meeting(row)).map(When::year);
    let (first, count) = years;
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
        let nth = usize::try_from(i32::from(this) - i32::from(first)).ok();
        if let Some(cell) = nth.and_then(|nth| weights.get_mut(nth)) {
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
