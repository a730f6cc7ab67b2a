#pragma once

#include <string_view>

#include "compiler/documents/tree.h"

namespace treaty::documents {

/// The word that `schema` takes for a document: `openapi`, `postman`, `json_schema`, `snapshot`, `json`. Samples are
/// what is none of the others.
std::string_view recognise(const Node& root);
/// The same for text in columns: `dictionary` where its header has a column for names and one for types, else `csv`.
std::string_view recognise_table(std::string_view bytes);

}  // namespace treaty::documents
