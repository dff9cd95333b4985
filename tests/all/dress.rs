//! How the program is dressed: settings and where they come from, the names of commands, films of the screen.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tempfile::TempDir;

/// A home of its own for each test, without settings until some are written.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        Self { folder }
    }

    /// A home with a settings file.
    fn with(settings: &str) -> Self {
        let home = Self::new();
        let folder = home.config().join("sommet");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("settings.json"), settings).expect("a file");
        home
    }

    fn config(&self) -> std::path::PathBuf {
        self.folder.path().join(".config")
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_sommet"))
            .args(arguments)
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("SOMMET_THEME")
            .env_remove("NO_COLOR")
            .env("HOME", self.folder.path())
            .envs(environment.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .expect("the program runs")
    }

    /// Each setting as `value from`, and what was told beside them.
    fn settings(&self, arguments: &[&str], environment: &[(&str, &str)]) -> (Vec<String>, String) {
        let mut whole = vec!["settings", "--format", "json"];
        whole.extend(arguments);
        let output = self.run(&whole, environment);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let items = answer["items"].as_array().expect("items");
        let names: Vec<&str> = items
            .iter()
            .filter_map(|item| item["setting"].as_str())
            .collect();
        assert_eq!(names, ["theme", "order", "mouse"]);
        let told = items.iter().map(|item| {
            let [value, from] = ["value", "from"].map(|name| item[name].as_str().expect("a text"));
            format!("{value} {from}")
        });
        (
            told.collect(),
            String::from_utf8(output.stderr).expect("UTF-8"),
        )
    }
}

// Settings.

#[test]
fn without_settings_the_defaults_hold() {
    let (settings, told) = Home::new().settings(&[], &[]);
    assert_eq!(settings, ["ansi default", "newest default", "on default"]);
    assert_eq!(told, "");
}

#[test]
fn an_option_holds_before_the_environment_and_this_before_the_file() {
    let home = Home::with(r#"{"theme":"light","order":"oldest","mouse":"off"}"#);
    let holds = |arguments: &[&str], environment: &[(&str, &str)]| {
        let (settings, told) = home.settings(arguments, environment);
        assert_eq!(told, "");
        settings
    };
    assert_eq!(holds(&[], &[]), ["light file", "oldest file", "off file"]);
    let theme = [("SOMMET_THEME", "dark")];
    assert_eq!(holds(&[], &theme)[0], "dark environment");
    assert_eq!(holds(&["--theme", "mono"], &theme)[0], "mono option");
    assert_eq!(holds(&["--color", "never"], &theme)[0], "mono option");
    assert_eq!(holds(&["--order", "newest"], &[])[1], "newest option");
    assert_eq!(holds(&["--mouse"], &[])[2], "on option");
    assert_eq!(holds(&["--no-mouse"], &[])[2], "off option");
}

#[test]
fn no_color_holds_where_no_theme_is_chosen() {
    let bare = [("NO_COLOR", "1")];
    assert_eq!(Home::new().settings(&[], &bare).0[0], "mono environment");
    assert_eq!(
        Home::new().settings(&[], &[("NO_COLOR", "")]).0[0],
        "ansi default"
    );
    let colour = ["--color", "always"];
    assert_eq!(Home::new().settings(&colour, &bare).0[0], "ansi default");
    let home = Home::with(r#"{"theme":"dark"}"#);
    assert_eq!(home.settings(&[], &bare).0[0], "dark file");
}

#[test]
fn what_is_wrong_is_told_with_file_and_key_and_passed_over() {
    for (settings, parts) in [
        (
            r#"{"theme":"neon","order":"oldest"}"#,
            vec!["theme: there is no theme `neon`"],
        ),
        (
            r#"{"order":7}"#,
            vec!["order: write newest or oldest, not `7`"],
        ),
        (r#"{"mouse":"maybe"}"#, vec!["mouse: write on or off"]),
        (
            r#"{"tehme":"dark","x":1}"#,
            vec!["`tehme` is no setting: did you mean `theme`?", "`x`"],
        ),
        ("[]", vec!["it is no JSON object"]),
        ("{", vec!["it is no JSON"]),
    ] {
        let home = Home::with(settings);
        let (holds, told) = home.settings(&[], &[]);
        for part in parts {
            let part = format!("sommet/settings.json: {part}");
            assert!(told.contains(&part), "{settings}: {told}");
        }
        assert_eq!(
            (&*holds[0], &*holds[2]),
            ("ansi default", "on default"),
            "{settings}"
        );
        let quiet = home.run(&["settings", "--quiet"], &[]);
        assert!(quiet.stderr.is_empty(), "{quiet:?}");
    }
    let (holds, told) = Home::new().settings(&[], &[("SOMMET_THEME", "neon")]);
    assert_eq!(holds[0], "ansi default");
    assert!(
        told.contains("SOMMET_THEME: there is no theme `neon`"),
        "{told}"
    );
}

#[test]
fn a_settings_file_is_bounded_and_is_a_file() {
    let home = Home::with(&format!(r#"{{"theme":"{}"}}"#, "x".repeat(70_000)));
    let (_, told) = home.settings(&[], &[]);
    assert!(
        told.contains("it is longer than 64 KiB") && told.len() < 500,
        "{told}"
    );
    let home = Home::new();
    std::fs::create_dir_all(home.config().join("sommet/settings.json")).expect("a folder");
    let (_, told) = home.settings(&[], &[]);
    assert!(told.contains("it is no plain file"), "{told}");
}

#[test]
fn the_configuration_folder_is_an_absolute_one() {
    let other = Home::with(r#"{"theme":"light"}"#);
    let home = Home::with(r#"{"theme":"dark"}"#);
    let config = other.config();
    let absolute = [("XDG_CONFIG_HOME", config.to_str().expect("UTF-8"))];
    assert_eq!(home.settings(&[], &absolute).0[0], "light file");
    for relative in ["", ".config", "./.config"] {
        let relative = [("XDG_CONFIG_HOME", relative)];
        assert_eq!(home.settings(&[], &relative).0[0], "dark file");
    }
}

#[test]
fn settings_are_told_in_every_format() {
    let home = Home::with(r#"{"theme":"dark"}"#);
    let told = |format: &str| {
        let output = home.run(&["settings", "--format", format], &[]);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let text = told("text");
    assert!(
        text.contains("the settings file is ") && text.contains("settings.json"),
        "{text}"
    );
    for format in ["plain", "csv", "md", "jsonl"] {
        let text = told(format);
        let row = text
            .lines()
            .find(|line| line.contains("theme"))
            .expect(format);
        for part in ["dark", "file", "settings.json"] {
            assert!(row.contains(part), "{format}: {row}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_screen_follows_the_settings_and_tells_what_is_wrong_in_them() {
    use crate::support::pty::Terminal;

    let home = Home::with(r#"{"theme":"dark","mouse":"off","colour":1}"#);
    let config = home.config();
    let mut terminal = Terminal::start_with(&[], |command| command.env("XDG_CONFIG_HOME", config));
    terminal.wait_for("EU–IOM strategic dialogue");
    terminal.wait_for("settings.json: `colour` is no setting");
    let written = String::from_utf8_lossy(&terminal.written).into_owned();
    assert!(written.contains("48;2;21;23;28"), "the ground of `dark`");
    assert!(!written.contains("\u{1b}[?1000h"), "no mouse");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

// Names.

#[test]
fn each_study_answers_to_its_new_name_and_to_the_old_one() {
    let home = Home::new();
    let [vimont, pope] = ["person/pierre-vimont", "person/amy-pope"];
    let studies: [(&str, &str, &[&str]); 4] = [
        ("topics", "strands", &["--by", "year"]),
        ("connection", "path", &[vimont, pope]),
        ("changes", "diff", &["meeting/som-02"]),
        ("who", "compare", &[vimont, pope]),
    ];
    let help = home.run(&["--help"], &[]);
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    for (name, old, arguments) in studies {
        let answer = |name: &str| {
            let output = home.run(&[&[name], arguments].concat(), &[]);
            assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
            output.stdout
        };
        assert_eq!(answer(name), answer(old));
        let row = help
            .lines()
            .find(|line| line.starts_with(&format!("  {name} ")));
        assert!(
            row.is_some_and(|row| row.contains(&format!("[alias: {old}]"))),
            "{help}"
        );
        assert_eq!(
            home.run(&[name, "--help"], &[]),
            home.run(&[old, "--help"], &[])
        );
        assert_eq!(home.run(&["man", name], &[]), home.run(&["man", old], &[]));
    }
    for (name, old) in [("topics", "strands"), ("who", "compare")] {
        let keys = if name == "who" {
            &[vimont, pope][..]
        } else {
            &[]
        };
        let answer = |name: &str| home.run(&[&["export", name], keys].concat(), &[]);
        assert_eq!(answer(name), answer(old));
    }
    let wrong = home.run(&["topcis"], &[]);
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(told.contains("did you mean `sommet topics`?"), "{told}");
}

// Films.

/// Twenty keys that show something else each.
const KEYS: &str = "/vitorino<Enter><Tab>jjnnatjj";

fn film(arguments: &[&str]) -> String {
    let start = ["shot", "--film", "--format", "svg", "--size", "100x30"];
    let output = Home::new().run(&[&start, arguments].concat(), &[]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Reads an XML document as strictly as can be; gives the names of its elements.
fn elements(xml: &str) -> BTreeSet<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().enable_all_checks(true);
    let mut names = BTreeSet::new();
    loop {
        match reader.read_event().expect("well formed") {
            Event::Eof => return names,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.expect("an attribute");
                }
                names.insert(tag.name().as_ref().to_owned());
            }
            Event::Text(text) => {
                let _ = text.xml10_content();
            }
            _ => {}
        }
    }
}

#[test]
fn a_film_of_twenty_frames_is_small_and_sound() {
    assert_eq!(
        sommet::keymap::script(KEYS).expect("keys").len() + 1,
        19 + 1
    );
    for theme in sommet::theme::Styles::names() {
        let film = film(&["--theme", theme, "--keys", KEYS]);
        assert!(film.len() <= 300_000, "{theme}: {} bytes", film.len());
        let known = ["g", "path", "rect", "style", "svg", "text"];
        assert_eq!(
            elements(&film),
            known.map(str::to_owned).into(),
            "{theme}: no script"
        );
        assert!(film.contains("@media (prefers-reduced-motion:reduce)"));
    }
    let dark = film(&["--theme", "dark", "--keys", "j"]);
    assert!(dark.contains("fill=\"#15171c\""), "the ground of `dark`");
}

#[test]
fn a_row_that_does_not_change_is_written_once() {
    let film = film(&["--keys", KEYS]);
    let title = film.matches(">EU–IOM strategic dialogue</text>").count();
    // In the header, and on the card of the whole dataset.
    assert_eq!(title, 2);
    let mut groups = BTreeSet::new();
    for line in film.lines().filter(|line| line.starts_with("<g transform")) {
        let (place, content) = line.split_once('>').expect("a group");
        let place = place.split(" class").next().unwrap_or(place);
        assert!(groups.insert((place, content)), "twice: {line}");
    }
    assert!(groups.len() > 60, "{}", groups.len());
}

#[test]
fn steps_and_captions_make_the_frames() {
    let film = film(&[
        "--keys",
        "/soren",
        "--caption",
        "find a <person>",
        "--keys",
        "<Enter>",
        "--caption",
        "his card",
        "--pace",
        "500",
    ]);
    for text in [
        "\"bold\">/soren<",
        ">find a &lt;person&gt;<",
        "\"bold\">⏎<",
        ">his card<",
    ] {
        assert_eq!(film.matches(text).count(), 1, "{text}");
    }
    // Three frames, the last as long as three.
    assert!(film.contains("animation:2.50s step-end infinite"), "{film}");
    let several = ["--keys", "/soren", "--keys", "<Enter>", "--size", "80x24"];
    let shot = |keys: &[&str]| Home::new().run(&[&["shot"], keys].concat(), &[]).stdout;
    assert_eq!(
        shot(&several),
        shot(&["--keys", "/soren<Enter>", "--size", "80x24"])
    );
}

#[test]
fn what_no_film_can_be_is_told() {
    let long = "j".repeat(600);
    let mistakes: [(&[&str], &str); 5] = [
        (&["--film", "--keys", "j"], "add --format svg"),
        (&["--caption", "x", "--keys", "j"], "--film"),
        (
            &["--film", "--format", "svg", "--caption", "x"],
            "one --caption",
        ),
        (
            &["--film", "--format", "svg", "--keys", &long],
            "at most 500 frames",
        ),
        (&["--film", "--format", "svg", "--pace", "1"], "--pace"),
    ];
    for (arguments, part) in mistakes {
        let output = Home::new().run(&[&["shot"], arguments].concat(), &[]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told.contains(part), "{arguments:?}: {told}");
    }
}

#[test]
fn pictures_are_the_same_whatever_the_settings() {
    let home = Home::with(r#"{"theme":"dark","order":"oldest"}"#);
    let arguments = ["shot", "--format", "svg", "--size", "80x24"];
    let plain = Home::new().run(&arguments, &[]).stdout;
    assert_eq!(
        home.run(&arguments, &[("SOMMET_THEME", "light")]).stdout,
        plain
    );
    assert!(Path::new(env!("CARGO_BIN_EXE_sommet")).exists() && !plain.is_empty());
}

// The package.

#[test]
fn a_package_holds_what_is_needed_and_no_large_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{output:?}");
    let list = String::from_utf8(output.stdout).expect("UTF-8");
    let files: BTreeSet<&str> = list.lines().collect();
    for needed in [
        "src/main.rs",
        "assets/dataset.json",
        "assets/themes/ansi.json",
        "Cargo.lock",
    ] {
        assert!(files.contains(needed), "{needed}");
    }
    let roots = ["src/", "assets/", "docs/", "benches/", "examples/"];
    for file in files {
        let known = roots.iter().any(|root| file.starts_with(root)) || !file.contains('/');
        let hidden = file.starts_with('.') && file != ".cargo_vcs_info.json";
        assert!(known && !hidden, "{file}: leave it out of the package");
        let size = std::fs::metadata(root.join(file)).map_or(0, |file| file.len());
        assert!(size < 400_000, "{file}: {size} bytes");
    }
}
