//! `sommet export`: records, the meetings of a question, or everything, in the formats of others.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use ratatui::layout::Size;

use super::args::{DatasetArgs, LookArgs, MeetingArgs, StartArgs, TEMPLATE, bare, one_of};
use super::context::Context;
use super::error::CliError;
use super::out::{self, complain};
use super::shot::{Picture, ShotArgs, parse_size, picture};
use super::study::{LaneArgs, Request, WayArgs};
use crate::export::{Extent, Format, Selection};
use crate::file::{self, Existing};
use crate::query::Query;
use crate::study::{STUDIES, path, strands};
use crate::terminal::tidy_at_end;

/// What is taken away.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet export meeting/som-06 > som-06.md
  sommet export --where 'topic:climate' --format csv > climate.csv
  sommet export person/claus-sorensen --format ics --output sorensen.ics
  sommet export --format graphml > everything.graphml
  sommet export topics --where series:som --format csv
")]
pub(super) struct ExportArgs {
    /// Records; without any, the meetings of --where, or everything; or an analysis and its records
    #[arg(value_name = "KIND/ID")]
    keys: Vec<String>,
    /// markdown, csv, json, ics, bibtex, csl-json, graphml; of the screen: svg, text
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "markdown",
        hide_possible_values = true,
        hide_default_value = true,
        value_parser = one_of(forms().map(bare), names)
    )]
    format: Form,
    #[command(flatten)]
    meetings: MeetingArgs,
    #[command(flatten)]
    lanes: LaneArgs,
    #[command(flatten)]
    ways: WayArgs,
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Of svg and text: columns and rows
    #[arg(long, default_value = "120x36", value_parser = parse_size)]
    size: Size,
    /// To a file, all of it or nothing, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
    /// No messages on standard error
    #[arg(short, long)]
    quiet: bool,
}

/// The form of an export.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// The data.
    Data(Format),
    /// The screen that shows it.
    Screen(Picture),
}

fn forms() -> impl Iterator<Item = Form> {
    let pictures = [Picture::Svg, Picture::Text].map(Form::Screen);
    Format::ALL.map(Form::Data).into_iter().chain(pictures)
}

fn names(form: Form) -> Vec<&'static str> {
    match form {
        Form::Data(format) => [&[format.name()], format.aliases()].concat(),
        Form::Screen(Picture::Svg) => vec!["svg"],
        Form::Screen(Picture::Text) => vec!["text", "txt"],
        Form::Screen(Picture::Ansi) => vec!["ansi"],
    }
}

impl ExportArgs {
    /// Writes what was asked for.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let format = match self.format {
            Form::Data(format) => format,
            Form::Screen(format) => {
                let text = picture(&self.as_shot(format))?;
                return self.deliver(|out| out.write_all(text.as_bytes()));
            }
        };
        let request = self.request();
        if request.is_none() && !self.keys.is_empty() && !self.meetings.query()?.is_empty() {
            let text = "records or --where: the meetings of a record are found by --where too, \
                        as in --where person:swing";
            return Err(CliError::misused(text));
        }
        let Some((context, query)) = self.meetings.open(&self.dataset, self.quiet)? else {
            return Ok(());
        };
        match request {
            Some(request) => self.write_study(&request, &context, &query, format),
            None => self.write_records(&context, &query, format),
        }
    }

    fn write_records(
        &self,
        context: &Context,
        query: &Query,
        format: Format,
    ) -> Result<(), CliError> {
        let dataset = &context.dataset;
        let chosen = if !self.keys.is_empty() {
            Selection::records(dataset, &context.records(&self.keys)?)
        } else if query.is_empty() {
            Selection::everything(dataset)
        } else {
            let rows = context.matcher().keep(query);
            if rows.is_empty() {
                return Err(CliError::nothing(context.why_nothing(query)));
            }
            Selection::meetings(rows, &query.to_string())
        };
        if let Some(why) = format.is_empty(dataset, &chosen) {
            return Err(CliError::nothing(why));
        }
        self.deliver(|out| format.write(dataset, &chosen, out))?;
        if !self.quiet {
            let left_out = format.leaves_out(dataset, &chosen);
            let left_out = left_out.map_err(|error| CliError::unreadable(error.to_string()))?;
            if let Some(text) = left_out {
                complain(&text);
            }
        }
        Ok(())
    }

    /// Writes the answer of a study.
    fn write_study(
        &self,
        request: &Request<'_>,
        context: &Context,
        query: &Query,
        format: Format,
    ) -> Result<(), CliError> {
        if !format.holds_reports() {
            let name = request.kind.name;
            let text =
                format!("{name} is written as markdown, csv or json; of a record there are more");
            return Err(CliError::misused(text));
        }
        let report = request.report(context, query, None)?;
        if report.count == 0 {
            let why = request.why_nothing(context, query, &report);
            return Err(CliError::nothing(why));
        }
        self.deliver(|out| format.write_report(&report, &context.dataset, Extent::WHOLE, out))
    }

    /// The study that is asked for, and the records that it is about.
    fn request(&self) -> Option<Request<'_>> {
        let (first, keys) = self.keys.split_first()?;
        let kind = STUDIES.into_iter().find(|kind| kind.is_called(first))?;
        let mut request = Request::new(kind, keys);
        if *kind == strands::STUDY {
            request.lanes = self.lanes;
        } else if *kind == path::STUDY {
            request.ways = self.ways.clone();
        }
        Some(request)
    }

    /// The screen that shows what was asked for.
    fn as_shot(&self, format: Picture) -> ShotArgs {
        ShotArgs {
            start: StartArgs {
                file: None,
                dataset: self.dataset.clone(),
                open: self.keys.first().cloned(),
                meetings: self.meetings.clone(),
            },
            looks: LookArgs::default(),
            size: self.size,
            keys: Vec::new(),
            format,
            film: false,
            caption: Vec::new(),
            pace: 0,
        }
    }

    /// Writes to the file that was named, or else to standard output.
    fn deliver(
        &self,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        let Some(path) = &self.output else {
            return out::write(content);
        };
        let existing = if self.force {
            Existing::Replace
        } else {
            Existing::Keep
        };
        // Without that it is written all the same.
        let _ = tidy_at_end();
        file::write(path, existing, content)
            .map_err(|error| CliError::unreadable(error.to_string()))
    }
}
