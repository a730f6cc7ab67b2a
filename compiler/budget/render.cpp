#include "compiler/budget/render.h"

#include <array>
#include <cmath>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/budget/budget.h"

namespace treaty::budget {
namespace {

std::string part(const char* title, const std::vector<Line>& lines) {
  std::string text = lines.empty() ? "" : fmt::format("{}\n", title);
  for (const Line& line : lines) {
    text += fmt::format("  {:<16} {:<24} {:>14}   {}\n", line.subject, line.what, line.value, line.how);
  }
  return text;
}

nlohmann::ordered_json json_of(const std::vector<Line>& lines) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Line& line : lines) {
    nlohmann::ordered_json one = {{"subject", line.subject}, {"what", line.what}, {"value", line.value}};
    one["number"] =
        std::isfinite(line.number) ? nlohmann::ordered_json(line.number) : nlohmann::ordered_json(nullptr);
    one["how"] = line.how;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

std::string time_text(double seconds) {
  if (seconds < 1) {
    return fmt::format("{:.0f} ms", seconds * 1000);
  }
  struct Unit {
    const char* name;
    int64_t seconds;
  };
  constexpr std::array units = {Unit{"d", 86400}, Unit{"h", 3600}, Unit{"min", 60}, Unit{"s", 1}};
  auto left = static_cast<int64_t>(std::llround(seconds));
  std::string text;
  for (size_t i = 0, shown = 0; i < units.size() && shown < 2; ++i) {
    if (const int64_t count = left / units[i].seconds; count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, units[i].name);
      left %= units[i].seconds;
      ++shown;
    } else if (shown > 0) {
      break;
    }
  }
  return text;
}

std::string to_text(const Reckoning& reckoning) {
  std::string text = part("round by round", reckoning.steady) + part("the backfill", reckoning.backfill) +
                     part("an outage", reckoning.outage);
  for (const std::string& one : reckoning.unknown) {
    text += "  not declared: " + one + "\n";
  }
  return text;
}

std::string to_json(const Reckoning& reckoning) {
  const nlohmann::ordered_json whole = {{"steady", json_of(reckoning.steady)},
                                        {"backfill", json_of(reckoning.backfill)},
                                        {"outage", json_of(reckoning.outage)},
                                        {"unknown", reckoning.unknown}};
  return whole.dump(2) + "\n";
}

}  // namespace treaty::budget
