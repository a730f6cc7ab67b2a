// Picklists: what stands for what, in both directions, and whether every value has its arm.

#include <algorithm>
#include <set>

#include "compiler/base/nearest.h"
#include "compiler/check/expressions.h"
#include "compiler/check/tables.h"

namespace treaty::check {
namespace {

bool goes(const ast::PicklistArm& arm, bool backward) {
  using Direction = ast::PicklistArm::Direction;
  return arm.direction == Direction::both || arm.direction == (backward ? Direction::backward : Direction::forward);
}
const std::vector<ast::ArmValue>& keys(const ast::PicklistArm& arm, bool backward) {
  return backward ? arm.right : arm.left;
}
const std::vector<ast::ArmValue>& values(const ast::PicklistArm& arm, bool backward) {
  return backward && !arm.is_else ? arm.left : arm.right;
}

/// What the arms give: an enumeration of words and texts, or the type they all have.
Type value_type(Context& context, const std::vector<ast::PicklistArm>& arms, bool backward) {
  Type type = Type::of(Kind::null);
  std::vector<std::string> options;
  std::set<std::string_view> seen;
  for (const ast::PicklistArm& arm : arms) {
    if (!goes(arm, backward) || values(arm, backward).empty()) {
      continue;
    }
    const ast::ArmValue& value = values(arm, backward).front();
    Type one = type_of(literal_of(value));
    if (one.kind == Kind::text) {
      if (seen.insert(value.value).second) {
        options.push_back(value.value);
      }
      one = Type::enumeration_of({});
    }
    const auto both = types::common(type, one);
    if (!both) {
      context.out.report(value.span, diagnostics::table_values_differ, value.value,
                         describe(type_of(literal_of(value))), describe(type));
      return Type::of(Kind::unknown);
    }
    type = *both;
  }
  return type.kind == Kind::enumeration ? Type::enumeration_of(std::move(options)) : type;
}

std::string quoted(const std::vector<std::string>& options) {
  constexpr size_t few = 12;
  std::string names;
  for (size_t i = 0; i < options.size() && i < few; ++i) {
    names += (names.empty() ? "`" : ", `") + options[i] + "`";
  }
  return options.size() > few ? names + " and " + std::to_string(options.size() - few) + " more" : names;
}

/// The arms against a source that is a closed set.
void check_coverage(Context& context, const std::vector<ast::PicklistArm>& arms, const ValueRef& value, bool backward,
                    source::Span span) {
  const Type& input = value->type;
  if (input.kind != Kind::enumeration) {
    return;
  }
  std::vector<std::string> left = input.options;
  std::vector<const ast::ArmValue*> wrong;
  bool complete = false;
  for (const ast::PicklistArm& arm : arms) {
    if (!goes(arm, backward)) {
      continue;
    }
    complete = complete || arm.is_else;
    for (const ast::ArmValue& key : keys(arm, backward)) {
      if (arm.is_else) {
        continue;
      }
      if (std::ranges::find(input.options, key.value) == input.options.end()) {
        wrong.push_back(&key);
      }
      std::erase(left, key.value);
    }
  }
  const bool none = wrong.size() > 1 && left.size() == input.options.size();  // it is another field that was meant
  for (const ast::ArmValue* key : wrong) {
    auto& said = context.out.report(key->span, diagnostics::arm_not_in_source, key->value,
                                    describe(input).substr(std::string_view("one of ").size()));
    suggest(said, key->value, key->span, input.options);
    tell_origin(context, said, value);
    if (none) {
      said.notes.emplace_back("nor does it say what any other arm is for");
      return;
    }
  }
  if (!complete && !left.empty()) {
    tell_origin(context, context.out.report(span, diagnostics::picklist_not_covering, quoted(left)), value);
  }
}

/// A last word that was probably to be `else`: an open text may say anything, so that nothing else would find it.
void check_else_is_meant(Context& context, const std::vector<ast::PicklistArm>& arms, const ValueRef& value,
                         bool backward) {
  const bool closed = value->type.kind == Kind::enumeration;
  if (arms.empty() || closed || std::ranges::any_of(arms, &ast::PicklistArm::is_else)) {
    return;
  }
  const std::vector<ast::ArmValue>& last = keys(arms.back(), backward);
  if (!goes(arms.back(), backward) || last.size() != 1 || last.front().form != ast::ArmValue::Form::word) {
    return;
  }
  const ast::ArmValue& word = last.front();
  const bool small = std::ranges::all_of(word.value, [](char c) { return c >= 'a' && c <= 'z'; });  // no `Elsa`
  const bool near = small && edit_distance(word.value, "else") <= 1;  // 2 would be `elite`
  if (near || word.value == "otherwise" || word.value == "default") {
    context.out.report(word.span, diagnostics::else_misspelt, word.value)
        .fixes.push_back({.span = word.span, .replacement = "else", .certain = false});
  }
}

bool covers(const facts::Table& table, const Type& input) {
  return input.kind == Kind::enumeration && std::ranges::all_of(input.options, [&](const std::string& option) {
           return std::ranges::binary_search(table.rows, option, {},
                                             [](const auto& row) -> const std::string& { return row.first; });
         });
}

/// What an `else` gives; null where there is none.
ValueRef value_of_else(const ast::PicklistArm* otherwise, const Type& type) {
  if (!otherwise) {
    return nullptr;
  }
  const ast::ArmValue& value = otherwise->right.front();
  return coerce(make(type, value.span, facts::Constant{literal_of(value)}), type);
}

const std::vector<ast::PicklistArm>* arms_of(Context& context, const ast::PicklistStep& step) {
  if (!step.name) {
    check_arms(context, step.arms);
    return &step.arms;
  }
  const auto found = context.picklists.find(step.name->text);
  if (found == context.picklists.end()) {
    report_undeclared(context, step.name->span, diagnostics::unknown_picklist, step.name->text,
                      keys_of(context.picklists));
    return nullptr;
  }
  return &found->second.tree->arms;
}

/// An arm gives one value; of an arm both ways the first is the one that is given.
void check_one_value(Context& context, const ast::PicklistArm& arm, bool backward) {
  const std::vector<ast::ArmValue>& given = values(arm, backward);
  if (arm.direction != ast::PicklistArm::Direction::both && !arm.is_else && given.size() > 1) {
    context.out.report(given[1].span, diagnostics::arm_gives_several, given.front().value);
  }
}

}  // namespace

void check_arms(Context& context, const std::vector<ast::PicklistArm>& arms) {
  for (const bool backward : {false, true}) {
    std::map<std::string, source::Span> seen;
    const ast::PicklistArm* otherwise = nullptr;
    for (const ast::PicklistArm& arm : arms) {
      if (!goes(arm, backward)) {
        continue;
      }
      check_one_value(context, arm, backward);
      if (otherwise) {
        const bool said_before = backward && goes(arm, false) && goes(*otherwise, false);
        if (!said_before) {
          context.out.report(arm.span, diagnostics::unreachable_arm)
              .labels.push_back({.span = otherwise->span, .text = "`else` takes what is left"});
        }
        continue;
      }
      if (arm.is_else) {
        otherwise = &arm;
        continue;
      }
      for (const ast::ArmValue& key : keys(arm, backward)) {
        if (const auto [before, fresh] = seen.emplace(key.value, key.span); !fresh) {
          context.out.report(key.span, diagnostics::duplicate_arm, key.value)
              .labels.push_back({.span = before->second, .text = "first here"});
          break;  // of an arm that stands twice the first value says it
        }
      }
    }
  }
}

void check_unused_arms(Context& context) {
  using Direction = ast::PicklistArm::Direction;
  for (const auto& [arms, use] : context.arms) {
    for (const ast::PicklistArm& arm : *arms) {
      if (arm.span.file != context.in.contract.file) {
        continue;  // of a library: another contract may take it
      }
      const bool taken =
          arm.direction == Direction::both || (arm.direction == Direction::forward ? use.forward : use.backward);
      if (!taken) {
        context.out.report(arm.span, diagnostics::arm_never_taken);
      }
    }
  }
}

void check_picklists(Context& context) {
  for (const ast::Item* item : items_of(context)) {
    const auto* tree = std::get_if<ast::Picklist>(&item->node);
    if (!tree) {
      continue;
    }
    const auto [known, fresh] = context.picklists.emplace(tree->name.text, NamedPicklist{.tree = tree});
    if (!fresh) {
      context.out.report(tree->name.span, diagnostics::duplicate_name, "picklist", tree->name.text)
          .labels.push_back({.span = known->second.tree->name.span, .text = "first here"});
      continue;
    }
    check_arms(context, tree->arms);
  }
}

std::optional<Translation> translate(Context& context, std::string name, const std::vector<ast::PicklistArm>& arms,
                                     bool backward) {
  Translation translation;
  facts::Table table{.name = std::move(name),
                     .key = Type::of(Kind::text),
                     .value = value_type(context, arms, backward),
                     .rows = {},
                     .from = {}};
  for (const ast::PicklistArm& arm : arms) {
    if (!goes(arm, backward) || values(arm, backward).empty()) {
      continue;
    }
    if (arm.is_else) {
      translation.otherwise = &arm;
      continue;
    }
    for (const ast::ArmValue& key : keys(arm, backward)) {
      table.rows.emplace_back(key.value, literal_of(values(arm, backward).front()));
    }
  }
  if (table.rows.empty() && !translation.otherwise) {
    return std::nullopt;
  }
  std::ranges::stable_sort(table.rows, {}, [](const auto& row) -> const std::string& { return row.first; });
  const auto repeats =
      std::ranges::unique(table.rows, {}, [](const auto& row) -> const std::string& { return row.first; });
  table.rows.erase(repeats.begin(), repeats.end());
  const auto same = std::ranges::find(context.facts.tables, table.name, &facts::Table::name);
  translation.table = static_cast<uint32_t>(same - context.facts.tables.begin());
  if (same == context.facts.tables.end()) {
    context.facts.tables.push_back(std::move(table));
  }
  return translation;
}

ValueRef resolve_picklist(Context& context, const Scope& scope, const ast::PicklistStep& step, source::Span span,
                          ValueRef input) {
  const std::vector<ast::PicklistArm>* arms = arms_of(context, step);
  if (!arms) {
    return unknown_value(span);
  }
  if (!input) {
    context.out.report(span, diagnostics::missing_argument, "picklist", "value");
    return unknown_value(span);
  }
  const Kind kind = input->type.kind;
  const bool takes = kind == Kind::text || kind == Kind::enumeration || kind == Kind::integer ||
                     kind == Kind::boolean || kind == Kind::any || kind == Kind::unknown || kind == Kind::null;
  if (!takes) {
    context.out.report(span, diagnostics::lookup_key_type, "picklist", describe(input->type));
    return unknown_value(span);
  }
  const std::string direction = scope.backward ? "picklist <- " : "picklist ";
  const std::string name = direction + (step.name ? step.name->text : std::to_string(context.facts.tables.size()));
  const auto translation = translate(context, name, *arms, scope.backward);
  if (!translation) {
    context.out.report(span, diagnostics::picklist_other_way, step.name ? step.name->text : "{ … }");
    return unknown_value(span);
  }
  ArmUse& use = context.arms[arms];
  use.forward = use.forward || !scope.backward || scope.both_ways;
  use.backward = use.backward || scope.backward || scope.both_ways;
  check_coverage(context, *arms, input, scope.backward, step.name ? step.name->span : span);
  check_else_is_meant(context, *arms, input, scope.backward);
  const Type type = context.facts.tables[translation->table].value;
  const ValueRef otherwise = value_of_else(translation->otherwise, type);
  const bool certain = otherwise || covers(context.facts.tables[translation->table], input->type);
  const bool fallible = input->fallible || !certain;
  facts::Lookup lookup{.table = translation->table,
                       .input = as_text(std::move(input)),
                       .otherwise = otherwise,
                       .of_picklist = true};
  if (const auto back = translate(context, name + " <-", *arms, !scope.backward)) {
    lookup.back = back->table;
    lookup.back_otherwise = value_of_else(back->otherwise, context.facts.tables[back->table].value);
  }
  return make(type, span, std::move(lookup), fallible);
}

}  // namespace treaty::check
