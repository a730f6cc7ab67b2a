#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "compiler/schema/schema.h"

namespace treaty::documents {

/// A data dictionary: a CSV table (RFC 4180; commas, semicolons or tabs) with a row a field. Its header names the
/// columns in any order and any of the usual words: field (or name, column), type, required (or mandatory, nullable,
/// optional), values (allowed values, enum, options: parted by `|` or `;` or commas), description (comment), example,
/// format. Only the field's name must be there. Types go by the words that databases and people use: varchar, string,
/// int, number, decimal(10,2), date, timestamp, bool, …; one that says nothing is `any`, and so is a word that is no
/// type, which the field keeps. A name with dots describes what lies in a record. The error names the row.
std::expected<schema::Record, std::string> load_dictionary(std::string_view bytes, const std::string& document);

/// Whether the header has a column for names and one for types.
bool is_dictionary(std::string_view bytes);

}  // namespace treaty::documents
