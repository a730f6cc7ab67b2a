#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/sandbox/answers.h"
#include "runtime/sandbox/model.h"

namespace treaty::sandbox {

using Properties = std::map<std::string, std::string>;

/// Properties as a write brings them, checked against their definitions and brought to the form HubSpot keeps. An
/// empty value clears. `strict_2026` is the newest version's way with dates: what older versions refuse it
/// normalises, with a warning.
struct Checked {
  Properties values;
  std::vector<Invalid> invalid;
  Json warnings = Json::array();
};
Checked check_properties(const Model& model, const std::string& type, const Json& properties, bool strict_2026);

}  // namespace treaty::sandbox
