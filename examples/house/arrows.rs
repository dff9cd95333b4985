//! Who uses whom: arrows between files, and the circles that they make.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::source::{Module, Named, Scope, Source};

/// A path leads from one re-export to the next no more often than this.
const DEEPEST: usize = 16;

/// One file uses another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The number of the file that uses.
    pub from: usize,
    /// The number of the file that is used.
    pub to: usize,
    /// What is named there, and the line.
    pub named: Vec<(String, usize)>,
}

/// All arrows between files. A file may use what is defined in a file above it in its own branch of the tree of modules:
/// such arrows are left out.
pub fn arrows(sources: &[Source]) -> Vec<Arrow> {
    let house = House::new(sources);
    let mut all: BTreeMap<(usize, usize), BTreeSet<(String, usize)>> = BTreeMap::new();
    for (from, source) in sources.iter().enumerate() {
        let mut take = |to: usize, name: String, line: usize| {
            let target = &sources[to].module;
            if to != from && !source.module.starts_with(target) {
                all.entry((from, to)).or_default().insert((name, line));
            }
        };
        for (child, line) in &source.children {
            if let Some(to) = house.files.get(child) {
                take(*to, format!("mod {}", child.join("::")), *line);
            }
        }
        for (scope, path, line) in &source.named {
            if let Some(to) = house.file_of(scope, path) {
                take(to, path.join("::"), *line);
            }
        }
    }
    let arrows = all.into_iter().map(|((from, to), named)| Arrow {
        from,
        to,
        named: named.into_iter().collect(),
    });
    arrows.collect()
}

struct House<'s> {
    /// The number of the file in which a module stands.
    files: HashMap<&'s Module, usize>,
    scopes: HashMap<&'s Module, &'s Scope>,
}

impl<'s> House<'s> {
    fn new(sources: &'s [Source]) -> Self {
        let scopes = || {
            sources.iter().enumerate().flat_map(|(nth, source)| {
                source
                    .scopes
                    .iter()
                    .map(move |(module, scope)| (module, scope, nth))
            })
        };
        Self {
            files: scopes().map(|(module, _, nth)| (module, nth)).collect(),
            scopes: scopes().map(|(module, scope, _)| (module, scope)).collect(),
        }
    }

    /// The file that defines what a path means that stands in a module; `None` for what is not ours.
    fn file_of(&self, scope: &Module, path: &Named) -> Option<usize> {
        self.definition(scope, path, DEEPEST)
            .and_then(|module| self.files.get(&module).copied())
    }

    /// The module in which a path ends, seen from a module.
    fn definition(&self, scope: &Module, path: &[String], deepest: usize) -> Option<Module> {
        let deepest = deepest.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" | "sommet" => self.descend(Vec::new(), rest, deepest),
            "self" => self.descend(scope.clone(), rest, deepest),
            "super" => {
                let mut above = scope.clone();
                above.pop()?;
                let is_more = rest.first().is_some_and(|next| next == "super");
                if is_more {
                    self.definition(&above, rest, deepest)
                } else {
                    self.descend(above, rest, deepest)
                }
            }
            _ => {
                let here = self.scopes.get(scope)?;
                let is_child = self.files.contains_key(&joined(scope, first));
                let known = is_child || here.items.contains(first) || here.uses.contains_key(first);
                if known {
                    return self.descend(scope.clone(), path, deepest);
                }
                let from_glob = |glob: &Named| {
                    let module = self.definition(scope, glob, deepest)?;
                    let offers = self.offers(&module, first);
                    offers.then(|| self.descend(module, path, deepest))?
                };
                here.globs.iter().find_map(from_glob)
            }
        }
    }

    fn offers(&self, module: &Module, name: &str) -> bool {
        let scope = self.scopes.get(module);
        self.files.contains_key(&joined(module, name))
            || scope.is_some_and(|it| it.items.contains(name) || it.uses.contains_key(name))
    }

    /// Follows the segments of a path from a module on.
    fn descend(&self, module: Module, path: &[String], deepest: usize) -> Option<Module> {
        let Some((first, rest)) = path.split_first() else {
            return Some(module);
        };
        let child = joined(&module, first);
        if self.files.contains_key(&child) {
            return self.descend(child, rest, deepest);
        }
        let scope = self.scopes.get(&module)?;
        if scope.items.contains(first) {
            return Some(module);
        }
        if let Some(target) = scope.uses.get(first) {
            let whole: Named = target.iter().chain(rest).cloned().collect();
            // What is brought in from elsewhere than our own code leads nowhere.
            return self.definition(&module, &whole, deepest);
        }
        let from_glob = |glob: &Named| {
            let target = self.definition(&module, glob, deepest)?;
            (target != module && self.offers(&target, first))
                .then(|| self.descend(target, path, deepest.saturating_sub(1)))?
        };
        let found = scope.globs.iter().find_map(from_glob);
        // What cannot be told (an enum's variant, a macro's work) is of the module itself.
        found.or(Some(module))
    }
}

fn joined(module: &[String], name: &str) -> Module {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

/// The circles: files each of which leads to every other, more than one together.
pub fn circles(count: usize, arrows: &[Arrow]) -> Vec<Vec<usize>> {
    let mut next = vec![Vec::new(); count];
    for arrow in arrows {
        next[arrow.from].push(arrow.to);
    }
    let reach = |from: usize| {
        let mut seen = vec![false; count];
        let mut todo = next[from].clone();
        while let Some(file) = todo.pop() {
            if !std::mem::replace(&mut seen[file], true) {
                todo.extend(&next[file]);
            }
        }
        seen
    };
    let reached: Vec<Vec<bool>> = (0..count).map(reach).collect();
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for (from, seen) in reached.iter().enumerate() {
        let is_new = !circles.iter().any(|circle| circle.contains(&from));
        let circle: Vec<usize> = (0..count)
            .filter(|to| *to == from || seen[*to] && reached[*to][from])
            .collect();
        if is_new && circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}

/// The arrows that tie a circle, as lines: `a.rs → b.rs: names`.
pub fn ties(circle: &[usize], arrows: &[Arrow], sources: &[Source]) -> Vec<String> {
    let ties = arrows
        .iter()
        .filter(|it| circle.contains(&it.from) && circle.contains(&it.to));
    ties.map(|it| {
        let mut names: Vec<&str> = it.named.iter().map(|(name, _)| name.as_str()).collect();
        names.dedup();
        format!(
            "{} → {}: {}",
            sources[it.from].path,
            sources[it.to].path,
            names.join(", ")
        )
    })
    .collect()
}
