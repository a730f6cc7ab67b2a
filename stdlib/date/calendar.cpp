// Days and instants: parts, sums, and how they become one another.
#include "stdlib/date/zone.h"
#include "stdlib/function.h"

using namespace treaty_stdlib;
using treaty_record::civil_of;
using treaty_record::days_of;

namespace {

constexpr int64_t day_us = 86'400'000'000;
constexpr int64_t first_day = -719162;  // 0001-01-01
constexpr int64_t last_day = 2932896;   // 9999-12-31

int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

treaty_error give_date(treaty_value* result, int64_t days) {
  if (days < first_day || days > last_day) return treaty_errors::out_of_range;
  set_integer(result, TREATY_DATE, days);
  return 0;
}

struct Day {
  int64_t year = 0;
  int month = 0;
  int day = 0;
};
Day day_of(const treaty_value& value) {
  Day day;
  civil_of(value.as.integer, &day.year, &day.month, &day.day);
  return day;
}

bool is_utc(const treaty_value& zone) { return equals(zone, "UTC", 3) || equals(zone, "Z", 1); }

}  // namespace

TREATY_FN(timestamp_date) {
  int64_t local = arguments[0].as.integer;
  if (!is_utc(arguments[1])) {
    if (const treaty_error error = treaty_zone_to_local(arguments[0].as.integer, arguments[1].as.text.data,
                                                        arguments[1].as.text.size, &local)) {
      return error;
    }
  }
  return give_date(result, floor_divide(local, day_us));
}

TREATY_FN(date_timestamp) {
  int64_t instant = arguments[0].as.integer * day_us;
  if (!is_utc(arguments[1])) {
    if (const treaty_error error =
            treaty_zone_to_utc(instant, arguments[1].as.text.data, arguments[1].as.text.size, 0, &instant))
      return error;
  }
  set_integer(result, TREATY_TIMESTAMP, instant);
  return 0;
}

TREATY_FN(timestamp_timestamp) {
  *result = arguments[0];
  return 0;
}

TREATY_FN(timestamp_epoch_ms) {
  set_integer(result, TREATY_INTEGER, floor_divide(arguments[0].as.integer, 1000));
  return 0;
}
TREATY_FN(timestamp_epoch_s) {
  set_integer(result, TREATY_INTEGER, floor_divide(arguments[0].as.integer, 1'000'000));
  return 0;
}
TREATY_FN(integer_from_epoch_ms) {
  const int64_t milliseconds = arguments[0].as.integer;
  if (milliseconds < first_day * 86'400'000 || milliseconds >= (last_day + 1) * 86'400'000)
    return treaty_errors::out_of_range;
  set_integer(result, TREATY_TIMESTAMP, milliseconds * 1000);
  return 0;
}

TREATY_FN(date_year) {
  set_integer(result, TREATY_INTEGER, day_of(arguments[0]).year);
  return 0;
}
TREATY_FN(date_month) {
  set_integer(result, TREATY_INTEGER, day_of(arguments[0]).month);
  return 0;
}
TREATY_FN(date_day) {
  set_integer(result, TREATY_INTEGER, day_of(arguments[0]).day);
  return 0;
}
TREATY_FN(date_weekday) {
  const int64_t days = arguments[0].as.integer + 3;  // 1970-01-01 was a Thursday
  set_integer(result, TREATY_INTEGER, days - floor_divide(days, 7) * 7 + 1);
  return 0;
}
TREATY_FN(date_add_days) {
  int64_t days = 0;
  if (__builtin_add_overflow(arguments[0].as.integer, arguments[1].as.integer, &days))
    return treaty_errors::out_of_range;
  return give_date(result, days);
}
TREATY_FN(date_add_months) {
  const Day day = day_of(arguments[0]);
  int64_t months = 0;
  if (__builtin_add_overflow(day.year * 12 + day.month - 1, arguments[1].as.integer, &months) || months < 12 ||
      months >= 120'000) {
    return treaty_errors::out_of_range;
  }
  const int64_t year = months / 12;
  const int month = static_cast<int>(months % 12) + 1;
  const int64_t first = days_of(year, month, 1);
  const int64_t next = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
  const int64_t length = next - first;
  return give_date(result, first + (day.day < length ? day.day : length) - 1);
}
TREATY_FN(date_days_until) {
  set_integer(result, TREATY_INTEGER, arguments[1].as.integer - arguments[0].as.integer);
  return 0;
}
TREATY_FN(date_start_of_month) {
  const Day day = day_of(arguments[0]);
  return give_date(result, days_of(day.year, day.month, 1));
}
TREATY_FN(date_end_of_month) {
  const Day day = day_of(arguments[0]);
  return give_date(result, (day.month == 12 ? days_of(day.year + 1, 1, 1) : days_of(day.year, day.month + 1, 1)) - 1);
}
TREATY_FN(date_age_on) {
  const Day birth = day_of(arguments[0]);
  const Day day = day_of(arguments[1]);
  const bool before_birthday = day.month < birth.month || (day.month == birth.month && day.day < birth.day);
  set_integer(result, TREATY_INTEGER, day.year - birth.year - before_birthday);
  return 0;
}
