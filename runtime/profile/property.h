#pragma once

#include <string>
#include <vector>

namespace treaty::profile {

/// What HubSpot says of a property that a field writes.
struct Property {
  std::vector<std::string> options;  ///< empty where it has none
  bool is_unique = false;            ///< no two records may have the same value
  bool is_email = false;             ///< a contact's: HubSpot refuses what is none
};

}  // namespace treaty::profile
