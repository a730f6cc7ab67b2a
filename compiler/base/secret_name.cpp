#include "compiler/base/secret_name.h"

#include <algorithm>

namespace treaty {

bool is_secret_name(std::string_view word) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !word.empty() && !is_digit(word.front()) && std::ranges::any_of(word, is_capital) &&
         std::ranges::all_of(word, [&](char c) { return is_capital(c) || is_digit(c) || c == '_'; });
}

}  // namespace treaty
