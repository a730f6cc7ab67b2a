// Records written out in a test, against the documents they stand for.

#include "compiler/check/given.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"

namespace treaty::check {
namespace {

/// Values written out, records and lists of them.
bool is_value(const ast::Expr& expr) {
  return match(
      expr.node, [](const ast::Missing&) { return true; }, [](const ast::NullLiteral&) { return true; },
      [](const ast::BooleanLiteral&) { return true; }, [](const ast::NumberLiteral&) { return true; },
      [](const ast::TextLiteral&) { return true; }, [](const ast::DurationLiteral&) { return false; },
      [](const ast::Path&) { return false; }, [](const ast::Interpolation&) { return false; },
      [](const ast::ListExpr& list) { return std::ranges::all_of(list.items, is_value); },
      [](const ast::RecordExpr& record) {
        return std::ranges::all_of(record.entries, [](const auto& entry) { return is_value(entry.value); });
      },
      [](const ast::PicklistStep&) { return false; }, [](const ast::Call&) { return false; },
      [](const ast::Pipe&) { return false; },
      [](const ast::Unary& unary) { return std::holds_alternative<ast::NumberLiteral>(unary.operand->node); },
      [](const ast::Binary&) { return false; }, [](const ast::If&) { return false; });
}

/// The record that a value is, or those that a list of them holds.
std::vector<const ast::RecordExpr*> records_of(const ast::Expr& value) {
  if (const auto* record = std::get_if<ast::RecordExpr>(&value.node)) {
    return {record};
  }
  std::vector<const ast::RecordExpr*> records;
  if (const auto* list = std::get_if<ast::ListExpr>(&value.node)) {
    for (const ast::Expr& item : list->items) {
      std::ranges::copy(records_of(item), std::back_inserter(records));
    }
  }
  return records;
}

void check_once(Context& context, const ast::RecordExpr& record) {
  Once once(context);
  for (const ast::RecordExpr::Entry& entry : record.entries) {
    once(entry.name.text, entry.name.span);
    for (const ast::RecordExpr* inner : records_of(entry.value)) {
      check_once(context, *inner);
    }
  }
}

/// The fields of a given record, nested ones too, against the document.
void check_fields(Context& context, const ast::RecordExpr& given, const schema::Record& record,
                  const std::string& name) {
  for (const ast::RecordExpr::Entry& entry : given.entries) {
    const schema::Field* field = record.find(entry.name.text);
    if (!field && !record.open) {
      auto& said = context.out.report(entry.name.span, diagnostics::unknown_field, entry.name.text, name);
      suggest(said, entry.name.text, entry.name.span, names_of(record.fields, &schema::Field::name));
    } else if (field && field->record) {
      for (const ast::RecordExpr* inner : records_of(entry.value)) {
        check_fields(context, *inner, *field->record, name + "." + entry.name.text);
      }
    }
  }
}

/// The type of a value written out, as a document would call it.
std::optional<Type> type_of_value(const ast::Expr& value) {
  return match(
      value.node, [](const ast::TextLiteral&) { return std::optional(Type::of(Kind::text)); },
      [](const ast::BooleanLiteral&) { return std::optional(Type::of(Kind::boolean)); },
      [](const ast::NumberLiteral& number) {
        const bool whole = number.digits.find('.') == std::string::npos;
        return std::optional(Type::of(whole ? Kind::integer : Kind::decimal));
      },
      [](const ast::ListExpr&) { return std::optional(Type::of(Kind::list)); },
      [](const ast::RecordExpr&) { return std::optional(Type::of(Kind::record)); },
      [](const auto&) { return std::optional<Type>(); });
}

/// Whether a reader takes this JSON value for the type: dates, times and options are texts there.
bool reads_as(const Type& given, const Type& wanted) {
  switch (wanted.kind) {
    case Kind::text:
    case Kind::date:
    case Kind::timestamp:
    case Kind::duration:
    case Kind::enumeration:
      return given.kind == Kind::text;
    case Kind::integer:
      return given.kind == Kind::integer;
    case Kind::decimal:
      return is_number(given) || given.kind == Kind::text;
    case Kind::boolean:
    case Kind::list:
    case Kind::record:
      return given.kind == wanted.kind;
    default:
      return true;
  }
}

/// A record that is meant to pass, against the types of the document.
void check_types(Context& context, const ast::RecordExpr& given, const schema::Record& record) {
  for (const ast::RecordExpr::Entry& entry : given.entries) {
    const schema::Field* field = record.find(entry.name.text);
    const auto type = type_of_value(entry.value);
    if (!field || !type) {
      continue;
    }
    if (!reads_as(*type, field->type)) {
      context.out.report(entry.value.span, diagnostics::test_value_type, entry.name.text, describe(field->type),
                         describe(*type));
    } else if (field->record) {
      for (const ast::RecordExpr* inner : records_of(entry.value)) {
        check_types(context, *inner, *field->record);
      }
    }
  }
}

/// A given record of HubSpot: its properties against the portal.
void check_properties(Context& context, const ast::RecordExpr& given, const facts::Map* map) {
  for (const ast::RecordExpr::Entry& entry : given.entries) {
    if (map && map->object && !map->object->find(entry.name.text)) {
      auto& said =
          context.out.report(entry.name.span, diagnostics::unknown_property, entry.name.text, map->object->name);
      suggest(said, entry.name.text, entry.name.span, names_of(map->object->properties, &schema::Property::name));
    }
  }
}

}  // namespace

void check_values(Context& context, const ast::RecordExpr& record) {
  check_once(context, record);
  for (const ast::RecordExpr::Entry& entry : record.entries) {
    if (!is_value(entry.value)) {
      context.out.report(entry.value.span, diagnostics::test_value);
    }
  }
}

void check_given(Context& context, const ast::TestGiven& given, const facts::Map* map, bool passes) {
  const auto* expr = std::get_if<ast::Expr>(&given.input);
  const auto* record = expr ? std::get_if<ast::RecordExpr>(&expr->node) : nullptr;
  if (!record) {
    return;
  }
  check_values(context, *record);
  if (given.side == ast::TestGiven::Side::right) {
    check_properties(context, *record, map);
  } else if (map && map->resource) {
    check_fields(context, *record, *map->resource->record, map->source->name + "." + map->resource->name);
    if (passes) {
      check_types(context, *record, *map->resource->record);
    }
  }
}

}  // namespace treaty::check
