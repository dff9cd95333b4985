//! Pictures of the screen: keys played into the real app, its last frame written as a picture, or all as a film.

use std::time::Duration;

use clap::{Args, ValueEnum};
use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::args::{LookArgs, StartArgs, TEMPLATE};
use super::context::{Context, origin};
use super::error::CliError;
use super::keys::keymap;
use super::out::print;
use super::screen;
use super::settings::theme_of_picture;
use crate::app::{App, Effect};
use crate::data;
use crate::export::picture::{Film, as_ansi, as_svg, as_text};
use crate::jobs::Material;
use crate::keymap::{Key, script};
use crate::text::clean_line;
use crate::theme::Glyphs;

/// A film has no more frames than this.
const LONGEST: usize = 500;

/// A picture of the screen.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet shot --size 80x24 --keys '/soren<Enter>'
  sommet shot --open topic/climate-migration --format svg > climate.svg
  sommet shot --film --keys '/soren<Enter>' --format svg > film.svg
")]
pub(super) struct ShotArgs {
    #[command(flatten)]
    pub start: StartArgs,
    #[command(flatten)]
    pub looks: LookArgs,
    /// Columns and rows
    #[arg(long, default_value = "80x24", value_parser = parse_size)]
    pub size: Size,
    /// The keys, e.g. '/soren<Enter>'; names as in the keymap; given again, they follow
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    pub keys: Vec<String>,
    /// How it is written
    #[arg(long, default_value = "text")]
    pub format: Picture,
    /// A film of the keys, as svg: a frame for each key, or for each --keys if there are several
    #[arg(long)]
    pub film: bool,
    /// Of a film: words below a frame; given once for each --keys, in their order
    #[arg(long, value_name = "TEXT", requires = "film")]
    pub caption: Vec<String>,
    /// Of a film: how long a frame stays, in milliseconds
    #[arg(
        long,
        value_name = "MS",
        default_value_t = 1200,
        value_parser = clap::value_parser!(u32).range(50..=60_000),
        hide_default_value = true
    )]
    pub pace: u32,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Picture {
    /// The characters alone
    #[default]
    Text,
    /// With the colours of a terminal
    Ansi,
    /// As a picture for a page
    Svg,
}

/// A size as `120x36`.
pub(super) fn parse_size(text: &str) -> Result<Size, String> {
    let (width, height) = text.split_once(['x', '×']).ok_or("write it as 120x36")?;
    let number = |text: &str| match text.trim().parse() {
        Ok(number @ 0..=1_000) => Ok(number),
        _ => Err("each side is a number from 0 to 1000".to_owned()),
    };
    Ok(Size::new(number(width)?, number(height)?))
}

impl ShotArgs {
    /// Prints the picture.
    pub(super) fn run(&self) -> Result<(), CliError> {
        print(&picture(self)?)
    }
}

/// Plays the keys and writes the screen.
pub(super) fn picture(shot: &ShotArgs) -> Result<String, CliError> {
    let steps = steps(shot)?;
    let query = shot.start.meetings.query()?;
    let origin = origin(&shot.start)?;
    if shot.start.meetings.explain {
        return Ok(Context::load(&origin)?.explained(&query));
    }
    let mut opening = screen::opening(query, &shot.start);
    opening.order = shot.looks.preferred.order.unwrap_or_default();
    let material = Material::new(data::load(&origin)?, &opening.filter);
    // Of the pictures only that for a terminal has the colours that `NO_COLOR` speaks of.
    let styles = screen::styles(theme_of_picture(&shot.looks, shot.format == Picture::Ansi))?;
    let glyphs = if shot.looks.ascii {
        &Glyphs::ASCII
    } else {
        &Glyphs::UNICODE
    };
    let keymap = keymap(shot.looks.keymap.as_deref())?;
    let app = App::opened(material, origin, opening, keymap, styles, glyphs);
    let mut app = app.map_err(CliError::misused)?;
    let area = Rect::from((Position::ORIGIN, shot.size));
    if shot.film {
        let film = film(&mut app, &steps, area, glyphs);
        return Ok(film.written(Duration::from_millis(shot.pace.into())));
    }
    let mut buf = Buffer::empty(area);
    play(&mut app, &steps, &mut buf, |_, _| {});
    Ok(match shot.format {
        Picture::Text => as_text(&buf),
        Picture::Ansi => as_ansi(&buf),
        Picture::Svg => as_svg(&buf),
    })
}

/// Some keys, and what is said of them.
#[derive(Debug, Default)]
struct ScriptStep {
    keys: Vec<Key>,
    words: String,
}

/// What is to be played. In a film a single script is a step a key.
fn steps(shot: &ShotArgs) -> Result<Vec<ScriptStep>, CliError> {
    if shot.film && shot.format != Picture::Svg {
        return Err(CliError::misused("a film is an svg: add --format svg"));
    }
    if !shot.caption.is_empty() && shot.caption.len() != shot.keys.len() {
        let text = "each --keys of a film has one --caption, or none has";
        return Err(CliError::misused(text));
    }
    let wrong = |error| CliError::misused(format!("--keys: {error}"));
    let scripts = shot.keys.iter().map(|keys| script(keys).map_err(wrong));
    let mut scripts = scripts.collect::<Result<Vec<Vec<Key>>, CliError>>()?;
    if let ([keys], true, []) = (&*scripts, shot.film, &*shot.caption) {
        scripts = keys.chunks(1).map(<[Key]>::to_vec).collect();
    }
    if shot.film && scripts.len() >= LONGEST {
        let text = format!("a film has at most {LONGEST} frames: give several keys to each --keys");
        return Err(CliError::misused(text));
    }
    let words = shot
        .caption
        .iter()
        .map(|text| clean_line(text).into_owned());
    let words = words.chain(std::iter::repeat(String::new()));
    let steps = scripts.into_iter().zip(words);
    Ok(steps
        .map(|(keys, words)| ScriptStep { keys, words })
        .collect())
}

/// Presses keys, drawing a frame after each as a terminal would, until one ends the program. `look` is shown
/// the frame that each step leads to.
fn play(
    app: &mut App,
    steps: &[ScriptStep],
    buf: &mut Buffer,
    mut look: impl FnMut(&ScriptStep, &Buffer),
) {
    let area = buf.area;
    app.run_pending();
    app.draw(area, buf);
    look(&ScriptStep::default(), buf);
    for step in steps {
        for key in &step.keys {
            if app.handle(&Event::Key(key.event())) == Some(Effect::Quit) {
                return;
            }
            app.run_pending();
            buf.reset();
            app.draw(area, buf);
        }
        look(step, buf);
    }
}

/// The start, and a frame for each step.
fn film(app: &mut App, steps: &[ScriptStep], area: Rect, glyphs: &Glyphs) -> Film {
    let mut film = Film::default();
    let mut buf = Buffer::empty(area);
    play(app, steps, &mut buf, |step, frame| {
        film.add(frame, &on_a_cap(&step.keys, glyphs), &step.words);
    });
    film
}

/// Keys as they are told below a frame: letters side by side, names apart.
fn on_a_cap(keys: &[Key], glyphs: &Glyphs) -> String {
    let mut text = String::new();
    let mut apart = false;
    for key in keys {
        let key = glyphs.key(&key.to_string());
        let is_name = key.chars().count() > 1;
        if !text.is_empty() && (apart || is_name) {
            text.push(' ');
        }
        text.push_str(&key);
        apart = is_name;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("120x36"), Ok(Size::new(120, 36)));
        assert_eq!(parse_size("0x0"), Ok(Size::new(0, 0)));
        for text in ["", "120", "x", "70000x1", "-1x5"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
