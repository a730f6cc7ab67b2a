#pragma once

#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace treaty::cli {

/// Takes one of the names, in any case, for its value; says of anything else which names there are. CLI11's own check
/// takes the values' numbers too, and shows them.
template <class Value>
CLI::Validator choice(std::vector<std::pair<std::string, Value>> values) {
  return CLI::Validator(
      [values = std::move(values)](std::string& given) {
        std::string names;
        for (const auto& [name, value] : values) {
          if (CLI::detail::to_lower(name) == CLI::detail::to_lower(given)) {
            given = std::to_string(static_cast<int>(value));
            return std::string();
          }
          names += (names.empty() ? "" : ", ") + name;
        }
        return fmt::format("`{}` is none of {}", given, names);
      },
      "");
}

}  // namespace treaty::cli
