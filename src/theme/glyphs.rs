//! The signs of the screen, in Unicode and in plain ASCII.

use ratatui::buffer::Buffer;
use ratatui::symbols::border;

use crate::text::columns;

/// What each sign looks like. Both sets tell the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Whether nothing but ASCII may be written.
    pub ascii: bool,
    /// The row under the cursor.
    pub cursor: &'static str,
    /// What leads on: a step, a link, what is left off at the right.
    pub link: &'static str,
    /// What leads back, or is left off at the left.
    pub back: &'static str,
    /// A meeting.
    pub meeting: &'static str,
    /// An agreement.
    pub agreement: &'static str,
    /// An agreement that is not lit, in the picture of the years.
    pub agreement_unlit: &'static str,
    /// One meeting that is not lit, two, and more, in one cell of the picture of the years.
    pub unlit: [&'static str; 3],
    /// What text that was cut ends in.
    pub ellipsis: &'static str,
    /// The text cursor.
    pub caret: &'static str,
    /// A topic on the agenda.
    pub agenda: &'static str,
    /// A topic in the context.
    pub context: &'static str,
    /// What joins two of them on a lane.
    pub joint: &'static str,
    /// What is not on a list that is complete.
    pub absent: &'static str,
    /// A silence.
    pub silence: &'static str,
    /// What is folded.
    pub folded: &'static str,
    /// What drops a part of the filter.
    pub drop: &'static str,
    /// What parts labels from what they label.
    pub rule: &'static str,
    /// Heights from low to high.
    pub heights: [&'static str; 8],
    /// The frame of a pane, and of the one that has the keyboard.
    pub frames: [border::Set<'static>; 2],
}

/// A frame in ASCII; its horizontal rule tells whether the pane has the keyboard.
const fn plain(horizontal: &'static str) -> border::Set<'static> {
    border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: horizontal,
        horizontal_bottom: horizontal,
    }
}

impl Glyphs {
    /// For terminals that show Unicode.
    pub const UNICODE: Self = Self {
        ascii: false,
        cursor: "▌",
        link: "›",
        back: "‹",
        meeting: "●",
        agreement: "◆",
        agreement_unlit: "◇",
        unlit: ["·", ":", "⁝"],
        ellipsis: "…",
        caret: "▏",
        agenda: "■",
        context: "□",
        joint: "─",
        absent: "·",
        silence: "┆",
        folded: "▸",
        drop: "×",
        rule: "│",
        heights: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        frames: [border::ROUNDED, border::THICK],
    };

    /// For all others.
    pub const ASCII: Self = Self {
        ascii: true,
        cursor: ">",
        link: ">",
        back: "<",
        meeting: "*",
        agreement: "A",
        agreement_unlit: "a",
        unlit: [".", ":", "%"],
        ellipsis: "..",
        caret: "_",
        agenda: "#",
        context: "o",
        joint: "-",
        absent: ".",
        silence: "|",
        folded: "+",
        drop: "x",
        rule: "|",
        heights: [".", ".", ":", ":", "|", "|", "#", "#"],
        frames: [plain("-"), plain("=")],
    };

    /// The name of a key, or the sign for it.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        let sign = match name {
            "enter" => "⏎",
            "backspace" => "⌫",
            _ => name,
        };
        if self.ascii { name } else { sign }.to_owned()
    }

    /// Writes every cell in ASCII, whatever it held: nothing else may reach such a terminal. Without `ascii` it does nothing.
    pub fn keep_to_ascii(&self, buf: &mut Buffer) {
        if !self.ascii {
            return;
        }
        let (width, cells) = (usize::from(buf.area.width), &mut buf.content);
        for at in 0..cells.len() {
            if cells[at].symbol().is_ascii() {
                continue;
            }
            let has_next = (at + 1) % width != 0;
            if cells[at].symbol() == "…" {
                cells[at].set_char('.');
                if has_next && cells[at + 1].symbol() == " " {
                    cells[at + 1].set_char('.');
                }
                continue;
            }
            let wide = columns(cells[at].symbol()) > 1 && has_next;
            let letters = any_ascii::any_ascii(cells[at].symbol());
            let mut letters = letters.chars().filter(char::is_ascii_graphic);
            let first = letters.next().unwrap_or('?');
            cells[at].set_char(first);
            if wide {
                cells[at + 1].set_char(letters.next().unwrap_or(' '));
            }
        }
    }
}
