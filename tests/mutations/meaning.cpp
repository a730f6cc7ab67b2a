#include "tests/mutations/meaning.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/ir/ir.h"
#include "compiler/lower/lower.h"
#include "tests/mutations/walk.h"

namespace treaty::mutations {
namespace {

/// Blocks whose entries stand in no order that matters.
template <class T>
inline constexpr bool is_unordered =
    std::is_same_v<T, ast::Item> || std::is_same_v<T, ast::MapEntry> || std::is_same_v<T, ast::SystemEntry> ||
    std::is_same_v<T, ast::ResourceEntry> || std::is_same_v<T, ast::EnsureProperty> ||
    std::is_same_v<T, ast::Privacy::Entry> || std::is_same_v<T, ast::Environment::Entry> ||
    std::is_same_v<T, ast::Auth::Entry> || std::is_same_v<T, ast::Clause>;

enum class Order { as_written, sorted };

template <class T>
void write(const T& value, std::string& out, Order order = Order::as_written);

template <class T>
void write_sorted(const std::vector<T>& values, std::string& out) {
  std::vector<std::string> texts;
  for (const T& value : values) {
    write(value, texts.emplace_back(), Order::sorted);
  }
  std::ranges::sort(texts);
  for (const std::string& text : texts) {
    out += text;
  }
}

template <class T>
void write(const T& value, std::string& out, Order order) {
  if constexpr (std::is_same_v<T, source::Span> || requires { value.valid(); }) {
    // where it stands
  } else if constexpr (std::is_same_v<T, std::string>) {
    out += fmt::format("{}:{}", value.size(), value);
  } else if constexpr (std::is_enum_v<T>) {
    out += fmt::format("{} ", static_cast<int>(value));
  } else if constexpr (std::is_arithmetic_v<T>) {
    out += fmt::format("{} ", value);
  } else if constexpr (requires { value.doc; value.node; }) {
    write(value.node, out, order);
  } else {
    out += '(';
    if constexpr (detail::is_a<T, std::variant>) {
      out += fmt::format("{}/", value.index());
    }
    if constexpr (detail::is_a<T, std::vector>) {
      if constexpr (is_unordered<typename T::value_type>) {
        if (order == Order::sorted) {
          write_sorted(value, out);
          out += ')';
          return;
        }
      }
    }
    each_part(value, [&](const auto& part) { write(part, out, order); });
    out += ')';
  }
}

void write_header(const ast::Header& header, std::string& out) {
  write(header.name, out);
  write(header.version, out);
  write(header.edition, out);
  write(header.title, out);
}

void write_entries(const std::vector<ast::MapEntry>& entries, std::string& out) {
  for (const ast::MapEntry& entry : entries) {
    if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
      write(line->arrow, out);
      for (const ast::FieldClause& clause : line->clauses) {
        const bool value = std::holds_alternative<ast::NullPolicy>(clause.clause) ||
                           std::holds_alternative<ast::ErrorPolicy>(clause.clause);
        if (!value) {  // those stand in the programs
          write(clause, out);
        }
      }
    } else if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
      write(group->name, out);
      write(group->owner, out);
      write(group->atomic, out);
      write_entries(group->entries, out);
    } else if (!std::holds_alternative<ast::Where>(entry.node) &&
               !std::holds_alternative<ast::ListMembership>(entry.node) &&
               !std::holds_alternative<ast::NullPolicy>(entry.node) &&
               !std::holds_alternative<ast::ErrorPolicy>(entry.node)) {
      write(entry.node, out);
    }
  }
}

/// Without the places that messages name.
std::string program_text(ir::Program program) {
  for (ir::Step& step : program.steps) {
    step = {};
  }
  return ir::print(program);
}

}  // namespace

std::string tree_of(const ast::Contract& contract) {
  std::string out;
  if (contract.header) {
    write_header(*contract.header, out);
  }
  write(contract.items, out);
  return out;
}

std::string unordered_tree_of(const ast::Contract& contract) {
  std::string out;
  if (contract.header) {
    write_header(*contract.header, out);
  }
  write(contract.items, out, Order::sorted);
  return out;
}

std::string meaning_of(const driver::Compilation& compilation) {
  std::string out = compilation.manifest->semantic_hash;
  out += program_text(lower::lower_reverse(compilation.facts, compilation.files));
  out += program_text(lower::lower_lists(compilation.facts, compilation.files));
  if (compilation.contract.header) {
    write_header(*compilation.contract.header, out);
  }
  for (const ast::Item& item : compilation.contract.items) {
    if (const auto* map = std::get_if<ast::Map>(&item.node)) {
      write_entries(map->entries, out);
    } else if (!std::holds_alternative<ast::Table>(item.node) &&
               !std::holds_alternative<ast::Picklist>(item.node) &&
               !std::holds_alternative<ast::Transform>(item.node) &&
               !std::holds_alternative<ast::Import>(item.node)) {
      write(item.node, out);
    }
  }
  return out;
}

}  // namespace treaty::mutations
