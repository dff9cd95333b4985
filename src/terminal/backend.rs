//! The backend of ratatui: a frame is shown by one write, and the terminal is never queried.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Modifier;

use super::tty;

/// Bytes that wait until the frame is whole.
#[derive(Clone, Default)]
struct FrameBytes(Rc<RefCell<Vec<u8>>>);

impl Write for FrameBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Nothing is shown before the frame is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Draws as crossterm does, but shows a frame by one write, and takes the size from our own terminal.
pub(super) struct FrameBackend {
    backend: CrosstermBackend<FrameBytes>,
    frame: FrameBytes,
}

impl FrameBackend {
    pub(super) fn new() -> Self {
        let frame = FrameBytes::default();
        Self {
            backend: CrosstermBackend::new(frame.clone()),
            frame,
        }
    }

    /// Shows all that was drawn, unless the terminal is no longer ours.
    pub(super) fn show(&mut self) -> io::Result<()> {
        let mut bytes = self.frame.0.borrow_mut();
        let shown = if tty::is_held() {
            tty::show(&bytes)
        } else {
            Ok(())
        };
        bytes.clear();
        shown
    }

    /// Where more than cells can be written.
    pub(super) fn frame(&mut self) -> &mut impl Write {
        &mut self.frame
    }
}

/// What can be seen of a blank beside its ground.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// A blank on the ground of the cell before it looks the same in any ink: in that of this cell, nothing has to be
/// told to the terminal.
fn in_the_colour_of(before: Option<Cell>, cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    if let Some(before) = before.filter(|before| before.bg == cell.bg)
        && cell.symbol() == " "
        && !(before.modifier | cell.modifier).intersects(SEEN_ON_BLANKS)
    {
        cell.fg = before.fg;
        cell.modifier = before.modifier;
    }
    cell
}

impl Backend for FrameBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut before: Option<Cell> = None;
        let plain = content.map(|(x, y, cell)| {
            let cell = in_the_colour_of(before.take(), cell);
            before = Some(cell.clone());
            (x, y, cell)
        });
        let plain: Vec<(u16, u16, Cell)> = plain.collect();
        self.backend
            .draw(plain.iter().map(|(x, y, cell)| (*x, *y, cell)))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.backend.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.backend.show_cursor()
    }

    /// A terminal need not answer, so it is not queried.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.backend.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.backend.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.backend.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        tty::size().map(Size::from)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
