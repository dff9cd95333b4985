//! Sums by which two things are known to be the same, without a copy of either.

use std::hash::{BuildHasher, Hash, RandomState};

use serde_json::Value;

/// Sums of things: what is the same has the same one, and two things that differ have not, but for one chance
/// in 2¹²⁸ that no file can be made for, since the keys are drawn anew for every walk.
#[derive(Default)]
pub struct Sums([RandomState; 2]);

impl Sums {
    /// The sum of one thing.
    pub fn of(&self, thing: impl Hash) -> u128 {
        let sums = self.0.each_ref();
        let [high, low] = sums.map(|key| u128::from(key.hash_one(&thing)));
        high << 64 | low
    }

    /// The sum of some JSON: the order of members does not count, and `1` and `1.0` are one number.
    pub fn of_value(&self, value: &Value) -> u128 {
        match value {
            Value::Null => self.of(0),
            Value::Bool(is) => self.of((1, is)),
            Value::Number(number) => self.of((2, number.as_f64().map(f64::to_bits))),
            Value::String(text) => self.of((3, text)),
            Value::Array(items) => {
                let add = |sum: u128, item: &Value| self.of((sum, self.of_value(item)));
                items.iter().fold(self.of(4), add)
            }
            Value::Object(members) => {
                let one = |(name, it): (&String, &Value)| self.of((name, self.of_value(it)));
                members.iter().map(one).fold(self.of(5), u128::wrapping_add)
            }
        }
    }
}
