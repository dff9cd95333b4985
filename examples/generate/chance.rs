//! Chance that can be repeated: numbers that look random and follow from a seed.

/// A stream of numbers; splitmix64, which passes for random and needs one word of state.
pub struct Chance(u64);

impl Chance {
    /// The stream of one thing in the world: of that sort, with that number.
    pub fn new(seed: u64, sort: u64, number: u32) -> Self {
        let mut chance = Self(seed ^ (sort << 40));
        chance.0 = chance.next() ^ u64::from(number);
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number below the given one; 0 below 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        let upper = self.next() >> 32;
        u32::try_from((upper * u64::from(bound)) >> 32).unwrap_or_default()
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    /// One of several.
    pub fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words[self.below(count) as usize]
    }

    /// One of the words of a line.
    pub fn word<'a>(&mut self, line: &'a str) -> &'a str {
        let count = u32::try_from(line.split(' ').count()).unwrap_or(u32::MAX);
        let nth = self.below(count) as usize;
        line.split(' ').nth(nth).unwrap_or_default()
    }

    /// A number below the given one, small ones far more often: the weight of `n` is `(n + 1)^-0.9`,
    /// as among people who meet (Zipf). The continuous law stands for the steps.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and the bound"
    )]
    pub fn zipf(&mut self, bound: u32) -> u32 {
        const LEFT: f64 = 0.1;
        let most = (f64::from(bound) + 1.0).powf(LEFT) - 1.0;
        let rank = (self.part() * most + 1.0).powf(1.0 / LEFT);
        (rank as u32).clamp(1, bound.max(1)) - 1
    }
}
