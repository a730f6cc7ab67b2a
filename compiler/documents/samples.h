#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "compiler/documents/tree.h"
#include "compiler/schema/schema.h"

namespace treaty::documents {

/// The record that samples show, one at a time. A field is required when every sample has it, nullable when one has
/// null; text that is a date or an instant in every sample is one; where samples disagree a field is `any`. How many
/// samples showed a value stands in the fields: ten samples prove less than ten thousand.
class Inference {
 public:
  Inference();
  Inference(Inference&&) noexcept;
  ~Inference();

  /// Takes in what lies at `at` of a document ("$.data[*]"; empty: the value or the elements of the list at its top).
  /// The error says that it is no path.
  std::expected<void, std::string> see(const Node& document, std::string_view at);
  [[nodiscard]] bool saw_records() const;
  [[nodiscard]] schema::Record record(const std::string& document) const;

 private:
  struct Seen;
  std::unique_ptr<Seen> seen_;
};

/// A JSON document or JSON lines. The error says why not.
std::expected<schema::Record, std::string> load_json(std::string_view bytes, std::string_view at,
                                                     const std::string& document);

/// The record that a CSV file with a header shows (RFC 4180). Every cell is text, an empty one null: CSV knows no
/// numbers, and a postal code that looks like one must keep its zeros; `| decimal` says what is meant.
std::expected<schema::Record, std::string> load_csv(std::string_view bytes, const std::string& document);

}  // namespace treaty::documents
