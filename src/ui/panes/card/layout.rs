//! A page laid out as a card: an answer first, then tables, the most recent meetings on top.

use super::overview;
use super::sheet::{Goal, Sheet, Tone};
use super::tables::WIDE;
use crate::browse::page::{Body, How, Item, Page, Section};
use crate::data::Dataset;
use crate::session::Session;
use crate::text::{columns, cut_middle};

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

/// The number of the fold of the meetings outside the filter; sections have their own numbers.
pub const OUTSIDE: usize = usize::MAX;

impl Frame<'_> {
    pub(super) fn page(&self) -> &Page {
        self.page
    }

    pub(super) fn dataset(&self) -> &Dataset {
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
            let room = sheet.width.saturating_sub(at);
            let name = cut_middle(&words.name, room, room / 2, sheet.ellipsis);
            sheet.write(at, &name, Tone::Text);
            if let Some(id) = item.id {
                sheet.stop(at, sheet.end(), Goal::Record(id));
            }
            at += wide;
            if more > 0 {
                // At the end of a line the blank behind it need not fit.
                let fits = at + more <= sheet.width;
                sheet.write(at, if fits { dot } else { dot.trim_end() }, Tone::Dim);
                at += more;
            }
        }
    }
}

fn is_of_meetings(section: &Section) -> bool {
    section.heading == "MEETINGS"
}

pub(super) fn is_neighbours(section: &Section) -> bool {
    let mut items = section.items();
    items.any(|item| matches!(item.how, How::Before | How::After))
}

/// Whether the head of the card tells it.
fn is_told_above(section: &Section) -> bool {
    is_neighbours(section) || is_conflict(section) || section.heading == "ROLES"
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
        .is_some_and(|item| matches!(item.how, How::Topic(_)))
}

/// Whether a section is a short table of names and numbers.
fn is_short(section: &Section) -> bool {
    let mut items = section.items().peekable();
    let counts = |item: &Item| matches!(item.how, How::Together(_));
    matches!(section.body, Body::Awaited) || items.peek().is_some() && items.all(counts)
}
