#pragma once

#include <map>
#include <string>

#include "compiler/facts/facts.h"
#include "runtime/profile/profile.h"

namespace treaty::cli {

/// What the documents say of each map's records and properties, by the map's name.
std::map<std::string, profile::Knowledge> profile_knowledge(const facts::Facts& facts);

}  // namespace treaty::cli
