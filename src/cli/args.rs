//! What may stand on the command line.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use ratatui::layout::Size;

/// Who met whom, when, and about what: a terminal explorer of linked meetings.
///
/// Without a file it shows the bundled dataset, the EU–IOM strategic dialogue.
#[derive(Debug, Parser)]
#[command(
    name = "sommet",
    disable_version_flag = true,
    args_conflicts_with_subcommands = true,
    help_template = TEMPLATE,
    before_help = EXAMPLES,
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

{all-args}

Keys: ? in the screen shows them all. Exit codes: 0 done, 2 wrong use or no
terminal, 3 not a dataset, 4 cannot be opened, read or written.
";

const EXAMPLES: &str = "  sommet                                  the bundled dialogue
  sommet my-meetings.json                 your own dataset
  curl -s https://example.org/d.json | sommet --data -
  sommet --open person/claus-sorensen     start at a record
  sommet shot --size 80x24 --keys '/soren<Enter>'
";

/// Which dataset, and where in it.
#[derive(Debug, Group)]
pub struct Data {
    /// A dataset in the format sommet/1
    #[arg(value_name = "FILE", conflicts_with = "from")]
    pub file: Option<PathBuf>,
    /// The same; `-` reads standard input
    #[arg(id = "from", long = "data", value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Start at a record, e.g. person/claus-sorensen
    #[arg(long, value_name = "KIND/ID")]
    pub open: Option<String>,
}

/// How it looks.
#[derive(Debug, Group)]
pub struct Looks {
    /// Colours: default, or mono for none
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Nothing but ASCII on the screen
    #[arg(long)]
    pub ascii: bool,
}

/// What can be done without a screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play keys into the screen and print what it shows, the same every time
    Shot(Shot),
}

/// A picture of the screen.
#[derive(Debug, Group)]
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
    pub format: Format,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
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
}
