//! A page laid out as a card: an answer first, then tables, the most recent meetings on top.

use super::head::is_neighbours;
use super::overview;
use super::tables::WIDE;
use super::text::{CardTarget, CardText, Tone};
use super::writer::CardWriter;
use crate::browse::page::{Body, How, Item, Section};
use crate::text::{columns, cut_middle};

/// A summary is folded beyond that many lines.
const SUMMARY: usize = 6;

impl CardWriter<'_> {
    pub fn write(&self) -> CardText {
        if self.page.about.is_none() {
            return overview::write(*self);
        }
        let mut card = self.text(self.width);
        self.head(&mut card);
        card.first = card.stops.len();
        // How many rows of meetings fit depends on what else there is.
        let meetings = self.page.sections.iter().position(is_of_meetings);
        let mut rest = self.text(self.width);
        self.sections(&mut rest, meetings.map_or(0, |at| at + 1)..usize::MAX);
        if let Some(at) = meetings {
            self.sections(&mut card, 0..at);
            card.gap();
            let rest = if self.width < WIDE {
                0
            } else {
                rest.lines.len().min(8)
            };
            let left = self.height.saturating_sub(card.lines.len() + rest + 1);
            self.meetings(at, left.max(5), &mut card);
        }
        card.gap();
        card.append(rest);
        card
    }

    fn sections(&self, card: &mut CardText, range: std::ops::Range<usize>) {
        let sections: Vec<(usize, &Section)> = { self.page.sections.iter().enumerate() }
            .filter(|(nth, section)| range.contains(nth) && !is_in_head(section))
            .collect();
        let mut at = 0;
        let mut names_before = false;
        while let Some((nth, section)) = sections.get(at) {
            card.section = *nth;
            let names = matches!(section.body, Body::Names(_));
            if !(names && names_before) {
                card.gap();
            }
            names_before = names;
            let beside = sections
                .get(at + 1)
                .filter(|(_, next)| self.width >= WIDE && is_short(section) && is_short(next));
            if let Some((other, next)) = beside {
                let half = self.width / 2;
                let left = self.one(*nth, section, half.saturating_sub(2));
                let right = self.one(*other, next, self.width - half);
                card.append_beside(left, right, half);
                at += 2;
            } else {
                let one = self.one(*nth, section, self.width);
                card.append(one);
                at += 1;
            }
        }
    }

    /// One section on a card of its own.
    fn one(&self, nth: usize, section: &Section, width: usize) -> CardText {
        let mut card = self.text(width);
        card.section = nth;
        match &section.body {
            Body::Prose(texts) => {
                let mut most = SUMMARY;
                if !section.heading.is_empty() {
                    card.heading(section.heading);
                    most *= 2;
                }
                for text in texts {
                    let is_doubt = text.starts_with('?');
                    let tone = if is_doubt { Tone::Doubt } else { Tone::Text };
                    card.folded_prose(text, tone, most, self.unless_open(nth));
                }
            }
            Body::Names(items) => self.names(section.heading, items, &mut card),
            Body::Awaited => {
                let ellipsis = self.session.glyphs.ellipsis;
                card.heading(&format!("{} {ellipsis}", section.heading));
            }
            Body::List(items) if is_lanes(section) => self.lanes(nth, section, items, &mut card),
            Body::List(items) => self.list(nth, section, items, &mut card),
        }
        card
    }

    /// Short links side by side: `ORGANISATIONS  EEAS · DG HOME · IOM`.
    fn names(&self, heading: &str, items: &[Item], card: &mut CardText) {
        let dot = if self.session.glyphs.ascii {
            " - "
        } else {
            " · "
        };
        card.heading(heading);
        let start = if heading.is_empty() {
            1
        } else {
            card.end() + 2
        };
        let mut at = start;
        for (nth, item) in items.iter().enumerate() {
            let words = item.words(self.dataset(), self.page);
            let wide = columns(&words.name);
            let is_last = nth + 1 == items.len();
            let more = if is_last { 0 } else { columns(dot) };
            if nth > 0 && at + wide + more.min(2) > card.width {
                card.line();
                at = if start > card.width / 2 { 3 } else { start };
            }
            let room = card.width.saturating_sub(at);
            let name = cut_middle(&words.name, room, room / 2, card.ellipsis);
            card.write(at, &name, Tone::Text);
            if let Some(id) = item.id {
                card.stop(at, card.end(), CardTarget::Record(id));
            }
            at += wide;
            if more > 0 {
                // At the end of a line the blank behind it need not fit.
                let fits = at + more <= card.width;
                card.write(at, if fits { dot } else { dot.trim_end() }, Tone::Dim);
                at += more;
            }
        }
    }
}

fn is_of_meetings(section: &Section) -> bool {
    section.heading == "MEETINGS"
}

/// Whether it stands in the head of the card.
fn is_in_head(section: &Section) -> bool {
    is_neighbours(section) || is_conflict(section) || section.heading == "ROLES"
}

/// Conflicts stand in the head in short, and in the evidence in full.
fn is_conflict(section: &Section) -> bool {
    let mut items = section.items();
    section.heading == "! CONTESTED" || items.any(|item| matches!(item.how, How::Reading(..)))
}

fn is_lanes(section: &Section) -> bool {
    let first = section.items().next();
    first.is_some_and(|item| matches!(item.how, How::Topic(_)))
}

/// Whether a section is a short table of names and numbers.
fn is_short(section: &Section) -> bool {
    let mut items = section.items().peekable();
    let counts = |item: &Item| matches!(item.how, How::Together(_));
    matches!(section.body, Body::Awaited) || items.peek().is_some() && items.all(counts)
}
