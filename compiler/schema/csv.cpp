#include "compiler/schema/csv.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/core.h>
#include <utf8proc.h>

namespace treaty::schema {
namespace {

std::optional<size_t> first_not_utf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    utf8proc_int32_t letter = 0;
    const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data() + at),
                                        static_cast<utf8proc_ssize_t>(bytes.size() - at), &letter);
    if (taken <= 0) {
      return at;
    }
    at += static_cast<size_t>(taken);
  }
  return std::nullopt;
}

/// What the header has most of outside of quotes, as runs read such files: a comma, a semicolon or a tab.
char delimiter_of(std::string_view bytes) {
  size_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (const char c : bytes.substr(0, bytes.find_first_of("\r\n"))) {
    quoted = quoted != (c == '"');
    commas += !quoted && c == ',';
    semicolons += !quoted && c == ';';
    tabs += !quoted && c == '\t';
  }
  return semicolons > commas && semicolons >= tabs ? ';' : tabs > commas ? '\t' : ',';
}

}  // namespace

std::expected<std::vector<std::vector<std::string>>, std::string> read_csv(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  const char delimiter = delimiter_of(bytes);
  std::vector<std::vector<std::string>> rows;
  if (const auto wrong = first_not_utf8(bytes)) {
    return std::unexpected(fmt::format("byte {} is not UTF-8", *wrong));
  }
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  size_t closed = std::string_view::npos;  // the quote that closed a cell
  bool any = false;
  const auto end_row = [&] {
    row.push_back(std::exchange(cell, {}));
    rows.push_back(std::exchange(row, {}));
    any = false;
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < bytes.size() && bytes[i + 1] == '"') {
        cell += bytes[++i];
      } else {
        quoted = false;
        closed = i;
      }
      continue;
    }
    any = any || (c != '\n' && c != '\r');
    if (i > 0 && bytes[i - 1] == '"' && closed == i - 1 && c != delimiter && c != '\n' && c != '\r') {
      return std::unexpected(fmt::format("something stands behind the closing quote in row {}", rows.size() + 1));
    }
    if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == delimiter) {
      row.push_back(std::exchange(cell, {}));
    } else if (c == '\n') {
      if (any) {
        end_row();
      }
    } else if (c != '\r') {
      cell += c;
    } else if (i + 1 < bytes.size() && bytes[i + 1] != '\n') {
      return std::unexpected(fmt::format(
          "row {} ends in a carriage return alone: save it with ordinary line ends", rows.size() + 1));
    }
  }
  if (quoted) {
    return std::unexpected(fmt::format("the quote in row {} is never closed", rows.size() + 1));
  }
  if (any) {
    end_row();
  }
  const std::vector<std::string> header = rows.empty() ? std::vector<std::string>() : rows.front();
  std::unordered_set<std::string_view> columns;
  for (const std::string& name : header) {
    if (!name.empty() && !columns.insert(name).second) {
      return std::unexpected(fmt::format("its header has the column `{}` twice", name));
    }
  }
  return rows;
}

}  // namespace treaty::schema
