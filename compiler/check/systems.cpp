// Systems: what their documents say of their records, and whether a connection could be made.

#include <algorithm>

#include "compiler/base/nearest.h"
#include "compiler/check/agreements.h"
#include "compiler/check/connections.h"
#include "compiler/check/documents.h"
#include "compiler/check/endpoints.h"
#include "compiler/check/maps.h"
#include "compiler/check/resources.h"
#include "compiler/schema/portal.h"

namespace treaty::check {
namespace {

const std::vector<std::string> system_kinds = {"rest", "hubspot", "files"};

/// The document of a resource: its own, or its system's.
const ast::SchemaRef* schema_of(const ast::Resource& tree, const ast::SchemaRef* of_system) {
  const ast::SchemaRef* schema = of_system;
  for (const ast::ResourceEntry& entry : tree.entries) {
    if (const auto* own = std::get_if<ast::SchemaRef>(&entry.node)) {
      schema = own;
    }
  }
  return schema;
}

void read_resource(Context& context, facts::System& system, const ast::Resource& tree,
                   const ast::SchemaRef* of_system) {
  if (const facts::Resource* known = system.find(tree.name.text)) {
    context.out.report(tree.name.span, diagnostics::duplicate_name, "resource", tree.name.text)
        .labels.push_back({.span = known->tree->name.span, .text = "first here"});
    return;
  }
  facts::Resource resource{
      .tree = &tree, .name = tree.name.text, .record = nullptr, .key = {}, .create_body = {}, .update_body = {}};
  const ast::SchemaRef* schema = schema_of(tree, of_system);
  for (const ast::ResourceEntry& entry : tree.entries) {
    if (const auto* key = std::get_if<ast::Key>(&entry.node)) {
      resource.key = names_of(key->fields, &ast::Name::text);
    }
  }
  resource.record = schema ? read_record(context, *schema, tree) : nullptr;
  resource.described = resource.record != nullptr;
  resource.has_document = schema != nullptr;
  if (!resource.record) {
    resource.record = std::make_shared<const schema::Record>(schema::Record{.fields = {}, .open = true});
  }
  system.resources.push_back(std::move(resource));
}

void read_portal(Context& context, facts::System& system) {
  const ast::SchemaRef* snapshot = nullptr;
  for (const ast::SystemEntry& entry : system.tree->entries) {
    if (const auto* schema = std::get_if<ast::SchemaRef>(&entry.node)) {
      snapshot = schema;
    }
  }
  system.portal = read_portal_schema(context, snapshot);
  const bool damaged = !snapshot && std::ranges::any_of(system.tree->entries, [](const ast::SystemEntry& entry) {
    return std::holds_alternative<ast::Bad>(entry.node);  // may have named the snapshot
  });
  system.portal_read = system.portal.has_value() && !damaged;
  if (!system.portal) {
    system.portal = schema::standard_portal();
    for (schema::HubspotObject& object : system.portal->objects) {
      schema::PropertyList open;
      for (schema::Property property : object.properties) {
        property.options.clear();  // the snapshot that could not be read says which there are
        open.push_back(std::move(property));
      }
      object.properties = std::move(open);
    }
  }
  Ensured ensured;
  for (const ast::SystemEntry& entry : system.tree->entries) {
    if (const auto* ensure = std::get_if<ast::Ensure>(&entry.node)) {
      check_ensure(context, *ensure, *system.portal, ensured);
    }
  }
}

void read_entries(Context& context, facts::System& system) {
  const ast::SchemaRef* schema = nullptr;
  for (const ast::SystemEntry& entry : system.tree->entries) {
    if (const auto* one = std::get_if<ast::SchemaRef>(&entry.node)) {
      schema = one;
    }
  }
  for (const ast::SystemEntry& entry : system.tree->entries) {
    if (const auto* resource = std::get_if<ast::Resource>(&entry.node)) {
      read_resource(context, system, *resource, schema);
    }
  }
  for (facts::Resource& resource : system.resources) {
    check_resource_entries(context, resource, system.kind);
    check_endpoints(context, resource, schema_of(*resource.tree, schema));
  }
}

}  // namespace

void check_systems(Context& context) {
  for (const ast::Item& item : context.in.contract.items) {
    const auto* tree = std::get_if<ast::System>(&item.node);
    if (!tree) {
      continue;
    }
    if (const facts::System* first = context.facts.system(tree->name.text)) {
      context.out.report(tree->name.span, diagnostics::duplicate_name, "system", tree->name.text)
          .labels.push_back({.span = first->tree->name.span, .text = "first here"});
      continue;
    }
    const bool known = std::ranges::find(system_kinds, tree->kind.text) != system_kinds.end();
    if (!known) {
      suggest(context.out.report(tree->kind.span, diagnostics::unknown_system_kind, tree->kind.text), tree->kind.text,
              tree->kind.span, system_kinds);
    }
    auto system = std::make_unique<facts::System>();
    system->tree = tree;
    system->name = tree->name.text;
    system->kind = tree->kind.text;
    if (const std::vector<std::string> meant = nearest(tree->kind.text, system_kinds); !known && !meant.empty()) {
      system->kind = meant.front();
    }
    check_connection(context, *system);
    read_entries(context, *system);
    if (system->kind == "hubspot") {
      read_portal(context, *system);
    }
    context.facts.systems.push_back(std::move(system));
  }
}

}  // namespace treaty::check
