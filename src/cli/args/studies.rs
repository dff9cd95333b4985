//! What the commands that study a dataset may be told, with the examples of their help.

use clap::{Args as Group, ValueEnum};

use super::{Asking, Input, Output, TEMPLATE};
use crate::data::Kind;

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

/// Topics, people or organisations through time.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet topics
  sommet topics --by year --sort comeback
  sommet topics --of people --by year
  sommet topics --where series:som --format csv
")]
pub struct Strands {
    /// How the lanes are made.
    #[command(flatten)]
    pub lanes: Lanes,
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

/// How topics over time are made.
#[derive(Clone, Copy, Debug, Group)]
pub struct Lanes {
    /// Of topics over time, what a row is: topics, people or organisations
    #[arg(
        long,
        value_name = "KIND",
        default_value = "topics",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub of: Of,
    /// Of topics over time, what a column is: meeting or year
    #[arg(
        long,
        value_name = "COLUMN",
        default_value = "meeting",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub by: By,
    /// Of topics over time, what comes first: first (seen first), last (seen last), silence, count or comeback
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "first",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub sort: Order,
}

impl Lanes {
    /// Those of topics, where nothing else is asked for.
    pub const PLAIN: Self = Self {
        of: Of::Topics,
        by: By::Meeting,
        sort: Order::First,
    };

    /// The kind of the rows.
    #[must_use]
    pub const fn of(self) -> Kind {
        match self.of {
            Of::Topics => Kind::Topic,
            Of::People => Kind::Person,
            Of::Organisations => Kind::Organisation,
        }
    }
}

/// What a row of the lanes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// A topic.
    #[value(alias = "topic")]
    Topics,
    /// A person.
    #[value(alias = "person")]
    People,
    /// An organisation.
    #[value(aliases = ["organisation", "organizations", "orgs", "org"])]
    Organisations,
}

/// What a column of the grid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A meeting.
    Meeting,
    /// A year.
    Year,
}

/// The order of the lanes.
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
    /// Where the chain begins, e.g. person/pierre-vimont, and where it ends, a record of any kind
    #[arg(required = true, num_args = 2, value_names = ["FROM", "TO"])]
    pub keys: Vec<String>,
    /// Which ways it may take.
    #[command(flatten)]
    pub ways: Ways,
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

/// Which ways a connection may take.
#[derive(Clone, Debug, Group)]
pub struct Ways {
    /// Of a connection: leave this record out; may be given again
    #[arg(long, value_name = "KIND/ID")]
    pub without: Vec<String>,
    /// Of a connection, what may stand between: people, organisations (and people), or topics (and both); else
    /// the first of these with which there is a chain
    #[arg(long, value_name = "KINDS", hide_possible_values = true)]
    pub via: Option<Between>,
}

impl Ways {
    /// Tells them as the command line writes them.
    pub(in crate::cli) fn tell(&self, words: &mut Vec<String>) {
        words.extend(self.without.iter().map(|key| format!("--without {key}")));
        let via = self.via.and_then(|via| via.to_possible_value());
        words.extend(via.map(|via| format!("--via {}", via.get_name())));
    }
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
