// Whether HubSpot takes a value for a property.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

bool has_option(const schema::Property& property, std::string_view value) {
  return std::ranges::find(property.options, value, &schema::Option::value) != property.options.end();
}

const std::vector<ast::PicklistArm>* last_arms(const Context& context, const ast::Expr& expr) {
  const auto* pipe = std::get_if<ast::Pipe>(&expr.node);
  const auto* step = pipe ? std::get_if<ast::PicklistStep>(&pipe->step->node) : nullptr;
  if (!step) {
    return nullptr;
  }
  if (!step->name) {
    return &step->arms;
  }
  const auto named = context.picklists.find(step->name->text);
  return named == context.picklists.end() ? nullptr : &named->second.tree->arms;
}

/// Where the contract writes an option down: in an arm of the line's last step, or the value itself.
source::Span place_of(const Context& context, const ast::Expr& expr, const std::string& option,
                      source::Span otherwise) {
  if (const auto* arms = last_arms(context, expr)) {
    for (const ast::PicklistArm& arm : *arms) {
      for (const ast::ArmValue& value : arm.right) {
        if (value.value == option) {
          return value.span;
        }
      }
    }
  }
  return otherwise;
}

bool check_options(Context& context, const schema::Property& property, const std::vector<std::string>& options,
                   const ast::Expr& expr, source::Span span) {
  std::vector<std::string> missing = options;
  std::erase_if(missing, [&](const std::string& option) { return has_option(property, option); });
  const bool none = missing.size() > 1 && missing.size() == options.size();  // it is the property that is wrong
  for (const std::string& option : missing) {
    const source::Span place = none ? span : place_of(context, expr, option, span);
    if (auto* before = place == span ? context.out.find(diagnostics::unknown_option, span) : nullptr) {
      before->notes.push_back("nor is `" + option + "`");  // nothing says which of them is meant here
      continue;
    }
    auto& said = context.out.report(place, diagnostics::unknown_option, option, property.name);
    suggest(said, option, place, names_of(property.options, &schema::Option::value));
  }
  return missing.empty();
}

/// The options that a value is one of, where all of them are written out: an `if` between texts.
std::optional<std::vector<std::string>> written_out(const ValueRef& value) {
  if (const std::string* text = text_literal_of(value)) {
    return std::vector{*text};
  }
  const auto* choose = std::get_if<facts::Choose>(&value->node);
  auto options = choose ? written_out(choose->then_value) : std::nullopt;
  const auto more = options && choose->else_value ? written_out(choose->else_value) : std::vector<std::string>();
  if (!options || !more) {
    return std::nullopt;
  }
  options->insert(options->end(), more->begin(), more->end());
  return options;
}

std::string wanted_by(const schema::Property& property) {
  if (property.type.kind == Kind::enumeration) {
    return "one of its options";
  }
  return property.type.kind == Kind::decimal || property.type.kind == Kind::integer ? "a number"
                                                                                    : describe(property.type);
}

/// What would make the value fit, where one step does.
std::string step_for(const Type& from, const Type& to) {
  if (to.kind == Kind::text && from.kind == Kind::list) {
    return "`| join(\", \")` makes a text of it";
  }
  if (to.kind == Kind::text) {
    return "`| text` makes a text of it";
  }
  if (from.kind == Kind::text && is_number(to)) {
    return "`| decimal` reads a number from it";
  }
  if (from.kind == Kind::text && (to.kind == Kind::date || to.kind == Kind::timestamp || to.kind == Kind::boolean)) {
    return "`| " + types::to_string(to) + "` reads " + describe(to) + " from it";
  }
  return "";
}

bool report_type(Context& context, const schema::Property& property, source::Span target_span,
                 const ValueRef& value) {
  auto& said = context.out.report(value->span, diagnostics::property_type, property.name, wanted_by(property),
                                  describe(value->type));
  if (std::string step = step_for(value->type, property.type); !step.empty()) {
    said.notes.push_back(std::move(step));
  }
  tell_origin(context, said, value);
  said.labels.push_back({.span = target_span, .text = "takes " + wanted_by(property)});
  return false;
}

/// The texts that a table of the contract can give; nothing where it can give others.
std::optional<std::vector<std::string>> texts_of_table(const Context& context, const ValueRef& value) {
  const auto* lookup = std::get_if<facts::Lookup>(&value->node);
  const facts::Table* table = lookup ? &context.facts.tables[lookup->table] : nullptr;
  if (!table || table->from || table->rows.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> texts;
  const auto add = [&](const facts::Literal& literal) {
    const auto* text = std::get_if<std::string>(&literal);
    if (text && std::ranges::find(texts, *text) == texts.end()) {
      texts.push_back(*text);
    }
    return text != nullptr;
  };
  for (const auto& [key, literal] : table->rows) {
    if (!add(literal)) {
      return std::nullopt;
    }
  }
  const facts::Literal* otherwise = lookup->otherwise ? literal_of(lookup->otherwise) : nullptr;
  if (lookup->otherwise && (!otherwise || !add(*otherwise))) {
    return std::nullopt;
  }
  return texts;
}

bool check_enumeration(Context& context, const schema::Property& property, source::Span target_span,
                       const ValueRef& value, const ast::Expr& expr) {
  const Type type = value->type.kind == Kind::list ? element_of(value->type) : value->type;
  if (property.options.empty()) {
    return type.kind == Kind::text || type.kind == Kind::enumeration ||
           report_type(context, property, target_span, value);
  }
  if (const auto options = written_out(value)) {
    return check_options(context, property, *options, expr, value->span);
  }
  if (const auto texts = texts_of_table(context, value)) {
    return check_options(context, property, *texts, expr, value->span);
  }
  switch (type.kind) {
    case Kind::enumeration:
      return check_options(context, property, type.options, expr, value->span);
    case Kind::text:
      tell_origin(context,
                  context.out.report(value->span, diagnostics::text_into_options, property.name,
                                     std::to_string(property.options.size())),
                  value);
      return true;
    case Kind::boolean:
      return (has_option(property, "true") && has_option(property, "false")) ||
             report_type(context, property, target_span, value);
    default:
      return report_type(context, property, target_span, value);
  }
}

}  // namespace

bool check_target(Context& context, const schema::Property& property, source::Span target_span, const ValueRef& given,
                  const ast::Expr& expr) {
  if (property.calculated) {
    context.out.report(target_span, diagnostics::calculated, property.name);
    return false;
  }
  if (property.read_only) {
    context.out.report(target_span, diagnostics::read_only, property.name);
    return false;
  }
  if (property.hidden) {
    context.out.report(target_span, diagnostics::hidden_property, property.name);
  }
  const ValueRef value = settled(context, given);
  if (std::holds_alternative<facts::Unknown>(value->node) || is_unknown(value->type) ||
      value->type.kind == Kind::null) {
    return true;
  }
  if (value->type.kind == Kind::record) {
    context.out.report(value->span, diagnostics::value_wanted, describe(value->type));
    return false;
  }
  const Type& wanted = property.type;
  if (wanted.kind == Kind::enumeration) {
    return check_enumeration(context, property, target_span, value, expr);
  }
  if (wanted.kind == Kind::date && value->type.kind == Kind::timestamp) {
    context.out.report(value->span, diagnostics::date_fed_with_time, property.name)
        .labels.push_back({.span = target_span, .text = "a date"});
    return false;
  }
  if (wanted.kind == Kind::text && value->type.kind == Kind::date) {
    return true;  // a day has one text, 2027-06-30
  }
  return types::fits(value->type, wanted) || report_type(context, property, target_span, value);
}

}  // namespace treaty::check
