#pragma once

// A record written out, without its nesting.

#include <string>
#include <vector>

#include "compiler/ast/expression.h"

namespace treaty::ast {

/// A value of a record, by the dotted path that leads to it.
struct Leaf {
  std::string name;
  Span span;  ///< of the name
  const Expr* value = nullptr;
};

inline void add_leaves(const RecordExpr& record, const std::string& prefix, std::vector<Leaf>& out) {
  for (const RecordExpr::Entry& entry : record.entries) {
    const std::string name = prefix + entry.name.text;
    if (const auto* inner = std::get_if<RecordExpr>(&entry.value.node)) {
      add_leaves(*inner, name + ".", out);
    } else {
      out.push_back({name, entry.name.span, &entry.value});
    }
  }
}

/// In order, records inside of records taken apart; lists are values.
inline std::vector<Leaf> leaves(const RecordExpr& record) {
  std::vector<Leaf> out;
  add_leaves(record, "", out);
  return out;
}

inline std::string dotted(const QualifiedName& name) {
  std::string text;
  for (const Name& part : name.parts) {
    text += (text.empty() ? "" : ".") + part.text;
  }
  return text;
}

}  // namespace treaty::ast
