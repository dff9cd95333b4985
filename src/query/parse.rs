//! Reading a query: words, `"exact words"`, `field:value`, `-` and `not`, `or`, parentheses.
//!
//! ```text
//! query  = group { "or" group }
//! group  = term { term }                    all of them
//! term   = [ "-" | "not" ] ( "(" query ")" | field ":" text | text )
//! text   = [ "^" ] ( "\"…\"" | word ) [ "$" ]
//! ```
//!
//! Quotes, dashes, parentheses and colons count as what they are in print too: `“…”`, `«…»`, `–`, `（`. A
//! quote begins where a word could, so that `ש"ס` is one word; a dash with a blank behind it is
//! punctuation. A text without letters and digits asks nothing, as in `Smith & Co`.
//!
//! Few rules do not need a parser library; written out, they can say under which letter a query goes
//! wrong and can read a line that is still being typed.

use std::fmt;
use std::ops::Range;

use super::expression::{Expr, Query, sign};
use super::field::Field;
use super::span::TimeSpan;
use crate::search::Ends;
use crate::text::{excerpt, fold, nearest, words};

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

    fn at<T>(at: Range<usize>, text: impl Into<String>) -> Result<T, Self> {
        Err(Self::new(at, text))
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

/// More words than these are refused: each is looked for in every record.
const MOST_WORDS: usize = 100;

/// Whether a text ends here, or something that no word goes on behind.
fn is_end(rest: &str) -> bool {
    let next = rest.chars().next();
    next.is_none_or(|next| next.is_whitespace() || "()".contains(sign(next)))
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// [`QueryError`] names the spot.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        QueryParser::new(text, false).query()
    }

    /// Reads a query that is still being typed: what is open at its end is taken as closed, and a field
    /// without a value as not there yet.
    ///
    /// # Errors
    /// [`QueryError`] for what no further letter can mend.
    pub fn parse_typed(text: &str) -> Result<Self, QueryError> {
        QueryParser::new(text, true).query()
    }
}

struct QueryParser<'t> {
    text: &'t str,
    at: usize,
    typed: bool,
    /// How many words there were.
    words: usize,
    /// The last text that has no letter and no digit.
    passed: Option<Range<usize>>,
    /// The bytes of every `dates:` so far, which speaks of all else and can be no part of anything.
    dates: Vec<Range<usize>>,
}

impl<'t> QueryParser<'t> {
    fn new(text: &'t str, typed: bool) -> Self {
        Self {
            text,
            at: 0,
            typed,
            words: 0,
            passed: None,
            dates: Vec::new(),
        }
    }

    fn query(mut self) -> Result<Query, QueryError> {
        let expr = self.alternatives(0)?;
        self.skip_blanks();
        if self.at < self.text.len() {
            let at = self.at..self.at + 1;
            return QueryError::at(at, "no parenthesis is open here");
        }
        let query = match (expr, self.passed.take()) {
            (None, Some(at)) if !self.typed => {
                let text = "there is no letter or digit to look for";
                return QueryError::at(at, text);
            }
            (None, _) => Query::default(),
            (Some(Expr::All(parts)), _) => Query::of(parts),
            (Some(expr), _) => Query::of(vec![expr]),
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
            return QueryError::at(at.clone(), text);
        }
        if all > 1 {
            let text = "one of dates:sure and dates:perhaps is enough";
            return QueryError::at(at.clone(), text);
        }
        Ok(())
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The sign that comes next.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(sign)
    }

    /// Takes a sign when it comes next.
    fn take(&mut self, wanted: char) -> bool {
        let next = self.rest().chars().next();
        let found = next.filter(|next| sign(*next) == wanted);
        self.at += found.map_or(0, char::len_utf8);
        found.is_some()
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
        let found = head.eq_ignore_ascii_case(keyword) && is_end(rest);
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
                        return QueryError::at(at, "something must follow `or`");
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
                return QueryError::at(start..self.at, "something must stand before `or`");
            }
            expected = Some(start..self.at);
        }
        Ok(joined(groups, true))
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
                Some(_) => {
                    let term = self.term(depth)?;
                    if let Some(term) = term.filter(|term| !self.is_put_off(here, term, &terms)) {
                        no_contradiction(&terms, &term, here..self.at)?;
                        terms.push(term);
                    }
                }
            }
        }
        Ok(joined(terms, false))
    }

    /// Whether a date that may still be typed contradicts what stands before it.
    fn is_put_off(&self, start: usize, term: &Expr, before: &[Expr]) -> bool {
        let may_go_on = self.typed && self.at == self.text.len();
        may_go_on && no_contradiction(before, term, start..self.at).is_err()
    }

    fn term(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        if depth > DEEPEST {
            let at = self.at..self.at + 1;
            return QueryError::at(at, "nested too deeply");
        }
        let start = self.at;
        if self.take_dash() {
            return Ok(None);
        }
        if self.take_word("not") || self.take('-') {
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
                    QueryError::at(start..self.at.max(start + 1), text)
                }
            };
        }
        match self.peek() {
            Some('(') => self.in_parentheses(depth),
            _ => self.word_or_field(),
        }
    }

    /// Takes dashes behind which there is a blank and more: they part words, as in `EU – IOM`.
    fn take_dash(&mut self) -> bool {
        let behind = self.rest().trim_start_matches(|c| sign(c) == '-');
        let is_dash = behind.len() < self.rest().len()
            && behind.starts_with(char::is_whitespace)
            && !behind.trim_start().is_empty();
        if is_dash {
            let start = self.at;
            self.at = self.text.len() - behind.len();
            self.passed = Some(start..self.at);
        }
        is_dash
    }

    fn in_parentheses(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        let open = self.at;
        self.take('(');
        let inner = self.alternatives(depth + 1)?;
        self.skip_blanks();
        let is_open = !self.take(')');
        if is_open && !self.typed {
            let at = self.one_from(open);
            return QueryError::at(at, "this parenthesis is not closed");
        }
        Ok(inner)
    }

    /// The bytes of one character.
    fn one_from(&self, start: usize) -> Range<usize> {
        let character = self.text.get(start..).and_then(|rest| rest.chars().next());
        start..start + character.map_or(0, char::len_utf8)
    }

    /// A text between quotes, if one begins here, with the ends that are asked for: `^"…"$`.
    fn quoted(&mut self) -> Result<Option<String>, QueryError> {
        let start = self.at;
        let begins = self.take('^');
        if self.peek() != Some('"') {
            self.at = start;
            return Ok(None);
        }
        let mut text = if begins { "^" } else { "" }.to_owned();
        self.between_quotes(&mut text)?;
        if self.rest().strip_prefix('$').is_some_and(is_end) {
            self.at += 1;
            text.push('$');
        }
        Ok(Some(text))
    }

    /// Takes a text between quotes, in which a backslash keeps the quote or backslash behind it. A quote as
    /// in print ends with another one of print, or with a plain one at the end of a word.
    fn between_quotes(&mut self, text: &mut String) -> Result<(), QueryError> {
        let open = self.at;
        let is_plain = self.rest().starts_with('"');
        self.take('"');
        while let Some(next) = self.rest().chars().next() {
            self.at += next.len_utf8();
            let ends = match next {
                '"' => is_plain || is_end(self.rest()),
                other => !is_plain && sign(other) == '"',
            };
            if ends {
                return Ok(());
            }
            if next == '\\' {
                let kept = self.rest().chars().next();
                self.at += kept.map_or(0, char::len_utf8);
                text.extend(kept);
            } else {
                text.push(next);
            }
        }
        if self.typed {
            return Ok(());
        }
        let at = self.one_from(open);
        QueryError::at(at, "this quote is not closed")
    }

    /// The letters up to a blank or one of some signs.
    fn bare(&mut self, stops: &str) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || stops.contains(sign(c)));
        let (bare, _) = rest.split_at(end.unwrap_or(rest.len()));
        self.at += bare.len();
        bare
    }

    fn word_or_field(&mut self) -> Result<Option<Expr>, QueryError> {
        let start = self.at;
        if let Some(text) = self.quoted()? {
            return Ok(self.asked(&text, start)?.then_some(Expr::Phrase(text)));
        }
        let word = self.bare("():");
        if self.peek() != Some(':') {
            mark_of_others(word, start..self.at)?;
            return Ok(self
                .asked(word, start)?
                .then(|| Expr::Word(word.to_owned())));
        }
        let Some(field) = Field::named(&word.to_lowercase()) else {
            return Err(unknown_field(word, start..self.at));
        };
        self.take(':');
        let from = self.at;
        let value = match self.quoted()? {
            Some(quoted) => quoted,
            None => self.bare("()").to_owned(),
        };
        let at = from..self.at;
        if Ends::of(&value).text.trim().is_empty() {
            if self.typed {
                return Ok(None);
            }
            let text = format!("`{}:` needs a value: {}", field.name(), field.help());
            return QueryError::at(start..self.at, text);
        }
        if field == Field::Dates {
            self.dates.push(start..self.at);
        }
        match check(field, &value) {
            Ok(()) => Ok(Some(Expr::Field(field, value))),
            // A date that is still being typed is not wrong yet.
            Err(_) if self.typed && self.at == self.text.len() => Ok(None),
            Err(text) => QueryError::at(at, text),
        }
    }

    /// Whether a text from there up to here asks anything: whether it has a letter or a digit.
    fn asked(&mut self, text: &str, start: usize) -> Result<bool, QueryError> {
        let here = start..self.at;
        let many = words(&fold(text)).take(MOST_WORDS + 1).count();
        self.words += many;
        if self.words > MOST_WORDS {
            let text = format!("a query has no more than {MOST_WORDS} words");
            return QueryError::at(here, text);
        }
        if many == 0 {
            self.passed = Some(here);
        }
        Ok(many > 0)
    }
}

/// Says how a sign is written here that means something to other finders.
fn mark_of_others(word: &str, at: Range<usize>) -> Result<(), QueryError> {
    let text = match word.strip_prefix('!') {
        Some(left_out) if !left_out.is_empty() => {
            format!("`!` is written `-` here: -{}", excerpt(left_out))
        }
        _ if word.contains('|') => "`|` is written `or` here".to_owned(),
        _ => return Ok(()),
    };
    QueryError::at(at, text + "; quote it to look for it")
}

/// Says so when no day can be both after the one time and before the other.
fn no_contradiction(before: &[Expr], term: &Expr, at: Range<usize>) -> Result<(), QueryError> {
    let known: Vec<_> = before.iter().flat_map(bounds).collect();
    for (field, value, span) in bounds(term) {
        let other = known
            .iter()
            .find(|(other, _, known)| *other != field && span.is_apart_from(*known));
        if let Some((other, known, _)) = other {
            let text = format!(
                "no day is {} {} and {} {}",
                other.name(),
                excerpt(known),
                field.name(),
                excerpt(value)
            );
            return QueryError::at(at, text);
        }
    }
    Ok(())
}

/// The times after or before which something is asked for.
fn bounds(expr: &Expr) -> Vec<(Field, &str, TimeSpan)> {
    let parts = match expr {
        Expr::All(parts) => parts,
        expr => std::slice::from_ref(expr),
    };
    let bounds = parts.iter().filter_map(|part| match part {
        Expr::Field(field @ (Field::After | Field::Before), value) => {
            Some((*field, &**value, TimeSpan::parse(*field, value).ok()?))
        }
        _ => None,
    });
    bounds.collect()
}

/// Any of some parts, or all of them. Members of a part of the same sort count as parts.
fn joined(mut parts: Vec<Expr>, any: bool) -> Option<Expr> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let members = parts.into_iter().flat_map(|part| match (part, any) {
        (Expr::Any(members), true) | (Expr::All(members), false) => members,
        (part, _) => vec![part],
    });
    let join = if any { Expr::Any } else { Expr::All };
    Some(join(members.collect()))
}

fn unknown_field(word: &str, at: Range<usize>) -> QueryError {
    let names = Field::ALL.into_iter().map(Field::name);
    let near = nearest(&word.to_lowercase(), names).map(|name| format!("did you mean {name}:?"));
    let advice = near.unwrap_or_else(|| {
        let names = Field::ALL.map(Field::name).join(" ");
        format!("quote the text to look for it, or use one of {names}")
    });
    let word = excerpt(word);
    QueryError::new(at, format!("there is no field `{word}`: {advice}"))
}

/// Whether a value can be what the field asks for.
fn check(field: Field, value: &str) -> Result<(), String> {
    if field.is_time() {
        return TimeSpan::parse(field, value).map(|_| ());
    }
    let folded = fold(value);
    let is_known = |word: &&str| *word == value || (field == Field::Has && *word == folded);
    match field.words() {
        Some(words) if !words.iter().any(is_known) => Err(unknown_word(field, value, &words)),
        Some(_) | None => Ok(()),
    }
}

fn unknown_word(field: Field, value: &str, words: &[&str]) -> String {
    let (field, word) = (field.name(), excerpt(value));
    let advice = match nearest(value, words.iter().copied()) {
        Some(near) => format!("did you mean {field}:{near}?"),
        None => format!("use one of {}", words.join(" ")),
    };
    format!("`{field}:{word}` is not known: {advice}")
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
            ("ש\"ס Jos\" or\"x", "ש\"ס Jos\" or\"x"),
            (
                "“climate change” «a b» „c“",
                "\"climate change\" \"a b\" \"c\"",
            ),
            ("“ש\"ס” “a\" b", "\"ש\\\"ס\" \"a\" b"),
            ("–libya −t:x —“a b”", "-libya -topic:x -\"a b\""),
            ("EU – IOM - x -- y &", "EU IOM x y"),
            ("（a or b） person：swing", "(a or b) person:swing"),
            ("^swing pope$ -^a$", "^swing pope$ -^a$"),
            ("^\"amy pope\"$ \"b c\"$", "\"^amy pope$\" \"b c$\""),
            (
                "place:^online$ place:^\"New York\"$",
                "place:^online$ place:\"^New York$\"",
            ),
            ("after:2019 before:2021-06", "after:2019 before:2021-06"),
            ("after:2020 or before:2019", "after:2020 or before:2019"),
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
            read("in:2020..2018"),
            "in:2020..2018\n   ^^^^^^^^^^ 2018 ends before 2020 begins"
        );
        assert_eq!(
            read("swing after:2020 -x before:2019"),
            "swing after:2020 -x before:2019\n                    ^^^^^^^^^^^ no day is after 2020 and before 2019"
        );
        assert!(
            read("before:2021 (a after:2020)").contains("no day is before 2021 and after 2020")
        );
        assert_eq!(
            read("a !libya"),
            "a !libya\n  ^^^^^^ `!` is written `-` here: -libya; quote it to look for it"
        );
        assert!(read("a | b").contains("^ `|` is written `or` here"));
        assert_eq!(read("&"), "&\n^ there is no letter or digit to look for");
        assert!(read("place:^$").contains("needs a value"));
        assert!(read("“a").contains("^ this quote is not closed"));
        assert!(read(&"a ".repeat(101)).contains("no more than 100 words"));
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
            ("after:2020 before:2019", "after:2020"),
            ("a — “b", "a \"b\""),
            ("a &", "a"),
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
        fn what_is_printed_parses_to_the_same(text in "[a-c :()\"\\\\ø“”–^$&-]{0,24}|((person|in|has|t):[a-z0-9\"]{0,6}|or|not|-|\\(|\\)|[a-z]{1,3}| ){0,12}") {
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
