//! What is tried from outside: one test crate, one module a matter, so that it is linked once.

mod assets;
mod changing;
mod cli;
mod cli_commands;
mod datasets;
mod export;
mod faults;
mod generator;
mod hostile;
mod journeys;
mod keys;
mod language;
mod model;
mod mouse;
mod odd_terminals;
mod outside;
mod readme;
mod records;
mod screens;
mod storm;
mod studies;
mod study_views;
mod supply;
mod support;
mod terminal;
mod waiting;
