//! Opening the screen.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::args::{LookArgs, MouseArgs, StartArgs};
use super::context::{Context, origin};
use super::error::CliError;
use super::keys::own_keymap;
use super::settings::Settings;
use crate::app::{App, Opening, RunEnd, Workers, run as run_app};
use crate::data::Origin;
use crate::query::Query;
use crate::terminal::{Screen, TerminalError, Waker, end_by_signal};
use crate::text::excerpt;
use crate::theme::{Glyphs, Styles};

/// Shows the dataset until the user leaves.
pub(super) fn run(start: &StartArgs, looks: &LookArgs, mouse: MouseArgs) -> Result<(), CliError> {
    let query = start.meetings.query()?;
    if start.meetings.explain {
        return Context::load(&origin(start)?)?.explain(&query);
    }
    is_there(start)?;
    if !io::stdout().is_terminal() {
        return Err(no_terminal());
    }
    let origin = origin(start)?;
    let settings = Settings::read(&looks.preferred, mouse, &looks.colour);
    let styles = styles(settings.theme.value)?;
    let glyphs = if looks.ascii || is_plain_terminal() {
        &Glyphs::ASCII
    } else {
        &Glyphs::UNICODE
    };
    let (keymap, flaw) = own_keymap(looks.keymap.as_deref())?;
    let mut opening = opening(query, start);
    opening.order = settings.order.value;
    let patience = patience(&origin);
    let mut app = App::opening(origin, opening, keymap, styles, glyphs);
    app.write_into(PathBuf::from("."));
    let waker = Arc::new(OnceLock::<Waker>::new());
    let mut workers = Workers::new({
        let waker = Arc::clone(&waker);
        move || waker.get().into_iter().for_each(Waker::wake)
    });
    if let Some(patience) = patience {
        workers.start_jobs(&app);
        for result in workers.results(patience) {
            app.receive(result);
        }
        if let Some(error) = app.take_open_error() {
            return Err(error.into());
        }
    }
    let flaws: Vec<String> = settings.flaws.into_iter().chain(flaw).collect();
    if !flaws.is_empty() {
        app.notify(flaws.join("; "));
    }
    let end = {
        let mut screen = Screen::borrow(settings.mouse.value).map_err(|error| no_screen(&error))?;
        let _ = waker.set(screen.waker());
        run_app(&mut app, &mut screen, &mut workers)
    };
    match end {
        RunEnd::Finished => match app.take_open_error() {
            None => Ok(()),
            Some(error) => Err(error.into()),
        },
        RunEnd::Signal(signal) => {
            end_by_signal(signal);
            Ok(())
        }
        RunEnd::Lost(error) => Err(CliError::unreadable(format!(
            "the terminal was lost: {error}"
        ))),
    }
}

/// Where the screen starts.
pub(super) fn opening(filter: Query, start: &StartArgs) -> Opening {
    Opening {
        filter,
        record: start.open.clone(),
        ..Opening::default()
    }
}

/// How long to wait for a dataset before anything is shown, so that its first frame is the whole screen: what is
/// part of the program is always at hand, and of a small file nobody notices so long a wait.
fn patience(origin: &Origin) -> Option<Duration> {
    const UNNOTICED: Duration = Duration::from_millis(50);
    /// In bytes. It takes a few milliseconds.
    const SMALL: u64 = 1 << 19;
    match origin {
        Origin::Bundled => Some(Duration::from_secs(10)),
        Origin::Stdin => None,
        Origin::File(path) => {
            let found = std::fs::metadata(path).ok()?;
            let is_small = found.is_dir() || found.is_file() && found.len() <= SMALL;
            is_small.then_some(UNNOTICED)
        }
    }
}

/// A file that is not there is told before anything else is.
fn is_there(start: &StartArgs) -> Result<(), CliError> {
    let Some(path) = start.file.as_deref().filter(|path| *path != Path::new("-")) else {
        return Ok(());
    };
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = excerpt(&path.to_string_lossy());
            let is_word = !name.contains(['.', '/', '\\']);
            let text = if is_word {
                format!("there is no file `{name}`; to search for it: sommet find {name}")
            } else {
                format!("{name}: no such file or directory")
            };
            Err(CliError::unreadable(text))
        }
        _ => Ok(()),
    }
}

/// The theme of that name.
pub(super) fn styles(name: &str) -> Result<Styles, CliError> {
    Styles::named(name).map_err(|error| CliError::misused(error.to_string()))
}

fn no_terminal() -> CliError {
    CliError::misused(
        "the screen needs a terminal; `sommet shot` prints it without one, `sommet --help` lists the commands",
    )
}

fn no_screen(error: &TerminalError) -> CliError {
    CliError::misused(format!(
        "{error}; `sommet shot` prints the screen without one"
    ))
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
