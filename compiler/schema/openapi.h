#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/schema/schema.h"

namespace treaty::schema {

/// What an OpenAPI 3.0 or 3.1 document (JSON or YAML) says about operations and the records they answer with. `$ref` within
/// the document, allOf, nullable and type arrays, enum, date and date-time formats, arrays and maps are understood; where
/// oneOf or anyOf leave several types open a field is `any`.
class OpenApi {
 public:
  /// The error says what is wrong with the document.
  static std::expected<OpenApi, std::string> load(std::string_view bytes, const std::string& document);

  OpenApi(OpenApi&&) noexcept;
  OpenApi& operator=(OpenApi&&) noexcept;
  ~OpenApi();

  /// `GET /members`, … in the document's order.
  [[nodiscard]] std::vector<std::string> operations() const;
  [[nodiscard]] bool has(std::string_view method, std::string_view path) const;
  /// The record of the operation's successful JSON answer, reached by `at` ("$.data[*]"). The error says which step led nowhere.
  [[nodiscard]] std::expected<Record, std::string> record(std::string_view method, std::string_view path, std::string_view at) const;

 private:
  struct Document;
  explicit OpenApi(std::unique_ptr<Document> document);
  std::unique_ptr<Document> document_;
};

}  // namespace treaty::schema
