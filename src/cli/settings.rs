//! `sommet settings`: what holds, and from where: an option, the environment, the settings file, or the default.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value as Json};

use super::args::{
    ColourArgs, ColourWhen, LookArgs, MouseArgs, OutputArgs, PreferenceArgs, TEMPLATE,
};
use super::error::CliError;
use super::out::complain;
use super::style::no_colour;
use super::table::{AnswerHead, AnswerTable, TableLine};
use crate::session::DateOrder;
use crate::study::column::{ALL, Column};
use crate::study::value::Value;
use crate::text::{excerpt, nearest};
use crate::theme::Styles;

/// The settings that hold.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet settings
  sommet settings --theme dark --format json
")]
pub(super) struct SettingsArgs {
    #[command(flatten)]
    preferred: PreferenceArgs,
    #[command(flatten)]
    mouse: MouseArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// The names in the settings file.
const NAMES: [&str; 3] = ["theme", "order", "mouse"];

/// The settings file in the folder of our own.
const FILE: &str = "settings.json";

/// The theme that has no colours.
const WITHOUT_COLOUR: &str = "mono";

/// The variable that names a theme.
const THEME: &str = "SOMMET_THEME";

/// No settings file is longer than this, in bytes.
const LONGEST: u64 = 1 << 16;

/// Where the value of a setting was found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SettingSource {
    Option(&'static str),
    Environment(&'static str),
    File(String),
    Default,
}

impl SettingSource {
    /// What sort of place it is, and its name.
    fn words(&self) -> [&str; 2] {
        match self {
            Self::Option(name) => ["option", name],
            Self::Environment(name) => ["environment", name],
            Self::File(path) => ["file", path],
            Self::Default => ["default", ""],
        }
    }
}

/// A value that holds, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting<T> {
    pub value: T,
    source: SettingSource,
}

impl<T> Setting<T> {
    /// An option before the file, and that before the default.
    fn first(
        option: Option<(T, &'static str)>,
        file: Option<(T, SettingSource)>,
        default: T,
    ) -> Self {
        let option = option.map(|(value, name)| (value, SettingSource::Option(name)));
        let (value, source) = option.or(file).unwrap_or((default, SettingSource::Default));
        Self { value, source }
    }
}

/// All settings.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// The name of the theme.
    pub theme: Setting<&'static str>,
    /// Which meetings come first.
    pub order: Setting<DateOrder>,
    /// Whether the mouse is used.
    pub mouse: Setting<bool>,
    /// What is wrong in the environment and in the file, a sentence each. It is passed over.
    pub flaws: Vec<String>,
}

impl Settings {
    /// What holds: an option before the environment, this before the file, and that before the default.
    /// `NO_COLOR` asks for the theme without colours only where no theme was chosen.
    pub(super) fn read(preferred: &PreferenceArgs, mouse: MouseArgs, colour: &ColourArgs) -> Self {
        let mut file = SettingsFile::read(folder().map(|folder| folder.join(FILE)));
        let theme = file.take("theme", theme);
        let order = file.take("order", order);
        let used = file.take("mouse", switch);
        let mut flaws = file.flaws();
        let theme = theme_of_options(preferred, colour)
            .or_else(|| theme_of_environment(&mut flaws))
            .or(theme)
            .or_else(|| without_colour(colour));
        let (theme, source) = theme.unwrap_or((Styles::DEFAULT, SettingSource::Default));
        Self {
            theme: Setting {
                value: theme,
                source,
            },
            order: Setting::first(
                preferred.order.map(|order| (order, "--order")),
                order,
                DateOrder::default(),
            ),
            mouse: Setting::first(mouse.chosen(), used, true),
            flaws,
        }
    }
}

/// The name of the theme of a picture, which is the same whatever is set: that of the options. `NO_COLOR` has
/// a say where the colours are those of a terminal.
pub(super) fn theme_of_picture(looks: &LookArgs, on_terminal: bool) -> &'static str {
    let chosen = theme_of_options(&looks.preferred, &looks.colour);
    let bare = || without_colour(&looks.colour).filter(|_| on_terminal);
    chosen
        .or_else(bare)
        .map_or(Styles::DEFAULT, |(name, _)| name)
}

type ThemeSetting = (&'static str, SettingSource);

fn theme_of_options(preferred: &PreferenceArgs, colour: &ColourArgs) -> Option<ThemeSetting> {
    let named = preferred
        .theme
        .map(|name| (name, SettingSource::Option("--theme")));
    let bare = colour.when == ColourWhen::Never;
    named.or_else(|| bare.then_some((WITHOUT_COLOUR, SettingSource::Option("--color"))))
}

fn theme_of_environment(flaws: &mut Vec<String>) -> Option<ThemeSetting> {
    let name = std::env::var_os(THEME).filter(|name| !name.is_empty())?;
    match theme(&name.to_string_lossy()) {
        Ok(name) => Some((name, SettingSource::Environment(THEME))),
        Err(sentence) => {
            flaws.push(format!("{THEME}: {sentence}"));
            None
        }
    }
}

fn without_colour(colour: &ColourArgs) -> Option<ThemeSetting> {
    let bare = colour.when == ColourWhen::Auto && no_colour();
    bare.then_some((WITHOUT_COLOUR, SettingSource::Environment("NO_COLOR")))
}

// How values are written.

fn theme(name: &str) -> Result<&'static str, String> {
    Styles::known(name).map_err(|error| error.to_string())
}

fn order(word: &str) -> Result<DateOrder, String> {
    let words = DateOrder::ALL.map(DateOrder::word).join(" or ");
    DateOrder::from_word(word).ok_or_else(|| format!("write {words}, not `{}`", excerpt(word)))
}

fn switch(word: &str) -> Result<bool, String> {
    match word {
        "on" | "true" => Ok(true),
        "off" | "false" => Ok(false),
        _ => Err(format!("write on or off, not `{}`", excerpt(word))),
    }
}

/// The folder of our own in the configuration folder. One that is not absolute is passed over, as the XDG
/// Base Directory Specification asks for.
pub(super) fn folder() -> Option<PathBuf> {
    let set = |name| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let home = || set("HOME").map(|home| home.join(".config"));
    let folder = set("XDG_CONFIG_HOME").or_else(home)?;
    Some(folder.join("sommet"))
}

/// What stands in the settings file.
#[derive(Debug, Default)]
struct SettingsFile {
    /// The name of the file, as it is told.
    name: String,
    values: Map<String, Json>,
    flaws: Vec<String>,
}

impl SettingsFile {
    /// Reads the file. One that is not there holds nothing; one that cannot be read holds a flaw.
    fn read(path: Option<PathBuf>) -> Self {
        let Some(path) = path else {
            return Self::default();
        };
        let name = excerpt(&path.to_string_lossy());
        let mut written = Self {
            name,
            ..Self::default()
        };
        match read(&path).and_then(|text| values(&text)) {
            Ok(values) => written.values = values,
            Err(sentence) => written.flaws.push(sentence),
        }
        written
    }

    /// The value of a setting and where it stands. A wrong one is a flaw, and none.
    fn take<T>(
        &mut self,
        name: &str,
        read: fn(&str) -> Result<T, String>,
    ) -> Option<(T, SettingSource)> {
        let value = match self.values.shift_remove(name)? {
            Json::String(text) => text,
            other => other.to_string(),
        };
        match read(&value) {
            Ok(value) => Some((value, SettingSource::File(self.name.clone()))),
            Err(sentence) => {
                self.flaws.push(format!("{name}: {sentence}"));
                None
            }
        }
    }

    /// All that is wrong, when every setting has been taken.
    fn flaws(self) -> Vec<String> {
        let unknown = self.values.keys().map(|key| {
            let hint = match nearest(key, NAMES.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", NAMES.join(", ")),
            };
            format!("`{}` is no setting: {hint}", excerpt(key))
        });
        let flaws = self.flaws.iter().cloned().chain(unknown);
        flaws.map(|flaw| format!("{}: {flaw}", self.name)).collect()
    }
}

/// The text of a file, if there is one.
fn read(path: &Path) -> Result<String, String> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok("{}".to_owned()),
        _ => own_text(path),
    }
}

/// The text of a file of the user's. Something endless, or that would have to be waited for, is refused.
pub(super) fn own_text(path: &Path) -> Result<String, String> {
    match std::fs::metadata(path) {
        Err(error) => return Err(error.to_string()),
        Ok(found) if !found.is_file() => return Err("it is no plain file".to_owned()),
        Ok(found) if found.len() > LONGEST => return Err("it is longer than 64 KiB".to_owned()),
        Ok(_) => {}
    }
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    read.map(|_| text).map_err(|error| error.to_string())
}

fn values(text: &str) -> Result<Map<String, Json>, String> {
    match serde_json::from_str(text) {
        Ok(Json::Object(values)) => Ok(values),
        Ok(_) => Err("it is no JSON object".to_owned()),
        Err(error) => Err(format!("it is no JSON: {}", excerpt(&error.to_string()))),
    }
}

const COLUMNS: [Column; 5] = [
    Column::key("setting"),
    Column::new("value", ALL),
    Column::new("from", ALL),
    Column::new("where", ALL),
    Column::dim("values"),
];

impl SettingsArgs {
    /// Lists the settings.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let settings = Settings::read(&self.preferred, self.mouse, &self.output.colour);
        if !self.output.quiet {
            settings.flaws.iter().for_each(|flaw| complain(flaw));
        }
        let row = |name: &str, value: &str, source: &SettingSource, values: Vec<&str>| {
            let [from, place] = source.words();
            let values = Value::texts(values.into_iter().map(str::to_owned));
            TableLine::Record(vec![
                name.into(),
                value.into(),
                from.into(),
                place.into(),
                values,
            ])
        };
        let Settings {
            theme,
            order,
            mouse,
            ..
        } = &settings;
        let (order_word, orders) = (
            order.value.word(),
            DateOrder::ALL.map(DateOrder::word).to_vec(),
        );
        let used = if mouse.value { "on" } else { "off" };
        let [theme_name, order_name, mouse_name] = NAMES;
        let mut lines = vec![
            row(
                theme_name,
                theme.value,
                &theme.source,
                Styles::names().collect(),
            ),
            row(order_name, order_word, &order.source, orders),
            row(mouse_name, used, &mouse.source, vec!["on", "off"]),
        ];
        let count = lines.len();
        lines.truncate(self.output.limit.unwrap_or(count));
        let file = folder().map(|folder| excerpt(&folder.join(FILE).to_string_lossy()));
        if let Some(file) = &file {
            lines.push(TableLine::Remark(format!("the settings file is {file}")));
        }
        let mut table = AnswerTable::new(AnswerHead::of(count), &COLUMNS, lines);
        table.more = vec![("file", file.into())];
        table.deliver(&self.output, || "there are no settings".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> SettingsFile {
        let mut written = SettingsFile {
            name: "s.json".to_owned(),
            ..SettingsFile::default()
        };
        match values(text) {
            Ok(values) => written.values = values,
            Err(sentence) => written.flaws.push(sentence),
        }
        written
    }

    #[test]
    fn values_are_read_and_flaws_are_told_with_file_and_key() {
        let mut file = written(r#"{"theme":"dark","order":"oldest","mouse":false}"#);
        let place = SettingSource::File("s.json".to_owned());
        assert_eq!(file.take("theme", theme), Some(("dark", place.clone())));
        assert_eq!(
            file.take("order", order),
            Some((DateOrder::Oldest, place.clone()))
        );
        assert_eq!(file.take("mouse", switch), Some((false, place)));
        assert_eq!(file.flaws(), [""; 0]);

        let mut file = written(r#"{"theme":"neon","mouse":3,"ordr":"oldest","x\u001b":1}"#);
        assert_eq!(file.take("theme", theme), None);
        assert_eq!(file.take("order", order), None);
        assert_eq!(file.take("mouse", switch), None);
        assert_eq!(
            file.flaws(),
            [
                "s.json: theme: there is no theme `neon`: use ansi, dark, light or mono",
                "s.json: mouse: write on or off, not `3`",
                "s.json: `ordr` is no setting: did you mean `order`?",
                "s.json: `x␛` is no setting: there are theme, order, mouse",
            ]
        );
    }

    #[test]
    fn what_is_no_object_is_told() {
        for (text, start) in [
            ("[]", "s.json: it is no JSON object"),
            ("{", "s.json: it is no JSON: EOF"),
        ] {
            let flaws = written(text).flaws();
            assert!(flaws.len() == 1 && flaws[0].starts_with(start), "{flaws:?}");
        }
    }
}
