#pragma once

// Calls native functions of the library by their key, with values made of C++ ones.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/abi/abi.h"
#include "stdlib/host/memory.h"

namespace treaty::stdlib_test {

/// Memory for one test, whose texts are readable past their end as the ABI asks.
class Bench {
 public:
  treaty_value text(std::string_view bytes);
  static treaty_value integer(int64_t value);
  static treaty_value decimal(__int128 coefficient, int32_t scale);
  /// `-12.50`
  static treaty_value decimal(std::string_view digits);
  treaty_value list(const std::vector<std::string>& items);

  /// The result; `error` says why there is none.
  treaty_value call(std::string_view key, std::vector<treaty_value> arguments);
  /// The same for a function of texts that gives a text; the error's name in angle brackets where it fails.
  std::string text_of(std::string_view key, std::vector<treaty_value> arguments);

  treaty_error error = 0;
  treaty_context* context() { return &context_; }

 private:
  treaty_stdlib::Memory memory_;
  treaty_context context_ = memory_.context();
  std::vector<std::unique_ptr<char[]>> kept_;
  std::vector<std::vector<treaty_value>> lists_;
};

std::string to_string(const treaty_value& value);

}  // namespace treaty::stdlib_test
