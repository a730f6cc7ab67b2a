#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "runtime/connectors/hubspot/portal.h"

// Reading HubSpot's answers. Every member of an error body is treated as optional.

namespace treaty::connectors {

/// Why one record was refused.
struct Refusal {
  std::string code, field, message, existing_id;
};
Refusal refusal_of(const nlohmann::json& error);

Failure failure_of(const Response& response, const std::string& what);
Failure unusable(const Response& response, const std::string& what);

/// The texts of a context entry, whether it is a list or a single text.
std::vector<std::string> context_of(const nlohmann::json& error, const char* name);

/// A property's value as text; null is empty.
std::string text_of(const nlohmann::json& value);
Found found_of(const nlohmann::json& record);

}  // namespace treaty::connectors
