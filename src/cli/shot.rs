//! Pictures of the screen: keys played into the real app, its last frame written as a picture, or all as a film.

use std::time::Duration;

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::args::{Picture, Shot};
use super::asked::Opened;
use super::settings::theme_of_picture;
use super::{Failure, keymap, origin, screen};
use crate::app::{App, Effect};
use crate::data;
use crate::export::picture::{Film, as_ansi, as_svg, as_text};
use crate::jobs::Material;
use crate::keymap::{Key, script};
use crate::text::clean_line;
use crate::theme::Glyphs;

/// A film has no more frames than this.
const LONGEST: usize = 500;

/// Plays the keys and writes the screen.
pub(super) fn take(shot: &Shot) -> Result<String, Failure> {
    let steps = steps(shot)?;
    let query = shot.data.asking.query()?;
    let origin = origin(&shot.data)?;
    if shot.data.asking.explain {
        return Ok(Opened::load(&origin)?.explained(&query));
    }
    let mut opening = screen::opening(query, &shot.data);
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
    let mut app = app.map_err(Failure::misused)?;
    let area = Rect::from((ratatui::layout::Position::ORIGIN, shot.size));
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
struct Step {
    keys: Vec<Key>,
    words: String,
}

/// What is to be played. In a film a single script is a step a key.
fn steps(shot: &Shot) -> Result<Vec<Step>, Failure> {
    if shot.film && shot.format != Picture::Svg {
        return Err(Failure::misused("a film is an svg: add --format svg"));
    }
    if !shot.caption.is_empty() && shot.caption.len() != shot.keys.len() {
        let text = "each --keys of a film has one --caption, or none has";
        return Err(Failure::misused(text));
    }
    let wrong = |error| Failure::misused(format!("--keys: {error}"));
    let scripts = shot.keys.iter().map(|keys| script(keys).map_err(wrong));
    let mut scripts = scripts.collect::<Result<Vec<Vec<Key>>, Failure>>()?;
    if let ([keys], true, []) = (&*scripts, shot.film, &*shot.caption) {
        scripts = keys.chunks(1).map(<[Key]>::to_vec).collect();
    }
    if shot.film && scripts.len() >= LONGEST {
        let text = format!("a film has at most {LONGEST} frames: give several keys to each --keys");
        return Err(Failure::misused(text));
    }
    let words = shot
        .caption
        .iter()
        .map(|text| clean_line(text).into_owned());
    let words = words.chain(std::iter::repeat(String::new()));
    let steps = scripts.into_iter().zip(words);
    Ok(steps.map(|(keys, words)| Step { keys, words }).collect())
}

/// Presses keys, drawing a frame after each as a terminal would, until one ends the program. `look` is shown
/// the frame that each step leads to.
fn play(app: &mut App, steps: &[Step], buf: &mut Buffer, mut look: impl FnMut(&Step, &Buffer)) {
    let area = buf.area;
    app.run_pending();
    app.draw(area, buf);
    look(&Step::default(), buf);
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
fn film(app: &mut App, steps: &[Step], area: Rect, glyphs: &Glyphs) -> Film {
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
