//! Completing a begun `field:` with what its value may name.

use std::collections::HashSet;

use super::expression::{Expr, sign};
use super::field::Field;
use super::matcher::Matcher;
use super::shared_text::whole;
use crate::data::{Dataset, Kind, RecordId};
use crate::search::Ends;
use crate::text::fold;

/// What a line that is being typed could be completed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole line, completed.
    pub line: String,
    /// The value that completes it.
    pub value: String,
}

/// Completes the value at the end of a line, when it begins the name of a record that the field asks for,
/// or a word that it knows. Of several records the one with most meetings is offered.
pub(crate) fn complete(line: &str, matcher: &Matcher<'_>, dataset: &Dataset) -> Option<Completion> {
    let start = line.rfind(|c: char| c.is_whitespace() || c == '(');
    let start = start.map_or(0, |at| at + 1);
    let first = line.get(start..).and_then(|term| term.chars().next());
    let minus = first.filter(|first| sign(*first) == '-');
    let start = start + minus.map_or(0, char::len_utf8);
    let (head, term) = line.split_at_checked(start)?;
    let (name, begun) = term.split_once(':')?;
    let field = Field::named(&name.to_lowercase())?;
    if begun.is_empty() || begun.contains('"') {
        return None;
    }
    let Ends { text, start, .. } = Ends::of(begun);
    let value = match field {
        Field::Person
        | Field::Topic
        | Field::Under
        | Field::Org
        | Field::Agreement
        | Field::Source
        | Field::Meeting => {
            let named = matcher.named(field.kind()?, begun).into_iter();
            let most = named.rev().max_by_key(|id| dataset.meeting_count(*id))?;
            dataset.written_id(most).into_owned()
        }
        Field::Has => {
            let begun = begun.to_lowercase();
            let mut words = field.words()?.into_iter();
            words.find(|word| word.starts_with(&begun))?.to_owned()
        }
        Field::Series => {
            let folded = fold(text);
            let mut rows = 0..dataset.series_count();
            let row = rows.find(|row| fold(dataset.series_id(*row)).starts_with(&*folded))?;
            dataset.series_id(row).to_owned()
        }
        Field::Place => value_begun(text, start, dataset, Dataset::place)?,
        Field::Kind => value_begun(text, start, dataset, Dataset::meeting_kind)?,
        Field::Role | Field::Text | Field::In | Field::After | Field::Before | Field::Dates => {
            return None;
        }
    };
    if value == begun {
        return None;
    }
    let term = Expr::Field(field, value.clone());
    Some(Completion {
        line: format!("{head}{term} "),
        value,
    })
}

/// The value of some meeting, the earliest, that begins like this; with its ends, if its start was asked for.
fn value_begun(
    begun: &str,
    with_ends: bool,
    dataset: &Dataset,
    of: fn(&Dataset, RecordId) -> &str,
) -> Option<String> {
    let begun = whole(begun);
    // Many meetings share a text; each is looked at once.
    let mut seen = HashSet::new();
    let mut values = dataset.all(Kind::Meeting).map(|id| of(dataset, id));
    let value = values.find(|value| {
        let is_new = !value.is_empty() && seen.insert((value.as_ptr().addr(), value.len()));
        is_new && whole(value).starts_with(&begun)
    })?;
    Some(if with_ends {
        format!("^{value}$")
    } else {
        value.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load};
    use crate::search::Index;

    #[test]
    fn a_begun_field_is_completed_with_the_likeliest_record() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let index = Index::new(&dataset);
        let matcher = Matcher::new(&dataset, &index);
        let line = |text| complete(text, &matcher, &dataset).map(|found| found.line);
        assert_eq!(
            line("climate person:swi").as_deref(),
            Some("climate person:william-lacy-swing ")
        );
        assert_eq!(line("-p:sor").as_deref(), Some("-person:claus-sorensen "));
        assert_eq!(
            line("person:claus-s").as_deref(),
            Some("person:claus-sorensen ")
        );
        assert_eq!(
            line("–person:^will").as_deref(),
            Some("–person:william-lacy-swing ")
        );
        assert_eq!(
            line("under:clim").as_deref(),
            Some("under:climate-migration ")
        );
        assert_eq!(line("place:^bru").as_deref(), Some("place:^Brussels$ "));
        assert_eq!(line("place:bru").as_deref(), Some("place:Brussels "));
        assert_eq!(line("has:con").as_deref(), Some("has:conflict "));
        assert_eq!(line("series:s").as_deref(), Some("series:som "));
        for text in [
            "",
            "swi",
            "person:",
            "person:zzz",
            "topc:x",
            "person:amy-pope",
            "in:20",
            "person:\"a",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }
}
