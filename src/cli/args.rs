//! Groups of arguments that commands share, and how the values of arguments are read.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::data::Kind;
use crate::session::DateOrder;
use crate::theme::Styles;

/// How the help of every command is laid out.
pub(super) const TEMPLATE: &str = "{about-with-newline}
Examples:
{before-help}{usage-heading} {usage}

{all-args}{after-help}
";

/// The dataset that the screen opens, and where in it.
#[derive(Debug, Default, Args)]
pub(super) struct StartArgs {
    /// A dataset in the format sommet/1; without one, the EU–IOM strategic dialogue
    #[arg(value_name = "FILE", conflicts_with = "from")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub dataset: DatasetArgs,
    /// Start at a record, e.g. person/claus-sorensen
    #[arg(long, value_name = "KIND/ID")]
    pub open: Option<String>,
    #[command(flatten)]
    pub meetings: MeetingArgs,
}

#[derive(Clone, Debug, Default, Args)]
pub(super) struct DatasetArgs {
    /// A dataset instead of the bundled one; `-` reads standard input
    #[arg(id = "from", long = "data", value_name = "FILE")]
    pub from: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, Args)]
pub(super) struct MeetingArgs {
    /// Only what fits, e.g. 'person:swing in:2013..2014'
    #[arg(
        id = "where",
        long = "where",
        value_name = "QUERY",
        allow_hyphen_values = true
    )]
    pub filter: Option<String>,
    /// Only what surely fits: no meeting that may lie outside the time asked for
    #[arg(long)]
    pub sure_dates: bool,
    /// Say how the query was understood, and do no more
    #[arg(long)]
    pub explain: bool,
}

/// What may be preferred, once or in the settings file.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct PreferenceArgs {
    /// Colours: ansi (the terminal's own), dark, light or mono; else by `SOMMET_THEME` or the settings
    #[arg(long, value_name = "NAME", hide_possible_values = true,
        value_parser = one_of(Styles::names().map(bare), theme_names))]
    pub theme: Option<&'static str>,
    /// Which meetings come first: newest or oldest
    #[arg(long, value_name = "ORDER", hide_possible_values = true,
        value_parser = one_of(DateOrder::ALL.map(bare), |order| vec![order.word()]))]
    pub order: Option<DateOrder>,
}

#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct MouseArgs {
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Use the mouse, whatever the settings file says
    #[arg(long, overrides_with = "no_mouse")]
    pub mouse: bool,
}

impl MouseArgs {
    /// The option that was given, if any, and its name.
    pub(super) fn chosen(self) -> Option<(bool, &'static str)> {
        match (self.no_mouse, self.mouse) {
            (true, _) => Some((false, "--no-mouse")),
            (false, true) => Some((true, "--mouse")),
            (false, false) => None,
        }
    }
}

/// How the screen looks, and which keys it hears.
#[derive(Debug, Default, Args)]
pub(super) struct LookArgs {
    #[command(flatten)]
    pub preferred: PreferenceArgs,
    /// Nothing but ASCII on the screen
    #[arg(long)]
    pub ascii: bool,
    /// Own keys over the built-in ones: a JSON object of commands, each with a list of keys
    #[arg(long, value_name = "FILE")]
    pub keymap: Option<PathBuf>,
    #[command(flatten)]
    pub colour: ColourArgs,
}

#[derive(Clone, Debug, Default, Args)]
pub(super) struct ColourArgs {
    /// Colours: always, never, or on a terminal without `NO_COLOR`
    #[arg(
        id = "color",
        long = "color",
        alias = "colour",
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub when: ColourWhen,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourWhen {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a command writes what it found.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct OutputArgs {
    /// text, plain (tabs, a record a line), json, jsonl, csv or md
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: AnswerFormat,
    /// No more than so many records
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    pub limit: Option<usize>,
    /// No line with the names of the columns
    #[arg(long)]
    pub no_header: bool,
    /// In csv and plain, an apostrophe before cells that a spreadsheet may take for a formula
    #[arg(long)]
    pub excel_safe: bool,
    #[command(flatten)]
    pub colour: ColourArgs,
    /// No messages on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

impl OutputArgs {
    /// How many records are written at the most.
    pub(super) fn most(&self) -> usize {
        self.limit.unwrap_or(usize::MAX)
    }
}

/// The forms of an answer in the shell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswerFormat {
    /// To be read; as wide as the terminal, uncut when piped
    #[default]
    Text,
    /// Cells with tabs between them, a record a line
    Plain,
    /// One object with all
    Json,
    /// An object a line
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Markdown
    Md,
}

/// A question to a dataset, and the form of its answer.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct AnswerArgs {
    #[command(flatten)]
    pub dataset: DatasetArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// A question to some meetings of a dataset, and the form of its answer.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct QueryArgs {
    #[command(flatten)]
    pub meetings: MeetingArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

fn parse_limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("it is a number from 1 on".to_owned()),
        Ok(limit) => Ok(limit),
    }
}

/// The name of a theme, and what else people write for it.
fn theme_names(name: &'static str) -> Vec<&'static str> {
    let default = (name == Styles::DEFAULT).then_some("default");
    [name].into_iter().chain(default).collect()
}

/// Reads one of some values, each with what completions say of it, by its names: the first is offered, the others are
/// understood too.
pub(super) fn one_of<T: Copy + Send + Sync + 'static>(
    values: impl IntoIterator<Item = (T, &'static str)>,
    names: fn(T) -> Vec<&'static str>,
) -> impl TypedValueParser<Value = T> {
    let values: Vec<(T, &str)> = values.into_iter().collect();
    let offered = values.iter().map(|(value, help)| {
        let mut names = names(*value).into_iter();
        let offered = PossibleValue::new(names.next().unwrap_or_default()).aliases(names);
        match *help {
            "" => offered,
            help => offered.help(help),
        }
    });
    PossibleValuesParser::new(offered).try_map(move |word| {
        let mut values = values.iter().map(|(value, _)| *value);
        let value = values.find(|value| names(*value).contains(&&*word));
        value.ok_or("no such value")
    })
}

/// A value of which the name says all.
pub(super) const fn bare<T: Copy>(value: T) -> (T, &'static str) {
    (value, "")
}

/// The names of a kind of record: the word for several, and what else people write.
pub(super) fn kind_names(kind: Kind) -> Vec<&'static str> {
    let mut names = vec![kind.many(), kind.one()];
    if kind == Kind::Organisation {
        names.extend(["org", "orgs", "organizations"]);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_from_one_on() {
        assert_eq!(parse_limit("12"), Ok(12));
        for text in ["0", "-1", "", "many"] {
            assert!(parse_limit(text).is_err(), "{text}");
        }
    }
}
