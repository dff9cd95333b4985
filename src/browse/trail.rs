//! The path of opened views, as a browser keeps it: behind, here, ahead.

/// Views left behind and views gone back from. The view that is here is not in it: whoever keeps the
/// trail shows that one.
#[derive(Clone, Debug)]
pub struct Trail<V> {
    behind: Vec<V>,
    ahead: Vec<V>,
    /// What was ahead before the last step, in case it is taken back.
    dropped: Vec<V>,
}

impl<V> Default for Trail<V> {
    fn default() -> Self {
        Self {
            behind: Vec::new(),
            ahead: Vec::new(),
            dropped: Vec::new(),
        }
    }
}

/// No more steps than this are kept; the oldest go first.
const LONGEST: usize = 1_000;

impl<V> Trail<V> {
    /// Leaves a view for a new one: what was ahead is dropped.
    pub(crate) fn leave(&mut self, view: V) {
        self.dropped = std::mem::take(&mut self.ahead);
        if self.behind.len() == LONGEST {
            self.behind.remove(0);
        }
        self.behind.push(view);
    }

    /// Goes back: takes the view that is here, gives the one before it, or gives `here` back when there
    /// is none.
    ///
    /// # Errors
    /// The view itself, when it is the first.
    pub(crate) fn back(&mut self, here: V) -> Result<V, V> {
        let Some(view) = self.behind.pop() else {
            return Err(here);
        };
        self.dropped.clear();
        self.ahead.push(here);
        Ok(view)
    }

    /// Goes forward again, the other way round.
    ///
    /// # Errors
    /// The view itself, when it is the last.
    pub(crate) fn forward(&mut self, here: V) -> Result<V, V> {
        let Some(view) = self.ahead.pop() else {
            return Err(here);
        };
        self.behind.push(here);
        Ok(view)
    }

    /// Takes the last step back as if it had not been made.
    pub(crate) fn undo(&mut self) -> Option<V> {
        let view = self.behind.pop()?;
        self.ahead = std::mem::take(&mut self.dropped);
        Some(view)
    }

    /// Every view, those that can be back first after the fewest steps first.
    pub(crate) fn nearest_first(&mut self) -> impl Iterator<Item = &mut V> {
        let mut behind = self.behind.iter_mut().rev();
        // What was dropped comes back in the place of what is ahead.
        let mut ahead = self
            .ahead
            .iter_mut()
            .rev()
            .chain(self.dropped.iter_mut().rev());
        let mut turn = false;
        std::iter::from_fn(move || {
            turn = !turn;
            if turn {
                behind.next().or_else(|| ahead.next())
            } else {
                ahead.next().or_else(|| behind.next())
            }
        })
    }

    /// The views left behind, the oldest first.
    pub(crate) fn behind(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator {
        self.behind.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_give_what_was_left() {
        let mut trail = Trail::default();
        trail.leave(1);
        trail.leave(2);
        assert_eq!(trail.back(3), Ok(2));
        assert_eq!(trail.back(2), Ok(1));
        assert_eq!(trail.back(1), Err(1));
        assert_eq!(trail.forward(1), Ok(2));
        assert_eq!(trail.forward(2), Ok(3));
        assert_eq!(trail.forward(3), Err(3));
    }

    #[test]
    fn a_new_step_drops_what_was_ahead() {
        let mut trail = Trail::default();
        trail.leave(1);
        assert_eq!(trail.back(2), Ok(1));
        trail.leave(1);
        assert_eq!(trail.forward(9), Err(9));
        assert_eq!(trail.undo(), Some(1));
        assert_eq!(trail.forward(1), Ok(2));
    }

    #[test]
    fn every_view_is_reached_the_nearest_first() {
        let mut trail = Trail::default();
        (1..=6).for_each(|view| trail.leave(view));
        assert_eq!(trail.back(7), Ok(6));
        assert_eq!(trail.back(6), Ok(5));
        let views = |trail: &mut Trail<i32>| -> Vec<i32> {
            trail.nearest_first().map(|view| *view).collect()
        };
        assert_eq!(views(&mut trail), [4, 6, 3, 7, 2, 1]);
        // What a step dropped may come back.
        trail.leave(5);
        assert_eq!(views(&mut trail), [5, 6, 4, 7, 3, 2, 1]);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut trail = Trail::default();
        (0..2 * LONGEST).for_each(|view| trail.leave(view));
        assert_eq!(trail.behind().len(), LONGEST);
        assert_eq!(trail.behind().next(), Some(&LONGEST));
    }
}
