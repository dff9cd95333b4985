//! What a query means, in words: for `--explain`, and for saying why nothing was kept.

use super::expression::{Expr, Query, series_of_id};
use super::field::{DateFit, Field, FieldValue};
use super::matcher::Matcher;
use super::span::TimeSpan;
use crate::data::{Dataset, Kind, RecordId};
use crate::search::Ends;
use crate::text::excerpt;

impl Query {
    /// The query as it was understood, a line for each part.
    pub(crate) fn explained(&self, matcher: &Matcher<'_>, dataset: &Dataset) -> String {
        if self.is_empty() {
            return "everything\n".to_owned();
        }
        let mut lines = format!("{}\n", excerpt(&self.to_string()));
        for part in self.parts() {
            explain(part, 1, &mut lines, matcher, dataset);
        }
        lines
    }

    /// How a mark is written here that means something to other finders, and is none here.
    pub(crate) fn hint(&self) -> Option<String> {
        let mut terms = self.parts().iter().flat_map(Expr::terms);
        terms.find_map(|term| {
            let Expr::Word(word) = term else { return None };
            let plain = excerpt(word.strip_prefix('\'')?);
            Some(format!("`{}` is written `{plain}` here", excerpt(word)))
        })
    }

    /// Why nothing is kept, in a sentence, and what that may hide: meetings without a date where one is asked
    /// for, and those that fit perhaps where only sure ones are.
    #[must_use]
    pub fn why_nothing(&self, matcher: &Matcher<'_>, dataset: &Dataset) -> String {
        let why = self.why_nothing_fits(matcher, dataset);
        let left_out = matcher.kept(self).left_out();
        let somehow = Self::of(self.asking().cloned().collect());
        let perhaps = match self.dates() {
            Some(DateFit::Sure) => matcher.kept(&somehow).number().perhaps,
            Some(DateFit::Perhaps) | None => 0,
        };
        let hidden = [
            (
                perhaps,
                format!("{perhaps} may fit: ask without dates:sure"),
            ),
            (left_out, left_out_words(left_out)),
        ];
        let hidden = hidden.into_iter().filter(|(count, _)| *count > 0);
        let all = std::iter::once(why).chain(hidden.map(|(_, text)| text));
        all.collect::<Vec<String>>().join("; ")
    }

    fn why_nothing_fits(&self, matcher: &Matcher<'_>, dataset: &Dataset) -> String {
        if dataset.count(Kind::Meeting) == 0 {
            return "this dataset has no meetings".to_owned();
        }
        // The texts stay in the file: what cannot be read there was not looked through.
        let mut terms = self.parts().iter().flat_map(Expr::terms);
        if terms.any(|term| matches!(term, Expr::Field(Field::Text, _)))
            && let Err(unread) = dataset.body(RecordId::meeting(0))
        {
            return format!("{unread}, so no text was looked through; `R` reads it again");
        }
        let alone = |part: &&Expr| matcher.keep(&Self::of(vec![(*part).clone()])).is_empty();
        if let Some(part) = self.asking().find(alone) {
            let left_out = matcher.kept(&Self::of(vec![part.clone()])).left_out();
            return match part {
                _ if left_out == dataset.count(Kind::Meeting) => "no meeting has a date".to_owned(),
                Expr::Not(inner) if left_out > 0 => {
                    format!("every meeting with a date is a {}", noun(inner, dataset))
                }
                Expr::Not(inner) => format!("every meeting is a {}", noun(inner, dataset)),
                part => format!("no {} on record", noun(part, dataset)),
            };
        }
        if self.dates() == Some(DateFit::Perhaps) {
            return "no meeting fits perhaps only".to_owned();
        }
        let has = match self
            .asking()
            .filter(|part| !matches!(part, Expr::Not(_)))
            .count()
        {
            0 | 1 => "no meeting is left",
            2 => "no meeting has both",
            _ => "no meeting has all of these",
        };
        match self.missing_in_year(matcher, dataset) {
            Some(reason) => format!("{has}; {reason}"),
            None => has.to_owned(),
        }
    }

    /// What a time that was asked for lacks: the first other part with no meeting in it.
    fn missing_in_year(&self, matcher: &Matcher<'_>, dataset: &Dataset) -> Option<String> {
        let mut times = self.parts().iter().filter_map(|part| match part {
            Expr::Field(Field::In, value) => Some((part, value)),
            _ => None,
        });
        let (in_time, value) = times.next_back()?;
        let missing = self.asking().find(|part| {
            let both = Self::of(vec![in_time.clone(), (*part).clone()]);
            !matches!(part, Expr::Not(_)) && matcher.keep(&both).is_empty()
        })?;
        let noun = noun(missing, dataset);
        Some(format!(
            "for {} there is no {noun} on record",
            excerpt(value)
        ))
    }
}

/// How it is said that meetings without a date are left out.
pub(crate) fn left_out_words(count: usize) -> String {
    let are = if count == 1 { "is" } else { "are" };
    format!("{count} without any date {are} left out")
}

/// What a part asks for as a noun: `meeting of Claus Sørensen`, `EU-IOM Senior Officials Meeting`.
fn noun(expr: &Expr, dataset: &Dataset) -> String {
    match expr {
        Expr::Field(Field::Series, value) => match series_of_id(dataset, value) {
            Some(series) => dataset.series_name(series).into_owned(),
            None => format!("meeting of a series {}", excerpt(value)),
        },
        Expr::Field(Field::In, value) => format!("meeting in {}", excerpt(value)),
        expr => match expr.record(dataset) {
            Some(id) if matches!(expr, Expr::Field(Field::Under, _)) => {
                format!("meeting of {} or a narrower topic", dataset.name(id))
            }
            Some(id) => format!("meeting of {}", dataset.name(id)),
            None => format!("meeting with {}", expr.shown()),
        },
    }
}

fn explain(
    expr: &Expr,
    depth: usize,
    lines: &mut String,
    matcher: &Matcher<'_>,
    dataset: &Dataset,
) {
    let inner: &[Expr] = match expr {
        Expr::All(parts) | Expr::Any(parts) => parts,
        Expr::Not(inner) => std::slice::from_ref(inner),
        Expr::Word(_) | Expr::Phrase(_) | Expr::Field(..) => &[],
    };
    let text = match expr {
        Expr::All(_) => "all of".to_owned(),
        Expr::Any(_) => "any of".to_owned(),
        Expr::Not(_) => "leave out".to_owned(),
        Expr::Word(word) => match Ends::of(word) {
            ends if ends.start || ends.end => {
                format!("a name of the record {}", in_words(ends, "has the word"))
            }
            _ => format!("the word {word} matches the record"),
        },
        Expr::Phrase(text) => format!("a name of the record {}", in_words(Ends::of(text), "has")),
        Expr::Field(field, value) => field_in_words(*field, value, matcher, dataset),
    };
    let indent = "  ".repeat(depth);
    lines.extend([&indent, &*crate::text::clean_line(&text), "\n"]);
    for part in inner {
        explain(part, depth + 1, lines, matcher, dataset);
    }
}

/// What the ends of a text ask for, in words.
fn in_words(ends: Ends<'_>, anywhere: &str) -> String {
    let verb = match (ends.start, ends.end) {
        (true, true) => "is",
        (true, false) => "begins with",
        (false, true) => "ends with",
        (false, false) => anywhere,
    };
    format!("{verb} “{}”", ends.text)
}

/// What a field asks.
fn field_in_words(field: Field, value: &str, matcher: &Matcher<'_>, dataset: &Dataset) -> String {
    let as_written = || match Ends::of(value) {
        ends if ends.start || ends.end => format!("{}: {}", field.help(), in_words(ends, "has")),
        _ => format!("{}: {value}", field.help()),
    };
    match (field.value(), DateFit::named(value)) {
        (FieldValue::Record(kind), _) => records_in_words(field, kind, value, matcher, dataset),
        (FieldValue::Time, _) => match TimeSpan::parse(field, value) {
            Ok(span) => format!("held {}", span.in_words()),
            Err(_) => as_written(),
        },
        (FieldValue::OneOf(_), Some(DateFit::Sure)) => "only what surely fits".to_owned(),
        (FieldValue::OneOf(_), Some(DateFit::Perhaps)) => {
            "only what may fit, its days not being known".to_owned()
        }
        (FieldValue::OneOf(_) | FieldValue::Text, _) => as_written(),
    }
}

/// What a field asks whose value names records.
fn records_in_words(
    field: Field,
    kind: Kind,
    value: &str,
    matcher: &Matcher<'_>,
    dataset: &Dataset,
) -> String {
    const NAMED: usize = 5;
    let records = matcher.named(kind, value);
    if records.is_empty() {
        let article = match kind {
            Kind::Organisation | Kind::Agreement => "an",
            Kind::Person | Kind::Topic | Kind::Meeting | Kind::Source => "a",
        };
        return format!("meetings of {article} {kind} named {value}: there is none");
    }
    let first = records.iter().take(NAMED).map(|id| dataset.name(*id));
    let names = first.collect::<Vec<&str>>().join(", ");
    let more = match records.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let narrower = if field == Field::Under {
        ", and of all narrower ones"
    } else {
        ""
    };
    format!("meetings of the {kind} {names}{more}{narrower}")
}
