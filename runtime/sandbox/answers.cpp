#include "runtime/sandbox/answers.h"

#include <openssl/rand.h>

#include <ctime>

#include <fmt/core.h>

namespace treaty::sandbox {

http::Response json_answer(int status, const Json& body) {
  http::Response response;
  response.status = status;
  if (status != 204) {
    response.headers.emplace_back("Content-Type", "application/json;charset=utf-8");
    response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return response;
}

Json error_body(const std::string& category, const std::string& message, Json more) {
  Json body = {{"status", "error"}, {"message", message}, {"correlationId", new_uuid()}, {"category", category}};
  body.update(more);
  return body;
}

http::Response error_answer(int status, const std::string& category, const std::string& message, Json more) {
  return json_answer(status, error_body(category, message, std::move(more)));
}

Json validation_body(const std::vector<Invalid>& invalid) {
  Json blob = Json::array();
  Json errors = Json::array();
  for (const Invalid& one : invalid) {
    blob.push_back({{"isValid", false},
                    {"message", one.message},
                    {"error", one.code},
                    {"name", one.property},
                    {"localizedErrorMessage", one.message},
                    {"portalId", portal_id}});
    errors.push_back(
        {{"message", one.message}, {"code", one.code}, {"context", {{"propertyName", Json::array({one.property})}}}});
  }
  return error_body("VALIDATION_ERROR",
                    "Property values were not valid: " + blob.dump(-1, ' ', false, Json::error_handler_t::replace),
                    {{"errors", errors}});
}

std::string new_uuid() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) {
    return "00000000-0000-4000-8000-000000000000";
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (int i = 0; i < 16; ++i) {
    text += fmt::format("{}{:02x}", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
  }
  return text;
}

std::string iso_time(int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds % 1000);
}

}  // namespace treaty::sandbox
