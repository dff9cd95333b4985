//! The columns of a table: what each is called, how it looks, and who reads it.

use std::borrow::Cow;

/// The readers of a column or row: the screen, texts of the shell, files and formats for programs.
pub type Readers = u8;
/// The screen.
pub const SCREEN: Readers = 1;
/// Texts in the shell.
pub const TEXT: Readers = 2;
/// Files, and the formats of the shell that programs read.
pub const FILE: Readers = 4;
/// People, on the screen or in the shell.
pub const PEOPLE: Readers = SCREEN | TEXT;
/// Everybody.
pub const ALL: Readers = PEOPLE | FILE;

/// How the cells of a column look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnLook {
    /// As text.
    #[default]
    Plain,
    /// Standing back.
    Dim,
    /// Cut last, so that it can be copied.
    Key,
    /// A number.
    Number,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs.
    pub name: Cow<'static, str>,
    /// Its name for people.
    pub label: Cow<'static, str>,
    /// Who reads it.
    pub readers: Readers,
    /// How it looks.
    pub look: ColumnLook,
    /// In JSON, the list whose items its cells are, and the member of an item that tells the name of the column.
    pub list: Option<[&'static str; 2]>,
}

impl Column {
    /// A column of that name for everybody who reads it.
    pub const fn new(name: &'static str, readers: Readers) -> Self {
        Self::called(name, name, readers)
    }

    /// The same with another name for people.
    pub const fn called(name: &'static str, label: &'static str, readers: Readers) -> Self {
        Self {
            name: Cow::Borrowed(name),
            label: Cow::Borrowed(label),
            readers,
            look: ColumnLook::Plain,
            list: None,
        }
    }

    /// The same with names from the data.
    pub fn named(name: String, label: String, readers: Readers) -> Self {
        Self {
            name: Cow::Owned(name),
            label: Cow::Owned(label),
            ..Self::new("", readers)
        }
    }

    /// The same with another look.
    pub const fn look(mut self, look: ColumnLook) -> Self {
        self.look = look;
        self
    }

    /// A column with the key of a record, or a date, which are read whole.
    pub const fn key(name: &'static str) -> Self {
        Self::new(name, TEXT | FILE).look(ColumnLook::Key)
    }

    /// A column of numbers.
    pub const fn number(name: &'static str) -> Self {
        Self::new(name, ALL).look(ColumnLook::Number)
    }

    /// A column that stands back.
    pub const fn dim(name: &'static str) -> Self {
        Self::new(name, ALL).look(ColumnLook::Dim)
    }

    /// The same, for programs alone unless that is true.
    pub const fn read_if(mut self, is_read: bool) -> Self {
        if !is_read {
            self.readers = FILE;
        }
        self
    }

    /// Whether somebody reads it.
    pub const fn is_for(&self, reader: Readers) -> bool {
        self.readers & reader != 0
    }
}
