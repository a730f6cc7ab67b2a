#pragma once

// What people write around a telephone number.

#include <cstdint>
#include <string_view>

namespace treaty_stdlib {

/// The digits of a number as it was written, without extension; `plus` when it began with one.
struct PhoneText {
  static constexpr uint32_t most = 24;
  char digits[most];
  uint32_t count = 0;
  bool plus = false;
};

/// False where it is no number: letters in it, too few digits or too many.
bool read_phone_text(std::string_view text, PhoneText* read);

}  // namespace treaty_stdlib
