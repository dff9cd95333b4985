//! What may stand on the command line, with the help for it.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ratatui::layout::Size;

use crate::browse::facets::Facet;
use crate::data::Kind;

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
    /// Say how the query was understood, and do no more
    #[arg(long)]
    pub explain: bool,
}

/// How the screen looks, and which keys it hears.
#[derive(Debug, Group)]
pub struct Looks {
    /// Colours: default, or mono for none
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
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
#[derive(Debug, Default, Group)]
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
#[derive(Debug, Default, Group)]
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
    /// In csv, an apostrophe before cells that a spreadsheet would take for a formula
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
    /// Tell every problem of datasets at once
    Check(Check),
    /// Print the JSON Schema of a dataset
    Schema(Schema),
    /// List the keys of the screen
    Keys(Keys),
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
            | Self::Check(Check { output, .. })
            | Self::Keys(Keys { output, .. }) => output.quiet,
            Self::Schema(_) | Self::Completions(_) | Self::Man(_) | Self::Shot(_) => false,
        }
    }
}

/// Words and fields to find records by.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet find sorensen
  sommet find swing climate in:2013..2014
  sommet find -topic:libya place:brussels --format json
")]
pub struct Find {
    /// Words of names, and fields such as person: topic: org: in:
    #[arg(required = true, value_name = "QUERY")]
    pub words: Vec<String>,
    /// Say how the query was understood, and do no more
    #[arg(long)]
    pub explain: bool,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// A kind of record.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet list people
  sommet list meetings --where 'person:swing in:2013..2014'
  sommet list topics --where org:echo --format csv
")]
pub struct List {
    /// meetings, people, topics, organisations, agreements or sources
    #[arg(value_name = "KIND", hide_possible_values = true)]
    pub kind: Listed,
    /// Which meetings.
    #[command(flatten)]
    pub asking: Asking,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// A kind of record, by the word for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed(pub Kind);

impl ValueEnum for Listed {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Listed; 6] = [
            Listed(Kind::Meeting),
            Listed(Kind::Person),
            Listed(Kind::Topic),
            Listed(Kind::Organisation),
            Listed(Kind::Agreement),
            Listed(Kind::Source),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.0.many()).alias(self.0.one());
        Some(match self.0 {
            Kind::Organisation => value.aliases(["org", "orgs", "organizations"]),
            _ => value,
        })
    }
}

/// Records by their keys.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet show person/claus-sorensen
  sommet show meeting/som-01 meeting/som-02 --format md
")]
pub struct Show {
    /// Records, e.g. meeting/som-01
    #[arg(required = true, value_name = "KIND/ID")]
    pub keys: Vec<String>,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// A record by its key.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet related topic/climate-migration
  sommet related person/claus-sorensen --format plain | grep ^topic/
")]
pub struct Related {
    /// A record, e.g. person/claus-sorensen
    #[arg(value_name = "KIND/ID")]
    pub key: String,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// Meetings and agreements by date.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet timeline
  sommet timeline --where topic:return --by month
")]
pub struct Timeline {
    /// What the headings are: year or month
    #[arg(
        long,
        value_name = "PERIOD",
        default_value = "year",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub by: Period,
    /// Which meetings.
    #[command(flatten)]
    pub asking: Asking,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// What the headings of a timeline are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Period {
    /// Years.
    Year,
    /// Months.
    Month,
}

/// What meetings are counted by.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet count year
  sommet count person --where topic:climate --limit 10
")]
pub struct Count {
    /// year, person, organisation, topic, place or kind
    #[arg(value_name = "FIELD", hide_possible_values = true)]
    pub field: Counted,
    /// Which meetings.
    #[command(flatten)]
    pub asking: Asking,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// A facet, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted(pub Facet);

impl ValueEnum for Counted {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Counted; 6] = [
            Counted(Facet::Year),
            Counted(Facet::Person),
            Counted(Facet::Organisation),
            Counted(Facet::Topic),
            Counted(Facet::Place),
            Counted(Facet::Kind),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.0.name());
        Some(match self.0 {
            Facet::Year => value.alias("years"),
            Facet::Person => value.alias("people"),
            Facet::Organisation => value.aliases(["org", "organisations"]),
            Facet::Topic => value.alias("topics"),
            Facet::Place => value.alias("places"),
            Facet::Kind => value.alias("kinds"),
        })
    }
}

/// Datasets to look through.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet check my-meetings.json
  sommet check *.json --format csv
  curl -s https://example.org/d.json | sommet check -
")]
pub struct Check {
    /// Datasets; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// The format of a dataset.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet schema > dataset.schema.json
")]
pub struct Schema {}

/// The keys of the screen.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet keys
  sommet keys --keymap my-keys.json --format md
")]
pub struct Keys {
    /// Own keys over the built-in ones
    #[arg(long, value_name = "FILE")]
    pub keymap: Option<PathBuf>,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// What a shell knows of the commands.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet completions bash > ~/.local/share/bash-completion/completions/sommet
  sommet completions fish > ~/.config/fish/completions/sommet.fish
  sommet completions zsh > ~/.zfunc/_sommet
")]
pub struct Completions {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub shell: Shell,
}

/// The manual.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet man | man -l -
  sommet man list > sommet-list.1
")]
pub struct Man {
    /// The command whose page it is
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// A picture of the screen.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet shot --size 80x24 --keys '/soren<Enter>'
  sommet shot --open topic/climate-migration --format svg > climate.svg
")]
pub struct Shot {
    /// The dataset.
    #[command(flatten)]
    pub data: Data,
    /// The looks.
    #[command(flatten)]
    pub looks: Looks,
    /// Columns and rows
    #[arg(long, default_value = "80x24", value_parser = parse_size)]
    pub size: Size,
    /// The keys, e.g. '/soren<Enter>'; names as in the keymap
    #[arg(long, default_value = "", value_name = "KEYS")]
    pub keys: String,
    /// How it is written
    #[arg(long, default_value = "text")]
    pub format: Picture,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Picture {
    /// The characters alone
    Text,
    /// With the colours of a terminal
    Ansi,
    /// As a picture for a page
    Svg,
}

fn parse_size(text: &str) -> Result<Size, String> {
    let (width, height) = text.split_once(['x', '×']).ok_or("write it as 120x36")?;
    let number = |text: &str| match text.trim().parse() {
        Ok(number @ 0..=1_000) => Ok(number),
        _ => Err("each side is a number from 0 to 1000".to_owned()),
    };
    Ok(Size::new(number(width)?, number(height)?))
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
    fn sizes() {
        assert_eq!(parse_size("120x36"), Ok(Size::new(120, 36)));
        assert_eq!(parse_size("0x0"), Ok(Size::new(0, 0)));
        for text in ["", "120", "x", "70000x1", "-1x5"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_kind_and_facet_can_be_named() {
        let kinds = Listed::value_variants();
        assert!(Kind::ALL.iter().all(|kind| kinds.contains(&Listed(*kind))));
        let facets = Counted::value_variants();
        assert!(
            Facet::ALL
                .iter()
                .all(|facet| facets.contains(&Counted(*facet)))
        );
    }
}
