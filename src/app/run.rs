//! The loop: wait, take all that has come, draw once.

use std::io;
use std::time::{Duration, Instant};

use super::{App, Effect, Workers};
use crate::keymap::Key;
use crate::terminal::{Host, HostInput};
use crate::text::excerpt;
use crossterm::event::Event;

/// How a run ended.
#[derive(Debug)]
pub enum RunEnd {
    /// By a command.
    Finished,
    /// By this signal.
    Signal(i32),
    /// Because the terminal is gone or cannot be written to.
    Lost(io::Error),
}

/// What comes so soon after a key is shown in the same frame as what the key does.
const GRACE: Duration = Duration::from_millis(12);

/// Runs until it is to end.
pub fn run(app: &mut App, host: &mut impl Host, workers: &mut Workers) -> RunEnd {
    // A job may have ended before there was anybody to be woken.
    if let Some(end) = receive(app, host, workers) {
        return end;
    }
    loop {
        if let Err(error) = host.draw(&mut |area, buf| app.draw(area, buf)) {
            return RunEnd::Lost(error);
        }
        workers.start_jobs(app);
        let mut inputs = host.wait(app.tick());
        let drawn_by = Instant::now() + GRACE;
        loop {
            if let Some(end) = take(inputs, app, host, workers) {
                return end;
            }
            let left = drawn_by.saturating_duration_since(Instant::now());
            if left.is_zero() || !workers.is_busy() || app.is_long() {
                break;
            }
            inputs = host.wait(Some(left));
        }
    }
}

/// Takes what came from the host and the results of jobs, and starts jobs for what is lacking then.
fn take(
    inputs: Vec<HostInput>,
    app: &mut App,
    host: &mut impl Host,
    workers: &mut Workers,
) -> Option<RunEnd> {
    let mut typed = Vec::new();
    for input in inputs {
        match input {
            HostInput::Event(event) if character(&event).is_some() => typed.push(event),
            input => {
                let ended = take_typed(&mut typed, app, host);
                let ended = ended.or_else(|| take_one(input, app, host));
                if ended.is_some() {
                    return ended;
                }
            }
        }
    }
    let ended = take_typed(&mut typed, app, host);
    let end = ended.or_else(|| receive(app, host, workers));
    if end.is_none() {
        workers.start_jobs(app);
    }
    end
}

/// Takes the results of jobs.
fn receive(app: &mut App, host: &mut impl Host, workers: &mut Workers) -> Option<RunEnd> {
    for result in workers.results(Duration::ZERO) {
        for effect in app.receive(result) {
            if let Some(end) = perform(effect, app, host) {
                return Some(end);
            }
        }
    }
    None
}

/// Takes characters that came one after the other: key by key, and what is text from some key on as one text.
fn take_typed(typed: &mut Vec<Event>, app: &mut App, host: &mut impl Host) -> Option<RunEnd> {
    let mut events = std::mem::take(typed).into_iter();
    while let Some(event) = events.next() {
        if app.takes_text() {
            let text: String = [event]
                .iter()
                .chain(events.as_slice())
                .filter_map(character)
                .collect();
            let effect = app.type_text(&text);
            return effect.and_then(|effect| perform(effect, app, host));
        }
        let end = take_one(HostInput::Event(event), app, host);
        if end.is_some() {
            return end;
        }
    }
    None
}

/// Takes one thing that came from the host.
fn take_one(input: HostInput, app: &mut App, host: &mut impl Host) -> Option<RunEnd> {
    let effect = match input {
        HostInput::Event(event) => app.handle(&event),
        HostInput::Signal(signal) => return Some(RunEnd::Signal(signal)),
        HostInput::Gone(error) => return Some(RunEnd::Lost(error)),
        HostInput::Woken => None,
    };
    effect.and_then(|effect| perform(effect, app, host))
}

/// The character of a key that is text while a line is typed.
fn character(event: &Event) -> Option<char> {
    match event {
        Event::Key(event) => Key::of(event).and_then(Key::character),
        _ => None,
    }
}

/// Lets the host do what only it can do; gives the end when the program is to end.
fn perform(effect: Effect, app: &mut App, host: &mut impl Host) -> Option<RunEnd> {
    let done = match effect {
        Effect::Quit => return Some(RunEnd::Finished),
        Effect::Redraw => host.redraw(),
        Effect::Suspend => host.suspend(),
        Effect::Copy(text) => {
            copy(&text, app, host);
            Ok(())
        }
        Effect::OpenAddress(address) => {
            open(&address, app, host);
            Ok(())
        }
    };
    done.err().map(RunEnd::Lost)
}

/// Opens an address, or else copies it, and says how that went.
fn open(address: &str, app: &mut App, host: &mut impl Host) {
    match host.open(address) {
        Ok(()) => app.notify(format!("sent to the browser: {address}")),
        Err(reason) => app.notify(match host.copy(address) {
            Ok(()) => format!("{reason}; sent to the terminal's clipboard: {address}"),
            Err(error) => format!("{reason}; not copied either: {error}"),
        }),
    }
}

fn copy(text: &str, app: &mut App, host: &mut impl Host) {
    match host.copy(text) {
        Ok(()) => app.notify(format!(
            "sent to the terminal's clipboard: {}",
            excerpt(text)
        )),
        Err(error) => app.notify(format!("not copied: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Position, Rect};

    use crate::data::{Dataset, Origin, load};
    use crate::jobs::Material;
    use crate::keymap::{Keymap, script};
    use crate::query::Query;
    use crate::session::Session;
    use crate::theme::{Glyphs, Styles};
    use std::sync::mpsc::{Receiver, channel};

    /// A host that gives out what it was given, then waits for jobs, and remembers what was asked of it.
    struct TestHost {
        inputs: Vec<Vec<HostInput>>,
        woken: Receiver<()>,
        /// How long a job may take: a busy disk takes long to write.
        patience: Duration,
        frames: usize,
        calls: Vec<String>,
        /// Whether the terminal takes no text for its clipboard.
        refuses: bool,
        /// What was written, the first letters of each file.
        written: Vec<String>,
    }

    impl TestHost {
        fn keys(text: &str, woken: Receiver<()>) -> Self {
            let keys = script(text).expect(text).into_iter();
            let keys = keys
                .map(|key| HostInput::Event(Event::Key(key.event())))
                .collect();
            Self {
                inputs: vec![keys],
                woken,
                patience: Duration::from_millis(if text.contains('E') { 2_500 } else { 500 }),
                frames: 0,
                calls: Vec::new(),
                refuses: false,
                written: Vec::new(),
            }
        }
    }

    impl Host for TestHost {
        fn wait(&mut self, _at_most: Option<Duration>) -> Vec<HostInput> {
            if let Some(inputs) = self.inputs.pop() {
                return inputs;
            }
            // Nothing more is pressed; results may still come.
            match self.woken.recv_timeout(self.patience) {
                Ok(()) => vec![HostInput::Woken],
                Err(_) => vec![HostInput::Gone(io::ErrorKind::UnexpectedEof.into())],
            }
        }

        fn draw(
            &mut self,
            frame: &mut dyn FnMut(Rect, &mut Buffer) -> Option<Position>,
        ) -> io::Result<()> {
            self.frames += 1;
            let area = Rect::new(0, 0, 80, 24);
            frame(area, &mut Buffer::empty(area));
            Ok(())
        }

        fn redraw(&mut self) -> io::Result<()> {
            self.calls.push("redraw".to_owned());
            Ok(())
        }

        fn suspend(&mut self) -> io::Result<()> {
            self.calls.push("suspend".to_owned());
            Ok(())
        }

        fn copy(&mut self, text: &str) -> io::Result<()> {
            self.calls.push(format!("copy {text}"));
            if self.refuses {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Ok(())
        }

        fn open(&mut self, address: &str) -> Result<(), String> {
            self.calls.push(format!("open {address}"));
            Err("no browser here".to_owned())
        }
    }

    fn run_keys(keys: &str) -> (RunEnd, TestHost) {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let (end, host, _) = run_with(dataset, keys);
        (end, host)
    }

    fn app_of(dataset: Dataset) -> App {
        let keymap = Keymap::built_in().expect("keymap");
        let styles = Styles::named("default").expect("theme");
        let (material, filter) = (Material::new(dataset, &Query::default()), Query::default());
        let session = Session::new(material, filter, keymap, styles, &Glyphs::UNICODE);
        App::new(session, Origin::Bundled)
    }

    /// The same with other data, and the last message.
    fn run_with(dataset: Dataset, keys: &str) -> (RunEnd, TestHost, Option<String>) {
        let mut app = app_of(dataset);
        let folder = tempfile::tempdir().expect("a folder");
        app.write_into(folder.path().to_owned());
        let (wake, woken) = channel();
        let mut host = TestHost::keys(keys, woken);
        let mut workers = Workers::new(move || {
            let _ = wake.send(());
        });
        let end = run(&mut app, &mut host, &mut workers);
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("text");
            let (name, start) = (path.file_name().expect("a name"), text.get(..24));
            let start = start.unwrap_or(&text);
            host.written.push(format!("{}: {start}", name.display()));
        }
        host.written.sort();
        (end, host, app.session.message)
    }

    #[test]
    fn what_a_calendar_leaves_out_is_told_once_it_is_written() {
        let json = r#"{"format":"sommet/1","title":"T","meetings":[
            {"id":"d","title":"D","date":"2024"},{"id":"u","title":"U"}]}"#;
        let dataset = crate::data::load_text(json).expect("it opens");
        let (_, host, message) = run_with(dataset, "Ei");
        assert_eq!(host.written, ["sommet-t.ics: BEGIN:VCALENDAR\r\nVERSION"]);
        let left_out = "1 meeting without a date that a calendar can hold is left out: meeting/u";
        assert_eq!(
            message,
            Some(format!("written: ./sommet-t.ics; {left_out}"))
        );
    }

    #[test]
    fn keys_that_wait_are_taken_before_one_frame() {
        let (end, host) = run_keys("jjjj<Ctrl-l><Ctrl-z>q");
        assert!(matches!(end, RunEnd::Finished));
        assert_eq!(host.frames, 1);
        assert_eq!(host.calls, ["redraw", "suspend"]);
    }

    #[test]
    fn what_is_typed_in_one_go_is_what_is_typed_letter_by_letter() {
        let area = Rect::new(0, 0, 80, 24);
        let frame = |app: &mut App| {
            let mut buf = Buffer::empty(area);
            (app.draw(area, &mut buf), buf)
        };
        for keys in [
            "/swing<Enter>",
            "jj/libya or<Backspace><Backspace>x",
            "g/abc",
            "/é漢 a<Ctrl-u>climate",
        ] {
            let mut one_by_one = app_of(load(&Origin::Bundled).expect("bundled"));
            frame(&mut one_by_one);
            for key in script(keys).expect(keys) {
                one_by_one.handle(&Event::Key(key.event()));
                one_by_one.run_pending();
                frame(&mut one_by_one);
            }
            let mut at_once = app_of(load(&Origin::Bundled).expect("bundled"));
            let (wake, woken) = channel();
            let mut host = TestHost::keys(keys, woken);
            let mut workers = Workers::new(move || {
                let _ = wake.send(());
            });
            run(&mut at_once, &mut host, &mut workers);
            at_once.run_pending();
            let shown = [&mut at_once, &mut one_by_one].map(frame);
            let [at_once, one_by_one] = shown;
            let text = |(_, buf): &(Option<Position>, Buffer)| crate::export::picture::as_text(buf);
            assert_eq!(text(&at_once), text(&one_by_one), "{keys}");
            assert!(at_once == one_by_one, "{keys}");
        }
    }

    #[test]
    fn a_terminal_that_is_gone_ends_the_run() {
        let (end, host) = run_keys("jj");
        assert!(matches!(end, RunEnd::Lost(_)));
        assert_eq!(host.frames, 2);
    }

    #[test]
    fn what_is_taken_away_is_written() {
        let (_, host) = run_keys("/eu and iom continue<Enter>EmEcq");
        assert_eq!(
            host.written,
            [
                "sommet-source-s-eeas-2014.csv: meeting,title,date,date_",
                "sommet-source-s-eeas-2014.md: # EU and IOM continue st",
            ]
        );
    }

    /// The message after keys where the clipboard takes nothing.
    fn message_when_refused(keys: &str) -> Option<String> {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let (wake, woken) = channel();
        let mut host = TestHost::keys(keys, woken);
        host.refuses = true;
        let mut workers = Workers::new(move || {
            let _ = wake.send(());
        });
        let mut app = app_of(dataset);
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("missing");
        app.write_into(missing);
        run(&mut app, &mut host, &mut workers);
        app.session.message
    }

    #[test]
    fn what_cannot_be_copied_or_written_is_told_and_nothing_ends() {
        for keys in ["jyi", "jym", "jyj", "jyt", "jyc"] {
            let message = message_when_refused(keys).unwrap_or_default();
            assert!(message.starts_with("not copied: "), "{keys}: {message}");
        }
        for keys in ["Em", "Ec", "Ej", "Ei", "Eb", "Er", "Eg", "Et", "Es", "Emq"] {
            let message = message_when_refused(keys).unwrap_or_default();
            assert!(message.contains("not written: "), "{keys}: {message}");
        }
    }

    #[test]
    fn what_cannot_be_opened_is_copied() {
        let (_, host) = run_keys("/eu and iom continue<Enter>oyiq");
        let address = "https://denederlandsegrondwet.nl/id/vjno47yj8hy3/nieuws/eu_and_iom_continue_strategic_dialogue";
        assert_eq!(
            host.calls,
            [
                format!("open {address}"),
                format!("copy {address}"),
                "copy source/s-eeas-2014".to_owned()
            ]
        );
    }
}
