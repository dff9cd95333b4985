//! Reading a query: words, `"exact words"`, `field:value`, `-` and `not`, `or`, parentheses.
//!
//! ```text
//! query  = group { "or" group }
//! group  = term { term }                    all of them
//! term   = [ "-" | "not" ] ( "(" query ")" | field ":" value | "\"…\"" | word )
//! ```
//!
//! Four rules do not need a parser library; written out, they can say under which letter a query goes
//! wrong and can read a line that is still being typed.

use std::fmt;
use std::ops::Range;

use super::field::{Field, Known};
use super::kept::Dates;
use super::when::Span;
use super::{Expr, Query};
use crate::text::{nearest, said};

/// Where and why a text is no query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes of the query that are wrong.
    pub at: Range<usize>,
    /// What is wrong and what to do.
    pub text: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for QueryError {}

impl QueryError {
    fn new(at: Range<usize>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { at, text }
    }

    /// The query with a caret under the spot, over two lines.
    #[must_use]
    pub fn pointed_out(&self, query: &str) -> String {
        let before = query.get(..self.at.start).unwrap_or_default();
        let spot = query.get(self.at.clone()).unwrap_or_default();
        let blanks = crate::text::columns(&crate::text::clean_line(before));
        let carets = crate::text::columns(&crate::text::clean_line(spot)).max(1);
        format!(
            "{}\n{}{} {}",
            crate::text::clean_line(query),
            " ".repeat(blanks),
            "^".repeat(carets),
            self.text
        )
    }
}

/// Deeper nesting than this is refused.
const DEEPEST: usize = 64;

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// [`QueryError`] names the spot.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Parser::new(text, false).query()
    }

    /// Reads a query that is still being typed: what is open at its end is taken as closed, and a field
    /// without a value as not there yet.
    ///
    /// # Errors
    /// [`QueryError`] for what no further letter can mend.
    pub fn parse_typed(text: &str) -> Result<Self, QueryError> {
        Parser::new(text, true).query()
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    typed: bool,
    /// The bytes of every `dates:` so far, which speaks of all else and can be no part of anything.
    dates: Vec<Range<usize>>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, typed: bool) -> Self {
        Self {
            text,
            at: 0,
            typed,
            dates: Vec::new(),
        }
    }

    fn query(mut self) -> Result<Query, QueryError> {
        let expr = self.alternatives(0)?;
        self.skip_blanks();
        if self.at < self.text.len() {
            let at = self.at..self.at + 1;
            return Err(QueryError::new(at, "no parenthesis is open here"));
        }
        let query = match expr {
            None => Query::default(),
            Some(Expr::All(parts)) => Query::of(parts),
            Some(expr) => Query::of(vec![expr]),
        };
        self.check_dates(&query)?;
        Ok(query)
    }

    /// Whether `dates:` stands by itself beside the rest, and once.
    fn check_dates(&self, query: &Query) -> Result<(), QueryError> {
        let alone = query.parts().iter().filter(|part| part.dates().is_some());
        let (alone, all) = (alone.count(), self.dates.len());
        let Some(at) = self.dates.last() else {
            return Ok(());
        };
        if alone < all {
            let text = "this speaks of all the rest: write it by itself, not within `or`, `not` or parentheses";
            return Err(QueryError::new(at.clone(), text));
        }
        if all > 1 {
            let text = "one of dates:sure and dates:perhaps is enough";
            return Err(QueryError::new(at.clone(), text));
        }
        Ok(())
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes a keyword when it stands alone.
    fn take_word(&mut self, keyword: &str) -> bool {
        let Some((head, rest)) = self.rest().split_at_checked(keyword.len()) else {
            return false;
        };
        let alone = rest
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || "()\"".contains(c));
        let found = head.eq_ignore_ascii_case(keyword) && alone;
        if found {
            self.at += keyword.len();
        }
        found
    }

    fn alternatives(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        let mut groups: Vec<Expr> = Vec::new();
        let mut expected = None;
        loop {
            match self.group(depth)? {
                Some(group) => groups.push(group),
                None => match expected {
                    Some(at) if !self.typed => {
                        return Err(QueryError::new(at, "something must follow `or`"));
                    }
                    _ => {}
                },
            }
            self.skip_blanks();
            let start = self.at;
            if !self.take_word("or") {
                break;
            }
            if groups.is_empty() && !self.typed {
                return Err(QueryError::new(
                    start..self.at,
                    "something must stand before `or`",
                ));
            }
            expected = Some(start..self.at);
        }
        Ok(match groups.len() {
            0 => None,
            1 => groups.pop(),
            _ => Some(Expr::Any(flat(groups, |expr| match expr {
                Expr::Any(inner) => Ok(inner),
                other => Err(other),
            }))),
        })
    }

    fn group(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        let mut terms = Vec::new();
        loop {
            self.skip_blanks();
            let here = self.at;
            if self.take_word("or") {
                self.at = here;
                break;
            }
            match self.peek() {
                None | Some(')') => break,
                Some(_) => terms.extend(self.term(depth)?),
            }
        }
        Ok(match terms.len() {
            0 => None,
            1 => terms.pop(),
            _ => Some(Expr::All(flat(terms, |expr| match expr {
                Expr::All(inner) => Ok(inner),
                other => Err(other),
            }))),
        })
    }

    fn term(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        if depth > DEEPEST {
            let at = self.at..self.at + 1;
            return Err(QueryError::new(at, "nested too deeply"));
        }
        let start = self.at;
        if self.take_word("not") || self.take_minus() {
            self.skip_blanks();
            let inner = match self.peek() {
                None | Some(')') => None,
                Some(_) => self.term(depth + 1)?,
            };
            return match inner {
                Some(Expr::Not(inner)) => Ok(Some(*inner)),
                Some(inner) => Ok(Some(Expr::Not(Box::new(inner)))),
                None if self.typed => Ok(None),
                None => {
                    let text = "something to leave out must follow";
                    Err(QueryError::new(start..self.at.max(start + 1), text))
                }
            };
        }
        match self.peek() {
            Some('(') => self.in_parentheses(depth),
            Some('"') => Ok(self
                .quoted()?
                .filter(|text| !text.is_empty())
                .map(Expr::Phrase)),
            _ => self.word_or_field(),
        }
    }

    fn take_minus(&mut self) -> bool {
        let minus = self.peek() == Some('-');
        if minus {
            self.at += 1;
        }
        minus
    }

    fn in_parentheses(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        let open = self.at;
        self.at += 1;
        let inner = self.alternatives(depth + 1)?;
        self.skip_blanks();
        match self.peek() {
            Some(')') => self.at += 1,
            _ if self.typed => {}
            _ => {
                return Err(QueryError::new(
                    open..open + 1,
                    "this parenthesis is not closed",
                ));
            }
        }
        Ok(inner)
    }

    /// A text between quotes, in which a backslash keeps the quote or backslash behind it.
    fn quoted(&mut self) -> Result<Option<String>, QueryError> {
        let open = self.at;
        let mut text = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((_, character)) = characters.next() {
            match character {
                '"' => {
                    self.at = characters.next().map_or(self.text.len(), |(n, _)| open + n);
                    return Ok(Some(text));
                }
                '\\' => text.extend(characters.next().map(|(_, kept)| kept)),
                other => text.push(other),
            }
        }
        if !self.typed {
            return Err(QueryError::new(open..open + 1, "this quote is not closed"));
        }
        self.at = self.text.len();
        Ok(Some(text))
    }

    /// The letters up to a blank, a parenthesis, a quote or a colon.
    fn bare(&mut self, stops: &str) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || stops.contains(c));
        let (bare, _) = rest.split_at(end.unwrap_or(rest.len()));
        self.at += bare.len();
        bare
    }

    fn word_or_field(&mut self) -> Result<Option<Expr>, QueryError> {
        let start = self.at;
        let word = self.bare("()\":");
        if self.peek() != Some(':') {
            if word.is_empty() {
                // A quote in the middle of nothing cannot be: it would have been a phrase.
                self.at += self.peek().map_or(0, char::len_utf8);
            }
            return Ok((!word.is_empty()).then(|| Expr::Word(word.to_owned())));
        }
        let Some(field) = Field::named(&word.to_lowercase()) else {
            return Err(unknown_field(word, start..self.at));
        };
        self.at += 1;
        let from = self.at;
        let value = match self.peek() {
            Some('"') => self.quoted()?.unwrap_or_default(),
            _ => self.bare("()\"").to_owned(),
        };
        let at = from..self.at;
        if value.trim().is_empty() {
            if self.typed {
                return Ok(None);
            }
            let text = format!("`{}:` needs a value: {}", field.name(), field.help());
            return Err(QueryError::new(start..self.at, text));
        }
        if field == Field::Dates {
            self.dates.push(start..self.at);
        }
        match check(field, &value) {
            Ok(()) => Ok(Some(Expr::Field(field, value))),
            // A date that is still being typed is not wrong yet.
            Err(_) if self.typed && self.at == self.text.len() => Ok(None),
            Err(text) => Err(QueryError::new(at, text)),
        }
    }
}

/// Takes the members of groups within groups of the same sort.
fn flat(exprs: Vec<Expr>, inner: fn(Expr) -> Result<Vec<Expr>, Expr>) -> Vec<Expr> {
    let nested = exprs
        .into_iter()
        .map(|expr| inner(expr).unwrap_or_else(|expr| vec![expr]));
    nested.flatten().collect()
}

fn unknown_field(word: &str, at: Range<usize>) -> QueryError {
    let names = Field::ALL.into_iter().map(Field::name);
    let near = nearest(&word.to_lowercase(), names).map(|name| format!("did you mean {name}:?"));
    let all = || {
        let names: Vec<&str> = Field::ALL.into_iter().map(Field::name).collect();
        format!(
            "quote the text to look for it, or use one of {}",
            names.join(" ")
        )
    };
    let text = format!(
        "there is no field `{}`: {}",
        said(word),
        near.unwrap_or_else(all)
    );
    QueryError::new(at, text)
}

/// Whether a value can be what the field asks for.
fn check(field: Field, value: &str) -> Result<(), String> {
    match field {
        Field::In | Field::After | Field::Before => Span::parse(field, value).map(|_| ()),
        Field::Has if Known::named(value).is_none() => Err(unknown_word(
            field,
            value,
            &Known::WORDS.map(|(word, _)| word),
        )),
        Field::Dates if Dates::named(value).is_none() => Err(unknown_word(
            field,
            value,
            &Dates::WORDS.map(|(word, _)| word),
        )),
        _ => Ok(()),
    }
}

fn unknown_word(field: Field, value: &str, words: &[&str]) -> String {
    let (field, word) = (field.name(), said(value));
    match nearest(value, words.iter().copied()) {
        Some(near) => format!("`{field}:{word}` is not known: did you mean {field}:{near}?"),
        None => format!(
            "`{field}:{word}` is not known: use one of {}",
            words.join(" ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        match Query::parse(text) {
            Ok(query) => format!("{:?}", query.parts()),
            Err(error) => error.pointed_out(text),
        }
    }

    fn printed(text: &str) -> String {
        Query::parse(text).map_or_else(|error| error.text, |query| query.to_string())
    }

    #[test]
    fn terms_and_groups() {
        for (text, again) in [
            ("", ""),
            ("  swing  climate ", "swing climate"),
            ("person:swing t:climate", "person:swing topic:climate"),
            ("a or b c", "a or b c"),
            ("(a or b) c", "(a or b) c"),
            ("-topic:libya not x", "-topic:libya -x"),
            ("--a", "a"),
            ("-(a or b)", "-(a or b)"),
            ("-(a b)", "-(a b)"),
            ("((a))", "a"),
            ("role:\"director general\"", "role:\"director general\""),
            ("\"exact words\" x", "\"exact words\" x"),
            ("high-level o'sullivan", "high-level o'sullivan"),
            ("PERSON:x OR y", "person:x or y"),
            ("\"or\" \"a\\\"b\"", "\"or\" \"a\\\"b\""),
            ("in:2014..2018", "in:2014..2018"),
            ("x dates:sure in:2019", "x dates:sure in:2019"),
            ("x (y dates:perhaps)", "x y dates:perhaps"),
        ] {
            assert_eq!(printed(text), again, "{text}");
        }
    }

    #[test]
    fn mistakes_are_pointed_out() {
        assert_eq!(
            read("swing topc:climate"),
            "swing topc:climate\n      ^^^^ there is no field `topc`: did you mean topic:?"
        );
        assert_eq!(
            read("in:20x"),
            "in:20x\n   ^^^ `20x` is no date like 2019, 2019-06, 2019-06-04 or 2014..2018"
        );
        assert_eq!(read("(a or b"), "(a or b\n^ this parenthesis is not closed");
        assert_eq!(read("a)"), "a)\n ^ no parenthesis is open here");
        assert_eq!(read("\"a"), "\"a\n^ this quote is not closed");
        assert_eq!(read("a or"), "a or\n  ^^ something must follow `or`");
        assert_eq!(
            read("has:sorce"),
            "has:sorce\n    ^^^^^ `has:sorce` is not known: did you mean has:source?"
        );
        assert_eq!(
            read("in:2019 or dates:sure"),
            "in:2019 or dates:sure\n           ^^^^^^^^^^ this speaks of all the rest: write it by itself, not within `or`, `not` or parentheses"
        );
        for text in [
            "-dates:sure",
            "not dates:perhaps x",
            "x (dates:sure or y)",
            "-(dates:sure x)",
        ] {
            assert!(read(text).contains("by itself"), "{text}");
        }
        assert!(read("dates:sure dates:perhaps").contains("is enough"));
        assert!(read("dates:maybe").contains("use one of sure perhaps"));
        assert!(read("person:").contains("needs a value"));
        assert!(read("-").starts_with("-\n^ something to leave out"));
        assert!(read(&"(".repeat(1_000)).contains("nested too deeply"));
    }

    #[test]
    fn a_line_that_is_being_typed_is_read_as_far_as_it_goes() {
        for (text, again) in [
            ("person:", ""),
            ("swing in:20", "swing"),
            ("(a or", "a"),
            ("\"exact wo", "\"exact wo\""),
            ("a -", "a"),
            ("person:\"swi", "person:swi"),
        ] {
            let query = Query::parse_typed(text).map(|query| query.to_string());
            assert_eq!(query.as_deref(), Ok(again), "{text}");
        }
        assert!(Query::parse_typed("topc:x").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 512,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(20),
            ..ProptestConfig::default()
        })]

        #[test]
        fn what_is_printed_parses_to_the_same(text in "[a-c :()\"\\\\ø-]{0,24}|((person|in|has|t):[a-z0-9\"]{0,6}|or|not|-|\\(|\\)|[a-z]{1,3}| ){0,12}") {
            let parsed = [Query::parse(&text), Query::parse_typed(&text)];
            for query in parsed.into_iter().flatten() {
                let printed = query.to_string();
                prop_assert_eq!(Query::parse(&printed), Ok(query), "{}", printed);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Err(error) = Query::parse(&text) {
                prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
                prop_assert!(!error.pointed_out(&text).is_empty());
            }
            let _ = Query::parse_typed(&text);
        }
    }
}
