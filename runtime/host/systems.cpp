#include "runtime/host/systems.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "runtime/connectors/files/file_source.h"
#include "runtime/connectors/rest/rest_source.h"

namespace treaty::host {
namespace {

constexpr const char* hubspot_base = "https://api.hubapi.com";

auth::PostForm post_over(connectors::Transport transport) {
  return [transport = std::move(transport)](const std::string& url,
                                            const std::string& form) -> std::expected<std::string, auth::Error> {
    auto answer = transport(
        {"POST", url, {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}}, form});
    if (!answer) return std::unexpected(auth::Error{answer.error().message});
    if (answer->status != 200)
      return std::unexpected(auth::Error{fmt::format("{}: HTTP {}", url, answer->status), answer->status});
    return std::move(answer->body);
  };
}

bool is_chosen(const package::Map& map, const std::vector<std::string>& maps) {
  return maps.empty() || std::ranges::find(maps, map.name) != maps.end();
}

/// Whether `provision` would create the property.
bool ensures(const package::System& system, const std::string& object, const std::string& property) {
  return std::ranges::any_of(system.ensure, [&](const package::Ensure& ensure) {
    return ensure.object == object &&
           std::ranges::find(ensure.properties, property, &package::Property::name) != ensure.properties.end();
  });
}

/// `external_id, area_sqm of companies; sku of products`
std::string listed(const std::map<std::string, std::vector<std::string>>& properties) {
  std::string text;
  for (const auto& [object, names] : properties) {
    text += fmt::format("{}{} of {}", text.empty() ? "" : "; ", fmt::join(names, ", "), object);
  }
  return text;
}

/// What was committed stays in any case; another try is of use only with another secret.
Error told(std::string message, int status) {
  if (status != 401) return {Error::Kind::world, std::move(message)};
  return {Error::Kind::system, std::move(message),
          "give the value that the system accepts: in the environment variable of that name, or in the file that "
          "NAME_FILE names"};
}

/// The systems that the maps to be run touch: the secrets of the others need not be there.
std::set<std::string> needed_systems(const package::Manifest& manifest, const std::vector<std::string>& maps) {
  std::set<std::string> names;
  for (const package::Map& map : manifest.maps) {
    if (!is_chosen(map, maps)) continue;
    names.insert(map.source_system);
    names.insert(map.target_system);
  }
  return names;
}

/// A name that an option gives must be one that the contract has: what is misspelt would go to the wrong place.
template <class Names>
std::expected<void, Error> check_name(const char* what, const std::string& name, const Names& known) {
  if (std::ranges::find(known, name) != std::ranges::end(known)) return {};
  return std::unexpected(
      Error{Error::Kind::settings, fmt::format("the contract has no {} {}: it has {}", what, name,
                                               known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", ")))});
}

std::expected<void, Error> check_names(const package::Manifest& manifest, const BackfillOptions& options) {
  std::vector<std::string> environments, systems, resources, maps;
  for (const auto& one : manifest.environments) environments.push_back(one.name);
  for (const auto& one : manifest.systems) systems.push_back(one.name);
  for (const auto& one : manifest.maps) {
    maps.push_back(one.name);
    resources.push_back(one.resource);
    resources.push_back(one.source_system + "." + one.resource);
  }
  std::expected<void, Error> good;
  if (!options.environment.empty()) good = check_name("environment", options.environment, environments);
  for (const std::string& map : options.maps) good = good ? check_name("map", map, maps) : good;
  for (const auto& [resource, file] : options.files) good = good ? check_name("resource", resource, resources) : good;
  for (const auto& [system, base] : options.bases) {
    good = good ? check_name("system", system, systems) : good;
    if (good && !http::Url::parse(base)) {
      good = std::unexpected(
          Error{Error::Kind::settings,
                fmt::format("the base of {} is no address: http:// or https://, a host, no user name", system)});
    }
  }
  return good;
}

}  // namespace

Error error_of(const connectors::Failure& failure) { return told(failure.message, failure.status); }
Error error_of(const sync::Error& error) {
  return told(
      error.request_id.empty() ? error.message : fmt::format("{} (request {})", error.message, error.request_id),
      error.status);
}

Systems::Systems(const package::Manifest& manifest, const BackfillOptions& options, observe::Redactor& redactor,
                 observe::Log& log)
    : manifest_(manifest), options_(options), redactor_(redactor), log_(log) {}

std::expected<std::unique_ptr<Systems>, Error> Systems::connect(const program::Program& program,
                                                                const BackfillOptions& options,
                                                                observe::Redactor& redactor, observe::Log& log) {
  const package::Manifest& manifest = program.manifest();
  if (auto known = check_names(manifest, options); !known) return std::unexpected(known.error());
  std::unique_ptr<Systems> systems(new Systems(manifest, options, redactor, log));
  auth::Secrets secrets(options.secrets);
  auto needed = needed_systems(manifest, options.maps);
  for (const program::NeededTable& table : program.needed_tables()) needed.insert(table.system);
  for (const package::System& system : manifest.systems) {
    if (!needed.contains(system.name) || (system.kind != "rest" && system.kind != "hubspot")) continue;
    if (auto done = systems->connect(system, secrets); !done) return std::unexpected(done.error());
  }
  if (auto told = systems->check_files(); !told) return std::unexpected(told.error());
  return systems;
}

std::string Systems::base_of(const package::System& system) const {
  if (auto given = options_.bases.find(system.name); given != options_.bases.end()) return given->second;
  for (const package::Environment& environment : manifest_.environments) {
    if (environment.name != options_.environment) continue;
    for (const package::EnvironmentEntry& entry : environment.entries) {
      if (entry.system == system.name && entry.key == "base") return entry.value;
    }
  }
  return system.base.empty() && system.kind == "hubspot" ? hubspot_base : system.base;
}

std::expected<void, Error> Systems::connect(const package::System& system, const auth::Secrets& secrets) {
  bool all_from_files = system.kind == "rest";
  for (const package::Map& map : manifest_.maps) {
    if (map.source_system == system.name && is_chosen(map, options_.maps) && file_of(map) == nullptr)
      all_from_files = false;
  }
  if (all_from_files) return {};
  package::Auth auth = system.auth;
  if (auto* client = std::get_if<package::AuthClientCredentials>(&auth)) {
    auto url = options_.token_urls.find(system.name);
    if (url != options_.token_urls.end()) client->token_url = url->second;
  }
  auto credentials = auth::make_credentials(auth, secrets, post_over(over(client_)),
                                            [this](std::string_view secret) { redactor_.hide(secret); });
  if (!credentials)
    return std::unexpected(
        Error{Error::Kind::settings, fmt::format("system {}: {}", system.name, credentials.error().message)});
  connectors::Channel::Options options{
      .retry = system.retry, .system = system.name, .secrets = auth::secret_names(system.auth)};
  if (!options_.ignore_limits) options.limits = system.limits;
  auto channel =
      std::make_unique<connectors::Channel>(base_of(system), over(client_), std::move(*credentials), options, log_);
  if (system.kind == "hubspot")
    portals_[system.name] = std::make_unique<connectors::Portal>(*channel, system.version);
  channels_[system.name] = std::move(channel);
  return {};
}

std::map<std::string, connectors::Portal*> Systems::portals() const {
  std::map<std::string, connectors::Portal*> lent;
  for (const auto& [name, portal] : portals_) lent[name] = portal.get();
  return lent;
}

const std::string* Systems::file_of(const package::Map& map) const {
  for (const std::string& name : {map.source_system + "." + map.resource, map.resource}) {
    if (auto found = options_.files.find(name); found != options_.files.end()) return &found->second;
  }
  return nullptr;
}

std::expected<std::unique_ptr<connectors::Source>, connectors::Failure> Systems::open_source(
    const package::Map& map) {
  auto settings = [](std::string why) {
    return std::unexpected(connectors::Failure{connectors::Failure::Kind::settings, std::move(why)});
  };
  const package::System* system = manifest_.system(map.source_system);
  if (system == nullptr)
    return settings(fmt::format("map {}: the contract has no system {}", map.name, map.source_system));
  if (const std::string* file = file_of(map)) return connectors::FileSource::open(*file, map.resource);
  auto channel = channels_.find(map.source_system);
  if (channel == channels_.end())
    return settings(fmt::format("map {}: nothing says which file resource {} is read from: --file {}=FILE", map.name,
                                map.resource, map.resource));
  for (const package::Resource& resource : system->resources) {
    if (resource.name == map.resource) return connectors::RestSource::open(*channel->second, resource);
  }
  return settings(fmt::format("map {}: system {} has no resource {}", map.name, map.source_system, map.resource));
}

std::string Systems::named_portal(const std::string& system) const {
  for (const package::Environment& environment : manifest_.environments) {
    if (environment.name != options_.environment) continue;
    for (const package::EnvironmentEntry& entry : environment.entries) {
      if (entry.key == "portal" && entry.system == system) return entry.value;
    }
  }
  return {};
}

std::expected<void, Error> Systems::check_portals(ledger::Ledger& ledger) {
  for (const auto& [name, portal] : portals_) {
    const std::string named = named_portal(name);
    const std::string secrets =
        fmt::format("{}", fmt::join(auth::secret_names(manifest_.system(name)->auth), " or "));
    const std::string& key = secrets.empty() ? name : secrets;
    auto opened = portal->account();
    if (!opened) {
      Error error = error_of(opened.error());
      if (opened.error().status == 401) return std::unexpected(std::move(error));  // the key is no key at all
      if (!named.empty())
        return std::unexpected(
            Error{Error::Kind::system,
                  fmt::format("which portal {} opens cannot be told, and environment {} names portal {}: {}; nothing "
                              "was written",
                              key, options_.environment, named, error.message)});
      log_.info("which portal {} opens cannot be told: {}", key, error.message);
      continue;
    }
    if (!named.empty() && *opened != named)
      return std::unexpected(
          Error{Error::Kind::system,
                fmt::format("{} opens portal {}, and environment {} names portal {}: nothing was written", key,
                            *opened, options_.environment, named),
                "choose the environment, or the key, that is meant"});
    auto linked = ledger.account_of(name, *opened);
    if (!linked) return std::unexpected(Error{Error::Kind::ledger, linked.error().message});
    if (*linked != *opened)
      return std::unexpected(Error{
          Error::Kind::system,
          fmt::format("{} opens portal {}, and the ledger knows the records of portal {}: others would be taken "
                      "for them; nothing was written",
                      key, *opened, *linked),
          "a ledger serves one portal: name another file with --ledger, or choose the environment that is meant"});
  }
  return {};
}

std::expected<void, Error> Systems::check_files() const {
  for (const package::Map& map : manifest_.maps) {
    if (!is_chosen(map, options_.maps) || channels_.contains(map.source_system) || file_of(map) != nullptr) continue;
    return std::unexpected(
        Error{Error::Kind::settings, fmt::format("map {}: nothing says which file resource {} is read from", map.name,
                                                 map.resource),
              fmt::format("say it: --file {}=FILE, or choose other maps with --map", map.resource)});
  }
  return {};
}

std::expected<void, Error> Systems::check_properties() {
  std::map<std::string, std::vector<std::string>> missing, not_ensured;  // by object
  for (const package::Map& map : manifest_.maps) {
    auto portal = portals_.find(map.target_system);
    if (portal == portals_.end() || !is_chosen(map, options_.maps)) continue;
    const package::System* system = manifest_.system(map.target_system);
    for (const package::Field& field : map.fields) {
      auto type = portal->second->type_of(map.object, field.property);
      const bool no_object = !type && type.error().status == 404;
      if (!type && !no_object) return std::unexpected(error_of(type.error()));
      if (type && !type->empty()) continue;
      std::vector<std::string>& names = missing[map.object];
      if (std::ranges::find(names, field.property) != names.end()) continue;
      names.push_back(field.property);
      if (!ensures(*system, map.object, field.property)) not_ensured[map.object].push_back(field.property);
    }
  }
  if (missing.empty()) return {};
  std::string by_hand = not_ensured.empty() ? ""
                                            : fmt::format("create {} in HubSpot, or `ensure` them in the contract",
                                                          listed(not_ensured));
  std::string remedy =
      not_ensured == missing ? by_hand : "--provision creates what `ensure` in the contract asks for";
  if (!not_ensured.empty() && not_ensured != missing) remedy += "; " + by_hand;
  return std::unexpected(Error{
      Error::Kind::system,
      fmt::format("the portal lacks properties that the contract writes: {}; no record was written", listed(missing)),
      remedy});
}

std::expected<std::vector<std::string>, Error> Systems::provision() {
  std::vector<std::string> created;
  auto note = [&](const connectors::Outcome<connectors::Provisioned>& done) -> std::expected<void, Error> {
    if (!done) return std::unexpected(error_of(done.error()));
    created.insert(created.end(), done->created.begin(), done->created.end());
    return {};
  };
  for (const package::System& system : manifest_.systems) {
    auto portal = portals_.find(system.name);
    if (portal == portals_.end()) continue;
    for (const package::Ensure& ensure : system.ensure) {
      if (auto done = note(portal->second->provision(ensure)); !done) return std::unexpected(done.error());
    }
    for (const package::Map& map : manifest_.maps) {
      if (map.target_system != system.name) continue;
      for (const package::Association& one : map.associations) {
        auto done = note(portal->second->provision_label(one.from_object, one.to_object, one.label));
        if (!done) return std::unexpected(done.error());
      }
    }
  }
  return created;
}

void Systems::add_traffic(sync::Report& report) const {
  for (const auto& [name, channel] : channels_) {
    report.requests += channel->traffic().requests;
    report.retries += channel->traffic().retries;
    report.limited += channel->traffic().limited;
  }
}

}  // namespace treaty::host
