#pragma once

#include <optional>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {

/// Which family of endpoints a path belongs to, whatever way its version is written.
enum class Family { objects, associations, properties, pipelines, schemas, owners, account };
struct Route {
  Family family;
  std::vector<std::string> path;  ///< the segments behind the family, decoded
  bool strict_2026 = false;
};
/// Nothing when no endpoint of ours has such a path.
std::optional<Route> route(std::string_view target);

}  // namespace treaty::sandbox
