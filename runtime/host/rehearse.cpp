#include "runtime/host/rehearse.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "runtime/host/run.h"
#include "runtime/host/systems.h"
#include "runtime/host/verify.h"
#include "runtime/ledger/lock.h"
#include "runtime/sandbox/hubspot_sandbox.h"
#include "runtime/sandbox/source_data.h"
#include "runtime/sandbox/source_system.h"

namespace treaty::host {
namespace {

/// What stands for every secret of the contract: nothing real is needed, nothing real is asked for.
constexpr const char* played_secret = "rehearsal-only";

using auth::secret_names;

Error world(std::string message) { return {Error::Kind::world, std::move(message)}; }
/// Nothing can be played: what --data names is not there, or not what a source can be made of.
Error no_data(std::string message) {
  return {Error::Kind::files, std::move(message),
          "--data names a folder with RESOURCE.jsonl, .json or .csv, or one JSON file with a key a resource"};
}

/// A property of the company's own portal, known to the contract by its snapshot. The rehearsal's portal begins
/// without it.
package::Property portal_property(const package::Field& field) {
  package::Property property{.name = field.property, .type = field.type, .label = field.property};
  if (field.type == "number") property.field_type = "number";
  if (field.type == "bool") property.field_type = "booleancheckbox";
  if (field.type == "date" || field.type == "datetime") property.field_type = "date";
  if (property.field_type.empty()) {
    // An enumeration's options are checked by the compiler; here any text will do.
    property.type = "string";
    property.field_type = "text";
  }
  return property;
}

/// Brings the rehearsal's portals to the form that the contract counts on: what `ensure` asks for is created, and
/// what the snapshot showed is put in place.
std::expected<std::vector<std::string>, Error> furnish(const package::Manifest& manifest, Systems& systems) {
  auto created = systems.provision();
  if (!created) return created;
  auto portals = systems.portals();
  std::map<std::pair<std::string, std::string>, package::Ensure> missing;
  for (const package::Map& map : manifest.maps) {
    auto portal = portals.find(map.target_system);
    if (portal == portals.end()) continue;
    std::set<std::string> seen;
    for (const package::Field& field : map.fields) {
      auto type = portal->second->type_of(map.object, field.property);
      if (!type) return std::unexpected(error_of(type.error()));
      if (!type->empty() || !seen.insert(field.property).second) continue;
      package::Ensure& ensure = missing[{map.target_system, map.object}];
      ensure.object = map.object;
      ensure.group = "Known from the snapshot";
      ensure.properties.push_back(portal_property(field));
    }
  }
  for (const auto& [place, ensure] : missing) {
    auto done = portals.at(place.first)->provision(ensure);
    if (!done) return std::unexpected(error_of(done.error()));
  }
  return created;
}

/// The two worlds a rehearsal plays: a portal for each HubSpot system, a source for each REST system.
class Stage {
 public:
  Stage(const package::Manifest& manifest, const RehearseOptions& options) : manifest_(manifest), options_(options) {}

  std::expected<void, Error> set_up() {
    if (!std::filesystem::exists(options_.data))
      return std::unexpected(no_data(fmt::format("there is no data at {}", options_.data)));
    if (!options_.keep.empty()) {
      std::error_code failure;
      const bool made = std::filesystem::create_directories(options_.keep, failure);
      if (made && !failure) std::filesystem::permissions(options_.keep, std::filesystem::perms::owner_all, failure);
      if (failure)
        return std::unexpected(Error{
            Error::Kind::files, fmt::format("the folder {} cannot be made: {}", options_.keep, failure.message()),
            "--keep names a folder that you may make or write to"});
    }
    run.ledger = kept("ledger.db");
    auto lock = ledger::Lock::take(run.ledger);  // before the portal, whose file is shared as well
    if (!lock) return std::unexpected(Error{Error::Kind::ledger, lock.error().message});
    lock_ = std::move(*lock);
    for (const package::System& system : manifest_.systems) {
      for (const std::string& name : secret_names(system.auth)) run.secrets[name] = played_secret;
    }
    for (const package::System& system : manifest_.systems) {
      auto done = system.kind == "hubspot" ? play_portal(system)
                  : system.kind == "rest"  ? play_source(system)
                  : system.kind == "files" ? name_files(system)
                                           : std::expected<void, Error>();
      if (!done) return done;
    }
    run.maps = options_.maps;
    run.ignore_limits =
        true;  // the contract's limits protect the real source; a played one has all the time in the world
    run.log = options_.log;
    run.begins = options_.begins;
    run.progress = options_.progress;
    return {};
  }

  [[nodiscard]] std::map<std::string, int64_t> records_in_portals() const {
    std::map<std::string, int64_t> counts;
    for (const auto& [name, portal] : portals_) {
      for (const auto& [object, count] : portal->counts()) counts[object] += count;
    }
    return counts;
  }
  void add_load(RehearsalReport& report) const {
    for (const auto& [name, portal] : portals_) {
      auto [busiest, refused] = portal->busiest();
      report.busiest_ten_seconds = std::max(report.busiest_ten_seconds, busiest);
      report.refused_by_limit += refused;
    }
  }

  BackfillOptions run;

 private:
  [[nodiscard]] std::string kept(const std::string& name) const {
    return options_.keep.empty() ? std::string() : (std::filesystem::path(options_.keep) / name).string();
  }

  std::expected<void, Error> play_portal(const package::System& system) {
    auto rated = [&](int64_t count) { return static_cast<int64_t>(static_cast<double>(count) * options_.rate); };
    sandbox::HubspotOptions options{.database = kept(system.name + ".db"),
                                    .token = secret_names(system.auth).empty() ? "" : played_secret};
    options.burst = rated(options.burst);
    options.daily = options_.rate > 0 ? rated(options.daily) : 1'000'000'000;
    auto portal = sandbox::HubspotSandbox::start(options);
    if (!portal) return std::unexpected(world(fmt::format("the sandbox does not start: {}", portal.error())));
    run.bases[system.name] = (*portal)->url();
    portals_[system.name] = std::move(*portal);
    return {};
  }

  std::expected<void, Error> play_source(const package::System& system) {
    auto source = sandbox::SourceSystem::start(system, {.data = options_.data, .secrets = run.secrets});
    if (!source) return std::unexpected(no_data(source.error()));
    run.bases[system.name] = (*source)->url();
    run.token_urls[system.name] = (*source)->token_url();
    sources_[system.name] = std::move(*source);
    return {};
  }

  /// Files need no server: they are read as a backfill reads them.
  std::expected<void, Error> name_files(const package::System& system) {
    for (const package::Map& map : manifest_.maps) {
      if (map.source_system != system.name) continue;
      auto file = sandbox::data_file_of(options_.data, map.resource);
      if (!file) return std::unexpected(no_data(file.error()));
      run.files[system.name + "." + map.resource] = *file;
    }
    return {};
  }

  const package::Manifest& manifest_;
  const RehearseOptions& options_;
  std::optional<ledger::Lock> lock_;
  std::map<std::string, std::unique_ptr<sandbox::HubspotSandbox>> portals_;
  std::map<std::string, std::unique_ptr<sandbox::SourceSystem>> sources_;
};

}  // namespace

std::expected<RehearsalReport, Error> rehearse(program::Program& program, const RehearseOptions& options) {
  const package::Manifest& manifest = program.manifest();
  Stage stage(manifest, options);
  if (auto done = stage.set_up(); !done) return std::unexpected(done.error());
  auto ledger = ledger::open_sqlite(stage.run.ledger);
  if (!ledger) return std::unexpected(Error{Error::Kind::ledger, ledger.error().message});
  if (auto own = check_ledger(program, **ledger); !own) return std::unexpected(own.error());
  observe::Redactor redactor;
  observe::Log log(options.log, redactor);
  auto systems = Systems::connect(program, stage.run, redactor, log);
  if (!systems) return std::unexpected(systems.error());
  auto created = furnish(manifest, **systems);
  if (!created) return std::unexpected(created.error());
  auto run_report = run(program, stage.run, **ledger, "backfill", {});
  if (!run_report) return std::unexpected(run_report.error());

  RehearsalReport report{.run = std::move(*run_report), .ledger = stage.run.ledger};
  stage.add_load(report);
  report.run.provisioned = std::move(*created);
  auto verified = verify(manifest, **ledger, (*systems)->portals(), stage.records_in_portals(), report);
  if (!verified) return std::unexpected(verified.error());
  return report;
}

}  // namespace treaty::host
