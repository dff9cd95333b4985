//! The tables of a card: rows of cells, of which the title takes what the others leave.

use super::sheet::{Goal, Sheet, Tone};
use crate::text::columns;
use crate::ui::widgets::apart::{Names, titles};

/// What one row says.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Before the title: a date, a number.
    pub lead: String,
    /// The title, and a shorter one.
    pub name: String,
    /// See `name`.
    pub short: String,
    /// What tells it from another of the same title.
    pub id: String,
    /// Behind the title: words, each in a column of its own.
    pub words: Vec<String>,
    /// At the right end: a number.
    pub number: String,
    /// Where it leads.
    pub goal: Option<Goal>,
    /// How its words look.
    pub tone: Option<Tone>,
}

/// A table, its rows already chosen.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The heading, with the count in it.
    pub heading: String,
    /// What stands dim behind the heading.
    pub note: String,
    /// What stands dim at the right end of the heading.
    pub aside: String,
    /// The names of the columns of words, and of the number.
    pub columns: Vec<&'static str>,
    /// See `columns`.
    pub number: &'static str,
    /// The rows that are shown.
    pub rows: Vec<Row>,
    /// How many more there are, in words, and the fold that opens them.
    pub more: Option<(String, usize)>,
    /// Whether words that do not fit beside the title go below it.
    pub stacked: bool,
}

/// Blank columns between two columns.
const GAP: usize = 2;

/// Where the columns of a table stand.
struct Widths {
    /// Where rows begin.
    indent: usize,
    lead: usize,
    title_at: usize,
    /// Where each column of words begins; one that has no room is left out.
    words_at: Vec<Option<usize>>,
}

impl Table {
    /// Writes it on a sheet.
    pub fn write(&self, sheet: &mut Sheet) {
        let widths = self.widths(sheet.width);
        self.write_head(&widths, sheet);
        let rooms: Vec<usize> = self
            .rows
            .iter()
            .map(|row| Self::room(row, &widths, sheet.width))
            .collect();
        let names: Vec<Names<'_>> = { self.rows.iter() }
            .zip(&rooms)
            .map(|(row, room)| Names {
                full: &row.name,
                short: &row.short,
                id: &row.id,
                room: *room,
            })
            .collect();
        let beside =
            |nth: usize| format!("{}{}", self.rows[nth].lead, self.rows[nth].words.join(" "));
        let titles = titles(&names, beside, sheet.ellipsis);
        for (row, title) in self.rows.iter().zip(&titles) {
            self.write_row(row, title, &widths, sheet);
        }
        if let Some((more, fold)) = &self.more {
            sheet.line().write(widths.indent, more, Tone::Dim);
            sheet.stop_line(Goal::Unfold(*fold));
        }
    }

    fn write_head(&self, widths: &Widths, sheet: &mut Sheet) {
        if self.heading.is_empty() {
            return;
        }
        let tone = if self.heading.contains('!') {
            Tone::Warning
        } else {
            Tone::Heading
        };
        sheet.heading(&self.heading, tone);
        if !self.note.is_empty() {
            let at = sheet.end();
            sheet.write(at, &self.note, Tone::Dim);
        }
        for (name, at) in self.columns.iter().zip(&widths.words_at) {
            if let Some(at) = at.filter(|at| sheet.end() < *at) {
                sheet.write(at, name, Tone::Dim);
            }
        }
        if !self.aside.is_empty() {
            let wide = columns(&self.aside) + 2;
            if sheet.end() + wide < sheet.width {
                sheet.write_right(&format!("{} ", self.aside), Tone::Dim);
            } else {
                sheet.line().write(widths.indent, &self.aside, Tone::Dim);
            }
        }
        if !self.number.is_empty() && !self.rows.is_empty() {
            sheet.write_right(&format!("{} ", self.number), Tone::Dim);
        }
    }

    fn widths(&self, width: usize) -> Widths {
        let indent = if width < WIDE { 1 } else { 3 };
        let widest = |of: &dyn Fn(&Row) -> usize| self.rows.iter().map(of).max().unwrap_or(0);
        let lead = widest(&|row| columns(&row.lead));
        let number = widest(&|row| columns(&row.number));
        let title_at = indent
            + if lead > 0 {
                lead + 1 + usize::from(width >= WIDE)
            } else {
                0
            };
        let head = if width < WIDE {
            0
        } else {
            columns(self.number)
        };
        let for_number = if number > 0 {
            number.max(head) + 1 + usize::from(width >= WIDE)
        } else {
            0
        };
        let end = width.saturating_sub(for_number + usize::from(number > 0));
        let short = widest(&|row| columns(&row.short));
        let counts = self
            .rows
            .iter()
            .map(|row| row.words.len())
            .max()
            .unwrap_or(0);
        let mut wide: Vec<usize> = (0..counts)
            .map(|nth| widest(&|row: &Row| row.words.get(nth).map_or(0, |word| columns(word))))
            .collect();
        let most = if self.stacked {
            width
        } else {
            (width / 4).max(8)
        };
        for wide in &mut wide {
            *wide = (*wide).min(most);
        }
        // A column of words that would cut a short title is left out, the last first.
        let taken = |wide: &[usize]| -> usize {
            wide.iter()
                .filter(|wide| **wide > 0)
                .map(|wide| wide + GAP)
                .sum()
        };
        let room = end.saturating_sub(title_at);
        while !wide.is_empty() && wide.iter().any(|wide| *wide > 0) && short + taken(&wide) > room {
            if let Some(last) = wide.iter_mut().rev().find(|wide| **wide > 0) {
                *last = 0;
            }
        }
        // The title takes what it needs, whole where that fits; what is left goes to words that were cut.
        let free = room.saturating_sub(taken(&wide));
        let title = widest(&|row| match columns(&row.name) {
            whole if whole <= free => whole,
            _ => columns(&row.short).min(free),
        });
        let mut left = free.saturating_sub(title.max(MIN_TITLE));
        for (nth, wide) in wide.iter_mut().enumerate().filter(|(_, wide)| **wide > 0) {
            let wanted = widest(&|row: &Row| row.words.get(nth).map_or(0, |word| columns(word)));
            let more = wanted.saturating_sub(*wide).min(left);
            *wide += more;
            left -= more;
        }
        let free = room.saturating_sub(taken(&wide));
        let mut at = title_at + title.max(MIN_TITLE.min(free)).min(free) + GAP;
        let mut words_at = Vec::new();
        for wide in &wide {
            words_at.push((*wide > 0).then_some(at));
            at += if *wide > 0 { wide + GAP } else { 0 };
        }
        Widths {
            indent,
            lead,
            title_at,
            words_at,
        }
    }

    /// How many columns the title of a row has: up to the first word behind it, or else to the number of its own row.
    fn room(row: &Row, widths: &Widths, width: usize) -> usize {
        let words = row.words.iter().zip(&widths.words_at);
        let mut shown = words.filter(|(word, _)| !word.is_empty());
        let word_at = shown.find_map(|(_, at)| *at).map(|at| at - 1);
        let number = match columns(&row.number) {
            0 => 0,
            number => number + 2,
        };
        let end = word_at.unwrap_or(width.saturating_sub(number));
        end.saturating_sub(widths.title_at)
    }

    fn write_row(&self, row: &Row, title: &str, widths: &Widths, sheet: &mut Sheet) {
        sheet.line();
        sheet.write_within(widths.indent, widths.lead, &row.lead, Tone::Text);
        sheet.write(widths.title_at, title, Tone::Text);
        let tone = row.tone.unwrap_or(Tone::Text);
        let mut below = Vec::new();
        for (word, at) in row.words.iter().zip(&widths.words_at) {
            match at {
                Some(at) => {
                    let next = widths.words_at.iter().flatten().find(|next| *next > at);
                    // The last word goes on up to the number of its own row.
                    let number = match columns(&row.number) {
                        0 => 0,
                        number => number + 2,
                    };
                    let last = sheet.width.saturating_sub(number);
                    let end = next.map_or(last, |next| next - 1);
                    sheet.write_within(*at, end.saturating_sub(*at), word, tone);
                }
                None if self.stacked && !word.is_empty() => below.push(word),
                None => {}
            }
        }
        if !row.number.is_empty() {
            sheet.write_right(&format!("{} ", row.number), Tone::Text);
        }
        if let Some(goal) = row.goal {
            sheet.stop_line(goal);
        }
        let at = widths.title_at + 2;
        for word in below {
            let tone = row.tone.unwrap_or(Tone::Dim);
            for line in crate::text::wrap(word, sheet.width.saturating_sub(at + 1).max(8)) {
                sheet.line().write(at, line, tone);
            }
        }
    }
}

/// From this width on rows are indented and two short tables stand side by side.
pub const WIDE: usize = 58;

/// A column of titles is at least this wide, where there is room.
const MIN_TITLE: usize = 14;
