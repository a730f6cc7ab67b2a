// HubSpot: the properties that must be there, and what its documents say of those that are written.

#include "compiler/diff/compare.h"
#include "compiler/facts/scopes.h"

namespace treaty::diff {
namespace {

struct Ensured {
  const ast::EnsureProperty* property = nullptr;
  const ast::Ensure* in = nullptr;
};
using EnsuredBy = std::map<std::string, Ensured>;  // by `contacts.external_id`

EnsuredBy ensured_of(const facts::System& system) {
  EnsuredBy found;
  for (const auto& ensure : all_of<ast::Ensure>(system.tree->entries)) {
    const schema::HubspotObject* object = system.portal ? system.portal->find(ensure.node->object.text) : nullptr;
    for (const ast::EnsureProperty& property : ensure.node->properties) {
      found[(object ? object->name : ensure.node->object.text) + "." + property.name.text] = {&property, ensure.node};
    }
  }
  return found;
}

std::vector<std::string> options_of(const ast::EnsureProperty& property) {
  std::vector<std::string> options;
  for (const ast::ArmValue& option : property.options) {
    options.push_back(option.value);
  }
  return options;
}
std::vector<std::string> options_of(const schema::Property& property) {
  std::vector<std::string> options;
  for (const schema::Option& option : property.options) {
    options.push_back(option.value);
  }
  return options;
}

std::string missing(const std::vector<std::string>& all, const std::vector<std::string>& known) {
  std::vector<std::string> lacking;
  for (const std::string& one : all) {
    if (std::ranges::find(known, one) == known.end()) {
      lacking.push_back("`" + one + "`");
    }
  }
  return joined(lacking);
}

class Portals {
 public:
  Portals(Context& context, const facts::System& before, const facts::System& after)
      : context_(context),
        before_(before),
        after_(after),
        old_ensured_(ensured_of(before)),
        ensured_(ensured_of(after)) {}

  void compare() {
    compare_ensured();
    compare_used();
    compare_rights();
  }

 private:
  Change& add(Kind kind, const std::string& subject, Where where, std::vector<std::string> arguments = {}) {
    return context_.add(kind, scope_of(after_), {subject}, where, std::move(arguments));
  }
  static const schema::Property* property_of(const facts::System& system, const std::string& object,
                                             const std::string& name) {
    const schema::HubspotObject* found = system.portal ? system.portal->find(object) : nullptr;
    return found ? found->find(name) : nullptr;
  }

  void compare_ensured() {
    for (const auto& [name, is] : ensured_) {
      const auto was = old_ensured_.find(name);
      if (was != old_ensured_.end()) {
        compare(name, was->second, is);
        continue;
      }
      const size_t dot = name.find('.');
      const bool there = property_of(before_, name.substr(0, dot), name.substr(dot + 1)) != nullptr;
      add(there ? default_spelled_out : property_to_create, there ? "ensure " + name : name,
          {inside(before_.tree->name.span), at(is.property->span)});
    }
    for (const auto& [name, was] : old_ensured_) {
      if (!ensured_.contains(name)) {
        add(ensure_removed, name, {at(was.property->span), inside(after_.tree->name.span)});
      }
    }
  }

  void compare(const std::string& name, const Ensured& was, const Ensured& is) {
    const Where where{at(was.property->span), at(is.property->span)};
    const std::string &old_type = was.property->type.text, &type = is.property->type.text;
    const bool widened = old_type == "integer" && type == "decimal";  // HubSpot holds both as a number
    const bool narrowed = old_type == "decimal" && type == "integer";
    std::vector<std::string> changed;
    if (old_type != type && !widened) {
      changed.push_back(type);
    }
    if (was.property->unique != is.property->unique) {
      changed.emplace_back(is.property->unique ? "unique" : "not unique");
    }
    const auto old_options = options_of(*was.property), options = options_of(*is.property);
    if (const std::string more = missing(options, old_options); !more.empty()) {
      changed.push_back("with option " + more);
    }
    if (const std::string fewer = missing(old_options, options); !fewer.empty()) {
      changed.push_back("without option " + fewer);
    }
    if (!changed.empty()) {
      Change& change = add(ensured_property_changed, name, where, {joined(changed)});
      if (narrowed) {
        change.notes.emplace_back("what HubSpot holds keeps its places, though whole numbers are agreed");
      }
    }
    const auto text = [](const std::optional<ast::Text>& one) { return one ? one->value : std::string(); };
    const bool words =
        text(was.property->label) != text(is.property->label) || text(was.in->group) != text(is.in->group);
    const bool order = changed.empty() && old_options != options;
    if (words || order || (widened && changed.empty())) {
      add(words_changed, name, where);
    }
  }

  /// What the contract writes, in the portal's own documents.
  void compare_used() {
    std::set<std::string> said;
    for (const auto& map : context_.after.facts.maps) {
      for (const facts::Field& field : map->fields) {
        const std::string name = map->object->name + "." + field.property;
        if (map->target != &after_ || !field.target || ensured_.contains(name) || !said.insert(name).second) {
          continue;
        }
        const Where where{inside(before_.tree->name.span), at(field.span)};
        if (const schema::Property* was = property_of(before_, map->object->name, field.property)) {
          compare(name, *was, *field.target, where);
        } else {
          add(document_changed, name, where).notes.emplace_back("HubSpot has it now");
        }
      }
    }
  }

  void compare(const std::string& name, const schema::Property& was, const schema::Property& is, const Where& where) {
    const auto say = [&](Kind kind, std::string argument) -> Change& {
      return add(kind, name, where, {std::move(argument)});
    };
    if (was.type.kind != is.type.kind || was.hubspot_type != is.hubspot_type) {
      Change& change = say(property_type_changed, "`" + is.hubspot_type + "`");
      change.was = was.hubspot_type;
      change.is = is.hubspot_type;
      return;
    }
    const auto old_options = options_of(was), options = options_of(is);
    if (const std::string fewer = missing(old_options, options); !fewer.empty()) {
      say(property_options_removed, fewer);
    }
    if (const std::string more = missing(options, old_options); !more.empty()) {
      say(property_options_added, more);
    }
    if ((is.read_only && !was.read_only) || (is.calculated && !was.calculated)) {
      say(property_restricted, "read-only");
    }
    if (was.unique && !is.unique) {
      say(property_restricted, "no longer unique");
    }
    if (was.field_type != is.field_type || was.hidden != is.hidden || (is.unique && !was.unique)) {
      add(document_changed, name, where);
    }
  }

  void compare_rights() {
    const auto old_rights = facts::scopes_of(context_.before.facts, before_);
    const auto rights = facts::scopes_of(context_.after.facts, after_);
    const auto tell = [&](Kind kind, const std::set<std::string>& some, const std::set<std::string>& others) {
      std::vector<std::string> subjects;
      std::ranges::set_difference(some, others, std::back_inserter(subjects));
      if (!subjects.empty()) {
        context_.add(kind, scope_of(after_), std::move(subjects),
                     {inside(before_.tree->name.span), inside(after_.tree->name.span)});
      }
    };
    tell(hubspot_scope_needed, rights, old_rights);
    tell(hubspot_scope_not_needed, old_rights, rights);
  }

  Context& context_;
  const facts::System& before_;
  const facts::System& after_;
  EnsuredBy old_ensured_, ensured_;
};

}  // namespace

void compare_portal(Context& context, const Pair<facts::System>& systems) {
  if (systems.before->portal && systems.after->portal) {
    Portals(context, *systems.before, *systems.after).compare();
  }
}

}  // namespace treaty::diff
