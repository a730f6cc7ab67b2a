#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "runtime/record/readers.h"

namespace treaty::record {
namespace {

constexpr size_t enough = size_t{256} << 10;

void append_json_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

/// The delimiter that the header has most of, outside of quotes.
char delimiter_of(std::string_view header) {
  size_t commas = 0, semicolons = 0, tabs = 0;
  bool in_quotes = false;
  for (const char c : header) {
    in_quotes ^= c == '"';
    commas += !in_quotes && c == ',';
    semicolons += !in_quotes && c == ';';
    tabs += !in_quotes && c == '\t';
  }
  return semicolons > commas && semicolons >= tabs ? ';' : tabs > commas ? '\t' : ',';
}

class Table : public Reader {
 public:
  Table(Window window, bool count_lines) : window_(std::move(window)), counts_(count_lines) {}

  std::expected<void, std::string> read_header() {
    do {
      auto row = next_row();
      if (!row) {
        return std::unexpected(row.error());
      }
      if (row->empty() && window_.at_end() && window_.bytes().empty()) {
        return std::unexpected(fmt::format("{} is empty: it has no header", window_.name()));
      }
      if (row->find('\0') != std::string_view::npos) {
        return std::unexpected(fmt::format("{} is no text: it holds zero bytes", window_.name()));
      }
      if (row->find('\r') != std::string_view::npos) {
        return std::unexpected(fmt::format(
            "{}: its lines end in a carriage return alone; save it with ordinary line ends", window_.name()));
      }
      delimiter_ = delimiter_of(*row);
      split(*row);
    } while (cells_.size() == 1 && cells_[0].empty());
    std::set<std::string> names;
    for (const std::string& cell : cells_) {
      if (!names.insert(cell).second) {
        return std::unexpected(fmt::format("{}: the header has the column `{}` twice", window_.name(), cell));
      }
      auto& name = names_.emplace_back();
      append_json_text(cell, name);
    }
    return {};
  }

  std::expected<std::string_view, std::string> next() override {
    records_.clear();
    lines_.clear();
    while (records_.size() < enough) {
      const uint64_t line = line_;
      auto row = next_row();
      if (!row) {
        if (!records_.empty()) {
          break;  // said when all before it is taken
        }
        return std::unexpected(row.error());
      }
      if (row->empty()) {
        if (window_.at_end() && window_.bytes().empty()) {
          break;
        }
        continue;
      }
      split(*row);
      append_record();
      if (counts_) {
        lines_.push_back(line);
      }
    }
    records_.append(padding, '\0');
    return std::string_view(records_).substr(0, records_.size() - padding);
  }

  uint64_t position() const override { return window_.position(); }
  std::expected<void, std::string> go_to(uint64_t position) override {
    counts_ = false;
    lines_.clear();
    return window_.go_to(position);
  }
  const std::vector<uint64_t>& lines() const override { return lines_; }

 private:
  /// The next row without its line end, valid until the next call; empty for a blank line and at the end.
  std::expected<std::string_view, std::string> next_row() {
    size_t at = 0;
    bool in_quotes = false;
    bool opens = true;    // a quote here begins a quoted cell; elsewhere it is a letter like any other
    bool closed = false;  // the quote before this closed the cell, unless it is doubled
    for (;;) {
      const std::string_view bytes = window_.bytes();
      for (; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (c == '\n') {
          ++line_;
          if (!in_quotes) {
            return take_row(at, 1);
          }
        }
        const bool quote = c == '"' && (in_quotes || opens || closed);
        closed = quote && in_quotes;
        in_quotes = quote ? !in_quotes : in_quotes;
        opens = !in_quotes && is_delimiter(c);
      }
      if (window_.at_end()) {
        if (in_quotes) {
          return std::unexpected(fmt::format("{}: the row that begins at byte {} opens a quote and never closes it",
                                             window_.name(), window_.position()));
        }
        return take_row(bytes.size(), 0);
      }
      if (bytes.size() > largest_record) {
        return too_large(in_quotes);
      }
      if (auto done = window_.read_more(); !done) {
        return std::unexpected(done.error());
      }
    }
  }
  /// Before the header is split any of them may be the delimiter.
  [[nodiscard]] bool is_delimiter(char c) const {
    return names_.empty() ? c == ',' || c == ';' || c == '\t' : c == delimiter_;
  }
  std::expected<std::string_view, std::string> take_row(size_t size, size_t line_end) {
    if (size > largest_record) {
      return too_large(false);
    }
    std::string_view row = window_.bytes().substr(0, size);
    window_.take(size + line_end);
    if (row.ends_with('\r')) {
      row.remove_suffix(1);
    }
    return row;
  }

  std::unexpected<std::string> too_large(bool in_quotes) {
    return std::unexpected(fmt::format("{}: the row that begins at byte {} is larger than 64 MiB{}", window_.name(),
                                       window_.position(), in_quotes ? "; a quote in it is not closed" : ""));
  }

  void split(std::string_view row) {
    cells_.clear();
    damaged_ = false;
    size_t at = 0;
    do {
      std::string& cell = cells_.emplace_back();
      const bool quoted = at < row.size() && row[at] == '"';
      if (quoted) {
        for (++at; at < row.size(); ++at) {
          if (row[at] != '"') {
            cell += row[at];
          } else if (at + 1 < row.size() && row[at + 1] == '"') {
            cell += row[at++];
          } else {
            break;
          }
        }
        ++at;
      }
      const size_t end = std::min(row.find(delimiter_, std::min(at, row.size())), row.size());
      if (at < end) {
        damaged_ = damaged_ || quoted;  // something stands between the quote and the delimiter
        cell += row.substr(at, end - at);
      }
      at = end + 1;
    } while (at <= row.size());
  }

  /// A row with another number of cells is no record: given as a list, which is no object.
  void append_record() {
    const bool fits = cells_.size() == names_.size() && !damaged_;
    records_ += fits ? '{' : '[';
    for (size_t i = 0; i < cells_.size(); ++i) {
      records_ += i == 0 ? "" : ",";
      if (fits) {
        records_ += names_[i];
        records_ += ':';
      }
      if (cells_[i].empty()) {
        records_ += "null";
      } else {
        append_json_text(cells_[i], records_);
      }
    }
    records_ += fits ? "}\n" : "]\n";
  }

  Window window_;
  char delimiter_ = ',';
  bool damaged_ = false;            ///< the row at hand has something behind a closed quote
  std::vector<std::string> names_;  ///< of the columns, as JSON
  std::vector<std::string> cells_;
  std::string records_;
  bool counts_;
  uint64_t line_ = 1;  ///< on which what comes next begins
  std::vector<uint64_t> lines_;
};

}  // namespace

std::expected<std::unique_ptr<Reader>, std::string> open_table(Window window, bool count_lines) {
  auto table = std::make_unique<Table>(std::move(window), count_lines);
  if (auto done = table->read_header(); !done) {
    return std::unexpected(done.error());
  }
  return table;
}

}  // namespace treaty::record
