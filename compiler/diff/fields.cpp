// Field lines from left to right: which properties are written, with what, and what else is agreed about it.

#include "compiler/base/match.h"
#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

source::Span line_of(const ast::FieldLine& line) {
  source::Span span = source::join(line.left.span, line.right.span);
  return line.clauses.empty() ? span : source::join(span, line.clauses.back().span);
}

template <class Clause>
source::Span clause_of(const ast::FieldLine& line) {
  for (const ast::FieldClause& one : line.clauses) {
    if (std::holds_alternative<Clause>(one.clause)) {
      return one.span;
    }
  }
  return {};
}

/// Where a policy is said that holds for a line: on it, in its group, or for the map.
template <class Policy>
source::Span policy_of(const facts::Map& map, const facts::Field& field) {
  if (const source::Span own = clause_of<Policy>(*field.line); own.file.valid()) {
    return own;
  }
  for (const auto& group : all_of<ast::Group>(map.tree->entries)) {
    const auto inner = last_of<Policy>(group.node->entries);
    if (group.node->name.text == field.group && inner.node) {
      return inner.span;
    }
  }
  return last_of<Policy>(map.tree->entries).span;
}

/// What a policy does when a value is wrong or null, in the contract's words.
std::string said(const char* what, const std::optional<facts::Literal>& value, const char* word) {
  return std::string(what) + " " + (value ? "use " + spelled(*value) : word);
}
std::string on_error_of(const facts::Field& field) {
  constexpr std::array words = {"reject", "skip", "use"};
  return said("on error", field.on_error == facts::OnError::use ? field.error_value : std::nullopt,
              words[static_cast<size_t>(field.on_error)]);
}
std::string on_null_of(const facts::Field& field) {
  constexpr std::array words = {"keep", "clear", "use"};
  return said("on null", field.on_null == facts::OnNull::use ? field.null_value : std::nullopt,
              words[static_cast<size_t>(field.on_null)]);
}
std::string_view word_of(facts::Write write) {
  constexpr std::array words = {"always", "once", "if_empty"};
  return words[static_cast<size_t>(write)];
}
bool is_constant(const facts::Field& field) {
  const auto* constant = std::get_if<facts::Constant>(&field.value->node);
  return constant && !std::holds_alternative<std::nullptr_t>(constant->literal);
}

/// The name of the group that a field is in.
source::Span group_of(const facts::Map& map, const facts::Field& field) {
  for (const auto& group : all_of<ast::Group>(map.tree->entries)) {
    if (group.node->name.text == field.group) {
      return group.node->name.span;
    }
  }
  return {};
}

/// The lines of a field's group that are one value.
std::set<std::string> together(const facts::Map& map, const facts::Field& field) {
  std::set<std::string> names;
  for (const facts::Field& other : map.fields) {
    if (!field.group.empty() && other.group == field.group) {
      names.insert(other.property);
    }
  }
  for (const auto& group : all_of<ast::Group>(map.tree->entries)) {
    if (group.node->name.text == field.group && group.node->atomic) {
      names.insert("atomic");
    }
  }
  return names;
}

class Fields {
 public:
  Fields(Context& context, const facts::Map& before, const facts::Map& after)
      : context_(context), before_(before), after_(after) {}

  void compare() {
    const auto pairs = paired<facts::Field>(pointers_to(before_.fields), pointers_to(after_.fields),
                                            [](const facts::Field& field) { return field.property; });
    std::vector<const facts::Field*> removed, added;
    for (const auto& [was, is] : pairs) {
      if (was && is) {
        compare(*was, *is);
      } else {
        was ? removed.push_back(was) : added.push_back(is);
      }
    }
    retarget(removed, added);
    for (const facts::Field* field : added) {
      add(*field);
    }
    for (const facts::Field* field : removed) {
      context_.add(field_removed, scope(), {field->property},
                   {at(line_of(*field->line)), inside(after_.tree->name.span)});
    }
  }

 private:
  [[nodiscard]] std::string scope() const { return scope_of(after_); }
  [[nodiscard]] static Written written(const facts::Map& map, const facts::Field& field) {
    return {map, field.value, field.line->left.span};
  }

  void add(const facts::Field& field) {
    const Where where{inside(before_.tree->name.span), at(line_of(*field.line))};
    context_.add(field_added, scope(), {field.property}, where);
    if (field.required) {
      context_.add(field_required, scope(), {field.property}, where);
    }
  }

  /// The same line to another property, where no other line is like it.
  void retarget(std::vector<const facts::Field*>& removed, std::vector<const facts::Field*>& added) {
    const auto alike = [&](const facts::Field* was, const facts::Field* is) {
      return was->line->arrow == is->line->arrow && !is_constant(*is) &&
             context_.same(was->value, is->value, Depth::whole);
    };
    for (auto is = added.begin(); is != added.end();) {
      std::vector<const facts::Field*> candidates, rivals;
      std::ranges::copy_if(removed, std::back_inserter(candidates), [&](const auto* was) { return alike(was, *is); });
      std::ranges::copy_if(added, std::back_inserter(rivals),
                           [&](const auto* other) { return candidates.size() == 1 && alike(candidates[0], other); });
      if (rivals.size() != 1) {
        ++is;
        continue;
      }
      const facts::Field& was = *candidates.front();
      context_.add(field_retargeted, scope(), {(*is)->property}, {at(line_of(*was.line)), at(line_of(*(*is)->line))},
                   {"`" + was.property + "`"});
      compare_clauses(was, **is);
      std::erase(removed, &was);
      is = added.erase(is);
    }
  }

  void compare(const facts::Field& was, const facts::Field& is) {
    compare_value(was, is);
    compare_clauses(was, is);
  }

  [[nodiscard]] bool is_match(const std::string& property) const {
    return std::ranges::find(before_.match, property) != before_.match.end() ||
           std::ranges::find(after_.match, property) != after_.match.end();
  }

  void compare_value(const facts::Field& was, const facts::Field& is) {
    const Written old_value = written(before_, was), value = written(after_, is);
    const Difference how = difference(context_, old_value, value);
    const Where where{at(line_of(*was.line)), at(line_of(*is.line))};
    if (how == Difference::none) {
      compare_idle_arms(was, is);
      return;
    }
    if (is_match(is.property)) {
      context_.add(match_value_changed, scope(), {is.property}, where);
    } else if (how == Difference::arms) {
      compare_arms(was, is, old_value, value, where);
    } else if (how == Difference::value) {
      add_value_change(context_, value_changed, scope(), is.property, old_value, value, where);
    }
  }

  void compare_arms(const facts::Field& was, const facts::Field& is, const Written& old_value, const Written& value,
                    const Where& where) {
    const auto old_rows = picklists_in(was.line->left, false), rows = picklists_in(is.line->left, false);
    const size_t before = context_.changes.size();
    for (size_t i = 0; i < rows.size() && old_rows.size() == rows.size(); ++i) {
      Rows arms = old_rows[i], named = rows[i];
      arms.rest_has_value = goes_on(
          was.value, [](const facts::Lookup& lookup) { return lookup.of_picklist; },
          was.on_error == facts::OnError::use);
      named.name = "the picklist of " + is.property;
      compare_rows(context_, arms, named, scope(), where);
    }
    if (context_.changes.size() == before) {  // the arms are those of a transform that the line uses
      add_value_change(context_, value_changed, scope(), is.property, old_value, value, where);
    }
  }

  /// Arms from right to left on a line that flows from left to right.
  void compare_idle_arms(const facts::Field& was, const facts::Field& is) {
    const auto said = [](const facts::Field& field) {
      std::string text;
      for (const Rows& rows : picklists_in(field.line->left, true)) {
        for (const auto& [key, row] : rows.rows) {
          text += key + " <- " + row.value + "\n";
        }
        text += rows.otherwise ? "else <- " + rows.otherwise->value + "\n" : "";
      }
      return text;
    };
    if (was.line->arrow == ast::Arrow::forward && is.line->arrow == ast::Arrow::forward && said(was) != said(is)) {
      context_.add(unused_changed, scope(), {"the arms of " + is.property + " from right to left"},
                   {at(line_of(*was.line)), at(line_of(*is.line))});
    }
  }

  /// Where a clause is said, or the line it is not on.
  [[nodiscard]] static Where clauses(source::Span was, const facts::Field& old_field, source::Span is,
                                     const facts::Field& field) {
    return {was.file.valid() ? at(was) : inside(line_of(*old_field.line)),
            is.file.valid() ? at(is) : inside(line_of(*field.line))};
  }

  void compare_clauses(const facts::Field& was, const facts::Field& is) {
    if (was.required != is.required) {
      const Where where = clauses(clause_of<ast::FieldClause::Required>(*was.line), was,
                                  clause_of<ast::FieldClause::Required>(*is.line), is);
      context_.add(is.required ? field_required : field_no_longer_required, scope(), {is.property}, where);
    }
    if (was.write != is.write) {
      const Where where = clauses(clause_of<ast::FieldClause::Write>(*was.line), was,
                                  clause_of<ast::FieldClause::Write>(*is.line), is);
      context_.add(write_mode_changed, scope(), {is.property}, where,
                   {"`write " + std::string(word_of(is.write)) + "`"});
    }
    if (was.unconfirmed != is.unconfirmed) {
      const Where where = clauses(clause_of<ast::FieldClause::Unconfirmed>(*was.line), was,
                                  clause_of<ast::FieldClause::Unconfirmed>(*is.line), is);
      context_.add(question_changed, scope(), {is.property}, where);
    }
    compare_owner(was, is);
    compare_on_error(was, is);
    compare_on_null(was, is);
  }

  void compare_owner(const facts::Field& was, const facts::Field& is) {
    const bool flows_back = was.line->arrow == ast::Arrow::both;
    if (was.line->arrow == is.line->arrow && context_.system_name(was.owner) != is.owner) {
      const Where where = clauses(clause_of<ast::FieldClause::Owner>(*was.line), was,
                                  clause_of<ast::FieldClause::Owner>(*is.line), is);
      if (flows_back) {
        Change& change =
            context_.add(owner_changed, scope(), {is.property}, where, {is.owner.empty() ? "nobody" : is.owner});
        change.was = was.owner.empty() ? "" : "owner " + was.owner;
        change.is = is.owner.empty() ? "" : "owner " + is.owner;
      } else {
        context_.add(default_spelled_out, scope(), {"owner of " + is.property}, where);
      }
    }
    if (together(before_, was) != together(after_, is)) {
      Change& change = context_.add(group_changed, scope(), {is.property},
                                    clauses(group_of(before_, was), was, group_of(after_, is), is));
      change.was = was.group.empty() ? "" : "group " + was.group;
      change.is = is.group.empty() ? "" : "group " + is.group;
    }
  }

  void add_policy(Kind kind, const facts::Field& is, const Where& where, const std::string& old_words,
                  const std::string& words) {
    const bool names_it = kind.row == error_replaced.row || kind.row == error_value_changed.row ||
                          kind.row == idle_policy_changed.row || kind.row == null_value_changed.row;
    Change& change = context_.add(kind, scope(), {is.property}, where);
    if (names_it) {
      change.arguments = {"`" + words + "`"};
    }
    change.was = old_words;
    change.is = words;
  }

  void compare_on_error(const facts::Field& was, const facts::Field& is) {
    const std::string old_words = on_error_of(was), words = on_error_of(is);
    if (old_words == words) {
      return;
    }
    const Where where =
        clauses(policy_of<ast::ErrorPolicy>(before_, was), was, policy_of<ast::ErrorPolicy>(after_, is), is);
    Kind kind = error_value_changed;
    if (!was.value->fallible && !is.value->fallible) {
      kind = idle_policy_changed;
    } else if (is.on_error == facts::OnError::reject) {
      kind = error_rejects;
    } else if (was.on_error == facts::OnError::reject) {
      kind = is.on_error == facts::OnError::skip ? error_skipped : error_replaced;
    }
    add_policy(kind, is, where, old_words, words);
  }

  void compare_on_null(const facts::Field& was, const facts::Field& is) {
    const std::string old_words = on_null_of(was), words = on_null_of(is);
    if (old_words == words) {
      return;
    }
    const Where where =
        clauses(policy_of<ast::NullPolicy>(before_, was), was, policy_of<ast::NullPolicy>(after_, is), is);
    const Kind kind = is_constant(is) || (was.required && is.required) ? idle_policy_changed
                      : is.on_null == facts::OnNull::clear             ? null_clears
                      : is.on_null == facts::OnNull::keep              ? null_keeps
                                                                       : null_value_changed;
    add_policy(kind, is, where, old_words, words);
  }

  Context& context_;
  const facts::Map& before_;
  const facts::Map& after_;
};

}  // namespace

void compare_fields(Context& context, const Pair<facts::Map>& maps) {
  Fields(context, *maps.before, *maps.after).compare();
}

}  // namespace treaty::diff
