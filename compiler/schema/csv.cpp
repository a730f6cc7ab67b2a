#include <algorithm>

#include <fmt/core.h>

#include "compiler/schema/csv.h"
#include "compiler/schema/samples.h"

namespace treaty::schema {

std::expected<std::vector<std::vector<std::string>>, std::string> read_csv(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
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
      }
      continue;
    }
    any = any || (c != '\n' && c != '\r');
    if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      row.push_back(std::exchange(cell, {}));
    } else if (c == '\n') {
      if (any) {
        end_row();
      }
    } else if (c != '\r' || (i + 1 < bytes.size() && bytes[i + 1] != '\n')) {
      cell += c;
    }
  }
  if (quoted) {
    return std::unexpected(fmt::format("the quote in row {} is never closed", rows.size() + 1));
  }
  if (any) {
    end_row();
  }
  return rows;
}

std::expected<Record, std::string> load_csv(std::string_view bytes, const std::string& document) {
  const auto rows = read_csv(bytes);
  if (!rows) {
    return std::unexpected(rows.error());
  }
  if (rows->empty()) {
    return std::unexpected("it has no header");
  }
  Record record;
  for (size_t column = 0; column < rows->front().size(); ++column) {
    Field field;
    field.name = rows->front()[column];
    field.origin = {document, 1};
    field.required = true;
    field.type = types::Type::of(types::Kind::text);
    for (size_t i = 1; i < rows->size(); ++i) {
      const std::string cell = column < (*rows)[i].size() ? (*rows)[i][column] : std::string();
      field.nullable = field.nullable || cell.empty();
      if (!cell.empty() && !field.example) {
        field.example = fmt::format("\"{}\"", cell);
      }
    }
    record.fields.push_back(std::move(field));
  }
  return record;
}

}  // namespace treaty::schema
