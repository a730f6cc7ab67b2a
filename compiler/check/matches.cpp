// How a map finds its records again, and what HubSpot wants before it creates one.

#include <algorithm>

#include "compiler/check/dependence.h"
#include "compiler/check/once.h"
#include "compiler/check/reversal.h"
#include "compiler/schema/portal.h"

namespace treaty::check {
namespace {

/// HubSpot has no unique properties on products: there the ledger keeps which record is which, by the property named.
bool identifies(const schema::HubspotObject& object, const schema::Property& property) {
  if (object.type_id == "0-7") {
    return property.type.kind == Kind::text;
  }
  return schema::is_held_unique(object, property);
}

bool writes(const facts::Map& map, std::string_view property) {
  return std::ranges::find(map.fields, property, &facts::Field::property) != map.fields.end();
}

/// Whether a line takes a property as it is: then the field it feeds holds the same value on the other side.
bool reads(const facts::Map& map, std::string_view property) {
  return std::ranges::any_of(map.reverse, [&](const facts::ReverseField& field) {
    const ast::Name* name = property_name(base_of(field.line->right));
    return name && name->text == property;
  });
}

/// Also where it is written as a text.
bool is_yes_or_no(const ValueRef& value) {
  const auto* call = std::get_if<facts::Call>(&value->node);
  const bool as_text = call && call->arguments.size() == 1 && call->arguments.front()->type.kind == Kind::boolean;
  return value->type.kind == Kind::boolean || as_text;
}

/// What records are found again by must differ between them: else one is taken for the other, and overwrites it.
void check_tells_apart(Context& context, const facts::Map& map, const facts::Field& field) {
  const auto report = [&](source::Span span, const std::string& all) {
    context.out.report(span, diagnostics::match_same_for_all, field.property, all);
  };
  const ast::FieldLine& line = *field.line;
  const auto* choice = std::get_if<facts::Coalesce>(&field.value->node);
  const auto* branches = std::get_if<facts::Choose>(&field.value->node);
  const auto* lookup = std::get_if<facts::Lookup>(&field.value->node);
  const auto is_one = [](const ValueRef& one) { return !depends(one) && one->type.kind != Kind::null; };
  const bool some = map.where != nullptr;  // which may leave one
  const auto is_of_whole = [&](const ValueRef& one) { return !depends_on_element(one); };
  if (is_yes_or_no(field.value)) {
    report(line.left.span, "every record with the same answer");
  } else if (!depends(field.value) && !some) {
    report(line.left.span, "every record");
  } else if (choice && std::ranges::any_of(choice->alternatives, [](const ValueRef& one) { return !depends(one); })) {
    report(line.left.span, "every record where nothing else is there");
  } else if (branches && (is_one(branches->then_value) || is_one(branches->else_value))) {
    report(line.left.span, "every record of one branch");
  } else if (lookup && lookup->otherwise && is_one(lookup->otherwise)) {
    report(line.left.span, "every record that the table does not have");
  } else if (map.each && !depends_on_element(field.value) && !some) {
    report(line.left.span, "all that is made of one record");
  } else if (map.each && choice && !some && std::ranges::any_of(choice->alternatives, is_of_whole)) {
    report(line.left.span, "all that is made of one record where nothing else is there");
  } else if (field.on_null == facts::OnNull::use) {
    report(field.span, "every record where it is null");
  } else if (field.on_error == facts::OnError::use) {
    report(field.span, "every record that fails on the line");
  }
}

/// The key is the source's own word for a record.
void check_key_is_kept(Context& context, const facts::Map& map) {
  for (const facts::ReverseField& field : map.reverse) {
    const bool of_key =
        map.resource && std::ranges::find(map.resource->key, facts::dotted(field.path)) != map.resource->key.end();
    const auto matched = [&](const facts::Field& one) {
      return one.line == field.line && std::ranges::find(map.match, one.property) != map.match.end();
    };
    const bool by_itself = map.arrow == ast::Arrow::both && std::ranges::none_of(map.fields, matched);
    if (of_key && by_itself) {
      context.out.report(field.line->left.span, diagnostics::key_overwritten, facts::dotted(field.path),
                         map.source->name + "." + map.resource->name);
    }
  }
}

void check_property(Context& context, facts::Map& map, const ast::Name& name) {
  const schema::Property* property = map.object->find(name.text);
  if (!property) {
    auto& said = context.out.report(name.span, diagnostics::unknown_property, name.text, map.object->name);
    suggest(said, name.text, name.span, names_of(map.object->properties, &schema::Property::name));
    return;
  }
  if (!identifies(*map.object, *property)) {
    context.out.report(name.span, diagnostics::match_not_unique, name.text, map.object->name);
  } else if (map.arrow == ast::Arrow::backward) {
    if (!reads(map, name.text) && !has_unread_lines(map)) {
      context.out.report(name.span, diagnostics::match_not_read, name.text);
    }
  } else if (!writes(map, name.text) && !has_unread_lines(map)) {
    context.out.report(name.span, diagnostics::match_not_written, name.text);
  }
  map.match.push_back(name.text);
  for (const facts::Field& field : map.fields) {
    if (field.property == name.text && field.line && is_understood(field.value)) {
      check_tells_apart(context, map, field);
    }
  }
}

}  // namespace

void check_match(Context& context, facts::Map& map, const ast::Match* match) {
  const bool damaged = has_unread_lines(map);
  if (!map.object) {
    return;
  }
  if (match) {
    Once once(context, diagnostics::named_twice);
    for (const ast::Name& name : match->properties) {
      once(name.text, name.span);
      check_property(context, map, name);
    }
  } else if (!damaged) {
    context.out.report(map.tree->name.span, diagnostics::match_left_out, map.name);
  }
  check_key_is_kept(context, map);
  if (map.arrow == ast::Arrow::backward) {
    return;  // nothing is created in HubSpot
  }
  if (map.fields.empty() && !damaged && match == nullptr) {
    return;
  }
  for (const std::string& required : map.object->required) {
    if (!writes(map, required) && !damaged) {
      context.out.report(map.tree->name.span, diagnostics::required_not_written, required, map.object->name);
    }
  }
}

}  // namespace treaty::check
