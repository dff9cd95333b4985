//! `sommet keys`: the keys of the screen, from the keymap itself.

use super::args::Keys;
use super::format::{About, Column, Line, Table};
use super::{Failure, complain, deliver, own_keymap};
use crate::command::{Command, CommandGroup};

const COLUMNS: [Column; 4] = [
    Column::key("keys"),
    Column::text("does"),
    Column::data("command"),
    Column::data("group"),
];

/// Lists them, under the headings of the help.
pub(super) fn run(keys: &Keys) -> Result<(), Failure> {
    let (keymap, flaw) = own_keymap(keys.keymap.as_deref())?;
    if let Some(flaw) = flaw.filter(|_| !keys.output.quiet) {
        complain(&flaw);
    }
    let limit = keys.output.limit.unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    let mut group: Option<CommandGroup> = None;
    for command in Command::ALL.iter().take(limit) {
        let heading = command.group().heading();
        if group != Some(command.group()) {
            group = Some(command.group());
            lines.push(Line::Heading(heading.to_owned()));
        }
        let keys: Vec<String> = keymap.keys_for(*command).collect();
        lines.push(Line::Record(vec![
            keys.join(", ").into(),
            command.help().into(),
            command.name().into(),
            heading.into(),
        ]));
    }
    let table = Table {
        about: About {
            count: Command::ALL.len(),
            ..About::default()
        },
        columns: COLUMNS.to_vec(),
        lines,
        ..Table::default()
    };
    deliver(&table, &keys.output, || "no command has a key".to_owned())
}
