#include "runtime/observe/redact.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace treaty::observe {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

void Redactor::hide(std::string_view secret) {
  if (secret.size() < options_.shortest) return;
  std::lock_guard lock(mutex_);
  secrets_.emplace(secret);
}

std::string Redactor::clean(std::string_view text) const {
  std::string cleaned(text);
  std::lock_guard lock(mutex_);
  for (const std::string& secret : secrets_) replace_all(cleaned, secret, options_.shown);
  return cleaned;
}

std::string mask(std::string_view value) {
  return value.empty() ? std::string() : fmt::format("[private, {} bytes]", value.size());
}

std::string mask_properties(std::string_view payload, const std::vector<std::string>& properties) {
  if (properties.empty()) return std::string(payload);
  auto object = nlohmann::ordered_json::parse(payload, nullptr, false);
  if (!object.is_object()) return {};
  for (const std::string& name : properties) {
    auto found = object.find(name);
    if (found == object.end()) continue;
    *found = mask(found->is_string() ? found->get<std::string>() : found->dump());
  }
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace treaty::observe
