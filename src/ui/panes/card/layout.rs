//! A page laid out as a card: an answer first, then tables, the most recent meetings on top.

use super::overview;
use super::sheet::{Goal, Sheet, Tone};
use super::tables::{Row, Table, WIDE};
use crate::browse::headline::{Answer, answers, brief};
use crate::browse::page::{Body, How, Item, Page, Section};
use crate::data::{Dataset, Date, Kind, RecordId, RoleHeld, Weight};
use crate::session::Session;
use crate::text::{clean_line, columns};
use crate::ui::widgets::lane::{lane, years};

/// What a card is laid out for.
#[derive(Clone, Copy)]
pub struct Frame<'s> {
    /// The session, to read.
    pub session: &'s Session,
    /// What is known of the record.
    pub page: &'s Page,
    /// The room.
    pub width: usize,
    /// See `width`.
    pub height: usize,
    /// The folds that are open: how many rows more each shows.
    pub open: &'s [(usize, usize)],
}

/// A summary is folded beyond so many lines.
const SUMMARY: usize = 6;

/// A table of words is folded beyond so many rows.
const ROWS: usize = 12;

/// The number of the fold of the meetings outside the filter; sections have their own numbers.
pub const OUTSIDE: usize = usize::MAX;

impl Frame<'_> {
    fn page(&self) -> &Page {
        self.page
    }

    fn dataset(&self) -> &Dataset {
        &self.session.dataset
    }

    /// How many rows a fold shows: at first so many, and as many more as it was opened for.
    pub fn shown(&self, fold: usize, at_first: usize) -> usize {
        let more = self.open.iter().find(|(open, _)| *open == fold);
        at_first + more.map_or(0, |(_, more)| *more)
    }

    /// Whether a fold is open.
    pub fn is_open(&self, fold: usize) -> bool {
        self.open.iter().any(|(open, _)| *open == fold)
    }

    /// An empty sheet of that width.
    pub fn sheet(&self, width: usize) -> Sheet {
        Sheet::new(width, self.session.glyphs.ellipsis)
    }

    /// The card.
    pub fn sheet_of_page(&self) -> Sheet {
        if self.page().about.is_none() {
            return overview::write(*self);
        }
        let mut sheet = self.sheet(self.width);
        self.head(&mut sheet);
        sheet.first = sheet.stops.len();
        // How many rows of meetings fit depends on what else there is.
        let is_meetings = |section: &&Section| is_of_meetings(section);
        let meetings = self
            .page()
            .sections
            .iter()
            .position(|section| is_meetings(&section));
        let mut rest = self.sheet(self.width);
        self.sections(&mut rest, meetings.map_or(0, |at| at + 1)..usize::MAX);
        if let Some(at) = meetings {
            self.sections(&mut sheet, 0..at);
            sheet.gap();
            let rest = if self.width < WIDE {
                0
            } else {
                rest.lines.len().min(8)
            };
            let left = self.height.saturating_sub(sheet.lines.len() + rest + 1);
            self.meetings(at, left.max(5), &mut sheet);
            sheet.gap();
        } else {
            sheet.gap();
        }
        sheet.append(rest);
        sheet
    }

    // The head.

    fn head(&self, sheet: &mut Sheet) {
        let page = self.page();
        let Some(id) = page.about else {
            return;
        };
        if self.height > 18 {
            sheet.line();
        }
        let wide = self.width >= WIDE && id.kind != Kind::Meeting;
        for line in crate::text::wrap(&page.title, self.width.saturating_sub(2).max(1)) {
            sheet.line().write(1, line, Tone::Name);
        }
        if wide {
            sheet.write_right(&format!("{} ", id.kind.one()), Tone::Dim);
        }
        let numbered = page.sections.iter().any(is_neighbours);
        for (nth, fact) in page.facts.iter().enumerate() {
            if numbered && is_number(fact) {
                continue;
            }
            let tone = match fact.chars().next() {
                Some('!') => Tone::Warning,
                Some('?') => Tone::Doubt,
                _ => Tone::Text,
            };
            let kind = (nth == 0 && !wide && id.kind != Kind::Meeting).then(|| id.kind.one());
            let fact = kind.map_or_else(|| fact.clone(), |kind| format!("{kind} · {fact}"));
            sheet.prose(&fact, tone, usize::MAX - 1, (0, true));
        }
        if page.facts.is_empty() && !wide && id.kind != Kind::Meeting {
            sheet.line().write(1, id.kind.one(), Tone::Dim);
        }
        self.roles(id, sheet);
        self.neighbours(sheet);
        self.disagreements(id, sheet);
        let kept = page.kept.as_ref().map(|kept| kept.as_slice());
        for answer in answers(self.dataset(), id, kept) {
            sheet.gap();
            self.answer(&answer, sheet);
        }
    }

    /// The role now or last, and earlier ones, each on a line.
    fn roles(&self, id: RecordId, sheet: &mut Sheet) {
        if id.kind != Kind::Person {
            return;
        }
        let dataset = self.dataset();
        let mut roles: Vec<RoleHeld<'_>> = dataset.roles(id).collect();
        let since = |role: &RoleHeld<'_>| role.to.or(role.as_of).or(role.from);
        roles.sort_by_key(|role| std::cmp::Reverse(since(role)));
        for (nth, role) in roles.iter().enumerate() {
            let title = match role.organisation {
                Some(organisation) if role.title.is_empty() => dataset.name(organisation),
                _ => role.title,
            };
            let when = held_when(role);
            let text = match nth {
                0 => format!("{title} · {when}"),
                _ => format!("before: {title}, {when}"),
            };
            let tone = if nth == 0 { Tone::Text } else { Tone::Dim };
            let line = sheet.lines.len();
            sheet.prose(&text, tone, usize::MAX - 1, (0, true));
            if let Some(organisation) = role.organisation {
                let lines = std::mem::take(&mut sheet.lines);
                sheet.lines.extend(lines.iter().take(line + 1).cloned());
                sheet.stop_line(Goal::Record(organisation));
                sheet.lines = lines;
            }
        }
    }

    /// `‹ 1st SOM 2013-05-03   no. 2 of 11   3rd SOM 2016-02-16 ›`.
    fn neighbours(&self, sheet: &mut Sheet) {
        let mut sections = self.page().sections.iter();
        let Some(section) = sections.find(|section| is_neighbours(section)) else {
            return;
        };
        let glyphs = self.session.glyphs;
        let told = |how: How| {
            let item = section.items().find(|item| item.how == how)?;
            let id = item.id?;
            let date = date_column(self.dataset(), id);
            Some((id, format!("{} {date}", self.dataset().short(id))))
        };
        sheet.line();
        let mut facts = self.page().facts.iter();
        let number = facts
            .find(|fact| is_number(fact))
            .map_or("", String::as_str);
        if let Some((id, text)) = told(How::Before) {
            let text = format!("{} {}", glyphs.back, text.trim_end());
            sheet.write(1, &text, Tone::Text);
            sheet.stop(1, 1 + columns(&text), Goal::Record(id));
        }
        let has_next = told(How::After).is_some();
        if let Some((id, text)) = told(How::After) {
            let text = format!("{} {}", text.trim_end(), glyphs.link);
            let at = self.width.saturating_sub(columns(&text) + 1);
            let between = at.saturating_sub(sheet.end());
            let fits = between >= columns(number) + 4;
            if fits && !number.is_empty() {
                let middle = sheet.end() + (between - columns(number)) / 2;
                sheet.write(middle, number, Tone::Dim);
            }
            let at = if sheet.end() + 2 > at {
                sheet.line();
                1
            } else {
                at
            };
            sheet.write(at, &text, Tone::Text);
            sheet.stop(at, at + columns(&text), Goal::Record(id));
        }
        let told_already = sheet
            .lines
            .last()
            .is_some_and(|line| line.iter().any(|part| part.text == number));
        if !number.is_empty() && !told_already {
            if has_next || sheet.end() + columns(number) + 3 > self.width {
                sheet.line().write(1, number, Tone::Dim);
            } else {
                sheet.write_right(&format!("{number} "), Tone::Dim);
            }
        }
    }

    /// `! sources disagree on how often they meet`.
    fn disagreements(&self, id: RecordId, sheet: &mut Sheet) {
        for conflict in self.dataset().conflicts_of(id) {
            let about = lower_first(&conflict.about);
            let text = format!("! sources disagree on {about}");
            sheet.prose(&text, Tone::Warning, usize::MAX - 1, (0, true));
        }
    }

    /// `LAST ON THE TABLE  20 Mar 2023 · Task Force Mar 2023 · Brussels`, and who else.
    fn answer(&self, answer: &Answer, sheet: &mut Sheet) {
        let dataset = self.dataset();
        let wide = self.width >= WIDE;
        sheet.heading(answer.label, Tone::Heading);
        let at = sheet.end() + 2;
        let date = dataset.date(answer.meeting).map_or_else(String::new, brief);
        let title = dataset.short(answer.meeting);
        let mut parts = vec![
            date,
            title.to_owned(),
            dataset.place(answer.meeting).to_owned(),
        ];
        parts.push(answer.basis.to_owned());
        parts.retain(|part| !part.is_empty());
        let others = &answer.others;
        let named = match others.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            some if some.len() <= 4 => some.join(", "),
            some => format!("{}, {} more", some[..3].join(", "), some.len() - 3),
        };
        let named = match (self.page().about.map(|id| id.kind), named.as_str()) {
            (_, "") => String::new(),
            (Some(Kind::Person), named) => format!("beside {named}"),
            (_, named) => named.to_owned(),
        };
        if wide {
            sheet.write(at, &parts.join(" · "), Tone::Text);
        } else {
            sheet.write(at, &parts.remove(0), Tone::Text);
        }
        let at = if wide { at } else { 1 };
        let mut below = if wide {
            Vec::new()
        } else {
            vec![parts.join(" · ")]
        };
        below.push(named);
        below.extend(
            answer
                .silence
                .as_ref()
                .map(|span| format!("nothing on record since: {span}")),
        );
        for text in below.iter().filter(|text| !text.is_empty()) {
            let room = self.width.saturating_sub(at + 1).max(8);
            for line in crate::text::wrap(text, room) {
                sheet.line().write(at, line, Tone::Text);
            }
        }
    }

    // The tables.

    fn sections(&self, sheet: &mut Sheet, range: std::ops::Range<usize>) {
        let sections: Vec<(usize, &Section)> = { self.page().sections.iter().enumerate() }
            .filter(|(nth, section)| range.contains(nth) && !is_told_above(section))
            .collect();
        let mut at = 0;
        let mut names_before = false;
        while let Some((nth, section)) = sections.get(at) {
            sheet.section = *nth;
            let names = matches!(section.body, Body::Names(_));
            if !(names && names_before) {
                sheet.gap();
            }
            names_before = names;
            let beside = sections
                .get(at + 1)
                .filter(|(_, next)| self.width >= WIDE && is_short(section) && is_short(next));
            if let Some((other, next)) = beside {
                let half = self.width / 2;
                let left = self.one(*nth, section, half.saturating_sub(2));
                let right = self.one(*other, next, self.width - half);
                sheet.append_beside(left, right, half);
                at += 2;
            } else {
                let one = self.one(*nth, section, self.width);
                sheet.append(one);
                at += 1;
            }
        }
    }

    /// One section on a sheet of its own.
    fn one(&self, nth: usize, section: &Section, width: usize) -> Sheet {
        let mut sheet = self.sheet(width);
        sheet.section = nth;
        match &section.body {
            Body::Prose(texts) => {
                if !section.heading.is_empty() {
                    let tone = if section.heading.starts_with('!') {
                        Tone::Warning
                    } else {
                        Tone::Heading
                    };
                    sheet.heading(section.heading, tone);
                }
                let most = if section.heading.is_empty() {
                    SUMMARY
                } else {
                    2 * SUMMARY
                };
                for text in texts {
                    let tone = if text.starts_with('?') {
                        Tone::Doubt
                    } else {
                        Tone::Text
                    };
                    sheet.prose(text, tone, most, (nth, self.is_open(nth)));
                }
            }
            Body::Names(items) => self.names(section.heading, items, &mut sheet),
            Body::Awaited => sheet.heading(
                &format!("{} {}", section.heading, self.session.glyphs.ellipsis),
                Tone::Heading,
            ),
            Body::List(items) if is_lanes(section) => self.lanes(nth, section, items, &mut sheet),
            Body::List(items) => self.list(nth, section, items, &mut sheet),
        }
        sheet
    }

    /// The meetings of the record, one row each.
    fn meetings(&self, nth: usize, room: usize, sheet: &mut Sheet) {
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
            columns: vec!["where", section.aside],
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
    fn outside(&self, sheet: &mut Sheet) {
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
        row.words = vec![place.to_owned(), self.without_last_role(&words.aside)];
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
        let parts = aside.split(" · ");
        let told = parts.filter(|part| !titles.contains(&part.trim_start_matches("~ ")));
        told.collect::<Vec<&str>>().join(" · ")
    }

    fn row(&self, item: &Item) -> Row {
        let dataset = self.dataset();
        let words = item.words(dataset, self.page());
        let short = match (item.id, item.how) {
            (Some(id), How::Plain | How::Meeting | How::Topic | How::Together(_)) => {
                dataset.short(id).to_owned()
            }
            _ => words.name.clone().into_owned(),
        };
        let full = match (item.id, item.how) {
            (Some(id), How::Meeting | How::Together(_) | How::Topic) => dataset.name(id).to_owned(),
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
    fn list(&self, nth: usize, section: &Section, items: &[Item], sheet: &mut Sheet) {
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
                row.number = words.aside.into_owned();
                return row;
            }
            row.tone = words.aside.starts_with('~').then_some(Tone::Doubt);
            row.lead = words.lead.into_owned();
            row.words = vec![words.aside.into_owned()];
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
            number: if counts { section.aside } else { "" },
            ..Table::default()
        };
        if shown < items.len() {
            let ellipsis = self.session.glyphs.ellipsis;
            table.more = Some((format!("{ellipsis} {} more", items.len() - shown), nth));
        }
        if !counts && !section.aside.is_empty() {
            let dot = if common.is_empty() { "" } else { " · " };
            table.aside = format!("{common}{dot}{}", section.aside);
        }
        table.write(sheet);
    }

    /// Topics of a meeting, each with the years in which it was on the table.
    fn lanes(&self, nth: usize, section: &Section, items: &[Item], sheet: &mut Sheet) {
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
        if section.aside.starts_with("the list") {
            let at = indent;
            sheet.line().write(at, section.aside, Tone::Dim);
        }
        for id in shown_items() {
            sheet.line();
            let room = if wide.is_some() {
                name - indent
            } else {
                self.width.saturating_sub(indent + 6)
            };
            let full = dataset.name(id);
            let title = if columns(full) <= room {
                full
            } else {
                dataset.short(id)
            };
            sheet.write_within(indent, room, title, Tone::Text);
            if let Some(wide) = wide {
                let seen = weights(dataset, id, span);
                sheet.write(name + 2, &lane(&seen, wide, self.session.glyphs), Tone::Lit);
            }
            sheet.write_right(&format!("{} ", dataset.meeting_count(id)), Tone::Text);
            sheet.stop_line(Goal::Record(id));
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
            .and_then(|id| dataset.date(id));
        let first = first.map_or(axis.first, |date| date.year().max(axis.first));
        let count = i32::from(axis.last) - i32::from(first) + 1;
        (first, usize::try_from(count).unwrap_or(0))
    }

    /// Short links side by side: `ORGANISATIONS  EEAS · DG HOME · IOM`.
    fn names(&self, heading: &str, items: &[Item], sheet: &mut Sheet) {
        let dot = if self.session.glyphs.ascii {
            " - "
        } else {
            " · "
        };
        sheet.heading(heading, Tone::Heading);
        let start = if heading.is_empty() {
            1
        } else {
            sheet.end() + 2
        };
        let mut at = start;
        for (nth, item) in items.iter().enumerate() {
            let words = item.words(self.dataset(), self.page());
            let wide = columns(&words.name);
            let more = if nth + 1 < items.len() {
                columns(dot)
            } else {
                0
            };
            if nth > 0 && at + wide + more.min(2) > sheet.width {
                sheet.line();
                at = if start > sheet.width / 2 { 3 } else { start };
            }
            sheet.write(at, &words.name, Tone::Text);
            if let Some(id) = item.id {
                sheet.stop(at, sheet.end(), Goal::Record(id));
            }
            at += wide;
            if more > 0 {
                sheet.write(at, dot, Tone::Dim);
                at += more;
            }
        }
    }
}

/// `no. 2 of 11`.
fn is_number(fact: &str) -> bool {
    fact.trim_start_matches("~ ").starts_with("no. ")
}

fn is_of_meetings(section: &Section) -> bool {
    section.heading == "MEETINGS"
}

fn is_neighbours(section: &Section) -> bool {
    let mut items = section.items();
    items.any(|item| matches!(item.how, How::Before | How::After))
}

/// Whether the head of the card tells it.
fn is_told_above(section: &Section) -> bool {
    is_neighbours(section) || is_conflict(section) || section.heading == "ROLES"
}

/// `Oct 2018 – Sep 2023`, or the day on which it is known to be held.
fn held_when(role: &RoleHeld<'_>) -> String {
    let said = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), brief);
    match (role.from, role.to, role.as_of) {
        (None, None, None) => "when not known".to_owned(),
        (None, None, as_of) => format!("as of {}", said(as_of)),
        (from, to, _) => format!("{} – {}", said(from), said(to)),
    }
}

/// Conflicts are told in the head, and in full by the evidence.
fn is_conflict(section: &Section) -> bool {
    let mut items = section.items();
    section.heading == "! CONTESTED" || items.any(|item| matches!(item.how, How::Reading(..)))
}

fn is_lanes(section: &Section) -> bool {
    section
        .items()
        .next()
        .is_some_and(|item| item.how == How::Topic)
}

/// Whether a section is a short table of names and numbers.
fn is_short(section: &Section) -> bool {
    let mut items = section.items().peekable();
    let counts = |item: &Item| matches!(item.how, How::Together(_));
    matches!(section.body, Body::Awaited) || items.peek().is_some() && items.all(counts)
}

/// What all rows say at their end, of how somebody's presence is known: it is told once, above.
fn common_basis(rows: &mut [Row]) -> String {
    for word in ["announced", "quoted", "~ implied"] {
        let ending = format!(" · {word}");
        let told = |row: &Row| {
            row.words
                .iter()
                .any(|text| text == word || text.ends_with(&ending))
        };
        if rows.len() > 1 && rows.iter().all(told) {
            for text in rows.iter_mut().flat_map(|row| &mut row.words) {
                let kept = text
                    .strip_suffix(word)
                    .unwrap_or(text)
                    .trim_end_matches(" · ");
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

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next();
    let second = characters.clone().next();
    // What begins with two capitals is a name.
    match (first, second) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => text.to_owned(),
    }
}

/// A date for the column before a title: `2014-10-01`, `2013-10-03+` for several days, `2019-06-04?`.
pub fn date_column(dataset: &Dataset, id: RecordId) -> String {
    let Some(date) = dataset.date(id) else {
        return "?".to_owned();
    };
    let mark = match date.doubt().mark() {
        "" if date.is_interval() => "+",
        mark => mark,
    };
    format!("{}{mark}", date.start())
}

/// The latest first; those without a date stay at the end.
fn newest_first(dataset: &Dataset, items: &mut [&Item]) {
    let dated = |item: &&Item| item.id.is_some_and(|id| dataset.date(id).is_some());
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
            .date(RecordId::meeting(row))
            .map(crate::data::Date::year)
    };
    let mut weights = vec![None; count];
    let mut left: &[u32] = &meetings;
    while let Some(this) = left.first().and_then(|row| year(*row)) {
        let end = left.partition_point(|row| year(*row).is_some_and(|year| year <= this));
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
