//! What searching remembers from one key to the next.
//!
//! A word stands nowhere but where every part of it stands. So of `hydrog` one looks at the records that
//! have `hydro`, and of `hydro` again, a letter taken back, at what was found for it before.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Index;
use super::bits::Bits;
use crate::data::Kind;

/// So many words are remembered: those of a few queries, letter by letter.
const WORDS: usize = 48;

/// The rows in whose texts the words of the last queries stand. It belongs to whoever searches while
/// somebody types; it may be asked about any query in any order, and about another dataset next.
#[derive(Debug, Default)]
pub struct Narrowing {
    /// The index that it is about.
    index: Option<u64>,
    words: VecDeque<(String, Arc<Sets>)>,
}

/// By kind and shard: the rows in which a word stands; `None` where nobody looked.
#[derive(Debug, Default)]
pub(super) struct Sets([Vec<Option<Bits>>; Kind::ALL.len()]);

impl Sets {
    /// Adds the next shard of a kind.
    pub(super) fn push(&mut self, kind: Kind, rows: Option<Bits>) {
        self.0[kind as usize].push(rows);
    }

    /// The rows of a shard, if they are known.
    pub(super) fn of(&self, kind: Kind, nth: usize) -> Option<&Bits> {
        self.0[kind as usize].get(nth)?.as_ref()
    }

    fn is_known(&self) -> bool {
        self.0.iter().flatten().any(Option::is_some)
    }
}

impl Narrowing {
    /// Forgets what is about another index.
    pub(super) fn turn_to(&mut self, index: &Index) {
        if self.index != Some(index.number()) {
            self.words.clear();
            self.index = Some(index.number());
        }
    }

    /// The rows of the longest known part of a word.
    pub(super) fn narrowest(&self, word: &str) -> Option<Arc<Sets>> {
        let parts = self.words.iter().filter(|(part, _)| word.contains(&**part));
        let longest = parts.max_by_key(|(part, _)| part.len());
        longest.map(|(_, sets)| Arc::clone(sets))
    }

    /// Remembers where a word stands.
    pub(super) fn remember(&mut self, word: &str, sets: Sets) {
        if !sets.is_known() {
            return;
        }
        self.words.retain(|(known, _)| known != word);
        self.words.push_back((word.to_owned(), Arc::new(sets)));
        if self.words.len() > WORDS {
            self.words.pop_front();
        }
    }
}
