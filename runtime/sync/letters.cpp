#include "runtime/sync/letters.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "runtime/observe/redact.h"

namespace treaty::sync {
namespace {

std::vector<std::string> private_properties(const package::Map& map) {
  std::vector<std::string> names;
  for (const package::Field& field : map.fields) {
    if (field.sensitive) names.push_back(field.property);
  }
  return names;
}

/// HubSpot repeats the values it dislikes; private ones must not come back that way.
std::string without_private_values(std::string message, const Record& record, const std::vector<std::string>& names) {
  if (names.empty()) return message;
  auto payload = nlohmann::json::parse(record.payload, nullptr, false);
  if (!payload.is_object()) return message;
  observe::Redactor redactor({.shown = "[private]", .shortest = 2});
  for (const std::string& name : names) {
    auto found = payload.find(name);
    if (found == payload.end() || !found->is_string()) continue;
    std::string value = found->get<std::string>();
    redactor.hide(value);
    for (char& c : value) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    redactor.hide(value);
  }
  return redactor.clean(message);
}

std::string place_of(const package::Map& map, const std::string& property) {
  for (const package::Field& field : map.fields) {
    if (field.property == property && field.line != 0) return fmt::format("map {}, line {}", map.name, field.line);
  }
  return "map " + map.name;
}

}  // namespace

ledger::Letter invalid(const package::Map& map, const Record& record, std::string code, std::string field,
                       std::string message, int64_t now_us) {
  return {.map = map.name,
          .source_key = record.key,
          .verdict = "invalid",
          .code = std::move(code),
          .field = field,
          .place = place_of(map, field),
          .message = std::move(message),
          .payload = observe::mask_properties(record.payload, private_properties(map)),
          .first_us = now_us,
          .last_us = now_us};
}

ledger::Letter invalid(const package::Map& map, const Record& record, int64_t now_us) {
  ledger::Letter letter =
      invalid(map, record, record.cause.code, record.cause.property, record.cause.message, now_us);
  if (!record.cause.place.empty()) letter.place = record.cause.place;
  return letter;
}

ledger::Letter rejected(const package::Map& map, const Record& record, const connectors::Written& written,
                        int64_t now_us) {
  std::string message = without_private_values(written.message, record, private_properties(map));
  ledger::Letter letter = invalid(map, record, written.code, written.field, std::move(message), now_us);
  letter.verdict = "rejected";
  letter.http_status = written.status;
  letter.request_id = written.request_id;
  return letter;
}

std::string in_words(std::string_view source_key) {
  const std::string key(source_key);
  const size_t mark = source_key.rfind('#');
  if (!source_key.starts_with('[') || !source_key.ends_with(']') || mark == std::string_view::npos) return key;
  const std::string_view digits = source_key.substr(mark + 1, source_key.size() - mark - 2);
  uint64_t before = 0;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), before);
  if (digits.empty() || wrong != std::errc() || end != digits.data() + digits.size()) return key;
  std::string position(source_key.substr(1, mark - 1));
  const std::string record = fmt::format("record {}", before + 1);
  if (position.empty()) return record;  // from the very beginning
  // A file's position is a byte, with the version of the file behind it.
  const size_t byte = position.find_first_not_of("0123456789");
  if (byte != 0 && byte != std::string::npos && position[byte] == '/')
    position = "from byte " + position.substr(0, byte);
  return position + ", " + record;
}

}  // namespace treaty::sync
