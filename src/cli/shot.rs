//! Pictures of the screen: keys played into the real app, its last frame written as a picture.

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::args::{Picture, Shot};
use super::asked::Opened;
use super::{Failure, keymap, origin, screen, start};
use crate::app::{App, Wish};
use crate::data;
use crate::export::picture::{as_ansi, as_svg, as_text};
use crate::keymap::{Key, script};
use crate::session::Session;
use crate::theme::Glyphs;

/// Plays the keys and writes the screen.
pub(super) fn take(shot: &Shot) -> Result<String, Failure> {
    let keys = script(&shot.keys).map_err(|error| Failure::misused(format!("--keys: {error}")))?;
    let query = shot.data.asking.query()?;
    let origin = origin(&shot.data)?;
    if shot.data.asking.explain {
        return Ok(Opened::load(&origin)?.explained(&query));
    }
    let dataset = data::load(&origin)?;
    let start = start(&shot.data, &dataset)?;
    let styles = screen::styles(shot.looks.theme.as_deref())?;
    let glyphs = if shot.looks.ascii {
        &Glyphs::ASCII
    } else {
        &Glyphs::UNICODE
    };
    let keymap = keymap(shot.looks.keymap.as_deref())?;
    let mut app = App::new(Session::new(dataset, keymap, styles, glyphs), origin);
    screen::begin(&mut app, query, start);
    let area = Rect::from((ratatui::layout::Position::ORIGIN, shot.size));
    let buf = play(&mut app, &keys, area);
    Ok(match shot.format {
        Picture::Text => as_text(&buf),
        Picture::Ansi => as_ansi(&buf),
        Picture::Svg => as_svg(&buf),
    })
}

/// Presses keys, drawing a frame after each as a terminal would, until one ends the program.
fn play(app: &mut App, keys: &[Key], area: Rect) -> Buffer {
    let mut buf = Buffer::empty(area);
    app.draw(area, &mut buf);
    for key in keys {
        if app.handle(&Event::Key(key.event())) == Some(Wish::Quit) {
            break;
        }
        buf.reset();
        app.draw(area, &mut buf);
    }
    buf
}
