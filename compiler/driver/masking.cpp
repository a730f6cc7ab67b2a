#include "compiler/driver/masking.h"

#include <algorithm>

namespace treaty::driver {
namespace {

bool overlap(const std::string& a, const std::string& b) {
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  return longer == shorter || (longer.starts_with(shorter) && longer[shorter.size()] == '.');
}

bool is_quoted(const std::string& shown) { return shown.size() >= 2 && shown.front() == '"'; }

/// Of a value its length, in characters; what is no value is shown as it is.
std::string masked_value(const std::string& shown) {
  if (shown.starts_with("fails: ") || shown == "null" || shown == "missing" || shown.starts_with('(') ||
      shown.starts_with("null (")) {
    return shown;
  }
  const std::string value = is_quoted(shown) ? shown.substr(1, shown.size() - 2) : shown;
  const auto characters =
      std::ranges::count_if(value, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return "private, " + std::to_string(characters) + (characters == 1 ? " character" : " characters");
}

}  // namespace

bool is_private(const facts::Map& map, const std::string& name, bool reverse) {
  if (!reverse) {
    const auto field = std::ranges::find(map.fields, name, &facts::Field::property);
    return field != map.fields.end() && field->sensitive;
  }
  return std::ranges::any_of(map.sensitive_paths, [&](const std::string& path) { return overlap(path, name); }) ||
         std::ranges::any_of(map.never_paths, [&](const std::string& path) { return overlap(path, name); });
}

Difference masked(const Difference& difference) {
  Difference shown{.property = difference.property,
                   .expected = masked_value(difference.expected),
                   .actual = masked_value(difference.actual),
                   .steps = {}};
  if (is_quoted(difference.expected) && is_quoted(difference.actual)) {
    const auto [one, other] = std::ranges::mismatch(difference.expected, difference.actual);
    const auto same = std::ranges::count_if(difference.expected.begin(), one,
                                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    shown.actual += "; they part at character " + std::to_string(same);
  }
  for (const auto& [step, value] : difference.steps) {
    shown.steps.emplace_back(step, masked_value(value));
  }
  return shown;
}

}  // namespace treaty::driver
