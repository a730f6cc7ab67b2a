// Lines that flow from right to left: what they write into the source system, derived or as given, and who owns the
// field.

#include "compiler/check/reversal.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/dependence.h"
#include "compiler/check/inversion.h"
#include "compiler/check/portal_rules.h"
#include "compiler/check/returns.h"

namespace treaty::check {
namespace {

/// The properties of an object as a record, so that a line from right to left is checked like any other.
std::shared_ptr<const schema::Record> as_record(const facts::Map& map) {
  schema::Record record;
  const schema::Pipeline* pipeline = pipeline_of(map);
  const char* stage = map.object->name == "tickets" ? "hs_pipeline_stage" : "dealstage";
  for (const schema::Property& property : map.object->properties) {
    schema::Field field;
    field.name = property.name;
    field.type = property.type;
    if (property.type.kind == Kind::enumeration) {
      std::vector<std::string> options = names_of(property.options, &schema::Option::value);
      std::erase_if(
          options, [&](const std::string& option) {  // a record of one pipeline is in none of another's stages
            return pipeline && property.name == stage &&
                   std::ranges::find(pipeline->stages, option, &schema::Stage::id) == pipeline->stages.end();
          });
      field.type = options.empty() ? Type::of(Kind::text) : Type::enumeration_of(std::move(options));
    }
    field.origin = property.origin;
    record.fields.push_back(std::move(field));
  }
  return std::make_shared<const schema::Record>(std::move(record));
}

Scope right_scope(const facts::Map& map) {
  Scope right;
  right.record = as_record(map);
  right.record_name = map.target->name + "." + map.object->name;
  right.backward = true;
  return right;
}

/// The fields that a left side names: one path, or several in brackets.
std::vector<const ast::Expr*> paths_of(const ast::Expr& left) {
  if (const auto* list = std::get_if<ast::ListExpr>(&left.node)) {
    std::vector<const ast::Expr*> paths;
    for (const ast::Expr& item : list->items) {
      paths.push_back(&item);
    }
    return paths;
  }
  return {&left};
}

/// Whether the source system can be written to at all: said once a map, at its first line that flows left.
void check_endpoint(Context& context, const facts::Map& map, const ast::FieldLine& line) {
  if (!map.resource || !map.resource->tree || !map.reverse.empty()) {
    return;
  }
  const bool updates = std::ranges::any_of(map.resource->tree->entries, [](const ast::ResourceEntry& entry) {
    const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node);
    return endpoint && endpoint->verb.text == "update";
  });
  if (!updates && !has_unread_lines(*map.resource)) {
    context.out.report(line.arrow_span, diagnostics::no_update_endpoint, map.resource->name)
        .labels.push_back({.span = map.resource->tree->name.span, .text = "declared here"});
  }
}

/// The field as the document describes it; null where samples only show it.
const schema::Field* described(const facts::Map& map, const std::vector<facts::Segment>& path) {
  const schema::Record* record = map.resource ? map.resource->record.get() : nullptr;
  const schema::Field* field = nullptr;
  for (const facts::Segment& segment : path) {
    const auto* name = std::get_if<std::string>(&segment);
    field = record && name ? record->find(*name) : nullptr;
    record = field ? field->record.get() : nullptr;
  }
  return field && field->samples == 0 ? field : nullptr;
}

/// What the source system takes there, by its document and by the replacements that the line names.
void check_taken(Context& context, const facts::Map& map, const facts::ReverseField& field) {
  const schema::Field* there = described(map, field.path);
  const bool theirs = field.owner.empty() || field.owner == map.target->name;  // else its owner puts the value back
  if (there && !there->read_only && there->required && !there->nullable && theirs &&
      field.on_null == facts::OnNull::clear) {
    context.out.report(field.span, diagnostics::emptied_required, context.text(field.span),
                       map.source->name + "." + map.resource->name);
  }
  for (const auto* literal : {&field.error_value, &field.null_value}) {
    if (*literal && !types::fits(type_of(**literal), field.type)) {
      context.out.report(field.span, diagnostics::policy_value_type, describe(type_of(**literal)),
                         describe(field.type));
    }
  }
}

/// Whether the line was told to stand twice.
bool is_told(const Context& context, const ast::FieldLine& line) {
  return std::ranges::any_of(context.out.all(), [&](const diagnostics::Diagnostic& said) {
    return said.row == diagnostics::written_twice.row && said.span.file == line.arrow_span.file &&
           said.span.begin >= line.left.span.begin && said.span.end <= line.right.span.end;
  });
}

void add(Context& context, facts::Map& map, facts::ReverseField field) {
  if (std::ranges::any_of(field.path, [](const auto& segment) { return std::holds_alternative<int64_t>(segment); })) {
    context.out.report(field.span, diagnostics::reverse_target)
        .notes.push_back("a place in a list is no field of its own");
    return;
  }
  const auto [same, fresh] = context.written_back[&map].emplace(field.path, field.span);
  if (!fresh && is_told(context, *field.line)) {
    return;  // of the property on its other side
  }
  if (!fresh) {
    context.out.report(field.span, diagnostics::written_twice, context.text(field.span))
        .labels.push_back({.span = same->second, .text = "first here"});
    return;
  }
  check_taken(context, map, field);
  map.reverse.push_back(std::move(field));
}

/// Whether a value can be put into a field of the source.
bool check_fits(Context& context, const ValueRef& value, const ast::Expr& target, const Type& wanted) {
  if (std::holds_alternative<facts::Unknown>(value->node) || is_unknown(value->type) || is_unknown(wanted) ||
      wanted.kind == Kind::any) {
    return true;
  }
  const bool text_of_enumeration = wanted.kind == Kind::enumeration && value->type.kind == Kind::text;
  const bool numbers = is_number(wanted) && is_number(value->type);
  if (types::fits(value->type, wanted) || text_of_enumeration || numbers) {
    return true;
  }
  context.out.report(value->span, diagnostics::field_type, context.text(target.span), describe(wanted),
                     describe(value->type));
  return false;
}

/// The reverse as it is written: the right side's pipeline into the fields on the left.
void take_given(Context& context, const Scope& scope, facts::Map& map, const ast::FieldLine& line,
                const ast::Expr& left, const facts::ReverseField& proto) {
  const ValueRef value = resolve(context, right_scope(map), line.right);
  const std::vector<const ast::Expr*> paths = paths_of(left);
  for (size_t i = 0; i < paths.size(); ++i) {
    const ValueRef field = resolve(context, scope, *paths[i]);
    const auto* source = std::get_if<facts::SourceField>(&field->node);
    if (!source) {
      if (!std::holds_alternative<facts::Unknown>(field->node)) {
        context.out.report(paths[i]->span, diagnostics::reverse_target);
      }
      continue;
    }
    const ValueRef piece = paths.size() > 1 ? item_of(value, static_cast<int64_t>(i)) : value;
    if (check_fits(context, piece, *paths[i], field->type)) {
      facts::ReverseField one = proto;
      one.span = paths[i]->span;
      one.path = source->segments;
      one.type = field->type;
      one.value = as_field(context, *field, piece);
      add(context, map, std::move(one));
    }
  }
}

std::string step_text(const Context& context, source::Span span) { return std::string(context.text(span)); }

/// The reverse of the steps on the left, from the properties on the right.
void derive(Context& context, facts::Map& map, const ast::FieldLine& line, const ValueRef& forward,
            const facts::ReverseField& proto) {
  const Scope scope = right_scope(map);
  ValueRef back;
  if (const auto* list = std::get_if<ast::ListExpr>(&line.right.node)) {
    std::vector<ValueRef> items;
    for (const ast::Expr& item : list->items) {
      items.push_back(as_text(resolve(context, scope, item)));
    }
    const Type element = items.empty() ? Type::of(Kind::unknown) : items.front()->type;
    back = make(Type::list_of(element), line.right.span, facts::MakeList{std::move(items)}, true);
  } else {
    back = resolve(context, scope, line.right);
  }
  if (std::holds_alternative<facts::Unknown>(back->node) || !is_understood(forward)) {
    return;
  }
  const Inverse inverse = invert(context, forward, back);
  if (const auto* obstacle = std::get_if<Obstacle>(&inverse)) {
    if (obstacle->reported) {
      return;
    }
    auto& said = context.out.report(obstacle->span, diagnostics::no_reverse, step_text(context, obstacle->span));
    if (!obstacle->why.empty()) {
      said.notes.push_back(obstacle->why);
    }
    said.labels.push_back({.span = line.arrow_span, .text = "both ways"});
    context.facts.one_way.push_back({obstacle->span, obstacle->value, context.zone});
    return;
  }
  const auto& all_taken = std::get<std::vector<Taken>>(inverse);
  check_returns(context, map, line, forward, all_taken);
  for (const Taken& taken : all_taken) {
    facts::ReverseField one = proto;
    const auto* source = std::get_if<facts::SourceField>(&taken.field->node);
    one.span = taken.field->span;
    one.path = source ? source->segments : std::vector<facts::Segment>{};
    one.type = taken.field->type;
    one.value = taken.value;
    one.derived = true;
    add(context, map, std::move(one));
  }
}

/// Whether an error of the line was reported.
bool is_wrong(const Context& context, const ast::FieldLine& line) {
  const source::Span whole = source::join(line.left.span, line.right.span);
  return std::ranges::any_of(context.out.all(), [&](const diagnostics::Diagnostic& said) {
    return said.severity() == diagnostics::Severity::error && within(said.span, whole);
  });
}

}  // namespace

const ast::Expr& base_of(const ast::Expr& expr) {
  const ast::Expr* at = &expr;
  while (const auto* pipe = std::get_if<ast::Pipe>(&at->node)) {
    at = &*pipe->input;
  }
  return *at;
}

void check_backward(Context& context, const Scope& scope, facts::Map& map, const ast::FieldLine& line,
                    const facts::ReverseField& proto) {
  if (std::holds_alternative<ast::Pipe>(line.left.node)) {
    const auto& steps = std::get<ast::Pipe>(line.left.node);
    context.out.report(steps.step->span, diagnostics::steps_on_wrong_side, "<-");
    return;
  }
  if (!map.object) {
    resolve(context, scope, line.left);
    return;
  }
  check_endpoint(context, map, line);
  take_given(context, scope, map, line, line.left, proto);
}

void check_both_ways(Context& context, const Scope& scope, facts::Map& map, const ast::FieldLine& line,
                     const ValueRef& forward, const facts::ReverseField& proto) {
  if (!map.object) {
    return;
  }
  check_endpoint(context, map, line);
  if (std::holds_alternative<ast::Pipe>(line.right.node)) {
    take_given(context, scope, map, line, base_of(line.left), proto);
  } else if (forward) {
    derive(context, map, line, forward, proto);
  }
  if (proto.owner.empty() && !is_wrong(context, line)) {  // one that cannot flow back needs none
    context.out.report(line.arrow_span, diagnostics::owner_left_out, context.text(base_of(line.left).span));
  }
}

}  // namespace treaty::check
