#pragma once

// Records out of files and pipes: JSON lines, a JSON list, or CSV, turned into JSON lines. Memory does not grow with
// the input, only with its largest record.

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::record {

enum class Format {
  lines,  ///< JSON lines: one object a line
  list,   ///< a JSON list, or an object that holds it under a name, or as its only list
  table,  ///< CSV (RFC 4180) with a header; comma, semicolon or tab. Cells are texts, an empty one is null
};
/// By a file name's extension; none where it says nothing (or only `.json`, which may be lines or a list).
std::optional<Format> format_of(std::string_view name);

struct Input {
  int file = -1;                 ///< an open descriptor, closed by whoever opened it
  std::string name;              ///< for messages
  std::optional<Format> format;  ///< none: the first bytes decide
  std::string list;              ///< name of the list in an object, in any case; empty: the first list there is
  bool count_lines = false;      ///< `lines` is asked for
};

constexpr size_t largest_record = size_t{64} << 20;
/// What may be read past the end of what `next` gives.
constexpr size_t padding = 64;

class Reader {
 public:
  virtual ~Reader() = default;
  /// The next records, whole, one a line, valid until the next call; empty at the end. The error says what is wrong
  /// and where; the records before it were given. What is no record (a row with too many cells) is given as something
  /// that is no JSON object, so that it is counted and kept.
  virtual std::expected<std::string_view, std::string> next() = 0;
  /// Where in the input the records begin that were not given yet; `go_to` takes such a place of the same input.
  [[nodiscard]] virtual uint64_t position() const = 0;
  virtual std::expected<void, std::string> go_to(uint64_t position) = 0;
  /// On which line of the input, counted from 1, each record begins that `next` gave last. Empty where they are not
  /// counted (Input::count_lines), or no longer known because of `go_to`.
  [[nodiscard]] virtual const std::vector<uint64_t>& lines() const = 0;
};

/// The error says what the input is not.
std::expected<std::unique_ptr<Reader>, std::string> open(const Input& input);

}  // namespace treaty::record
