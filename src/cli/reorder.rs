//! Options that stand before a command.

use std::ffi::OsString;

/// `sommet --data FILE list people` as `sommet list --data FILE people`: options that stand before a command are
/// those of the command. How the screen looks means nothing to a command that draws none, so that an alias with
/// `--ascii` goes with all.
pub(super) fn with_options_behind(
    program: &clap::Command,
    mut arguments: Vec<OsString>,
) -> Vec<OsString> {
    const LOOKS: [&str; 7] = [
        "-theme",
        "-order",
        "-ascii",
        "-no-mouse",
        "-mouse",
        "-keymap",
        "-color",
    ];
    let all = || program.get_subcommands().chain([program]);
    let knows = |command: &clap::Command, option: &str| {
        command
            .get_arguments()
            .any(|argument| is_named(argument, option))
    };
    let takes_value = |option: &str| {
        let mut arguments = all().flat_map(clap::Command::get_arguments);
        arguments.any(|it| is_named(it, option) && it.get_action().takes_values())
    };
    let mut options: Vec<(String, usize)> = Vec::new();
    let mut at = 1;
    while let Some(option) = arguments
        .get(at)
        .and_then(|word| word.to_str()?.strip_prefix('-'))
    {
        if option == "-" {
            return arguments;
        }
        let words = if takes_value(option) { 2 } else { 1 };
        options.push((option.split('=').next().unwrap_or(option).to_owned(), words));
        at += words;
    }
    let Some(command) = arguments
        .get(at)
        .and_then(|word| program.find_subcommand(word))
    else {
        return arguments;
    };
    let behind = arguments.split_off(at);
    let mut before = arguments.split_off(1).into_iter();
    let mut behind = behind.into_iter();
    arguments.extend(behind.next());
    for (option, words) in options {
        let words: Vec<OsString> = before.by_ref().take(words).collect();
        let is_look = LOOKS.contains(&option.replace("-colour", "-color").as_str());
        if !is_look || knows(command, &option) {
            arguments.extend(words);
        }
    }
    arguments.extend(behind);
    arguments
}

/// Whether an argument is written so, behind the first hyphen: `-data`, `q`.
fn is_named(argument: &clap::Arg, option: &str) -> bool {
    let Some(name) = option.strip_prefix('-') else {
        let short = argument.get_short();
        return short.is_some_and(|short| option.chars().eq([short]));
    };
    let aliases = argument.get_all_aliases().unwrap_or_default();
    argument.get_long() == Some(name) || aliases.contains(&name)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn reordered(line: &str) -> String {
        let words = line.split(' ').map(OsString::from).collect();
        let words = with_options_behind(&crate::cli::Cli::command(), words).into_iter();
        let words: Vec<String> = words
            .map(|word| word.into_string().expect("UTF-8"))
            .collect();
        words.join(" ")
    }

    #[test]
    fn options_go_behind_the_command_and_looks_where_they_mean_something() {
        for (line, wanted) in [
            ("s --data F list people", "s list --data F people"),
            ("s --data=F -q list people", "s list --data=F -q people"),
            (
                "s --where x list meetings --limit 1",
                "s list --where x meetings --limit 1",
            ),
            (
                "s --ascii --theme mono --no-mouse list people",
                "s list people",
            ),
            ("s --theme=mono --ascii shot", "s shot --theme=mono --ascii"),
            ("s --keymap K keys", "s keys --keymap K"),
            (
                "s --colour never list people",
                "s list --colour never people",
            ),
            ("s --color never check F", "s check --color never F"),
        ] {
            assert_eq!(reordered(line), wanted);
        }
        for same in [
            "s",
            "s list people",
            "s F",
            "s --data F",
            "s --where list people",
            "s -- list",
            "s --data",
            "s -",
        ] {
            assert_eq!(reordered(same), same);
        }
    }
}
