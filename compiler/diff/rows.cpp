// Which values stand for which: what was dropped, merged, changed, added.

#include "compiler/base/match.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

std::string row_of(const std::string& key, const std::string& value, bool picklist) {
  return key + (picklist ? " -> " : " = ") + value;
}

/// Two values that were told apart become one.
bool is_merged(const Rows& was, const Rows& is, const std::string& key) {
  return std::ranges::any_of(is.rows, [&](const auto& other) {
    const auto before = was.rows.find(other.first);
    return other.first != key && other.second.value == is.rows.at(key).value && before != was.rows.end() &&
           before->second.value != was.rows.at(key).value;
  });
}

/// Rows that changed in the same way, with the place of the first.
struct Changed {
  std::vector<std::string> keys, was, is;
  source::Span old_span, span;

  void add(const std::string& key, const Rows::Row* old_row, const Rows::Row* row, bool picklist) {
    if (keys.empty()) {
      old_span = old_row ? old_row->span : source::Span{};
      span = row ? row->span : source::Span{};
    }
    keys.push_back(key);
    if (old_row) {
      was.push_back(row_of(key, old_row->value, picklist));
    }
    if (row) {
      is.push_back(row_of(key, row->value, picklist));
    }
  }
};

/// The place of a row, or that of the whole; a row that is not there stands inside of the whole.
std::optional<Place> place_of(bool there, source::Span row, const std::optional<Place>& whole) {
  if (!there) {
    return whole ? std::optional(inside(whole->span)) : whole;
  }
  return row.file.valid() ? std::optional(at(row)) : whole;
}

void compare_otherwise(Context& context, const Rows& was, const Rows& is, const std::string& scope,
                       const Where& where) {
  if (was.otherwise.has_value() == is.otherwise.has_value() &&
      (!is.otherwise || was.otherwise->value == is.otherwise->value)) {
    return;
  }
  const auto span = [](const std::optional<Rows::Row>& row) { return row ? row->span : source::Span{}; };
  const auto said = [](const std::optional<Rows::Row>& row) { return row ? "else -> " + row->value : std::string(); };
  const Kind kind = !was.otherwise ? else_added : !is.otherwise ? else_removed : else_changed;
  Change& change = context.add(kind, scope, {is.name},
                               {place_of(was.otherwise.has_value(), span(was.otherwise), where.before),
                                place_of(is.otherwise.has_value(), span(is.otherwise), where.after)},
                               {is.otherwise ? is.otherwise->value : ""});
  change.was = said(was.otherwise);
  change.is = said(is.otherwise);
}

}  // namespace

Rows rows_of(const std::string& name, const std::vector<ast::PicklistArm>& arms, bool backward) {
  using Direction = ast::PicklistArm::Direction;
  Rows rows{.name = name, .picklist = true, .rows = {}, .otherwise = {}};
  for (const ast::PicklistArm& arm : arms) {
    const auto& keys = backward ? arm.right : arm.left;
    const auto& values = backward && !arm.is_else ? arm.left : arm.right;
    if ((arm.direction != Direction::both &&
         arm.direction != (backward ? Direction::backward : Direction::forward)) ||
        values.empty()) {
      continue;
    }
    if (arm.is_else) {
      rows.otherwise = Rows::Row{values.front().value, arm.span};
      continue;
    }
    for (const ast::ArmValue& key : keys) {
      rows.rows.emplace(key.value, Rows::Row{values.front().value, arm.span});
    }
  }
  return rows;
}

namespace {

void add_picklists(const ast::Expr& expr, bool backward, std::vector<Rows>& out) {
  const auto all = [&](const auto& parts) {
    for (const auto& part : parts) {
      add_picklists(part, backward, out);
    }
  };
  match(
      expr.node, [](const ast::Missing&) {}, [](const ast::NullLiteral&) {}, [](const ast::BooleanLiteral&) {},
      [](const ast::NumberLiteral&) {}, [](const ast::TextLiteral&) {}, [](const ast::DurationLiteral&) {},
      [](const ast::Path&) {}, [](const ast::Interpolation&) {}, [&](const ast::ListExpr& list) { all(list.items); },
      [&](const ast::RecordExpr& record) {
        for (const ast::RecordExpr::Entry& entry : record.entries) {
          add_picklists(entry.value, backward, out);
        }
      },
      [&](const ast::PicklistStep& step) {
        if (!step.name) {
          out.push_back(rows_of("the picklist", step.arms, backward));
        }
      },
      [&](const ast::Call& call) {
        for (const ast::Argument& argument : call.arguments) {
          add_picklists(*argument.value, backward, out);
        }
      },
      [&](const ast::Pipe& pipe) {
        add_picklists(*pipe.input, backward, out), add_picklists(*pipe.step, backward, out);
      },
      [&](const ast::Unary& unary) { add_picklists(*unary.operand, backward, out); },
      [&](const ast::Binary& binary) {
        add_picklists(*binary.left, backward, out), add_picklists(*binary.right, backward, out);
      },
      [&](const ast::If& choice) {
        add_picklists(*choice.condition, backward, out), add_picklists(*choice.then_branch, backward, out);
        if (choice.else_branch) {
          add_picklists(**choice.else_branch, backward, out);
        }
      });
}

}  // namespace

std::vector<Rows> picklists_in(const ast::Expr& expr, bool backward) {
  std::vector<Rows> found;
  add_picklists(expr, backward, found);
  return found;
}

void compare_rows(Context& context, const Rows& was, const Rows& is, const std::string& scope, const Where& where) {
  Changed removed, changed, added, named;
  std::map<std::string, Changed> merged;
  for (const auto& [key, row] : was.rows) {
    const auto now = is.rows.find(key);
    if (now == is.rows.end()) {
      removed.add(key, &row, nullptr, was.picklist);
    } else if (now->second.value != row.value) {
      Changed& place = was.picklist && is_merged(was, is, key) ? merged[now->second.value] : changed;
      place.add(key, &row, &now->second, was.picklist);
    }
  }
  for (const auto& [key, row] : is.rows) {
    if (!was.rows.contains(key)) {
      const bool had_another = was.otherwise ? was.otherwise->value != row.value : was.rest_has_value;
      (had_another ? named : added).add(key, nullptr, &row, is.picklist);
    }
  }
  const auto add = [&](Kind kind, const Changed& what, const std::string& value = "") {
    if (!what.keys.empty()) {
      const Where place{place_of(!what.was.empty(), what.old_span, where.before),
                        place_of(!what.is.empty(), what.span, where.after)};
      Change& change = context.add(kind, scope, what.keys, place, {is.name, value});
      change.was = joined(what.was);
      change.is = joined(what.is);
    }
  };
  add(row_removed, removed);
  for (const auto& [value, what] : merged) {
    add(rows_merged, what, value);
  }
  add(row_changed, changed);
  add(row_named, named);
  add(row_added, added);
  compare_otherwise(context, was, is, scope, where);
}

}  // namespace treaty::diff
