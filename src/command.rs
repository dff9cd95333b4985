//! Everything a key can ask for: one row each, from which help, hints and the README are read.

/// Where a command stands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Rows and pages.
    Moving,
    /// Panes and what lies on top.
    Panes,
    /// Opening and hopping.
    Records,
    /// Where one has been.
    Trail,
    /// Files.
    TakingAway,
    /// Narrowing the timeline.
    Filter,
    /// What the data tells beyond its records.
    Studies,
    /// Searching.
    Finding,
    /// Editing the line that is typed.
    Typing,
    /// The program itself.
    Program,
}

impl Group {
    /// The heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Panes => "Panes",
            Self::Records => "Records",
            Self::Trail => "Trail",
            Self::TakingAway => "Taking away",
            Self::Filter => "Filter",
            Self::Studies => "Studies",
            Self::Finding => "Finding",
            Self::Typing => "While typing",
            Self::Program => "Program",
        }
    }
}

/// When the keys of a command are listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// While no line is being typed.
    Browse,
    /// Only while a line is being typed.
    Typing,
    /// Always; while typing, a plain character is text all the same.
    Always,
}

impl Scope {
    /// Whether one key could mean two things if both had it.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self == other || self == Self::Always || other == Self::Always
    }

    /// Whether its keys are listened to now.
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
struct Row {
    name: &'static str,
    help: &'static str,
    hint: &'static str,
    group: Group,
    scope: Scope,
}

macro_rules! commands {
    ($($group:ident { $($variant:ident $name:literal $scope:ident $hint:literal $help:literal)* })*) => {
        /// Something that a key can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $($(#[doc = $help] $variant,)*)*
        }

        impl Command {
            /// Every command, in the order of the help.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)*)*];

            const fn row(self) -> Row {
                match self {
                    $($(Self::$variant => Row {
                        name: $name,
                        help: $help,
                        hint: $hint,
                        group: Group::$group,
                        scope: Scope::$scope,
                    },)*)*
                }
            }
        }
    };
}

commands! {
    Moving {
        Next "next" Always "" "next row"
        Previous "previous" Always "" "previous row"
        First "first" Browse "" "first row"
        Last "last" Browse "" "last row"
        HalfDown "half-page-down" Browse "" "half a page down"
        HalfUp "half-page-up" Browse "" "half a page up"
        PageDown "page-down" Always "" "a page down"
        PageUp "page-up" Always "" "a page up"
        NextGroup "next-group" Browse "next" "next year, section or group"
        PreviousGroup "previous-group" Browse "" "previous year, section or group"
        ScrollDown "scroll-down" Browse "" "scroll the text a line down"
        ScrollUp "scroll-up" Browse "" "scroll the text a line up"
    }
    Panes {
        Left "left" Browse "" "pane to the left"
        Right "right" Browse "" "pane to the right"
        NextPane "next-pane" Browse "pane" "next pane"
        PreviousPane "previous-pane" Browse "" "previous pane"
        Zoom "zoom" Browse "" "zoom this pane, or back"
        Close "close" Always "close" "close what is on top, drop marks; never quits"
    }
    Records {
        Open "open" Always "open" "open the record, or follow the link"
        NextLinked "next-linked" Browse "" "next row linked (+) with the record held"
        PreviousLinked "previous-linked" Browse "" "previous row linked (+) with the record held"
        NextRecord "next-record" Browse "" "next of the list it came from; in lists: scroll"
        PreviousRecord "previous-record" Browse "" "the one before it there; in lists: scroll"
        Mark "mark" Browse "" "mark or unmark (*) the record"
        OpenAddress "open-address" Browse "" "open the source's address in the browser"
        CopyLink "copy-link" Browse "" "copy the source's address"
        CopyId "copy-id" Browse "" "copy the record's kind/id"
        CopyCommand "copy-command" Browse "" "copy the shell command that gives this view"
        CopyTitle "copy-title" Browse "" "copy the record's name or title"
        CopyMarkdown "copy-markdown" Browse "" "copy the record as Markdown with footnotes"
        CopyFootnote "copy-footnote" Browse "" "copy the source as a footnote"
        CopyJson "copy-json" Browse "" "copy the record as JSON"
    }
    TakingAway {
        ExportMarkdown "export-markdown" Browse "" "file: sentences, footnotes and doubts"
        ExportCsv "export-csv" Browse "" "file: a table, a row a meeting"
        ExportJson "export-json" Browse "" "file: a dataset that opens again"
        ExportCalendar "export-ics" Browse "" "file: a calendar of the meetings"
        ExportBibtex "export-bibtex" Browse "" "file: the sources, as BibTeX"
        ExportCsl "export-csl-json" Browse "" "file: the sources, for reference managers"
        ExportGraph "export-graphml" Browse "" "file: who met whom about what, as a graph"
        ExportSvg "export-svg" Browse "" "file: the screen as shown, as a picture"
        ExportText "export-text" Browse "" "file: the screen as shown, as text"
    }
    Trail {
        Back "back" Browse "back" "back: the view as it was left"
        Forward "forward" Browse "" "forward again"
    }
    Filter {
        Narrow "narrow" Browse "its meetings" "keep only its meetings, or those of the year"
        Exclude "exclude" Browse "leave out" "leave those meetings out"
        Facets "facets" Browse "" "count the meetings kept, and narrow by a count"
        DropFilter "drop-filter" Browse "drop filter" "drop the last filter"
        DropFilters "drop-filters" Browse "" "drop all filters"
    }
    Finding {
        Find "find" Browse "find" "find: type at once"
        NextKind "next-kind" Typing "kind" "next kind of record"
        PreviousKind "previous-kind" Typing "" "previous kind of record"
        NarrowFound "narrow-found" Typing "its meetings" "keep only the meetings of the hit"
        GoTimeline "go-timeline" Browse "" "go to the timeline"
        GoPeople "go-people" Browse "" "go to the people"
        GoTopics "go-topics" Browse "" "go to the topics"
        GoOrganisations "go-organisations" Browse "" "go to the organisations"
        GoAgreements "go-agreements" Browse "" "go to the agreements"
        GoSources "go-sources" Browse "" "go to the sources"
        GoDataset "go-dataset" Browse "" "the dataset itself: problems, conflicts, gaps"
    }
    Studies {
        Evidence "evidence" Browse "evidence" "what each fact rests on; ( ) go to weak ones"
        Strands "strands" Browse "" "topics through time: agenda, silence, comeback"
        StrandsOrder "strands-order" Browse "order" "sort the topics another way"
        StrandsBy "strands-by" Browse "years" "topics by year, or by meeting"
        Compare "compare" Browse "" "who was named when, and as what: those marked"
        Path "path" Browse "" "how two records are connected: marked or here"
        Diff "diff" Browse "" "what changed since the meeting before it"
    }
    Typing {
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
    Program {
        Help "help" Always "help" "all keys; / searches, enter does what a row says"
        Reload "reload" Browse "" "read the file again"
        Redraw "redraw" Always "" "draw the screen anew"
        Suspend "suspend" Always "" "suspend; fg comes back"
        Quit "quit" Browse "quit" "close what is on top, else quit"
        QuitNow "quit-now" Always "" "quit at once"
    }
}

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
    pub const fn group(self) -> Group {
        self.row().group
    }

    /// When its keys are listened to.
    #[must_use]
    pub const fn scope(self) -> Scope {
        self.row().scope
    }

    /// The command of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|command| command.name() == name)
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
