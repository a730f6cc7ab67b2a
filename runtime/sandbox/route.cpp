#include "runtime/sandbox/route.h"

namespace treaty::sandbox {
namespace {

bool is_version(const std::string& segment) {
  return segment == "v3" || segment == "v4" || segment == "2026-03" || segment == "2026-09";
}

std::vector<std::string> segments_of(std::string_view target) {
  std::vector<std::string> segments;
  const std::string_view path = http::path_of(target);
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    if (end > at) {
      segments.push_back(http::percent_decoded(path.substr(at, end - at), false));
    }
    at = end + 1;
  }
  return segments;
}

std::optional<Family> family_named(const std::string& name) {
  if (name == "objects") return Family::objects;
  if (name == "associations") return Family::associations;
  if (name == "properties") return Family::properties;
  if (name == "pipelines") return Family::pipelines;
  if (name == "schemas") return Family::schemas;
  if (name == "owners") return Family::owners;
  return std::nullopt;
}

}  // namespace

std::optional<Route> route(std::string_view target) {
  std::vector<std::string> segments = segments_of(target);
  if (segments.size() < 3) {
    return std::nullopt;
  }
  std::optional<Family> family;
  std::string version;
  size_t rest = 3;
  if (segments[0] == "account-info" && is_version(segments[1])) {  // /account-info/{version}/details
    family = Family::account;
    version = segments[1];
    rest = 2;
  } else if (segments[0] == "crm-object-schemas" && is_version(segments[1]) && segments[2] == "schemas") {
    family = Family::schemas;
    version = segments[1];
  } else if (segments[0] == "crm" && is_version(segments[1])) {  // /crm/v3/objects/…
    family = family_named(segments[2]);
    version = segments[1];
  } else if (segments[0] == "crm" && is_version(segments[2])) {  // /crm/objects/2026-09/…
    family = family_named(segments[1]);
    version = segments[2];
  }
  if (!family) {
    return std::nullopt;
  }
  Route found{*family, {}, version == "2026-09"};
  found.path.assign(segments.begin() + static_cast<long>(rest), segments.end());
  return found;
}

}  // namespace treaty::sandbox
