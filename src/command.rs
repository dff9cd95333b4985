//! Everything a key can ask for: one row each, from which help, hints and the README are read.

/// When the keys of a command count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    /// While no line is being typed.
    Browse,
    /// Only while a line is being typed.
    Typing,
    /// Always; while typing, a plain character is text all the same.
    Always,
}

impl KeyScope {
    /// Whether one key could mean two things if both had it.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self == other || self == Self::Always || other == Self::Always
    }

    /// Whether its keys count now.
    #[must_use]
    pub fn holds(self, typing: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Browse => !typing,
            Self::Typing => typing,
        }
    }
}

/// One row of the table.
struct CommandRow {
    name: &'static str,
    help: &'static str,
    hint: &'static str,
    group: CommandGroup,
    scope: KeyScope,
}

macro_rules! commands {
    ($($group:ident $heading:literal { $($variant:ident $name:literal $scope:ident $hint:literal $help:literal)* })*) => {
        /// Where a command stands in the help.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CommandGroup {
            $(#[doc = $heading] $group,)*
        }

        impl CommandGroup {
            /// The heading.
            #[must_use]
            pub const fn heading(self) -> &'static str {
                match self {
                    $(Self::$group => $heading,)*
                }
            }
        }

        /// Something that a key can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $($(#[doc = $help] $variant,)*)*
        }

        impl Command {
            /// Every command, in the order of the help.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)*)*];

            const fn row(self) -> CommandRow {
                match self {
                    $($(Self::$variant => CommandRow {
                        name: $name,
                        help: $help,
                        hint: $hint,
                        group: CommandGroup::$group,
                        scope: KeyScope::$scope,
                    },)*)*
                }
            }
        }
    };
}

commands! {
    Moving "Moving" {
        Next "next" Always "" "next row"
        Previous "previous" Always "" "previous row"
        First "first" Browse "" "first row"
        Last "last" Browse "" "last row"
        HalfDown "half-page-down" Browse "" "half a page down"
        HalfUp "half-page-up" Browse "" "half a page up"
        PageDown "page-down" Always "" "a page down"
        PageUp "page-up" Always "" "a page up"
        NextGroup "next-group" Browse "next kind" "next year, section, kind or group"
        PreviousGroup "previous-group" Browse "" "previous year, section, kind or group"
        ScrollDown "scroll-down" Browse "" "scroll the text a line down"
        ScrollUp "scroll-up" Browse "" "scroll the text a line up"
    }
    Panes "Panes" {
        Left "left" Browse "" "pane to the left"
        Right "right" Browse "" "pane to the right"
        NextPane "next-pane" Browse "pane" "next pane"
        PreviousPane "previous-pane" Browse "" "previous pane"
        Zoom "zoom" Browse "" "zoom this pane, or bring all back"
        Close "close" Always "back" "close, or go back; never quits"
    }
    Records "Records" {
        Open "open" Always "open" "open the record or link; unfold what is folded"
        NextLinked "next-linked" Browse "next" "next meeting of the open record, from any pane"
        PreviousLinked "previous-linked" Browse "" "previous meeting of the open record"
        NextRecord "next-record" Browse "" "next record of its list; in lists: scroll down"
        PreviousRecord "previous-record" Browse "" "previous record of its list; in lists: scroll up"
        Mark "mark" Browse "" "mark or unmark (*) the record"
        MarkAll "mark-all" Browse "" "mark all meetings that are kept"
        Peek "peek" Browse "" "peek at the record behind a link"
        OpenAddress "open-address" Browse "" "open the source's address in the browser"
        CopyLink "copy-link" Browse "" "copy the source's address"
        CopyId "copy-id" Browse "" "copy the record's kind/id"
        CopyCommand "copy-command" Browse "" "copy the shell command for this view"
        CopyTitle "copy-title" Browse "" "copy the record's name or title"
        CopyMarkdown "copy-markdown" Browse "copy" "copy the record as Markdown with footnotes"
        CopyFootnote "copy-footnote" Browse "" "copy the footnote of this fact or source"
        CopyJson "copy-json" Browse "" "copy the record as JSON"
    }
    Export "Taking away" {
        ExportMarkdown "export-markdown" Browse "export" "Export as Markdown: sentences and footnotes"
        ExportCsv "export-csv" Browse "" "Export as CSV: one meeting a row"
        ExportJson "export-json" Browse "" "Export as JSON: a dataset that opens again"
        ExportCalendar "export-ics" Browse "" "Export as calendar: one meeting an event"
        ExportBibtex "export-bibtex" Browse "" "Export as BibTeX: the sources"
        ExportCsl "export-csl-json" Browse "" "Export as CSL JSON: for reference managers"
        ExportGraph "export-graphml" Browse "" "Export as a graph: who was named with whom"
        ExportSvg "export-svg" Browse "" "Export the screen as a picture (SVG)"
        ExportText "export-text" Browse "" "Export the screen as text"
    }
    Trail "Trail" {
        Back "back" Browse "back" "go back to the view before, as you left it"
        Forward "forward" Browse "" "go forward again"
    }
    Filter "Filter" {
        Narrow "narrow" Browse "only its meetings" "keep only its meetings"
        Exclude "exclude" Browse "leave out" "leave its meetings out"
        Facets "counts" Browse "counts" "count the meetings kept; filter by a value"
        DropFilter "drop-filter" Browse "drop filter" "drop the last part of the filter"
        DropFilters "drop-filters" Browse "" "drop the whole filter"
    }
    Finding "Finding" {
        Find "find" Browse "find" "find a person, a topic, anything"
        FindWithin "find-within" Browse "find here" "search within this pane; n N next, previous"
        NextKind "next-kind" Typing "next kind" "next kind of record"
        PreviousKind "previous-kind" Typing "" "previous kind of record"
        NarrowFound "narrow-found" Typing "only its meetings" "keep only the meetings of the hit"
        GoTimeline "go-timeline" Browse "" "go to the timeline"
        GoPeople "go-people" Browse "" "go to the people"
        GoTopics "go-topics" Browse "" "go to the topics"
        GoOrganisations "go-organisations" Browse "" "go to the organisations"
        GoAgreements "go-agreements" Browse "" "go to the agreements"
        GoSources "go-sources" Browse "" "go to the sources"
        GoDataset "go-dataset" Browse "" "go to the overview of the data"
        Sort "sort" Browse "sort" "sort this list, or the topics, another way"
        NewestFirst "newest-first" Browse "" "turn the order: newest or oldest first"
    }
    Studies "Studies" {
        Evidence "evidence" Browse "evidence" "evidence: sources of each fact, how sure it is"
        Strands "topics" Browse "topics over time" "topics over time; again turns to other kinds"
        PeopleOverTime "people" Browse "" "people over time: who was named when"
        OrganisationsOverTime "organisations" Browse "" "organisations over time"
        StrandsBy "topics-by" Browse "years or meetings" "what runs over time by year, or by meeting"
        Compare "who" Browse "" "who was named when, and as what"
        Path "connection" Browse "" "connection: how two records are linked"
        Diff "changes" Browse "" "what changed since the previous meeting"
    }
    Typing "While typing" {
        DeleteBack "delete-back" Typing "" "delete the letter before"
        DeleteForward "delete-forward" Typing "" "delete the letter after"
        DeleteWord "delete-word" Typing "" "delete the word before"
        Clear "clear" Typing "" "delete all"
        CharLeft "letter-left" Typing "" "a letter to the left"
        CharRight "letter-right" Typing "" "a letter to the right"
        WordLeft "word-left" Typing "" "a word to the left"
        WordRight "word-right" Typing "" "a word to the right"
        LineStart "line-start" Typing "" "to the start of the line"
        LineEnd "line-end" Typing "" "to the end of the line"
    }
    Program "Program" {
        Help "help" Always "keys" "the main keys and signs; tab shows all keys"
        Palette "commands" Browse "commands" "every command by name, with its keys"
        Reload "reload" Browse "" "read the file again"
        Redraw "redraw" Always "" "redraw the screen"
        Suspend "suspend" Always "" "suspend; fg in the shell resumes"
        Quit "quit" Browse "quit" "close the window on top, or quit"
        QuitNow "quit-now" Always "" "quit at once"
    }
}

/// Names that commands had before; a keymap may still use them.
const BEFORE: [(&str, Command); 6] = [
    ("facets", Command::Facets),
    ("strands", Command::Strands),
    ("strands-by", Command::StrandsBy),
    ("compare", Command::Compare),
    ("path", Command::Path),
    ("diff", Command::Diff),
];

impl Command {
    /// Its name in a keymap.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// What it does, in a line.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().help
    }

    /// What it does, in a word or two for the hint line; empty when it is not worth one.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        self.row().hint
    }

    /// Where it stands in the help.
    #[must_use]
    pub const fn group(self) -> CommandGroup {
        self.row().group
    }

    /// When its keys count.
    #[must_use]
    pub const fn scope(self) -> KeyScope {
        self.row().scope
    }

    /// The command of that name, or of a name that it had before.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        let before = BEFORE.iter().find(|(before, _)| *before == name);
        all.find(|command| command.name() == name)
            .or(before.map(|(_, command)| *command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for command in Command::ALL {
            // The help shows this much in 80 columns.
            assert!(command.help().len() <= 48, "{command:?}");
            assert_eq!(Command::named(command.name()), Some(*command));
            assert!(!command.help().is_empty());
        }
    }
}
