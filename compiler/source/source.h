#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/ids.h"

namespace treaty::source {

using FileId = Id<struct FileTag>;

/// A half-open range of bytes of one file.
struct Span {
  FileId file;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool operator==(const Span&) const = default;
};

/// The smallest span that holds both; both are of one file.
Span join(Span a, Span b);

/// Where a byte stands, for people: both from 1, the column in Unicode code points.
struct Position {
  uint32_t line = 1;
  uint32_t column = 1;
};

/// A text with its line table. `name` is what diagnostics print, as the user wrote the path.
class File {
 public:
  File(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Position position(uint32_t offset) const;
  /// The line's text without its line end; `line` counts from 1.
  [[nodiscard]] std::string_view line(uint32_t line) const;
  [[nodiscard]] uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }
  /// The offset of the first byte of a line.
  [[nodiscard]] uint32_t line_start(uint32_t line) const { return line_starts_[line - 1]; }

 private:
  std::string name_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

/// All files of one compilation; ids stay valid for its lifetime.
class FileSet {
 public:
  FileId add(std::string name, std::string text);
  [[nodiscard]] const File& operator[](FileId id) const { return files_[id.index]; }
  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] size_t size() const { return files_.size(); }

 private:
  std::vector<File> files_;
};

}  // namespace treaty::source
