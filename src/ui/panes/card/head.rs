//! The head of a card: the name, what it is, its neighbours, what sources disagree on, and the answer.

use super::tables::WIDE;
use super::text::{CardTarget, CardText, Tone};
use super::writer::CardWriter;
use crate::browse::headline::{Headline, answers, brief};
use crate::browse::page::{How, Section};
use crate::data::{Date, Kind, RecordId, RoleHeld};
use crate::text::columns;
use crate::ui::list::date_column;

impl CardWriter<'_> {
    pub(super) fn head(&self, card: &mut CardText) {
        let page = self.page;
        let Some(id) = page.about else {
            return;
        };
        if self.height > 18 {
            card.line();
        }
        let wide = self.width >= WIDE && id.kind != Kind::Meeting;
        card.prose(&page.title, Tone::Name);
        if wide {
            card.write_right(&format!("{} ", id.kind.one()), Tone::Dim);
        }
        // The number stands between the neighbours.
        let has_neighbours = page.sections.iter().any(is_neighbours);
        let number = format!(" · {}", page.number);
        for (nth, fact) in page.facts.iter().enumerate() {
            let is_above = has_neighbours && !page.number.is_empty();
            let fact = fact.replacen(&number, "", usize::from(is_above));
            let tone = match fact.chars().next() {
                Some('!') => Tone::Warning,
                Some('?') => Tone::Doubt,
                _ => Tone::Text,
            };
            let kind = (nth == 0 && !wide && id.kind != Kind::Meeting).then(|| id.kind.one());
            match kind {
                Some(kind) => card.prose(&format!("{kind} · {fact}"), tone),
                None => card.prose(&fact, tone),
            }
        }
        if page.facts.is_empty() && !wide && id.kind != Kind::Meeting {
            card.line().write(1, id.kind.one(), Tone::Dim);
        }
        self.roles(id, card);
        self.neighbours(card);
        self.disagreements(id, card);
        let kept = page.kept.as_ref().map(|kept| kept.as_slice());
        for answer in answers(self.dataset(), id, kept) {
            card.gap();
            self.answer(&answer, card);
        }
    }

    /// The role now or last, and earlier ones, each on a line.
    fn roles(&self, id: RecordId, card: &mut CardText) {
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
            let line = card.lines.len();
            card.prose(&text, tone);
            if let Some(organisation) = role.organisation {
                // The first line of the text leads there.
                let others = card.lines.split_off((line + 1).min(card.lines.len()));
                card.stop_line(CardTarget::Record(organisation));
                card.lines.extend(others);
            }
        }
    }

    /// `‹ 1st SOM 2013-05-03   no. 2 of 11   3rd SOM 2016-02-16 ›`.
    fn neighbours(&self, card: &mut CardText) {
        let mut sections = self.page.sections.iter();
        let Some(section) = sections.find(|section| is_neighbours(section)) else {
            return;
        };
        let glyphs = self.session.glyphs;
        let neighbour = |how: How| {
            let item = section.items().find(|item| item.how == how)?;
            let id = item.id?;
            let date = date_column(self.dataset(), id);
            let text = format!("{} {date}", self.dataset().short(id));
            Some((id, text.trim_end().to_owned()))
        };
        card.line();
        let number = self.page.number.as_str();
        if let Some((id, text)) = neighbour(How::Before) {
            let text = format!("{} {text}", glyphs.back);
            card.write(1, &text, Tone::Text);
            card.stop(1, 1 + columns(&text), CardTarget::Record(id));
        }
        let next = neighbour(How::After);
        let has_next = next.is_some();
        if let Some((id, text)) = next {
            let text = format!("{text} {}", glyphs.link);
            let at = self.width.saturating_sub(columns(&text) + 1);
            let between = at.saturating_sub(card.end());
            let fits = between >= columns(number) + 4;
            if fits && !number.is_empty() {
                let middle = card.end() + (between - columns(number)) / 2;
                card.write(middle, number, Tone::Dim);
            }
            let at = if card.end() + 2 > at {
                card.line();
                1
            } else {
                at
            };
            card.write(at, &text, Tone::Text);
            card.stop(at, at + columns(&text), CardTarget::Record(id));
        }
        let is_there = { card.lines.last() }
            .is_some_and(|line| line.iter().any(|segment| segment.text == number));
        if !number.is_empty() && !is_there {
            if has_next || card.end() + columns(number) + 3 > self.width {
                card.line().write(1, number, Tone::Dim);
            } else {
                card.write_right(&format!("{number} "), Tone::Dim);
            }
        }
    }

    /// `! sources disagree on how often they meet`.
    fn disagreements(&self, id: RecordId, card: &mut CardText) {
        for conflict in self.dataset().conflicts_of(id) {
            let about = lower_first(&conflict.about);
            let text = format!("! sources disagree on {about}");
            card.prose(&text, Tone::Warning);
        }
    }

    /// `LAST ON THE TABLE  20 Mar 2023 · Task Force Mar 2023 · Brussels`, and who else.
    fn answer(&self, answer: &Headline, card: &mut CardText) {
        let dataset = self.dataset();
        let wide = self.width >= WIDE;
        card.heading(answer.label);
        let at = card.end() + 2;
        let date = dataset.date(answer.meeting).map_or_else(String::new, brief);
        let title = dataset.short(answer.meeting);
        let place = dataset.place(answer.meeting);
        let mut parts = vec![
            date,
            title.to_owned(),
            place.to_owned(),
            answer.basis.to_owned(),
        ];
        parts.retain(|part| !part.is_empty());
        let others = &answer.others;
        let named = match others.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            some if some.len() <= 4 => some.join(", "),
            some => format!("{}, {} more", some[..3].join(", "), some.len() - 3),
        };
        let named = match (self.page.about.map(|id| id.kind), named.as_str()) {
            (_, "") => String::new(),
            (Some(Kind::Person), named) => format!("beside {named}"),
            (_, named) => named.to_owned(),
        };
        // What does not fit beside the heading goes below it, whole.
        let whole = parts.join(" · ");
        let mut below = Vec::new();
        if wide && at + columns(&whole) < card.width {
            card.write(at, &whole, Tone::Text);
        } else {
            card.write(at, &parts.remove(0), Tone::Text);
            below.push(parts.join(" · "));
        }
        let at = if wide { at } else { 1 };
        below.push(named);
        let silence = answer.silence.as_ref();
        below.extend(silence.map(|span| format!("nothing on record since: {span}")));
        for text in below.iter().filter(|text| !text.is_empty()) {
            let room = self.width.saturating_sub(at + 1).max(8);
            card.paragraph(at, room, text, Tone::Text);
        }
    }
}

/// Whether a section names the meetings before and after in the series.
pub(super) fn is_neighbours(section: &Section) -> bool {
    let mut items = section.items();
    items.any(|item| matches!(item.how, How::Before | How::After))
}

/// `Oct 2018 – Sep 2023`, or the day on which it is known to be held.
fn held_when(role: &RoleHeld<'_>) -> String {
    let text = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), brief);
    match (role.from, role.to, role.as_of) {
        (None, None, None) => "when not known".to_owned(),
        (None, None, as_of) => format!("as of {}", text(as_of)),
        (from, to, _) => {
            let (from, to) = (text(from), text(to));
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
