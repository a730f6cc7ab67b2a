#include "runtime/profile/terminal.h"

#include <utf8proc.h>

#include <algorithm>

#include <fmt/format.h>

namespace treaty::profile {
namespace {

/// One letter of a text; -1 where the bytes are none.
struct Letter {
  utf8proc_int32_t code = -1;
  size_t size = 1;
};

Letter letter_at(std::string_view text, size_t at) {
  Letter letter;
  const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                      static_cast<utf8proc_ssize_t>(text.size() - at), &letter.code);
  return taken > 0 ? Letter{letter.code, static_cast<size_t>(taken)} : Letter{};
}

bool is_obeyed(utf8proc_int32_t code) {
  const bool controls = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool directions = code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
                          (code >= 0x2066 && code <= 0x2069);
  const bool invisible = code == 0x200B || code == 0x2028 || code == 0x2029 || code == 0xFEFF;
  return controls || directions || invisible;
}

size_t width_of(Letter letter) {
  return letter.code < 0 ? 1 : static_cast<size_t>(std::max(0, utf8proc_charwidth(letter.code)));
}

}  // namespace

std::string fit_for_terminal(std::string_view text) {
  std::string line;
  for (size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    if (letter.code < 0) {
      line += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
    } else if (is_obeyed(letter.code)) {
      line += fmt::format("\\u{{{:x}}}", letter.code);
    } else {
      line += text.substr(at, letter.size);
    }
    at += letter.size;
  }
  return line;
}

std::string fit_for_terminal_json(std::string_view json) {
  std::string text;
  for (size_t at = 0; at < json.size();) {
    const Letter letter = letter_at(json, at);
    if (letter.code >= 0x7F && is_obeyed(letter.code)) {
      text += fmt::format("\\u{:04x}", letter.code);
    } else {
      text += json.substr(at, letter.size);
    }
    at += letter.size;
  }
  return text;
}

size_t width_of(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    width += width_of(letter);
    at += letter.size;
  }
  return width;
}

std::string shortened(std::string_view text, size_t columns) {
  if (width_of(text) <= columns) {
    return std::string(text);
  }
  size_t width = 0, at = 0;
  while (at < text.size()) {
    const Letter letter = letter_at(text, at);
    if (width + width_of(letter) + 1 > columns) {
      break;
    }
    width += width_of(letter);
    at += letter.size;
  }
  return std::string(text.substr(0, at)) + "…";
}

std::string padded(std::string_view text, size_t columns, Side side) {
  const size_t width = width_of(text);
  const std::string blanks(width < columns ? columns - width : 0, ' ');
  return side == Side::left ? std::string(text) + blanks : blanks + std::string(text);
}

std::string number_text(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string number_text(Amount amount) {
  if (amount.exact) {
    return number_text(amount.count);
  }
  uint64_t unit = 1;  // three digits are what an estimate is good for
  while (amount.count / unit >= 1000) {
    unit *= 10;
  }
  return "about " + number_text((amount.count + unit / 2) / unit * unit);
}

std::string count_text(Amount amount, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number_text(amount), amount.count == 1 ? one : many);
}

std::string share_text(uint64_t part, uint64_t whole) {
  if (part == 0 || whole == 0) {
    return "0%";
  }
  if (part == whole) {
    return "100%";
  }
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return share < 0.1 ? "<0.1%" : share > 99.9 ? ">99.9%" : fmt::format("{:.1f}%", share);
}

}  // namespace treaty::profile
