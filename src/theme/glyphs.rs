//! The signs of the screen, in Unicode and in plain ASCII.

/// What each sign looks like. Both sets tell the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Whether nothing but ASCII may be written.
    pub ascii: bool,
    /// The row under the cursor.
    pub cursor: &'static str,
    /// A link.
    pub link: &'static str,
    /// A link to what came before.
    pub back: &'static str,
    /// A meeting.
    pub meeting: &'static str,
    /// An agreement.
    pub agreement: &'static str,
    /// What text that was cut ends in.
    pub ellipsis: &'static str,
    /// What follows beyond the right edge.
    pub more: &'static str,
    /// The part of a list that is in sight.
    pub thumb: &'static str,
    /// The text cursor.
    pub caret: &'static str,
    /// A topic on the agenda.
    pub agenda: &'static str,
    /// A topic in the context.
    pub context: &'static str,
    /// What is not on a list.
    pub absent: &'static str,
    /// Heights from low to high.
    pub heights: [&'static str; 8],
    /// A frame: horizontal, vertical, and corners from the upper left with the clock.
    pub frame: Frame,
    /// The frame of the pane that has the keyboard.
    pub frame_focused: Frame,
}

/// The signs of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The rule above and below.
    pub horizontal: &'static str,
    /// The rule at the sides.
    pub vertical: &'static str,
    /// Upper left, upper right, lower right, lower left.
    pub corners: [&'static str; 4],
}

impl Glyphs {
    /// For terminals that show Unicode.
    pub const UNICODE: Self = Self {
        ascii: false,
        cursor: "▸",
        link: "›",
        back: "‹",
        meeting: "●",
        agreement: "◆",
        ellipsis: "…",
        more: "▸",
        thumb: "┃",
        caret: "_",
        agenda: "■",
        context: "□",
        absent: "·",
        heights: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        frame: Frame {
            horizontal: "─",
            vertical: "│",
            corners: ["┌", "┐", "┘", "└"],
        },
        frame_focused: Frame {
            horizontal: "═",
            vertical: "║",
            corners: ["╔", "╗", "╝", "╚"],
        },
    };

    /// For all others.
    pub const ASCII: Self = Self {
        ascii: true,
        cursor: ">",
        link: ">>",
        back: "<<",
        meeting: "M",
        agreement: "A",
        ellipsis: "..",
        more: ">",
        thumb: "#",
        caret: "_",
        agenda: "#",
        context: "o",
        absent: ".",
        heights: [".", ".", ":", ":", "-", "=", "#", "#"],
        frame: Frame {
            horizontal: "-",
            vertical: "|",
            corners: ["+", "+", "+", "+"],
        },
        frame_focused: Frame {
            horizontal: "=",
            vertical: "|",
            corners: ["+", "+", "+", "+"],
        },
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
}
