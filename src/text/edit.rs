//! A text field of one line: what is typed into it, and where the cursor stands.
//!
//! Every move and every deletion takes whole graphemes. The text in the field is always clean (see
//! [`clean`](super::clean)); what could not be shown cannot be typed.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::character::is_joiner;
use super::clean::clean_typed;
use super::width::columns;

/// The text of a field and its cursor.
///
/// ```
/// use sommet::text::Edit;
///
/// let mut field = Edit::new("Sørensen");
/// field.word_left();
/// field.paste("Claus ");
/// assert_eq!((field.text(), field.before_cursor()), ("Claus Sørensen", "Claus "));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    text: String,
    /// The byte before which the cursor stands; always between two graphemes.
    cursor: usize,
    /// A joiner just typed. It means something only between two characters, so it waits for the
    /// second one.
    waiting: Option<char>,
}

impl Edit {
    /// How many characters a field takes: more than any query, and few enough to be quick whatever
    /// is pasted.
    pub const LIMIT: usize = 1_000;

    /// A field that holds this text already, cut to [`Edit::LIMIT`], with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Edit {
        let mut field = Edit::default();
        field.paste(text);
        field
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor.
    #[must_use]
    pub fn before_cursor(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    /// The text from the cursor on.
    #[must_use]
    pub fn after_cursor(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    /// How many columns the cursor stands from the start of the text.
    #[must_use]
    pub fn cursor_column(&self) -> usize {
        columns(self.before_cursor())
    }

    /// Types one character. Controls and whatever else cannot be shown are ignored, and so is all
    /// in a full field.
    pub fn insert(&mut self, typed: char) {
        let joiner = self.waiting.take();
        if is_joiner(typed) {
            self.waiting = Some(typed);
        } else if !typed.is_control() {
            let new: String = joiner.into_iter().chain([typed]).collect();
            if new.chars().count() <= self.room() {
                self.replace(self.cursor..self.cursor, &new);
            }
        }
    }

    /// Types a whole text: line ends and tabs become blanks, other controls are dropped. Returns
    /// false if the field was too full to take all of it; then it took the start.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let joiner = self.waiting.take();
        let whole: String = joiner.into_iter().chain(pasted.chars()).collect();
        let pasted = clean_typed(&whole);
        let fitting = fitting_bytes(&pasted, self.room());
        self.replace(
            self.cursor..self.cursor,
            pasted.get(..fitting).unwrap_or_default(),
        );
        self.waiting = whole.chars().next_back().filter(|last| is_joiner(*last));
        fitting == pasted.len()
    }

    /// Deletes the grapheme before the cursor (Backspace).
    pub fn delete_back(&mut self) {
        self.replace(self.left_of_cursor()..self.cursor, "");
    }

    /// Deletes the grapheme at the cursor (Delete).
    pub fn delete_forward(&mut self) {
        self.replace(self.cursor..self.right_of_cursor(), "");
    }

    /// Deletes back to the start of the word before the cursor.
    pub fn delete_word_back(&mut self) {
        self.replace(self.start_of_word()..self.cursor, "");
    }

    /// Moves one grapheme to the left.
    pub fn left(&mut self) {
        self.go_to(self.left_of_cursor());
    }

    /// Moves one grapheme to the right.
    pub fn right(&mut self) {
        self.go_to(self.right_of_cursor());
    }

    /// Moves to the start of this word, or of the word before when the cursor stands at a start
    /// already.
    pub fn word_left(&mut self) {
        self.go_to(self.start_of_word());
    }

    /// Moves to the end of this word, or of the next when the cursor stands at an end already.
    pub fn word_right(&mut self) {
        self.go_to(self.end_of_word());
    }

    /// Moves before all the text.
    pub fn start(&mut self) {
        self.go_to(0);
    }

    /// Moves behind all the text.
    pub fn end(&mut self) {
        self.go_to(self.text.len());
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        *self = Edit::default();
    }

    /// How many more characters the field takes.
    fn room(&self) -> usize {
        Edit::LIMIT.saturating_sub(self.text.chars().count())
    }

    fn go_to(&mut self, place: usize) {
        self.cursor = place;
        self.waiting = None;
    }

    /// Puts the new text in the place of the old and the cursor behind it. This is the one way by
    /// which the text changes. All of it is cleaned again, for a joiner or a mark may have lost its
    /// neighbour.
    fn replace(&mut self, old: Range<usize>, new: &str) {
        let start = self.text.get(..old.start).unwrap_or_default();
        let end = self.text.get(old.end..).unwrap_or_default();
        let start = clean_typed(&format!("{start}{new}")).into_owned();
        self.text = clean_typed(&format!("{start}{end}")).into_owned();
        self.go_to(end_of_grapheme(&self.text, start.len()));
    }

    fn left_of_cursor(&self) -> usize {
        let last = self.before_cursor().graphemes(true).next_back();
        self.cursor - last.map_or(0, str::len)
    }

    fn right_of_cursor(&self) -> usize {
        let next = self.after_cursor().graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    fn start_of_word(&self) -> usize {
        self.cursor - length_to_word_end(self.before_cursor().graphemes(true).rev())
    }

    fn end_of_word(&self) -> usize {
        self.cursor + length_to_word_end(self.after_cursor().graphemes(true))
    }
}

/// The length of the graphemes up to the far end of the first word on the way.
fn length_to_word_end<'a>(way: impl Iterator<Item = &'a str>) -> usize {
    let mut way = way.peekable();
    let mut length = 0;
    while let Some(between) = way.next_if(|grapheme| !is_of_word(grapheme)) {
        length += between.len();
    }
    while let Some(letter) = way.next_if(|grapheme| is_of_word(grapheme)) {
        length += letter.len();
    }
    length
}

fn is_of_word(grapheme: &str) -> bool {
    grapheme.starts_with(char::is_alphanumeric)
}

/// The length in bytes of the longest start of whole graphemes that has at most so many characters.
fn fitting_bytes(text: &str, characters: usize) -> usize {
    let mut room = characters;
    for (at, grapheme) in text.grapheme_indices(true) {
        match room.checked_sub(grapheme.chars().count()) {
            Some(rest) => room = rest,
            None => return at,
        }
    }
    text.len()
}

/// The place itself when it lies between two graphemes, else the end of the grapheme in which it
/// lies: what was typed may have grown together with what follows, as two halves of a flag do.
fn end_of_grapheme(text: &str, place: usize) -> usize {
    let ends = text
        .grapheme_indices(true)
        .map(|(at, grapheme)| at + grapheme.len());
    std::iter::once(0)
        .chain(ends)
        .find(|&end| end >= place)
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean::clean_line;
    use crate::text::hostile::{any_character, any_text, bounded};
    use proptest::prelude::*;

    /// The text with a bar where the cursor stands.
    fn seen(field: &Edit) -> String {
        format!("{}|{}", field.before_cursor(), field.after_cursor())
    }

    fn typed(text: &str) -> Edit {
        let mut field = Edit::default();
        text.chars().for_each(|character| field.insert(character));
        field
    }

    #[test]
    fn typing_and_moving() {
        let mut field = typed("Srensen");
        field.start();
        field.right();
        field.insert('ø');
        assert_eq!(seen(&field), "Sø|rensen");
        assert_eq!(field.cursor_column(), 2);
        field.end();
        field.delete_back();
        field.left();
        field.delete_forward();
        assert_eq!(seen(&field), "Sørens|");
        field.clear();
        assert_eq!(field, Edit::default());
    }

    #[test]
    fn words_are_steps() {
        let mut field = Edit::new("directorate-general for trade");
        field.word_left();
        assert_eq!(seen(&field), "directorate-general for |trade");
        field.delete_word_back();
        assert_eq!(seen(&field), "directorate-general |trade");
        field.word_left();
        field.word_left();
        field.word_right();
        assert_eq!(seen(&field), "directorate|-general trade");
        field.word_right();
        assert_eq!(seen(&field), "directorate-general| trade");
    }

    #[test]
    fn a_grapheme_is_one_step() {
        let mut field = Edit::new("e\u{301}👩\u{200d}💻");
        assert_eq!(field.cursor_column(), 3);
        field.left();
        assert_eq!(field.before_cursor(), "e\u{301}");
        field.delete_back();
        assert_eq!(field.text(), "👩\u{200d}💻");
        field.delete_forward();
        assert_eq!(field.text(), "");
    }

    #[test]
    fn what_cannot_be_shown_cannot_be_typed() {
        assert_eq!(typed("a\u{1b}\n\u{202e}\u{200b}b").text(), "ab");
        assert_eq!(typed("\u{301}a\u{301}").text(), "a\u{301}");
    }

    #[test]
    fn joiners_wait_for_what_they_join() {
        assert_eq!(typed("👩\u{200d}💻").text(), "👩\u{200d}💻");
        assert_eq!(typed("می\u{200c}خواهم").text(), "می\u{200c}خواهم");
        assert_eq!(typed("a\u{200d}b").text(), "ab");
        let mut field = typed("ب\u{200c}ت");
        field.delete_back();
        assert_eq!(field.text(), "ب");
    }

    #[test]
    fn flags_grow_together_under_the_cursor() {
        let mut field = typed("🇩🇰");
        field.start();
        field.insert('🇧');
        assert_eq!(seen(&field), "🇧🇩|🇰");
    }

    #[test]
    fn pasting_makes_one_line() {
        let mut field = Edit::new("ac");
        field.left();
        assert!(field.paste("1\r\n2\t3\u{1b}[31m\u{85}"));
        assert_eq!(seen(&field), "a1 2 3[31m |c");
    }

    #[test]
    fn a_full_field_takes_no_more() {
        let mut field = Edit::new("ab");
        assert!(!field.paste(&"ø".repeat(1_000_000)));
        assert_eq!(field.text().chars().count(), Edit::LIMIT);
        field.insert('x');
        assert_eq!(field.text().chars().count(), Edit::LIMIT);
        assert!(field.paste(""));
        field.delete_back();
        assert!(
            !field.paste("e\u{301}"),
            "a grapheme is taken whole or not at all"
        );
        assert!(field.paste("e"));
    }

    #[derive(Clone, Debug)]
    enum Deed {
        Insert(char),
        Paste(String),
        Do(fn(&mut Edit)),
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let moves: &[fn(&mut Edit)] = &[
            Edit::delete_back,
            Edit::delete_forward,
            Edit::delete_word_back,
            Edit::left,
            Edit::right,
            Edit::word_left,
            Edit::word_right,
            Edit::start,
            Edit::end,
        ];
        let deed = prop_oneof![
            4 => any_character().prop_map(Deed::Insert),
            2 => any_text().prop_map(Deed::Paste),
            6 => proptest::sample::select(moves).prop_map(Deed::Do),
        ];
        proptest::collection::vec(deed, 0..40)
    }

    proptest! {
        #![proptest_config(bounded())]

        #[test]
        fn a_run_of_characters_is_what_they_are_one_by_one(text in any_text(), cut in 0..40_usize) {
            // What may stand alone, and the joiners between.
            let stands = |c: &char| is_joiner(*c) || clean_typed(&c.to_string()) == c.to_string();
            let text: String = text.chars().filter(stands).collect();
            let one_by_one = typed(&text);
            let at = text.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(text.len());
            let (head, tail) = text.split_at(at);
            let mut field = Edit::default();
            field.paste(head);
            field.paste(tail);
            prop_assert_eq!(seen(&field), seen(&one_by_one));
        }

        #[test]
        fn whatever_is_done_the_field_is_sound(deeds in deeds()) {
            let mut field = Edit::default();
            for deed in deeds {
                match deed {
                    Deed::Insert(character) => field.insert(character),
                    Deed::Paste(text) => _ = field.paste(&text),
                    Deed::Do(step) => step(&mut field),
                }
                let text = field.text();
                prop_assert_eq!(clean_line(text), text);
                prop_assert!(text.chars().count() <= Edit::LIMIT);
                let ends = text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len());
                prop_assert!(std::iter::once(0).chain(ends).any(|end| end == field.cursor));
                prop_assert_eq!(columns(field.before_cursor()) + columns(field.after_cursor()), columns(text));
            }
        }
    }
}
