//! The files of `src/` as Rust sees them: modules, what each defines and brings in, functions, types.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A module's path from the root of the crate: `["data", "load"]`.
pub type Module = Vec<String>;

/// A path that code names, its first segment included: `["super", "wrap", "lines"]`.
pub type Named = Vec<String>;

/// One file.
#[derive(Debug, Default)]
pub struct Source {
    /// Where it lies: `src/data/load.rs`.
    pub path: String,
    /// The module that it is.
    pub module: Module,
    /// The modules in it: itself, and those written inside it.
    pub scopes: BTreeMap<Module, Scope>,
    /// What is looked at for paths: the module it stands in, the path, its line.
    pub named: Vec<(Module, Named, usize)>,
    /// The modules declared in it that are files of their own, with the line.
    pub children: Vec<(Module, usize)>,
    /// The lengths of its functions, in lines, with their names.
    pub functions: Vec<(usize, String)>,
    /// The names of its types.
    pub types: Vec<String>,
    /// How many items and methods are marked `pub`, without a limit.
    pub public: usize,
    /// The lines that are no tests.
    pub lines: Vec<String>,
}

/// What a module offers.
#[derive(Debug, Default)]
pub struct Scope {
    /// What it defines.
    pub items: BTreeSet<String>,
    /// What it brings in under a name.
    pub uses: BTreeMap<String, Named>,
    /// What it brings in whole.
    pub globs: Vec<Named>,
}

/// Reads all files below a folder `src`, without those that are tests alone.
///
/// # Panics
/// When a file cannot be read, or is no Rust.
pub fn read(src: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    for root in ["lib", "main"] {
        let path = src.join(root).with_extension("rs");
        if path.exists() {
            let module = if root == "lib" {
                Vec::new()
            } else {
                vec![root.to_owned()]
            };
            read_file(src, &path, module, &mut sources);
        }
    }
    sources
}

fn read_file(src: &Path, path: &Path, module: Module, sources: &mut Vec<Source>) {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let shown = path.strip_prefix(src).unwrap_or(path);
    let source = parse(&format!("src/{}", shown.display()), module, &text);
    let children = source.children.clone();
    sources.push(source);
    for (child, _) in children {
        let path = src.join(child.join("/")).with_extension("rs");
        let path = if path.exists() {
            path
        } else {
            src.join(child.join("/")).join("mod.rs")
        };
        read_file(src, &path, child, sources);
    }
}

/// Takes a text in as a file.
///
/// # Panics
/// When it is no Rust.
pub fn parse(path: &str, module: Module, text: &str) -> Source {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut reader = Reader {
        at: module.clone(),
        tests: Vec::new(),
        source: Source {
            path: path.to_owned(),
            scopes: BTreeMap::from([(module.clone(), Scope::default())]),
            module,
            ..Source::default()
        },
    };
    reader.visit_file(&file);
    let Reader {
        tests, mut source, ..
    } = reader;
    let is_test = |line: usize| tests.iter().any(|(from, to)| (*from..=*to).contains(&line));
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(nth, _)| !is_test(nth + 1));
    source.lines = lines.map(|(_, line)| line.to_owned()).collect();
    source
}

struct Reader {
    at: Module,
    /// The first and last lines of what is a test.
    tests: Vec<(usize, usize)>,
    source: Source,
}

impl Reader {
    fn scope(&mut self) -> &mut Scope {
        self.source.scopes.entry(self.at.clone()).or_default()
    }

    fn name(&mut self, path: Named, line: usize) {
        self.source.named.push((self.at.clone(), path, line));
    }

    fn take_function(
        &mut self,
        name: &syn::Ident,
        whole: proc_macro2::Span,
        start: proc_macro2::Span,
    ) {
        let lines = whole.end().line - start.start().line + 1;
        self.source.functions.push((lines, name.to_string()));
    }

    fn take_public(&mut self, visibility: &syn::Visibility) {
        self.source.public += usize::from(matches!(visibility, syn::Visibility::Public(_)));
    }

    fn bring_in(&mut self, tree: &syn::UseTree, mut before: Named) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.bring_in(&path.tree, before);
            }
            syn::UseTree::Name(name) => {
                self.bring_in_as(name.ident.to_string(), &name.ident, before);
            }
            syn::UseTree::Rename(rename) => {
                self.bring_in_as(rename.rename.to_string(), &rename.ident, before);
            }
            syn::UseTree::Glob(glob) => {
                self.name(before.clone(), glob.span().start().line);
                self.scope().globs.push(before);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.bring_in(tree, before.clone());
                }
            }
        }
    }

    fn bring_in_as(&mut self, name: String, last: &syn::Ident, mut path: Named) {
        if last != "self" {
            path.push(last.to_string());
        }
        let name = if name == "self" {
            path.last().cloned().unwrap_or_default()
        } else {
            name
        };
        self.name(path.clone(), last.span().start().line);
        self.scope().uses.insert(name, path);
    }

    /// Paths in the tokens of a macro call.
    fn look_into(&mut self, tokens: proc_macro2::TokenStream) {
        let mut path: Named = Vec::new();
        let mut colons = 0;
        let mut line = 0;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) if colons == 2 || path.is_empty() => {
                    line = ident.span().start().line;
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                proc_macro2::TokenTree::Punct(sign) if sign.as_char() == ':' && colons < 2 => {
                    colons += 1;
                    continue;
                }
                proc_macro2::TokenTree::Group(group) => self.look_into(group.stream()),
                proc_macro2::TokenTree::Ident(ident) => {
                    self.name(std::mem::take(&mut path), line);
                    line = ident.span().start().line;
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                _ => {}
            }
            colons = 0;
            if !path.is_empty() {
                self.name(std::mem::take(&mut path), line);
            }
        }
        if !path.is_empty() {
            self.name(path, line);
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        let inner = attribute.parse_args::<syn::Ident>();
        is_cfg && inner.is_ok_and(|inner| inner == "test") || attribute.path().is_ident("test")
    })
}

fn attributes_of(item: &syn::Item) -> &[syn::Attribute] {
    use syn::Item;
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(attributes_of(item)) {
            let span = item.span();
            self.tests.push((span.start().line, span.end().line));
            return;
        }
        let (name, visibility, is_type) = match item {
            syn::Item::Const(it) => (&it.ident, &it.vis, false),
            syn::Item::Static(it) => (&it.ident, &it.vis, false),
            syn::Item::Fn(it) => (&it.sig.ident, &it.vis, false),
            syn::Item::Enum(it) => (&it.ident, &it.vis, true),
            syn::Item::Struct(it) => (&it.ident, &it.vis, true),
            syn::Item::Trait(it) => (&it.ident, &it.vis, true),
            syn::Item::Type(it) => (&it.ident, &it.vis, true),
            _ => return visit::visit_item(self, item),
        };
        self.take_public(visibility);
        self.scope().items.insert(name.to_string());
        if is_type {
            self.source.types.push(name.to_string());
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let mut child = self.at.clone();
        child.push(item.ident.to_string());
        if item.content.is_none() {
            self.source.children.push((child, item.span().start().line));
            return;
        }
        let outer = std::mem::replace(&mut self.at, child);
        self.scope();
        visit::visit_item_mod(self, item);
        self.at = outer;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.bring_in(&item.tree, Vec::new());
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = &item.ident {
            self.scope().items.insert(name.to_string());
        }
        visit::visit_item_macro(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.take_function(&item.sig.ident, item.block.span(), item.sig.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        if let syn::ImplItem::Fn(it) = item {
            if is_test(&it.attrs) {
                self.tests
                    .push((it.span().start().line, it.span().end().line));
                return;
            }
            self.take_public(&it.vis);
            self.take_function(&it.sig.ident, it.block.span(), it.sig.span());
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.take_function(&item.sig.ident, block.span(), item.sig.span());
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|it| it.ident.to_string());
        self.name(segments.collect(), path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.look_into(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}
