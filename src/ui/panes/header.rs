//! The first line: what dataset this is, and how much of it there is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::data::Kind;
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::line::Line;

/// The line.
pub struct Header<'s>(pub &'s Session);

/// The kinds that are counted, the most telling first.
const COUNTED: [Kind; 5] = [
    Kind::Meeting,
    Kind::Person,
    Kind::Topic,
    Kind::Organisation,
    Kind::Agreement,
];

impl Widget for Header<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let session = self.0;
        let about = session.dataset.about();
        let Some(mut line) = Line::at(buf, area, 0, session.glyphs) else {
            return;
        };
        line.to(1).write(&about.title, session.styles.name);
        if !about.version.is_empty() {
            let version = format!(" · {}", about.version);
            if line.left() > columns(&version) {
                line.write(&version, session.styles.dim);
            }
        }
        let counts = counts(session, line.left().saturating_sub(3));
        line.write_right(&format!("{counts} "), session.styles.dim);
    }
}

/// As many counts as fit.
fn counts(session: &Session, width: usize) -> String {
    let mut said = String::new();
    for kind in COUNTED {
        let count = session.counted(kind);
        let dot = if said.is_empty() { "" } else { " · " };
        if columns(&said) + columns(dot) + columns(&count) > width {
            break;
        }
        said.push_str(dot);
        said.push_str(&count);
    }
    said
}
