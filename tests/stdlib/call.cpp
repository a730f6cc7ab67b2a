#include "tests/stdlib/call.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "compiler/functions/addresses.h"
#include "compiler/functions/functions.h"

namespace treaty::stdlib_test {

treaty_value Bench::text(std::string_view bytes) {
  auto& kept = kept_.emplace_back(new char[bytes.size() + 64]());
  std::copy(bytes.begin(), bytes.end(), kept.get());
  treaty_value value{};
  value.as.text.data = kept.get();
  value.as.text.size = bytes.size();
  return value;
}

treaty_value Bench::integer(int64_t number) {
  treaty_value value{};
  value.kind = TREATY_INTEGER;
  value.as.integer = number;
  return value;
}

treaty_value Bench::decimal(__int128 coefficient, int32_t scale) {
  treaty_value value{};
  value.kind = TREATY_DECIMAL;
  value.as.coefficient = coefficient;
  value.scale = scale;
  return value;
}

treaty_value Bench::decimal(std::string_view digits) {
  __int128 coefficient = 0;
  int32_t scale = 0;
  bool point = false;
  for (const char c : digits) {
    if (c == '.') {
      point = true;
    } else if (c != '-') {
      coefficient = coefficient * 10 + (c - '0');
      scale += point ? 1 : 0;
    }
  }
  return decimal(digits.starts_with('-') ? -coefficient : coefficient, scale);
}

treaty_value Bench::list(const std::vector<std::string>& items) {
  auto& kept = lists_.emplace_back();
  for (const std::string& item : items) kept.push_back(text(item));
  treaty_value value{};
  value.kind = TREATY_LIST;
  value.as.list.items = kept.data();
  value.as.list.size = kept.size();
  return value;
}

treaty_value Bench::call(std::string_view key, std::vector<treaty_value> arguments) {
  const treaty_function function = functions::function_address(ir::function_of(key));
  treaty_value result{};
  if (function == nullptr) {
    ADD_FAILURE() << "no function " << key;
    return result;
  }
  error = function(&context_, &result, arguments.data());
  return result;
}

std::string Bench::text_of(std::string_view key, std::vector<treaty_value> arguments) {
  const treaty_value result = call(key, std::move(arguments));
  if (error != 0) return "<" + std::string(functions::error(error).name) + ">";
  return to_string(result);
}

std::string to_string(const treaty_value& value) {
  if (value.state != TREATY_PRESENT) return value.state == TREATY_NULL ? "<null>" : "<missing>";
  switch (value.kind) {
    case TREATY_TEXT:
      return {value.as.text.data, value.as.text.size};
    case TREATY_DECIMAL: {
      const bool negative = value.as.coefficient < 0;
      __int128 rest = negative ? -value.as.coefficient : value.as.coefficient;
      std::string digits;
      for (; rest != 0 || digits.size() <= static_cast<size_t>(value.scale); rest /= 10)
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
      if (value.scale > 0) digits.insert(static_cast<size_t>(value.scale), ".");
      if (negative) digits += '-';
      return {digits.rbegin(), digits.rend()};
    }
    case TREATY_LIST: {
      std::string all;
      for (uint64_t i = 0; i < value.as.list.size; ++i) all += (i > 0 ? ";" : "") + to_string(value.as.list.items[i]);
      return all;
    }
    default:
      return std::to_string(value.as.integer);
  }
}

}  // namespace treaty::stdlib_test
