#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "runtime/http/http.h"

namespace treaty::testing_portal {

using nlohmann::json;
using Properties = std::map<std::string, std::string>;

/// As little of HubSpot as the engine's tests need, with its bad habits: answers out of order, e-mails in lower case,
/// whole batches refused for one row, and whatever fault a test asks for.
class FakePortal {
 public:
  std::set<std::string> unique = {"contacts.external_id", "contacts.email", "companies.external_id"};
  std::set<std::string> created = {"companies.name", "products.name", "products.hs_sku"};
  bool sink_whole_batches = false;  ///< one bad row refuses them all
  std::function<std::optional<http::Answer>(const http::Request&, int)>
      before;                                                 ///< the n-th request, not carried out
  std::function<bool(const http::Request&, int)> drop_after;  ///< carried out, but no answer
  std::map<std::string, std::map<int64_t, Properties>> objects;
  std::map<std::string, std::set<std::string>> links;  ///< "contacts/1 companies/2" → labels
  int requests = 0, most_inputs = 0;

  http::Answer handle(const http::Request& request) {
    std::lock_guard lock(mutex_);
    ++requests;
    if (before) {
      if (auto answer = before(request, requests)) return *answer;
    }
    http::Answer answer = route(request);
    if (drop_after && drop_after(request, requests)) answer.drop = true;
    return answer;
  }

  /// The same text for the same content, whatever the ids and the order of writing.
  std::string dump() {
    std::lock_guard lock(mutex_);
    std::multiset<std::string> lines;
    std::map<std::string, std::string> names;
    for (const auto& [object, records] : objects) {
      for (const auto& [id, properties] : records) {
        std::string text = object + " " + json(properties).dump();
        lines.insert(text);
        names[object + "/" + std::to_string(id)] = text;
      }
    }
    for (const auto& [pair, labels] : links) {
      size_t space = pair.find(' ');
      lines.insert(names[pair.substr(0, space)] + " => " + names[pair.substr(space + 1)] + json(labels).dump());
    }
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
  }
  size_t count(const std::string& object) {
    std::lock_guard lock(mutex_);
    return objects[object].size();
  }

 private:
  static http::Answer reply(int status, const json& body) {
    return {{status, {{"Content-Type", "application/json"}}, body.dump()}};
  }
  static json error(const std::string& category, const std::string& message) {
    return {{"status", "error"}, {"category", category}, {"message", message}, {"correlationId", "c0ffee"}};
  }

  http::Answer route(const http::Request& request) {
    std::string path(http::path_of(request.target));
    std::vector<std::string> parts;
    for (size_t at = 1; at <= path.size();) {
      size_t end = std::min(path.find('/', at), path.size());
      parts.push_back(path.substr(at, end - at));
      at = end + 1;
    }
    json body = request.body.empty() ? json() : json::parse(request.body);
    if (parts.size() < 4 || parts[0] != "crm") return reply(404, error("OBJECT_NOT_FOUND", "no such path"));
    if (parts[1] == "properties") return properties(request, parts, body);
    if (parts[1] == "associations") return associate(parts, body);
    if (parts.size() == 4) return list(request, parts[3]);
    if (body.contains("inputs")) most_inputs = std::max<int>(most_inputs, body["inputs"].size());
    return parts[5] == "read" ? read(parts[3], body) : write(parts[3], parts[5], body);
  }

  http::Answer properties(const http::Request& request, const std::vector<std::string>& parts, const json& body) {
    if (request.method == "POST") {
      if (parts.size() == 4 && body.value("hasUniqueValue", false))
        unique.insert(parts[3] + "." + body.value("name", ""));
      if (parts.size() == 4) created.insert(parts[3] + "." + body.value("name", ""));
      return reply(201, body);
    }
    json results = json::array();
    for (const std::string& name : unique) {
      if (name.starts_with(parts[3] + ".")) {
        results.push_back({{"name", name.substr(parts[3].size() + 1)}, {"type", "string"}, {"hasUniqueValue", true}});
      }
    }
    for (const std::string& name : created) {
      if (name.starts_with(parts[3] + ".") && !unique.contains(name)) {
        results.push_back({{"name", name.substr(parts[3].size() + 1)}, {"type", "string"}});
      }
    }
    results.push_back({{"name", "amount"}, {"type", "number"}});
    return reply(200, {{"results", results}});
  }

  json record(const std::string& object, int64_t id) {
    return {{"id", std::to_string(id)}, {"properties", objects[object][id]}, {"archived", false}};
  }

  http::Answer list(const http::Request& request, const std::string& object) {
    int64_t after = 0;
    for (const auto& [name, value] : http::query_of(request.target)) {
      if (name == "after") after = std::stoll(value);
    }
    json results = json::array(), body;
    auto& records = objects[object];
    for (auto at = records.upper_bound(after); at != records.end(); ++at) {
      if (results.size() == 100) {
        body["paging"]["next"]["after"] = results.back()["id"];
        break;
      }
      results.push_back(record(object, at->first));
    }
    body["results"] = results;
    return reply(200, body);
  }

  std::optional<int64_t> find(const std::string& object, const std::string& property, std::string value) {
    for (const auto& [id, properties] : objects[object]) {
      auto found = properties.find(property);
      if (found != properties.end() && lower(found->second) == lower(value)) return id;
    }
    return {};
  }
  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  http::Answer read(const std::string& object, const json& body) {
    json results = json::array();
    for (const auto& input : body["inputs"]) {
      std::string id = input["id"];
      auto found = body.contains("idProperty")                ? find(object, body["idProperty"], id)
                   : objects[object].contains(std::stoll(id)) ? std::optional<int64_t>(std::stoll(id))
                                                              : std::nullopt;
      if (found) results.push_back(record(object, *found));
    }
    return reply(results.size() == body["inputs"].size() ? 200 : 207, {{"status", "COMPLETE"}, {"results", results}});
  }

  /// Why a row cannot be written, if so; `self` is the record it would change.
  json refusal(const std::string& object, const json& properties, std::optional<int64_t> self) {
    for (const auto& [name, value] : properties.items()) {
      if (value == "BAD") {
        json refused = error("VALIDATION_ERROR", "Property values were not valid");
        refused["errors"] = {
            {{"message", "BAD is not allowed"}, {"code", "INVALID_OPTION"}, {"context", {{"propertyName", {name}}}}}};
        return refused;
      }
      if (!unique.contains(object + "." + name) || value == "") continue;
      auto holder = find(object, name, value);
      if (holder && holder != self)
        return error("CONFLICT", "Contact already exists. Existing ID: " + std::to_string(*holder));
    }
    return {};
  }

  http::Answer write(const std::string& object, const std::string& action, const json& body) {
    json results = json::array(), errors = json::array();
    if (sink_whole_batches) {
      for (const auto& input : body["inputs"]) {
        json refused = refusal(object, input["properties"], target_of(object, action, input));
        if (!refused.is_null()) return reply(400, refused);
      }
    }
    for (const auto& input : body["inputs"]) {
      auto target = target_of(object, action, input);
      json refused = refusal(object, input["properties"], target);
      if (action == "update" && !target) refused = error("OBJECT_NOT_FOUND", "gone");
      if (!refused.is_null()) {
        refused["context"]["objectWriteTraceId"] = {input["objectWriteTraceId"]};
        errors.push_back(refused);
        continue;
      }
      int64_t id = target.value_or(next_id_);
      if (!target) ++next_id_;
      for (const auto& [name, value] : input["properties"].items()) {
        std::string text = value;
        objects[object][id][name] = name == "email" ? lower(text) : text;
      }
      json result = record(object, id);
      result["new"] = !target;
      result["objectWriteTraceId"] = input["objectWriteTraceId"];
      results.push_back(result);
    }
    std::reverse(results.begin(), results.end());
    json answer = {{"status", "COMPLETE"}, {"results", results}};
    if (!errors.empty()) answer["errors"] = errors;
    return reply(errors.empty() ? (action == "create" ? 201 : 200) : 207, answer);
  }

  std::optional<int64_t> target_of(const std::string& object, const std::string& action, const json& input) {
    if (action == "create") return {};
    if (action == "upsert") return find(object, input["idProperty"], input["id"]);
    int64_t id = std::stoll(input["id"].get<std::string>());
    return objects[object].contains(id) ? std::optional(id) : std::nullopt;
  }

  http::Answer associate(const std::vector<std::string>& parts, const json& body) {
    if (parts.back() == "labels") {
      return reply(200, {{"results", {{{"category", "USER_DEFINED"}, {"typeId", 77}, {"label", "member of"}}}}});
    }
    if (parts.back() == "read") return reply(200, {{"results", json::array()}});
    for (const auto& input : body["inputs"]) {
      std::string pair = parts[3] + "/" + input["from"]["id"].get<std::string>() + " " + parts[4] + "/" +
                         input["to"]["id"].get<std::string>();
      std::set<std::string>& labels = links[pair];
      labels.insert("");
      if (input.contains("types")) labels.insert("member of");
    }
    return reply(201, {{"status", "COMPLETE"}, {"results", json::array()}});
  }

  std::mutex mutex_;
  int64_t next_id_ = 1001;
};

}  // namespace treaty::testing_portal
