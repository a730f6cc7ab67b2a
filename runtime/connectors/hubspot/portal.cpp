#include "runtime/connectors/hubspot/portal.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/connectors/hubspot/answers.h"

namespace treaty::connectors {

Portal::Portal(Channel& channel, std::string version)
    : channel_(channel), version_(version.empty() ? "2026-09" : std::move(version)) {}

std::string Portal::objects(const std::string& object) const {
  return dated() ? fmt::format("/crm/objects/{}/{}", version_, object)
                 : fmt::format("/crm/{}/objects/{}", version_, object);
}

std::string Portal::associations_path(const std::string& from, const std::string& to) const {
  return dated() ? fmt::format("/crm/associations/{}/{}/{}", version_, from, to)
                 : fmt::format("/crm/v4/associations/{}/{}", from, to);
}

std::string Portal::properties_path(const std::string& object) const {
  return dated() ? fmt::format("/crm/properties/{}/{}", version_, object)
                 : fmt::format("/crm/{}/properties/{}", version_, object);
}

Outcome<const Portal::Properties*> Portal::properties_of(const std::string& object) {
  std::lock_guard lock(mutex_);
  if (auto found = properties_.find(object); found != properties_.end()) return &found->second;
  auto answer = channel_.send({"GET", properties_path(object), ""});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 200) return std::unexpected(failure_of(*answer, "GET " + properties_path(object)));
  auto body = nlohmann::json::parse(answer->body, nullptr, false);
  if (!body.is_object() || !body.contains("results"))
    return std::unexpected(unusable(*answer, "the list of properties"));
  Properties properties;
  for (const auto& property : body["results"]) {
    std::string name = property.value("name", std::string());
    properties.types[name] = property.value("type", std::string());
    if (property.value("hasUniqueValue", false)) properties.unique.insert(name);
  }
  if (object == "contacts" || object == "0-1") properties.unique.insert("email");
  return &(properties_[object] = std::move(properties));
}

Outcome<std::string> Portal::account() {
  auto answer = channel_.send({"GET", "/account-info/v3/details", ""});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 200) return std::unexpected(failure_of(*answer, "GET /account-info/v3/details"));
  auto body = nlohmann::json::parse(answer->body, nullptr, false);
  if (!body.is_object() || !body.contains("portalId"))
    return std::unexpected(unusable(*answer, "the account's details"));
  return text_of(body["portalId"]);
}

Outcome<bool> Portal::is_unique(const std::string& object, const std::string& property) {
  auto properties = properties_of(object);
  if (!properties) return std::unexpected(properties.error());
  return (*properties)->unique.contains(property);
}

Outcome<std::string> Portal::type_of(const std::string& object, const std::string& property) {
  auto properties = properties_of(object);
  if (!properties) return std::unexpected(properties.error());
  auto found = (*properties)->types.find(property);
  return found == (*properties)->types.end() ? std::string() : found->second;
}

}  // namespace treaty::connectors
