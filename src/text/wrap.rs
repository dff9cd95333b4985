//! Prose broken into lines of a given width, at blanks where it can be.
//!
//! A line may end
//!
//! - at blanks, which then are not drawn (no-break blanks hold words together),
//! - after a hyphen or slash between two words, unless a digit follows (`2013-05-03` and `COVID-19`
//!   stay whole),
//! - after a dash (`–`, `—`) that follows a word,
//! - between two wide characters, as Chinese and Japanese have no blanks; but never before a
//!   closing sign such as `。` or after an opening one such as `（`,
//! - and anywhere between two graphemes of a word that is longer than a line.

use std::iter::Peekable;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};

use super::width::{columns as width, grapheme_columns, split_at_column};

/// Blanks that hold the words beside them together.
const NO_BREAK_BLANKS: [char; 3] = ['\u{A0}', '\u{2007}', '\u{202F}'];

/// Breaks prose into lines of at most so many columns.
///
/// LF is a true break; an empty paragraph gives an empty line. Blanks at the start of a paragraph
/// stay (so that lists keep their shape), blanks at the end of a line go. Only one thing may stand
/// out of a line: a single wide character where there is but one column. Zero columns hold no lines
/// at all.
#[must_use]
pub fn wrap(prose: &str, columns: usize) -> Vec<&str> {
    if columns == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for paragraph in prose.split('\n') {
        wrap_paragraph(paragraph, columns, &mut lines);
    }
    lines
}

fn wrap_paragraph<'a>(paragraph: &'a str, columns: usize, lines: &mut Vec<&'a str>) {
    let mut line = LineSpan::starting_at(0);
    for piece in Stretches::of(paragraph) {
        if !line.takes(&piece, columns) {
            if line.has_words() {
                lines.push(line.of(paragraph));
            }
            line = LineSpan::starting_at(piece.start);
        }
        line.add(&piece);
        while line.width > columns {
            let (head, tail) = split_long_word(line.of(paragraph), columns);
            if tail.is_empty() {
                break;
            }
            lines.push(head);
            line = LineSpan {
                start: line.start + head.len(),
                width: line.width - width(head),
                ..line
            };
        }
    }
    lines.push(line.of(paragraph));
}

/// The part of a word that fills a line, and the rest. The part is never empty, however narrow the
/// line.
fn split_long_word(word: &str, columns: usize) -> (&str, &str) {
    match split_at_column(word, columns) {
        ("", _) => word.split_at(word.graphemes(true).next().map_or(0, str::len)),
        parts => parts,
    }
}

/// A line being filled: where it starts and ends in the paragraph, in bytes, and how wide it is.
#[derive(Clone, Copy)]
struct LineSpan {
    start: usize,
    /// The end of the last word; blanks behind it count as `gap` only, until a word follows.
    end: usize,
    width: usize,
    gap: usize,
}

impl LineSpan {
    fn starting_at(start: usize) -> LineSpan {
        LineSpan {
            start,
            end: start,
            width: 0,
            gap: 0,
        }
    }

    fn has_words(&self) -> bool {
        self.end > self.start
    }

    fn takes(&self, piece: &Stretch, columns: usize) -> bool {
        // A piece of blanks alone always has room: blanks at the end of a line are not drawn.
        piece.width == 0 || self.width + self.gap + piece.width <= columns
    }

    fn add(&mut self, piece: &Stretch) {
        if piece.end > piece.start {
            self.width += self.gap + piece.width;
            self.end = piece.end;
            self.gap = 0;
        }
        self.gap += piece.gap;
    }

    fn of<'a>(&self, paragraph: &'a str) -> &'a str {
        paragraph.get(self.start..self.end).unwrap_or_default()
    }
}

/// A stretch of a paragraph within which no line may end, and the blanks behind it. Blanks at the
/// start of a paragraph are behind an empty piece.
struct Stretch {
    start: usize,
    end: usize,
    width: usize,
    /// The width of the blanks behind it.
    gap: usize,
}

/// The pieces of a paragraph, in order.
struct Stretches<'a> {
    graphemes: Peekable<GraphemeIndices<'a>>,
}

impl<'a> Stretches<'a> {
    fn of(paragraph: &'a str) -> Stretches<'a> {
        Stretches {
            graphemes: paragraph.grapheme_indices(true).peekable(),
        }
    }
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        let start = self.graphemes.peek()?.0;
        let mut piece = Stretch {
            start,
            end: start,
            width: 0,
            gap: 0,
        };
        let mut word = WordSoFar::default();
        while let Some((at, grapheme)) = self
            .graphemes
            .next_if(|&(_, next)| !is_blank(next) && !word.may_end_before(next))
        {
            word.step(grapheme);
            piece.end = at + grapheme.len();
            piece.width += grapheme_columns(grapheme);
        }
        while let Some((_, blank)) = self.graphemes.next_if(|&(_, next)| is_blank(next)) {
            piece.gap += grapheme_columns(blank);
        }
        Some(piece)
    }
}

/// What has been read of a piece: enough to say whether a line may end behind it.
#[derive(Default)]
struct WordSoFar<'a> {
    last: Option<&'a str>,
    has_letters: bool,
}

impl<'a> WordSoFar<'a> {
    fn step(&mut self, grapheme: &'a str) {
        self.last = Some(grapheme);
        self.has_letters |= first_character(grapheme).is_alphanumeric();
    }

    fn may_end_before(&self, next: &str) -> bool {
        let Some(last) = self.last else { return false };
        let (end, start) = (first_character(last), first_character(next));
        match end {
            '-' | '\u{2010}' | '/' => self.has_letters && start.is_alphabetic(),
            '–' | '—' => self.has_letters && (start.is_alphanumeric() || opens(start)),
            _ => is_wide(last) && is_wide(next) && !opens(end) && !closes(start),
        }
    }
}

fn first_character(grapheme: &str) -> char {
    grapheme.chars().next().unwrap_or(' ')
}

/// Is this a blank at which a line may end?
fn is_blank(grapheme: &str) -> bool {
    // All of it must be blank: a blank that carries something, such as a lone skin tone, is drawn.
    grapheme
        .chars()
        .all(|character| character.is_whitespace() && !NO_BREAK_BLANKS.contains(&character))
}

fn is_wide(grapheme: &str) -> bool {
    !grapheme.is_ascii() && grapheme_columns(grapheme) > 1
}

/// Does this sign belong to what follows, such as an opening bracket?
fn opens(character: char) -> bool {
    use GeneralCategory::{InitialPunctuation, OpenPunctuation};
    matches!(
        character.general_category(),
        InitialPunctuation | OpenPunctuation
    )
}

/// Does this sign belong to what stands before, such as a full stop, a closing bracket or the long
/// vowel `ー`?
fn closes(character: char) -> bool {
    use GeneralCategory::{ClosePunctuation, FinalPunctuation, ModifierLetter, OtherPunctuation};
    matches!(
        character.general_category(),
        ClosePunctuation | FinalPunctuation | OtherPunctuation | ModifierLetter
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean::clean_prose;
    use crate::text::hostile::{any_text, bounded};
    use proptest::prelude::*;

    #[test]
    fn words_fill_lines() {
        assert_eq!(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(wrap("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(
            wrap("the quick brown fox", 8),
            ["the", "quick", "brown", "fox"]
        );
        assert_eq!(wrap("the quick", 80), ["the quick"]);
    }

    #[test]
    fn paragraphs_and_empty_ones_stay() {
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("a\n", 9), ["a", ""]);
        assert_eq!(wrap("", 9), [""]);
        assert!(wrap("a", 0).is_empty());
    }

    #[test]
    fn blanks_go_at_the_end_of_a_line_only() {
        assert_eq!(wrap("  two   blanks   ", 20), ["  two   blanks"]);
        assert_eq!(wrap("two      blanks", 6), ["two", "blanks"]);
        assert_eq!(wrap("     ", 3), [""]);
        assert_eq!(wrap("     word", 6), ["word"]);
        assert_eq!(wrap("50\u{a0}000 euros", 8), ["50\u{a0}000", "euros"]);
    }

    #[test]
    fn long_words_are_broken() {
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a bcdefgh i", 3), ["a", "bcd", "efg", "h i"]);
        assert_eq!(
            wrap("e\u{301}e\u{301}e\u{301}", 2),
            ["e\u{301}e\u{301}", "e\u{301}"]
        );
    }

    #[test]
    fn hyphens_slashes_and_dashes_part_words() {
        assert_eq!(wrap("twenty-two", 8), ["twenty-", "two"]);
        assert_eq!(wrap("and/or", 5), ["and/", "or"]);
        assert_eq!(wrap("war–peace", 5), ["war–", "peace"]);
        assert_eq!(wrap("on 2013-05-03", 10), ["on", "2013-05-03"]);
        assert_eq!(wrap("run --flag", 7), ["run", "--flag"]);
        assert_eq!(
            wrap("https://example.org/page", 20),
            ["https://example.org/", "page"]
        );
    }

    #[test]
    fn wide_characters_part_anywhere_but_at_signs() {
        assert_eq!(wrap("東京日本", 5), ["東京", "日本"]);
        assert_eq!(wrap("東京。日本", 4), ["東", "京。", "日本"]);
        assert_eq!(wrap("東（京）", 4), ["東", "（京", "）"]);
        assert_eq!(wrap("東京", 1), ["東", "京"]);
    }

    #[test]
    fn a_megabyte_is_no_trouble() {
        // With work that grows as the square of the length, these would take hours.
        let words = "migration and asylum ".repeat(50_000);
        assert_eq!(wrap(&words, 21).len(), 50_000);
        let one_word = "x".repeat(1_000_000);
        assert_eq!(wrap(&one_word, 10).len(), 100_000);
        let wide = "東".repeat(70_000);
        assert_eq!(wrap(&wide, 10).len(), 14_000);
        assert_eq!(wrap(&" ".repeat(100_000), 10), [""]);
        assert_eq!(wrap(&"\n".repeat(100_000), 10).len(), 100_001);
    }

    /// The text without its blanks, which are all that wrapping may take away.
    fn letters(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #![proptest_config(bounded())]

        #[test]
        fn lines_fit_and_have_no_blank_end(raw in any_text(), columns in 1_usize..=40) {
            let prose = clean_prose(&raw);
            for line in wrap(&prose, columns) {
                prop_assert!(width(line) <= columns || line.graphemes(true).count() == 1, "{:?} in {}", line, columns);
                prop_assert!(!line.graphemes(true).next_back().is_some_and(is_blank), "{:?}", line);
            }
        }

        #[test]
        fn nothing_but_blanks_is_lost(raw in any_text(), columns in 1_usize..=40) {
            let prose = clean_prose(&raw);
            prop_assert_eq!(letters(&wrap(&prose, columns).concat()), letters(&prose));
        }

        #[test]
        fn wide_enough_means_unbroken(raw in any_text()) {
            let prose = clean_prose(&raw);
            prop_assert_eq!(wrap(&prose, 10_000).len(), prose.split('\n').count());
        }

        #[test]
        fn text_that_is_not_clean_does_no_harm(raw in any_text(), columns in 0_usize..=40) {
            prop_assert!(wrap(&raw, columns).len() <= raw.len() + 1);
        }
    }
}
