#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "compiler/schema/schema.h"

namespace treaty::schema {

/// The record that samples show: a JSON document or JSON lines. `at` ("$.data[*]", "$[*]"; empty: the top-level value or the
/// elements of the top-level array) selects them. A field is required when every sample has it, nullable when one has null;
/// text that is a date or an instant in every sample is one; where samples disagree a field is `any`. The error says why not.
std::expected<Record, std::string> load_json(std::string_view bytes, std::string_view at, const std::string& document);

/// The record that a CSV file with a header shows (RFC 4180). Every cell is text, an empty one null: CSV knows no numbers, and
/// a postal code that looks like one must keep its zeros; `| decimal` says what is meant.
std::expected<Record, std::string> load_csv(std::string_view bytes, const std::string& document);

}  // namespace treaty::schema
