#include "runtime/connectors/hubspot/values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <optional>
#include <vector>

namespace treaty::connectors {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// A number without what does not count: "0012.50" is "12.5", "-0" is "0". Exact, whatever its length.
std::string plain_number(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  while (text.size() > 1 && text[0] == '0' && text[1] != '.') text.remove_prefix(1);
  std::string digits(text.starts_with('.') ? "0" : "");
  digits += text;
  if (digits.find('.') != std::string::npos) {
    while (digits.ends_with('0')) digits.pop_back();
    if (digits.ends_with('.')) digits.pop_back();
  }
  return negative && digits != "0" ? "-" + digits : digits;
}

/// Milliseconds since the epoch, of digits or of ISO 8601 in UTC with or without a time.
std::optional<int64_t> instant(std::string_view text) {
  int64_t number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc() && end == text.data() + text.size()) return number;
  std::string copy(text);
  std::tm fields{};
  int consumed = 0, millis = 0;
  if (std::sscanf(copy.c_str(), "%d-%d-%d%n", &fields.tm_year, &fields.tm_mon, &fields.tm_mday, &consumed) != 3)
    return {};
  fields.tm_year -= 1900;
  --fields.tm_mon;
  const char* rest = copy.c_str() + consumed;
  if (*rest == 'T' || *rest == ' ') {
    int time = 0;
    if (std::sscanf(rest + 1, "%d:%d:%d%n", &fields.tm_hour, &fields.tm_min, &fields.tm_sec, &time) < 3) return {};
    rest += 1 + time;
    if (*rest == '.') {
      std::string fraction = std::string(rest + 1).substr(0, 3);
      fraction = fraction.substr(0, fraction.find_first_not_of("0123456789"));
      fraction.resize(3, '0');
      millis = std::atoi(fraction.c_str());
    }
  }
  return int64_t{timegm(&fields)} * 1000 + millis;
}

std::string sorted_options(std::string_view text) {
  std::vector<std::string_view> options;
  while (!text.empty()) {
    size_t end = std::min(text.find(';'), text.size());
    if (end > 0) options.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(options.begin(), options.end());
  std::string joined;
  for (std::string_view option : options) joined.append(option).push_back(';');
  return joined;
}

}  // namespace

bool agree(std::string_view property, std::string_view type, std::string_view sent, std::string_view held) {
  sent = trimmed(sent);
  held = trimmed(held);
  if (sent == held) return true;
  if (property == "email" || property == "domain" || property == "hs_additional_emails")
    return lower(sent) == lower(held);
  if (type == "number") return plain_number(sent) == plain_number(held);
  if (type == "bool") return lower(sent) == lower(held);
  if (type == "enumeration") return sorted_options(sent) == sorted_options(held);
  if (type == "date" || type == "datetime") {
    auto one = instant(sent), other = instant(held);
    return one && one == other;
  }
  return false;
}

std::string normalised(std::string_view property, std::string_view value) {
  // Unique text is compared by HubSpot without regard to case only where it is an e-mail address or a domain.
  return property == "email" || property == "domain" ? lower(trimmed(value)) : std::string(trimmed(value));
}

}  // namespace treaty::connectors
