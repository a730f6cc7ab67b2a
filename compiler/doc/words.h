#pragma once

// A rule of the contract said in plain English, from what the checker found it to mean.

#include <string>

#include "compiler/doc/model.h"
#include "compiler/facts/facts.h"

namespace treaty::doc {

/// `Remove spaces at both ends; write in small letters.`; the fields themselves stand in their own column, so that a
/// field taken as it is gives `As it is.` `backwards`: the value is made of HubSpot's record.
Line rule_of(const facts::Facts& facts, const facts::ValueRef& value, bool backwards = false);
/// What a value is, to stand inside a sentence: `tier`, `"default"`, `amount` (divide by 100).
Line value_of(const facts::Facts& facts, const facts::ValueRef& value);
/// The same of what decides: `status` is not `"cancelled"`.
Line condition_of(const facts::Facts& facts, const facts::ValueRef& value);
/// `"gold"`, `12`, `yes`, `nothing`.
Line literal_of(const facts::Literal& literal);
/// With a capital at the beginning and a full stop at the end.
Line sentence(Line line);

}  // namespace treaty::doc
