//! Drawing the lines of a page.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::columns::{Columns, GAP};
use super::layout::{Block, Layout, NAME, Part, Stop, What};
use crate::browse::page::{Body, How, Item, Section};
use crate::data::{Dataset, RecordId};
use crate::session::Session;
use crate::ui::widgets::line::Line;

/// What is needed to draw the lines of a page.
pub(super) struct Pen<'l> {
    pub(super) layout: &'l Layout,
    pub(super) current: Option<Stop>,
    pub(super) focused: bool,
    pub(super) session: &'l Session,
    pub(super) area: Rect,
    /// The line of the page that stands on top.
    pub(super) top: usize,
}

impl Pen<'_> {
    /// Draws the lines in sight.
    pub(super) fn draw_window(&self, window: &Range<usize>, buf: &mut Buffer) {
        let blocks = &self.layout.blocks;
        let first = blocks.partition_point(|block| block.start + block.height <= window.start);
        for block in blocks.iter().skip(first) {
            if block.start >= window.end {
                break;
            }
            let from = window.start.max(block.start) - block.start;
            let to = window.end.min(block.start + block.height) - block.start;
            for line in from..to {
                self.draw(block, line, buf);
            }
        }
    }

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
        Line::at(buf, self.area, row, self.session.glyphs)
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
        let current = matches!(part, Part::Name) && self.is_current(NAME, 0);
        let cursor = self.cursor_look();
        if let Some(mut line) = self.line(row, buf) {
            line.write(text, look);
            if current {
                line.patch(cursor);
            }
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
        match section.body {
            Body::List(_) => line.write(&format!(" {}", section.count()), styles.dim),
            Body::Awaited => line
                .write(" ", styles.dim)
                .write(self.session.glyphs.ellipsis, styles.dim),
            Body::Prose(_) | Body::Names(_) => &mut line,
        };
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
        if matches!(known.how, How::Silence(_)) {
            let fits = columns.name_at + crate::text::columns(&words.name) <= line.left();
            line.to(if fits { columns.name_at } else { GAP })
                .write(&words.name, styles.dim);
            return;
        }
        let first = within.unwrap_or(0) == 0;
        let (name, aside) = match within {
            None => (&*words.name, &*words.aside),
            Some(within) => columns
                .lines(&known, &words)
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
        let look = self.look_of(known.id);
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
            let before = !current && items[*item].how == How::Before;
            let id = items[*item].id;
            let marked = id.is_some_and(|id| self.session.marked.contains(&id));
            let shown = if marked {
                "*"
            } else if before {
                self.session.glyphs.back
            } else {
                self.sign(current)
            };
            line.to(*column).write(shown, sign);
            line.write(" ", sign).write(&words.name, look);
        }
    }
}
