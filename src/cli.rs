//! The command line: what was asked for, and the commands that need no screen.

mod args;
mod check;
mod context;
mod count;
mod error;
mod export;
mod find;
mod keys;
mod list;
mod manual;
mod out;
mod related;
mod reorder;
mod screen;
mod settings;
mod shot;
mod show;
mod study;
mod style;
mod table;
mod timeline;

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use self::args::{LookArgs, MouseArgs, StartArgs, TEMPLATE};
use self::error::{CliError, DONE};
use self::out::{complain, print};
use crate::data::{self, Origin};
use crate::text::{excerpt, nearest};

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
struct Cli {
    #[command(subcommand)]
    command: Option<CliCommand>,
    #[command(flatten)]
    start: StartArgs,
    #[command(flatten)]
    looks: LookArgs,
    #[command(flatten)]
    mouse: MouseArgs,
    /// Print the version of the program and of its data
    #[arg(short = 'V', long)]
    version: bool,
}

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

/// What can be done without a screen.
#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Find records of any kind, the best first, with the reason
    Find(find::FindArgs),
    /// List the records of a kind
    List(list::ListArgs),
    /// Show records with their roles, links and sources
    Show(show::ShowArgs),
    /// List what a record is linked with
    Related(related::RelatedArgs),
    /// List meetings and agreements by date, with the silences between them
    Timeline(timeline::TimelineArgs),
    /// Count meetings by year, person, organisation, topic, place or kind
    Count(count::CountArgs),
    /// Topics, people or organisations over time, by meeting or by year
    #[command(visible_alias = "strands")]
    Topics(study::TopicsArgs),
    /// Connection: the shortest chains of meetings from one record to another
    #[command(visible_alias = "path")]
    Connection(study::ConnectionArgs),
    /// What changed from one meeting to another
    #[command(visible_alias = "diff")]
    Changes(study::ChangesArgs),
    /// Who was named when, and as what
    #[command(visible_alias = "compare")]
    Who(study::WhoArgs),
    /// Tell what each fact of a record rests on, and what rests on a source
    Evidence(study::EvidenceArgs),
    /// Tell what is weak or unknown in the dataset
    Gaps(study::GapsArgs),
    /// Take records or meetings away as text, table, dataset, calendar, graph or citations
    Export(export::ExportArgs),
    /// Tell every problem of datasets at once
    Check(check::CheckArgs),
    /// Print the JSON Schema of a dataset
    Schema(manual::SchemaArgs),
    /// List the keys of the screen
    Keys(keys::KeysArgs),
    /// Tell which settings hold, and where each comes from
    Settings(settings::SettingsArgs),
    /// Print completions for a shell
    Completions(manual::CompletionsArgs),
    /// Print the manual page of the program, or of a command
    Man(manual::ManArgs),
    /// Play keys into the screen and print what it shows, the same every time
    Shot(shot::ShotArgs),
}

/// Does what the arguments ask for and gives the exit code.
///
/// 0 found, done, or the screen left by any key; 1 nothing found; 2 used wrongly or no terminal; 3 not a
/// dataset we can read; 4 cannot be opened, read or written.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = reorder::with_options_behind(&Cli::command(), arguments.into_iter().collect());
    let arguments = find::with_nots(arguments);
    let mut quiet = false;
    let done = match mistaken_command(&arguments) {
        Some(error) => Err(error),
        None => match Cli::command().try_get_matches_from(&arguments) {
            Err(error) => misuse(&error, &arguments),
            Ok(matches) => {
                quiet = is_quiet(&matches);
                match Cli::from_arg_matches(&matches) {
                    Err(error) => misuse(&error, &arguments),
                    Ok(cli) => carry_out(&cli),
                }
            }
        },
    };
    match done {
        Ok(()) => DONE,
        Err(error) => {
            if !error.text.is_empty() && !quiet {
                complain(&error.text);
            }
            error.code
        }
    }
}

/// Whether a command is to send no messages.
fn is_quiet(matches: &ArgMatches) -> bool {
    let command = matches.subcommand();
    command.is_some_and(|(_, it)| matches!(it.try_get_one("quiet"), Ok(Some(true))))
}

fn carry_out(cli: &Cli) -> Result<(), CliError> {
    if cli.version {
        return print(&version());
    }
    let Some(command) = &cli.command else {
        return screen::run(&cli.start, &cli.looks, cli.mouse);
    };
    match command {
        CliCommand::Find(args) => args.run(),
        CliCommand::List(args) => args.run(),
        CliCommand::Show(args) => args.run(),
        CliCommand::Related(args) => args.run(),
        CliCommand::Timeline(args) => args.run(),
        CliCommand::Count(args) => args.run(),
        CliCommand::Topics(args) => args.run(),
        CliCommand::Connection(args) => args.run(),
        CliCommand::Changes(args) => args.run(),
        CliCommand::Who(args) => args.run(),
        CliCommand::Evidence(args) => args.run(),
        CliCommand::Gaps(args) => args.run(),
        CliCommand::Export(args) => args.run(),
        CliCommand::Check(args) => args.run(),
        CliCommand::Schema(args) => args.run(),
        CliCommand::Keys(args) => args.run(),
        CliCommand::Settings(args) => args.run(),
        CliCommand::Completions(args) => args.run(Cli::command()),
        CliCommand::Man(args) => args.run(Cli::command()),
        CliCommand::Shot(args) => args.run(),
    }
}

/// A first word that is no file, but nearly a command.
fn mistaken_command(arguments: &[OsString]) -> Option<CliError> {
    let first = arguments.get(1)?;
    let word = first.to_str().filter(|word| !word.starts_with('-'))?;
    let program = Cli::command();
    let commands = || program.get_subcommands();
    let names = || commands().flat_map(clap::Command::get_name_and_visible_aliases);
    if names().any(|name| name == word) || Path::new(first).exists() {
        return None;
    }
    let near = nearest(&word.to_lowercase(), names())?;
    let word = excerpt(word);
    let text = format!("there is no command and no file `{word}`: did you mean `sommet {near}`?");
    Some(CliError::misused(text))
}

/// The word that was taken for a command, when no word is one.
fn not_a_command(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    let wrong = error.get(ContextKind::InvalidSubcommand)?.to_string();
    let program = Cli::command();
    let is_command = |word: &OsString| {
        let commands = program.get_subcommands();
        let mut names = commands.flat_map(clap::Command::get_name_and_visible_aliases);
        names.any(|name| word.to_str() == Some(name))
    };
    (!arguments.iter().any(is_command)).then(|| excerpt(&wrong))
}

/// Help is data and goes to standard output; a mistake goes to standard error.
fn misuse(error: &clap::Error, arguments: &[OsString]) -> Result<(), CliError> {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return print(&text);
    }
    let text = text.trim_start_matches("error: ").trim_end();
    let text = crate::text::clean_prose(text);
    if error.kind() == ErrorKind::ArgumentConflict && text.starts_with("the subcommand") {
        if let Some(word) = not_a_command(error, arguments) {
            let text = format!("one file at a time: `{word}` is no command either");
            return Err(CliError::misused(text));
        }
        let text = "a file follows the command, as in sommet list meetings --data FILE";
        return Err(CliError::misused(text));
    }
    Err(CliError::misused(text))
}

/// The version of the program and of the data that is part of it.
fn version() -> String {
    let program = env!("CARGO_PKG_VERSION");
    match data::load(&Origin::Bundled) {
        Ok(dataset) => {
            let about = dataset.about();
            format!(
                "sommet {program}\ndata: {} {}, as of {}\n",
                about.title, about.version, about.as_of
            )
        }
        Err(refusal) => format!("sommet {program}\n{refusal}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}
