// Days and instants from text, and to text.
#include "stdlib/date/pattern.h"
#include "stdlib/date/zone.h"

using namespace treaty_stdlib;

namespace {

bool is_word(const treaty_value& pattern, const char* word) { return equals(pattern, word, strlen(word)); }

void bounds(const treaty_value& text, const char** begin, const char** end) {
  *begin = text.as.text.data;
  *end = *begin + text.as.text.size;
  while (*begin < *end && treaty_record::is_blank(**begin)) ++*begin;
  while (*end > *begin && treaty_record::is_blank((*end)[-1])) --*end;
}

constexpr int64_t first_ms = -62135596800000;  // 0001-01-01
constexpr int64_t last_ms = 253402300799999;   // 9999-12-31

treaty_error parse_epoch(const char* begin, const char* end, int64_t unit_us, int64_t* instant) {
  int64_t number = 0;
  if (begin == end || !treaty_record::parse_integer(begin, end, &number)) return treaty_errors::wrong_format;
  const int64_t unit_ms = unit_us / 1000;
  if (number < first_ms / unit_ms || number > last_ms / unit_ms) return treaty_errors::out_of_range;
  *instant = number * unit_us;
  return 0;
}

/// What the clocks of a zone show, as an instant.
treaty_error in_zone(int64_t local, const treaty_value& zone, uint32_t choice, int64_t* instant) {
  if (zone.as.text.size == 0) return treaty_errors::no_zone;
  if (is_word(zone, "UTC")) {
    *instant = local;
    return 0;
  }
  return treaty_zone_to_utc(local, zone.as.text.data, zone.as.text.size, choice, instant);
}

treaty_error parse_instant(const char* begin, const char* end, const treaty_value& pattern, const treaty_value& zone,
                           uint32_t choice, int64_t* instant) {
  if (is_word(pattern, "epoch_ms")) return parse_epoch(begin, end, 1000, instant);
  if (is_word(pattern, "epoch_s")) return parse_epoch(begin, end, 1'000'000, instant);
  if (is_word(pattern, "iso")) {
    bool zoned = false;
    int64_t parsed = 0;
    if (!treaty_record::parse_timestamp(begin, end, &parsed, &zoned)) return treaty_errors::wrong_format;
    *instant = parsed;
    return zoned ? 0 : in_zone(parsed, zone, choice, instant);
  }
  Moment moment;
  if (const treaty_error error = parse_moment(begin, static_cast<uint64_t>(end - begin), pattern.as.text.data,
                                              pattern.as.text.size, &moment)) {
    return error;
  }
  const int64_t local = local_microseconds(moment);
  if (!moment.zoned) return in_zone(local, zone, choice, instant);
  *instant = local - moment.offset_seconds * 1'000'000;
  return 0;
}

uint32_t choice_of(const treaty_value& gap, const treaty_value& overlap) {
  const uint32_t skipped = is_word(gap, "later")     ? TREATY_GAP_LATER
                           : is_word(gap, "earlier") ? TREATY_GAP_EARLIER
                                                     : 0;
  return skipped | (is_word(overlap, "later")   ? TREATY_OVERLAP_LATER
                    : is_word(overlap, "error") ? TREATY_OVERLAP_ERROR
                                                : 0);
}

bool is_day(const char* begin, const char* end) {
  const char* pattern = "9999-99-99";
  if (end - begin != 10) return false;
  for (int i = 0; i < 10; ++i) {
    if (pattern[i] == '9' ? !is_digit(begin[i]) : begin[i] != pattern[i]) return false;
  }
  return true;
}

treaty_error parse_day(const char* begin, const char* end, const treaty_value& pattern, int64_t* days) {
  if (is_word(pattern, "iso")) {
    if (treaty_record::parse_date(begin, end, days)) return 0;
    return is_day(begin, end) ? treaty_errors::out_of_range : treaty_errors::wrong_format;
  }
  Moment moment;
  const treaty_error error =
      parse_moment(begin, static_cast<uint64_t>(end - begin), pattern.as.text.data, pattern.as.text.size, &moment);
  if (error == 0) *days = days_of(moment);
  return error;
}

treaty_error give_written(treaty_context* context, treaty_value* result, const Moment& moment,
                          const treaty_value& pattern) {
  Builder out{context};
  if (const treaty_error error = write_moment(&out, moment, pattern.as.text.data, pattern.as.text.size)) return error;
  set_text(result, out.data, out.size);
  return 0;
}

}  // namespace

TREATY_FN(text_date) {
  const char* begin = nullptr;
  const char* end = nullptr;
  bounds(arguments[0], &begin, &end);
  treaty_error first_error = treaty_errors::wrong_format;
  for (int i = 1; i <= 3 && (i == 1 || arguments[i].as.text.size > 0); ++i) {
    int64_t days = 0;
    const treaty_error error = parse_day(begin, end, arguments[i], &days);
    if (error == 0) {
      set_integer(result, TREATY_DATE, days);
      return 0;
    }
    if (i == 1) first_error = error;
  }
  return first_error;
}

TREATY_FN(any_timestamp) {
  const treaty_value& value = arguments[0];
  if (value.kind == TREATY_TIMESTAMP) {
    *result = value;
    return 0;
  }
  if (value.kind != TREATY_TEXT && value.kind != TREATY_NUMBER) return treaty_errors::wrong_format;
  const char* begin = nullptr;
  const char* end = nullptr;
  bounds(value, &begin, &end);
  treaty_error first_error = treaty_errors::wrong_format;
  for (int i = 1; i <= 3 && (i == 1 || arguments[i].as.text.size > 0); ++i) {
    int64_t instant = 0;
    const treaty_error error =
        parse_instant(begin, end, arguments[i], arguments[4], choice_of(arguments[5], arguments[6]), &instant);
    if (error == 0) {
      set_integer(result, TREATY_TIMESTAMP, instant);
      return 0;
    }
    if (error != treaty_errors::wrong_format)
      first_error = error;  // it was written so, and meant something impossible
  }
  return first_error;
}

TREATY_FN(timestamp_format) {
  int64_t local = arguments[0].as.integer;
  if (!is_word(arguments[2], "UTC")) {
    if (const treaty_error error =
            treaty_zone_to_local(local, arguments[2].as.text.data, arguments[2].as.text.size, &local)) {
      return error;
    }
  }
  return give_written(context, result, moment_of(local), arguments[1]);
}

TREATY_FN(date_format) {
  return give_written(context, result, moment_of(arguments[0].as.integer * 86'400'000'000), arguments[1]);
}
