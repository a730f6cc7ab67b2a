// Groups: lines that are about some of a map's fields together, and what holds for every line of a map or a group.

#include <algorithm>

#include "compiler/check/maps.h"
#include "compiler/check/once.h"

namespace treaty::check {
namespace {

std::optional<facts::Literal> policy_value(Context& context, const std::optional<ast::Expr>& expr) {
  if (!expr) {
    return std::nullopt;
  }
  return constant_of(context, *expr, "use");
}

/// The first word of an entry, as a message names it.
std::string_view word_of(const Context& context, const ast::MapEntry& entry) {
  const std::string_view text = context.text(entry.span);
  return text.substr(0, text.find_first_of(" \t\r\n"));
}

/// Where a line, or the group around it, says what becomes of its errors or empty values.
template <class Policy>
source::Span policy_span(const ast::FieldLine& line, const ast::Group& group) {
  for (const ast::FieldClause& clause : line.clauses) {
    if (std::holds_alternative<Policy>(clause.clause)) {
      return clause.span;
    }
  }
  for (const ast::MapEntry& entry : group.entries) {
    if (std::holds_alternative<Policy>(entry.node)) {
      return entry.span;
    }
  }
  return group.name.span;  // the map says it for all its lines
}

/// An atomic group is written whole or not at all: no policy may leave one of its values out. Said once a place.
void check_atomic(Context& context, const facts::Map& map, const ast::Group& group) {
  const auto owners = [&](const ast::FieldLine& line) {
    for (const ast::FieldClause& clause : line.clauses) {
      const auto* owner = std::get_if<ast::FieldClause::Owner>(&clause.clause);
      if (owner && group.owner && owner->system.text != group.owner->text) {
        context.out.report(clause.span, diagnostics::atomic_two_owners, group.owner->text, owner->system.text)
            .labels.push_back({.span = group.owner->span, .text = "said of the group"});
      }
    }
  };
  for (const ast::MapEntry& entry : group.entries) {
    if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
      owners(*line);
    }
  }
  std::vector<source::Span> told;
  const auto tell = [&](source::Span span, const char* policy) {
    if (std::ranges::find(told, span) == told.end()) {
      told.push_back(span);
      context.out.report(span, diagnostics::atomic_in_part, policy);
    }
  };
  for (const facts::Field& field : map.fields) {
    if (field.group == group.name.text && field.on_error == facts::OnError::skip && field.value->fallible) {
      tell(policy_span<ast::ErrorPolicy>(*field.line, group), "on error skip");
    }
    if (field.group == group.name.text && field.on_null == facts::OnNull::keep) {
      tell(policy_span<ast::NullPolicy>(*field.line, group), "on null keep");
    }
  }
}

}  // namespace

MapDefaults read_defaults(Context& context, const std::vector<ast::MapEntry>& entries, MapDefaults defaults) {
  Once once(context, diagnostics::map_entry_twice);
  for (const ast::MapEntry& entry : entries) {
    if (const auto* on_error = std::get_if<ast::ErrorPolicy>(&entry.node); on_error && once("on error", entry.span)) {
      defaults.on_error = static_cast<facts::OnError>(on_error->kind);
      defaults.error_value = policy_value(context, on_error->value);
    } else if (const auto* on_null = std::get_if<ast::NullPolicy>(&entry.node);
               on_null && once("on null", entry.span)) {
      defaults.on_null = static_cast<facts::OnNull>(on_null->kind);
      defaults.null_value = policy_value(context, on_null->value);
    } else if (std::holds_alternative<ast::Match>(entry.node)) {
      once("match", entry.span);
    } else if (std::holds_alternative<ast::Where>(entry.node)) {
      once("where", entry.span);
    } else if (std::holds_alternative<ast::Start>(entry.node)) {
      once("start", entry.span);
    } else if (std::holds_alternative<ast::OnDelete>(entry.node)) {
      once("on delete", entry.span);
    }
  }
  return defaults;
}

void check_group(Context& context, const Scope& scope, facts::Map& map, const ast::Group& group,
                 const MapDefaults& outer) {
  if (group.atomic) {
    not_in_force(context, "group atomic");
  }
  const MapDefaults defaults = read_defaults(context, group.entries, outer);
  for (const ast::MapEntry& entry : group.entries) {
    if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
      check_field_line(context, scope, map, entry, *line, defaults, &group);
    } else if (!std::holds_alternative<ast::Bad>(entry.node) &&
               !std::holds_alternative<ast::ErrorPolicy>(entry.node) &&
               !std::holds_alternative<ast::NullPolicy>(entry.node)) {
      context.out.report(entry.span, diagnostics::not_in_group, word_of(context, entry));
    }
  }
  if (group.atomic) {
    check_atomic(context, map, group);
  }
}

}  // namespace treaty::check
