#include "runtime/program/outcome.h"

#include <algorithm>

#include <fmt/core.h>

#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"
#include "stdlib/errors.h"

namespace treaty::program {
namespace {

int hex_digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// A value as a log and a terminal can take it: one line, not too long, cut between letters, control characters
/// written out.
std::string shown(const std::string& text) {
  constexpr size_t longest = 80;
  size_t end = std::min(text.size(), longest);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  std::string line;
  for (const char c : std::string_view(text).substr(0, end)) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7F ? fmt::format("\\u{:04x}", byte) : std::string(1, c);
  }
  return end < text.size() ? line + "…" : line;
}

std::string quoted(const interpret::Value& value) {
  const std::string text = shown(value.text);
  return value.state == TREATY_MISSING ? "a missing value"
         : value.state == TREATY_NULL  ? "null"
                                       : fmt::format("`{}`", text);
}

}  // namespace

std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 >= text.size()) {
      plain += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n':
        plain += '\n';
        break;
      case 't':
        plain += '\t';
        break;
      case 'r':
        plain += '\r';
        break;
      case 'b':
        plain += '\b';
        break;
      case 'f':
        plain += '\f';
        break;
      case 'u':  // our own payloads hold \u00XX only
        if (i + 4 < text.size()) {
          plain += static_cast<char>(hex_digit(text[i + 3]) * 16 + hex_digit(text[i + 4]));
        }
        i = std::min(i + 4, text.size() - 1);
        break;
      default:
        plain += text[i];
    }
  }
  return plain;
}

Output output_of(const treaty_outcome& outcome) {
  Output output;
  output.status = static_cast<treaty_status>(outcome.status);
  if (outcome.status == TREATY_WRITTEN) {
    output.payload = {outcome.payload, outcome.payload_size};
  }
  if (outcome.source_key.state == TREATY_PRESENT && outcome.source_key.kind == TREATY_TEXT &&
      outcome.source_key.as.text.data != nullptr) {
    output.source_key = {outcome.source_key.as.text.data, outcome.source_key.as.text.size};
  }
  output.raw = &outcome;
  return output;
}

std::optional<std::string> field_of(const treaty_outcome& outcome, uint32_t index) {
  if (outcome.status != TREATY_WRITTEN || index >= outcome.field_count ||
      outcome.fields[index].state == TREATY_MISSING) {
    return std::nullopt;
  }
  const treaty_field_span& span = outcome.fields[index];
  return unescape({outcome.payload + span.begin, span.size});
}

std::vector<std::string> keys_of(const treaty_outcome& outcome, uint32_t index) {
  std::vector<std::string> keys;
  if (outcome.status != TREATY_WRITTEN || index >= outcome.association_count) {
    return keys;
  }
  const treaty_value& value = outcome.associations[index];
  if (value.state != TREATY_PRESENT) {
    return keys;
  }
  if (value.kind == TREATY_TEXT) {
    keys.emplace_back(value.as.text.data, value.as.text.size);
  } else if (value.kind == TREATY_LIST) {
    for (uint64_t i = 0; i < value.as.list.size; ++i) {
      const treaty_value& item = value.as.list.items[i];
      if (item.state == TREATY_PRESENT && item.kind == TREATY_TEXT) {
        keys.emplace_back(item.as.text.data, item.as.text.size);
      }
    }
  }
  return keys;
}

Cause cause_of(const treaty_outcome& outcome, const ir::Program& program, const package::Map& map) {
  Cause cause;
  if (outcome.status == TREATY_MALFORMED) {
    return {{},
            "malformed",
            "the record cannot be read: it is no whole JSON object, or a row whose cells or quotes are not those of "
            "the header",
            {}};
  }
  const functions::ErrorRow& row = functions::error(outcome.error);
  cause.code = row.name;
  bool sensitive = false;
  if (outcome.field < map.fields.size()) {
    cause.property = map.fields[outcome.field].property;
    sensitive = map.fields[outcome.field].sensitive;
  } else {
    sensitive = !map.sensitive_paths.empty();  // a condition or key may read any of them
  }
  const std::string value = sensitive ? "a value that is not shown" : quoted(interpret::value_of(outcome.value));
  const bool no_key = outcome.error == treaty_errors::required_missing && outcome.field >= map.fields.size();
  cause.message = no_key ? "the record has no key" : row.sentence;
  if (const size_t at = cause.message.find("{value}"); at != std::string::npos) {
    cause.message.replace(at, 7, value);
  }
  if (outcome.step < program.steps.size()) {
    const ir::Step& step = program.steps[outcome.step];
    cause.place = fmt::format("{}:{}:{}", step.file, step.line, step.column);
    if (!step.text.empty()) {
      cause.message += fmt::format(" (at `{}`)", step.text);
    }
  }
  return cause;
}

}  // namespace treaty::program
