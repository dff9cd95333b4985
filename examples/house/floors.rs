//! The floors: which top-level module may use which, and which crates.

/// A module: what it may know of the house, and which crates it may name.
pub struct Floor {
    /// Its name.
    pub module: &'static str,
    /// The modules that it may use.
    pub below: &'static [&'static str],
    /// The crates that it may use.
    pub crates: &'static [&'static str],
}

const fn floor(
    module: &'static str,
    below: &'static [&'static str],
    crates: &'static [&'static str],
) -> Floor {
    Floor {
        module,
        below,
        crates,
    }
}

/// The house from the ground up: a module knows only what stands above it in this table.
pub const FLOORS: [Floor; 20] = [
    floor(
        "text",
        &[],
        &[
            "any_ascii",
            "strsim",
            "unicode_normalization",
            "unicode_properties",
            "unicode_script",
            "unicode_segmentation",
            "unicode_width",
        ],
    ),
    floor("command", &[], &[]),
    floor("parallel", &[], &[]),
    floor("file", &["text"], &["rustix", "tempfile"]),
    floor(
        "terminal",
        &["text", "parallel", "file"],
        &[
            "crossterm",
            "libc",
            "open",
            "ratatui",
            "rustix",
            "signal_hook",
        ],
    ),
    floor(
        "data",
        &["text", "parallel"],
        &[
            "flate2",
            "hashbrown",
            "memchr",
            "ruzstd",
            "serde",
            "serde_json",
            "time",
        ],
    ),
    floor(
        "keymap",
        &["text", "command"],
        &["crossterm", "serde", "serde_json"],
    ),
    floor(
        "theme",
        &["text"],
        &["any_ascii", "ratatui", "serde", "serde_json"],
    ),
    floor("facts", &["text", "data"], &[]),
    floor(
        "search",
        &["text", "parallel", "data"],
        &[
            "fuzzy_matcher",
            "hashbrown",
            "memchr",
            "strsim",
            "unicode_segmentation",
        ],
    ),
    floor("query", &["text", "parallel", "data", "search"], &[]),
    floor(
        "browse",
        &["text", "parallel", "data", "facts", "search", "query"],
        &[],
    ),
    floor("study", &["text", "data", "facts"], &[]),
    floor(
        "export",
        &[
            "text", "data", "facts", "search", "query", "browse", "study",
        ],
        &["csv", "quick_xml", "ratatui", "serde", "serde_json"],
    ),
    floor(
        "jobs",
        &[
            "text", "parallel", "file", "data", "search", "query", "browse", "study", "export",
        ],
        &[],
    ),
    floor(
        "session",
        &[
            "text", "command", "data", "keymap", "theme", "search", "query", "browse", "study",
            "jobs",
        ],
        &[],
    ),
    floor(
        "ui",
        &[
            "text", "parallel", "command", "data", "facts", "keymap", "theme", "search", "query",
            "browse", "study", "jobs", "session",
        ],
        &["ratatui"],
    ),
    floor(
        "app",
        &[
            "text", "parallel", "command", "file", "terminal", "data", "facts", "keymap", "theme",
            "search", "query", "browse", "study", "jobs", "export", "session", "ui",
        ],
        &["any_ascii", "crossterm", "ratatui"],
    ),
    floor(
        "cli",
        &[
            "text", "command", "file", "terminal", "data", "facts", "keymap", "theme", "search",
            "query", "browse", "study", "jobs", "export", "session", "app",
        ],
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "crossterm",
            "csv",
            "ratatui",
            "serde",
            "serde_json",
            "terminal_size",
        ],
    ),
    floor("main", &["terminal", "cli"], &[]),
];
