//! A suppression that suppresses nothing.

use crate::markdown::Needs;
use crate::rules::Rule;

/// Reported where suppressions are applied: `check::suppress`. Whether one is used is known only
/// when the rules that it names have been run. Those about one file are run if need be; those about
/// the collection can only be run with tables that are there, and these are what most need.
pub(crate) const RULE: Rule = Rule::suppression(
    Needs::QUESTIONS
        .and(Needs::HEADINGS)
        .and(Needs::LINKS)
        .and(Needs::ANCHORS),
);
