//! A page laid out for a width: which line everything stands on, and where the links are.
//!
//! Long lists take one line an item and are worded only when they are looked at; shorter ones may take
//! more lines an item, so that nothing is cut.

use std::ops::Range;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::browse::page::{Body, Item, Page, Section, Words};
use crate::data::{Dataset, RecordId};
use crate::session::Session;
use crate::text::{columns, wrap};
use crate::ui::widgets::line::Line;

/// Beyond so many items a list takes one line each.
const WRAPPED: usize = 300;

/// So many items decide how wide the columns of a list are.
const SAMPLED: usize = 200;

/// Blank columns between two columns.
const GAP: usize = 2;

/// An aside of so many columns always stands beside its name.
const SHORT_ASIDE: usize = 10;

/// A link of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The section of the page.
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
    page: Rc<Page>,
    width: usize,
    blocks: Vec<Block>,
    /// The links in reading order.
    pub stops: Vec<Stop>,
    /// The lines of the headings.
    pub headings: Vec<usize>,
    /// How many lines there are.
    pub height: usize,
}

/// Consecutive lines of one sort.
struct Block {
    start: usize,
    height: usize,
    what: What,
}

enum What {
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
enum Part {
    Name,
    Fact,
    Text,
}

/// Where the columns of a list begin and how wide they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Columns {
    lead: usize,
    name: usize,
    aside: usize,
    /// Where the names begin.
    name_at: usize,
    /// Where the asides begin: beside the names, or below them when they do not fit beside.
    aside_at: usize,
    /// Whether asides stand below their names.
    stacked: bool,
}

impl Layout {
    /// Lays the page of the session out.
    pub fn new(session: &Session, width: usize) -> Self {
        let page = Rc::clone(&session.page);
        let mut layout = Self {
            page: Rc::clone(&page),
            width,
            blocks: Vec::new(),
            stops: Vec::new(),
            headings: Vec::new(),
            height: 0,
        };
        layout.text(&page.title, Part::Name);
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
    pub fn is_of(&self, page: &Rc<Page>, width: usize) -> bool {
        Rc::ptr_eq(&self.page, page) && self.width == width
    }

    /// Whether it is a page of the same record.
    pub fn is_of_same_record(&self, page: &Page) -> bool {
        self.page.about == page.about
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
                columns.lines(&words).len()
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

    /// Draws some of its lines into an area, from the top.
    pub fn draw(
        &self,
        window: Range<usize>,
        current: Option<Stop>,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let first = self
            .blocks
            .partition_point(|block| block.start + block.height <= window.start);
        let pen = Pen {
            layout: self,
            current,
            focused,
            session,
            area,
            top: window.start,
        };
        for block in self.blocks.iter().skip(first) {
            if block.start >= window.end {
                break;
            }
            let from = window.start.max(block.start) - block.start;
            let to = window.end.min(block.start + block.height) - block.start;
            for line in from..to {
                pen.draw(block, line, buf);
            }
        }
    }
}

impl Columns {
    fn of(items: &[Item], page: &Page, session: &Session, width: usize) -> Self {
        let name_at = columns(session.glyphs.link) + 1;
        let mut widest = (0, 0, 0);
        for item in items.iter().take(SAMPLED).filter(|item| item.id.is_some()) {
            let words = item.words(&session.dataset, page);
            widest.0 = widest.0.max(columns(&words.lead));
            widest.1 = widest.1.max(columns(&words.name));
            widest.2 = widest.2.max(columns(&words.aside));
        }
        let (lead, name, aside) = widest;
        let gap = |width: usize| if width > 0 { GAP } else { 0 };
        let name_at = name_at + lead + gap(lead);
        let room = width.saturating_sub(name_at);
        let for_aside = aside + gap(aside);
        // A short aside stays beside its name, which then may take two lines; a long one goes below.
        let stacked = name + for_aside > room && aside > (room / 4).max(SHORT_ASIDE);
        let name = if stacked {
            room
        } else {
            name.min(room.saturating_sub(for_aside))
        };
        let aside_at = if stacked {
            name_at
        } else {
            name_at + name + gap(aside)
        };
        Self {
            lead,
            name,
            aside: width.saturating_sub(aside_at),
            name_at,
            aside_at,
            stacked,
        }
    }

    /// One line an item, whatever has to be cut for it.
    fn side_by_side(&mut self, width: usize) {
        if self.stacked {
            let room = width.saturating_sub(self.name_at);
            self.stacked = false;
            self.name = room * 3 / 5;
            self.aside_at = self.name_at + self.name + GAP;
            self.aside = width.saturating_sub(self.aside_at);
        }
    }

    /// The lines of an item: name and aside, each wrapped within its column.
    fn lines<'w>(&self, words: &'w Words<'_>) -> Vec<(&'w str, &'w str)> {
        // A remark between links has the whole line.
        let beside = !words.aside.is_empty() || self.stacked;
        let name = if beside {
            self.name
        } else {
            self.name + GAP + self.aside
        };
        let names = wrap(&words.name, name.max(1));
        let asides = wrap(&words.aside, self.aside.max(1));
        if self.stacked {
            let below = asides.into_iter().filter(|aside| !aside.is_empty());
            let names = names.into_iter().map(|name| (name, ""));
            return names.chain(below.map(|aside| ("", aside))).collect();
        }
        let height = names.len().max(asides.len()).max(1);
        let at = |lines: &[&'w str], n: usize| lines.get(n).copied().unwrap_or_default();
        (0..height)
            .map(|n| (at(&names, n), at(&asides, n)))
            .collect()
    }
}

/// What is needed to draw a line of the page.
struct Pen<'l> {
    layout: &'l Layout,
    current: Option<Stop>,
    focused: bool,
    session: &'l Session,
    area: Rect,
    top: usize,
}

impl Pen<'_> {
    fn draw(&self, block: &Block, line: usize, buf: &mut Buffer) {
        let row = block.start + line - self.top;
        match &block.what {
            What::Text(lines, part) => self.text(&lines[line], *part, row, buf),
            What::Heading(section, columns) => self.heading(*section, *columns, row, buf),
            What::List(section, columns, starts) => {
                let (item, within) = match starts {
                    None => (line, None),
                    Some(starts) => {
                        let item = starts.partition_point(|start| *start <= line) - 1;
                        (item, Some(line - starts[item]))
                    }
                };
                self.item(*section, item, within, *columns, row, buf);
            }
            What::Names(section, placed) => self.names(*section, placed, line, row, buf),
        }
    }

    fn line<'b>(&self, row: usize, buf: &'b mut Buffer) -> Option<Line<'b>> {
        Line::at(buf, self.area, row, &self.session.glyphs)
    }

    fn section(&self, number: usize) -> &Section {
        &self.layout.page.sections[number]
    }

    fn dataset(&self) -> &Dataset {
        &self.session.dataset
    }

    fn text(&self, text: &str, part: Part, row: usize, buf: &mut Buffer) {
        let styles = &self.session.styles;
        let look = match (part, text.chars().next()) {
            (Part::Name, _) => styles.name,
            (_, Some('!')) => styles.warning,
            (_, Some('?')) => styles.doubt,
            _ => styles.text,
        };
        if let Some(mut line) = self.line(row, buf) {
            line.write(text, look);
        }
    }

    fn heading(&self, number: usize, columns: Columns, row: usize, buf: &mut Buffer) {
        let section = self.section(number);
        let styles = &self.session.styles;
        let look = if section.heading.starts_with('!') {
            styles.warning
        } else {
            styles.heading
        };
        let Some(mut line) = self.line(row, buf) else {
            return;
        };
        line.write(section.heading, look);
        if matches!(section.body, Body::List(_)) {
            line.write(&format!(" {}", section.count()), styles.dim);
        }
        if !section.aside.is_empty() {
            line.write("  ", styles.dim);
            if !columns.stacked {
                line.tab(columns.aside_at);
            }
            line.write(section.aside, styles.dim);
        }
    }

    fn is_current(&self, section: usize, item: usize) -> bool {
        self.current
            .is_some_and(|stop| (stop.section, stop.item) == (section, item))
    }

    fn cursor_look(&self) -> Style {
        if self.focused {
            self.session.styles.cursor.style()
        } else {
            self.session.styles.cursor_away.style()
        }
    }

    /// The sign before a link: the cursor where it is.
    fn sign(&self, current: bool) -> &'static str {
        if current {
            self.session.glyphs.cursor
        } else {
            self.session.glyphs.link
        }
    }

    fn look_of(&self, id: Option<RecordId>) -> Style {
        match id {
            Some(_) => self.session.styles.link.style(),
            None => self.session.styles.text.style(),
        }
    }

    fn item(
        &self,
        section: usize,
        item: usize,
        within: Option<usize>,
        columns: Columns,
        row: usize,
        buf: &mut Buffer,
    ) {
        let styles = &self.session.styles;
        let Some(known) = self.section(section).items().nth(item).copied() else {
            return;
        };
        let words = known.words(self.dataset(), &self.layout.page);
        let current = known.id.is_some() && self.is_current(section, item);
        let cursor = self.cursor_look();
        let marked = known.id.is_some_and(|id| self.session.marked.contains(&id));
        let sign = self.sign(current);
        let Some(mut line) = self.line(row, buf) else {
            return;
        };
        let first = within.unwrap_or(0) == 0;
        let (name, aside) = match within {
            None => (&*words.name, &*words.aside),
            Some(within) => columns
                .lines(&words)
                .get(within)
                .copied()
                .unwrap_or_default(),
        };
        if first && known.id.is_some() {
            line.write(if marked { "*" } else { sign }, styles.dim);
            let lead_at = columns.name_at.saturating_sub(columns.lead + GAP);
            if !words.lead.is_empty() {
                line.to(lead_at)
                    .write_within(&words.lead, columns.lead, styles.date);
            }
        }
        let look = if known.id.is_none() && aside.is_empty() {
            styles.dim.style()
        } else {
            self.look_of(known.id)
        };
        line.to(columns.name_at)
            .write_within(name, columns.name.max(1), look);
        if !aside.is_empty() {
            let look = match (aside.starts_with('~'), columns.stacked) {
                (true, _) => styles.doubt,
                (false, true) => styles.dim,
                (false, false) => styles.text,
            };
            line.to(columns.aside_at).write(aside, look);
        }
        if current {
            line.patch(cursor);
        }
    }

    fn names(
        &self,
        section: usize,
        placed: &[(usize, usize, usize)],
        line_of_block: usize,
        row: usize,
        buf: &mut Buffer,
    ) {
        let styles = &self.session.styles;
        let heading = self.section(section).heading;
        let items: Vec<Item> = self.section(section).items().copied().collect();
        let Some(mut line) = self.line(row, buf) else {
            return;
        };
        if line_of_block == 0 {
            line.write(heading, styles.heading);
        }
        for (item, _, column) in placed.iter().filter(|(_, at, _)| *at == line_of_block) {
            let words = items[*item].words(self.dataset(), &self.layout.page);
            let current = self.is_current(section, *item);
            let look = if current {
                self.look_of(items[*item].id).patch(self.cursor_look())
            } else {
                self.look_of(items[*item].id)
            };
            let sign = if current {
                styles.text.style().patch(self.cursor_look())
            } else {
                styles.dim.style()
            };
            line.to(*column).write(self.sign(current), sign);
            line.write(" ", sign).write(&words.name, look);
        }
    }
}
