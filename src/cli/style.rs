//! Where an answer is written: how wide, with or without colours, in which format; and what it costs a
//! word to look bold or dim.

use std::borrow::Cow;
use std::io::{self, IsTerminal};

use super::args::{AnswerFormat, ColourArgs, ColourWhen, OutputArgs};
use crate::export::guarded;

/// How an answer is to be written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// The format.
    pub format: AnswerFormat,
    /// Whether the columns are named.
    pub header: bool,
    /// Whether no cell of csv or plain may be taken for a formula.
    pub excel_safe: bool,
    /// The columns of the terminal; without one nothing is cut.
    pub width: Option<usize>,
    /// Whether there are colours.
    pub colour: bool,
}

impl Style {
    /// What was asked for, and what standard output is.
    pub(super) fn new(output: &OutputArgs) -> Self {
        let terminal = io::stdout().is_terminal();
        let size = terminal.then(terminal_size::terminal_size).flatten();
        Self {
            format: output.format,
            header: !output.no_header,
            excel_safe: output.excel_safe,
            width: size.map(|(width, _)| usize::from(width.0).max(1)),
            colour: output.colour.wanted(terminal),
        }
    }

    /// A cell of a table for programs, which no spreadsheet takes for a formula where that is wanted.
    pub(super) fn cell<'t>(&self, cell: Cow<'t, str>) -> Cow<'t, str> {
        if self.excel_safe { guarded(cell) } else { cell }
    }

    /// What the cells of a column need. On a terminal the widest is cut later; elsewhere nothing is cut, and a cell
    /// wider than most goes over the edge by itself, so that one does not widen every row.
    pub(super) fn widest(&self, cells: impl Iterator<Item = usize>) -> usize {
        const MOST: usize = 100;
        let counts = |width: &usize| self.width.is_some() || *width <= MOST;
        cells.filter(counts).max().unwrap_or_default()
    }

    /// A text that stands out, such as a heading.
    pub(super) fn bold<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.styled(text, "1")
    }

    /// A text that stands back, such as a reason.
    pub(super) fn dim<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.styled(text, "2")
    }

    fn styled<'t>(&self, text: &'t str, code: &str) -> Cow<'t, str> {
        if self.colour && !text.is_empty() {
            Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

impl ColourArgs {
    /// Whether there are colours, on a terminal or not.
    pub(super) fn wanted(&self, terminal: bool) -> bool {
        match self.when {
            ColourWhen::Always => true,
            ColourWhen::Never => false,
            ColourWhen::Auto => {
                let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
                terminal && !dumb && !no_colour()
            }
        }
    }
}

/// `NO_COLOR` is set and not empty.
pub(super) fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
