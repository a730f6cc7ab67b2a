#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "runtime/host/existing.h"
#include "runtime/host/run.h"
#include "runtime/host/systems.h"
#include "runtime/ledger/lock.h"
#include "runtime/sync/backfill.h"

namespace treaty::host {
namespace {

int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// A ledger that nobody else runs on.
struct OwnLedger {
  ledger::Lock lock;
  std::unique_ptr<ledger::Ledger> ledger;
};

std::expected<OwnLedger, Error> open(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code unknown;
  if (!folder.empty() && !std::filesystem::is_directory(folder, unknown))
    return std::unexpected(Error{
        Error::Kind::files, fmt::format("the ledger {} cannot be made: there is no folder {}", path, folder.string()),
        "make the folder, or name another file"});
  auto lock = ledger::Lock::take(path);
  if (!lock) return std::unexpected(Error{Error::Kind::ledger, lock.error().message});
  auto ledger = ledger::open_sqlite(path);
  if (!ledger) return std::unexpected(Error{Error::Kind::ledger, ledger.error().message});
  return OwnLedger{std::move(*lock), std::move(*ledger)};
}

}  // namespace

std::expected<void, Error> check_ledger(const program::Program& program, ledger::Ledger& ledger) {
  auto runs = ledger.runs();
  if (!runs) return std::unexpected(Error{Error::Kind::ledger, runs.error().message});
  const std::string& contract = program.manifest().contract;
  for (const ledger::Run& run : *runs) {
    if (run.contract == contract) continue;
    return std::unexpected(
        Error{Error::Kind::settings,
              fmt::format("the ledger is that of contract {}, and this one is {}", run.contract, contract),
              "a ledger serves one contract: name another file"});
  }
  return {};
}

std::expected<sync::Report, Error> run(program::Program& program, const BackfillOptions& options,
                                       ledger::Ledger& ledger, std::string purpose,
                                       std::map<std::string, std::set<std::string>> only) {
  observe::Redactor redactor;
  observe::Log log(options.log, redactor);
  auto cleaned = [&](Error error) {
    error.message = redactor.clean(error.message);
    return std::unexpected(std::move(error));
  };
  if (auto own = check_ledger(program, ledger); !own) return cleaned(own.error());
  auto systems = Systems::connect(program, options, redactor, log);
  if (!systems) return cleaned(systems.error());
  if (auto meant = (*systems)->check_portals(ledger); !meant) return cleaned(meant.error());
  std::vector<std::string> created;
  if (options.provision) {
    auto provisioned = (*systems)->provision();
    if (!provisioned) return cleaned(provisioned.error());
    created = std::move(*provisioned);
  }
  if (auto complete = (*systems)->check_properties(); !complete) return cleaned(complete.error());
  if (options.begins) options.begins();
  sync::Lent lent{
      program, ledger, (*systems)->portals(), [&](const package::Map& map) { return (*systems)->open_source(map); },
      log,     now_us};
  sync::Options chosen{.maps = options.maps, .only = std::move(only), .purpose = std::move(purpose)};
  if (options.progress) {
    chosen.progress = [&](const sync::Progress& progress) { options.progress({progress.map, progress.counts}); };
  }
  auto report = sync::backfill(lent, chosen);
  if (!report) return cleaned(error_of(report.error()));
  report->provisioned = std::move(created);
  (*systems)->add_traffic(*report);
  return std::move(*report);
}

std::expected<sync::Report, Error> backfill(program::Program& program, const BackfillOptions& options) {
  if (auto folder = check_no_folder(options.ledger); !folder) return std::unexpected(folder.error());
  auto own = open(options.ledger);
  if (!own) return std::unexpected(own.error());
  return run(program, options, *own->ledger, "backfill", {});
}

std::expected<sync::Report, Error> replay(program::Program& program, const BackfillOptions& options,
                                          const std::vector<int64_t>& ids) {
  if (!std::filesystem::exists(options.ledger)) {
    return std::unexpected(Error{Error::Kind::files, fmt::format("there is no ledger at {}", options.ledger)});
  }
  if (auto folder = check_no_folder(options.ledger); !folder) return std::unexpected(folder.error());
  auto own = open(options.ledger);
  if (!own) return std::unexpected(own.error());
  auto letters = own->ledger->letters("open", "", 1'000'000);
  if (!letters) return std::unexpected(Error{Error::Kind::ledger, letters.error().message});
  BackfillOptions chosen = options;
  chosen.maps.clear();
  std::map<std::string, std::set<std::string>> only;
  for (const ledger::Letter& letter : *letters) {
    // A letter of a map that the contract no longer has stays; it is no reason to leave the others.
    if (program.manifest().map(letter.map) == nullptr) continue;
    bool wanted = ids.empty() ? options.maps.empty() || std::find(options.maps.begin(), options.maps.end(),
                                                                  letter.map) != options.maps.end()
                              : std::find(ids.begin(), ids.end(), letter.id) != ids.end();
    if (wanted) only[letter.map].insert(letter.source_key);
  }
  if (only.empty()) {
    std::string named = ids.empty() ? "" : fmt::format(" of number {}", fmt::join(ids, " or "));
    return std::unexpected(Error{Error::Kind::settings, fmt::format("no open letter{} to replay", named),
                                 fmt::format("`treaty letters list --ledger {}` names them", options.ledger)});
  }
  for (const auto& [map, keys] : only) chosen.maps.push_back(map);
  return run(program, chosen, *own->ledger, "replay", std::move(only));
}

}  // namespace treaty::host
