#include "stdlib/date/pattern.h"

using namespace treaty_stdlib;

namespace {

constexpr const char* month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
constexpr const char* day_names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr int64_t day_us = 86'400'000'000;

bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

uint64_t run_of(const char* pattern, uint64_t size) {
  uint64_t count = 1;
  while (count < size && pattern[count] == pattern[0]) ++count;
  return count;
}

struct Parser {
  const char* at;
  const char* end;
  Moment* moment;
  bool afternoon = false;
  bool half_day = false;

  bool number(uint64_t letters, int most_digits, int64_t* value) {
    // `MM` wants two digits, `M` takes one or two; a run of numbers without separators is only readable when fixed.
    const int least = letters == 1 ? 1 : static_cast<int>(letters);
    const int most = letters == 1 ? most_digits : static_cast<int>(letters);
    *value = 0;
    int count = 0;
    while (at < end && count < most && is_digit(*at)) {
      *value = *value * 10 + (*at++ - '0');
      ++count;
    }
    return count >= least;
  }

  bool name(const char* const* names, int count, bool short_form, int* index) {
    for (int i = 0; i < count; ++i) {
      const uint64_t size = short_form ? 3 : strlen(names[i]);
      if (static_cast<uint64_t>(end - at) < size) continue;
      bool same = true;
      for (uint64_t k = 0; k < size; ++k) same = same && (at[k] | 0x20) == (names[i][k] | 0x20);
      if (same) {
        at += size;
        *index = i;
        return true;
      }
    }
    return false;
  }

  bool offset() {
    moment->zoned = true;
    if (at < end && *at == 'Z') {
      ++at;
      return true;
    }
    if (end - at < 3 || (*at != '+' && *at != '-')) return false;
    const bool west = *at++ == '-';
    int64_t hours = 0;
    int64_t minutes = 0;
    if (!number(2, 2, &hours)) return false;
    const bool colon = at < end && *at == ':';
    at += colon;
    if ((colon || (at < end && is_digit(*at))) && !number(2, 2, &minutes)) return false;  // +01, +0130, +01:30
    if (hours > 18 || minutes > 59) return false;
    moment->offset_seconds = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
  }

  bool field(char letter, uint64_t letters) {
    int64_t value = 0;
    int index = 0;
    switch (letter) {
      case 'y':
        if (!number(letters == 2 ? 2 : 4, 4, &value)) return false;
        moment->year = letters == 2 ? (value < 70 ? 2000 + value : 1900 + value) : value;
        return true;
      case 'M':
        if (letters >= 3) {
          if (!name(month_names, 12, letters == 3, &index)) return false;
          moment->month = index + 1;
          return true;
        }
        if (!number(letters, 2, &value)) return false;
        moment->month = static_cast<int>(value);
        return true;
      case 'd':
        if (!number(letters, 2, &value)) return false;
        moment->day = static_cast<int>(value);
        return true;
      case 'H':
      case 'h':
        if (!number(letters, 2, &value) || (letter == 'h' && (value < 1 || value > 12))) return false;
        half_day = letter == 'h';
        moment->hour = static_cast<int>(value);
        return true;
      case 'm':
        if (!number(letters, 2, &value)) return false;
        moment->minute = static_cast<int>(value);
        return true;
      case 's':
        if (!number(letters, 2, &value)) return false;
        moment->second = static_cast<int>(value);
        return true;
      case 'S': {
        const char* begin = at;
        if (letters > 9 || !number(letters, 9, &value)) return false;
        for (int64_t digits = at - begin; digits < 6; ++digits) value *= 10;
        for (int64_t digits = at - begin; digits > 6; --digits) value /= 10;
        moment->microsecond = static_cast<int>(value);
        return true;
      }
      case 'a':
        if (end - at < 2 || (at[1] | 0x20) != 'm' || ((*at | 0x20) != 'a' && (*at | 0x20) != 'p')) return false;
        afternoon = (*at | 0x20) == 'p';
        at += 2;
        return true;
      case 'X':
      case 'x':
      case 'Z':
        return offset();
      case 'E':
        return name(day_names, 7, letters <= 3, &index);
      default:
        return false;
    }
  }
};

bool exists(const Moment& moment) {
  if (moment.year < 1 || moment.year > 9999 || moment.month < 1 || moment.month > 12 || moment.day < 1 ||
      moment.day > 31)
    return false;
  int64_t year = 0;
  int month = 0;
  int day = 0;
  treaty_record::civil_of(days_of(moment), &year, &month, &day);
  return day == moment.day && moment.hour < 24 && moment.minute < 60 && moment.second < 60;
}

bool put_number(Builder* out, int64_t value, uint64_t digits) {
  char text[24];
  char* end = text + sizeof text;
  char* at = end;
  do {
    *--at = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0);
  while (static_cast<uint64_t>(end - at) < digits && at > text) *--at = '0';
  return out->add(at, static_cast<uint64_t>(end - at));
}

bool put_name(Builder* out, const char* name, bool short_form) {
  return out->add(name, short_form ? 3 : strlen(name));
}

/// False: no such letter, or no room.
bool put_field(Builder* out, const Moment& moment, char letter, uint64_t letters) {
  switch (letter) {
    case 'y':
      return letters == 2 ? put_number(out, moment.year % 100, 2) : put_number(out, moment.year, letters);
    case 'M':
      return letters >= 3 ? put_name(out, month_names[moment.month - 1], letters == 3)
                          : put_number(out, moment.month, letters);
    case 'd':
      return put_number(out, moment.day, letters);
    case 'H':
      return put_number(out, moment.hour, letters);
    case 'h':
      return put_number(out, moment.hour % 12 == 0 ? 12 : moment.hour % 12, letters);
    case 'm':
      return put_number(out, moment.minute, letters);
    case 's':
      return put_number(out, moment.second, letters);
    case 'S': {
      int64_t value = moment.microsecond;
      for (uint64_t digits = letters; digits < 6; ++digits) value /= 10;
      return put_number(out, value, letters < 6 ? letters : 6);
    }
    case 'a':
      return out->add(moment.hour < 12 ? "AM" : "PM", 2);
    case 'E': {
      const int64_t days = days_of(moment) + 3;
      const int64_t weekday = ((days % 7) + 7) % 7;
      return put_name(out, day_names[weekday], letters <= 3);
    }
    default:
      return false;
  }
}

}  // namespace

int64_t treaty_stdlib::days_of(const Moment& moment) {
  return treaty_record::days_of(moment.year, moment.month, moment.day);
}

int64_t treaty_stdlib::local_microseconds(const Moment& moment) {
  return days_of(moment) * day_us + (moment.hour * 3600LL + moment.minute * 60LL + moment.second) * 1'000'000 +
         moment.microsecond;
}

Moment treaty_stdlib::moment_of(int64_t microseconds) {
  int64_t days = microseconds / day_us;
  int64_t rest = microseconds % day_us;
  if (rest < 0) {
    rest += day_us;
    --days;
  }
  Moment moment;
  treaty_record::civil_of(days, &moment.year, &moment.month, &moment.day);
  moment.microsecond = static_cast<int>(rest % 1'000'000);
  rest /= 1'000'000;
  moment.hour = static_cast<int>(rest / 3600);
  moment.minute = static_cast<int>(rest / 60 % 60);
  moment.second = static_cast<int>(rest % 60);
  return moment;
}

treaty_error treaty_stdlib::parse_moment(const char* text, uint64_t size, const char* pattern, uint64_t pattern_size,
                                         Moment* moment) {
  Parser parser{text, text + size, moment};
  for (uint64_t i = 0; i < pattern_size;) {
    const char letter = pattern[i];
    if (is_letter(letter)) {
      const uint64_t letters = run_of(pattern + i, pattern_size - i);
      if (memchr("yMdHhmsSaXxZE", letter, 13) == nullptr) return treaty_errors::invalid_pattern;
      if (!parser.field(letter, letters)) return treaty_errors::wrong_format;
      i += letters;
      continue;
    }
    if (letter == '\'' && (i + 1 == pattern_size || pattern[i + 1] != '\'')) {
      for (++i; i < pattern_size && pattern[i] != '\''; ++i) {
        if (parser.at == parser.end || *parser.at++ != pattern[i]) return treaty_errors::wrong_format;
      }
      ++i;
      continue;
    }
    if (parser.at == parser.end || *parser.at++ != letter) return treaty_errors::wrong_format;
    i += letter == '\'' ? 2 : 1;  // two quotes are one
  }
  if (parser.at != parser.end) return treaty_errors::wrong_format;
  if (parser.half_day) moment->hour = moment->hour % 12 + (parser.afternoon ? 12 : 0);
  // Month 31 of a day-month text read with the wrong pattern is a mistake of writing, not of the calendar.
  if (moment->month < 1 || moment->month > 12) return treaty_errors::wrong_format;
  return exists(*moment) ? 0 : treaty_errors::out_of_range;
}

treaty_error treaty_stdlib::write_moment(Builder* out, const Moment& moment, const char* pattern,
                                         uint64_t pattern_size) {
  for (uint64_t i = 0; i < pattern_size;) {
    const char letter = pattern[i];
    if (is_letter(letter)) {
      const uint64_t letters = run_of(pattern + i, pattern_size - i);
      if (!put_field(out, moment, letter, letters)) return treaty_errors::invalid_pattern;
      i += letters;
    } else if (letter == '\'' && (i + 1 == pattern_size || pattern[i + 1] != '\'')) {
      for (++i; i < pattern_size && pattern[i] != '\''; ++i) {
        if (!out->add(pattern[i])) return treaty_errors::too_large;
      }
      ++i;
    } else {
      if (!out->add(letter)) return treaty_errors::too_large;
      i += letter == '\'' ? 2 : 1;
    }
  }
  return 0;
}
