// Search: an index that lags behind the writes, filters, one sort, and no more than 10,000 results.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "runtime/sandbox/moment.h"
#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

constexpr size_t most_results = 10'000;
constexpr size_t most_per_page = 200;
constexpr size_t most_groups = 5;
constexpr size_t most_in_group = 6;
constexpr size_t most_filters = 18;
constexpr size_t longest_body = 3000;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
}

/// Times are asked for in milliseconds or ISO, and kept in ISO.
std::string in_milliseconds(const std::string& text) {
  const auto instant = Moment::microseconds_of(text);
  return instant ? std::to_string(*instant / 1000) : text;
}

/// How the values of one property compare: numbers and times by what they stand for, options to the letter, texts
/// without case.
int compare(const schema::Property& property, const std::string& a, const std::string& b) {
  const std::string& type = property.hubspot_type;
  if (type == "number" || type == "date" || type == "datetime") {
    const bool time = type != "number";
    char* a_end = nullptr;
    char* b_end = nullptr;
    const std::string a_text = time ? in_milliseconds(a) : a;
    const std::string b_text = time ? in_milliseconds(b) : b;
    const double x = std::strtod(a_text.c_str(), &a_end);
    const double y = std::strtod(b_text.c_str(), &b_end);
    if (!a.empty() && !b.empty() && *a_end == '\0' && *b_end == '\0') {
      return x < y ? -1 : x > y ? 1 : 0;
    }
  }
  return type == "enumeration" ? a.compare(b) : lower(a).compare(lower(b));
}

/// Whether a word fits a pattern in which `*` stands for any letters.
bool fits(std::string_view pattern, std::string_view word) {
  if (pattern.empty()) {
    return word.empty();
  }
  if (pattern.front() == '*') {
    return fits(pattern.substr(1), word) || (!word.empty() && fits(pattern, word.substr(1)));
  }
  return !word.empty() && pattern.front() == word.front() && fits(pattern.substr(1), word.substr(1));
}

bool has_token(const std::string& value, const std::string& pattern) {
  const std::string text = lower(value);
  const std::string wanted = lower(pattern);
  if (fits(wanted, text)) {
    return true;
  }
  for (size_t at = 0; at < text.size();) {
    const size_t begin = std::min(text.find_first_not_of(" \t\n,;@./-()", at), text.size());
    const size_t end = std::min(text.find_first_of(" \t\n,;@./-()", begin), text.size());
    if (end > begin && fits(wanted, std::string_view(text).substr(begin, end - begin))) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

class Search {
 public:
  Search(Portal& portal, const ObjectType& type, const Json& body)
      : portal_(portal), type_(type), body_(body), groups_(body.value("filterGroups", Json::array())) {
    if (groups_.empty() && body.contains("filters")) {
      groups_.push_back({{"filters", body["filters"]}});
    }
  }

  /// What HubSpot would refuse.
  [[nodiscard]] std::optional<std::string> complaint() const {
    if (body_.dump().size() > longest_body) {
      return fmt::format("The request body may have at most {} characters", longest_body);
    }
    size_t filters = 0;
    for (const Json& group : groups_) {
      const Json in_group = group.value("filters", Json::array());
      filters += in_group.size();
      if (in_group.size() > most_in_group) {
        return fmt::format("A filterGroup may have at most {} filters", most_in_group);
      }
      for (const Json& filter : in_group) {
        if (auto wrong = complaint_about(filter)) {
          return wrong;
        }
      }
    }
    if (groups_.size() > most_groups || filters > most_filters) {
      return fmt::format("There may be at most {} filterGroups and {} filters", most_groups, most_filters);
    }
    if (body_.value("sorts", Json::array()).size() > 1) {
      return "There may be one sort";
    }
    return std::nullopt;
  }

  std::vector<Record> run() {
    std::vector<Record> found;
    const int64_t now = portal_.now();
    const std::string query = text_of(body_.value("query", Json()));
    portal_.records->each(type_.name, [&](const Record& record) {
      if (record.indexed <= now && in_some_group(record) && (query.empty() || mentions(record, query))) {
        found.push_back(record);
      }
    });
    sort(found);
    return found;
  }

 private:
  [[nodiscard]] std::optional<std::string> complaint_about(const Json& filter) const {
    static const std::set<std::string> operators = {
        "LT",
        "LTE",
        "GT",
        "GTE",
        "EQ",
        "NEQ",
        "BETWEEN",
        "IN",
        "NOT_IN",
        "HAS_PROPERTY",
        "NOT_HAS_PROPERTY",
        "CONTAINS_TOKEN",
        "NOT_CONTAINS_TOKEN",
    };
    const std::string name = filter.value("propertyName", "");
    const std::string op = filter.value("operator", "");
    if (!operators.contains(op)) {
      return fmt::format("`{}` is no operator of search", op);
    }
    if (!name.starts_with("associations.") && portal_.model->property(type_.name, name) == nullptr) {
      return fmt::format("Property \"{}\" does not exist", name);
    }
    if ((op == "IN" || op == "NOT_IN") && filter.value("values", Json::array()).empty()) {
      return fmt::format("{} wants values", op);
    }
    if (op == "BETWEEN" && !(filter.contains("value") && filter.contains("highValue"))) {
      return "BETWEEN wants value and highValue";
    }
    return std::nullopt;
  }

  [[nodiscard]] bool in_some_group(const Record& record) {
    return groups_.empty() || std::any_of(groups_.begin(), groups_.end(), [&](const Json& group) {
             const Json filters = group.value("filters", Json::array());
             return std::all_of(filters.begin(), filters.end(),
                                [&](const Json& filter) { return holds(record, filter); });
           });
  }

  bool is_associated(const Record& record, const std::string& object, const Json& filter) {
    const ObjectType* to = portal_.model->type(object);
    const auto id = id_of(text_of(filter.value("value", Json())));
    Query query = portal_.storage->query(
        "SELECT 1 FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?");
    query.with(std::string_view(type_.name), record.id, std::string_view(to == nullptr ? "" : to->name),
               id.value_or(-1));
    return query.step();
  }

  bool holds(const Record& record, const Json& filter) {
    const std::string op = filter.value("operator", "");
    const std::string name = filter.value("propertyName", "");
    if (name.starts_with("associations.")) {
      return is_associated(record, name.substr(13), filter);
    }
    const schema::Property& property = *portal_.model->property(type_.name, name);
    const auto found = record.properties.find(name);
    const bool has = found != record.properties.end();
    if (op == "HAS_PROPERTY" || op == "NOT_HAS_PROPERTY") {
      return has == (op == "HAS_PROPERTY");
    }
    const std::string& value = has ? found->second : none_;
    const std::string wanted = text_of(filter.value("value", Json()));
    if (op == "NEQ") {
      return !has || compare(property, value, wanted) != 0;
    }
    if (op == "IN" || op == "NOT_IN") {
      const Json values = filter.value("values", Json::array());
      const bool in = has && std::any_of(values.begin(), values.end(), [&](const Json& one) {
                        return compare(property, value, text_of(one)) == 0;
                      });
      return in == (op == "IN");
    }
    if (op == "CONTAINS_TOKEN" || op == "NOT_CONTAINS_TOKEN") {
      return (has && has_token(value, wanted)) == (op == "CONTAINS_TOKEN");
    }
    if (!has) {
      return false;
    }
    const int order = compare(property, value, wanted);
    if (op == "BETWEEN") {
      return order >= 0 && compare(property, value, text_of(filter.value("highValue", Json()))) <= 0;
    }
    return op == "EQ"    ? order == 0
           : op == "LT"  ? order < 0
           : op == "LTE" ? order <= 0
           : op == "GT"  ? order > 0
                         : order >= 0;
  }

  /// `query` looks through the properties that name a record.
  static bool mentions(const Record& record, const std::string& query) {
    static constexpr const char* searched[] = {"firstname", "lastname",    "email",   "phone",
                                               "company",   "name",        "domain",  "website",
                                               "dealname",  "description", "subject", "hs_sku"};
    return std::any_of(std::begin(searched), std::end(searched), [&](const char* name) {
      const auto found = record.properties.find(name);
      return found != record.properties.end() && lower(found->second).find(lower(query)) != std::string::npos;
    });
  }

  void sort(std::vector<Record>& found) const {
    const Json sorts = body_.value("sorts", Json::array());
    if (sorts.empty()) {
      return;
    }
    const Json& wanted = sorts.front();
    std::string name = wanted.is_string() ? wanted.get<std::string>() : wanted.value("propertyName", "");
    bool descending = wanted.is_object() && wanted.value("direction", "ASCENDING") == "DESCENDING";
    if (name.starts_with('-')) {
      name.erase(0, 1);
      descending = true;
    }
    const schema::Property* property = portal_.model->property(type_.name, name);
    if (property == nullptr) {
      return;
    }
    const auto value = [&](const Record& record) -> const std::string& {
      const auto at = record.properties.find(name);
      return at == record.properties.end() ? none_ : at->second;
    };
    std::stable_sort(found.begin(), found.end(), [&](const Record& a, const Record& b) {
      const int order = compare(*property, value(a), value(b));
      return descending ? order > 0 : order < 0;
    });
  }

  Portal& portal_;
  const ObjectType& type_;
  const Json& body_;
  Json groups_;
  const std::string none_;
};

}  // namespace

http::Response serve_search(Portal& portal, const ObjectType& type, const Call& call) {
  Search search(portal, type, call.body);
  if (auto complaint = search.complaint()) {
    return error_answer(400, "VALIDATION_ERROR", *complaint);
  }
  const auto limit = static_cast<size_t>(std::max(1, call.body.value("limit", 10)));
  const std::string asked = text_of(call.body.value("after", Json()));
  const auto after_id = asked.empty() ? std::optional<int64_t>(0) : id_of(asked);
  if (!after_id || *after_id < 0) {
    return error_answer(400, "VALIDATION_ERROR", "after is an integer");
  }
  const auto after = static_cast<size_t>(*after_id);
  if (limit > most_per_page || after + limit > most_results) {
    return error_answer(
        400, "VALIDATION_ERROR",
        fmt::format("A page has at most {} results, a query at most {}", most_per_page, most_results));
  }
  const std::vector<Record> found = search.run();
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
