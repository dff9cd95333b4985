//! Putting answers in the place of some terms of an expression, and what is left to ask.

use super::expression::Expr;

/// What answering some terms leaves of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Simplified {
    /// Nothing: it holds, or does not.
    Is(bool),
    /// This.
    Asks(Expr),
}

impl Expr {
    /// Puts answers in the place of terms. `answer` is told of each term whether it stands under an odd
    /// number of *not*s, and gives nothing for those that stay.
    pub(super) fn simplified(&self, answer: &dyn Fn(&Self, bool) -> Option<bool>) -> Simplified {
        self.simplified_under(false, answer)
    }

    fn simplified_under(
        &self,
        negated: bool,
        answer: &dyn Fn(&Self, bool) -> Option<bool>,
    ) -> Simplified {
        match self {
            Self::Not(inner) => match inner.simplified_under(!negated, answer) {
                Simplified::Is(holds) => Simplified::Is(!holds),
                Simplified::Asks(expr) => Simplified::Asks(Self::Not(Box::new(expr))),
            },
            Self::All(parts) => joined(parts, negated, answer, false, Self::All),
            Self::Any(parts) => joined(parts, negated, answer, true, Self::Any),
            term => match answer(term, negated) {
                Some(holds) => Simplified::Is(holds),
                None => Simplified::Asks(term.clone()),
            },
        }
    }
}

/// `decided` is what one part decides alone: a yes for *any*, a no for *all*.
fn joined(
    parts: &[Expr],
    negated: bool,
    answer: &dyn Fn(&Expr, bool) -> Option<bool>,
    decided: bool,
    join: fn(Vec<Expr>) -> Expr,
) -> Simplified {
    let mut left = Vec::new();
    for part in parts {
        match part.simplified_under(negated, answer) {
            Simplified::Is(holds) if holds == decided => return Simplified::Is(decided),
            Simplified::Is(_) => {}
            Simplified::Asks(expr) => left.push(expr),
        }
    }
    if left.is_empty() {
        return Simplified::Is(!decided);
    }
    Simplified::Asks(join(left))
}
