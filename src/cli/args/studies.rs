//! What the commands that study a dataset may be told, with the examples of their help.

use clap::{Args as Group, ValueEnum};

use super::{Asking, Input, Output, TEMPLATE};

/// What a record rests on.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet evidence meeting/som-06
  sommet evidence source/s-faq-2013      what rests on it
  sommet evidence person/claus-sorensen --format json
")]
pub struct Evidence {
    /// A record, e.g. meeting/som-06
    #[arg(value_name = "KIND/ID")]
    pub key: String,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}

/// What is weak or unknown.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet gaps --count
  sommet gaps contested
  sommet gaps unknown --where in:2019 --format csv
")]
pub struct Gaps {
    /// contested, unknown, inferred, unsourced, not-reported or said; all without one
    #[arg(value_name = "SORT", hide_possible_values = true)]
    pub sort: Option<GapSort>,
    /// Only how many there are of each sort and field
    #[arg(long)]
    pub count: bool,
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

/// A sort of weakness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GapSort {
    /// Sources disagree.
    Contested,
    /// Not known, or not known to be complete.
    Unknown,
    /// Inferred.
    Inferred,
    /// Without a source.
    Unsourced,
    /// Announced or quoted.
    NotReported,
    /// Said by the dataset itself.
    Said,
}

/// Topics through time.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet topics
  sommet topics --by year --sort comeback
  sommet topics --where series:som --format csv
")]
pub struct Strands {
    /// What a column is: meeting or year
    #[arg(
        long,
        value_name = "COLUMN",
        default_value = "meeting",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub by: By,
    /// What comes first: first (seen first), last (seen last), silence, count or comeback
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "first",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub sort: Order,
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

/// What a column of the grid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A meeting.
    Meeting,
    /// A year.
    Year,
}

/// The order of topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Seen first, first.
    First,
    /// Seen last, first.
    Last,
    /// Silent for the longest.
    Silence,
    /// At the most meetings.
    Count,
    /// Back after the longest silence.
    Comeback,
}

/// Who was named when.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet who person/claus-sorensen person/william-lacy-swing
  sommet who organisation/dg-home organisation/dg-near --where after:2015
")]
pub struct Compare {
    /// Two to six people or organisations
    #[arg(required = true, value_name = "KIND/ID")]
    pub keys: Vec<String>,
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

/// How two records are connected.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet connection person/pierre-vimont person/amy-pope
  sommet connection person/pierre-vimont topic/new-pact --without person/william-lacy-swing
  sommet connection organisation/dg-echo organisation/un --via organisations --where before:2018
")]
pub struct Path {
    /// Where the chain begins, e.g. person/pierre-vimont
    #[arg(id = "start", value_name = "FROM")]
    pub from: String,
    /// Where it ends, a record of any kind
    #[arg(value_name = "TO")]
    pub to: String,
    /// Leave this record out; may be given again
    #[arg(long, value_name = "KIND/ID")]
    pub without: Vec<String>,
    /// What may stand between: people, organisations (and people), or topics (and both); else the first of
    /// these with which there is a chain
    #[arg(long, value_name = "KINDS", hide_possible_values = true)]
    pub via: Option<Between>,
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

/// What may stand between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Between {
    /// People.
    People,
    /// People and organisations.
    Organisations,
    /// People, organisations and topics.
    Topics,
}

/// What changed.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet changes meeting/som-02          since the one before in its series
  sommet changes meeting/som-01 meeting/som-11 --format md
")]
pub struct Diff {
    /// A meeting, or two: the earlier one first
    #[arg(required = true, num_args = 1..=2, value_name = "MEETING")]
    pub keys: Vec<String>,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// The form.
    #[command(flatten)]
    pub output: Output,
}
