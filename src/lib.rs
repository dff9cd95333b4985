//! `sommet`: who met whom, when, and about what, in a terminal.

pub mod app;
pub mod browse;
pub mod cli;
pub mod command;
pub mod data;
pub mod export;
pub mod facts;
pub mod file;
pub mod jobs;
pub mod keymap;
pub mod parallel;
pub mod query;
pub mod search;
pub mod session;
pub mod study;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod ui;
