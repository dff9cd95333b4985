//! The head of a card: the name, what it is, its neighbours, what sources disagree on, and the answer.

use super::layout::{Frame, is_neighbours};
use super::rows::date_column;
use super::sheet::{Goal, Sheet, Tone};
use super::tables::WIDE;
use crate::browse::headline::{Headline, answers, brief};
use crate::browse::page::How;
use crate::data::{Date, Kind, RecordId, RoleHeld};
use crate::text::columns;

impl Frame<'_> {
    pub(super) fn head(&self, sheet: &mut Sheet) {
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
        // The neighbours tell the number.
        let number = if page.sections.iter().any(is_neighbours) {
            format!(" · {}", page.number)
        } else {
            String::new()
        };
        for (nth, fact) in page.facts.iter().enumerate() {
            let fact = &fact.replacen(&number, "", usize::from(number.len() > 4));
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
    pub(super) fn roles(&self, id: RecordId, sheet: &mut Sheet) {
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
    pub(super) fn neighbours(&self, sheet: &mut Sheet) {
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
        let number = self.page().number.as_str();
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
    pub(super) fn disagreements(&self, id: RecordId, sheet: &mut Sheet) {
        for conflict in self.dataset().conflicts_of(id) {
            let about = lower_first(&conflict.about);
            let text = format!("! sources disagree on {about}");
            sheet.prose(&text, Tone::Warning, usize::MAX - 1, (0, true));
        }
    }

    /// `LAST ON THE TABLE  20 Mar 2023 · Task Force Mar 2023 · Brussels`, and who else.
    pub(super) fn answer(&self, answer: &Headline, sheet: &mut Sheet) {
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
        // What does not fit beside the heading goes below it, whole.
        let whole = parts.join(" · ");
        let mut below = Vec::new();
        if wide && at + columns(&whole) < sheet.width {
            sheet.write(at, &whole, Tone::Text);
        } else {
            sheet.write(at, &parts.remove(0), Tone::Text);
            below.push(parts.join(" · "));
        }
        let at = if wide { at } else { 1 };
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
}

/// `Oct 2018 – Sep 2023`, or the day on which it is known to be held.
fn held_when(role: &RoleHeld<'_>) -> String {
    let said = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), brief);
    match (role.from, role.to, role.as_of) {
        (None, None, None) => "when not known".to_owned(),
        (None, None, as_of) => format!("as of {}", said(as_of)),
        (from, to, _) => {
            let (from, to) = (said(from), said(to));
            // Years alone stand close together, and so in one line.
            let are_years = [&from, &to].map(|text| text.len() == 4) == [true; 2];
            let dash = if are_years { "–" } else { " – " };
            format!("{from}{dash}{to}")
        }
    }
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
