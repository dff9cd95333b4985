//! `sommet keys`: the keys of the screen, from the keymap itself.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{OutputArgs, TEMPLATE};
use super::error::CliError;
use super::out::complain;
use super::settings;
use super::table::{AnswerHead, AnswerTable, TableLine};
use crate::command::{Command, CommandGroup};
use crate::keymap::Keymap;
use crate::study::column::{ALL, Column, FILE};
use crate::text::excerpt;

/// The keys of the screen.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet keys
  sommet keys --keymap my-keys.json --format md
")]
pub(super) struct KeysArgs {
    /// Own keys over the built-in ones
    #[arg(long, value_name = "FILE")]
    keymap: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

const COLUMNS: [Column; 4] = [
    Column::key("keys"),
    Column::new("does", ALL),
    Column::new("command", FILE),
    Column::new("group", FILE),
];

impl KeysArgs {
    /// Lists them, under the headings of the help.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let (keymap, flaw) = own_keymap(self.keymap.as_deref())?;
        if let Some(flaw) = flaw.filter(|_| !self.output.quiet) {
            complain(&flaw);
        }
        let mut lines = Vec::new();
        let mut group: Option<CommandGroup> = None;
        for command in Command::ALL.iter().take(self.output.most()) {
            let heading = command.group().heading();
            if group != Some(command.group()) {
                group = Some(command.group());
                lines.push(TableLine::Heading(heading.to_owned()));
            }
            let keys: Vec<String> = keymap.keys_for(*command).collect();
            lines.push(TableLine::Record(vec![
                keys.join(", ").into(),
                command.help().into(),
                command.name().into(),
                heading.into(),
            ]));
        }
        let table = AnswerTable::new(AnswerHead::of(Command::ALL.len()), &COLUMNS, lines);
        table.deliver(&self.output, || "no command has a key".to_owned())
    }
}

/// The built-in keys, with those of a file in the place of the ones it names.
pub(super) fn keymap(path: Option<&Path>) -> Result<Keymap, CliError> {
    let built_in = Keymap::built_in().map_err(|error| CliError::misused(error.to_string()))?;
    let Some(path) = path else {
        return Ok(built_in);
    };
    let name = excerpt(&path.to_string_lossy());
    let text = settings::own_text(path)
        .map_err(|error| CliError::unreadable(format!("{name}: {error}")))?;
    let keymap = built_in.with(&text);
    keymap.map_err(|error| CliError::misused(format!("{name}: {error}")))
}

/// The keys of the user: those of the file named, or else of the one in the configuration folder, if there
/// is one. What is wrong with that one is a sentence, and the built-in keys hold: the way in stays open.
pub(super) fn own_keymap(named: Option<&Path>) -> Result<(Keymap, Option<String>), CliError> {
    let configured = settings::folder().map(|folder| folder.join("keymap.json"));
    match (named, configured.filter(|path| path.exists())) {
        (None, Some(path)) => match keymap(Some(&path)) {
            Ok(own) => Ok((own, None)),
            Err(flaw) => Ok((keymap(None)?, Some(flaw.text))),
        },
        (named, _) => Ok((keymap(named)?, None)),
    }
}
