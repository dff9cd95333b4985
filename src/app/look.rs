//! Looking closer without going anywhere: peeking at a link, searching within a card, list or study, the order.

use super::{App, Effect};
use crate::browse::page::Page;
use crate::command::Command;
use crate::text::fold;
use crate::ui::pane::PaneId;
use crate::ui::panes::{Card, Choice};

impl App {
    /// Shows the card of the link under the cursor in a window over the screen, or takes it away.
    pub(super) fn peek(&mut self) {
        if self.focus() == PaneId::Peek {
            self.stage.close_overlay();
            return;
        }
        match self.stage.state(&self.session).target {
            Some(id) => {
                let kept = self.session.timeline.rows_kept.clone();
                let page = Page::first(&self.session.dataset, Some(id), kept);
                self.stage.open(Card::peek(page));
            }
            None => self.notify("there is no link here to peek at"),
        }
    }

    /// Asks for the words to be searched for within what has the keyboard.
    pub(super) fn ask_within(&mut self) {
        self.stage.close_overlay();
        let place = self.stage.state(&self.session).place;
        let title = format!("Find in {place}");
        self.stage
            .open(Choice::new(title, Command::FindWithin, None));
    }

    pub(super) fn find_within(&mut self, words: &str) -> Option<Effect> {
        self.stage.close_overlay();
        let words = fold(words.trim()).into_owned();
        self.session.find_words = (!words.is_empty()).then_some(words);
        self.session.find_words.as_ref()?;
        let focus = self.focus();
        let action = self.stage.run_on(focus, Command::NextLinked, &self.session);
        self.answer(action)
    }

    /// Turns the order of the timeline and of the meetings on cards.
    pub(super) fn turn_order(&mut self) {
        self.session.order = self.session.order.reversed();
        self.notify(format!("{} first", self.session.order.word()));
    }
}
