//! The kinds of record as tabs in the frame of the list.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::LISTED;
use crate::data::Kind;
use crate::text::columns;
use crate::ui::widgets::canvas::Canvas;

/// Where the tabs were drawn last.
#[derive(Clone, Default)]
pub(super) struct Tabs {
    line: Rect,
    /// The columns of each tab, and its number.
    places: Vec<(Range<u16>, usize)>,
}

impl Tabs {
    /// Tabs that are not drawn yet, on the first line of an area.
    pub(super) fn new(area: Rect) -> Self {
        let height = 1.min(area.height);
        Self {
            line: Rect { height, ..area },
            places: Vec::new(),
        }
    }

    /// Whether a place is on their line.
    pub(super) fn contain(&self, at: Position) -> bool {
        self.line.contains(at)
    }

    /// The number of the tab at a column of the screen.
    pub(super) fn at(&self, x: u16) -> Option<usize> {
        let mut places = self.places.iter();
        let tab = places.find(|(columns, _)| columns.contains(&x));
        tab.map(|(_, tab)| *tab)
    }

    /// Draws them; the one that is open is always in sight: those before it give way.
    pub(super) fn draw(&mut self, open: usize, canvas: &mut Canvas<'_>) {
        let session = canvas.session;
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let look = if canvas.focused {
            styles.title_focused
        } else {
            styles.title
        };
        let end = self.line.right().saturating_sub(1);
        let area = Rect {
            x: self.line.x.saturating_add(2),
            width: self.line.width.saturating_sub(4),
            ..self.line
        };
        let label = |kind: Kind| format!("{} {}", kind.short(), session.dataset.count(kind));
        let wide =
            |kinds: &[Kind]| -> usize { kinds.iter().map(|kind| columns(&label(*kind)) + 2).sum() };
        let room = usize::from(area.width).saturating_sub(3);
        let fits = |first: &usize| room >= wide(&LISTED[*first..=open]);
        let first = (0..open).find(fits).unwrap_or(open);
        let mut canvas = canvas.part(area);
        let Some(mut line) = canvas.line(0) else {
            return;
        };
        line.write(if first > 0 { glyphs.back } else { " " }, look);
        for (tab, kind) in LISTED.into_iter().enumerate().skip(first) {
            let label = label(kind);
            let more = if tab + 1 < LISTED.len() { 2 } else { 0 };
            if columns(&label) + 2 + more > line.left() {
                line.write(glyphs.link, look).write(" ", look);
                break;
            }
            let start = line.here();
            if tab == open {
                line.write(&format!("[{label}]"), styles.title_focused);
            } else {
                line.write(&format!(" {label} "), look);
            }
            let side = |column: usize| {
                let column = u16::try_from(column).unwrap_or(u16::MAX);
                area.x.saturating_add(column).min(end)
            };
            self.places.push((side(start)..side(line.here()), tab));
        }
    }
}

/// The one after or before one of some things, round and round.
pub(super) fn neighbour(here: usize, count: usize, forward: bool) -> usize {
    let step = if forward { 1 } else { count - 1 };
    (here + step) % count
}
