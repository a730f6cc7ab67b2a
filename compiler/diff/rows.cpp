// Tables and picklists: which values stand for which.

#include "compiler/base/match.h"
#include "compiler/diff/compare.h"
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
    return other.first != key && other.second == is.rows.at(key) && before != was.rows.end() &&
           before->second != was.rows.at(key);
  });
}

struct Changed {
  std::vector<std::string> keys, was, is;

  void add(const std::string& key, const std::string& old_row, const std::string& row) {
    keys.push_back(key);
    old_row.empty() ? void() : was.push_back(old_row);
    row.empty() ? void() : is.push_back(row);
  }
};

void compare_otherwise(Context& context, const Rows& was, const Rows& is, const std::string& scope,
                       const Where& where) {
  if (was.otherwise == is.otherwise) {
    return;
  }
  const Kind kind = !was.otherwise ? else_added : !is.otherwise ? else_removed : else_changed;
  Change& change = context.add(kind, scope, {is.name}, where, {is.otherwise.value_or("")});
  change.was = was.otherwise ? "else -> " + *was.otherwise : "";
  change.is = is.otherwise ? "else -> " + *is.otherwise : "";
}

/// The rows of one direction of a picklist's arms.
Rows rows_of(const std::string& name, const std::vector<ast::PicklistArm>& arms, bool backward) {
  using Direction = ast::PicklistArm::Direction;
  Rows rows{.name = name, .picklist = true, .rows = {}, .otherwise = {}};
  for (const ast::PicklistArm& arm : arms) {
    const auto& keys = backward ? arm.right : arm.left;
    const auto& values = backward && !arm.is_else ? arm.left : arm.right;
    if ((arm.direction != Direction::both && arm.direction != (backward ? Direction::backward : Direction::forward)) ||
        values.empty()) {
      continue;
    }
    if (arm.is_else) {
      rows.otherwise = values.front().value;
      continue;
    }
    for (const ast::ArmValue& key : keys) {
      rows.rows.emplace(key.value, values.front().value);
    }
  }
  return rows;
}

Rows rows_of(const facts::Table& table) {
  Rows rows{.name = "table " + table.name, .picklist = false, .rows = {}, .otherwise = {}};
  for (const auto& [key, value] : table.rows) {
    rows.rows.emplace(key, spelled(value));
  }
  return rows;
}

/// Tables and transforms by name, with what uses them.
std::map<std::string, std::set<std::string>> uses_of_tables(const driver::Compilation& contract) {
  std::map<std::string, std::set<std::string>> uses;
  const auto visit = [&](const std::string& use, const facts::ValueRef& root) {
    each_part(root, [&](const facts::ValueRef& value) {
      if (const auto* lookup = std::get_if<facts::Lookup>(&value->node)) {
        uses[contract.facts.tables[lookup->table].name].insert(use);
      }
    });
  };
  for (const auto& map : contract.facts.maps) {
    const std::string prefix = map->name + ".";
    for (const facts::Field& field : map->fields) {
      visit(prefix + field.property, field.value);
    }
    for (const facts::ReverseField& field : map->reverse) {
      visit(prefix + dotted(field.path), field.value);
    }
    for (const facts::Association& association : map->associations) {
      visit(prefix + "associate", association.key);
    }
    for (const facts::ListMembership& list : map->lists) {
      visit(prefix + "list", list.condition);
    }
    for (const facts::Subscription& subscription : map->subscriptions) {
      visit(prefix + "subscription", subscription.from);
      std::ranges::for_each(subscription.until, [&](const auto& until) { visit(prefix + "subscription", until); });
    }
    visit(prefix + "where", map->where);
  }
  return uses;
}

const facts::Table* table_of(const driver::Compilation& contract, const std::string& name) {
  const auto found = std::ranges::find(contract.facts.tables, name, &facts::Table::name);
  return found == contract.facts.tables.end() ? nullptr : &*found;
}

std::string source_of(const facts::Table& table) {
  return table.from ? "from " + table.from->system + "." + table.from->object + " key " + table.from->key + " value " +
                          table.from->value
                    : "of rows";
}

class Tables {
 public:
  explicit Tables(Context& context)
      : context_(context), old_uses_(uses_of_tables(context.before)), uses_(uses_of_tables(context.after)) {}

  void compare() {
    for (const auto& pair : all<ast::Table>()) {
      one_sided(pair, {"", ""});
      if (pair.before && pair.after) {
        compare(*pair.before, *pair.after);
      }
    }
    for (const auto& pair : all<ast::Picklist>()) {
      one_sided(pair, {"picklist ", " <-"});
      if (pair.before && pair.after) {
        compare(*pair.before, *pair.after);
      }
    }
  }

 private:
  /// Of the contract and of what it imports.
  template <class Node>
  [[nodiscard]] std::vector<Pair<Node>> all() const {
    const auto nodes = [](const driver::Compilation& contract) {
      std::vector<const Node*> found;
      for (const auto& one : all_of<Node>(contract.contract.items)) {
        found.push_back(one.node);
      }
      for (const ast::Contract& library : contract.libraries) {
        for (const auto& one : all_of<Node>(library.items)) {
          found.push_back(one.node);
        }
      }
      return found;
    };
    return paired<Node>(nodes(context_.before), nodes(context_.after), [](const Node& node) { return node.name.text; });
  }

  static std::set<std::string> names_of(const std::string& name, bool picklist) {
    return picklist ? std::set<std::string>{"picklist " + name, "picklist <- " + name, "picklist " + name + " <-",
                                            "picklist <- " + name + " <-"}
                    : std::set<std::string>{name};
  }
  static bool is_used(const std::map<std::string, std::set<std::string>>& uses, const std::set<std::string>& names) {
    return std::ranges::any_of(names, [&](const std::string& name) { return uses.contains(name); });
  }

  /// What only one of the contracts declares is seen where it is used.
  template <class Node>
  void one_sided(const Pair<Node>& pair, const std::pair<std::string, std::string>& words) {
    const Node* node = pair.before ? pair.before : pair.after;
    const auto& uses = pair.before ? old_uses_ : uses_;
    if ((pair.before && pair.after) || is_used(uses, names_of(node->name.text, !words.first.empty()))) {
      return;
    }
    const bool own = pair.before ? node->name.span.file == context_.before.contract.file
                                 : node->name.span.file == context_.after.contract.file;
    if (own) {
      context_.add(unused_changed, "", {(words.first.empty() ? "table " : "picklist ") + node->name.text},
                   context_.places(pair));
    }
  }

  void compare(const ast::Table& before, const ast::Table& after) {
    const facts::Table *was = table_of(context_.before, before.name.text), *is = table_of(context_.after, after.name.text);
    const size_t first = context_.changes.size();
    const Where where = context_.places(Pair<ast::Table>{&before, &after});
    if (!was || !is) {
      return;
    }
    if (source_of(*was) != source_of(*is) || !(was->value == is->value && was->from.has_value() == is->from.has_value())) {
      const bool same_rows = rows_of(*was).rows == rows_of(*is).rows && source_of(*was) == source_of(*is);
      if (!same_rows) {
        context_.add(table_source_changed, "", {after.name.text}, where, {source_of(*is)});
      }
    }
    if (!was->from && !is->from) {
      compare_rows(context_, rows_of(*was), rows_of(*is), "", where);
    }
    finish(first, "table " + after.name.text, {after.name.text});
  }

  void compare(const ast::Picklist& before, const ast::Picklist& after) {
    const Where where = context_.places(Pair<ast::Picklist>{&before, &after});
    const std::string name = "picklist " + after.name.text;
    size_t first = context_.changes.size();
    compare_rows(context_, rows_of(name, before.arms, false), rows_of(name, after.arms, false), "", where);
    finish(first, name, {"picklist " + after.name.text, "picklist <- " + after.name.text + " <-"});
    first = context_.changes.size();
    compare_rows(context_, rows_of(name, before.arms, true), rows_of(name, after.arms, true), "", where);
    for (size_t i = first; i < context_.changes.size(); ++i) {
      Change& change = context_.changes[i];
      const bool added = change.row == row_added.row;
      change.row = added ? row_back_added.row : row_back_changed.row;
      change.subjects = change.row == row_back_changed.row && change.subjects.front() == name
                            ? std::vector<std::string>{"else"}
                            : change.subjects;
      change.arguments = {name};
    }
    finish(first, name, {"picklist <- " + after.name.text, "picklist " + after.name.text + " <-"});
  }

  /// Says who uses what changed; what nobody uses is safe.
  void finish(size_t first, const std::string& name, const std::set<std::string>& names) {
    std::set<std::string> users;
    for (const std::string& one : names) {
      for (const auto* uses : {&old_uses_, &uses_}) {
        if (const auto found = uses->find(one); found != uses->end()) {
          users.insert(found->second.begin(), found->second.end());
        }
      }
    }
    for (size_t i = first; i < context_.changes.size(); ++i) {
      Change& change = context_.changes[i];
      if (users.empty()) {
        change.row = unused_changed.row;
        change.subjects = {name};
      } else {
        change.notes.push_back("used by " + joined({users.begin(), users.end()}));
      }
    }
  }

  Context& context_;
  std::map<std::string, std::set<std::string>> old_uses_, uses_;
};

}  // namespace

std::vector<Rows> picklists_in(const facts::Facts& facts, const facts::ValueRef& root) {
  std::vector<Rows> found;
  each_part(root, [&](const facts::ValueRef& value) {
    const auto* lookup = std::get_if<facts::Lookup>(&value->node);
    if (!lookup || !is_written_in_step(facts.tables[lookup->table])) {
      return;
    }
    Rows rows = rows_of(facts.tables[lookup->table]);
    rows.name = "the picklist";
    rows.picklist = true;
    if (lookup->otherwise) {
      const auto* constant = std::get_if<facts::Constant>(&lookup->otherwise->node);
      rows.otherwise = constant ? spelled(constant->literal) : "another value";
    }
    found.push_back(std::move(rows));
  });
  return found;
}

void compare_rows(Context& context, const Rows& was, const Rows& is, const std::string& scope, const Where& where) {
  Changed removed, changed, added;
  std::map<std::string, Changed> merged;
  for (const auto& [key, value] : was.rows) {
    const auto now = is.rows.find(key);
    const std::string old_row = row_of(key, value, was.picklist);
    if (now == is.rows.end()) {
      removed.add(key, old_row, "");
    } else if (now->second != value) {
      Changed& place = was.picklist && is_merged(was, is, key) ? merged[now->second] : changed;
      place.add(key, old_row, row_of(key, now->second, is.picklist));
    }
  }
  for (const auto& [key, value] : is.rows) {
    if (!was.rows.contains(key)) {
      added.add(key, "", row_of(key, value, is.picklist));
    }
  }
  const auto add = [&](Kind kind, const Changed& what, const std::string& value = "") {
    if (!what.keys.empty()) {
      Change& change = context.add(kind, scope, what.keys, where, {is.name, value});
      change.was = joined(what.was);
      change.is = joined(what.is);
    }
  };
  add(row_removed, removed);
  for (const auto& [value, what] : merged) {
    add(rows_merged, what, value);
  }
  add(row_changed, changed);
  add(row_added, added);
  compare_otherwise(context, was, is, scope, where);
}

void compare_tables(Context& context) { Tables(context).compare(); }

}  // namespace treaty::diff
