#include "compiler/diagnostics/excerpt.h"

#include <utf8proc.h>

#include <algorithm>

namespace treaty::diagnostics {
namespace {

constexpr size_t tab_width = 4;

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
  for (const char c : line) {
    if (c == '\t') {
      text.append(tab_width, ' ');
    } else {
      text += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    }
  }
  return text;
}

Columns columns_of(const source::File& file, source::Span span, std::string_view line) {
  const uint32_t start = file.line_start(file.position(span.begin).line);
  const size_t from = std::min<size_t>(span.begin - start, line.size());
  const size_t to = std::min<size_t>(std::max(span.end, span.begin) - start, line.size());
  return {width_of(line.substr(0, from)), std::max<size_t>(1, width_of(line.substr(from, to - from)))};
}

}  // namespace treaty::diagnostics
