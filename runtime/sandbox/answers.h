#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/http/http.h"

namespace treaty::sandbox {

using Json = nlohmann::ordered_json;

constexpr int64_t portal_id = 46200001;

/// What is wrong with one value, in HubSpot's words and codes.
struct Invalid {
  std::string code, message, property;
};

http::Response json_answer(int status, const Json& body);
/// The error envelope: status, message, correlationId, category, and what `more` adds.
Json error_body(const std::string& category, const std::string& message, Json more = Json::object());
http::Response error_answer(int status, const std::string& category, const std::string& message,
                            Json more = Json::object());
/// 400 VALIDATION_ERROR with the message blob and `errors[]`.
Json validation_body(const std::vector<Invalid>& invalid);
std::string new_uuid();
/// `2026-11-23T10:00:00.000Z`
std::string iso_time(int64_t milliseconds);

}  // namespace treaty::sandbox
