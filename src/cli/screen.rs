//! Opening the screen.

use std::io::{self, IsTerminal};

use clap::CommandFactory;

use super::args::{Args, Data, Looks};
use super::{Failure, MISUSED, UNREADABLE, origin, start};
use crate::app::{App, End, run as run_app};
use crate::data::{self, Dataset, Origin};
use crate::keymap::Keymap;
use crate::session::Session;
use crate::terminal::{NoScreen, Screen, end_by_signal};
use crate::theme::{Glyphs, Styles};

/// Shows the dataset until the user leaves.
pub(super) fn run(data: &Data, looks: &Looks) -> Result<(), Failure> {
    if !io::stdout().is_terminal() {
        return Err(no_terminal());
    }
    let origin = origin(data);
    if origin == Origin::Stdin && io::stdin().is_terminal() {
        let text = "--data - reads a dataset from standard input, which is the keyboard here: \
                    pipe a file into it, or name the file";
        return Err(Failure::misused(text));
    }
    let styles = styles(looks.theme.as_deref().or(no_colour()))?;
    let glyphs = if looks.ascii || is_plain_terminal() {
        &Glyphs::ASCII
    } else {
        &Glyphs::UNICODE
    };
    let dataset = data::load(&origin)?;
    let start = start(data, &dataset)?;
    let mut app = app(dataset, origin, styles, glyphs)?;
    if let Some(id) = start {
        app.start_at(id);
    }
    let end = {
        let mut screen = Screen::borrow().map_err(|error| no_screen(&error))?;
        run_app(&mut app, &mut screen)
    };
    match end {
        End::Wanted => Ok(()),
        End::Signal(signal) => {
            end_by_signal(signal);
            Ok(())
        }
        End::Lost(error) => Err(Failure {
            code: UNREADABLE,
            text: format!("the terminal was lost: {error}"),
        }),
    }
}

/// The app over a dataset, with the keys and looks asked for.
pub(super) fn app(
    dataset: Dataset,
    origin: Origin,
    styles: Styles,
    glyphs: &'static Glyphs,
) -> Result<App, Failure> {
    let keymap = Keymap::built_in().map_err(|error| Failure::misused(error.to_string()))?;
    Ok(App::new(
        Session::new(dataset, keymap, styles, glyphs),
        origin,
    ))
}

/// The theme of that name, or the default.
pub(super) fn styles(name: Option<&str>) -> Result<Styles, Failure> {
    let styles = Styles::named(name.unwrap_or("default"));
    styles.map_err(|error| Failure::misused(error.to_string()))
}

fn no_terminal() -> Failure {
    let help = Args::command().render_help().to_string();
    Failure {
        code: MISUSED,
        text: format!(
            "the screen needs a terminal; `sommet shot` prints it without one\n\n{}",
            help.trim_end()
        ),
    }
}

fn no_screen(error: &NoScreen) -> Failure {
    Failure::misused(format!(
        "{error}; `sommet shot` prints the screen without one"
    ))
}

/// The theme without colours, when `NO_COLOR` asks for it.
fn no_colour() -> Option<&'static str> {
    let set = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    set.then_some("mono")
}

/// Whether the terminal is known to show nothing but ASCII: the Linux console with its few signs, or a
/// locale that says so. No locale at all says nothing.
fn is_plain_terminal() -> bool {
    if std::env::var("TERM").is_ok_and(|term| term == "linux") {
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_some_and(|locale| !is_utf8(&locale))
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        assert!(is_utf8("fr_FR.UTF-8") && is_utf8("C.utf8"));
        assert!(!is_utf8("C") && !is_utf8("de_DE.ISO-8859-1"));
    }
}
