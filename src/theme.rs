//! Looks by role: what a part of the screen is, never which colour it has.

mod glyphs;

use std::fmt;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

pub use glyphs::Glyphs;

/// The themes that are part of the program, by name.
const BUILT_IN: [(&str, &str); 2] = [
    ("default", include_str!("../assets/themes/default.json")),
    ("mono", include_str!("../assets/themes/mono.json")),
];

/// The style of every part. Only the sixteen colours of the terminal itself are used, on its own
/// background, so that light and dark terminals both stay readable.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Styles {
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
    /// A date in a column.
    pub date: Look,
    /// The row under the cursor.
    pub cursor: Look,
    /// That row in a pane that does not have the keyboard.
    pub cursor_away: Look,
    /// Letters that were searched for.
    pub found: Look,
    /// The mark of a linked row.
    pub linked: Look,
    /// What is inferred or unknown.
    pub doubt: Look,
    /// What is contested or wrong.
    pub warning: Look,
    /// A part of the filter.
    pub chip: Look,
    /// A key in a hint.
    pub key: Look,
}

/// A style as a theme writes it: colours and attributes parted by blanks, e.g. `blue bold`.
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

const COLOURS: [(&str, Color); 12] = [
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
];

impl<'de> Deserialize<'de> for Look {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        let mut style = Style::new();
        for word in words.split_whitespace() {
            let attribute = ATTRIBUTES.iter().find(|(name, _)| *name == word);
            let colour = COLOURS.iter().find(|(name, _)| *name == word);
            style = match (attribute, colour) {
                (Some((_, modifier)), _) => style.add_modifier(*modifier),
                (None, Some((_, colour))) => style.fg(*colour),
                (None, None) => {
                    let text = format!("`{word}` is no colour and no attribute");
                    return Err(serde::de::Error::custom(text));
                }
            };
        }
        Ok(Self(style))
    }
}

/// No theme of that name; says which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTheme(String);

impl fmt::Display for UnknownTheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownTheme {}

impl Styles {
    /// The names of the themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The theme of that name.
    ///
    /// # Errors
    /// A sentence with the names that there are.
    pub fn named(name: &str) -> Result<Self, UnknownTheme> {
        let Some((_, json)) = BUILT_IN.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = Self::names().collect();
            let name = crate::text::clean_line(name);
            let text = format!("there is no theme `{name}`: use {}", names.join(" or "));
            return Err(UnknownTheme(text));
        };
        serde_json::from_str(json).map_err(|error| UnknownTheme(format!("theme {name}: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_themes_are_sound() {
        for name in Styles::names() {
            Styles::named(name).unwrap_or_else(|error| panic!("{error}"));
        }
    }

    #[test]
    fn mono_has_no_colour_and_the_same_meaning() {
        let mono = format!("{:?}", Styles::named("mono").expect("mono"));
        for (_, colour) in COLOURS {
            assert!(
                !mono.contains(&format!("fg: Some({colour:?})")),
                "{colour:?}"
            );
        }
    }

    #[test]
    fn an_unknown_theme_is_told_which_there_are() {
        let error = Styles::named("neon\u{1b}").expect_err("unknown");
        assert_eq!(
            error.to_string(),
            "there is no theme `neon␛`: use default or mono"
        );
    }
}
