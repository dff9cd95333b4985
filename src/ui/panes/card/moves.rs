//! Moving on a card: from link to link, by pages, by tables, and to what is searched for.

use super::text::{CardText, Segment};
use super::{Card, PLACE};
use crate::session::Session;
use crate::text::fold;
use crate::ui::list::{end, next_match, not_found};
use crate::ui::pane::Action;

impl Card {
    /// Goes on to the next link when it is in sight or just below; scrolls text until it is.
    pub(super) fn step(&mut self, text: &CardText, down: bool) {
        let height = self.size.1;
        let in_sight = |stop: &usize| self.in_sight(text.stops[*stop].line);
        let here = self.current(text).filter(in_sight);
        // From a card that was just opened one goes up to its first link: of a person, the role now or last.
        let fresh = self.stop.is_none();
        let next = match here {
            Some(stop) if fresh && !down && stop > 0 => Some(0),
            Some(stop) if down => Some(stop + 1),
            Some(stop) => stop.checked_sub(1),
            None if down => text.stops.iter().position(|stop| stop.line >= self.top),
            None => text
                .stops
                .iter()
                .rposition(|stop| stop.line < self.top + height),
        };
        match next.and_then(|next| Some((next, text.stops.get(next)?))) {
            Some((next, stop))
                if stop.line + height >= self.top
                    && stop.line <= self.top + height + height / 2 =>
            {
                self.stop = Some(next);
                self.show_stop(text);
            }
            _ if down => self.top = (self.top + 1).min(self.last_top(text)),
            _ => self.top = self.top.saturating_sub(1),
        }
    }

    /// Scrolls no further than needed to see the link under the cursor, with the heading of its table when there is
    /// room for both.
    pub(super) fn show_stop(&mut self, text: &CardText) {
        let Some(stop) = self.current(text).and_then(|stop| text.stops.get(stop)) else {
            return;
        };
        let height = self.size.1.max(1);
        self.top = self.top.max((stop.line + 1).saturating_sub(height));
        let heading = stop.heading.min(stop.line);
        let with_heading = stop.line - heading <= 1;
        let first = if with_heading { heading } else { stop.line };
        self.top = self.top.min(first);
        let is_first = self.stop.is_none() || self.stop == Some(0);
        if is_first && stop.line < height {
            self.top = 0;
        }
        self.top = self.top.min(self.last_top(text));
    }

    pub(super) fn scroll_by(&mut self, text: &CardText, down: bool, lines: usize) {
        self.top = if down {
            (self.top + lines).min(self.last_top(text))
        } else {
            self.top.saturating_sub(lines)
        };
        let current = self.current(text);
        if !current.is_some_and(|stop| self.in_sight(text.stops[stop].line)) {
            let mut stops = text.stops.iter();
            let found = if down {
                stops.position(|stop| self.in_sight(stop.line))
            } else {
                stops.rposition(|stop| self.in_sight(stop.line))
            };
            self.stop = found.or(self.stop);
        }
    }

    pub(super) fn go_to_section(&mut self, text: &CardText, forward: bool) -> Action {
        let here = self.current(text).map(|stop| text.stops[stop].heading);
        let line = self.heading.or(here).unwrap_or(self.top);
        let found = if forward {
            text.headings.iter().find(|heading| **heading > line)
        } else {
            text.headings.iter().rev().find(|heading| **heading < line)
        };
        let Some(heading) = found.copied() else {
            return Action::Say(format!("the {} section", end(forward)));
        };
        let mut stops = text.stops.iter();
        if let Some(stop) = stops.position(|stop| stop.heading == heading) {
            self.stop = Some(stop);
        }
        self.top = heading.min(self.last_top(text));
        self.heading = Some(heading);
        Action::Done
    }

    /// Goes to the next line with the words that are searched for.
    pub(super) fn go_to_match(
        &mut self,
        text: &CardText,
        forward: bool,
        session: &Session,
    ) -> Action {
        let Some(words) = &session.find_words else {
            return Action::Ignored;
        };
        let has = |line: &Vec<Segment>| {
            let parts: Vec<&str> = line.iter().map(|segment| segment.text.as_str()).collect();
            fold(&parts.join(" ")).contains(words.as_str())
        };
        let here = self.current(text).map(|stop| text.stops[stop].line);
        let here = self.heading.or(here).unwrap_or(self.top);
        let count = text.lines.len();
        let found = next_match(here, count, forward, |line| has(&text.lines[line]));
        let Some(line) = found else {
            return Action::Say(not_found(words, "on", PLACE));
        };
        let mut stops = text.stops.iter();
        self.stop = stops.position(|stop| stop.line == line).or(self.stop);
        self.heading = Some(line);
        if !self.in_sight(line) {
            self.top = line
                .saturating_sub(self.size.1 / 3)
                .min(self.last_top(text));
        }
        Action::Done
    }
}
