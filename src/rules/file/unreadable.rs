use crate::rules::Rule;

pub(crate) const RULE: Rule = Rule::reading();
