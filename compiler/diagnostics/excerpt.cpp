#include "compiler/diagnostics/excerpt.h"

#include <utf8proc.h>

#include <algorithm>

namespace treaty::diagnostics {
namespace {

constexpr size_t tab_width = 4;
constexpr size_t most_of_line = 300;  // bytes; some three lines of a terminal
constexpr size_t most_before = 100;
constexpr size_t most_of_name = 200;

/// Whether a letter changes the direction of what stands around it: a line would not be read as it is written.
bool turns_text(utf8proc_int32_t letter) {
  return (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
}

/// The beginning of the letter that `at` lies in.
size_t letter_at(std::string_view text, size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
    --at;
  }
  return std::min(at, text.size());
}

}  // namespace

size_t width_of(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    utf8proc_int32_t letter = 0;
    const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                        static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
    width += letter == '\t' ? tab_width
             : taken > 0    ? static_cast<size_t>(std::max(0, utf8proc_charwidth(letter)))
                            : 1;
    at += taken > 0 ? static_cast<size_t>(taken) : 1;
  }
  return width;
}

std::string shown(std::string_view line) {
  std::string text;
  for (size_t at = 0; at < line.size();) {
    utf8proc_int32_t letter = 0;
    const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(line.data() + at),
                                        static_cast<utf8proc_ssize_t>(line.size() - at), &letter);
    if (letter == '\t') {
      text.append(tab_width, ' ');
    } else if (taken <= 0 || letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || turns_text(letter)) {
      text += '?';
    } else {
      text += line.substr(at, static_cast<size_t>(taken));
    }
    at += taken > 0 ? static_cast<size_t>(taken) : 1;
  }
  return text;
}

std::string in_short(std::string_view text) {
  return text.size() <= most_of_name ? shown(text) : shown(text.substr(0, letter_at(text, most_of_name))) + "…";
}

Window window_of(std::string_view line, size_t place) {
  if (line.size() <= most_of_line) {
    return {0, line.size()};
  }
  const size_t begin = letter_at(line, place > most_before ? std::min(place, line.size()) - most_before : 0);
  return {begin, letter_at(line, std::min(line.size(), begin + most_of_line))};
}

Columns columns_of(const source::File& file, source::Span span, std::string_view line) {
  const uint32_t start = file.line_start(file.position(span.begin).line);
  const size_t from = std::min<size_t>(span.begin - start, line.size());
  const size_t to = std::min<size_t>(std::max(span.end, span.begin) - start, line.size());
  return {width_of(line.substr(0, from)), std::max<size_t>(1, width_of(line.substr(from, to - from)))};
}

}  // namespace treaty::diagnostics
