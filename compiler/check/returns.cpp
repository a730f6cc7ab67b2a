#include "compiler/check/returns.h"

#include <algorithm>
#include <set>

#include "compiler/base/match.h"
#include "compiler/check/cases.h"

namespace treaty::check {
namespace {

/// The property, where a value is nothing but its text.
const std::string* property_of(const ValueRef& value) {
  if (const auto* field = std::get_if<facts::SourceField>(&value->node)) {
    return field->segments.size() == 1 ? std::get_if<std::string>(&field->segments.front()) : nullptr;
  }
  const auto* call = std::get_if<facts::Call>(&value->node);
  return call && (call->function->name == "none_if_empty" || call->function->name == "text")
             ? property_of(call->arguments[0])
             : nullptr;
}

/// All picklists that a value goes through, outermost first.
void collect_lookups(const ValueRef& value, std::vector<ValueRef>& found) {
  if (const auto* lookup = std::get_if<facts::Lookup>(&value->node)) {
    found.push_back(value);
    collect_lookups(lookup->input, found);
  } else if (const auto* call = std::get_if<facts::Call>(&value->node)) {
    std::ranges::for_each(call->arguments, [&](const ValueRef& one) { collect_lookups(one, found); });
  } else if (const auto* inlined = std::get_if<facts::Inlined>(&value->node)) {
    collect_lookups(inlined->body, found);
  } else if (const auto* declassified = std::get_if<facts::Declassified>(&value->node)) {
    collect_lookups(declassified->input, found);
  }
}

/// The field as its document describes it, whatever `where` leaves of it.
const schema::Field* field_of(const facts::Map& map, const facts::SourceField& source) {
  const schema::Record* record = source.of_element ? map.element.get()
                                 : map.resource    ? map.resource->record.get()
                                                   : nullptr;
  const schema::Field* field = nullptr;
  for (const facts::Segment& segment : source.segments) {
    const auto* name = std::get_if<std::string>(&segment);
    field = record && name ? record->find(*name) : nullptr;
    record = field ? field->record.get() : nullptr;
  }
  return field;
}

class Returns {
 public:
  Returns(Context& context, const facts::Map& map, const ast::FieldLine& line, const ValueRef& forward)
      : context_(context), map_(map), line_(line) {
    collect_lookups(forward, there_);
  }

  /// Options that HubSpot's user can choose, but no arm takes back. Those that some arm gives are told of by the
  /// laws, with what becomes of them.
  void check_arms(const ValueRef& back) {
    std::vector<ValueRef> lookups;
    collect_lookups(back, lookups);
    for (const ValueRef& value : lookups) {
      const auto& lookup = std::get<facts::Lookup>(value->node);
      const std::string* name = property_of(lookup.input);
      const schema::Property* property = name ? map_.object->find(*name) : nullptr;
      const ValueRef step = picklist_of(lookup.table);
      if (!property || !step || lookup.otherwise) {
        continue;
      }
      std::string left;
      for (const std::string& option : names_of(property->options, &schema::Option::value)) {
        if (!has_row(lookup.table, option) && !is_given(step, option)) {
          left += (left.empty() ? "`" : ", `") + option + "`";
        }
      }
      if (!left.empty()) {
        auto& said = context_.out.report(step->span, diagnostics::picklist_not_covering, left);
        said.labels.push_back({.span = line_.arrow_span, .text = "from right to left"});
        said.notes.push_back("the portal has it as an option of `" + property->name +
                             "`: give it an arm with `<->` or `<-`");
      }
    }
  }

  void check_options(const Taken& taken) {
    const auto* source = std::get_if<facts::SourceField>(&taken.field->node);
    const schema::Field* field = source ? field_of(map_, *source) : nullptr;
    if (!field || field->type.kind != Kind::enumeration || taken.value->type.kind != Kind::enumeration) {
      return;
    }
    Type gets = taken.value->type;
    std::erase_if(gets.options, [&](const std::string& option) { return is_key(option); });
    if (!types::fits(gets, field->type)) {
      auto& said = context_.out.report(taken.field->span, diagnostics::field_type, context_.text(taken.field->span),
                                       describe(field->type), describe(taken.value->type));
      said.labels.push_back({.span = line_.arrow_span, .text = "from right to left"});
    }
  }

 private:
  /// The step of the line whose arms from right to left a table has.
  ValueRef picklist_of(uint32_t table) const {
    const auto step = std::ranges::find_if(
        there_, [&](const ValueRef& one) { return std::get<facts::Lookup>(one->node).back == table; });
    return step == there_.end() ? nullptr : *step;
  }
  bool has_row(uint32_t table, const std::string& key) const {
    const auto& rows = context_.facts.tables[table].rows;
    return std::ranges::any_of(rows, [&](const auto& row) { return row.first == key; });
  }
  bool is_given(const ValueRef& step, const std::string& option) const {
    const auto& lookup = std::get<facts::Lookup>(step->node);
    const auto& rows = context_.facts.tables[lookup.table].rows;
    const facts::Literal* otherwise = lookup.otherwise ? literal_of(lookup.otherwise) : nullptr;
    return (otherwise && literal_text(*otherwise) == option) ||
           std::ranges::any_of(rows, [&](const auto& row) { return literal_text(row.second) == option; });
  }
  /// A word that an arm of the line reads on its way there: if the source does not have it, that was said.
  bool is_key(const std::string& option) const {
    return std::ranges::any_of(
        there_, [&](const ValueRef& one) { return has_row(std::get<facts::Lookup>(one->node).table, option); });
  }

  Context& context_;
  const facts::Map& map_;
  const ast::FieldLine& line_;
  std::vector<ValueRef> there_;
};

}  // namespace

void check_returns(Context& context, const facts::Map& map, const ast::FieldLine& line, const ValueRef& forward,
                   const std::vector<Taken>& taken) {
  Returns returns(context, map, line, forward);
  for (const Taken& one : taken) {
    returns.check_arms(one.value);
    returns.check_options(one);
  }
}

}  // namespace treaty::check
