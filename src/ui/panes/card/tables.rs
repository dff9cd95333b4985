//! The tables of a card: rows of cells, of which the title takes what the others leave.

use super::text::{CardTarget, CardText, Tone};
use crate::text::columns;
use crate::ui::widgets::titles::{TitleForms, titles};

/// What one row says.
#[derive(Clone, Debug, Default)]
pub struct CardRow {
    /// Before the title: a date, a number.
    pub lead: String,
    /// The title, and a shorter one.
    pub name: String,
    pub short: String,
    /// What tells it from another of the same title.
    pub id: String,
    /// Behind the title: words, each in a column of its own.
    pub words: Vec<String>,
    /// At the right end: a number.
    pub number: String,
    pub target: Option<CardTarget>,
    /// How its words look.
    pub tone: Option<Tone>,
}

impl CardRow {
    /// How many columns its title has: up to the first word behind it, or else to its own number.
    fn title_room(&self, widths: &Widths, width: usize) -> usize {
        let words = self.words.iter().zip(&widths.words_at);
        let mut shown = words.filter(|(word, _)| !word.is_empty());
        let word_at = shown.find_map(|(_, at)| *at).map(|at| at - 1);
        let end = word_at.unwrap_or(self.end(width));
        end.saturating_sub(widths.title_at)
    }

    /// Where its number begins, and what stands before it ends.
    fn end(&self, width: usize) -> usize {
        match columns(&self.number) {
            0 => width,
            number => width.saturating_sub(number + 2),
        }
    }
}

/// A table, its rows already chosen.
#[derive(Clone, Debug, Default)]
pub struct CardTable {
    /// The heading, with the count in it.
    pub heading: String,
    /// What stands dim behind the heading.
    pub note: String,
    /// What stands dim at the right end of the heading, or below it.
    pub remark: String,
    /// The names of the columns of words, and of the number.
    pub columns: Vec<&'static str>,
    pub number: &'static str,
    pub rows: Vec<CardRow>,
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

impl CardTable {
    /// Writes it on a card.
    pub fn write(&self, card: &mut CardText) {
        let widths = self.widths(card.width);
        self.write_head(&widths, card);
        let forms = self.rows.iter().map(|row| TitleForms {
            full: &row.name,
            short: &row.short,
            id: &row.id,
            room: row.title_room(&widths, card.width),
        });
        let beside =
            |nth: usize| format!("{}{}", self.rows[nth].lead, self.rows[nth].words.join(" "));
        let titles = titles(forms, beside, card.ellipsis);
        for (row, title) in self.rows.iter().zip(&titles) {
            self.write_row(row, title, &widths, card);
        }
        if let Some((more, fold)) = &self.more {
            card.fold(widths.indent, more, *fold);
        }
    }

    fn write_head(&self, widths: &Widths, card: &mut CardText) {
        if self.heading.is_empty() {
            return;
        }
        card.heading(&self.heading);
        if !self.note.is_empty() {
            let at = card.end();
            card.write(at, &self.note, Tone::Dim);
        }
        for (name, at) in self.columns.iter().zip(&widths.words_at) {
            if let Some(at) = at.filter(|at| card.end() < *at) {
                card.write(at, name, Tone::Dim);
            }
        }
        if !self.remark.is_empty() {
            let wide = columns(&self.remark) + 2;
            if card.end() + wide < card.width {
                card.write_right(&format!("{} ", self.remark), Tone::Dim);
            } else {
                card.line().write(widths.indent, &self.remark, Tone::Dim);
            }
        }
        if !self.number.is_empty() && !self.rows.is_empty() {
            card.write_right(&format!("{} ", self.number), Tone::Dim);
        }
    }

    fn widths(&self, width: usize) -> Widths {
        let (indent, gap) = if width < WIDE { (1, 1) } else { (3, 2) };
        let widest = |of: &dyn Fn(&CardRow) -> usize| self.rows.iter().map(of).max().unwrap_or(0);
        let lead = widest(&|row| columns(&row.lead));
        let number = widest(&|row| columns(&row.number));
        let title_at = indent + if lead > 0 { lead + gap } else { 0 };
        let head = if width < WIDE {
            0
        } else {
            columns(self.number)
        };
        let for_number = if number > 0 {
            number.max(head) + gap + 1
        } else {
            0
        };
        let room = width.saturating_sub(for_number).saturating_sub(title_at);
        let short = widest(&|row| columns(&row.short));
        let word = |nth: usize| {
            widest(&|row: &CardRow| row.words.get(nth).map_or(0, |word| columns(word)))
        };
        let most = if self.stacked {
            width
        } else {
            (width / 4).max(8)
        };
        let mut wide: Vec<usize> = (0..widest(&|row| row.words.len()))
            .map(|nth| word(nth).min(most))
            .collect();
        // A column of words that would cut a short title is left out, the last first.
        let used = |wide: &[usize]| -> usize {
            let shown = wide.iter().filter(|wide| **wide > 0);
            shown.map(|wide| wide + GAP).sum()
        };
        while short + used(&wide) > room
            && let Some(last) = wide.iter_mut().rev().find(|wide| **wide > 0)
        {
            *last = 0;
        }
        // The title takes what it needs, whole where that fits; what is left goes to words that were cut.
        let free = room.saturating_sub(used(&wide));
        let title = widest(&|row| match columns(&row.name) {
            whole if whole <= free => whole,
            _ => columns(&row.short).min(free),
        });
        let mut left = free.saturating_sub(title.max(MIN_TITLE));
        for (nth, wide) in wide.iter_mut().enumerate().filter(|(_, wide)| **wide > 0) {
            let more = word(nth).saturating_sub(*wide).min(left);
            *wide += more;
            left -= more;
        }
        let free = room.saturating_sub(used(&wide));
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

    fn write_row(&self, row: &CardRow, title: &str, widths: &Widths, card: &mut CardText) {
        card.line();
        card.write_within(widths.indent, widths.lead, &row.lead, Tone::Text);
        card.write(widths.title_at, title, Tone::Text);
        let tone = row.tone.unwrap_or(Tone::Text);
        let mut below = Vec::new();
        for (word, at) in row.words.iter().zip(&widths.words_at) {
            match at {
                Some(at) => {
                    let next = widths.words_at.iter().flatten().find(|next| *next > at);
                    // The last word goes on up to the number of its own row.
                    let end = next.map_or(row.end(card.width), |next| next - 1);
                    card.write_within(*at, end.saturating_sub(*at), word, tone);
                }
                None if self.stacked && !word.is_empty() => below.push(word),
                None => {}
            }
        }
        if !row.number.is_empty() {
            card.write_right(&format!("{} ", row.number), Tone::Text);
        }
        if let Some(target) = row.target {
            card.stop_line(target);
        }
        let at = widths.title_at + 2;
        for word in below {
            let room = card.width.saturating_sub(at + 1).max(8);
            card.paragraph(at, room, word, row.tone.unwrap_or(Tone::Dim));
        }
    }
}

/// From this width on rows are indented and two short tables stand side by side.
pub const WIDE: usize = 58;

/// A column of titles is at least this wide, where there is room.
const MIN_TITLE: usize = 14;
