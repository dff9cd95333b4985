//! A page laid out for a width: which line everything stands on, and where the links are.
//!
//! Long lists take one line an item and are worded only when they are looked at; shorter ones may take
//! more lines an item, so that nothing is cut.

use std::sync::Arc;

use super::columns::{Columns, GAP};
use crate::browse::page::{Body, Item, Page, Section};
use crate::session::Session;
use crate::text::{columns, wrap};

/// Beyond so many items a list takes one line each.
const WRAPPED: usize = 300;

/// The section of the stop that is no link but the name of the record itself.
pub const NAME: usize = usize::MAX;

/// A place of the page where the cursor can be: the name of the record, or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The section of the page; [`NAME`] for the name.
    pub section: usize,
    /// The item of the section.
    pub item: usize,
    /// The line it begins on.
    pub line: usize,
    /// The column it begins on.
    pub column: usize,
    /// How many lines it takes.
    pub height: usize,
    /// The line from which it should be shown: that of the heading for the first of a section.
    pub from_heading: usize,
}

/// The page, laid out.
pub struct Layout {
    pub(super) page: Arc<Page>,
    width: usize,
    pub(super) blocks: Vec<Block>,
    /// The name and the links, in reading order.
    pub stops: Vec<Stop>,
    /// The lines of the headings.
    pub headings: Vec<usize>,
    /// How many lines there are.
    pub height: usize,
}

/// Consecutive lines of one sort.
pub(super) struct Block {
    pub(super) start: usize,
    pub(super) height: usize,
    pub(super) what: What,
}

pub(super) enum What {
    /// Lines of text in one style.
    Text(Vec<String>, Part),
    /// The heading of a section, with its count and what the right column tells.
    Heading(usize, Columns),
    /// A list; the line of each item when items take more than one.
    List(usize, Columns, Option<Vec<usize>>),
    /// Short links side by side: the items of a section with line and column.
    Names(usize, Vec<(usize, usize, usize)>),
}

/// The part of the page a text is.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Name,
    Fact,
    Text,
}

impl Layout {
    /// Lays the page of the session out.
    pub fn new(session: &Session, width: usize) -> Self {
        let page = Arc::clone(&session.page);
        let mut layout = Self {
            page: Arc::clone(&page),
            width,
            blocks: Vec::new(),
            stops: Vec::new(),
            headings: Vec::new(),
            height: 0,
        };
        layout.text(&page.title, Part::Name);
        layout.stops.push(Stop {
            section: NAME,
            item: 0,
            line: 0,
            column: 0,
            height: layout.height,
            from_heading: 0,
        });
        for fact in &page.facts {
            layout.text(fact, Part::Fact);
        }
        let mut after_names = false;
        for (number, section) in page.sections.iter().enumerate() {
            let names = matches!(section.body, Body::Names(_));
            if !(section.heading.is_empty() && number > 0 || names && after_names) {
                layout.height += 1;
            }
            after_names = names;
            layout.section(number, section, session);
        }
        layout
    }

    /// Whether it is this page at this width.
    pub fn is_of(&self, page: &Arc<Page>, width: usize) -> bool {
        Arc::ptr_eq(&self.page, page) && self.width == width
    }

    /// The stop that leads where a stop of an earlier layout of the same record did.
    pub fn stop_like(&self, before: &Self, stop: Stop) -> Option<usize> {
        if stop.section == NAME {
            return Some(0);
        }
        let (old, new) = (&before.page.sections, self.page.sections.iter());
        let heading = old[stop.section].heading;
        let same = |section: &&Section| section.heading == heading;
        let nth = old[..stop.section].iter().filter(same).count();
        let mut alike = new.enumerate().filter(|(_, section)| same(section));
        let place = (alike.nth(nth)?.0, stop.item);
        // After the name, stops stand in the order of sections and items.
        let links = self.stops.get(1..)?;
        let found = links.binary_search_by_key(&place, |stop| (stop.section, stop.item));
        found.ok().map(|at| at + 1)
    }

    fn push(&mut self, height: usize, what: What) {
        self.blocks.push(Block {
            start: self.height,
            height,
            what,
        });
        self.height += height;
    }

    fn text(&mut self, text: &str, part: Part) {
        let lines: Vec<String> = wrap(text, self.width)
            .into_iter()
            .map(str::to_owned)
            .collect();
        self.push(lines.len(), What::Text(lines, part));
    }

    fn section(&mut self, number: usize, section: &Section, session: &Session) {
        let heading = self.height;
        if !section.heading.is_empty() {
            self.headings.push(heading);
        }
        match &section.body {
            Body::Prose(texts) => {
                self.heading(number, section, Columns::default());
                for text in texts {
                    self.text(text, Part::Text);
                }
            }
            Body::List(items) => {
                let mut columns = Columns::of(items, &self.page, session, self.width);
                if items.len() > WRAPPED {
                    columns.side_by_side(self.width);
                }
                self.heading(number, section, columns);
                self.list(number, items, columns, heading, session);
            }
            Body::Names(items) => self.names(number, section, items, session),
            Body::Awaited => self.heading(number, section, Columns::default()),
        }
    }

    fn heading(&mut self, number: usize, section: &Section, columns: Columns) {
        if !section.heading.is_empty() {
            self.push(1, What::Heading(number, columns));
        }
    }

    fn list(
        &mut self,
        number: usize,
        items: &[Item],
        columns: Columns,
        heading: usize,
        session: &Session,
    ) {
        let start = self.height;
        let wrapped = items.len() <= WRAPPED;
        let mut starts = Vec::new();
        let mut line = start;
        for (nth, item) in items.iter().enumerate() {
            let height = if wrapped {
                let words = item.words(&session.dataset, &self.page);
                starts.push(line - start);
                columns.lines(item, &words).len()
            } else {
                1
            };
            if item.id.is_some() {
                self.stops.push(Stop {
                    section: number,
                    item: nth,
                    line,
                    column: 0,
                    height,
                    from_heading: if nth == 0 { heading } else { line },
                });
            }
            line += height;
        }
        let starts = wrapped.then_some(starts);
        self.push(line - start, What::List(number, columns, starts));
    }

    fn names(&mut self, number: usize, section: &Section, items: &[Item], session: &Session) {
        let heading = self.height;
        let sign = columns(session.glyphs.link) + 1;
        let (mut line, mut column) = (0, columns(section.heading) + GAP);
        let mut placed = Vec::new();
        for (nth, item) in items.iter().enumerate() {
            let words = item.words(&session.dataset, &self.page);
            let needed = sign + columns(&words.name);
            if column + needed > self.width && column > GAP {
                line += 1;
                column = GAP;
            }
            placed.push((nth, line, column));
            self.stops.push(Stop {
                section: number,
                item: nth,
                line: heading + line,
                column,
                height: 1,
                from_heading: heading,
            });
            column += needed + GAP;
        }
        self.push(line + 1, What::Names(number, placed));
    }
}
