// Paths: which field of which record is meant, and what type it has.

#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/expressions.h"

namespace treaty::check {
namespace {

/// Where a path has got to.
struct Place {
  Type type;
  std::shared_ptr<const schema::Record> record;
  schema::Origin origin;
  bool local_time = false;  ///< a time without a zone, in each sample
};

/// Follows one path from a place to its end, collecting segments; reports the first segment that leads nowhere.
class Walk {
 public:
  Walk(Context& context, Place start, std::string record_name, std::string walked)
      : context_(context),
        place_(std::move(start)),
        record_name_(std::move(record_name)),
        walked_(std::move(walked)) {}

  bool step(const ast::Path::Field& field) { return by_name(field.name.text, field.name.span, false); }
  bool step(const ast::Path::Key& key) { return by_name(key.key.value, key.key.span, true); }
  bool step(const ast::Path::Index& index) {
    if (is_unknown(place_.type) || place_.type.kind == Kind::any) {
      segments_.emplace_back(index.value);
      return true;
    }
    if (place_.type.kind != Kind::list) {
      context_.out.report(index.span, diagnostics::not_a_list, walked_, describe(place_.type));
      return false;
    }
    segments_.emplace_back(index.value);
    place_.type = element_of(place_.type);
    return true;
  }

  [[nodiscard]] const Place& place() const { return place_; }
  [[nodiscard]] const std::vector<facts::Segment>& segments() const { return segments_; }
  /// Dotted, positions left out: what coverage and privacy speak of.
  [[nodiscard]] const std::string& dotted() const { return dotted_; }

 private:
  bool by_name(const std::string& name, source::Span span, bool as_key) {
    if (place_.type.kind != Kind::record && !is_unknown(place_.type) && place_.type.kind != Kind::any) {
      context_.out.report(span, diagnostics::not_a_record, walked_, describe(place_.type));
      return false;
    }
    const schema::Field* field = place_.record ? place_.record->find(name) : nullptr;
    const bool open = !place_.record || place_.record->open;
    if (!field && place_.record && (!open || (!as_key && !place_.record->fields.empty()))) {
      auto& said = context_.out.report(span, diagnostics::unknown_field, name, record_name_);
      suggest(said, name, span, names_of(place_.record->fields, &schema::Field::name));
      if (dotted_.empty()) {
        tell_list_of_records(said, *place_.record, name);
      }
      return false;
    }
    segments_.emplace_back(name);
    dotted_ += (dotted_.empty() ? "" : ".") + name;
    walked_ = walked_.empty() ? name : walked_ + "." + name;
    record_name_ += "." + name;
    place_ = field ? Place{field->type, field->record, field->origin, field->format == "local-date-time"}
                   : Place{Type::of(as_key ? Kind::any : Kind::unknown), nullptr, {}};
    return true;
  }

  Context& context_;
  Place place_;
  std::string record_name_, walked_, dotted_;
  std::vector<facts::Segment> segments_;
};

/// All segments from `first` on.
bool follow(Walk& walk, const ast::Path& path, size_t first) {
  for (size_t i = first; i < path.segments.size(); ++i) {
    if (!std::visit([&](const auto& segment) { return walk.step(segment); }, path.segments[i])) {
      return false;
    }
  }
  return true;
}

ValueRef resolve_within(Context& context, const ValueRef& base, const std::string& name, const ast::Path& path,
                        source::Span span) {
  if (path.segments.size() == 1 || std::holds_alternative<facts::Unknown>(base->node)) {
    return base;
  }
  Walk walk(context, {base->type, base->record}, name, name);
  if (!follow(walk, path, 1)) {
    return unknown_value(span);
  }
  const Place& end = walk.place();
  return make(end.type, span, facts::Access{base, walk.segments()}, base->fallible, end.record);
}

/// A property as HubSpot gives it: a text, empty where there is none.
ValueRef as_stored(const ValueRef& property) {
  const Kind kind = property->type.kind;
  const ValueRef text =
      call_library("none_if_empty", {make(Type::of(Kind::text), property->span, property->node)}, property->span);
  if (kind == Kind::decimal || kind == Kind::boolean || kind == Kind::date || kind == Kind::timestamp) {
    return parse(text, kind);
  }
  return make(property->type, property->span, text->node, text->fallible);
}

/// The same value, which a document describes at `origin`.
ValueRef described(const ValueRef& value, const schema::Origin& origin) {
  facts::Value copy = *value;
  copy.origin = origin;
  return std::make_shared<const facts::Value>(std::move(copy));
}

ValueRef resolve_in_record(Context& context, const Scope& scope, const ast::Path& path, source::Span span,
                           bool of_element) {
  const size_t first = of_element ? 1 : 0;
  const std::string name = of_element ? *scope.alias : scope.record_name;
  const Place start =
      of_element ? Place{scope.element_type, scope.element, {}} : Place{Type::of(Kind::record), scope.record, {}};
  Walk walk(context, start, name, of_element ? name : "");
  if (!follow(walk, path, first)) {
    return unknown_value(span);
  }
  if (scope.on_use) {
    const std::string prefix = of_element ? facts::dotted(scope.each) : "";
    const bool whole = prefix.empty() || walk.dotted().empty();
    scope.on_use(
        {.path = prefix + (whole ? "" : ".") + walk.dotted(), .span = span, .declassified = scope.declassified});
  }
  const Place& end = walk.place();
  if (end.local_time) {
    want_zone(context, span);
  }
  if (scope.backward) {
    return as_stored(make(end.type, span, facts::SourceField{of_element, walk.segments()}));
  }
  const auto narrowed = of_element ? scope.narrowed.end() : scope.narrowed.find(walk.dotted());
  if (narrowed != scope.narrowed.end() && end.type.kind == Kind::enumeration) {
    return described(
        make(Type::enumeration_of(narrowed->second), span, facts::SourceField{of_element, walk.segments()}),
        end.origin);
  }
  return described(make(end.type, span, facts::SourceField{of_element, walk.segments()}, false, end.record),
                   end.origin);
}

bool speaks_of_run(std::string_view name) { return name == "today" || name == "now" || name == "run"; }

/// What the first name of a path that is no field was probably meant as: the element of the list a step goes through,
/// the map's own resource, or the day of the run.
void tell_meant(Context& context, const Scope& scope, const ast::Path& path, source::Span span) {
  const ast::Name& first = std::get<ast::Path::Field>(path.segments.front()).name;
  diagnostics::Diagnostic* said = context.out.find(diagnostics::unknown_field, first.span);
  if (!said) {
    return;
  }
  const auto name_at = [&](size_t i) {
    const auto* field = i < path.segments.size() ? std::get_if<ast::Path::Field>(&path.segments[i]) : nullptr;
    return field ? &field->name : nullptr;
  };
  const auto rest_from = [&](const ast::Name& name) {
    return std::string(context.text({span.file, name.span.begin, span.end}));
  };
  const ast::Name* second = name_at(1);
  const schema::Record* element = scope.it ? scope.it->record.get() : nullptr;
  const std::string system = scope.record_name.substr(0, scope.record_name.find('.'));
  const std::string resource = scope.record_name.substr(std::min(system.size() + 1, scope.record_name.size()));
  std::string meant;
  if (element && element->find(first.text)) {
    meant = "it." + rest_from(first);
  } else if (element && second && element->find(second->text)) {
    meant = "it." + rest_from(*second);
  }
  if (!meant.empty()) {
    said->notes = {"an element of the list is `it`: `" + meant + "`"};
    said->fixes = {{.span = span, .replacement = meant, .certain = false}};
    return;
  }
  if (speaks_of_run(first.text) && (!scope.record || !scope.record->find(first.text))) {
    said->notes = {"a run begins at `run.started`, on the day `run.started | date`"};
    said->fixes.clear();
    return;
  }
  const ast::Name* third = name_at(2);
  const bool with_system = second && third && first.text == system && second->text == resource;
  const ast::Name* field = with_system ? third : second && first.text == resource ? second : nullptr;
  if (field && scope.record && scope.record->find(field->text)) {
    meant = rest_from(*field);
    said->notes = {"a path begins with the field, for the map says whose it is: `" + meant + "`"};
    said->fixes = {{.span = span, .replacement = meant, .certain = false}};
  }
}

}  // namespace

void tell_list_of_records(diagnostics::Diagnostic& said, const schema::Record& record, std::string_view name) {
  for (const schema::Field& field : record.fields) {
    const bool one = field.samples == 1;  // so that the whole document was taken for a record
    if (one && field.type.kind == Kind::list && field.record && field.record->find(name)) {
      said.notes = {"its records seem to lie in `" + field.name + "`: `schema json \"…\" at \"$." + field.name +
                    "[*]\"`"};
      said.fixes.clear();
      return;
    }
  }
}

void tell_unquoted(Context& context, const ast::Expr& expr) {
  const ast::Expr* leftmost = &expr;
  while (const auto* binary = std::get_if<ast::Binary>(&leftmost->node)) {
    const bool date = binary->op == ast::BinaryOperator::subtract || binary->op == ast::BinaryOperator::divide;
    if (!date) {
      return;
    }
    leftmost = &*binary->left;
  }
  const auto* path = std::get_if<ast::Path>(&leftmost->node);
  const auto* first = path && !path->segments.empty() ? std::get_if<ast::Path::Field>(&path->segments[0]) : nullptr;
  if (!first || !context.out.find(diagnostics::unknown_field, first->name.span)) {
    return;
  }
  context.out.take_out([&](const diagnostics::Diagnostic& said) {  // `dd/MM/yyyy` is one text, not three fields
    return said.row == diagnostics::unknown_field.row && said.span != first->name.span &&
           within(said.span, expr.span);
  });
  auto* said = context.out.find(diagnostics::unknown_field, first->name.span);
  const bool pattern = context.text(expr.span).find_first_not_of("yMdHhms.-/") == std::string_view::npos;
  if (said && pattern) {
    said->notes.clear();
    said->fixes.clear();
  }
  if (said && said->fixes.empty() && !speaks_of_run(first->name.text)) {
    const std::string meant = '"' + std::string(context.text(expr.span)) + '"';
    said->notes.insert(said->notes.begin(), "a text stands in quotes: `" + meant + "`");
    said->fixes.push_back({.span = expr.span, .replacement = meant, .certain = false});
  }
}

ValueRef resolve_path(Context& context, const Scope& scope, const ast::Path& path, source::Span span) {
  const auto* first = path.segments.empty() ? nullptr : std::get_if<ast::Path::Field>(&path.segments.front());
  if (!first) {
    return unknown_value(span);
  }
  const std::string& name = first->name.text;
  if (scope.alias && name == *scope.alias) {
    return resolve_in_record(context, scope, path, span, true);
  }
  if (const auto parameter = scope.parameters.find(name); parameter != scope.parameters.end()) {
    return resolve_within(context, parameter->second, name, path, span);
  }
  if (name == "it" && scope.it) {
    return resolve_within(context, scope.it, name, path, span);
  }
  const bool is_field = scope.record && scope.record->find(name) != nullptr;
  const auto* second = path.segments.size() == 2 ? std::get_if<ast::Path::Field>(&path.segments[1]) : nullptr;
  if (!is_field && name == "run" && second && second->name.text == "started") {
    return make(Type::of(Kind::timestamp), span, facts::RunStarted{});
  }
  if (!is_field && name == "it") {
    context.out.report(span, diagnostics::it_outside_list);
    return unknown_value(span);
  }
  if (scope.record) {
    ValueRef value = resolve_in_record(context, scope, path, span, false);
    if (!is_field && std::holds_alternative<facts::Unknown>(value->node)) {
      tell_meant(context, scope, path, span);
    }
    return value;
  }
  auto& said = context.out.report(first->name.span, diagnostics::unknown_field, name, scope.record_name);
  suggest(said, name, first->name.span, keys_of(scope.parameters));
  return unknown_value(span);
}

}  // namespace treaty::check
