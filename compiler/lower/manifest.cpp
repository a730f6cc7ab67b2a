#include "compiler/lower/manifest.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/lower/lower.h"

namespace treaty::lower {
namespace {

const ast::Auth::Entry* find_entry(const ast::Auth& auth, std::string_view key) {
  const auto found = std::ranges::find_if(auth.entries, [&](const auto& entry) { return entry.key.text == key; });
  return found == auth.entries.end() ? nullptr : &*found;
}
std::string entry_text(const ast::Auth& auth, std::string_view key) {
  const ast::Auth::Entry* entry = find_entry(auth, key);
  const auto* text = entry ? std::get_if<ast::Text>(&entry->value) : nullptr;
  return text ? text->value : "";
}
package::SecretRef entry_secret(const ast::Auth& auth, std::string_view key) {
  const ast::Auth::Entry* entry = find_entry(auth, key);
  const auto* secret = entry ? std::get_if<ast::Secret>(&entry->value) : nullptr;
  return {secret ? secret->name.text : ""};
}

package::Auth describe_auth(const ast::Auth& auth) {
  const package::SecretRef secret{auth.secret ? auth.secret->name.text : ""};
  if (auth.scheme.text == "bearer" || auth.scheme.text == "service_key") {
    return package::AuthBearer{secret};
  }
  if (auth.scheme.text == "api_key") {
    const bool in_query = find_entry(auth, "query") != nullptr;
    using Place = package::AuthApiKey::Place;
    return package::AuthApiKey{in_query ? Place::query : Place::header,
                               entry_text(auth, in_query ? "query" : "header"), secret};
  }
  if (auth.scheme.text == "oauth2") {
    return package::AuthClientCredentials{entry_text(auth, "token_url"), entry_secret(auth, "client_id"),
                                          entry_secret(auth, "client_secret"), entry_text(auth, "scope")};
  }
  return package::AuthNone{};
}

int64_t milliseconds(const std::optional<ast::Duration>& duration, int64_t otherwise) {
  constexpr int64_t month = int64_t{30} * 24 * 60 * 60 * 1000;
  return duration ? duration->milliseconds + duration->months * month : otherwise;
}

int64_t period(const std::string& unit) {
  constexpr int64_t second = 1000;
  if (unit == "minute") {
    return 60 * second;
  }
  if (unit == "hour") {
    return 60 * 60 * second;
  }
  return unit == "day" ? 24 * 60 * 60 * second : second;
}

package::Page describe_page(const ast::Page& page) {
  using Style = package::Page::Style;
  static const std::map<std::string_view, Style> styles = {
      {"cursor", Style::cursor}, {"number", Style::number}, {"offset", Style::offset}, {"link", Style::link}};
  const auto style = styles.find(page.style.text);
  const auto text = [](const std::optional<ast::Text>& one) { return one ? one->value : std::string(); };
  return {.style = style == styles.end() ? Style::none : style->second,
          .next = text(page.next),
          .parameter = text(page.parameter),
          .from = page.from.value_or(1),
          .size = page.size.value_or(0),
          .size_parameter = text(page.size_parameter)};
}

void describe_endpoint(package::Resource& resource, const ast::Endpoint& endpoint) {
  package::Endpoint described{endpoint.method.text, endpoint.path.value, endpoint.at ? endpoint.at->value : ""};
  const std::string& verb = endpoint.verb.text;
  std::optional<package::Endpoint>& place = verb == "list"     ? resource.list
                                            : verb == "get"    ? resource.get
                                            : verb == "create" ? resource.create
                                            : verb == "update" ? resource.update
                                                               : resource.remove;
  place = std::move(described);
}

package::Resource describe_resource(const facts::Resource& facts) {
  package::Resource resource{.name = facts.name, .key = facts.key};
  for (const ast::ResourceEntry& entry : facts.tree->entries) {
    match(
        entry.node, [](const ast::Bad&) {}, [](const ast::Key&) {}, [](const ast::DeletedWhen&) {},
        [](const ast::Webhook&) {}, [](const ast::SchemaRef&) {}, [](const ast::Allow&) {},
        [&](const ast::Volume& volume) { resource.volume = volume.records; },
        [&](const ast::Endpoint& endpoint) { describe_endpoint(resource, endpoint); },
        [&](const ast::Page& page) { resource.page = describe_page(page); },
        [&](const ast::Changes& changes) {
          resource.changes = package::Changes{.full = changes.full || !changes.field,
                                              .field = changes.field ? changes.field->text : "",
                                              .since = changes.since ? changes.since->value : "",
                                              .window_ms = milliseconds(changes.window, 0),
                                              .lookback_ms = milliseconds(changes.lookback, 0)};
        });
  }
  return resource;
}

package::Ensure describe_ensure(const ast::Ensure& ensure, const schema::Portal& portal) {
  const schema::HubspotObject* object = portal.find(ensure.object.text);
  package::Ensure described{.object = object ? object->name : ensure.object.text,
                            .group = ensure.group ? ensure.group->value : ""};
  for (const ast::EnsureProperty& property : ensure.properties) {
    const schema::Property* known = object ? object->find(property.name.text) : nullptr;
    package::Property one{.name = property.name.text};
    one.type = known ? known->hubspot_type : "string";
    one.field_type = known ? known->field_type : "text";
    one.label = property.label ? property.label->value : property.name.text;
    one.group = described.group;
    one.unique = property.unique;
    for (const ast::ArmValue& option : property.options) {
      one.options.push_back(option.value);
    }
    described.properties.push_back(std::move(one));
  }
  return described;
}

void describe_setting(package::System& system, const ast::Setting& setting) {
  const auto* text = std::get_if<ast::Text>(&setting.value);
  const std::string value = text ? text->value : std::get<ast::Name>(setting.value).text;
  const std::string& key = setting.key.text;
  (key == "base"      ? system.base
   : key == "zone"    ? system.zone
   : key == "version" ? system.version
                      : system.tier) = value;
}

package::System describe_system(const facts::System& facts) {
  package::System system{
      .name = facts.name, .kind = facts.kind, .title = facts.tree->title ? facts.tree->title->value : ""};
  for (const ast::SystemEntry& entry : facts.tree->entries) {
    match(
        entry.node, [](const ast::Bad&) {}, [](const ast::SchemaRef&) {}, [](const ast::Quiet&) {},
        [](const ast::Resource&) {}, [](const ast::Changes&) {}, [](const ast::Allow&) {},
        [&](const ast::Setting& setting) { describe_setting(system, setting); },
        [&](const ast::Auth& auth) { system.auth = describe_auth(auth); },
        [&](const ast::Limit& limit) {
          system.limits.push_back({limit.count, period(limit.per.text), limit.burst.value_or(0)});
        },
        [&](const ast::Retry& retry) {
          const package::Retry usual;
          system.retry = {retry.times, milliseconds(retry.from, usual.from_ms), milliseconds(retry.to, usual.to_ms)};
        },
        [&](const ast::Ensure& ensure) {
          if (facts.portal) {
            system.ensure.push_back(describe_ensure(ensure, *facts.portal));
          }
        });
  }
  for (const facts::Resource& resource : facts.resources) {
    system.resources.push_back(describe_resource(resource));
  }
  return system;
}

package::Environment describe_environment(const ast::Environment& environment) {
  package::Environment described{.name = environment.name.text};
  for (const ast::Environment::Entry& entry : environment.entries) {
    const auto* text = std::get_if<ast::Text>(&entry.value);
    described.entries.push_back(
        {entry.system.text, entry.key.text, text ? text->value : std::to_string(std::get<int64_t>(entry.value))});
  }
  return described;
}

package::Association describe_association(const facts::Association& association, const facts::Map& from,
                                          const facts::Facts& facts) {
  const facts::Map* to = facts.map(association.map);
  return {association.map, from.object->name, to && to->object ? to->object->name : "", association.label,
          association.many};
}

}  // namespace

package::Manifest describe(const facts::Facts& facts, const ast::Contract& contract, const source::FileSet& files) {
  package::Manifest manifest;
  if (contract.header) {
    manifest.contract = contract.header->name.text;
    manifest.version = contract.header->version;
    manifest.edition = contract.header->edition;
  }
  for (const auto& system : facts.systems) {
    manifest.systems.push_back(describe_system(*system));
  }
  for (const ast::Item& item : contract.items) {
    if (const auto* environment = std::get_if<ast::Environment>(&item.node)) {
      manifest.environments.push_back(describe_environment(*environment));
    }
  }
  for (const auto& map : facts.maps) {
    manifest.maps.push_back(describe_map(*map, files));
    for (const facts::Association& association : map->associations) {
      manifest.maps.back().associations.push_back(describe_association(association, *map, facts));
    }
  }
  manifest.not_in_force = facts.not_in_force;
  return manifest;
}

}  // namespace treaty::lower
