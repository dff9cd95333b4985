//! What may stand on the command line, with the help for it.

mod commands;
mod studies;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args as Group, Parser, Subcommand, ValueEnum};

pub use commands::{
    Check, Completions, Count, Export, Find, Keys, List, Man, Period, Picture, Related, Schema,
    Settings, Shot, Show, Taken, Timeline,
};
pub use studies::{
    Between, By, Compare, Diff, Evidence, GapSort, Gaps, Lanes, Order, Path, Strands, Ways,
};

use crate::session;
use crate::theme::Styles;

/// Who met whom, when, and about what: a terminal explorer of linked meetings.
#[derive(Debug, Parser)]
#[command(
    name = "sommet",
    disable_version_flag = true,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true,
    help_template = TEMPLATE,
    before_help = EXAMPLES,
    after_help = EXIT_CODES,
)]
pub struct Args {
    /// What to do instead of opening the screen.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The dataset.
    #[command(flatten)]
    pub data: Data,
    /// The looks.
    #[command(flatten)]
    pub looks: Looks,
    /// The mouse.
    #[command(flatten)]
    pub mouse: Mouse,
    /// Print the version of the program and of its data
    #[arg(short = 'V', long)]
    pub version: bool,
}

const TEMPLATE: &str = "{about-with-newline}
Examples:
{before-help}{usage-heading} {usage}

{all-args}{after-help}
";

const EXAMPLES: &str = "  sommet                                  the bundled dialogue
  sommet my-meetings.json                 your own dataset
  sommet --where 'topic:climate in:2014'  only these meetings
  sommet find sorensen                    without the screen
  sommet list meetings --where person:swing --format json
  curl -s https://example.org/d.json | sommet check -
";

const EXIT_CODES: &str = "The screen shows its keys with `?`, the shell with `sommet keys`.

Exit codes:
  0      found, done, or the screen left by any key
  1      nothing found
  2      wrong use, or no terminal for the screen
  3      not a dataset that can be read; `check`: errors
  4      cannot be opened, read or written
  101    a fault of the program
  128+n  ended by signal n";

/// Which dataset, and where in it.
#[derive(Debug, Group)]
pub struct Data {
    /// A dataset in the format sommet/1; without one, the EU–IOM strategic dialogue
    #[arg(value_name = "FILE", conflicts_with = "from")]
    pub file: Option<PathBuf>,
    /// The same, by an option.
    #[command(flatten)]
    pub input: Input,
    /// Start at a record, e.g. person/claus-sorensen
    #[arg(long, value_name = "KIND/ID")]
    pub open: Option<String>,
    /// What narrows the timeline.
    #[command(flatten)]
    pub asking: Asking,
}

/// The dataset of a command.
#[derive(Debug, Group)]
pub struct Input {
    /// A dataset instead of the bundled one; `-` reads standard input
    #[arg(id = "from", long = "data", value_name = "FILE")]
    pub from: Option<PathBuf>,
}

/// Which meetings.
#[derive(Debug, Group)]
pub struct Asking {
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
#[derive(Clone, Debug, Default, Group)]
pub struct Preferred {
    /// Colours: ansi (the terminal's own), dark, light or mono; else by `SOMMET_THEME` or the settings
    #[arg(long, value_name = "NAME", hide_possible_values = true, value_parser = themes())]
    pub theme: Option<String>,
    /// Which meetings come first: newest or oldest
    #[arg(long, value_name = "ORDER", hide_possible_values = true, value_parser = orders())]
    pub order: Option<session::DateOrder>,
}

fn themes() -> PossibleValuesParser {
    PossibleValuesParser::new(Styles::names().map(|name| {
        let value = PossibleValue::new(name);
        if name == Styles::DEFAULT {
            value.alias("default")
        } else {
            value
        }
    }))
}

fn orders() -> impl TypedValueParser<Value = session::DateOrder> {
    let words = PossibleValuesParser::new(session::DateOrder::ALL.map(session::DateOrder::word));
    words.try_map(|word| session::DateOrder::from_word(&word).ok_or("no such order"))
}

/// Whether the mouse is used.
#[derive(Clone, Copy, Debug, Default, Group)]
pub struct Mouse {
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Use the mouse, whatever the settings file says
    #[arg(long, overrides_with = "no_mouse")]
    pub mouse: bool,
}

impl Mouse {
    /// What the options say, if they say anything.
    #[must_use]
    pub fn wanted(self) -> Option<bool> {
        match (self.no_mouse, self.mouse) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        }
    }
}

/// How the screen looks, and which keys it hears.
#[derive(Debug, Default, Group)]
pub struct Looks {
    /// What a settings file may hold too.
    #[command(flatten)]
    pub preferred: Preferred,
    /// Nothing but ASCII on the screen
    #[arg(long)]
    pub ascii: bool,
    /// Own keys over the built-in ones: a JSON object of commands, each with a list of keys
    #[arg(long, value_name = "FILE")]
    pub keymap: Option<PathBuf>,
    /// When there are colours.
    #[command(flatten)]
    pub colour: Colour,
}

/// When there are colours.
#[derive(Clone, Debug, Default, Group)]
pub struct Colour {
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
    pub when: When,
}

/// When there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a command writes what it found.
#[derive(Clone, Debug, Default, Group)]
pub struct Output {
    /// text, plain (tabs, a record a line), json, jsonl, csv or md
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Format,
    /// No more than so many records
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    pub limit: Option<usize>,
    /// No line with the names of the columns
    #[arg(long)]
    pub no_header: bool,
    /// In csv and plain, an apostrophe before cells that a spreadsheet may take for a formula
    #[arg(long)]
    pub excel_safe: bool,
    /// When there are colours.
    #[command(flatten)]
    pub colour: Colour,
    /// No messages on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

/// How records are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
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

/// What can be done without a screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find records of any kind, the best first, with the reason
    Find(Find),
    /// List the records of a kind
    List(List),
    /// Show records with their roles, links and sources
    Show(Show),
    /// List what a record is linked with
    Related(Related),
    /// List meetings and agreements by date, with the silences between them
    Timeline(Timeline),
    /// Count meetings by year, person, organisation, topic, place or kind
    Count(Count),
    /// Topics, people or organisations over time, by meeting or by year
    #[command(name = "topics", visible_alias = "strands")]
    Strands(Strands),
    /// Connection: the shortest chains of meetings from one record to another
    #[command(name = "connection", visible_alias = "path")]
    Path(Path),
    /// What changed from one meeting to another
    #[command(name = "changes", visible_alias = "diff")]
    Diff(Diff),
    /// Who was named when, and as what
    #[command(name = "who", visible_alias = "compare")]
    Compare(Compare),
    /// Tell what each fact of a record rests on, and what rests on a source
    Evidence(Evidence),
    /// Tell what is weak or unknown in the dataset
    Gaps(Gaps),
    /// Take records or meetings away as text, table, dataset, calendar, graph or citations
    Export(Export),
    /// Tell every problem of datasets at once
    Check(Check),
    /// Print the JSON Schema of a dataset
    Schema(Schema),
    /// List the keys of the screen
    Keys(Keys),
    /// Tell which settings hold, and where each comes from
    Settings(Settings),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page of the program, or of a command
    Man(Man),
    /// Play keys into the screen and print what it shows, the same every time
    Shot(Shot),
}

impl Command {
    /// Whether it is to send no messages.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        match self {
            Self::Find(Find { output, .. })
            | Self::List(List { output, .. })
            | Self::Show(Show { output, .. })
            | Self::Related(Related { output, .. })
            | Self::Timeline(Timeline { output, .. })
            | Self::Count(Count { output, .. })
            | Self::Evidence(Evidence { output, .. })
            | Self::Gaps(Gaps { output, .. })
            | Self::Strands(Strands { output, .. })
            | Self::Compare(Compare { output, .. })
            | Self::Path(Path { output, .. })
            | Self::Diff(Diff { output, .. })
            | Self::Check(Check { output, .. })
            | Self::Settings(Settings { output, .. })
            | Self::Keys(Keys { output, .. }) => output.quiet,
            Self::Export(export) => export.quiet,
            Self::Schema(_) | Self::Completions(_) | Self::Man(_) | Self::Shot(_) => false,
        }
    }
}

fn parse_limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("it is a number from 1 on".to_owned()),
        Ok(limit) => Ok(limit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_limit_is_a_number_from_one_on() {
        assert_eq!(parse_limit("12"), Ok(12));
        for text in ["0", "-1", "", "many"] {
            assert!(parse_limit(text).is_err(), "{text}");
        }
    }
}
