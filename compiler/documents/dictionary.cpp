#include "compiler/documents/dictionary.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/schema/csv.h"

namespace treaty::documents {
namespace {

using schema::Field;
using schema::Record;
using types::Kind;
using types::Type;

std::string trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) {
    return {};
  }
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

/// Small letters and digits alone: `Allowed values` and `allowed_values` are one word.
std::string plain(std::string_view text) {
  std::string word;
  for (const unsigned char c : text) {
    if (std::isalnum(c)) {
      word += static_cast<char>(std::tolower(c));
    }
  }
  return word;
}

enum class Column : uint8_t { field, type, required, nullable, values, description, example, format };

std::optional<Column> column_of(std::string_view heading) {
  struct Word {
    std::string_view word;
    Column column;
  };
  static constexpr std::array<Word, 30> words = {{{"field", Column::field},
                                                  {"fieldname", Column::field},
                                                  {"name", Column::field},
                                                  {"column", Column::field},
                                                  {"columnname", Column::field},
                                                  {"attribute", Column::field},
                                                  {"property", Column::field},
                                                  {"type", Column::type},
                                                  {"datatype", Column::type},
                                                  {"fieldtype", Column::type},
                                                  {"required", Column::required},
                                                  {"mandatory", Column::required},
                                                  {"notnull", Column::required},
                                                  {"nullable", Column::nullable},
                                                  {"null", Column::nullable},
                                                  {"optional", Column::nullable},
                                                  {"values", Column::values},
                                                  {"allowedvalues", Column::values},
                                                  {"validvalues", Column::values},
                                                  {"enum", Column::values},
                                                  {"options", Column::values},
                                                  {"picklist", Column::values},
                                                  {"description", Column::description},
                                                  {"comment", Column::description},
                                                  {"comments", Column::description},
                                                  {"notes", Column::description},
                                                  {"meaning", Column::description},
                                                  {"example", Column::example},
                                                  {"sample", Column::example},
                                                  {"format", Column::format}}};
  const std::string word = plain(heading);
  const auto found = std::ranges::find(words, word, &Word::word);
  return found == words.end() ? std::nullopt : std::optional(found->column);
}

/// `yes`, `y`, `x`, `true`, `1`, `mandatory`: as people fill in such tables.
bool is_yes(std::string_view cell) {
  const std::string word = plain(cell);
  return word == "yes" || word == "y" || word == "x" || word == "true" || word == "1" || word == "required" ||
         word == "mandatory" || word == "notnull" || word == "m";
}

std::optional<Kind> kind_of(std::string_view written) {
  struct Word {
    std::string_view word;
    Kind kind;
  };
  static constexpr std::array<Word, 63> words = {{{"string", Kind::text},         {"text", Kind::text},
                                                  {"varchar", Kind::text},        {"varchar2", Kind::text},
                                                  {"nvarchar", Kind::text},       {"char", Kind::text},
                                                  {"nchar", Kind::text},          {"character", Kind::text},
                                                  {"uuid", Kind::text},           {"guid", Kind::text},
                                                  {"email", Kind::text},          {"url", Kind::text},
                                                  {"phone", Kind::text},          {"enum", Kind::text},
                                                  {"picklist", Kind::text},       {"int", Kind::integer},
                                                  {"integer", Kind::integer},     {"bigint", Kind::integer},
                                                  {"smallint", Kind::integer},    {"tinyint", Kind::integer},
                                                  {"long", Kind::integer},        {"serial", Kind::integer},
                                                  {"number", Kind::decimal},      {"numeric", Kind::decimal},
                                                  {"decimal", Kind::decimal},     {"money", Kind::decimal},
                                                  {"currency", Kind::decimal},    {"amount", Kind::decimal},
                                                  {"float", Kind::decimal},       {"double", Kind::decimal},
                                                  {"real", Kind::decimal},        {"bool", Kind::boolean},
                                                  {"boolean", Kind::boolean},     {"bit", Kind::boolean},
                                                  {"flag", Kind::boolean},        {"date", Kind::date},
                                                  {"datetime", Kind::timestamp},  {"timestamp", Kind::timestamp},
                                                  {"instant", Kind::timestamp},   {"timestamptz", Kind::timestamp},
                                                  {"datetime2", Kind::timestamp}, {"clob", Kind::text},
                                                  {"longtext", Kind::text},       {"any", Kind::any},
                                                  {"json", Kind::any},            {"jsonb", Kind::any},
                                                  {"xml", Kind::any},             {"object", Kind::any},
                                                  {"record", Kind::any},          {"struct", Kind::any},
                                                  {"map", Kind::any},             {"array", Kind::any},
                                                  {"list", Kind::any},            {"set", Kind::any},
                                                  {"blob", Kind::any},            {"binary", Kind::any},
                                                  {"varbinary", Kind::any},       {"bytea", Kind::any},
                                                  {"bytes", Kind::any},           {"time", Kind::any},
                                                  {"interval", Kind::any},        {"variant", Kind::any},
                                                  {"unknown", Kind::any}}};
  const std::string word = plain(written.substr(0, std::min(written.find_first_of("( "), written.size())));
  const auto found = std::ranges::find(words, word, &Word::word);
  return found == words.end() ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string> parted(std::string_view cell) {
  const char separator = cell.find('|') != std::string_view::npos    ? '|'
                         : cell.find(';') != std::string_view::npos  ? ';'
                         : cell.find('\n') != std::string_view::npos ? '\n'
                                                                     : ',';
  std::vector<std::string> values;
  for (size_t at = 0; at <= cell.size();) {
    const size_t end = std::min(cell.find(separator, at), cell.size());
    if (std::string value = trimmed(cell.substr(at, end - at));
        !value.empty() && std::ranges::find(values, value) == values.end()) {
      values.push_back(std::move(value));
    }
    at = end + 1;
  }
  return values;
}

class Dictionary {
 public:
  explicit Dictionary(std::string document) : document_(std::move(document)) {}

  std::expected<Record, std::string> read(const std::vector<std::vector<std::string>>& rows) {
    for (const std::string& heading : rows.front()) {
      columns_.push_back(column_of(heading));
    }
    if (std::ranges::find(columns_, std::optional(Column::field)) == columns_.end()) {
      return std::unexpected("no column of its header is called `field`, `name` or `column`");
    }
    Record record;
    for (size_t row = 1; row < rows.size(); ++row) {
      auto field = read_row(rows[row], static_cast<uint32_t>(row + 1));
      if (!field) {
        return std::unexpected(fmt::format("row {}: {}", row + 1, field.error()));
      }
      if (field->name.empty()) {
        continue;
      }
      if (!names_.insert(field->name).second) {
        return std::unexpected(
            fmt::format("row {}: the field `{}` stands there a second time", row + 1, field->name));
      }
      add(record, std::move(*field), 0);
    }
    if (record.fields.empty()) {
      return std::unexpected("it describes no field");
    }
    return record;
  }

 private:
  std::expected<Field, std::string> read_row(const std::vector<std::string>& cells, uint32_t row) const {
    Field field;
    std::vector<std::string> values;
    Kind kind = Kind::any;
    bool typed = false;
    for (size_t i = 0; i < cells.size() && i < columns_.size(); ++i) {
      const std::string cell = trimmed(cells[i]);
      if (!columns_[i] || cell.empty()) {
        continue;
      }
      switch (*columns_[i]) {
        case Column::field:
          field.name = cell;
          break;
        case Column::type:
          kind = kind_of(cell).value_or(Kind::any);
          field.unknown_type = kind_of(cell) ? "" : cell;
          typed = true;
          break;
        case Column::required:
          field.required = is_yes(cell);
          break;
        case Column::nullable:
          field.required = !is_yes(cell);
          break;
        case Column::values:
          values = parted(cell);
          break;
        case Column::description:
          field.description = cell;
          break;
        case Column::example:
          field.example = nlohmann::json(cell).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
          break;
        case Column::format:
          field.format = cell;
          break;
      }
    }
    field.nullable = !field.required;
    field.origin = {document_, row};
    if (!values.empty() && (kind == Kind::text || kind == Kind::any)) {
      field.type = Type::enumeration_of(std::move(values));
    } else {
      field.type = Type::of(typed ? kind : Kind::text);
    }
    return field;
  }

  /// `address.city` is the field `city` of the record `address`.
  void add(Record& record, Field field, int depth) {
    constexpr int deepest = 24;
    const size_t dot = field.name.find('.');
    if (dot == std::string::npos || depth == deepest) {
      std::erase_if(record.fields, [&](const Field& known) { return known.name == field.name; });  // made for a part
      record.fields.push_back(std::move(field));
      return;
    }
    const std::string outer = field.name.substr(0, dot);
    field.name = field.name.substr(dot + 1);
    auto found = std::ranges::find(record.fields, outer, &Field::name);
    if (found == record.fields.end()) {
      Field holder;
      holder.name = outer;
      holder.nullable = true;
      holder.origin = field.origin;
      record.fields.push_back(std::move(holder));
      found = std::prev(record.fields.end());
    }
    found->type = Type::of(Kind::record);
    auto inner = found->record ? std::make_shared<Record>(*found->record) : std::make_shared<Record>();
    add(*inner, std::move(field), depth + 1);
    found->record = std::move(inner);
  }

  std::string document_;
  std::vector<std::optional<Column>> columns_;
  std::set<std::string> names_;
};

}  // namespace

std::expected<Record, std::string> load_dictionary(std::string_view bytes, const std::string& document) {
  const auto rows = schema::read_csv(bytes);
  if (!rows) {
    return std::unexpected(rows.error());
  }
  if (rows->empty()) {
    return std::unexpected("it has no header");
  }
  return Dictionary(document).read(*rows);
}

bool is_dictionary(std::string_view bytes) {
  const auto rows = schema::read_csv(bytes.substr(0, bytes.find('\n')));
  bool field = false;
  bool type = false;
  for (const std::string& heading : rows && !rows->empty() ? rows->front() : std::vector<std::string>()) {
    field = field || column_of(heading) == Column::field;
    type = type || column_of(heading) == Column::type;
  }
  return field && type;
}

}  // namespace treaty::documents
