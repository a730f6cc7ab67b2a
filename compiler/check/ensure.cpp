// What `ensure` asks the portal for: names and types that HubSpot takes.

#include <algorithm>

#include "compiler/check/agreements.h"
#include "compiler/check/amounts.h"
#include "compiler/check/values.h"

namespace treaty::check {
namespace {

/// HubSpot's type for a type of the language.
struct PropertyType {
  std::string_view name;
  Kind kind;
  std::string_view hubspot, field;
};
constexpr PropertyType property_types[] = {
    {"text", Kind::text, "string", "text"},
    {"integer", Kind::decimal, "number", "number"},
    {"decimal", Kind::decimal, "number", "number"},
    {"boolean", Kind::boolean, "bool", "booleancheckbox"},
    {"date", Kind::date, "date", "date"},
    {"timestamp", Kind::timestamp, "datetime", "date"},
    {"enum", Kind::enumeration, "enumeration", "select"},
};

const PropertyType* find_type(Context& context, const ast::Name& name) {
  const auto* found = std::ranges::find(property_types, name.text, &PropertyType::name);
  if (found != std::end(property_types)) {
    return found;
  }
  std::vector<std::string> names;
  for (const PropertyType& type : property_types) {
    names.emplace_back(type.name);
  }
  suggest(context.out.report(name.span, diagnostics::ensure_type, name.text), name.text, name.span, names);
  return nullptr;
}

bool is_property_name(std::string_view name) {
  constexpr size_t longest = 100;
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto rest = [&](char c) { return lower(c) || c == '_' || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= longest && lower(name.front()) && std::ranges::all_of(name, rest) &&
         !name.starts_with("hs_");
}

void check_options(Context& context, const ast::EnsureProperty& property, const PropertyType& type) {
  if (type.kind == Kind::enumeration && property.options.empty()) {
    context.out.report(property.name.span, diagnostics::ensure_options, property.name.text);
  }
  if (type.kind != Kind::enumeration && !property.options.empty()) {
    context.out.report(property.options.front().span, diagnostics::ensure_options_unused, property.name.text,
                       property.type.text);
  }
  std::set<std::string> seen;
  for (const ast::ArmValue& option : property.options) {
    if (!seen.insert(option.value).second) {
      context.out.report(option.span, diagnostics::duplicate_name, "option", option.value);
    }
    if (option.value.empty() || option.value.find(';') != std::string::npos) {
      context.out.report(option.span, diagnostics::ensure_option, option.value);
    }
  }
}

schema::Property made(const ast::EnsureProperty& property, const PropertyType& type) {
  schema::Property made;
  made.name = property.name.text;
  made.label = property.label ? property.label->value : property.name.text;
  made.type = Type::of(type.kind);
  made.hubspot_type = type.hubspot;
  made.field_type = type.field;
  made.unique = property.unique;
  for (const ast::ArmValue& option : property.options) {
    made.options.push_back({.value = option.value, .label = option.value});
  }
  if (type.kind == Kind::enumeration) {
    made.type = Type::enumeration_of(names_of(made.options, &schema::Option::value));
  }
  return made;
}

/// HubSpot counts the unique properties of people's own.
bool is_counted(const schema::Property& property) {
  return property.unique && !property.name.starts_with("hs_") && property.name != "email";
}

void add(schema::HubspotObject& object, EnsuredObject& ensured, schema::Property property) {
  ensured.unique += is_counted(property) ? 1 : 0;
  object.properties.push_back(std::move(property));
}

/// Said at the first that is too many.
void check_count(Context& context, const ast::EnsureProperty& property, const schema::HubspotObject& object,
                 std::ptrdiff_t unique) {
  constexpr std::ptrdiff_t most = 10;
  if (property.unique && unique == most + 1) {
    context.out.report(property.name.span, diagnostics::too_many_unique, object.name, std::to_string(unique));
  }
}

void check_property(Context& context, const ast::EnsureProperty& property, schema::HubspotObject& object,
                    EnsuredObject& ensured) {
  auto& seen = ensured.properties;
  if (const auto [before, fresh] = seen.emplace(property.name.text, property.name.span); !fresh) {
    context.out.report(property.name.span, diagnostics::duplicate_name, "property", property.name.text)
        .labels.push_back({.span = before->second, .text = "first here"});
    return;
  }
  const PropertyType* type = find_type(context, property.type);
  if (!type) {
    add(object, ensured, made(property, {"", Kind::unknown, "string", "text"}));
    return;
  }
  check_options(context, property, *type);
  if (property.unique && type->kind != Kind::text && type->kind != Kind::decimal) {
    context.out.report(property.name.span, diagnostics::ensure_unique, property.name.text, property.type.text);
  }
  if (property.unique && object.type_id == "0-7") {
    context.out.report(property.name.span, diagnostics::ensure_unique_object, object.name);
  }
  if (property.label) {
    check_not_empty(context.out, *property.label, property.name.text);
  }
  const schema::Property* known = object.find(property.name.text);
  if (known && known->type.kind != type->kind) {
    context.out.report(property.name.span, diagnostics::ensure_conflict, property.name.text, known->hubspot_type,
                       std::string(type->hubspot));
    return;
  }
  if (known && property.unique && !known->unique) {
    context.out.report(property.name.span, diagnostics::exists_not_unique, property.name.text);
  }
  for (const ast::ArmValue& option :
       known && !known->options.empty() ? property.options : std::vector<ast::ArmValue>()) {
    const auto names = names_of(known->options, &schema::Option::value);
    if (std::ranges::find(names, option.value) == names.end()) {  // provisioning leaves what is there as it is
      suggest(context.out.report(option.span, diagnostics::unknown_option, option.value, property.name.text),
              option.value, option.span, names);
    }
  }
  if (!known && !is_property_name(property.name.text)) {
    context.out.report(property.name.span, diagnostics::ensure_name, property.name.text);
  }
  if (!known) {
    add(object, ensured, made(property, *type));
    check_count(context, property, object, ensured.unique);
  }
}

}  // namespace

void check_ensure(Context& context, const ast::Ensure& ensure, schema::Portal& portal, Ensured& ensured) {
  schema::HubspotObject* object = portal.find(ensure.object.text);
  if (!object) {
    auto& said = context.out.report(ensure.object.span, diagnostics::unknown_ensure_object, ensure.object.text);
    suggest(said, ensure.object.text, ensure.object.span, names_of(portal.objects, &schema::HubspotObject::name));
    return;
  }
  if (ensure.group) {
    check_not_empty(context.out, *ensure.group, "group");
  }
  const auto [known, fresh] = ensured.try_emplace(object->name);
  if (fresh) {
    known->second.unique = std::ranges::count_if(object->properties, is_counted);
  }
  for (const ast::EnsureProperty& property : ensure.properties) {
    check_property(context, property, *object, known->second);
  }
}

}  // namespace treaty::check
