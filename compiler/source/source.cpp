#include "compiler/source/source.h"

#include <algorithm>

namespace treaty::source {

Span join(Span a, Span b) { return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

File::File(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (uint32_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') {
      line_starts_.push_back(i + 1);
    }
  }
}

Position File::position(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<uint32_t>(next - line_starts_.begin());
  uint32_t column = 1;
  for (uint32_t i = line_starts_[line - 1]; i < offset; ++i) {
    column += (static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80;  // continuation bytes do not count
  }
  return {line, column};
}

std::string_view File::line(uint32_t line) const {
  if (line == 0 || line > line_starts_.size()) {
    return {};
  }
  const uint32_t begin = line_starts_[line - 1];
  uint32_t end = line < line_starts_.size() ? line_starts_[line] - 1 : static_cast<uint32_t>(text_.size());
  if (end > begin && text_[end - 1] == '\r') {
    --end;
  }
  return std::string_view(text_).substr(begin, end - begin);
}

FileId FileSet::add(std::string name, std::string text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // editors write it, nobody sees it
  if (text.starts_with(byte_order_mark)) {
    text.erase(0, byte_order_mark.size());
  }
  files_.emplace_back(std::move(name), std::move(text));
  return FileId{static_cast<uint32_t>(files_.size() - 1)};
}

std::string_view FileSet::text(Span span) const {
  const std::string_view text = files_[span.file.index].text();
  const size_t begin = std::min<size_t>(span.begin, text.size());
  return text.substr(begin, std::max<size_t>(span.end, begin) - begin);
}

}  // namespace treaty::source
