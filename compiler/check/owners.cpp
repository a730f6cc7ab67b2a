// Properties that hold an owner: HubSpot takes the owner's id, and refuses an address or a name.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/maps.h"
#include "compiler/check/portal_rules.h"

namespace treaty::check {
namespace {

bool is_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The field as its document describes it; null for anything else.
const schema::Field* described(const facts::Map& map, const facts::SourceField& field) {
  const schema::Record* record = field.of_element ? map.element.get()
                                 : map.resource   ? map.resource->record.get()
                                                  : nullptr;
  const schema::Field* found = nullptr;
  for (const facts::Segment& segment : field.segments) {
    const auto* name = std::get_if<std::string>(&segment);
    found = record && name ? record->find(*name) : nullptr;
    record = found ? found->record.get() : nullptr;
  }
  return found;
}

/// What a value can be, seen as an owner's id.
class Owner {
 public:
  Owner(Context& context, const facts::Map& map) : context_(context), map_(map) {}

  void visit(const ValueRef& value) {
    if (!value || !wrong.empty()) {
      return;
    }
    match(
        value->node, [](const facts::Unknown&) {}, [&](const facts::Element&) { any_text = true; },
        [&](const facts::RunStarted&) { wrong = "a time"; }, [&](const facts::Access&) { any_text = true; },
        [&](const facts::Constant&) {
          const std::string* text = text_literal_of(value);
          if (text && !is_id(*text)) {
            wrong = "`" + *text + "`";
          }
        },
        [&](const facts::SourceField& field) {
          const schema::Field* found = described(map_, field);
          if (found && found->format == "email") {
            wrong = "an e-mail address";
          } else if (!is_number(value->type)) {
            any_text = true;
          }
        },
        [&](const facts::Call& call) { visit_call(value, call); },
        [&](const facts::MakeList&) { any_text = true; }, [&](const facts::Lookup& lookup) { visit_lookup(lookup); },
        [&](const facts::Compare&) { wrong = "a yes or no"; }, [&](const facts::Not&) { wrong = "a yes or no"; },
        [&](const facts::Logic&) { wrong = "a yes or no"; },
        [&](const facts::Choose& choose) { visit(choose.then_value), visit(choose.else_value); },
        [&](const facts::Coalesce& coalesce) {
          std::ranges::for_each(coalesce.alternatives, [&](const ValueRef& one) { visit(one); });
        },
        [&](const facts::ForEach&) { any_text = true; },
        [&](const facts::Inlined& inlined) { visit(inlined.body); },
        [&](const facts::Declassified& inner) { visit(inner.input); });
  }

  std::string wrong;  ///< what is certainly no id
  bool any_text = false;

 private:
  /// A number is taken for an id; of the steps over a text those that only tidy it are looked through.
  void visit_call(const ValueRef& value, const facts::Call& call) {
    const bool tidies = call.arguments.size() == 1 && call.arguments[0]->type.kind == value->type.kind;
    const bool spells = call.function && call.function->name == "text" && !call.arguments.empty();
    if (tidies || spells) {
      visit(call.arguments[0]);
    } else if (!is_number(value->type)) {
      any_text = true;
    }
  }

  void visit_lookup(const facts::Lookup& lookup) {
    const facts::Table& table = context_.facts.tables[lookup.table];
    if (table.from) {
      wrong = table.from->value == "id" ? "" : "the `" + table.from->value + "` of an owner";
    }
    for (const auto& [key, literal] : table.rows) {
      const auto* text = std::get_if<std::string>(&literal);
      if (text && !is_id(*text)) {
        wrong = "`" + *text + "`";
      }
    }
    visit(lookup.otherwise);
  }

  Context& context_;
  const facts::Map& map_;
};

}  // namespace

void check_owner_id(Context& context, const facts::Map& map, const facts::Field& field) {
  if (field.property != "hubspot_owner_id") {
    return;
  }
  Owner owner(context, map);
  owner.visit(field.value);
  if (!owner.wrong.empty()) {
    context.out.report(field.value->span, diagnostics::owner_not_an_id, field.property, owner.wrong);
  } else if (owner.any_text) {
    context.out.report(field.value->span, diagnostics::owner_any_text, field.property);
  }
}

}  // namespace treaty::check
