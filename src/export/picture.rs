//! The screen as shown: as text, with the colours of a terminal, or as SVG.

mod film;
mod svg;

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::text::columns;

pub use film::Film;
pub use svg::as_svg;

/// The rows of a buffer, without the cells that a wide sign covers.
fn rows(buf: &Buffer) -> impl Iterator<Item = Vec<(usize, &Cell)>> {
    let width = usize::from(buf.area.width).max(1);
    buf.content.chunks(width).map(|row| {
        let mut covered = 0;
        let cells = row.iter().enumerate().filter(move |(x, cell)| {
            let shown = *x >= covered;
            if shown {
                covered = x + columns(cell.symbol()).max(1);
            }
            shown
        });
        cells.collect()
    })
}

/// The characters alone.
pub fn as_text(buf: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buf) {
        let line: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The look of a cell: its colour, the colour behind it, and attributes.
type CellLook = (Color, Color, Modifier);

fn look(cell: &Cell) -> CellLook {
    (cell.fg, cell.bg, cell.modifier)
}

/// Cells side by side that look alike, as (column, text, look).
fn runs(row: &[(usize, &Cell)]) -> Vec<(usize, String, CellLook)> {
    let mut runs: Vec<(usize, String, CellLook)> = Vec::new();
    for (x, cell) in row {
        match runs.last_mut() {
            Some((_, text, last)) if *last == look(cell) => text.push_str(cell.symbol()),
            _ => runs.push((*x, cell.symbol().to_owned(), look(cell))),
        }
    }
    runs
}

const PLAIN: CellLook = (Color::Reset, Color::Reset, Modifier::empty());

/// With the colours of a terminal.
pub fn as_ansi(buf: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buf) {
        for (_, run, look) in runs(&row) {
            if look == PLAIN {
                text.push_str(&run);
            } else {
                let codes = sgr(look);
                let _ = write!(text, "\u{1b}[{codes}m{run}\u{1b}[0m");
            }
        }
        text.push('\n');
    }
    text
}

const ATTRIBUTES: [(Modifier, &str); 5] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::REVERSED, "7"),
];

/// The colours that a theme may name, as a terminal numbers them and as a page shows them.
const COLOURS: [(Color, u8, &str); 12] = [
    (Color::Red, 31, "#b3261e"),
    (Color::Green, 32, "#1b7a3d"),
    (Color::Yellow, 33, "#8a6100"),
    (Color::Blue, 34, "#1a56b0"),
    (Color::Magenta, 35, "#8e2f8b"),
    (Color::Cyan, 36, "#0b7285"),
    (Color::LightRed, 91, "#d9534f"),
    (Color::LightGreen, 92, "#2e9e57"),
    (Color::LightYellow, 93, "#b58900"),
    (Color::LightBlue, 94, "#3b7dd8"),
    (Color::LightMagenta, 95, "#b04ab0"),
    (Color::LightCyan, 96, "#1299b0"),
];

/// How a terminal is told of a colour; `shift` is 10 for the colour behind a letter. The terminal's own
/// needs no telling.
fn code(colour: Color, shift: u8) -> Option<String> {
    if let Color::Rgb(red, green, blue) = colour {
        return Some(format!("{};2;{red};{green};{blue}", 38 + shift));
    }
    let named = COLOURS.iter().find(|(named, _, _)| *named == colour);
    named.map(|(_, code, _)| (code + shift).to_string())
}

fn sgr((colour, behind, modifier): CellLook) -> String {
    let attributes = ATTRIBUTES
        .iter()
        .filter(|(attribute, _)| modifier.contains(*attribute))
        .map(|(_, code)| (*code).to_owned());
    let colours = [code(colour, 0), code(behind, 10)].into_iter().flatten();
    attributes.chain(colours).collect::<Vec<String>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn buffer() -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        buf.set_string(0, 0, "a<b", Style::new().blue().bold());
        buf.set_string(3, 0, "東京", Style::new().reversed());
        buf
    }

    #[test]
    fn text_has_no_trailing_blanks_and_wide_signs_once() {
        assert_eq!(as_text(&buffer()), "a<b東京\n\n");
    }

    #[test]
    fn ansi_names_each_look_once() {
        let text = as_ansi(&buffer());
        assert!(
            text.starts_with("\u{1b}[1;34ma<b\u{1b}[0m\u{1b}[7m東京\u{1b}[0m"),
            "{text:?}"
        );
    }

    #[test]
    fn ansi_names_any_colour_and_the_one_behind() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 1, 1));
        let style = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Red);
        buf.set_string(0, 0, "a", style);
        assert_eq!(as_ansi(&buf), "\u{1b}[38;2;1;2;3;41ma\u{1b}[0m\n");
    }
}
