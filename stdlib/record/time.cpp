#include "stdlib/record/internal.h"

using namespace treaty_record;

namespace {

/// The number that `count` digits at `at` spell, -1 where they are none.
int64_t digits(const char* at, int count) {
  int64_t sum = 0;
  for (int i = 0; i < count; ++i) {
    if (!is_digit(at[i])) return -1;
    sum = sum * 10 + (at[i] - '0');
  }
  return sum;
}

int days_in_month(int64_t year, int64_t month) {
  if (month == 2) return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// `Z`, `+HH:MM`, `+HHMM` or `+HH`, and nothing behind it; seconds east of Greenwich.
bool parse_offset(const char* at, const char* end, int64_t* seconds) {
  if (end - at == 1 && (*at == 'Z' || *at == 'z')) {
    *seconds = 0;
    return true;
  }
  auto length = end - at;
  if ((length != 3 && length != 5 && length != 6) || (*at != '+' && *at != '-')) return false;
  int64_t hours = digits(at + 1, 2), minutes = 0;
  if (length == 5) minutes = digits(at + 3, 2);
  if (length == 6) minutes = at[3] == ':' ? digits(at + 4, 2) : -1;
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return false;
  *seconds = (hours * 3600 + minutes * 60) * (*at == '-' ? -1 : 1);
  return true;
}

}  // namespace

// Both after the well-known arithmetic on eras of 400 years, with years that begin in March.
int64_t treaty_record::days_of(int64_t year, int month, int day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t of_era = year - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void treaty_record::civil_of(int64_t days, int64_t* year, int* month, int* day) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t of_era = days - era * 146097;
  int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted = (5 * of_year + 2) / 153;
  *day = static_cast<int>(of_year - (153 * shifted + 2) / 5 + 1);
  *month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  *year = year_of_era + era * 400 + (*month <= 2);
}

bool treaty_record::parse_date(const char* at, const char* end, int64_t* days) {
  if (end - at != 10 || at[4] != '-' || at[7] != '-') return false;
  int64_t year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
  *days = days_of(year, static_cast<int>(month), static_cast<int>(day));
  return true;
}

bool treaty_record::parse_timestamp(const char* at, const char* end, int64_t* microseconds, bool* zoned) {
  int64_t days = 0;
  if (end - at < 16 || !parse_date(at, at + 10, &days)) return false;
  if ((at[10] != 'T' && at[10] != ' ' && at[10] != 't') || at[13] != ':') return false;
  int64_t hour = digits(at + 11, 2), minute = digits(at + 14, 2), second = 0, fraction = 0;
  at += 16;
  if (at < end && *at == ':') {
    if (end - at < 3) return false;
    second = digits(at + 1, 2);
    at += 3;
    if (at < end && *at == '.') {
      const char* begin = ++at;
      int64_t unit = 100'000;
      for (; at < end && is_digit(*at); ++at, unit /= 10) fraction += (*at - '0') * unit;
      if (at == begin) return false;
    }
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
  int64_t offset = 0;
  *zoned = at < end;
  if (*zoned && !parse_offset(at, end, &offset)) return false;
  *microseconds = (days * 86400 + hour * 3600 + minute * 60 + second - offset) * 1'000'000 + fraction;
  return true;
}

/// The library's own step, which knows the zones: any_timestamp(text, "iso", "", "", zone, "error", "earlier").
extern "C" treaty_error any_timestamp(treaty_context* context, treaty_value* result, const treaty_value* arguments);

treaty_error treaty_record::read_timestamp(treaty_context* context, const char* begin, const char* end,
                                           const char* zone, uint64_t zone_size, int64_t* microseconds) {
  static const char iso[80] = "iso";  // readable past its end, as every text is
  static const char error_word[80] = "error";
  static const char earlier_word[80] = "earlier";
  bool zoned = false;
  if (!parse_timestamp(begin, end, microseconds, &zoned)) return treaty_errors::source_mismatch;
  if (zoned) return 0;
  if (zone == nullptr) return treaty_errors::source_mismatch;
  treaty_value arguments[7], result;
  set_text(&arguments[0], TREATY_TEXT, begin, static_cast<uint64_t>(end - begin), 0);
  set_text(&arguments[1], TREATY_TEXT, iso, 3, TREATY_CLEAN);
  set_text(&arguments[2], TREATY_TEXT, iso + 3, 0, TREATY_CLEAN);
  set_text(&arguments[3], TREATY_TEXT, iso + 3, 0, TREATY_CLEAN);
  set_text(&arguments[4], TREATY_TEXT, zone, zone_size, 0);
  set_text(&arguments[5], TREATY_TEXT, error_word, 5, TREATY_CLEAN);
  set_text(&arguments[6], TREATY_TEXT, earlier_word, 7, TREATY_CLEAN);
  treaty_error error = any_timestamp(context, &result, arguments);
  if (error == 0) *microseconds = result.as.integer;
  return error;
}

namespace {

/// A string of the record whose text `parse` understands; where it holds escapes, unescaped first.
template <class Parse>
treaty_error load_by_text(treaty_context* context, treaty_value* result, uint32_t kind, const char* begin,
                          const char* end, Parse parse) {
  if (absent(result, kind, begin, end)) return 0;
  int64_t number = 0;
  treaty_error error = treaty_errors::source_mismatch;
  if (end - begin >= 2 && *begin == '"') {
    error = parse(begin + 1, end - 1, &number);
    if (error == treaty_errors::source_mismatch && find_either(begin + 1, end - 1, '\\', '\\') != end - 1) {
      error = unescape(context, result, begin + 1, end - 1);
      if (error == 0) error = parse(result->as.text.data, result->as.text.data + result->as.text.size, &number);
    }
  }
  if (error == 0) {
    set_integer(result, kind, number);
  } else if (error != treaty_errors::too_large) {
    mismatch(context, result, begin, end);
  }
  return error;
}

}  // namespace

extern "C" {

treaty_error treaty_load_date(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  return load_by_text(context, result, TREATY_DATE, begin, end,
                      [](const char* at, const char* text_end, int64_t* days) -> treaty_error {
                        return parse_date(at, text_end, days) ? 0 : treaty_errors::source_mismatch;
                      });
}

treaty_error treaty_load_timestamp(treaty_context* context, treaty_value* result, const char* begin, const char* end,
                                   const char* zone, uint64_t zone_size) {
  return load_by_text(context, result, TREATY_TIMESTAMP, begin, end,
                      [&](const char* at, const char* text_end, int64_t* out) {
                        return read_timestamp(context, at, text_end, zone, zone_size, out);
                      });
}

}  // extern "C"
