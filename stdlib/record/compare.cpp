#include "stdlib/record/internal.h"

using namespace treaty_record;

namespace {

int sign_of(int64_t left, int64_t right) { return left < right ? -1 : left > right; }

int compare_bytes(const treaty_value* left, const treaty_value* right) {
  uint64_t common = left->as.text.size < right->as.text.size ? left->as.text.size : right->as.text.size;
  int order = common == 0 ? 0 : memcmp(left->as.text.data, right->as.text.data, common);
  if (order != 0) return order < 0 ? -1 : 1;
  return left->as.text.size < right->as.text.size ? -1 : left->as.text.size > right->as.text.size;
}

int compare_decimals(__int128 left, int32_t left_scale, __int128 right, int32_t right_scale) {
  if (left_scale == right_scale) return left < right ? -1 : left > right;
  // Whole parts first; the fractions then have at most 34 places, and fit.
  __int128 left_unit = power_of_ten(left_scale), right_unit = power_of_ten(right_scale);
  __int128 left_whole = left / left_unit, right_whole = right / right_unit;
  if (left_whole != right_whole) return left_whole < right_whole ? -1 : 1;
  __int128 left_part = (left - left_whole * left_unit) * power_of_ten(34 - left_scale);
  __int128 right_part = (right - right_whole * right_unit) * power_of_ten(34 - right_scale);
  return left_part < right_part ? -1 : left_part > right_part;
}

bool is_numeric(const treaty_value* value) {
  return value->kind == TREATY_INTEGER || value->kind == TREATY_DECIMAL || value->kind == TREATY_NUMBER;
}

int compare_numbers(const treaty_value* left, const treaty_value* right) {
  if (left->kind == TREATY_INTEGER && right->kind == TREATY_INTEGER)
    return sign_of(left->as.integer, right->as.integer);
  __int128 a = 0, b = 0;
  int32_t a_scale = 0, b_scale = 0;
  if (as_decimal(left, &a, &a_scale) && as_decimal(right, &b, &b_scale))
    return compare_decimals(a, a_scale, b, b_scale);
  bool same = left->kind == TREATY_NUMBER && right->kind == TREATY_NUMBER && compare_bytes(left, right) == 0;
  return same ? 0 : 2;
}

bool same_items(const treaty_value* left, const treaty_value* right) {
  if (left->as.list.size != right->as.list.size) return false;
  for (uint64_t i = 0; i < left->as.list.size; ++i) {
    if (treaty_compare(&left->as.list.items[i], &right->as.list.items[i]) != 0) return false;
  }
  return true;
}

/// Numbers too long to compare stand behind those that do, so that the order stays one.
int rank_of(const treaty_value* value) {
  if (value->state != TREATY_PRESENT) return value->state == TREATY_NULL ? 8 : 9;
  __int128 coefficient = 0;
  int32_t scale = 0;
  switch (value->kind) {
    case TREATY_INTEGER:
    case TREATY_DECIMAL:
      return 0;
    case TREATY_NUMBER:
      return as_decimal(value, &coefficient, &scale) ? 0 : 1;
    case TREATY_BOOLEAN:
      return 2;
    case TREATY_DATE:
      return 3;
    case TREATY_TIMESTAMP:
      return 4;
    case TREATY_DURATION:
      return 5;
    case TREATY_TEXT:
      return 6;
    default:
      return 7;
  }
}

}  // namespace

extern "C" {

int treaty_compare(const treaty_value* left, const treaty_value* right) {
  if (is_numeric(left) && is_numeric(right)) return compare_numbers(left, right);
  if (left->kind != right->kind) return 2;
  switch (left->kind) {
    case TREATY_TEXT:
      return compare_bytes(left, right);
    case TREATY_LIST:
      return same_items(left, right) ? 0 : 2;
    case TREATY_JSON:
      return compare_bytes(left, right) == 0 ? 0 : 2;
    default:
      return sign_of(left->as.integer, right->as.integer);
  }
}

int treaty_order(const treaty_value* left, const treaty_value* right) {
  int left_rank = rank_of(left), right_rank = rank_of(right);
  if (left_rank != right_rank) return left_rank < right_rank ? -1 : 1;
  if (left_rank >= 8) return 0;
  if (left_rank == 1) return compare_bytes(left, right);
  if (left_rank < 7) return treaty_compare(left, right);
  if (left->kind != right->kind) return left->kind < right->kind ? -1 : 1;
  return left->kind == TREATY_JSON ? compare_bytes(left, right) : 0;
}

}  // extern "C"
