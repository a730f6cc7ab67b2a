#include <fmt/format.h>

#include "runtime/connectors/hubspot/answers.h"
#include "runtime/connectors/hubspot/values.h"

namespace treaty::connectors {
namespace {

constexpr size_t largest_read = 100;

nlohmann::json read_body(const std::string& property, std::span<const std::string> values,
                         const std::vector<std::string>& properties) {
  nlohmann::json body = {{"inputs", nlohmann::json::array()}, {"properties", properties}};
  if (!property.empty()) body["idProperty"] = property;
  for (const std::string& value : values) body["inputs"].push_back({{"id", value}});
  return body;
}

}  // namespace

Outcome<std::map<std::string, Found>> Portal::read(const std::string& object, const std::string& property,
                                                   std::span<const std::string> values,
                                                   const std::vector<std::string>& properties) {
  std::map<std::string, Found> all;
  std::vector<std::string> asked = properties;
  if (!property.empty()) asked.push_back(property);
  for (size_t begin = 0; begin < values.size(); begin += largest_read) {
    auto part = values.subspan(begin, std::min(largest_read, values.size() - begin));
    auto answer = channel_.send({"POST", objects(object) + "/batch/read", read_body(property, part, asked).dump()});
    if (!answer) return std::unexpected(answer.error());
    if (answer->status == 404) continue;  // none of them
    if (answer->status >= 400) return std::unexpected(failure_of(*answer, "reading " + object));
    auto body = nlohmann::json::parse(answer->body, nullptr, false);
    if (!body.is_object()) return std::unexpected(unusable(*answer, "a list of records"));
    for (const auto& result : body.value("results", nlohmann::json::array())) {
      Found found = found_of(result);
      for (const std::string& value : part) {
        bool same = property.empty()
                        ? found.id == value
                        : normalised(property, found.properties[property]) == normalised(property, value);
        if (same) all[value] = found;
      }
    }
  }
  return all;
}

Outcome<void> Portal::enumerate(const std::string& object, const std::vector<std::string>& properties,
                                const std::function<void(const Found&)>& take) {
  std::string after, query = "?limit=100";
  for (const std::string& property : properties) query += "&properties=" + http::percent_encoded(property);
  while (true) {
    std::string target = objects(object) + query + (after.empty() ? "" : "&after=" + http::percent_encoded(after));
    auto answer = channel_.send({"GET", target, ""});
    if (!answer) return std::unexpected(answer.error());
    if (answer->status != 200) return std::unexpected(failure_of(*answer, "listing " + object));
    auto body = nlohmann::json::parse(answer->body, nullptr, false);
    if (!body.is_object() || !body.contains("results"))
      return std::unexpected(unusable(*answer, "a page of records"));
    for (const auto& result : body["results"]) take(found_of(result));
    std::string next;
    static const nlohmann::json::json_pointer pointer("/paging/next/after");
    if (body.contains(pointer)) next = text_of(body[pointer]);
    if (next.empty()) return {};
    if (next == after) return std::unexpected(unusable(*answer, "a new page: the same one came twice"));
    after = next;
  }
}

Outcome<void> Portal::owners(const std::function<void(const Found&)>& take) {
  std::string path = dated() ? "/crm/owners/" + version_ : "/crm/" + version_ + "/owners", after;
  while (true) {
    auto answer = channel_.send(
        {"GET", path + "?limit=100" + (after.empty() ? "" : "&after=" + http::percent_encoded(after)), ""});
    if (!answer) return std::unexpected(answer.error());
    if (answer->status != 200) return std::unexpected(failure_of(*answer, "listing owners"));
    auto body = nlohmann::json::parse(answer->body, nullptr, false);
    if (!body.is_object() || !body.contains("results")) return std::unexpected(unusable(*answer, "a page of owners"));
    for (const auto& owner : body["results"]) {
      if (!owner.is_object()) continue;
      Found found;
      for (const auto& [name, value] : owner.items()) {
        if (value.is_primitive()) found.properties[name] = text_of(value);
      }
      found.id = found.properties["id"];
      take(found);
    }
    std::string next;
    static const nlohmann::json::json_pointer pointer("/paging/next/after");
    if (body.contains(pointer)) next = text_of(body[pointer]);
    if (next.empty() || next == after) return {};
    after = next;
  }
}

}  // namespace treaty::connectors
