#include "stdlib/contact/phone.h"

#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include "stdlib/contact/phone_text.h"
#include "stdlib/function.h"

namespace treaty_stdlib {
namespace {

struct State {
  uint16_t next[10];
  uint16_t accepts;
};

/// A numbering plan. `viable` and `valid` are first states: what a national number can look like, and what is given
/// out.
struct Region {
  std::string_view iso;
  uint16_t calling_code;
  uint16_t viable;
  uint16_t valid;
  const char* international_prefix;  ///< patterns as the metadata has them
  const char* national_prefix;
  const char* transform;  ///< what becomes of a number whose prefix captured something, `9$1`
  const char* leading_digits;
};

struct Code {
  uint16_t code;
  uint16_t first;
  uint16_t count;
};

#include "stdlib/contact/phone_tables.inc"

bool accepts(uint16_t state, std::string_view digits) {
  for (const char digit : digits) {
    state = states[state].next[digit - '0'];
    if (state == 0) return false;
  }
  return states[state].accepts != 0;
}

/// A prefix that is nothing but digits needs no expression.
bool is_plain(const char* pattern) {
  return std::all_of(pattern, pattern + strlen(pattern), [](char c) { return is_digit(c); });
}

/// The compiled prefix of a region; a thread's own, since a thread sees few regions.
const RE2& expression(const Region& region, bool national) {
  thread_local std::unique_ptr<RE2> compiled[std::size(regions)][2];
  std::unique_ptr<RE2>& place = compiled[&region - std::begin(regions)][national];
  if (place == nullptr) {
    place = std::make_unique<RE2>(national ? region.national_prefix : region.international_prefix, RE2::Quiet);
  }
  return *place;
}

/// What stands behind the international prefix of `region`; empty where there is none.
std::string_view behind_international_prefix(const Region& region, std::string_view digits) {
  const std::string_view prefix = region.international_prefix;
  if (prefix.empty()) return {};
  if (is_plain(region.international_prefix))
    return digits.starts_with(prefix) ? digits.substr(prefix.size()) : std::string_view();
  re2::StringPiece rest(digits.data(), digits.size());
  if (!RE2::Consume(&rest, expression(region, false))) return {};
  return {rest.data(), rest.size()};
}

/// The number without its national prefix, by the plan's rule, where that makes it no worse.
std::string without_national_prefix(const Region& region, std::string_view number) {
  const std::string_view prefix = region.national_prefix;
  std::string rest(number);
  if (prefix.empty()) return rest;
  if (is_plain(region.national_prefix)) {
    if (!number.starts_with(prefix)) return rest;
    rest = number.substr(prefix.size());
  } else {
    const RE2& expression_of_prefix = expression(region, true);
    re2::StringPiece groups[3];
    const int count = std::min(expression_of_prefix.NumberOfCapturingGroups(), 2) + 1;
    if (!expression_of_prefix.Match(re2::StringPiece(number.data(), number.size()), 0, number.size(),
                                    RE2::ANCHOR_START, groups, count)) {
      return rest;
    }
    const bool transforms =
        *region.transform != 0 && groups[count - 1].data() != nullptr && count > 1 && !groups[count - 1].empty();
    rest.clear();
    if (transforms) {
      for (const char* at = region.transform; *at != 0; ++at) {
        if (*at == '$') {
          const re2::StringPiece group = groups[std::min(*++at - '0', count - 1)];
          rest.append(group.data() == nullptr ? "" : group.data(), group.size());
        } else {
          rest += *at;
        }
      }
    }
    rest.append(number.substr(groups[0].size()));
  }
  return accepts(region.viable, number) && !accepts(region.viable, rest) ? std::string(number) : rest;
}

const Code* code_of(std::string_view digits, size_t length) {
  if (digits.size() <= length || digits[0] == '0') return nullptr;
  uint16_t code = 0;
  for (const char digit : digits.substr(0, length)) code = static_cast<uint16_t>(code * 10 + (digit - '0'));
  const auto* found = std::lower_bound(std::begin(codes), std::end(codes), code,
                                       [](const Code& a, uint16_t b) { return a.code < b; });
  return found != std::end(codes) && found->code == code ? found : nullptr;
}

bool is_given_out(const Code& code, std::string_view number) {
  return std::any_of(regions_of_codes + code.first, regions_of_codes + code.first + code.count,
                     [&](uint16_t index) { return accepts(regions[index].valid, number); });
}

struct Out {
  char* bytes;
  uint32_t* size;
};

bool give(uint16_t calling_code, std::string_view number, Out out) {
  char* at = out.bytes;
  *at++ = '+';
  if (calling_code >= 100) *at++ = static_cast<char>('0' + calling_code / 100);
  if (calling_code >= 10) *at++ = static_cast<char>('0' + calling_code / 10 % 10);
  *at++ = static_cast<char>('0' + calling_code % 10);
  at = std::copy(number.begin(), number.end(), at);
  *out.size = static_cast<uint32_t>(at - out.bytes);
  return true;
}

/// A number that begins with its calling code. `home` is the plan of the country that was given, if any.
bool read_international(std::string_view digits, const Region* home, Out out) {
  for (size_t length = 1; length <= 3; ++length) {
    const Code* code = code_of(digits, length);
    if (code == nullptr) continue;
    const std::string_view rest = digits.substr(length);
    const Region& first = regions[regions_of_codes[code->first]];
    std::string number = without_national_prefix(first, rest);
    if (is_given_out(*code, number)) return give(code->code, number, out);
    if (home != nullptr && home != &first && home->calling_code == code->code) {
      number = without_national_prefix(*home, rest);
      if (is_given_out(*code, number)) return give(code->code, number, out);
    }
    // The digits as they are, where taking the prefix off went wrong.
    return is_given_out(*code, rest) && give(code->code, rest, out);
  }
  return false;
}

bool read_national(std::string_view digits, const Region& home, Out out) {
  const Code* code = std::lower_bound(std::begin(codes), std::end(codes), home.calling_code,
                                      [](const Code& a, uint16_t b) { return a.code < b; });
  const std::string number = without_national_prefix(home, digits);
  if (is_given_out(*code, number)) return give(code->code, number, out);
  return is_given_out(*code, digits) && give(code->code, digits, out);
}

const Region* region_of(std::string_view country) {
  if (country.size() != 2) return nullptr;
  const char iso[2] = {static_cast<char>(country[0] & ~0x20), static_cast<char>(country[1] & ~0x20)};
  const std::string_view wanted(iso, 2);
  const auto* end = std::begin(regions) + countries;
  const auto* found = std::lower_bound(std::begin(regions), end, wanted,
                                       [](const Region& a, std::string_view b) { return a.iso < b; });
  return found != end && found->iso == wanted ? found : nullptr;
}

}  // namespace

PhoneResult read_phone(std::string_view text, std::string_view country, char* out_bytes, uint32_t* size) {
  const Out out{out_bytes, size};
  const Region* home = region_of(country);
  PhoneText read;
  if (!read_phone_text(text, &read)) return PhoneResult::invalid;
  const std::string_view digits(read.digits, read.count);
  if (read.plus) {
    if (read_international(digits, home, out)) return PhoneResult::valid;
    // "+0" and such: the plus of somebody who writes one before any number.
    return digits[0] == '0' && home != nullptr && read_national(digits, *home, out) ? PhoneResult::valid
                                                                                    : PhoneResult::invalid;
  }
  if (home != nullptr) {
    const std::string_view abroad = behind_international_prefix(*home, digits);
    if (!abroad.empty() && read_international(abroad, home, out)) return PhoneResult::valid;
    if (read_national(digits, *home, out)) return PhoneResult::valid;
    // The country's own calling code without a plus.
    char code[8];
    const int length = std::snprintf(code, sizeof code, "%u", home->calling_code);
    if (digits.starts_with(std::string_view(code, static_cast<size_t>(length))) &&
        read_international(digits, home, out)) {
      return PhoneResult::valid;
    }
  }
  // What the whole world, or North America, dials before a foreign number.
  for (const std::string_view prefix : {"00", "011"}) {
    if (digits.starts_with(prefix) && read_international(digits.substr(prefix.size()), home, out))
      return PhoneResult::valid;
  }
  return home == nullptr ? PhoneResult::unknown_country : PhoneResult::invalid;
}

}  // namespace treaty_stdlib

TREATY_FN(contact_phone) {
  using namespace treaty_stdlib;
  const auto& text = arguments[0].as.text;
  const auto& country = arguments[1].as.text;
  char* out = allocate(context, 32);
  if (out == nullptr) return treaty_errors::too_large;
  uint32_t size = 0;
  switch (read_phone({text.data, text.size}, {country.data, country.size}, out, &size)) {
    case PhoneResult::valid:
      set_text(result, out, size, TREATY_CLEAN);
      return 0;
    case PhoneResult::unknown_country:
      return treaty_errors::unknown_country;
    case PhoneResult::invalid:
      break;
  }
  return treaty_errors::not_a_phone_number;
}
