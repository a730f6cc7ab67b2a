#pragma once

#include <set>
#include <tuple>

#include "compiler/check/context.h"

namespace treaty::check {

/// The fields that values are made of, and in which way. Values are shared: each is visited once a way.
class FieldInputs {
 public:
  using How = facts::PrivateInput::How;
  struct Input {
    std::string path;  ///< dotted; through the list that an `each` map goes through
    source::Span span;
    How how = How::value;
    bool declassified = false;
  };

  /// The map is lent.
  explicit FieldInputs(const facts::Map& map) : map_(map) {}

  void visit(const facts::ValueRef& value, How how, bool declassified = false);

  std::vector<Input> found;

 private:
  [[nodiscard]] std::string path_of(const facts::SourceField& field) const;

  const facts::Map& map_;
  std::set<std::tuple<const facts::Value*, How, bool>> seen_;
};


}  // namespace treaty::check
