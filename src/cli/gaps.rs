//! `sommet gaps`: what is weak or unknown, counted and listed.

use super::args::{GapSort, Gaps};
use super::context::Context;
use super::table::{Column, Line, Table};
use super::{CliError, deliver};
use crate::data::Dataset;
use crate::study::gaps::{Gap, Gaps as Study, Scope, Sort};

const COLUMNS: [Column; 5] = [
    Column::key("sort"),
    Column::key("key"),
    Column::text("fact"),
    Column::text("value"),
    Column::dim("why"),
];

const COUNTS: [Column; 4] = [
    Column::key("sort"),
    Column::text("fact"),
    Column::number("facts"),
    Column::dim("means"),
];

/// So many are listed when no limit is given; all are counted.
const MOST: usize = 100_000;

/// Lists them, or counts them.
pub(super) fn run(gaps: &Gaps) -> Result<(), CliError> {
    let query = gaps.asking.query()?;
    let context = Context::new(&gaps.input, gaps.output.quiet)?;
    if gaps.asking.explain {
        return context.explain(&query);
    }
    let rows = (!query.is_empty()).then(|| context.matcher().keep(&query));
    let limit = gaps.output.limit.unwrap_or(MOST);
    let study = Study::new(
        &context.dataset,
        Scope {
            meetings: rows.as_deref(),
            sort: gaps.sort.map(Into::into),
            most: if gaps.count { 0 } else { limit },
        },
    );
    let table = if gaps.count {
        Table {
            about: context.about(&query, study.counts.len()),
            columns: COUNTS.to_vec(),
            lines: counts(&study, limit),
            ..Table::default()
        }
    } else {
        let listed = study.listed.iter();
        Table {
            about: context.about(&query, study.total),
            columns: COLUMNS.to_vec(),
            lines: listed.map(|gap| line(&context.dataset, gap)).collect(),
            ..Table::default()
        }
    };
    deliver(&table, &gaps.output, || match rows.as_deref() {
        Some([]) => context.why_nothing(&query),
        _ => "nothing of that sort is weak or unknown".to_owned(),
    })
}

fn line(dataset: &Dataset, gap: &Gap) -> Line {
    Line::Record(vec![
        gap.sort.word().into(),
        gap.record.map(|id| dataset.key(id)).into(),
        gap.field.replace('_', " ").into(),
        gap.text.as_str().into(),
        gap.why.as_str().into(),
    ])
}

fn counts(study: &Study, limit: usize) -> Vec<Line> {
    let counts = study.counts.iter().take(limit);
    let lines = counts.map(|((sort, field), count)| {
        Line::Record(vec![
            sort.word().into(),
            field.replace('_', " ").into(),
            (*count).into(),
            sort.meaning().into(),
        ])
    });
    lines.collect()
}

impl From<GapSort> for Sort {
    fn from(sort: GapSort) -> Self {
        match sort {
            GapSort::Contested => Self::Contested,
            GapSort::Unknown => Self::Unknown,
            GapSort::Inferred => Self::Inferred,
            GapSort::Unsourced => Self::Unsourced,
            GapSort::NotReported => Self::NotReported,
            GapSort::Said => Self::Said,
        }
    }
}
