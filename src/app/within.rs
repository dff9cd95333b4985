//! Looking closer without going anywhere: peeking at a link, searching within a card, list or study, the order.

use super::{App, Effect};
use crate::browse::page::Page;
use crate::command::Command;
use crate::text::fold;
use crate::ui::pane::PaneId;

impl App {
    /// Shows the card of the link under the cursor in a window over the screen, or takes it away.
    pub(super) fn peek(&mut self) {
        if self.focus() == PaneId::Peek {
            self.stage.close_top();
            return;
        }
        match self.stage.state(&self.session).target {
            Some(id) => {
                let kept = self.session.timeline.rows_kept.clone();
                let page = Page::first(&self.session.dataset, Some(id), kept);
                self.stage.peek(page);
            }
            None => self.tell("there is no link here to peek at"),
        }
    }

    /// Asks for the words to be searched for within what has the keyboard.
    pub(super) fn ask_within(&mut self) {
        self.stage.close_top();
        let what = match self.focus() {
            PaneId::Card => "this card",
            PaneId::Study => "this study",
            PaneId::Timeline => "the timeline",
            _ => "this list",
        };
        let title = format!("Find in {what}");
        self.stage.ask(title, Command::FindWithin, None);
    }

    pub(super) fn find_within(&mut self, words: &str) -> Option<Effect> {
        self.stage.close_top();
        let words = fold(words.trim()).into_owned();
        self.session.within = (!words.is_empty()).then_some(words);
        self.session.within.as_ref()?;
        let focus = self.focus();
        let action = self.stage.run_on(focus, Command::NextLinked, &self.session);
        self.answer(action)
    }

    /// Turns the order of the timeline and of the meetings on cards.
    pub(super) fn turn_order(&mut self) {
        self.session.newest_first = !self.session.newest_first;
        let order = if self.session.newest_first {
            "newest"
        } else {
            "oldest"
        };
        self.tell(format!("{order} first"));
    }
}
