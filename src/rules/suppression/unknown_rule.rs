//! A suppression that names what does not exist.

use crate::markdown::Needs;
use crate::rules::Rule;

/// Reported where suppressions are applied: `check::suppress`.
pub(crate) const RULE: Rule = Rule::suppression(Needs::NODES);
