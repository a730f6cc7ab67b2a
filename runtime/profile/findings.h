#pragma once

#include <string>
#include <vector>

#include "runtime/profile/report.h"

namespace treaty::profile {

/// Something of the data that a person should know.
struct Finding {
  enum class Weight {
    finding,  ///< the contract has no answer: a record or a value would be lost, merged or refused
    note,     ///< the contract answers itself (`on error skip`, `else`, `where`), or it is only worth knowing
  } weight = Weight::finding;
  std::string map, code, subject;
  Amount count;
  std::string sentence;
  std::vector<std::string> details;  ///< lines of text, the worst first
};

/// What is to be said of a map, findings first, the worst first. docs/profile.md says which are which.
std::vector<Finding> findings_of(const MapReport& map);
std::vector<Finding> findings_of(const Report& report);

}  // namespace treaty::profile
