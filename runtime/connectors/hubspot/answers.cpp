#include "runtime/connectors/hubspot/answers.h"

#include <fmt/format.h>

namespace treaty::connectors {
namespace {

std::string member(const nlohmann::json& object, const char* name) {
  auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The digits after "Existing ID: ", where a conflict names the record that has the value.
std::string existing_id_in(std::string_view message) {
  constexpr std::string_view words = "Existing ID: ";
  size_t at = message.find(words);
  if (at == std::string_view::npos) return {};
  std::string_view rest = message.substr(at + words.size());
  return std::string(rest.substr(0, rest.find_first_not_of("0123456789")));
}

/// Older answers carry the details as JSON within the message: "Property values were not valid: [{…}]".
void read_details_in_message(Refusal& refusal) {
  size_t at = refusal.message.find("[{");
  if (at == std::string::npos) return;
  auto details = nlohmann::json::parse(refusal.message.substr(at), nullptr, false);
  if (!details.is_array() || details.empty() || !details[0].is_object()) return;
  if (auto code = member(details[0], "error"); !code.empty()) refusal.code = code;
  if (auto name = member(details[0], "name"); !name.empty()) refusal.field = name;
  if (auto message = member(details[0], "message"); !message.empty()) refusal.message = message;
}

}  // namespace

std::vector<std::string> context_of(const nlohmann::json& error, const char* name) {
  std::vector<std::string> texts;
  auto context = error.find("context");
  if (context == error.end() || !context->is_object()) return texts;
  auto found = context->find(name);
  if (found == context->end()) return texts;
  if (found->is_string()) texts.push_back(found->get<std::string>());
  if (found->is_array()) {
    for (const auto& one : *found) texts.push_back(text_of(one));
  }
  return texts;
}

Refusal refusal_of(const nlohmann::json& error) {
  Refusal refusal;
  if (!error.is_object()) return {"unreadable_answer", "", "the answer has no JSON body", ""};
  refusal.message = member(error, "message");
  refusal.code = member(error, "category");
  refusal.existing_id = existing_id_in(refusal.message);
  if (auto sub = member(error, "subCategory"); !sub.empty()) refusal.code = sub;
  if (auto names = context_of(error, "propertyName"); !names.empty()) refusal.field = names[0];
  auto details = error.find("errors");
  if (details != error.end() && details->is_array() && !details->empty() && (*details)[0].is_object()) {
    const auto& first = (*details)[0];
    if (auto code = member(first, "code"); !code.empty()) refusal.code = code;
    if (auto names = context_of(first, "propertyName"); !names.empty()) refusal.field = names[0];
    if (auto message = member(first, "message"); !message.empty()) refusal.message = message;
    if (refusal.existing_id.empty()) refusal.existing_id = existing_id_in(refusal.message);
  } else {
    read_details_in_message(refusal);
  }
  if (refusal.code.empty()) refusal.code = "refused";
  return refusal;
}

Failure failure_of(const Response& response, const std::string& what) {
  return {Failure::Kind::unusable, fmt::format("{}: HTTP {}: {}", what, response.status, summary_of(response)),
          response.status, request_id_of(response)};
}

Failure unusable(const Response& response, const std::string& what) {
  return {Failure::Kind::unusable, fmt::format("HubSpot's answer is not {}: {}", what, summary_of(response)),
          response.status, request_id_of(response)};
}

std::string text_of(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? std::string() : value.dump();
}

Found found_of(const nlohmann::json& record) {
  Found found;
  if (!record.is_object()) return found;
  if (auto id = record.find("id"); id != record.end()) found.id = text_of(*id);
  auto properties = record.find("properties");
  if (properties == record.end() || !properties->is_object()) return found;
  for (const auto& [name, value] : properties->items()) found.properties[name] = text_of(value);
  return found;
}

}  // namespace treaty::connectors
