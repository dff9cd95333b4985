//! Opening the screen.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::args::{Data, Looks, Mouse};
use super::asked::Opened;
use super::settings::Settings;
use super::{Failure, origin, own_keymap};
use crate::app::{App, OpenError, Opening, RunEnd, Workers, run as run_app};
use crate::data::Origin;
use crate::query::Query;
use crate::terminal::{Screen, TerminalError, Waker, end_by_signal};
use crate::text::excerpt;
use crate::theme::{Glyphs, Styles};

/// Shows the dataset until the user leaves.
pub(super) fn run(data: &Data, looks: &Looks, mouse: Mouse) -> Result<(), Failure> {
    let query = data.asking.query()?;
    if data.asking.explain {
        return Opened::load(&origin(data)?)?.explain(&query);
    }
    is_there(data)?;
    if !io::stdout().is_terminal() {
        return Err(no_terminal());
    }
    let origin = origin(data)?;
    let settings = Settings::read(&looks.preferred, mouse, &looks.colour);
    let styles = styles(settings.theme.value)?;
    let glyphs = if looks.ascii || is_plain_terminal() {
        &Glyphs::ASCII
    } else {
        &Glyphs::UNICODE
    };
    let (keymap, flaw) = own_keymap(looks.keymap.as_deref())?;
    let mut opening = opening(query, data);
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
        if let Some(refused) = app.take_open_error() {
            return Err(refused.into());
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
            Some(refused) => Err(refused.into()),
        },
        RunEnd::Signal(signal) => {
            end_by_signal(signal);
            Ok(())
        }
        RunEnd::Lost(error) => Err(Failure::unreadable(format!(
            "the terminal was lost: {error}"
        ))),
    }
}

impl From<OpenError> for Failure {
    fn from(refused: OpenError) -> Self {
        match refused {
            OpenError::Dataset(refusal) => refusal.into(),
            OpenError::Record(sentence) => Self::misused(sentence),
        }
    }
}

/// Where the screen starts.
pub(super) fn opening(filter: Query, data: &Data) -> Opening {
    Opening {
        filter,
        record: data.open.clone(),
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
            let known = std::fs::metadata(path).ok()?;
            let is_small = known.is_dir() || known.is_file() && known.len() <= SMALL;
            is_small.then_some(UNNOTICED)
        }
    }
}

/// A file that is not there is told before anything else is.
fn is_there(data: &Data) -> Result<(), Failure> {
    let Some(path) = data.file.as_deref().filter(|path| *path != Path::new("-")) else {
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
            Err(Failure::unreadable(text))
        }
        _ => Ok(()),
    }
}

/// The theme of that name.
pub(super) fn styles(name: &str) -> Result<Styles, Failure> {
    Styles::named(name).map_err(|error| Failure::misused(error.to_string()))
}

fn no_terminal() -> Failure {
    Failure::misused(
        "the screen needs a terminal; `sommet shot` prints it without one, `sommet --help` lists the commands",
    )
}

fn no_screen(error: &TerminalError) -> Failure {
    Failure::misused(format!(
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
