//! `sommet man`, `completions` and `schema`: what shells, readers and checkers are told of the program.

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::TEMPLATE;
use super::error::CliError;
use super::out::print;
use crate::text::{excerpt, nearest};

/// The format of a dataset, as JSON Schema.
const SCHEMA: &str = include_str!("../../assets/dataset.schema.json");

/// The format of a dataset.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet schema > dataset.schema.json
")]
pub(super) struct SchemaArgs {}

impl SchemaArgs {
    /// Prints the schema.
    #[expect(clippy::unused_self, reason = "it is run as every command is")]
    pub(super) fn run(&self) -> Result<(), CliError> {
        print(SCHEMA)
    }
}

/// What a shell knows of the commands.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet completions bash > ~/.local/share/bash-completion/completions/sommet
  sommet completions fish > ~/.config/fish/completions/sommet.fish
  sommet completions zsh > ~/.zfunc/_sommet
")]
pub(super) struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

impl CompletionsArgs {
    /// Prints what a shell needs to complete commands.
    pub(super) fn run(&self, mut program: Command) -> Result<(), CliError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, "sommet", &mut script);
        print(&String::from_utf8_lossy(&script))
    }
}

/// The manual.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet man | man -l -
  sommet man list > sommet-list.1
")]
pub(super) struct ManArgs {
    /// The command whose page it is
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl ManArgs {
    /// Prints the manual page of the program, or of one of its commands.
    pub(super) fn run(&self, mut program: Command) -> Result<(), CliError> {
        program.build();
        let command = match self.command.as_deref() {
            None => program,
            Some(name) => match program.find_subcommand(name) {
                Some(command) => command.clone(),
                None => return Err(no_command(&program, name)),
            },
        };
        let mut page = Vec::new();
        write_page(&command, &mut page).map_err(|error| CliError::unreadable(error.to_string()))?;
        print(&String::from_utf8_lossy(&page))
    }
}

fn no_command(program: &Command, name: &str) -> CliError {
    let names = || program.get_subcommands().map(Command::get_name);
    let hint = match nearest(name, names()) {
        Some(near) => format!("did you mean `sommet man {near}`?"),
        None => format!("there are {}", names().collect::<Vec<&str>>().join(", ")),
    };
    CliError::misused(format!("there is no command `{}`: {hint}", excerpt(name)))
}

/// The parts of a page in the order in which they help: examples first.
fn write_page(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let command = command.clone().version(env!("CARGO_PKG_VERSION"));
    let examples = command.get_before_help().map(ToString::to_string);
    let ending = command.get_after_help().map(ToString::to_string);
    let has_commands = command.has_subcommands();
    let man = Man::new(command);
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    page.extend(verbatim("EXAMPLES", &examples.unwrap_or_default()).bytes());
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if has_commands {
        man.render_subcommands_section(page)?;
    }
    let ending = ending.unwrap_or_default();
    if let Some((_, codes)) = ending.split_once("Exit codes:\n") {
        page.extend(verbatim("EXIT STATUS", codes).bytes());
    }
    Ok(())
}

/// Lines that stand in a manual as they are.
fn verbatim(heading: &str, text: &str) -> String {
    let mut roff = format!(".SH \"{heading}\"\n.nf\n");
    for line in text.lines() {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        // A line that begins with a dot or an apostrophe would be taken for a request.
        roff.extend(["\\&", &line, "\n"]);
    }
    roff.push_str(".fi\n");
    roff
}
