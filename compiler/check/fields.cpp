// Field lines: where they flow, what they write, and what else is agreed about it.

#include <algorithm>
#include <set>

#include "compiler/base/match.h"
#include "compiler/check/amounts.h"
#include "compiler/check/maps.h"
#include "compiler/check/reversal.h"

namespace treaty::check {
namespace {

bool is_clause_word(const std::string& word) {
  static const std::set<std::string_view> words = {"required", "owner", "write", "on", "unconfirmed"};
  return words.contains(word);
}

const schema::Property* find_property(Context& context, const facts::Map& map, const ast::Name& name) {
  const schema::Property* property = map.object ? map.object->find(name.text) : nullptr;
  if (property || !map.object) {
    return property;
  }
  if (is_clause_word(name.text)) {
    context.out.report(name.span, diagnostics::target_left_out, name.text);
    return nullptr;
  }
  if (map.target->portal_read) {
    auto& said = context.out.report(name.span, diagnostics::unknown_property, name.text, map.object->name);
    suggest(said, name.text, name.span, names_of(map.object->properties, &schema::Property::name));
  }
  return nullptr;
}

/// Reads the clauses of one line into `field`.
class Clauses {
 public:
  Clauses(Context& context, const facts::Map& map, facts::Field& field)
      : context_(context), map_(map), field_(field) {}

  void read(const std::vector<ast::FieldClause>& clauses) {
    for (const ast::FieldClause& clause : clauses) {
      match(
          clause.clause,
          [&](const ast::FieldClause::Required&) {
            field_.required = once("required", clause.span) || field_.required;
          },
          [&](const ast::FieldClause::Owner& owner) {
            if (once("owner", clause.span)) {
              check_owner(owner.system);
            }
          },
          [&](const ast::FieldClause::Write& write) {
            if (once("write", clause.span)) {
              check_write(write.mode);
            }
          },
          [&](const ast::NullPolicy& policy) {
            if (once("on null", clause.span)) {
              field_.on_null = static_cast<facts::OnNull>(policy.kind);
              field_.null_value = policy.value ? constant_of(context_, *policy.value, "on null use") : std::nullopt;
              null_policy_ = &policy;
            }
          },
          [&](const ast::ErrorPolicy& policy) {
            if (once("on error", clause.span)) {
              field_.on_error = static_cast<facts::OnError>(policy.kind);
              field_.error_value = policy.value ? constant_of(context_, *policy.value, "on error use") : std::nullopt;
              error_policy_ = &policy;
            }
          },
          [&](const ast::FieldClause::Unconfirmed& open) {
            if (once("unconfirmed", clause.span)) {
              field_.unconfirmed = open.question.value;
              check_not_empty(context_.out, open.question, "unconfirmed");
            }
          });
    }
  }

  void check_owner(const ast::Name& name) {
    const facts::System* system = context_.facts.system(name.text);
    if (!system || (system != map_.source && system != map_.target)) {
      std::vector<std::string> names{map_.source ? map_.source->name : "", map_.target ? map_.target->name : ""};
      suggest(context_.out.report(name.span, diagnostics::unknown_system, name.text), name.text, name.span, names);
    }
    field_.owner = name.text;  // an unknown one too: it was reported
    owner_span_ = name.span;
    if (system && system == map_.target) {
      not_in_force(context_, "owner " + name.text);
    }
  }

  /// An owner on the right of a line that never reads what the owner has.
  void check_say(const ast::FieldLine& line) {
    const bool away = line.arrow == ast::Arrow::forward && map_.target && map_.source && map_.target != map_.source;
    if (away && field_.owner == map_.target->name && field_.write == facts::Write::always) {
      context_.out.report(owner_span_, diagnostics::owner_without_say, field_.owner, context_.text(line.right.span),
                          map_.source->name);
    }
  }

  /// `on error` where nothing can fail, in neither direction.
  void check_error_policy(const ValueRef& value) {
    const bool understood = !std::holds_alternative<facts::Unknown>(value->node);
    const bool back = std::ranges::any_of(
        map_.reverse, [&](const facts::ReverseField& one) { return one.line == field_.line && one.value->fallible; });
    if (error_policy_ && understood && !value->fallible && !back) {
      context_.out.report(error_policy_->span, diagnostics::dead_on_error)
          .fixes.push_back({.span = with_blanks(error_policy_->span), .replacement = "", .certain = false});
    }
  }

  /// What the clauses mean for this value and this property.
  void check(const ValueRef& value, const ast::Expr& expr) {
    if (field_.required && is_null(value)) {
      context_.out.report(expr.span, diagnostics::required_never_present, field_.property);
    }
    if (null_policy_ && field_.required && null_policy_->kind != ast::NullPolicy::Kind::use) {
      context_.out.report(null_policy_->span, diagnostics::required_and_on_null);
    }
    check_use(field_.null_value, null_policy_ ? null_policy_->span : source::Span{});
    check_use(field_.error_value, error_policy_ ? error_policy_->span : source::Span{});
  }

 private:
  bool once(const char* what, source::Span span) {
    const auto [before, fresh] = seen_.emplace(what, span);
    if (!fresh) {
      context_.out.report(span, diagnostics::clause_twice, what)
          .labels.push_back({.span = before->second, .text = "first here"});
    }
    return fresh;
  }

  void check_write(const ast::Name& mode) {
    static const std::map<std::string, facts::Write> modes = {
        {"always", facts::Write::always}, {"once", facts::Write::once}, {"if_empty", facts::Write::if_empty}};
    const auto found = modes.find(mode.text);
    if (found == modes.end()) {
      suggest(context_.out.report(mode.span, diagnostics::unknown_write, mode.text), mode.text, mode.span,
              {"always", "once", "if_empty"});
      return;
    }
    field_.write = found->second;
    if (field_.write != facts::Write::always) {
      not_in_force(context_, "write " + mode.text);
    }
  }

  /// A clause with what parts it from the one before.
  source::Span with_blanks(source::Span span) const {
    const std::string_view text = context_.in.files[span.file].text();
    while (span.begin > 0 && (text[span.begin - 1] == ' ' || text[span.begin - 1] == ',')) {
      --span.begin;
    }
    return span;
  }

  void check_use(const std::optional<facts::Literal>& literal, source::Span span) {
    if (!literal || !field_.target || !span.file.valid()) {
      return;
    }
    const Type& wanted = field_.target->type;
    const Type type = type_of(*literal);
    const bool text_into_options = wanted.kind == Kind::enumeration && type.kind == Kind::text;
    if (!text_into_options && !types::fits(type, wanted)) {
      context_.out.report(span, diagnostics::policy_value_type, describe(type), describe(wanted));
    }
  }

  Context& context_;
  const facts::Map& map_;
  facts::Field& field_;
  source::Span owner_span_;
  const ast::NullPolicy* null_policy_ = nullptr;
  const ast::ErrorPolicy* error_policy_ = nullptr;
  std::map<std::string, source::Span> seen_;
};

void add_field(Context& context, facts::Map& map, facts::Field field, const ast::Name& target, const ValueRef& value,
               const ast::Expr& expr) {
  if (const auto [before, fresh] = context.written[&map].emplace(target.text, target.span); !fresh) {
    context.out.report(target.span, diagnostics::written_twice, target.text)
        .labels.push_back({.span = before->second, .text = "first here"});
    return;
  }
  field.span = target.span;
  field.property = target.text;
  field.value = value;
  const bool understood = !std::holds_alternative<facts::Unknown>(value->node);
  if (field.target && understood && check_target(context, *field.target, target.span, value, expr)) {
    const bool options = field.target->type.kind == Kind::enumeration;
    field.value = coerce(value, options ? Type::of(Kind::text) : field.target->type);
    if (value->type.kind == Kind::integer || value->type.kind == Kind::list) {
      field.value = value;
    }
  }
  map.fields.push_back(std::move(field));
}

/// What a line's clauses say of its way back. `use` on a line both ways is a value of the property: in the other
/// direction there is none to put in, so the field stays as it is. What is required is never emptied.
facts::ReverseField backward_of(const facts::Field& field, ast::Arrow arrow) {
  facts::ReverseField back{
      .line = field.line, .span = field.span, .type = {}, .owner = field.owner, .group = field.group};
  back.on_error = field.on_error;
  back.on_null = field.required ? facts::OnNull::keep : field.on_null;
  if (arrow == ast::Arrow::backward) {
    back.error_value = field.error_value;
    back.null_value = field.null_value;
    return back;
  }
  back.on_error = back.on_error == facts::OnError::use ? facts::OnError::skip : back.on_error;
  back.on_null = back.on_null == facts::OnNull::use ? facts::OnNull::keep : back.on_null;
  return back;
}

/// The targets of a line: one name, or several in brackets. Reports anything else; null stands for one that was
/// reported.
std::vector<const ast::Name*> targets_of(Context& context, const ast::Expr& right) {
  if (const auto* list = std::get_if<ast::ListExpr>(&right.node)) {
    std::vector<const ast::Name*> names;
    for (const ast::Expr& item : list->items) {
      names.push_back(property_name(item));
      if (!names.back() && !std::holds_alternative<ast::Missing>(item.node)) {
        context.out.report(item.span, diagnostics::target_not_a_property);
      }
    }
    return names;
  }
  const ast::Name* name = property_name(right);
  if (!name && !std::holds_alternative<ast::Missing>(right.node)) {
    context.out.report(right.span, diagnostics::target_not_a_property);
  }
  return {name};
}

}  // namespace

const ast::Name* property_name(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::Path>(&expr.node);
  if (!path || path->segments.size() != 1) {
    return nullptr;
  }
  const auto* field = std::get_if<ast::Path::Field>(&path->segments.front());
  return field ? &field->name : nullptr;
}

void check_field_line(Context& context, const Scope& scope, facts::Map& map, const ast::MapEntry& entry,
                      const ast::FieldLine& line, const MapDefaults& defaults, const ast::Group* group) {
  const ast::Arrow arrow = map.arrow == ast::Arrow::both ? line.arrow : map.arrow;
  if (line.arrow != arrow) {
    if (context.out.find(diagnostics::not_an_arrow, line.arrow_span) == nullptr) {
      auto& said = context.out.report(line.arrow_span, diagnostics::arrow_against_map, ast::text_of(map.arrow),
                                      ast::text_of(line.arrow));
      said.fixes.push_back({.span = line.arrow_span,
                            .replacement = std::string(ast::text_of(map.arrow)),
                            .certain = false});  // or the sides are the wrong way round
    }
    if (arrow == ast::Arrow::backward) {
      return;  // what stands on its left cannot be written to
    }
  }
  facts::Field field{.line = &line, .span = entry.span};
  field.on_error = defaults.on_error;
  field.error_value = defaults.error_value;
  field.on_null = defaults.on_null;
  field.null_value = defaults.null_value;
  field.group = group ? group->name.text : "";
  Clauses clauses(context, map, field);
  clauses.read(line.clauses);
  if (group && group->owner && field.owner.empty()) {
    clauses.check_owner(*group->owner);
  }
  clauses.check_say(line);
  const facts::ReverseField proto = backward_of(field, arrow);
  if (arrow == ast::Arrow::backward) {
    check_backward(context, scope, map, line, proto);
    return;
  }
  const ast::Expr& right = line.arrow == ast::Arrow::forward ? line.right : base_of(line.right);
  const std::vector<const ast::Name*> targets = targets_of(context, right);
  Scope left = scope;
  left.both_ways = arrow == ast::Arrow::both && !std::holds_alternative<ast::Pipe>(line.right.node);
  const ValueRef value = resolve(context, left, line.left);
  const bool several = std::holds_alternative<ast::ListExpr>(right.node);
  const bool understood = !std::holds_alternative<facts::Unknown>(value->node);
  if (several && understood && value->type.kind != Kind::list) {
    context.out.report(value->span, diagnostics::targets_need_list, describe(value->type));
    return;
  }
  const size_t errors = context.out.error_count();
  for (size_t i = 0; i < targets.size(); ++i) {
    if (!targets[i]) {
      continue;
    }
    facts::Field one = field;
    one.target = find_property(context, map, *targets[i]);
    one.property = targets[i]->text;
    if (i == 0) {
      field.target = one.target;
      field.property = one.property;
      clauses.check(value, line.left);
    }
    const ValueRef piece = several && understood ? item_of(value, static_cast<int64_t>(i)) : value;
    add_field(context, map, std::move(one), *targets[i], piece, line.left);
  }
  const bool known = std::ranges::all_of(
      targets, [&](const ast::Name* name) { return name && map.object && map.object->find(name->text); });
  if (arrow == ast::Arrow::both && understood && known) {
    check_both_ways(context, scope, map, line, context.out.error_count() == errors ? value : nullptr, proto);
  }
  clauses.check_error_policy(value);
}

}  // namespace treaty::check
