//! Hopping along the rows of a list that are linked with one record, which stays held.

use crate::data::RecordId;
use crate::session::{Held, Session};
use crate::ui::pane::Reply;

/// The record whose links are hopped along: the one held, or else the one that Detail shows.
#[must_use]
pub fn held(session: &Session) -> Option<RecordId> {
    let held = session.here.held.map(|held| held.id);
    held.or(session.here.record)
}

/// The next linked row before or behind `here`, with the answer that goes there. `linked` are the rows of
/// the list that are linked, in their order.
pub fn next(
    linked: &[(usize, RecordId)],
    here: usize,
    forward: bool,
    session: &Session,
) -> (Option<usize>, Reply) {
    let Some(held) = held(session) else {
        let none = "no record is shown whose links could be followed";
        return (None, Reply::Say(none.to_owned()));
    };
    let found = if forward {
        linked.iter().position(|(row, _)| *row > here)
    } else {
        linked.iter().rposition(|(row, _)| *row < here)
    };
    let name = session.dataset.short(held);
    let Some(nth) = found else {
        let said = match (linked.is_empty(), forward) {
            (true, _) => format!("nothing in this list is linked with {name}"),
            (false, true) => format!("no further row is linked with {name}"),
            (false, false) => format!("no row before is linked with {name}"),
        };
        return (None, Reply::Say(said));
    };
    let (row, id) = linked[nth];
    let held = Held {
        id: held,
        nth: nth + 1,
        of: linked.len(),
    };
    (Some(row), Reply::Hop(id, held))
}
