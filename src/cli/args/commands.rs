//! What each command may be told, with the examples of its help.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args as Group, ValueEnum};
use clap_complete::Shell;
use ratatui::layout::Size;

use super::{Asking, Data, Input, Lanes, Looks, Mouse, Output, Preferred, TEMPLATE, Ways};
use crate::browse::facets::Facet;
use crate::data::Kind;
use crate::export;

/// Words and fields to find records by.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet find sorensen
  sommet find swing climate in:2013..2014
  sommet find -topic:libya place:brussels --format json
")]
pub struct Find {
    /// Words of names (^ begins one, $ ends it), and fields such as person: topic: under: place: in:
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

/// The settings that hold.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet settings
  sommet settings --theme dark --format json
")]
pub struct Settings {
    /// What would be preferred.
    #[command(flatten)]
    pub preferred: Preferred,
    /// The mouse.
    #[command(flatten)]
    pub mouse: Mouse,
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
  sommet shot --film --keys '/soren<Enter>' --format svg > film.svg
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
    /// The keys, e.g. '/soren<Enter>'; names as in the keymap; given again, they follow
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    pub keys: Vec<String>,
    /// How it is written
    #[arg(long, default_value = "text")]
    pub format: Picture,
    /// A film of the keys, as svg: a frame for each key, or for each --keys if there are several
    #[arg(long)]
    pub film: bool,
    /// Of a film: words below a frame; given once for each --keys, in their order
    #[arg(long, value_name = "TEXT", requires = "film")]
    pub caption: Vec<String>,
    /// Of a film: how long a frame stays, in milliseconds
    #[arg(
        long,
        value_name = "MS",
        default_value_t = 1200,
        value_parser = clap::value_parser!(u32).range(50..=60_000),
        hide_default_value = true
    )]
    pub pace: u32,
}

/// What is taken away.
#[derive(Debug, Group)]
#[command(help_template = TEMPLATE, before_help = "  sommet export meeting/som-06 > som-06.md
  sommet export --where 'topic:climate' --format csv > climate.csv
  sommet export person/claus-sorensen --format ics --output sorensen.ics
  sommet export --format graphml > everything.graphml
  sommet export topics --where series:som --format csv
")]
pub struct Export {
    /// Records; without any, the meetings of --where, or everything; or an analysis and its records
    #[arg(value_name = "KIND/ID")]
    pub keys: Vec<String>,
    /// markdown, csv, json, ics, bibtex, csl-json, graphml; of the screen: svg, text
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "markdown",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Taken,
    /// Which meetings.
    #[command(flatten)]
    pub asking: Asking,
    /// Of topics over time.
    #[command(flatten)]
    pub lanes: Lanes,
    /// Of a connection.
    #[command(flatten)]
    pub ways: Ways,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// Of svg and text: columns and rows
    #[arg(long, default_value = "120x36", value_parser = parse_size)]
    pub size: Size,
    /// To a file, all of it or nothing, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// No messages on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

/// The form in which something is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The data.
    Data(export::Format),
    /// The screen that shows it.
    Screen(Picture),
}

impl ValueEnum for Taken {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Taken; 9] = [
            Taken::Data(export::Format::Markdown),
            Taken::Data(export::Format::Csv),
            Taken::Data(export::Format::Json),
            Taken::Data(export::Format::Calendar),
            Taken::Data(export::Format::Bibtex),
            Taken::Data(export::Format::CslJson),
            Taken::Data(export::Format::GraphMl),
            Taken::Screen(Picture::Svg),
            Taken::Screen(Picture::Text),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Screen(Picture::Svg) => PossibleValue::new("svg"),
            Self::Screen(_) => PossibleValue::new("text").alias("txt"),
            Self::Data(format) => {
                let value = PossibleValue::new(format.name());
                match format {
                    export::Format::Markdown => value.alias("md"),
                    export::Format::Calendar => value.aliases(["ical", "icalendar"]),
                    export::Format::Bibtex => value.alias("bib"),
                    export::Format::CslJson => value.alias("csl"),
                    _ => value,
                }
            }
        })
    }
}

impl Export {
    /// The screen that shows what was asked for.
    pub fn as_shot(&self, picture: Picture) -> Shot {
        Shot {
            data: Data {
                file: None,
                input: Input {
                    from: self.input.from.clone(),
                },
                open: self.keys.first().cloned(),
                asking: Asking {
                    filter: self.asking.filter.clone(),
                    sure_dates: self.asking.sure_dates,
                    explain: self.asking.explain,
                },
            },
            looks: Looks::default(),
            size: self.size,
            keys: Vec::new(),
            format: picture,
            film: false,
            caption: Vec::new(),
            pace: 0,
        }
    }
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("120x36"), Ok(Size::new(120, 36)));
        assert_eq!(parse_size("0x0"), Ok(Size::new(0, 0)));
        for text in ["", "120", "x", "70000x1", "-1x5"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_format_can_be_named() {
        let named = Taken::value_variants();
        let all = export::Format::ALL;
        assert!(
            all.iter()
                .all(|format| named.contains(&Taken::Data(*format)))
        );
    }

    #[test]
    fn every_kind_and_facet_can_be_named() {
        let kinds = Listed::value_variants();
        assert!(Kind::ALL.iter().all(|kind| kinds.contains(&Listed(*kind))));
        let facets = Counted::value_variants();
        let named = |facet: &Facet| facets.contains(&Counted(*facet));
        assert!(Facet::ALL.iter().all(named));
    }
}
