//! Keys: every command is bound and answers, nothing is bound twice, and Esc never ends anything.

use crate::support::Journey;
use sommet::app::Effect;
use sommet::command::Command;
use sommet::keymap::Keymap;
use sommet::ui::pane::PaneId;

fn built_in() -> Keymap {
    Keymap::built_in().expect("the shipped keymap is sound")
}

/// Keys as help writes them, as a script: `g g` is `gg`, `ctrl-n` is `<ctrl-n>`.
fn as_script(written: &str) -> String {
    let keys = written.split(' ').map(|key| match key.chars().count() {
        1 if key != "<" => key.to_owned(),
        _ => format!("<{key}>"),
    });
    keys.collect()
}

/// Where commands are tried out: in the middle of things, so that there is somewhere to go.
fn middle(place: &str) -> Journey {
    let mut journey = Journey::new("80x24");
    journey.press(match place {
        "timeline" => "<Ctrl-d>jjJJ",
        "detail" => "/clim<Enter><Ctrl-d><Ctrl-d>jj",
        "find" => "gpjjjJJ",
        "typing" => "/so mi<Left><Left><Down>",
        "study" => "tjj<Right>",
        "counts" => "Fjj",
        "palette" => ":cop",
        "choice" => "/soren<Enter>accl",
        _ => panic!("{place}"),
    });
    journey.look();
    journey
}

/// Commands that have nothing to do and nothing to say: one is there already.
const THERE_ALREADY: [&str; 4] = [
    "left in timeline",
    "go-timeline in timeline",
    "right in find",
    "go-people in find",
];

#[test]
fn every_key_of_every_command_does_something_or_says_why_not() {
    let keymap = built_in();
    let mut silent = Vec::new();
    for place in ["timeline", "detail", "find", "typing"] {
        let heard = |command: &&Command| command.scope().holds(place == "typing");
        for command in Command::ALL.iter().filter(heard) {
            let what = format!("{} in {place}", command.name());
            let mut first = None;
            // In one pane all keys are tried, in the others one.
            let tried = if place == "detail" || place == "typing" {
                9
            } else {
                1
            };
            for keys in keymap.keys_for(*command).take(tried) {
                let mut journey = middle(place);
                let before = journey.shown().clone();
                // While a line is typed, a plain character is text.
                if place == "typing" && keys.chars().count() == 1 {
                    continue;
                }
                journey.keys(&as_script(&keys));
                if *journey.shown() == before
                    && journey.effect().is_none()
                    && !silent.contains(&what)
                {
                    silent.push(what.clone());
                }
                let unbound = journey.screen().contains("is not bound");
                assert!(!unbound, "{keys} ({what})");
                // All keys of a command do the same.
                let after = (journey.screen(), journey.effect().cloned());
                let first = first.get_or_insert_with(|| after.clone());
                assert_eq!(*first, after, "{keys} ({what})");
            }
            assert!(first.is_some(), "{command:?} has no key");
        }
    }
    assert_eq!(silent, THERE_ALREADY);
}

/// A new command that no pane and no place answers is one whose arm was forgotten.
#[test]
fn every_command_is_answered_somewhere() {
    let places = [
        "timeline", "detail", "find", "study", "counts", "typing", "palette", "choice",
    ];
    let keymap = built_in();
    let is_answered = |command: Command, place: &str| {
        let mut journey = middle(place);
        let typing = matches!(place, "typing" | "palette" | "choice");
        let mut keys = keymap.keys_for(command);
        let is_text = |keys: &String| typing && keys.chars().count() == 1;
        let Some(keys) = keys.find(|keys| command.scope().holds(typing) && !is_text(keys)) else {
            return false;
        };
        journey.keys(&as_script(&keys));
        !journey.screen().contains("does nothing here")
    };
    for command in Command::ALL {
        let answered = places.iter().any(|place| is_answered(*command, place));
        assert!(answered, "{command:?} is answered nowhere");
    }
}

#[test]
fn a_key_that_asks_for_nothing_says_so() {
    let mut journey = Journey::new("80x24");
    for keys in ["w", "1", "<F12>", "<Ctrl-x>", "gz"] {
        journey.keys(keys);
        assert!(
            journey.screen().contains("is not bound; ? shows all keys"),
            "{keys}"
        );
    }
}

#[test]
fn double_bindings_are_refused() {
    for (json, said) in [
        (
            r#"{"next":["j"],"previous":["j"]}"#,
            "`next` and `previous` both ask for `j`",
        ),
        (
            r#"{"go-timeline":["g m"],"mark":["g"]}"#,
            "`go-timeline` and `mark` both ask for `g m`",
        ),
        (
            r#"{"next":["down"],"delete-back":["down"]}"#,
            "`next` and `delete-back` both ask for `down`",
        ),
        (
            r#"{"next":["j","j"]}"#,
            "`next` and `next` both ask for `j`",
        ),
    ] {
        let refused = Keymap::parse(json).expect_err(json);
        assert_eq!(refused.to_string(), said);
    }
    // One is heard while typing, the other while not: they never meet.
    assert!(Keymap::parse(r#"{"next-pane":["tab"],"next-kind":["tab"]}"#).is_ok());
}

#[test]
fn esc_never_quits() {
    for keys in [
        "",
        "jj",
        "/soren",
        "/soren<Enter>",
        "?",
        "?/link",
        "g",
        "<Space>",
        "/clim<Ctrl-t>",
    ] {
        let mut journey = Journey::new("80x24");
        journey.keys(keys);
        for _ in 0..5 {
            journey.keys("<Esc>");
            assert_eq!(journey.effect(), None, "{keys}");
        }
        assert!(
            journey.screen().contains("Nothing to go back to; q quits"),
            "{keys}"
        );
    }
}

#[test]
fn esc_drops_marks() {
    let mut journey = Journey::new("80x24");
    journey.keys("<Space>jj<Space>");
    assert_eq!(journey.session().marked.len(), 2);
    journey.keys("<Esc>");
    assert!(journey.session().marked.is_empty());
}

#[test]
fn q_closes_help_first_and_then_quits() {
    let mut journey = Journey::new("80x24");
    let before = journey.shown().clone();
    journey.keys("?");
    assert!(journey.screen().contains(" Keys "));
    journey.keys("q");
    assert_eq!(journey.effect(), None);
    journey.shown().assert_is(&before, "help is closed");
    journey.keys("q");
    assert_eq!(journey.effect(), Some(&Effect::Quit));
}

#[test]
fn ctrl_c_quits_from_everywhere() {
    for keys in ["", "/soren", "/soren<Enter>", "?", "?/link", "z"] {
        let mut journey = Journey::new("80x24");
        journey.keys(keys).keys("<Ctrl-c>");
        assert_eq!(journey.effect(), Some(&Effect::Quit), "{keys}");
    }
}

#[test]
fn letters_in_find_are_text() {
    let letters = "qjkhlmMxXnNJKgGyzoRsL?/() ";
    let mut journey = Journey::new("120x36");
    journey.keys("/");
    for letter in letters.chars() {
        let key = if letter == ' ' {
            "<Space>".to_owned()
        } else {
            letter.to_string()
        };
        journey.keys(&key);
        assert_eq!(journey.effect(), None, "{letter:?}");
    }
    assert!(
        journey.screen().contains(letters.trim_end()),
        "{}",
        journey.screen()
    );
    assert_eq!(journey.app.focus(), PaneId::List);
}

#[test]
fn a_paste_is_text_while_typing_and_nothing_else() {
    let mut journey = Journey::new("120x36");
    let before = journey.record();
    journey.paste("q\u{1b}[31mclim\nq");
    assert_eq!(journey.effect(), None);
    assert!(
        journey
            .screen()
            .contains("pasted text is taken only while a line is typed")
    );
    assert_eq!(journey.record(), before);
    journey.keys("/").paste("claus sørensen");
    assert_eq!(journey.record().as_deref(), Some("person/claus-sorensen"));
}

#[test]
fn help_is_searched_and_does_what_the_row_says() {
    let mut journey = Journey::new("80x24");
    journey.keys("?/go topics");
    assert!(
        journey.screen().contains("go to the topics"),
        "{}",
        journey.screen()
    );
    assert!(!journey.screen().contains("go to the people"));
    journey.keys("<Enter>");
    assert!(!journey.screen().contains("All keys"));
    assert_eq!(journey.app.focus(), PaneId::List);
    assert_eq!(
        journey.under_cursor().as_deref(),
        Some("topic/return-reintegration")
    );
}

#[test]
fn help_lists_every_command_with_its_keys() {
    let mut journey = Journey::new("140x140");
    journey.keys("?<Tab>");
    let rows = journey.pane("All keys");
    for command in Command::ALL {
        let keys: Vec<String> = built_in().keys_for(*command).take(2).collect();
        let start: String = command.help().chars().take(40).collect();
        let told = |row: &&String| row.contains(&keys.join("  ")) && row.contains(&start);
        let told = rows.iter().filter(told).count();
        assert!(told > 0, "{command:?}: {keys:?}\n{}", rows.join("\n"));
    }
}

#[test]
fn a_begun_sequence_shows_what_may_follow() {
    let mut journey = Journey::new("80x24");
    journey.keys("g");
    for row in [
        "m  go to the timeline",
        "p  go to the people",
        "s  go to the sources",
    ] {
        assert!(
            journey.screen().contains(row),
            "{row}\n{}",
            journey.screen()
        );
    }
    journey.keys("<Esc>");
    assert!(!journey.screen().contains("go to the timeline"));
    journey.keys("y");
    assert!(journey.screen().contains("copy the record's kind/id"));
}

#[test]
fn a_key_that_is_let_go_is_no_key() {
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
    let mut journey = Journey::new("80x24");
    let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
    event.kind = KeyEventKind::Release;
    assert_eq!(journey.app.handle(&Event::Key(event)), None);
    event.kind = KeyEventKind::Press;
    assert_eq!(journey.app.handle(&Event::Key(event)), Some(Effect::Quit));
}
