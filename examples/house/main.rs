//! Prints how the house is built: lines, functions, circles between files, names used twice. To compare two states of
//! the code, give it the folder `src` of each.

mod arrows;
mod floors;

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Parser;

use self::arrows::{Arrow, arrows, circles, ties};
use self::floors::FLOORS;
use self::source::{Source, read};

/// Prints figures of the structure of the code.
#[derive(Parser)]
struct Options {
    /// The folder with the sources.
    #[arg(long, default_value = "src")]
    src: PathBuf,
    /// List what ties each circle.
    #[arg(long)]
    circles: bool,
    /// List the names of types that are used more than once.
    #[arg(long)]
    names: bool,
    /// List the ten longest files and functions.
    #[arg(long)]
    long: bool,
}

fn main() -> io::Result<()> {
    let options = Options::parse();
    let sources = read(&options.src);
    let arrows = arrows(&sources);
    let circles = circles(sources.len(), &arrows);
    let out = &mut io::stdout().lock();
    write_lines(out, &sources)?;
    write_functions(out, &sources)?;
    let in_circles: usize = circles.iter().map(Vec::len).sum();
    row(
        out,
        "circles between files",
        &format!("{} ({in_circles} files)", circles.len()),
    )?;
    row(out, "arrows between files", &arrows.len().to_string())?;
    row(out, "arrows up", &up(&sources, &arrows).len().to_string())?;
    let twice = write_names(out, &sources)?;
    let public: usize = sources.iter().map(|it| it.public).sum();
    row(out, "items and methods marked `pub`", &public.to_string())?;
    write_dependencies(out, &options.src)?;
    if options.circles {
        for circle in &circles {
            writeln!(out, "\ncircle of {} files", circle.len())?;
            for tie in ties(circle, &arrows, &sources) {
                writeln!(out, "  {tie}")?;
            }
        }
        for arrow in up(&sources, &arrows) {
            writeln!(out, "up: {arrow}")?;
        }
    }
    if options.names {
        writeln!(out)?;
        for (name, files) in twice {
            writeln!(out, "{name}: {}", files.join(", "))?;
        }
    }
    if options.long {
        write_longest(out, &sources)?;
    }
    Ok(())
}

fn row(out: &mut impl Write, what: &str, figure: &str) -> io::Result<()> {
    writeln!(out, "{what:<44} {figure}")
}

/// Lines that hold more than blanks and comments.
fn code(source: &Source) -> impl Iterator<Item = &String> {
    let is_code = |line: &&String| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("//")
    };
    source.lines.iter().filter(is_code)
}

fn write_lines(out: &mut impl Write, sources: &[Source]) -> io::Result<()> {
    let lines: usize = sources.iter().map(|it| it.lines.len()).sum();
    let of_code: Vec<&String> = sources.iter().flat_map(code).collect();
    row(out, "production lines (all but tests)", &lines.to_string())?;
    row(
        out,
        "of them code (no blank, no comment line)",
        &of_code.len().to_string(),
    )?;
    let characters: usize = of_code.iter().map(|line| line.trim().chars().count()).sum();
    let tenths = 10 * characters / of_code.len().max(1);
    row(
        out,
        "characters in a line of code, mean",
        &format!("{}.{}", tenths / 10, tenths % 10),
    )?;
    let mut files: Vec<usize> = sources.iter().map(|it| it.lines.len()).collect();
    files.sort_unstable();
    let over = sources.iter().filter(|it| code(it).count() > 500).count();
    let figure = format!(
        "{}, median {}, max {}",
        files.len(),
        at(&files, 50),
        at(&files, 100)
    );
    row(out, "files: count, lines", &figure)?;
    row(out, "files over 500 lines of code", &over.to_string())
}

fn write_functions(out: &mut impl Write, sources: &[Source]) -> io::Result<()> {
    let functions = sources.iter().flat_map(|it| it.functions.iter());
    let mut lengths: Vec<usize> = functions.map(|(lines, _)| *lines).collect();
    lengths.sort_unstable();
    let [median, most, max] = [50, 95, 100].map(|percent| at(&lengths, percent));
    let figure = format!("{}: {median} / {most} / {max}", lengths.len());
    row(out, "functions: median / 95th / max lines", &figure)
}

/// The value below which that many percent of sorted values lie.
fn at(sorted: &[usize], percent: usize) -> usize {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().unwrap_or(0)
}

/// The arrows to a module that does not stand below, as lines.
fn up(sources: &[Source], arrows: &[Arrow]) -> Vec<String> {
    let floor = |nth: usize| sources[nth].module.first().map_or("", String::as_str);
    let may = |from: &str, to: &str| {
        from.is_empty()
            || from == to
            || FLOORS
                .iter()
                .any(|it| it.module == from && it.below.contains(&to))
    };
    let up = arrows
        .iter()
        .filter(|it| !may(floor(it.from), floor(it.to)));
    let line = |it: &Arrow| ties(&[it.from, it.to], std::slice::from_ref(it), sources).concat();
    up.map(line).collect()
}

type Twice = Vec<(String, Vec<String>)>;

fn write_names(out: &mut impl Write, sources: &[Source]) -> io::Result<Twice> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources {
        for name in &source.types {
            names.entry(name).or_default().insert(&source.path);
            *count.entry(name).or_default() += 1;
        }
    }
    let twice = names.iter().filter(|(name, _)| count[*name] > 1);
    let shown = |(name, files): (&&str, &BTreeSet<&str>)| {
        let files = files.iter().map(|file| (*file).to_owned());
        ((*name).to_owned(), files.collect())
    };
    let twice: Twice = twice.map(shown).collect();
    let share = 100 * twice.len() / names.len().max(1);
    let figure = format!("{} of {} ({share} %)", twice.len(), names.len());
    row(out, "names of types used more than once", &figure)?;
    Ok(twice)
}

fn write_dependencies(out: &mut impl Write, src: &Path) -> io::Result<()> {
    let folder = src
        .parent()
        .filter(|it| !it.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    let lines = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1);
    let direct = lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| line.contains('='));
    let named: BTreeSet<&str> = FLOORS.iter().flat_map(|it| it.crates).copied().collect();
    let figure = format!(
        "{}, {} of them named in the code",
        direct.count(),
        named.len()
    );
    row(out, "direct dependencies", &figure)?;
    let lock = fs::read_to_string(folder.join("Cargo.lock"))?;
    let crates = lock.lines().filter(|line| *line == "[[package]]").count();
    row(
        out,
        "crates in Cargo.lock, those of tests included",
        &crates.to_string(),
    )
}

fn write_longest(out: &mut impl Write, sources: &[Source]) -> io::Result<()> {
    let mut files: Vec<(usize, &str)> = sources
        .iter()
        .map(|it| (code(it).count(), &*it.path))
        .collect();
    files.sort_unstable_by(|one, other| other.cmp(one));
    writeln!(out)?;
    for (lines, path) in files.iter().take(10) {
        writeln!(out, "{lines:>5} lines of code  {path}")?;
    }
    let of_file = |it: &'_ Source| {
        let path = it.path.clone();
        let functions = it.functions.clone().into_iter();
        functions.map(move |(lines, name)| (lines, format!("{path}: {name}")))
    };
    let mut functions: Vec<(usize, String)> = sources.iter().flat_map(of_file).collect();
    functions.sort_unstable_by(|one, other| other.cmp(one));
    for (lines, name) in functions.iter().take(10) {
        writeln!(out, "{lines:>5} lines  {name}")?;
    }
    Ok(())
}
