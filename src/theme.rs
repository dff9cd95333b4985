//! Looks by role: what a part of the screen is, never which colour it has.

mod glyphs;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

pub use glyphs::Glyphs;

/// The themes that are part of the program, by name; the first is the default.
const BUILT_IN: [(&str, &str); 4] = [
    ("ansi", include_str!("../assets/themes/ansi.json")),
    ("dark", include_str!("../assets/themes/dark.json")),
    ("light", include_str!("../assets/themes/light.json")),
    ("mono", include_str!("../assets/themes/mono.json")),
];

/// A theme as its file holds it: colours with names of their own, and a style for every part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeFile {
    /// Names that the styles may use, each for a colour such as `#15171c`.
    colours: BTreeMap<String, String>,
    /// What each part looks like, by the name of the part.
    styles: BTreeMap<String, String>,
}

impl ThemeFile {
    /// The styles in colours that need no theme to be understood.
    fn styles(mut self) -> serde_json::Result<Styles> {
        for words in self.styles.values_mut() {
            let plain = words.split_whitespace().map(|word| {
                let colour = self.colours.get(word);
                colour.map_or(word, String::as_str)
            });
            *words = plain.collect::<Vec<&str>>().join(" ");
        }
        serde_json::from_value(serde_json::to_value(self.styles)?)
    }
}

/// The style of every part. `ansi` and `mono` stand on the terminal's own background and use its own
/// colours, or none; `dark` and `light` bring a background of their own.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Styles {
    /// What everything stands on: text and background of cells that have no colours of their own.
    pub ground: Look,
    /// Running text.
    pub text: Look,
    /// What is there but not to be read first.
    pub dim: Look,
    /// The frame of a pane.
    pub border: Look,
    /// The frame of the pane that has the keyboard.
    pub border_focused: Look,
    /// The title of a pane.
    pub title: Look,
    /// The title of the pane that has the keyboard.
    pub title_focused: Look,
    /// The heading of a year, a section or a group.
    pub heading: Look,
    /// The name of the record that is shown.
    pub name: Look,
    /// A name that leads somewhere.
    pub link: Look,
    /// The mark of a meeting.
    pub meeting: Look,
    /// The mark of an agreement.
    pub agreement: Look,
    /// The row under the cursor.
    pub cursor: Look,
    /// That row in a pane that does not have the keyboard.
    pub cursor_away: Look,
    /// Letters that were searched for.
    pub found: Look,
    /// The accent: what belongs to the open record in the picture of the years and in lists, what is marked, and
    /// the sign before the row under the cursor.
    pub linked: Look,
    /// What is inferred or unknown.
    pub doubt: Look,
    /// A text about something contested or wrong.
    pub warning: Look,
    /// The sign before it.
    pub disagreement: Look,
    /// A key in a hint.
    pub key: Look,
}

/// A style as a theme writes it: a colour, `on` and a colour behind it, and attributes, parted by blanks,
/// e.g. `blue bold` or `#15171c on #f2b95f`. `plain` first takes away what was drawn there before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look(Style);

impl From<Look> for Style {
    fn from(look: Look) -> Self {
        look.0
    }
}

impl Look {
    /// The style itself.
    #[must_use]
    pub fn style(self) -> Style {
        self.0
    }
}

const ATTRIBUTES: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// What stands under a style that is to be the only one of its row.
const BARE: Style = Style::new()
    .fg(Color::Reset)
    .bg(Color::Reset)
    .remove_modifier(Modifier::DIM);

impl FromStr for Look {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let mut style = Style::new();
        let mut words = words.split_whitespace();
        while let Some(word) = words.next() {
            let attribute = ATTRIBUTES.iter().find(|(name, _)| *name == word);
            style = match (word, attribute, word.parse()) {
                ("plain", ..) => style.patch(BARE),
                ("on", ..) => match words.next().map(Color::from_str) {
                    Some(Ok(colour)) => style.bg(colour),
                    _ => return Err("`on` is followed by a colour".to_owned()),
                },
                (_, Some((_, modifier)), _) => style.add_modifier(*modifier),
                (_, None, Ok(colour)) => style.fg(colour),
                (_, None, Err(_)) => return Err(format!("`{word}` is no colour and no attribute")),
            };
        }
        Ok(Self(style))
    }
}

impl<'de> Deserialize<'de> for Look {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        words.parse().map_err(serde::de::Error::custom)
    }
}

/// No theme of that name; says which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError(String);

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ThemeError {}

impl Styles {
    /// The name of the theme that is used unless another is chosen.
    pub const DEFAULT: &str = BUILT_IN[0].0;

    /// The names of the themes, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The name of a theme as it is written in the list; the default may also be called `default`.
    ///
    /// # Errors
    /// A sentence with the names that there are.
    pub fn known(name: &str) -> Result<&'static str, ThemeError> {
        let named = Self::names().find(|other| *other == name);
        let default = (name == "default").then_some(Self::DEFAULT);
        let unknown = || ThemeError(no_theme(name));
        named.or(default).ok_or_else(unknown)
    }

    /// The theme of that name.
    ///
    /// # Errors
    /// A sentence with the names that there are.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        let wanted = Self::known(name)?;
        let json = BUILT_IN.iter().find(|(name, _)| *name == wanted);
        let json = json.map(|(_, json)| *json).unwrap_or_default();
        let styles = serde_json::from_str(json).and_then(ThemeFile::styles);
        styles.map_err(|error| ThemeError(format!("theme {name}: {error}")))
    }

    /// Lays the ground under a frame that has been drawn: every cell without a colour of its own gets that
    /// of the theme. A theme without a ground changes nothing.
    pub fn lay_ground(&self, area: Rect, buf: &mut Buffer) {
        let ground = self.ground.style();
        let (Some(text), Some(behind)) = (ground.fg, ground.bg) else {
            return;
        };
        for position in area.intersection(buf.area).positions() {
            let cell = &mut buf[position];
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
            if cell.bg == Color::Reset {
                cell.bg = behind;
            }
        }
    }
}

fn no_theme(name: &str) -> String {
    let name = crate::text::excerpt(name);
    let names: Vec<&str> = Styles::names().collect();
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    format!(
        "there is no theme `{name}`: use {} or {last}",
        others.join(", ")
    )
}

#[cfg(test)]
mod tests;
