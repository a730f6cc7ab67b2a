#include "runtime/sandbox/moment.h"

#include <cctype>
#include <charconv>
#include <chrono>
#include <optional>

namespace treaty::sandbox {
namespace {

/// Takes `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, size_t digits) {
  int number = 0;
  if (text.size() < digits) {
    return std::nullopt;
  }
  const auto [end, failure] = std::from_chars(text.data(), text.data() + digits, number);
  if (failure != std::errc() || end != text.data() + digits) {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

int64_t take_fraction(std::string_view& text) {
  int64_t micros = 0;
  if (take(text, ".,")) {
    for (int64_t unit = 100'000; !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0;
         unit /= 10) {
      micros += unit * (text.front() - '0');
      text.remove_prefix(1);
    }
  }
  return micros;
}

std::optional<int64_t> take_offset(std::string_view& text) {
  if (text.empty() || take(text, "Zz")) {
    return 0;
  }
  const bool east = text.front() == '+';
  if (!take(text, "+-")) {
    return std::nullopt;
  }
  const auto hours = take_number(text, 2);
  take(text, ":");
  const auto minutes = text.empty() ? std::optional(0) : take_number(text, 2);
  if (!hours || !minutes) {
    return std::nullopt;
  }
  return (east ? 1 : -1) * (*hours * 60 + *minutes) * int64_t{60'000'000};
}

std::optional<int64_t> instant_of(std::string_view text) {
  const auto year = take_number(text, 4);
  const bool dash = take(text, "-");
  const auto month = take_number(text, 2);
  const bool second_dash = take(text, "-");
  const auto day = take_number(text, 2);
  if (!year || !month || !day || !dash || !second_dash) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  int64_t micros =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::sys_days(date).time_since_epoch()).count();
  if (text.empty()) {
    return micros;
  }
  const bool separated = take(text, "Tt ");
  const auto hour = take_number(text, 2);
  const bool colon = take(text, ":");
  const auto minute = take_number(text, 2);
  if (!separated || !hour || !colon || !minute) {
    return std::nullopt;
  }
  int64_t seconds = *hour * 3600LL + *minute * 60LL;
  if (take(text, ":")) {
    seconds += take_number(text, 2).value_or(0);
  }
  micros += seconds * 1'000'000 + take_fraction(text);
  const auto offset = take_offset(text);
  return offset && text.empty() ? std::optional(micros - *offset) : std::nullopt;
}

}  // namespace

std::optional<int64_t> Moment::microseconds_of(std::string_view text) { return instant_of(text); }

Moment Moment::read(std::string_view text) {
  Moment moment;
  if (const auto instant = instant_of(text)) {
    moment.value_ = *instant;
    return moment;
  }
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc() && end == text.data() + text.size()) {
    moment.value_ = number;
  } else {
    moment.value_ = std::string(text);
  }
  return moment;
}

bool Moment::operator<(const Moment& other) const {
  return value_.index() == other.value_.index() && value_ < other.value_;
}

}  // namespace treaty::sandbox
