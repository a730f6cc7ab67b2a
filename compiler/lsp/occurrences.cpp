// Finds what every name stands for: a walk over the trees of a compilation.

#include "compiler/lsp/index.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "compiler/base/match.h"
#include "compiler/functions/functions.h"

namespace treaty::lsp {
namespace {

std::string key_of(const ast::QualifiedName& name, size_t parts) {
  std::string key;
  for (size_t i = 0; i < parts && i < name.parts.size(); ++i) {
    key += (i == 0 ? "" : ".") + name.parts[i].text;
  }
  return key;
}

/// What the paths of an expression reach.
struct Scope {
  Role role = Role::field;
  std::string record;       ///< the key of the record; empty: none is known here
  std::string alias, each;  ///< of an `each` map
  std::string map;
  const ast::Transform* transform = nullptr;
  std::set<std::string> parameters;
};

class Builder {
 public:
  Builder(const driver::Compilation& compilation, Index& index) : compilation_(compilation), index_(index) {
    each_file([&](const ast::Contract& tree) {
      for (const ast::Item& item : tree.items) {
        if (const auto* table = std::get_if<ast::Table>(&item.node)) tables_.insert(table->name.text);
        if (const auto* map = std::get_if<ast::Map>(&item.node)) maps_.insert(map->name.text);
        if (const auto* transform = std::get_if<ast::Transform>(&item.node)) transforms_.insert(transform->name.text);
        if (const auto* system = std::get_if<ast::System>(&item.node))
          systems_[system->name.text] = system->kind.text;
      }
    });
  }

  void build() {
    each_file([&](const ast::Contract& tree) {
      for (const ast::Item& item : tree.items) {
        match(item.node, [&](const auto& node) { visit(node); });
      }
    });
    auto& all = index_.occurrences;
    std::ranges::stable_sort(all, [](const Occurrence& a, const Occurrence& b) {
      return std::tuple(a.span.file, a.span.begin, a.span.end) < std::tuple(b.span.file, b.span.begin, b.span.end);
    });
    // Names that stand for two things (a field on both sides of `<->`) keep the first meaning.
    std::vector<Occurrence> apart;
    for (Occurrence& one : all) {
      if (apart.empty() || apart.back().span.file != one.span.file || apart.back().span.end <= one.span.begin) {
        apart.push_back(std::move(one));
      }
    }
    all = std::move(apart);
  }

 private:
  template <class Visit>
  void each_file(Visit visit) {
    visit(compilation_.contract);
    std::ranges::for_each(compilation_.libraries, visit);
  }
  void add(source::Span span, Role role, std::string key, bool definition = false) {
    if (span.begin < span.end) index_.occurrences.push_back({span, role, std::move(key), definition});
  }
  void define(const ast::Name& name, Role role) { add(name.span, role, name.text, true); }
  void use(const ast::Name& name, Role role) { add(name.span, role, name.text); }
  void use_all(const std::vector<ast::Name>& names, Role role) {
    for (const ast::Name& name : names) use(name, role);
  }
  [[nodiscard]] bool is_hubspot(const std::string& system) const {
    const auto found = systems_.find(system);
    return found != systems_.end() && found->second == "hubspot";
  }
  /// `clubapp.members`, `hubspot.contacts`, `hubspot.contacts.email`
  void use(const ast::QualifiedName& name) {
    if (name.parts.empty()) return;
    use(name.parts[0], Role::system);
    const bool hubspot = is_hubspot(name.parts[0].text);
    if (name.parts.size() > 1) add(name.parts[1].span, hubspot ? Role::object : Role::resource, key_of(name, 2));
    if (name.parts.size() > 2) {
      add(name.parts[2].span, hubspot ? Role::property : Role::field, key_of(name, 2) + ":" + name.parts[2].text);
    }
  }
  void option(const ast::ArmValue& value) { add(value.span, Role::option, value.value); }
  void arms(const std::vector<ast::PicklistArm>& arms) {
    for (const ast::PicklistArm& arm : arms) {
      std::ranges::for_each(arm.left, [&](const ast::ArmValue& value) { option(value); });
      std::ranges::for_each(arm.right, [&](const ast::ArmValue& value) { option(value); });
    }
  }

  // ── expressions ──

  void path(const ast::Path& path, source::Span span, const Scope& scope) {
    const auto* first = path.segments.empty() ? nullptr : std::get_if<ast::Path::Field>(&path.segments.front());
    if (first == nullptr) return;
    const std::string& head = first->name.text;
    std::string rest;
    for (size_t i = 1; i < path.segments.size(); ++i) {
      if (const auto* field = std::get_if<ast::Path::Field>(&path.segments[i])) rest += "." + field->name.text;
    }
    if (scope.parameters.contains(head)) {
      add(first->name.span, Role::parameter, scope.transform->name.text + ":" + head);
    } else if (!scope.alias.empty() && head == scope.alias) {
      add(first->name.span, Role::alias, scope.map + ":" + head);
      const source::Span inside{.file = span.file, .begin = first->name.span.end, .end = span.end};
      if (!rest.empty()) add(inside, scope.role, scope.record + ":" + scope.each + rest);
    } else if (head != "it" && head != "run" && !scope.record.empty()) {
      add(span, scope.role, scope.record + ":" + head + rest);
    }
  }
  void call(const ast::Call& call, const Scope& scope) {
    const bool own = transforms_.contains(call.function.text);
    use(call.function, own ? Role::transform : Role::step);
    for (const ast::Argument& argument : call.arguments) {
      const auto* name = std::get_if<ast::Path>(&(*argument.value).node);
      const auto* only =
          name && name->segments.size() == 1 ? std::get_if<ast::Path::Field>(&name->segments[0]) : nullptr;
      if (only && tables_.contains(only->name.text) && takes_table(call.function.text)) {
        use(only->name, Role::table);
      } else if (only && argument.label && argument.label->text == "approved") {
        use(only->name, Role::party);
      } else {
        visit(*argument.value, scope);
      }
    }
  }
  static bool takes_table(const std::string& step) {
    return std::ranges::any_of(functions::find(step), [](const functions::Function* function) {
      return std::ranges::any_of(function->parameters, [](const functions::Parameter& parameter) {
        return parameter.kind == functions::ParameterKind::table;
      });
    });
  }
  facts::ValueRef value_of(const ast::Expr& expr) const {
    const auto found = compilation_.facts.values.find({expr.span.file, expr.id});
    return found == compilation_.facts.values.end() ? nullptr : found->second;
  }
  void visit(const ast::Expr& expr, const Scope& scope) {
    if (facts::ValueRef value = value_of(expr)) index_.meanings.push_back({expr.span, value});
    const auto go = [&](const ast::Expr& inner) { visit(inner, scope); };
    match(
        expr.node, [](const ast::Missing&) {}, [](const ast::NullLiteral&) {}, [](const ast::BooleanLiteral&) {},
        [](const ast::NumberLiteral&) {}, [](const ast::TextLiteral&) {}, [](const ast::DurationLiteral&) {},
        [&](const ast::Path& inner) { path(inner, expr.span, scope); },
        [&](const ast::Interpolation& text) {
          for (const auto& part : text.parts) {
            if (const auto* inner = std::get_if<std::pair<ast::Path, source::Span>>(&part)) {
              path(inner->first, inner->second, scope);
            }
          }
        },
        [&](const ast::ListExpr& list) { std::ranges::for_each(list.items, go); },
        [&](const ast::RecordExpr& record) {
          for (const auto& entry : record.entries) go(entry.value);
        },
        [&](const ast::PicklistStep& step) {
          if (step.name) use(*step.name, Role::picklist);
          arms(step.arms);
        },
        [&](const ast::Call& inner) { call(inner, scope); },
        [&](const ast::Pipe& pipe) {
          go(*pipe.input), go(*pipe.step);
          if (facts::ValueRef after = value_of(expr)) {
            index_.steps.push_back({(*pipe.step).span, value_of(*pipe.input), after});
          }
        },
        [&](const ast::Unary& unary) { go(*unary.operand); },
        [&](const ast::Binary& binary) { go(*binary.left), go(*binary.right); },
        [&](const ast::If& choice) {
          go(*choice.condition), go(*choice.then_branch);
          if (choice.else_branch) go(**choice.else_branch);
        });
  }
  /// The fields that a record of a test gives or expects, nested ones by their dotted names.
  void record(const ast::Expr& expr, const Scope& scope, const std::string& prefix) {
    const auto* given = std::get_if<ast::RecordExpr>(&expr.node);
    for (const auto& entry : given ? given->entries : std::vector<ast::RecordExpr::Entry>()) {
      const std::string name = prefix + entry.name.text;
      if (!scope.record.empty()) add(entry.name.span, scope.role, scope.record + ":" + name);
      record(entry.value, scope, name + ".");
    }
  }

  // ── declarations ──

  void visit(const ast::Bad&) {}
  void visit(const ast::Import&) {}
  void visit(const ast::Allow&) {}
  void visit(const ast::Party& party) { define(party.name, Role::party); }
  void visit(const ast::System& system) {
    define(system.name, Role::system);
    for (const ast::SystemEntry& entry : system.entries) {
      if (const auto* resource = std::get_if<ast::Resource>(&entry.node)) {
        add(resource->name.span, Role::resource, system.name.text + "." + resource->name.text, true);
        visit(*resource, {.role = Role::field, .record = system.name.text + "." + resource->name.text});
      } else if (const auto* ensure = std::get_if<ast::Ensure>(&entry.node)) {
        const std::string object = system.name.text + "." + ensure->object.text;
        add(ensure->object.span, Role::object, object);
        for (const ast::EnsureProperty& property : ensure->properties) {
          add(property.name.span, Role::property, object + ":" + property.name.text, true);
          use(property.type, Role::type);
          std::ranges::for_each(property.options, [&](const ast::ArmValue& value) { option(value); });
        }
      }
    }
  }
  void visit(const ast::Resource& resource, const Scope& scope) {
    const auto field = [&](const ast::Name& name) { add(name.span, Role::field, scope.record + ":" + name.text); };
    for (const ast::ResourceEntry& entry : resource.entries) {
      if (const auto* key = std::get_if<ast::Key>(&entry.node)) std::ranges::for_each(key->fields, field);
      if (const auto* changes = std::get_if<ast::Changes>(&entry.node); changes && changes->field)
        field(*changes->field);
      if (const auto* deleted = std::get_if<ast::DeletedWhen>(&entry.node)) visit(deleted->condition, scope);
    }
  }
  void visit(const ast::Environment& environment) {
    define(environment.name, Role::agreement);
    for (const auto& entry : environment.entries) use(entry.system, Role::system);
  }
  void visit(const ast::Existing& existing) {
    define(existing.name, Role::agreement);
    for (const ast::QualifiedName& name : existing.writes) use(name);
  }
  void visit(const ast::Pending& pending) {
    define(pending.name, Role::agreement);
    if (pending.by) use(*pending.by, Role::party);
    use_all(pending.blocks, Role::map);
  }
  void visit(const ast::Table& table) {
    define(table.name, Role::table);
    if (const auto* rows = std::get_if<ast::Table::Rows>(&table.content)) {
      for (const auto& [key, value] : rows->rows) option(key), option(value);
    } else if (const auto* from = std::get_if<ast::Table::From>(&table.content)) {
      use(from->object);
    }
  }
  void visit(const ast::Picklist& picklist) {
    define(picklist.name, Role::picklist);
    arms(picklist.arms);
  }
  void visit(const ast::Transform& transform) {
    define(transform.name, Role::transform);
    Scope scope{.transform = &transform};
    const auto parameter = [&](const ast::Parameter& one) {
      scope.parameters.insert(one.name.text);
      add(one.name.span, Role::parameter, transform.name.text + ":" + one.name.text, true);
      use(one.type.name, Role::type);
    };
    std::ranges::for_each(transform.parameters, parameter);
    if (transform.result) use(transform.result->name, Role::type);
    visit(transform.body, scope);
    for (const auto& example : transform.examples) {
      std::ranges::for_each(example.inputs, [&](const ast::Expr& input) { visit(input, {}); });
      visit(example.output, {});
    }
    if (transform.reverse) {
      parameter(transform.reverse->parameter);
      visit(transform.reverse->body, scope);
    }
  }
  void visit(const ast::Privacy& privacy) {
    use(privacy.resource);
    for (const auto& entry : privacy.entries) {
      for (const ast::Expr& one : entry.paths)
        visit(one, {.role = Role::field, .record = key_of(privacy.resource, 2)});
    }
  }
  void visit(const ast::Map& map) {
    define(map.name, Role::map);
    use(map.left), use(map.right);
    Scope left{.role = Role::field, .record = key_of(map.left, 2), .map = map.name.text};
    if (map.each) {
      visit(*map.each, left);
      const std::string& key = index_.occurrences.empty() ? std::string() : index_.occurrences.back().key;
      left.each = key.substr(std::min(key.size(), left.record.size() + 1));
    }
    if (map.alias) {
      add(map.alias->span, Role::alias, map.name.text + ":" + map.alias->text, true);
      left.alias = map.alias->text;
    }
    entries(map.entries, left, {.role = Role::property, .record = key_of(map.right, 2)});
  }
  void entries(const std::vector<ast::MapEntry>& entries, const Scope& left, const Scope& right) {
    for (const ast::MapEntry& entry : entries) {
      match(
          entry.node, [](const ast::Bad&) {}, [](const ast::Start&) {}, [](const ast::OnDelete&) {},
          [](const ast::NullPolicy&) {}, [](const ast::ErrorPolicy&) {}, [](const ast::Allow&) {},
          [&](const ast::FieldLine& line) {
            visit(line.left, left), visit(line.right, right);
            for (const ast::FieldClause& clause : line.clauses) {
              if (const auto* owner = std::get_if<ast::FieldClause::Owner>(&clause.clause))
                use(owner->system, Role::system);
            }
          },
          [&](const ast::Match& matched) {
            for (const ast::Name& name : matched.properties)
              add(name.span, right.role, right.record + ":" + name.text);
          },
          [&](const ast::Where& where) { visit(where.condition, left); },
          [&](const ast::After& after) { use_all(after.maps, Role::map); },
          [&](const ast::OnUnmatched& rule) { use(rule.from, Role::system), use(rule.to, Role::system); },
          [&](const ast::Group& group) {
            if (group.owner) use(*group.owner, Role::system);
            this->entries(group.entries, left, right);
          },
          [&](const ast::ListMembership& list) { visit(list.condition, left); },
          [&](const ast::Subscription& subscription) {
            visit(subscription.from, left);
            for (const ast::SubscriptionArm& arm : subscription.arms) {
              std::ranges::for_each(arm.values, [&](const ast::ArmValue& value) { option(value); });
              if (arm.until) visit(*arm.until, left);
            }
          },
          [&](const ast::Associate& associate) { visit(associate.key, left), use(associate.map, Role::map); },
          [&](const ast::Ignore& ignore) {
            for (const ast::Expr& one : ignore.paths) visit(one, left);
          });
    }
  }
  void visit(const ast::UseCase& usecase) {
    define(usecase.name, Role::usecase);
    use_all(usecase.maps, Role::map);
    use_all(usecase.tests, Role::test);
  }
  void visit(const ast::Test& test) {
    define(test.name, Role::test);
    if (!test.map) return;
    use(*test.map, Role::map);
    const facts::Map* map = compilation_.facts.map(test.map->text);
    const ast::Map* tree = map ? map->tree : nullptr;
    const auto side = [&](ast::TestGiven::Side which) {
      const bool left = which == ast::TestGiven::Side::left;
      return Scope{.role = left ? Role::field : Role::property,
                   .record = tree ? key_of(left ? tree->left : tree->right, 2) : ""};
    };
    for (const ast::TestEntry& entry : test.entries) {
      if (const auto* given = std::get_if<ast::TestGiven>(&entry.node)) {
        if (const auto* expr = std::get_if<ast::Expr>(&given->input)) record(*expr, side(given->side), "");
      } else if (const auto* expect = std::get_if<ast::TestExpect>(&entry.node)) {
        if (const auto* wanted = std::get_if<ast::TestExpect::Record>(&expect->expectation)) {
          record(wanted->record, side(wanted->side), "");
        } else if (const auto* reject = std::get_if<ast::TestExpect::Reject>(&expect->expectation)) {
          const Scope right = side(ast::TestGiven::Side::right);
          for (const ast::Name& name : reject->fields) {
            if (!right.record.empty()) add(name.span, right.role, right.record + ":" + name.text);
          }
        }
      }
    }
  }
  void visit(const ast::Agreement& agreement) {
    if (agreement.name) define(*agreement.name, Role::agreement);
    for (const ast::Clause& clause : agreement.clauses) {
      // The first word says what the clause is about; of the others those that name a map do.
      for (size_t i = 1; i < clause.words.size(); ++i) {
        const auto* name = std::get_if<ast::Name>(&clause.words[i]);
        if (name && maps_.contains(name->text)) use(*name, Role::map);
      }
    }
  }

  const driver::Compilation& compilation_;
  Index& index_;
  std::set<std::string> tables_, maps_, transforms_;
  std::map<std::string, std::string> systems_;
};

}  // namespace

Index index_of(const driver::Compilation& compilation) {
  Index index;
  Builder(compilation, index).build();
  return index;
}

}  // namespace treaty::lsp
