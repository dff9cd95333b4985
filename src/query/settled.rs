//! An expression of which some terms are answered: what is left to ask.

use super::Expr;

/// What answering some terms leaves of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing: it holds, or does not.
    Is(bool),
    /// This.
    Asks(Expr),
}

impl Expr {
    /// Puts answers in the place of terms. `answer` is told of each term whether it stands under an odd
    /// number of *not*s, and gives nothing for those that stay.
    pub(super) fn settled(&self, answer: &dyn Fn(&Self, bool) -> Option<bool>) -> Rest {
        self.settled_under(false, answer)
    }

    fn settled_under(&self, negated: bool, answer: &dyn Fn(&Self, bool) -> Option<bool>) -> Rest {
        match self {
            Self::Not(inner) => match inner.settled_under(!negated, answer) {
                Rest::Is(holds) => Rest::Is(!holds),
                Rest::Asks(expr) => Rest::Asks(Self::Not(Box::new(expr))),
            },
            Self::All(parts) => joined(parts, negated, answer, false, Self::All),
            Self::Any(parts) => joined(parts, negated, answer, true, Self::Any),
            term => match answer(term, negated) {
                Some(holds) => Rest::Is(holds),
                None => Rest::Asks(term.clone()),
            },
        }
    }
}

/// `decided` is what one part settles alone: a yes for *any*, a no for *all*.
fn joined(
    parts: &[Expr],
    negated: bool,
    answer: &dyn Fn(&Expr, bool) -> Option<bool>,
    decided: bool,
    join: fn(Vec<Expr>) -> Expr,
) -> Rest {
    let mut left = Vec::new();
    for part in parts {
        match part.settled_under(negated, answer) {
            Rest::Is(holds) if holds == decided => return Rest::Is(decided),
            Rest::Is(_) => {}
            Rest::Asks(expr) => left.push(expr),
        }
    }
    if left.is_empty() {
        return Rest::Is(!decided);
    }
    Rest::Asks(join(left))
}
