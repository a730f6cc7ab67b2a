#pragma once

#include <set>
#include <string>

#include "compiler/facts/facts.h"

namespace treaty::facts {

/// Every scope that a key of this portal needs for the contract, with what `ensure` creates. Names: schema::scope_of.
std::set<std::string> scopes_of(const Facts& facts, const System& system);

}  // namespace treaty::facts
