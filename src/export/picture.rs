//! The screen as shown: as text, with the colours of a terminal, or as SVG.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::text::columns;

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
#[must_use]
pub fn as_text(buf: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buf) {
        let line: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The look of a cell: colour and attributes. There is no background: the screen uses the terminal's.
type CellLook = (Color, Modifier);

fn look(cell: &Cell) -> CellLook {
    (cell.fg, cell.modifier)
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

const PLAIN: CellLook = (Color::Reset, Modifier::empty());

/// With the colours of a terminal.
#[must_use]
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
const COLOURS: [(Color, &str, &str); 12] = [
    (Color::Red, "31", "#b3261e"),
    (Color::Green, "32", "#1b7a3d"),
    (Color::Yellow, "33", "#8a6100"),
    (Color::Blue, "34", "#1a56b0"),
    (Color::Magenta, "35", "#8e2f8b"),
    (Color::Cyan, "36", "#0b7285"),
    (Color::LightRed, "91", "#d9534f"),
    (Color::LightGreen, "92", "#2e9e57"),
    (Color::LightYellow, "93", "#b58900"),
    (Color::LightBlue, "94", "#3b7dd8"),
    (Color::LightMagenta, "95", "#b04ab0"),
    (Color::LightCyan, "96", "#1299b0"),
];

fn sgr((colour, modifier): CellLook) -> String {
    let attributes = ATTRIBUTES
        .iter()
        .filter(|(attribute, _)| modifier.contains(*attribute))
        .map(|(_, code)| *code);
    let colours = COLOURS
        .iter()
        .filter(|(known, _, _)| *known == colour)
        .map(|(_, code, _)| *code);
    attributes.chain(colours).collect::<Vec<&str>>().join(";")
}

/// The size of a cell in the picture.
const CELL: (usize, usize) = (9, 19);
/// Where the letters of a row stand in it.
const BASELINE: usize = 14;
/// Blank space around the screen.
const EDGE: usize = 8;
const INK: &str = "#1f2328";
const PAPER: &str = "#ffffff";

/// As a picture for a page.
#[must_use]
pub fn as_svg(buf: &Buffer) -> String {
    let (width, height) = (usize::from(buf.area.width), usize::from(buf.area.height));
    let size = (width * CELL.0 + 2 * EDGE, height * CELL.1 + 2 * EDGE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{PAPER}\" stroke=\"#d0d7de\"/>\n\
         <g font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"15\" \
         fill=\"{INK}\" xml:space=\"preserve\">\n",
        size.0, size.1
    );
    for (y, row) in rows(buf).enumerate() {
        for (x, text, look) in runs(&row) {
            svg_run(&mut svg, (x, y), &text, look);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn svg_run(svg: &mut String, (x, y): (usize, usize), text: &str, (colour, modifier): CellLook) {
    let reversed = modifier.contains(Modifier::REVERSED);
    if text.trim().is_empty() && !reversed {
        return;
    }
    let width = columns(text) * CELL.0;
    let (left, top) = (EDGE + x * CELL.0, EDGE + y * CELL.1);
    let known = COLOURS.iter().find(|(known, _, _)| *known == colour);
    let ink = known.map_or(INK, |(_, _, ink)| ink);
    if reversed {
        let height = CELL.1;
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{ink}\"/>"
        );
    }
    let mut attributes = String::new();
    let fill = if reversed { PAPER } else { ink };
    if fill != INK {
        let _ = write!(attributes, " fill=\"{fill}\"");
    }
    if modifier.contains(Modifier::BOLD) {
        attributes.push_str(" font-weight=\"bold\"");
    }
    if modifier.contains(Modifier::DIM) {
        attributes.push_str(" opacity=\"0.62\"");
    }
    if modifier.contains(Modifier::UNDERLINED) {
        attributes.push_str(" text-decoration=\"underline\"");
    }
    let baseline = top + BASELINE;
    let text = escaped(text);
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{baseline}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"{attributes}>{text}</text>"
    );
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
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
    fn svg_is_escaped_and_placed_by_columns() {
        let svg = as_svg(&buffer());
        assert!(svg.contains(">a&lt;b</text>"), "{svg}");
        assert!(
            svg.contains("x=\"35\"") && svg.contains("textLength=\"36\""),
            "{svg}"
        );
    }
}
