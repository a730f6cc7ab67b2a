// Search: an index that lags behind the writes, filters, one sort, and no more than 10,000 results.
#include <algorithm>

#include <fmt/core.h>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

constexpr size_t most_results = 10'000;
constexpr size_t most_per_page = 200;
constexpr size_t most_filters = 18;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump(); }

/// By number where both are numbers, else by letters without regard to case.
int compare(const std::string& a, const std::string& b) {
  char* a_end = nullptr;
  char* b_end = nullptr;
  const double x = std::strtod(a.c_str(), &a_end);
  const double y = std::strtod(b.c_str(), &b_end);
  if (!a.empty() && !b.empty() && *a_end == '\0' && *b_end == '\0') {
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return lower(a).compare(lower(b));
}

bool holds(const Record& record, const Json& filter) {
  const std::string op = filter.value("operator", "EQ");
  const auto found = record.properties.find(filter.value("propertyName", ""));
  const bool has = found != record.properties.end();
  if (op == "HAS_PROPERTY" || op == "NOT_HAS_PROPERTY") {
    return has == (op == "HAS_PROPERTY");
  }
  const std::string value = has ? found->second : std::string();
  const std::string wanted = text_of(filter.value("value", Json()));
  if (op == "NEQ") {
    return !has || compare(value, wanted) != 0;
  }
  if (op == "IN" || op == "NOT_IN") {
    bool in = false;
    for (const Json& one : filter.value("values", Json::array())) {
      in = in || (has && compare(value, text_of(one)) == 0);
    }
    return in == (op == "IN");
  }
  if (op == "CONTAINS_TOKEN" || op == "NOT_CONTAINS_TOKEN") {
    std::string part = lower(wanted);
    std::erase(part, '*');
    return (has && lower(value).find(part) != std::string::npos) == (op == "CONTAINS_TOKEN");
  }
  if (!has) {
    return false;
  }
  const int order = compare(value, wanted);
  if (op == "BETWEEN") {
    return order >= 0 && compare(value, text_of(filter.value("highValue", Json()))) <= 0;
  }
  return op == "EQ" ? order == 0 : op == "LT" ? order < 0 : op == "LTE" ? order <= 0 : op == "GT" ? order > 0 : op == "GTE" && order >= 0;
}

bool found_by(const Record& record, const Json& groups) {
  if (groups.empty()) {
    return true;
  }
  return std::any_of(groups.begin(), groups.end(), [&](const Json& group) {
    const Json filters = group.value("filters", Json::array());
    return std::all_of(filters.begin(), filters.end(), [&](const Json& filter) { return holds(record, filter); });
  });
}

std::optional<std::string> too_much(const Json& body, const Json& groups) {
  if (body.dump().size() > 3000) {
    return "The request body may have at most 3000 characters";
  }
  size_t filters = 0;
  for (const Json& group : groups) {
    const size_t count = group.value("filters", Json::array()).size();
    filters += count;
    if (count > 6) {
      return "A filterGroup may have at most 6 filters";
    }
  }
  if (groups.size() > 5 || filters > most_filters) {
    return "There may be at most 5 filterGroups and 18 filters";
  }
  return std::nullopt;
}

}  // namespace

http::Response serve_search(Portal& portal, const ObjectType& type, const Call& call) {
  const Json groups = call.body.value("filterGroups", Json::array());
  if (auto complaint = too_much(call.body, groups)) {
    return error_answer(400, "VALIDATION_ERROR", *complaint);
  }
  const auto limit = static_cast<size_t>(call.body.value("limit", 10));
  const auto after = static_cast<size_t>(std::max<long long>(0, std::atoll(text_of(call.body.value("after", Json("0"))).c_str())));
  if (limit > most_per_page || after + limit > most_results) {
    return error_answer(400, "VALIDATION_ERROR", fmt::format("A page has at most {} results, a query at most {}", most_per_page, most_results));
  }
  std::vector<Record> found;
  const int64_t now = portal.now();
  portal.records->each(type.name, [&](const Record& record) {
    if (record.indexed <= now && found_by(record, groups)) {
      found.push_back(record);
    }
  });
  if (const Json sorts = call.body.value("sorts", Json::array()); !sorts.empty()) {
    const Json& sort = sorts.front();
    const std::string name = sort.is_string() ? sort.get<std::string>() : sort.value("propertyName", "");
    const bool descending = sort.is_object() && sort.value("direction", "ASCENDING") == "DESCENDING";
    std::stable_sort(found.begin(), found.end(), [&](const Record& a, const Record& b) {
      const auto value = [&](const Record& record) {
        const auto property = record.properties.find(name);
        return property == record.properties.end() ? std::string() : property->second;
      };
      const int order = compare(value(a), value(b));
      return descending ? order > 0 : order < 0;
    });
  }
  Json results = Json::array();
  for (size_t i = after; i < std::min(found.size(), after + limit); ++i) {
    results.push_back(to_json(found[i], call.body.value("properties", std::vector<std::string>{})));
  }
  Json body = {{"total", found.size()}, {"results", results}};
  if (after + limit < found.size()) {
    body["paging"] = {{"next", {{"after", std::to_string(after + limit)}}}};
  }
  return json_answer(200, body);
}

}  // namespace treaty::sandbox
