//! Pictures of the screen: keys played into the real app, its last frame written as a picture.

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::args::{Picture, Shot};
use super::asked::Opened;
use super::{Failure, keymap, origin, screen};
use crate::app::{App, Wish};
use crate::data;
use crate::errand::Material;
use crate::export::picture::{as_ansi, as_svg, as_text};
use crate::keymap::{Key, script};
use crate::theme::{Glyphs, Styles};

/// Plays the keys and writes the screen.
pub(super) fn take(shot: &Shot) -> Result<String, Failure> {
    let keys = script(&shot.keys).map_err(|error| Failure::misused(format!("--keys: {error}")))?;
    let query = shot.data.asking.query()?;
    let origin = origin(&shot.data)?;
    if shot.data.asking.explain {
        return Ok(Opened::load(&origin)?.explained(&query));
    }
    let mut opening = screen::opening(query, &shot.data);
    opening.order = shot.looks.preferred.order.unwrap_or_default();
    let material = Material::new(data::load(&origin)?, &opening.filter);
    let theme = shot.looks.preferred.theme.as_deref();
    let styles = screen::styles(theme.unwrap_or(Styles::DEFAULT))?;
    let glyphs = if shot.looks.ascii {
        &Glyphs::ASCII
    } else {
        &Glyphs::UNICODE
    };
    let keymap = keymap(shot.looks.keymap.as_deref())?;
    let app = App::opened(material, origin, opening, keymap, styles, glyphs);
    let mut app = app.map_err(Failure::misused)?;
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
    app.settle();
    app.draw(area, &mut buf);
    for key in keys {
        if app.handle(&Event::Key(key.event())) == Some(Wish::Quit) {
            break;
        }
        app.settle();
        buf.reset();
        app.draw(area, &mut buf);
    }
    buf
}
