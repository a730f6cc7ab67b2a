// Tables and named picklists: compared once, for all lines that use them.

#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

/// `tree` has the places of rows that the contract writes out.
Rows table_rows(const facts::Table& table, const ast::Table& tree) {
  Rows rows{.name = "table " + table.name, .picklist = false, .rows = {}, .otherwise = {}};
  for (const auto& [key, value] : table.rows) {
    rows.rows.emplace(key, Rows::Row{spelled(value), {}});
  }
  if (const auto* written = std::get_if<ast::Table::Rows>(&tree.content)) {
    for (const auto& [key, value] : written->rows) {
      if (const auto row = rows.rows.find(key.value); row != rows.rows.end()) {
        row->second.span = source::join(key.span, value.span);
      }
    }
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
      visit(prefix + facts::dotted(field.path), field.value);
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

/// Whether what is in no row of the table gets a value all the same on some line.
bool rest_has_value(const driver::Compilation& contract, const std::string& table) {
  const auto use = facts::OnError::use;
  const auto is_it = [&](const facts::Lookup& lookup) { return contract.facts.tables[lookup.table].name == table; };
  return std::ranges::any_of(contract.facts.maps, [&](const auto& map) {
    return goes_on(map->where, is_it, false) ||
           std::ranges::any_of(
               map->fields,
               [&](const facts::Field& field) { return goes_on(field.value, is_it, field.on_error == use); }) ||
           std::ranges::any_of(map->reverse, [&](const facts::ReverseField& field) {
             return goes_on(field.value, is_it, field.on_error == use);
           });
  });
}

const facts::Table* table_of(const driver::Compilation& contract, const std::string& name) {
  const auto found = std::ranges::find(contract.facts.tables, name, &facts::Table::name);
  return found == contract.facts.tables.end() ? nullptr : &*found;
}

std::string source_of(const facts::Table& table) {
  return table.from ? "from " + table.from->system + "." + table.from->object + " key " + table.from->key +
                          " value " + table.from->value
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
    return paired<Node>(nodes(context_.before), nodes(context_.after),
                        [](const Node& node) { return node.name.text; });
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
    const facts::Table *was = table_of(context_.before, before.name.text),
                       *is = table_of(context_.after, after.name.text);
    const size_t first = context_.changes.size();
    const Where where = context_.places(Pair<ast::Table>{&before, &after});
    if (!was || !is) {
      return;
    }
    if (source_of(*was) != source_of(*is)) {
      context_.add(table_source_changed, "", {after.name.text}, where, {source_of(*is)});
    }
    if (!was->from && !is->from) {
      Rows rows = table_rows(*was, before);
      rows.rest_has_value = rest_has_value(context_.before, was->name);
      compare_rows(context_, rows, table_rows(*is, after), "", where);
    }
    finish(first, "table " + after.name.text, {after.name.text});
  }

  void compare(const ast::Picklist& before, const ast::Picklist& after) {
    const Where where = context_.places(Pair<ast::Picklist>{&before, &after});
    const std::string name = "picklist " + after.name.text;
    size_t first = context_.changes.size();
    Rows rows = rows_of(name, before.arms, false);
    rows.rest_has_value = rest_has_value(context_.before, name);
    compare_rows(context_, rows, rows_of(name, after.arms, false), "", where);
    finish(first, name, {"picklist " + after.name.text, "picklist <- " + after.name.text + " <-"});
    first = context_.changes.size();
    rows = rows_of(name, before.arms, true);
    rows.rest_has_value = rest_has_value(context_.before, "picklist <- " + after.name.text);
    compare_rows(context_, rows, rows_of(name, after.arms, true), "", where);
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

void compare_tables(Context& context) { Tables(context).compare(); }

}  // namespace treaty::diff
