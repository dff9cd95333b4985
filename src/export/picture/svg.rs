//! The screen as SVG: letters as text, lines and blocks as shapes, so that frames close in every font.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::{COLOURS, rows};
use crate::text::columns;

/// The size of a cell in the picture, in its units.
pub(super) const CELL: (usize, usize) = (9, 19);
/// Where the letters of a row stand in it.
const BASELINE: usize = 14;
/// Blank space around the screen.
pub(super) const EDGE: usize = 8;
/// Of letters and ground that have no colour of their own.
const INK: &str = "#1f2328";
const GROUND: &str = "#ffffff";

/// The fonts that are tried, and the size of their letters.
pub(super) const FONT: &str =
    "font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"15\"";

/// The colours of a picture: of letters and of the ground they stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub ink: String,
    pub ground: String,
}

impl Palette {
    /// Those of the first cell, which a theme with a ground of its own has coloured.
    pub(super) fn of(buf: &Buffer) -> Self {
        let first = buf.content.first();
        let ground = first.filter(|cell| cell.bg != Color::Reset);
        Self {
            ink: shown(ground.map_or(Color::Reset, |cell| cell.fg), INK),
            ground: shown(ground.map_or(Color::Reset, |cell| cell.bg), GROUND),
        }
    }
}

/// A colour as a page writes it; `own` stands for the terminal's own.
fn shown(colour: Color, own: &str) -> String {
    if let Color::Rgb(red, green, blue) = colour {
        return format!("#{red:02x}{green:02x}{blue:02x}");
    }
    let named = COLOURS.iter().find(|(named, _, _)| *named == colour);
    named.map_or(own, |(_, _, page)| page).to_owned()
}

/// How letters and lines look in the picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ink {
    /// The colour; `None` for that of the picture.
    colour: Option<String>,
    bold: bool,
    dim: bool,
    underlined: bool,
}

impl Ink {
    /// What differs from the picture as a whole, of letters (`fill`) or of lines (`stroke`): names and values,
    /// the same in SVG and in CSS.
    fn properties(&self, of: &'static str) -> impl Iterator<Item = (&'static str, &str)> {
        let own = (of == "stroke").then_some("currentColor");
        let colour = self.colour.as_deref().or(own);
        let letters = of == "fill";
        let properties = [
            colour.map(|colour| (of, colour)),
            self.dim.then_some(("opacity", ".62")),
            (self.bold && letters).then_some(("font-weight", "bold")),
            (self.underlined && letters).then_some(("text-decoration", "underline")),
        ];
        properties.into_iter().flatten()
    }

    /// As attributes of SVG, each with a blank before it.
    fn attributes(&self, of: &'static str) -> String {
        let attributes = self
            .properties(of)
            .map(|(name, value)| format!(" {name}=\"{value}\""));
        attributes.collect()
    }

    /// As rules of CSS.
    pub(super) fn rules(&self, of: &'static str) -> String {
        let rules = self
            .properties(of)
            .map(|(name, value)| format!("{name}:{value};"));
        rules.collect()
    }
}

/// What a cell shows: its ink, and the ground behind it if that is not the picture's.
fn colours(cell: &Cell, palette: &Palette) -> (Ink, Option<String>) {
    let mut ink = shown(cell.fg, &palette.ink);
    let mut ground = shown(cell.bg, &palette.ground);
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    let ink = Ink {
        colour: (ink != palette.ink).then_some(ink),
        bold: cell.modifier.contains(Modifier::BOLD),
        dim: cell.modifier.contains(Modifier::DIM),
        underlined: cell.modifier.contains(Modifier::UNDERLINED),
    };
    (ink, (ground != palette.ground).then_some(ground))
}

/// Letters side by side with one look.
struct Run {
    x: usize,
    text: String,
    ink: Ink,
    /// The column behind them; none when something else stands there.
    end: Option<usize>,
}

/// A path through a row. A rule that goes on over many cells is one step of it.
#[derive(Default)]
struct SvgPath {
    steps: String,
    rule: Option<(usize, usize)>,
}

impl SvgPath {
    fn add_rule(&mut self, x: usize) {
        match &mut self.rule {
            Some((_, end)) if *end == x => *end += 1,
            _ => {
                self.end_rule();
                self.rule = Some((x, x + 1));
            }
        }
    }

    fn end_rule(&mut self) {
        if let Some((from, end)) = self.rule.take() {
            let (left, length) = (from * CELL.0, (end - from) * CELL.0);
            let _ = write!(self.steps, "M{left} 9.5h{length}");
        }
    }
}

/// The parts of one row, by what they are drawn with.
#[derive(Default)]
struct SvgRow {
    grounds: Vec<(usize, usize, String)>,
    runs: Vec<Run>,
    /// By ink, and whether they are heavy.
    lines: BTreeMap<(Ink, bool), SvgPath>,
    blocks: BTreeMap<Ink, String>,
}

/// An element of SVG, in a row that stands at the top left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Element {
    /// What lies under the letters.
    Ground(String),
    /// Letters and lines.
    Ink(String),
}

impl Element {
    pub(super) fn svg(&self) -> &str {
        match self {
            Self::Ground(svg) | Self::Ink(svg) => svg,
        }
    }
}

/// The rows of a screen as elements of SVG; none where nothing is to be seen. `look` gives the attributes for
/// an ink, of letters (`fill`) or of lines (`stroke`).
pub(super) fn svg_rows(
    buf: &Buffer,
    palette: &Palette,
    look: &mut impl FnMut(&Ink, &'static str) -> String,
) -> Vec<Vec<Element>> {
    let rows = rows(buf).map(|cells| SvgRow::new(&cells, palette).written(look));
    rows.collect()
}

impl SvgRow {
    fn new(cells: &[(usize, &Cell)], palette: &Palette) -> Self {
        let mut row = Self::default();
        for (x, cell) in cells {
            let (ink, ground) = colours(cell, palette);
            if let Some(ground) = ground {
                row.add_ground(*x, columns(cell.symbol()).max(1), ground);
            }
            row.add(*x, cell.symbol(), ink);
        }
        for path in row.lines.values_mut() {
            path.end_rule();
        }
        row
    }

    fn add_ground(&mut self, x: usize, wide: usize, ground: String) {
        match self.grounds.last_mut() {
            Some((from, width, last)) if *from + *width == x && *last == ground => *width += wide,
            _ => self.grounds.push((x, wide, ground)),
        }
    }

    /// Adds what a cell shows: a shape, or letters, which join those before them.
    fn add(&mut self, x: usize, symbol: &str, ink: Ink) {
        let sign = symbol.chars().next().unwrap_or(' ');
        let shape = shape(sign, x * CELL.0);
        if symbol == " " && !ink.underlined {
            return;
        }
        if let (Some(run), Shape::Letter) = (self.runs.last_mut(), &shape)
            && run.ink == ink
            && let Some(gap) = run.end.and_then(|end| x.checked_sub(end))
            && gap <= JOINED
        {
            run.text.extend([&" ".repeat(gap), symbol]);
            run.end = Some(x + columns(symbol));
            return;
        }
        if let Some(run) = self.runs.last_mut() {
            run.end = None;
        }
        match shape {
            Shape::Letter => self.runs.push(Run {
                x,
                text: symbol.to_owned(),
                ink,
                end: Some(x + columns(symbol)),
            }),
            Shape::Rule(heavy) => self.lines.entry((ink, heavy)).or_default().add_rule(x),
            Shape::Line(heavy, steps) => {
                let path = self.lines.entry((ink, heavy)).or_default();
                path.end_rule();
                path.steps.push_str(&steps);
            }
            Shape::Block(steps) => self.blocks.entry(ink).or_default().push_str(&steps),
        }
    }

    fn written(&self, look: &mut impl FnMut(&Ink, &'static str) -> String) -> Vec<Element> {
        let mut elements = Vec::new();
        for (x, wide, ground) in &self.grounds {
            let (left, width, height) = (x * CELL.0, wide * CELL.0, CELL.1);
            let svg =
                format!("<path d=\"M{left} 0h{width}v{height}h-{width}z\" fill=\"{ground}\"/>");
            elements.push(Element::Ground(svg));
        }
        for (ink, path) in &self.blocks {
            let look = look(ink, "fill");
            elements.push(Element::Ink(format!("<path d=\"{path}\"{look}/>")));
        }
        for ((ink, heavy), path) in &self.lines {
            let (steps, look) = (&path.steps, look(ink, "stroke"));
            let width = if *heavy { " stroke-width=\"2\"" } else { "" };
            let svg = format!("<path d=\"{steps}\" fill=\"none\"{width}{look}/>");
            elements.push(Element::Ink(svg));
        }
        for run in &self.runs {
            let (left, length) = (run.x * CELL.0, columns(&run.text) * CELL.0);
            let (text, look) = (escaped(&run.text), look(&run.ink, "fill"));
            elements.push(Element::Ink(format!(
                "<text x=\"{left}\" y=\"{BASELINE}\" textLength=\"{length}\" \
                 lengthAdjust=\"spacingAndGlyphs\"{look}>{text}</text>"
            )));
        }
        elements
    }
}

/// Letters with no more blanks than this between them are one text; more would be drawn as one by some.
const JOINED: usize = 1;

/// How a sign is drawn.
enum Shape {
    /// As text.
    Letter,
    /// A line through the cell from left to right, heavy or not.
    Rule(bool),
    /// Other lines, heavy or not.
    Line(bool, String),
    /// An area.
    Block(String),
}

/// How a sign is drawn in the cell that begins at `left`. A cell is 9 wide and 19 high.
fn shape(sign: char, left: usize) -> Shape {
    let middle = format!("{}.5", left + 4);
    if let Some(steps) = line(sign, left, &middle) {
        return Shape::Line("┃┏┓┛┗".contains(sign), steps);
    }
    match sign {
        '─' => Shape::Rule(false),
        '━' => Shape::Rule(true),
        '▁'..='█' => {
            let height = f64::from(u32::from(sign) - u32::from('▁') + 1) * 19.0 / 8.0;
            let top = 19.0 - height;
            Shape::Block(format!("M{left} {top}h9v{height}h-9z"))
        }
        '▌' => Shape::Block(format!("M{left} 0h4.5v19h-4.5z")),
        '▐' => Shape::Block(format!("M{middle} 0h4.5v19h-4.5z")),
        '▏' => Shape::Block(format!("M{left} 1h1.5v17h-1.5z")),
        '■' => Shape::Block(format!("M{} 6h7v7h-7z", left + 1)),
        '●' => Shape::Block(format!(
            "M{} 9.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0",
            left + 1
        )),
        '◆' => Shape::Block(format!("M{middle} 5l4.5 4.5-4.5 4.5-4.5-4.5z")),
        '▸' => Shape::Block(format!("M{} 6l5 3.5-5 3.5z", left + 2)),
        _ => Shape::Letter,
    }
}

/// The steps of a sign that is made of lines.
fn line(sign: char, left: usize, middle: &str) -> Option<String> {
    Some(match sign {
        '│' | '┃' => format!("M{middle} 0v19"),
        '┆' | '┊' => format!("M{middle} 2v6m0 4v5"),
        '┌' | '┏' => format!("M{middle} 19V9.5h4.5"),
        '┐' | '┓' => format!("M{left} 9.5h4.5V19"),
        '┘' | '┛' => format!("M{left} 9.5h4.5V0"),
        '└' | '┗' => format!("M{middle} 0V9.5h4.5"),
        '╭' => format!("M{middle} 19v-5q0-4.5 4.5-4.5"),
        '╮' => format!("M{left} 9.5q4.5 0 4.5 4.5v5"),
        '╯' => format!("M{left} 9.5q4.5 0 4.5-4.5v-5"),
        '╰' => format!("M{middle} 0v5q0 4.5 4.5 4.5"),
        '├' => format!("M{middle} 0v19M{middle} 9.5h4.5"),
        '┤' => format!("M{middle} 0v19M{left} 9.5h4.5"),
        '┬' => format!("M{left} 9.5h9M{middle} 9.5V19"),
        '┴' => format!("M{left} 9.5h9M{middle} 9.5V0"),
        '┼' => format!("M{left} 9.5h9M{middle} 0v19"),
        '□' => format!("M{left} 0m1.5 6.5h6v6h-6z"),
        '◇' => format!("M{middle} 5.5l4 4-4 4-4-4z"),
        _ => return None,
    })
}

/// As a picture for a page.
pub fn as_svg(buf: &Buffer) -> String {
    let palette = Palette::of(buf);
    let rows = svg_rows(buf, &palette, &mut |ink, of| ink.attributes(of));
    let (width, height) = size(buf);
    let mut svg = head(&palette, width, height);
    for (y, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let top = y * CELL.1 + EDGE;
        let row: String = row.iter().map(Element::svg).collect();
        let _ = writeln!(svg, "<g transform=\"translate({EDGE} {top})\">{row}</g>");
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The size of a picture of the screen, edges included.
pub(super) fn size(buf: &Buffer) -> (usize, usize) {
    let (width, height) = (usize::from(buf.area.width), usize::from(buf.area.height));
    (width * CELL.0 + 2 * EDGE, height * CELL.1 + 2 * EDGE)
}

/// What a picture begins with: the ground, and a group that everything on it stands in.
pub(super) fn head(palette: &Palette, width: usize, height: usize) -> String {
    let Palette { ink, ground } = palette;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"{ground}\" \
         stroke=\"{ink}\" stroke-opacity=\".2\"/>\n\
         <g {FONT} fill=\"{ink}\" color=\"{ink}\" xml:space=\"preserve\" style=\"white-space:pre\">\n",
        width - 1,
        height - 1
    )
}

/// A text without marks of XML.
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn row(text: &str, style: Style) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        buf.set_string(0, 0, text, style);
        as_svg(&buf).lines().nth(3).unwrap_or_default().to_owned()
    }

    #[test]
    fn letters_are_escaped_and_placed_by_columns() {
        let svg = row("a<b   東京", Style::new());
        assert!(
            svg.contains("<text x=\"0\" y=\"14\" textLength=\"27\""),
            "{svg}"
        );
        assert!(svg.contains(">a&lt;b</text>"), "{svg}");
        assert!(
            svg.contains("<text x=\"54\" y=\"14\" textLength=\"36\""),
            "{svg}"
        );
    }

    #[test]
    fn a_rule_is_one_step_and_corners_close() {
        let svg = row("╭──────────╮", Style::new());
        assert_eq!(svg.matches("<path").count(), 1, "{svg}");
        assert!(svg.contains("M9 9.5h90"), "{svg}");
        let heavy = row("┏━━┓", Style::new());
        assert!(
            heavy.contains("M9 9.5h18") && heavy.contains("stroke-width=\"2\""),
            "{heavy}"
        );
    }

    #[test]
    fn what_is_reversed_has_the_colours_changed() {
        let svg = row("ab", Style::new().reversed());
        assert!(
            svg.contains(&format!("d=\"M0 0h18v19h-18z\" fill=\"{INK}\"")),
            "{svg}"
        );
        assert!(
            svg.contains(&format!(" fill=\"{GROUND}\">ab</text>")),
            "{svg}"
        );
    }

    #[test]
    fn a_ground_is_the_paper() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 2, 1));
        let (ink, ground) = (Color::Rgb(1, 2, 3), Color::Rgb(250, 251, 252));
        buf.set_string(0, 0, "ab", Style::new().fg(ink).bg(ground));
        let svg = as_svg(&buf);
        assert!(
            svg.contains("fill=\"#fafbfc\"") && !svg.contains("h18v19"),
            "{svg}"
        );
    }
}
