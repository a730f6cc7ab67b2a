#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/documents/shelf.h"
#include "compiler/schema/schema.h"

namespace treaty::documents {

struct Parameter {
  schema::Field value;
  std::string in;  ///< query, path, header, cookie
};

/// What a description of an HTTP API says of its operations. A path is found by its form: `/members/{id}` is
/// `/members/{member}`.
class Api {
 public:
  virtual ~Api() = default;

  /// `GET /members`, … in the document's order.
  [[nodiscard]] virtual std::vector<std::string> operations() const = 0;
  [[nodiscard]] virtual bool has(std::string_view method, std::string_view path) const = 0;
  /// The record of the operation's successful JSON answer, reached by `at` ("$.data[*]"). The error says which step
  /// led nowhere.
  [[nodiscard]] virtual std::expected<schema::Record, std::string> record(std::string_view method,
                                                                          std::string_view path,
                                                                          std::string_view at) const = 0;
  /// Nothing where the document cannot tell: then nothing is wrong with any.
  [[nodiscard]] virtual std::optional<std::vector<Parameter>> parameters(std::string_view method,
                                                                         std::string_view path) const = 0;
  /// References that lead nowhere, of those followed so far.
  [[nodiscard]] virtual std::vector<References::Broken> broken() const { return {}; }
  /// The record that the operation takes as its JSON body; nothing where the document does not say.
  [[nodiscard]] virtual std::optional<schema::Record> body(std::string_view method, std::string_view path) const = 0;
};

/// OpenAPI 3.0 and 3.1, Swagger 2, JSON or YAML; `find` gives the documents that it refers to. The error says what is
/// wrong.
std::expected<std::unique_ptr<Api>, std::string> load_openapi(std::shared_ptr<const Attached> document, Shelf& shelf,
                                                              FindText find);

/// A Postman collection (v2.0, v2.1): what an operation answers is inferred from the answers saved with it.
std::expected<std::unique_ptr<Api>, std::string> load_postman(std::shared_ptr<const Attached> document);

/// Whether two paths are the same but for the names of their parameters.
bool same_form(std::string_view path, std::string_view other);

}  // namespace treaty::documents
